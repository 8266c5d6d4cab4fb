"""Compare a name in kana, Hangul or Arabic letters with one in Latin or Cyrillic letters: by consonants, in order.

سامح شكري is Sameh Shoukry, プーチン is Putin, 블링컨 is Blinken. What a letter may be in the other script is told
letter by letter; vowels are left out, since these scripts write other ones, or none. It knows nothing of offices.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Literal

from memcon import languages
from memcon._data import words
from memcon.resolve.people.spelling import latin

if TYPE_CHECKING:
    from memcon.resolve.people import Name

CROSSED: Final = frozenset({"Kana", "Hang", "Arab"})
"""Scripts that are compared so."""
LEAST: Final = 2
"""Consonants of a family name that alone is another's in another script."""
_ARTICLE: Final = "ال"

LONGEST: Final = 40
"""Letters of a word that is compared so; no name has a longer one."""

# Consonants of Latin letters, in classes: P is b, f, p and v; K is g, k and q; S is s, sh and z; H is h and kh.
_LATIN: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(.)\1+", r"\1"), (r"tsch|tch", "C"), (r"sch|sh", "S"), (r"dzh|zh|dj", "J"), (r"kh", "H"), (r"gh", "K"),
        (r"ch", "C"), (r"ph", "P"), (r"th", "T"), (r"dh", "D"), (r"ck", "K"), (r"c(?=[eiy])", "S"), (r"x", "KS"),
        (r"j", "J"), (r"[cgkq]", "K"), (r"[sz]", "S"), (r"[bfpv]", "P"), (r"w", "W"), (r"h$", ""),
        (r"h(?![aeiouy])", "Y"), (r"h", "H"),
        (r"r(?![aeiouy])", "Q"), (r"r", "R"), (r"l", "L"), (r"m", "M"), (r"n", "N"), (r"d", "D"), (r"t", "T"),
        (r"[^A-Z]", ""),
    )
)  # fmt: skip
# What a consonant may be in Latin letters, by script: classes of which one is meant, and a `?` where it may be none.
# Q is an r and Y an h before no vowel, which may be left out.
_ARABIC: Final = {
    "ب": "P", "پ": "P", "ت": "T", "ث": "ST", "ج": "JKC", "چ": "CS", "ح": "H?", "خ": "HK", "د": "D", "ذ": "SD",
    "ر": "RQ", "ز": "SJ", "ژ": "JS", "س": "S", "ش": "SC", "ص": "S", "ض": "DS", "ط": "T", "ظ": "SDT", "غ": "KH",
    "ف": "P", "ق": "K", "ک": "K", "ك": "K", "گ": "K", "ل": "L", "م": "M", "ن": "N", "ه": "H?", "و": "WP?", "ع": "",
    "ا": "", "ي": "J?", "ء": "", "ئ": "", "ؤ": "WP?",
}  # fmt: skip
_KANA: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("ts", "TSC"), ("ch", "TC"), ("sh", "SC"), ("j", "JSDK"), ("k|g", "K"), ("s", "ST"), ("z", "STD"), ("t", "T"),
        ("d", "D"), ("n(?=[bmp])", "NM"), ("n", "N"), ("h|f", "HP"), ("b", "PW"), ("p", "P"), ("m", "M"), ("r", "LR"),
        ("w", "WP?"), ("[aiueoy]+", ""),
    )
)  # fmt: skip
_HANGUL: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("ng", "N K?"), ("kk|[gk]", "K"), ("ch", "CTS"), ("tt|[dt]", "TDS"), ("pp|[bp]", "P"), ("ss?", "STC"),
        ("jj?", "JSDC"), ("lr|[lr]", "LR"), ("m", "M"), ("n", "N"), ("h", "HP"), ("[aiueowy]+", ""),
    )
)  # fmt: skip
Pattern = tuple[str, ...] | None
"""What each consonant of a word may be in Latin letters; None for a word that has letters of yet another script."""
How = Literal["full", "part"]


