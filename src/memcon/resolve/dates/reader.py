"""A view of the items of a text with the small questions that the rules of the date grammar ask of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, cast

from memcon.languages.shape.facts import Dates
from memcon.resolve.dates.lexer import ROMAN, Item
from memcon.resolve.dates.terms import Term
from memcon.resolve.dates.values import FIRST_YEAR, LAST_YEAR
from memcon.resolve.dates.words import Kind, Unit, dates_of

NOTHING: Final = Item("break", 0, "", 0, 0, attached=False)
"""Stands before the first item and after the last."""

FARTHEST: Final = 12
"""Items that are looked over at most, so that no text of fillers makes reading slow."""

FILLERS: Final = frozenset[Kind]({"at", "the", "dateword", "zone", "clock", "daypart", "possessive"})
"""What may stand between two sayings about one day, and changes nothing."""


class Parsed(NamedTuple):
    """What a rule recognised, and the place after it."""

    term: Term
    after: int


@dataclass(frozen=True, slots=True)
class Reader:
    """The items of a text. `order` is how numbers stand in dates: `dmy`, `mdy`, or `either` where nobody knows."""

    items: Sequence[Item]
    language: str
    order: str = "dmy"
    whole: bool = False
    """The items are known to be the words of a date: what is a date only by context is one."""
    dates: Dates = field(init=False)
    """How dates of the language are read."""
    _kinds: tuple[Kind, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Look up what every rule asks for, once."""
        object.__setattr__(self, "dates", dates_of(self.language))
        object.__setattr__(self, "_kinds", tuple(item.kind for item in self.items))

    def at(self, place: int) -> Item:
        """The item at `place`, or a break beyond either end."""
        return self.items[place] if 0 <= place < len(self.items) else NOTHING

    def kind(self, place: int) -> Kind:
        """Its kind."""
        kinds = self._kinds
        return kinds[place] if 0 <= place < len(kinds) else "break"

    def value(self, place: int) -> int | str:
        """Its value."""
        return self.at(place).value

    def number(self, place: int) -> int:
        """Its value as a number."""
        return self.at(place).number

    def word(self, place: int) -> str:
        """Its text in lower case."""
        return self.at(place).text.casefold()

    def turn_before(self, place: int) -> tuple[int | None, int]:
        """*last*, *next*, *this past* before a word: which (None for none), and the place of the word."""
        if self.kind(place) == "pre" and self.kind(place + 1) == "past":
            return -1, place + 2
        return (self.number(place), place + 1) if self.leads(place) else (None, place)

    def leads(self, place: int) -> bool:
        """Whether it says last, this or next before its word; in Spanish what stands after may stand before, too."""
        return self.kind(place) in ("pre", "past") or (self.kind(place) == "post" and self.dates.turn_before)

    def is_unit(self, place: int, *units: Unit) -> bool:
        """Whether it is one of these units; *minggu* is a week here."""
        item = self.at(place)
        return (item.kind == "unit" and item.value in units) or (item.kind == "minggu" and "week" in units)

    def unit(self, place: int) -> Unit | None:
        """The unit at `place`, if it is one."""
        item = self.at(place)
        if item.kind == "minggu":
            return "week"
        return cast("Unit", item.value) if item.kind == "unit" else None

    def is_year(self, place: int) -> bool:
        """Whether it is a number of four digits in the range of years."""
        item = self.at(place)
        return item.kind == "number" and len(item.text) == 4 and FIRST_YEAR <= item.number <= LAST_YEAR

    def year_end(self, place: int) -> int:
        """The place after a year: in Russian past the *года* that goes with it, and the ending of *2014-м*."""
        after = place + 1
        if self.kind(after) == "era" and self.value(after) == "common":
            after += 1
        if not self.dates.year_word:
            return after
        if self.kind(after) == "dash" and self.at(after + 1).text in self.dates.year_endings:
            after += 2
        if self.is_unit(after, "year"):
            after += 1 + (len(self.at(after).text) == 1 and self.kind(after + 1) == "dot")
        return after

    def day_end(self, place: int) -> int:
        """The place after a day of a month: in German past the dot of *20. Oktober*."""
        dot = self.dates.day_dot and self.kind(place + 1) == "dot" and self.at(place + 1).attached
        return place + 1 + dot

    def is_day(self, place: int) -> bool:
        """Whether it can be a day of a month: one or two digits, or an ordinal."""
        item = self.at(place)
        digits = item.kind == "number" and item.text.isdigit() and len(item.text) <= 2
        return (digits or (item.kind == "ordinal" and item.text not in ROMAN)) and 1 <= item.number <= 31

    def is_name(self, place: int) -> bool:
        """Whether it is an unknown word with a capital: part of a name, likely."""
        item = self.at(place)
        return item.kind == "word" and item.capital

    def skip(self, place: int, *kinds: Kind) -> int:
        """The first place from `place` whose item is none of `kinds`."""
        end = place + FARTHEST
        while place < end and self.kind(place) in kinds:
            place += 1
        return place

    def back(self, place: int, *kinds: Kind) -> int:
        """The last place before `place` whose item is none of `kinds`."""
        place -= 1
        end = place - FARTHEST
        while place > end and self.kind(place) in kinds:
            place -= 1
        return place
