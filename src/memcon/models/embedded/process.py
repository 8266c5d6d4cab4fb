"""The embedded model as a child process: started when it is needed, ended when it is not, and never our death.

The child is `python -m memcon.models.embedded.server`, on a free port of the loopback. Ctrl-C does not reach it; it
ends with us, however we end. Knows nothing of what it is asked; the ledger's name for it is the hash of its weights.
"""

import asyncio
import contextlib
import dataclasses
import http.client
import importlib.util
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from memcon.errors import LocalModelError, UsageError
from memcon.models.embedded.cores import crowded, pressed
from memcon.models.embedded.download import DownloadProgress, Watch, unwatched
from memcon.models.embedded.engine import check_library, missing_library
from memcon.models.embedded.hashes import sha256_of, stamped
from memcon.models.embedded.server import ServeOptions
from memcon.models.embedded.weights import ready, weights_of_model, weights_path
from memcon.models.environment import expanded
from memcon.models.spec import ModelSpec

Result = TypeVar("Result")
START_SECONDS: Final = 300.0
"""Loading takes 4 seconds from a warm disk; a cold network disk has given 10 MB a second."""
STOP_SECONDS: Final = 5.0
LOOK_SECONDS: Final = 60.0
"""Between two looks whether other programs have come that slow the model down."""
LOG_LINES: Final = 5
"""Of the server's log, quoted in an error."""


