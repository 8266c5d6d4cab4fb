"""Dates of a coding sheet as spreadsheets write them: those that nobody changed are no edits, those that were are."""

import dataclasses
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from helpers.coding_sheets import rows_of, saved, sheet, taken
from helpers.merging import days
from helpers.reviewable import MENTIONS, write_run
from memcon.pages.annotation.formats.coding_table import HEADS
from memcon.pages.annotation.taking import Taken
from memcon.pages.review.session import reviewed_run

NEW = {"quote": "Jun Ito of Japan is to call her on Friday.", "kind": "call", "status": "planned", "variant": "phone",
       "countries": "JPN, NOR"}  # fmt: skip
DAYS = ("2024-04-29", "2024-04-30", "2024-05-04", "2024-04-29")
"""Of the rows of the sheet: a call, a dispute, a meeting, and the call again."""


def run_of(tmp_path: Path, *dates: str) -> Path:
    return write_run(
        tmp_path / "out",
        tuple(
            dataclasses.replace(one, date=days(date) if date else None)
            for one, date in zip(MENTIONS, dates or DAYS, strict=True)
        ),
    )


def in_csv(out: Path, cells: Sequence[str]) -> Taken:
    """Take the sheet back with its dates so, everything accepted."""
    rows = zip(rows_of(sheet(out)), cells, strict=True)
    return taken(out, saved([row | {"decision": "accept", "date": cell} for row, cell in rows]))


def in_workbook(out: Path, cells: Sequence[tuple[object, str]]) -> Taken:
    """Take the sheet back as a workbook, its dates as these values, shown in these formats."""
    book = openpyxl.load_workbook(io.BytesIO(sheet(out, "excel")))
    page = book.worksheets[0]
    for row, (value, format_) in enumerate(cells, start=2):
        page.cell(row, HEADS.index("decision") + 1).value = "accept"
        cell = page.cell(row, HEADS.index("date") + 1)
        cell.value, cell.number_format = value, format_
    file = io.BytesIO()
    book.save(file)
    return taken(out, file.getvalue(), suffix=".xlsx")


def dates_of(out: Path) -> dict[str, tuple[str, str]]:
    return {
        one.kind: (str(one.date.start), one.date.precision) for one in reviewed_run(out).events if one.date
    }  # fmt: skip


@pytest.mark.parametrize(
    "shown",
    ["{d:02}/{m:02}/{y}", "{m}/{d}/{y}", "{d}.{m}.{y}", "{d:02}-{m:02}-{y}", "{y}/{m}/{d}", "{y}.{m:02}.{d:02}"],
)  # fmt: skip
def test_a_sheet_that_writes_dates_otherwise_edits_nothing(tmp_path: Path, shown: str) -> None:
    out = run_of(tmp_path)
    parts = [dt.date.fromisoformat(day) for day in DAYS]
    given = in_csv(out, [shown.format(d=day.day, m=day.month, y=day.year) for day in parts])
    assert (given.made, given.refused) == ({"accept": 3}, [])


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        (("29/04/2024", "30/04/2024", "05/04/2024", "29/04/2024"), "2024-04-05"),
        (("4/29/2024", "4/30/2024", "4/5/2024", "4/29/2024"), "2024-04-05"),
        (("2024-04-29", "2024-04-30", "5.4.2024", "2024-04-29"), "2024-04-05"),
        (("29/04/2024", "30/04/2024", "28/04/2024", "29/04/2024"), "2024-04-28"),
        (("2024/4/29", "2024/4/30", "2024/4/5", "2024/4/29"), "2024-04-05"),
    ],
)
def test_a_date_that_somebody_corrected_is_an_edit_in_the_order_of_the_sheet(
    tmp_path: Path, cells: tuple[str, ...], day: str
) -> None:
    out = run_of(tmp_path)
    given = in_csv(out, cells)
    assert (given.made, given.refused) == ({"accept": 2, "edit": 1}, [])
    assert dates_of(out)["meeting"] == (day, "day")


