"""Whose official a name is: read from the office before it, the apposition after it, or elsewhere in the article.

A country counts that stands in an office, as in `Duta Besar AS untuk PBB Nikki Haley` or `Penasihat Keamanan Nasional
Myanmar, Thaung Tun`. Where the article tells none, a table of leaders does (`memcon.resolve.people.leaders`).
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from memcon.evidence.passage import Passage, Text, kept
from memcon.evidence.rules import rule
from memcon.resolve.countries import office_word
from memcon.resolve.people.leaders import country_of_leader
from memcon.text.capitals import CAPITALISED, LETTER, LOWER, UPPER
from memcon.text.ground import Span

LEAD: Final = 80
"""Longest office before or after a name, in code points, in which a country word tells whose official it is."""
CLAUSE_END: Final = re.compile(r"[;:؛\n“”\"；：。]|\((?![^()]*\))|(?<=[^\W\d_]{4})\.\s")
"""A stop, or a bracket that stays open."""
SHORTENED: Final = "{words.names.abbreviations}$"
"""Before a stop that ends no clause: *Letjen.*"""
CAPITALS: Final = rf"[{UPPER}][{LETTER}.’'-]*+"
TITLE: Final = rf"(?:[\s()]*(?:(?![{LOWER}])[^\W\d_][\w.’'-]*+|{{words.names.then}})){{0,3}}[\s()]*"
"""What may stand between a country and the name of its official: capitalised words, brackets, *saat itu*."""
OFFICE: Final = (
    rf"(?:{{_}}(?:(?!{{words.names.links}}(?!\S))(?:[{LOWER}]{{1,2}}['’])?{CAPITALS}|(?>{{words.names.links}})))+\s*"
)
"""The words of an office in title case, with the small words within it: *de l'Intérieur*."""
PLACE: Final = "{words.prepositions.at|words.prepositions.to|words.prepositions.from}{_}"
PLACED: Final = rf"{PLACE}(?:{{words.names.articles}}{{_}})?(?:(?:{CAPITALS},?\s+){{1,5}})?$"
"""A country after one of these is a place before it is a side; so is that of a place: *di Hamburg, Jerman*."""
OBJECT: Final = (
    "{words.prepositions.toward|words.prepositions.against|words.prepositions.with|words.prepositions.by"
    "|words.prepositions.at|words.prepositions.to|words.prepositions.from}{_}(?:{words.names.articles}{_})?$"
)
"""Before a country that a clause is about, or goes to; it belongs to no office."""
APPOSITION: Final = re.compile(rf"\s*[,،(–-]\s*([^,،;؛.()\n“”\"]{{2,{LEAD}}})")
CASED: Final = re.compile(f"[{LOWER}]")
COMMA: Final = re.compile(rf"(?:\s*\([^()]{{1,30}}\))?\s*,\s*(?:(?![{LOWER}])[^\W\d_][\w.’'-]*\s+){{0,3}}$")
"""The comma between an office and its holder, with titles and given names after it: *, Jenderal Mark* Milley."""
AMERICAN: Final = (
    rf"{{words.names.american}}\s(?:{{words.prepositions.for}}\s{CAPITALS}"
    rf"(?:,?\s(?>(?:{{words.conjunctions.and}}\s|{{words.names.articles}}\s)?){CAPITALS})*\s)?(?:{CAPITALS}\s+)*$"
)
"""An office that only the United States call so, and do not name themselves with."""
FULLER: Final = 20_000
"""How far from a name, in code points, a fuller one is looked for: the length of a long article."""
WORD: Final = re.compile(r"(?<!\S)\S")
"""The beginning of a word."""
OCCURRENCES: Final = 20
"""Places of one name in an article that are looked at."""


@rule
def country_by_own_words(passage: Passage, name: Span, whole: Span, title: str | None) -> str | None:
    """A party's own words, its title's and its name's, tell for which state it acts: `Menteri Luar Negeri Peru`."""
    for words in (passage.words(whole), title, passage.words(name)):
        if words and (code := passage.country(words)):
            return code
    states = passage.countries(name)
    if len(states) != 1:
        return None
    words = passage.words(name)
    is_cased = words != words.swapcase()
    if any(word[0].islower() for word in words.split()) or (not is_cased and states[0].kind == "people"):
        return states[0].code  # `ilmuwan nuklir Iran`, and a nationality before a name in a script without capitals
    return None


@rule
def country_by_table_of_leaders(passage: Passage, name: Span, *_: object) -> str | None:
    """A leader's name tells the state, by the table of leaders, also where the article has a fuller one elsewhere."""
    return leader_named(passage, name)


@rule
def country_by_words_beside(passage: Passage, name: Span, *_: object) -> str | None:
    """The office before a name or the apposition after it tells the state: `Penasihat Keamanan Myanmar, Thaung Tun`."""
    return country_around(passage, name) if _may_be_a_name(passage.words(name)) else None


@rule
def country_by_words_elsewhere(passage: Passage, name: Span, *_: object) -> str | None:
    """Other places of the article that name the same person tell the state: the one that most of them tell."""
    return country_elsewhere(passage, name)


ATTRIBUTIONS: Final = (
    country_by_own_words, country_by_table_of_leaders, country_by_words_beside, country_by_words_elsewhere,
)  # fmt: skip
"""Asked in turn for the country of a party."""


