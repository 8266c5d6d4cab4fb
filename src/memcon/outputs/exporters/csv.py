"""One row an event: `pandas.read_csv` and R's `read.csv` read it without being told anything.

Columns are those of `records.fields`, so a field added there is a column here. A value that is known to nobody is an
empty cell; several values stand in one cell, divided by `;`, and the columns `participants…` have theirs in one order.
The words of only one quote fit: those of all mentions are in `events.jsonl`.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, Final

from memcon.outputs.exporters.table import FORMULAS, Cell, Column, dictionary, joined, write_table
from memcon.outputs.folder import RunFolder
from memcon.records import Event
from memcon.records.fields import FIELDS, FieldRow

text: Final = True
options: Final = FORMULAS

_LEFT_OUT: Final = frozenset({"schema_version", "published", "source", "language", "link_ids", "merges"})
"""Fields that say nothing of an event: one is the same in each row, four are of mentions, and one tells how mentions
were put together."""
_MEANINGS: Final = {
    "id": "readable label of the event, unique in the run",
    "kind": "meeting, call or dispute",
    "status": "occurred, planned, requested, refused or cancelled",
    "variant": "form of a meeting, channel of a call, act of a dispute",
    "date_start": "first day on which it may have been, as 2024-12-31; empty where the articles do not say",
    "date_end": "last such day",
    "date_precision": "how exactly it is known: day, days, week, month, months or year",
    "earliest": "first day on which it may have been or is to be: of its date, or of an undated plan reported_first",
    "latest": "last such day: of its date, or of an undated event that is no plan reported_first",
    "place": "where, in the words of an article",
    "place_country": "the country of that place, ISO 3166-1 alpha-3",
    "place_geonames": "the number of its city at GeoNames, where one city is meant for certain",
    "place_latitude": "of that city, in degrees north",
    "place_longitude": "of that city, in degrees east",
    "countries": "all sides, ISO 3166-1 alpha-3 or UNO, EUU, NATO, ASEAN, XKX",
    "participants": "who took part, as written in an article",
    "participants_countries": "the country of each participant, in the order of participants",
    "participants_roles": "the role of each: caller, called, visitor, host, mediator, actor, target",
    "participants_types": "of each whether its country is a state or an organisation",
    "initiator": "the country that asked for the contact",
    "topics": "what it was about, in the model's words",
    "summary": "in the model's words",
    "codes_plover": "PLOVER 2.0",
    "codes_plover_mode": "its mode",
    "codes_cameo": "CAMEO; read it as text, as with dtype={'codes_cameo': str} or colClasses: it may begin with 0",
    "codes_ace": "ACE-2005",
    "links": "events that are not the same but tied to it, as 'fulfils call-2024-05-01-NOR-SWE'",
    "conflicts": "fields on which articles disagree; the cells hold the first value",
    "doubts": "fields (status, variant, role) on which the model and the rules of evidence differ",
    "mentions": "how many times articles report it: a number",
    "article_ids": "ids of the articles that report it",
    "quote": "the first quote that proves it, exact but for line breaks and control characters, which are spaces",
    "quote_article": "id of the article in which that quote stands",
    "quote_start": "offset of its first character there, in Unicode code points",
    "quote_end": "offset after its last character",
    "reported_first": "first day on which an article that reports it was published; empty where none tells its day",
    "reported_last": "last such day",
    "articles": "how many articles report it: a number",
    "sources": "how many sources published these, at least: a number",
    "languages": "in which languages, ISO 639-1",
    "confidence": "probability that the event is right, 0 to 1; empty where the endpoint tells none",
    "review": "what reviewers decided of it, as 'edit by Ana Berg'",
}


def describe() -> str:
    """Return what a row is, and what each column means."""
    return f"One row an event. Several values in a cell are divided by ';'.\n\n{dictionary(columns())}"


def write(run: RunFolder, file: IO[str], options: Mapping[str, str]) -> None:
    """Write the events of a run, in the order of `events.jsonl`."""
    write_table(file, columns(), run.events(), options)


def columns() -> list[Column[Event]]:
    """Return all columns, in the order of the table of fields."""
    rows = (row for row in FIELDS.values() if not row.part and row.name not in _LEFT_OUT)
    return [_column(row, name, of) for row in rows for name, of in _cells(row)]


def _column(row: FieldRow, name: str, of: Callable[[Any], Cell]) -> Column[Event]:
    return Column(name, _MEANINGS.get(name, row.words), lambda event: of(row.of(event)))


def _cells(row: FieldRow) -> Iterator[tuple[str, Callable[[Any], Cell]]]:
    """Yield names of columns and how their cells are made of the value of a field, by what sort of value that is."""
    name = row.name.replace(".", "_")
    yield from ((f"{name}{suffix}", of) for suffix, of in _SORTS.get(row.sort, {"": lambda value: value}).items())
    if row.sort == "proofs":
        yield "article_ids", lambda proofs: joined(dict.fromkeys(proof.article for proof in proofs))
        yield "quote", lambda proofs: proofs[0].quotes[0].text
        yield "quote_article", lambda proofs: proofs[0].article
        yield "quote_start", lambda proofs: proofs[0].quotes[0].start
        yield "quote_end", lambda proofs: proofs[0].quotes[0].end
    if row.sort == "reported":
        yield "articles", lambda told: told and told.articles
        yield "sources", lambda told: told and told.sources
        yield "languages", lambda told: told and joined(told.languages)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


_SORTS: Final[dict[str, dict[str, Callable[[Any], Cell]]]] = {
    "date": {
        "_start": lambda date: date and date.start.isoformat(),
        "_end": lambda date: date and date.end.isoformat(),
        "_precision": lambda date: date and date.precision,
    },
    "day": {"": _iso},
    "reported": {"_first": lambda told: told and _iso(told.first), "_last": lambda told: told and _iso(told.last)},
    "place": {
        "": lambda place: place and place.name,
        "_country": lambda place: place and place.country,
        "_geonames": lambda place: place and place.geonames,
        "_latitude": lambda place: place and place.latitude,
        "_longitude": lambda place: place and place.longitude,
    },
    "codes": {"": joined},
    "words": {"": joined},
    "people": {
        "": lambda people: joined(person.name for person in people),
        "_countries": lambda people: joined(person.country for person in people),
        "_roles": lambda people: joined(person.role for person in people),
        "_types": lambda people: joined(person.actor_type for person in people),
    },
    "links": {"": lambda links: joined(f"{link.type} {link.event}" for link in links)},
    "conflicts": {"": lambda conflicts: joined(conflict.field for conflict in conflicts)},
    "doubts": {"": lambda doubts: joined(dict.fromkeys(doubt.field for doubt in doubts))},
    "decisions": {"": lambda decisions: joined(f"{one.action} by {one.who}" for one in decisions)},
    "proofs": {"": len},
}
"""By the sort of a value: what is added to the name of its field for each of its columns, and what stands in it."""