TOLD_BY_NOTHING = [
    ("2024-04-29", "2024-04-30", "05/04/2024", "2024-04-29"),
    ("2024-04-29", "04/30/2024", "05/04/2024", "29/04/2024"),
]


@pytest.mark.parametrize("cells", TOLD_BY_NOTHING)
def test_a_date_that_may_be_two_is_refused_where_nothing_tells_which(tmp_path: Path, cells: tuple[str, ...]) -> None:
    out = run_of(tmp_path)
    given = in_csv(out, cells)
    assert given.made == {"accept": 2}
    assert [(one.where, one.why.partition(",")[0]) for one in given.refused] == [
        ("sheet.csv, E4", "date: '05/04/2024' may be 2024-05-04 or 2024-04-05")
    ]


def test_a_row_that_rejects_its_event_needs_no_date(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    rows = rows_of(sheet(out))
    given = taken(out, saved([*rows[:2], rows[2] | {"decision": "reject", "date": "05/04/2024"}]))
    assert (given.made, given.refused) == ({"reject": 1}, [])


def test_dates_that_are_all_as_they_were_in_one_order_tell_it(tmp_path: Path) -> None:
    out = run_of(tmp_path, "2024-04-09", "2024-03-05", "2024-05-04", "2024-04-09")
    assert in_csv(out, ["09/04/2024", "05/03/2024", "04/05/2024", "09/04/2024"]).made == {"accept": 3}
    given = in_csv(out, ["09/04/2024", "05/03/2024", "05/04/2024", "09/04/2024"])
    assert (given.made["edit"], given.refused) == (1, [])
    assert dates_of(out)["meeting"] == ("2024-04-05", "day")


def test_dates_that_can_be_read_in_one_way_count_before_those_of_two(tmp_path: Path) -> None:
    """Two days whose numbers somebody swapped are as they were in the other order."""
    out = run_of(tmp_path, "2024-04-29", "2024-03-05", "2024-05-04", "2024-04-29")
    given = in_csv(out, ["29/04/2024", "03/05/2024", "05/04/2024", "29/04/2024"])
    assert (given.made["edit"], given.refused) == (2, [])
    assert {kind: day for kind, (day, _) in dates_of(out).items()} == {
        "call": "2024-04-29", "dispute": "2024-05-03", "meeting": "2024-04-05",
    }  # fmt: skip


def test_a_row_of_every_coder_tells_once(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    rows = rows_of(sheet(out))
    cells = ["2024-04-29", "2024-04-30", "04/05/2024", "2024-04-29"]
    told = [row | {"date": cell, "decision": "accept"} for row, cell in zip(rows, cells, strict=True)]
    at = rows[2]["article"]
    more = [NEW | {"article": at, "coder": coder} for coder in ("ana", "ben")]
    given = taken(out, saved([*told, *more]), annotator="ana")
    assert [one.why.partition(",")[0] for one in given.refused if "date" in one.why] == [
        "date: '04/05/2024' may be 2024-05-04 or 2024-04-05"
    ] * 2


def test_text_that_a_spreadsheet_took_for_no_date_tells_no_order(tmp_path: Path) -> None:
    """In a sheet of months first, `29/04/2024` is typed text."""
    out = run_of(tmp_path, "2024-04-09", "2024-03-05", "2024-05-04", "2024-04-09")
    given = in_csv(out, ["4/9/2024", "3/5/2024", "29/04/2024", "4/9/2024"])
    assert (given.made, given.refused) == ({"accept": 2, "edit": 1}, [])
    assert dates_of(out)["meeting"] == ("2024-04-29", "day")


def test_a_month_that_a_spreadsheet_made_a_day_of_is_no_edit(tmp_path: Path) -> None:
    """Excel makes the first day of `2024-04` in CSV, and shows `Apr-24`."""
    first, plain = dt.datetime(2024, 4, 1), "yyyy-mm-dd"  # noqa: DTZ001  Excel has no zones
    cells = [dt.datetime.fromisoformat(day) for day in DAYS]
    for number, format_ in enumerate(["mmm-yy", "yyyy-mm", "[$-409]mmm\\-yy;@", 'yyyy"年"m"月"']):
        out = run_of(tmp_path / str(number), DAYS[0], "2024-04", *DAYS[2:])
        given = in_workbook(out, [(cells[0], plain), (first, format_), (cells[2], plain), (cells[3], "mmm-yy")])
        assert (given.made, given.refused) == ({"accept": 3}, []), format_


def test_a_month_that_became_a_day_and_shows_as_one_is_told(tmp_path: Path) -> None:
    """It may have been meant."""
    out = run_of(tmp_path, DAYS[0], "2024-04", *DAYS[2:])
    cells: list[tuple[object, str]] = [(day, "General") for day in DAYS]
    given = in_workbook(out, [cells[0], (dt.datetime(2024, 4, 1), "d/m/yyyy"), *cells[2:]])  # noqa: DTZ001
    assert given.made == {"accept": 2}
    assert [one.why.partition(":")[0] for one in given.refused] == ["date"]
    assert "write 2024-04 as text, or 2024-04-01/2024-04-01 day" in given.refused[0].why
    assert in_workbook(out, [cells[0], ("2024-04-01/2024-04-01 day", "General"), *cells[2:]]).made["edit"] == 1
    assert dates_of(out)["dispute"] == ("2024-04-01", "day")


def test_a_day_or_month_that_somebody_typed_in_a_workbook_is_an_edit(tmp_path: Path) -> None:
    cells: list[tuple[object, str]] = [(day, "General") for day in DAYS]
    for number, (value, format_, date) in enumerate([
        (dt.datetime(2024, 4, 5), "dd/mm/yyyy", ("2024-04-05", "day")),  # noqa: DTZ001
        (dt.datetime(2024, 6, 1), "mmm-yy", ("2024-06-01", "month")),  # noqa: DTZ001
        (dt.datetime(2024, 6, 15), "mmm-yy", ("2024-06-15", "day")),  # noqa: DTZ001
        (2024, "General", ("2024-01-01", "year")),
    ]):  # fmt: skip
        out = run_of(tmp_path / str(number))
        given = in_workbook(out, [*cells[:2], (value, format_), cells[3]])
        assert (given.made, given.refused) == ({"accept": 2, "edit": 1}, [])
        assert dates_of(out)["meeting"] == date


@pytest.mark.parametrize("shown", ["Apr-24", "Apr 2024", "apr. 24", "April-2024"])
def test_a_month_as_a_spreadsheet_shows_it_in_csv_is_that_month(tmp_path: Path, shown: str) -> None:
    out = run_of(tmp_path, DAYS[0], "2024-04", *DAYS[2:])
    assert in_csv(out, [DAYS[0], shown, *DAYS[2:]]).made == {"accept": 3}
    given = in_csv(out, [DAYS[0], shown.replace("pr", "ug").replace("Augil", "August"), *DAYS[2:]])
    assert (given.made["edit"], given.refused) == (1, [])
    assert dates_of(out)["dispute"] == ("2024-08-01", "month")


def test_a_day_of_which_only_the_month_is_shown_in_csv_is_refused(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    given = in_csv(out, [DAYS[0], "Apr-24", *DAYS[2:]])
    assert (given.made, len(given.refused)) == ({"accept": 2}, 1)
    assert "'Apr-24' is no date" in given.refused[0].why


def test_days_in_other_columns_are_days(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(sheet(out, "excel")))
    book.worksheets[0].cell(2, HEADS.index("summary") + 1).value = dt.date(2024, 4, 29)
    file = io.BytesIO()
    book.save(file)
    assert taken(out, file.getvalue(), suffix=".xlsx").made == {"edit": 1}
    assert "2024-04-29" in [one.summary for one in reviewed_run(out).events]
