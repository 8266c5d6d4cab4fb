"""Let nobody near a review but the page that the reviewer opened: a layer of ASGI before everything else.

The token in the address is what a reader or a writer must know; each coder has one. Beside it: the host must be one by
which the review is served, so that no other name can be pointed here (DNS rebinding); a write must come from the page
itself (Origin, Sec-Fetch-Site) as JSON, which no form of another site can send; a body has a greatest size.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES: Final = 1 << 20
"""Of a request's body: a decision on an event is a few thousand."""
HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""Of every answer; the page's own policy is narrower and takes the place of this one."""


@dataclass(frozen=True, slots=True)
class Site:
    """By which names a review is reached."""

    hosts: frozenset[str]
    """With their ports, as a browser tells its Host."""
    origins: frozenset[str]
    """As a browser tells the Origin of a page."""
    forwarded: bool = False
    """Whether a reverse proxy stands in front, whose X-Forwarded-Host and -Proto are believed."""


def loopback(port: int) -> Site:
    """Return the site of this machine alone."""
    hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
    return Site(hosts, frozenset(f"http://{host}" for host in hosts))


class Guard:
    """Wraps applications, each by its token; see the module. A token is the first part of a path, and is taken off."""

    def __init__(self, apps: Mapping[str, ASGIApp], site: Site) -> None:
        self._apps, self._site = {token.encode(): app for token, app in apps.items()}, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it before anything of it is looked at."""
        if scope["type"] != "http":
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        app = self._chosen(scope)
        refusal = self._refusal(scope, known=app is not None)
        if refusal or app is None:
            await (refusal or _NOTHING)(scope, receive, sealed)
            return
        inside = "/" + scope["path"].removeprefix("/").partition("/")[2]
        await app({**scope, "path": inside, "raw_path": inside.encode()}, _bounded(receive), sealed)

    def _chosen(self, scope: Scope) -> ASGIApp | None:
        """Return whose token a path begins with. Each is compared, in a time that tells nothing of any."""
        given = scope["path"].removeprefix("/").partition("/")[0].encode("utf-8", "surrogateescape")
        found = [app for token, app in self._apps.items() if hmac.compare_digest(given, token)]
        return found[0] if found else None

    def _refusal(self, scope: Scope, *, known: bool) -> PlainTextResponse | None:  # noqa: PLR0911  one line a reason
        headers = Headers(scope=scope)
        if self._host(headers) not in self._site.hosts:
            return _refused(421, "this host is not served here")
        if self._site.forwarded and headers.get("x-forwarded-proto", "https") != "https":
            return _refused(421, "the proxy is to be reached over https alone")
        if not known:
            return _NOTHING
        if scope["method"] in {"GET", "HEAD"}:
            return None
        if headers.get("sec-fetch-site", "same-origin") != "same-origin" or not self._from_here(headers.get("origin")):
            return _refused(403, "only the page itself may write")
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return _refused(415, "a decision is application/json")
        if "transfer-encoding" in headers:
            return _refused(411, "a body comes whole, with its length")
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            return _refused(411, "how long the body is must be told")
        return _refused(413, f"a body has at most {MOST_BYTES} bytes") if int(length[:20]) > MOST_BYTES else None

    def _host(self, headers: Headers) -> str:
        """Return the host that was asked for; another's word for it is taken from a proxy alone."""
        told = headers.get("x-forwarded-host") if self._site.forwarded else None
        return (told or headers.get("host", "")).strip().lower()

    def _from_here(self, origin: str | None) -> bool:
        """Return whether a request comes from our own page; a program without a page tells no origin."""
        return origin is None or origin in self._site.origins


def _bounded(receive: Receive) -> Receive:
    """Give a body up to its greatest size, whatever its headers say; the sender of a longer one is gone for us."""
    size = 0

    async def bounded() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        return message if size <= MOST_BYTES else {"type": "http.disconnect"}

    return bounded


def _refused(status: int, why: str) -> PlainTextResponse:
    return PlainTextResponse(f"{why}\n", status)


_NOTHING: Final = _refused(404, "there is nothing here: open the address that memcon review printed")


def policy_header(policy: str, more: Iterable[str] = ("frame-ancestors 'none'",)) -> str:
    """Return a page's policy as a header, with what only a header can say."""
    return "; ".join((policy, *more))
