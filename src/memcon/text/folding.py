"""Text as it is compared, in four strengths, and the way back to the offsets of the text as stored.

`fold` is for quotes, `fold_word` for words that are looked up, `without_accents` for names of one person written in two
ways, `plain_characters` for digits and letters of any width.

`fold` makes equal what a reader takes for the same words: composed and decomposed characters and compatibility forms
(NFKC), upper and lower case, the kinds of quotation marks, dashes and digits, runs of white space. It drops what a
reader cannot see: soft hyphens, zero-width and bidirectional marks, Arabic tatweel and harakat. Marks that spell (Thai
vowels, Vietnamese tones) stay. It knows nothing of words or meaning.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from memcon.text.characters import HANGUL, continues

_SINGLE_QUOTES: Final = (
    "\u2018\u2019\u201a\u201b\u02bb\u2032\u2035\u02bc\u02b9\u00b4\u0060\u2039\u203a\uff07\u05f3\ua78c"
)
_DOUBLE_QUOTES: Final = (
    "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u300c\u300d\u300e\u300f\u301d\u301e\u301f\uff02"
)
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d\u2e3a\u2e3b\u05be\u1806"
_DROPPED: Final = (
    *range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0),  # controls that are not white space
    0xAD, 0x034F, 0x061C, 0x0640, 0x115F, 0x1160, 0x3164, 0xFFA0, *range(0x17B4, 0x17B6), *range(0x180B, 0x1810),
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF,
    *range(0xE0100, 0xE01F0),
)  # fmt: skip
# Short vowels and signs that Arabic writes or leaves out at will. Madda and hamza (0653–0655) spell, and stay.
_HARAKAT: Final = (
    *range(0x0610, 0x061B), *range(0x064B, 0x0653), *range(0x0656, 0x0660), 0x0670, *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E5), 0x06E7, 0x06E8, *range(0x06EA, 0x06EE), *range(0x08D3, 0x08E2), *range(0x08E3, 0x0900),
)  # fmt: skip
_MARKS: Final[dict[int, str | None]] = {
    **dict.fromkeys(map(ord, _SINGLE_QUOTES), "'"),
    **dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"'),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(_DROPPED, None),
}
_FOLDED_MARKS: Final[dict[int, str | None]] = {
    **_MARKS,
    **dict.fromkeys(_HARAKAT, None),
    ord("İ"): "i",  # in Turkish, i with and without the dot are two letters; in other languages' news they are one
    ord("ı"): "i",
    ord("ک"): "ك",  # Persian keyboards' kaf and yeh
    ord("ی"): "ي",
    0x2044: "/",
    0x2215: "/",
}


def _plain(code: int) -> bool:
    """Return whether folding `chr(code)` changes at most its case, to one character, whatever stands beside it."""
    char = chr(code)
    folded = char.casefold()
    return (
        code not in _FOLDED_MARKS
        and char not in " -"
        and unicodedata.category(char)[0] in "LPSN"
        and (code < 0x80 or unicodedata.category(char) != "Nd")
        and len(folded) == 1
        and unicodedata.normalize("NFKC", char) == char
        and unicodedata.normalize("NFKC", folded) == folded
    )


def _ranges(codes: Iterable[int]) -> Iterator[str]:
    """Yield the body of a regular expression's character class that holds `codes`, which ascend."""
    first = last = -2
    for code in (*codes, -2):
        if code == last + 1:
            last = code
            continue
        if first >= 0:
            yield f"\\U{first:08x}-\\U{last:08x}"
        first = last = code


# Scripts whose letters are looked at one by one when the module loads; the rest of Unicode takes the slower way.
_LOOKED_AT: Final = (
    *range(0x20, 0x250), *range(0x370, 0x588), *range(0x5D0, 0x5EB), *range(0x600, 0x700), *range(0xE00, 0xE80),
    *range(0x10D0, 0x1100), *range(0x1E00, 0x1F00), *range(0x3001, 0x3100),
)  # fmt: skip
_PLAIN_CLASS: Final = (
    "".join(_ranges(filter(_plain, _LOOKED_AT))) + "\u4e00-\u9fff" + HANGUL
)  # ideographs and Hangul syllables fold to themselves
_PLAIN_RUN: Final = re.compile(f"(?>(?:[{_PLAIN_CLASS}]++|[ -](?=[{_PLAIN_CLASS}]))+)")


