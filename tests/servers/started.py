"""Servers of other makes, with the embedded model's weights behind them; `make test-servers` installs what starts here.

Each is a process on loopback that ends with its block. They answer at temperature 0, one question at a time.
"""

import contextlib
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from memcon.models.embedded.weights import weights_path
from memcon.models.spec import EMBEDDED_MODEL

HOME = Path(os.environ.get("MEMCON_TEST_SERVERS") or "/nowhere").absolute()
"""The environment that holds the servers."""
START_SECONDS = 600.0
"""A gateway imports for half a minute of a processor; other programs may have most of it."""
KEY = "sk-of-the-gateway"
CONTEXT = 4096


@contextlib.contextmanager
def llama_cpp(log: Path) -> Iterator[str]:
    """Serve the weights with llama.cpp's own server, and yield the base URL."""
    found = list(HOME.glob("lib/python3*/site-packages/*llama_server*/bin/llama-server"))
    assert found, f"no llama-server in {HOME}"
    port = _free_port()
    command = [
        found[0], "--model", weights_path(), "--alias", EMBEDDED_MODEL, "--host", "127.0.0.1", "--port", port,
        "--ctx-size", CONTEXT, "--parallel", 1, "--device", "none", "--no-ui",
    ]  # fmt: skip
    libraries = {"LD_LIBRARY_PATH": str(found[0].parent), "GOMP_SPINCOUNT": "1000"}
    with _running(command, f"http://127.0.0.1:{port}/health", log, libraries):
        yield f"http://127.0.0.1:{port}/v1"


@contextlib.contextmanager
def litellm(before: str, folder: Path) -> Iterator[str]:
    """Set litellm's gateway before a base URL, with a key, and yield its own."""
    port = _free_port()
    settings = folder / "litellm.yaml"
    settings.write_text(
        f"""model_list:
  - model_name: {EMBEDDED_MODEL}
    litellm_params:
      model: openai/{EMBEDDED_MODEL}
      api_base: {before}
      api_key: none
litellm_settings:
  num_retries: 0
general_settings:
  master_key: {KEY}
""",
        "utf-8",
    )
    command = [HOME / "bin" / "litellm", "--config", settings, "--host", "127.0.0.1", "--port", port]
    offline = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_TELEMETRY": "False"}
    with _running(command, f"http://127.0.0.1:{port}/health/liveliness", folder / "litellm.log", offline):
        yield f"http://127.0.0.1:{port}/v1"


@contextlib.contextmanager
def _running(command: Sequence[object], ready: str, log: Path, variables: Mapping[str, str]) -> Iterator[None]:
    """Run a server until the block ends, from when it answers at `ready`."""
    with (
        log.open("wb") as said,
        subprocess.Popen(
            [*map(str, command)], stdout=said, stderr=said, stdin=subprocess.DEVNULL, env=os.environ | dict(variables)
        ) as process,
    ):
        try:
            deadline = time.monotonic() + START_SECONDS
            while not _answers(ready):
                assert process.poll() is None, log.read_text("utf-8", "replace")[-2000:]
                assert time.monotonic() < deadline, log.read_text("utf-8", "replace")[-2000:]
                time.sleep(0.5)
            yield
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
