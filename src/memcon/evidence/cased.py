"""A party whom a model names in the nominative, where the article has the name in other cases alone.

The codebook asks for the nominative where the article has it (P1); a model that reads well gives one also where it has
not. The article's own words are what is recorded. Knows nothing of models.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from memcon.evidence.passage import Passage
from memcon.evidence.rules import rule
from memcon.resolve.people.cases import BOTH, Form, forms, genders
from memcon.resolve.people.spelling import latin
from memcon.text.ground import Span

WORD: Final = re.compile(r"[^\W\d_]+(?:['’‑-][^\W\d_]+)*")
LEAST: Final = 3
"""Letters of a name's longest word: of a shorter one too many words are forms."""


@rule
def name_in_another_case(passage: Passage, name: str, within: int) -> Span | None:
    """A name stands where the article has it in another case: *Ларс Хауген* by `с Ларсом Хаугеном`."""
    wanted = [latin(word.lower()) for word in name.split()]
    if not wanted or max(map(len, wanted)) < LEAST or not passage.quotes:
        return None
    start, end = passage.quotes[0][0], passage.quotes[-1][1]
    near = max(0, start - within), min(len(passage.text), end + within)
    found = _places(passage.words(near), wanted, passage.speech.tag or None)
    spans = [(near[0] + first, near[0] + last) for first, last in found]
    return min(spans, key=lambda span: max(start - span[1], span[0] - end, 0), default=None)


def _places(text: str, wanted: Sequence[str], language: str | None) -> Iterator[Span]:
    """Yield where words of one gender stand in a row that may all be, in the nominative, the wanted ones."""
    words = [word.span() for word in WORD.finditer(text)]
    for at in range(len(words) - len(wanted) + 1):
        shared, before = BOTH, words[at][0]
        for place, name in enumerate(wanted):
            start, end = words[at + place]
            apart = text[before:start].strip()
            shared &= frozenset() if apart else _genders(text[start:end], name, language, first=not place)
            if not shared:
                break
            before = end
        else:
            yield words[at][0], before


def _genders(word: str, name: str, language: str | None, *, first: bool) -> frozenset[str]:
    """Return of which genders a word may be where it is a form of a name, or the name; of none where it is neither."""
    if latin(word.lower()) == name:
        return genders(word, language)
    told = {form.gender for form in _forms(word, language, first=first) if form.letters == name}
    return BOTH if "" in told else frozenset(told)


@lru_cache(maxsize=16384)
def _forms(word: str, language: str | None, *, first: bool) -> frozenset[Form]:
    return forms(word, language, first=first)
