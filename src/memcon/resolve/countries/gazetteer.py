"""The country words of a language, gathered from CLDR, ISO 3166 and the files of `data/` into one trie.

What counts more comes first: words that are no country (`blocked`), then our own tables, then ISO 3166 (through
pycountry) and CLDR (through babel), which only fill gaps. Each language's trie is built when first asked for, and kept.
This module knows where country words stand, not what a text means by them.
"""

import gettext
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from memcon._data import rows, words
from memcon.text.trie import Row, Token, Trie, tokenize

# CLDR territories that are no state's (isles, test locales, Antarctica, the euro zone).
_SKIPPED: Final = frozenset({"AC", "AQ", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "XA", "XB", "ZZ"})
_CODES: Final = {"EU": "EUU", "UN": "UNO", "XK": "XKX"}
_OLD_LANGUAGES: Final = {"in": "id", "iw": "he", "jw": "jv"}
# Languages in which Indonesian abbreviations may stand; in English, "AS" is a conjunction in capitals. "" is unknown.
_MALAY: Final = frozenset({"", "id", "ms", "jv", "su", "ban", "min"})
_OURS: Final = frozenset({"en", "id"})
# Endings of Russian names and their genitive, dative, accusative, instrumental and prepositional; "" is a consonant.
_CASES: Final = {
    "ая": ("ой", "ой", "ую", "ой", "ой"),
    "ия": ("ии", "ии", "ию", "ией", "ии"),
    "я": ("и", "е", "ю", "ей", "е"),
    "а": ("ы", "е", "у", "ой", "е"),
    "ь": ("я", "ю", "ь", "ем", "е"),
    "й": ("я", "ю", "й", "ем", "е"),
    "": ("а", "у", "", "ом", "е"),
}


def base_language(language: str | None) -> str:
    """Return the ISO 639-1 code of a language tag (`en-US`, `pt_BR`), empty when unknown."""
    base = re.split(r"[-_]", language.strip().lower(), maxsplit=1)[0] if language else ""
    return _OLD_LANGUAGES.get(base, base)


@cache
def country_trie(language: str) -> Trie:
    """Return the country words of a language (as from `base_language`), English and Indonesian among them."""
    return Trie(_entries(language))


@cache
def place_trie(language: str) -> Trie:
    """Return the country words of a language with the cities of data/cities.csv, which come first."""
    return Trie((*_own_rows(("cities",), language), *_entries(language)))


@cache
def roles() -> dict[str, frozenset[str]]:
    """Return what each folded word of data/offices.csv may be (`office`, `from` and so on) and its languages."""
    found: dict[str, set[str]] = {}
    for kind, of, cell in rows("data/offices.csv"):
        for word in words(cell):
            tokens = tokenize(word)
            if len(tokens) == 1:
                found.setdefault(tokens[0].folded, set()).update({kind, of})
    return {word: frozenset(kinds) for word, kinds in found.items()}


@cache
def phrases() -> Trie:
    """Return the entries of data/offices.csv that are more than one word, or written without spaces between words."""
    rules = frozenset({"lower"})
    return Trie(
        (word, kind, kind, rules)
        for kind, _, cell in rows("data/offices.csv")
        for word in words(cell)
        if len(tokenize(word)) > 1
    )


def role(token: Token) -> frozenset[str]:
    """Return what a word may be beside a country."""
    return roles().get(token.folded, frozenset())


@cache
def given_names() -> frozenset[str]:
    """Return common given names, folded as tokens are."""
    tables = (*rows("data/given_names.csv"), *rows("data/other_given_names.csv"))
    return frozenset(token.folded for row in tables for word in words(row[-1]) for token in tokenize(word))


def _entries(language: str) -> Iterator[Row]:
    """Yield words, code, kind and rules, what counts more first."""
    yield from _own_rows(("blocked", "other_languages", "countries", "organs"), language)
    for of in dict.fromkeys((language, "en", "id")):
        rules = {"fill", "lower" if of in _OURS else "capital"}
        for word, code in (*_iso(of), *_cldr(of)):
            for form in _declined(word) if of == "ru" else ():
                yield form, code, "name", frozenset(rules)
            if of == "vi":  # without its marks, "Mỹ" would be "my"
                yield word, code, "name", frozenset(rules)
            else:
                yield from _spellings(word, code, "name", frozenset(rules))


def _own_rows(tables: tuple[str, ...], language: str) -> Iterator[Row]:
    """Yield what our own tables say for a language."""
    for table in tables:
        for code, kind, of, rule, cell in rows(f"data/{table}.csv"):
            if of not in _OURS | {language} or (kind == "short" and of == "id" and language not in _MALAY):
                continue
            rules = (
                set(rule.split()) | ({"lower"} if of in _OURS else set()) | ({"capital"} if kind == "city" else set())
            )
            for word in words(cell):
                exact = word.isupper() and (kind == "short" or len(word) < 6)
                own = frozenset(rules | {"exact"} if exact else rules)
                yield from _spellings(word, code, kind, own)
                if kind == "nickname" and word.startswith("Negeri ") and "capital" not in rules:
                    yield "Negara" + word.removeprefix("Negeri"), code, kind, own


def _spellings(word: str, code: str, kind: str, rules: frozenset[str]) -> Iterator[Row]:
    """Yield words as they stand, with "and" for "&", and without accents."""
    yield word, code, kind, rules
    if "&" in word:
        yield word.replace("&", "and"), code, kind, rules
    if not word.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", word) if not "\u0300" <= c <= "\u036f")
        if plain != word:
            yield plain, code, kind, rules


def _declined(name: str) -> Iterator[str]:
    """Yield a Russian name in its other cases: Босния и Герцеговина, Боснии и Герцеговины, Боснией и Герцеговиной."""
    for case in range(5):
        yield " ".join(_in_case(word, case) if word[:1].isupper() else word for word in name.split())


def _in_case(word: str, case: int) -> str:
    if word[-1:] in "оеиуыэю":
        return word
    ending = next((ending for ending in _CASES if ending and word.endswith(ending)), "")
    stem = word.removesuffix(ending)
    return stem + ("и" if ending == "а" and case == 0 and stem[-1:] in "гкхжшщч" else _CASES[ending][case])


def _cldr(language: str) -> Iterator[tuple[str, str]]:
    """Yield the names of CLDR in a language, with codes; nothing for a language that it does not have."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  only when a country is first looked for

    codes = _alpha_3()
    for name in ("zh", "zh_Hant") if language == "zh" else (language,):
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
