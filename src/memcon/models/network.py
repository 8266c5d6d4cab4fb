"""What the environment says of the way to an endpoint: its proxy, and the certificates that are trusted.

What cannot be used is told with the name of its variable, without its value: a proxy's may hold a password.
"""

import base64
import errno
import functools
import importlib.util
import os
import ssl
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2

from memcon.errors import UsageError
from memcon.models.environment import setting
from memcon.models.spec import host_of

_SOCKS: Final = frozenset({"socks5", "socks5h"})


def check_way(urls: Iterable[str | None]) -> None:
    """Raise UsageError where the environment names a proxy for one of these, or certificates, that cannot be used."""
    for url in urls:
        proxy_for(url)
    if os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR"):  # reading those of the system takes 40 ms
        authorities()


def proxy_for(url: str | None) -> str | None:
    """Return the proxy that the environment names for `url`; none for loopback, or where it is told to pass by.

    Raises:
        UsageError: it cannot be used; names the variable.
    """
    if url is None or host_of(url) == "localhost" or proxy_bypass(urlsplit(url).netloc):
        return None
    proxies, scheme = getproxies(), urlsplit(url).scheme
    name = scheme if proxies.get(scheme) else "all"
    proxy = proxies.get(name)
    if not proxy:
        return None
    if fault := _fault(proxy):
        given = next((one for one in os.environ if one.lower() == f"{name}_proxy"), f"{name}_proxy")
        raise UsageError(f"{given} names a proxy that cannot be used: {fault}; write it as http://host:port")
    return proxy


def proxy_secrets(urls: Iterable[str | None]) -> tuple[str, ...]:
    """Return what must be repeated nowhere of the proxies on the way to `urls`: passwords, and how they are sent.

    One that cannot be used is sent nothing, and refused by who would.
    """
    found: list[str] = []
    for url in urls:
        try:
            parts = urlsplit(proxy_for(url) or "")
        except UsageError:
            continue
        if parts.password:
            user, password = unquote(parts.username or ""), unquote(parts.password)
            found += [password, parts.password, base64.b64encode(f"{user}:{password}".encode()).decode()]
    return tuple(found)


def _fault(proxy: str) -> str:
    """Return what is wrong with the address of a proxy, without its words; empty for one that can be used."""
    try:
        parts = urlsplit(proxy)
        port, scheme = parts.port, parts.scheme
        httpx2.URL(proxy)
    except (ValueError, httpx2.InvalidURL):
        return "it is no URL, or its port is no number up to 65535"
    if scheme in _SOCKS and importlib.util.find_spec("socksio") is None:
        return "SOCKS needs the package socksio, which is not installed"
    if scheme not in {"http", "https", *_SOCKS}:
        return "it does not begin with http:// or https://"
    return "" if parts.hostname and port != 0 else "it has no host, or no port that can be"


@functools.cache
def authorities() -> ssl.SSLContext:
    """Return the certificates trusted by this process; reading them takes 40 ms.

    Raises:
        UsageError: SSL_CERT_FILE or SSL_CERT_DIR names what cannot be used.
    """
    try:
        named = Path(setting("SSL_CERT_FILE") or setting("SSL_CERT_DIR") or ".")
        if not named.is_dir() and named.exists() and not named.is_file():  # the library would wait at a pipe for ever
            raise OSError(errno.EINVAL, "it is a pipe, a device or a socket, and no file")  # noqa: TRY301  told below
        return httpx2.create_ssl_context()
    except InterruptedError:  # by a signal that ends nothing: the file is as good as before
        return authorities()
    except OSError as error:  # ssl.SSLError is one
        names = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)]
        if not names:
            raise
        reason = "it holds no certificate" if isinstance(error, ssl.SSLError) else str(error.strerror or error).lower()
        raise UsageError(f"{names[0]}={os.environ[names[0]]!r} cannot be used: {reason}") from None
