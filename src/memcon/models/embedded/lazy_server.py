"""The server behind a model without a URL: started at the first question, and again when it has died.

Knows how to begin and end a server by the function it is given, and nothing of what is asked.
"""

import asyncio
from contextlib import AsyncExitStack

from memcon.models.settings import Serve
from memcon.models.spec import ModelSpec


class LazyServer:
    """A server that runs from its first use to `aclose`, and may be replaced in between."""

    def __init__(self, spec: ModelSpec, serve: Serve | None) -> None:
        self._spec, self._serve = spec, serve
        self._lock = asyncio.Lock()
        self._url: str | None = None
        self._running = AsyncExitStack()

    async def url(self) -> str:
        """Return the base URL of the spec's endpoint, without a final slash; starts the server where there is none.

        Raises:
            ValueError: the spec has no URL and nothing serves it: a bug of the caller.
            LocalModelError: of `serve`, when the server does not start.
        """
        if self._spec.base_url is not None:
            return self._spec.base_url
        async with self._lock:
            if self._url is None:
                if self._serve is None:
                    raise ValueError(f"{self._spec}: nothing serves this model: pass `serve`")
                self._url = (await self._running.enter_async_context(self._serve(self._spec))).rstrip("/")
            return self._url

    async def unreachable(self, url: str) -> None:
        """Take note that nothing listens at `url`: a server of ours is ended, and the next use starts another."""
        async with self._lock:
            if self._url == url:
                self._url = None
                await self._running.aclose()

    async def aclose(self) -> None:
        """End the server, if one runs."""
        async with self._lock:
            self._url = None
            await self._running.aclose()
