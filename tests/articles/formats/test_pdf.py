"""PDF: rows are paragraphs again, over pages; heads and numbers of pages are marked; without text it says so."""

import datetime as dt
import io
from pathlib import Path
from typing import Final

import pypdf
import pytest

from helpers.printed import Words, column, pdf
from memcon.articles.read import read_articles
from memcon.articles.sentences import segment
from memcon.records import Article, ArticleState

TITLE: Final = "Ministers of Norway and Chad meet in Oslo"
FIRST: Final = (
    "The foreign ministers of Norway and Chad met in Oslo on Thursday, as the diplo-",
    "mats of both countries said. The well-known meeting was of experts on inter-",
    "nationalisation; a diplomat called it a success, and for the whole of an hour well-",
    "known faces were seen.",
)
SECOND: Final = (
    "“We agreed on trade,” the Norwegian minister told the reporters after a meeting of",
    "two hours. His colleague of Chad did not answer their questions when he left in the",
)
THIRD: Final = ("evening, and no statement was given by either of the two governments that night.",)
WHOLE: Final = (
    "The foreign ministers of Norway and Chad met in Oslo on Thursday, as the diplomats of both countries said. The "
    "well-known meeting was of experts on internationalisation; a diplomat called it a success, and for the whole of "
    "an hour well-known faces were seen."
)
OVER: Final = f"{' '.join(SECOND)} {THIRD[0]}"


def page(number: int, *blocks: tuple[str, ...], head: str = "THE DAILY SAMPLE — 21 December 2023") -> list[Words]:
    """A page with a running head, its number, and paragraphs with room between."""
    rows = [row for block in blocks for row in (*block, "")]
    return [Words(head, 60, 800, 8), *column(rows), Words(f"Page {number} of 3", 290, 40, 8)]


PAGES: Final = (
    [Words(TITLE, 60, 740, 18), *page(1, FIRST, SECOND)],
    page(2, THIRD),
    page(3, ("Nothing else happened.",)),
)


def read(path: Path, data: bytes) -> list[Article | ArticleState]:
    path.write_bytes(data)
    return list(read_articles([str(path)]))


def article(path: Path, data: bytes) -> Article:
    (found,) = read(path, data)
    assert isinstance(found, Article), found
    return found


def aside(one: Article) -> list[str]:
    return [one.text[span.start : span.end] for span in one.beside if span.reason == "page"]


def test_rows_are_paragraphs_again_over_pages_and_hyphens(tmp_path: Path) -> None:
    one = article(tmp_path / "a.pdf", pdf(*PAGES))
    paragraphs = one.text.split("\n\n")
    assert WHOLE in paragraphs
    assert OVER in paragraphs
    assert one.title == TITLE
    assert one.notes == ("2 words that a hyphen parts at the end of a line are joined",)
    assert one.id == "a.pdf"


def test_heads_and_numbers_are_marked_and_break_no_sentence(tmp_path: Path) -> None:
    one = article(tmp_path / "a.pdf", pdf(*PAGES))
    assert aside(one) == [
        "THE DAILY SAMPLE — 21 December 2023", "Page 1 of 3", "THE DAILY SAMPLE — 21 December 2023", "Page 2 of 3",
        "THE DAILY SAMPLE — 21 December 2023", "Page 3 of 3",
    ]  # fmt: skip
    said = [one.text[sentence.start : sentence.end] for sentence in segment(one) if sentence.body]
    whole = next(sentence for sentence in said if sentence.startswith("His"))
    assert "when he left in the evening, and no statement was given" in whole
    assert not any("SAMPLE" in sentence for sentence in said)


def test_words_that_pages_have_in_common_within_the_text_are_text(tmp_path: Path) -> None:
    again = (
        "They met in Oslo again.",
        "",
        "And then they met once more, for a long while, in the same house as before.",
    )
    one = article(tmp_path / "a.pdf", pdf(*(column(again) for _ in range(3))))
    assert aside(one) == []


