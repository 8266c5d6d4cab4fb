"""The number of a state in the lists of the field, on a day: Correlates of War, Gleditsch and Ward; and of ISO 3166-1.

The table is `data/states.csv`, with its sources and their days; docs/adr/0012 says why it is none of a package. It
knows codes and days, no words: what a text calls a state is told by `countries`.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, NamedTuple

from memcon._data import rows
from memcon.records.vocabulary import ORGANISATIONS

List = Literal["cow", "gw"]
NAMES: Final[dict[List, str]] = {"cow": "Correlates of War", "gw": "Gleditsch and Ward"}
BEGINS: Final = dt.date(1945, 1, 1)
"""The first day of the table."""


@dataclass(frozen=True, slots=True)
class StateNumber:
    """The number of a state, or why it has none."""

    number: int | None
    reason: str = ""
    """Empty where there is a number."""


class _Spell(NamedTuple):
    """In which days, both included, a list has a state under a number; or a code is another code."""

    number: str
    first: dt.date
    last: dt.date

    def meets(self, first: dt.date, last: dt.date) -> bool:
        """Say whether one of these days lies in it."""
        return self.first <= last and first <= self.last


def cow(code: str, first: dt.date, last: dt.date | None = None) -> StateNumber:
    """Return the Correlates of War number of a state on a day, or in the days from `first` to `last`.

    `code` is as events have it. Of several days one must do: a state that becomes a member within them has its number;
    one whose number changes within them (Germany in 1990) has none, and the reason tells both.
    """
    return number_of("cow", code, first, last)


def gw(code: str, first: dt.date, last: dt.date | None = None) -> StateNumber:
    """Return the Gleditsch and Ward number of a state, microstates included; as `cow`."""
    return number_of("gw", code, first, last)


def number_of(of: List, code: str, first: dt.date, last: dt.date | None = None) -> StateNumber:
    """Return the number of a state in one of the lists; as `cow`."""
    last = last or first
    if code in ORGANISATIONS:
        return StateNumber(None, f"{code} is an organisation")
    if last < BEGINS:
        return StateNumber(None, f"the table begins on {BEGINS}")
    for other in _table().get((code, "as"), ()):
        if not other.meets(first, last):
            return StateNumber(None, f"{code} is another code's on that day: {other.number}")
        code = other.number
    spells = _table().get((code, of), ())
    met = [spell for spell in spells if spell.meets(first, last)]
    numbers = dict.fromkeys(spell.number for spell in met)
    if len(numbers) == 1:
        return StateNumber(int(met[0].number))
    told = " and ".join(f"{spell.number} {_days(spell)}" for spell in spells)
    if not spells:
        return StateNumber(None, f"{code} is no state of {NAMES[of]}")
    return StateNumber(None, f"{code} is {told} in {NAMES[of]}")


@cache
def iso_numeric(code: str) -> str | None:
    """Return the three digits of ISO 3166-1 of a code of today, of ISO 3166-3 of one of before; None where it has none.

    They are text: Afghanistan is 004. An organisation and Kosovo have none.
    """
    import pycountry  # noqa: PLC0415  0.04 s, only when a table asks for it

    for countries in (pycountry.countries, pycountry.historic_countries):
        if found := countries.get(alpha_3=code):
            return getattr(found, "numeric", None)
    return None


def _days(spell: _Spell) -> str:
    begins = "" if spell.first == BEGINS else f"from {spell.first}"
    ends = "" if spell.last == dt.date.max else f"to {spell.last}"
    return " ".join(filter(None, (begins, ends))) or "throughout"


@cache
def _table() -> dict[tuple[str, str], tuple[_Spell, ...]]:
    """Return the spells by code and list, in the order of their days."""
    table: dict[tuple[str, str], tuple[_Spell, ...]] = {}
    for code, of, number, first, last, _ in rows("data/states.csv"):
        begins = dt.date.fromisoformat(first) if first else dt.date.min
        ends = dt.date.fromisoformat(last) if last else dt.date.max
        table[code, of] = (*table.get((code, of), ()), _Spell(number, begins, ends))
    return table
