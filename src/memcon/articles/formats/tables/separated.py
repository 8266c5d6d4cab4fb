"""CSV and TSV, in UTF-8 or UTF-16: rows as RFC 4180 has them, by the standard library's parser.

The separator is the one of `,` `;` tab `|` that splits the header into most columns. A row that is broken costs itself
alone: one with too few or too many cells, with bytes that are no text, longer than an article may be, or with a quote
that nothing closes, after which the reading goes on in the next line. Going back so is bounded by the length of the
file, so that a file of nothing but open quotes is read in linear time; and where many lines behind such a quote are no
rows, as where it opened a text and not by mistake, that is told once and the rest is left.
"""

import codecs
import contextlib
import csv
import io
import itertools
import re
import sys
from collections.abc import Iterator
from typing import Final

from memcon.articles.formats import base
from memcon.articles.formats.base import UTF16_BOMS, Content
from memcon.articles.formats.tables.columns import Columns, looks_like_news
from memcon.articles.streams import ChunkFile, CutGzip, input_error
from memcon.errors import InputError
from memcon.records import Article, ArticleState

suffixes: Final = (".csv", ".tsv", ".tab")
_SEPARATORS: Final = (",", "\t", ";", "|")
_ROOM: Final = 1 << 20
"""Characters of a row for all that is not its text."""
_MANY: Final = 1000
"""Lines behind a quote that nothing closes, from which on it is asked whether they are rows."""
_NO_TEXT: Final = re.compile("[\ud800-\udfff]")

_MARKED: Final = "memcon_marked"
"""The handler of `_marked`, by the name under which Python knows it."""


def _marked(error: UnicodeError) -> tuple[str, int]:
    """Have a lone surrogate, which is in no text, stand for what is none of UTF-16."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\udcff", error.end


codecs.register_error(_MARKED, _marked)  # Python's own stop at a half of a pair, or a unit, whose bytes are ASCII
csv.field_size_limit(sys.maxsize)  # rows are bounded by `_Lines`, in characters of a row and not of a field


def recognises(head: bytes) -> bool:
    """Return whether a file begins with a header that names a text and another part of an article."""
    line = next(iter(head.decode(_encoding(head), "replace").splitlines()), "")
    return any(looks_like_news(_cells(line, separator)) for separator in _SEPARATORS)


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield an article, or a failed state, for each row after the header."""
    base.check_head(content)
    encoding = _encoding(content.head)
    errors = _MARKED if encoding == "utf-16" else "surrogateescape"
    text = io.TextIOWrapper(io.BufferedReader(ChunkFile(content.chunks)), encoding, errors, newline="")
    yield from _rows(_Lines(text, content.max_chars + _ROOM), content, encoding)


def _encoding(head: bytes) -> str:
    return "utf-16" if head.startswith(UTF16_BOMS) else "utf-8-sig"


def _cells(line: str, separator: str) -> list[str]:
    """Return the cells of one line; none of what is no line of CSV."""
    with contextlib.suppress(csv.Error):
        return [cell.strip() for cell in next(csv.reader([line.rstrip("\r\n")], delimiter=separator), [])]
    return []


class _Unclosed(csv.Error):
    """A row is longer than an article may be: a quote that nothing closes, as a rule."""


