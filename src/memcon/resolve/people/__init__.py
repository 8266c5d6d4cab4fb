"""Read a person's name: which words are its family name, which its given names, initials and titles.

It knows which names stand family first (Chinese, Korean, Vietnamese), that Russian papers may put the patronymic last,
what "bin", "al-" and "von" are, and what short forms like SBY stand for. It knows nothing of offices.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from memcon import languages
from memcon.resolve.people.cases import Form
from memcon.resolve.people.parts import Word, glued, ordered, words_of
from memcon.resolve.people.scripts import script_of
from memcon.resolve.people.spelling import latin
from memcon.resolve.people.tables import is_common, is_eastern, is_shared, korean_family, stands_for
from memcon.resolve.people.titles import Stripped, strip
from memcon.text.characters import HANGUL

KOREAN: Final = frozenset({"KOR", "PRK"})
_EAST: Final = frozenset({"CHN", "TWN", "HKG", "MAC", "VNM"}) | KOREAN
# Of whose people a name in characters or Hangul is no foreign one that is only written so.
_WITHOUT_SPACES: Final = _EAST | {"JPN", "SGP", "MYS", None}
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
_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]+$")
_HANGUL: Final = re.compile(f"[{HANGUL}]{{1,4}}$")
_TWO_CHARACTERS: Final = frozenset(
    {
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "东方",
        "皇甫",
        "尉迟",
        "夏侯",
        "慕容",
        "남궁",
        "황보",
        "제갈",
        "선우",
        "독고",
        "사공",
    }
)
# One or two syllables as they are written in Pinyin, Wade-Giles and the romanisations of Korean.
_SYLLABLES: Final = re.compile(
    r"(?:(?:zh|ch|sh|hs|ts|sw|[bcdfghjklmnpqrstwxyz])?[aeiou]{1,3}(?:ng|ck|[nrkltpmw])?h?){1,2}$"
)
_MOST_DECLINED: Final = 3
"""Words of a name that is looked up in each of its forms."""


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
    """As from `scripts.script_of`."""
    language: str | None = None
    """That of the text; None where nobody knows."""
    marks: tuple[str, ...] = ()
    """The accents of each word where a language keeps words apart by them, and the name has any."""

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


@lru_cache(maxsize=16384)
def read(name: str, country: str | None, language: str | None = None) -> Name:
    """Read a name. `country` is where the person is from, `language` that of the text, None when unknown.

    A short form is read as what it stands for; any other name is the very object that `read_as_written` returns.
    """
    stripped = strip(name, language)
    plain = " ".join(stripped.words)
    bare = plain != name and not stripped.suffixes
    full = stands_for(name, country) or (stands_for(plain, country) if bare else None)
    if full:
        return read(full, country)  # in the nominative, whatever the language
    found = read_as_written(name, country, language)
    full = _declined(found, country)
    return read(full, country) if full else found


@lru_cache(maxsize=16384)
def read_as_written(name: str, country: str | None, language: str | None = None) -> Name:
    """Read a name as `read` does, a short form as the words that it is."""
    stripped = strip(name, language)
    script = script_of("".join(stripped.words))
    own = country in _WITHOUT_SPACES and (script == "Hani" or (script == "Hang" and country != "JPN"))
    if own and (split := _without_spaces(stripped.words)):
        words = tuple(Word(word, lower=False) for word in split)
        return _name(words, country, stripped, east=True, script=script, language=language)
    found = tuple(words_of(stripped.words, language, script))
    east = (script != "Cyrl" or country in _EAST) and _stands_first([word.letters for word in found], country)
    if not east:
        found = ordered(glued(found, country))
    return _name(found, country, stripped, east=east, script=script, language=language)


def _name(
    found: tuple[Word, ...],
    country: str | None,
    stripped: Stripped,
    *,
    east: bool,
    script: str = "",
    language: str | None = None,
) -> Name:
    letters, _, forms, genders, marks = zip(*found, strict=True) if found else ((),) * 5
    return Name(
        words=letters,
        country=country,
        east=east,
        titles=stripped.titles,
        suffixes=stripped.suffixes,
        forms=forms,
        genders=genders,
        script=script,
        language=language,
        marks=_marks(marks, language),
    )


def _marks(marks: tuple[str, ...], language: str | None) -> tuple[str, ...]:
    return marks if language and any(marks) and languages.language(language).facts.keeps_marks else ()


def _declined(found: Name, country: str | None) -> str | None:
    """Return the full name for which a short form in another case stands: Джозефа Байдена, وبوتين."""
    if not any(found.forms) or len(found.words) > _MOST_DECLINED:
        return None
    ways = zip(found.words, found.forms, strict=True)
    written = itertools.product(*((word, *sorted({form.letters for form in each})) for word, each in ways))
    return next(filter(None, (stands_for(" ".join(words), country) for words in written)), None)


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
    bare = latin(words[0])
    if len(words) > 1 or len(bare) > 4 or not (_HAN.match(bare) or _HANGUL.match(bare)):
        return ()
    cut = 2 if bare[:2] in _TWO_CHARACTERS and len(bare) > 2 else 1
    return (bare[:cut], bare[cut:]) if len(bare) > cut else (bare,)
