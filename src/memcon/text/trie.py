"""Match lists of words in running text, by the token: longest match, whole words, letter case where it matters.

Linear in the length of the text. Scripts without spaces (Han, Kana, Hangul, Thai, Lao, Khmer, Burmese) are matched by
the character. This module knows nothing of countries.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from memcon.text.characters import HANGUL
from memcon.text.tokens import Token, tokenize

Row = tuple[str, str, str, frozenset[str]]
"""Words, value, kind and rules of an `TrieEntry`."""
Mode = Literal["whole", "running"]

LEAST_STEM: Final = 4
"""Letters of a stem that may be followed by any others."""
FIRST_WRITTEN_ONTO: Final = "\u05d0"
LAST_WRITTEN_ONTO: Final = "\u06ff"
"""Hebrew and Arabic letters, in which particles are written onto a word."""
_HANGUL: Final = re.compile(f"[{HANGUL}]")
FIRST_HANGUL: Final = HANGUL[0]


@dataclass(frozen=True, slots=True)
class TrieEntry:
    """One way to write something: the words, and when they count."""

    surfaces: tuple[str, ...]
    value: str
    """What is meant; empty where the words mean nothing that is looked for, and only hide shorter ones."""
    kind: str
    rules: frozenset[str]
    """As in countries.csv, `exact` (letter case as written), `lower` (lower case will do where case is lost);
    `yields` gives way to words that its last token begins."""

    def allows(self, tokens: list[Token], at: int, *, mode: Mode, caseless: bool) -> bool:
        """Tell whether the words at `at`, equal but for letter case, are written as this entry may be."""
        if "alone" in self.rules and (mode == "running" or len(self.surfaces) < len(tokens)):
            return False
        size = len(self.surfaces)
        written = (tokens[at].surface,) if size == 1 else tuple([token.surface for token in tokens[at : at + size]])
        if written == self.surfaces or self.surfaces[-1].endswith("*") or written[0].upper() == written[0].lower():
            return True
        if "exact" in self.rules:
            return False
        if all(word == word.upper() for word in written):  # not form.upper(): İsrail is İSRAİL, whatever Unicode says
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
    entry: TrieEntry


class Trie:
    """Entries by their folded tokens. Built once, then only read."""

    __slots__ = ("_heads", "_root", "_stemmed")

    def __init__(self, entries: Iterable[Row]) -> None:
        """Take (words, value, kind, rules), what counts more first; rule `fill` only fills gaps."""
        self._root: dict[str, object] = {}
        self._stemmed: set[int] = set()
        for row in entries:
            keys, entry = _read(row)
            if not keys:
                continue
            node = self._root
            for key in keys:
                child = node.get(key)
                if child is None:
                    child = node[key] = {}
                    if key.endswith("*"):
                        self._stemmed.add(id(node))
                node = child  # type: ignore[assignment]
            if "" not in node:
                node[""] = [entry]
            elif "fill" not in entry.rules:
                node[""].append(entry)  # type: ignore[attr-defined]
        self._heads = frozenset(key[:LEAST_STEM] for key in self._root if key.endswith("*"))

    def matches(self, text: str, tokens: list[Token], *, mode: Mode, caseless: bool | None = None) -> Iterator[Match]:
        """Yield the longest matches from left to right; none overlaps another.

        `caseless` says whether the text has no capitals, where that is known: to look takes time with its length.
        """
        if caseless is None:
            caseless = mode == "whole" or text == text.lower()  # of words that are whole nobody asks
        at, end, may_begin = 0, len(tokens), self.may_begin
        while at < end:
            if not may_begin(tokens[at].folded):
                at += 1
                continue
            found = self._longest(text, tokens, at, mode=mode, caseless=caseless)
            if found and "yields" in found.entry.rules:
                behind = self._longest(text, tokens, found.last - 1, mode=mode, caseless=caseless)
                found = None if behind and behind.last > found.last else found
            if found is None:
                at += 1
            else:
                yield found
                at = found.last

    def may_begin(self, folded: str) -> bool:
        """Say whether an entry may begin with a word: of running text, nine in ten cannot, and are not walked from."""
        if folded in self._root or (self._heads and folded[:LEAST_STEM] in self._heads):
            return True
        return FIRST_WRITTEN_ONTO <= folded[:1] <= LAST_WRITTEN_ONTO

    def _longest(self, text: str, tokens: list[Token], at: int, *, mode: Mode, caseless: bool) -> Match | None:
        if tokens[at].start and tokens[at].surface[:1] >= FIRST_HANGUL and _is_within_hangul(text, tokens[at]):
            return None
        best = None
        nodes: list[dict[str, object]] = [self._root]
        for last in range(at, len(tokens)):
            folded = tokens[last].folded
            if last > at and len(nodes) == 1 and id(nodes[0]) not in self._stemmed:  # mostly
                child = nodes[0].get(folded) if folded else None
                nodes = [] if child is None else [child]  # type: ignore[list-item]
            else:
                forms = variants(folded) if last == at else (folded,)
                nodes = [child for node in nodes for form in forms for child in self._children(node, form)]
            if not nodes:
                break
            entry = _allowed(nodes, tokens, at, mode=mode, caseless=caseless)
            if entry is not None:
                best = Match(at, last + 1, entry)
        return best

    def _children(self, node: dict[str, object], form: str) -> list[dict[str, object]]:
        """Return what goes on from a node with a word: as it stands, and as one of its longest stem."""
        child = node.get(form) if form else None
        found = [] if child is None else [child]
        if id(node) in self._stemmed and (node is not self._root or form[:LEAST_STEM] in self._heads):
            stems = (node.get(form[:length] + "*") for length in range(len(form), LEAST_STEM - 1, -1))
            found += [stem for stem in (next(filter(None, stems), None),) if stem is not None]
        return found  # type: ignore[return-value]


def _allowed(
    nodes: list[dict[str, object]], tokens: list[Token], at: int, *, mode: Mode, caseless: bool
) -> TrieEntry | None:
    """Return the first entry that ends at one of the nodes and is written as it may be."""
    for node in nodes:
        entries: Iterable[TrieEntry] = node.get("", ())  # type: ignore[assignment]
        for entry in entries:
            if entry.allows(tokens, at, mode=mode, caseless=caseless):
                return entry
    return None


def _is_within_hangul(text: str, token: Token) -> bool:
    """Tell whether a syllable has another one before it in its word."""
    return bool(_HANGUL.match(token.surface) and _HANGUL.match(text, token.start - 1))


@cache
def _read(row: Row) -> tuple[tuple[str, ...], TrieEntry]:
    """Return an entry and its folded tokens; read once, since the tries of all languages have most rows in common."""
    words, value, kind, rules = row
    tokens = tokenize(words.removesuffix("*"))
    keys, surfaces = [token.folded for token in tokens], [token.surface for token in tokens]
    if tokens and words.endswith("*"):
        keys[-1], surfaces[-1] = keys[-1] + "*", surfaces[-1] + "*"
    return tuple(keys), TrieEntry(tuple(surfaces), value, kind, rules)


def variants(folded: str) -> tuple[str, ...]:
    """Return the word, and in Arabic and Hebrew script also without the particles that are written onto it."""
    if not folded or not FIRST_WRITTEN_ONTO <= folded[0] <= LAST_WRITTEN_ONTO or len(folded) < 4:
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
