"""Capital letters of every alphabet, for the character classes of regular expressions. Knows no words.

Python's `re` has no class of capitals, and `[A-Z]` is that of English: it cuts *Čaputová*, *Şimşek* and *Đỗ Mười*.
"""

from collections.abc import Callable, Iterator
from typing import Final

_LAST: Final = 0x2CFF
"""Of the alphabets with capitals, all but a few of ancient scripts, and letters of phonetics, stand up to here."""
_MARKS: Final = "\u0300-\u036f"
"""Accents that stand as characters of their own, where a text is decomposed."""


def _ranges(holds: Callable[[str], bool]) -> Iterator[str]:
    first = None
    for code in range(_LAST + 2):
        inside = code <= _LAST and holds(chr(code))
        if inside and first is None:
            first = code
        elif not inside and first is not None:
            yield chr(first) if code - first == 1 else f"{chr(first)}-{chr(code - 1)}"
            first = None


UPPER: Final = "".join(_ranges(lambda letter: letter.isalpha() and (letter.isupper() or letter.istitle())))
"""Capitals, to be put between the brackets of a character class: `[{UPPER}]`."""
LOWER: Final = "".join(_ranges(lambda letter: letter.isalpha() and letter.islower()))
"""Small letters of alphabets that have capitals, likewise."""
_HIDDEN: Final = "\u00ad\u200b-\u200d\u2060"
"""Where a word may be parted at a line's end, and what joins its letters: they are seen as nothing."""
LETTER: Final = rf"\w{_MARKS}{_HIDDEN}"
"""Letters, digits and accents inside a word, and what cannot be seen there, likewise."""
CAPITALISED: Final = rf"[{UPPER}](?:[{LETTER}’'-]|\.(?=\w))*"
"""A pattern for a word that begins with a capital: *Čaputová*, *O’Brien*, *Y.B*."""
