"""Dates of Chinese, Japanese and Korean: 2024年10月14日, 去年年底, 10月14日至16日, 上上周五, 三天后, 지난달 28일.

What is told in characters (三月一日) is brought to digits first; each pattern takes its part of the words away, so that
no shorter one reads it again. What stands beside a date and was not read is accounted for: 每周五, 周五之前 are none.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple, cast

from memcon.resolve.dates.apposed import Apposed
from memcon.resolve.dates.characters import NEEDS, TAKEN, Words, digits_of, in_digits, pattern, words_of_characters
from memcon.resolve.dates.characters_beside import Found, counts_on, turned, unread
from memcon.resolve.dates.compounds import Listing, Offset, Range
from memcon.resolve.dates.parts import Division, Elapsed, Half, Part, Period, Third, WeekdayOfMonth, WeekOfMonth, Window
from memcon.resolve.dates.terms import Day, Month, Shift, Term, Week, Weekday, Weekend, Year

WEEKDAYS: Final = {
    character: number
    for number, characters in enumerate(("一月월", "二火화", "三水수", "四木목", "五金금", "六土토", "日天일"))
    for character in characters
}
JOINT: Final = re.compile(r"[\s,，、的のㆍ（(]{0,3}의?\s?")
"""What may stand between two sayings about one day."""
OF: Final = re.compile(r"\s?(?:的|の|に|から|로부터|에서|의|より)?\s?")
"""What may stand between a day and what is counted from it."""


class Said(NamedTuple):
    """The terms of some words, and which words beside them were not understood."""

    terms: tuple[Term, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """The day after or before one that is told: 翌日, 전날. By itself it is no day."""

    count: int

    def resolve(self, base: object) -> None:
        """None: nobody knows from which day it is counted."""


@lru_cache(maxsize=4096)
def said_in_characters(words: str, tag: str) -> Said:
    """The dates that `words` tell; no terms where there are none, or where words beside them were not understood."""
    plain = digits_of(words, tag)
    found, rest = _said(plain, tag)
    joined, rest = _joined(found, rest, tag)
    if not joined:
        return Said(())
    untold = (plain[one.start : one.end] for one in joined if _is_untold(one.term) or counts_on(plain, one, tag))
    return Said(tuple(one.term for one in joined), (*unread(joined, rest, tag), *untold))


def date_spans(text: str, tag: str = "zh") -> tuple[tuple[int, int], ...]:
    """The spans of the dates of running text, in order; dates side by side, or in brackets, are one: 周二（11日）.

    A date beside which a word stands that makes none of it is left out: 每周五, 周五之前.
    """
    plain, offsets = in_digits(text, tag)
    found, rest = _said(plain, tag, running=True)
    spans: list[tuple[int, int, int]] = []
    for one in sorted(found):
        if turned(rest, one, tag) or _is_untold(one.term):
            continue
        beside = spans and JOINT.fullmatch(plain, spans[-1][1], one.start)
        start, last, opened = spans.pop() if beside else (one.start, one.start, 0)
        words = plain[last : one.end]
        opened += sum(map(words.count, "（(")) - sum(map(words.count, "）)"))
        closes = opened > 0 and plain[one.end : one.end + 1] in {"）", ")"}
        spans.append((start, one.end + closes, opened - closes))
    return tuple((offsets[start], offsets[end - 1] + 1) for start, end, _ in spans)


def _is_untold(term: Term) -> bool:
    return isinstance(term, Beside)


def _said(plain: str, tag: str, *, running: bool = False) -> tuple[list[Found], str]:
    """The dates, and the text with what was read taken away; what one has read no later one reads again.

    Among the words of one date a day or year alone counts only where nothing else does.
    """
    known = words_of_characters(tag)
    found: list[Found] = []
    characters = frozenset(plain)
    rest = plain if characters.isdisjoint(NEEDS["clock"]) else _without_clock(plain, tag)
    for name, meaning in READERS:
        if name in ("day", "year") and not running and not _may_be_alone(found, rest, tag):
            continue
        if name in NEEDS and characters.isdisjoint(NEEDS[name]):
            continue
        matches = [one for one in pattern(tag, name).finditer(rest) if one[0]]
        found += [Found(one.start(), one.end(), meaning(one, known)) for one in matches]
        if matches:
            rest = pattern(tag, name).sub(lambda one: TAKEN * len(one[0]), rest)
    return found, rest


def _without_clock(plain: str, tag: str) -> str:
    return pattern(tag, "clock").sub(lambda one: TAKEN * len(one[0]), plain)


def _may_be_alone(found: list[Found], rest: str, tag: str) -> bool:
    """Whether a day or year alone counts: beside a weekday, or where a date goes on to it: 6月5日(水)から7日(金)."""
    if all(isinstance(one.term, Weekday) for one in found):
        return True
    return any(pattern(tag, "goes_on").match(rest, one.end) for one in found)


# --- what stands beside each other, and beside a date ---


def _joined(found: list[Found], rest: str, tag: str) -> tuple[list[Found], str]:
    """Ranges, lists and days counted from others, of dates side by side; what joins them is taken away."""
    if len(found) == 1:
        return found, rest
    joined: list[Found] = []
    for one in sorted(found):
        last = joined[-1] if joined else None
        gap = rest[last.end : one.start] if last else TAKEN
        term: Term | None = None
        if last and isinstance(last.term, Day | Range) and _is_bare_weekday(one.term) and not gap.strip():
            term = Apposed((last.term, one.term)) if isinstance(last.term, Day) else last.term  # 6月7日（金）
        elif last and pattern(tag, "to").fullmatch(gap):
            term = Range(last.term, one.term)
        elif last and pattern(tag, "and").fullmatch(gap) and type(last.term) is type(one.term) and len(gap.strip()) > 0:
            term = Listing((last.term, one.term))
        elif last and OF.fullmatch(gap) and isinstance(one.term, Shift | Beside) and _is_day(last.term):
            unit = one.term.unit if isinstance(one.term, Shift) else "day"
            term = Offset(last.term, one.term.count, unit)
        if last is None or term is None:
            joined.append(one)
            continue
        rest = f"{rest[: last.end]}{TAKEN * len(gap)}{rest[one.start :]}"
        joined[-1] = Found(last.start, one.end, term)
    return joined, rest


def _is_bare_weekday(term: Term) -> bool:
    return isinstance(term, Weekday) and term.week is None


def _is_day(term: Term) -> bool:
    return isinstance(term, Day | Weekday | Shift | Apposed)


# --- what each pattern says ---


def _year(found: re.Match[str], known: Words, prefix: str = "") -> Year | None:
    if found[f"{prefix}year"]:
        return Year(int(found[f"{prefix}year"]))
    return Year(offset=known.number("year", found[f"{prefix}said"])) if found[f"{prefix}said"] else None


def _part(known: Words, word: str, kind: str = "part") -> Third:
    return cast("Third", known.number(kind, word))


def _month(found: re.Match[str], known: Words) -> Term:
    year = _year(found, known)
    month = Month(int(found["month"]), year)
    if found["half"]:
        return Half(1 if found["half"] in "上前" else 2, month)
    if found["part"]:
        return Part(_part(known, found["part"]), month)
    if not found["day"]:
        return month
    first = Day(int(found["day"]), month)
    if found["more"]:
        return Listing((first, *(Day(int(number), month) for number in re.findall(r"\d+", found["more"]))))
    if not found["to_day"]:
        return first
    to_year = Year(int(found["to_year"])) if found["to_year"] else year
    if year and to_year is year and int(found["to_month"] or 12) < int(found["month"]):
        to_year = Year(year.number and year.number + 1, None if year.offset is None else year.offset + 1)
    return Range(first, Day(int(found["to_day"]), Month(int(found["to_month"] or found["month"]), to_year)))


def _said_month(found: re.Match[str], known: Words) -> Term:
    month = Month(offset=known.number("month", found["said"]))
    if found["elapsed"] and month.offset == 0:
        return Elapsed(later=False, unit="month")
    if found["day"]:
        return Day(int(found["day"]), month)
    if found["half"]:
        return Half(1 if found["half"] in "上前" else 2, month)
    return Part(_part(known, found["part"]), month) if found["part"] else month


def _nth(found: re.Match[str], known: Words) -> Term:
    if found["which"]:
        month = Month(offset=known.number("month", found["which"]))
    else:
        month = Month(int(found["month"]), _year(found, known))
    index = -1 if found["nth"] == "9" else int(found["nth"])
    weekday = found["day"] or found["named"]
    return WeekdayOfMonth(index, WEEKDAYS[weekday], month) if weekday else WeekOfMonth(index, month)


def _division(found: re.Match[str], known: Words) -> Term:
    if found["quarter"]:
        return Division(int(found["quarter"]), 3, _year(found, known))
    year: Period = _year(found, known, "h_") or "year"
    return Half(1 if (found["half"] or found["half_ko"]) in "上前상" else 2, year)


def _counted(found: re.Match[str], _: Words) -> Term:
    number = int(found["number"]) * (1 if found["ahead"] else -1)
    if found["day"] or found["week"]:
        return Shift(number, "day" if found["day"] else "week")
    return Month(offset=number) if found["month"] else Year(offset=number)


def _window(found: re.Match[str], _: Words) -> Term:
    number = int(found["number"]) * (1 if found["onward"] else -1)
    units: tuple[Literal["day", "week", "month"], ...] = ("day", "week", "month")
    unit = next((unit for unit in units if found[unit]), None)
    return Window(number, unit) if unit else Beside(0)


def _weekday(found: re.Match[str], known: Words) -> Term:
    number = WEEKDAYS[found["day"] or found["named"] or found["short"]]
    if found["near"]:
        return Weekday(number, known.number("post", found["near"]))
    return Weekday(number, week=Week(known.number("pre", found["turn"]))) if found["turn"] else Weekday(number)


def _weekend(found: re.Match[str], known: Words) -> Term:
    turn = found["turn"] or found["ko"]
    return Weekend(known.number("pre", turn) if turn else None)


def _week_part(found: re.Match[str], known: Words) -> Term:
    return Part(0 if found["part"][0] in "初초" else 1, Week(known.number("pre", found["turn"])))


def _day(found: re.Match[str], _: Words) -> Term:
    return Day(int(found["one"])) if found["one"] else Range(Day(int(found["day"])), Day(int(found["to"])))


READERS: Final[tuple[tuple[str, Callable[[re.Match[str], Words], Term]], ...]] = (
    ("window", _window),
    ("counted", _counted),
    ("nth", _nth),
    ("quarter", _division),
    ("month", _month),
    ("said_month", _said_month),
    ("half", lambda found, known: Half(1 if found["half"] == "前" else 2, _year(found, known) or "year")),
    ("year_part", lambda found, known: Part(_part(known, found["part"], "yearpart"), _year(found, known) or "year")),
    ("named_day", lambda found, _: Day(int(found["day"]))),
    ("weekend", _weekend),
    ("weekday", _weekday),
    ("week_part", _week_part),
    ("week", lambda found, known: Week(known.number("pre", found["turn"]))),
    ("eve", lambda found, known: Beside(known.number("eve", found[0]))),
    ("away", lambda found, known: Shift(known.number("away", found[0]))),
    ("years", lambda found, _: Range(Year(int(found["first"])), Year(int(found["last"])))),
    ("day", _day),
    ("year", lambda found, known: _year(found, known) or Year()),
)
"""Names of patterns and what each says, in the order tried: what is longer first."""
