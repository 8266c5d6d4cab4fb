"""Documents of word processors: exports of Nexis Uni and Factiva article by article, others whole, broken ones told."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest
from striprtf import striprtf

from helpers import office
from memcon.articles.read import read_articles
from memcon.articles.sentences import body_of, segment
from memcon.records import Article, ArticleState

NB: Final = "\xa0"
FIRST: Final = (
    "Menlu kedua negara bertemu di Jakarta", "The Jakarta Post", "December 21, 2023 Thursday", "",
    "Copyright 2023 PT Niskala Media Tenggara All Rights Reserved",
    f"Section:{NB}NATIONAL; Pg. 2", f"Length:{NB}212 words", f"Byline:{NB}Dewi Lestari", f"Dateline:{NB}JAKARTA",
    "Body", "",
    "Menteri luar negeri Norwegia dan Chad bertemu di Jakarta pada Kamis. “Kami setuju,” kata mereka.", "",
    "Mereka akan bertemu lagi bulan depan di Oslo untuk membahas perdagangan kedua negara.", "",
    "Graphic", "Para menteri di depan istana.",
    "Classification", "", f"Language:{NB}INDONESIAN", f"Publication-Type:{NB}Newspaper",
    f"Subject:{NB}FOREIGN RELATIONS (90%); HEADS OF STATE (71%)", f"Load-Date:{NB}December 23, 2023", "",
    "End of Document",
)  # fmt: skip
SECOND: Final = (
    "Außenminister sprechen in Wien", "Die Presse", "Dienstag 10.Dezember 2019", "Copyright 2019 Die Presse",
    f"Länge:{NB}98 words", "Body", "Die Außenminister von Norwegen und dem Tschad sprachen am Dienstag in Wien.",
    f"Language:{NB}GERMAN; DEUTSCH", f"Ladedatum:{NB}10. Dezember 2019", "End of Document",
)  # fmt: skip
UNDATED: Final = (
    "A note without a date", "A Bulletin", f"Length:{NB}20 words", "Body",
    "The envoys of Norway and Chad did not meet after all, a person who was there said.",
    f"Language:{NB}ENGLISH", f"Load-Date:{NB}March 3, 2021", "End of Document",
)  # fmt: skip
COVER: Final = (
    "Date and Time: Friday, 5. January 2024 09:31:00 CEST", "Job Number: 00000001", "Documents (3)",
    "1. Menlu kedua negara bertemu di Jakarta", "Client/Matter: -None-", "Search Terms: menlu",
    "2. Außenminister sprechen in Wien", "Client/Matter: -None-", "Search Terms: menlu",
)  # fmt: skip
NEXIS: Final = (*COVER, office.PAGE, *FIRST, office.PAGE, *SECOND, office.PAGE, *UNDATED)

LINES: Final = (
    "World", "Norway's minister calls his colleague of Chad about trade", "By Ann Berg and Omar Deby in Oslo",
    "1,212 words", "21 December 2023", "15:10", "Reuters News", "LBA", "English", "© 2023 Reuters Limited", "",
    "OSLO, Dec 21 (Reuters) - Norway's minister called his colleague of Chad on Thursday, both said.",
    "They spoke of trade, and of 😀 a visit.", "", "Document LBA0000020231221ejcl00a1b", "",
    "Le ministre reçoit l'ambassadeur du Tchad", "512 mots", "22 décembre 2023", "Le Monde", "LEMOND", "4", "Français",
    "Copyright 2023 Le Monde", "",
    "Le ministre a reçu vendredi l'ambassadeur du Tchad à Paris, selon un communiqué.", "",
    "Document LEMOND0020231222ejcm0000c", "Search Summary", "Text: minister",
)  # fmt: skip
CODES: Final = (
    ("SE", "World"), ("HD", "Norway's minister calls his colleague of Chad"), ("BY", "By Ann Berg"),
    ("WC", "212 words"), ("PD", "21 December 2023"), ("ET", "15:10"), ("SN", "Reuters News"), ("SC", "LBA"),
    ("LA", "English"), ("CY", "© 2023 Reuters Limited"),
    ("LP", "OSLO, Dec 21 (Reuters) - Norway's minister called his colleague of Chad on Thursday, both said."),
    ("TD", "They spoke of trade.\n\nNo date was told for a visit by either of the two."),
    ("NS", "gdip : International"),
    ("AN", "Document LBA0000020231221ejcl00a1b"),
)  # fmt: skip


def as_docx(paragraphs: Sequence[str]) -> bytes:
    return office.docx(*map(office.paragraph, paragraphs))


def as_rtf(paragraphs: Sequence[str]) -> bytes:
    return office.rtf(*map(office.rtf_paragraph, paragraphs))


MAKE: Final = {"docx": as_docx, "rtf": as_rtf}


@pytest.fixture(params=sorted(MAKE))
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def read(path: Path, data: bytes, **said: str) -> list[Article | ArticleState]:
    path.write_bytes(data)
    return list(read_articles([str(path)], timezone=said.get("timezone")))


def articles(path: Path, data: bytes, **said: str) -> list[Article]:
    found = read(path, data, **said)
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def body(article: Article) -> list[str]:
    """Return the lines that are the article's own."""
    blotted = body_of(article.text, segment(article)).replace("\ufffc", "")
    return [line for line in (line.strip() for line in blotted.split("\n")) if line]


