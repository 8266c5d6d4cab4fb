"""Show what an edit did to a text, word by word. Knows nothing of what the text is."""

import re
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from memcon.compare.render.note import Piece
from memcon.text.characters import UNSPACED

_TOKEN: Final = re.compile(rf"\s+|[{UNSPACED}]|(?:(?![{UNSPACED}])\w)+|[^\w\s]")
KEPT: Final = 9
"""Tokens of unchanged text shown on each side of an edit: four or five words and the spaces between."""
MOST_TOKENS: Final = 2_000
LEAST_ALIKE: Final = 0.4
"""Below it two texts are told one after the other: a weave of two different sentences cannot be read."""


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """Return `old` and `new` woven into one text where they are alike, else one after the other."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(a) + len(b) <= MOST_TOKENS:
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        if matcher.ratio() >= LEAST_ALIKE:
            return tuple(_woven(a, b, matcher))
    return Piece(f"“{old}”", "old"), Piece(" → "), Piece(f"“{new}”", "new")


def _woven(a: list[str], b: list[str], matcher: "SequenceMatcher[str]") -> list[Piece]:
    pieces = [Piece("“", "dim")]
    runs = _runs(a, b, matcher)
    for at, (same, old, new) in enumerate(runs):
        if same:
            pieces.append(Piece(_kept(old, first=at == 0, last=at == len(runs) - 1)))
            continue
        pieces += [piece for piece in (Piece("".join(old), "cut"), Piece("".join(new), "put")) if piece.text]
    return [*pieces, Piece("”", "dim")]


class _Run(NamedTuple):
    same: bool
    old: list[str]
    new: list[str]


def _runs(a: list[str], b: list[str], matcher: "SequenceMatcher[str]") -> list[_Run]:
    """Return what is the same and what is not; a space between two edits is part of one edit."""
    found: list[_Run] = []
    blocks = matcher.get_opcodes()
    for at, (tag, i, i_end, j, j_end) in enumerate(blocks):
        run = _Run(tag == "equal", a[i:i_end], b[j:j_end])
        joins = run.same and 0 < at < len(blocks) - 1 and not "".join(run.old).strip()
        if found and not found[-1].same and (joins or not run.same):
            run = _Run(same=False, old=found[-1].old + run.old, new=found[-1].new + run.new)
            found.pop()
        found.append(run)
    return found


def _kept(tokens: list[str], *, first: bool, last: bool) -> str:
    """Return unchanged text, its middle left out where it is long; of the ends of a text, what stands at the edit."""
    head = 0 if first else KEPT
    tail = 0 if last else KEPT
    if len(tokens) <= head + tail + 4:
        return "".join(tokens)
    start = "".join(tokens[:head]).rstrip() + " " if head else ""
    end = " " + "".join(tokens[-tail:]).lstrip() if tail else ""
    return f"{start}…{end}"
