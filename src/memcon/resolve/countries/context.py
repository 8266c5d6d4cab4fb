"""Whether the words beside a country word leave it what it is.

Beside others it may be a person's (Jordan Bardella), a language's, a newspaper's, a dish's (Brazil nuts), or a city or
division of another state. The words that turn it are in offices.csv and turns.csv of the languages' folders.
"""

from functools import cache
from typing import Final

from memcon import languages
from memcon.resolve.countries import turns
from memcon.resolve.countries.gazetteer import (
    before_country,
    country_trie,
    family_names,
    given_names,
    phrases,
    role,
    roles,
)
from memcon.resolve.countries.homonyms import is_homonym
from memcon.text.folding import fold_word
from memcon.text.tokens import Token
from memcon.text.trie import Match

_OPENING: Final = frozenset('«„“”"‹')
_CLOSING: Final = frozenset('»“”"›')
_TITLED: Final = frozenset({"name", "capital"})
"""Kinds of words that alone between quotation marks are a title or the name of a ship."""
_LISTS: Final = frozenset({",", "،", "、"})
_LISTED: Final = 8
"""Words of a list of languages that are looked back at."""
_YEAR: Final = 4
_NONE: Final[frozenset[str]] = frozenset()
_TURNED: Final = {
    "after": frozenset({"name", "people", "short", "capital", "house", "nickname", "city"}),
    "after_name": frozenset({"name", "capital"}),
    "after_people": frozenset({"people"}),
    "after_capital": frozenset({"capital", "house"}),
}
"""The kinds of country words that are turned by what stands behind them, by the kinds of turns.csv."""


def counts(text: str, tokens: list[Token], match: Match, lang: languages.Language) -> bool:
    """Tell whether the neighbours leave a country word what it is: no person, language, currency or "pro-" thing."""
    known = roles(lang)
    if match.first and "before" in known.get(tokens[match.first - 1].folded, _NONE):
        return False
    if match.last < len(tokens):
        after = tokens[match.last]
        if "after" in known.get(after.folded, _NONE) or (after.surface == "$" and match.entry.kind == "short"):
            return False
    if _is_turned(tokens, match, lang) or not _is_no_person(text, tokens, match, lang):
        return False
    return not is_homonym(text, tokens, match, lang)


def before_office(tokens: list[Token], match: Match) -> bool:
    """Tell whether a word that counts only before an office has one behind it: 俄外长, but not 11日外长."""
    if "office" not in match.entry.rules:
        return True
    ahead = next(phrases().matches("", tokens[match.last : match.last + 8], mode="whole"), None)
    return ahead is not None and ahead.first == 0 and not (match.first and tokens[match.first - 1].surface.isdigit())


def _is_turned(tokens: list[Token], match: Match, lang: languages.Language) -> bool:
    """Tell whether a word of turns.csv stands beside: Panama *Papers*, *Kampung* Inggris, *Gulf* of Mexico."""
    kind, first = match.entry.kind, match.first
    behind = turns.behind(tokens, match.last, lang)
    if behind and any(kind in _TURNED.get(turn, _NONE) for turn in behind):
        return True
    if not first:
        return False
    if tokens[first - 1].surface in _OPENING:
        if kind in _TITLED and _closes(tokens, match.last):
            return True
        first -= 1
    if kind == "people" and _is_a_language(tokens, first, lang):
        return True
    kinds = turns.before(tokens, first, lang)
    if "before" in kinds or f"before_{kind}" in kinds:
        return True
    linked = turns.linked(tokens, first, lang)
    return "before_of" in (kinds if linked == first else turns.before(tokens, linked, lang))


def _is_a_language(tokens: list[Token], first: int, lang: languages.Language) -> bool:
    """Tell whether a people's word, or one of a list of such, is a language's: speaks *English, French and Chinese*."""
    for at in range(first, max(0, first - _LISTED), -1):
        if "before_language" in turns.before(tokens, at, lang):
            return True
        token = tokens[at - 1]
        if token.surface in _LISTS or "small" in role(token, lang) or token.folded in _and_words(lang):
            continue
        match = next(country_trie(lang).matches("", [token], mode="whole"), None)
        if match is None or match.entry.kind not in {"people", "none"}:
            return False
    return False


