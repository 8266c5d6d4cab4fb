"""What the words of a name may be in the nominative, by what a language's folder tells, and names aligned.

Путиным is Путин, Dudy is Duda, Erdoğan'ın is Erdoğan, وبوتين is بوتين. A word alone proves nothing: a form counts where
another name has it, and all words of a name must be of one gender: Валентином Громовым is no Валентиной Громовой. It
knows nothing of whose names they are.
"""

import dataclasses
import itertools
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from memcon import languages
from memcon.resolve.people.hands import hand_of
from memcon.resolve.people.spelling import alike, latin, sound
from memcon.resolve.people.tables import is_one_given_name

if TYPE_CHECKING:
    from memcon.languages.shape.facts import Declension
    from memcon.resolve.people import Name

LEAST: Final = 2
"""Letters that stay of a word without its ending."""
LONG: Final = 3
"""Letters of an ending that may follow a single one: Льва is Лев."""
LEAST_GLUED: Final = 3
"""Letters that stay of a word without what is written onto it: وليد is no ليد that a و is written onto."""
BOTH: Final = frozenset("mf")
"""The genders that a word may be of where nothing tells."""
_APOSTROPHES: Final = re.compile("[’‘`´ʼ]")
_MASCULINE: Final = re.compile("(?:ov|ev|in|yn)$")
_TWO_LETTERS: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_UMLAUTS: Final = str.maketrans(_TWO_LETTERS)


class Form(NamedTuple):
    """What a word may be in the nominative."""

    letters: str
    """As from `latin`."""
    gender: str
    """`m`, `f`, or empty where its language's table tells none."""


def forms(word: str, language: str | None, *, first: bool) -> frozenset[Form]:
    """Return what a word of a name may be in the nominative, without the word itself.

    `word` is as written, `language` the ISO 639-1 code of its text; where that is None, nothing is known but how
    Cyrillic letters are declined, and that ü is written ue. `first` words may have small words written onto them.
    """
    lower = _lower(word)
    found = {Form(lower.translate(_UMLAUTS), "")} if not _TWO_LETTERS.keys().isdisjoint(lower) else set()
    own = language or _by_letters(lower)
    if own is not None:
        found |= set(_readings(lower, own))
        glued = languages.language(own).facts.glued if first else ()
        joined = {lower.removeprefix(small) for small in glued if lower.startswith(small)} - {lower}
        found |= {Form(form, "") for form in joined if len(form) >= LEAST_GLUED or form.isascii()}
        article = languages.language(own).facts.article
        found |= {Form(form, "") for form in _with_article(lower, glued, article)}
    if not found:
        return frozenset()
    mine = latin(lower)
    made = {Form(latin(form.replace("'", "")), gender) for form, gender in found}
    return frozenset(form for form in made if form.letters != mine)


def _with_article(lower: str, glued: tuple[str, ...], article: str) -> Iterator[str]:
    """Yield a word with its article whole, of which a small word before it swallows a letter: للسيسي is السيسي."""
    for small in glued if article else ():
        if lower.startswith(small + article[1:]):
            yield article[:1] + lower.removeprefix(small)


def may_have_forms(name: str, language: str | None) -> bool:
    """Tell in haste whether a word of a name as written may have `forms`: False is certain, True is not."""
    lower = _lower(name)
    own = language or _by_letters(lower)
    if not _TWO_LETTERS.keys().isdisjoint(lower):
        return True
    if own is None:
        return False
    table, _ = _endings(own)
    glued = languages.language(own).facts.glued
    return any(case in lower for case in table) or any(small in lower for small in glued)


def genders(word: str, language: str | None) -> frozenset[str]:
    """Return of which genders a word of a name may be as it stands; of both where the language tells nothing."""
    lower = _lower(word)
    own = language or _by_letters(lower)
    if own is None:
        return BOTH
    declension = languages.language(own).facts.declension
    if not declension.paradigms or lower[-1:] in declension.indeclinable or lower.endswith(declension.plurals):
        return BOTH
    found = {gender for letters, gender in _readings(lower, own) if letters == lower}
    return frozenset(found) or BOTH


def nominatives(word: str, language: str, least: int = LEAST) -> tuple[str, ...]:
    """Return what a word may be in the nominative as it is written there, itself first; `least` letters stay."""
    lower = _lower(word)
    return tuple(dict.fromkeys((lower, *(form for form, _ in _readings(lower, language, least)))))


@lru_cache(maxsize=16384)
def _readings(lower: str, language: str, least: int = LEAST) -> tuple[Form, ...]:
    """Return the nominatives of a word in lower case, the word itself among them where it may be one."""
    table, longest = _endings(language)
    declension = languages.language(language).facts.declension
    found: dict[Form, None] = {}
    for length in range(min(longest, len(lower) - min(least, 1)), -1, -1):
        stem = lower[: len(lower) - length]
        for nominative, gender in table.get(lower[len(stem) :], ()):
            if len(stem) < least and length < LONG:
                continue
            if nominative or not gender or _may_end(stem, gender, declension):
                found[Form(stem + nominative, gender)] = None
    if lower in declension.women:
        return tuple(form for form in found if form.gender == "f")
    return tuple(found)


def _may_end(stem: str, gender: str, declension: "Declension") -> bool:
    """Tell whether a name of a gender may stand without an ending: Петров may, not Петрова, nor a woman's Петров."""
    return stem[-1:] not in declension.open and not (gender == "f" and stem.endswith(declension.men))


