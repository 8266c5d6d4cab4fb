"""Read a person's name: which words are its family name, which its given names, initials and titles.

It knows which names stand family first (Chinese, Korean, Vietnamese), that Russian papers may put the patronymic last,
what "bin", "al-" and "von" are, and what short forms like SBY stand for. It knows nothing of offices.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from memcon.resolve.people.cases import BOTH, Form, forms, genders
from memcon.resolve.people.spelling import latin
from memcon.resolve.people.tables import is_common, is_eastern, is_shared, korean_family, stands_for
from memcon.resolve.people.titles import Stripped, strip
from memcon.text.characters import HANGUL

KOREAN: Final = frozenset({"KOR", "PRK"})
_EAST: Final = frozenset({"CHN", "TWN", "HKG", "MAC", "VNM"}) | KOREAN
_CHINESE_ABROAD: Final = frozenset({"SGP", "MYS"})
# Elsewhere a name is read family first only when all of it looks Chinese or Korean.
_EAST_ABROAD: Final = _CHINESE_ABROAD | {None, "IDN", "THA", "KHM", "UNO", "ASEAN"}
GIVEN_ALONE: Final = frozenset(
    {
        "IDN", "MYS", "BRN", "SAU", "ARE", "QAT", "KWT", "BHR", "OMN", "JOR", "MAR", "YEM", "IRQ", "EGY", "SDN", "LBY",
        "ETH", "ERI", "SOM", "ISL", "THA", "LAO", "MMR", "LKA", "MNG", "BTN", "AFG", "TLS", "VAT",
    }
)  # fmt: skip
"""Where people are addressed by a given name, so that it alone may tell who is meant."""
_ARTICLES: Final = frozenset({"al", "el"})
# Where the article is written in one word with the family name, too: Albusaidi, al-Busaidi.
_GLUED: Final = frozenset(
    {"SAU", "ARE", "QAT", "KWT", "BHR", "OMN", "YEM", "IRQ", "JOR", "EGY", "LBY", "SDN", "PSE", "SYR"}
)
_GLUED_ARTICLE: Final = re.compile(r"al(?=[bcdfghjkmnqrstwz][a-z]{4})")
# Particles with which a family name alone may begin: Von der Leyen, Le Drian, Al-Sisi.
_LEADING: Final = _ARTICLES | frozenset(
    {
        "de", "da", "do", "dos", "das", "di", "del", "della", "der", "den", "van", "von", "zu", "ter", "la", "le", "du",
        "los", "las",
    }
)  # fmt: skip
_PARTICLES: Final = _LEADING | frozenset(
    {"ar", "as", "ash", "at", "az", "ad", "an", "ul", "ur", "ud", "y", "e", "af", "av", "and"}
)
_SON_OF: Final = frozenset({"bin", "ibn", "bint", "binti", "binte"})
_SERVANT_OF: Final = frozenset({"abdul", "abdel", "abdal", "abdol", "abd", "abdur", "abdoul", "abu", "abou"})
_PATRONYMIC: Final = re.compile(r".{2,}(?:ovich|evich|ovych|evych|yovych|ich|ovna|evna|ivna|ichna)$")
_OTHER: Final = re.compile(r"[^\W\d_\u0000-\u024f\u0300-\u036f\u1e00-\u1eff]")
"""A letter that is no Latin one."""
_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]+$")
_HANGUL: Final = re.compile(f"[{HANGUL}]{{2,4}}$")
_TWO_CHARACTERS: Final = frozenset(
    {"欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "司徒", "东方", "남궁", "황보", "제갈", "선우"}
)
_AFTER_HAN: Final = re.compile(
    "(?:国家主席|國家主席|主席|总统|總統|总理|總理|首相|外长|外長|防长|防長|部长|部長|国务卿|國務卿|将军|將軍|上将|先生|女士|书记|書記"
    "|外相|大統領|氏|대통령|총리|장관|외교부장|위원장|국방장관|외무상)$"
)
_HYPHENS: Final = re.compile(r"[-\u2010-\u2015\u2212·•]")
_INSIDE: Final = re.compile(r"['’‘`´ʼ\u200b-\u200f]")
_DOTTED: Final = re.compile(r"(?:\w\.)+\w?\.?")
# One or two syllables as they are written in Pinyin, Wade-Giles and the romanisations of Korean.
_SYLLABLES: Final = re.compile(
    r"(?:(?:zh|ch|sh|hs|ts|sw|[bcdfghjklmnpqrstwxyz])?[aeiou]{1,3}(?:ng|ck|[nrkltpmw])?h?){1,2}$"
)
_MOST_DECLINED: Final = 3
"""Words of a name that is looked up in each of its forms."""


class _Word(NamedTuple):
    letters: str
    lower: bool
    """Whether it began in lower case, as particles do."""
    forms: frozenset[Form] = frozenset()
    """What it may be in the nominative, itself left out."""
    genders: frozenset[str] = BOTH
    """Of which it may be as it stands."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as read. Words are in lower-case Latin letters where the script allows."""

    words: tuple[str, ...]
    """In the order of the article, without titles and particles; empty when the name was only a title."""
    country: str | None
    east: bool
    """Whether the family name stands first."""
    titles: str
    """The words that were no part of the name."""
    suffixes: frozenset[str]
    forms: tuple[frozenset[Form], ...] = ()
    """What each of the words may be in the nominative, where the language inflects names."""
    genders: tuple[frozenset[str], ...] = ()
    """Of which each of the words may be as it stands."""
    script: str = ""
    """`Latn`, `Cyrl`, or empty for any other."""
    language: str | None = None
    """That of the text; None where nobody knows."""

    @property
    def short(self) -> str:
        """First and last word, and the suffixes, in one string."""
        return " ".join((self.words[0], *self.words[1:][-1:], *sorted(self.suffixes)))

    @property
    def parts(self) -> tuple[str, str]:
        """Family and given name of a name that has its family name first; the given name in one word, or empty."""
        found = self.words
        if len(found) > 1 and is_eastern(found[-1]) and not is_eastern(found[0]):
            return found[-1], "".join(found[:-1])
        return found[0], "".join(found[1:])

    @property
    def family(self) -> str:
        """The family name, or the last name where there is none; empty for a name without words."""
        if not self.words:
            return ""
        if not self.east:
            return self.words[-1]
        return korean_family(self.parts[0]) if self.country in KOREAN else self.parts[0]

    @property
    def keys(self) -> Iterator[str]:
        """Words that may be used alone, or be the one that two spellings share."""
        if self.east:
            yield from (word for word in (self.family, *self.parts, self.words[-1]) if word)
            return
        for at, word in enumerate(self.words):
            if len(word) > 1 and (at or len(self.words) == 1 or self.country in GIVEN_ALONE or not is_common(word)):
                yield word.removeprefix("bin")
        if len(self.words) > 1:
            yield "".join(self.words[-2:])  # Amir-Abdollahian, Amirabdollahian

    @property
    def shared(self) -> bool:
        """Whether many bear the name, so that it alone says little."""
        return self.east or is_shared(self.family) or (len(self.words) == 1 and is_common(self.words[0]))


