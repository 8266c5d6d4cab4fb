"""JSON of other tools, read with the place of what is none: an array of objects, or an object a line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, cast

from memcon.pages.annotation.model import Refused

Read = tuple[str, "Mapping[str, Any] | Refused"]
"""Where an object stands, and the object, or why it is none."""


def begin_array(file: IO[bytes], values: Iterable[Mapping[str, Any]]) -> None:
    """Write an array of objects, one a line."""
    between = b"[\n"
    for value in values:
        file.write(between + dumped(value))
        between = b",\n"
    file.write(b"[]\n" if between == b"[\n" else b"\n]\n")


def dumped(value: Mapping[str, Any]) -> bytes:
    """Return an object in one line, in ASCII: tools guess encodings, and some end a line at U+2028."""
    return json.dumps(value).encode()


def array(name: str, data: bytes) -> Iterator[Read]:
    """Yield the objects of an array, or of a file with one a line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield name, Refused(name, f"it is no UTF-8: byte {error.start}")
        return
    if not text.lstrip().startswith("["):
        yield from _lines(name, text)
        return
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield name, Refused(name, f"it is no JSON, or a part of it is missing: {_why(error)}")
        return
    for number, value in enumerate(values, start=1):
        yield _object(f"{name}, task {number}", value)


def _lines(name: str, text: str) -> Iterator[Read]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            where = f"{name}:{number}"
            try:
                yield _object(where, json.loads(line))
            except (ValueError, RecursionError) as error:
                yield where, Refused(where, f"it is no JSON, or a part of it is missing: {_why(error)}")


def _object(where: str, value: object) -> Read:
    if isinstance(value, dict):
        return where, cast("dict[str, Any]", value)
    return where, Refused(where, f"it is {type(value).__name__}, and no object")


def _why(error: Exception) -> str:
    return str(error).lower() if isinstance(error, ValueError) else "it is nested too deep"


def words(value: object) -> str:
    """Return text of a value that should be text or a number; empty for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18 else ""


def offset(value: object) -> int:
    """Return an offset; ValueError where it is none."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31:
        return value
    if isinstance(value, float) and value.is_integer() and 0 <= value < 2**31:
        return int(value)
    raise ValueError(f"{str(value)[:40]!r} is no offset")


def mapping(value: object) -> Mapping[str, Any]:
    """Return a value that should be an object; an empty one for anything else."""
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Return a value that should be an array; an empty one for anything else."""
    return value if isinstance(value, list) else []
