"""Who a participant is, compared with who another is. Knows names, titles and countries, not events."""

import unicodedata
from dataclasses import dataclass, field
from enum import IntEnum

from rapidfuzz.distance import DamerauLevenshtein

from memcon.records import Participant


class Likeness(IntEnum):
    """How two participants of one side relate."""

    DIFFERENT = 0
    """Two named people."""
    UNKNOWN = 1
    """One of them is no named person, or the scripts differ: neither evidence for one event nor against."""
    NEAR = 2
    """Names that differ by a slip of spelling: one person, if all else agrees."""
    SAME = 3


@dataclass(slots=True)
class Parties:
    """Numbers for participants, so that each pair of names is compared once however often it is met."""

    _ids: dict[tuple[str, str | None, str | None], int] = field(default_factory=dict)
    _tokens: list[tuple[str, ...]] = field(default_factory=list)
    _known: dict[tuple[int, int], Likeness] = field(default_factory=dict)

    def number(self, participant: Participant) -> int:
        """Return the number of this name, title and country."""
        key = (participant.name, participant.title, participant.country)
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = len(self._tokens)
            self._tokens.append(_tokens(participant.name))
        return found

    def named(self, number: int) -> bool:
        """Say whether this is a named person, not a state, an office or a body."""
        return bool(self._tokens[number])

    def keys(self, number: int) -> tuple[str, ...]:
        """Return blocking keys: two spellings of one person share at least one."""
        return tuple({token[:3] for token in self._tokens[number]})

    def likeness(self, left: int, right: int) -> Likeness:
        """Compare two participants of one side."""
        if left == right:
            return Likeness.SAME
        key = (left, right) if left < right else (right, left)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _likeness(self._tokens[key[0]], self._tokens[key[1]])
        return found


def _tokens(name: str) -> tuple[str, ...]:
    folded = "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(c))
    return tuple("".join(c if c.isalnum() else " " for c in folded).split())


def _likeness(left: tuple[str, ...], right: tuple[str, ...]) -> Likeness:
    if not left or not right:
        return Likeness.UNKNOWN
    if set(left) <= set(right) or set(right) <= set(left):
        return Likeness.SAME
    if (
        len(left) == len(right)
        and left[-1] == right[-1]
        and all(_initial(a, b) for a, b in zip(left, right, strict=True))
    ):
        return Likeness.SAME
    if len(left) == len(right) and all(_slip(a, b) for a, b in zip(left, right, strict=True)):
        return Likeness.NEAR
    return Likeness.DIFFERENT


def _initial(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    return short == long or (len(short) <= 2 and long[0] == short[0])


def _slip(left: str, right: str) -> bool:
    if left == right:
        return True
    allowed = 0 if min(len(left), len(right)) < 5 else 1 + (min(len(left), len(right)) > 6)
    return DamerauLevenshtein.distance(left, right, score_cutoff=allowed) <= allowed
