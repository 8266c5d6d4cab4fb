"""Which state or organisation words name: exact tables, letter case where it matters, nothing fuzzy.

The tables are CLDR (through babel) in the article's language, English and Indonesian, ISO 3166 (through pycountry) and
the folders of languages: countries.csv, cities.csv, offices.csv. Codes are ISO 3166-1 alpha-3, and
`UNO`, `EUU`, `NATO`, `ASEAN`, and `XKX` for Kosovo.

What it decides: regions (the West, Europe, Arab) and words for two states (Korea, Congo) are none; the Soviet Union and
other states that are no more are none; England, Scotland and Wales are GBR; Brussels acts for the European Union; WHO,
IAEA and other agencies of their own, and armed groups, are none. What it does not know: people, cities that are not
capitals, and who held an office when.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from memcon import languages
from memcon.records.vocabulary import ORGANISATIONS as ORGANISATIONS  # as a part of what this room offers
from memcon.resolve.countries.cities import City
from memcon.resolve.countries.context import before_office, counts
from memcon.resolve.countries.gazetteer import country_trie, given_names, phrases, place_trie, role, roles
from memcon.resolve.countries.where import city_at, city_in_division, city_of
from memcon.text.tokens import Token, tokenize
from memcon.text.trie import Match

_BRACKETED: Final = re.compile(r"^([^()]+)\(([^()]+)\)\W*$")


@dataclass(frozen=True, slots=True)
class CountrySpan:
    """Words of a text that stand for a state or organisation."""

    start: int
    end: int
    code: str
    kind: str
    """`name`, `people` (adjective or demonym), `short`, `capital`, `house` (seat or organ), `nickname`."""


_PLACES: Final = frozenset({"city", "capital", "name", "short"})
"""Kinds of country words that may say where something is; `people` and `house` say who."""
LONGEST_PLACE: Final = 400
"""Characters beyond which words are not the name of a place, and no city is looked for in them."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a place lies, as far as it is known."""

    country: str | None
    city: City | None


def resolve_country(words: str, language: str | None = None) -> str | None:
    """Return the code of the one state or organisation that `words` name, or None.

    `words` may be a name with offices and organs about it ("militer AS", "the Russian president"); words for two
    states, for none, or with anything unknown in them give None. `language` is the article's ISO 639-1 code; English
    and Indonesian are always understood, except that "AS" is no country in an English text.
    """
    return _resolve(words, language, names=4)


def _whole(words: str, tokens: list[Token], lang: languages.Language) -> str | None:
    """Return what words name of which an article is a part: La Habana, Le Caire."""
    first = next(country_trie(lang).matches(words, tokens, mode="whole"), None)
    return first.entry.value if first and not first.first and first.last == len(tokens) else None


def resolve_body(words: str, language: str | None = None) -> str | None:
    """Return what `resolve_country` does, but None also when there is a person's name in the words."""
    return _resolve(words, language, names=0)


def _resolve(words: str, language: str | None, *, names: int) -> str | None:
    """Resolve words in which at most `names` words may be of a person's name."""
    lang = languages.language(language)
    whole = tokenize(words)
    tokens = _bare(whole, lang)
    if not tokens:
        return None
    found = list(country_trie(lang).matches(words, tokens, mode="whole"))
    if len(found) == 1 and found[0].first == 0 and found[0].last == len(tokens):
        return _one(found[0].entry.value)
    if len(tokens) < len(whole) and (found_with_article := _whole(words, whole, lang)):
        return _one(found_with_article)
    if names and (bracketed := _BRACKETED.match(words)):  # "Sergei Lavrov (Rusia)"
        outer = [token for token in tokens if token.is_word and token.start < bracketed.end(1)]
        named = all(token.surface[:1].isupper() for token in outer) and not any(
            match.first < len(outer) for match in found
        )
        if named and (inner := resolve_body(bracketed.group(2), language)):
            return inner
    return _of_compound(words, tokens, found, names, lang)


