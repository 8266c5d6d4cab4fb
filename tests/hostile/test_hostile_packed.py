"""Tables that unpack without measure, or tell a size that they have not, and pages within parts within parts."""

import os
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from helpers import office, printed
from helpers.steps import steps
from memcon.articles.formats.pdf.paragraphs import Paragraphs
from memcon.articles.read import read_articles
from memcon.errors import DataError
from memcon.outputs.opened import open_export
from memcon.records import Article, ArticleState

pytestmark = pytest.mark.hostile

TOLD = "The minister met the president in Oslo."
PAGE = f"<html><head><title>Visit</title></head><body><article><p>{TOLD * 20}</p></article></body></html>"


def ends(path: Path) -> list[str | None]:
    """Return the reasons of what cannot be read of a file, None for what can."""
    found: list[Article | ArticleState] = list(read_articles([str(path)]))
    return [one.reason if isinstance(one, ArticleState) else None for one in found]


def test_a_first_line_of_csv_without_an_end_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text," + ",".join(f"c{number}" for number in range(400_000)) + "\nOne\n", "utf-8")
    assert ends(path) == ["no_column"]


def test_a_cell_in_the_last_corner_of_a_sheet_makes_no_cells_before_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for place, words in {"A1": "text", "B1": "date", "A2": TOLD, "XFD1048576": "x", "A1048576": TOLD}.items():
        book.active[place] = words
    book.save(tmp_path / "a.xlsx")
    assert ends(tmp_path / "a.xlsx") == [None, None]


def test_a_header_as_wide_as_a_sheet_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["text", *(f"c{number}" for number in range(5000))])
    book.active.append([TOLD])
    book.save(tmp_path / "a.xlsx")
    assert ends(tmp_path / "a.xlsx") == ["too_large"]


def test_words_of_a_workbook_that_no_memory_is_for_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    workbook(path, [f"<si><t>{words}</t></si>" for words in ("text", TOLD * 100)], [0, 1])
    assert ends(path) == [None]
    monkeypatch.setattr("memcon.articles.formats.tables.workbook._WORDS", 3000)
    assert ends(path) == ["too_large"]


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "xl/book.xml": "sheet.main",
    "xl/worksheets/sheet.xml": "worksheet",
    "xl/worksheets/words.xml": "sharedStrings",
}


def workbook(path: Path, words: list[str], rows: list[int]) -> None:
    """Write a workbook of one column, its words by number, in a part with a name of our own."""
    types = "".join(f'<Override PartName="/{name}" ContentType="{TYPE}.{of}+xml"/>' for name, of in PARTS.items())
    cells = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>{one}</v></c></row>' for at, one in enumerate(rows, 1))

    def related(kind: str, target: str) -> str:
        told = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{PACKAGE}/relationships">{told}</Relationships>'

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        file.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types">{rels}{types}</Types>')
        file.writestr("_rels/.rels", related("officeDocument", "xl/book.xml"))
        sheet = f'<sheet name="S" sheetId="1" xmlns:r="{OFFICE}" r:id="r1"/>'
        file.writestr("xl/book.xml", f'<workbook xmlns="{MAIN}"><sheets>{sheet}</sheets></workbook>')
        file.writestr("xl/_rels/book.xml.rels", related("worksheet", "worksheets/sheet.xml"))
        file.writestr(
            "xl/worksheets/sheet.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
        )
        file.writestr("xl/worksheets/words.xml", f'<sst xmlns="{MAIN}">{"".join(words)}</sst>')


@pytest.mark.parametrize("suffix", ["parquet", "xlsx"])
def test_one_text_in_rows_without_an_end_is_read_up_to_a_thousand_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """It stands in the file once, and takes as little room as its number in each row."""
    path = tmp_path / f"a.{suffix}"
    if suffix == "xlsx":
        workbook(path, [f"<si><t>{words}</t></si>" for words in ("text", TOLD * 10)], [0, *[1] * 500])
    else:
        column = pa.DictionaryArray.from_arrays(pa.array([0] * 500, pa.int32()), pa.array([TOLD * 10]))
        parquet.write_table(pa.table({"text": column}), path)
    assert ends(path) == [None] * 500
    monkeypatch.setattr("memcon.articles.formats.tables.unpacking._LEAST", 39_000)
    monkeypatch.setattr("memcon.articles.formats.tables.unpacking._TIMES", 1)
    read = ends(path)
    assert read[-1] == "too_large"
    assert set(read[:-1]) == {None}
    assert len(read) <= max(39_000, path.stat().st_size) / len(TOLD * 10) + 1


def saved(depth: int, lines: int = 0) -> bytes:
    """Return a saved page in so many parts within parts, with empty lines behind it."""
    heads = (
        f'Content-Type: multipart/related; boundary="b{at}"\r\n\r\n{chr(10) * lines}--b{at}\r\n' for at in range(depth)
    )
    return ("MIME-Version: 1.0\r\n" + "".join(heads) + f"Content-Type: text/html\r\n\r\n{PAGE}").encode()


