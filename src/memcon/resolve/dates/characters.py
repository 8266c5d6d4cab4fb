"""The words of dates in Chinese, Japanese and Korean, as patterns. Knows no terms.

The words are rows of each language's dates.csv; what is written with numbers (年, 月, 日, 週間, 개월) stands here,
since one pattern reads all three.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from memcon._data import words
from memcon.languages import facts_of, rows_of
from memcon.resolve.dates.values import century

NUMERALS: Final = re.compile(
    r"(?![两兩二三四五六七八九][三四五六七八九][天日号號周週个個年])(?![两兩][日号號](?!之?[以]?[前后後]))"
    r"(?<![初第])[〇零一二三四五六七八九十百两兩]{1,12}(?=\s?(?:[年月日号號天]|[周週](?!刊)|个?星期|個星期|[个個][月周]|[か箇ヵヶカ]月|季度|[点點时時]))"
    r"|(?<=第)[一二三四五六七八九十]{1,3}"
)
"""Numerals in characters before what they count; 两三天 is no number."""
_SYLLABLES: Final = str.maketrans("일이삼사오육유칠팔구십시백", "一二三四五六六七八九十十百")
_SPELLED: Final = re.compile(
    r"(?<![가-힣\d])(?:이천(?P<year>[일이삼사오육칠팔구]?십?[일이삼사오육칠팔구]?)년\s?)?"
    r"(?P<month>십[일이]|[일이삼사오칠팔구]|[유육]|[시십])월\s?(?P<day>[이삼]?십[일이삼사오육칠팔구]?|[일이삼사오육칠팔구])일(?!일)"
)
"""A day and month in Korean numerals as they are said, of a year from 2000 where it is told: 유월 이십오일."""
TAKEN: Final = "\0"
"""Stands for each character that was read."""
SIGNS: Final = r"[\s,，、。.;；:：()（）「」『』\[\]\"“”]"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language by kind, longest first, and the value of each."""

    values: Mapping[str, Mapping[str, str]]

    def any(self, kind: str) -> str:
        """Return a pattern for any word of a kind; one that matches nothing for none."""
        found = sorted(self.values.get(kind, {}), key=len, reverse=True)
        return "|".join(re.escape(word).replace(r"\ ", r"\s?") for word in found) or "(?!)"

    def value(self, kind: str, word: str) -> str:
        """Return the value of a word of a kind, with whatever white space it was written."""
        table = self.values.get(kind, {})
        bare = re.sub(r"\s", "", word)
        return table.get(word) or next(value for one, value in table.items() if one.replace(" ", "") == bare)

    def number(self, kind: str, word: str) -> int:
        """Return that value as a number."""
        return int(self.value(kind, word))


@cache
def words_of_characters(tag: str) -> Words:
    """Return the words of a language's folder. A period stands as `year` and `month`, by its unit."""
    values: dict[str, dict[str, str]] = {}
    for kind, value, cell in rows_of(tag, "dates"):
        unit, _, offset = value.rpartition(":")
        name = unit if kind == "period" else kind
        values.setdefault(name, {}).update(dict.fromkeys(words(cell), offset if kind in ("period", "era") else value))
    return Words(values)


YEAR_SIGN: Final = r"\s?[年년](?![生度])"
WEEK: Final = r"(?:个|個)?(?:周|週間?|星期|礼拜|禮拜|주(?:일|간)?)"
UNIT: Final = (
    r"(?:(?P<day>天|日間?|일간?)|(?P<week>(?:个|個)?(?:周|週間?|星期|礼拜|禮拜)|주일?간?)"
    r"|(?P<month>[个個か箇ヵヶカケ]月間?|개월간?|달)|(?P<year>年間?|년간?))"
)
CLOCK: Final = (
    r"\d{1,2}\s?[點点时時시](?:\s?(?:\d{1,2}\s?[分분]|半|반|[整多]))?(?:\d{1,2}\s?[秒초])?(?![间間内內])"
    r"|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
)


