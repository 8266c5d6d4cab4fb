"""Where a review is served to a team: under which names, over TLS or behind a proxy that ends it."""

import re
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from memcon.errors import UsageError
from memcon.records.jsonl import open_file

_PLACE: Final = re.compile(
    r"(?:\[(?P<six>[0-9a-fA-F:.]{1,45})\]|(?P<name>[A-Za-z0-9.-]{1,253}))(?::(?P<port>[0-9]{1,5}))?"
)
_NAME: Final = re.compile(r"[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:.]{1,45}\]")


@dataclass(frozen=True, slots=True)
class Team:
    """How a team reaches a review."""

    host: str
    """The address of this machine to listen at."""
    port: int
    """0 for that of the last time, else a free one."""
    names: tuple[str, ...]
    """Names by which browsers call it."""
    tls: ssl.SSLContext | None = None
    proxy: str | None = None
    """`https://name[:port][/path]` of the reverse proxy in front."""

    def site(self, port: int) -> str:
        """Return what stands before a token in the addresses of coders."""
        if self.proxy:
            return self.proxy
        return f"{'https' if self.tls else 'http'}://{self.names[0]}:{port}"

    def hosts(self, port: int) -> frozenset[str]:
        """Return what a browser may tell as its Host."""
        if self.proxy:
            return frozenset({urlsplit(self.proxy).netloc})
        usual = 443 if self.tls else 80
        bare = self.names if port == usual else ()
        return frozenset({*(f"{name}:{port}" for name in self.names), *bare})

    def origins(self, port: int) -> frozenset[str]:
        """Return what a page of this review may tell as its Origin."""
        scheme = "https" if self.tls or self.proxy else "http"
        return frozenset(f"{scheme}://{host}" for host in self.hosts(port))


def team_at(serve: str, *, names: Sequence[str], cert: Path | None, key: Path | None, proxy: str | None) -> Team:
    """Return how a team reaches a review, as options tell it.

    Raises UsageError, which says what to do: a place that is none, plain HTTP to other machines, TLS that cannot be.
    """
    found = _PLACE.fullmatch(serve)
    if found is None or int(found["port"] or 0) > 65535:
        raise UsageError(f"--serve {serve!r} is no HOST[:PORT], as 0.0.0.0:8443, review.example.org or [::1]:8443")
    host, port = found["six"] or found["name"], int(found["port"] or 0)
    if bool(cert) != bool(key):
        raise UsageError("--tls-cert and --tls-key go together: a certificate and its key, both in PEM")
    if cert and proxy:
        raise UsageError("--behind-proxy says that the proxy ends TLS: leave --tls-cert and --tls-key out")
    if not cert and not proxy and not is_loopback(host):
        raise UsageError(
            f"--serve {serve!r} would send articles and tokens unencrypted to other machines: give --tls-cert and"
            " --tls-key, or --behind-proxy https://NAME where a reverse proxy ends TLS"
        )
    for name in names:
        if not _NAME.fullmatch(name):
            raise UsageError(f"--name {name!r} is no name of a machine: give one as browsers have it, without a port")
    known = tuple(name.lower() for name in names) or _own_names(host)
    return Team(host, port, known, tls(cert, key) if cert and key else None, _checked(proxy) if proxy else None)


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _own_names(host: str) -> tuple[str, ...]:
    """Return how browsers call a host: itself, or where it stands for every address, this machine."""
    try:
        address = ip_address(host)
    except ValueError:
        return (host.lower(),)
    if not address.is_unspecified:
        return (f"[{host}]" if address.version == 6 else host,)
    return tuple(dict.fromkeys((socket.getfqdn().lower(), socket.gethostname().lower(), "localhost", "127.0.0.1")))


def _checked(proxy: str) -> str:
    """Return the address of the proxy. Raises UsageError for one that is not of https, or tells more than a path."""
    try:
        parts = urlsplit(proxy)
        good = parts.scheme == "https" and bool(_PLACE.fullmatch(parts.netloc)) and parts.port != 0
        good = good and not (parts.query or parts.fragment)
    except ValueError:
        good = False
    if not good:
        raise UsageError(f"--behind-proxy {proxy!r} is no https://NAME[:PORT][/PATH] at which the proxy is reached")
    return f"https://{parts.netloc.lower().removesuffix(':443')}{parts.path.rstrip('/')}"


def tls(cert: Path, key: Path) -> ssl.SSLContext:
    """Return TLS by a certificate and its key, 1.2 and newer. Raises UsageError where they are none, or no pair."""
    for option, path in (("--tls-cert", cert), ("--tls-key", key)):
        try:
            with open_file(path) as file:
                file.read(1)
        except OSError as error:
            raise UsageError(
                f"{option} {str(path)!r} cannot be read: {(error.strerror or str(error)).lower()}"
            ) from None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(cert, key, password=_no_password)
    except ssl.SSLError as error:
        pair = f"--tls-cert {str(cert)!r} and --tls-key {str(key)!r}"
        if error.reason == "KEY_VALUES_MISMATCH":
            raise UsageError(f"{pair} are no pair: the key is of another certificate") from None
        raise UsageError(f"{pair} are not a certificate and its key in PEM") from None
    return context


def _no_password() -> str:
    raise UsageError("--tls-key is locked by a password: give one without, readable by you alone")
