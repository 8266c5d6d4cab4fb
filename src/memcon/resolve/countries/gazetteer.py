"""The country words of a language, gathered from CLDR, ISO 3166 and the folders of languages into one trie.

What counts more comes first: words that are no country, then our own tables, then ISO 3166 (through
pycountry) and CLDR (through babel), which only fill gaps. Each language's trie is built when first asked for, and kept.
This module knows where country words stand, not what a text means by them.
"""

import gettext
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from memcon._data import rows, words
from memcon.languages import SHARED, Language, facts_of, read_for_names, rows_of, tags
from memcon.languages.shape.facts import Declension, Facts
from memcon.text.tokens import Token, tokenize
from memcon.text.trie import Row, Trie

# CLDR territories that are no state's (isles, test locales, Antarctica, the euro zone).
_SKIPPED: Final = frozenset({"AC", "AQ", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "XA", "XB", "ZZ"})
_CODES: Final = {"EU": "EUU", "UN": "UNO", "XK": "XKX"}


@cache
def country_trie(lang: Language) -> Trie:
    """Return the country words of a language, and those that count in texts of every one."""
    return Trie(_entries(lang))


@cache
def place_trie(lang: Language) -> Trie:
    """Return the country words of a language with the cities of cities.csv, which come first."""
    return Trie((*_own_rows("cities", lang, _read(lang)), *_entries(lang)))


@cache
def roles(lang: Language) -> dict[str, frozenset[str]]:
    """Return what each folded word of offices.csv may be in a language: `office`, `from` and so on."""
    found: dict[str, set[str]] = {}
    for of in _read(lang):
        for word, kind in _single_words(of):
            found.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


@cache
def _single_words(of: str) -> tuple[tuple[str, str], ...]:
    """Return the folded words of a folder's offices.csv that stand alone, with their kinds."""
    told = ((tokenize(word), kind) for kind, cell in rows_of(of, "offices") for word in words(cell))
    return tuple((tokens[0].folded, kind) for tokens, kind in told if len(tokens) == 1)


@cache
def phrases() -> Trie:
    """Return the entries of offices.csv, of all languages, that are more than one word, or written without spaces."""
    rules = frozenset({"lower"})
    return Trie(
        (word, kind, kind, rules)
        for of in (*tags(), SHARED)
        for kind, cell in rows_of(of, "offices")
        for word in words(cell)
        if len(tokenize(word)) > 1
    )


def rows_of_capitals(code: str) -> tuple[str, ...]:
    """Return the names of the capital of a state, of the languages whose words count everywhere."""
    found = (row for of in read_for_names() for row in rows_of(of, "countries"))
    return tuple(word for of, kind, _, cell in found if of == code and kind == "capital" for word in words(cell))


@cache
def family_names(lang: Language) -> frozenset[str]:
    """Return the family names of a language as it writes them, in lower case."""
    return frozenset(word.casefold() for _, cell in rows_of(lang.tag, "surnames") for word in words(cell))


def role(token: Token, lang: Language) -> frozenset[str]:
    """Return what a word may be beside a country."""
    return roles(lang).get(token.folded, frozenset())


@cache
def before_country(lang: Language) -> frozenset[str]:
    """Return the words that may stand before a country of languages in which the holder of an office follows it."""
    own = [of for of in lang.reads if facts_of(of).country_after_office]
    return frozenset(word for of in own for word, _ in _single_words(of))


@cache
def given_names() -> frozenset[str]:
    """Return common given names, folded as tokens are."""
    tables = (*rows("data/given_names.csv"), *rows("data/other_given_names.csv"))
    return frozenset(token.folded for row in tables for word in words(row[-1]) for token in tokenize(word))


def _read(lang: Language) -> tuple[str, ...]:
    """Return the folders whose names count in a language's texts, its own first."""
    return tuple(dict.fromkeys((*lang.reads, *read_for_names(), SHARED)))


def _entries(lang: Language) -> Iterator[Row]:
    """Yield words, code, kind and rules, what counts more first.

    That is our own rows, of the language before those of others (Guiana is a state in Portuguese), of each what names
    no state first; then CLDR's.
    """
    for folders in (lang.reads, tuple(of for of in _read(lang) if of not in lang.reads)):
        own = tuple(_own_rows("countries", lang, folders))
        yield from (row for row in own if not row[1])
        yield from (row for row in own if row[1])
    for of in dict.fromkeys((lang.tag, *lang.reads, *read_for_names())):
        yield from _names(of)


@cache
def _names(of: str) -> tuple[Row, ...]:
    """Return what ISO 3166 and CLDR say in a language; built once for all that read it, as `_rows` is."""
    rules = frozenset({"fill", "lower" if of in read_for_names() else "capital"})
    facts = facts_of(of) if of in tags() else Facts()
    spell = _as_written if facts.keeps_marks else _spellings
    found: list[Row] = []
    for word, code in (*_iso(of), *_cldr(facts.locales or (of,))):
        found += ((form, code, "name", rules) for form in _declined(word, facts.declension))
        found += spell(word, code, "name", rules)
    return tuple(dict.fromkeys(found))  # a row that stands twice fills no second gap