NEEDS: Final[Mapping[str, frozenset[str]]] = {
    "clock": frozenset("点點时時시:："),
    "nth": frozenset("第"),
    "quarter": frozenset("季期기年년분"),
    "half": frozenset("半"),
    "month": frozenset("月월"),
    "weekend": frozenset("末말"),
    "weekday": frozenset("周週期拜曜요(（"),
    "named_day": frozenset("日"),
    "week_part": frozenset("周週期拜주"),
    "week": frozenset("周週期拜주"),
    "year_part": frozenset("年년연해올"),
    "years": frozenset("年년"),
    "year": frozenset("年년해올とう"),
    "day": frozenset("日号號일"),
    "counted": frozenset("天日周週期拜月年일주월달년"),
    "window": frozenset("天日周週期拜月年일주월달년"),
}
"""Characters of which one stands in whatever a pattern finds: without them it is not asked."""


@cache
def pattern(tag: str, name: str) -> re.Pattern[str]:
    """Return the pattern of a kind of saying in a language."""
    return re.compile(_PATTERNS[name](words_of_characters(tag)))


def _year(known: Words, prefix: str = "") -> str:
    said = known.any("year")
    return rf"(?:(?P<{prefix}year>(?<!\d)\d{{4}}){YEAR_SIGN}|(?P<{prefix}said>{said}))"


def _month(known: Words) -> str:
    to, also = known.any("to"), known.any("and")
    return (
        rf"(?:{_year(known)}\s?的?의?の?\s?)?(?<!\d)(?P<month>\d{{1,2}})\s?[月월](?!間|间)份?"
        rf"(?:\s?의?(?P<half>[上下前後])半月?|\s?의?の?(?P<part>{known.any('part')})(?![一二三四五六七八九十\d])"
        rf"|\s?의?(?P<day>\d{{1,2}})(?!\d|\s?[月월天]|\s?[个個주週周])\s?[日号號일]?(?![程誌])"
        rf"(?P<more>(?:\s?(?:{also})\s?(?<!\d)\d{{1,2}}(?:\s?[日号號일](?![程誌])|(?=\s?(?:{also})\s?\d)))+)?)?"
        rf"(?:\s?(?:{to})\s?(?:(?:(?P<to_year>\d{{4}})\s?[年년]\s?)?(?P<to_month>\d{{1,2}})\s?[月월]\s?)?(?P<to_day>\d{{1,2}})\s?[日号號일](?!間|간))?"
    )


def _reference(known: Words) -> str:
    return (
        rf"(?:(?:{_year(known)}\s?的?の?의?\s?)?(?<!\d)(?P<month>\d{{1,2}})\s?[月월]|(?P<which>{known.any('month')}))"
    )


_NO_DAY: Final = (
    r"(?!間|间|前|後|后|本|中|程|誌|報|报|[以之][内內來来前后後]|[内內](?![罗羅塔])"
    r"|간|째|\s?(?:전|후|뒤|만에|이내|안에)|\s?동안)"
)
_WEEKDAY: Final = (
    r"(?:(?<=[周週期拜])(?P<day>[一二三四五六天]|日(?!本))|(?P<named>[月火水木金土日월화수목금토일])(?:曜日?|요일))"
)

