"""Find the dateline with which a report begins: the place, the agency and the day that it was sent from. Pure.

It says where and when the report was written, not what happened: `Jakarta, CNN Indonesia -- Turki mengirim …` is no
news of Indonesia. A dateline is capitalised words, days and brackets before a dash, with something that no sentence
has before one: an agency in brackets or slashes, a place in capitals, a site, or a city by itself.
"""

import functools
import re
from typing import Final

from memcon import languages
from memcon.resolve.countries import find_countries, resolve_country, resolve_place
from memcon.text.capitals import UPPER

LONGEST: Final = 90
"""Code points of a dateline without its dash."""
SHORTEST_REPORT: Final = 30
"""Code points that must follow: a title may begin as a dateline does, but ends soon."""
_DASH: Final = re.compile(r"\s?(?:--|—|–|- -)\s?|\s-\s|(?<=\))-\s|\.\s?[-–—]\s|(?<=/\.)\s|(?<=\))\s?:\s")
_WORD: Final = re.compile(r"[^\W\d_][\w.’'/]*")
_AGENCY: Final = re.compile(r"\([^()]{2,40}\)|/[^/\s][^/]{1,30}/")
_CAPITALS: Final = re.compile(rf"^[{UPPER}]{{4,}}(?:[ -][{UPPER}]+)*(?:,|$)")
_FEW_IN_A_PART: Final = 4
"""Words between the commas of a dateline that has no agency; small words and months apart: 3 de abril de 2024."""
_FEW: Final = 6
"""Words of a dateline in a script without capitals, days and agency apart."""


def dateline_of(line: str, language: str | None = None) -> int:
    """Return the length of the dateline at the beginning of `line`, its dash included; 0 where there is none."""
    lang = languages.language(language)
    whole = lang.pattern("page.dateline.whole").match(line)
    if whole and len(line) - whole.end() >= _shortest(lang):
        return whole.end()
    for dash in _DASH.finditer(line, 0, LONGEST + 4):
        if _is_dateline(line[: dash.start()].strip(" .-"), line[dash.end() :], lang):
            agency = _agency_after().match(line, dash.end())
            end = agency.end() if agency else dash.end()
            return end if len(line) - end >= _shortest(lang) else 0
    return 0


def small_words(lang: languages.Language) -> frozenset[str]:
    """Return the words of datelines that have no capital: months too, in most languages."""
    return _small(lang)


@functools.cache
def _small(lang: languages.Language) -> frozenset[str]:
    dates = lang.listed("dates.month", "dates.month_short", "dates.of", "dates.dateword")
    return frozenset(word.casefold() for word in (*lang.printed("page.dateline.small"), *dates))


def _shortest(lang: languages.Language) -> int:
    return SHORTEST_REPORT if lang.spaced else SHORTEST_REPORT // 2


@functools.cache
def _agency_after() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, languages.shared_words('agencies', 'after_dash')))})\.\s")


@functools.cache
def _site() -> re.Pattern[str]:
    return re.compile(rf"\b\w+\.(?:{'|'.join(languages.shared_words('sites', 'ends'))})\b", re.IGNORECASE)


def _is_dateline(words: str, report: str, lang: languages.Language) -> bool:
    if not 2 <= len(words) <= LONGEST:
        return False
    outside = _AGENCY.sub(" ", words)
    parts = [part.strip() for part in outside.split(",")]
    long = any(sum(word not in _small(lang) for word in part.split()) > _FEW_IN_A_PART for part in parts)
    city = not long and is_city(parts[0].strip(" 0123456789-"), lang)
    # Washington - Moskow; Hà Nội - thành phố vì hòa bình
    first = next(iter(report.split(maxsplit=1)), "") if lang.spaced else ""
    city = city and not (len(parts) == 1 and is_city(first, lang))
    city = city and not report[:1].islower()
    if not lang.cased:
        known = {*lang.printed("page.dateline.agencies"), *languages.shared_words("agencies", "names")}
        agency = any(found[0][1:-1].strip().casefold() in known for found in _AGENCY.finditer(words))
        return city or (agency and len(outside.split()) <= _FEW)
    if not words[0].isupper() or len(words) < 3:
        return False
    if any(word[0].islower() and word.rstrip(".").casefold() not in _small(lang) for word in _WORD.findall(outside)):
        return False
    return bool(_AGENCY.search(words) or _site().search(words) or _CAPITALS.match(words)) or city


def is_city(words: str, lang: languages.Language) -> bool:
    """Say whether words are a capital or another city, and no state: `Washington - Moskow` is no dateline either."""
    found = find_countries(words, lang.tag or None)
    capital = len(found) == 1 and found[0].kind == "capital" and found[0].end - found[0].start == len(words)
    place = resolve_place(words, lang.tag or None) is not None and resolve_country(words, lang.tag or None) is None
    return bool(words) and (capital or place)
