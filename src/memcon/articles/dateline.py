"""Find the dateline with which a report begins: the place, the agency and the day that it was sent from. Pure.

It says where and when the report was written, not what happened: `Jakarta, CNN Indonesia -- Turki mengirim …` is no
news of Indonesia. A dateline is capitalised words, days and brackets before a dash, with something that no sentence
has before one: an agency in brackets or slashes, a place in capitals, a site, or a city by itself.
"""

import re
from typing import Final

from memcon.resolve.countries import find_countries, resolve_country, resolve_place

LONGEST: Final = 90
"""Code points of a dateline without its dash."""
SHORTEST_REPORT: Final = 30
"""Code points that must follow: a title may begin as a dateline does, but ends soon."""
_DASH: Final = re.compile(r"\s?(?:--|—|–|- -)\s?|\s-\s|(?<=/\.)\s|(?<=\))\s?:\s")
_AGENCY_AFTER: Final = re.compile(r"(?:РИА Новости|INTERFAX\.RU|Интерфакс|ТАСС|IZ\.RU)\.\s")
_WORD: Final = re.compile(r"[^\W\d_][\w.’'/]*")
_SMALL: Final = frozenset(
    {
        "com", "co", "id", "net", "org", "tv", "news", "dan", "and", "of", "the", "de", "del", "dal", "al", "la", "le",
        "el", "di", "года", "г", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
        "октября", "ноября", "декабря", "янв", "фев", "мар", "апр", "июн", "июл", "авг", "сен", "сент", "окт", "ноя",
        "дек",
    }
)  # fmt: skip
"""Words of datelines that have no capital."""
_AGENCY: Final = re.compile(r"\([^()]{2,40}\)|/[^/\s][^/]{1,30}/")
_SITE: Final = re.compile(r"\b\w+\.(?:com|co|id|net|org|tv|ru)\b", re.IGNORECASE)
_CAPITALS: Final = re.compile(r"^[^\W\d_a-zа-яё]{4,}(?:[ -][^\W\d_a-zа-яё]+)*(?:,|$)")


def dateline_of(line: str, language: str | None = None) -> int:
    """Return the length of the dateline at the beginning of `line`, its dash included; 0 where there is none."""
    for dash in _DASH.finditer(line, 0, LONGEST + 4):
        if _is_dateline(line[: dash.start()].strip(), line[dash.end() :], language):
            agency = _AGENCY_AFTER.match(line, dash.end())
            end = agency.end() if agency else dash.end()
            return end if len(line) - end >= SHORTEST_REPORT else 0
    return 0


def _is_dateline(words: str, report: str, language: str | None) -> bool:
    if not 3 <= len(words) <= LONGEST or not words[0].isupper():
        return False
    outside = _AGENCY.sub(" ", words)
    if any(word[0].islower() and word.rstrip(".").casefold() not in _SMALL for word in _WORD.findall(outside)):
        return False
    if _AGENCY.search(words) or _SITE.search(words) or _CAPITALS.match(words):
        return True
    parts = [part.strip() for part in outside.split(",")]
    is_report_of_it = _is_city(parts[0], language) and all(len(part.split()) <= 4 for part in parts)
    return is_report_of_it and not (len(parts) == 1 and _is_city(next(iter(report.split(maxsplit=1)), ""), language))


def _is_city(words: str, language: str | None) -> bool:
    """Say whether words are a capital or another city, and no state: `Washington - Moskow` is no dateline either."""
    found = find_countries(words, language)
    capital = len(found) == 1 and found[0].kind == "capital" and found[0].end - found[0].start == len(words)
    return capital or (resolve_place(words, language) is not None and resolve_country(words, language) is None)
