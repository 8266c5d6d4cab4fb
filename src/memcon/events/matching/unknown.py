"""Fields of which the comparison knows nothing: those of a newer memcon, or new in the records. Compared as JSON.

A file with such fields can still be compared, field by field, with nothing left out in silence; it is not merged, since
a merge would lose them.
"""

import dataclasses
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias, cast

import pydantic_core
from pydantic import TypeAdapter, ValidationError

from memcon.events.matching.pairing import apart
from memcon.records import Call, Dispute, Meeting, Mention, Record, fields

Unknown: TypeAlias = tuple[tuple[str, str], ...]
"""Names of fields and their values as JSON, sorted."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAndMore(Meeting):
    """A meeting with fields that this memcon does not know."""

    unknown: Unknown = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CallAndMore(Call):
    """A call with fields that this memcon does not know."""

    unknown: Unknown = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DisputeAndMore(Dispute):
    """A dispute with fields that this memcon does not know."""

    unknown: Unknown = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MentionAndMore(Mention):
    """A mention with fields that this memcon does not know."""

    unknown: Unknown = ()


More: TypeAlias = MeetingAndMore | CallAndMore | DisputeAndMore | MentionAndMore
_MORE: Final[Mapping[type[Any], type[Any]]] = {
    Meeting: MeetingAndMore, Call: CallAndMore, Dispute: DisputeAndMore, Mention: MentionAndMore,
}  # fmt: skip
_EXTRA: Final = frozenset({"unexpected_keyword_argument", "extra_forbidden"})


def with_unknown(parsed: dict[str, Any], adapter: TypeAdapter[Any], *, tagged: bool) -> More | None:
    """Return the record of an object in which nothing is wrong but fields that are not known; None for any other.

    The object is used up. `tagged`: the adapter is of a union and puts the kind before the place of what is wrong.
    """
    values: dict[str, list[object]] = {}
    try:
        adapter.validate_python(parsed)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False, include_context=False):
            if one["type"] not in _EXTRA:
                continue  # it may follow from what is not known, as a list left without its items
            path = one["loc"][tagged:]
            name = ".".join(step for step in path if isinstance(step, str))
            values.setdefault(name, []).append(_taken(parsed, path))
    if not values:
        return None
    try:
        record = adapter.validate_python(parsed)
        unknown = tuple(
            sorted((name, _read_back(each[0] if len(each) == 1 else each)) for name, each in values.items())
        )
    except ValueError:  # wrong besides, or nested deeper than it could be written
        return None
    known = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    return cast("More", _MORE[type(record)](**known, unknown=unknown))


def _taken(value: Any, path: tuple[int | str, ...]) -> object:  # noqa: ANN401 - any JSON
    """Take the value at `path` out of a parsed object, and return it."""
    for step in path[:-1]:
        value = value[step]
    return value.pop(path[-1])


def _read_back(value: object) -> str:
    """Return a value as JSON. Raises ValueError for one that could not be read back."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    pydantic_core.from_json(text)
    return text


def _json(value: object) -> str:
    return pydantic_core.to_json(value).decode("utf-8")


def others(record: Record) -> Unknown:
    """Return the fields of a record that are not compared in a way of their own, where they hold anything."""
    names = _others(type(record))
    if not names:
        return ()
    held = [(name, getattr(record, name)) for name in names if name != "unknown"]
    return (*getattr(record, "unknown", ()), *((name, _json(value)) for name, value in held if value not in (None, ())))


_NAMES: Final[dict[type[Any], tuple[str, ...]]] = {}


def _others(shape: type[Any]) -> tuple[str, ...]:
    """Return the names of fields that are not known, looked up once a type: hundreds of thousands of records ask."""
    if shape not in _NAMES:
        known = fields.known()
        _NAMES[shape] = tuple(field.name for field in dataclasses.fields(shape) if field.name not in known)
    return _NAMES[shape]


def steps(field: str, old: str | None, new: str | None) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield what differs between two values in JSON: objects part by part, lists by what went and what came."""
    a, b = (None if value is None else pydantic_core.from_json(value) for value in (old, new))
    parts = [*_parts(field, a, b)]
    yield from parts or [(field, old, new)]


def _parts(field: str, a: object, b: object) -> Iterator[tuple[str, str | None, str | None]]:
    if a == b:
        return
    if isinstance(a, dict | None) and isinstance(b, dict | None):
        mine, yours = a or {}, b or {}
        for key in sorted({*mine, *yours}):
            yield from _parts(f"{field}.{key}", mine.get(key), yours.get(key))
    elif isinstance(a, list | None) and isinstance(b, list | None):
        gone, come = apart([*map(_json, a or ())], [*map(_json, b or ())])
        yield from ((field, value, None) for value in gone)
        yield from ((field, None, value) for value in come)
    else:
        yield field, None if a is None else _json(a), None if b is None else _json(b)
