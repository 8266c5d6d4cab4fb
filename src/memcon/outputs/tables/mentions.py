"""One row an event and mention: the quotes that prove it, and the spans from which date, place and names were read.

Offsets are in Unicode code points of the text of the article, the end after the last character.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from memcon.outputs.tables import events, words
from memcon.outputs.tables.column import Cell, Column, Plain, Table, within
from memcon.outputs.tables.reading import Reading


class Told(NamedTuple):
    """A row: an event, what one mention contributes to it, and which in order, from 1."""

    event: Plain
    proof: Plain
    at: int


def subjects(reading: Reading, _: Mapping[str, str]) -> Iterator[Told]:
    """Yield the mentions of each event, in the order of `events.jsonl`."""
    for event in reading.events():
        for at, proof in enumerate(event["mentions"], 1):
            yield Told(event, proof, at)


def _own(name: str) -> Callable[[Told], Cell]:
    return lambda row: row.proof[name]


def _of(span: str, part: str) -> Callable[[Told], Cell]:
    def of(row: Told) -> Cell:
        found = row.proof[span]
        value: Cell = found[part] if found else None
        return value

    return of


def _each(spans: str, part: str) -> Callable[[Told], list[Any]]:
    return lambda row: [one[part] for one in row.proof[spans]]


def _span(name: str, what: str) -> tuple[Column[Told], ...]:
    """Return the columns of the words from which one fact was read."""
    return (
        Column(
            f"{name}_words", "text", f"words that tell the {what}", _of(name, "text"),
            "empty where the article tells none", free=True,
        ),
        Column(f"{name}_words_start", "integer", "offset of their first character", _of(name, "start")),
        Column(f"{name}_words_end", "integer", "offset after their last character", _of(name, "end")),
    )  # fmt: skip


def _spans(name: str, what: str) -> tuple[Column[Told], ...]:
    """Return the columns of several spans, in one order."""
    return (
        Column(
            name, "texts", f"{what}, in the order of the article", _each(name, "text"), free=True,
            required=name == "quotes",
        ),
        Column(f"{name}_starts", "integers", "offset of the first character of each", _each(name, "start")),
        Column(f"{name}_ends", "integers", "offset after the last character of each", _each(name, "end")),
    )  # fmt: skip


COLUMNS: Final[tuple[Column[Told], ...]] = (
    within(events.EVENT, lambda row: row.event),
    Column[Told](
        "mention", "text", "id of the mention", _own("mention"), "as in the file of mentions", required=True, free=True
    ),
    Column[Told]("position", "integer", "which mention of the event, from 1", lambda row: row.at, required=True),
    Column[Told](
        "article", "text", "id of the article", _own("article"), "its row in the table articles", required=True,
        free=True,
    ),
    *_spans("quotes", "quotes that prove the event"),
    Column[Told](
        "quotes_matches", "texts", "how the model's quotes were found", _each("quotes", "match"), "", words.MATCHES
    ),
    *_span("date", "date"),
    Column[Told]("date_basis", "text", "how these words became the date", _of("date", "basis"), free=True),
    *_span("place", "place"),
    *_spans("names", "names of participants"),
    Column[Told]("model", "text", "model that was asked", _own("model"), required=True),
    Column[Told]("prompt", "text", "name and version of the prompt", _own("prompt"), required=True),
    *(within(column, lambda row: row.event) for column in events.WHAT),
)  # fmt: skip
TABLE: Final = Table(
    "mentions", "One row an event and mention of it in an article.", COLUMNS, ("event", "mention"), subjects,
    "Offsets are in Unicode code points of the article's text, the end after the last character.",
)  # fmt: skip
