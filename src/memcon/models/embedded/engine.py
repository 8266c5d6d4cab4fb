"""The library that computes, llama.cpp as `xllamacpp`: whether it is here, can be loaded, and on what it computes.

Knows nothing of weights and servers. The library is native and large: it is loaded in the server's process, and in that
of `memcon doctor`.
"""

import importlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from memcon.errors import UsageError

SPINS: Final = "1000"
"""How often a thread looks whether the others are done before it sleeps. The library's 300,000 look for milliseconds on
a core that another program could use, or the very thread that is waited for: beside one busy process on two cores it
writes 10 tokens a second, and with this 17, of 36 that both write alone (`memcon model bench`)."""
WAITING: Final = ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")
"""Environment variables of OpenMP, read when the library is loaded. Either, set by the user, stands."""


def load_library() -> Any:  # noqa: ANN401  xllamacpp has no types
    """Load and return `xllamacpp`, whose threads then wait for each other as `SPINS` says.

    Raises:
        UsageError: it is not installed, or this machine lacks a library that it needs.
    """
    if not any(os.environ.get(name) for name in WAITING):
        os.environ["GOMP_SPINCOUNT"] = SPINS
    try:
        return importlib.import_module("xllamacpp")  # only here: it is native, large, and an extra
    except ModuleNotFoundError as error:
        raise missing_library() from error
    except ImportError as error:
        raise broken_library(str(error)) from error


def check_library() -> None:
    """Check that `xllamacpp` can be loaded, in a process of its own: before a gigabyte is fetched for it.

    Raises:
        UsageError: it is not installed, or this machine lacks a library that it needs.
    """
    if importlib.util.find_spec("xllamacpp") is None:
        raise missing_library()
    command = [sys.executable, "-P", "-c", "import xllamacpp"]
    tried = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603  ours
    if tried.returncode:
        last = (tried.stderr.strip().splitlines() or [f"exit code {tried.returncode}"])[-1]
        raise broken_library(last.removeprefix("ImportError: "))


def missing_library() -> UsageError:
    """Return the error of an installation without the embedded model."""
    return UsageError(
        "the embedded model needs xllamacpp, which is not installed: run `pip install 'memcon[local]'`,"
        " or name an endpoint with --model and --base-url"
    )


def broken_library(reason: str) -> UsageError:
    """Return the error of an installation whose `xllamacpp` cannot be loaded, for the loader's own `reason`.

    Its wheel leaves libgomp.so.1, the threads of GCC's OpenMP, to the system, and slim images have none.
    """
    return UsageError(
        f"xllamacpp is installed and cannot be loaded ({reason}): install the library that it names, as with"
        " `apt-get install libgomp1` on Debian and Ubuntu or `dnf install libgomp` on Fedora and Red Hat"
    )


def graphics(library: Any) -> tuple[str, ...]:  # noqa: ANN401  xllamacpp has no types
    """Return the graphics processors that the loaded library computes on, by their names and memory.

    llama.cpp gives them as many layers as they have room for without being asked to.
    """
    devices = library.get_device_info() if hasattr(library, "get_device_info") else []
    return tuple(
        f"{device['description'] or device['name']} ({device['memory_total'] / 1e9:.1f} GB)"
        for device in devices
        if device["type"].name.endswith("GPU")  # GPU and IGPU, one that shares the processor's memory
    )


def unused_graphics(root: Path = Path("/")) -> Iterator[str]:
    """Yield the makes of graphics processors that Linux has a driver for, whether the library can use them or not."""
    if any((root / "proc/driver/nvidia/gpus").glob("*")):
        yield "NVIDIA"
    if (root / "dev/kfd").exists():
        yield "AMD"