def cross_match(left: "Name", right: "Name") -> How | None:
    """Compare two names of which exactly one is in a script of `CROSSED`: as `likeness.match` does."""
    strange, plain = (left, right) if left.script in CROSSED else (right, left)
    patterns, written = _patterns(strange), [_consonants(word) for word in plain.words]
    if not patterns or not written or (strange.script == "Arab" and not _begin_alike(strange.words, plain.words)):
        return None
    rhotic = strange.script == "Arab"
    if len(patterns) == 1 or len(written) == 1:
        family = len(written[-1]) >= LEAST and _fits(patterns[-1], written[-1])
        return "part" if family else None
    ends = _fits(patterns[0], written[0], rhotic=rhotic) and _fits(patterns[-1], written[-1])
    if not ends and strange.script == "Arab" and len(patterns) == len(written) + 1:
        ends = _fits(patterns[0], written[0]) and _fits(_glued(patterns[-2:]), written[-1])
        patterns = [*patterns[:-2], patterns[-1]] if ends else patterns
    if not ends and strange.script != "Arab":
        ends = _fits(patterns[0], written[-1]) and _fits(patterns[-1], written[0])  # 岸田フミオ
    few, many = sorted((len(patterns), len(written)))
    middle = range(1, few - 1) if few == many else ()
    return "full" if ends and all(_fits(patterns[at], written[at]) for at in middle) else None


def _begin_alike(arabic: tuple[str, ...], plain: tuple[str, ...]) -> bool:
    """Tell whether given names both begin with a vowel, or neither: أحمد is no Hamad, حمد no Ahmad."""
    if len(arabic) == 1 or len(plain) == 1:
        return True
    vowel = plain[0][:1] in set("aeiou")
    return not (arabic[0][:1] == "ا" and not vowel and plain[0][:1] != "y") and not (arabic[0][:1] in "حه" and vowel)


def _glued(patterns: list[Pattern]) -> Pattern:
    """Return the pattern of two words that Latin letters write as one: نصر الله is Nasrallah."""
    one, other = patterns
    return None if one is None or other is None else (*one, *other)


def _fits(pattern: Pattern, written: str, *, rhotic: bool = False) -> bool:
    """Tell whether consonants in Latin letters are those of a word; `rhotic` scripts leave out no r: Bashar, Hafez."""
    said = {written, written.replace("Q", "R"), written.replace("Q", "R" if rhotic else "")}
    ways = {way.replace("Y", breath) for way in said for breath in ("H", "")}
    return pattern is not None and any(_is_spelled(pattern, way) for way in ways if len(way) <= LONGEST)


@lru_cache(maxsize=16384)
def _is_spelled(pattern: tuple[str, ...], written: str) -> bool:
    at = {0}
    for classes in pattern:
        read = {here + 1 for here in at if here < len(written) and written[here] in classes}
        at = read | at if classes.endswith("?") else read
    return len(written) in at


@lru_cache(maxsize=16384)
def _consonants(word: str) -> str:
    """Return the classes of the consonants of a word as from `latin`."""
    for pattern, to in _LATIN:
        word = pattern.sub(to, word)
    return word


def _patterns(name: "Name") -> list[Pattern]:
    """Return the patterns of the words of a name."""
    if name.script == "Arab":
        return list(_of_arabic(name.words))
    rules = _KANA if name.script == "Kana" else _HANGUL
    return [_of_sounds(word, rules) for word in name.words]


@lru_cache(maxsize=16384)
def _of_sounds(word: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> Pattern:
    found, at = [], 0
    while at < len(word) <= LONGEST:
        one = next(((match, to) for pattern, to in rules if (match := pattern.match(word, at))), None)
        if one is None:
            return None
        found += one[1].split()
        at = one[0].end()
    return tuple(found) if len(word) <= LONGEST else None


def _of_arabic(written: tuple[str, ...]) -> Iterator[Pattern]:
    """Yield the patterns of an Arabic name's words, joined as the Latin ones are: عبد الرحمن is Abdurrahman."""
    before = ""
    for at, word in enumerate(written):
        if word in _small() and at + 1 < len(written):
            before += "" if word == _ARTICLE else word
        else:
            yield _letter_by_letter(before, word)
            before = ""


@lru_cache(maxsize=16384)
def _letter_by_letter(before: str, word: str) -> Pattern:
    if not before:
        glued = (small for small in _small() if len(small) > 1 and word.startswith(small + _ARTICLE))
        before = next(glued, "")
        word = word.removeprefix(before)
    bare = word.removeprefix(_ARTICLE) if before or len(word) > len(_ARTICLE) + 1 else word
    if len(before + bare) > LONGEST or not set(before + bare) <= _ARABIC.keys():
        return None
    article = ["L?"] if before and bare != word else []
    found = [*map(_ARABIC.__getitem__, before), *article, *map(_ARABIC.__getitem__, bare)]
    return tuple(filter(None, found))


@cache
def _small() -> frozenset[str]:
    return frozenset(
        latin(w) for kind, cell in languages.rows_of("ar", "offices") if kind == "particle" for w in words(cell)
    )
