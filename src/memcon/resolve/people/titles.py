"""Offices and ranks in the words about a person: which office they tell, and which words are no part of the name."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from memcon import languages
from memcon._data import words
from memcon.resolve.countries import country_matches, office_phrases, office_word
from memcon.resolve.people.spelling import latin
from memcon.text.characters import HANGUL, UNSPACED
from memcon.text.tokens import Token, token_of, tokenize
from memcon.text.trie import Match, Trie

# Kinds of titles.csv that tell no office of which a state has one.
_NO_OFFICE: Final = frozenset({"rank", "form", "suffix", "degree", "head", "leader", "family", "junior", "senior"})
_JOINTS: Final = re.compile("[-·・]")
_WITH_SUFFIX: Final = 3
"""Words, and one more, of a name with a suffix: a name alone is none."""
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_QUOTED: Final = re.compile(r"[\"“”«»„][^\"“”«»„]*[\"“”«»„]|(?<!\w)['‘][^'’]+['’](?!\w)")
_BEHIND_NAMES: Final = frozenset({"suffix", "degree", "junior", "senior"})
_BEHIND: Final = re.compile(f"[{UNSPACED}{HANGUL}]$")
"""The end of a name in a script in which a title may stand behind it."""
_SUFFIXES: Final = {"junior": "jr", "senior": "sr"}
# Degrees that cannot be a name, so that they need no dots: Jack Ma has no master's degree.
_SURE_DEGREES: Final = frozenset({"phd", "msi", "msc", "mba"})


@dataclass(frozen=True, slots=True)
class Stripped:
    """A name without what is no part of it."""

    words: tuple[str, ...]
    """The words of the name as written; empty when there was nothing but titles."""
    titles: str
    """The words that were taken away."""
    suffixes: frozenset[str]
    """Of `jr`, `sr`, `ii` and so on."""


@lru_cache(maxsize=16384)
def offices(title: str) -> frozenset[str]:
    """Return the offices that the words of a title tell; ranks and forms of address are none.

    "Juru bicara Menteri Luar Negeri" is a spokesman and no minister: an office that stands before another rules it.
    """
    matches = _titles().matches(title.lower(), _plain_tokens(tokenize(title)), mode="whole")
    found = [match.entry.value for match in matches if match.entry.value not in _NO_OFFICE]
    for at, office in enumerate(found):
        if office.endswith(":"):
            ruled = next((o for o in found[at + 1 :] if not o.endswith(":")), "") if office == "deputy:" else ""
            return frozenset({office + ruled, *(o for o in found[:at] if o != "other minister")})
    return frozenset(found if len(set(found)) < 2 else set(found) - {"other minister"})


@lru_cache(maxsize=16384)
def is_rank(title: str) -> bool:
    """Say whether the words of a title have a military rank among them."""
    matches = _titles().matches(title.lower(), _plain_tokens(tokenize(title)), mode="whole")
    return any(match.entry.value == "rank" for match in matches)


@lru_cache(maxsize=16384)
def strip(name: str, language: str | None = None) -> Stripped:
    """Take titles, ranks, honours, degrees and words in brackets or quotation marks off a name.

    `language` is that of the words; without it they may be of any language in which a title is known.
    """
    words = name.split(" ")
    if all(map(_is_plain, words)) and not _may_have_title(words):
        return Stripped(tuple(words), "", frozenset())
    bare = _QUOTED.sub(" ", _BRACKETS.sub(" ", name))
    head, *tail = (part.strip() for part in (bare if bare.strip(" ,،") else name).replace("،", ",").split(","))
    suffixes = {word for part in tail for word in latin(part).replace(".", "").split() if word in _words_of("suffix")}
    if len(tail) == 1 and not suffixes and len(head.split()) == 1 and _is_given_name(tail[0]):
        head, tail = f"{tail[0]} {head}", []  # Austin, Lloyd
    before = ""

    def places() -> list[Match]:
        """Return where the name with its titles has words for countries; asked only where it has titles."""
        return [match for match in country_matches(head, tokens, language) if match.entry.value]

    while (first := _titles_end(head, tokens := tokenize(head), places, language)) == len(tokens):
        if suffixes or not tail:
            return Stripped((), name, frozenset())
        before, head, tail = f"{before} {head}", tail[0], tail[1:]  # an office before a comma, and its holder behind
    last = _title_behind(head, tokens, first, places)
    rest = head[tokens[first].start : tokens[last - 1].end].split()
    if younger := _joined_suffix(rest):
        suffixes |= {younger}
    while len(rest) > 1 and (after := _after_name(rest)):
        suffixes |= {after} & _words_of("suffix")
        rest.pop()
    around = before, head[: tokens[first].start], head[tokens[last - 1].end :]
    titles = " ".join((*around, *tail, *_BRACKETS.findall(name)))
    return Stripped(tuple(rest), titles.strip(), frozenset(_SUFFIXES.get(word, word) for word in suffixes))


def _is_plain(word: str) -> bool:
    """Say whether a word is letters with nothing beside them: no initial, bracket, quotation mark or hyphen."""
    return len(word) > 1 and word.isascii() and word.isalpha()


def _may_have_title(names: list[str]) -> bool:
    """Tell in haste whether plain words have a title or suffix among them: False is certain, True is not."""
    lower = [word.lower() for word in names]
    return any(map(_titles().may_begin, lower)) or any(lower[-1] in _words_of(kind) for kind in _BEHIND_NAMES)


def _titles_end(head: str, tokens: list[Token], places: Callable[[], list[Match]], language: str | None) -> int:
    """Return how many tokens at the front are titles, offices, and the countries and small words among them."""
    plain = _plain_tokens(tokens)
    marked = languages.language(language).facts.keeps_marks  # Sơn is no son
    letters = _letters().get(language or "")
    found = _titles().matches(head.lower(), plain, mode="whole")
    titles = {
        match.first: match
        for match in found
        if not (marked and match.entry.value == "family") and not _is_initial(plain, match, letters)
    }
    if not titles:
        return 0
    states = {match.first: match for match in places()}
    organs = {match.first: match.last for match in office_phrases(head, tokens)}
    links = _links(languages.language(language))
    at = named = 0
    while at < len(tokens):
        if at in titles and titles[at].entry.value not in _BEHIND_NAMES:
            at = named = titles[at].last
        elif at in states and (named or states[at].last in titles):  # "Russian Defence Minister Sergei Shoigu"
            at = states[at].last
        elif at in organs and (named or organs[at] in titles):  # "Air Force Gen. Brown"
            at = organs[at]
        elif (
            not plain[at].is_word
            or plain[at].folded in links
            or _is_beside(plain[at], language, named=named > 0 or at + 1 in titles)
        ):
            at += 1
        else:
            break
    return at if named else 0


def _is_initial(plain: list[Token], match: Match, letters: frozenset[str] | None) -> bool:
    """Tell whether a title of one letter is none of its language's `letters`, so an initial: M. F. Quiroga."""
    word = plain[match.first].folded
    return letters is not None and match.last == match.first + 1 and len(word) == 1 and word not in letters


