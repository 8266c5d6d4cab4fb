"""A coding sheet that was cut, or whose rows are not as wide as its first: nothing is taken of what is not there."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from helpers import office
from helpers.coding_sheets import rows_of, saved, sheet, taken
from helpers.memory import peak_memory
from helpers.reviewable import MENTIONS, mention, write_run
from memcon.errors import DataError
from memcon.outputs.opened import open_export
from memcon.pages.annotation import find_format
from memcon.pages.annotation.formats.coding_table import HEADS
from memcon.pages.annotation.formats.inception_cas import read_cas
from memcon.pages.annotation.formats.inception_files import Case
from memcon.pages.annotation.model import Document, Refused
from memcon.pages.review.session import reviewed_run
from memcon.records.decision import Read

NEW = {"article": "a.txt", "quote": "Jun Ito of Japan is to call her on Friday.", "kind": "call",
       "status": "planned", "variant": "phone", "countries": "JPN, NOR"}  # fmt: skip


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write_run(tmp_path / "out")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_sheet_that_was_cut_anywhere_edits_nothing(out: Path, separator: str) -> None:
    """Cells that are cut off were emptied by nobody."""
    whole = saved(rows_of(sheet(out)), separator)
    last = whole.rindex(b"\n", 0, -2)
    for at in [*range(last - 400, last, 13), *range(last, len(whole))]:
        given = taken(out, whole[:at])
        assert given.made == {}, whole[:at][-80:]


def test_a_quotation_mark_without_its_end_is_told_wherever_it_stands(out: Path) -> None:
    lines = saved([row | {"decision": "accept"} for row in rows_of(sheet(out))]).splitlines(keepends=True)
    for at in (2, 4):
        opened = lines[at].replace(b",accept,", b',accept,"')
        given = taken(out, b"".join([*lines[:at], opened, *lines[at + 1 :]]))
        assert [one.where for one in given.refused] == [f"sheet.csv:{at + 1}"]
        assert given.made == ({"accept": 2} if at == 2 else {"accept": 1})
    start, _, mention = lines[4].rpartition(b",")
    given = taken(out, b"".join([*lines[:4], start + b',"' + mention]))
    assert "a quotation mark is opened in it and never closed" in given.refused[0].why


def test_rows_that_lack_their_mention_or_are_shifted_are_told_and_no_others(out: Path) -> None:
    rows = [row | {"decision": "accept"} for row in rows_of(sheet(out))]
    lines = saved([*rows, NEW]).decode().splitlines()
    short = lines[1].rsplit(",", 7)[0]
    long = lines[2].replace(",", ",,,", 1)
    needed = lines[4].rsplit(",", len(HEADS) - HEADS.index("kind"))[0]
    blank = lines[3] + ",, ,"
    given = taken(out, "\n".join([lines[0], short, long, blank, lines[-1].rstrip(","), ""]).encode())
    assert [(one.where, "the file may have been cut" in one.why) for one in given.refused] == [
        ("sheet.csv:3", False),
        ("sheet.csv, E2", True),
    ]
    assert f"it has {len(HEADS) + 2} cells" in given.refused[0].why
    assert given.made == {"accept": 1, "add": 1}
    (told,) = taken(out, "\n".join([*lines[:4], needed, ""]).encode()).refused
    assert "the file may have been cut" in told.why


@pytest.mark.parametrize("remarked", [(), (0,), (0, 1, 2, 3)])
@pytest.mark.parametrize("head", ["", ",remark"])
def test_a_sheet_as_excel_saves_it_is_read_whole(out: Path, remarked: tuple[int, ...], head: str) -> None:
    """It leaves out the last cells of a row where those of a block of rows are empty."""
    rows = rows_of(sheet(out))
    first, *lines, added = saved([*(row | {"decision": "accept"} for row in rows), NEW]).decode().splitlines()
    lines = [f"{line},seen" if at in remarked else line for at, line in enumerate(lines)]
    given = taken(
        out, "".join(f"{line}\r\n" for line in [first + head, *lines, added.rstrip(",")]).encode(),
        read_whole=True, accept=True,
    )  # fmt: skip
    assert (given.refused, given.made) == ([], {"accept": 3, "add": 1, "read": 3})


@pytest.mark.parametrize("head", ["", ",remark"])
def test_a_last_row_without_its_end_was_cut(out: Path, head: str) -> None:
    first, *_, added = saved([NEW]).decode().splitlines()
    given = taken(out, f"{first}{head}\r\n{added.rstrip(',')}".encode())
    assert (given.made, ["the file may have been cut" in one.why for one in given.refused]) == ({}, [True])


def test_what_a_sheet_said_before_stays_where_a_row_of_it_is_refused(out: Path) -> None:
    """Nor does its article count as read: the row may say what is missing."""
    path = out.parent / "sheet.csv"
    rows = rows_of(sheet(out))
    edited = [rows[0], rows[1] | {"status": "planned"}, *rows[2:]]
    assert taken(out, saved(edited)).made == {"edit": 1}
    wrong = saved([rows[0] | {"decision": "maybe"}, *rows[1:]])
    for data in (wrong, saved(rows)[: path.read_bytes().rindex(b",", 0, -30)]):
        given = taken(out, data, read_whole=True, accept=True)
        assert "undo" not in given.made
        read = [one.decision.seen.article for one in reviewed_run(out).outcomes if isinstance(one.decision, Read)]
        assert "a.txt" not in read
    assert [one.status for one in reviewed_run(out).events if one.kind == "dispute"] == ["planned"]
    assert "undo" in taken(out, saved(rows)).made
    assert [one.status for one in reviewed_run(out).events if one.kind == "dispute"] == ["occurred"]


def test_a_cell_that_is_emptied_beside_a_row_that_is_refused_is_an_edit(out: Path) -> None:
    rows = rows_of(sheet(out))
    given = taken(out, saved([rows[0] | {"decision": "maybe"}, rows[1] | {"date": ""}, *rows[2:]]))
    assert (given.made, given.refused[1:]) == ({"edit": 1}, [])


def wide(out: Path, *cells: str) -> bytes:
    """Return the sheet as a workbook, everything accepted, with a space in cells far outside of its rows."""
    book = openpyxl.load_workbook(io.BytesIO(sheet(out, "excel")))
    page = book.worksheets[0]
    for row in range(2, page.max_row + 1):
        page.cell(row, HEADS.index("decision") + 1).value = "accept"
    for cell in cells:
        page[cell] = " "
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("cells", [["XFD20000"], [f"XFD{row}" for row in range(2, 2000)], ["A200000"]])
def test_a_workbook_takes_no_more_memory_than_its_rows(out: Path, cells: list[str]) -> None:
    data = wide(out, *cells)
    read = find_format("coding-sheet").read
    documents = [one for one in read({"a.xlsx": data}) if isinstance(one, Document)]
    assert peak_memory(lambda: list(read({"a.xlsx": data})), 1 << 24) < 1 << 24
    assert sum(len(one.annotations) for one in documents) == 4
    assert taken(out, data, suffix=".xlsx").made == {"accept": 3}


def test_a_first_row_of_thousands_of_columns_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active["XFD1"] = "x"
    file = io.BytesIO()
    book.save(file)
    (refused,) = find_format("coding-sheet").read({"a.xlsx": file.getvalue()})
    assert isinstance(refused, Refused)
    assert "its first row has 16,384 columns" in refused.why


STYLES = "xl/styles.xml"


@pytest.mark.parametrize("way", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_workbook_that_unpacks_without_a_bound_is_refused_and_not_unpacked(out: Path, way: int) -> None:
    data = office.repacked(sheet(out, "excel"), STYLES, way, hidden=1 << 25)
    (refused,) = find_format("coding-sheet").read({"a.xlsx": data})
    assert isinstance(refused, Refused)
    assert f"its part 'xl/styles.xml' is packed by {zipfile.compressor_names[way]}" in refused.why  # type: ignore[attr-defined]
    (out.parent / "a.xlsx").write_bytes(data)
    with pytest.raises(DataError, match=r"its part 'xl/styles\.xml' is packed by"), open_export(out.parent / "a.xlsx"):
        pass


def test_a_workbook_takes_no_more_memory_than_it_tells(out: Path) -> None:
    """Made by hand: more is behind a part than the directory tells of it."""
    data = office.repacked(sheet(out, "excel"), STYLES, hidden=1 << 25)
    read = find_format("coding-sheet").read
    assert peak_memory(lambda: list(read({"a.xlsx": data})), 1 << 24) < 1 << 24
    assert taken(out, data, suffix=".xlsx").refused == []


def test_a_workbook_that_tells_more_than_is_read_is_refused(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memcon.pages.annotation.formats.coding_book.MOST", 3000)
    (refused,) = find_format("coding-sheet").read({"a.xlsx": sheet(out, "excel")})
    assert isinstance(refused, Refused)
    assert "save it as CSV" in refused.why


def test_lack_of_memory_is_no_fault_of_a_file(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*_: object, **__: Any) -> None:
        raise MemoryError

    data = sheet(out, "excel")
    path = out.parent / "a.xlsx"
    path.write_bytes(data)
    monkeypatch.setattr("openpyxl.reader.excel.ExcelReader.read", lacking)
    with pytest.raises(MemoryError):
        list(find_format("coding-sheet").read({"a.xlsx": data}))
    with pytest.raises(MemoryError), open_export(path):
        pass
    monkeypatch.setattr("cassis.load_typesystem", lacking)
    with pytest.raises(MemoryError):
        list(read_cas(Case("a.xmi", "", b"", b"")))


def test_a_workbook_that_is_damaged_further_on_gives_the_rows_before_it(out: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wide(out))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b'<row r="4"', b"<row <") if name.endswith("sheet1.xml") else data)
    given = taken(out, made.getvalue(), suffix=".xlsx", read_whole=True, accept=True)
    assert [(one.where, "from here on" in one.why) for one in given.refused] == [("sheet.xlsx:4", True)]
    assert given.made == {"accept": 2}


LAST = ("start", "end", "mention")


@pytest.mark.parametrize("columns", [LAST, ("mention",), tuple(head for head in HEADS if head not in LAST)])
@pytest.mark.parametrize("decision", ["accept", "reject"])
def test_rows_that_were_sorted_without_some_of_their_columns_are_refused(
    out: Path, columns: tuple[str, ...], decision: str
) -> None:
    rows = rows_of(sheet(out))
    swapped = [row | {head: other[head] for head in columns} for row, other in [(rows[0], rows[1]), (rows[1], rows[0])]]
    given = taken(
        out, saved([row | {"decision": decision} for row in [*swapped, rows[2]]]), read_whole=True, accept=True
    )
    assert given.made == {decision: 1, "read": 1}
    assert [one.why.rpartition(":")[2] for one in given.refused] == [
        " some of its columns may have been sorted without the others"
    ] * 2


def test_words_of_another_event_within_ones_own_are_refused_too(tmp_path: Path) -> None:
    """Two events of one sentence, the words of one within those of the other."""
    inner = mention(
        "a.txt", "meeting", "called her counterpart Omar Haddad", "2024-04-29", "29 April 2024",
        "Anna Berg/NOR, Omar Haddad/JOR", "talks",
    )  # fmt: skip
    out = write_run(tmp_path / "out", (*MENTIONS, inner))
    rows = rows_of(sheet(out))
    one, two = (at for at, row in enumerate(rows) if row["article"] == "a.txt" and row["kind"] in {"call", "meeting"})
    mixed = [rows[one] | {head: rows[two][head] for head in LAST}, rows[two] | {head: rows[one][head] for head in LAST}]
    given = taken(out, saved([row | {"decision": "reject"} for row in mixed]))
    assert (given.made, len(given.refused)) == ({}, 2)


@pytest.mark.parametrize(
    "quote", ["Anna Berg of Norway called her counterpart", "of Jordan on 29 April 2024. Jun Ito of"]
)
def test_other_words_of_an_event_are_counted(out: Path, quote: str) -> None:
    rows = rows_of(sheet(out))
    given = taken(out, saved([rows[0] | {"quote": quote, "decision": "accept"}]))
    assert (given.made, given.moved, given.refused) == ({"accept": 1}, 1, [])


@pytest.mark.parametrize("quote", ["they never spoke", "Norway then expelled two", "Jun Ito of Japan"])
def test_words_that_have_nothing_in_common_with_those_of_the_event_are_refused(out: Path, quote: str) -> None:
    rows = rows_of(sheet(out))
    given = taken(out, saved([rows[0] | {"quote": quote, "decision": "accept"}]))
    assert (given.made, given.moved) == ({}, 0)
    assert [(one.where, f"its words, {quote!r}, are not those of its mention" in one.why) for one in given.refused] == [
        ("sheet.csv, E2", True)
    ]


def test_other_words_are_found_over_ends_of_lines(tmp_path: Path) -> None:
    told = "Jun Ito of Japan is to call her on Friday.\nNorway then expelled two diplomats"
    twin = mention("a.txt", "call", told, "2024-04-29", "29 April 2024", "Anna Berg/NOR, Omar Haddad/JOR", "phone")
    out = write_run(tmp_path / "out", (*MENTIONS, twin))
    rows = [row for row in rows_of(sheet(out)) if row["mention"] == twin.id]
    more = rows[0] | {"quote": rows[0]["quote"] + " of Jordan", "decision": "accept"}
    assert taken(out, saved([more])).moved == 1
    assert taken(out, saved([row | {"quote": "", "decision": "accept"} for row in rows]), who="omar").moved == 0
