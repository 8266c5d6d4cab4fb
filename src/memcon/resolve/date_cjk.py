"""Numbered dates of Chinese, Japanese and Korean: 2024年10月14日, 去年12月, 10月14日至16日, 10月上旬, 上周五.

dateparser reads 10月14日 as October 2010 and does not know the others. Knows no numbers in characters but weekdays.
"""

import re
from typing import Final

from memcon.resolve.date_compounds import Range
from memcon.resolve.date_parts import Part, Third
from memcon.resolve.date_terms import Day, Month, Term, Week, Weekday, Year

YEARS: Final = {
    "去年": -1, "昨年": -1, "작년": -1, "지난해": -1, "今年": 0, "本年": 0, "올해": 0, "明年": 1, "来年": 1, "내년": 1,
}  # fmt: skip
PARTS: Final[dict[str, Third]] = {
    "上旬": 0, "初": 0, "初旬": 0, "초": 0, "중순": 1, "中旬": 1, "下旬": 2, "底": 2, "末": 2, "말": 2,
}  # fmt: skip
LANGUAGES: Final = frozenset({"zh", "yue", "ja", "ko"})

_YEAR: Final = rf"(?:(?P<year>(?<!\d)\d{{4}})\s?[年년]|(?P<said>{'|'.join(YEARS)}))"
MONTH: Final = re.compile(
    rf"(?:{_YEAR}\s?的?\s?)?(?<!\d)(?P<month>\d{{1,2}})\s?[月월](?!間|间)"
    rf"(?:\s?(?P<day>\d{{1,2}})\s?[日号號일]?|\s?(?P<part>{'|'.join(sorted(PARTS, key=len, reverse=True))}))?"
    r"(?:\s?(?:至|到|－|-|–|~|〜|から|부터)\s?(?:(?P<to_month>\d{1,2})\s?[月월]\s?)?(?P<to_day>\d{1,2})\s?[日号號일])?"
)
DAY: Final = re.compile(r"(?<![\d月월年년])(\d{1,2})[日号號](?!間|间|前|後|后|本|中)")
YEAR: Final = re.compile(rf"{_YEAR}(?!\s?\d|代|间|間|前|後|后)")
WEEKDAY: Final = re.compile(r"(上|本|这|這|下)(?:个|個)?(?:周|週|星期|礼拜)([一二三四五六日天])")
WEEKDAYS: Final = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
WEEKS: Final = {"上": -1, "下": 1}


def numbered_terms(words: str) -> tuple[Term, ...]:
    """The dates that `words` write with numbers, and Chinese weekdays of a named week; empty when there are none."""
    terms: list[Term] = [_month(found) for found in MONTH.finditer(words)]
    if not terms:
        terms = [Day(int(number)) for number in DAY.findall(words)]
    if not terms:
        terms = [_year(found) for found in YEAR.finditer(words) if found["year"]]
    weekdays = (Weekday(WEEKDAYS[number], week=Week(WEEKS.get(turn, 0))) for turn, number in WEEKDAY.findall(words))
    return (*terms, *weekdays)


def _year(found: re.Match[str]) -> Year:
    return Year(int(found["year"])) if found["year"] else Year(offset=YEARS[found["said"]])


def _month(found: re.Match[str]) -> Term:
    year = _year(found) if found["year"] or found["said"] else None
    month = Month(int(found["month"]), year)
    if found["part"]:
        return Part(PARTS[found["part"]], month)
    if not found["day"]:
        return month
    first = Day(int(found["day"]), month)
    if not found["to_day"]:
        return first
    return Range(first, Day(int(found["to_day"]), Month(int(found["to_month"] or found["month"]), year)))
