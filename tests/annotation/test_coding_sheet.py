"""A sheet that coders fill in: what they write in it, and what spreadsheets do to it meanwhile."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings

from helpers.annotating import documents, written
from helpers.coding_sheets import Rows, rows_of, saved, sheet, taken
from helpers.reviewable import write_run
from memcon.outputs.folder import RunFolder
from memcon.pages.annotation import find_format, of_run
from memcon.pages.annotation.fields import edits, told
from memcon.pages.annotation.formats.coding_table import HEADS
from memcon.pages.annotation.located import located
from memcon.pages.annotation.model import EVENT_VALUES, Annotation, Argument, Document, Refused, Span
from memcon.pages.review.session import reviewed_run


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write_run(tmp_path / "out")


def filled(out: Path, change: Callable[[Rows], Rows | None]) -> bytes:
    rows = rows_of(sheet(out))
    return saved(change(rows) or rows)


def test_an_empty_sheet_says_nothing_and_a_filled_one_what_is_in_it(out: Path) -> None:
    assert taken(out, sheet(out)).made == {}

    def fill(rows: Rows) -> None:
        rows[0] |= {"decision": "accept", "note": "clear"}
        rows[1] |= {"decision": "Reject"}
        rows[2] |= {"status": "planned", "date": "2024-05"}
        rows.append({"article": "a.txt", "quote": "Jun Ito of Japan is to call her on Friday.", "kind": "call",
                     "status": "planned", "variant": "phone", "countries": "Japan, NOR"})  # fmt: skip

    result = taken(out, filled(out, fill))
    assert (dict(result.made), result.refused) == ({"accept": 1, "reject": 1, "edit": 1, "add": 1}, [])
    reviewed = reviewed_run(out)
    assert [one.decision.note for one in reviewed.outcomes if one.decision.action == "accept"] == [
        "coding-sheet: sheet.csv, E2 · clear"
    ]
    planned = {(one.kind, one.countries) for one in reviewed.events if one.status == "planned"}
    assert planned == {("meeting", ("JOR", "NOR")), ("call", ("JPN", "NOR"))}


def test_rows_may_be_left_out_and_sorted(out: Path) -> None:
    result = taken(out, filled(out, lambda rows: [row | {"decision": "accept"} for row in reversed(rows[1:3])]))
    assert dict(result.made) == {"accept": 2}


@pytest.mark.parametrize(("separator", "encoding"), [(";", "utf-8"), ("\t", "utf-16"), (",", "utf-8-sig")])
def test_any_csv_of_a_spreadsheet_is_read(out: Path, separator: str, encoding: str) -> None:
    rows = [row | {"decision": "accept"} for row in rows_of(sheet(out))]
    assert dict(taken(out, saved(rows, separator, encoding)).made) == {"accept": 3}


def test_a_workbook_is_read_that_was_saved_again(out: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet(out, "excel")))
    page = book.worksheets[0]
    assert [cell.value for cell in page[1]] == list(HEADS)
    for row in range(2, page.max_row + 1):
        page.cell(row, HEADS.index("decision") + 1).value = "accept"
    file = io.BytesIO()
    book.save(file)
    assert dict(taken(out, file.getvalue(), suffix=".xlsx").made) == {"accept": 3}


@pytest.mark.parametrize("shown", ["29/04/2024", "4/29/2024", "29.04.2024"])
def test_a_date_that_a_spreadsheet_has_written_otherwise_is_no_edit(out: Path, shown: str) -> None:
    def fill(rows: Rows) -> None:
        rows[0] |= {"date": shown, "decision": "accept"}

    assert dict(taken(out, filled(out, fill)).made) == {"accept": 1}


def test_two_coders_in_one_sheet_are_told_apart(out: Path) -> None:
    def fill(rows: Rows) -> Rows:
        ana = [row | {"coder": "ana", "decision": "accept"} for row in rows]
        return ana + [row | {"coder": "omar", "decision": "reject"} for row in rows]

    data = filled(out, fill)
    assert {one.why.partition(":")[2] for one in taken(out, data).refused} == {" say --annotator ana, or omar"}
    assert dict(taken(out, data, annotator="ana").made) == {"accept": 3}
    assert dict(taken(out, data, annotator="omar", who="omar").made) == {"reject": 3}


WRONG = {
    "decision": ("maybe", "the decision 'maybe' is neither accept nor reject"),
    "kind": ("visit", "the kind 'visit' is none of meeting, call, dispute"),
    "status": ("Occured", "'Occured' is no status: occurred, planned"),
    "date": ("29/13/2024", "date: '29/13/2024' is no date"),
    "article": ("z.txt", "the run has no article 'z.txt'"),
    "mention": ("a.txt#x", "which the run has not in this article"),
    "quote": ("", "it has no words of the article"),
}


@pytest.mark.parametrize("column", WRONG)
def test_a_row_that_is_none_is_refused_and_no_other(out: Path, column: str) -> None:
    def fill(rows: Rows) -> None:
        rows[0] |= {"decision": "accept", column: WRONG[column][0]} | ({"mention": ""} if column == "quote" else {})
        rows[2] |= {"decision": "accept"}

    result = taken(out, filled(out, fill))
    assert (dict(result.made), len(result.refused)) == ({"accept": 1}, 1)
    assert WRONG[column][1] in str(result.refused[0])
    assert "sheet.csv" in result.refused[0].where


@pytest.mark.parametrize(
    ("words", "why"),
    [("never said", "do not stand in the article"), ("Norway", "stand in the article several times")],
)
def test_words_that_do_not_stand_once_are_refused(out: Path, words: str, why: str) -> None:
    new = {"article": "a.txt", "quote": words, "kind": "call", "variant": "phone", "countries": "JPN, NOR"}
    result = taken(out, saved([new]))
    assert [why in one.why for one in result.refused] == [True]


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"PK\x03\x04nothing", "né".encode("cp1252")])
def test_what_is_no_sheet_is_refused_or_empty(data: bytes) -> None:
    assert all(isinstance(one, Refused) for one in find_format("coding-sheet").read({"a.csv": data}))


def one_event(text: str = "x", *, place: str = "", name: str = "", marked: bool = False) -> Document:
    """Return an article with one event, whose place and participant are told in words, or marked: the whole text."""
    spans = tuple(Span(label, label, 0, len(text), {}) for label in ("place", "participant") if marked)
    values = {"status": "occurred", "variant": "phone", "place": place, "others": name}
    event = Annotation(
        "E1", "call", 0, len(text), {key: value for key, value in values.items() if value},
        tuple(Argument(span.label, span.id) for span in spans), mention=f"a.txt#call-0-{len(text)}",
    )  # fmt: skip
    return Document("a.txt", text, spans, (event,))


@pytest.mark.parametrize("part", ["documents", "excel"])
@given(document=documents())
@example(one_event(place="\x9c", name="\x00"))
@example(one_event(place="'=x", name="'-1"))
@example(one_event(place="_x0041_", name="_x005F_\ufffe"))
@example(one_event(place="A" * 40_000))
@example(one_event("a\n(NOR)", marked=True))
@example(one_event("Norway", marked=True))
@example(one_event("'@a; b | c\\", marked=True))
@settings(max_examples=60, deadline=None)
def test_a_sheet_that_comes_back_as_it_was_edits_nothing(part: str, document: Document) -> None:
    """Whatever the values are: formulas, ends of lines, signs that divide values, nothing but control characters."""
    marked = [one for one in document.annotations if one.mention and "date" not in one.values]
    before = Document("a.txt", document.text, document.spans, tuple(marked))
    file = io.BytesIO()
    cut = list(find_format("coding-sheet").write([before], file, part))
    assert [isinstance(one, Refused) and "are cut" in one.why for one in cut] in ([], [part == "excel"])
    back = list(find_format("coding-sheet").read({"a": file.getvalue()}))
    if not marked:
        assert back == []
        return
    refused: list[Refused] = []
    assert isinstance(back[0], Document)
    after = located(back[0], before, refused)
    assert refused == []
    was = {one.mention: one for one in marked}
    spans, are = ({span.id: span for span in each.spans} for each in (before, after))
    assert {one.mention for one in after.annotations} == was.keys()
    for one in after.annotations:
        assert edits(told(was[one.mention], before, spans), told(one, after, are)) == []


@pytest.mark.parametrize("name", [" a.txt", "'=a.txt", "=a.txt"])
def test_an_article_of_any_id_is_known_again(out: Path, name: str) -> None:
    articles = out.parent / "out-articles"
    (articles / "a.txt").rename(articles / name)
    for file in out.glob("*.jsonl"):
        file.write_text(file.read_text("utf-8").replace("a.txt", name), "utf-8")
    result = taken(out, filled(out, lambda rows: [row | {"decision": "accept"} for row in rows]))
    assert (result.refused, dict(result.made)) == ([], {"accept": 3})


def test_rows_of_an_article_that_may_be_two_are_refused(out: Path) -> None:
    row = {"article": "a.txt", "mention": "a.txt#call-0-98", "quote": "x", "kind": "call", "decision": "accept"}
    states = (out / "articles.jsonl").read_text("utf-8")
    more = states.partition("\n")[0].replace("a.txt", " a.txt")
    articles = out.parent / "out-articles"
    (articles / " a.txt").write_bytes((articles / "a.txt").read_bytes())
    (out / "articles.jsonl").write_text(f"{more}\n{states}", "utf-8")
    result = taken(out, saved([row]))
    assert [one.why for one in result.refused] == ["it may be of several articles: ' a.txt', 'a.txt'"]
    assert not result.made


@pytest.mark.parametrize("cell", ["", "Anna", "Oslo (NOR)"])
def test_a_cell_that_was_changed_is_an_edit_whatever_is_marked(cell: str) -> None:
    before = one_event("Bern\nGeneva", marked=True)
    rows = [row | {"place": cell, "participants": cell} for row in rows_of(written("coding-sheet", [before]))]
    (back,) = find_format("coding-sheet").read({"a.csv": saved(rows)})
    assert isinstance(back, Document)
    after = located(back, before, [])
    was, now = (told(each.annotations[0], each, {span.id: span for span in each.spans}) for each in (before, after))
    changed = {one["field"]: one["value"] for one in edits(was, now)}
    assert changed.keys() == {"place", "participants"}
    assert (changed["place"] or {}).get("name", "") == cell.removesuffix(" (NOR)")
    assert [one["name"] for one in changed["participants"]] == ([cell] if cell else [])


def test_no_cell_of_a_sheet_is_a_formula(out: Path) -> None:
    document = Document("=1+1", "=SUM(A1)")
    assert b"\n" not in written("coding-sheet", [document]).strip()
    marked = next(one for one in of_run.documents(RunFolder(out)) if isinstance(one, Document))
    evil = [Document("=cmd|'/C calc'!A0", marked.text, marked.spans, marked.annotations)]
    assert rows_of(written("coding-sheet", evil))[0]["article"] == "'=cmd|'/C calc'!A0"


VALUES = [head for head in HEADS if head in {"participants", *EVENT_VALUES}]


@pytest.mark.parametrize("head", [*VALUES, "all"])
def test_a_column_that_was_deleted_is_told_and_empties_no_field(out: Path, head: str) -> None:
    rows, gone = rows_of(sheet(out)), {*VALUES} if head == "all" else {head}
    kept = [each for each in HEADS if each not in gone]
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, kept, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    result = taken(out, file.getvalue().encode())
    assert dict(result.made) == {}
    (told,) = result.refused
    assert all(f"{each!r}" in told.why for each in gone)
    assert "stays as it is" in told.why


def test_a_cell_that_was_emptied_empties_its_field(out: Path) -> None:
    rows = rows_of(sheet(out))
    at = next(at for at, row in enumerate(rows) if row["date"])
    rows[at]["date"] = ""
    result = taken(out, saved(rows))
    assert (dict(result.made), result.refused) == ({"edit": 1}, [])