def test_a_page_in_parts_without_an_end_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.mhtml"
    path.write_bytes(saved(3))
    assert ends(path) == [None]
    path.write_bytes(saved(20_000))
    assert ends(path) == ["no_article"]


@pytest.mark.parametrize("depth", [0, 2])
@pytest.mark.parametrize("fold", ["", "\r\n "])
def test_a_type_with_parameters_without_an_end_is_refused(tmp_path: Path, depth: int, fold: str) -> None:
    """The library reads the rest of a header again for each of its semicolons: 125 kB took half a minute."""
    path = tmp_path / "a.mhtml"
    for count, told in ((400, None), (125_000, "damaged")):
        path.write_bytes(saved(3).replace(f'"b{depth}"'.encode(), f'"b{depth}"; x="{f";{fold}" * count}'.encode()))
        assert ends(path) == [told]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Date: Mon, 1 Jan 2022 00:00:00 +99999999999999999", None),
        ("Date: Mon, 1 Jan 99999999999999999999 00:00:00 GMT", None),
        ("Content-Type: text/html; charset*=a\0b''utf-8", "damaged"),
    ],
)
def test_headers_that_the_library_fails_at_end_no_run(tmp_path: Path, header: str, told: str | None) -> None:
    path = tmp_path / "a.mhtml"
    name = header.partition(":")[0]
    place = "Content-Type: text/html" if name == "Content-Type" else "MIME-Version: 1.0"
    path.write_bytes(saved(1).replace(place.encode(), header.encode()))
    assert ends(path) == [told]


FIELDS = {
    "begun and not ended": lambda count: office.field("begin") * count + office.run("o") * count,
    "ended where nobody looks": lambda count: (
        (office.field("begin") + f"<w:del>{office.field('end')}</w:del>") * count + office.run("o") * count
    ),
}


@pytest.mark.parametrize("shape", FIELDS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be"])
def test_fields_take_steps_of_their_document(tmp_path: Path, shape: str, encoding: str) -> None:
    """Each run took a look at all fields that are open: 4 kB that unpack to 18,000 of both took half a minute."""
    path = tmp_path / "a.docx"

    def document(count: int) -> None:
        path.write_bytes(office.docx(f"<w:p>{office.run(TOLD)}{FIELDS[shape](count)}</w:p>"))
        if encoding != "utf-8":
            recoded(path, encoding)

    def taken(count: int) -> int:
        document(count)
        return steps(lambda: ends(path), 40_000_000)

    document(2)
    assert ends(path) == [None]
    assert taken(1000) < 12 * taken(100)


def recoded(path: Path, encoding: str) -> None:
    """Write the document of a file in another encoding, under a name that is none of XML."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in parts.items():
            moved = text.replace("word/document.xml", "word/document.bin")
            data = ("\ufeff" + moved).encode(encoding) if name == "word/document.xml" else moved.encode()
            packed.writestr(name.replace("word/document.xml", "word/document.bin"), data)


def test_parts_of_a_document_are_counted_under_whatever_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(office.docx(office.paragraph(TOLD * 100)))
    recoded(path, "utf-16-le")
    assert ends(path) == [None]
    monkeypatch.setattr("memcon.articles.formats.documents.docx._LARGEST", 3000)
    assert ends(path) == ["too_large"]


def test_parts_take_steps_of_their_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.mhtml"

    def taken(count: int) -> int:
        path.write_bytes(saved(6, lines=count))
        return steps(lambda: ends(path), 40_000_000)

    taken(1)
    assert taken(20_000) < 2 * taken(200)


def test_a_row_of_a_page_is_joined_with_the_end_of_its_paragraph_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A paragraph of a thousand rows is not read again for each."""
    seen: list[int] = []
    joined = Paragraphs._joined

    def watched(self: Paragraphs, above: str, below: str) -> str:
        seen.append(len(above))
        return joined(self, above, below)

    monkeypatch.setattr(Paragraphs, "_joined", watched)
    path = tmp_path / "a.pdf"
    path.write_bytes(printed.pdf(printed.column(["words that go on over all of the row, and on again"] * 400)))
    (article,) = read_articles([str(path)])
    assert isinstance(article, Article)
    assert article.text.count("over all of the row") == 400
    assert len(seen) > 300, "rows of one paragraph"
    assert max(seen) <= 400


@pytest.mark.parametrize("there", ["a pipe", "a device"])
def test_an_export_that_may_have_no_end_is_refused(tmp_path: Path, there: str) -> None:
    path = tmp_path / "a.csv"
    os.mkfifo(path) if there == "a pipe" else path.symlink_to("/dev/zero")
    with pytest.raises(DataError, match=f"cannot be read: it is {there}"), open_export(path):
        pass
