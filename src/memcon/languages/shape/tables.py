"""What the cells of a folder's tables may hold; `shared/README.md` says what it means.

A new kind or rule is listed in both.
"""

import re
from typing import Final

_WHOLE: Final = r"-?\d+"
_UNITS: Final = "day|week|month|year|quarter|half|decade|century|fortnight|hour|minute|second|workday"
_DATES: Final[dict[str, str]] = {
    **dict.fromkeys(("weekday", "weekday_short", "minggu"), "[0-6]"),
    **dict.fromkeys(("month", "month_short", "hijri", "jalali"), "[1-9]|1[0-2]"),
    **dict.fromkeys(("number", "ordinal", "away", "pre", "post"), _WHOLE),
    **dict.fromkeys(("unit", "one", "two"), _UNITS),
    **dict.fromkeys(("past", "latest"), "-1"),
    **dict.fromkeys(("elapsed", "onward"), "0|1"),
    "ahead": "0|1|2",
    "bound": "-1|0|1",
    **dict.fromkeys(("quarter", "half"), "[1-4]"),
    "eve": "-1|1",
    "period": "(?:week|month|year):-?[0-3]",
    "era": rf"common|hijri|jalali|{_WHOLE}",
    "yearpart": "0|1|2",
    "digits": ".+",
    "ago": "-1|0|1|2",
    "part": "0|1|2",
    "daypart": "0|eve",
    "at": "0|year",
    "dateword": "0|1",
    "to": "0|bound",
    **dict.fromkeys(("zone", "clock", "of", "the", "and", "or", "between", "every", "vague", "exceed"), "0"),
    **dict.fromkeys(("weekend", "anaphor", "season", "multiple", "lawword", "word"), "0"),
    **dict.fromkeys(("beside", "turns"), "0"),
    **dict.fromkeys(("names", "cased", "feasts", "titles", "plurals", "edges"), ""),
}
"""Kinds of dates.csv, and a pattern of the values of each."""
_PLACES: Final = frozenset(
    {"name", "people", "short", "capital", "house", "nickname", "none", "office", "city", "pair"}
)
_RULES: Final = frozenset({"capital", "joined", "person", "alone", "surname", "given", "forename", "office"})
_ORGANISATIONS: Final = frozenset({"UNO", "EUU", "NATO", "ASEAN", "XKX"})
_KINDS: Final[dict[str, frozenset[str]]] = {
    "offices": frozenset({"office", "small", "particle", "from", "seat", "before", "after"}),
    "turns": frozenset(
        {
            "after",
            "after_capital",
            "after_name",
            "after_people",
            "before",
            "before_capital",
            "before_language",
            "before_of",
            "before_people",
            "division_after",
            "division_before",
            "stays",
        }
    ),
    "surnames": frozenset({"east", "shared", "same"}),
}


def fault(table: str, cells: tuple[str, ...], titles: frozenset[str]) -> str:
    """Return what is wrong with a row of a table; nothing where it may stand so. `titles`: the kinds of titles."""
    if table == "dates":
        return _fault_of_date(*cells[:2])
    if table in {"countries", "cities"}:
        return _fault_of_place(*cells[:3])
    allowed = titles if table == "titles" else _KINDS.get(table)
    return "" if allowed is None else _unknown("kind", cells[0], allowed)


def _fault_of_date(kind: str, value: str) -> str:
    if kind not in _DATES:
        return _unknown("kind", kind, frozenset(_DATES))
    return "" if re.fullmatch(_DATES[kind], value) else f"{kind!r} has no value {value!r}: it takes {_DATES[kind]}"


def _fault_of_place(codes: str, kind: str, rules: str) -> str:
    import pycountry  # noqa: PLC0415  0.04 s, only when a folder is checked

    for code in codes.split():
        if code not in _ORGANISATIONS and pycountry.countries.get(alpha_3=code) is None:
            return f"no such code: {code!r}: ISO 3166-1 alpha-3, or one of {', '.join(sorted(_ORGANISATIONS))}"
    for rule in rules.split():
        if rule not in _RULES:
            return _unknown("rule", rule, _RULES)
    return _unknown("kind", kind, _PLACES)


def _unknown(what: str, value: str, allowed: frozenset[str]) -> str:
    return "" if value in allowed else f"no such {what}: {value!r}: one of {', '.join(sorted(allowed))}"
