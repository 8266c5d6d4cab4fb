"""Say values as a reader would: dates, people, places, codes, spans. Knows nothing of colours, widths or markup."""

import dataclasses
from typing import Final

import pydantic_core

from memcon.events.matching.values import Value, Words
from memcon.records import (
    Conflict,
    DateEvidence,
    Decided,
    Doubt,
    EventDate,
    EventLink,
    Evidence,
    Merge,
    Participant,
    Place,
    Proof,
    Quote,
    Record,
    Reported,
    Review,
    is_contact,
    variant_of,
)


def say(value: Value | Review) -> str:  # noqa: PLR0911, PLR0912  one line a type
    """Return a value in a few words."""
    match value:
        case None:
            return "none"
        case EventDate():
            return say_date(value)
        case Place():
            return f"{value.name} ({value.country})" if value.country else value.name
        case Participant():
            more = [part for part in (value.country, value.title, value.role) if part]
            return f"{value.name} ({', '.join(more)})" if more else value.name
        case EventLink():
            return f"{value.type.replace('_', ' ')} {value.event}"
        case Conflict():
            return f"{value.field}: {' or '.join(value.values)}"
        case Doubt():
            return say_doubt(value)
        case Merge():
            return f"{value.left} + {value.right}: {value.reason}"
        case Review():
            return "; ".join(map(say, value.decisions))
        case Decided():
            since = "".join(f"; since then: {words}" for words in value.changed)
            note = f": {value.note}" if value.note else ""
            return f"{value.action} by {value.who} on {value.when:%Y-%m-%d}{note}{since}"
        case Proof():
            return value.article
        case Reported():
            return say_reported(value)
        case Quote() | Evidence() | DateEvidence():
            return value.text
        case float():
            return f"{value:.2f}"
        case _ if dataclasses.is_dataclass(value):
            return _json(value)
        case _:
            return str(value)


NAMED: Final = 60
"""Characters of a name in a title: what is longer is a sentence that was taken for one."""


def _json(value: object) -> str:
    return pydantic_core.to_json(value).decode("utf-8")


def say_json(text: str | None) -> str:
    """Return a value that is given as JSON: of a string what it says, of an object its parts that hold anything."""
    value = None if text is None else pydantic_core.from_json(text)
    if isinstance(value, dict):
        parts = {key: part if isinstance(part, str) else _json(part) for key, part in value.items()}
        return ", ".join(f"{key} {part}" for key, part in parts.items() if part not in {"", "null", "[]", "{}"})
    return "none" if value is None else value if isinstance(value, str) else str(text)


def say_date(date: EventDate) -> str:
    """Return a date as exactly as it is known: `2023-12-21`, `2023-12`, `2023`, `2023-12-18…2023-12-24 (week)`."""
    start, end = date.start.isoformat(), date.end.isoformat()
    if date.precision == "day" and start == end:
        return start
    if date.precision == "month" and start[:7] == end[:7]:
        return start[:7]
    if date.precision == "year" and start[:4] == end[:4]:
        return start[:4]
    return f"{start}…{end} ({date.precision})"


def say_doubt(doubt: Doubt) -> str:
    """Return both words on a field, that of the record first: `status planned by a rule (r), occurred by the model`."""
    witnesses = [f"{doubt.told} by a rule ({doubt.rule})", f"{doubt.said} by the model"]
    return f"{doubt.field} {', '.join(witnesses if doubt.holds == 'code' else reversed(witnesses))}"


def say_reported(told: Reported) -> str:
    """Return who told and when: `2023-12-21…2023-12-23, 3 articles of 2 sources (en, id)`."""
    days = "…".join(dict.fromkeys(day.isoformat() for day in (told.first, told.last) if day))
    count = f"{told.articles} article{'s' * (told.articles > 1)} of {told.sources} source{'s' * (told.sources > 1)}"
    languages = f" ({', '.join(told.languages)})" if told.languages else ""
    return f"{days or 'on days unknown'}, {count}{languages}"


def people(record: Record, most: int = 3) -> str:
    """Return the names of those who took part, the first few."""
    names = [trimmed(p.name, NAMED) for p in record.participants[:most]]
    more = f" +{len(record.participants) - most}" if len(record.participants) > most else ""
    return ", ".join(names) + more


def nature(record: Record) -> str:
    """Return what a title must say beyond the id: a dispute's act, a status other than occurred."""
    parts = []
    if not is_contact(record.kind):
        parts.append(variant_of(record).replace("_", " "))
    if record.status != "occurred":
        parts.append(record.status)
    return ", ".join(parts)


def where(words: Words) -> str:
    """Return the place of words: article and offsets."""
    return f"{words.article}:{words.start}–{words.end}"


def trimmed(text: str, most: int | None) -> str:
    """Return `text` cut to `most` characters, in the middle, so that its beginning and end can be recognised."""
    if most is None or len(text) <= most:
        return text
    head = most * 2 // 3
    return f"{text[:head].rstrip()} … {text[len(text) - (most - head - 3) :].lstrip()}"
