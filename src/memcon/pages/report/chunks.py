"""Cut what a page holds into pieces that are read when they are looked at, packed when there is much of it.

A piece is JSON as it stands, or, packed, its bytes deflated (RFC 1951) in base64.
"""

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from memcon.records.jsonl import dump

PER: Final = 200
"""Records a piece: what is parsed when one of them is looked at."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Json:
    """JSON that is set as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of a table: records `first` and the following."""

    table: str
    first: int
    count: int
    packed: bool
    body: Json | str


def pieces(table: str, records: Sequence[object | None], *, packed: bool, per: int = PER) -> Iterator[Chunk]:
    """Cut records, as memcon writes them, into pieces; None is null."""
    for first in range(0, len(records), per):
        some = records[first : first + per]
        text = b"[" + b",".join(b"null" if record is None else dump(record).rstrip(b"\n") for record in some) + b"]"
        yield Chunk(table, first, len(some), packed, pack(text) if packed else Json(text.decode()))


def value_pieces(table: str, values: Sequence[object], *, packed: bool, per: int) -> Iterator[Chunk]:
    """Cut plain values into pieces."""
    for first in range(0, len(values), per):
        some = values[first : first + per]
        text = compact(some)
        yield Chunk(table, first, len(some), packed, pack(text.encode()) if packed else Json(text))


def compact(value: object) -> str:
    """Return JSON without spaces; a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def pack(data: bytes) -> str:
    """Return bytes deflated, in base64."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    return base64.b64encode(deflate.compress(data) + deflate.flush()).decode("ascii")


def size(parts: Iterable[Chunk]) -> int:
    """Return about how many bytes pieces take in a page."""
    return sum(len(part.body if isinstance(part.body, str) else part.body.text) for part in parts)
