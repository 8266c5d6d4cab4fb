"""One row an event, flat: who, what, when, where, in which codes, and the first words that prove it."""

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import Any, Final

from memcon.outputs.tables import codes, words
from memcon.outputs.tables.column import Cell, Column, Plain, Table
from memcon.outputs.tables.filters import bounds
from memcon.outputs.tables.reading import Reading
from memcon.outputs.tables.sides import acting
from memcon.records.kinds import KINDS

_ORGANISATIONS: Final = "ISO 3166-1 alpha-3, or UNO, EUU, NATO, ASEAN, XKX"
_NONE: Final[Plain] = {"decisions": ()}
_ACTING: Final = " acting"
"""A key that no line has: what `acting` tells of the event."""
_VARIANTS: Final = {kind: row.variant for kind, row in KINDS.items()}


def subtype(event: Plain) -> str:
    """Return the channel of a call, the form of a meeting, the act of a dispute."""
    found: str = event[_VARIANTS[event["kind"]]]
    return found


def placed(event: Plain) -> tuple[str | None, str | None]:
    """Return the day by which an event is set in time, and by what: its date, or else its first report."""
    if date := event["date"]:
        return date["start"], "date"
    told = event["reported"]
    first = told["first"] if told else None
    return (first, "reported") if first else (None, None)


def _source(event: Plain) -> str | None:
    sides = event[_ACTING]
    return ";".join(sides[0]) if sides else next(iter(event["countries"]), None)


def _target(event: Plain) -> str | None:
    sides = event[_ACTING]
    return ";".join(sides[1] if sides else event["countries"][1:]) or None


def _within(outer: str, inner: str) -> Callable[[Plain], Cell]:
    """Return what gives `outer.inner` of an event; None where it has no `outer`."""

    def of(event: Plain) -> Cell:
        found = event[outer]
        return found[inner] if found else None

    return of


def _each(many: str, inner: str) -> Callable[[Plain], list[Any]]:
    of = itemgetter(inner)
    return lambda event: [*map(of, event[many])]


def _distinct(many: str, inner: str) -> Callable[[Plain], list[Any]]:
    of = itemgetter(inner)
    return lambda event: [*dict.fromkeys(map(of, event[many]))]


def _quote(part: str) -> Callable[[Plain], Cell]:
    return lambda event: event["mentions"][0]["quotes"][0][part]