def reasons(article: Article) -> dict[str, str]:
    return {article.text[span.start : span.end]: span.reason for span in article.beside}


def test_an_export_of_nexis_uni_is_read_article_by_article(tmp_path: Path, form: str) -> None:
    first, second, undated = articles(tmp_path / f"e.{form}", MAKE[form](NEXIS))
    assert [first.title, first.source, first.language] == [FIRST[0], "The Jakarta Post", "id"]
    assert [second.title, second.source, second.language] == [SECOND[0], "Die Presse", "de"]
    assert (first.published, second.published, undated.published) == (
        dt.date(2023, 12, 21), dt.date(2019, 12, 10), None,
    )  # fmt: skip
    assert first.published_basis == 'the export\'s own line "December 21, 2023 Thursday"'
    (note,) = first.notes
    assert note == "the export tells: length 212 words; loaded December 23, 2023, which is not when it was published"
    assert undated.notes[0].endswith("loaded March 3, 2021, which is not when it was published")
    assert body(first) == [FIRST[0], FIRST[11], FIRST[13]]
    assert body(second) == [SECOND[0], SECOND[6]]
    assert [one.id for one in (first, second, undated)] == [f"e.{form}:{number}" for number in (1, 2, 3)]
    told = reasons(first)
    assert told["The Jakarta Post"] == told["End of Document"] == told[f"Load-Date:{NB}December 23, 2023"] == "metadata"
    assert told["December 21, 2023 Thursday"] == "stamp"
    assert told[FIRST[4]] == "copyright"
    assert told["Para menteri di depan istana."] == "caption"
    assert told[f"Byline:{NB}Dewi Lestari"] == "byline"
    assert [one.origin and one.origin.record for one in (first, second)] == [1, 2]


def test_a_time_of_greenwich_is_a_day_of_the_article(tmp_path: Path, form: str) -> None:
    late = [line.replace("Thursday", "Thursday 5:40 PM GMT") for line in FIRST]
    (one,) = articles(tmp_path / f"e.{form}", MAKE[form](late))
    assert one.published == dt.date(2023, 12, 22)  # 00:40 WIB
    (one,) = articles(tmp_path / f"e.{form}", MAKE[form](late), timezone="UTC")
    assert one.published == dt.date(2023, 12, 21)


def test_an_export_without_a_cover_or_the_word_body(tmp_path: Path, form: str) -> None:
    plain = [line for line in UNDATED if line != "Body"]
    first, second = articles(tmp_path / f"e.{form}", MAKE[form]([*SECOND, *plain]))
    assert (first.title, second.title) == (SECOND[0], UNDATED[0])
    assert body(second) == [UNDATED[0], UNDATED[4]]


def test_a_document_of_an_export_without_text_costs_itself_alone(tmp_path: Path, form: str) -> None:
    picture = [FIRST[0], *FIRST[1:10], *FIRST[15:]]
    state, kept = read(tmp_path / f"e.{form}", MAKE[form]([*picture, *SECOND]))
    assert isinstance(state, ArticleState)
    assert (state.reason, state.path) == ("empty_text", f"{tmp_path}/e.{form}:1")
    assert isinstance(kept, Article)


def test_an_export_that_ends_early_tells_so(tmp_path: Path, form: str) -> None:
    whole, cut = articles(tmp_path / f"e.{form}", MAKE[form]([*SECOND, *FIRST[:14]]))
    assert (whole.notes[-1].startswith("the export tells"), cut.notes[-1]) == (
        True, "its end is missing: the export may be cut",
    )  # fmt: skip


