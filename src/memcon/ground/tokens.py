"""Words, numbers and the signs that carry meaning, cut out of folded text."""

import re
from typing import Final, NamedTuple

from memcon.ground.edges import LETTER, UNSPACED
from memcon.ground.folding import Folded

_TOKEN: Final = re.compile(
    r"(?<![^\s(\[])-?\d+(?:[.,:/]\d+)+(?![^\W_])"  # 1.500, 3/7/2024, 10:30, with its sign
    r"|(?<![^\s(\[])-\d+(?![^\W_])"
    r"|\d+(?:[.,:/]\d+)+"
    r"|(?<![^\W_])(?:[^\W\d_]\.){2,}"  # u.s.
    rf"|[{UNSPACED}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u3099\u309a]*"
    rf"|(?:(?![{UNSPACED}])(?:{LETTER}))+(?:'t(?![^\W_]))?"
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
    return tuple(
        Token(match[0].replace(".", "") if match[0][-1] == "." else match[0], match.start(), match.end())
        for match in _TOKEN.finditer(folded)
    )


def is_short(quote: Folded) -> bool:
    """Return whether a quote is too short to be looked for other than as it is: under 15 characters or three words.

    An ideograph counts as three characters, a syllable of kana or Hangul as two.
    """
    words = quote.folded
    dense = sum(2 if "\u3400" <= char <= "\u9fff" else 1 for char in words if "\u3041" <= char <= "\ud7a3")
    return len(words) + dense < 15 or len(tokenize(words)) < 3
