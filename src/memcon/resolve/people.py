"""Read a person's name into family and given names, and compare two: the rules behind `same_person`.

It knows which names stand family first (Chinese, Korean, Vietnamese), that Russian papers may put the patronymic last,
that Arabic, Indonesian and some other people are known by their given name, and that initials, short forms and middle
names come and go. It knows nothing of offices.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from rapidfuzz.distance import OSA

from memcon.resolve.spelling import alike, latin, near, sound
from memcon.resolve.tables import rows, words
from memcon.resolve.titles import strip

How = Literal["full", "part"]

_EAST: Final = frozenset({"CHN", "TWN", "HKG", "MAC", "KOR", "PRK", "VNM"})
_KOREAN: Final = frozenset({"KOR", "PRK"})
_EAST_ABROAD: Final = frozenset({None, "SGP", "MYS", "IDN", "THA", "KHM", "UNO", "ASEAN"})
# Where people are addressed by a given name, so that it alone may tell who is meant.
_GIVEN_ALONE: Final = frozenset(
    {
        "IDN", "MYS", "BRN", "SAU", "ARE", "QAT", "KWT", "BHR", "OMN", "JOR", "MAR", "YEM", "IRQ", "EGY", "SDN", "LBY", "ETH",
        "ERI", "SOM", "ISL", "THA", "LAO", "MMR", "LKA", "MNG", "BTN", "AFG", "TLS", "VAT",
    }
)  # fmt: skip
_DOUBLE: Final = frozenset(
    {
        "ESP", "MEX", "ARG", "COL", "PER", "VEN", "CHL", "ECU", "GTM", "CUB", "BOL", "DOM", "HND", "PRY", "SLV", "NIC", "CRI",
        "PAN", "URY", "BRA", "PRT", "AGO", "MOZ", "PHL", "TLS",
    }
)  # fmt: skip
_PARTICLES: Final = frozenset(
    {
        "al", "el", "ar", "as", "ash", "at", "az", "ad", "an", "ul", "ur", "ud", "de", "da", "do", "dos", "das", "di", "del",
        "della", "der", "den", "van", "von", "zu", "ter", "la", "le", "du", "y", "e", "af", "av", "los", "las", "and",
    }
)  # fmt: skip
_SON_OF: Final = frozenset({"bin", "ibn", "bint", "binti", "binte"})
_SERVANT_OF: Final = frozenset({"abdul", "abdel", "abdal", "abdol", "abd", "abdur", "abdoul", "abu", "abou"})
_PATRONYMIC: Final = re.compile(r".{2,}(?:ovich|evich|ovych|evych|yovych|ich|ovna|evna|ivna|ichna)$")
_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]+$")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]{2,4}$")
_TWO_CHARACTERS: Final = frozenset(
    {"欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "司徒", "东方", "남궁", "황보", "제갈", "선우"}
)
_AFTER_HAN: Final = re.compile(
    "(?:国家主席|國家主席|主席|总统|總統|总理|總理|首相|外长|外長|防长|防長|部长|部長|国务卿|國務卿|将军|將軍|上将|先生|女士|书记|書記"
    "|外相|大統領|氏|대통령|총리|장관|외교부장|위원장|국방장관|외무상)$"
)
_SYLLABLES: Final = re.compile(r"(?:(?:zh|ch|sh|[bcdfghjklmnpqrstwxyz])?[aeiou]{1,3}(?:ng|[nrkltpm])?h?){1,2}$")
_KOREAN_SOUNDS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("ng", "q"), ("yeo", "yo"), ("eo", "o"), ("eu", "u"), ("oo", "u"), ("ee", "i"), ("ui", "i"), ("ou", "u"), ("sh", "s"),
        ("ch", "j"), ("k", "g"), ("t", "d"), ("p", "b"), ("o", "u"), (r"(.)\1", r"\1"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A name as read. Words are in lower-case Latin letters where the script allows."""

    words: tuple[str, ...]
    """In the order of the article, without titles and particles; empty when the name was only a title."""
    country: str | None
    east: bool
    """Whether the family name stands first."""
    titles: str
    suffixes: frozenset[str]

    @property
    def key(self) -> str:
        """The words and suffixes in one string."""
        return " ".join((*self.words, *sorted(self.suffixes)))

    @property
    def family(self) -> str:
        """The family name, or the last name where there is none; empty for a name without words."""
        if not self.words:
            return ""
        return _one_spelling(_parts(self)[0], self.country) if self.east else self.words[-1]

    @property
    def given(self) -> str:
        """The given names of a name that has its family name first, in one word."""
        return _parts(self)[1] if self.east else " ".join(self.words[:-1])

    @property
    def keys(self) -> Iterator[str]:
        """Each word that may be used alone, or be the one that two spellings share."""
        if self.east:
            yield from dict.fromkeys(word for word in (self.family, self.given, self.words[-1]) if word)
            return
        for at, word in enumerate(self.words):
            if len(word) > 1 and (at or len(self.words) == 1 or self.country in _GIVEN_ALONE or not _is_common(word)):
                yield word

    @property
    def shared(self) -> bool:
        """Whether many bear the family name, so that it alone says little."""
        return self.east or self.family in _shared()


