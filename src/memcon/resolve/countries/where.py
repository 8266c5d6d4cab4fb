"""Which city of GeoNames the words for a place name: the city, a venue before it, a division or state behind it.

Every word beside the city is understood or there is none. Of several cities of a name one is meant when its division or
state stands beside it or is known, or when it is by far the largest.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from memcon.languages import Language
from memcon.resolve.countries.cities import City, Where, cities, division_at
from memcon.resolve.countries.gazetteer import country_trie, role, rows_of_capitals
from memcon.text.tokens import Token

_CUTS: Final = frozenset({",", "،", "、", "(", "（"})
_BY_FAR: Final = 10
"""How many times the people of the next city of its name the meant one has."""
_MOST_WORDS: Final = 4
"""Words of the longest name of a city that is looked for in a running text."""
Part = list[Token]


def city_of(words: str, tokens: Sequence[Token], lang: Language, country: str | None) -> City | None:
    """Return the city that words name, of a state where that is known; None where that would be a guess."""
    if any(token.folded in _near(lang) for token in tokens):
        return None
    parts = _parts(tokens, lang)
    for at, part in enumerate(parts):
        behind = [_named(words, later, lang) for later in parts[at + 1 :]]
        if not all(behind):
            continue
        found = [city for city in _cities(words, part, lang) if all(_lies(city, where) for where in behind)]
        called = () if behind else _named(words, part, lang)  # Bali is a province, before it is a city of India
        found = [city for city in found if not called or _lies(city, called)]
        if found:
            return _meant(found, country)
    return None


def city_in_division(words: str, tokens: Sequence[Token], lang: Language) -> City | None:
    """Return the city that words name with its division behind it: Hyderabad, Sindh."""
    parts = _parts(tokens, lang)
    if len(parts) < 2:
        return None
    size, found = division_at(words, parts[-1], 0, lang)
    city = city_of(words, tokens, lang, None) if size == len(parts[-1]) else None
    return city if city and any((city.country, city.division) == where for where in found) else None


def city_at(words: str, tokens: Sequence[Token], at: int) -> tuple[int, bool]:
    """Return where the longest name of a city of GeoNames that begins at a token ends, and whether there is one."""
    for last in range(min(at + _MOST_WORDS, len(tokens)), at, -1):
        part = tokens[at:last]
        capitals = all(token.surface[:1].isupper() for token in part if token.is_word)
        if capitals and part[0].is_word and part[-1].is_word and cities(words[part[0].start : part[-1].end]):
            return last, True
    return at + 1, False


def _parts(tokens: Sequence[Token], lang: Language) -> list[Part]:
    """Return the words between commas and prepositions, without other signs at their ends."""
    parts: list[Part] = [[]]
    for at, token in enumerate(tokens):
        if token.surface in _CUTS or (at and "from" in role(token, lang)):
            parts.append([])
        elif token.is_word:
            parts[-1].append(token)
    return [part for part in parts if part]


def _text(words: str, part: Part) -> str:
    return words[part[0].start : part[-1].end]


def _cities(words: str, part: Part, lang: Language) -> tuple[City, ...]:
    """Return the cities that a part names with all its words; of a capital in another case or language, that."""
    if part[0].surface[:1].islower():
        return ()
    if found := cities(_text(words, part)):
        return found
    match = next(country_trie(lang).matches(words, part, mode="whole"), None)
    if match is None or match.entry.kind != "capital" or match.last - match.first != len(part):
        return ()
    return tuple(_capital(match.entry.value))


def _named(words: str, part: Part, lang: Language) -> frozenset[Where]:
    """Return what divisions or states a part names with all its words; a state has no division."""
    size, found = division_at(words, part, 0, lang)
    named = set(found) if size == len(part) else set()
    match = next(country_trie(lang).matches(words, part, mode="whole"), None)
    if match and match.entry.value and match.last - match.first == len(part) and match.entry.kind != "capital":
        named.add((match.entry.value, ""))
    return frozenset(named)


def _lies(city: City, where: Iterable[Where]) -> bool:
    return any(city.country == country and division in {"", city.division} for country, division in where)


def _meant(found: Sequence[City], country: str | None) -> City | None:
    """Return the city that is meant of those of a name, or None."""
    own = [city for city in found if country in {None, city.country}]
    own.sort(key=lambda city: -city.people)
    if not own or (len(own) > 1 and own[0].people < _BY_FAR * own[1].people):
        return None
    return own[0]


@cache
def _capital(code: str) -> list[City]:
    """Return the capital of a state by the name that our English table has for it."""
    for name in rows_of_capitals(code):
        if found := [city for city in cities(name) if city.country == code]:
            return found[:1]
    return []


@cache
def _near(lang: Language) -> frozenset[str]:
    """Return the words before what something is only near."""
    return frozenset(lang.listed("words.prepositions.near")) - frozenset(lang.listed("words.prepositions.at"))
