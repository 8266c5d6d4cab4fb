"""JSON of others, read strictly: no key stands twice, no number is `NaN`, and keys are no more than records have."""

import json
import re
from collections import Counter
from typing import Any, Final, NoReturn

MOST_KEYS: Final = 4_000
"""Different keys of one text at most. Records, answers and reports have below 300 (counted in the schemas); behind some
thousands Python's table of keys leaves the caches of the processor, and each further key takes longer than the last."""
MOST_VALUES: Final = 1_000_000
"""Values of one text that are read into memory at most: as lists within lists they take some 100 bytes each. An answer
of 4,096 tokens, with twenty others for each and their bytes, has 800,000."""
_STRING: Final = re.compile(r'"((?>(?:[^"\\]|\\.)*))(?:"[ \t\r\n]*+(:)?|\\?\Z)', re.DOTALL)
"""A string, or what begins one and does not end, and the colon that makes it a key."""


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
