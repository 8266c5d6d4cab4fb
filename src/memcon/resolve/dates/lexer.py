"""Cut text into the items that the grammar of dates reads: words with their meaning, numbers, clock times, signs.

Offsets are kept, so that a date found in running text can be shown. Knows which words there are, not how they combine.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final, NamedTuple

from memcon.languages import facts_of, plain_letters, script_of
from memcon.languages.lexicon import fragment
from memcon.languages.shape.facts import Dates
from memcon.resolve.dates.tokens import tokens_of
from memcon.resolve.dates.values import century
from memcon.resolve.dates.words import Kind, Meaning, dates_of, lexicon_of
from memcon.text.folding import plain_characters

MARKED: Final = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640\u0670"
"""Of these, what Arabic may write on a small word."""
ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}
LONGEST: Final = 5
"""Words in the longest phrase of a lexicon."""


class Item(NamedTuple):
    """A word, phrase, number or sign, with its meaning and where it stands."""

    kind: Kind
    value: int | str
    text: str
    start: int
    end: int
    attached: bool
    """Whether no white space stands before it."""

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital, as names and sentence openings are."""
        return self.text[:1].isupper()

    @property
    def number(self) -> int:
        """The value of an item whose value is a number."""
        return int(self.value)


class _Token(NamedTuple):
    name: str
    text: str
    start: int
    end: int
    attached: bool


_token: Final = functools.partial(tuple.__new__, _Token)
_item: Final = functools.partial(tuple.__new__, Item)
"""Made of their fields in half the time that their own constructors take: most of what reading a date costs."""


def lex(text: str, language: str) -> tuple[Item, ...]:
    """The items of `text` in order, with offsets into `text` as given. `language` is the tag of a folder."""
    plain, offsets = plain_characters(text)
    tokens = [
        _token((found.lastgroup or "other", found[0], start, end, not (start and plain[start - 1].isspace())))
        for found in tokens_of(language).finditer(plain)
        for start, end in (found.span(),)
    ]
    tokens = [*_parted(tokens, language)] if _is_glued(language) else tokens
    items: list[Item] = []
    place = 0
    while place < len(tokens):
        kind, value, width = _meaning(tokens, place, language)
        name, text, start, end, attached = tokens[place]
        if width > 1:
            end = tokens[place + width - 1].end
            text = plain[start:end]
        text = str(value) if name == "short" else text
        items.append(_item((kind, value, text, offsets[start], offsets[end - 1] + 1, attached)))
        place += width
    return tuple(_by_neighbour(items, dates_of(language)))


def _by_neighbour(items: Sequence[Item], dates: Dates) -> Iterator[Item]:
    """Yield the items; a word of two meanings has that which what stands behind it asks for."""
    for item, after in zip_longest(items, items[1:]):
        if after is None or item.kind not in ("unit", "month_short", "weekday"):
            yield item
        elif item.kind == "weekday" and after.kind == "unit" and item.text.casefold() in dates.unit_ordinals:
            yield item._replace(kind="ordinal", value=dates.unit_ordinals[item.text.casefold()])
        elif item.kind == "weekday":
            yield item
        elif after.kind == "number" and after.text.isdigit() and item.text.casefold() in dates.dated_units:
            yield item._replace(kind="dateword", value=0)
        elif after.kind in ("unit", "month") and item.text.casefold() in dates.unit_numbers:
            yield item._replace(kind="number", value=dates.unit_numbers[item.text.casefold()])
        else:
            yield item


def _meaning(tokens: Sequence[_Token], place: int, language: str) -> tuple[Kind, int | str, int]:
    """Kind, value and number of tokens of the item that begins at `place`."""
    token = tokens[place]
    if token.name in ("word", "onto"):
        return _word(tokens, place, language)
    if token.name in ("number", "short"):
        short = token.name == "short"
        return "number", century(int(token.text[1:])) if short else int(token.text) if len(token.text) < 5 else 0, 1
    if token.name == "ordinal":
        return "ordinal", int("".join(char for char in token.text if char.isdigit())), 1
    if token.name in ("quarter", "half"):
        return ("quarter" if token.name == "quarter" else "half"), int(token.text[-1]), 1
    signs: dict[str, Kind] = {
        "range": "to",
        "decimal": "amount",
        "decade": "word",
        "other": "word",
        "possessive": "possessive",
    }
    if token.name in signs:
        return signs[token.name], 0, 1
    return token.name, 0, 1  # type: ignore[return-value]  # the other groups are named for their kinds


