"""The values of an event in words that people read and write in a tool's form, and back. Pure.

`written` gives each field its words; `read_value` makes of words the value that an edit of a review has
(`memcon.records.edits`), in JSON. Several values stand in one line, divided by `;`, the parts of a participant by `|`:
`Anna Berg | foreign minister | NOR | caller`. A `;`, `|` or backslash of a value has a backslash before it.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, get_args

from memcon.records import Event, EventDate, Participant, Place, Precision
from memcon.records.fields import editable
from memcon.records.vocabulary import Role

_CODE: Final = re.compile(r"[A-Z]{3,5}\Z")
_PRECISIONS: Final[tuple[str, ...]] = get_args(Precision)
_ROLES: Final[tuple[str, ...]] = get_args(Role)


def written(event: Event) -> dict[str, str]:
    """Return what is told of an event in words, but for those who took part; empty values are left out."""
    told = ((row, row.of(event)) for row in editable() if row.name != "kind" and row.sort != "people")
    return {row.name: words for row, value in told if value and (words := _WRITTEN.get(row.sort, str)(value))}


def date_words(date: EventDate) -> str:
    """Return a date: `2024-04-29`, `2024-04` for the month, `2024` for the year, else `2024-04-29/2024-05-02 days`."""
    first, last = date.start, date.end
    if date.precision == "day" and first == last:
        return first.isoformat()
    if date.precision == "month" and (first, last) == _month(first.year, first.month):
        return first.isoformat()[:7]
    if date.precision == "year" and (first, last) == (dt.date(first.year, 1, 1), dt.date(first.year, 12, 31)):
        return first.isoformat()[:4]
    return f"{first}/{last} {date.precision}"


def place_words(place: Place) -> str:
    """Return a place with its country, where one is known: `Geneva (CHE)`."""
    return f"{place.name} ({place.country})" if place.country else place.name


def people_words(people: Iterable[Participant]) -> str:
    """Return those who took part."""
    return "; ".join(map(_person_words, people))


def participant_words(values: Mapping[str, str], role: str, words: str) -> str:
    """Return a participant whose name is marked: by the values of the span, his role, and the words there."""
    name, title, country = values.get("name", words), values.get("title", ""), values.get("country", "")
    return _parted(name, title, country, "" if role == "participant" else role)


def _person_words(one: Participant) -> str:
    return _parted(one.name, one.title or "", one.country or "", one.role or "")


def _parted(*values: str) -> str:
    parts = [escaped(part) for part in values]
    while not parts[-1]:
        parts.pop()
    return " | ".join(parts)


def escaped(value: str) -> str:
    """Return a value with a backslash before each sign that divides values."""
    return re.sub(r"[\\;|]", r"\\\g<0>", value)


def joined(values: Iterable[str]) -> str:
    """Return several values in one line."""
    return "; ".join(map(escaped, values))


def split(words: str, divider: str) -> list[str]:
    """Return the values of one line, still with their backslashes, those that are empty too."""
    parts, begun, at = [], 0, 0
    while at < len(words):
        if words[at] == "\\":
            at += 1
        elif words[at] == divider:
            parts.append(words[begun:at].strip())
            begun = at + 1
        at += 1
    return [*parts, words[begun:].strip()]


def plain(value: str) -> str:
    """Return a value without its backslashes."""
    return re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL).strip()


def read_value(sort: str, words: str) -> Any:  # noqa: ANN401  as the field's
    """Return the value of a field of this sort that `words` tell, in the JSON of an edit; empty words tell of none.

    Raises ValueError, in words, where they tell none.
    """
    reader = _READ.get(sort)
    return reader(words.strip()) if reader else words.strip()


def _date(words: str) -> dict[str, str] | None:
    """Return a date of the forms of `date_words`; of several days without a precision it is `days`."""
    if not words:
        return None
    span, _, precision = words.partition(" ")
    precision = precision.strip()
    first, slash, last = span.partition("/")
    if span.count("/") > 1:
        _days(span)
    start, end, known = _days(first)
    if slash:
        end, known = _days(last)[1], "days"
    if precision and precision not in _PRECISIONS:
        raise ValueError(f"{precision!r} is no precision: {', '.join(_PRECISIONS)}")
    if end < start:
        raise ValueError(f"the date {words!r} ends before it starts")
    return {"start": start.isoformat(), "end": end.isoformat(), "precision": precision or known}


def _days(words: str) -> tuple[dt.date, dt.date, Precision]:
    """Return the first and last day of a day, a month or a year."""
    try:
        if re.fullmatch(r"[0-9]{4}", words):
            return dt.date(int(words), 1, 1), dt.date(int(words), 12, 31), "year"
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}", words):
            return *_month(int(words[:4]), int(words[5:])), "month"
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
            return (day := dt.date.fromisoformat(words)), day, "day"
    except ValueError:
        pass
    raise ValueError(f"{words[:40]!r} is no date: write 2024-04-29, 2024-04, 2024 or 2024-04-29/2024-05-02")


def _month(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _place(words: str) -> dict[str, str | None] | None:
    if not words:
        return None
    name, bracket, rest = words.rpartition("(")
    code = rest.removesuffix(")").strip()
    if bracket and rest.endswith(")") and _CODE.match(code) and name.strip():
        return {"name": name.strip(), "country": code}
    return {"name": words, "country": None}


def _codes(words: str) -> list[str]:
    """Return codes or names of countries, divided by commas; codes alone may be divided by spaces."""
    parts = [part.strip() for part in re.split(r"[,;]", words)]
    if len(parts) == 1 and all(map(_CODE.match, words.split())):
        parts = words.split()
    return [part for part in parts if part]


def _person(words: str) -> dict[str, str | None]:
    parts = [plain(part) for part in split(words, "|")]
    if len(parts) > 4:
        raise ValueError(f"{words[:60]!r}: a participant is NAME | TITLE | COUNTRY | ROLE")
    name, title, country, role = (*parts, "", "", "")[:4]
    if role and role not in _ROLES:
        raise ValueError(f"{role!r} is no role: {', '.join(_ROLES)}")
    return {"name": name, "title": title or None, "country": country or None, "role": role or None}


def _people(words: str) -> list[dict[str, str | None]]:
    return [_person(each) for each in split(words, ";") if each]


def _topics(words: str) -> list[str]:
    return [plain(each) for each in split(words, ";") if each]


_WRITTEN: Final[Mapping[str, Callable[[Any], str]]] = {
    "date": date_words, "place": place_words, "codes": ", ".join, "words": joined,
}  # fmt: skip
_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "date": _date, "place": _place, "codes": _codes, "people": _people, "words": _topics,
    "code": lambda words: words or None,
}  # fmt: skip
"""By the sort of a field (`records.fields`)."""
