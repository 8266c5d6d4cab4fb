"""Where one character, as a reader sees it, ends and the next begins.

Follows the extended grapheme clusters of Unicode (UAX #29) as far as news text needs them: marks, joiners, variation
selectors, Hangul syllables written in parts, flags, emoji with skin tone. Knows nothing of words.
"""

import unicodedata
from typing import Final

_JOINERS: Final = frozenset("\u200c\u200d")
# Spacing vowels that Unicode files under letters, and the half-width voicing marks of Katakana.
_TRAILING_LETTERS: Final = frozenset("\u0e33\u0eb3\uff9e\uff9f")
_FLAG: Final = (0x1F1E6, 0x1F1FF)
_CONTROLS: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
_COMBINING: Final = frozenset({"Mn", "Mc", "Me"})


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
    if text[at - 1] == "\u200d":
        base = at - 2
        while base > 0 and continues(text, base):
            base -= 1
        return base >= 0 and all(unicodedata.category(text[one]) == "So" for one in (base, at))
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
    """Return how many letters of flags, two of which make one, stand right before `at`."""
    count = 0
    while count < at and _FLAG[0] <= ord(text[at - 1 - count]) <= _FLAG[1]:
        count += 1
    return count
