"""The files of data that memcon is delivered with, and those that a user names.

Files are found here and nowhere else, so that modules may move. A name is a path below the package, as
`data/prices.toml`. In a checkout `prompts/` and `seeds/` lie at its top; in an installed package they lie beside the
others. Knows how large a number may be that a user gives, in a file or elsewhere, and reads JSON of others strictly: no
key stands twice, no number is `NaN`, and keys are no more than records have.
"""

import errno
import functools
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

MOST: Final = 10**12
"""What a number that a user gives may be at most, of anything: seconds, tokens, dollars."""
MOST_CALLS: Final = 1_000
"""The same of calls in flight at once."""
MOST_KEYS: Final = 4_000
"""Different keys of one text at most. Records, answers and reports have below 300 (counted in the schemas); behind some
thousands Python's table of keys leaves the caches of the processor, and each further key takes longer than the last."""
MOST_VALUES: Final = 1_000_000
"""Values of one text that are read into memory at most: as lists within lists they take some 100 bytes each. An answer
of 4,096 tokens, with twenty others for each and their bytes, has 800,000."""
_STRING: Final = re.compile(r'"((?>(?:[^"\\]|\\.)*))(?:"[ \t\r\n]*+(:)?|\\?\Z)', re.DOTALL)
"""A string, or what begins one and does not end, and the colon that makes it a key."""
_PACKAGE: Final = Path(__file__).parent
_CHECKOUT: Final = _PACKAGE.parents[1]


def find(name: str) -> Path:
    """Return the file or folder `name` of the package."""
    return _PACKAGE / name


def folder(name: str) -> Path:
    """Return the folder `prompts` or `seeds`: in the installed package, else at the top of the checkout."""
    packaged = find(name)
    return packaged if packaged.is_dir() else _CHECKOUT / name


def text(name: str) -> str:
    """Return what stands in the file `name`."""
    return find(name).read_text(encoding="utf-8")


@functools.cache
def raw(name: str) -> bytes:
    """Return the bytes of the file `name`, for a table of which few rows are read."""
    return find(name).read_bytes()


def given(path: Path) -> str:
    """Return the text of a file that a user names; what may have no end, as a pipe or a device, is an OSError."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, "it is a pipe, a device or a socket, and no file")
    return path.read_text(encoding="utf-8")


def given_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file that a user names: OSError as `given`, ValueError for what is no TOML.

    So is a number that nothing is counted with, as `inf`: the message names its field.
    """
    try:
        document = tomllib.loads(given(path))
        for field, value in _numbers("", document):
            if not is_countable(value):
                raise ValueError(f"{field}: must be a finite number of {MOST:,} at most")
    except RecursionError:
        raise ValueError("its lists or tables are nested too deep") from None
    return document


def is_countable(value: float) -> bool:
    """Tell whether `value` is a finite number between `-MOST` and `MOST`."""
    return -MOST <= value <= MOST


def _numbers(field: str, value: object) -> Iterator[tuple[str, int | float]]:
    """Yield each number in `value` with the name of its field, as `price.2.input`; of lists, items count from 1."""
    if isinstance(value, int | float):
        yield field.removeprefix("."), value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _numbers(f"{field}.{name}", item)
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _numbers(f"{field}.{number}", item)


def toml(name: str) -> dict[str, Any]:
    """Return the tables of the TOML file `name`."""
    return tomllib.loads(text(name))


@functools.cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table of words below its header, each as wide as the header.

    Columns are divided by commas; the last takes the rest of the line, commas and all. A line that begins with `#` is
    a comment.
    """
    lines = [line for line in text(name).splitlines() if line and not line.startswith("#")]
    columns = lines[0].count(",")
    return tuple(tuple(line.split(",", columns)) for line in lines[1:])


def words(cell: str) -> Iterator[str]:
    """Yield the words of a cell divided by `|`."""
    for word in cell.split("|"):
        if stripped := word.strip():
            yield stripped


# --- JSON of others ---


class Refused(ValueError):
    """What JSON may hold and no text here does. `reason` is a machine word."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class TooManyKeys(Refused):
    """A text has more different keys than `MOST_KEYS`."""


def is_crowded(data: bytes) -> bool:
    """Tell whether a text in JSON may have more values than `MOST_VALUES`; signs in its strings count, too."""
    return sum(data.count(sign) for sign in (b",", b"[", b"{")) > MOST_VALUES


def strict(text: str) -> Any:  # noqa: ANN401  whatever JSON holds
    """Return what `text` says as JSON. Of too many keys no further one is looked at, and nothing is parsed.

    Raises:
        TooManyKeys: it has more different keys than `MOST_KEYS`.
        Refused: a key stands twice, or a number is none of JSON.
        ValueError: it is no JSON, or a number has more digits than Python converts.
        RecursionError: it is nested too deeply.
    """
    if text.count(":") > MOST_KEYS and _has_many_keys(text):
        raise TooManyKeys("too_many_keys", f"it has more than {MOST_KEYS:,} different keys")
    return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)


def _has_many_keys(text: str) -> bool:
    keys: set[str] = set()
    for found in _STRING.finditer(text):
        if found[2]:
            keys.add(found[1])
            if len(keys) > MOST_KEYS:
                return True
    return False


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise Refused("duplicate_key", f"the key {twice!r} stands twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise Refused("not_a_number", f"{name} is no number of JSON")
