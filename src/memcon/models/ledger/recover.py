"""Save what can be read from a damaged ledger into a new one, page by page, without trusting the file's own tables.

Reads the leaf pages of the SQLite file format (https://www.sqlite.org/fileformat2.html) wherever they lie, with what
the write-ahead log holds over them; the damaged file itself is only read. Rows prove themselves: a question's key is
the hash of its text, and an answer must unpack. Knows nothing of what was asked.
"""

import contextlib
import dataclasses
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from memcon.errors import DataError, DiskError, UsageError
from memcon.models.ledger.file import APPLICATION_ID, SCHEMA_VERSION, inflated
from memcon.models.ledger.lessons import COLUMNS, Kept, of_row, write
from memcon.models.ledger.salvage import BATCH, LINE, BatchRows
from memcon.models.ledger.store import open_ledger, question_key
from memcon.models.ledger.values import fits
from memcon.models.ledger.whole import check_new, whole
from memcon.models.said import is_answer

_LEAF: Final = 0x0D
_FILE_HEADER: Final = b"SQLite format 3\0"
_WAL_MAGIC: Final = {0x377F0682, 0x377F0683}
_QUESTION, _ATTEMPT = 4, 15
"""Columns of a row of each table: they differ, so that a page tells whose it is."""
_BETTER: Final = {"done": 3, "failed": 2, "lost": 1, "sent": 0}
_MAX_BODY: Final = 64 * 1024 * 1024
_MOST_READ: Final = 4
"""Times that the bytes of a page are read for cells. In a sound page it is once; a freed leaf may have a cell whose
overflow pages are another's by now, and a flipped pointer leads into the cell of another."""
_INTEGER_SIZES: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}