_PATTERNS: Final[Mapping[str, Callable[[Words], str]]] = {
    "clock": lambda _: CLOCK,
    "digits": lambda known: known.any("digits"),
    "era": lambda known: rf"(?:{known.any('era')})\s?(?P<number>\d{{1,4}}|元)(?=\s?[年년])",
    "turns": lambda known: known.any("turns"),
    "to": lambda known: rf"\s?(?:{known.any('to')})\s?",
    "and": lambda known: rf"\s?(?:{known.any('and')})\s?",
    "goes_on": lambda known: rf"\s?(?:{known.any('to')}|{known.any('and')})\s?\d",
    "counted": lambda known: (
        rf"(?<![月월第年년\d])(?<![月월第年년]\s)(?P<number>\d{{1,3}})\s?{UNIT}(?:ほど|くらい|余り)?\s?"
        rf"(?:(?P<ago>{known.any('ago')})(?![半年半期])|(?P<ahead>{known.any('ahead')})(?![期半年]))"
    ),
    "window": lambda known: (
        rf"(?:(?P<past>{known.any('past')})|(?P<onward>{known.any('onward')}))의?の?\s?(?<!\d)(?P<number>\d{{1,3}})\s?{UNIT}"
        r"(?:(?<!일)|(?=\s?(?:동안|사이)))(?:来|來|里|裡|間|间|내내|\s?동안|\s?사이)?"
    ),
    "nth": lambda known: (
        rf"{_reference(known)}\s?(?:的|の|의)?\s?第(?P<nth>\d)\s?(?:个|個)?\s?"
        rf"(?:(?:周|週目?|星期|礼拜|禮拜|주)?\s?{_WEEKDAY}|(?:周|週目?|星期|주차?|礼拜)(?!\s?[一二三四五六]))"
    ),
    "month": _month,
    "said_month": lambda known: (
        rf"(?P<said>{known.any('month')})(?:의|の|的)?\s?"
        rf"(?:(?<!\d)(?P<day>\d{{1,2}})\s?[日号號일](?!間|간)|(?P<half>[上下前後])半月?|(?P<part>{known.any('part')})"
        rf"|(?P<elapsed>{known.any('elapsed')}))?"
    ),
    "quarter": lambda known: (
        rf"{_year(known)}?\s?的?の?의?\s?第?(?P<quarter>[1-4])\s?(?:季度|四半期|分期|분기)"
        rf"|{_year(known, 'h_')}?\s?的?の?의?\s?(?:(?P<half>[上下前後])半[年期]|(?P<half_ko>[상하])반기)"
    ),
    "half": lambda known: rf"{_year(known)}\s?の?(?P<half>[前後])半(?![月年期])",
    "year_part": lambda known: (
        rf"(?:{_year(known)}\s?年?의?の?\s?|(?<![\d年])年|(?<!\d)연)(?P<part>{known.any('yearpart')})"
    ),
    "named_day": lambda _: r"[今昨前明]\s?[（(](?P<day>\d{1,2})[)）]\s?日",
    "weekend": lambda known: (
        rf"(?P<turn>{known.any('pre')})?\s?(?:的|の|个|個)?\s?(?:周|週|주)末|(?P<ko>{known.any('pre')})?\s?(?:주\s?)?주말"
    ),
    "weekday": lambda known: (
        rf"(?:(?P<turn>{known.any('pre')})\s?{WEEK}의?の?\s?|(?P<near>{known.any('post')})\s?|周|週|星期|礼拜|禮拜)?"
        rf"{_WEEKDAY}"
        r"|[（(](?P<short>[月火水木金土日월화수목금토일一二三四五六])[)）]"
    ),
    "week_part": lambda known: (
        rf"(?P<turn>{known.any('pre')})\s?{WEEK}의?の?\s?(?P<part>初め?|半ば|中|초(?![등])|중반)"
    ),
    "week": lambda known: rf"(?P<turn>{known.any('pre')})\s?{WEEK}",
    "away": lambda known: known.any("away"),
    "eve": lambda known: known.any("eve"),
    "day": lambda known: (
        rf"(?<![\d월月年년期续續第])(?P<day>\d{{1,2}})\s?[日号號일]?\s?(?:{known.any('to')})\s?(?P<to>\d{{1,2}})\s?[日号號일]{_NO_DAY}"
        rf"|(?<![\d월月年년期续續第])(?P<one>\d{{1,2}})\s?[日号號일]{_NO_DAY}"
    ),
    "years": lambda known: rf"(?<!\d)(?P<first>\d{{4}})\s?[年년]?\s?(?:{known.any('to')})\s?(?P<last>\d{{4}})\s?[年년]",
    "year": lambda known: rf"{_year(known)}(?!\s?\d|代|间|間|前|後|后|度|末|\s?(?:전|후|뒤|간|동안|대))",
}
"""Patterns by name, in the order tried: what is longer first."""


