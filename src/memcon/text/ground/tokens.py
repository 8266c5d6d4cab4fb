"""Words, numbers and the signs that carry meaning, cut out of folded text."""

import re
from typing import Final, NamedTuple

from memcon.text.ground.edges import MARKS, UNSPACED

_WORD: Final = f"(?:[^\\W\\d_{UNSPACED}]+|[{MARKS}]+)+"
_TOKEN: Final = re.compile(
    r"(?<![^\s(\[])-\d+(?:[.,:/]\d+)*"  # -5
    r"|\d+(?:[.,:/]\d+)*"  # 1.500, 3/7/2024, 10:30
    r"|(?<![^\W\d_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W\d_]))?"  # u.s., u.s
    rf"|[{UNSPACED}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u3099\u309a]*"
    rf"|{_WORD}(?:(?<=n)'t(?![^\W_]))?"
    r"|[%‰°+=<>?؟$€£¥₩₽₹฿₫₺₴]"
)


class Token(NamedTuple):
    """A word, a number or a sign. Other punctuation is no token: it may be lost without loss of meaning."""

    word: str
    """Folded; abbreviations without their full stops."""
    start: int
    """Offsets in the folded text."""
    end: int


def tokenize(folded: str) -> tuple[Token, ...]:
    """Return the tokens of folded text in order, in linear time."""
    return tuple(Token(_plain(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(folded))


def is_number(word: str) -> bool:
    """Return whether a token is written in digits."""
    return word[-1].isdecimal()


def _plain(word: str) -> str:
    return word if word[-1].isdecimal() else word.replace(".", "")
