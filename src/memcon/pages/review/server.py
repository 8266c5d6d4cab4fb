"""Serve a review on a loopback port, or to a team, under addresses that only their reviewers know, until Ctrl-C.

Address and port of a folder stay the same from one start to the next, kept in the user's own state folder: a page that
was open when the server died finds it again, with the decisions that it still holds.
"""

import asyncio
import contextlib
import errno
import signal
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import uvicorn

from memcon.errors import Interrupted, UsageError
from memcon.pages.review.addresses import HOST, ReviewAddress, keep_at, kept_at, new_token, place_of
from memcon.pages.review.application import application
from memcon.pages.review.connections import LimitedProtocol
from memcon.pages.review.guard import Guard, Site, loopback
from memcon.pages.review.session import Session
from memcon.pages.review.team import Team

TAKING: Final = 0.3
"""Seconds that clients have to take their answers further once the server is to stop."""
LOOKS: Final = 0.05
"""Seconds from one look at who keeps the server from stopping to the next."""


def serve(session: Session, out: Path, *, port: int, ready: Callable[[ReviewAddress], None]) -> None:
    """Serve until Ctrl-C; `ready` is called with the address once it is answered.

    `port` 0 is the last one of this folder where it is free, else any.

    Raises:
        UsageError: the port is in use.
        Interrupted: SIGTERM or SIGHUP ended it.
    """
    place = place_of(session.file.path if session.blind else out)  # coders may work at once, and each has an address
    kept = kept_at(place)
    with _listening(HOST, port, kept.port if kept else 0) as listening:
        served = ReviewAddress(listening.getsockname()[1], kept.token if kept else new_token())
        keep_at(place, served)
        guard = Guard({served.token: application(session)}, loopback(served.port))
        _run(guard, listening, lambda: ready(served))


def serve_team(sessions: Sequence[Session], team: Team, *, ready: Callable[[Mapping[str, str]], None]) -> None:
    """Serve the sessions of several coders until Ctrl-C, each at an address of its own.

    `ready` is called, once all are answered, with the address of each coder by name.

    Raises:
        UsageError: the host is not this machine's, or the port is in use.
        Interrupted: SIGTERM or SIGHUP ended it.
    """
    places = [place_of(session.file.path) for session in sessions]
    kept = [kept_at(place) for place in places]
    last = next((known.port for known in kept if known), 0)
    with _listening(team.host, team.port, last) as listening:
        port = listening.getsockname()[1]
        served = [ReviewAddress(port, known.token if known else new_token(), team.site(port)) for known in kept]
        for place, one in zip(places, served, strict=True):
            keep_at(place, one)
        apps = {one.token: application(session) for one, session in zip(served, sessions, strict=True)}
        guard = Guard(apps, Site(team.hosts(port), team.origins(port), forwarded=team.proxy is not None))
        told = {session.who: one.address for one, session in zip(served, sessions, strict=True)}
        _run(guard, listening, lambda: ready(told), team.tls)


def _run(guard: Guard, listening: socket.socket, ready: Callable[[], None], tls: ssl.SSLContext | None = None) -> None:
    config = uvicorn.Config(
        guard, log_level="error", access_log=False, lifespan="off", ws="none", loop="asyncio", http=LimitedProtocol,
        server_header=False, proxy_headers=False,
    )  # fmt: skip
    config.load()
    config.ssl = tls
    server = ReviewServer(config, ready)
    with contextlib.suppress(KeyboardInterrupt), _stopped_by_term():
        server.run(sockets=[listening])


class ReviewServer(uvicorn.Server):
    """Says when it answers, and once it is to stop waits for no client."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer, and say so."""
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Wait for what is being done, and for nobody else: what has come whole and is not answered yet may be on disk.

        Of a request that has not come whole nothing was done, and nobody knows when its rest comes.
        """
        cutting = asyncio.create_task(self._cut_off())
        try:
            await super().shutdown(sockets)
        finally:
            cutting.cancel()

    async def _cut_off(self) -> None:
        """Cut, again and again, the connections that wait for their clients: to send, or for long enough to take."""
        loop = asyncio.get_running_loop()
        late = loop.time() + TAKING
        while True:
            for connection in [one for one in self.server_state.connections if isinstance(one, LimitedProtocol)]:
                waits = loop.time() >= late if connection.has_untaken() else not connection.is_at_work()
                if waits:
                    connection.transport.abort()
            await asyncio.sleep(LOOKS)


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
def _listening(host: str, port: int, last: int) -> Iterator[socket.socket]:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port or last, type=socket.SOCK_STREAM)[0]
        listening = _bound(family, address)
        if listening is None and port:
            raise UsageError(f"port {port} is in use: choose another, or leave it out")
        listening = listening or _bound(family, (address[0], 0, *address[2:]))
    except OSError as error:
        raise UsageError(f"{host!r} is no address of this machine: {(error.strerror or str(error)).lower()}") from None
    if listening is None:
        raise UsageError("no port of this machine is free")
    with listening:
        yield listening


def _bound(family: int, address: tuple[Any, ...]) -> socket.socket | None:
    """Return a socket that listens at an address; None where its port cannot be had. Raises OSError for the rest."""
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(64)
    except OSError as error:
        listening.close()
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            return None
        raise
    return listening