@lru_cache(maxsize=65536)
def read(name: str, country: str | None) -> Name:
    """Read a name. `country` is where the person is from, None when unknown."""
    stripped = strip(name)
    known = _short_form(name, country) or _short_form(" ".join(stripped.words), country)
    if known:
        return read(known, country)
    if len(stripped.words) == 1 and (split := _without_spaces(stripped.words[0])):
        return Name(split, country, east=True, titles=stripped.titles, suffixes=stripped.suffixes)
    found = tuple(_words(stripped.words))
    east = _stands_first(found, country)
    if not east:
        found = _ordered(_glued(found))
    return Name(tuple(word for word, _ in found), country, east, stripped.titles, stripped.suffixes)


def match(left: Name, right: Name) -> How | None:
    """Compare two names that have words: `full` by family and given name, `part` by one of them alone, None when two."""
    if _numerals(left) != _numerals(right) and _numerals(left) and _numerals(right):
        return None
    if left.words == right.words:
        return "full" if len(left.words) > 1 else "part"
    if left.east or right.east:
        return _match_east(left, right)
    if "".join(left.words) == "".join(right.words) or sorted(left.words) == sorted(right.words):
        return "full"
    short, long = sorted((left, right), key=lambda name: (len(name.words), name.words))
    if len(short.words) == 1:
        return "part" if _is_part(short.words[0], long) else None
    return "full" if _is_prefix(short, long) or _is_suffix(short, long) or _is_first_and_last(short, long) else None


def misspelt(left: Name, right: Name) -> bool:
    """Tell whether two names may be one person's but for a slip in one word, when office and country are the same."""
    if left.east or right.east:
        (family, given), (other_family, other_given) = _parts(left), _parts(right)
        if not given or not other_given:
            return False
        if family == other_family:
            return near(given, other_given)
        return given == other_given and len(given) > 3 and OSA.distance(family, other_family) == 1
    short, long = sorted((left, right), key=lambda name: len(name.words))
    if not (near(short.words[-1], long.words[-1]) and min(len(short.words[-1]), len(long.words[-1])) > 4):
        return len(short.words) > 1 and alike(short.words[-1], long.words[-1]) and near(short.words[0], long.words[0])
    return len(short.words) == 1 or _may_be(short.words[0], long.words[0])


# --- reading ---