class ServerProcess:
    """A model server that is our child. Ended by `close`, at the latest when this process ends."""

    def __init__(self, command: Sequence[str], variables: Mapping[str, str] | None = None) -> None:
        """Start `command`, which must print `{"url": …}` when it serves, and end when its standard input does.

        `variables` are laid over our environment.

        Raises:
            LocalModelError: no process or no log of it can be had.
        """
        self.base_url = ""
        self._stopped = self._failed = False
        try:
            handle, name = tempfile.mkstemp(prefix="memcon-model-", suffix=".log")
            self.log = Path(name)
            """What the server says; removed with it, unless it failed."""
            with os.fdopen(handle, "wb") as log:
                # a session of its own, so that Ctrl-C of the terminal reaches only us
                self._process = subprocess.Popen(  # noqa: S603  every word is ours
                    [*command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, start_new_session=True,
                    env=os.environ | dict(variables or {}),
                )  # fmt: skip
        except OSError as error:
            raise LocalModelError(f"the embedded model's server cannot be started: {error}") from error

    @property
    def pid(self) -> int:
        """Return the process id of the server."""
        return self._process.pid

    def alive(self) -> bool:
        """Tell whether the server runs."""
        return self._process.poll() is None

    def exit_reason(self) -> str | None:
        """Return how the server ended and its last words, on one line; None while it runs or when we ended it."""
        code = self._process.poll()
        if code is None or self._stopped:
            return None
        if code == -signal.SIGKILL:
            reason = "was killed, most likely as memory ran out"
        elif code < 0:
            reason = f"crashed ({signal.Signals(-code).name})"
        else:
            reason = f"ended with exit code {code}"
        return f"the embedded model's server {reason}{self._last_words()}"

    def _last_words(self) -> str:
        said = " | ".join(self._log_lines())
        return f"; it said: {said}" if said else ""

    def _log_lines(self) -> list[str]:
        with contextlib.suppress(OSError):
            lines = self.log.read_text("utf-8", "replace").splitlines()
            return [line.strip() for line in lines[-LOG_LINES:] if line.strip()]
        return []

    def wait_until_ready(self, seconds: float = START_SECONDS) -> None:
        """Return when the server answers, with `base_url` set.

        Raises:
            UsageError: it cannot be started on this machine as it is set up; says what to do.
            LocalModelError: it ended, or does not answer in time; quotes the end of its log.
        """
        deadline = time.monotonic() + seconds
        line = self._first_line(deadline)
        try:
            url = str(json.loads(line)["url"])
        except (ValueError, KeyError, TypeError):
            url = ""
        while url and self.alive() and time.monotonic() < deadline:
            if _answers(url):
                self.base_url = url
                return
            time.sleep(0.05)
        with contextlib.suppress(subprocess.TimeoutExpired):  # the pipe closes an instant before the process has ended
            self._process.wait(0.5)
        if self._process.poll() == UsageError.exit_code and (said := self._log_lines()):
            self._stopped = True  # its log holds nothing more
            raise UsageError(said[-1])
        wrong = f"said {line[:80]!r} instead of its address" if line and not url else ""
        reason = self.exit_reason() or (
            f"the embedded model's server {wrong or f'does not answer after {seconds:g} s'}{self._last_words()}"
        )
        self._failed = not self._stopped
        raise LocalModelError(f"{reason}; its log is {str(self.log)!r}")

    def _first_line(self, deadline: float) -> str:
        """Return what the server prints up to its first line feed; less where it ends or time runs out."""
        assert self._process.stdout  # noqa: S101  asked for above
        handle, line = self._process.stdout.fileno(), b""
        while b"\n" not in line and (left := deadline - time.monotonic()) > 0:
            if not select.select([handle], [], [], left)[0]:
                break
            data = os.read(handle, 4096)
            if not data:
                break
            line += data
        return line.decode("utf-8", "replace").strip()

    def end(self) -> None:
        """End the process: ask, wait, kill. Safe while another thread waits for it to answer."""
        if self.alive():
            self._stopped = True
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def close(self) -> None:
        """End the server, and remove its log unless an error has named it, or the server had ended by itself."""
        self.end()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        if not (self._failed or self.exit_reason()):
            self.log.unlink(missing_ok=True)


def _answers(url: str) -> bool:
    """Tell whether the server at `url` is healthy; asked directly, since a proxy knows no loopback."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def serve_command(weights: Path, options: ServeOptions) -> list[str]:
    """Return the command that serves `weights` as our child.

    Raises:
        UsageError: xllamacpp is not installed.
    """
    if importlib.util.find_spec("xllamacpp") is None:
        raise missing_library()
    command = [sys.executable, "-P", "-m", "memcon.models.embedded.server", str(weights), f"--parent={os.getpid()}"]
    given = {name: value for name, value in dataclasses.asdict(options).items() if name != "verbose"}
    return command + [f"--{name}={value}" for name, value in given.items() if value is not None]


@contextlib.contextmanager
def running(
    command: Sequence[str], variables: Mapping[str, str] | None = None, *, seconds: float = START_SECONDS
) -> Iterator[ServerProcess]:
    """Start a server with `serve_command`, wait until it answers, and end it at the end.

    Raises:
        LocalModelError: it does not start; quotes the end of its log.
    """
    server = ServerProcess(command, variables)
    try:
        server.wait_until_ready(seconds)
        yield server
    finally:
        server.close()


def weights_of(spec: ModelSpec, *, watch: Watch = unwatched) -> Path:
    """Return the checked weights of a model: the user's own file, or one of the catalogue, fetched when missing.

    Raises:
        UsageError: the user's file does not exist.
        MemconError: see `memcon.models.embedded.weights.pull`.
    """
    if spec.weights is None:
        return ready(weights_of_model(spec.model), watch=watch)
    path = expanded(spec.weights).absolute()
    if not path.is_file():
        raise UsageError(f"model {spec.weights!r}: there is no such file")
    return path


def labelled(spec: ModelSpec, *, watch: Watch = unwatched) -> ModelSpec:
    """Return `spec` with the label that the ledger knows it by: for the user's own weights, the hash of the file."""
    if spec.label or spec.weights is None:
        return spec
    return dataclasses.replace(spec, label=f"sha256:{sha256_of(weights_of(spec), watch=watch)}")


@contextlib.asynccontextmanager
async def embedded_server(spec: ModelSpec, *, watch: Watch = unwatched) -> AsyncIterator[str]:
    """Serve the embedded model of `spec` while the block runs, and give its base URL.

    Weights that are missing are fetched first. Nothing blocks the event loop; a cancelled start leaves no process.
    That other programs keep the machine busy is said to `watch` once, at the start or when they come, and at the end
    how a server died that did not last as long as the block.

    Raises:
        UsageError, DataError, DiskError, LocalModelError: the weights cannot be had, or the server does not start.
    """
    cancelled = threading.Event()

    def until_cancelled(progress: DownloadProgress) -> None:
        if cancelled.is_set():
            raise _Cancelled
        watch(progress)

    if spec.weights is None and stamped(weights_path(weights_of_model(spec.model))) is None:
        await asyncio.to_thread(check_library)
    weights = await _in_thread(lambda: weights_of(spec, watch=until_cancelled), cancelled.set)
    hint = await asyncio.to_thread(crowded)
    if hint:
        watch(_note(hint))
    profile = spec.profile
    options = ServeOptions(context=profile.context_tokens, slots=profile.concurrency, template=spec.template)
    server = ServerProcess(serve_command(weights, options))
    try:
        await _in_thread(server.wait_until_ready, server.end)
        looking = asyncio.create_task(_look(watch) if not hint else asyncio.sleep(0))
        try:
            yield server.base_url
        finally:
            looking.cancel()
        if died := server.exit_reason():
            watch(_note(died))
    finally:
        server.close()


async def _look(watch: Watch) -> None:
    """Tell once when other programs have come to slow the model down."""
    hint = None
    while hint is None:
        await asyncio.sleep(LOOK_SECONDS)  # first: a minute that was told of is to be one of the model's
        hint = pressed()
    watch(_note(hint))


def _note(words: str) -> DownloadProgress:
    return DownloadProgress(doing="fetch", source="", done=0, total=0, speed=0.0, note=words)


class _Cancelled(Exception):
    """The wait for the weights was given up."""


async def _in_thread(work: Callable[[], Result], give_up: Callable[[], object]) -> Result:
    """Run `work` in a thread; when cancelled, call `give_up`, which makes it end, and wait for that."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        give_up()
        await asyncio.wait([task])
        task.exception()  # how it gave up is of no interest
        raise
