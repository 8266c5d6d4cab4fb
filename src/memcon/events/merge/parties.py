"""Who a participant is, compared with who another is. Knows names, offices and countries, not events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from memcon.events.merge.signs import Sign, share_nothing, sign_of
from memcon.records import Participant
from memcon.resolve.countries import find_countries
from memcon.resolve.people import read
from memcon.resolve.people.cases import may_have_forms
from memcon.resolve.people.same import Person, inflected, name_keys, same_party
from memcon.resolve.people.slips import misspelt
from memcon.resolve.people.spelling import near
from memcon.resolve.people.titles import offices
from memcon.resolve.people.traits import Traits, traits_of

MOST_KNOWN: Final = 100_000  # pairs of participants remembered, and as many of before, so that memory stays flat
MOST_SIGNS: Final = 20_000  # people whose traits are remembered, in some 1,200 bytes each
MOST_NAMES: Final = 40
"""People of one side that are kept apart; a roll of more is compared by these."""


# Words that stand for whoever was named before
_NOBODY: Final = frozenset(
    {
        "dia", "ia", "beliau", "mereka", "keduanya", "kedua pihak", "ini", "itu", "kami", "kita", "saya", "he", "she",
        "they", "it", "him", "her", "them", "we", "i", "both", "both sides", "who", "он", "она", "они", "мы", "я",
    }
)  # fmt: skip


class Likeness(IntEnum):
    """How two participants of one side relate."""

    DIFFERENT = 0
    """Two named people."""
    UNKNOWN = 1
    """One is no named person, or the scripts differ: evidence neither for one event nor against."""
    OFFICE = 2
    """One office, without a name in either."""
    NEAR = 3
    """Names that differ by a slip of the pen: one person, if all else agrees."""
    SAME = 4


class Sort(IntEnum):
    """What a participant is."""

    STATE = 0
    """A state, a body, or words that are nobody."""
    OFFICE = 1
    NAMED = 2


@dataclass(slots=True)
class Parties:
    """Numbers for participants, so that each pair of names is compared once however often it is met."""

    _numbers: dict[tuple[str | None, ...], int] = field(default_factory=dict)
    _people: list[Person] = field(default_factory=list)
    _keys: list[frozenset[str]] = field(default_factory=list)
    _sorts: list[Sort] = field(default_factory=list)
    _fullness: list[tuple[int, int]] = field(default_factory=list)
    _known: dict[int, Likeness] = field(default_factory=dict)
    _known_before: dict[int, Likeness] = field(default_factory=dict)
    _signs: dict[int, Sign | None] = field(default_factory=dict)
    _kinds: dict[tuple[str | None, str, bool], int] = field(default_factory=dict)
    _languages: dict[tuple[str, str | None], str | None] = field(default_factory=dict)

    def number(self, participant: Participant, language: str | None) -> int:
        """Return the number of this name, title and country, and of the text's language where that tells more of it.

        So most people have one number in all languages.
        """
        telling = self._telling(participant.name, language)
        key = (participant.name, participant.title, participant.country, telling)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self._people)
            person = Person(participant.name, participant.title, participant.country, telling)
            keys = name_keys(person)
            self._people.append(person)
            self._keys.append(keys)
            self._sorts.append(_sort(person, keys))
            words = read(person.name, person.country, person.language).words
            self._fullness.append((-len(words), -sum(map(len, words))))
        return found

    def sort(self, number: int) -> Sort:
        """Return what this participant is."""
        return self._sorts[number]

    def keys(self, number: int) -> frozenset[str]:
        """Return blocking keys: two names of one person usually share one."""
        return self._keys[number]

    def traits(self, number: int) -> Traits | None:
        """Return what a named person's name shares with any of that country that is not `DIFFERENT`.

        None where that is unknown.
        """
        return traits_of(self._people[number])

    def sign(self, number: int) -> Sign | None:
        """Return the traits of a named person in short, so that most are told from most others in haste."""
        try:
            return self._signs[number]
        except KeyError:
            if len(self._signs) >= MOST_SIGNS:
                self._signs.clear()
            found = self._signs[number] = self._sign(number)
            return found

    def _sign(self, number: int) -> Sign | None:
        found = self.traits(number) if self._sorts[number] is Sort.NAMED else None
        if found is None:
            return None
        kind = self._kinds.setdefault((self._people[number].country, *found.kind), len(self._kinds))
        return sign_of(kind, found.words)

    def likeness(self, left: int, right: int) -> Likeness:
        """Compare two participants of one side."""
        if left == right and self._sorts[left] is Sort.NAMED:
            return Likeness.SAME
        try:
            mine, theirs = self._signs[left], self._signs[right]
        except KeyError:
            mine, theirs = self.sign(left), self.sign(right)
        if mine and theirs and share_nothing(mine, theirs):
            return Likeness.DIFFERENT
        if left > right:
            left, right = right, left
        key = left << 32 | right
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known_before, self._known = self._known, {}
            found = self._known_before.get(key)
            if found is None:
                found = self._compare(left, right)
            self._known[key] = found
        return found

    def distinct(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Return these participants, each person once by the fullest name, in order.

        So that a family name alone, which is anybody's, does not make two people of that name one.
        """
        kept: list[int] = []
        for number in self._fullest_first(numbers):
            if len(kept) < MOST_NAMES and self._is_new(number, kept):
                kept.append(number)
        return tuple(sorted(kept))

    def united(self, left: Sequence[int], right: Sequence[int]) -> tuple[int, ...]:
        """Return those of both as `distinct` does, of which each is; none is compared with others of its own."""
        mine, theirs = frozenset(left), frozenset(right)
        kept: list[int] = []
        only_mine: list[int] = []
        only_theirs: list[int] = []
        for number in self._fullest_first(mine | theirs):
            if len(kept) == MOST_NAMES:
                break
            if number in mine and number in theirs:
                kept.append(number)
                continue
            own, others = (only_mine, only_theirs) if number in mine else (only_theirs, only_mine)
            if self._is_new(number, others):
                kept.append(number)
                own.append(number)
        return tuple(sorted(kept))

    def _fullest_first(self, numbers: Iterable[int]) -> list[int]:
        return sorted(numbers, key=lambda number: (self._fullness[number], number))

    def _is_new(self, number: int, others: Iterable[int]) -> bool:
        alike = Likeness.OFFICE if self._sorts[number] is Sort.OFFICE else Likeness.SAME
        return all(self.likeness(number, other) is not alike for other in others)

    def same(self, left: int, right: int) -> bool:
        """Say whether two participants are one party: a person, an office, or a state by its bare words."""
        if left == right:
            return True
        if self._sorts[left] is self._sorts[right] is Sort.NAMED:
            return self.likeness(left, right) is Likeness.SAME
        return same_party(self._people[left], self._people[right])

    def inflected(self, numbers: Iterable[int]) -> set[int]:
        """Return those of these names that are in a case of which another of them is the nominative."""
        ordered = sorted(numbers)
        return {ordered[at] for at in inflected([self._people[number] for number in ordered])}

    def _telling(self, name: str, language: str | None) -> str | None:
        """Return the language if some word of the name may be another in the nominative, or is a state's in it."""
        key = (name, language)
        if key not in self._languages:
            told = may_have_forms(name, language) and any(read(name, None, language).forms)
            told = told or (language is not None and not name.isascii() and bool(find_countries(name, language)))
            self._languages[key] = language if told else None
        return self._languages[key]

    def _compare(self, left: int, right: int) -> Likeness:
        one, other = self._people[left], self._people[right]
        sorts = {self._sorts[left], self._sorts[right]}
        if sorts == {Sort.OFFICE}:
            return Likeness.OFFICE if same_party(one, other) else Likeness.UNKNOWN
        if sorts != {Sort.NAMED}:
            return Likeness.UNKNOWN
        if same_party(one, other):
            return Likeness.SAME
        mine, theirs = (read(person.name, person.country, person.language) for person in (one, other))
        if "".join(mine.words).isascii() != "".join(theirs.words).isascii():
            return Likeness.UNKNOWN  # a script that nobody transliterates here
        near_ = _slip(mine.words, theirs.words) or misspelt(mine, theirs)
        return Likeness.NEAR if near_ else Likeness.DIFFERENT


def _sort(person: Person, keys: frozenset[str]) -> Sort:
    """Tell a person from an office and from a state, its organs and other bodies.

    Country words without an office are no person's ("pemerintah China", "Parlemen Eropa"), nor is a name with a word in
    lower case that is no particle ("negara-negara Arab").
    """
    if keys and all(key.startswith("office ") for key in keys):
        return Sort.OFFICE
    if (
        not keys
        or person.name == person.country
        or person.name.casefold() in _NOBODY
        or (find_countries(person.name, person.language) and not offices(person.name))
    ):
        return Sort.STATE
    body = any(len(word) > 4 and word.islower() for word in person.name.split()) and not offices(person.name)
    return Sort.STATE if body else Sort.NAMED


def _slip(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Say whether the names have all words in common but one, and that is one slip apart, no feminine of the other."""
    if len(left) != len(right):
        return False
    differing = [pair for pair in zip(left, right, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1:
        return False
    short, long = sorted(differing[0], key=len)
    return near(short, long) and long != short + "a"