class _Lines:
    """The lines of a file, which can go back to those of a row that turned out to be broken."""

    def __init__(self, text: io.TextIOBase, most: int) -> None:
        self._text, self._most = text, most
        self._row: list[str] = []
        self._length = 0
        self._again: Iterator[str] = iter(())
        self._read = self._repeated = 0
        self._line = self.first = 0
        """Lines that were given, and the number of the first one of the row."""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._again, None)
        if line is None:
            line = self._text.readline(self._most + 1)
            self._read += len(line)
        if not line:
            raise StopIteration
        self._line += 1
        self._row.append(line)
        self._length += len(line)
        if self._length > self._most:
            while len(line) > self._most and not line.endswith(("\n", "\r")):
                line = self._text.readline(self._most + 1)
            raise _Unclosed(f"more than {self._most:,} characters without an end")
        return line

    def begin(self) -> None:
        """Take what is read from now on for another row."""
        self._row, self._length, self.first = [], 0, self._line + 1

    def back(self) -> bool:
        """Go back to the second line of the row; return whether there is time to read it again."""
        again = self._row[1:]
        self._repeated += self._length
        if self._repeated > 4 * self._read + self._most:
            return False
        self._again = itertools.chain(again, self._again)
        self._line -= len(again)
        return True

    def are_rows(self, separator: str, columns: int) -> bool:
        """Return whether most of what a broken row has taken in are rows by themselves; of a few lines always.

        Only the second half is looked at: the first may be the rest of one long text, with table behind it.
        """
        half = self._row[len(self._row) // 2 :]
        rows = csv.reader(half, delimiter=separator, strict=True)
        good = bad = 0
        while len(self._row) > _MANY:
            try:
                whole = len(next(rows)) == columns
            except StopIteration:
                break
            except csv.Error:
                whole = False
            good, bad = good + whole, bad + (not whole)
        return good >= bad


def _rows(lines: _Lines, content: Content, encoding: str) -> Iterator[Article | ArticleState]:
    """Yield what each row of a file is; where its bytes end in damage, all rows before it."""
    try:
        header, separator = _header(next(lines, ""))
    except _Unclosed as error:
        raise InputError(content.shown, "no_column", f"its first line is no header: {error}") from None
    columns, blanks = Columns.of(header, content), base.Blanks()
    rows = csv.reader(lines, delimiter=separator, strict=True)
    for number in itertools.count(1):
        lines.begin()
        try:
            row = next(rows)
        except StopIteration:
            break
        except (CutGzip, OSError) as error:
            yield base.failed(input_error(content.where(number), error))
            return
        except csv.Error as error:
            where = content.where(number)
            unclosed = isinstance(error, _Unclosed) or "end of data" in str(error)
            if unclosed and not lines.are_rows(separator, len(header)):
                hint = f"a quote in line {lines.first} is never closed, and what follows is no table; the rest is left"
                yield base.failed(InputError(where, "bad_row", f"{hint}: close it, or double the quotes inside a cell"))
                return
            yield base.failed(InputError(where, "bad_row", f"{error}; double the quotes inside a cell"))
            if unclosed and not lines.back():
                rest = content.where(number + 1)
                yield base.failed(InputError(rest, "bad_row", "too many quotes are never closed; the rest is left"))
                return
            continue
        if row:
            bad = _bad(row, header, content.where(number), encoding)
            if bad is None:
                yield from columns.articles(dict(zip(header, row, strict=True)), content, number)
            else:
                yield bad
        if blanks.are_too_many(not row, bool(row)):
            yield base.all_blank(content.where(number))
            return
    if number == 1:
        raise InputError(content.shown, "empty_file", "the table has a header and no row")


def _header(line: str) -> tuple[list[str], str]:
    """Return the names of the columns, and what separates them."""
    separator = max(_SEPARATORS, key=lambda each: len(_cells(line, each)))
    return _cells(line, separator), separator


def _bad(row: list[str], header: list[str], where: str, encoding: str) -> ArticleState | None:
    """Return why a row cannot be read; None where it can."""
    if any(map(_NO_TEXT.search, row)):
        hint = "bytes of this row are not UTF-16; write or fetch the file again"
        if encoding != "utf-16":
            hint = base.convert("a byte of this row is not UTF-8", "WINDOWS-1252") + " if that is what it is in"
        return base.failed(InputError(where, "encoding", hint))
    if len(row) != len(header):
        hint = (
            f"{len(row)} cells under {len(header)} columns; put quotes round cells that hold a separator or a line end"
        )
        return base.failed(InputError(where, "bad_row", hint))
    return None
