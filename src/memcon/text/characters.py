"""Characters as a reader sees them: where one ends, which are letters, and where a word may be cut.

Visible characters are the extended grapheme clusters of Unicode (UAX #29) as far as news text needs them: marks,
joiners, variation selectors, Hangul syllables written in parts, flags, emoji with skin tone. A word may be cut so that
a quote that ends there still says what the text says: scripts that do not part words by spaces have no edges between
letters; Korean hangs particles on the end of a word, Arabic and Hebrew hang them on its front.
"""

import re
import unicodedata
from typing import Final

BLOT: Final = "\ufffc"
"""The object replacement character, in the place of every character that is taken out of a text: offsets stay."""
HANGUL: Final = "\uac00-\ud7a3"
"""Syllables, written whole. This and the following are bodies of a regular expression's character class."""
UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Blocks of scripts that set no spaces between words: Thai, Lao, Burmese, Khmer; kana; ideographs."""
UNSPACED_LETTERS: Final = (
    "\u0e00-\u0e4f\u0e5a-\u0eff\u1000-\u109f\u1780-\u17df\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
)
"""What of them stands in folded text and is no digit: numbers are not cut into characters."""
MARKS: Final = "\u0300-\u036f\u0591-\u05bd\u0653-\u0655\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece"
"""Marks that spell, which Python takes for no part of a word."""

_UNSPACED: Final = re.compile(f"[{UNSPACED_LETTERS}]")
_LETTER: Final = re.compile(f"[^\\W_]|[{MARKS}]")
_LETTERS: Final = re.compile(f"(?:[^\\W_]|[{MARKS}])+")
_HANGUL: Final = re.compile(f"[{HANGUL}]")
_SEPARATORS: Final = frozenset(".,:/")
# "and", "so", "in", "to", "as", "the" and the future, written as one word with what follows.
_ARABIC_FRONT: Final = re.compile(r"[وف]?(?:س|[بكل]?(?:ال)?|لل)")
_HEBREW_FRONT: Final = re.compile(r"ו?כ?ש?[בכלמ]?ה?")
_LONGEST_FRONT: Final = 5
"""Letters of the longest of both."""
_JOINERS: Final = frozenset("\u200c\u200d")
# Spacing vowels that Unicode files under letters, and the half-width voicing marks of Katakana.
_TRAILING_LETTERS: Final = frozenset("\u0e33\u0eb3\uff9e\uff9f")
_FLAG: Final = (0x1F1E6, 0x1F1FF)
_FLAG_LETTERS: Final = "".join(map(chr, range(_FLAG[0], _FLAG[1] + 1)))
MOST_FLAGS: Final = 128
"""Letters of flags in a row that are counted: of more, each is a character; a row takes no time with its square."""
_CONTROLS: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
_COMBINING: Final = frozenset({"Mn", "Mc", "Me"})


# --- where one character ends ---


def continues(text: str, at: int) -> bool:
    """Return whether `text[at]` belongs to the same visible character as `text[at - 1]`.

    True means that a span must neither begin nor end at `at`. Both ends of the text are boundaries.
    """
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if after < "\u0300":
        return before == "\r" and after == "\n"
    if before not in _JOINERS and unicodedata.category(before) in _CONTROLS:
        return False
    if after in _JOINERS or after in _TRAILING_LETTERS or unicodedata.category(after) in _COMBINING:
        return True
    code = ord(after)
    if _hangul(code):
        return _syllable_goes_on(ord(before), code)
    return _picture_goes_on(text, at, code)


def _picture_goes_on(text: str, at: int, code: int) -> bool:
    """Return whether `code`, at `at`, goes on a flag, a joined emoji or one with a skin tone (rules GB9 to GB13)."""
    if _FLAG[0] <= code <= _FLAG[1]:
        return _flags_before(text, at) % 2 == 1
    if 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F:
        return True
    if text[at - 1] == "\u200d" and unicodedata.category(text[at]) == "So":
        base = at - 2  # the next picture before it: what is joined to that is joined by it
        while base > 0 and unicodedata.category(text[base]) != "So" and continues(text, base):
            base -= 1
        return base >= 0 and unicodedata.category(text[base]) == "So"
    return False


def _syllable_goes_on(before: int, after: int) -> bool:
    """Return whether two code points of Hangul belong to one syllable (UAX #29, rules GB6 to GB8)."""
    left, right = _hangul(before), _hangul(after)
    if left == "L":
        return right in {"L", "V", "LV", "LVT"}
    if left in {"V", "LV"}:
        return right in {"V", "T"}
    return left in {"T", "LVT"} and right == "T"


def _hangul(code: int) -> str:
    if 0xAC00 <= code <= 0xD7A3:
        return "LVT" if (code - 0xAC00) % 28 else "LV"
    if 0x1100 <= code <= 0x115F or 0xA960 <= code <= 0xA97C:
        return "L"
    if 0x1160 <= code <= 0x11A7 or 0xD7B0 <= code <= 0xD7C6:
        return "V"
    if 0x11A8 <= code <= 0x11FF or 0xD7CB <= code <= 0xD7FB:
        return "T"
    return ""


def _flags_before(text: str, at: int) -> int:
    """Return how many letters of flags, two of which make one, stand right before `at`; at most `MOST_FLAGS`."""
    row = text[max(0, at - MOST_FLAGS) : at]
    return len(row) - len(row.rstrip(_FLAG_LETTERS))


# --- where a word may be cut: in folded text, in which nothing invisible stands between two letters ---


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
    start = word_start(folded, at, least=at - _LONGEST_FRONT - 1)
    return bool(_ARABIC_FRONT.fullmatch(folded, start, at) or _HEBREW_FRONT.fullmatch(folded, start, at))


def word_start(folded: str, at: int, *, least: int) -> int:
    """Return where the word that goes on at `at` begins, or `least` where it begins before."""
    before = folded[max(least, 0) : at][::-1]
    return at - _letters_of(before, 0, len(before))


def word_end(folded: str, at: int, *, most: int) -> int:
    """Return where the word that holds the character before `at` ends, or `most` where it ends behind."""
    return at + _letters_of(folded, at, most)


def _letters_of(folded: str, start: int, end: int) -> int:
    """Return how many letters stand in a row from `start` on."""
    row = _LETTERS.match(folded, start, end)
    return row.end() - start if row else 0
