"""Connections to several hosts, each with the proxy and the pool of its own, as one httpx2 transport."""

from collections.abc import Callable

import httpx2


class PerOrigin(httpx2.AsyncBaseTransport):
    """Sends each request through the transport that was made for its scheme, host and port."""

    def __init__(self, make: Callable[[str], httpx2.AsyncBaseTransport]) -> None:
        """Begin with none: `make` is called with the URL of the first request to each."""
        self._make = make
        self._made: dict[tuple[str, str, int | None], httpx2.AsyncBaseTransport] = {}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send `request`."""
        url = request.url
        origin = (url.scheme, url.host, url.port)
        if origin not in self._made:
            self._made[origin] = self._make(str(url))
        return await self._made[origin].handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in self._made.values():
            await transport.aclose()
