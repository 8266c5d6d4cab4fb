"""The words of dates in Indonesian (with Malay), English and Russian, and what each contributes.

The words are rows of `data/dates.csv`, which says what the kinds mean; numbers up to ninety-nine are made here. Knows no
grammar: how words combine is told by the rules.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, cast

from memcon.resolve.tables import rows, words

Kind = Literal[
    "weekday", "weekday_short", "minggu", "month", "month_short", "number", "ordinal", "unit", "one", "post", "pre",
    "past", "latest", "ago", "ahead", "onward", "part", "elapsed", "away", "dayword", "dateword", "daypart", "zone",
    "clock", "at", "of", "the", "to", "and", "or", "between", "bound", "every", "vague", "exceed", "weekend", "anaphor",
    "season", "quarter", "half", "amount", "multiple", "open", "close", "comma", "slash", "dash", "dot", "possessive",
    "dotted", "break", "lawword", "word",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word contributes: its kind, and a number or name whose sense depends on the kind (see `data/dates.csv`)."""

    kind: Kind
    value: int | str = 0


Lexicon = Mapping[str, Meaning]


@cache
def lexicon_of(language: str) -> Lexicon:
    """The words of a language of `LANGUAGES`, lower case, with single spaces within phrases and signs standing apart."""
    made = [(kind, phrase, value) for kind, table in NUMBERS.get(language, ()) for phrase, value in table().items()]
    written = [
        (kind, phrase, int(value) if value.lstrip("-").isdigit() else value)
        for of, kind, value, cell in rows("dates")
        if of == language
        for phrase in words(cell)
    ]
    return {phrase: Meaning(cast("Kind", kind), value) for kind, phrase, value in [*made, *written]}


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
    words = (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen"
    ).split()
    table: dict[str, int] = {word: value for value, word in enumerate(words, 1)}
    for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2):
        table[word] = 10 * tens
        for value, one in enumerate(words[:9], 1):
            table |= {f"{word} - {one}": 10 * tens + value, f"{word} {one}": 10 * tens + value}
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
    "id": "id",
    "in": "id",
    "ms": "id",
    "zsm": "id",
    "ind": "id",
    "en": "en",
    "eng": "en",
    "ru": "ru",
    "rus": "ru",
}
"""Languages of the own grammar by their tags, and the lexicon that serves each: Malay words stand in the Indonesian one."""

NAMES: Final = frozenset("mei may march april june juni juli august jun jan mar mac sun wed sat".split())
"""Month words that are also names or common words; without a day or a year they need a word such as *in* or *pada*."""

CASED: Final = frozenset({"may", "march", "mei"})
"""Month words that are another word in lower case, or a syllable of names: *may*, *march*."""

PLURALS: Final = frozenset(
    "days weeks months years quarters decades дни дней годы годов лет месяцы месяцев месяцах неделях недель".split()
)
"""Units of which nobody says how many: *in recent weeks*, *the last years*."""

FEASTS: Final = frozenset("black good bloody super ash cyber easter palm holy maundy giving fat casual".split())
"""Words before a weekday that make a name of it: *Good Friday*, *Super Tuesday*."""

TITLES: Final = frozenset(
    "agung putih abu kelabu berdarah palma suci times telegraph mirror express mail herald post star".split()
)
"""Words after a weekday that make a name of it: *Jumat Agung*, *Sunday Times*."""
