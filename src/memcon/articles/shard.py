"""One share of a corpus: which articles are in it follows from their ids alone, on any machine and in any version.

The share of an article is the first eight bytes of the SHA-256 of its id in UTF-8, as a big-endian number, modulo the
number of shares, plus one (docs/adr/0014). So shares are even, need no index, and stay when articles are added.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final, Self

from memcon.errors import UsageError

HASH: Final = "sha256-64"
"""The name of that hash in `run.json`: another one would have another name."""
MOST: Final = 1_000_000
_BYTES: Final = 8


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """The share `number` of `of`, counted from 1."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return what `3/16` names. Raises UsageError where that is no share."""
        found = re.fullmatch(r"([0-9]{1,7})/([0-9]{1,7})", text)
        number, of = map(int, found.groups()) if found else (0, 0)
        if not 1 <= number <= of <= MOST:
            raise UsageError(f"--shard {text!r} is no share: write the third of sixteen as 3/16, the last as 16/16")
        return cls(number, of)

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def holds(self, article: str) -> bool:
        """Return whether the article of that id is in this share."""
        return share_of(article, self.of) == self.number

    def told(self) -> dict[str, int | str]:
        """Return what `run.json` keeps of it."""
        return {"number": self.number, "of": self.of, "hash": HASH}


def share_of(article: str, shares: int) -> int:
    """Return in which of so many shares the article of that id is, from 1."""
    digest = hashlib.sha256(article.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:_BYTES], "big") % shares + 1
