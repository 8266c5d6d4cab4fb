"""What a GGUF file says of itself: the single values of its head, read without loading the model.

The format is described in `docs/gguf.md` of ggml: magic, version, counts, then keys with values; lists, as that of a
vocabulary, are passed over. Knows nothing of models and of what is made of the values.
"""

import mmap
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from memcon.errors import DataError

Value = str | int | float | bool
TEMPLATE: Final = "tokenizer.chat_template"
_NUMBERS: Final = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_TEXT: Final = 8
_LIST: Final = 9
_MOST_KEYS: Final = 100_000
"""Files have some dozens."""


def read_metadata(path: Path) -> dict[str, Value]:
    """Return the single values in the head of the GGUF file `path` by their keys.

    Raises:
        DataError: it cannot be read, is no GGUF file of version 2 or 3, or is cut within its head.
    """
    try:
        if path.exists() and not path.is_file():
            raise DataError(f"{str(path)!r} is a folder, a pipe or a device, and no file")
        with path.open("rb") as file:
            if file.read(4) != b"GGUF":
                raise DataError(f"{str(path)!r} is no GGUF file")
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return dict(_read(data))
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be read: {(error.strerror or str(error)).lower()}") from error
    except (struct.error, ValueError, RecursionError) as error:
        raise DataError(f"{str(path)!r} is a GGUF file whose head is damaged or cut: {error}") from error


def described(metadata: Mapping[str, Value]) -> str:
    """Return on one line which model a file says it is: architecture, name, base and size, as far as it tells them."""
    keys = ("architecture", "name", "basename", "size_label")
    return " ".join(str(metadata[f"general.{key}"]) for key in keys if metadata.get(f"general.{key}"))


def described_file(path: Path) -> str:
    """Return which model the file `path` says it is; nothing where it says nothing that can be read."""
    try:
        return described(read_metadata(path))
    except DataError:
        return ""


def cache_bytes(metadata: Mapping[str, Value]) -> int | None:
    """Return the bytes that a token of context takes at most, keys and values of 16 bits; None where it is not told.

    At most, since layers that look back over a window only, or not at all, take less.
    """
    architecture = metadata.get("general.architecture")

    def number(key: str) -> int | None:
        value = metadata.get(f"{architecture}.{key}")
        return value if isinstance(value, int) else None

    layers, width = number("block_count"), number("embedding_length")
    heads = number("attention.head_count")
    own = number("attention.head_count_kv") or heads
    if not (layers and width and heads and own):  # lists, where heads differ by layer
        return None
    keys = number("attention.key_length") or width // heads
    values = number("attention.value_length") or width // heads
    return 2 * layers * own * (keys + values)


def _read(data: mmap.mmap) -> Iterator[tuple[str, Value]]:
    version, count = struct.unpack_from("<I8xQ", data, 4)
    if version not in {2, 3}:
        raise ValueError(f"its version is {version}")
    if count > _MOST_KEYS:
        raise ValueError(f"it announces {count} keys")
    at = 24
    for _ in range(count):
        key, at = _text(data, at)
        (kind,) = struct.unpack_from("<I", data, at)
        value, at = _value(data, at + 4, kind)
        if value is not None:
            yield key, value


def _value(data: mmap.mmap, at: int, kind: int) -> tuple[Any, int]:
    """Return the value of `kind` that begins at `at`, None for a list, and where it ends."""
    if kind == _TEXT:
        return _text(data, at)
    if kind == _LIST:
        return None, _after_list(data, at)
    if kind not in _NUMBERS:
        raise ValueError(f"a value is of the unknown kind {kind}")
    (value,) = struct.unpack_from(f"<{_NUMBERS[kind]}", data, at)
    return value, at + struct.calcsize(_NUMBERS[kind])


def _text(data: mmap.mmap, at: int) -> tuple[str, int]:
    end = _after_text(data, at)
    return data[at + 8 : end].decode("utf-8", "replace"), end


def _after_text(data: mmap.mmap, at: int) -> int:
    (length,) = struct.unpack_from("<Q", data, at)
    end: int = at + 8 + length
    if end > len(data):
        raise ValueError(f"a string ends behind it, at byte {end}")
    return end


def _after_list(data: mmap.mmap, at: int) -> int:
    kind, count = struct.unpack_from("<IQ", data, at)
    at += 12
    if kind in _NUMBERS:
        at += count * struct.calcsize(_NUMBERS[kind])
        if at > len(data):
            raise ValueError(f"a list ends behind it, at byte {at}")
        return at
    for _ in range(count):  # each ends within the file, which takes eight bytes of it at least
        at = _after_text(data, at) if kind == _TEXT else _value(data, at, kind)[1]
    return at
