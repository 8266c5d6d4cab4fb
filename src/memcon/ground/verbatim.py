"""Places where a quote stands character by character, or but for what folding makes equal."""

from collections.abc import Iterator

from memcon.ground.edges import cuts_word, harmless_cut
from memcon.ground.folding import Folded
from memcon.ground.graphemes import continues
from memcon.ground.tokens import is_short
from memcon.ground.values import Found


def exact_places(quote: Folded, text: Folded) -> Iterator[Found]:
    """Yield the places where the quote's characters stand in `text`, in order and without overlap."""
    words = quote.text.strip()
    whole_words = is_short(quote)
    at = text.text.find(words)
    while at >= 0:
        end = at + len(words)
        stands = (
            not continues(text.text, at) and not continues(text.text, end) and _edges_hold(text, at, end, whole_words)
        )
        if stands:
            yield Found(at, end, "exact")
        at = text.text.find(words, end if stands else at + 1)


def folded_places(quote: Folded, text: Folded) -> Iterator[Found]:
    """Yield the places where the folded quote stands in folded `text` as whole words, in order and without overlap."""
    words = quote.folded.strip()
    at = text.folded.find(words)
    while at >= 0:
        end = at + len(words)
        span = text.span(at, end)
        stands = span is not None and not (
            cuts_word(text.folded, at, front=True) or cuts_word(text.folded, end, front=False)
        )
        if span is not None and stands and _same_case(quote.text, text.text[slice(*span)], words):
            yield Found(*span, "folded")
        at = text.folded.find(words, end if stands else at + 1)


def _edges_hold(text: Folded, start: int, end: int, whole_words: bool) -> bool:  # noqa: FBT001 - private, and read so
    """Return whether a verbatim quote neither begins nor ends inside a word whose rest would change it."""
    for at, front in ((text.at(start), True), (text.at(end), False)):
        if cuts_word(text.folded, at, front=front) and (whole_words or not harmless_cut(text, at, front=front)):
            return False
    return True


def _same_case(quote: str, stored: str, folded: str) -> bool:
    """Return whether case may differ, or does not: `AS` is a country and `as` an axle, `US` and `us`, `UN` and `un`."""
    if len(folded) > 3:
        return True
    return [char.isupper() for char in quote if char.isalpha()] == [char.isupper() for char in stored if char.isalpha()]
