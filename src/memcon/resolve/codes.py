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
BEGINS: Final = "1945-01-01"
"""The first day of the table."""
_OPEN: Final = "9999-12-31"


@dataclass(frozen=True, slots=True)
class StateNumber:
    """The number of a state, or why it has none."""

    number: int | None
    reason: str = ""
    """Empty where there is a number."""


class _Spell(NamedTuple):
    """In which days, both included, a list has a state under a number; or a code is another code."""

    number: str
    first: str
    last: str

    def meets(self, first: str, last: str) -> bool:
        """Say whether one of these days lies in it. Days are text as `2024-12-31`, which is in their order."""
        return self.first <= last and first <= self.last


def cow(code: str, first: dt.date, last: dt.date | None = None) -> StateNumber:
    """Return the Correlates of War number of a state on a day, or in the days from `first` to `last`.

    `code` is as events have it. Of several days one must do: a state that becomes a member within them has its number;
    one whose number changes within them (Germany in 1990) has none, and the reason tells both.
    """
    return number_of("cow", code, first.isoformat(), (last or first).isoformat())


def gw(code: str, first: dt.date, last: dt.date | None = None) -> StateNumber:
    """Return the Gleditsch and Ward number of a state, microstates included; as `cow`."""
    return number_of("gw", code, first.isoformat(), (last or first).isoformat())


def number_of(of: List, code: str, first: str, last: str) -> StateNumber:
    """Return the number of a state in one of the lists; as `cow`, with days as text, as `2024-12-31`."""
    if code in ORGANISATIONS:
        return StateNumber(None, f"{code} is an organisation")
    if last < BEGINS:
        return StateNumber(None, f"the table begins on {BEGINS}")
    for other in _table().get((code, "as"), ()):
        if not other.meets(first, last):
            return StateNumber(None, f"{code} is another code's on that day: {other.number}")
        code = other.number
    spells = _table().get((code, of), ())
    numbers = {spell.number for spell in spells if spell.meets(first, last)}
    if len(numbers) == 1:
        return _known(numbers.pop())
    if not spells:
        return StateNumber(None, f"{code} is no state of {NAMES[of]}")
    told = " and ".join(f"{spell.number} {_days(spell)}" for spell in spells)
    return StateNumber(None, f"{code} is {told} in {NAMES[of]}")


@cache
def lasting(of: List, code: str) -> tuple[str, int] | None:
    """Return the number that a state has in a list to this day, and the day from which; None where it has none now."""
    last = next(reversed(_table().get((code, of), ())), None)
    return (last.first, int(last.number)) if last and last.last == _OPEN else None


@cache
def _known(number: str) -> StateNumber:
    return StateNumber(int(number))


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
    ends = "" if spell.last == _OPEN else f"to {spell.last}"
    return " ".join(filter(None, (begins, ends))) or "throughout"


@cache
def _table() -> dict[tuple[str, str], tuple[_Spell, ...]]:
    """Return the spells by code and list, in the order of their days."""
    table: dict[tuple[str, str], tuple[_Spell, ...]] = {}
    for code, of, number, first, last, _ in rows("data/states.csv"):
        table[code, of] = (*table.get((code, of), ()), _Spell(number, first, last or _OPEN))
    return table
