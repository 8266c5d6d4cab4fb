"""Find where in an article a quote stands, and say why where it does not. Knows nothing of models, files or events."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

from memcon.text.characters import continues
from memcon.text.folding import fold
from memcon.text.ground.folded import Folded
from memcon.text.ground.near import near_places, same_words
from memcon.text.ground.refusal import refusal
from memcon.text.ground.values import LONGEST, Occurrence, Reason, Refusal, Span, WordChange
from memcon.text.ground.verbatim import edge_holds, is_short, parts_plainly, verbatim_places

__all__ = [
    "Folded",
    "Occurrence",
    "Reason",
    "Refusal",
    "Span",
    "WordChange",
    "choose",
    "explain",
    "fold",
    "ground",
    "ground_within",
    "stands_at",
]  # fmt: skip


def ground(quote: str, text: str | Folded) -> tuple[Occurrence, ...]:
    """Return every place where `quote` stands in `text`, best first; empty when it stands nowhere.

    `exact` places come before `folded` ones, each kind in the order of the text; `near` places are looked for only
    where there is neither, and never for a quote of under 15 characters or three words. One of more than `LONGEST`
    characters stands nowhere. Offsets are code points of the text as stored and never part a visible character. Pass a
    `Folded` to fold an article once for many quotes.
    """
    words, whole = Folded(quote), _folded(text)
    if len(quote) > LONGEST or not words.says_something:
        return ()
    return verbatim_places(words, whole) or tuple(near_places(words, whole))


def explain(quote: str, text: str | Folded) -> Refusal | None:
    """Return why `quote` does not stand in `text`, None when it does (`ground` is then not empty)."""
    return refusal(Folded(quote), _folded(text))


def choose(
    occurrences: Iterable[Occurrence], near: Span | Sequence[Span], *, within: int | None = None
) -> Occurrence | None:
    """Return the place nearest to the evidence `near`, None when nothing was found, or nothing `within` code points.

    Of places equally near, the better match, then the first. Places that overlap the evidence are at no distance.
    """
    spans = _spans(near)
    rank = {"exact": 0, "folded": 1, "near": 2}
    return min(
        (one for one in occurrences if within is None or _distance(one, spans) <= within),
        key=lambda occurrence: (_distance(occurrence, spans), rank[occurrence.match], occurrence.start),
        default=None,
    )


def ground_within(
    words: str, text: str | Folded, near: Span | Sequence[Span], *, within: int | None = None
) -> Occurrence | None:
    """Return where the name, date or place `words` stands nearest to the evidence `near`, None when it does not.

    Whole words only, `exact` or `folded`; where there is neither, the same words with other punctuation (`near`), as
    `Kim Jong Un` for `Kim Jong-un`. With `within`, nothing further than so many code points from the evidence.
    """
    quote, whole, spans = Folded(words), _folded(text), _spans(near)
    if len(words) > LONGEST or not quote.says_something:
        return None
    for found in (verbatim_places(quote, whole), same_words(quote, whole)):
        place = choose(found, spans, within=within)
        if place:
            return place
    return None


def stands_at(span: Span, text: Folded, *, beside: str = "") -> bool:
    """Return whether words at `span` of the text as stored may be found there: they hold a word, and part none.

    As for `ground`, a long quote may end inside a word that is none otherwise, and a number may stand beside a word.
    `beside` are words that were looked for with them.
    """
    start, end = span
    words = Folded(text.text[start:end])
    if not words.says_something:
        return False
    longer = Folded(f"{beside} {words.text}") if beside else words
    return _may_part(text, start, longer=words, front=True) and _may_part(text, end, longer=longer, front=False)


def _may_part(text: Folded, offset: int, *, longer: Folded, front: bool) -> bool:
    """Return whether a place of the text may begin (`front`) or end what was looked for."""
    if parts_plainly(text.text, offset):
        return True
    if continues(text.text, offset):
        return False
    return edge_holds(text, offset, front=front, strict=is_short(longer)) or text.is_between_tokens(text.at(offset))


def _folded(text: str | Folded) -> Folded:
    return text if isinstance(text, Folded) else Folded(text)


def _spans(near: Span | Sequence[Span]) -> Sequence[Span]:
    """Return the evidence in order, what overlaps as one, so that no more than two spans can be nearest to a place."""
    given: Sequence[Span] = [near] if near and isinstance(near[0], int) else near  # type: ignore[list-item,assignment]
    apart: list[Span] = []
    for start, end in sorted(given):
        if apart and start <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], end)
        else:
            apart.append((start, end))
    return apart


def _distance(occurrence: Occurrence, spans: Sequence[Span]) -> int:
    at = bisect_right(spans, occurrence.start, key=itemgetter(0))
    beside = spans[max(at - 1, 0) : at + 1]
    return min((max(start - occurrence.end, occurrence.start - end, 0) for start, end in beside), default=0)
