"""Places where a quote stands character by character, or but for what folding makes equal."""

from collections.abc import Iterator
from typing import Final

from memcon.text.characters import continues, cuts_number, cuts_word, word_end, word_start
from memcon.text.ground.folded import Folded
from memcon.text.ground.values import Occurrence
from memcon.text.ground.word_lists import is_negation

# What turns a word into its opposite when it is cut off from its front.
_NEGATING_FRONT: Final = frozenset(
    {"a", "an", "anti", "dis", "il", "im", "in", "ir", "mis", "non", "tak", "tuna", "un", "не", "без", "анти"}
)

_SIGNS: Final = frozenset('"()[]{},.;:!?-/')
"""What parts words, though not always numbers."""
LONGEST_WORD: Final = 200
"""Letters to either side of a cut that are looked at. What has more is no word of any language, and is not cut."""


def is_short(quote: Folded) -> bool:
    """Return whether a quote is too short to be looked for other than as it is: under 15 characters or three words.

    An ideograph counts as three characters, a syllable of kana or Hangul as two.
    """
    dense = sum(
        2 if "\u3400" <= char <= "\u9fff" else 1
        for char in quote.folded
        if "\u3041" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3"
    )
    return len(quote.folded.strip()) + dense < 15 or len(quote.tokens) < 3


def verbatim_places(quote: Folded, text: Folded) -> tuple[Occurrence, ...]:
    """Return where the quote stands: the exact places, then the folded ones, each kind in order and without overlap."""
    exact = tuple(_exact(quote, text))
    spans = {(one.start, one.end) for one in exact}
    return (*exact, *(one for one in _folded(quote, text) if (one.start, one.end) not in spans))


def follows_negation(text: Folded, at: int) -> bool:
    """Return whether the word right before `at`, an offset in the folded text, denies what follows."""
    before = text.folded[:at].rstrip(" ") if at < 40 else text.folded[at - 40 : at].rstrip(" ")
    start = word_start(before, len(before), least=0)
    if before[start - 2 : start] == "n'":
        start = word_start(before, start - 1, least=0)
    return start < len(before) and is_negation(before[start:])


def same_case(quote: Folded, stored: str) -> bool:
    """Return whether case may differ, or does not: `AS` is a country and `as` an axle, `US` and `us`, `UN` and `un`."""
    said = [char.isupper() for char in quote.text if char.isalpha()]
    return len(said) > 3 or said == [char.isupper() for char in stored if char.isalpha()]


def _exact(quote: Folded, text: Folded) -> Iterator[Occurrence]:
    words = quote.text.strip()
    whole_words = is_short(quote)
    at = text.text.find(words)
    while at >= 0:
        end = at + len(words)
        stands = not continues(text.text, at) and not continues(text.text, end)
        stands = stands and edge_holds(text, at, front=True, strict=whole_words)
        stands = stands and edge_holds(text, end, front=False, strict=whole_words)
        if stands:
            yield Occurrence(at, end, "exact")
        at = text.text.find(words, end if stands else at + 1)


def _folded(quote: Folded, text: Folded) -> Iterator[Occurrence]:
    words = quote.folded.strip()
    at = text.folded.find(words)
    while at >= 0:
        end = at + len(words)
        whole = not cuts_word(text.folded, at, front=True) and not cuts_word(text.folded, end, front=False)
        span = text.span(at, end) if whole else None
        if (
            span is not None
            and same_case(quote, text.text[slice(*span)])
            and (len(quote.tokens) < 3 or not follows_negation(text, at))
        ):
            yield Occurrence(*span, "folded")
        at = text.folded.find(words, end if whole else at + 1)


def parts_plainly(text: str, at: int) -> bool:
    """Return whether a look at both sides of `at` shows that no word or number goes on there, as it mostly does."""
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if before.isspace() or after.isspace():
        return True
    return (before.isalpha() and after in _SIGNS) or (before in _SIGNS and after.isalpha())


def edge_holds(text: Folded, offset: int, *, front: bool, strict: bool) -> bool:
    """Return whether a verbatim quote may begin (`front`) or end at `offset` of the stored text.

    A quote may end inside a word, as it does when an answer is cut short, if what is left cannot be taken for another
    word: not inside a number, a negation or a word with a capital (Xi|nhua, Niger|ia), nor after a front that negates.
    Never when `strict`.
    """
    at = text.at(offset)
    if strict or not cuts_word(text.folded, at, front=front):
        return not cuts_word(text.folded, at, front=front)
    reach = LONGEST_WORD + 1
    start, end = word_start(text.folded, at, least=at - reach), word_end(text.folded, at, most=at + reach)
    if cuts_number(text.folded, at) or not start < at < end or max(at - start, end - at) == reach:
        return False
    span = text.span(start, end)
    stored = text.text[slice(*span)] if span else ""
    changed = not stored or stored != stored.lower() or any(char.isdigit() for char in stored)
    denies = is_negation(text.folded[start:end]) or (front and text.folded[start:at] in _NEGATING_FRONT)
    return not changed and not denies