@lru_cache(maxsize=65536)
def read(name: str, country: str | None, language: str | None = None) -> Name:
    """Read a name. `country` is where the person is from, `language` that of the text, None when unknown."""
    stripped = strip(name)
    plain = " ".join(stripped.words)
    written = dict.fromkeys((name, plain, _AFTER_HAN.sub("", plain)))
    if full := next(filter(None, (stands_for(each, country) for each in written)), None):
        return read(full, country)  # in the nominative, whatever the language
    if stripped.words and (split := _without_spaces(stripped.words)):
        return _name(tuple(_Word(word, lower=False) for word in split), country, stripped, east=True)
    found = tuple(_words(stripped.words, language))
    if full := _declined(found, country):
        return read(full, country)
    east = _stands_first([word.letters for word in found], country)
    if not east:
        found = _ordered(_glued(found, country))
    return _name(found, country, stripped, east=east, script=_script(stripped.words), language=language)


def _name(
    found: tuple[_Word, ...],
    country: str | None,
    stripped: Stripped,
    *,
    east: bool,
    script: str = "",
    language: str | None = None,
) -> Name:
    return Name(
        words=tuple(word.letters for word in found),
        country=country,
        east=east,
        titles=stripped.titles,
        suffixes=stripped.suffixes,
        forms=tuple(word.forms for word in found),
        genders=tuple(word.genders for word in found),
        script=script,
        language=language,
    )


def _script(written: tuple[str, ...]) -> str:
    """Return the script of a name as it is written: `Latn`, `Cyrl`, or empty for any other."""
    letters = "".join(written)
    if letters.isascii():
        return "Latn"
    if any("\u0400" <= letter <= "\u04ff" for letter in letters):
        return "Cyrl"
    return "Latn" if latin(letters).isascii() or not _OTHER.search(letters) else ""