def test_columns_and_scripts_without_spaces(tmp_path: Path) -> None:
    left = column(
        (
            "两国外长星期四在奥斯陆会晤并就贸易",
            "问题进行了会谈双方表示将继续就此保",
            "持联系并在下个月再次会晤然后发表联",
        )
    )
    right = column(("合声明。",), x=320)
    one = article(tmp_path / "a.pdf", pdf([*left, *right]))
    assert one.text == "".join(row.text for row in (*left, *right))


def test_ligatures_and_forms_are_the_letters_that_they_show(tmp_path: Path) -> None:
    one = article(tmp_path / "a.pdf", pdf(column(("The oﬃcials of ﬁve states met： “A½”，中国。",))))
    assert one.text == "The officials of five states met： “A½”，中国。"


def test_a_reduplication_keeps_its_hyphen(tmp_path: Path) -> None:
    rows = (
        "Kedua negara itu sepakat bahwa para utusan dan juga semua menteri-",
        "menteri akan bertemu lagi pada bulan depan.",
    )
    assert "menteri-menteri akan" in article(tmp_path / "a.pdf", pdf(column(rows))).text


def test_an_export_printed_as_pdf_is_read_article_by_article(tmp_path: Path) -> None:
    lines = (
        "Ministers meet", "", "The Daily Sample", "", "December 21, 2023 Thursday", "", "Length:\xa098 words", "",
        "Body", "", *SECOND, "", "Load-Date:\xa0December 23, 2023", "", "End of Document",
    )  # fmt: skip
    made = [[Words(f"Page {number} of 2", 60, 800, 8), *column(lines, y=700 - 5 * number)] for number in (1, 2)]
    found = read(tmp_path / "a.pdf", pdf(*made))
    assert [one.published for one in found] == [dt.date(2023, 12, 21)] * 2
    assert {one.title for one in found} == {"Ministers meet"}
    assert all(isinstance(one, Article) and "Page" not in one.text for one in found)


def test_a_page_that_holds_a_picture_is_told(tmp_path: Path) -> None:
    one = article(tmp_path / "a.pdf", pdf(column(FIRST), [], picture=True))
    assert one.notes[0].startswith("page 2 without text: pictures, perhaps; recognise its text first")


def encrypted(algorithm: str, password: str) -> bytes:
    """Encrypt by RC4, which pypdf can by itself."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(column(FIRST))))
    writer.encrypt(password, owner_password="owner", algorithm=algorithm)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(("data", "reason", "todo"), [
    (pdf([], [], picture=True), "no_text", "a scan: 2 pages hold no text; recognise its text first"),
    (pdf(column(("\ue000\ue001\ue002\ue003 \ue004",))), "no_text", "--force-ocr"),
    (encrypted("RC4-128", "secret"), "encrypted", "qpdf --decrypt"),
    (pdf(*PAGES)[:-300], "cut", "its end is missing"),
    (b"%PDF-1.7\n%%EOF\n", "damaged", "print it again"),
    (b"They met in Oslo.", "damaged", "print it again"),
    (b"", "empty_file", "empty"),
])  # fmt: skip
def test_what_holds_no_text_is_refused_in_a_line(tmp_path: Path, data: bytes, reason: str, todo: str) -> None:
    (state,) = read(tmp_path / "a.pdf", data)
    assert isinstance(state, ArticleState)
    assert (state.reason, todo in str(state.detail), "\n" in str(state.detail)) == (reason, True, False), state.detail


def test_one_that_needs_no_password_to_be_read_is_read(tmp_path: Path) -> None:
    assert article(tmp_path / "a.pdf", encrypted("RC4-128", "")).text.startswith("The foreign ministers")


def test_a_page_that_is_damaged_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = pdf(column(FIRST), column(("This page cannot be read.",)))
    at = broken.rindex(b"/Contents")
    one = article(
        tmp_path / "a.pdf",
        broken[:at] + broken[at:].replace(b"/MediaBox", b"/MediaBux").replace(b"/Contents 9 0 R", b"/Contents (no) "),
    )
    assert "This page" not in one.text
