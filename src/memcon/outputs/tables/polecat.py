"""One row an event, in the 40 columns of POLECAT, as the PLOVER manual codes it.

Source: PLOVER manual, draft 2.0 of 2024-02-04, and the columns of POLECAT's files. What memcon does not know stays
empty: no actor is looked up in Wikipedia, and no story is searched for other people, organisations and places.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any, Final

from memcon.outputs.tables import codes, field
from memcon.outputs.tables.column import Cell, Column, Plain, Table
from memcon.outputs.tables.events import placed, subtype
from memcon.outputs.tables.reading import Reading
from memcon.outputs.tables.scales import QUADS, plover_scale
from memcon.outputs.tables.sides import Side, acting
from memcon.records.kinds import KINDS

NONE: Final = "None"
"""What POLECAT writes where there is no country, number, name or sector."""
_DIPLOMATIC: Final = frozenset({"protest", "summon", "cut_ties"})
_MILITARY: Final = frozenset({"show_force"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row: an event, its sides, and who published the articles that tell it."""

    event: Plain
    actors: Side
    recipients: Side
    sources: tuple[str, ...]


def sides(event: Plain) -> tuple[Side, Side]:
    """Return actors and recipients by the manual: of a contact without a host all sides are actors.

    A visitor is the actor and the host the recipient; who asks is the actor of a request, and the recipient where it
    is refused. A dispute of which no role is told has all sides as actors too.
    """
    everyone: Side = tuple(event["countries"])
    if KINDS[event["kind"]].family == "dispute":
        return acting(event) or (everyone, ())
    initiator = event["initiator"]
    if event["status"] in {"requested", "refused"} and initiator in everyone:
        asked = tuple(code for code in everyone if code != initiator)
        return ((initiator,), asked) if event["status"] == "requested" else (asked, (initiator,))
    visitors, hosts = field.with_role(event, "visitor"), field.with_role(event, "host")
    if subtype(event) == "visit" and (visitors or hosts):
        known = {*visitors, *hosts}
        rest = tuple(code for code in everyone if code not in known)
        if (visitors or rest) and (hosts or rest):
            return visitors or rest, hosts or rest
    return everyone, ()


def publishers(reading: Reading) -> Callable[[Plain], tuple[str, ...]]:
    """Return what tells of an event who published the articles that report it, in the order of its mentions."""
    told = {mention["article"]: mention["source"] for mention in reading.mentions() if mention.get("source")}

    def of(event: Plain) -> tuple[str, ...]:
        found = dict.fromkeys(told.get(proof["article"]) for proof in event["mentions"])
        return tuple(filter(None, found))

    return of


def subjects(reading: Reading, _: Mapping[str, str]) -> Iterator[Row]:
    """Yield a row for each event; tells how many have no day, or one that is not their own."""
    published = publishers(reading)
    undated, reported = 0, 0
    for event in reading.events():
        by = placed(event)[1]
        undated += by is None
        reported += by == "reported"
        yield Row(event, *sides(event), published(event))
    if reported:
        reading.notes.append(f"Event Date of {reported} undated events is that of their first report")
    if undated:
        reading.notes.append(f"Event Date of {undated} events is empty: no day is known")


def _joined(values: list[str | None]) -> str | None:
    return ";".join(dict.fromkeys((value or NONE).replace(";", ",") for value in values)) or None


def _countries(of: Callable[[Row], Side]) -> Callable[[Row], str]:
    return lambda row: _joined([field.plover_country(code) for code in of(row)]) or NONE


def _cow(of: Callable[[Row], Side]) -> Callable[[Row], str]:
    def numbers(row: Row) -> str:
        span = codes.days(row.event)
        known = dict.fromkeys(field.plover_country(code) for code in of(row))
        found = [codes.numbers(code, span).cow for code in known]
        return ";".join(NONE if number is None else str(number) for number in found) or NONE

    return numbers


def _people(of: Callable[[Row], Side], part: str) -> Callable[[Row], list[str | None]]:
    return lambda row: [one[part] for one in field.of_country(row.event, of(row))]


def _sectors(of: Callable[[Row], Side]) -> Callable[[Row], list[str]]:
    def found(row: Row) -> list[str]:
        told = [field.sector(one) for one in field.of_country(row.event, of(row))]
        return list(dict.fromkeys(one.plover for one in told if one))

    return found


@cache
def _version() -> str:
    return f"memcon {metadata.version('memcon')}"


def _scale(event: Plain) -> Any:  # noqa: ANN401  a Scale or None
    return plover_scale(event["codes"]["plover"], event["codes"]["plover_mode"])


def _context(event: Plain) -> str | None:
    if KINDS[event["kind"]].family == "contact" or event["act"] in _DIPLOMATIC:
        return "diplomatic"
    return "military" if event["act"] in _MILITARY else None


def _column(heading: str, label: str, of: Callable[[Row], Cell], description: str = "", **more: Any) -> Column[Row]:  # noqa: ANN401
    type_ = more.pop("type", "text")
    name = heading.lower().replace(" ", "_")
    return Column(name, type_, label, of, description, heading=heading, **more)


def _place(part: str) -> Callable[[Row], Cell]:
    return lambda row: (row.event["place"] or {}).get(part)


