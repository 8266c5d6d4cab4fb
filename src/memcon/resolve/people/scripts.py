"""Which script a name is in, and kana and Hangul in Latin letters. It knows sounds and nothing of names."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_BLOCKS: Final = (
    ("Cyrl", re.compile("[\u0400-\u04ff]")),
    ("Kana", re.compile("[\u3041-\u30ff\u31f0-\u31ff]")),
    ("Hani", re.compile("[\u3400-\u9fff\uf900-\ufaff]")),
    ("Hang", re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")),
    ("Arab", re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefe]")),
)
_OTHER: Final = re.compile(r"[^\W\d_\u0000-\u024f\u0300-\u036f\u1e00-\u1eff\ufb00-\ufb06\uff21-\uff5a]")
"""A letter that is no Latin one."""

_COLUMNS: Final = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サ スセソ", "z": "ザ ズゼゾ", "t": "タ  テト",
    "d": "ダヂヅデド", "n": "ナニヌネノ", "h": "ハヒ ヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ",
    "y": "ヤ ユ ヨ", "r": "ラリルレロ", "w": "ワヰ ヱヲ",
}  # fmt: skip
_KANA: Final = {
    kana: onset + vowel
    for onset, column in _COLUMNS.items()
    for vowel, kana in zip("aiueo", column.ljust(5), strict=False)
    if kana != " "
} | {"シ": "shi", "ジ": "ji", "チ": "chi", "ツ": "tsu", "フ": "fu", "ン": "n", "ヴ": "bu", "ー": "", "ッ": ""}
_TO_KATAKANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_SMALL: Final = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa"}

_ONSETS: Final = (
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h",
)  # fmt: skip
_NUCLEI: Final = (
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu",
    "ui", "i",
)  # fmt: skip
_CODAS: Final = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "t",
)  # fmt: skip
_FIRST, _LAST = 0xAC00, 0xD7A3


def script_of(letters: str) -> str:
    """Return the script of a name, ISO 15924: `Latn`, `Cyrl`, `Kana`, `Hani`, `Hang`, `Arab`, or empty for another."""
    if letters.isascii() or not _OTHER.search(letters):
        return "Latn"
    return next((script for script, block in _BLOCKS if block.search(letters)), "")


@lru_cache(maxsize=16384)
def of_kana(word: str) -> str:
    """Return a word in kana in Latin letters, without long vowels: プーチン is puchin."""
    found: list[str] = []
    for letter in unicodedata.normalize("NFC", word).translate(_TO_KATAKANA):
        if letter in _SMALL and found:
            found[-1] = _with_small(found[-1], _SMALL[letter])
        elif written := _KANA.get(letter, letter):
            found.append(written)
    return "".join(found)


def _with_small(before: str, vowel: str) -> str:
    """Return what a small vowel makes of the syllable before it: ウォ is vo, ティ is ti, ジョ is jo."""
    if before == "u":
        return f"b{vowel}"  # ウォロディミル, ヴォロディミル
    bare = before[:-1] if before[-1:] in set("aiueo") else before
    return bare + (vowel[1:] if bare in {"sh", "ch", "j"} and vowel[0] == "y" else vowel)


@lru_cache(maxsize=16384)
def of_hangul(word: str) -> str:
    """Return a word in Hangul in Latin letters, each syllable by itself: 푸틴 is putin."""
    found: list[str] = []
    for letter in unicodedata.normalize("NFC", word):
        if 0 <= (syllable := ord(letter) - _FIRST) <= _LAST - _FIRST:
            found += (_ONSETS[syllable // 588], _NUCLEI[syllable % 588 // 28], _CODAS[syllable % 28])
        else:
            found.append(letter)
    return "".join(found)


def of_foreign(word: str) -> str:
    """Return a foreign word in Hangul in Latin letters, without the vowel that only parts consonants: 트럼프, tromp."""
    return of_hangul(word).replace("eu", "").replace("eo", "o").replace("ae", "a")
