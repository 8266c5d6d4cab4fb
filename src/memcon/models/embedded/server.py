"""The embedded model's server: llama.cpp through `xllamacpp`, speaking the OpenAI protocol on a loopback port.

Runs in the foreground for `memcon model serve`, and as the child process that `process` starts, where it ends as
soon as its parent is gone. Knows nothing of prompts; nothing here is imported by a run that has an endpoint.
"""

import argparse
import contextlib
import ctypes
import json
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from memcon.errors import LocalModelError, UsageError
from memcon.models.embedded.cores import cores
from memcon.models.embedded.engine import load_library

DEFAULT_CONTEXT: Final = 8192
"""Tokens of prompt and answer together; about 230 MB of memory with this model."""
SAVED_PROMPTS_MIB: Final = 512
"""Memory for prompts that a slot has left, so that strategies may change between a few prefixes without reading them
anew. This model takes 28 KiB a token: fifteen prompts of 1,200 tokens. llama.cpp's 8 GiB would fill a laptop."""

BATCH: Final = 512
"""Tokens of a prompt that are read before a hang-up is noticed: 5 seconds of two cores; llama.cpp's 2,048 take 20.
As many as are computed together (`n_ubatch`) either way, so that answers are the same to the last digit of their
log-probabilities; fewer would be computed apart, and llama.cpp's sums depend on that."""
FLASH_ATTENTION_OFF: Final = 0
"""llama.cpp's `LLAMA_FLASH_ATTN_TYPE_DISABLED`; left to itself it is on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """How the model is served."""

    port: int = 0
    """On 127.0.0.1; 0 takes a free one."""
    context: int = DEFAULT_CONTEXT
    """Tokens that each slot holds."""
    slots: int = 1
    """Requests that are answered at once; each has a context of its own."""
    threads: int | None = None
    """None takes every physical core that this process may use."""
    template: str = "{}"
    """Variables of the chat template, as a JSON object; a request may have others in `chat_template_kwargs`."""
    verbose: bool = False
    """Log each request, and not warnings only."""


def serve(path: Path, options: ServeOptions, *, ready: Callable[[str], object], until: Callable[[], object]) -> None:
    """Load the weights, serve them on the loopback, call `ready` with the base URL, and return when `until` does.

    Raises:
        UsageError: xllamacpp is not installed, or an option cannot be.
        LocalModelError: llama.cpp refuses; its reasons stand on standard error.
    """
    server = _start(path, options)
    try:
        ready(f"{server.listening_address}/v1")
        until()
    finally:
        del server


def until_interrupted() -> None:
    """Return on Ctrl-C."""
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()


def _start(path: Path, options: ServeOptions) -> Any:  # noqa: ANN401  xllamacpp has no types
    xllamacpp = load_library()
    counts = (options.slots, options.slots if options.threads is None else options.threads)
    if min(counts) < 1 or options.context < 512 or not 0 <= options.port < 65536:
        raise UsageError(f"the model cannot be served with {options}")
    try:
        return xllamacpp.Server(_parameters(xllamacpp, path, options))
    except RuntimeError as error:
        raise LocalModelError(f"llama.cpp cannot serve {str(path)!r}: {error}") from error


def _parameters(xllamacpp: Any, path: Path, options: ServeOptions) -> Any:  # noqa: ANN401  xllamacpp has no types
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.model_alias = {path.stem}  # what answers call the model: without the path of this machine
    parameters.hostnames, parameters.port = ["127.0.0.1"], options.port
    parameters.n_ctx, parameters.n_parallel = options.context * options.slots, options.slots  # llama.cpp divides it
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = options.threads or cores()
    parameters.n_batch = BATCH
    parameters.cache_ram_mib = SAVED_PROMPTS_MIB
    # The same answer from an empty cache and a full one, in batches of any size, with one thread and with two: by these
    # together, not alone. A token of a prompt takes 0.85 of the time, one of an answer 1.21, and memory is 0.6 GB less.
    parameters.no_extra_bufts, parameters.flash_attn_type = True, FLASH_ATTENTION_OFF
    # each value as JSON: llama.cpp reads them so
    parameters.default_template_kwargs = {
        name: json.dumps(value) for name, value in json.loads(options.template).items()
    }
    parameters.verbosity = 3 if options.verbose else 2
    # Nobody but us is served: no page of a browser, and no reading of prompts that others sent.
    parameters.ui, parameters.endpoint_slots, parameters.cors_origins = False, False, ""
    return parameters


# --- as a child ---


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve as the child of the process that holds our standard input; print `{"url": …}` once, when ready."""
    parser = argparse.ArgumentParser(
        prog="python -m memcon.models.embedded.server", description="A child process of memcon."
    )
    parser.add_argument("weights", type=Path)
    parser.add_argument("--parent", type=int, required=True, help="process id; we end when it is no longer our parent")
    for name in ("port", "context", "slots", "threads"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--template")
    given = parser.parse_args(arguments)
    options = {name: value for name, value in vars(given).items() if value is not None}
    weights, parent = options.pop("weights"), options.pop("parent")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which needs us to finish its calls
    _die_before_parent()
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)  # what the library prints belongs into the log

        def ready(url: str) -> None:
            _die_with_parent(signal_number=0)
            print(json.dumps({"url": url}), file=out, flush=True)

        try:
            serve(weights, ServeOptions(**options), ready=ready, until=lambda: _until_orphaned(parent))
        except (UsageError, LocalModelError) as error:
            sys.stderr.write(f"{error}\n")  # into the log
            return error.exit_code
    return 0


def _die_before_parent() -> None:
    """Ask to be the one that is killed: at the parent's death while we load, and when memory runs out."""
    _die_with_parent(signal_number=signal.SIGKILL)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", "ascii")


def _die_with_parent(*, signal_number: int) -> None:
    """Have Linux send a signal when the parent dies, 0 for none.

    Only while llama.cpp loads, when no Python code runs: Linux sends it already when the parent's thread ends that
    started us, which may be long before the parent does.
    """
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, int(signal_number), 0, 0, 0)


def _until_orphaned(parent: int, seconds: float = 1.0) -> None:
    """Return when `parent` is gone: its end of our standard input is closed, or we have another parent.

    The second is for a pipe that other children of the parent hold open.
    """
    while os.getppid() == parent:
        readable, _, _ = select.select([0], [], [], seconds)
        if readable and not os.read(0, 1024):
            return


if __name__ == "__main__":
    os._exit(main())  # without waiting for calls that are still being answered: nobody is there to read them
