"""A variable of a Stata file: its storage type, which depends on its values, and how these become bytes."""

import datetime as dt
import struct
from collections.abc import Iterator, Sequence
from typing import IO, Any, Final

from memcon.outputs.tables.column import Cell, Column

_EPOCH: Final = dt.date(1960, 1, 1).toordinal()
_STRL: Final = 32_768
_WIDEST: Final = 2_045
"""Bytes of the longest text that has a fixed width."""
_LONG_FREE: Final = 128
"""Free text that is longer somewhere is strL: as wide as its longest, a million rows would be mostly padding."""
_INTEGERS: Final = (  # type, code of struct, least, greatest, missing
    (65_530, "b", -127, 100, 101),
    (65_529, "h", -32_767, 32_740, 32_741),
    (65_528, "l", -2_147_483_647, 2_147_483_620, 2_147_483_621),
)
_DOUBLE: Final = 65_526
_NO_NUMBER: Final = struct.unpack("<d", bytes.fromhex("000000000000e07f"))[0]


class Variable:
    """A column as a variable: first it sees all values (`take`), then knows its type (`settle`), then gives cells."""

    def __init__(self, column: Column[Any]) -> None:
        self.column, self.name = column, column.name
        self.words: dict[str, int] = {}
        """The words with value labels, each with its number."""
        if column.type == "text" and column.values:
            self.words = {word: number for number, word in enumerate(column.values, 1)}
        elif column.type == "boolean":
            self.words = {"no": 0, "yes": 1}
        self._least, self._greatest, self._widest = 0, 0, 1
        self.type, self.code, self.format, self._missing = _DOUBLE, "d", "%10.0g", _NO_NUMBER

    @property
    def label_name(self) -> str:
        """Return the name of its value labels, empty where it has none."""
        return self.name if self.words else ""

    @property
    def is_text(self) -> bool:
        """Return whether its cells are text."""
        return self.column.type in {"text", "texts", "integers"} and not self.words

    def take(self, values: Sequence[Cell]) -> Iterator[Cell]:
        """Yield values as they are kept until the type is known: days and words as numbers, text as bytes."""
        if self.words:
            yield from self._numbers(values)
        elif self.column.type == "day":
            for day in values:
                yield None if day is None else dt.date.fromisoformat(str(day)).toordinal() - _EPOCH
        elif self.is_text:
            for value in values:
                text = str(value).replace("\0", " ").encode() if value else b""
                self._widest = max(self._widest, len(text))
                yield text
        else:
            for value in values:
                if isinstance(value, int):
                    self._least, self._greatest = min(self._least, value), max(self._greatest, value)
                yield value

    def _numbers(self, values: Sequence[Cell]) -> Iterator[int | None]:
        for value in values:
            if value is None:
                yield None
            elif self.column.type == "boolean":
                yield int(bool(value))
            else:
                yield self.words.setdefault(str(value), len(self.words) + 1)

    def settle(self) -> None:
        """Choose the type, now that all values were seen."""
        if self.is_text:
            long = self._widest > (_LONG_FREE if self.column.free or self.column.type != "text" else _WIDEST)
            self.type, self.code = (_STRL, "8s") if long else (self._widest, f"{self._widest}s")
            self.format = "%9s" if long else f"%{self._widest}s"
        elif self.column.type == "day":
            self._be(_INTEGERS[2])
            self.format = "%td"
        elif self.column.type != "number":
            greatest = max(self._greatest, *self.words.values(), 0) if self.words else self._greatest
            fits = (one for one in _INTEGERS if one[2] <= self._least and greatest <= one[3])
            found = next(fits, None)
            if found:
                self._be(found)
            self.format = "%8.0g"

    def _be(self, kind: tuple[int, str, int, int, int]) -> None:
        self.type, self.code, _, _, self._missing = kind

    def cells(self, values: Sequence[Cell], number: int, done: int, long_text: IO[bytes]) -> Sequence[Any]:
        """Return what stands in the rows; long text is put into `long_text`, and pointed to by variable and row."""
        if not self.is_text:
            return [self._missing if value is None else value for value in values]
        return (
            [self._long(value, number, row, long_text) for row, value in enumerate(values, done + 1)]
            if (self.type == _STRL)
            else values
        )

    def _long(self, text: Any, number: int, row: int, long_text: IO[bytes]) -> bytes:  # noqa: ANN401  bytes, as kept
        if not text:
            return bytes(8)
        long_text.write(b"GSO" + struct.pack("<IQBI", number, row, 130, len(text) + 1) + text + b"\0")
        return struct.pack("<H", number) + struct.pack("<Q", row)[:6]

    def labels(self) -> bytes:
        """Return its value labels as the file has them."""
        texts = [word.encode() + b"\0" for word in self.words]
        offsets = [sum(map(len, texts[:at])) for at in range(len(texts))]
        count = len(texts)
        table = struct.pack(f"<II{count}I{count}i", count, sum(map(len, texts)), *offsets, *self.words.values())
        content = table + b"".join(texts)
        name = self.name.encode().ljust(129, b"\0") + bytes(3)
        return b"<lbl>%b%b%b</lbl>" % (struct.pack("<I", len(content)), name, content)
