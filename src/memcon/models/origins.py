"""Connections to several hosts, each with the proxy of its own, as one httpx2 transport.

A request takes a connection that is free, the last used first, or makes one. httpx2's own pool looks at each connection
it has, and at its socket, whenever a request comes or goes: with 64 calls in flight, a third of what a call costs.
"""

from collections.abc import AsyncIterator, Callable
from typing import Final

import httpx2

ONE: Final = httpx2.Limits(max_connections=1, max_keepalive_connections=1)
"""Of a transport made for `PerOrigin`: it sends one request at a time."""

_Idle = list[httpx2.AsyncBaseTransport]


class PerOrigin(httpx2.AsyncBaseTransport):
    """Sends each request through a transport that was made for its scheme, host and port, and sends nothing else."""

    def __init__(self, make: Callable[[str], httpx2.AsyncBaseTransport]) -> None:
        """Begin with none: `make` is called with the URL of a request for which no connection is free."""
        self._make = make
        self._idle: dict[tuple[str, str, int | None], _Idle] = {}
        self._made: _Idle = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send `request`; closing the response frees its connection."""
        url = request.url
        idle = self._idle.setdefault((url.scheme, url.host, url.port), [])
        transport = idle.pop() if idle else self._new(str(url))
        try:
            response = await transport.handle_async_request(request)
        except BaseException:
            idle.append(transport)  # it has closed what broke
            raise
        assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101  of an asynchronous transport
        response.stream = _Lent(response.stream, transport, idle)
        return response

    def _new(self, url: str) -> httpx2.AsyncBaseTransport:
        transport = self._make(url)
        self._made.append(transport)
        return transport

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in self._made:
            await transport.aclose()


class _Lent(httpx2.AsyncByteStream):
    """The body of a response, whose end gives the connection back."""

    def __init__(self, stream: httpx2.AsyncByteStream, transport: httpx2.AsyncBaseTransport, idle: _Idle) -> None:
        self._stream, self._transport, self._idle = stream, transport, idle

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        """Close the body; a second time changes nothing."""
        idle, self._idle = self._idle, []
        try:
            await self._stream.aclose()
        finally:
            idle.append(self._transport)
