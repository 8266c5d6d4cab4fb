"""Dates of Chinese, Japanese and Korean: 2024年10月14日, 去年年底, 上月28日, 10月14日至16日, 上周五, 三天前, 第四季度.

dateparser reads 10月14日 as October 2010 and does not know most others. What is told in characters (三月一日)
is brought to digits first; each pattern takes its part of the words away, so that no shorter one reads it again.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final, cast

from memcon import _data
from memcon.resolve.dates.compounds import Range
from memcon.resolve.dates.parts import Division, Half, Part, Period, Third
from memcon.resolve.dates.terms import Day, Month, Shift, Term, Week, Weekday, Weekend, Year

_TABLE: Final[Mapping[str, dict[str, int]]] = _data.toml("languages/shared/dates_of_characters.toml")
YEARS: Final = _TABLE["years"]
MONTHS: Final = _TABLE["months"]
DAYS: Final = _TABLE["days"]
PARTS: Final = cast("dict[str, Third]", _TABLE["parts"])
ERAS: Final = _TABLE["eras"]
YEAR_PARTS: Final = cast("dict[str, Third]", _TABLE["year_parts"])
WEEKS: Final = _TABLE["weeks"]
WEEKDAYS: Final = {
    character: number
    for number, characters in enumerate(("一月월", "二火화", "三水수", "四木목", "五金금", "六土토", "日天일"))
    for character in characters
}


def _any(table: dict[str, int] | dict[str, Third]) -> str:
    return "|".join(sorted(table, key=len, reverse=True))


_TO: Final = r"\s?(?:至|到|－|-|–|~|〜|から|부터|(?<=\d)、(?=\d))\s?"
_YEAR: Final = rf"(?:(?P<year>(?<!\d)\d{{4}})\s?[年년]|(?!前年[比同度ぁ-ん])(?P<said>{_any(YEARS)}))"
"""In Japanese 前年 is the year before another, and kana follow, or the words for a comparison."""
ERA: Final = re.compile(rf"(?:{_any(ERAS)})\s?(?P<number>\d{{1,3}}|元)(?=\s?年)")
_TURN: Final = rf"(?<![上下])(?P<turn>{_any(WEEKS)})\s?(?:个|個)?(?:周|週|星期|礼拜|禮拜|주)"
NUMERALS: Final = re.compile(
    r"(?![两兩][日号號](?!之?以?前))[〇零一二三四五六七八九十两兩]{1,12}(?=[年月日号號天]|[周週](?!刊)|个星期|個星期|个月|個月|季度)"
)
MONTH: Final = re.compile(
    rf"(?:{_YEAR}\s?的?\s?)?(?<!\d)(?P<month>\d{{1,2}})\s?[月월](?!間|间)"
    rf"(?:\s?(?P<day>\d{{1,2}})\s?[日号號일]?|\s?(?P<part>{_any(PARTS)}))?"
    rf"(?:{_TO}(?:(?:(?P<to_year>\d{{4}})\s?[年년]\s?)?(?P<to_month>\d{{1,2}})\s?[月월]\s?)?(?P<to_day>\d{{1,2}})\s?[日号號일])?"
)
SAID_MONTH: Final = re.compile(
    rf"(?P<said>{_any(MONTHS)})(?:의|の)?\s?(?:(?P<day>\d{{1,2}})\s?[日号號일]|(?P<part>{_any(PARTS)}))?"
)
QUARTER: Final = re.compile(
    rf"{_YEAR}?\s?第?(?P<quarter>[1-4])季度|{_YEAR.replace('?P<', '?P<h_')}?(?P<half>[上下])半年"
)
YEAR_PART: Final = re.compile(rf"(?:{_YEAR}\s?年?|(?<![\d年])年)(?P<part>{_any(YEAR_PARTS)})")
AGO: Final = re.compile(
    r"(?P<number>(?<!\d)\d{1,3})\s?"
    r"(?:(?P<day>[天日]|일)|(?P<week>[周週]|[个個]?星期|週間|주)|(?P<month>[个個]月|か月|ヶ月|개월)|(?P<year>[年년]))之?\s?(?:以?前|전)"
)
WEEKEND: Final = re.compile(r"(?P<turn>上|本|这|這|下|先|今|来)?(?:个|個)?(?:周|週)末")
WEEKDAY: Final = re.compile(
    rf"(?<![每逢])(?:{_TURN}(?:의|の|\s)?|周|週|星期|礼拜|禮拜)?(?:(?<=[周週期拜])(?P<day>[一二三四五六天]|日(?!本))|(?P<named>[月火水木金土日월화수목금토일])(?:曜日?|요일))"
)
WEEK: Final = re.compile(_TURN)
SAID_DAY: Final = re.compile(_any(DAYS))
NAMED_DAY: Final = re.compile(r"[今昨前明]\s?[（(](?P<day>\d{1,2})[)）]\s?日")
"""As papers in Taiwan write it: 昨（11）日."""
JOINT: Final = re.compile(r"[\s,，、的（(]{0,3}")
"""What may stand between two sayings about one day."""
_NO_DAY: Final = r"(?!間|间|前|後|后|本|中|[以之][内內來来]|[内內](?![罗羅塔])|간|째|\s?전|\s?동안)"
DAY: Final = re.compile(
    rf"(?<![\d월月年년期续續])(?P<day>\d{{1,2}})[日号號일]?{_TO}(?P<to>\d{{1,2}})[日号號일]{_NO_DAY}"
    rf"|(?<![\d월月年년期续續])(?P<one>\d{{1,2}})[日号號일]{_NO_DAY}"
)
YEAR: Final = re.compile(rf"{_YEAR}(?!\s?\d|代|间|間|前|後|后)")


def numbered_terms(words: str) -> tuple[Term, ...]:
    """The dates that `words` tell in a way that dateparser does not know; empty when there are none."""
    plain, _ = _in_digits(words)
    return tuple(term for _, term in _said(plain))


def date_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the dates of running text, in order; dates side by side, or in brackets, are one: 周二（11日）."""
    plain, offsets = _in_digits(text)
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(span for span, _ in _said(plain, running=True)):
        beside = joined and JOINT.fullmatch(plain, joined[-1][1], begin)
        start = joined.pop()[0] if beside else begin
        closed = plain[start:end].count("（") + plain[start:end].count("(") and plain[end : end + 1] in {"）", ")"}
        joined.append((start, end + bool(closed)))
    return tuple((offsets[start], offsets[end - 1] + 1) for start, end in joined)


