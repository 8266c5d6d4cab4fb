"""Columns of states by number, and of what codes weigh: for every table that has states and codes.

A number is that of the days of the event (`resolve.codes`): of its date, or of an undated event the day by which it is
placed, its first report. A table by month or year asks for that of the span. Where a list has none the row says why.
"""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from memcon.outputs.tables import words
from memcon.outputs.tables.column import Column, Plain
from memcon.outputs.tables.scales import Scale, cameo_scale, plover_scale
from memcon.records.vocabulary import ORGANISATIONS
from memcon.resolve.codes import iso_numeric, lasting, number_of

Days = tuple[str, str]
"""A first and a last day, as `2024-12-31`."""


class Numbers(NamedTuple):
    """The numbers of a state in some days."""

    cow: int | None
    gw: int | None
    why: tuple[str, ...]
    """Why there is none, a reason for each number that is missing."""


_NOTHING: Final = Numbers(None, None, ())
_NEVER: Final = "9999-99"
"""After every day."""


def days(event: Plain) -> Days | None:
    """Return the days for which numbers of an event's states are asked: of its date, or that of its first report."""
    if date := event["date"]:
        return date["start"], date["end"]
    told = event["reported"]
    first = told["first"] if told else None
    return (first, first) if first else None


def numbers(code: str | None, span: Days | None) -> Numbers:
    """Return the numbers of a state in some days; without days, or a code, it has none."""
    if code is None:
        return _NOTHING
    if span is None:
        return Numbers(None, None, (f"{code}: no day is known",))
    since, today = _lasting(code)
    return today if span[0] >= since else _numbers(code, *span)


@cache
def _lasting(code: str) -> tuple[str, Numbers]:
    """Return from which day on a state has the numbers that it has to this day: most events need no more."""
    cow, gw = lasting("cow", code), lasting("gw", code)
    if cow is None or gw is None:
        return _NEVER, _NOTHING
    return max(cow[0], gw[0]), Numbers(cow[1], gw[1], ())


@lru_cache(maxsize=65536)
def _numbers(code: str, first: str, last: str) -> Numbers:
    cow, gw = number_of("cow", code, first, last), number_of("gw", code, first, last)
    if not cow.reason and not gw.reason:
        return Numbers(cow.number, gw.number, ())
    return Numbers(cow.number, gw.number, tuple(dict.fromkeys(filter(None, (cow.reason, gw.reason)))))


def actor_type(code: str | None) -> str | None:
    """Return whether a code is a state's or an organisation's; None without one."""
    return ("organisation" if code in ORGANISATIONS else "state") if code else None


_DAY: Final = "on the days of its date, or of an undated event on that of its first report"
_COW: Final = f"{_DAY}; State System Membership; empty where no_number says why"
_GW: Final = f"{_DAY}; with microstates; empty where no_number says why"
_ISO: Final = "ISO 3166-1, three digits, as text: 004; Kosovo and organisations have none"
WHY: Final = "as `SSD is 626 from 2011-07-09 in Correlates of War`; empty where none is missing"


def of_sides(
    source: Callable[[Any], str], target: Callable[[Any], str], span: Callable[[Any], Days | None]
) -> tuple[Column[Any], ...]:
    """Return the columns of two states, for rows of which these functions tell the codes and the days."""

    def why(row: Any) -> str | None:  # noqa: ANN401  a row of any table
        return _reasons((*numbers(source(row), span(row)).why, *numbers(target(row), span(row)).why))

    return (
        *_of_side("source", source, span),
        *_of_side("target", target, span),
        Column("no_number", "text", "why a number of a state is missing", why, WHY),
    )


def type_of(side: str, code: Callable[[Any], str]) -> Column[Any]:
    """Return the column that tells whether one side of a row is a state."""
    return Column(
        f"{side}_type", "text", f"whether {side} is a state", lambda row: actor_type(code(row)), "",
        words.ACTOR_TYPES, required=True,
    )  # fmt: skip


def _of_side(side: str, code: Callable[[Any], str], span: Callable[[Any], Days | None]) -> tuple[Column[Any], ...]:
    return (
        type_of(side, code),
        Column(f"{side}_iso", "text", f"numeric country code of {side}", lambda row: iso_numeric(code(row)), _ISO),
        Column(
            f"{side}_cow", "integer", f"number of {side} by Correlates of War",
            lambda row: numbers(code(row), span(row)).cow, _COW,
        ),
        Column(
            f"{side}_gw", "integer", f"number of {side} by Gleditsch and Ward",
            lambda row: numbers(code(row), span(row)).gw, _GW,
        ),
    )  # fmt: skip


