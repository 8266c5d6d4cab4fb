"""The words of dates of a language, and what each contributes.

The words are rows of its dates.csv (`languages/shared/README.md` says what the kinds mean); numbers up to ninety-nine
are made of its numbers.toml. Knows no grammar: how words combine is told by the rules.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, cast

from memcon._data import words
from memcon.languages import SHARED, Language, chain, facts_of, numbers_of, plain_letters, rows_of
from memcon.languages.shape.facts import Dates

Kind = Literal[
    "weekday", "weekday_short", "minggu", "month", "month_short", "number", "ordinal", "unit", "one", "two", "post",
    "pre", "past", "latest", "ago", "ahead", "onward", "part", "elapsed", "away", "dayword", "dateword", "daypart",
    "zone", "clock", "at", "of", "the", "to", "and", "or", "between", "bound", "every", "vague", "exceed",
    "weekend", "anaphor", "season", "quarter", "half", "amount", "multiple", "open", "close", "comma", "slash",
    "dash", "dot", "possessive", "dotted", "break", "lawword", "word", "beside",
    "turns", "eve", "hijri", "jalali", "era", "period", "yearpart", "digits",
]  # fmt: skip


Unit = Literal[
    "day", "week", "month", "year", "quarter", "half", "decade", "century", "fortnight", "hour", "minute", "second",
    "workday",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word contributes: its kind, and a number or name whose sense depends on it (see shared/README.md)."""

    kind: Kind
    value: int | str = 0


Lexicon = Mapping[str, Meaning]


@cache
def lexicon_of(tag: str) -> Lexicon:
    """The words of a language's folder, in lower case, with single spaces in phrases and signs standing apart."""
    made = [(kind, phrase, value) for kind in ("number", "ordinal") for phrase, value in _numbers(tag, kind).items()]
    written = [
        (kind, phrase, int(value) if value.lstrip("-").isdigit() else value)
        for of in reversed(chain(tag))
        for kind, value, cell in rows_of(of, "dates")
        for phrase in words(cell)
    ]
    plain = plain_letters(tag)
    return {plain(phrase): Meaning(cast("Kind", kind), value) for kind, phrase, value in [*made, *written]}


@cache
def dates_of(tag: str) -> Dates:
    """How dates of a language are read, or those of the language that it falls back to."""
    return next((facts_of(of).dates for of in chain(tag) if facts_of(of).dates.grammar), facts_of(tag).dates)


@cache
def grammars(lang: Language) -> tuple[str, ...]:
    """The languages by whose words running text and dates of a language are read, in the order tried."""
    tags = [tag for tag in lang.reads if facts_of(tag).dates.grammar == "running"]
    return tuple(dict.fromkeys([*tags, *(also for tag in tags[:1] for also in facts_of(tag).dates.also)]))


def words_of(kind: str) -> frozenset[str]:
    """The words of a row that holds for all languages."""
    return frozenset(word for name, _, cell in rows_of(SHARED, "dates") if name == kind for word in words(cell))


def _numbers(tag: str, kind: str) -> dict[str, int]:
    """One to ninety-nine in words, as numbers.toml makes them: `twenty-one`, whose hyphen stands apart."""
    own, cardinal = numbers_of(tag, kind), numbers_of(tag, "number")
    table = dict(_written(own.units, own.teens, own.tens))
    for at, (ten, cardinal_ten) in enumerate(_both(own.tens, cardinal.tens), 2):
        for value, (unit, cardinal_unit) in enumerate(_both(own.units, cardinal.units), 1):
            slots = {"{ten}": ten, "{unit}": unit, "{cardinal ten}": cardinal_ten, "{cardinal unit}": cardinal_unit}
            for joined in own.joined:
                phrase = joined
                for slot, word in slots.items():
                    phrase = phrase.replace(slot, word)
                table[phrase] = 10 * at + value
    return table | own.words


def _written(units: tuple[str, ...], teens: tuple[str, ...], tens: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    yield from ((word, value) for value, word in enumerate(units, 1))
    yield from ((word, value) for value, word in enumerate(teens, 10))
    yield from ((word, 10 * value) for value, word in enumerate(tens, 2))


def _both(own: tuple[str, ...], cardinal: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the words of two lists side by side; the longer is that of the language that has no other."""
    for at in range(max(len(own), len(cardinal))):
        yield (own[at] if at < len(own) else "", cardinal[at] if at < len(cardinal) else "")


NAMES: Final = words_of("names")
"""Month words that are also names or common words; without a day or a year they need a word such as *in* or *pada*."""

CASED: Final = words_of("cased")
"""Month words that are another word in lower case, or a syllable of names: *may*, *march*."""

PLURALS: Final = words_of("plurals")
"""Units of which nobody says how many: *in recent weeks*, *the last years*."""

FEASTS: Final = words_of("feasts")
"""Words before a weekday that make a name of it: *Good Friday*, *Super Tuesday*."""

TITLES: Final = words_of("titles")
"""Words after a weekday that make a name of it: *Jumat Agung*, *Sunday Times*."""
