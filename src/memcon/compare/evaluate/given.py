"""A line of a file as it is given, and gold made of one: what cannot be right is refused by its place.

A prediction that is odd is a prediction's fault, and counted. Gold that is odd would be counted as the run's.
"""

import datetime as dt
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn, get_args

from memcon.compare.evaluate.gold import WHOLE
from memcon.compare.evaluate.values import Days, Gold
from memcon.errors import DataError
from memcon.records.kinds import KINDS
from memcon.records.vocabulary import Kind, Status

_CODE: Final = re.compile(r"[A-Z]{3,5}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHOWN: Final = 80
"""Characters of what is wrong that a message repeats."""


@dataclass(frozen=True, slots=True)
class Row:
    """A JSON object of a line, with its place for the messages."""

    where: str
    value: Mapping[str, Any]

    def needed(self, key: str) -> Any:  # noqa: ANN401  as JSON is
        """Return what stands there, which may not be null."""
        if self.value.get(key) is None:
            self.fail(f"no {key!r}")
        return self.value[key]

    def string(self, key: str) -> str:
        """Return the string that stands there."""
        value = self.needed(key)
        return value if isinstance(value, str) else self.fail(f"{key!r} must be a string")

    def strings(self, key: str) -> tuple[str, ...]:
        """Return the strings that stand there; none where nothing does."""
        value = self.value.get(key) or ()
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            self.fail(f"{key!r} must be a list of strings")
        return tuple(value)

    def objects(self, key: str, *, needed: bool = False) -> list["Row"]:
        """Return the objects that stand there."""
        value = self.needed(key) if needed else self.value.get(key) or []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.fail(f"{key!r} must be a list of objects")
        return [Row(self.where, one) for one in value]

    def share(self, key: str) -> float | None:
        """Return the number from 0 to 1 that stands there; None where nothing or no number does."""
        value = self.value.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        return float(value) if 0 <= value <= 1 else self.fail(f"{key!r} must be a number from 0 to 1")

    def fail(self, what: str) -> NoReturn:
        """Raise DataError with the place."""
        raise DataError(f"{self.where}: {what}")


def whole_of(row: Row) -> tuple[str, ...]:
    """Return the articles that a line says were read whole. Raises DataError where it says anything else."""
    if other := sorted(row.value.keys() - {WHOLE}):
        row.fail(f"{WHOLE!r} stands in a line of its own, and not beside {other[0]!r}")
    if row.value[WHOLE] is None:
        row.fail(f"{WHOLE!r} must be a list of strings")
    return _list(row, WHOLE)


def gold_of(row: Row) -> Gold:
    """Return the event of gold that a line tells. Raises DataError for one that cannot be right."""
    kind = _word(row, "kind", get_args(Kind))
    kinds = frozenset({kind, *_words(row, "alt_kinds", get_args(Kind))})
    known = [word for each in KINDS if each in kinds for word in KINDS[each].variants]
    variant = [_word(row, "variant", known)] if row.value.get("variant") is not None else []
    place = row.value.get("place")
    return Gold(
        id=_text(row, "id"),
        article=_text(row, "article"),
        kind=kind,
        kinds=kinds,
        status=_word(row, "status", get_args(Status)),
        required=_truth(row, "required"),
        quotes=_quotes(row),
        countries=frozenset(_code(row, "countries", code) for code in _list(row, "countries")),
        people=_names(row),
        date=_days(row, row.value.get("date")),
        date_may_be_null=row.value.get("date_null_ok") is not None and _truth(row, "date_null_ok"),
        place=None if place is None else _code(row, "place", place),
        variants=frozenset({*variant, *_words(row, "alt_variants", known)}),
    )


def check_quotes(where: str, gold: Gold, text: str) -> None:
    """Raise DataError where a quote of gold stands nowhere in `text`, that of its article."""
    for quote in gold.quotes:
        if quote not in text:
            raise DataError(
                f"{where}: {_shown(quote)} stands nowhere in {gold.article!r}: 'quotes' are its words as they are there"
            )


def check_once(named: Iterable[tuple[Hashable, str]]) -> None:
    """Raise DataError where two lines have one name; of each its name and its place are given."""
    before: dict[Hashable, str] = {}
    for name, where in named:
        if name in before:
            shown = name[-1] if isinstance(name, tuple) else name
            raise DataError(f"{where}: the 'id' {_shown(shown)} is that of {before[name]}: an event is counted once")
        before[name] = where


def _word(row: Row, key: str, known: Iterable[str]) -> str:
    return _known(row, key, row.string(key), known)


def _words(row: Row, key: str, known: Sequence[str]) -> list[str]:
    return [_known(row, key, word, known) for word in _list(row, key)]


def _known(row: Row, key: str, word: str, known: Iterable[str]) -> str:
    words = tuple(dict.fromkeys(known))
    return word if word in words else row.fail(f"{key!r}: {_shown(word)} is none of {', '.join(words)}")


def _truth(row: Row, key: str) -> bool:
    value = row.needed(key)
    return value if isinstance(value, bool) else row.fail(f"{key!r} must be true or false, and is {_shown(value)}")


def _quotes(row: Row) -> tuple[str, ...]:
    quotes = _list(row, "quotes") or row.fail("no 'quotes'")
    return quotes if all(quote.strip() for quote in quotes) else row.fail("'quotes': one is empty")


def _names(row: Row) -> tuple[str, ...]:
    _list(row, "participants", of=dict)
    return tuple(_text(person, "name") for person in row.objects("participants"))


def _text(row: Row, key: str) -> str:
    text = row.string(key)
    return text if text.strip() else row.fail(f"{key!r} is empty")


def _list(row: Row, key: str, of: type = str) -> tuple[Any, ...]:
    """Return the list that stands there; none where nothing or null does. Of predictions, odd ones are none too."""
    value = row.value.get(key, [])
    if value is not None and not (isinstance(value, list) and all(isinstance(one, of) for one in value)):
        row.fail(f"{key!r} must be a list of {'strings' if of is str else 'objects'}")
    return tuple(value or ())


def _code(row: Row, key: str, value: object) -> str:
    if isinstance(value, str) and _CODE.fullmatch(value):
        return value
    return row.fail(f"{key!r}: {_shown(value)} is no code of a country or an organisation, as NOR or ASEAN")


def _days(row: Row, value: object) -> Days | None:
    if value is None:
        return None
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(day, str) for day in value)):
        row.fail("'date' must be null or two days, the first and the last")
    for day in value:
        try:
            real = _DAY.fullmatch(day) and dt.date.fromisoformat(day)
        except ValueError:
            real = None
        if not real:
            row.fail(f"'date': {_shown(day)} is no day, written as 2024-04-29")
    first, last = value
    return Days(first, last) if first <= last else row.fail(f"'date': {first} is after {last}")


def _shown(value: object) -> str:
    told = repr(value)
    return told if len(told) <= _SHOWN else f"{told[:_SHOWN]}…"
