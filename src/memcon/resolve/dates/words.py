"""The words of dates in Indonesian (with Malay), English and Russian, and what each contributes.

The words are rows of `data/dates.csv`, which says what the kinds mean; numbers up to ninety-nine are made here. Knows
no grammar: how words combine is told by the rules.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, cast

from memcon._data import rows, words

Kind = Literal[
    "weekday", "weekday_short", "minggu", "month", "month_short", "number", "ordinal", "unit", "one", "post", "pre",
    "past", "latest", "ago", "ahead", "onward", "part", "elapsed", "away", "dayword", "dateword", "daypart", "zone",
    "clock", "at", "of", "the", "to", "and", "or", "between", "bound", "every", "vague", "exceed", "weekend", "anaphor",
    "season", "quarter", "half", "amount", "multiple", "open", "close", "comma", "slash", "dash", "dot", "possessive",
    "dotted", "break", "lawword", "word",
]  # fmt: skip


Unit = Literal[
    "day", "week", "month", "year", "quarter", "half", "decade", "century", "fortnight", "hour", "minute", "second",
    "workday",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word contributes: its kind, and a number or name whose sense depends on it (see `data/dates.csv`)."""

    kind: Kind
    value: int | str = 0


Lexicon = Mapping[str, Meaning]


@cache
def lexicon_of(language: str) -> Lexicon:
    """The words of a language of `LANGUAGES`, in lower case, with single spaces in phrases and signs standing apart."""
    made = [(kind, phrase, value) for kind, table in NUMBERS.get(language, ()) for phrase, value in table().items()]
    written = [
        (kind, phrase, int(value) if value.lstrip("-").isdigit() else value)
        for of, kind, value, cell in rows("data/dates.csv")
        if of == language
        for phrase in words(cell)
    ]
    return {phrase: Meaning(cast("Kind", kind), value) for kind, phrase, value in [*made, *written]}


def words_of(kind: str) -> frozenset[str]:
    """The words of a row that holds for all languages."""
    return frozenset(
        word for of, name, _, cell in rows("data/dates.csv") if (of, name) == ("*", kind) for word in words(cell)
    )


def indonesian_numbers() -> dict[str, int]:
    """One to ninety-nine in words: `dua puluh satu`."""
    ones = ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
    table: dict[str, int] = {word: value for value, word in enumerate(ones, 1)}
    table |= {"sepuluh": 10, "sebelas": 11}
    table |= {f"{word} belas": 10 + value for value, word in enumerate(ones[1:], 2)}
    for tens, word in enumerate(ones[1:], 2):
        table[f"{word} puluh"] = 10 * tens
        table |= {f"{word} puluh {one}": 10 * tens + value for value, one in enumerate(ones, 1)}
    return table


def english_numbers() -> dict[str, int]:
    """One to ninety-nine in words: `twenty-one`, whose hyphen stands apart after tokenising."""
    teens = [
        "ten",
        "eleven",
        "twelve",
        *(f"{stem}teen" for stem in ["thir", "four", "fif", "six", "seven", "eigh"]),
        "nineteen",
    ]
    ones = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    words = [*ones, *teens]
    table: dict[str, int] = {word: value for value, word in enumerate(words, 1)}
    for tens, word in enumerate(["twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"], 2):
        table[f"{word}ty"] = 10 * tens
        for value, one in enumerate(ones, 1):
            table |= {f"{word}ty - {one}": 10 * tens + value, f"{word}ty {one}": 10 * tens + value}
    return table


def indonesian_ordinals() -> dict[str, int]:
    """`pertama`, `kedua` … `ketiga puluh satu`."""
    return {"pertama": 1} | {f"ke{word}": value for word, value in indonesian_numbers().items() if value > 1}


def english_ordinals() -> dict[str, int]:
    """`first` … `thirty-first`."""
    irregular = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
    irregular |= {"twelve": "twelfth", "twenty": "twentieth", "thirty": "thirtieth"}
    table: dict[str, int] = {}
    for phrase, value in english_numbers().items():
        *head, last = phrase.split()
        table[" ".join([*head, irregular.get(last, f"{last}th")])] = value
    return table


NUMBERS: Final[Mapping[str, tuple[tuple[Kind, Callable[[], dict[str, int]]], ...]]] = {
    "id": (("number", indonesian_numbers), ("ordinal", indonesian_ordinals)),
    "en": (("number", english_numbers), ("ordinal", english_ordinals)),
}
"""What makes the number words of a language; Russian has its own in the table, in the cases they are used in."""

LANGUAGES: Final = {
    "id": "id", "in": "id", "ind": "id", "ms": "id", "zsm": "id", "en": "en", "eng": "en", "ru": "ru", "rus": "ru",
}  # fmt: skip
"""Languages of the own grammar by their tags, and the lexicon that serves each: Malay stands in the Indonesian one."""

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