@cache
def _endings(language: str) -> tuple[dict[str, tuple[Form, ...]], int]:
    """Return the nominatives' endings by endings of any case, and the length of the longest of those."""
    declension = languages.language(language).facts.declension
    found: dict[str, dict[Form, None]] = {}
    for case, endings in declension.nominatives.items():
        found.setdefault(case, {}).update((Form(ending, ""), None) for ending in endings)
    for gender, paradigms in declension.paradigms.items():
        for paradigm in paradigms:
            nominative, *cases = paradigm.replace("-", "").split(" ")
            for case in (nominative, *cases):
                found.setdefault(case, {})[Form(nominative, gender)] = None
    return {case: tuple(each) for case, each in found.items()}, max(map(len, found), default=0)


def _lower(word: str) -> str:
    return _APOSTROPHES.sub("'", word.lower().replace("i̇", "i").replace("ё", "е"))


def _by_letters(lower: str) -> str | None:
    """Return the language by whose letters a Cyrillic word of no known language is declined."""
    if lower.isascii() or not any("\u0400" <= letter <= "\u04ff" for letter in lower):
        return None
    return "uk" if any(letter in "іїєґ" for letter in lower) else "ru"


def aligned(left: "Name", right: "Name") -> tuple["Name", "Name"] | None:
    """Return both names with each word that is a form of one of the other's in the nominative; None where none is.

    A word is a form of another where one is the nominative of the other, or both are forms of a third.
    """
    if not any(left.forms) and not any(right.forms):
        return None
    pairs = _pairs(left, right)
    if not pairs or _is_bare_feminine(left, right):
        return None
    if not _is_one_gender(left, right, pairs):
        pairs = next((each for of in "mf" if (each := _pairs_of(of, left, right, len(pairs)))), [])
        if not pairs:
            return None
    mine, theirs = list(left.words), list(right.words)
    for i, j, one, other in pairs:
        mine[i], theirs[j] = one, other
    return dataclasses.replace(left, words=tuple(mine)), dataclasses.replace(right, words=tuple(theirs))


_Pair = tuple[int, int, str, str]
"""Where two words stand in their names, and what each is in the nominative."""


def _pairs(left: "Name", right: "Name") -> list[_Pair]:
    key = str if hand_of(left, right) == "own" else sound
    theirs = {key(word) for word in right.words}
    mine = {key(word) for word in left.words}
    free = [at for at, word in enumerate(right.words) if key(word) not in mine]
    pairs: list[_Pair] = []
    for i, word in enumerate(left.words):
        if key(word) in theirs:
            continue
        for j in free:
            if one := _common(left, i, right, j, key):
                pairs.append((i, j, *one))
                free.remove(j)
                break
    return pairs


def _pairs_of(gender: str, left: "Name", right: "Name", many: int) -> list[_Pair]:
    """Return as many pairs as `many` of forms that are of one gender, or none: Оксані, Оксану is Оксана."""
    only = [
        dataclasses.replace(
            name, forms=tuple(frozenset(f for f in each if f.gender in ("", gender)) for each in name.forms)
        )
        for name in (left, right)
    ]
    pairs = _pairs(*only)
    return pairs if len(pairs) == many and _is_one_gender(left, right, pairs) else []


def _common(left: "Name", i: int, right: "Name", j: int, key: Callable[[str], str]) -> tuple[str, str] | None:
    """Return the nominative that two words may have in common, or two forms of one given name: Владимиром, Volodymyr.

    One that is written there comes before one that is not.
    """
    mine, theirs = (
        {key(form): form for form in (*_letters(name, at), name.words[at])} for name, at in ((left, i), (right, j))
    )
    written = (key(right.words[j]), key(left.words[i]))
    both = mine.keys() & theirs.keys()
    one = next((theirs[one] for one in (*written, *sorted(both)) if one in both), None)
    if one:
        return one, one
    found = [(form, right.words[j]) for form in _letters(left, i)]
    found += [(left.words[i], form) for form in _letters(right, j)]
    crossed = left.script != right.script
    one_way = next((pair for pair in found if is_one_given_name(*pair) or (crossed and alike(*pair, "crossed"))), None)
    both_ways = itertools.product(_letters(left, i), _letters(right, j))  # Олексієм, Алексеем
    return one_way or next((pair for pair in both_ways if is_one_given_name(*pair)), None)


def _letters(name: "Name", at: int) -> list[str]:
    return sorted({form.letters for form in name.forms[at]})


def _is_one_gender(left: "Name", right: "Name", pairs: list[_Pair]) -> bool:
    """Tell whether the words of both names, read as `pairs` say, may all be of one gender."""
    chosen = ({i: one for i, _, one, _ in pairs}, {j: other for _, j, _, other in pairs})
    possible = [found for name, told in zip((left, right), chosen, strict=True) for found in _genders(name, told)]
    return any(all(gender in each for each in possible) for gender in "mf")


def _genders(name: "Name", told: dict[int, str]) -> Iterator[frozenset[str]]:
    """Yield the genders that each word of a name may be of; `told` are nominatives by place, where they are known."""
    for at, word in enumerate(name.words):
        one = told.get(at)
        found = {form.gender for form in name.forms[at] if one is None or sound(form.letters) == sound(one)}
        if one is None or sound(one) == sound(word):
            found |= name.genders[at]
        yield BOTH if "" in found or not found else frozenset(found)


def _is_bare_feminine(left: "Name", right: "Name") -> bool:
    """Tell whether they are two family names alone of which one may be the other's feminine: Захаров, Захарова."""
    if len(left.words) != 1 or len(right.words) != 1:
        return False
    short, long = sorted((left.words[0], right.words[0]), key=len)
    return long == short + "a" and _MASCULINE.search(short) is not None
