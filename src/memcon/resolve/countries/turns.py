"""The words of turns.csv: beside a country word they make something else of it. Knows no country."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from memcon._data import words
from memcon.languages import SHARED, Language, read_for_names, rows_of
from memcon.resolve.countries.gazetteer import role
from memcon.text.tokens import Token, tokenize
from memcon.text.trie import variants

_NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Turn:
    """Words beside a country word, and what they do to it."""

    kind: str
    """As in turns.csv: `after`, `before`, `division_before` and so on."""
    folded: tuple[str, ...]
    capitals: tuple[bool, ...]
    """Which of the words count with a capital only."""
    upper: bool
    """Whether they stand in capitals throughout, and count so only: *AS* Roma, but not *As* Filipinas."""

    def stands(self, tokens: list[Token], at: int) -> bool:
        """Tell whether the words stand among the tokens at `at`."""
        beside = tokens[at : at + len(self.folded)]
        return (
            len(beside) == len(self.folded)
            and (self.folded[0] == beside[0].folded or self.folded[0] in variants(beside[0].folded))
            and all(token.folded == word for token, word in zip(beside[1:], self.folded[1:], strict=True))
            and (not self.upper or all(token.surface.isupper() for token in beside))
            and all(
                token.surface[:1].isupper() or not capital for token, capital in zip(beside, self.capitals, strict=True)
            )
        )


def behind(tokens: list[Token], at: int, lang: Language) -> frozenset[str]:
    """Return the kinds of the words that begin at `at`, behind a country word."""
    turns = _turns(lang)[0].get(tokens[at].folded) if at < len(tokens) else None
    return frozenset(turn.kind for turn in turns if turn.stands(tokens, at)) if turns else _NONE


def before(tokens: list[Token], at: int, lang: Language) -> frozenset[str]:
    """Return the kinds of the words that end before `at`, in front of a country word."""
    if not at:
        return _NONE
    ending = _turns(lang)[1]
    found: list[str] = []
    for form in variants(tokens[at - 1].folded):
        if turns := ending.get(form):
            found += [turn.kind for turn in turns if at >= (n := len(turn.folded)) and turn.stands(tokens, at - n)]
    return frozenset(found) if found else _NONE


def length_at(tokens: list[Token], at: int, kind: str, lang: Language) -> int:
    """Return how many tokens at `at` are words of a kind that stands in front; 0 for none."""
    for size in (2, 1):
        if at + size <= len(tokens) and kind in before(tokens[at : at + size], size, lang):
            return size
    return 0


def linked(tokens: list[Token], at: int, lang: Language) -> int:
    """Return where the small words that end before `at` begin (bank *of the*), two at most; `at` where none does."""
    first = at
    while first and at - first < 2 and "small" in role(tokens[first - 1], lang):
        first -= 1
    return first


@cache
def _turns(lang: Language) -> tuple[dict[str, list[Turn]], dict[str, list[Turn]]]:
    """Return the words that stand behind, by their first, and those that stand before, by their last."""
    found: tuple[dict[str, list[Turn]], dict[str, list[Turn]]] = ({}, {})
    for of in dict.fromkeys((*lang.reads, *read_for_names(), SHARED)):
        for turn in _turns_of(of):
            front = turn.kind.startswith(("before", "division_before"))
            found[front].setdefault(turn.folded[-1 if front else 0], []).append(turn)
    return found


@cache
def _turns_of(tag: str) -> tuple[Turn, ...]:
    """Return the rows of a folder's turns.csv."""
    told = ((kind, word, tokenize(word)) for kind, cell in rows_of(tag, "turns") for word in words(cell))
    return tuple(
        Turn(
            kind,
            tuple(token.folded for token in tokens),
            tuple(token.surface[:1].isupper() for token in tokens),
            word.isupper(),
        )
        for kind, word, tokens in told
    )
