"""Match lists of words in running text, by the token: longest match, whole words, letter case where it matters.

Linear in the length of the text. Scripts without spaces (Han, Kana, Hangul, Thai, Lao, Khmer, Burmese) are matched by
the character. This module knows nothing of countries.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Row = tuple[str, str, str, frozenset[str]]
"""Words, value, kind and rules of an `Entry`."""
Mode = Literal["whole", "running"]

# Letters, digits and the marks and invisible characters that may stand inside a word. Python's \w leaves out marks.
_WORD: Final = (
    r"[^\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
    r"|[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    r"\u0900-\u0963\u0966-\u0dff\u00ad\u200b-\u200f\u2060\ufeff]"
)
_CHARACTER: Final = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
_TOKEN: Final = re.compile(
    r"(?P<dotted>(?<!\w)[^\W\d_](?:\.[^\W\d_])+\.?(?!\w))"  # U.S., U.K, D.P.R.K.
    rf"|(?P<character>{_CHARACTER})"
    rf"|(?P<word>(?:{_WORD})+)"
    r"|(?P<paragraph>\n[ \t\r]*\n)"
    r"|(?P<other>[^\s\-\u2010-\u2013'\u2018\u2019\u02bc`])"  # a hyphen, an apostrophe and a space only divide words
)
_INVISIBLE: Final = re.compile("[\u00ad\u0640\u064b-\u065f\u0670\u200b-\u200f\u2060\ufeff]")
_ARABIC: Final = str.maketrans("أإآٱىةیک", "ااااىهيك") | {ord("ى"): "ي"}
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a character of a script without spaces, or a punctuation mark, with its place in the text."""

    surface: str
    """As written, in NFKC, without invisible characters and without the dots of an abbreviation."""
    folded: str
    start: int
    end: int
    is_word: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to write something: the words, and when they count."""

    surfaces: tuple[str, ...]
    value: str
    """What is meant; empty where the words mean nothing that is looked for, and only hide shorter ones."""
    kind: str
    rules: frozenset[str]
    """As in countries.csv, `exact` (letter case as written), `lower` (lower case will do where case is lost)."""

    def allows(self, tokens: list[Token], at: int, *, mode: Mode, caseless: bool) -> bool:
        """Tell whether the words at `at`, equal but for letter case, are written as this entry may be."""
        if "alone" in self.rules and (mode == "running" or len(self.surfaces) < len(tokens)):
            return False
        written = tuple(token.surface for token in tokens[at : at + len(self.surfaces)])
        if written == self.surfaces or self.surfaces[-1].endswith("*") or written[0].upper() == written[0].lower():
            return True
        if "exact" in self.rules:
            return False
        if all(word == form.upper() for word, form in zip(written, self.surfaces, strict=True)):
            return True
        if "capital" in self.rules or "alone" in self.rules:
            return all(
                word[:1].isupper() or not form[:1].isupper() for word, form in zip(written, self.surfaces, strict=True)
            )
        return written[0][:1].isupper() or ("lower" in self.rules and (mode == "whole" or caseless))


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found: tokens `first` to `last`, exclusive."""

    first: int
    last: int
    entry: Entry


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word as it is compared: NFKC, lower case, letters of Arabic that are written for one another as one."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", unicodedata.normalize("NFKC", word).casefold()))
    return folded.translate(_ARABIC)


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens; offsets are code points of `text`."""
    tokens = []
    for found in _TOKEN.finditer(text):
        surface = found.group()
        if surface.isascii():
            bare = surface.replace(".", "") if found.lastgroup == "dotted" else surface
            folded = bare.lower()
        else:
            bare = _INVISIBLE.sub("", unicodedata.normalize("NFKC", surface))
            bare = bare.replace(".", "") if found.lastgroup == "dotted" else bare
            folded = fold(bare)
        tokens.append(Token(bare, folded, found.start(), found.end(), found.lastgroup not in {"other", "paragraph"}))
    return tokens


class Trie:
    """Entries by their folded tokens. Built once, then only read."""

    __slots__ = ("_root", "_stems")

    def __init__(self, entries: Iterable[Row]) -> None:
        """Take (words, value, kind, rules), what counts more first; rule `fill` only fills gaps."""
        self._root: dict[str, object] = {}
        self._stems = False
        for words, value, kind, rules in entries:
            tokens = tokenize(words.removesuffix("*"))
            if not tokens:
                continue
            keys = [token.folded for token in tokens]
            surfaces = [token.surface for token in tokens]
            if words.endswith("*"):
                keys[-1], surfaces[-1], self._stems = keys[-1] + "*", surfaces[-1] + "*", True
            node = self._root
            for key in keys:
                node = node.setdefault(key, {})  # type: ignore[assignment]
            if "fill" not in rules or "" not in node:
                node.setdefault("", []).append(Entry(tuple(surfaces), value, kind, rules))  # type: ignore[attr-defined]

    def matches(self, text: str, tokens: list[Token], *, mode: Mode) -> Iterator[Match]:
        """Yield the longest matches from left to right; none overlaps another."""
        caseless = text == text.lower()
        at = 0
        while at < len(tokens):
            found = self._longest(text, tokens, at, mode=mode, caseless=caseless)
            if found is None:
                at += 1
            else:
                yield found
                at = found.last

    def _longest(self, text: str, tokens: list[Token], at: int, *, mode: Mode, caseless: bool) -> Match | None:
        if _HANGUL.match(tokens[at].surface) and _HANGUL.match(text, tokens[at].start - 1) and tokens[at].start:
            return None
        best = None
        nodes: list[dict[str, object]] = [self._root]
        for last in range(at, len(tokens)):
            token = tokens[last]
            forms = _variants(token.folded) if last == at else (token.folded,)
            nodes = [child for node in nodes for form in forms for child in self._children(node, form)]
            if not nodes:
                break
            for node in nodes:
                entry = next(
                    (e for e in node.get("", ()) if e.allows(tokens, at, mode=mode, caseless=caseless)),  # type: ignore[attr-defined]
                    None,
                )
                if entry is not None:
                    best = Match(at, last + 1, entry)
                    break
        return best

    def _children(self, node: dict[str, object], form: str) -> Iterator[dict[str, object]]:
        if form and form in node:
            yield node[form]  # type: ignore[misc]
        if self._stems:
            for length in range(len(form), 3, -1):
                stem = form[:length] + "*"
                if stem in node:
                    yield node[stem]  # type: ignore[misc]
                    return


def _variants(folded: str) -> tuple[str, ...]:
    """Return the word, and in Arabic and Hebrew script also without the particles that are written onto it."""
    if not folded or not "\u05d0" <= folded[0] <= "\u06ff" or len(folded) < 4:
        return (folded,)
    forms = [folded]
    if folded[0] <= "\u05ea":  # Hebrew: and, in, to, from, the, that, as
        forms += [folded[k:] for k in (1, 2) if all(letter in "ובלמהשכ" for letter in folded[:k])]
        return tuple(forms)
    rest = folded[1:] if folded[0] in "وف" else folded
    forms.append(rest)
    if rest.startswith("لل"):
        forms.append("ال" + rest[2:])
    if rest[0] in "بلك":
        forms.append(rest[1:])
    return tuple(dict.fromkeys(forms))
