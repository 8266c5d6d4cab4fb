"""Which vowels of two words may stand for one another when a name was carried into another language or script.

It takes words as from `spelling.sound` whose consonants are the same, and knows nothing of names.
"""

import re
from functools import lru_cache
from typing import Final

_PIECE: Final = re.compile("([^aeiouyhj]?)([aeiouyhj]*)")
_OPEN, _NEAR, _CLOSED, _ROUND = 1, 3, 2, 4
_CLASSES: Final = {"a": _OPEN, "e": _NEAR, "i": _CLOSED, "y": _CLOSED, "j": _CLOSED, "o": _ROUND, "u": _ROUND}
"""What a vowel may be in another hand: e is a short a or a short i."""
Run = tuple[int, ...]


def vowels_agree(left: str, right: str) -> bool:
    """Tell whether the vowels of two words of the same consonants may stand for one another."""
    mine, theirs = _runs(left), _runs(right)
    if len(mine) != len(theirs):
        return False
    last = len(mine) - 1
    return all(
        one == other or _runs_agree(one, other, edge=at in {0, last})
        for at, (one, other) in enumerate(zip(mine, theirs, strict=True))
    )


@lru_cache(maxsize=16384)
def _runs(word: str) -> tuple[Run, ...]:
    """Return the vowels before, between and behind the consonants of a word."""
    pieces = _PIECE.findall(word)[:-1]
    runs = [tuple(_CLASSES[letter] for letter in vowels if letter != "h") for _, vowels in pieces]
    return ((), *runs) if pieces and pieces[0][0] else tuple(runs)


def _runs_agree(one: Run, other: Run, *, edge: bool) -> bool:
    if not one or not other:
        return not edge and len(one or other) == 1  # Aleksander, Aleksandr
    return any(
        len(a) == len(b) and all(x & y for x, y in zip(a, b, strict=True))
        for a in _shorter(one)
        for b in _shorter(other)
    )


@lru_cache(maxsize=4096)
def _shorter(run: Run) -> tuple[Run, ...]:
    """Return vowels as they stand, without an i before another, and with those joined that may be one."""
    kept = tuple(each for each, after in zip(run, (*run[1:], 0), strict=True) if each != _CLOSED or not after)
    joined: list[int] = []
    for each in kept:
        if joined and joined[-1] & each:
            joined[-1] &= each
        else:
            joined.append(each)
    return tuple(dict.fromkeys((run, kept, tuple(joined))))