Row = tuple[Any, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Saved:
    """What was saved."""

    questions: int
    answers: int
    attempts: int
    lessons: int
    """About endpoints."""
    refused: int
    """Rows that were found and do not prove themselves."""
    batches: int = 0
    """Files of questions that are under way, or were."""


def recover(damaged: Path, target: Path) -> Saved:
    """Save the rows of `damaged` into a new ledger at `target`.

    Raises:
        UsageError: there is no such file, it is a folder, or `target` exists.
        DataError: nothing of a ledger can be found in it, or it is of a newer memcon.
        DiskError: a file cannot be read or written.
    """
    if damaged.is_dir():
        raise UsageError(f"{str(damaged)!r} is a folder: name the ledger's file in it")
    if not damaged.is_file() and not _wal_of(damaged):
        raise UsageError(f"there is no file {str(damaged)!r}")
    check_new(target)
    try:
        pages = _Pages(damaged.read_bytes() if damaged.is_file() else b"", _wal_of(damaged))
    except OSError as error:
        raise DiskError(f"{str(damaged)!r} cannot be read: {error}") from None
    if (version := pages.version) > SCHEMA_VERSION:
        raise DataError(f"{str(damaged)!r}: written by a newer memcon (version {version} of the ledger): update memcon")
    batches = BatchRows()
    lessons: dict[int, Kept] = {}
    questions, attempts, refused = _sound(_rows(pages), batches, lessons)
    if not questions:
        raise DataError(f"{str(damaged)!r}: no question of a ledger can be found in it")
    with whole(target) as new, open_ledger(new) as ledger, ledger.writing() as writer:
        writer.executemany("INSERT INTO questions VALUES (?, ?, ?, ?)", questions)
        writer.executemany(f"INSERT INTO attempts VALUES ({', '.join('?' * _ATTEMPT)})", attempts)  # noqa: S608
        if lessons:
            write(writer, [lessons[number] for number in sorted(lessons)])
        found = batches.fill(writer, {row[0] for row in questions})
    done = sum(row[3] == "done" for row in attempts)
    return Saved(len(questions), done, len(attempts), len(lessons), refused, found)


def _sound(rows: Iterator[Row], batches: BatchRows, lessons: dict[int, Kept]) -> tuple[list[Row], list[Row], int]:
    """Return questions, attempts with their number first, and how many rows do not prove themselves.

    What was learned of endpoints goes into `lessons`, by number.
    """
    questions: dict[str, Row] = {}
    attempts: dict[int, Row] = {}
    refused = 0
    for number, *row in rows:
        if len(row) in {BATCH, LINE}:
            refused += not batches.take(number, row)
            continue
        if len(row) == COLUMNS:
            lesson = of_row(row)
            refused += lesson is None
            lessons |= {number: lesson} if lesson else {}
            continue
        if len(row) not in {_QUESTION, _ATTEMPT}:  # SQLite's own table of tables
            continue
        if len(row) == _QUESTION and _is_question(row):
            questions[row[0]] = tuple(row)
        elif len(row) == _ATTEMPT and _is_attempt(number, row):
            kept = attempts.get(number)
            if kept is None or _BETTER[row[3]] >= _BETTER[kept[3]]:  # an old copy of a row may lie on a freed page
                attempts[number] = (number, *row[1:])
        else:
            refused += 1
    return list(questions.values()), _settled(attempts, questions), refused


def _settled(attempts: dict[int, Row], questions: dict[str, Row]) -> list[Row]:
    """Return the attempts at questions that were found; of two answers to one, the first."""
    settled, answered = [], set()
    for _, row in sorted(attempts.items()):
        key, state = row[1], row[3]
        if key not in questions:
            continue
        again = state == "done" and key in answered
        answered |= {key} if state == "done" else set()
        settled.append((*row[:3], "failed", *row[4:7], "repeated", *row[8:]) if again else row)
    return settled


def _is_question(row: Sequence[Any]) -> bool:
    key, label, model, body = row
    if not (isinstance(key, str) and isinstance(label, str) and isinstance(model, str) and isinstance(body, bytes)):
        return False
    asked = inflated(body)
    return asked is not None and question_key(label, asked) == key


def _is_attempt(number: int, row: Sequence[Any]) -> bool:
    state, body = row[3], row[-1]
    if not fits("attempts", (number, *row[1:])) or state not in _BETTER:
        return False
    if body is None:
        return bool(state != "done")
    answer = inflated(body)
    return answer is not None and (state != "done" or is_answer(answer))


# --- the file format ---


def _wal_of(path: Path) -> bytes:
    wal = path.with_name(path.name + "-wal")
    return wal.read_bytes() if wal.is_file() else b""


class _Pages:
    """The pages of a database, those of its write-ahead log over those of the file."""

    def __init__(self, file: bytes, wal: bytes) -> None:
        size = struct.unpack(">H", file[16:18])[0] if len(file) >= 100 else 0
        size = 65536 if size == 1 else size
        header = struct.unpack(">8I", wal[:32]) if len(wal) >= 32 else (0,) * 8
        if file[:16] != _FILE_HEADER or size < 512 or size & (size - 1):  # the header is damaged: guess
            size = header[2] if header[0] in _WAL_MAGIC else 4096
        self.size = size
        self._pages = {1 + at // size: file[at : at + size] for at in range(0, len(file), size)}
        if header[0] in _WAL_MAGIC:
            self._overlay(wal, header[4:6])
        self._read: Counter[int] = Counter()  # how often, by the number of an overflow page

    def _overlay(self, wal: bytes, salt: tuple[int, ...]) -> None:
        """Lay committed pages of the log over the file's; frames of an older log carry another salt."""
        waiting: dict[int, bytes] = {}
        for at in range(32, len(wal) - self.size - 23, self.size + 24):
            number, commit, *rest = struct.unpack(">6I", wal[at : at + 24])
            if tuple(rest[:2]) != salt:
                break
            waiting[number] = wal[at + 24 : at + 24 + self.size]
            if commit:
                self._pages |= waiting
                waiting.clear()

    @property
    def version(self) -> int:
        """The version of the ledger, 0 where the first page does not tell."""
        first = self._pages.get(1, b"")
        ours = first[:16] == _FILE_HEADER and first[68:72] == APPLICATION_ID.to_bytes(4, "big")
        return int.from_bytes(first[60:64], "big") if ours else 0

    def leaves(self) -> Iterator[tuple[bytes, int]]:
        """Yield each page that looks like a leaf of a table, with the offset of its header."""
        for number, page in sorted(self._pages.items()):
            header = 100 if number == 1 else 0
            if len(page) == self.size and page[header] == _LEAF:
                yield page, header

    def overflow(self, number: int, wanted: int) -> bytes:
        """Follow a chain of overflow pages for `wanted` bytes; shorter where the chain is broken, or read by many."""
        parts, seen = bytearray(), set()
        while number in self._pages and number not in seen and len(parts) < wanted:
            if self._read[number] == _MOST_READ:
                break
            self._read[number] += 1
            seen.add(number)
            page = self._pages[number]
            number = struct.unpack(">I", page[:4])[0]
            parts += page[4:]
        return bytes(parts[:wanted])


def _rows(pages: _Pages) -> Iterator[Row]:
    """Yield each cell that can be read as a row: its number, then its columns."""
    for page, header in pages.leaves():
        count = struct.unpack(">H", page[header + 3 : header + 5])[0]
        entries = range(header + 8, min(header + 8 + 2 * count, pages.size - 1), 2)
        left = _MOST_READ * pages.size
        for start in dict.fromkeys(struct.unpack(">H", page[entry : entry + 2])[0] for entry in entries):
            with contextlib.suppress(IndexError, ValueError, struct.error):  # a damaged cell is no row
                if (here := _here(_varint(page, start)[0], pages.size)) <= left:
                    left -= here
                    yield _cell(pages, page, start)


def _cell(pages: _Pages, page: bytes, at: int) -> Row:
    size, at = _varint(page, at)
    number, at = _varint(page, at)
    if size > _MAX_BODY:
        raise ValueError(size)
    here = _here(size, pages.size)
    payload = page[at : at + here]
    if size > here:
        payload += pages.overflow(struct.unpack(">I", page[at + here : at + here + 4])[0], size - here)
    if len(payload) < size:
        raise ValueError("cut")
    return (number, *_record(payload))


def _here(size: int, page: int) -> int:
    """Return how many bytes of a row of `size` stand in its leaf; the others are in overflow pages."""
    most, least = page - 35, (page - 12) * 32 // 255 - 23
    if size <= most:
        return size
    here = least + (size - least) % (page - 4)
    return least if here > most else here


def _record(payload: bytes) -> Iterator[Any]:
    end, at = _varint(payload, 0)
    types = []
    while at < end:
        kind, at = _varint(payload, at)
        types.append(kind)
        if len(types) > BATCH:
            raise ValueError("more columns than any table of a ledger has")
    for kind in types:
        size = _INTEGER_SIZES.get(kind, 0) if kind < 7 else 8 if kind == 7 else max(0, (kind - 12) // 2)
        value = payload[at : at + size]
        at += size
        if kind == 0:
            yield None
        elif kind <= 6:
            yield int.from_bytes(value, "big", signed=True)
        elif kind == 7:
            yield struct.unpack(">d", value)[0]
        elif kind in {8, 9}:
            yield kind - 8
        else:
            yield value.decode("utf-8") if kind % 2 else value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of one to nine bytes at `at`, and where it ends."""
    value = 0
    for count in range(9):
        byte = data[at + count]
        if count == 8:
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + count + 1
    raise ValueError(at)  # pragma: no cover  the ninth byte always ends it
