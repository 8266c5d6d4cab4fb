"""Which events `--only kind=call,country=CHN` asks for, and which changes `--ignore confidence` leaves out."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from memcon.compare.diff.values import FieldChange
from memcon.errors import UsageError
from memcon.events.matching.likeness import folded
from memcon.records import KINDS, Kind, Record, proofs_of, variant_of
from memcon.records.fields import FIELDS, FieldRow

Wanted = Callable[[Record], bool]
_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?|none")


def _choice(row: FieldRow) -> Callable[[Record, str], bool]:
    return lambda record, value: bool(row.of(record) == value)


def _country(record: Record, value: str) -> bool:
    return value in record.countries or any(p.country == value for p in record.participants)


def _person(record: Record, value: str) -> bool:
    return any(value in folded(p.name) for p in record.participants)


def _article(record: Record, value: str) -> bool:
    return any(value in proof.article for proof in proofs_of(record))


def _date(record: Record, value: str) -> bool:
    if record.date is None or value == "none":
        return record.date is None and value == "none"
    most = len(value)
    return record.date.start.isoformat()[:most] <= value <= record.date.end.isoformat()[:most]


def _variant(kind: Kind) -> Callable[[Record, str], bool]:
    return lambda record, value: record.kind == kind and variant_of(record) == value


def _id(record: Record, value: str) -> bool:
    return record.id == value


FILTERS: Final[Mapping[str, Callable[[Record, str], bool]]] = {
    **{row.name: _choice(row) for row in FIELDS.values() if row.choices},
    "country": _country, "person": _person, "article": _article, "date": _date,
    "id": _id, **{row.variant: _variant(kind) for kind, row in KINDS.items()},
}  # fmt: skip
"""`date` takes a day, a month, a year or `none`, and holds for an event that can have been then; `person` and `article`
take any part of a name; `country` a code or a name."""
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    **{row.name: row.choices for row in FIELDS.values() if row.choices},
    **{row.variant: row.variants for row in KINDS.values()},
}  # fmt: skip


def wanted(asked: Iterable[str]) -> Wanted:
    """Return the predicate of expressions like `kind=call,country=CHN`: keys must all hold, one value of each key must.

    Raises UsageError for a key that is none, and for a value that no event can have.
    """
    values: dict[str, list[str]] = defaultdict(list)
    for part in (piece.strip() for expression in asked for piece in expression.split(",")):
        if not part:
            continue
        key, equals, value = (word.strip() for word in part.partition("="))
        if key not in FILTERS or not equals or not value:
            raise UsageError(f"--only {part!r}: write key=value, where key is one of {', '.join(sorted(FILTERS))}")
        values[key].append(_read(key, value))
    return lambda record: all(any(FILTERS[key](record, v) for v in those) for key, those in values.items())


def _read(key: str, value: str) -> str:
    """Return a value as it is compared."""
    if key == "country":
        return _code(value)
    if key == "person":
        return folded(value)
    if choices := _CHOICES.get(key):
        if (one := value.lower().replace("-", "_")) in choices:
            return one
        raise UsageError(f"--only {key}={value!r}: the {key} is one of {', '.join(choices)}")
    if key == "date" and not _DATE.fullmatch(value):
        raise UsageError(f"--only date={value!r}: write a day, a month or a year, as 2023-12-21, or none")
    return value


def _code(value: str) -> str:
    from memcon.resolve import resolve_country  # noqa: PLC0415  its tables take a while, and few ask for a country
    from memcon.resolve.countries import ORGANISATIONS  # noqa: PLC0415

    code = value.upper()
    if code in {*ORGANISATIONS, "XKX"}:
        return code
    import pycountry  # noqa: PLC0415

    if pycountry.countries.get(alpha_3=code):
        return code
    if found := resolve_country(value):
        return found
    raise UsageError(f"--only country={value!r}: write a code as CHN or EUU, or the name of one state")


GROUPS: Final[Mapping[str, frozenset[str]]] = {
    "codes": frozenset(field for field in FIELDS if field.startswith("codes.")),
    "evidence": frozenset(row.name for row in FIELDS.values() if row.sort in {"proofs", "span", "spans"}),
    **{row.variant: frozenset({"variant"}) for row in KINDS.values()},
}  # fmt: skip
"""Names for several fields, or other names for one."""


def ignored(asked: Iterable[str]) -> Callable[[FieldChange], bool]:
    """Return the predicate of expressions like `confidence,codes`.

    `quiet` is all that says how an event was found, `other` what this memcon does not know.
    Raises UsageError for a field that is none.
    """
    names = {part.strip() for expression in asked for part in expression.split(",") if part.strip()}
    if unknown := sorted(names - {*FIELDS, *GROUPS, "quiet", "other"}):
        raise UsageError(
            f"--ignore {unknown[0]!r}: no such field; choose of {', '.join((*FIELDS, *GROUPS, 'quiet', 'other'))}"
        )
    fields = names.union(*(GROUPS[name] for name in names & GROUPS.keys()))
    quiet, other = "quiet" in names, "other" in names
    return lambda change: change.field in fields or (quiet and change.quiet) or (other and change.other)
