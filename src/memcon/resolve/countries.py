"""Which state or organisation words name: exact tables, letter case where it matters, nothing fuzzy.

The tables are CLDR (through babel) in the article's language, English and Indonesian, ISO 3166 (through pycountry) and
the files of `data/`: countries, organs, blocked, other_languages, offices. Codes are ISO 3166-1 alpha-3, and `UNO`, `EUU`,
`NATO`, `ASEAN`, and `XKX` for Kosovo.

What it decides: regions (the West, Europe, Arab) and words for two states (Korea, Congo) are none; the Soviet Union and
other states that are no more are none; England, Scotland and Wales are GBR; Brussels acts for the European Union; WHO,
IAEA and other agencies of their own, and armed groups, are none. What it does not know: people, cities that are not
capitals, and who held an office when.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from memcon.resolve.tables import rows, words
from memcon.resolve.trie import Match, Token, Trie, tokenize

# CLDR territories that are no state's, or that "words for regions give none" covers.
_SKIPPED: Final = frozenset({"AC", "AQ", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "XA", "XB", "ZZ"})
_CODES: Final = {"EU": "EUU", "UN": "UNO", "XK": "XKX"}
_OLD_LANGUAGES: Final = {"in": "id", "iw": "he"}
_MALAY: Final = frozenset({"id", "ms", "jv", "su", "ban", "min"})
_BRACKETED: Final = re.compile(r"^([^()]+)\(([^()]+)\)\W*$")


@dataclass(frozen=True, slots=True)
class CountrySpan:
    """Words of a text that stand for a state or organisation."""

    start: int
    end: int
    code: str
    kind: str
    """`name`, `people` (adjective or demonym), `short`, `capital`, `house` (seat or organ), `nickname`."""


def resolve_country(words: str, language: str | None = None) -> str | None:
    """Return the code of the one state or organisation that `words` name, or None.

    `words` may be a name with offices and organs about it ("militer AS", "the Russian president"); words for two
    states, for none, or with anything unknown in them give None. `language` is the article's ISO 639-1 code; English
    and Indonesian are always understood, except that "AS" is no country in an English text.
    """
    trie = _trie(_base(language))
    tokens = _bare(tokenize(words))
    if not tokens:
        return None
    found = list(trie.matches(words, tokens, mode="whole"))
    if len(found) == 1 and found[0].first == 0 and found[0].last == len(tokens):
        return found[0].entry.value or None
    if bracketed := _BRACKETED.match(words):
        outer = [match for match in found if tokens[match.first].start < bracketed.end(1)]
        if not outer and (inner := resolve_country(bracketed.group(2), language)):
            return inner
    return _of_compound(tokens, found)


def find_countries(text: str, language: str | None = None) -> tuple[CountrySpan, ...]:
    """Return every country word of a running text in order, longest match first, none overlapping.

    Words in lower case count only in a text that has no capitals at all. Names of languages, currencies, seas,
    newspapers and treaties ("bahasa Inggris", "dolar AS", "Laut China Selatan") are no country words.
    """
    tokens = tokenize(text)
    spans = []
    for match in _trie(_base(language)).matches(text, tokens, mode="running"):
        if match.entry.value and _counts(tokens, match):
            start, end = tokens[match.first].start, tokens[match.last - 1].end
            spans.append(CountrySpan(start, end, match.entry.value, match.entry.kind))
    return tuple(spans)


def country_matches(text: str, tokens: list[Token]) -> list[Match]:
    """Return the country words among the tokens of a title or name, in English, Indonesian and the script's letters."""
    return list(_trie("").matches(text, tokens, mode="running"))


def office_word(folded: str) -> bool:
    """Tell whether a folded word is one of data/offices.csv that stands beside a country: an office, organ or small word."""
    return bool(_roles().get(folded, frozenset()) & {"office", "small"})


def _base(language: str | None) -> str:
    base = re.split(r"[-_]", language.strip().lower(), maxsplit=1)[0] if language else ""
    return _OLD_LANGUAGES.get(base, base)


def _bare(tokens: list[Token]) -> list[Token]:
    """Leave out punctuation and articles round the words."""
    first, last = 0, len(tokens)
    while first < last and not tokens[first].is_word:
        first += 1
    while first < last and not tokens[last - 1].is_word and tokens[last - 1].surface != ")":
        last -= 1
    if last - first > 1 and tokens[first].folded == "the":
        first += 1
    return tokens[first:last]