def _in_digits(text: str) -> tuple[str, list[int]]:
    """The text with numerals in characters as digits, years of eras as common ones, and the old offset of each."""
    plain, offsets = _replaced(text, NUMERALS, lambda found: number_of(found[0]))
    plain, inner = _replaced(plain, ERA, _common_year)
    return plain, [offsets[at] for at in inner]


def _common_year(found: re.Match[str]) -> int:
    era = found[0].removesuffix(found["number"]).rstrip()
    return ERAS[era] + (1 if found["number"] == "元" else int(found["number"]))


def _replaced(text: str, pattern: re.Pattern[str], value: Callable[[re.Match[str]], int]) -> tuple[str, list[int]]:
    """The text with what matches replaced by its value, and the old offset of each character."""
    parts: list[str] = []
    offsets: list[int] = []
    last = 0
    for found in pattern.finditer(text):
        digits = str(value(found))
        parts += [text[last : found.start()], digits]
        offsets += [*range(last, found.start()), *[found.start()] * (len(digits) - 1), found.end() - 1]
        last = found.end()
    return "".join([*parts, text[last:]]), [*offsets, *range(last, len(text))]


def _said(plain: str, *, running: bool = False) -> list[tuple[tuple[int, int], Term]]:
    """The dates, each with its place, in the order of `READERS`; what one has read no later one reads again.

    Among the words of one date a day or year alone counts only where nothing else does.
    """
    found: list[tuple[tuple[int, int], Term]] = []
    rest = plain
    for pattern, meaning in READERS:
        if pattern in (DAY, YEAR) and found and not running:
            continue
        found += [(one.span(), meaning(one)) for one in pattern.finditer(rest)]
        rest = pattern.sub(lambda one: " " * len(one[0]), rest)
    return found


def number_of(numeral: str) -> int:
    """The value of a numeral in characters: 二〇二四 digit by digit, 二十五 with tens."""
    digits = ["〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九"]
    values = {character: value for value, characters in enumerate(digits) for character in characters}
    if "十" not in numeral:
        return int("".join(str(values[character]) for character in numeral))
    tens, _, ones = numeral.partition("十")
    return 10 * (values.get(tens[-1:], 1) if tens else 1) + (values.get(ones[:1], 0) if ones else 0)


def _year(found: re.Match[str], prefix: str = "") -> Year | None:
    if found[f"{prefix}year"]:
        return Year(int(found[f"{prefix}year"]))
    return Year(offset=YEARS[found[f"{prefix}said"]]) if found[f"{prefix}said"] else None


def _month(found: re.Match[str]) -> Term:
    year = _year(found)
    month = Month(int(found["month"]), year)
    if found["part"]:
        return Part(PARTS[found["part"]], month)
    if not found["day"]:
        return month
    first = Day(int(found["day"]), month)
    if not found["to_day"]:
        return first
    to_year = Year(int(found["to_year"])) if found["to_year"] else year
    return Range(first, Day(int(found["to_day"]), Month(int(found["to_month"] or found["month"]), to_year)))


def _said_month(found: re.Match[str]) -> Term:
    month = Month(offset=MONTHS[found["said"]])
    if found["day"]:
        return Day(int(found["day"]), month)
    return Part(PARTS[found["part"]], month) if found["part"] else month


def _division(found: re.Match[str]) -> Term:
    if found["quarter"]:
        return Division(int(found["quarter"]), 3, _year(found))
    year: Period = _year(found, "h_") or "year"
    return Half(1 if found["half"] == "上" else 2, year)


def _year_part(found: re.Match[str]) -> Term:
    return Part(YEAR_PARTS[found["part"]], _year(found) or "year")


def _ago(found: re.Match[str]) -> Term:
    number = int(found["number"])
    if found["day"] or found["week"]:
        return Shift(-number, "day" if found["day"] else "week")
    return Month(offset=-number) if found["month"] else Year(offset=-number)


def _weekday(found: re.Match[str]) -> Term:
    number = WEEKDAYS[found["day"] or found["named"]]
    return Weekday(number, week=Week(WEEKS[found["turn"]])) if found["turn"] else Weekday(number)


def _day(found: re.Match[str]) -> Term:
    return Day(int(found["one"])) if found["one"] else Range(Day(int(found["day"])), Day(int(found["to"])))


READERS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Term]], ...]] = (
    (AGO, _ago),
    (MONTH, _month),
    (SAID_MONTH, _said_month),
    (QUARTER, _division),
    (YEAR_PART, _year_part),
    (NAMED_DAY, lambda found: Day(int(found["day"]))),
    (WEEKEND, lambda found: Weekend(WEEKS[found["turn"]] if found["turn"] else None)),
    (WEEKDAY, _weekday),
    (WEEK, lambda found: Week(WEEKS[found["turn"]])),
    (SAID_DAY, lambda found: Shift(DAYS[found.group()])),
    (DAY, _day),
    (YEAR, lambda found: _year(found) or Year()),
)
"""Patterns and what each says, in the order tried: what is longer first."""