def _word(tokens: Sequence[_Token], place: int, language: str) -> tuple[Kind, int | str, int]:
    ahead = tokens[place : place + LONGEST]
    plain = plain_letters(language)
    folded = [plain(token.text.casefold().replace("’", "'").replace("ʼ", "'")) for token in ahead]
    words, longest = lexicon_of(language), _first_words(language)
    for first in _bare(folded[0], language):
        for width in range(min(len(folded), longest.get(first, 0)), 0, -1):
            meaning = words.get(" ".join((first, *folded[1:width])) if width > 1 else first)
            if meaning is not None and not _loose_dot(tokens, place, width):
                return meaning.kind, meaning.value, width
    width = _zone(tokens, place, folded, language)
    if width:
        return "zone", 0, width
    if tokens[place].text in ROMAN:
        return "ordinal", ROMAN[tokens[place].text], 1
    following = tokens[place + 1 : place + 3]
    numbered = [token.name for token in following] == ["dash", "number"]
    if folded[0] in dates_of(language).ordinal_before and numbered:
        return "ordinal", int(following[1].text[:4]), 3
    if numbered and all(token.attached for token in following):
        return "word", 0, 3  # COVID-19, F-16: no day of a month
    return "word", 0, 1


def _parted(tokens: Iterable[_Token], language: str) -> Iterator[_Token]:
    """Yield the tokens, with a word for *and* apart that is written onto a word of dates: *الأحد و الاثنين*."""
    plain, words, first = plain_letters(language), lexicon_of(language), _first_words(language)
    joints = [small for small in facts_of(language).glued if words.get(small, Meaning("word")).kind == "and"]
    for token in tokens:
        joint = next((small for small in joints if token.name == "word" and token.text.startswith(small)), "")
        rest = token.text[len(joint) :].lstrip(MARKED)
        parts = joint and plain(token.text) not in first and any(one in first for one in _bare(plain(rest), language))
        if not parts:
            yield token
            continue
        at = token.end - len(rest)
        yield _Token("onto", joint, token.start, at, token.attached)
        yield _Token("word", rest, at, token.end, attached=True)


@functools.cache
def _first_words(language: str) -> Mapping[str, int]:
    """How many words the longest phrase that begins with a word has, by that word."""
    longest: dict[str, int] = {}
    for phrase in lexicon_of(language):
        first, *others = phrase.split(" ")
        longest[first] = max(longest.get(first, 0), 1 + len(others))
    return longest


def _bare(word: str, language: str) -> Sequence[str]:
    """Return a word, and what is left of it without small words that the language writes onto it: *والخميس*."""
    return tuple(_unglued(word, language)) if _is_glued(language) else (word,)


@functools.cache
def _is_glued(language: str) -> bool:
    return bool(facts_of(language).glued)


def _unglued(word: str, language: str) -> Iterator[str]:
    yield word
    facts = facts_of(language)
    for small in facts.glued:
        if word.startswith(small) and len(word) > len(small) + 2:
            rest = word.removeprefix(small)
            yield from _unglued(rest, language)
            if facts.article and rest.startswith(facts.article[1:]):
                yield facts.article[0] + rest  # للخميس


def _loose_dot(tokens: Sequence[_Token], place: int, width: int) -> bool:
    """Whether a phrase would end on a dot that closes the sentence rather than an abbreviation."""
    return tokens[place + width - 1].name == "dot" and not tokens[place + width - 1].attached


def _zone(tokens: Sequence[_Token], place: int, folded: Sequence[str], language: str) -> int:
    """Number of tokens of *waktu setempat*, *waktu Indonesia barat*, *local time*, *Eastern Standard Time*; or 0."""
    ahead, dates = tokens[place : place + LONGEST], dates_of(language)
    local = _local_time(language).match(" ".join(folded))
    if local:
        return len(local[0].split())
    width = 1 if folded[0] in dates.zone_before else 0
    named = width
    while (
        named < len(ahead)
        and named < width + 3
        and _is_name(ahead[named], language)
        and folded[named] not in dates.zone_after
    ):
        named += 1
    if width:
        if any(word in dates.zone_part for word in folded[named : named + 1]):
            named = min(named + 2, len(ahead))
        return named if named > 1 else 0
    return named + 1 if 0 < named < len(folded) and folded[named] in dates.zone_after else 0


@functools.cache
def _local_time(language: str) -> re.Pattern[str]:
    return re.compile(f"(?:{fragment(dates_of(language).local_time, script_of(language))})")


def _is_name(token: _Token, language: str) -> bool:
    known = lexicon_of(language).get(plain_letters(language)(token.text.casefold()))
    return token.name == "word" and token.text[0].isupper() and known is None
