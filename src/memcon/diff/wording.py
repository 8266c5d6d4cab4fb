"""Say values as a reader would: dates, people, places, codes, spans. Knows nothing of colours, widths or markup."""

from memcon.diff.face import variant
from memcon.diff.values import Record, Value, Words
from memcon.records import (
    Conflict,
    DateEvidence,
    Decided,
    EventDate,
    EventLink,
    Evidence,
    Merge,
    Participant,
    Place,
    Proof,
    Quote,
    Review,
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
        case Merge():
            return f"{value.left} + {value.right}: {value.reason}"
        case Review():
            return "; ".join(map(say, value.decisions))
        case Decided():
            note = f": {value.note}" if value.note else ""
            return f"{value.action} by {value.who} on {value.when:%Y-%m-%d}{note}"
        case Proof():
            return value.article
        case Quote() | Evidence() | DateEvidence():
            return value.text
        case float():
            return f"{value:.2f}"
        case _:
            return str(value)


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


def people(record: Record, most: int = 3) -> str:
    """Return the names of those who took part, the first few."""
    names = [p.name for p in record.participants]
    more = f" +{len(names) - most}" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def nature(record: Record) -> str:
    """Return what a title must say beyond the id: a dispute's act, a status other than occurred."""
    parts = []
    if record.kind == "dispute":
        parts.append(variant(record).replace("_", " "))
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
