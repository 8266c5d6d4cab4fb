"""Say why a quote does not stand in a text: the reason, the nearest place, and what differs there."""

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from memcon.text.characters import BLOT, cuts_word
from memcon.text.ground.differences import compare, punctuation_before, weightiest
from memcon.text.ground.folded import Folded
from memcon.text.ground.near import broken_chains, near_places
from memcon.text.ground.values import LONGEST, Reason, Refusal, Span, WordChange
from memcon.text.ground.verbatim import follows_negation, is_short, verbatim_places

_ALIKE: Final = 0.5
"""Share of the quote's words that the nearest place must have, in order, for the quote to be changed and not absent."""
_COMPARED: Final = 1_000
"""Tokens of a quote for which the nearest place is looked for: that takes time with their number times the text's."""
_STOPS: Final = frozenset(".!?。؟।")
_BLOTS: Final = re.compile(f"{BLOT}+")
_IN_WORDS: Final[dict[Reason, str]] = {
    "empty": "the quote holds no words",
    "too_short": "a quote this short must stand word for word, and does not",
    "too_long": "the quote is longer than any that can be looked for",
    "inside_word": "the quote stands only inside other words",
    "absent": "the article does not say this",
    "changed_negation": "the quote says with another negation what the article says",
    "changed_number": "a number differs",
    "changed_month": "a month differs",
    "changed_weekday": "a day differs",
    "changed_country": "a country or organisation differs",
    "changed_name": "a name differs",
    "changed_verb": "a verb of saying or doing differs",
    "changed_question": "the one asks what the other states",
    "changed_word": "a word differs",
    "added_words": "the quote adds words",
    "lost_words": "the quote leaves out words without an ellipsis",
    "elided_meaning": "the ellipsis leaves out a negation, or a word that suspends what follows",
    "elided_sentence": "the ellipsis stitches different sentences",
}


def refusal(quote: Folded, text: Folded) -> Refusal | None:
    """Return why `quote` does not stand in `text`, None when it does."""
    if len(quote.text) > LONGEST or not quote.says_something:
        return _refuse("too_long" if len(quote.text) > LONGEST else "empty")
    if verbatim_places(quote, text) or any(near_places(quote, text)):
        return None
    broken = next(broken_chains(quote, text), None)
    if broken:
        return _refuse(broken.reason, broken.changes, broken.span)
    place = _nearest(quote, text)
    in_the_way = _in_the_way(quote, text)
    if place is None:
        return _refuse(in_the_way or "absent")
    first, last, alike = place
    near = text.token_span(first, last)
    if in_the_way is None and alike < _ALIKE:
        return _refuse("absent", near=near)
    differences = compare(quote, text, first, last)
    changes = tuple(one.change for one in differences if one.reason)
    return _refuse(in_the_way or weightiest(differences) or _rule(quote, text, first), changes, near)


def _refuse(reason: Reason, diff: tuple[WordChange, ...] = (), near: Span | None = None) -> Refusal:
    detail = _IN_WORDS[reason]
    return Refusal(reason, f"{detail}: {', '.join(map(_in_words, diff))}" if diff else detail, diff, near)


def _in_words(change: WordChange) -> str:
    text, *others = _BLOTS.split(change.text)
    if others:
        text = " … ".join(map(str.strip, (text, *others))).strip()
    if not text:
        return f"the quote adds {change.quote!r}"
    if not change.quote:
        return f"the quote leaves out {text!r}"
    return f"the article has {text!r}, the quote {change.quote!r}"


def _in_the_way(quote: Folded, text: Folded) -> Reason | None:
    """Return why the quote is refused although its characters stand in the text, None when they do not."""
    words = quote.folded.strip()
    at = text.folded.find(words)
    if at < 0:
        return None
    if cuts_word(text.folded, at, front=True) or cuts_word(text.folded, at + len(words), front=False):
        return "inside_word"
    return "changed_negation" if follows_negation(text, at) else None


def _rule(quote: Folded, text: Folded, first: int) -> Reason:
    """Return why a quote is refused all of whose differences are harmless."""
    if is_short(quote):
        return "too_short"
    return "changed_negation" if follows_negation(text, text.tokens[first].start) else "absent"


def _nearest(quote: Folded, text: Folded) -> tuple[int, int, float] | None:
    """Return the first and last token of the place most like the quote, and the share of the quote's tokens in it.

    None when they have no token in common, or the quote has too many to compare them with every place.
    """
    said, stands = quote.words, text.words
    if len(said) > _COMPARED:
        return None
    start, end = 0, len(stands)
    if len(said) < len(stands):
        window = fuzz.partial_ratio_alignment(said, stands)
        start, end = (window.dest_start, window.dest_end) if window else (0, 0)
    shared = _shared(said, stands, start, end)
    if not shared:
        return None
    # The window is as long as the quote: where the quote leaves words out, its last words stand beyond it.
    lead, trail = shared[0][0], len(said) - 1 - shared[-1][0]
    shared = _shared(said, stands, max(start - lead, 0), min(end + trail, len(stands)))
    first, last = shared[0][1], shared[-1][1]
    for _ in range(shared[0][0]):
        if first and _STOPS.isdisjoint(punctuation_before(text, first)):
            first -= 1
    for _ in range(len(said) - 1 - shared[-1][0]):
        if last + 1 < len(stands) and _STOPS.isdisjoint(punctuation_before(text, last + 1)):
            last += 1
    return first, last, len(shared) / len(said)


def _shared(said: Sequence[str], stands: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    """Return the numbers of the tokens that agree, in the quote and in the text from `start` to `end`, in order."""
    return [
        (step.src_start + one, start + step.dest_start + one)
        for step in Indel.opcodes(said, stands[start:end])
        if step.tag == "equal"
        for one in range(step.src_end - step.src_start)
    ]
