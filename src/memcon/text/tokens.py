"""Words, numbers and signs, cut out of text: as stored, to look words up, or folded, to compare what is said.

Looking up parts words at hyphens and apostrophes and takes Hangul by the syllable, since names are written either way.
Comparing keeps numbers whole with their sign, drops punctuation that may be lost without loss of meaning, and keeps
signs that carry it.
"""

import functools
import re
from typing import Final, NamedTuple

from memcon.text.characters import HANGUL, MARKS, UNSPACED, UNSPACED_LETTERS
from memcon.text.folding import fold_word, visible

# Letters, digits and the marks and invisible characters that may stand inside a word. Python's \w leaves out marks.
_STORED_WORD: Final = (
    rf"[^\W_{UNSPACED}{HANGUL}]+"
    r"|[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    r"\u0900-\u0963\u0966-\u0dff\u00ad\u200b-\u200f\u2060\ufeff]+"
)
_STORED: Final = re.compile(
    r"(?P<plain>[A-Za-z0-9]{2,}(?=[\x00-/:-@\[-`{-\x7f]|$))"  # most words, found at once
    r"|(?P<dotted>(?<!\w)[^\W\d_](?:\.[^\W\d_])+\.?(?!\w))"  # U.S., U.K, D.P.R.K.
    rf"|(?P<character>[{UNSPACED}{HANGUL}])"
    rf"|(?P<word>(?>(?:{_STORED_WORD})+))"
    r"|(?P<paragraph>\n[ \t\r]*\n)"
    r"|(?P<other>[^\s\-\u2010-\u2013'\u2018\u2019\u02bc`])"  # a hyphen, an apostrophe and a space only divide words
)
_FOLDED_WORD: Final = f"(?>(?:[^\\W\\d_{UNSPACED_LETTERS}]++|[{MARKS}]++)+)"
_FOLDED: Final = re.compile(
    r"(?<![^\s(\[])-\d+(?:[.,:/]\d+)*"  # -5
    r"|\d+(?:[.,:/]\d+)*"  # 1.500, 3/7/2024, 10:30
    r"|(?<![^\W\d_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W\d_]))?"  # u.s., u.s
    rf"|[{UNSPACED_LETTERS}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u3099\u309a]*"
    rf"|{_FOLDED_WORD}(?:(?<=n)'t(?![^\W_]))?"
    r"|[%‰°+=<>?؟$€£¥₩₽₹฿₫₺₴]"
)


class Token(NamedTuple):
    """A word, a character of a script without spaces, or a punctuation mark, with its place in the text."""

    surface: str
    """As written, in NFKC, without invisible characters and without the dots of an abbreviation."""
    folded: str
    start: int
    end: int
    is_word: bool


_SIGNS: Final = frozenset({"other", "paragraph"})
token_of: Final = functools.partial(tuple.__new__, Token)
"""A token of its fields, in half the time that its own constructor takes: articles have hundreds of them."""


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens; offsets are code points of `text`."""
    tokens = []
    for found in _STORED.finditer(text):
        kind, surface = found.lastgroup, found[0]
        start, end = found.span()
        if kind == "plain":
            tokens.append(token_of((surface, surface.lower(), start, end, True)))
            continue
        if surface.isascii():
            surface = surface.replace(".", "") if kind == "dotted" else surface
            folded = surface.lower()
        else:
            surface = visible(surface)
            surface = surface.replace(".", "") if kind == "dotted" else surface
            folded = fold_word(surface)
        tokens.append(token_of((surface, folded, start, end, kind not in _SIGNS)))
    return tokens


class FoldedToken(NamedTuple):
    """A word, a number or a sign. Other punctuation is no token: it may be lost without loss of meaning."""

    word: str
    """Folded; abbreviations without their full stops."""
    start: int
    """Offsets in the folded text."""
    end: int


def tokenize_folded(folded: str) -> tuple[FoldedToken, ...]:
    """Return the tokens of folded text in order, in linear time."""
    return tuple(FoldedToken(_plain(match[0]), match.start(), match.end()) for match in _FOLDED.finditer(folded))


def is_number(word: str) -> bool:
    """Return whether a token is written in digits."""
    return word[-1].isdecimal()


def _plain(word: str) -> str:
    return word if word[-1].isdecimal() else word.replace(".", "")
