"""Compare two names of which one has its family name first: Chinese, Korean, Vietnamese, Japanese in characters.

Here a syllable more or less is another person; only Korean given names are romanised in many ways.
"""

import dataclasses
import re
from functools import lru_cache
from typing import Final, Literal

from memcon.resolve.people import KOREAN, Name
from memcon.resolve.people.scripts import of_hangul
from memcon.resolve.people.tables import is_eastern, korean_family

How = Literal["full", "part"]
_KOREAN_SOUNDS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("wh", "hw"), ("ck", "k"), ("w(?=oo|u)", ""), ("ng", "q"), ("yeo", "yo"), ("eo", "o"), ("eu", "u"), ("oo", "u"),
        ("ee", "i"), ("ui", "i"), ("ou", "u"), ("sh", "s"), ("ch", "j"), ("k", "g"), ("t", "d"), ("p", "b"),
        ("o", "u"), (r"(.)\1", r"\1"),
    )
)  # fmt: skip


def match_east(short: Name, long: Name) -> How | None:
    """Compare two names of which one has its family name first; `long` has as many words, or more."""
    if len(short.words) == 1:
        return "part" if _is_part_east(short.words[0], long) else None
    (family, given), (other_family, other_given) = short.parts, long.parts
    if "".join(short.words) == other_given:
        return "part"
    korean = long.country in KOREAN or long.country is None
    one_given = given == other_given or (korean and _korean(given) == _korean(other_given))
    if (
        len(short.words) == 2
        and short.words == long.words[:2]
        and (long.country == "KHM" or not is_eastern(short.words[0]))
    ):
        return "full"  # Joseph Wu, Joseph Wu Jaushieh; Sok Chenda, Sok Chenda Sophea
    if not long.words[0].isascii() and long.country not in KOREAN and _is_japanese_part("".join(short.words), long):
        return "part"
    if family == other_family or (korean and korean_family(family) == korean_family(other_family)):
        # Vo Thuong, Vo Van Thuong; Joseph Wu, Jaushieh Joseph Wu
        loose = long.country == "VNM" or family == short.words[-1]
        within = loose and short.words[-1] == long.words[-1] and set(short.words) <= set(long.words)
        return "full" if one_given or within else None
    return None


def _is_part_east(word: str, long: Name) -> bool:
    family, given = long.parts
    if word == family or (long.country in KOREAN and korean_family(word) == korean_family(family)):
        return True
    if not word.isascii():
        return _is_japanese_part(word, long)
    return (word == given and len(word) > 3) or (long.country == "VNM" and word == long.words[-1])


def _is_japanese_part(few: str, long: Name) -> bool:
    """Tell whether two characters or more are a Japanese family name: 岸田 of 岸田文雄."""
    whole = "".join(long.words)
    least = 3 if long.country == "JPN" else 4
    return long.script == "Hani" and len(whole) >= least and 1 < len(few) < len(whole) and whole.startswith(few)


@lru_cache(maxsize=16384)
def _korean(given: str) -> str:
    """Return what the romanisations of a Korean given name have in common: Seok-yeol, Suk Yeol; Jong Un, Jung-eun."""
    for pattern, to in _KOREAN_SOUNDS:
        given = pattern.sub(to, given)
    return given


def romanised(name: Name) -> Name:
    """Return a Korean name in Latin letters."""
    if name.script != "Hang":
        return name
    family, given = korean_family(name.words[0]), name.words[1:]
    written = (family if family.isascii() else of_hangul(family), *map(of_hangul, given))
    return dataclasses.replace(name, words=written, east=True, script="Latn")
