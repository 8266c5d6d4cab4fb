"""Who takes part in an event, by side, and how two such casts relate. Knows nothing of dates, texts or kinds."""

import functools
import itertools
from collections.abc import Hashable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from memcon.events.merge.parties import Likeness, Parties, Sort
from memcon.events.merge.roll import are_opposed, common_core, country_points, size
from memcon.events.merge.signs import Glance, both
from memcon.records import Mention, is_contact

MOST_KNOWN: Final = 50_000  # pairs of casts remembered; beyond it they are compared anew, so that memory stays flat
MOST_CASTS: Final = 10_000  # of single mentions, remembered so that equal ones are one object

Match = tuple[Likeness, int, int]
"""How like two participants are, and their numbers."""
_PEOPLE: Final = {Likeness.SAME: 20, Likeness.NEAR: 12, Likeness.OFFICE: 12}
"""Points for people in common on a side; from the third side on, 5."""

Side = tuple[str, tuple[int, ...]]
Sides = tuple[Side, ...]


class Cast(NamedTuple):
    """Countries and named people of a mention or of several; those of mentions that name the same are one object."""

    number: int
    countries: frozenset[str]
    """Of the mention that names most."""
    core: frozenset[str]
    """What all mentions that name two or more have in common."""
    sides: Sides
    """People and offices by country, `""` where theirs is unknown, in order."""
    actors: frozenset[str]
    """Countries that act, for a dispute whose direction is known."""
    targets: frozenset[str]
    joined: bool = False
    """Whether it is of several mentions, and says what neither of them says alone."""

    @property
    def said(self) -> Hashable:
        """Return what is the same for all casts that name the same as one mention does."""
        return self.number if self.joined else (self.countries, self.sides, self.actors, self.targets)


class Relation(NamedTuple):
    """What two casts say for or against one event."""

    compatible: bool
    """False where they name different people of one side, act in opposite directions or bring different countries."""
    people: int = 0
    """Points for people and offices in common."""
    sides: int = 0
    """On how many sides a named person is the same."""
    countries: int = 0
    """Points for the countries."""
    direction: bool = False
    """The same side is known to act, or to be acted against."""


NO_RELATION: Final = Relation(compatible=False)