WHAT: Final = (
    Column[Plain]("kind", "text", "kind of event", itemgetter("kind"), "", words.KINDS, required=True),
    Column[Plain](
        "subtype", "text", "channel of a call, form of a meeting, act of a dispute", subtype, "", words.SUBTYPES,
        required=True,
    ),
    Column[Plain](
        "status", "text", "whether it happened", itemgetter("status"),
        "what is planned, requested, refused or cancelled did not happen", words.STATUSES, required=True,
    ),
)  # fmt: skip
"""What an event is: these stand in each row of it in other tables too."""
WHEN: Final = (
    Column[Plain](
        "date_start", "day", "first day on which it may have been", _within("date", "start"),
        "empty where no article dates it: see earliest, latest, placed",
    ),
    Column[Plain]("date_end", "day", "last day on which it may have been", _within("date", "end")),
    Column[Plain](
        "precision", "text", "how exactly the date is known", _within("date", "precision"),
        "date_start of a month is its first day; empty for an undated event", words.PRECISIONS,
    ),
    Column[Plain](
        "earliest", "day", "it was not before", lambda event: bounds(event)[0],
        "date_start; of an undated plan reported_first; else empty",
    ),
    Column[Plain](
        "latest", "day", "it was not after", lambda event: bounds(event)[1],
        "date_end; of an undated event that is no plan reported_first; else empty",
    ),
    Column[Plain](
        "placed", "day", "the day by which a series may set it", lambda event: placed(event)[0],
        "date_start, or of an undated event reported_first, which is not its own; see placed_by",
    ),
    Column[Plain](
        "placed_by", "text", "what placed is", lambda event: placed(event)[1], "empty where neither is known",
        words.PLACED_BY,
    ),
    Column[Plain](
        "reported_first", "day", "first day of an article that tells it", _within("reported", "first"),
        "empty where no article tells its day of publication",
    ),
    Column[Plain]("reported_last", "day", "last day of an article that tells it", _within("reported", "last")),
)  # fmt: skip
CODES: Final = (
    Column[Plain]("plover", "text", "event type of PLOVER 2.0", _within("codes", "plover")),
    Column[Plain]("plover_mode", "text", "mode of PLOVER 2.0", _within("codes", "plover_mode")),
    Column[Plain](
        "cameo", "text", "event code of CAMEO", _within("codes", "cameo"),
        "text, not a number: it may begin with 0, as 042",
    ),
    Column[Plain]("ace", "text", "event type of ACE-2005", _within("codes", "ace")),
    *codes.SCALES,
)  # fmt: skip
WEIGHT: Final = (
    Column[Plain](
        "confidence", "number", "probability that the event is right", itemgetter("confidence"),
        "0 to 1; empty where the endpoint tells none",
    ),
    Column[Plain](
        "reviewed", "boolean", "whether a reviewer decided on it", lambda event: bool(event["review"]), required=True
    ),
    Column[Plain](
        "mentions", "integer", "how many times articles report it", lambda event: len(event["mentions"]), required=True
    ),
    Column[Plain]("articles", "integer", "how many articles report it", _within("reported", "articles")),
    Column[Plain](
        "sources", "integer", "how many sources published these, at least", _within("reported", "sources"),
        "publishers, not witnesses: two that print one agency's text are two",
    ),
)  # fmt: skip
_WHERE: Final = (
    Column[Plain](
        "place", "text", "where, in the words of an article", _within("place", "name"), "empty where none tells it",
        free=True,
    ),
    Column[Plain]("place_country", "text", "country of that place", _within("place", "country"), _ORGANISATIONS),
    Column[Plain](
        "place_geonames", "integer", "number of its city at GeoNames", _within("place", "geonames"),
        "empty unless one city is meant for certain",
    ),
    Column[Plain]("place_latitude", "number", "of that city, degrees north (WGS 84)", _within("place", "latitude")),
    Column[Plain]("place_longitude", "number", "of that city, degrees east (WGS 84)", _within("place", "longitude")),
)  # fmt: skip
_WHO: Final = (
    Column[Plain](
        "source", "text", "who acts: countries divided by ;", _source,
        f"{_ORGANISATIONS}; of an event without direction the first side in the alphabet; empty where no side is known",
    ),
    Column[Plain](
        "target", "text", "who is acted upon: countries divided by ;", _target,
        "of an event without direction all other sides; one row a pair is the table dyads",
    ),
    Column[Plain](
        "directed", "boolean", "whether source acts upon target", lambda event: event[_ACTING] is not None,
        "no contact is; a dispute is, unless no role is told", required=True,
    ),
    Column[Plain]("countries", "texts", "all sides, sorted", itemgetter("countries"), _ORGANISATIONS),
    *codes.OF_EVENT,
    Column[Plain](
        "initiator", "text", "country that asked for the contact", itemgetter("initiator"),
        "empty where no words say so",
    ),
    Column[Plain](
        "participants", "texts", "who took part, as written in an article", _each("participants", "name"),
        "one row a participant is the table participants", free=True,
    ),
    Column[Plain](
        "participants_countries", "texts", "the country of each of them", _each("participants", "country"),
        "in the order of participants, an empty place where it is not known",
    ),
    Column[Plain](
        "participants_roles", "texts", "the role of each of them", _each("participants", "role"),
        "in the order of participants, an empty place where it has none", words.ROLES,
    ),
    Column[Plain](
        "participants_types", "texts", "state or organisation, of each of them", _each("participants", "actor_type"),
        "in the order of participants, an empty place where no country is known", words.ACTOR_TYPES,
    ),
)  # fmt: skip
_BESIDE: Final = (
    Column[Plain](
        "topics", "texts", "what it was about", itemgetter("topics"), "in the model's words", free=True
    ),
    Column[Plain](
        "summary", "text", "what happened", lambda event: event["summary"] or None, "in the model's words", free=True
    ),
    Column[Plain](
        "links", "texts", "events that are tied to it",
        lambda event: [f"{one['type']} {one['event']}" for one in event["links"]],
        "as `fulfils call-2024-05-01-NOR-SWE`; one row a link is the table links",
    ),
    Column[Plain](
        "conflicts", "texts", "fields on which articles disagree", _each("conflicts", "field"),
        "the cells hold the first value",
    ),
    Column[Plain](
        "doubts", "texts", "fields on which model and rules differ",
        _distinct("doubts", "field"),
        "status, variant (which is subtype here), role",
    ),
    Column[Plain](
        "languages", "texts", "languages of the articles, ISO 639-1",
        lambda event: event["reported"]["languages"] if event["reported"] else [],
    ),
    Column[Plain](
        "article_ids", "texts", "ids of the articles that report it",
        _distinct("mentions", "article"), required=True, free=True,
    ),
    Column[Plain](
        "quote", "text", "the first quote that proves it", _quote("text"),
        "exact; all quotes are in the table mentions", required=True, free=True,
    ),
    Column[Plain](
        "quote_article", "text", "id of the article of that quote", lambda event: event["mentions"][0]["article"],
        required=True, free=True,
    ),
    Column[Plain](
        "quote_start", "integer", "offset of its first character", _quote("start"),
        "in Unicode code points of the article's text", required=True,
    ),
    Column[Plain]("quote_end", "integer", "offset after its last character", _quote("end"), required=True),
    Column[Plain](
        "review", "texts", "what reviewers decided of it",
        lambda event: [f"{one['action']} by {one['who']}" for one in (event["review"] or _NONE)["decisions"]],
        "as `edit by Ana Berg`", free=True,
    ),
)  # fmt: skip
ID: Final = Column[Plain]("id", "text", "label of the event", itemgetter("id"), "unique in the run", required=True)
COLUMNS: Final = (ID, *WHAT, *WHEN, *_WHO, *CODES, *_WHERE, *WEIGHT, *_BESIDE)


def subjects(reading: Reading, _: Mapping[str, str]) -> Iterator[Plain]:
    """Yield the events that are wanted, each with who acts upon whom: three columns tell it."""
    for event in reading.events():
        event[_ACTING] = acting(event)
        yield event


TABLE: Final = Table("events", "One row an event.", COLUMNS, ("id",), subjects)
EVENT: Final = Column[Plain](
    "event", "text", "id of the event", itemgetter("id"), "as in the table events", required=True
)
"""The event's id as other tables have it."""