def country_of(passage: Passage, name: Span, whole: Span, title: str | None = None) -> tuple[str | None, str | None]:
    """Return the country for which a party acts, and the rule that tells it; None and None where none does."""
    for attribution in ATTRIBUTIONS:
        if attribution.__name__ in passage.without:
            continue
        if code := attribution(passage, name, whole, title):
            return code, attribution.__name__
    return None, None


def _may_be_a_name(words: str) -> bool:
    """Say whether words can be a name: not *our partners*, in a script that has capitals."""
    return not CASED.search(words) or any(letter.isupper() for letter in words)


@kept
def country_around(passage: Passage, name: Span) -> str | None:
    """Return the country of the office before a name, or of the apposition after it."""
    clause = _clause_before(passage, name[0])
    own = max(passage.text.rfind(",", *clause) + 1, clause[0], clause[1] - LEAD), clause[1]
    code = _of_office(passage, own) or _adjacent(passage, own) or _adjective(passage, own)
    if code is None and (comma := COMMA.search(passage.words(clause))):
        code = _before_comma(passage, (clause[0], clause[0] + comma.start()))
    if code and _is_named(passage, code, (clause[0], name[1])):
        return code
    if passage.pattern(AMERICAN).search(passage.words(clause)):
        return "USA"
    after = APPOSITION.match(passage.text, name[1], name[1] + LEAD + 4)
    if after is None or (after[0].lstrip()[0] == "," and passage.is_state(after[1].strip())):
        return None  # `the West Bank, Jordan, …` is a list
    return passage.country(after[1].strip())


def _is_named(passage: Passage, code: str, span: Span) -> bool:
    """Say whether words still name a state when the name behind them is read with them: not in `Washington Post`."""
    return any(state.code == code for state in passage.countries(span))


def _before_comma(passage: Passage, before: Span) -> str | None:
    """Return the country of an office that stands before a comma, and its holder behind."""
    office = max(passage.text.rfind(",", *before) + 1, before[0], before[1] - LEAD), before[1]
    if code := _of_office(passage, office):
        return code
    states = passage.countries(office)
    if states and passage.pattern(OBJECT).search(passage.words((office[0], states[-1].start))):
        return None
    is_office = any(office_word(word.casefold(), passage.language) for word in passage.words(office).split())
    return (_adjacent(passage, office) or _adjective(passage, office)) if is_office else None


@kept
def country_elsewhere(passage: Passage, name: Span) -> str | None:
    """Return the country that other places of the article give the bearer of the name's last or first word."""
    words = passage.words(name).split()
    for word in dict.fromkeys((words[-1], words[0])):
        if len(word) < 2 or not word[0].isupper():
            continue
        codes = Counter(_each(passage, word))
        if codes:
            return codes.most_common(1)[0][0]
    return None


@kept
def leader_named(passage: Passage, name: Span) -> str | None:
    """Return the country for which the bearer of a name is known to act, by it or a fuller one in the article.

    One whom the table of leaders does not tell counts while he held an office, by the day of the article.
    """
    published = passage.published
    year = published.year if published else None
    words = passage.words(name)
    if code := country_of_leader(words, passage.language, year=year, day=published):
        return code
    if len(words.split()) > 1:
        return None
    near = passage.words((max(0, name[0] - FULLER), name[1] + FULLER))
    fuller = re.finditer(rf"(?:{CAPITALISED}\s)*{re.escape(words)}(?:\s{CAPITALISED})*", near)
    full = {match[0] for match in fuller if match[0] != words}
    codes = {code for each in full if (code := country_of_leader(each, passage.language, year=year))}
    return codes.pop() if len(codes) == 1 else None


def _each(passage: Passage, word: str) -> Iterator[str]:
    """Yield the countries that the places of a word tell."""
    places = re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", passage.text)
    for place, _ in zip(places, range(OCCURRENCES), strict=False):
        if code := country_around(passage, place.span()):
            yield code


def _clause_before(text: Text, at: int) -> Span:
    """Return what is left of the clause before a name."""
    start = max(0, at - 2 * LEAD)
    shortened = text.pattern(SHORTENED)
    for stop, end in reversed([*text.matches(CLAUSE_END, (start, at))]):
        if not shortened.search(text.words((start, stop))):
            return end, at
    return start, at


def _of_office(text: Text, span: Span) -> str | None:
    """Return the country of the office with which `span` ends: of the shortest end that is more than a country word."""
    if not text.countries(span):
        return None
    for start, _ in [*text.matches(WORD, span)][::-1]:
        office = text.stripped((start, span[1]), " ,")
        words = text.words(office)
        code = None if text.pattern(PLACE).match(words) else text.country(words)
        if code and not text.is_state(words):
            states = text.countries(office)
            return code if states and text.pattern(TITLE).fullmatch(text.text, states[-1].end, office[1]) else None
    return None


def _adjective(text: Text, span: Span) -> str | None:
    """Return the country of the adjective with which an English office of any length begins: *German Chancellery …*."""
    people = (state for state in text.countries(span) if state.kind == "people")
    return next((state.code for state in people if text.pattern(OFFICE).fullmatch(text.text, state.end, span[1])), None)


def _adjacent(text: Text, span: Span) -> str | None:
    """Return the last country before a name, where nothing but capitalised words stands between, and it is no place."""
    states = text.countries(span)
    if not states:
        return None
    last = states[-1]
    before = text.words((span[0], last.start))
    if text.pattern(PLACED).search(before) and len(before.split()) < 2:
        return None
    office = text.words(text.stripped((last.start, span[1])))
    return (
        last.code
        if text.pattern(TITLE).fullmatch(text.text, last.end, span[1]) or text.country(office) == last.code
        else None
    )