@dataclass(slots=True)
class Casting:
    """All casts of one merge, each held once, and what is known of their relations."""

    parties: Parties = field(default_factory=Parties)
    _casts: dict[tuple[object, ...], Cast] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _sets: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)
    _held: dict[Side, Side] = field(default_factory=dict)
    _distinct: dict[frozenset[int], tuple[int, ...]] = field(default_factory=dict)
    _known: dict[int, Relation] = field(default_factory=dict)
    _last: tuple[Cast | None, Cast | None, Relation] = (None, None, NO_RELATION)
    """The casts that were compared last, and what they are to each other."""
    _names: dict[int, str] = field(default_factory=dict)
    _glances: dict[int, Glance] = field(default_factory=dict)

    def cast(self, mention: Mention) -> Cast:
        """Return the cast of a mention."""
        sides: dict[str, set[int]] = {}
        acting: dict[str, set[str]] = {"actor": set(), "target": set()}
        for participant in mention.participants:
            country = participant.country or ""
            if participant.role in acting and country:
                acting[participant.role].add(country)
            number = self.parties.number(participant, mention.language)
            if self.parties.sort(number) is not Sort.STATE:
                sides.setdefault(country, set()).add(number)
                self._names.setdefault(number, participant.name)
        if is_contact(mention.kind):
            acting = {"actor": set(), "target": set()}
        countries = self._set(mention.countries)
        key = (countries, self._order(sides), *self._directions(acting["actor"], acting["target"]))
        found = self._casts.get(key)
        if found is None:
            if len(self._casts) >= MOST_CASTS:
                self._casts.clear()
            found = self._casts[key] = Cast(next(self._numbers), countries, countries, *key[1:])
        return found

    def joint(self, left: Cast, right: Cast) -> Cast:
        """Return the cast of two events that are one."""
        if left is right:
            return left
        fields = (
            max(left.countries, right.countries, key=size),
            common_core(left.core, right.core),
            self._united(left.sides, right.sides),
            *self._directions(left.actors | right.actors, left.targets | right.targets),
        )
        for cast in (left, right):
            if fields == (cast.countries, cast.core, cast.sides, cast.actors, cast.targets):
                return cast
        return Cast(next(self._numbers), *fields, joined=True)

    def _order(self, sides: dict[str, set[int]]) -> Sides:
        """Return sides in order, each person once, one object for all equal sides."""
        return tuple(self._side(country, self._people(frozenset(own))) for country, own in sorted(sides.items()))

    def _people(self, numbers: frozenset[int]) -> tuple[int, ...]:
        if len(numbers) == 1:
            return tuple(numbers)
        found = self._distinct.get(numbers)
        if found is None:
            if len(self._distinct) >= MOST_CASTS:
                self._distinct.clear()
            found = self._distinct[numbers] = self.parties.distinct(numbers)
        return found

    def _united(self, left: Sides, right: Sides) -> Sides:
        """Return the sides of two casts in order, each person once."""
        if left == right:
            return left
        mine, theirs = dict(left), dict(right)
        return tuple(
            self._side(country, self.parties.united(mine.get(country, ()), theirs.get(country, ())))
            for country in sorted(mine.keys() | theirs.keys())
        )

    def _side(self, country: str, numbers: tuple[int, ...]) -> Side:
        if len(self._held) >= MOST_KNOWN:
            self._held.clear()
        side = country, numbers
        return self._held.setdefault(side, side)

    def _directions(self, actors: AbstractSet[str], targets: AbstractSet[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Return who acts against whom, leaving out who does both."""
        return self._set(actors - targets), self._set(targets - actors)

    def _set(self, countries: Iterable[str]) -> frozenset[str]:
        """Return a set of countries, one object for all equal ones."""
        return self.held(frozenset(countries))

    def held(self, words: frozenset[str]) -> frozenset[str]:
        """Return a set, one object for all equal ones."""
        return self._sets.setdefault(words, words)

    def relation(self, left: Cast, right: Cast) -> Relation:
        """Compare two casts; the rules of one pair ask several times."""
        if left is self._last[0] and right is self._last[1]:
            return self._last[2]
        one, other = left.number, right.number
        key = one << 32 | other if one < other else other << 32 | one
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = self._relate(left, right)
        self._last = left, right, found
        return found

    def words(self, left: Cast, right: Cast) -> str:
        """Return in words what two casts have in common: people, then countries."""
        signs = {Likeness.SAME: "=", Likeness.OFFICE: "=", Likeness.NEAR: "~"}
        found = []
        for likeness, a, b in self._sides(left, right):
            if likeness in signs:
                one, other = sorted((self._names[a], self._names[b]))
                found.append(one if one == other else f"{one} {signs[likeness]} {other}")
        named = "/".join(sorted(left.core & right.core))
        return "; ".join((*sorted(found), *([named] if named else [])))

    def _relate(self, left: Cast, right: Cast) -> Relation:
        countries = country_points(left, right)
        if countries is None or are_opposed(left, right):
            return NO_RELATION
        points = sides = met = 0
        for likeness, _, _ in self._sides(left, right) if left.sides and right.sides else ():
            if likeness is Likeness.DIFFERENT:
                return NO_RELATION
            if likeness is not Likeness.UNKNOWN:
                points += _PEOPLE[likeness] if met < 2 else 5
                met += 1
                sides += likeness is not Likeness.OFFICE
        if not met and self._are_strangers(left, right):
            return NO_RELATION
        direction = bool(left.actors & right.actors or left.targets & right.targets)
        return Relation(compatible=True, people=points, sides=sides, countries=countries, direction=direction)

    def same_direction(self, left: Cast, right: Cast) -> bool:
        """Say whether both tell who acts and who is acted against, and the same of both."""
        known = bool(left.actors and left.targets)
        return known and (left.actors, left.targets) == (right.actors, right.targets)

    def glance(self, cast: Cast) -> Glance:
        """Return the traits of the people of each side for which only people of one kind of name stand."""
        found = self._glances.get(cast.number)
        if found is None:
            if len(self._glances) >= MOST_CASTS:
                self._glances.clear()
            found = self._glances[cast.number] = {}
            for country, numbers in self.named(cast):
                signs = [self.parties.sign(number) for number in numbers]
                if all(signs) and len({sign[0] for sign in signs if sign}) == 1:
                    found[country] = functools.reduce(both, filter(None, signs))
        return found

    def has_names(self, cast: Cast) -> bool:
        """Say whether a cast names anybody, offices not counted."""
        return bool(self._names_of(cast))

    def named(self, cast: Cast) -> Sides:
        """Return the sides of known countries for which nobody but people with a name stands."""
        sort = self.parties.sort
        return tuple(side for side in cast.sides if side[0] and all(sort(one) is Sort.NAMED for one in side[1]))

    def _names_of(self, cast: Cast) -> list[int]:
        return [n for _, numbers in cast.sides for n in numbers if self.parties.sort(n) is Sort.NAMED]

    def _are_strangers(self, left: Cast, right: Cast) -> bool:
        """Say whether both name two people or more, and none of one is any of the other, whatever their countries."""
        mine, theirs = self._names_of(left), self._names_of(right)
        if min(len(mine), len(theirs)) < 2:
            return False
        return all(self.parties.likeness(a, b) is Likeness.DIFFERENT for a in mine for b in theirs)

    def _sides(self, left: Cast, right: Cast) -> Iterator[Match]:
        """Yield the best likeness on each side that both name; a person of unknown country may be of any side."""
        found: list[Match] = []
        others = dict(right.sides)
        for country, mine in left.sides:
            theirs = others.get(country)
            if country and theirs:
                found.append(self._best(mine, theirs))
                yield found[-1]
        if left.sides and right.sides and not (left.sides[0][0] and right.sides[0][0]):
            yield from self._loose(left.sides, right.sides, {number for _, *pair in found for number in pair})

    def _loose(self, left: Sides, right: Sides, met: set[int]) -> list[Match]:
        """Return people who are the same where the country of one is unknown, each once."""
        found = []
        for mine, others in ((left, right), (right, left)):
            loose = tuple(number for country, numbers in mine if not country for number in numbers)
            everyone = tuple(number for _, numbers in others for number in numbers if number not in met)
            if loose and everyone:
                best = self._best(loose, everyone)
                if best[0] is Likeness.SAME and not met.intersection(best[1:]):
                    found.append(best)
                    met.update(best[1:])
        return found

    def _best(self, mine: tuple[int, ...], theirs: tuple[int, ...]) -> Match:
        """Return the likest two; of several as like, those with the lowest numbers."""
        if len(mine) == len(theirs) == 1:
            return self.parties.likeness(mine[0], theirs[0]), mine[0], theirs[0]
        best: Match = (Likeness.DIFFERENT, mine[0], theirs[0])
        for a in mine:
            for b in theirs:
                likeness = self.parties.likeness(a, b)
                if likeness > best[0]:
                    best = (likeness, a, b)
                    if likeness is Likeness.SAME:
                        return best
        return best
