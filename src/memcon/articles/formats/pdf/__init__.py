"""PDF with a text layer: an article, or an export of Nexis Uni or Factiva with many.

pypdf reads the words (pure Python, BSD; of those measured, the one that keeps Arabic negations and moves no word). A
page breaks lines where its column ends: lines are joined to paragraphs again, over pages too, by where they stand
(`paragraphs`), and a word that a hyphen parts at the end of a line is one word. Running heads and page numbers stay in
the text, marked as `page`, behind the paragraph that they would interrupt (`furniture`). Ligatures and presentation
forms of Arabic are the letters that they show; nothing else is changed. A picture of text holds no text: it is refused.
"""

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from memcon.articles.formats.base import Content
from memcon.articles.formats.documents.exports import articles
from memcon.articles.formats.pdf.furniture import furniture_of
from memcon.articles.formats.pdf.paragraphs import Paragraphs
from memcon.articles.formats.pdf.rows import Row, rows_of
from memcon.errors import InputError
from memcon.records import Article, ArticleState

if TYPE_CHECKING:
    from pypdf import PdfReader

suffixes: Final = (".pdf",)
_START: Final = b"%PDF-"
_END: Final = b"%%EOF"
_TAIL: Final = 4096
_UNREADABLE: Final = 0.2
"""Share of characters that mean nothing, from which on a text layer is none."""
_NAMED: Final = 8
"""Pages that a note names."""
_DECRYPT: Final = "save it without a password, for example by `qpdf --decrypt IN.pdf OUT.pdf`"
_RECOGNISE: Final = "recognise its text first, for example by `ocrmypdf IN.pdf OUT.pdf`"


def recognises(head: bytes) -> bool:
    """Return whether a file begins as a PDF does; some have a few bytes before."""
    return _START in head[:1024]


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield the articles of a PDF. Raises InputError for one that cannot be read, or has no text."""
    if not recognises(content.head):
        raise InputError(content.shown, "damaged", "it does not begin as a PDF; fetch or print it again")
    pages, notes = _pages(content)
    rows = [row for page in pages for row in page]
    _check_text(rows, len(pages), content)
    empty = [number for number, page in enumerate(pages, 1) if not page]
    if empty:
        notes.append(f"{_named(empty)} without text: pictures, perhaps; {_RECOGNISE}")
    made = Paragraphs(rows, furniture_of(pages))
    lines = list(made.lines())
    if made.hyphens:
        notes.append(f"{made.hyphens:,} words that a hyphen parts at the end of a line are joined")
    yield from articles(lines, content, notes)


def _pages(content: Content) -> tuple[list[list[Row]], list[str]]:
    """Return the rows of each page, and notes on pages that cannot be read."""
    import pypdf
    from pypdf.errors import DependencyError

    rows: list[list[Row]] = []
    bad: list[int] = []
    with content.file() as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _TAIL))
        if _END not in file.read():
            raise InputError(content.shown, "cut", "the PDF is cut: its end is missing; fetch or print it again")
        file.seek(0)
        try:
            reader = pypdf.PdfReader(file)
            count = len(reader.pages) if not reader.is_encrypted or reader.decrypt("") else None
        except DependencyError:
            raise InputError(content.shown, "encrypted", f"it is encrypted by AES; {_DECRYPT}") from None
        except Exception as error:  # what is damaged makes it raise anything
            raise _damaged(content, error) from error
        if count is None:
            raise InputError(content.shown, "encrypted", f"it is encrypted; {_DECRYPT}")
        for number in range(count):
            try:
                rows.append(_rows(reader, number))
            except Exception as error:  # likewise: a page costs itself alone
                bad.append(number + 1)
                rows.append([])
                if len(bad) == count:
                    raise _damaged(content, error) from error
    return rows, [f"{_named(bad)} cannot be read, and is left out"] if bad else []


def _rows(reader: "PdfReader", number: int) -> list[Row]:
    return list(rows_of(reader.pages[number], number))


def _damaged(content: Content, error: Exception) -> InputError:
    told = (str(error) or type(error).__name__).splitlines()[0][:200]
    return InputError(content.shown, "damaged", f"no PDF that can be read: {told}; fetch or print it again")


def _check_text(rows: list[Row], pages: int, content: Content) -> None:
    """Refuse pictures of text, and text in fonts that do not say which letters they show."""
    text = "".join(row.text for row in rows)
    if not text:
        raise InputError(content.shown, "no_text", f"a scan: {pages:,} pages hold no text; {_RECOGNISE}")
    unread = sum(unicodedata.category(char) in {"Cc", "Co", "Cn"} or char == "\ufffd" for char in text)
    if unread > _UNREADABLE * len(text):
        hint = "its fonts do not tell which letters they show; recognise them, for example by `ocrmypdf --force-ocr`"
        raise InputError(content.shown, "no_text", hint)


def _named(pages: list[int]) -> str:
    shown = ", ".join(f"{number}" for number in pages[:_NAMED])
    more = f" and {len(pages) - _NAMED:,} others" if len(pages) > _NAMED else ""
    return f"page{'s' if len(pages) > 1 else ''} {shown}{more}"
