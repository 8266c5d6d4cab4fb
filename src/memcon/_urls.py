"""What of a URL may be a key. URLs are told and written down, and keys are neither. Opens nothing."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

CHAIN: Final = "::"
"""What stands between URLs of which one is opened through the next: `zip://one.txt::https://host/news.zip`."""


def may_be_keys(url: str) -> Iterator[tuple[str, str]]:
    """Yield which parts of a URL, and of each that it is chained to, may be keys: the scheme, and the part's name.

    That is `name`, `password`, `query` or `fragment`. Each is looked at to the end of the chain: a password may hold
    what separates. Raises ValueError, which shows nothing of the URL, for one that cannot be taken apart.
    """
    links = url.split(CHAIN)
    for at in range(len(links)):
        if "://" not in links[at] and at:
            continue
        try:
            parts = urlsplit(CHAIN.join(links[at:]))
            held = {"password": parts.password, "name": parts.username, "query": parts.query or None,
                    "fragment": parts.fragment or None}  # fmt: skip
        except ValueError:  # its words may show the key
            raise ValueError("a host in it is none, or not written as one") from None
        yield from ((parts.scheme, name) for name, value in held.items() if value is not None)
