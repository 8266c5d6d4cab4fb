"""Whose official a name is: read from the office before it, the apposition after it, or elsewhere in the article.

A country counts that stands in an office, as in `Duta Besar AS untuk PBB Nikki Haley` or `Penasihat Keamanan Nasional
Myanmar, Thaung Tun`. Where the article tells none, a table of leaders does (`memcon.resolve.people.leaders`).
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from memcon.records import Article
from memcon.resolve.countries import find_countries, office_word, resolve_country
from memcon.resolve.people.leaders import country_of_leader
from memcon.text.ground import Span

LEAD: Final = 80
"""Longest office before or after a name, in code points, in which a country word tells whose official it is."""
CLAUSE_END: Final = re.compile(r"[;:\n“”\"]|\((?![^()]*\))|(?<=[^\W\d_]{4})(?<!Jend)(?<![tygr]jen)\.\s")
"""A stop, though not that of *Jend.* and *Letjen.*, or a bracket that stays open."""
TITLE: Final = re.compile(
    r"(?:[\s()]*(?:[^\W\d_a-zа-яё][\w.’'-]*|saat itu|kala itu|ketika itu|terpilih|baru|then|elect)){0,3}[\s()]*"
)
"""What may stand between a country and the name of its official: capitalised words, brackets, *saat itu*."""
OFFICE: Final = re.compile(r"(?:\s+(?:[A-Z][\w.’'-]*|and|of|for|the|to))+\s*")
"""The words of an English office, in title case."""
PLACED: Final = re.compile(
    r"\b(?:ke|di|in|to|at|from|dari|в|во|на|из)\s+(?:the\s+)?(?:(?:[A-ZА-ЯЁ][\w.’-]*,?\s+){1,5})?$"
)
"""A country after one of these is a place before it is a side; so is that of a place: *di Hamburg, Jerman*."""
GOES: Final = re.compile(r"(?:ke|di|in|to|at|from|dari|в|во|на|из)\s", re.IGNORECASE)
"""With these begin the words for a place: *sebelum bertolak ke Rusia, Kepala Negara …*."""
OBJECT: Final = re.compile(
    r"\b(?:terhadap|kepada|dengan|atas|oleh|ke|di|dari|against|to|with|towards?|at|in|by|from|в|к|с|против|из)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Before a country that a clause is about, or goes to; it belongs to no office."""
APPOSITION: Final = re.compile(rf"\s*[,(–-]\s*([^,;.()\n“”\"]{{2,{LEAD}}})")
COMMA: Final = re.compile(r"(?:\s*\([^()]{1,30}\))?\s*,\s*(?:[^\W\d_a-zа-яё][\w.’'-]*\s+){0,3}$")
"""The comma between an office and its holder, with titles and given names after it: *, Jenderal Mark* Milley."""
AMERICAN: Final = re.compile(
    r"Secretary of State (?:for [A-Z][\w’-]*(?:,? (?:and |the )?[A-Z][\w’-]*)* )?(?:[A-Z][\w.’-]*\s+)*$"
)
"""An office that only the United States call so, and do not name themselves with."""
FULLER: Final = 20_000
"""How far from a name, in code points, a fuller one is looked for: the length of a long article."""
OCCURRENCES: Final = 20
"""Places of one name in an article that are looked at."""


def country_around(article: Article, name: Span) -> str | None:
    """Return the country of the office before a name, or of the apposition after it."""
    before = _clause(article.text[max(0, name[0] - 2 * LEAD) : name[0]])
    own = before.rpartition(",")[2][-LEAD:]
    code = _of_office(own, article.language) or _adjacent(own, article.language) or _adjective(own, article.language)
    if code is None and (comma := COMMA.search(before)):
        office = before[: comma.start()].rpartition(",")[2][-LEAD:]
        code = _of_office(office, article.language)
        states = find_countries(office, article.language)
        object_of = states and OBJECT.search(office[: states[-1].start])
        if code is None and not object_of and any(office_word(word.casefold()) for word in office.split()):
            code = _adjacent(office, article.language)
    if code:
        return code
    if AMERICAN.search(before):
        return "USA"
    after = APPOSITION.match(article.text, name[1], name[1] + LEAD + 4)
    if after is None or (after[0].lstrip()[0] == "," and is_state(after[1].strip(), article.language)):
        return None  # `the West Bank, Jordan, …` is a list
    return resolve_country(after[1].strip(), language=article.language)


def country_elsewhere(article: Article, name: Span) -> str | None:
    """Return the country that other places of the article give the bearer of the name's last or first word."""
    words = article.text[slice(*name)].split()
    for word in dict.fromkeys((words[-1], words[0])):
        if len(word) < 2 or not word[0].isupper():
            continue
        codes = Counter(_each(article, word))
        if codes:
            return codes.most_common(1)[0][0]
    return None


def leader_named(article: Article, name: Span) -> str | None:
    """Return the country for which the bearer of a name is known to act, by it or a fuller one in the article."""
    year = article.published.year if article.published else None
    words = article.text[slice(*name)]
    if code := country_of_leader(words, article.language, year=year):
        return code
    if len(words.split()) > 1:
        return None
    near = article.text[max(0, name[0] - FULLER) : name[1] + FULLER]
    fuller = re.finditer(rf"(?:[A-ZА-ЯЁ][\w’'-]*\s)*{re.escape(words)}(?:\s[A-ZА-ЯЁ][\w’'-]*)*", near)
    codes = {
        code for one in fuller if one[0] != words and (code := country_of_leader(one[0], article.language, year=year))
    }
    return codes.pop() if len(codes) == 1 else None


def is_state(words: str, language: str | None) -> bool:
    """Say whether words are one for a state or organisation, and nothing more."""
    found = find_countries(words, language)
    return len(found) == 1 and found[0].end - found[0].start == len(words)


def _each(article: Article, word: str) -> Iterator[str]:
    places = re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", article.text)
    for place, _ in zip(places, range(OCCURRENCES), strict=False):
        if code := country_around(article, place.span()):
            yield code


def _clause(before: str) -> str:
    """Return what is left of the clause before a name."""
    return CLAUSE_END.split(before)[-1]


def _of_office(words: str, language: str | None) -> str | None:
    """Return the country of the office with which `words` end: of the shortest end that is more than a country word."""
    if not find_countries(words, language):
        return None
    for start in [found.start() for found in re.finditer(r"(?<!\S)\S", words)][::-1]:
        office = words[start:].strip(" ,")
        if GOES.match(office):
            continue
        code = resolve_country(office, language=language)
        if code and not is_state(office, language):
            found = find_countries(office, language)
            return code if TITLE.fullmatch(office[found[-1].end :]) else None
    return None


def _adjective(before: str, language: str | None) -> str | None:
    """Return the country of the adjective with which an English office of any length begins: *German Chancellery …*."""
    found = (one for one in find_countries(before, language) if one.kind == "people")
    return next((one.code for one in found if OFFICE.fullmatch(before[one.end :])), None)


def _adjacent(before: str, language: str | None) -> str | None:
    """Return the last country before a name, where nothing but capitalised words stands between, and it is no place."""
    found = find_countries(before, language)
    if not found or (PLACED.search(before[: found[-1].start]) and len(before[: found[-1].start].split()) < 2):
        return None
    office, between = before[found[-1].start :].strip(), before[found[-1].end :]
    if TITLE.fullmatch(between) or resolve_country(office, language=language) == found[-1].code:
        return found[-1].code
    return None