def test_an_export_of_factiva_is_read_article_by_article(tmp_path: Path, form: str) -> None:
    first, second = articles(tmp_path / f"e.{form}", MAKE[form](LINES))
    assert [first.title, first.source, first.language] == [LINES[1], "Reuters News", "en"]
    assert [second.title, second.source, second.language] == [LINES[16], "Le Monde", "fr"]
    assert (first.published, second.published) == (dt.date(2023, 12, 21), dt.date(2023, 12, 22))
    assert (first.id, second.id) == ("LBA0000020231221ejcl00a1b", "LEMOND0020231222ejcm0000c")
    assert body(first)[0] == LINES[1]
    assert body(first)[1:] == ["Norway's minister called his colleague of Chad on Thursday, both said.", LINES[12]]
    assert body(second) == [LINES[16], LINES[25]]
    told = reasons(first)
    assert (told["World"], told[LINES[2]], told["© 2023 Reuters Limited"]) == ("section", "byline", "copyright")
    assert told["Document LBA0000020231221ejcl00a1b"] == told["1,212 words"] == told["English"] == "metadata"
    assert first.notes == ("the export tells: length 1,212 words",)


@pytest.mark.parametrize("make", [
    lambda rows: office.docx(office.table(rows), office.table(rows[:1])),
    lambda rows: office.rtf(office.rtf_table(rows)),
], ids=["docx", "rtf"])  # fmt: skip
def test_an_export_of_factiva_with_codes(
    tmp_path: Path, make: Callable[[Sequence[Sequence[str]]], bytes], request: pytest.FixtureRequest
) -> None:
    (one,) = articles(tmp_path / f"e.{request.node.callspec.id}", make(CODES))
    assert [one.id, one.title, one.source, one.language] == [
        "LBA0000020231221ejcl00a1b", CODES[1][1], "Reuters News", "en",
    ]  # fmt: skip
    assert one.published == dt.date(2023, 12, 21)
    assert body(one)[0] == CODES[1][1]
    assert body(one)[2:] == CODES[11][1].split("\n\n")
    told = reasons(one)
    assert told["CY\t© 2023 Reuters Limited"] == "copyright"
    assert told["AN\tDocument LBA0000020231221ejcl00a1b"] == "metadata"


def test_any_other_document_is_one_article(tmp_path: Path) -> None:
    words = ("Envoys meet", "They met in Oslo\non Tuesday.", "The end of the document came soon.")
    (one,) = articles(
        tmp_path / "d.docx",
        office.docx(office.paragraph(words[0], style="Heading1"), *map(office.paragraph, words[1:])),
    )
    assert (one.id, one.title, one.text) == ("d.docx", words[0], "\n\n".join(words))
    (one,) = articles(tmp_path / "d.rtf", as_rtf(("Посол", "встретился 😀", "", "{в} Осло\\")))
    assert one.text == "Посол\nвстретился 😀\n\n{в} Осло\\"


def test_what_word_does_not_show_is_no_text(tmp_path: Path) -> None:
    revised = "<w:p>" + office.run("Berg ") + "<w:ins>" + office.run("did not ") + "</w:ins><w:del><w:r><w:delText>did"
    (one,) = articles(
        tmp_path / "d.docx", office.docx(revised + "</w:delText></w:r></w:del>" + office.run("meet") + "</w:p>")
    )
    assert one.text == "Berg did not meet"
    link = r'{\field{\*\fldinst{HYPERLINK "https://a.example/x"}}{\fldrslt{Anna Berg}}}'
    (one,) = articles(
        tmp_path / "d.rtf", office.rtf(rf"{link} {{\deleted did}}{{\v {{\xe seen}}}}did not meet \'ee\'ea\f1\'ee\'ea.")
    )
    assert one.text == "Anna Berg did not meet îêок."


