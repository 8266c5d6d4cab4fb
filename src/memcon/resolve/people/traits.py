"""What two names of one person cannot but share, so that of thousands of names only few are held beside each other.

By each rule of `likeness`, `east`, `cases`, `chinese` and `slips` two names are one only where a word of one, or words
of it written as one, are a spelling, a form or a slip of what the other has. Traits are what none of these changes. It
knows nothing of which names are one: that is `same.same_party`.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from memcon.resolve.people import KOREAN, Name, read, read_as_written
from memcon.resolve.people.chinese import syllable_ends
from memcon.resolve.people.hands import FOLDS, folded, hand_of
from memcon.resolve.people.likeness import is_by_initials
from memcon.resolve.people.said import said
from memcon.resolve.people.same import Person
from memcon.resolve.people.spelling import carried
from memcon.resolve.people.tables import given_names, korean_family

LONGEST: Final = 32
"""Letters of a word; with a longer one a name may be anybody's, since the ways to drop two are too many."""
LEAST_SLIPPED: Final = 4
"""Letters of a word that may have a slip, as `spelling.is_slip` and `spelling.near` have it."""
LEAST_TWICE: Final = 9
"""Letters of a name of one word that may have two slips, as `spelling.near` has it."""
_ALONE: Final = frozenset({"Kana", "Hani", "Hang", "Arab"})
"""Scripts whose names are read otherwise beside a name of another."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a name that any other name of its bearer shares."""

    kind: tuple[str, bool]
    """Script and whether its letters are ASCII; names of two kinds may be one whatever their words are."""
    words: frozenset[str]
    """Two names of one kind and one country that share none are two people's, by more than a slip."""


@lru_cache(maxsize=8192)
def traits_of(person: Person) -> Traits | None:
    """Return the traits of a named person whose country is known; None where the name may be anybody's."""
    known = read(person.name, person.country, person.language)
    written = read_as_written(person.name, person.country, person.language)
    names = (known,) if known is written else (known, written)
    kinds = {name.script if name.script in _ALONE else "" for name in names}
    words = [word for name in names for word in name.words]
    if (
        person.country is None
        or len(kinds) > 1
        or any(is_by_initials(name) for name in names)
        or any(len(word) > LONGEST for word in words)
    ):
        return None
    return Traits((kinds.pop(), "".join(known.words).isascii()), frozenset(_traits(names)))


def _traits(names: tuple[Name, ...]) -> Iterator[str]:
    for name in names:
        yield from _slips(name)
        yield from syllable_ends(name)
        if name.script == "Hani":
            yield f"front {''.join(name.words)[:2]}"
        hand = hand_of(name, name)
        for word in {*_parts(name), *_parts(said(name))} - {""}:
            yield from carried(word)
            yield from (f"given {number}" for number in given_names(word))
            if hand in FOLDS:
                yield f"folded {folded(word, hand)}"
            if name.country in KOREAN:
                yield f"family {korean_family(word)}"


def _parts(name: Name) -> Iterator[str]:
    """Yield the words of a name, what they may be in the nominative, and those of them that may be written as one."""
    words = name.words
    yield from words
    yield from (form.letters for forms in name.forms for form in forms)
    yield from (word.removeprefix("bin").removeprefix("abdul") for word in words)
    yield from ("".join(part) for part in (words, words[1:], words[:-1], words[-2:]))


def _slips(name: Name) -> Iterator[str]:
    """Yield what is left of each word without one letter, of a long word that is alone without two."""
    for word in name.words:
        if len(word) >= LEAST_SLIPPED:
            most = 2 if len(name.words) == 1 and len(word) >= LEAST_TWICE else 1
            for few in range(most + 1):
                for kept in itertools.combinations(word, len(word) - few):
                    yield f"slip {''.join(kept)}"