def _declined(found: tuple[_Word, ...], country: str | None) -> str | None:
    """Return the full name for which a short form in another case stands: Джозефа Байдена, وبوتين."""
    if not any(word.forms for word in found) or len(found) > _MOST_DECLINED:
        return None
    written = itertools.product(*((word.letters, *sorted({form.letters for form in word.forms})) for word in found))
    return next(filter(None, (stands_for(" ".join(words), country) for words in written)), None)


def _words(given: tuple[str, ...], language: str | None) -> Iterator[_Word]:
    """Yield the words of a name in Latin letters; initials letter by letter."""
    shouted = all(word.isupper() for word in given)
    for at, word in enumerate(given):
        for part in _HYPHENS.split(word):
            plain = _INSIDE.sub("", part)
            letters = latin(plain.replace(".", ""))
            if _DOTTED.fullmatch(plain) or (not shouted and len(given) > 1 and _are_initials(plain, letters)):
                yield from (_Word(letter, lower=False) for letter in letters)
            elif letters:
                found = forms(part, language, first=not at)
                yield _Word(letters, plain[:1].islower(), found, genders(part, language) if found else BOTH)


def _are_initials(word: str, letters: str) -> bool:
    """Tell whether capitals are initials, as in CQ Brown and JD Vance; LI and XU are names."""
    is_name = is_eastern(letters) and any(vowel in letters for vowel in "aeiou")
    return word.isupper() and letters.isascii() and 2 <= len(letters) <= 3 and not is_name


def _glued(found: tuple[_Word, ...], country: str | None) -> tuple[_Word, ...]:
    """Join "bin Salman" and "Abdul Rahman" to one word each, and leave out articles and prepositions."""
    if all(word.letters in _LEADING for word in found[:-1]):
        return found[-1:]
    out: list[_Word] = []
    prefix = ""
    for at, (word, lower, inflected, sexes) in enumerate(found[:-1]):
        if word in _SON_OF or (word == "ben" and lower and at):
            prefix += "bin"
        elif word in _SERVANT_OF or (word == "ben" and country == "ISR" and at + 2 == len(found)):
            prefix += word  # Abdul Rahman, Ben Gvir
        elif word not in _PARTICLES or not (at or lower or word in _ARTICLES):
            out.append(_Word(prefix + word, lower, _prefixed(prefix, inflected), sexes))
            prefix = ""
    last = found[-1].letters
    if country in _GLUED and len(found) > 1:
        last = _GLUED_ARTICLE.sub("", last, count=1) if last.startswith("al") else last
    return (*out, _Word(prefix + last, found[-1].lower, _prefixed(prefix, found[-1].forms), found[-1].genders))


def _prefixed(prefix: str, forms_: frozenset[Form]) -> frozenset[Form]:
    return frozenset(Form(prefix + letters, gender) for letters, gender in forms_) if prefix else forms_


def _ordered(found: tuple[_Word, ...]) -> tuple[_Word, ...]:
    """Put a family name last that stands before given name and patronymic, or initials: Shoigu Sergei Kuzhugetovich."""
    if len(found) in {2, 3} and len(found[0].letters) > 1 and all(len(word.letters) == 1 for word in found[1:]):
        return (*found[1:], found[0])
    if len(found) != 3 or not is_common(found[1].letters):
        return found
    swapped = _PATRONYMIC.match(found[2].letters) and not _PATRONYMIC.match(found[1].letters)
    return (*found[1:], found[0]) if swapped else found


def _stands_first(plain: list[str], country: str | None) -> bool:
    """Tell whether a name is one of those with the family name first."""
    if not plain or any(not word.isascii() for word in plain):
        return False
    if country in _EAST:
        return len(plain) == 1 or is_eastern(plain[0]) or is_eastern(plain[-1]) or len(plain[0]) <= 4
    if country not in _EAST_ABROAD or not 2 <= len(plain) <= 4 or not is_eastern(plain[0]):
        return False
    western = is_common(plain[0]) and len(plain) == 2 and len(plain[1]) > 5  # Kim Beazley, Lee Anderson
    return not western and (country in _CHINESE_ABROAD or all(map(_SYLLABLES.match, plain)))


def _without_spaces(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return family and given name of a name in Han characters or Hangul, empty for any other."""
    if len(words) > 1 and not _AFTER_HAN.fullmatch(words[1]):
        return ()
    bare = _AFTER_HAN.sub("", words[0]) or words[0]
    if not (_HAN.match(bare) or _HANGUL.match(bare)) or len(bare) > 4:
        return ()
    cut = 2 if bare[:2] in _TWO_CHARACTERS and len(bare) > 2 else 1
    return (bare[:cut], bare[cut:]) if len(bare) > cut else (bare,)
