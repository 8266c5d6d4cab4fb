"""One row an event and directed pair of countries, in the 20 columns of ICEWS, coded by CAMEO.

Source: the files of ICEWS of 2018 (andybega/icews) and the usage notes of CAMEO in `data/codes.csv`. Dates are as in
all its files but that of 2017. What memcon does not know stays empty.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations, product
from typing import Any, Final

from memcon.outputs.tables import field
from memcon.outputs.tables.column import Cell, Column, Plain, Table
from memcon.outputs.tables.events import placed, subtype
from memcon.outputs.tables.polecat import publishers, sides
from memcon.outputs.tables.reading import Reading
from memcon.outputs.tables.scales import cameo_scale

_CONSULT: Final = "040"
_VISITS: Final = "042"
_HOSTS: Final = "043"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: an event, one pair of its countries in one direction, its code in that, and who published it."""

    event: Plain
    source: str
    target: str
    cameo: str | None
    at: int
    """Which row of the event, from 1."""
    publisher: str | None


def pairs(event: Plain) -> list[tuple[str, str, str | None]]:
    """Return source, target and code of each row: what has no direction stands in both, as in ICEWS.

    A visitor makes a visit (042) and the host hosts it (043); a mediator mediates (045) with each, and these consult
    (040); a visit or mediation of which no role is told is a consultation.
    """
    code = event["codes"]["cameo"]
    countries = sorted({*event["countries"]})
    form = subtype(event) if event["status"] == "occurred" else ""
    acting, acted = sides(event)
    if form == "visit" and acted:
        visits = [(a, b) for a, b in product(acting, acted) if a != b]
        return sorted([*((a, b, _VISITS) for a, b in visits), *((b, a, _HOSTS) for a, b in visits)])
    if form == "mediation" and (mediators := field.with_role(event, "mediator")):
        return [
            (a, b, code if a in mediators else _CONSULT) for a, b in permutations(countries, 2) if b not in mediators
        ]
    if form in {"visit", "mediation"}:
        code = _CONSULT
    if acted:
        return [(a, b, code) for a, b in product(acting, acted) if a != b]
    return [(a, b, code) for a, b in permutations(countries, 2)]


def subjects(reading: Reading, _: Mapping[str, str]) -> Iterator[Row]:
    """Yield the rows of each event; tells how many events have none, and how many a day that is not their own."""
    published = publishers(reading)
    none, reported, undated = 0, 0, 0
    for event in reading.events():
        found = pairs(event)
        none += not found
        by = placed(event)[1]
        reported += bool(found and by == "reported")
        undated += bool(found and by is None)
        source = published(event)
        for at, (first, second, code) in enumerate(found, 1):
            yield Row(event, first, second, code, at, source[0] if source else None)
    if none:
        reading.notes.append(f"{none} events have fewer than two countries, and no row")
    if reported:
        reading.notes.append(f"Event Date of {reported} undated events is that of their first report")
    if undated:
        reading.notes.append(f"Event Date of {undated} events is empty: no day is known")


def _column(heading: str, label: str, of: Callable[[Row], Cell], description: str = "", **more: Any) -> Column[Row]:  # noqa: ANN401
    type_ = more.pop("type", "text")
    return Column(heading.lower().replace(" ", "_"), type_, label, of, description, heading=heading, **more)


def _name(row: Row, code: str) -> str:
    named = next((one["name"] for one in field.of_country(row.event, [code])), None)
    return named or field.icews_country(code) or code


def _sectors(row: Row, code: str) -> str | None:
    found = [field.sector(one) for one in field.of_country(row.event, [code])]
    return ",".join(dict.fromkeys(one.icews for one in found if one)) or None


def _side(side: str, code: Callable[[Row], str]) -> tuple[Column[Row], ...]:
    return (
        _column(
            f"{side} Name", f"who: the {side.lower()}", lambda row: _name(row, code(row)),
            "the first participant of that country, as written in an article, or else the country", free=True,
            required=True,
        ),
        _column(
            f"{side} Sectors", "sectors of those who act for it, divided by commas",
            lambda row: _sectors(row, code(row)),
            "by the office or rank beside the name, else Government; empty where nobody is named",
        ),
        _column(
            f"{side} Country", "country, by the name that ICEWS has for it",
            lambda row: field.icews_country(code(row)), "empty for organisations, which have none",
        ),
    )  # fmt: skip


def _place(part: str) -> Callable[[Row], Cell]:
    return lambda row: (row.event["place"] or {}).get(part)


COLUMNS: Final[tuple[Column[Row], ...]] = (
    _column(
        "Event ID", "id of the row", lambda row: f"{row.event['id']}/{row.at}",
        "text, where ICEWS has a number: the id of the table events, and which row of that event", required=True,
    ),
    _column(
        "Event Date", "day of the event", lambda row: placed(row.event)[0],
        "first day of its date, or of an undated event that of its first report: placed_by of the table events tells",
        type="day",
    ),
    *_side("Source", lambda row: row.source),
    _column(
        "Event Text", "name of the code in CAMEO", lambda row: (scale := cameo_scale(row.cameo)) and scale.name
    ),
    _column("CAMEO Code", "event code of CAMEO", lambda row: row.cameo, "text, not a number: 042, not 42"),
    _column(
        "Intensity", "intensity of the code, by Goldstein",
        lambda row: (scale := cameo_scale(row.cameo)) and scale.score,
        "-10 to 10", type="number",
    ),
    *_side("Target", lambda row: row.target),
    _column(
        "Story ID", "id of the article of the first quote", lambda row: row.event["mentions"][0]["article"],
        "text, where ICEWS has a number", required=True, free=True,
    ),
    _column("Sentence Number", "sentence of the article", lambda _: None, "always empty: quotes have offsets"),
    _column("Publisher", "who published the article", lambda row: row.publisher, free=True),
    _column("City", "city, by GeoNames", lambda row: field.where(row.event).city),
    _column("District", "district", lambda _: None, "always empty"),
    _column("Province", "first division of the state, by GeoNames", lambda row: field.where(row.event).province),
    _column("Country", "country of the place, by its name", lambda row: field.icews_country(_place("country")(row))),
    _column("Latitude", "degrees north (WGS 84)", _place("latitude"), type="number"),
    _column("Longitude", "degrees east (WGS 84)", _place("longitude"), type="number"),
)  # fmt: skip
TABLE: Final = Table(
    "icews", "One row an event and directed pair of countries, in the columns of ICEWS.", COLUMNS, ("event_id",),
    subjects,
    """\
What has no direction stands in both, so count pairs, not rows, or divide by two. A visitor makes a visit (042), its
host hosts it (043); where no role is told both consult (040). Planned contacts are 036, cancelled ones 161.""",
)  # fmt: skip
