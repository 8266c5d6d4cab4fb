"""The fields in which a prediction differs from the gold event that it is. Knows nothing of how they are shown."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from memcon.compare.evaluate.count import date_right
from memcon.compare.evaluate.judge import compare_names
from memcon.compare.evaluate.values import Days, GoldPair


class Differing(NamedTuple):
    """A field whose value is not that of the gold."""

    field: str
    wanted: str
    """The gold's value, `none` without one."""
    given: str


def differing(pair: GoldPair) -> Iterator[Differing]:
    """Yield the fields of a pair that differ, in words."""
    gold, found = pair.gold, pair.prediction
    names = compare_names(gold.people, found.people)
    rows = (
        ("kind", gold.kind == found.kind, gold.kind, found.kind),
        ("countries", gold.countries == found.countries, _listed(gold.countries), _listed(found.countries)),
        ("people", names.right == names.wanted == names.given, "; ".join(gold.people), "; ".join(found.people)),
        ("date", date_right(pair), _days(gold.date), _days(found.date)),
        ("place", gold.place == found.place, gold.place, found.place),
        ("status", gold.status == found.status, gold.status, found.status),
        ("variant", not gold.variants or found.variant in gold.variants, _listed(gold.variants), found.variant),
    )
    for field, right, wanted, given in rows:
        if not right:
            yield Differing(field, wanted or "none", given or "none")


def _listed(values: Iterable[str]) -> str:
    return " ".join(sorted(values))


def _days(date: Days | None) -> str:
    return "none" if date is None else " to ".join(dict.fromkeys(day or "?" for day in date))