class FoldedPiece(NamedTuple):
    """A stretch of folded text and the stretch of stored text that it came from."""

    at: int
    """Where it begins in the folded text."""
    folded: str
    start: int
    end: int
    whole: bool
    """True when it cannot be divided: one visible character, folded to one or more. Else the offsets run along."""


def fold(text: str) -> str:
    """Return `text` folded for comparison."""
    return "".join(piece.folded for piece in fold_pieces(text))


def fold_pieces(text: str) -> Iterator[FoldedPiece]:
    """Yield the pieces of `text` in order; what folds to nothing yields none, a run of white space or dashes one."""
    at, here, last = 0, 0, ""
    while here < len(text):
        run = None if text[here] == last and last in " -" else _PLAIN_RUN.match(text, here)
        if run is not None:
            end = run.end()
            if continues(text, end):
                end -= 1  # a mark follows, and belongs to the last letter
            if end > here:
                folded = text[here:end].casefold()
                yield FoldedPiece(at, folded, here, end, whole=False)
                at, here, last = at + len(folded), end, folded[-1]
                continue
        end = here + 1
        while continues(text, end):
            end += 1
        folded = _fold_character(text[here:end])
        if folded and not (folded == last and folded in " -"):
            folded = _apart(folded, text[here:end], text[here - 1 : here], text[end : end + 1])
            yield FoldedPiece(at, folded, here, end, whole=True)
            at, last = at + len(folded), folded[-1]
        here = end


def _apart(folded: str, char: str, before: str, after: str) -> str:
    """Return `folded`, or `char` itself where folding would make another number of it: 10² is not 102, nor 2½ 21/2."""
    if char.isnumeric() and not char.isdecimal() and (before.isnumeric() or after.isnumeric()):
        return char
    return folded


@lru_cache(maxsize=4096)
def _fold_character(char: str) -> str:
    """Return the folded form of one visible character, `""` when nothing of it can be seen."""
    kept = char.translate(_MARKS)
    if not kept or unicodedata.category(kept[0])[0] == "M":
        return ""  # a mark without a letter cannot be read
    if kept[0].isspace():
        return " "
    same = unicodedata.normalize("NFKC", kept)
    if same[0] == " ":  # an accent that stands alone
        return kept
    same = unicodedata.normalize("NFKC", same.translate({ord("İ"): "i"}).casefold())
    same = unicodedata.normalize("NFC", same.translate(_FOLDED_MARKS))
    return "".join(str(unicodedata.decimal(one, one)) for one in same)


# --- single words and names ---


_INVISIBLE: Final = re.compile("[\u00ad\u0640\u064b-\u065f\u0670\u200b-\u200f\u2060\ufeff]")
_ARABIC: Final = str.maketrans("أإآٱىةیک", "ااااىهيك") | {ord("ى"): "ي"}


@lru_cache(maxsize=16384)
def visible(text: str) -> str:
    """Return `text` in compatibility composition (NFKC), without what cannot be seen, tatweel and harakat."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Return a word as it is looked up: NFKC, lower case, letters of Arabic that are written for one another as one."""
    composed = unicodedata.normalize("NFKC", word).replace("İ", "i")  # which casefolds to an i with a dot of its own
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", composed.casefold())).translate(_ARABIC)


def without_accents(text: str) -> str:
    """Return `text` in small letters without accents or compatibility forms (NFKD)."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if not unicodedata.combining(char))


def plain_characters(text: str) -> tuple[str, Sequence[int]]:
    """Return `text` with full-width forms made plain and what cannot be seen left out, and each one's old offset."""
    if text.isascii():
        return text, range(len(text) + 1)
    kept: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        plain = char if char < "\x80" else _plain_character(char)
        if plain:
            kept.append(plain)
            offsets.append(offset)
    return "".join(kept), [*offsets, len(text)]


@lru_cache(maxsize=4096)
def _plain_character(char: str) -> str:
    """Return a character without its width, or as it is where that is more than one; empty for what is not seen."""
    plain = unicodedata.normalize("NFKC", char)
    return "" if unicodedata.category(char) == "Cf" else plain if len(plain) == 1 else char
