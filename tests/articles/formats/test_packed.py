"""Office files whose parts are damaged, packed as none are, or hold a tag without an end, are told and end nothing."""

import io
import json
import zipfile
from pathlib import Path
from typing import Final

import openpyxl
import pytest

from helpers import office
from helpers.memory import peak_memory
from memcon.articles.formats import packed
from memcon.articles.read import read_articles
from memcon.records import Article

SENTENCE: Final = "The minister met his counterpart in Jakarta on Monday."
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
PARTS: Final = {"a.xlsx": "xl/worksheets/sheet1.xml", "a.docx": "word/document.xml"}


def made(name: str) -> bytes:
    if name == "a.docx":
        return office.docx(office.paragraph(SENTENCE))
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["id", "text"])
    book.active.append(["a", SENTENCE])
    book.save(file)
    return file.getvalue()


def again(name: str, method: int, put: bytes = b"") -> bytes:
    """Return the file with one part packed by `method`, with a tag's end moved behind `put`."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made(name))) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part == PARTS[name] and put:
                at = data.index(b"<sheetData" if name == "a.xlsx" else b"<w:body")
                end = data.index(b">", at)
                data = data[:end] + put + data[end:]
            new.writestr(part, data, method if part == PARTS[name] else zipfile.ZIP_DEFLATED)
    return file.getvalue()


def read(folder: Path, name: str, data: bytes) -> list[str | None]:
    """Return the id of each article, and the reason of what is none, of that file and another."""
    (folder / name).write_bytes(data)
    (folder / "other.jsonl").write_text(json.dumps({"id": "other", "text": "They met."}), "utf-8")
    found = list(read_articles([str(folder / name), str(folder / "other.jsonl")]))
    return [one.id if isinstance(one, Article) else one.reason for one in found]


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("at", [0, 4, 9, 30, 100])
def test_a_damaged_part_is_told_however_it_is_packed(tmp_path: Path, name: str, method: int, at: int) -> None:
    data = bytearray(again(name, method))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        found = file.getinfo(PARTS[name])
    start = found.header_offset + 30 + len(found.filename) + at
    data[start : start + 40] = b"\xff" * 40
    assert read(tmp_path, name, bytes(data)) == ["damaged", "other"]


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("method", METHODS)
def test_parts_are_packed_as_office_programs_pack_them(tmp_path: Path, name: str, method: int) -> None:
    known = method in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    ids = {"a.xlsx": "a", "a.docx": "a.docx"}
    assert read(tmp_path, name, again(name, method)) == [ids[name] if known else "damaged", "other"]


@pytest.mark.parametrize(("name", "part"), [("a.docx", "word/document.xml"), ("a.xlsx", "xl/styles.xml")])
def test_a_part_takes_no_more_memory_than_it_tells(tmp_path: Path, name: str, part: str) -> None:
    """Made by hand: deflate, too, unpacks to more than its directory tells, and is cut to that only then."""
    data = office.repacked(made(name), part, hidden=1 << 25)
    assert read(tmp_path, name, data) == [{"a.xlsx": "a", "a.docx": "a.docx"}[name], "other"]
    assert peak_memory(lambda: read(tmp_path, name, data), 1 << 24) < 1 << 24


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("put", [b" a='%s'", b"><!--%s--", b"><?a %s?"], ids=["attribute", "comment", "instruction"])
@pytest.mark.parametrize("filling", [b"x", b"> "])
def test_a_tag_without_an_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, put: bytes, filling: bytes
) -> None:
    monkeypatch.setattr(packed, "_CHUNK", 10_000)
    monkeypatch.setattr(packed, "_TOKEN", 100_000)
    short, long = (put % (filling * (size // len(filling))) for size in (50_000, 200_000))
    assert "too_large" not in read(tmp_path, name, again(name, zipfile.ZIP_DEFLATED, short))
    assert read(tmp_path, name, again(name, zipfile.ZIP_DEFLATED, long)) == ["too_large", "other"]


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("put", ["><b/><b/", "><b><b></b></b", "><x><row/><si/></x", "><row><b/></row"])
def test_more_elements_than_fit_in_memory_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, put: str
) -> None:
    monkeypatch.setattr(packed, "_ELEMENTS", 1000)
    few, many = (again(name, zipfile.ZIP_DEFLATED, (put * times).encode()) for times in (100, 1000))
    assert "too_large" not in read(tmp_path, name, few)
    freed = name == "a.xlsx" and put == "><row><b/></row"
    assert ("too_large" in read(tmp_path, name, many)) != freed


def test_rows_and_words_of_a_workbook_are_let_go_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_ELEMENTS", 1000)
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["id", "text"])
    for number in range(2000):
        book.active.append([f"a{number}", f"{SENTENCE} {number}"])
    book.save(file)
    assert len(read(tmp_path, "a.xlsx", file.getvalue())) == 2001


def with_part(name: str, part: str, old: str = "") -> bytes:
    """Return the file with a part more, of one attribute, or with its main part, named `old`, under that name too."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made(name))) as given, zipfile.ZipFile(file, "w") as new:
        long = b"<svg a='" + b"x" * 200_000 + b"'/>"
        for each in given.namelist():
            data = given.read(each)
            if old and each.endswith(".rels"):
                data = data.replace(old.encode(), part.encode())
            new.writestr(each, data)
        new.writestr(part, long)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("a.docx", "word/media/image1.svg"), ("a.xlsx", "xl/media/image1.svg"), ("a.xlsx", "xl/calcChain.xml"),
        ("a.xlsx", "xl/pivotCache/pivotCacheRecords1.xml"), ("a.xlsx", "customXml/item1.xml"),
    ],
)  # fmt: skip
def test_parts_that_are_not_read_may_hold_what_they_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, part: str
) -> None:
    monkeypatch.setattr(packed, "_CHUNK", 10_000)
    monkeypatch.setattr(packed, "_TOKEN", 100_000)
    assert read(tmp_path, name, with_part(name, part)) == [{"a.xlsx": "a", "a.docx": "a.docx"}[name], "other"]


@pytest.mark.parametrize("part", ["xl/media/image1.svg", "xl/calcChain.xml"])
def test_a_sheet_under_the_name_of_a_part_that_is_not_read_is_seen_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(packed, "_CHUNK", 10_000)
    monkeypatch.setattr(packed, "_TOKEN", 100_000)
    assert read(tmp_path, "a.xlsx", with_part("a.xlsx", part, PARTS["a.xlsx"])) == ["too_large", "other"]


def test_a_document_under_the_name_of_a_picture_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = zipfile.ZipFile.writestr

    def writing(file: zipfile.ZipFile, name: str, data: bytes) -> None:
        opened.append(name)
        real(file, name, data)

    data = with_part("a.docx", "word/media/image1.svg", "word/document.xml")
    monkeypatch.setattr(zipfile.ZipFile, "writestr", writing)
    read(tmp_path, "a.docx", data)
    assert "word/document.xml" in opened
    assert "word/media/image1.svg" not in opened
