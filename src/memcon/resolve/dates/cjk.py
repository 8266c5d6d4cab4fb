"""Dates of Chinese, Japanese and Korean: 2024年10月14日, 去年年底, 上月28日, 10月14日至16日, 上周五, 三天前, 第四季度.

dateparser reads 10月14日 as October 2010 and does not know most others. What is told in characters (三月一日)
is brought to digits first; each pattern takes its part of the words away, so that no shorter one reads it again.
"""

import re
from collections.abc import Callable
from typing import Final

from memcon.resolve.dates.compounds import Range
from memcon.resolve.dates.parts import Division, Half, Part, Period, Third
from memcon.resolve.dates.terms import Day, Month, Shift, Term, Week, Weekday, Weekend, Year

LANGUAGES: Final = frozenset({"zh", "yue", "ja", "ko"})
YEARS: Final = {
    "去年": -1, "昨年": -1, "작년": -1, "지난해": -1, "今年": 0, "本年": 0, "올해": 0, "明年": 1, "来年": 1, "내년": 1,
}  # fmt: skip
MONTHS: Final = {
    "上个月": -1, "上個月": -1, "上月": -1, "先月": -1, "지난달": -1, "本月": 0, "这个月": 0, "這個月": 0, "今月": 0,
    "이달": 0, "이번 달": 0, "下个月": 1, "下個月": 1, "下月": 1, "来月": 1, "다음 달": 1, "다음달": 1,
}  # fmt: skip
DAYS: Final = {
    "今天": 0, "今日": 0, "今晨": 0, "今早": 0, "今晚": 0, "本日": 0, "오늘": 0, "昨天": -1, "昨日": -1, "昨晚": -1,
    "昨夜": -1, "어제": -1, "前天": -2, "前日": -2, "一昨日": -2, "그제": -2, "明天": 1, "明日": 1, "내일": 1,
    "后天": 2, "後天": 2, "明後日": 2, "모레": 2,
}  # fmt: skip
PARTS: Final[dict[str, Third]] = {
    "上旬": 0, "初": 0, "初旬": 0, "초": 0, "중순": 1, "中旬": 1, "下旬": 2, "底": 2, "末": 2, "말": 2,
}  # fmt: skip
YEAR_PARTS: Final[dict[str, Third]] = {"初": 0, "초": 0, "中": 1, "底": 2, "末": 2, "말": 2}
WEEKS: Final = {
    "上": -1, "先": -1, "지난": -1, "本": 0, "这": 0, "這": 0, "今": 0, "이번": 0, "下": 1, "来": 1, "다음": 1,
}  # fmt: skip
WEEKDAYS: Final = {
    character: number
    for number, characters in enumerate(("一月월", "二火화", "三水수", "四木목", "五金금", "六土토", "日天일"))
    for character in characters
}


def _any(table: dict[str, int] | dict[str, Third]) -> str:
    return "|".join(sorted(table, key=len, reverse=True))


_TO: Final = r"\s?(?:至|到|－|-|–|~|〜|から|부터)\s?"
_YEAR: Final = rf"(?:(?P<year>(?<!\d)\d{{4}})\s?[年년]|(?P<said>{_any(YEARS)}))"
_TURN: Final = rf"(?<![上下])(?P<turn>{_any(WEEKS)})\s?(?:个|個)?(?:周|週|星期|礼拜|禮拜|주)"
NUMERALS: Final = re.compile(
    r"[〇零一二三四五六七八九十两兩]+(?=[年月日号號天]|[周週](?!刊)|个星期|個星期|个月|個月|季度)"
)
MONTH: Final = re.compile(
    rf"(?:{_YEAR}\s?的?\s?)?(?<!\d)(?P<month>\d{{1,2}})\s?[月월](?!間|间)"
    rf"(?:\s?(?P<day>\d{{1,2}})\s?[日号號일]?|\s?(?P<part>{_any(PARTS)}))?"
    rf"(?:{_TO}(?:(?P<to_month>\d{{1,2}})\s?[月월]\s?)?(?P<to_day>\d{{1,2}})\s?[日号號일])?"
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
    rf"(?:{_TURN}(?:의|の|\s)?|周|週|星期|礼拜|禮拜)?(?:(?<=[周週期拜])(?P<day>[一二三四五六日天])|(?P<named>[月火水木金土日월화수목금토일])(?:曜日|요일))"
)
WEEK: Final = re.compile(_TURN)
SAID_DAY: Final = re.compile(_any(DAYS))
_NO_DAY: Final = r"(?!間|间|前|後|后|本|中|간|째|\s?전|\s?동안)"
DAY: Final = re.compile(
    rf"(?<![\d월月年년])(?P<day>\d{{1,2}})[日号號일]?{_TO}(?P<to>\d{{1,2}})[日号號일]{_NO_DAY}"
    rf"|(?<![\d월月年년])(?P<one>\d{{1,2}})[日号號일]{_NO_DAY}"
)
YEAR: Final = re.compile(rf"{_YEAR}(?!\s?\d|代|间|間|前|後|后)")


def numbered_terms(words: str) -> tuple[Term, ...]:
    """The dates that `words` tell in a way that dateparser does not know; empty when there are none."""
    rest = NUMERALS.sub(lambda found: str(number_of(found.group())), words)
    terms: list[Term] = []
    for pattern, meaning in READERS:
        if pattern in (DAY, YEAR) and terms:
            continue
        terms += [meaning(found) for found in pattern.finditer(rest)]
        rest = pattern.sub(" ", rest)
    return tuple(terms)


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
    return Range(first, Day(int(found["to_day"]), Month(int(found["to_month"] or found["month"]), year)))


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
    (WEEKEND, lambda found: Weekend(WEEKS[found["turn"]] if found["turn"] else None)),
    (WEEKDAY, _weekday),
    (WEEK, lambda found: Week(WEEKS[found["turn"]])),
    (SAID_DAY, lambda found: Shift(DAYS[found.group()])),
    (DAY, _day),
    (YEAR, lambda found: _year(found) or Year()),
)
"""Patterns and what each says, in the order tried: what is longer first."""
