"""What an annotation says of each field of its event, as an edit of a review has it; pure."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from memcon.pages.annotation.model import STATUSES, VARIANTS, Annotation, Document, Span
from memcon.pages.annotation.values import read_value
from memcon.records.fields import FieldRow, editable
from memcon.resolve.countries import resolve_country

_UNTOLD: Final = {"meeting": "unspecified", "call": "unspecified"}
"""The variant of an event of which no word says one; of a dispute somebody must say what was done."""


class SaysNothing(ValueError):
    """An annotation of which no event can be made; the text says what to do."""


def told(one: Annotation, document: Document, spans: Mapping[str, Span]) -> dict[str, Any]:
    """Return the value of each field that an annotation tells of, in JSON; raises SaysNothing."""
    found: dict[str, Any] = {"kind": one.kind, "status": one.values.get("status", "occurred")}
    if found["status"] not in STATUSES:
        raise SaysNothing(f"{found['status'][:40]!r} is no status: {', '.join(STATUSES)}")
    found["variant"] = one.values.get("variant", _UNTOLD.get(one.kind, ""))
    if found["variant"] not in VARIANTS[one.kind]:
        raise SaysNothing(f"{found['variant'][:40]!r} is no word for a {one.kind}: {', '.join(VARIANTS[one.kind])}")
    for row in editable():
        try:
            if row.name not in found and row.sort != "people":
                found[row.name] = read_value(row.sort, one.values.get(row.name, ""))
        except ValueError as error:
            raise SaysNothing(f"{row.name}: {error}") from None
    found["participants"] = _participants(one, document, spans)
    if found["place"] is None and (place := _words(one, "place", document, spans)):
        found["place"] = {"name": place, "country": None}
    return found


def _participants(one: Annotation, document: Document, spans: Mapping[str, Span]) -> list[dict[str, str | None]]:
    found = []
    for argument in one.arguments:
        span = spans.get(argument.span)
        if span is not None and span.label == "participant":
            words = document.text[span.start : span.end]
            country = span.values.get("country") or (resolve_country(words) if len(words) <= 200 else None)
            role = None if argument.role == "participant" else argument.role
            name = span.values.get("name", words)
            found.append({"name": name, "title": span.values.get("title"), "country": country, "role": role})
    try:
        return found + list(read_value("people", one.values.get("others", "")))
    except ValueError as error:
        raise SaysNothing(f"others: {error}") from None


def _words(one: Annotation, label: str, document: Document, spans: Mapping[str, Span]) -> str:
    """Return the words that are marked as something of an event."""
    marked = (spans[each.span] for each in one.arguments if each.role == label and each.span in spans)
    return next((document.text[span.start : span.end].strip() for span in marked), "")


def edits(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what `after` says otherwise than `before`, as edits; the order of what has none means nothing."""
    found = []
    for row in editable():
        old, new = before[row.name], after[row.name]
        if _differ(row, old, new):
            kept = [one for one in old if one in new] if row.many else []
            value = kept + [one for one in new if one not in kept] if row.many else new
            found.append({"field": row.name, "value": value})
    return found


def _differ(row: FieldRow, old: Any, new: Any) -> bool:  # noqa: ANN401  as the field's
    return Counter(map(_key, old)) != Counter(map(_key, new)) if row.many else bool(old != new)


def _key(value: object) -> object:
    return tuple(sorted((key, str(part)) for key, part in value.items())) if isinstance(value, dict) else str(value)
