"""Places where a quote stands but for punctuation, small words or an ellipsis.

A quote and a text are compared without what may be lost: spaces and punctuation first, then small words too. That is
an exact search in linear time; every place it finds is then compared token by token (`compare`), and refused when a
difference changes the meaning. An ellipsis may stitch parts of one sentence, in order. What it leaves out may hold no
negation, nor a word that suspends what follows (would, threatened to), unless all of it stands between two commas.
The span of a stitched quote reaches from the first part to the last, so that a reader sees what was left out.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from memcon.text.ground.differences import compare, weightiest
from memcon.text.ground.folded import Folded
from memcon.text.ground.values import Occurrence, Reason, Span, WordChange
from memcon.text.ground.verbatim import follows_negation, is_short, same_case
from memcon.text.ground.word_lists import covered, is_negation

ELLIPSIS: Final = re.compile(r"[\[(<]?(?:(?<!\s)\s+)?(?:…|\.{3,}|(?:\.\s){2,}\.)\s*[\])>]?")
_SENTENCE_END: Final = re.compile(
    r"(?P<stop>(?<![.!?])[.!?]+[\"'”’)\]»]*\s+)[\"'“‘(\[«]*(?P<next>\w)"
    r"|[。！？؟।]|\n\s*\n|\n[\"'“‘(\[«-]*(?P<line>\w)"
)
_LAST_WORD: Final = re.compile(r"(?<![^\W_])[^\W_]+$")
_ASIDE: Final = re.compile(r"\s*[,(–—-][^,;:()–—]+[,)–—-]\s*")


@dataclass(frozen=True, slots=True)
class _Part:
    """A place of a quote or of a part of it: numbers of its first and last token in the text."""

    first: int
    last: int
    changes: tuple[WordChange, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """Parts of a quote that stand in the text in order, but may not be stitched."""

    reason: Reason
    changes: tuple[WordChange, ...]
    span: Span


def near_places(quote: Folded, text: Folded) -> Iterator[Occurrence]:
    """Yield the places where a quote stands with harmless differences, in order. A short quote has none."""
    for place in _chains(quote, text):
        if isinstance(place, _Part) and not follows_negation(text, text.tokens[place.first].start):
            span = _span(quote, text, place)
            if span:
                yield Occurrence(*span, "near", place.changes)


def same_words(quote: Folded, text: Folded) -> Iterator[Occurrence]:
    """Yield the places where the words of a quote of any length stand, but for punctuation: `Jong-un`, `C.Q. Brown`."""
    for first, last in text.letters.places(quote.letters.joined):
        span = _span(quote, text, _Part(first, last, ()))
        same = text.words[first : last + 1] == quote.words
        if same and span and same_case(quote, text.text[slice(*span)]):
            yield Occurrence(*span, "near")


def broken_chains(quote: Folded, text: Folded) -> Iterator[Broken]:
    """Yield the places where all parts of a quote stand and an ellipsis leaves out what it may not."""
    return (place for place in _chains(quote, text) if isinstance(place, Broken))


def _chains(quote: Folded, text: Folded) -> Iterator[_Part | Broken]:
    """Yield the chains of places of all parts of a quote, in order, and where such a chain may not be."""
    parts = tuple(part for part in map(Folded, ELLIPSIS.split(quote.text)) if part.tokens)
    if not parts or is_short(Folded(" ".join(part.text for part in parts))):
        return
    if len(parts) == 1:
        yield from _aligned(parts[0], text)
        return
    if max(len(part.tokens) for part in parts) < 3:
        return  # scattered words prove nothing
    chains = list(_aligned(parts[0], text))
    for part in parts[1:]:
        following = tuple(_aligned(part, text))
        last_before: dict[int, _Part] = {}  # of several chains that reach the same place, the last leaves out least
        for chain in chains:
            last_before[bisect_right(following, chain.last, key=lambda place: place.first)] = chain
        last_before.pop(len(following), None)
        stitched = [_stitch(chain, following[at], text) for at, chain in last_before.items()]
        yield from (one for one in stitched if isinstance(one, Broken))
        chains = [one for one in stitched if isinstance(one, _Part)]
    yield from chains


def _stitch(chain: _Part, after: _Part, text: Folded) -> _Part | Broken:
    """Return the chain with the place after it, or why that may not be."""
    changes = (*chain.changes, WordChange("…", text.stored(chain.last + 1, after.first)), *after.changes)
    span = text.token_span(chain.first, after.last)
    if _ends_sentence(text, chain.last, after.first):
        return Broken("elided_sentence", changes, span)
    if not _ASIDE.fullmatch(text.gap(chain.last, after.first)) and _suspends(text, chain.last + 1, after.first):
        return Broken("elided_meaning", changes, span)
    return _Part(chain.first, after.last, changes)


def _ends_sentence(text: Folded, first: int, last: int) -> bool:
    """Return whether a sentence ends between two tokens; a full stop after an abbreviation or an initial ends none."""
    start, end = text.token_span(first, first)[0], text.token_span(last, last)[0]
    for stop in _SENTENCE_END.finditer(text.text, start, end + 1):
        following = stop["next"] or stop["line"]
        word = _LAST_WORD.search(text.text, max(start, stop.start() - 20), stop.start()) if stop["stop"] else None
        short = word and (len(word[0]) == 1 or covered([word[0].lower()], "abbreviations"))
        if not short and not (following and following.islower()):
            return True
    return False


def _suspends(text: Folded, first: int, end: int) -> bool:
    """Return whether tokens that an ellipsis leaves out deny or suspend what they stand in."""
    words = text.words[first:end]
    return any(map(is_negation, words)) or bool(covered(words, "negations") or covered(words, "suspends"))


def _aligned(part: Folded, text: Folded) -> Iterator[_Part]:
    """Yield the places of one part: all of its words, or else all but small ones, with only harmless differences."""
    found = text.letters.places(part.letters.joined)
    content = None if found else part.without(text.small)
    if content and len(content.kept) > 1:
        lead, trail = content.kept[0], len(part.words) - 1 - content.kept[-1]
        found = [_widened(part, text, lead, trail, place) for place in text.content.places(content.joined)]
    for first, last in found:
        differences = compare(part, text, first, last)
        if weightiest(differences) is None:
            yield _Part(first, last, tuple(one.change for one in differences))


def _widened(part: Folded, text: Folded, lead: int, trail: int, place: Span) -> Span:
    """Return a place with the small words that stand at the edges of the quote and of the place alike."""
    first, last = place
    while lead and first and part.words[lead - 1] == text.words[first - 1]:
        lead, first = lead - 1, first - 1
    while trail and last + 1 < len(text.words) and part.words[len(part.words) - trail] == text.words[last + 1]:
        trail, last = trail - 1, last + 1
    return first, last


def _span(quote: Folded, text: Folded, place: _Part) -> Span | None:
    """Return the stored span of a place, with the bracket that closes it and the punctuation that the quote has too."""
    start, end = text.tokens[place.first].start, text.tokens[place.last].end
    lead, trail = quote.folded[: quote.tokens[0].start].strip(), quote.folded[quote.tokens[-1].end :].strip()
    if text.folded[end : end + 1] == ")" and text.folded.count("(", start, end) > text.folded.count(")", start, end):
        end, trail = end + 1, trail.removeprefix(")")
    for char in reversed(lead):
        if start == 0 or text.folded[start - 1] != char:
            break
        start -= 1
    for char in trail:
        if text.folded[end : end + 1] != char:
            break
        end += 1
    return text.span(start, end)
