"""Stata: a file of version 118 (Stata 14 and later), with labels of variables and values, notes, and days as %td.

Written after `help dta` of Stata's manual, since writers that are at hand hold the whole table and have no notes. Few
words (`Column.values`) are numbers with labels; other text is as wide as it must be, and long text of articles is strL.
Rows are kept in a temporary file until it is known how wide.
"""

import marshal
import struct
import tempfile
from collections.abc import Iterator, Mapping
from typing import IO, Final

from memcon.outputs.tables.column import Cell
from memcon.outputs.writers.sheet import Sheet, flat, lines_of
from memcon.outputs.writers.stata_variable import Variable

suffix: Final = ".dta"
text: Final = False
options: Final[Mapping[str, str]] = {}
_MARKS: Final = (
    "stata_dta", "map", "variable_types", "varnames", "sortlist", "formats", "value_label_names", "variable_labels",
    "characteristics", "data", "strls", "value_labels", "/stata_dta", "end",
)  # fmt: skip
_LONGEST_NOTE: Final = 67_784
"""Bytes of a note, by `help limits`."""


def write(file: IO[bytes], sheet: Sheet, _: Mapping[str, str]) -> None:
    """Write the table: first all rows to a temporary file, then the file of Stata from it."""
    variables = [Variable(column) for column in sheet.columns]
    with tempfile.TemporaryFile(prefix="memcon-export-") as spool, tempfile.TemporaryFile() as long_text:
        rows = 0
        for batch in sheet.batches():
            turned = list(zip(*batch, strict=True))
            columns = [flat(column, values) for column, values in zip(sheet.columns, turned, strict=True)]
            kept = [list(variable.take(values)) for variable, values in zip(variables, columns, strict=True)]
            marshal.dump(kept, spool)
            rows += len(batch)
        for variable in variables:
            variable.settle()
        spool.seek(0)
        _File(file, sheet, variables, rows).write(_blocks(spool, rows), long_text)


def _blocks(spool: IO[bytes], rows: int) -> Iterator[list[list[Cell]]]:
    """Yield what was spooled: the values of each variable, a batch at a time."""
    while rows:
        block = marshal.load(spool)  # noqa: S302  what was written above
        rows -= len(block[0])
        yield block


class _File:
    """A file of Stata that is being written, part by part."""

    def __init__(self, file: IO[bytes], sheet: Sheet, variables: list[Variable], rows: int) -> None:
        self._file, self._sheet, self._variables, self._rows = file, sheet, variables, rows
        self._at = dict.fromkeys(_MARKS, 0)

    def write(self, blocks: Iterator[list[list[Cell]]], long_text: IO[bytes]) -> None:
        """Write all parts, and then into the map where each begins."""
        label = self._sheet.table.row.encode()[:80].decode(errors="ignore").encode()
        self._file.write(
            b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder>"
            + b"<K>%b</K>" % struct.pack("<H", len(self._variables))
            + b"<N>%b</N>" % struct.pack("<Q", self._rows)
            + b"<label>%b%b</label>" % (struct.pack("<H", len(label)), label)
            + b"<timestamp>\x00</timestamp></header>"
        )
        self._part("map", bytes(8 * len(_MARKS)))
        each = self._variables
        self._part("variable_types", b"".join(struct.pack("<H", one.type) for one in each))
        self._part("varnames", b"".join(_fixed(one.name, 129) for one in each))
        self._part("sortlist", bytes(2 * (len(each) + 1)))
        self._part("formats", b"".join(_fixed(one.format, 57) for one in each))
        self._part("value_label_names", b"".join(_fixed(one.label_name, 129) for one in each))
        self._part("variable_labels", b"".join(_fixed(one.column.label, 321) for one in each))
        self._part("characteristics", b"".join(self._notes()))
        self._data(blocks, long_text)
        self._part("value_labels", b"".join(one.labels() for one in each if one.words))
        self._at["/stata_dta"] = self._file.tell()
        self._file.write(b"</stata_dta>")
        self._at["end"] = self._file.tell()
        self._file.seek(self._at["map"] + len("<map>"))
        self._file.write(struct.pack(f"<{len(_MARKS)}Q", *self._at.values()))
        self._file.seek(0, 2)

    def _part(self, name: str, content: bytes) -> None:
        self._at[name] = self._file.tell()
        self._file.write(b"<%b>%b</%b>" % (name.encode(), content, name.encode()))

    def _data(self, blocks: Iterator[list[list[Cell]]], long_text: IO[bytes]) -> None:
        """Write the rows, and behind them the long texts that they point to, which wait in another file."""
        row = struct.Struct("<" + "".join(one.code for one in self._variables))
        self._at["data"] = self._file.tell()
        self._file.write(b"<data>")
        done = 0
        for block in blocks:
            columns = [
                one.cells(values, number, done, long_text)
                for number, (one, values) in enumerate(zip(self._variables, block, strict=True), 1)
            ]
            self._file.write(b"".join(row.pack(*cells) for cells in zip(*columns, strict=True)))
            done += len(block[0])
        self._file.write(b"</data>")
        self._at["strls"] = self._file.tell()
        self._file.write(b"<strls>")
        long_text.seek(0)
        while piece := long_text.read(1 << 20):
            self._file.write(piece)
        self._file.write(b"</strls>")

    def _notes(self) -> Iterator[bytes]:
        """Yield notes: of the file, how it was made; of each variable, what must be known beside its label."""
        about = lines_of(self._sheet.about).splitlines()
        yield from _notes_of("_dta", [*about, *filter(None, [self._sheet.table.description.replace("\n", " ")])])
        for one in self._variables:
            meanings = "; ".join(f"{word}: {meaning}" for word, meaning in one.column.values.items())
            yield from _notes_of(one.name, [note for note in (one.column.description, meanings) if note])


def _notes_of(name: str, notes: list[str]) -> Iterator[bytes]:
    for key, note in (("note0", str(len(notes))), *((f"note{at}", note) for at, note in enumerate(notes, 1))):
        if notes:
            content = note.encode()[:_LONGEST_NOTE].decode(errors="ignore").encode() + b"\0"
            body = _fixed(name, 129) + _fixed(key, 129) + content
            yield b"<ch>%b%b</ch>" % (struct.pack("<I", len(body)), body)


def _fixed(text: str, size: int) -> bytes:
    """Return text in a field of so many bytes, the last of which is none."""
    return text.encode()[: size - 1].decode(errors="ignore").encode().ljust(size, b"\0")
