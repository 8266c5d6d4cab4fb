"""One row an event and who took part in it."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from memcon.outputs.tables import codes, events, words
from memcon.outputs.tables.column import Column, Plain, Table, within
from memcon.outputs.tables.reading import Reading


class Part(NamedTuple):
    """A row: an event, one of its participants, and which in order, from 1."""

    event: Plain
    person: Plain
    at: int


def subjects(reading: Reading, _: Mapping[str, str]) -> Iterator[Part]:
    """Yield the participants of each event, in the order of `events.jsonl`; tells how many events have none."""
    none = 0
    for event in reading.events():
        none += not event["participants"]
        for at, person in enumerate(event["participants"], 1):
            yield Part(event, person, at)
    if none:
        reading.notes.append(f"{none} events name no participant, and have no row")


COLUMNS: Final[tuple[Column[Part], ...]] = (
    within(events.EVENT, lambda row: row.event),
    Column[Part]("participant", "integer", "which participant of the event, from 1", lambda row: row.at, required=True),
    Column[Part](
        "name", "text", "who, as written in an article", lambda row: row.person["name"],
        "a person, an office, a state or an organisation", required=True, free=True,
    ),
    Column[Part](
        "title", "text", "title or office beside the name", lambda row: row.person["title"], "empty where none stands",
        free=True,
    ),
    Column[Part](
        "country", "text", "for which country", lambda row: row.person["country"],
        "ISO 3166-1 alpha-3, or UNO, EUU, NATO, ASEAN, XKX; empty where it is not known",
    ),
    Column[Part](
        "role", "text", "part in the event", lambda row: row.person["role"], "empty where no words give one",
        words.ROLES,
    ),
    Column[Part](
        "actor_type", "text", "state or organisation", lambda row: row.person.get("actor_type"),
        "empty where the country is not known", words.ACTOR_TYPES,
    ),
    *codes.of_one(lambda row: row.person["country"], lambda row: row.event),
    *(within(column, lambda row: row.event) for column in (*events.WHAT, *events.WHEN)),
)  # fmt: skip
TABLE: Final = Table("participants", "One row an event and participant.", COLUMNS, ("event", "participant"), subjects)