def _of_compound(tokens: list[Token], found: list[Match]) -> str | None:
    """Return the one country of words about which everything else is an office, an organ or a person's name."""
    roles = _roles()
    codes: dict[str, None] = {}
    covered = {at: match for match in found for at in range(match.first, match.last)}
    has_office, seat, aside, unknown = False, False, "", 0
    for at, token in enumerate(tokens):
        role = roles.get(token.folded, frozenset())
        if match := covered.get(at):
            if not match.entry.value or not _counts(tokens, match):
                return None
            if aside and not codes and not seat:
                return None
            if not aside or seat:
                codes[match.entry.value] = None
        elif "from" in role and at:
            if aside:
                continue
            aside, seat = token.folded, token.folded in {"in", "di"} and not codes and "seat" in _role(tokens[at - 1])
        elif role:
            has_office = has_office or "office" in role
        elif token.is_word:
            if not token.surface[:1].isupper():
                return None
            unknown += not aside
    if len(codes) != 1 or (unknown and not (has_office and unknown <= 4)):
        return None
    return next(iter(codes))


def _counts(tokens: list[Token], match: Match) -> bool:
    """Tell whether the neighbours leave a country word what it is: no person, language, currency or "pro-" thing."""
    before = tokens[match.first - 1] if match.first else None
    after = tokens[match.last] if match.last < len(tokens) else None
    if before is not None and "before" in _role(before):
        return False
    if after is not None and ("after" in _role(after) or (after.surface == "$" and match.entry.kind == "short")):
        return False
    if "notname" not in match.entry.rules:
        return True
    return not any(
        near is not None and near.is_word and near.surface[:1].isupper() and not _role(near) for near in (before, after)
    )


def _role(token: Token) -> frozenset[str]:
    return _roles().get(token.folded, frozenset())


@cache
def _roles() -> dict[str, frozenset[str]]:
    """Return what each word of data/offices.csv may be."""
    roles: dict[str, set[str]] = {}
    for kind, _, cell in rows("offices"):
        for word in words(cell):
            for token in tokenize(word):
                roles.setdefault(token.folded, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in roles.items()}


@cache
def _trie(language: str) -> Trie:
    return Trie(_entries(language))


def _entries(language: str) -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """Yield words, code, kind and rules, what counts more first."""
    for table in ("blocked", "other_languages", "countries", "organs"):
        for code, kind, of, rule, cell in rows(table):
            if of not in {"en", "id", language} or (kind == "short" and of == "id" and language not in _MALAY | {""}):
                continue
            rules = set(rule.split()) | ({"lower"} if of in {"en", "id"} else set())
            for word in words(cell):
                own = rules | {"exact"} if kind == "short" and word.isupper() else rules
                yield from _spellings(word, code, kind, frozenset(own))
    yield from _iso(language)
    for of in dict.fromkeys((language, "en", "id")):
        yield from _cldr(of)


def _spellings(
    word: str, code: str, kind: str, rules: frozenset[str]
) -> Iterator[tuple[str, str, str, frozenset[str]]]:
    yield word, code, kind, rules
    if "&" in word:
        yield word.replace("&", "and"), code, kind, rules
    plain = _plain(word)
    if plain != word:
        yield plain, code, kind, rules


def _plain(word: str) -> str:
    """Return a word in Latin letters without accents; any other word as it is."""
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFD", word) if not "\u0300" <= c <= "\u036f")


def _cldr(language: str) -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """Yield the names of CLDR in a language; nothing for a language that it does not have."""
    from babel import Locale, UnknownLocaleError

    names = ["zh", "zh_Hant"] if language == "zh" else [language]
    rules = frozenset({"fill", "lower" if language in {"en", "id"} else "capital"})
    codes = _alpha_3()
    for name in names:
        try:
            territories = Locale.parse(name).territories if name else {}
        except (UnknownLocaleError, ValueError):
            return
        for key, word in territories.items():
            code = codes.get(key)
            if code and len(word) > 1:
                spellings = _spellings(word, code, "name", rules) if language != "vi" else [(word, code, "name", rules)]
                yield from spellings


@cache
def _alpha_3() -> dict[str, str]:
    """Return ISO 3166 alpha-3 by alpha-2 for what CLDR and we count as a state or territory."""
    import pycountry

    codes = {str(c.alpha_2): str(c.alpha_3) for c in pycountry.countries}
    return {key: code for key, code in (codes | _CODES).items() if key not in _SKIPPED}


def _iso(language: str) -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """Yield the short, common and official names of ISO 3166 in English, Indonesian and the language."""
    import gettext

    import pycountry

    for of in dict.fromkeys((language, "en", "id")):
        known = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[of], fallback=True) if of else None
        rules = frozenset({"fill", "lower" if of in {"en", "id"} else "capital"})
        if known is None or (of not in {"en"} and isinstance(known, gettext.NullTranslations) and not known.info()):
            continue
        for country in pycountry.countries:
            if country.alpha_3 == "ATA":
                continue
            for field in ("name", "official_name", "common_name"):
                if (name := getattr(country, field, None)) and len(known.gettext(name)) > 1:
                    yield from _spellings(known.gettext(name), country.alpha_3, "name", rules)