def _words(given: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """Yield words in Latin letters, each with whether it was written in lower case; initials letter by letter."""
    shouted = all(word.isupper() for word in given)
    for word in given:
        for part in re.split(r"[-\u2010-\u2015\u2212·•]", word):
            plain = re.sub(r"['’‘`´ʼ\u200b-\u200f]", "", part)
            letters = latin(plain.replace(".", ""))
            dotted = re.fullmatch(r"(?:\w\.)+\w?\.?", plain) is not None
            cluster = (
                plain.isupper() and 2 <= len(letters) <= 3 and not shouted and len(given) > 1 and letters.isascii()
            )
            if dotted or (cluster and not _is_known_short(letters)):
                yield from ((letter, False) for letter in letters)
            elif letters:
                yield letters, plain[:1].islower()


def _is_known_short(letters: str) -> bool:
    return letters in _surnames() and any(vowel in letters for vowel in "aeiou")


def _glued(found: tuple[tuple[str, bool], ...]) -> tuple[tuple[str, bool], ...]:
    """Join "bin Salman" and "Abdul Rahman" to one word each, and leave out articles and prepositions."""
    out: list[tuple[str, bool]] = []
    prefix = ""
    for at, (word, lower) in enumerate(found):
        last = at == len(found) - 1
        if not last and (word in _SON_OF or (word == "ben" and lower and at) or word in _SERVANT_OF):
            prefix += "bin" if word in _SON_OF or word == "ben" else word
        elif not last and word in _PARTICLES and (at or lower or word in {"al", "el"}):
            continue
        else:
            out.append((prefix + word, lower))
            prefix = ""
    return tuple(out)


def _ordered(found: tuple[tuple[str, bool], ...]) -> tuple[tuple[str, bool], ...]:
    """Put a family name that stands before given name and patronymic last: Shoigu Sergei Kuzhugetovich."""
    if (
        len(found) == 3
        and _PATRONYMIC.match(found[2][0])
        and not _PATRONYMIC.match(found[1][0])
        and _is_common(found[1][0])
    ):
        return (*found[1:], found[0])
    return found


def _stands_first(found: tuple[tuple[str, bool], ...], country: str | None) -> bool:
    """Tell whether a name is one of those with the family name first."""
    plain = [word for word, _ in found]
    if not plain or any(not word.isascii() for word in plain):
        return False
    if country in _EAST:
        return len(plain) == 1 or plain[0] in _surnames() or (plain[-1] in _surnames()) or len(plain[0]) <= 4
    if country not in _EAST_ABROAD or len(plain) < 2 or len(plain) > 4 or plain[0] not in _surnames():
        return False
    return all(_SYLLABLES.match(word) for word in plain) and not _is_common_west(plain)


def _is_common_west(plain: list[str]) -> bool:
    """Kim Beazley, Lee Anderson: a given name of the west before a word that is no syllables of the east."""
    return _is_common(plain[0]) and len(plain) == 2 and len(plain[1]) > 5 and plain[1] not in _surnames()


def _without_spaces(word: str) -> tuple[str, ...]:
    """Return family and given name of a name in Han characters or Hangul, empty for other scripts."""
    bare = _AFTER_HAN.sub("", word) or word
    if not (_HAN.match(bare) or _HANGUL.match(bare)) or len(bare) > 4:
        return ()
    cut = 2 if bare[:2] in _TWO_CHARACTERS and len(bare) > 2 else 1
    return (bare[:cut], bare[cut:]) if len(bare) > cut else (bare,)


def _short_form(name: str, country: str | None) -> str | None:
    known = _short_forms().get(latin(name).replace("-", " ").replace(".", ""))
    if known is None or (country and known[0] and country != known[0]):
        return None
    return known[1]


# --- comparing ---


def _parts(name: Name) -> tuple[str, str]:
    """Return family and given name of a name of the east; the given name in one word, empty when there is none."""
    found = name.words
    if len(found) == 1:
        return found[0], ""
    west_order = found[-1] in _surnames() and found[0] not in _surnames()
    if west_order:
        return found[-1], "".join(found[:-1])
    return found[0], "".join(found[1:])


def _match_east(left: Name, right: Name) -> How | None:
    short, long = sorted((left, right), key=lambda name: (len(name.words), name.words))
    country = left.country or right.country
    if "".join(left.words) == "".join(right.words):
        return "full"
    if len(short.words) == 1:
        return "part" if _is_part_east(short.words[0], long, country) else None
    (family, given), (other_family, other_given) = _parts(short), _parts(long)
    if "".join(short.words) == other_given:
        return "part"
    if sorted(short.words) == sorted(long.words) and len(short.words) == 2:
        return "full"
    if not _same_family(family, other_family, country):
        return None
    if given == other_given or _is_korean(left, right) and _korean(given) == _korean(other_given):
        return "full"
    if country == "VNM" and short.words[-1] == long.words[-1] and set(short.words) <= set(long.words):
        return "full"
    return None


def _is_part_east(word: str, long: Name, country: str | None) -> bool:
    family, given = _parts(long)
    if _same_family(word, family, country) or (word == given and (len(word) > 3 or not word.isascii())):
        return True
    if not word.isascii():
        return len(word) > 1 and "".join(long.words).startswith(word)
    return country == "VNM" and word == long.words[-1]


def _same_family(left: str, right: str, country: str | None) -> bool:
    return _one_spelling(left, country) == _one_spelling(right, country)


def _one_spelling(family: str, country: str | None) -> str:
    return _korean_families().get(family, family) if country in _KOREAN else family


def _is_korean(left: Name, right: Name) -> bool:
    return bool({left.country, right.country} & _KOREAN) or (left.country is None and right.country is None)


@lru_cache(maxsize=16384)
def _korean(given: str) -> str:
    """Return what the romanisations of a Korean given name have in common: Seok-yeol, Suk Yeol; Jong Un, Jung-eun."""
    for pattern, to in _KOREAN_SOUNDS:
        given = pattern.sub(to, given)
    return given


def _is_part(word: str, long: Name) -> bool:
    """Tell whether one word alone names a person: the family name, or a given name where that is enough."""
    if len(word) == 1:
        return False
    found = long.words
    if alike(word, found[-1]):
        return True
    if len(found) > 2 and not _is_common(word) and (long.country in _DOUBLE or long.country is None):
        if any(alike(word, other) for other in found[1:]):
            return True
    return len(found) > 1 and alike(word, found[0]) and (long.country in _GIVEN_ALONE or not _is_common(word))


def _is_first_and_last(short: Name, long: Name) -> bool:
    """Given and family name agree, and middle names do not differ."""
    if not (alike(short.words[-1], long.words[-1]) and _may_be(short.words[0], long.words[0])):
        return False
    middle, longer = short.words[1:-1], long.words[1:-1]
    if short.country in _DOUBLE or long.country in _DOUBLE:
        return _is_within(middle, longer)
    return all(_may_be(a, b) for a, b in zip(middle, longer, strict=False))


def _is_prefix(short: Name, long: Name) -> bool:
    """The first words agree, and the longer goes on: Prabowo Subianto Djojohadikusumo, Pedro Sanchez Perez-Castejon."""
    if any(len(word) == 1 for word in short.words[1:]) or _is_common(short.words[-1]):
        return False
    if long.country in _DOUBLE and _may_be(short.words[0], long.words[0]):
        return _is_within(short.words[1:], long.words[1:])
    return all(_may_be(a, b) for a, b in zip(short.words, long.words, strict=False))


def _is_suffix(short: Name, long: Name) -> bool:
    """The last words agree, and the longer has a name more before them: Luiz Inacio Lula da Silva, M. Jusuf Kalla."""
    tail = long.words[-len(short.words) :]
    dropped = long.words[: -len(short.words)]
    if not dropped or not all(alike(a, b) for a, b in zip(short.words, tail, strict=True)):
        return False
    return not _is_common(short.words[0]) or all(len(word) == 1 or _is_honour(word) for word in dropped)


def _is_within(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Tell whether words stand among others in the same order."""
    rest = iter(many)
    return all(any(_may_be(word, other) for other in rest) for word in few)


def _is_honour(word: str) -> bool:
    """Muhammad, Abdul, Maria and the like, which are often left out before the name in use."""
    return bool(_groups().get(sound(word), frozenset()) & _groups().get(sound("muhammad"), frozenset())) or word in {
        "maria", "jose", "haji", "andi", "raden", "siti", "ahmad", "achmad", "i", "ni",
    }  # fmt: skip


def _may_be(left: str, right: str) -> bool:
    """Tell whether two given names or initials may be one name."""
    if len(left) == 1 or len(right) == 1:
        return left[:1] == right[:1]
    return alike(left, right) or bool(
        _groups().get(sound(left), frozenset()) & _groups().get(sound(right), frozenset())
    )


def _numerals(name: Name) -> frozenset[str]:
    return frozenset({"junior": "jr", "senior": "sr"}.get(suffix, suffix) for suffix in name.suffixes)


# --- tables ---


@cache
def _groups() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, (cell,) in enumerate(rows("given_names")):
        for word in words(cell):
            groups.setdefault(sound(latin(word)), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


@cache
def _common() -> frozenset[str]:
    return frozenset(sound(latin(w)) for (cell,) in rows("other_given_names") for w in words(cell)) | frozenset(
        _groups()
    )


def _is_common(word: str) -> bool:
    """Tell whether a word is a common given name."""
    return len(word) == 1 or sound(word) in _common()


@cache
def _surnames() -> frozenset[str]:
    return frozenset(w for order, _, cell in rows("surnames") if order == "east" for w in words(cell))


@cache
def _shared() -> frozenset[str]:
    return frozenset(latin(w) for order, _, cell in rows("surnames") if order == "shared" for w in words(cell))


@cache
def _korean_families() -> dict[str, str]:
    groups = [list(words(cell)) for order, _, cell in rows("surnames") if order == "same"]
    return {word: group[0] for group in groups for word in group}


@cache
def _short_forms() -> dict[str, tuple[str, str]]:
    return {
        latin(name).replace("-", " ").replace(".", ""): (country, full) for name, country, full in rows("short_forms")
    }
