"""Regular expressions that users write of hosts, models and messages: those alone that are soon matched or not.

A match by backtracking tries each way to share a text out among the parts of a pattern. These ways are counted, and a
pattern that has too many is refused: one `*` or `+` is fine, two or one inside another are not. Since a pattern is
searched for, none is needed at its ends. A text is looked at up to `MOST_TEXT` characters.
"""

import functools
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parse  # type: ignore[import-not-found]
from typing import Any, Final

MOST_TEXT: Final = 2_000
"""Characters of a text that are looked at."""
MOST_PATTERN: Final = 2_000
"""Characters of a pattern."""
MOST: Final = 20_000
"""Ways, and parts that must follow each other: ten choices beside one repeat without an end."""
_REPEATS: Final = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}


def checked(pattern: str) -> str:
    """Return `pattern`.

    Raises:
        ValueError: it is no regular expression, or may take long; says why.
        TypeError: it is no string.
    """
    if len(pattern) > MOST_PATTERN:
        raise ValueError(f"it has more than {MOST_PATTERN} characters")
    try:
        re.compile(pattern)
        ways, length = _cost(sre_parse.parse(pattern))
    except (re.error, OverflowError) as error:
        raise ValueError(str(error)) from None
    except RecursionError:
        raise ValueError("its groups are nested too deep") from None
    if max(ways, length) > MOST:
        raise ValueError("it may take without end: write at most one * or +, and few ? or |")
    return pattern


def found(pattern: str, text: str, *, any_case: bool = False) -> bool:
    """Say whether `pattern`, which was checked, stands in the first `MOST_TEXT` characters of `text`."""
    return re.search(pattern, text[:MOST_TEXT], re.IGNORECASE if any_case else 0) is not None


def _cost(parts: Any) -> tuple[int, int]:  # noqa: ANN401  a tree of the standard library, which names no type
    """Return in how many ways a pattern can match from one place, and of how many parts, each beyond `MOST` alike."""
    ways, length = 1, 0
    for kind, value in parts:
        more, longer = _of_part(kind, value)
        ways, length = min(ways * more, MOST + 1), min(length + longer, MOST + 1)
    return ways, length


def _of_part(kind: Any, value: Any) -> tuple[int, int]:  # noqa: ANN401  see above
    if kind in _REPEATS:
        low, high, inner = value
        ways, length = _cost(inner)
        return _repeated(ways, low, min(high, max(low, MOST_TEXT))), max(length, 1) * min(max(low, 1), MOST + 1)
    if kind is sre.BRANCH:
        each = [_cost(inner) for inner in value[1]]
    elif kind is sre.GROUPREF_EXISTS:
        each = [_cost(inner) for inner in value[1:] if inner]
    elif kind in {sre.SUBPATTERN, sre.ASSERT, sre.ASSERT_NOT}:
        each = [_cost(value[-1])]
    elif kind is sre.ATOMIC_GROUP:
        each = [_cost(value)]
    else:
        return 1, 1
    return sum(ways for ways, _ in each), sum(length for _, length in each) + 1


@functools.cache
def _repeated(ways: int, low: int, high: int) -> int:
    """Return in how many ways what has `ways` can stand `low` to `high` times."""
    if ways == 1:
        return min(high - low + 1, MOST + 1)
    total, now = 0, min(ways ** min(low, 20), MOST + 1)
    for _ in range(high - low + 1):
        total, now = total + now, now * ways
        if total > MOST:
            return MOST + 1
    return total
