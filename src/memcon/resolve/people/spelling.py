"""Spellings of one name: letters of other scripts, transliterations and old orthographies brought to one form.

`latin` gives the letters, `sound` what stays the same between the spellings of the news (Sergei, Sergey, Сергей;
Zelensky, Zelenskyy; Soeharto, Suharto; Abdul Rahman, Abdurrahman), `alike` allows for what vowels and s/z still differ
in long words (Mohammad, Muhammed; Zelensky, Selenskyj). It knows nothing of whose names they are.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

_LETTERS: Final = str.maketrans(
    {
        "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a",
    }
)  # fmt: skip
_CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj",
    "џ": "dz", "ќ": "k", "ѓ": "g", "ѕ": "dz",
}  # fmt: skip
_UKRAINIAN: Final = _CYRILLIC | {"г": "h", "и": "y"}
_ARABIC: Final = str.maketrans("أإآٱىةیک", "ااااىهيك") | {ord("ى"): "ي", ord("ـ"): ""}

# In this order; each is a difference that the news shows between spellings of one name of four letters or more.
_SOUNDS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"^abd(?:[aeou]l(?=.)|[aeou]r(?=r)|[aeou]s(?=s)|[aeou]n(?=n)|[aeou]z(?=z))", "abd"),  # Abdul, Abdel, Abdur-
        (r"tsch|tch", "ch"), (r"sch", "sh"), (r"d?zh", "j"), (r"dj", "j"), (r"tj", "c"), (r"sj", "sh"),
        (r"ts|tz", "z"), (r"^ch(?=r)", "h"),
        (r"ph", "f"), (r"(?<!t)th", "t"), (r"gh", "g"), (r"dh", "d"), (r"bh", "b"), (r"kh", "h"),
        (r"(?<=.)x", "ks"), (r"ck", "k"), (r"q", "k"), (r"w", "v"), (r"off$", "ov"), (r"eff$", "ev"),
        (r"ou|oo|oe", "u"), (r"ee", "i"), (r"^(?:y|j|i)[eo](?=[a-z]{3})", "e"), (r"(?<=[bdfgklmnprstvz])[yi]o", "e"),
        (r"ij$|iy$|yi$|yj$|yy$|ii$|ie$|y$", "i"), (r"(?<=[ae])j(?=$|[^aeiou])", "i"), (r"y", "i"),
        (r"^j(?=u[rl]i)", "i"), (r"c(?![hei])", "k"), (r"(?<=[a-z]{3}a)h$|(?<=[a-z]{3}e)h$", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_VOWELS: Final = re.compile(r"[aeiouyhj]")
_ALIKE: Final = str.maketrans("zcg", "ssk")


@lru_cache(maxsize=65536)
def latin(word: str) -> str:
    """Return a word in lower-case Latin letters without accents; scripts other than Latin and Cyrillic stay."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    if any("\u0400" <= letter <= "\u04ff" for letter in folded):
        table = _UKRAINIAN if any(letter in folded for letter in "іїєґ") else _CYRILLIC
        folded = "".join(table.get(letter, letter) for letter in folded)
    plain = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain.translate(_LETTERS).translate(_ARABIC))


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return what the spellings of a name have in common. `word` is as from `latin`."""
    if not word.isascii():
        return word
    if len(word) < 4:
        return re.sub("y$", "i", word)
    for pattern, to in _SOUNDS:
        word = pattern.sub(to, word)
    return word


@lru_cache(maxsize=65536)
def bones(word: str) -> str:
    """Return the consonants of a `sound`, s for z and ch, k for g: what even careless spellings keep."""
    first = "a" if word[:1] in set("aeiouy") else word[:1]
    return (first + _VOWELS.sub("", word[1:])).translate(_ALIKE) if word.isascii() else word


@lru_cache(maxsize=65536)
def alike(left: str, right: str) -> bool:
    """Tell whether two words, as from `latin`, are spellings of one name."""
    left, right = sound(left), sound(right)
    if left == right or (len(left) > 4 and left[0] in "ij" and right[0] in "ij" and left[1:] == right[1:]):
        return True  # Yanukovych, Janukowitsch
    if min(len(left), len(right)) < 5 or not (left + right).isascii() or _is_feminine(left, right):
        return False
    return bones(left) == bones(right) and OSA.distance(left, right, score_cutoff=2) <= 1 + (
        min(len(left), len(right)) > 5
    )


def _is_feminine(left: str, right: str) -> bool:
    """Tell whether one is the other's feminine: Zakharov, Zakharova are two people."""
    short, long = sorted((left, right), key=len)
    return long == short + "a" and short[-2:] in {"ov", "ev", "in"}


def near(left: str, right: str) -> bool:
    """Tell whether two words, as from `latin`, are a slip of the pen apart: a letter more, less, changed or swapped."""
    shorter = min(len(left), len(right))
    return shorter >= 4 and OSA.distance(left, right) <= (1 if shorter < 9 else 2)
