"""Who takes part in an event, by side, and how two such casts relate. Knows nothing of dates, texts or kinds."""

from dataclasses import dataclass, field
from typing import Final

from memcon.merge.parties import Likeness, Parties, Sort
from memcon.records import Mention

MOST_KNOWN: Final = 500_000  # pairs of casts remembered; beyond it they are compared anew, so that memory stays flat

_PEOPLE: Final = {Likeness.SAME: 20, Likeness.NEAR: 12, Likeness.OFFICE: 12}
"""Points for people in common on a side; from the third side on, 5."""

Sides = tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """Countries and named people of a mention or of several; compared by identity, since casts are interned."""

    number: int
    countries: frozenset[str]
    """Of the mention that names most."""
    sides: Sides
    """People and offices by country, `""` where theirs is unknown, in order."""
    actors: frozenset[str]
    """Countries that act, for a dispute whose direction is known."""
    targets: frozenset[str]


@dataclass(frozen=True, slots=True)
class Relation:
    """What two casts say for or against one event."""

    compatible: bool
    """False where they name different people of one side, act in opposite directions or bring different countries."""
    people: int
    """Points for people and offices in common."""
    sides: int
    """On how many sides a named person is the same."""
    countries: int
    """Points for the countries."""
    actor: bool
    """The same side is known to act."""
    words: str
    """The reason in words."""


NO_RELATION: Final = Relation(compatible=False, people=0, sides=0, countries=0, actor=False, words="")


@dataclass(slots=True)
class Casting:
    """All casts of one merge, each held once, and what is known of their relations."""

    parties: Parties = field(default_factory=Parties)
    _casts: dict[tuple[object, ...], Cast] = field(default_factory=dict)
    _known: dict[tuple[int, int], Relation] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)

    def cast(self, mention: Mention) -> Cast:
        """Return the cast of a mention."""
        sides: dict[str, set[int]] = {}
        acting: dict[str, set[str]] = {"actor": set(), "target": set()}
        for participant in mention.participants:
            country = participant.country or ""
            if participant.role in acting and country:
                acting[participant.role].add(country)
            number = self.parties.number(participant)
            if self.parties.sort(number) is not Sort.STATE:
                sides.setdefault(country, set()).add(number)
                self._names.setdefault(number, participant.name)
        named = tuple((country, tuple(sorted(numbers))) for country, numbers in sorted(sides.items()))
        actors, targets = frozenset(acting["actor"]), frozenset(acting["target"])
        if mention.kind != "dispute":
            actors = targets = frozenset()
        return self._intern(frozenset(mention.countries), named, actors - targets, targets - actors)

    def joint(self, left: Cast, right: Cast) -> Cast:
        """Return the cast of two events that are one."""
        if left is right:
            return left
        larger, smaller = sorted((left.countries, right.countries), key=len, reverse=True)
        countries = larger if smaller <= larger else larger | smaller
        sides: dict[str, set[int]] = {}
        for country, numbers in (*left.sides, *right.sides):
            sides.setdefault(country, set()).update(numbers)
        named = tuple((country, tuple(sorted(numbers))) for country, numbers in sorted(sides.items()))
        actors, targets = left.actors | right.actors, left.targets | right.targets
        return self._intern(countries, named, actors - targets, targets - actors)

    def relation(self, left: Cast, right: Cast) -> Relation:
        """Compare two casts."""
        key = (left.number, right.number) if left.number < right.number else (right.number, left.number)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = self._relate(left, right)
        return found

    def _intern(self, countries: frozenset[str], sides: Sides, actors: frozenset[str], targets: frozenset[str]) -> Cast:
        key = (countries, sides, actors, targets)
        found = self._casts.get(key)
        if found is None:
            found = self._casts[key] = Cast(len(self._casts), countries, sides, actors, targets)
        return found

    def _relate(self, left: Cast, right: Cast) -> Relation:
        countries = _countries(left.countries, right.countries)
        if countries is None or _opposed(left, right):
            return NO_RELATION
        points, sides = 0, 0
        words: list[str] = []
        for likeness, a, b in self._sides(left, right):
            if likeness is Likeness.DIFFERENT:
                return NO_RELATION
            if likeness is Likeness.UNKNOWN:
                continue
            sides += likeness is not Likeness.OFFICE
            points += _PEOPLE[likeness] if len(words) < 2 else 5
            sign = "~" if likeness is Likeness.NEAR else "="
            one, other = sorted((self._names[a], self._names[b]))
            words.append(one if one == other else f"{one} {sign} {other}")
        actor = bool(left.actors & right.actors)
        named = left.countries if left.countries <= right.countries else left.countries & right.countries
        text = "; ".join((*sorted(words), *(["/".join(sorted(named))] if named else [])))
        return Relation(compatible=True, people=points, sides=sides, countries=countries, actor=actor, words=text)

    def _sides(self, left: Cast, right: Cast) -> list[tuple[Likeness, int, int]]:
        """Return the best likeness on each side that both name; a person of unknown country may be of any side."""
        mine, theirs = dict(left.sides), dict(right.sides)
        found = [self._best(mine[country], theirs[country]) for country in mine if country and country in theirs]
        met = {number for _, *pair in found for number in pair}
        for loose, others in ((mine.get("", ()), right.sides), (theirs.get("", ()), left.sides)):
            everyone = tuple(number for _, numbers in others for number in numbers if number not in met)
            if loose and everyone:
                best = self._best(loose, everyone)
                if best[0] is Likeness.SAME and not met.intersection(best[1:]):
                    found.append(best)
                    met.update(best[1:])
        return found

    def _best(self, mine: tuple[int, ...], theirs: tuple[int, ...]) -> tuple[Likeness, int, int]:
        return max(
            ((self.parties.likeness(a, b), a, b) for a in mine for b in theirs),
            key=lambda found: (found[0], -min(found[1:]), -max(found[1:])),
        )


def _countries(left: frozenset[str], right: frozenset[str]) -> int | None:
    """Return points for the countries, or None where each brings another: two mentions may name fewer, not others."""
    if not left or not right:
        return 0
    if left == right:
        return 10 if len(left) > 1 else 5
    if left < right or right < left:
        fewer, more = sorted((len(left), len(right)))
        return 5 if more < 4 or 2 * fewer > more else None  # two who meet beside a summit do not hold it
    common = len(left & right)
    return 5 if common >= 3 and common >= 0.6 * len(left | right) else None  # rolls of a large meeting differ


def _opposed(left: Cast, right: Cast) -> bool:
    """Say whether the casts act in different directions: who accuses whom is what a dispute is."""
    if left.actors and right.actors and not left.actors & right.actors:
        return True
    return bool(left.targets and right.targets and not left.targets & right.targets)
