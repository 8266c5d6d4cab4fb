"""Short hand for mentions, as the tests of merging write them."""

import datetime as dt
import itertools
from typing import cast

from memcon.records import (
    Act,
    Channel,
    DateEvidence,
    EventDate,
    Evidence,
    Form,
    Kind,
    Mention,
    Participant,
    Place,
    Quote,
    Role,
    Status,
)  # fmt: skip

_NUMBERS = itertools.count(1)


def days(words: str) -> EventDate:
    """`2023-12-21`, `2023-12` (month), `2023` (year), `2023-12-18/2023-12-24` (week when seven days, else days)."""
    if "/" in words:
        start, end = (dt.date.fromisoformat(day) for day in words.split("/"))
        return EventDate(start=start, end=end, precision="week" if (end - start).days == 6 else "days")
    if len(words) == 10:
        day = dt.date.fromisoformat(words)
        return EventDate(start=day, end=day, precision="day")
    if len(words) == 7:
        start = dt.date.fromisoformat(words + "-01")
        end = (start + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        return EventDate(start=start, end=end, precision="month")
    return EventDate(start=dt.date(int(words), 1, 1), end=dt.date(int(words), 12, 31), precision="year")


def person(words: str) -> Participant:
    """`Mark Milley/USA`, `Rusia/RUS/actor`, `Blinken` (country unknown)."""
    name, country, role = (*words.split("/"), "", "")[:3]
    return Participant(name=name, title=None, country=country or None, role=cast("Role", role) if role else None)


def told(
    article: str,
    kind: Kind = "call",
    day: str | None = None,
    people: str = "",
    countries: str | None = None,
    *,
    published: str | None = None,
    status: Status = "occurred",
    variant: Channel | Form | Act | None = None,
    quote: str = "",
    at: int | None = None,
    place: str | None = None,
    confidence: float | None = None,
    initiator: str | None = None,
    topics: tuple[str, ...] = (),
    summary: str = "",
    source: str | None = None,
    language: str | None = None,
) -> Mention:
    """One mention; without words of its own each quote is like no other, a thousand characters from the last."""
    number = next(_NUMBERS)
    text = quote or f"kalimat{number}a kalimat{number}b kalimat{number}c"
    start = number * 1000 if at is None else at
    parties = tuple(person(words.strip()) for words in people.split(",") if words.strip())
    sides = sorted({p.country for p in parties if p.country}) if countries is None else countries.split()
    date = days(day) if day else None
    name, _, country = (place or "").partition("/")
    return Mention(
        id=f"{article}#{kind}-{start}-{start + len(text)}",
        article=article,
        published=dt.date.fromisoformat(published) if published else None,
        source=source,
        language=language,
        kind=kind,
        status=status,
        variant=variant or ("criticise" if kind == "dispute" else "unspecified"),
        date=date,
        place=Place(name=name, country=country or None) if place else None,
        countries=tuple(sides),
        participants=parties,
        initiator=initiator,
        topics=topics,
        summary=summary,
        confidence=confidence,
        quotes=(Quote(text=text, start=start, end=start + len(text), match="exact"),),
        date_evidence=DateEvidence(text=day, start=start, end=start + 1, basis="stated") if day else None,
        place_evidence=Evidence(text=name, start=start, end=start + 1) if place else None,
        names=(),
        model="m",
        prompt="p@0",
    )
