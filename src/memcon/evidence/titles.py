"""Where a title stands: beside the name of who bears it, or another place where that name or a part of it stands.

A model that is trusted tells a title from anywhere; what stands far from the name is another's, or the model's own.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from memcon.evidence.affiliation import LEAD
from memcon.evidence.passage import REACH, Passage, kept
from memcon.records import Trust
from memcon.text.ground import Folded, Occurrence, Span, choose
from memcon.text.ground.values import LONGEST
from memcon.text.ground.verbatim import verbatim_places

PARTS: Final = ",،、，"
"""What splits a title that stands on two sides of a name, or of a comma."""
JOINED: Final = ", "
"""What its parts are joined by."""
WORDS: Final = 12
"""Words of a name, at most, that may stand for it."""


def title_beside(passage: Passage, title: str, name: Span) -> str | None:
    """Return a title where it stands: whole, or in parts beside the name, as `Jenderal …, Kepala Staf`."""
    whole = passage.ground(title, name, within=REACH) or passage.ground(title, names_of(passage, name), within=REACH)
    if whole:
        return passage.words(whole)
    parts = [passage.ground(part, name, within=LEAD) for part in _parts(title)]
    return JOINED.join(passage.words(part) for part in parts if part) if all(parts) and len(parts) > 1 else None


def names_of(passage: Passage, name: Span) -> list[Span]:
    """Return where a name stands, and each word of it that has no small letter first: `Antony Blinken`, `Blinken`."""
    words = passage.words(name)
    forms = [word for word in words.split()[:WORDS] if len(word) > 1 and not word[0].islower()]
    places = (place for form in dict.fromkeys((words, *forms)) for place in _places(passage, form))
    return [name, *((place.start, place.end) for place in places)]


def is_title(passage: Passage, title: str, name: Span, trusts: Collection[Trust]) -> bool:
    """Say whether a title can be that of the name at `name`, as these trusts take it from the article."""
    if _is_near(passage, title, [name], REACH):
        return True
    if "model" not in trusts:
        return False
    if _is_near(passage, title, names_of(passage, name), REACH):
        return True
    parts = title.split(JOINED) if len(title) <= LONGEST else []
    return len(parts) > 1 and all(_is_near(passage, part, [name], LEAD) for part in dict.fromkeys(parts))


def _is_near(passage: Passage, words: str, names: Sequence[Span], reach: int) -> bool:
    exact = (place for place in _places(passage, words) if place.match == "exact")
    return choose(exact, names, within=reach) is not None


@kept
def _places(passage: Passage, words: str) -> tuple[Occurrence, ...]:
    """Return where words stand as whole ones; once for a text, however often somebody is named."""
    quote = Folded(words)
    return verbatim_places(quote, passage.body) if len(words) <= LONGEST and quote.tokens else ()


def _parts(title: str) -> Iterator[str]:
    for mark in PARTS[1:]:
        title = title.replace(mark, PARTS[0])
    yield from (part.strip() for part in title.split(PARTS[0]) if part.strip())
