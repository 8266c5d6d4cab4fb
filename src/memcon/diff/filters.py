"""Which events `--only kind=call,country=CHN` asks for, and which changes `--ignore confidence` leaves out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from memcon.diff.face import proofs, variant
from memcon.diff.likeness import folded
from memcon.diff.values import FIELDS, Change, Record
from memcon.errors import UsageError

Wanted = Callable[[Record], bool]


def _kind(record: Record, value: str) -> bool:
    return record.kind == value.lower()


def _status(record: Record, value: str) -> bool:
    return record.status == value.lower()


def _country(record: Record, value: str) -> bool:
    return value.upper() in record.countries or any(p.country == value.upper() for p in record.participants)


def _person(record: Record, value: str) -> bool:
    return any(folded(value) in folded(p.name) for p in record.participants)


def _article(record: Record, value: str) -> bool:
    return any(value in proof.article for proof in proofs(record))


def _date(record: Record, value: str) -> bool:
    if record.date is None:
        return value == "none"
    return value in {record.date.start.isoformat()[: len(value)], record.date.end.isoformat()[: len(value)]}


def _variant(record: Record, value: str) -> bool:
    return variant(record) == value.lower()


def _id(record: Record, value: str) -> bool:
    return record.id == value


FILTERS: Final[Mapping[str, Callable[[Record, str], bool]]] = {
    "kind": _kind, "status": _status, "country": _country, "person": _person, "article": _article, "date": _date,
    "act": _variant, "form": _variant, "channel": _variant, "id": _id,
}  # fmt: skip
"""`date` takes a day, a month, a year or `none`; `person` and `article` any part of a name."""


def wanted(asked: Iterable[str]) -> Wanted:
    """Return the predicate of expressions like `kind=call,country=CHN`: keys must all hold, one value of each key must.

    Raises UsageError for a key that is none.
    """
    values: dict[str, list[str]] = defaultdict(list)
    for part in (piece.strip() for expression in asked for piece in expression.split(",")):
        if not part:
            continue
        key, equals, value = part.partition("=")
        if key.strip() not in FILTERS or not equals:
            raise UsageError(f"--only {part!r}: write key=value, where key is one of {', '.join(sorted(FILTERS))}")
        values[key.strip()].append(value.strip())
    return lambda record: all(any(FILTERS[key](record, v) for v in those) for key, those in values.items())


GROUPS: Final[Mapping[str, frozenset[str]]] = {
    "codes": frozenset(field for field in FIELDS if field.startswith("codes.")),
    "evidence": frozenset({"mentions", "quotes", "names", "date_words", "place_words"}),
    "act": frozenset({"variant"}), "form": frozenset({"variant"}), "channel": frozenset({"variant"}),
}  # fmt: skip
"""Names for several fields, or other names for one."""


def ignored(asked: Iterable[str]) -> Callable[[Change], bool]:
    """Return the predicate of expressions like `confidence,codes`; `quiet` is all that says how an event was found.

    Raises UsageError for a field that is none.
    """
    names = {part.strip() for expression in asked for part in expression.split(",") if part.strip()}
    if unknown := sorted(names - {*FIELDS, *GROUPS, "quiet"}):
        raise UsageError(f"--ignore {unknown[0]!r}: no such field; choose of {', '.join((*FIELDS, *GROUPS, 'quiet'))}")
    fields = names.union(*(GROUPS[name] for name in names & GROUPS.keys()))
    quiet = "quiet" in names
    return lambda change: change.field in fields or (quiet and change.quiet)
