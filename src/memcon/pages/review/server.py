"""Serve a review on a loopback port, under an address that only its reviewer knows, until Ctrl-C.

Address and port of a folder stay the same from one start to the next, kept in the user's own state folder: a page that
was open when the server died finds it again, with the decisions that it still holds.
"""

import contextlib
import hashlib
import json
import os
import secrets
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import uvicorn

from memcon.errors import Interrupted, UsageError
from memcon.pages.review.application import application
from memcon.pages.review.guard import Guard
from memcon.pages.review.session import Session

GRACE: Final = 3
"""Seconds that requests which have come whole have to end once the server is to stop."""
HOST: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class ReviewAddress:
    """Where a review is served."""

    port: int
    token: str

    @property
    def address(self) -> str:
        """What to open. Whoever knows it can write."""
        return f"http://{HOST}:{self.port}/{self.token}/"


def serve(session: Session, out: Path, *, port: int, ready: Callable[[ReviewAddress], None]) -> None:
    """Serve until Ctrl-C; `ready` is called with the address once it is answered.

    `port` 0 is the last one of this folder where it is free, else any.

    Raises:
        UsageError: the port is in use.
        Interrupted: SIGTERM or SIGHUP ended it.
    """
    place = _place(session.file.path if session.blind else out)  # coders may work at once, and each has an address
    kept = _kept(place)
    with _listening(port, kept.port if kept else 0) as listening:
        served = ReviewAddress(listening.getsockname()[1], kept.token if kept else secrets.token_urlsafe(32))
        _keep(place, served)
        guarded = Guard(application(session), token=served.token, port=served.port)
        config = uvicorn.Config(
            guarded, log_level="warning", access_log=False, lifespan="off", ws="none", loop="asyncio", http="h11",
            server_header=False, timeout_graceful_shutdown=GRACE,
        )  # fmt: skip
        server = _Server(config, lambda: ready(served))
        with contextlib.suppress(KeyboardInterrupt), _stopped_by_term():
            server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Wait for no request that has not come whole: nobody knows when its rest comes, and nothing was done of it."""
        for connection in list(self.server_state.connections):
            cycle = getattr(connection, "cycle", None)
            if cycle is None or cycle.response_complete or cycle.more_body:
                connection.transport.abort()
        await super().shutdown(sockets)


@contextlib.contextmanager
def _stopped_by_term() -> Iterator[None]:
    """Turn a SIGTERM, which the server hands on when it has ended, into an error of ours; and a SIGHUP into one."""
    hung_up = 0

    def stop(number: int, _: Any) -> None:  # noqa: ANN401  a frame
        came = signal.Signals(hung_up or number)
        raise Interrupted(f"stopped by {came.name}: every decision is kept", 128 + came)

    def hang_up(number: int, _: Any) -> None:  # noqa: ANN401  a frame
        nonlocal hung_up
        hung_up = number
        signal.raise_signal(signal.SIGTERM)

    before = {signal.SIGTERM: signal.signal(signal.SIGTERM, stop)}
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, hang_up)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _listening(port: int, last: int) -> Iterator[socket.socket]:
    listening = _bound(port or last)
    if listening is None and port:
        raise UsageError(f"port {port} is in use: choose another with --port, or leave it out")
    listening = listening or _bound(0)
    if listening is None:
        raise UsageError("no port of this machine is free")
    with listening:
        yield listening


def _bound(port: int) -> socket.socket | None:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(64)
    except (OSError, OverflowError):
        listening.close()
        return None
    return listening


def _place(reviewed: Path) -> Path:
    """Return where the address of a folder, or a coder's file, is kept: in the user's state; they may be published."""
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    name = hashlib.sha256(os.fsencode(os.path.realpath(reviewed))).hexdigest()[:32]
    return Path(state) / "memcon" / "review" / f"{name}.json"


def _kept(place: Path) -> ReviewAddress | None:
    try:
        found = json.loads(place.read_text("utf-8"))
        served = ReviewAddress(int(found["port"]), str(found["token"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return served if len(served.token) >= 40 and 0 < served.port < 65536 else None


def _keep(place: Path, served: ReviewAddress) -> None:
    """Keep the address for the next start, readable by its owner alone; where that cannot be, the next is another."""
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.unlink(missing_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"port": served.port, "token": served.token}, file)