def test_what_a_field_shows_is_text_and_what_it_is_told_is_none(tmp_path: Path) -> None:
    begun = office.field("begin", 'HYPERLINK "https://a.example/x"') + office.field("separate")
    words = office.run("Anna Berg\nof fldChar & ") + "<w:r><w:t>A&#13;é</w:t></w:r>" + office.field("end")
    (one,) = articles(tmp_path / "d.docx", office.docx(f"<w:p>{begun}{words}{office.run(' met')}</w:p>"))
    plain = f"<w:p>{words.removesuffix(office.field('end'))}{office.run(' met')}</w:p>".replace("fldChar", "field")
    (same,) = articles(tmp_path / "e.docx", office.docx(plain))
    assert one.text == same.text.replace("field", "fldChar")
    assert one.text.startswith("Anna Berg\nof fldChar & A")


def test_bytes_that_are_no_rich_text_are_of_its_code_page(tmp_path: Path) -> None:
    (one,) = articles(tmp_path / "d.rtf", b"{\\rtf1\\ansi\\ansicpg1251 " + "Посол прибыл".encode("cp1251") + b"\\par}")
    assert one.text == "Посол прибыл"


def test_fonts_are_read_however_their_table_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand; striprtf looks for the end of each font, and again from each place where it might begin."""
    given: list[str] = []
    real: Callable[..., str] = striprtf.rtf_to_text

    def counted(text: str, **more: object) -> str:
        given.append(text)
        return real(text, **more)

    monkeypatch.setattr(striprtf, "rtf_to_text", counted)
    tables = (
        r"{\f0 Arial}{\f1\fcharset204 Cyr\}}",
        r"{\f0 A;}" * 9 + r"{\f1\fnil\fcharset204{\*\falt A}A;}",
        r"\f1\fcharset204 C;",
    )
    for table in tables:
        data = rf"{{\rtf1\ansi{{\fonttbl{table}}}\f1 \'ee\'ea {{\f0 \'ee}}\par}}".encode("ascii")
        (one,) = articles(tmp_path / "d.rtf", data)
        assert one.text == "ок î"
    assert [re.findall(r"\\fonttbl(.*?)\\f1 ", text) for text in given] == [[r"{\f1\fcharset204 x;}}"]] * len(tables)


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0" + bytes(5000) + "EncryptedPackage".encode("utf-16-le") + bytes(500)


@pytest.mark.parametrize(("name", "data", "reason", "todo"), [
    ("a.docx", encrypted(), "encrypted", "save it without one"),
    ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(5000), "binary", "save it as .docx"),
    ("a.docx", as_docx(FIRST)[:900], "damaged", "save it again"),
    ("a.docx", as_docx([" ", "", office.PAGE]), "empty_text", "white space"),
    ("a.docx", b"", "empty_file", "empty"),
    ("a.docx", b"They met in Oslo.", "damaged", "save it again"),
    ("a.docx", office.docx('<w:p><w:r><w:sym w:font="Wingdings"/></w:r></w:p>'), "damaged", "save it again"),
    ("a.rtf", as_rtf(FIRST)[:900], "cut", "fetch or save it again"),
    ("a.rtf", as_rtf(FIRST)[:-30] + b"}", "cut", "fetch or save it again"),
    ("a.rtf", as_rtf([""]), "empty_text", "white space"),
    ("a.rtf", b"They met in Oslo.", "damaged", "save it again"),
])  # fmt: skip
def test_broken_ones_are_refused_in_a_line(tmp_path: Path, name: str, data: bytes, reason: str, todo: str) -> None:
    if reason == "cut" and data.endswith(b"}"):
        data = data.replace(b"\\par", b"{\\par", 1)
    (state,) = read(tmp_path / name, data)
    assert isinstance(state, ArticleState)
    assert state.reason == reason
    assert todo in str(state.detail)
    assert "\n" not in str(state.detail)


def test_another_zip_and_one_that_unpacks_too_far(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", " " * (97 << 20))
    (state,) = read(tmp_path / "a.docx", made.getvalue())
    assert isinstance(state, ArticleState)
    assert state.reason == "too_large"
    with zipfile.ZipFile(made := io.BytesIO(), "w") as packed:
        packed.writestr("a.txt", "a")
    (state,) = read(tmp_path / "a.docx", made.getvalue())
    assert isinstance(state, ArticleState)
    assert (state.reason, "no Word document" in str(state.detail)) == ("damaged", True)


def test_content_tells_a_document_without_a_name(tmp_path: Path) -> None:
    for name, data in (("a", as_docx(SECOND)), ("b.txt", as_rtf(SECOND)), ("c.doc", as_rtf(SECOND))):
        (one,) = articles(tmp_path / name, data)
        assert one.title == SECOND[0]
