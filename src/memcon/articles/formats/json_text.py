"""JSON of any size, read value by value as it is written, in bounded memory and linear time. Knows no articles."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Final

from memcon.articles.streams import CHUNK

_SPACE: Final = re.compile(r"[ \t\r\n]*+")
_DECODER: Final = json.JSONDecoder()
_OF_NUMBERS: Final = re.compile(r"[-+.0-9eE]*+\Z")
"""What goes on to where the text ends so far, of a number that may go on behind it."""


class Damaged(ValueError):
    """What comes next is not what JSON would have there."""


class JsonText:
    """The characters of JSON from where it has been read on; no more of them are kept than a value needs."""

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
                raise Damaged("it is cut off")
        there = self._held[self._at] == sign
        self._at += there
        return there

    def take(self, sign: str) -> None:
        """Pass this character, or raise what says that it is not there."""
        if not self.next_is(sign):
            raise Damaged(f"{self._held[self._at]!r} stands where {sign!r} should")

    def value(self) -> str:
        """Return the next value as it is written; each look at it is at twice as much, so that all are linear."""
        if self.next_is("\0"):
            raise Damaged("a NUL character stands where a value should")
        while True:
            try:
                _, end = _DECODER.raw_decode(self._held, self._at)
            except (ValueError, RecursionError) as error:
                size = len(self._held) - self._at
                if size > self._most or not self._more(max(size, CHUNK)):
                    raise Damaged(f"no JSON: {error}" if isinstance(error, ValueError) else "nested too deep") from None
                continue
            told = self._held[self._at : end]
            goes_on = told[-1].isdigit() and len(told) <= self._most and _OF_NUMBERS.match(self._held, end)
            if goes_on and self._more(max(len(told), CHUNK)):
                continue
            self._at += len(told)
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
                raise Damaged(f"byte 0x{error.object[error.start]:02x} is not UTF-8") from None
            read += len(parts[-1])
        self._held, self._at = "".join(parts), 0
        return read > 0

    def elements(self) -> Iterator[str]:
        """Yield the values of the array that comes next, as they are written."""
        self.take("[")
        if self.next_is("]"):
            return
        while True:
            yield self.value()
            if self.next_is("]"):
                return
            self.take(",")

    def entries(self) -> Iterator[str]:
        """Yield the keys of the object that comes next; whoever takes one reads its value before the next."""
        self.take("{")
        if self.next_is("}"):
            return
        while True:
            key = json.loads(self.value())
            self.take(":")
            yield str(key)
            if self.next_is("}"):
                return
            self.take(",")
