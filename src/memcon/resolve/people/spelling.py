"""Spellings of one name: letters of other scripts, transliterations and old orthographies brought to one form.

`latin` gives the letters, `sound` what stays the same between the spellings of the news (Sergei, Sergey, Сергей;
Zelensky, Zelenskyy; Soeharto, Suharto; Abdul Rahman, Abdurrahman), `alike` allows for what vowels and s/z still differ
in long words (Mohammad, Muhammed; Zelensky, Selenskyj). It knows nothing of whose names they are.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from memcon._data import rows
from memcon.resolve.people.hands import FOLDS, Hand, folded
from memcon.resolve.people.vowels import vowels_agree

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
        (r"dsch", "j"), (r"tsch|tch", "ch"), (r"sch", "sh"), (r"d?zh", "j"), (r"dj", "j"), (r"tj", "c"), (r"sj", "sh"),
        (r"ts|tz", "z"), (r"^ch(?=r)", "h"),
        (r"ph", "f"), (r"(?<!t)th", "t"), (r"gh", "g"), (r"dh", "d"), (r"bh", "b"), (r"kh", "h"),
        (r"(?<=.)x", "ks"), (r"ck", "k"), (r"q", "k"), (r"w", "v"), (r"off$", "ov"), (r"eff$", "ev"),
        (r"(?<=[a-z]{2}in)e$", ""), (r"(?<=[cs]h)[yi]?o(?=[vw]$)", "e"), (r"iyo[iy]?ev", "iev"),
        (r"ou|oo|oe", "u"), (r"gu(?=[ei])", "g"), (r"ee", "i"), (r"^(?:y|j|i)[eo](?=[a-z]{3})", "e"),
        (r"(?<=[bdfgklmnprstvz])[yi]o", "e"),
        (r"ij$|iy$|yi$|yj$|yy$|ii$|ie$|y$", "i"), (r"(?<=[ae])j(?=$|[^aeiou])", "i"), (r"y", "i"),
        (r"^j(?=u[rl]i)", "i"), (r"c(?![hei])", "k"), (r"(?<=[a-z]{3}a)h$|(?<=[a-z]{3}e)h$", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_DIFFERS: Final = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _SOUNDS).replace(r"(.)\1+", r"(.)\1"))
"""What no name has in which none of these differences is."""
_IDEOGRAPH: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_VOICED: Final = re.compile("[\u3041-\u30ff]")
_VOWELS: Final = re.compile(r"[aeiouyhj]")
_ALIKE: Final = str.maketrans("zcg", "ssk")


@lru_cache(maxsize=16384)
def latin(word: str) -> str:
    """Return a word in lower-case Latin letters without accents; scripts other than Latin and Cyrillic stay."""
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", word).casefold()
    if any("\u0400" <= letter <= "\u04ff" for letter in folded):
        table = _UKRAINIAN if any(letter in folded for letter in "іїєґ") else _CYRILLIC
        folded = "".join(table.get(letter, letter) for letter in folded)
    if _IDEOGRAPH.search(folded):
        return folded.translate(_characters())
    if _VOICED.search(folded):
        return folded  # its marks are no accents
    plain = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain.translate(_LETTERS).translate(_ARABIC))


@cache
def _characters() -> dict[int, str]:
    """Return which of the forms of a Chinese character stands for it."""
    (pairs,) = (cell for kind, _, cell in rows("data/han.csv") if kind == "form")
    return {ord(form): one for form, one in zip(pairs[::2], pairs[1::2], strict=True)}


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """Return what the spellings of a name have in common. `word` is as from `latin`."""
    if not word.isascii():
        return word
    if len(word) < 4:
        return re.sub("y$", "i", word)
    for pattern, to in _SOUNDS if _DIFFERS.search(word) else ():
        word = pattern.sub(to, word)
    return word


@lru_cache(maxsize=16384)
def bones(word: str) -> str:
    """Return the consonants of a `sound`, s for z and ch, k for g: what even careless spellings keep."""
    first = "a" if word[:1] in set("aeiouy") else word[:1]
    return (first + _VOWELS.sub("", word[1:])).translate(_ALIKE) if word.isascii() else word


@lru_cache(maxsize=16384)
def alike(left: str, right: str, hand: Hand = "carried") -> bool:
    """Tell whether two words, as from `latin`, are spellings of one name.

    Only differences that are known to be harmless count: those of `sound`, and between carried names vowels that may
    stand for one another (a and e, e and i, o and u) inside a word. A name's last vowel is never another.
    """
    if left == right or hand == "own":
        return left == right
    if hand in FOLDS:
        return folded(left, hand) == folded(right, hand)
    left, right = _UNSTRESSED.sub("o", sound(left)), _UNSTRESSED.sub("o", sound(right))
    if left == right or (len(left) > 4 and {left[:1], right[:1]} <= {"i", "j"} and left[1:] == right[1:]):
        return True  # Yanukovych, Janukowitsch
    least = LEAST_CROSSED if hand == "crossed" else LEAST_CARRIED
    if min(len(left), len(right)) < least or abs(len(left) - len(right)) > MOST_LONGER:
        return False
    pairs = ((left, right), (_with_g(left), _with_g(right))) if "g" in left + right else ((left, right),)
    plain = (left + right).isascii() and not _is_feminine(left, right)
    return plain and any(bones(one) == bones(other) and vowels_agree(one, other) for one, other in pairs)


def carried(word: str) -> Iterator[str]:
    """Yield what two words that are `alike` by their sounds share, in whatever hands: two that share none are not."""
    said = _UNSTRESSED.sub("o", sound(word))
    yield "i" + said[1:] if len(said) > 4 and said[0] == "j" else said
    if len(said) >= LEAST_CROSSED and said.isascii():
        yield f"bones {bones(said)}"
        yield f"bones {bones(_with_g(said))}"


_UNSTRESSED: Final = re.compile("(?<=enk)a$")
"""The last vowel of a family name as Belarusians write it: Lukashenka."""
_SINGLE_H: Final = re.compile("(?<=[^cs])h(?=[aeiou])")
LEAST_CARRIED: Final = 5
"""Letters of a sound in which vowels may stand for one another: in a shorter name too little is left."""
MOST_LONGER: Final = 2
"""Letters that one sound may have more than another that it is a spelling of."""
LEAST_CROSSED: Final = 3
"""The same between two scripts, where no vowel is written as in the other."""


def _with_g(word: str) -> str:
    """Return a sound with g for the h that Ukrainians and Belarusians say for it."""
    return _SINGLE_H.sub("g", word)


def _is_feminine(left: str, right: str) -> bool:
    """Tell whether one is the other's feminine: Zakharov, Zakharova are two people."""
    short, long = sorted((left, right), key=len)
    return long == short + "a" and short[-2:] in {"ov", "ev", "in"}


def near(left: str, right: str) -> bool:
    """Tell whether two words, as from `latin`, are a slip of the pen apart: a letter more, less, changed or swapped."""
    shorter = min(len(left), len(right))
    return shorter >= 4 and OSA.distance(left, right, score_cutoff=2) <= (1 if shorter < 9 else 2)


def is_slip(left: str, right: str) -> bool:
    """Tell whether two words are one slip of the pen apart that makes no other name of it.

    A letter more or less, or two swapped, before the last letter; or one consonant inside for another.
    """
    if min(len(left), len(right)) < 4 or OSA.distance(left, right, score_cutoff=1) != 1 or left[-1] != right[-1]:
        return False
    changed = [(a, b) for a, b in zip(left, right, strict=False) if a != b] if len(left) == len(right) else []
    return len(changed) != 1 or (left[0] == right[0] and not set(changed[0]) & set("aeiouy"))
