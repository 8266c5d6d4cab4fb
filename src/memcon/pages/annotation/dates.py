"""Dates of a sheet as spreadsheets write them, `05/04/2024` or `Apr-24`, made what they were or what they say; pure.

Which of two numbers is the day is told by the other dates of the same sheet. What nothing tells is refused: a date that
somebody corrected is not taken for one that nobody touched, nor the other way round.
"""

import dataclasses
import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from memcon.pages.annotation.cells import AS_DAY, AS_MONTH, read_cell, without_shown
from memcon.pages.annotation.model import Annotation, Document, Piece, Refused
from memcon.resolve.dates import resolve_date

_SHOWN: Final = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
"""A day in the order of some country."""
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})")
_MONTH: Final = re.compile(r"([^\W\d_]{3,20})\.?[- ]((?:20)?[0-9]{2})")
"""A month, as `Apr-24`."""
_A_MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}")
_UNTOLD: Final = 2
"""Dates that are all as they were in one order alone, from which on that order is the sheet's."""

Order = Literal["day", "month"]
"""What stands first."""


def settled(pieces: Iterable[Piece], documents: Iterable[Document]) -> Iterator[Piece]:
    """Yield what was read of sheets, its dates as the sheets mean them; `documents` are those that were written.

    A row whose date may be two is refused, but one that rejects its event.
    """
    known = {read_cell(one.mention): one.values.get("date", "") for each in documents for one in each.annotations}
    read = list(pieces)
    sheets: defaultdict[str, list[Annotation]] = defaultdict(list)
    for piece in read:
        if isinstance(piece, Document):
            sheets[piece.where] += piece.annotations
    orders = {name: _order(rows, known) for name, rows in sheets.items()}
    for piece in read:
        if isinstance(piece, Refused):
            yield piece
        else:
            yield from _settled(piece, orders[piece.where], known)


def _settled(document: Document, order: Order | None, known: Mapping[str, str]) -> Iterator[Piece]:
    kept, damaged = [], document.damaged
    for one in document.annotations:
        try:
            date = _date(one.values.get("date", ""), _was(one, known), order)
        except ValueError as error:
            if one.decision != "reject":
                damaged = True
                yield Refused(f"{document.where}, {one.id}", str(error))
                continue
            date = _was(one, known)
        kept.append(dataclasses.replace(one, values={**one.values, "date": date} if date else one.values))
    yield dataclasses.replace(document, annotations=tuple(kept), damaged=damaged)


def _was(one: Annotation, known: Mapping[str, str]) -> str:
    return known.get(one.mention, "") if one.mention else ""


def _order(rows: Iterable[Annotation], known: Mapping[str, str]) -> Order | None:
    """Return which number of the dates of a sheet comes first; None where nothing tells.

    A date that can be read in one way, and is as it was, tells. Where there is none, so do two that are as they were in
    the one way alone, of two rows: a row may be of several coders. One that was typed may be text that the spreadsheet
    did not take for a date.
    """
    same = Counter[Order]()
    certain, typed = set[Order](), set[Order]()
    once = {(one.id, one.mention): one for one in rows}
    for one in once.values():
        found = _SHOWN.fullmatch(one.values.get("date", ""))
        ways = _ways(found) if found and found[2] != "." else {}
        was = _was(one, known)
        for way, day in ways.items():
            if len(ways) == 1:
                (certain if day == was else typed).add(way)
            elif day == was and len({*ways.values()}) == len(ways):
                same[way] += 1
    certain = certain or {way for way, count in same.items() if count >= _UNTOLD}
    told = certain or (typed if typed >= same.keys() else set())
    return next(iter(told)) if len(told) == 1 else None


def _ways(found: re.Match[str]) -> dict[Order, str]:
    """Return the days that a date may be, by what stands first in it; a date with points begins with the day."""
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    ways: dict[Order, str] = {}
    if day := _day(year, second, first):
        ways["day"] = day
    if found[2] != "." and (day := _day(year, first, second)):
        ways["month"] = day
    return ways


def _day(year: int, month: int, day: int) -> str:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _date(cell: str, was: str, order: Order | None) -> str:
    """Return what a cell says of a date, where its event had the date `was`; raises ValueError where it may be two."""
    if cell.endswith((AS_DAY, AS_MONTH)):
        return _of_workbook(without_shown(cell), was, month=cell.endswith(AS_MONTH))
    if found := _YEAR_FIRST.fullmatch(cell):
        return _day(*map(int, found.groups())) or cell
    if found := _SHOWN.fullmatch(cell):
        ways = _ways(found)
        if order in ways:
            return ways[order]
        if len({*ways.values()}) < 2:
            return next(iter(ways.values()), cell)
        told = " or ".join(sorted(ways.values(), reverse=True))
        raise ValueError(
            f"date: {cell!r} may be {told}, and nothing in the sheet tells which: give it as a workbook (.xlsx)"
        )
    if (found := _MONTH.fullmatch(cell)) and (day := resolve_date(f"{found[1]} 20{found[2][-2:]}")):
        month = day.start.isoformat()[:7]
        if day.precision == "month" and (was == month or not was.startswith(month)):
            return month
    return cell


def _of_workbook(day: str, was: str, *, month: bool) -> str:
    """Return what a cell that holds a day says: of a month a spreadsheet makes the first day, and shows the month."""
    if was == day or not day.endswith("-01"):
        return day
    if month:
        return day[:7]
    if _A_MONTH.fullmatch(was) and was == day[:7]:
        raise ValueError(
            f"date: the run has the month {was}, of which spreadsheets make the day {day}: write {was} as text, or"
            f" {day}/{day} day where that day is meant"
        )
    return day
