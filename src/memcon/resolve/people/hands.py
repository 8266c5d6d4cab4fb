"""In whose spelling two names are, and which differences between them are harmless for that alone.

It knows scripts, languages and countries, and usages of a language; what all spellings share is in `spelling`.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from memcon.resolve.people import Name

Hand = Literal["own", "local", "kana", "carried", "crossed"]
"""Whose spelling two names are in: `own`, the letters of the bearer's language, in which each letter counts; `local`,
its letters with older and other usages beside them (Soeharto, Suharto; Achmad, Ahmad); `kana`, the romanisations of
Japanese; `carried`, taken over from another
script or language, in which vowels and s/z go astray; `crossed`, of which one is in another script than the other."""

# Where names are written in Latin letters of their own, so that a letter more or less is another name: Clark, Clarke.
_LATIN: Final = frozenset(
    {
        "USA", "CAN", "GBR", "IRL", "AUS", "NZL", "DEU", "AUT", "CHE", "LIE", "LUX", "NLD", "BEL", "FRA", "MCO",
        "ITA", "SMR", "MLT", "ESP", "AND", "PRT", "DNK", "NOR", "SWE", "FIN", "ISL", "EST", "LVA", "LTU", "POL",
        "CZE", "SVK", "HUN", "SVN", "HRV", "ALB", "XKX", "ROU", "MDA", "TUR", "MEX", "GTM",
        "HND", "SLV", "NIC", "CRI", "PAN", "CUB", "DOM", "HTI", "JAM", "TTO", "COL", "VEN", "ECU", "PER", "BOL",
        "CHL", "ARG", "URY", "PRY", "BRA", "PHL", "AGO", "MOZ", "CPV", "ZAF", "EUU", "NATO",
    }
)  # fmt: skip
_CYRILLIC: Final = frozenset({"RUS", "UKR", "BLR", "BGR"})
# Where old and new spellings of a name stand side by side: Soeharto, Suharto.
_LOCAL: Final = frozenset({"IDN", "MYS", "BRN", "SGP", "TLS"})


def hand_of(left: "Name", right: "Name") -> Hand:
    """Return in whose spelling two names are, both read with one country."""
    if left.script != right.script:
        return "crossed"
    if left.script == "Cyrl":
        one_language = left.language == right.language and left.language is not None
        return "own" if one_language and left.country in _CYRILLIC else "carried"
    if left.script != "Latn":
        return "carried"
    if left.country in _LATIN:
        return "own"
    if left.country == "JPN":
        return "kana"
    return "local" if left.country in _LOCAL else "carried"


_MALAY: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"^abd(?:ul|u(?=r)|el)?(?=[a-z]{3})", "abd"), (r"oe", "u"), (r"dj", "j"), (r"tj", "c"), (r"nj", "ny"),
        (r"sj|sy", "sh"), (r"(?<=i)[yj](?=[ao])", ""), (r"y", "j"), (r"dz", "z"), (r"([^aiueo])\1", r"\1"),
        (r"dh", "d"), (r"th", "t"), (r"gh", "g"), (r"^(?:kh|ch)", "h"), (r"kh|ch", "h"), (r"j$", "i"), (r"v", "f"),
        (r"ah$", "a"), (r"ie", "i"),
    )
)  # fmt: skip
_KANA: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"o(?:u|h(?![aiueo])|o)", "o"), (r"uu", "u"), (r"sh?y(?=[auo])|si", "shi"), (r"sh(?=[auo])", "shi"),
        (r"tu", "tsu"), (r"ty(?=[auo])|ti", "chi"), (r"ch(?=[auo])", "chi"), (r"zy(?=[auo])|zi", "ji"),
        (r"j(?=[auo])", "ji"), (r"hu", "fu"), (r"m(?=[bmp])", "n"), (r"dz", "z"),
    )
)  # fmt: skip
FOLDS: Final[dict[Hand, tuple[tuple[re.Pattern[str], str], ...]]] = {"local": _MALAY, "kana": _KANA}
"""What makes the spellings of one hand alike, in this order."""


@lru_cache(maxsize=16384)
def folded(word: str, hand: Hand) -> str:
    """Return what the spellings of a name have in common in one hand: Djajadi, Jayadi; Ohno, Ono."""
    for pattern, to in FOLDS[hand]:
        word = pattern.sub(to, word)
    return word
