"""What the merge compares: a mention, or several already taken for one, as a few small values.

A node holds numbers and interned sets instead of records, since a million of them are compared several times each. Days
are ordinals of the proleptic Gregorian calendar (`date.toordinal`), 0 where nothing is known.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from memcon.events.merge.casts import Cast, Casting
from memcon.languages import matches_anywhere
from memcon.records import Mention, Status, is_contact

CALL: Final = 1
MEETING: Final = 2
DISPUTE: Final = 4
VIRTUAL: Final = 8
"""One mention says that the contact was by video or virtual."""
PRESENT: Final = 16
"""One mention says where people met, or who went to whom, and nothing of video."""
VISIT: Final = 32
"""One mention calls it a visit."""
_TRAVEL: Final = frozenset({"visit", "third_country"})
_KINDS: Final = {"call": CALL, "meeting": MEETING, "dispute": DISPUTE}
_WORD: Final = re.compile(r"\w+")
LEAST_QUOTE: Final = 40
"""Characters below which the same words in two articles prove nothing."""


class Node(NamedTuple):
    """One event as one article reports it, or as several do. A tuple, since they are read from disk again and again."""

    mentions: Sequence[int]
    """Positions in the list of all mentions, in order."""
    article: int
    """Number of its article; -1 for several."""
    kinds: int
    """Bits of CALL, MEETING, DISPUTE, VIRTUAL, PRESENT and VISIT."""
    status: Status
    lo: int
    """First and last day on which it can have taken place, as far as its mentions say."""
    hi: int
    published: int
    """Earliest and latest day of publication."""
    last_published: int
    cast: Cast
    acts: frozenset[str]
    place: str
    place_country: str
    quotes: tuple[int, ...] = ()
    """Hashes of the words of long quotes of its mentions: the same words in two articles prove something."""


@dataclass(slots=True)
class NodeReader:
    """Makes nodes of mentions, with equal values held once."""

    casting: Casting
    _days: dict[dt.date, int] = field(default_factory=dict)
    _acts: dict[str, frozenset[str]] = field(default_factory=dict)
    _places: dict[str, str] = field(default_factory=dict)

    def read(self, position: int, mention: Mention, article: int) -> Node:
        """Return the node of one mention, of the article of that number."""
        place = mention.place
        published = self._day(mention.published)
        lo, hi = self._span(mention, published)
        kinds = _KINDS[mention.kind]
        if kinds != DISPUTE and says_virtual(mention):
            kinds |= VIRTUAL
        elif kinds == MEETING and (place or mention.variant in _TRAVEL):
            kinds |= PRESENT
        if mention.variant == "visit":
            kinds |= VISIT
        return Node(
            mentions=(position,),
            article=article,
            kinds=kinds,
            status=mention.status,
            lo=lo,
            hi=hi,
            published=published,
            last_published=published,
            cast=self.casting.cast(mention),
            acts=self._acts.setdefault(mention.variant, frozenset((mention.variant,)))
            if not is_contact(mention.kind)
            else frozenset(),
            place=self._folded(place.name) if place else "",
            place_country=(place.country or "") if place else "",
            quotes=tuple(_hash(quote.text) for quote in mention.quotes if len(quote.text) >= LEAST_QUOTE),
        )

    def _folded(self, name: str) -> str:
        found = self._places.get(name)
        return self._places.setdefault(name, plain_words(name)) if found is None else found

    def _span(self, mention: Mention, published: int) -> tuple[int, int]:
        """Return the days of a mention's date on which it can have been told: nobody reports what has yet to happen."""
        if mention.date is None:
            return 0, 0
        lo, hi = self._day(mention.date.start), self._day(mention.date.end)
        if published and mention.status == "occurred" and lo <= published:
            hi = min(hi, published + 1)  # a day for the time zones
        elif published and mention.status == "planned" and published <= hi:
            lo = max(lo, published - 1)
        return lo, hi

    def _day(self, date: dt.date | None) -> int:
        if date is None:
            return 0
        return self._days.setdefault(date, date.toordinal())


def says_virtual(mention: Mention) -> bool:
    """Say whether a contact was held by video: its channel, or the words of its quotes, say so."""
    return mention.variant == "video" or any(
        matches_anywhere("events.meets.virtual", quote.text) for quote in mention.quotes
    )


def joint(left: Node, right: Node, casting: Casting, *, mentions: tuple[int, ...] = ()) -> Node:
    """Return one node for two of one event; its days are those on which both can have taken place."""
    lo, hi = common_days(left, right)
    placed = left if left.place else right
    return Node(
        mentions=mentions,
        article=left.article if left.article == right.article else -1,
        kinds=left.kinds | right.kinds,
        status=left.status,
        lo=lo,
        hi=hi,
        published=min(left.published, right.published) if left.published and right.published
        else left.published or right.published,
        last_published=max(left.last_published, right.last_published),
        cast=casting.joint(left.cast, right.cast),
        acts=left.acts if left.acts == right.acts else left.acts | right.acts,
        place=placed.place,
        place_country=placed.place_country,
    )  # fmt: skip


def common_days(left: Node, right: Node) -> tuple[int, int]:
    """Return the days that both allow; where they allow none in common, those of the one published nearer to them."""
    if not left.lo or not right.lo:
        return (left.lo, left.hi) if left.lo else (right.lo, right.hi)
    lo, hi = max(left.lo, right.lo), min(left.hi, right.hi)
    if lo <= hi:
        return lo, hi
    nearer = min((left, right), key=lambda node: (abs(node.published - node.hi), node.lo))
    return nearer.lo, nearer.hi


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """Return words as they are compared: case and everything that is no letter or digit dropped."""
    return " ".join(_WORD.findall(text.casefold()))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(plain_words(text).encode(), digest_size=8).digest(), "big", signed=True)