@cache
def written_out(tag: str) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]:
    """Return how dates are shortened in digits, and what is written out: 平成30（2018）年, 7～9月期, 1/13(水)."""
    known = words_of_characters(tag)
    era = known.any("era")
    weekday = r"[月火水木金土日월화수목금토일一二三四五六]"
    shapes: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
        (
            rf"(?:{era}|주체|主体)\s?(?:\d{{1,3}}|元)\s?[年년]?\s?[（(](\d{{4}})[年년]?[)）](?=\s?[年년])",
            lambda found: found[1],
        ),
        (rf"(?<!\d)(\d{{4}})\s?[（(](?:{era})\s?(?:\d{{1,3}}|元)[年년]?[)）](?=\s?年)", lambda found: found[1]),
        (
            rf"(?<![^\W\d_])({era})(\d{{1,2}})\.(\d{{1,2}})\.(\d{{1,2}})(?!\d)",
            lambda found: f"{known.number('era', found[1]) + int(found[2])}年{found[3]}月{found[4]}日",
        ),
        (r"(?<!\d)(\d{1,2})\s?[~〜～-]\s?(\d{1,2}月)期", lambda found: f"{found[1]}月~{found[2]}"),
        (
            (
                rf"(?<![\d/])(\d{{1,2}})/(\d{{1,2}})(?=\s?[（(]{weekday}曜?[)）])"
                rf"|(?<={weekday}[（(])(\d{{1,2}})/(\d{{1,2}})(?=[)）])"
            ),
            lambda found: f"{found[1] or found[3]}月{found[2] or found[4]}日",
        ),
        (_SPELLED.pattern, _in_figures),
        (pattern(tag, "era").pattern, lambda found: _common_year(found, known)),
        (r"(?<![\d月월])(\d\d)(?=\s?[年년]\s?\d{1,2}\s?(?:[月월]|분기))", lambda found: _whole_year(found[1], tag)),
    )
    return tuple((re.compile(shape), written) for shape, written in shapes)


def _in_figures(found: re.Match[str]) -> str:
    """The day and month of `_SPELLED` in digits."""
    month, day = (number_of(found[part].translate(_SYLLABLES)) for part in ("month", "day"))
    year = f"{2000 + number_of(found['year'].translate(_SYLLABLES) or '零')}년 " if found["year"] is not None else ""
    return f"{year}{month}월 {day}일"


def _whole_year(digits: str, tag: str) -> str:
    """The year of two digits, where they can be of no era: 98年, 08年, 96년."""
    common = digits[0] == "0" or int(digits) > facts_of(tag).dates.era_years
    return str(century(int(digits))) if common else digits


def in_digits(text: str, tag: str) -> tuple[str, list[int]]:
    """The text with numerals in characters as digits, years of eras as common ones, and the old offset of each."""
    known = words_of_characters(tag)
    plain, offsets = _replaced(text, NUMERALS, lambda found: str(number_of(found[0])))
    plain, inner = _replaced(plain, pattern(tag, "digits"), lambda found: known.value("digits", found[0]))
    offsets = [offsets[at] for at in inner]
    for shape, written in written_out(tag):
        plain, inner = _replaced(plain, shape, written)
        offsets = [offsets[at] for at in inner]
    return plain, offsets


def digits_of(text: str, tag: str) -> str:
    """The text with numerals in characters as digits, and years of eras as common ones."""
    known = words_of_characters(tag)
    plain = NUMERALS.sub(lambda found: str(number_of(found[0])), text)
    plain = pattern(tag, "digits").sub(lambda found: known.value("digits", found[0]), plain)
    for shape, written in written_out(tag):
        plain = shape.sub(written, plain)
    return plain


def _common_year(found: re.Match[str], known: Words) -> str:
    era = found[0].removesuffix(found["number"]).rstrip()
    return str(known.number("era", era) + (1 if found["number"] == "元" else int(found["number"])))


def _replaced(text: str, found_by: re.Pattern[str], value: Callable[[re.Match[str]], str]) -> tuple[str, list[int]]:
    """The text with what matches replaced by its value, and the old offset of each character."""
    parts: list[str] = []
    offsets: list[int] = []
    last = 0
    for found in found_by.finditer(text):
        digits = value(found)
        parts += [text[last : found.start()], digits]
        offsets += [*range(last, found.start()), *[found.start()] * (len(digits) - 1), found.end() - 1]
        last = found.end()
    return "".join([*parts, text[last:]]), [*offsets, *range(last, len(text))]


def number_of(numeral: str) -> int:
    """The value of a numeral in characters: 二〇二四 digit by digit, 二十五 with tens, 一百一十三 with hundreds."""
    digits = ["〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九"]
    values = {character: value for value, characters in enumerate(digits) for character in characters}
    if "百" in numeral:
        hundreds, _, rest = numeral.partition("百")
        return 100 * (values.get(hundreds[-1:], 1) if hundreds else 1) + (number_of(rest) if rest else 0)
    if "十" not in numeral:
        return int("".join(str(values[character]) for character in numeral))
    tens, _, ones = numeral.partition("十")
    return 10 * (values.get(tens[-1:], 1) if tens else 1) + (values.get(ones[:1], 0) if ones else 0)