def _own_rows(table: str, lang: Language, folders: tuple[str, ...]) -> Iterator[Row]:
    """Yield what the tables of these folders say for a language."""
    for of in folders:
        abroad = () if of in lang.reads or of == SHARED else facts_of(of).abbreviations_in
        all_kinds = of in lang.reads or of == SHARED or not {"*", lang.tag}.isdisjoint(abroad)
        told = _rows(table, of, marked=lang.facts.keeps_marks)
        yield from told if all_kinds else (row for row in told if row[2] != "short")


@cache
def _rows(table: str, of: str, *, marked: bool) -> tuple[Row, ...]:
    """Return what a table of a folder says for languages of which a word without its accents is another, or is none."""
    spell = _as_written if marked else _spellings
    found: list[Row] = []
    for code, kind, rule, cell in rows_of(of, table):
        rules = set(rule.split()) | ({"lower"} if of in read_for_names() else set())
        rules |= {"capital"} if kind == "city" else {"yields"} if kind == "pair" else set()
        plain, exactly = frozenset(rules), frozenset(rules | {"exact"})
        for word in _forms(words(cell), kind, facts_of(of) if of in tags() else Facts()):
            exact = word.isupper() and (kind == "short" or len(word) < 6)
            found += spell(word, code, kind, exactly if exact else plain)
    return tuple(dict.fromkeys(found))


def _as_written(word: str, code: str, kind: str, rules: frozenset[str]) -> Iterator[Row]:
    """Yield words only as they stand, where a word without its accents is another."""
    yield word, code, kind, rules


def _forms(written: Iterable[str], kind: str, facts: Facts) -> Iterator[str]:
    """Yield words as they stand, and those for a people in their other forms and with the article written onto them."""
    for word in written:
        yield word
        if kind != "people":
            continue
        if facts.people_endings:
            articles = {"", facts.article} if not word.startswith(facts.article) else {""}
            for article in sorted(articles):
                yield from (f"{article}{word}{ending}" for ending in ("", *facts.people_endings))
        if ending := next((ending for ending in facts.people_forms if word.endswith(ending)), ""):
            yield from (word.removesuffix(ending) + other for other in facts.people_forms[ending])


def _spellings(word: str, code: str, kind: str, rules: frozenset[str]) -> Iterator[Row]:
    """Yield words as they stand, with "and" for "&", and without accents."""
    yield word, code, kind, rules
    if "&" in word:
        yield word.replace("&", "and"), code, kind, rules
    if not word.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", word) if not "\u0300" <= c <= "\u036f")
        if plain != word:
            yield plain, code, kind, rules


def _declined(name: str, declension: Declension) -> Iterator[str]:
    """Yield a name in its other cases: Босния и Герцеговина, Боснии и Герцеговины, Боснией и Герцеговиной."""
    for case in range(max(map(len, declension.endings.values()), default=0)):
        yield " ".join(_in_case(word, case, declension) if word[:1].isupper() else word for word in name.split())


def _in_case(word: str, case: int, declension: Declension) -> str:
    if word[-1:] in declension.indeclinable:
        return word
    ending = next(ending for ending in declension.endings if word.endswith(ending))
    return word.removesuffix(ending) + declension.endings[ending][case]


def _cldr(locales: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the names of CLDR in a language, with codes; nothing for a language that it does not have."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  only when a country is first looked for

    codes = _alpha_3()
    for name in locales:
        try:
            territories = Locale.parse(name).territories if name else {}
        except (UnknownLocaleError, ValueError):
            return
        for key, word in territories.items():
            if key in codes and len(word) > 1:
                yield word, codes[key]


def _iso(language: str) -> Iterator[tuple[str, str]]:
    """Yield the short, common and official names of ISO 3166 in a language, with codes; nothing where it has none."""
    import pycountry  # noqa: PLC0415  0.04 s, only when a country is first looked for

    try:
        known = (
            gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language]) if language != "en" else None
        )
    except OSError:
        return
    for country in pycountry.countries:
        for field in ("name", "official_name", "common_name"):
            name = getattr(country, field, None)
            if name and country.alpha_2 not in _SKIPPED:
                yield (known.gettext(name) if known else name), country.alpha_3


@cache
def _alpha_3() -> dict[str, str]:
    """Return ISO 3166 alpha-3 by alpha-2 for what CLDR and we count as a state or territory."""
    import pycountry  # noqa: PLC0415  as above

    codes = {str(country.alpha_2): str(country.alpha_3) for country in pycountry.countries} | _CODES
    return {key: code for key, code in codes.items() if key not in _SKIPPED}