def of_one(code: Callable[[Any], str | None], event: Callable[[Any], Plain]) -> tuple[Column[Any], ...]:
    """Return the columns of the state of a row, for rows of one state and one event."""

    def found(row: Any) -> Numbers:  # noqa: ANN401  a row of any table
        return numbers(code(row), days(event(row)))

    return (
        Column("country_iso", "text", "numeric code of that country", lambda row: iso_numeric(code(row) or ""), _ISO),
        Column("country_cow", "integer", "its number of Correlates of War", lambda row: found(row).cow, _COW),
        Column("country_gw", "integer", "its number by Gleditsch and Ward", lambda row: found(row).gw, _GW),
        Column("no_number", "text", "why a number is missing", lambda row: _reasons(found(row).why), WHY),
    )


class _Sides(NamedTuple):
    """The sides of an event, as its columns have them."""

    types: list[str | None]
    cow: list[int | None]
    gw: list[int | None]
    why: str | None


def _sides(event: Plain) -> _Sides:
    """Return what columns tell of the sides of an event, which most events share with others of the same sides."""
    codes, span = tuple(event["countries"]), days(event)
    since, today = _sides_today(codes)
    return today if span and span[0] >= since else _sides_then(codes, span)


@lru_cache(maxsize=65536)
def _sides_today(codes: tuple[str, ...]) -> tuple[str, _Sides]:
    """Return from which day on these states have the numbers that they have to this day, and what they are then."""
    since = max((_lasting(code)[0] for code in codes), default="")
    return since, _sides_then(codes, (since, since))


@lru_cache(maxsize=65536)
def _sides_then(codes: tuple[str, ...], span: Days | None) -> _Sides:
    each = [numbers(code, span) for code in codes]
    return _Sides(
        types=[actor_type(code) for code in codes],
        cow=[one.cow for one in each],
        gw=[one.gw for one in each],
        why=_reasons(why for one in each for why in one.why),
    )


OF_EVENT: Final = (
    Column[Plain](
        "countries_types", "texts", "state or organisation, of each of them",
        lambda event: _sides(event).types, "in the order of countries", words.ACTOR_TYPES,
    ),
    Column[Plain](
        "countries_cow", "integers", "their numbers of Correlates of War",
        lambda event: _sides(event).cow, f"in the order of countries, an empty place for none; {_DAY}",
    ),
    Column[Plain](
        "countries_gw", "integers", "their numbers by Gleditsch and Ward",
        lambda event: _sides(event).gw, f"in the order of countries, an empty place for none; {_DAY}",
    ),
    Column[Plain](
        "no_number", "text", "why a number of a country is missing",
        lambda event: _sides(event).why, WHY,
    ),
)  # fmt: skip


def _reasons(found: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(found)) or None


_QUAD: Final = "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"


def _plover(event: Plain) -> Scale | None:
    return plover_scale(event["codes"]["plover"], event["codes"]["plover_mode"])


def _cameo(event: Plain) -> Scale | None:
    return cameo_scale(event["codes"]["cameo"])


def _quad(scale: Callable[[Plain], Scale | None]) -> Callable[[Plain], int | None]:
    return lambda event: found.quad if (found := scale(event)) else None


def _score(scale: Callable[[Plain], Scale | None]) -> Callable[[Plain], float | None]:
    return lambda event: found.score if (found := scale(event)) else None


SCALES: Final = (
    Column[Plain](
        "plover_quad", "integer", "quad class of that event type", _quad(_plover),
        f"{_QUAD}; of the PLOVER manual, SANCTION as 4, as its section has it",
    ),
    Column[Plain](
        "plover_score", "number", "intensity of type and mode", _score(_plover),
        "-10 conflict to 10 cooperation, table of the PLOVER manual 2.0; of the code, not of the event",
    ),
    Column[Plain](
        "cameo_quad", "integer", "quad class of the CAMEO code", _quad(_cameo),
        f"{_QUAD}; by its root, so it may differ from plover_quad",
    ),
    Column[Plain](
        "goldstein", "number", "intensity of the CAMEO code by Goldstein", _score(_cameo),
        "-10 conflict to 10 cooperation, as ICEWS has it; of the code, not of the event",
    ),
)  # fmt: skip