@cache
def _letters() -> dict[str, frozenset[str]]:
    """Return the titles of one letter by language."""
    return {
        tag: frozenset(latin(w) for _, cell in _rows(tag) for w in words(cell) if len(w) == 1)
        for tag in languages.tags()
    }


def _title_behind(head: str, tokens: list[Token], first: int, places: Callable[[], list[Match]]) -> int:
    """Return where the name ends where a title may stand behind it: 莫兰总统, 토니 블링컨 미국 국무장관."""
    last = len(tokens)
    if not _BEHIND.search(tokens[-1].surface):
        return last
    plain = _plain_tokens(tokens)
    bounds = {match.last: match.first for match in _titles().matches(head.lower(), plain, mode="whole")}
    if last not in bounds:
        return last
    states = {match.last: match.first for match in places()}
    while (start := bounds.get(last, states.get(last, first))) > first:
        last = start
    return last


def _is_beside(word: Token, language: str | None, *, named: bool) -> bool:
    """Tell whether a word stands beside offices; where none has been named yet, a next one must be."""
    return named and office_word(word.folded, language)


def _after_name(rest: list[str]) -> str:
    """Return the last word when it stands after a name: Jr, III, M.Si; but Jack Ma and Li Xi are names."""
    word = latin(rest[-1]).replace(".", "")
    if word in _words_of("suffix"):
        numeral = rest[-1].isupper() and not all(part.isupper() for part in rest)
        return word if numeral or word[0] in "js" else ""
    degree = word in _words_of("degree") and (word in _SURE_DEGREES or "." in rest[-1].rstrip("."))
    return word if degree else ""


def _joined_suffix(rest: list[str]) -> str:
    """Take off the words for a younger or an older one of a name at its end, and tell which, or none."""
    parts = [part for part in _JOINTS.split(rest[-1]) if part]
    kind = next((kind for kind in ("junior", "senior") if parts[-1].lower() in _words_of(kind)), "") if parts else ""
    if not kind or len(rest) + len(parts) < _WITH_SUFFIX:
        return ""
    if len(parts) > 1:
        rest[-1] = rest[-1][: rest[-1].rindex(parts[-1]) - 1]
    else:
        rest.pop()
    return _SUFFIXES[kind]


def _is_given_name(after_comma: str) -> bool:
    return (
        len(after_comma.split()) <= 2
        and after_comma[:1].isupper()
        and not offices(after_comma)
        and "." not in after_comma
    )


def _plain_tokens(tokens: list[Token]) -> list[Token]:
    """Return tokens with their words in Latin letters without accents or letter case."""
    return [
        token_of((t.folded, t.folded, t.start, t.end, t.is_word))
        if t.surface.isascii()  # its folded form is in lower case, and no more
        else Token(latin(t.surface), latin(t.folded), t.start, t.end, t.is_word)
        for t in tokens
    ]


@cache
def _links(lang: languages.Language) -> frozenset[str]:
    """Return the small words within offices of a language, and of those that count everywhere."""
    of_all = (languages.language(of) for of in languages.read_for_names())
    return frozenset(latin(word) for of in (lang, *of_all) for word in of.listed("words.names.links"))


@cache
def _titles() -> Trie:
    rules = frozenset({"lower"})
    return Trie((latin(word), kind, kind, rules) for kind, cell in _rows() for word in words(cell))


@cache
def _words_of(kind: str) -> frozenset[str]:
    return frozenset(word.replace(" ", "") for of, cell in _rows() if of == kind for word in words(cell))


def _rows(*of: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of titles.csv of some languages, of all where none is named."""
    for tag in of or (*languages.tags(), languages.SHARED):
        yield from languages.rows_of(tag, "titles")
