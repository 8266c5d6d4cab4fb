"""Whether a word for a state names a city or a division of another: London, Ontario; the governor of Georgia.

Cities and divisions are GeoNames'; words for divisions and their offices are those of turns.csv.
"""

from functools import cache, lru_cache
from typing import Final

from memcon.languages import Language, language
from memcon.resolve.countries import turns
from memcon.resolve.countries.cities import Where, cities, division_at, divisions, namesakes
from memcon.resolve.countries.gazetteer import country_trie, role
from memcon.text.tokens import Token
from memcon.text.trie import Match

_KINDS: Final = frozenset({"name", "capital"})
"""Kinds of words whose homonyms are looked for."""
_APART: Final = frozenset({",", "،", "(", "（", "、"})
"""Between a city and its division."""
_LISTED: Final = frozenset({",", "،", "、", "&"})
_LONGEST: Final = 3
"""Words of a city's name, and of that of the holder of an office."""


def is_homonym(text: str, tokens: list[Token], match: Match, lang: Language) -> bool:
    """Tell whether the words beside a country word say that it is a city or a division of another state."""
    if match.entry.kind not in _KINDS:
        return False
    if _in_a_division(text, tokens, match, lang):
        return True
    name = text[tokens[match.first].start : tokens[match.last - 1].end]
    named = _divisions_called_so(name, match.entry.value, match.entry.kind, lang)
    return bool(named) and (
        _has_office(tokens, match, lang)
        or _of_a_city(text, tokens, match, named, lang)
        or _in_a_list(text, tokens, match, named, lang)
    )


@lru_cache(maxsize=4096)
def _divisions_called_so(name: str, code: str, kind: str, lang: Language) -> frozenset[Where]:
    """Return the divisions of GeoNames that bear the name of a state or capital and are neither it nor about it."""
    called = [where for where in divisions(name, lang) if where[1]]
    if kind == "name":
        return frozenset(where for where in (*called, *namesakes(code)) if where[0] != code)
    own = {(city.country, city.division) for city in cities(name)} if called else set()
    return frozenset(where for where in called if where[0] != code or where not in own)


def _in_a_division(text: str, tokens: list[Token], match: Match, lang: Language) -> bool:
    """Tell whether a division of another state follows, or one with a smaller city of the name: Paris, Texas.

    Of another state's, it must end there: Londres, Ontário, but not London, Virginia Woolf.
    """
    at = match.last + 1
    if at >= len(tokens):
        return False
    apart = tokens[match.last].surface in _APART
    if not apart and tokens[match.last].folded not in _words("words.prepositions.at", lang):
        return False
    if apart and "from" in role(tokens[at], lang) and at + 1 < len(tokens):  # Atlanta, en Géorgie
        at += 1
    at += turns.length_at(tokens, at, "division_before", lang)  # в Париже, штат Техас
    size, found = division_at(text, tokens, at, lang)
    if not found:
        return False
    named = cities(text[tokens[match.first].start : tokens[match.last - 1].end])
    main = next((city for city in named if city.country == match.entry.value), None)
    if any(city is not main and (city.country, city.division) in found for city in named):
        return True
    lands = {where[0] for where in found}
    ends = at + size == len(tokens) or not tokens[at + size].surface[:1].isupper()
    if not apart or not ends or match.entry.value in lands or len(lands) > 1:
        return False
    return not any(
        True for _ in country_trie(lang).matches(text, tokens[at : at + size], mode="running", caseless=False)
    )


def _has_office(tokens: list[Token], match: Match, lang: Language) -> bool:
    """Tell whether a word for a division or its offices stands beside: governor of, Georgia voters, Niger State."""
    at = match.last
    if at < len(tokens) and tokens[at].folded == "s":  # Georgia's governor
        at += 1
    if "division_after" in turns.behind(tokens, at, lang):
        return True
    first = turns.linked(tokens, match.first, lang)
    if "division_before" in {*turns.before(tokens, first, lang), *turns.before(tokens, match.first, lang)}:
        return True
    holder = first
    while first < match.first and holder and first - holder < _LONGEST and tokens[holder - 1].surface[:1].isupper():
        holder -= 1
        if "division_before" in turns.before(tokens, holder, lang):  # Governor Brian Kemp of Georgia
            return True
    return False


def _of_a_city(text: str, tokens: list[Token], match: Match, named: frozenset[Where], lang: Language) -> bool:
    """Tell whether a city of the division stands before, and none of the state's: Savannah, Georgia."""
    end = match.first - 1
    if end > 1 and "from" in role(tokens[end], lang) and tokens[end - 1].surface in _APART:  # Atlanta, en Géorgie
        end -= 1
    if end < 1 or not (tokens[end].surface in _APART or "from" in role(tokens[end], lang)):
        return False
    for first in range(max(0, end - _LONGEST), end):
        if tokens[first].surface[:1].islower():
            continue
        if found := cities(text[tokens[first].start : tokens[end - 1].end]):
            return any((city.country, city.division) in named for city in found) and not any(
                city.country == match.entry.value and match.entry.kind == "name" for city in found
            )
    return False


def _in_a_list(text: str, tokens: list[Token], match: Match, named: frozenset[Where], lang: Language) -> bool:
    """Tell whether it is listed with another division of the same state: Georgia and Alabama."""
    lands = {where[0] for where in named}
    at = match.last + 1
    if at < len(tokens) and _joins(tokens[match.last], lang):
        size, found = division_at(text, tokens, at, lang)
        known = any(one.entry.value for one in _country_words(text, tokens[at : at + size], lang))
        if not known and any(where[0] in lands for where in found):
            return True
    end = match.first - 1
    if end < 1 or not _joins(tokens[end], lang):
        return False
    for first in range(max(0, end - _LONGEST), end):
        before = tokens[first:end]
        size, found = division_at(text, before, 0, lang)
        if size == len(before) and any(where[0] in lands for where in found):
            return not any(one.entry.value for one in _country_words(text, before, lang))
    return False


def _country_words(text: str, tokens: list[Token], lang: Language) -> list[Match]:
    return list(country_trie(lang).matches(text, tokens, mode="running", caseless=False))


def _joins(token: Token, lang: Language) -> bool:
    return token.surface in _LISTED or token.folded in _words("words.conjunctions.and", lang)


@cache
def _words(name: str, lang: Language) -> frozenset[str]:
    """Return the words of a class, and those that English has for it."""
    return frozenset((*lang.listed(name), *language("en").listed(name)))
