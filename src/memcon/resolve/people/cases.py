"""What the words of a name may be in the nominative, by the endings that a language's folder tells, and names aligned.

Путиным is Путин, Dudy is Duda, Erdoğan'ın is Erdoğan, وبوتين is بوتين. A word alone proves nothing: a form counts where
another name has it. It knows nothing of whose names they are.
"""

import dataclasses
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from memcon import languages
from memcon.resolve.people.spelling import latin, sound
from memcon.resolve.people.tables import is_one_given_name

if TYPE_CHECKING:
    from memcon.resolve.people import Name

LEAST: Final = 2
"""Letters that stay of a word without its ending."""
LEAST_GLUED: Final = 3
"""Letters that stay of a word without what is written onto it: وليد is no ليد that a و is written onto."""
_APOSTROPHES: Final = re.compile("[’‘`´ʼ]")
_MASCULINE: Final = re.compile("(?:ov|ev|in|yn)$")


def forms(word: str, language: str | None, *, first: bool) -> frozenset[str]:
    """Return what a word of a name may be in the nominative, as from `latin`, without the word itself.

    `word` is as written, `language` the ISO 639-1 code of its text; nothing is known where that is None. `first` words
    may have small words written onto them.
    """
    if language is None:
        return frozenset()
    endings, glued = _endings(language)
    lower = _lower(word)
    found = {
        lower.removesuffix(case) + ending
        for case, nominatives in endings
        if lower.endswith(case) and len(lower) - len(case) >= LEAST
        for ending in nominatives
    }
    if first:
        found |= {lower.removeprefix(small) for small in glued if lower.startswith(small)} - {lower}
        found = {form for form in found if len(form) >= LEAST_GLUED or form.isascii()}
    return frozenset(latin(form.replace("'", "")) for form in found) - {latin(lower)}


def may_have_forms(name: str, language: str | None) -> bool:
    """Tell in haste whether a word of a name as written may have `forms`: False is certain, True is not."""
    if language is None:
        return False
    endings, glued = _endings(language)
    lower = _lower(name)
    return any(case in lower for case, _ in endings) or any(small in lower for small in glued)


def _lower(word: str) -> str:
    return _APOSTROPHES.sub("'", word.lower().replace("i̇", "i"))


@cache
def _endings(language: str) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], tuple[str, ...]]:
    facts = languages.language(language).facts
    return tuple(facts.declension.nominatives.items()), facts.glued


def aligned(left: "Name", right: "Name") -> tuple["Name", "Name"] | None:
    """Return both names with each word that is a form of one of the other's in the nominative; None where none is.

    A word is a form of another where one is the nominative of the other, or both are forms of a third.
    """
    mine, theirs = list(left.words), list(right.words)
    free = [at for at, word in enumerate(theirs) if all(sound(word) != sound(other) for other in mine)]
    changed = False
    for i, word in enumerate(mine):
        if any(sound(word) == sound(other) for other in right.words):
            continue
        for j in free:
            one = _common(left, i, right, j)
            if one:
                mine[i], theirs[j] = one
                free.remove(j)
                changed = True
                break
    if not changed or _is_bare_feminine(left, right):
        return None
    return dataclasses.replace(left, words=tuple(mine)), dataclasses.replace(right, words=tuple(theirs))


def _common(left: "Name", i: int, right: "Name", j: int) -> tuple[str, str] | None:
    """Return the nominative that two words may have in common, or two forms of one given name: Владимиром, Volodymyr.

    One that is written there comes before one that is not.
    """
    mine = {sound(form): form for form in (*sorted(left.forms[i]), left.words[i])}
    theirs = {sound(form): form for form in (*sorted(right.forms[j]), right.words[j])}
    written = (sound(right.words[j]), sound(left.words[i]))
    both = mine.keys() & theirs.keys()
    one = next((theirs[key] for key in (*written, *sorted(both)) if key in both), None)
    if one:
        return one, one
    pairs = [(form, right.words[j]) for form in sorted(left.forms[i])]
    pairs += [(left.words[i], form) for form in sorted(right.forms[j])]
    return next((pair for pair in pairs if is_one_given_name(*pair)), None)


def _is_bare_feminine(left: "Name", right: "Name") -> bool:
    """Tell whether they are two family names alone of which one may be the other's feminine: Захаров, Захарова."""
    if len(left.words) != 1 or len(right.words) != 1:
        return False
    short, long = sorted((left.words[0], right.words[0]), key=len)
    return long == short + "a" and _MASCULINE.search(short) is not None
