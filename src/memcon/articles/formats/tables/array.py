"""A JSON array of objects, one an article, as programs save tables: `[{"title": …, "text": …}, …]`.

It is read object by object, so that a file of any size fits in memory; damage ends the reading, after all that stands
before it.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Final

from memcon.articles.formats import base
from memcon.articles.formats.base import Content
from memcon.articles.formats.tables.columns import Columns
from memcon.articles.streams import CHUNK, CutGzip, input_error
from memcon.errors import InputError
from memcon.records import Article, ArticleState
from memcon.records.jsonl import BadLine, parse_object

suffixes: Final = (".json",)
_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\[\s*+\{")
_SPACE: Final = re.compile(r"[ \t\r\n]*+")
_ROOM: Final = 1 << 20
"""Characters of an object for all that is not its text."""
_DECODER: Final = json.JSONDecoder()


def recognises(head: bytes) -> bool:
    """Return whether a file begins as an array of objects."""
    return _START.match(head) is not None


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield an article, or a failed state, for each object of the array."""
    base.check_head(content)
    kinds: dict[tuple[str, ...], Columns] = {}
    number = 0
    try:
        for number, told in enumerate(_objects(content), 1):
            where = content.where(number)
            try:
                found = parse_object(told.encode("utf-8", "surrogatepass"))
                keys = tuple(found)
                kinds[keys] = kinds.get(keys) or Columns.of(keys, content)
                yield kinds[keys].article(found, content, number)
            except BadLine as error:
                yield base.failed(InputError(where, error.reason, str(error)))
            except InputError as error:
                if not kinds:
                    raise  # no array of articles at all
                yield base.failed(InputError(where, error.reason, str(error)))
    except (CutGzip, OSError) as error:
        yield base.failed(input_error(content.where(number + 1), error))
    except _Damaged as error:
        yield base.failed(InputError(content.where(number + 1), "invalid_json", f"{error}; all before it was read"))


class _Damaged(ValueError):
    """What comes next is no object of an array."""


def _objects(content: Content) -> Iterator[str]:
    """Yield the objects of an array as they are written, one at a time."""
    text = _Text(content.chunks, 12 * content.max_chars + _ROOM)
    text.take("[")
    if text.next_is("]"):
        return
    while True:
        yield text.value()
        if text.next_is("]"):
            return
        text.take(",")


class _Text:
    """The characters of an array from where it has been read on; no more of them are kept than a value needs."""

    def __init__(self, chunks: Iterator[bytes], most: int) -> None:
        self._chunks, self._most = chunks, most
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._held, self._at, self._ended = "", 0, False

    def next_is(self, sign: str) -> bool:
        """Return whether the next character that is no white space is this one, and pass it if so."""
        while True:
            found = _SPACE.match(self._held, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._held):
                break
            if not self._more(1):
                raise _Damaged("the array is cut off")
        there = self._held[self._at] == sign
        self._at += there
        return there

    def take(self, sign: str) -> None:
        """Pass this character, or raise what says that it is not there."""
        if not self.next_is(sign):
            raise _Damaged(f"{self._held[self._at]!r} stands where {sign!r} should")

    def value(self) -> str:
        """Return the next value as it is written; each look at it is at twice as much, so that all are linear."""
        if self.next_is("\0"):
            raise _Damaged("a NUL character stands where a value should")
        while True:
            try:
                _, end = _DECODER.raw_decode(self._held, self._at)
            except (ValueError, RecursionError) as error:
                size = len(self._held) - self._at
                if size > self._most or not self._more(max(size, CHUNK)):
                    raise _Damaged(
                        f"no JSON: {error}" if isinstance(error, ValueError) else "nested too deep"
                    ) from None
                continue
            told, self._at = self._held[self._at : end], end
            return told

    def _more(self, count: int) -> bool:
        """Read at least so many characters more, where there are; return whether there were any."""
        parts, read = [self._held[self._at :]], 0
        while read < count and not self._ended:
            chunk = next(self._chunks, b"")
            self._ended = not chunk
            try:
                parts.append(self._decoder.decode(chunk, final=self._ended))
            except UnicodeDecodeError as error:
                raise _Damaged(f"byte 0x{error.object[error.start]:02x} is not UTF-8") from None
            read += len(parts[-1])
        self._held, self._at = "".join(parts), 0
        return read > 0
