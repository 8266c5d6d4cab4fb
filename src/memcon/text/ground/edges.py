"""Where a word may be cut off, so that a quote that ends there still says what the text says.

Works on folded text, in which nothing invisible stands between two letters. Scripts that do not part words by spaces
have no edges between letters; Korean hangs particles on the end of a word, Arabic and Hebrew hang them on its front.
"""

import re
from typing import Final

# Thai, Lao, Myanmar, Khmer; kana; ideographs.
UNSPACED: Final = (
    "\u0e00-\u0e4f\u0e5a-\u0eff\u1000-\u109f\u1780-\u17df\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
)
# Marks that spell, which Python takes for no part of a word.
MARKS: Final = "\u0300-\u036f\u0591-\u05bd\u0653-\u0655\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece"
_UNSPACED: Final = re.compile(f"[{UNSPACED}]")
_LETTER: Final = re.compile(f"[^\\W_]|[{MARKS}]")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_SEPARATORS: Final = frozenset(".,:/")
# "and", "so", "in", "to", "as", "the" and the future, written as one word with what follows.
_ARABIC_FRONT: Final = re.compile(r"[وف]?(?:س|[بكل]?(?:ال)?|لل)")
_HEBREW_FRONT: Final = re.compile(r"ו?כ?ש?[בכלמ]?ה?")


def is_letter(char: str) -> bool:
    """Return whether `char`, one character of folded text, is part of a word or number."""
    return bool(_LETTER.match(char))


def is_unspaced(char: str) -> bool:
    """Return whether `char` belongs to a script that does not part words by spaces."""
    return bool(_UNSPACED.match(char))


def cuts_number(folded: str, at: int) -> bool:
    """Return whether a cut at `at` parts digits of one number, as `12|5`, `12|.500` or `12.|500`."""
    if not 0 < at < len(folded):
        return False
    before, after = folded[at - 1], folded[at]
    if before.isdecimal():
        return after.isdecimal() or (after in _SEPARATORS and folded[at + 1 : at + 2].isdecimal())
    return after.isdecimal() and before in _SEPARATORS and folded[at - 2 : at - 1].isdecimal()


def cuts_word(folded: str, at: int, *, front: bool) -> bool:
    """Return whether a cut at `at` parts a word; `front` when what is kept follows the cut."""
    if not 0 < at < len(folded):
        return False
    before, after = folded[at - 1], folded[at]
    if cuts_number(folded, at) or "n't" in folded[max(at - 2, 0) : at + 2]:
        return True
    if not is_letter(before) or not is_letter(after) or is_unspaced(before) or is_unspaced(after):
        return False
    if _HANGUL.match(before) and _HANGUL.match(after):
        return front
    return not (front and _is_particle(folded, at))


def _is_particle(folded: str, at: int) -> bool:
    """Return whether the part of a word before `at` is a particle that Arabic or Hebrew writes with the next word."""
    if not "\u0590" <= folded[at] <= "\u06ff":
        return False
    start = word_start(folded, at)
    return bool(_ARABIC_FRONT.fullmatch(folded, start, at) or _HEBREW_FRONT.fullmatch(folded, start, at))


def word_start(folded: str, at: int) -> int:
    """Return where the word that goes on at `at` begins."""
    while at > 0 and is_letter(folded[at - 1]):
        at -= 1
    return at


def word_end(folded: str, at: int) -> int:
    """Return where the word that holds the character before `at` ends."""
    while at < len(folded) and is_letter(folded[at]):
        at += 1
    return at