def _side(side: str, of: Callable[[Row], Side]) -> tuple[Column[Row], ...]:
    """Return the columns of one side, in the order of POLECAT's."""
    who = side.lower()
    names, titles, sectors = _people(of, "name"), _people(of, "title"), _sectors(of)
    of_state = "of the state, or of one who acts for it"
    return (
        _column(
            f"{side} Name", f"who: the {who}s", lambda row: _joined(names(row)) or NONE,
            "names as written in an article, divided by semicolons; no actor is looked up in Wikipedia", free=True,
        ),
        _column(
            f"{side} Country", f"countries of the {who}s, divided by semicolons", _countries(of),
            "ISO 3166-1 alpha-3, KOS, UNO, EUR, IGO; dependencies stand under their state; None where there is none",
            required=True,
        ),
        _column(
            f"{side} COW", "their numbers of Correlates of War, divided by semicolons", _cow(of),
            "on the days of the event, in the order of the countries; None where a country has none", required=True,
        ),
        _column(
            f"Primary {side} Sector", f"sector of the first {who}", lambda row: next(iter(sectors(row)), NONE),
            f"by the office or rank beside the name; GOV {of_state}; None where nobody is named",
        ),
        _column(
            f"{side} Sectors", f"other sectors of the {who}s", lambda row: _joined([*sectors(row)[1:]]),
            "divided by semicolons",
        ),
        _column(
            f"{side} Title", f"titles of the {who}s", lambda row: _joined([title for title in titles(row) if title]),
            "as written in an article, divided by semicolons", free=True,
        ),
        _column(f"{side} Name Raw", "their names as written", lambda row: _joined(names(row)) or NONE, free=True),
        _column(f"Wikipedia {side} ID", f"page of the {who} in Wikipedia", lambda _: None, "always empty"),
    )  # fmt: skip


COLUMNS: Final[tuple[Column[Row], ...]] = (
    _column("Event ID", "id of the event", lambda row: row.event["id"], "as in the table events", required=True),
    _column(
        "Event Date", "day of the event", lambda row: placed(row.event)[0],
        "first day of its date, or of an undated event that of its first report: placed_by of the table events tells",
        type="day",
    ),
    _column("Event Type", "event type of PLOVER 2.0", lambda row: row.event["codes"]["plover"]),
    _column("Event Mode", "mode of PLOVER 2.0", lambda row: row.event["codes"]["plover_mode"]),
    _column(
        "Intensity", "score of type and mode", lambda row: (found := _scale(row.event)) and found.score,
        "-10 to 10, table of the PLOVER manual", type="number",
    ),
    _column(
        "Quad Code", "quad class of the type", lambda row: (found := _scale(row.event)) and QUADS[found.quad],
        "SANCTION is MATERIAL CONFLICT, as its section of the manual has it",
    ),
    _column(
        "Contexts", "contexts of PLOVER 2.0", lambda row: _context(row.event),
        "only what kind and act imply: diplomatic, military; memcon classifies no story",
    ),
    *_side("Actor", lambda row: row.actors),
    *_side("Recipient", lambda row: row.recipients),
    _column(
        "Placename", "where: the city, or the words of an article",
        lambda row: field.where(row.event).city or _place("name")(row), free=True,
    ),
    _column("City", "city, by GeoNames", lambda row: field.where(row.event).city),
    _column("District", "district", lambda _: None, "always empty"),
    _column("Province", "first division of the state, by GeoNames", lambda row: field.where(row.event).province),
    _column(
        "Country", "country of the place",
        lambda row: field.plover_country(code) if (code := _place("country")(row)) else NONE, "None where none is told",
    ),
    _column("Latitude", "degrees north (WGS 84)", _place("latitude"), type="number"),
    _column("Longitude", "degrees east (WGS 84)", _place("longitude"), type="number"),
    _column("GeoNames ID", "number of the city at GeoNames", _place("geonames"), type="integer"),
    _column("Raw Placename", "where, in the words of an article", _place("name"), free=True),
    _column("Feature Type", "feature type of GeoNames", lambda _: None, "always empty"),
    _column("Source", "who published it, divided by semicolons", lambda row: _joined([*row.sources]), free=True),
    _column(
        "Publication Date", "first day of an article that tells it",
        lambda row: (told := row.event["reported"]) and told["first"], type="day",
    ),
    _column("Story People", "people of the story", lambda _: None, "always empty"),
    _column("Story Organizations", "organisations of the story", lambda _: None, "always empty"),
    _column("Story Locations", "places of the story", lambda _: None, "always empty"),
    _column(
        "Language", "languages of the articles, ISO 639-1, divided by semicolons",
        lambda row: (told := row.event["reported"]) and _joined([*told["languages"]]),
    ),
    _column("Version", "what made the row", lambda _: _version(), required=True),
)  # fmt: skip
TABLE: Final = Table(
    "polecat", "One row an event, in the columns of POLECAT.", COLUMNS, ("event_id",), subjects,
    """\
By the PLOVER manual all sides of a contact are actors, and there is no recipient, but for a visit, whose visitor is the
actor and whose host the recipient. So a loader that takes pairs of actor and recipient finds no call and few
meetings: take pairs of actors for CONSULT, or the table dyads. Planned contacts are AGREE, cancelled ones REJECT.
Kosovo is KOS.""",
)  # fmt: skip
