"""The words of a name as they are compared: in Latin letters, with small words joined to those that they belong to.

It knows what "bin", "al-" and "von" are, and that a list may put the patronymic or the initials last. It knows nothing
of offices, short forms, and which names stand family first.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from memcon.resolve.people.cases import BOTH, Form, forms, genders
from memcon.resolve.people.scripts import of_foreign, of_kana
from memcon.resolve.people.spelling import latin
from memcon.resolve.people.tables import is_common, is_eastern

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
_SERVANT_OF: Final = frozenset(
    {"abdul", "abdel", "abdal", "abdol", "abd", "abdur", "abdoul", "abu", "abou", "bou", "aboul", "abul"}
)
_PATRONYMIC: Final = re.compile(r".{2,}(?:ovich|evich|ovych|evych|yovych|ich|ovna|evna|ivna|ichna)$")
_HYPHENS: Final = re.compile(r"[-\u2010-\u2015\u2212·•\u30fb\uff65\uff1d\u30a0=\u200c]")
_INSIDE: Final = re.compile(r"['’‘`´ʼ\u200b\u200d-\u200f]")
_DOTTED: Final = re.compile(r"(?:\w\.)+\w?\.?")
_DIGRAPH: Final = re.compile(r"[CGKPSTZ]h\.")
"""An initial of two letters: Th. for Thierry."""


class Word(NamedTuple):
    """A word of a name."""

    letters: str
    lower: bool
    """Whether it began in lower case, as particles do."""
    forms: frozenset[Form] = frozenset()
    """What it may be in the nominative, itself left out."""
    genders: frozenset[str] = BOTH
    """Of which it may be as it stands."""
    marks: str = ""
    """Its accents, in order of their code points: hòa and hoà are one."""


def words_of(given: tuple[str, ...], language: str | None, script: str) -> Iterator[Word]:
    """Yield the words of a name in Latin letters; initials letter by letter."""
    initials = len(given) > 1 and not all(word.isupper() for word in given)
    for at, word in enumerate(given):
        yield from _read(word, language, script, first=not at, initials=initials)


@lru_cache(maxsize=16384)
def _read(word: str, language: str | None, script: str, *, first: bool, initials: bool) -> tuple[Word, ...]:
    """Return what a word is; many people share it. `initials` says whether capitals may be such."""
    found: list[Word] = []
    for part in _HYPHENS.split(word):
        plain = _INSIDE.sub("", part)
        letters = _in_latin(latin(plain.replace(".", "")), script)
        if _DIGRAPH.fullmatch(plain):
            found.append(Word(letters[0], lower=False))
        elif _DOTTED.fullmatch(plain) or (initials and _are_initials(plain, letters)):
            found += (Word(letter, lower=False) for letter in letters)
        elif letters:
            made = forms(part, language, first=first)
            marks = _accents(plain.lower()) if language else ""
            found.append(Word(letters, plain[:1].islower(), made, genders(part, language) if made else BOTH, marks))
    return tuple(found)


def _accents(lower: str) -> str:
    """Return the accents of a word in order, đ among them; which letter bears them is told by the language's rules."""
    parts = unicodedata.normalize("NFD", lower)
    return "".join(sorted(part for part in parts if unicodedata.combining(part) or part == "đ"))


def _in_latin(letters: str, script: str) -> str:
    """Return a word of a foreign name in kana or Hangul in Latin letters, any other as it is."""
    return of_kana(letters) if script == "Kana" else of_foreign(letters) if script == "Hang" else letters


def _are_initials(word: str, letters: str) -> bool:
    """Tell whether capitals are initials, as in CQ Brown and JD Vance; LI and XU are names."""
    is_name = is_eastern(letters) and any(vowel in letters for vowel in "aeiou")
    return word.isupper() and letters.isascii() and 2 <= len(letters) <= 3 and not is_name


def glued(found: tuple[Word, ...], country: str | None) -> tuple[Word, ...]:
    """Join "bin Salman" and "Abdul Rahman" to one word each, and leave out articles and prepositions."""
    if all(word.letters in _LEADING for word in found[:-1]):
        return found[-1:]
    out: list[Word] = []
    prefix = ""
    for at, (word, lower, inflected, sexes, _) in enumerate(found[:-1]):
        if word in _SON_OF or (word == "ben" and lower and at):
            prefix += "bin"
        elif word in _SERVANT_OF or (word == "ben" and country == "ISR" and at + 2 == len(found)):
            prefix += word  # Abdul Rahman, Ben Gvir
        elif word not in _PARTICLES or not (at or lower or word in _ARTICLES) or (len(word) == 1 and not lower):
            out.append(Word(prefix + word, lower, _prefixed(prefix, inflected), sexes))
            prefix = ""
    last = found[-1].letters
    if country in _GLUED and len(found) > 1:
        last = _GLUED_ARTICLE.sub("", last, count=1) if last.startswith("al") else last
    return (*out, Word(prefix + last, found[-1].lower, _prefixed(prefix, found[-1].forms), found[-1].genders))


def _prefixed(prefix: str, forms_: frozenset[Form]) -> frozenset[Form]:
    return frozenset(Form(prefix + letters, gender) for letters, gender in forms_) if prefix else forms_


def ordered(found: tuple[Word, ...]) -> tuple[Word, ...]:
    """Put a family name last that stands before given name and patronymic, or initials: Shoigu Sergei Kuzhugetovich."""
    if len(found) in {2, 3} and len(found[0].letters) > 1 and all(len(word.letters) == 1 for word in found[1:]):
        return (*found[1:], found[0])
    if len(found) != 3 or not any(map(is_common, _readings(found[1]))):
        return found
    swapped = any(map(_PATRONYMIC.match, _readings(found[2]))) and not any(map(_PATRONYMIC.match, _readings(found[1])))
    return (*found[1:], found[0]) if swapped else found


def _readings(word: Word) -> tuple[str, ...]:
    """Return a word and what it may be in the nominative: Сергеем is common, as Сергей is."""
    return (word.letters, *(form.letters for form in word.forms))