@cache
def _and_words(lang: languages.Language) -> frozenset[str]:
    return frozenset((*lang.listed("words.conjunctions.and"), "and"))


def _closes(tokens: list[Token], at: int) -> bool:
    """Tell whether a quotation ends at `at`, or behind a comma and a year: the film "Argentina, 1985"."""
    if at + 1 < len(tokens) and tokens[at].surface == "," and len(tokens[at + 1].surface) == _YEAR:
        at += 2 if tokens[at + 1].surface.isdecimal() else 0
    return at < len(tokens) and tokens[at].surface in _CLOSING


def _is_no_person(text: str, tokens: list[Token], match: Match, lang: languages.Language) -> bool:
    """Tell whether the rules of an entry let it count where it stands."""
    rules = match.entry.rules
    before = tokens[match.first - 1] if match.first else None
    if "surname" in rules and before is not None and before.surface[:1].isupper() and before.folded in given_names():
        return False
    if ("joined" in rules and not _is_joined(text, tokens, match, lang)) or not before_office(tokens, match):
        return False
    if "person" in rules and _ends_name(tokens, match.first, lang):
        return False
    if "forename" in rules and not lang.facts.country_after_office and match.last < len(tokens):
        return not _is_surname(text, tokens, match.last, lang)
    if "given" in rules and match.last < len(tokens) and _is_surname(text, tokens, match.last, lang):
        return before is not None and before.folded in before_country(lang)  # "Presiden Georgia Salome Zourabichvili"
    return True


def _is_joined(text: str, tokens: list[Token], match: Match, lang: languages.Language) -> bool:
    """Tell whether a dash joins it to the word of another state: *Mỹ - Trung*, *Việt-Lào*."""
    found, trie = False, country_trie(lang)
    if match.first and _is_dash(text, tokens[match.first - 1], tokens[match.first]):
        before = tokens[max(0, match.first - 4) : match.first]
        found = any(one.last == len(before) for one in trie.matches(text, before, mode="running", caseless=False))
    if not found and match.last < len(tokens) and _is_dash(text, tokens[match.last - 1], tokens[match.last]):
        after = tokens[match.last : match.last + 4]
        found = any(not one.first for one in trie.matches(text, after, mode="running", caseless=False))
    return found


def _is_dash(text: str, one: Token, two: Token) -> bool:
    return text[one.end : two.start].strip() in {"-", "\u2010", "\u2011", "–"}


def _ends_name(tokens: list[Token], first: int, lang: languages.Language) -> bool:
    """Tell whether two or three words with a capital, the first a family name, stand before: *Nguyễn Thị* Nga."""
    before = tokens[max(0, first - 3) : first]
    capitals = [token.surface[:1].isupper() for token in before]
    return any(
        all(capitals[at:]) and before[at].surface.casefold() in family_names(lang) for at in range(len(before) - 1)
    )


def _is_surname(text: str, tokens: list[Token], at: int, lang: languages.Language) -> bool:
    """Tell whether a word looks like a surname: a capital where the next word has none, which no headline has.

    A day, a direction and another country's word are none: *serangan Israel Senin lalu*.
    """
    word, following = tokens[at], tokens[at + 1 : at + 2]
    if not word.surface[:1].isupper() or role(word, lang) or tokens[at - 1].end + 1 != word.start:
        return False
    if (following and following[0].surface[:1].isupper()) or word.folded in _days(lang):
        return False
    if "stays" in turns.behind(tokens, at, lang):
        return False
    return not any(
        not one.first for one in country_trie(lang).matches(text, tokens[at : at + 3], mode="running", caseless=False)
    )


@cache
def _days(lang: languages.Language) -> frozenset[str]:
    """Return the words for weekdays and months, folded."""
    listed = lang.listed("dates.weekday", "dates.month", "dates.weekday_short", "dates.month_short")
    return frozenset(fold_word(word) for word in listed)