def find_countries(text: str, language: str | None = None) -> tuple[CountrySpan, ...]:
    """Return every country word of a running text in order, longest match first, none overlapping.

    Words in lower case count only in a text that has no capitals at all. Names of languages, currencies, seas,
    newspapers and treaties ("bahasa Inggris", "dolar AS", "Laut China Selatan") are no country words.
    """
    tokens = tokenize(text)
    spans = []
    lang = languages.language(language)
    for match in country_trie(lang).matches(text, tokens, mode="running"):
        codes = match.entry.value.split()
        if codes and counts(text, tokens, match, lang):
            cuts = range(match.first, match.last + 1, (match.last - match.first) // len(codes))
            for code, first, last in zip(codes, cuts, cuts[1:], strict=False):
                spans.append(CountrySpan(tokens[first].start, tokens[last - 1].end, code, match.entry.kind))
    return tuple(spans)


def find_places(text: str, language: str | None = None) -> tuple[tuple[int, int], ...]:
    """Return where a running text names cities and states, as offsets in order, none overlapping.

    Cities are those of cities.csv and, where each of their words has a capital, those of GeoNames: some are people,
    which what stands beside them may tell. What lies in no one state, as a sea or a region, is no place.
    """
    tokens = tokenize(text)
    lang = languages.language(language)
    found: list[tuple[int, int]] = []
    known = {}
    for match in place_trie(lang).matches(text, tokens, mode="running"):
        is_place = match.entry.kind in _PLACES and match.entry.value not in {"", *ORGANISATIONS}
        known[match.first] = match.last, is_place
    at = 0
    while at < len(tokens):
        last, is_place = known.get(at) or city_at(text, tokens, at)
        if is_place and not tokens[at].surface[:1].islower():
            found.append((tokens[at].start, tokens[last - 1].end))
        at = max(last, at + 1)
    return tuple(found)


def resolve_place(words: str, language: str | None = None) -> str | None:
    """Return the code of the state in which the place that `words` name lies, or None.

    Unlike `resolve_country` it knows cities that are no capital (Geneva, New York), lets other words stand beside a
    country word ("Hotel Shangri-La, Singapura"), and takes the last place of several ("Kedutaan Besar AS di Jakarta").
    A division beside a city says which is meant ("Hyderabad, Sindh"). Brussels is in Belgium; Jerusalem, seas and
    regions are in no one state; organisations are no place. Of other cities of GeoNames it knows nothing, since many
    are called as people are: `locate` does.
    """
    tokens = tokenize(words)
    lang = languages.language(language)
    if city := city_in_division(words, tokens, lang):
        return city.country
    found = place_trie(lang).matches(words, tokens, mode="whole")
    found = (match for match in found if before_office(tokens, match))
    states = [match for match in found if match.entry.value not in {"", *ORGANISATIONS}]
    cuts = [at for at, token in enumerate(tokens) if token.surface == "," or token.folded in _near_words(lang)]
    last = [match.entry.value for match in states if cuts and match.first > cuts[-1]]
    codes = set(last) if last else {match.entry.value for match in states}
    return codes.pop() if len(codes) == 1 else None


def locate(words: str, language: str | None = None) -> Location:
    """Return the state and the city of GeoNames that words which are known to be a place's name.

    A venue may stand before a comma or a preposition ("Hotel Mulia, Jakarta"), a division or state behind the city
    ("Cambridge, Massachusetts"). No city where a word beside it is not understood, or where the largest of several in
    that state, or in the world, has less than ten times the people of the next; nor in words longer than
    `LONGEST_PLACE`.
    """
    return _located(words, language) if len(words) <= LONGEST_PLACE else Location(resolve_place(words, language), None)


@lru_cache(maxsize=4096)
def _located(words: str, language: str | None) -> Location:
    """Do what `locate` does: every run tells of the same few cities again and again."""
    tokens = tokenize(words)
    lang = languages.language(language)
    country = resolve_place(words, language)
    city = city_of(words, tokens, lang, country)
    if country is None and city and next(place_trie(lang).matches(words, tokens, mode="whole"), None) is None:
        country = city.country
    return Location(country, city)


def country_matches(text: str, tokens: list[Token], language: str | None = None) -> list[Match]:
    """Return the country words among the tokens of a title or name."""
    found = country_trie(languages.language(language)).matches(text, tokens, mode="running")
    return [match for match in found if before_office(tokens, match)]


def office_phrases(text: str, tokens: list[Token]) -> list[Match]:
    """Return the offices and organs of several words among the tokens, as in offices.csv."""
    return list(phrases().matches(text, tokens, mode="whole"))


def office_word(folded: str, language: str | None = None) -> bool:
    """Tell whether a folded word is one that stands beside offices in a language, as in offices.csv.

    Those that are given names, as *tim*, a team, are none: after an office a name is to be expected.
    """
    kinds = roles(languages.language(language)).get(folded, frozenset())
    return len(folded) > 2 and folded not in given_names() and not kinds.isdisjoint({"office", "small"})


def _bare(tokens: list[Token], lang: languages.Language) -> list[Token]:
    """Leave out punctuation and articles round the words."""
    first, last = 0, len(tokens)
    while first < last and not tokens[first].is_word:
        first += 1
    while first < last and not tokens[last - 1].is_word and tokens[last - 1].surface != ")":
        last -= 1
    if last - first > 1 and tokens[first].folded in _articles(lang):
        first += 1
    return tokens[first:last]


def _of_compound(
    words: str, tokens: list[Token], found: list[Match], names: int, lang: languages.Language
) -> str | None:
    """Return the one country of words about which everything else is an office, an organ or a person's name."""
    covered = {at: match for match in found for at in range(match.first, match.last)}
    offices = {at for match in office_phrases(words, tokens) for at in range(match.first, match.last)}
    codes: set[str] = set()
    has_office = aside = seat = False
    unknown = 0
    for at, token in enumerate(tokens):
        kinds = role(token, lang)
        match = covered.get(at)
        if (match is not None and match.entry.kind == "office") or (match is None and at in offices):
            has_office = True
        elif aside and not seat:
            continue
        elif match is not None:
            if not match.entry.value or not counts(words, tokens, match, lang):
                return None
            codes.add(match.entry.value)
            has_office = has_office or _is_possessive(words, tokens, match)  # "Russia's Federal Security Service"
        elif "from" in kinds and at:
            aside, seat = True, not codes and token.folded in _at_words(lang) and "seat" in role(tokens[at - 1], lang)
        elif kinds & {"office", "small"}:
            has_office = has_office or "office" in kinds
        elif token.is_word and not token.surface.isdigit():
            if _goes_on(words, tokens, at) and at - 1 not in covered:  # Lai Ching-te
                continue
            if not token.surface[:1].isupper() and "particle" not in kinds:
                return None
            unknown += token.surface[:1].isupper() or "particle" not in kinds
    if len(codes) != 1 or (unknown and not (has_office and unknown <= names)):
        return None
    return _one(codes.pop())


def _goes_on(words: str, tokens: list[Token], at: int) -> bool:
    """Tell whether a word is joined by a hyphen to a word with a capital, as the given name Suk-yeol is."""
    if not at or words[tokens[at].start - 1] not in "-\u2010\u2011\u2013":
        return False
    return tokens[at - 1].end + 1 == tokens[at].start and tokens[at - 1].surface[:1].isupper()


def _is_possessive(words: str, tokens: list[Token], match: Match) -> bool:
    after = tokens[match.last] if match.last < len(tokens) else None
    return after is not None and after.folded == "s" and words[after.start - 1] in "'’"


def _one(codes: str) -> str | None:
    """Return a code; None for no code and for the two of a pair like 中美."""
    return codes if codes and " " not in codes else None


@cache
def _articles(lang: languages.Language) -> frozenset[str]:
    """Return the articles that may stand before a state: those of names that count everywhere too."""
    of_all = (languages.language(of) for of in languages.read_for_names())
    return frozenset(word for of in (lang, *of_all) for word in of.listed("words.names.articles"))


@cache
def _near_words(lang: languages.Language) -> frozenset[str]:
    """Return the words that stand before where, or near which, something is."""
    return frozenset(lang.listed("words.prepositions.at", "words.prepositions.near"))


@cache
def _at_words(lang: languages.Language) -> frozenset[str]:
    """Return the words that stand before where something is."""
    return frozenset(lang.listed("words.prepositions.at"))
