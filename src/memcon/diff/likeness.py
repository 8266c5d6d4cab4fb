"""How alike two records are in kind, countries, people and dates. Knows nothing of where their words stand.

Points are a weighing of what a reader would take for the same event told otherwise, symmetric in its two sides. What
the design calls another event is held apart: contact that has not happened against contact that has, a dispute in the
other direction, another act; evidence may overrule that, likeness alone may not.
"""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from memcon.diff.face import proofs, variant
from memcon.diff.values import Record

LEAST: Final = 60
"""Points from which two records of one article are taken for one event, without a word in common."""
LEAST_ELSEWHERE: Final = 80
"""The same where they do not even share an article."""
NEAR_DAYS: Final = 7
"""Days by which a date is off when a weekday was counted from the wrong end; farther is another meeting."""
_NEAR_ACTS: Final = (
    frozenset({"accuse", "criticise", "protest", "summon"}),
    frozenset({"demand", "warn", "threaten"}),
    frozenset({"sanction", "suspend", "cut_ties", "expel", "bar"}),
    frozenset({"show_force", "violate_border", "obstruct", "seize", "attack"}),
)


@dataclass(frozen=True, slots=True)
class Look:
    """What is compared. Days are ordinals of the calendar, 0 where the date is unknown."""

    kind: str
    variant: str
    status: str
    countries: frozenset[str]
    people: frozenset[str]
    """Folded words of the names, without particles."""
    lo: int
    hi: int
    place: str
    articles: frozenset[str]
    actors: frozenset[str]
    targets: frozenset[str]


def look(record: Record) -> Look:
    """Return what of `record` is compared."""
    actors, targets = (
        frozenset(p.country for p in record.participants if p.role == role and p.country)
        for role in ("actor", "target")
    )
    return Look(
        kind=record.kind,
        variant=variant(record),
        status=record.status,
        countries=frozenset(record.countries),
        people=frozenset(word for p in record.participants for word in name_words(p.name)),
        lo=record.date.start.toordinal() if record.date else 0,
        hi=record.date.end.toordinal() if record.date else 0,
        place=(record.place.country or folded(record.place.name)) if record.place else "",
        articles=frozenset(proof.article for proof in proofs(record)),
        actors=actors - targets,
        targets=targets - actors,
    )


@lru_cache(maxsize=100_000)
def name_words(name: str) -> frozenset[str]:
    """Return the words of a name that tell one person from another: folded, of three letters or more, else all."""
    words = folded(name).replace("-", " ").split()
    return frozenset(w for w in words if len(w) > 2) or frozenset(words)


def folded(text: str) -> str:
    """Return `text` in small letters without accents or compatibility forms, its white space single."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(plain.split())


def plausible(a: Look, b: Look) -> bool:
    """Return whether one sentence can have told both: they share a country or a name, or one has no country.

    One sentence often tells several events; with other countries and other people it tells another of them.
    """
    return not a.countries or not b.countries or bool(a.countries & b.countries) or bool(a.people & b.people)


def same_family(a: Look, b: Look) -> bool:
    """Return whether both are contacts, or both disputes."""
    return (a.kind == "dispute") == (b.kind == "dispute")


def points(a: Look, b: Look) -> int:
    """Return how alike two records are; at most 114."""
    return _what(a, b) + _where(a, b) + _who(a, b) + _when(a, b)


def enough(a: Look, b: Look) -> bool:
    """Return whether likeness alone makes two records one event."""
    if not same_family(a, b) or a.status != b.status or _reversed(a, b) or _other_act(a, b):
        return False
    return points(a, b) >= (LEAST if a.articles & b.articles else LEAST_ELSEWHERE)


def contradictory(a: Look, b: Look) -> bool:
    """Return whether the days on which they can have taken place are known and have none in common."""
    return bool(a.lo and b.lo) and (a.lo > b.hi or b.lo > a.hi)


def _what(a: Look, b: Look) -> int:
    if a.kind != b.kind:
        return 10 if same_family(a, b) else 0
    act = 4 if a.variant == b.variant else -8 if _other_act(a, b) else 0
    return 20 + act + (6 if a.status == b.status else 0)


def _where(a: Look, b: Look) -> int:
    place = 0 if not a.place or not b.place else 6 if a.place == b.place else -4
    return place + (14 if a.articles & b.articles else 0)


def _who(a: Look, b: Look) -> int:
    countries = people = 0
    if a.countries and b.countries:
        countries = 24 * len(a.countries & b.countries) // len(a.countries | b.countries) or -10
    elif a.countries or b.countries:
        countries = 8
    if a.people and b.people:
        people = 20 * len(a.people & b.people) // min(len(a.people), len(b.people)) or -10
    elif a.people or b.people:
        people = 5
    return countries + people - (20 if _reversed(a, b) else 0)


def _when(a: Look, b: Look) -> int:
    if not a.lo or not b.lo:
        return 12 if a.lo == b.lo else 8
    if not contradictory(a, b):
        return 20 if (a.lo, a.hi) == (b.lo, b.hi) else 16
    apart = max(a.lo - b.hi, b.lo - a.hi)
    if apart <= NEAR_DAYS:
        return 14 if apart == 1 else 10 if apart <= 3 else 6
    return 8 if month_and_day(a.lo) == month_and_day(b.lo) else 0 if apart <= 31 else -15


def month_and_day(ordinal: int) -> tuple[int, int]:
    """Return the day of the year: two dates that share it may differ by a slip of the year."""
    day = dt.date.fromordinal(ordinal)
    return day.month, day.day


def _reversed(a: Look, b: Look) -> bool:
    """Return whether who acts against whom is turned round."""
    return bool(a.actors & b.targets or a.targets & b.actors) and not a.actors & b.actors


def _other_act(a: Look, b: Look) -> bool:
    if a.kind != "dispute" or a.variant == b.variant:
        return False
    return not any({a.variant, b.variant} <= acts for acts in _NEAR_ACTS)
