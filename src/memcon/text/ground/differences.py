"""Tell what a quote has otherwise than a passage of the text, and whether that changes the meaning.

Only the loss or gain of a small word, one said twice, and words written together or apart are harmless. Everything
else that is no punctuation is taken to change the meaning, whatever the language: the word lists name the reason, they
do not decide. Knows nothing of where in the text the passage stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

from memcon.text.ground.folded import Folded
from memcon.text.ground.values import Reason, WordChange
from memcon.text.ground.word_lists import Category, SmallWords, covered, is_negation
from memcon.text.tokens import is_number

_ARTICLES: Final = frozenset({"the", "a", "an"})
_QUESTION: Final = frozenset("?؟")
# In order of weight: of several differences, the first that occurs is the reason.
_KINDS: Final[tuple[tuple[Reason, Category | None], ...]] = (
    ("changed_negation", "negations"),
    ("changed_number", "numbers"),
    ("changed_month", "months"),
    ("changed_weekday", "weekdays"),
    ("changed_country", "countries"),
    ("changed_name", None),
    ("changed_verb", "verbs"),
)
_WEIGHT: Final[tuple[Reason, ...]] = (
    *(reason for reason, _ in _KINDS), "changed_question", "changed_word", "added_words", "lost_words"
)  # fmt: skip
# Words that are months or countries only with a capital letter: may, mars; as, us, turkey.
_CAPITAL: Final = frozenset({"months", "countries"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A change, and why it changes the meaning; no reason where it does not."""

    change: WordChange
    reason: Reason | None


class _Hunk(NamedTuple):
    """Tokens of the quote that stand where other tokens of the text stand: numbers, end exclusive."""

    quote: int
    quote_end: int
    text: int
    text_end: int


def compare(quote: Folded, text: Folded, first: int, last: int) -> tuple[Difference, ...]:
    """Return the differences between a quote and the tokens `first` to `last`, inclusive, of a text."""
    return tuple(
        Difference(
            WordChange(quote.stored(hunk.quote, hunk.quote_end), text.stored(hunk.text, hunk.text_end)),
            _reason(quote, text, hunk),
        )
        for hunk in _hunks(quote, text, first, last + 1)
    )


def weightiest(differences: tuple[Difference, ...]) -> Reason | None:
    """Return the reason that weighs most, None when all differences are harmless."""
    return min((one.reason for one in differences if one.reason), key=_WEIGHT.index, default=None)


def _hunks(quote: Folded, text: Folded, first: int, end: int) -> Iterator[_Hunk]:
    """Yield what differs, in order, each hunk as long as no token agrees within it."""
    hunk: _Hunk | None = None
    for step in Indel.opcodes(quote.words, text.words[first:end]):
        if step.tag == "equal":
            if hunk:
                yield hunk
            hunk = None
        else:
            begin = hunk or _Hunk(step.src_start, 0, first + step.dest_start, 0)
            hunk = begin._replace(quote_end=step.src_end, text_end=first + step.dest_end)
    if hunk:
        yield hunk


def _reason(quote: Folded, text: Folded, hunk: _Hunk) -> Reason | None:
    """Return why a hunk changes the meaning, None when it does not."""
    said, stands = range(hunk.quote, hunk.quote_end), range(hunk.text, hunk.text_end)
    if _is_harmless(quote, text, hunk):
        return None
    for reason, category in _KINDS:
        if _holds(quote, said, category) or _holds(text, stands, category):
            return reason
    if any(view.words[one] in _QUESTION for view, part in ((quote, said), (text, stands)) for one in part):
        return "changed_question"
    if said and stands:
        return "changed_word"
    return "added_words" if said else "lost_words"


def _is_harmless(quote: Folded, text: Folded, hunk: _Hunk) -> bool:
    said, stands = quote.words[hunk.quote : hunk.quote_end], text.words[hunk.text : hunk.text_end]
    if said and stands:
        written_apart = "".join(said) == "".join(stands) and not any(
            is_number(word) or is_negation(word) for word in (*said, *stands)
        )
        return written_apart or _ARTICLES.issuperset((*said, *stands))
    if stands:
        ended = not set(".!").isdisjoint(punctuation_before(quote, hunk.quote))
        return all(
            not ended if text.words[one] in _QUESTION else _may_be_lost(text, one, text.small)
            for one in range(hunk.text, hunk.text_end)
        )
    # At an edge, what the text has between the word gained and the rest of the quote would go unseen.
    inside = hunk.quote > 0 and hunk.quote_end < len(quote.words)
    return inside and all(_may_be_gained(quote, one, text.small) for one in range(hunk.quote, hunk.quote_end))


def _may_be_lost(view: Folded, at: int, small: SmallWords) -> bool:
    return (view.words[at] in small.lost and not _is_name(view, at)) or _may_be_gained(view, at, small)


def _may_be_gained(view: Folded, at: int, small: SmallWords) -> bool:
    """Return whether a quote may have the small word at `at` where the text has none."""
    word = view.words[at]
    if small.may_be_said_twice(word) and word in view.words[max(at - 1, 0) : at] + view.words[at + 1 : at + 2]:
        return True  # said twice
    if _is_name(view, at):  # The Hague, Dan Sullivan, Di Maio
        return False
    after = next((one for one in range(at + 1, len(view.words)) if view.words[one] not in _ARTICLES), at)
    to_a_state = word in small.preposition and _holds(view, range(after, after + 1), "countries")
    return (word in small.light or word in small.preposition) and not to_a_state


def _holds(view: Folded, part: range, category: Category | None) -> bool:
    """Return whether tokens of `part` are, or belong to a phrase that is, of `category`; None stands for names."""
    if category is None:
        return any(_is_name(view, one) for one in part)
    if category == "numbers" and any(is_number(view.words[one]) for one in part):
        return True
    if category == "negations" and any(is_negation(view.words[one]) for one in part):
        return True
    start = max(part.start - 3, 0)
    known = covered(view.words[start : part.stop + 3], category)
    return any(
        one - start in known and (category not in _CAPITAL or not view.is_cased or _has_capital(view, one))
        for one in part
    )


def _is_name(view: Folded, at: int) -> bool:
    """Return whether a token has a capital letter that the beginning of a sentence does not explain."""
    if not view.is_cased or not _has_capital(view, at):
        return False
    stored = view.stored(at, at + 1)
    start = view.tokens[at].start
    before = view.folded[max(start - 20, 0) : start].rstrip(" \"'([-")
    return (len(stored) > 1 and stored.isupper()) or bool(before and before[-1] not in ".!?:")


def _has_capital(view: Folded, at: int) -> bool:
    return view.stored(at, at + 1)[:1].isupper()


def punctuation_before(view: Folded, at: int) -> str:
    """Return the punctuation before the token at `at`, or after the last one."""
    start = view.tokens[at - 1].end if at else 0
    return view.folded[start : view.tokens[at].start if at < len(view.tokens) else len(view.folded)]
