"""How alike two records are in kind, countries, people and dates. Knows nothing of where their words stand.

Points are a weighing of what a reader would take for the same event told otherwise, symmetric in its two sides. What
the design calls another event is held apart: contact that has not happened against contact that has, a dispute in the
other direction, another act; evidence may overrule that, likeness alone may not.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from memcon.records import Kind, Record, Variant, family, is_contact, proofs_of, variant_of
from memcon.text.folding import without_accents

LEAST: Final = 60
"""Points from which two records of one article are taken for one event, without a word in common."""
LEAST_ELSEWHERE: Final = 80
"""The same where they do not even share an article."""
NEAR_DAYS: Final = 7
"""Days by which a date is off when a weekday was counted from the wrong end; farther is another meeting."""
FAR_DAYS: Final = 31
"""Days beyond which two dates are no correction of one another, unless only the year differs."""
_NEAR_ACTS: Final = (
    frozenset({"accuse", "criticise", "protest", "summon"}),
    frozenset({"demand", "warn", "threaten"}),
    frozenset({"sanction", "suspend", "cut_ties", "expel", "bar"}),
    frozenset({"show_force", "violate_border", "obstruct", "seize", "attack"}),
)


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared. Days are ordinals of the calendar, 0 where the date is unknown."""

    id: str
    kind: Kind
    variant: Variant
    status: str
    countries: frozenset[str]
    names: tuple[tuple[str, ...], ...]
    people: tuple[str, ...]
    """Folded words of the names, without particles, each once."""
    lo: int
    hi: int
    place: str
    articles: tuple[str, ...]
    actors: frozenset[str]
    targets: frozenset[str]


def traits_of(record: Record) -> Traits:
    """Return what of `record` is compared. Hundreds of thousands are held at once, so sets are shared."""
    actors = targets = _shared(())
    if not is_contact(record.kind):
        acting, struck = (
            {p.country for p in record.participants if p.role == role and p.country} for role in ("actor", "target")
        )
        actors, targets = _shared(tuple(sorted(acting - struck))), _shared(tuple(sorted(struck - acting)))
    names = tuple(name_words(p.name) for p in record.participants)
    return Traits(
        id=record.id,
        kind=record.kind,
        variant=variant_of(record),
        status=record.status,
        countries=_shared(record.countries),
        names=names,
        people=tuple(dict.fromkeys(chain.from_iterable(names))),
        lo=record.date.start.toordinal() if record.date else 0,
        hi=record.date.end.toordinal() if record.date else 0,
        place=(record.place.country or folded(record.place.name)) if record.place else "",
        articles=tuple(proof.article for proof in proofs_of(record)),
        actors=actors,
        targets=targets,
    )


@lru_cache(maxsize=10_000)
def _shared(codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(codes)


@lru_cache(maxsize=100_000)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell one person from another: folded, of three letters or more, else all."""
    words = folded(name).replace("-", " ").split()
    return tuple(dict.fromkeys(w for w in words if len(w) > 2)) or tuple(dict.fromkeys(words))


def folded(text: str) -> str:
    """Return `text` in small letters without accents or compatibility forms, its white space single."""
    return " ".join(without_accents(text).split())


def plausible(a: Traits, b: Traits) -> bool:
    """Return whether one sentence can have told both: they share a country or a name, or one has no country.

    One sentence often tells several events; with other countries and other people it tells another of them.
    """
    return not a.countries or not b.countries or bool(a.countries & b.countries) or _common(a.people, b.people) > 0


def same_family(a: Traits, b: Traits) -> bool:
    """Return whether both are contacts, or both disputes."""
    return family(a.kind) == family(b.kind)


def points(a: Traits, b: Traits) -> int:
    """Return how alike two records are; at most 114."""
    return _what(a, b) + _where(a, b) + _who(a, b) + _when(a, b)


def enough(a: Traits, b: Traits) -> bool:
    """Return whether likeness alone makes two records one event."""
    if not same_family(a, b) or a.status != b.status or _reversed(a, b) or _other_act(a, b):
        return False
    return points(a, b) >= (LEAST if _common(a.articles, b.articles) else LEAST_ELSEWHERE)


def one_event(a: Traits, b: Traits) -> bool:
    """Return whether two records of the same words can be one event that was told twice: nothing speaks against it."""
    if a.kind != b.kind or a.status != b.status or (not is_contact(a.kind) and a.variant != b.variant):
        return False
    return plausible(a, b) and not contradictory(a, b) and not _reversed(a, b)


def contradictory(a: Traits, b: Traits) -> bool:
    """Return whether the days on which they can have taken place are known and have none in common."""
    return bool(a.lo and b.lo) and (a.lo > b.hi or b.lo > a.hi)


def _what(a: Traits, b: Traits) -> int:
    if a.kind != b.kind:
        return 10 if same_family(a, b) else 0
    act = 4 if a.variant == b.variant else -8 if _other_act(a, b) else 0
    return 20 + act + (6 if a.status == b.status else 0)


def _where(a: Traits, b: Traits) -> int:
    place = 0 if not a.place or not b.place else 6 if a.place == b.place else -4
    return place + (14 if _common(a.articles, b.articles) else 0)


def _who(a: Traits, b: Traits) -> int:
    countries = people = 0
    if a.countries and b.countries:
        countries = 24 * len(a.countries & b.countries) // len(a.countries | b.countries) or -10
    elif a.countries or b.countries:
        countries = 12
    if a.people and b.people:
        people = 20 * _common(a.people, b.people) // min(len(a.people), len(b.people)) or -10
    elif a.people or b.people:
        people = 5
    return countries + people - (20 if _reversed(a, b) else 0)


def _common(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """Return how many words two short lists share."""
    return sum(word in b for word in a)


def _when(a: Traits, b: Traits) -> int:
    if not a.lo or not b.lo:
        return 12 if a.lo == b.lo else 8
    if not contradictory(a, b):
        return 20 if (a.lo, a.hi) == (b.lo, b.hi) else 16
    apart = max(a.lo - b.hi, b.lo - a.hi)
    if apart <= NEAR_DAYS:
        return 14 if apart == 1 else 10 if apart <= 3 else 6
    return 8 if month_and_day(a.lo) == month_and_day(b.lo) else 0 if apart <= FAR_DAYS else -15


def month_and_day(ordinal: int) -> tuple[int, int]:
    """Return the day of the year: two dates that share it may differ by a slip of the year."""
    day = dt.date.fromordinal(ordinal)
    return day.month, day.day


def _reversed(a: Traits, b: Traits) -> bool:
    """Return whether who acts against whom is turned round."""
    return bool(a.actors & b.targets or a.targets & b.actors) and not a.actors & b.actors


def _other_act(a: Traits, b: Traits) -> bool:
    if is_contact(a.kind) or a.variant == b.variant:
        return False
    return not any({a.variant, b.variant} <= acts for acts in _NEAR_ACTS)
