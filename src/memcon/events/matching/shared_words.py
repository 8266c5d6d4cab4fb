"""Which records of two runs rest on the same words of the same article. Knows nothing of what the words say.

Offsets prove nothing once an article itself was edited: where two quotes overlap, the words in the overlap must be the
same. Records that no span ties are tied by equal quotes, so that an article under another name, or with a line more at
its top, is still recognised.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from memcon.records import Record, proofs_of

LEAST_SHARE: Final = 1 / 3
"""Of the smaller evidence that must be shared: below it, two sentences merely touch."""
LEAST_WORDS: Final = 25
"""Characters below which the same words in two articles are chance."""
MOST_PAIRS: Final = 20_000
"""Overlaps looked at in one article, or for one quote; beyond it a text is boilerplate or a file is hostile."""


class Span(NamedTuple):
    """A quote of the record at `node`."""

    start: int
    end: int
    node: int
    text: str


class Tie(NamedTuple):
    """How much of their evidence an old and a new record share."""

    old: int
    new: int
    share: float
    """Between 0 and 1: of all that either quotes."""
    part_of_old: float
    """Share of the old record's evidence that the new one holds too."""


@dataclass(frozen=True, slots=True)
class RunQuotes:
    """The quotes of one run, by article."""

    spans: Mapping[str, Sequence[Span]]
    size: Mapping[int, int]
    """Characters that each record quotes."""


def side(records: Sequence[Record], nodes: Iterable[int], articles: frozenset[str] | None = None) -> RunQuotes:
    """Return the quotes of the records at `nodes`, those of `articles` alone where they are given."""
    spans: dict[str, list[Span]] = defaultdict(list)
    size: dict[int, int] = {}
    for node in nodes:
        whole = 0
        for proof in proofs_of(records[node]):
            quotes = proof.quotes
            one = quotes[0] if len(quotes) == 1 else None
            whole += one.end - one.start if one else covered((q.start, q.end) for q in quotes)
            if articles is None or proof.article in articles:
                spans[proof.article].extend(Span(q.start, q.end, node, q.text) for q in quotes)
        size[node] = whole
    for found in spans.values():
        if len(found) > 1:
            found.sort()
    return RunQuotes(spans, size)


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """Return how many characters lie in at least one span."""
    total = reach = 0
    spans = list(spans)
    if len(spans) == 1:
        return spans[0][1] - spans[0][0]
    for start, end in sorted(spans):
        if end > reach:
            total += end - max(start, reach)
            reach = end
    return total


def ties(old: RunQuotes, new: RunQuotes) -> list[Tie]:
    """Return every pair that shares at least a third of the smaller one's evidence, in no particular order."""
    found = overlapping(old, new)
    tied_old, tied_new = {t.old for t in found}, {t.new for t in found}
    return found + _same_words(old, new, tied_old, tied_new)


def overlapping(old: RunQuotes, new: RunQuotes) -> list[Tie]:
    """Return the pairs that share so much at the same place of the same article."""
    shared: dict[tuple[int, int], dict[str, list[tuple[int, int]]]] = {}
    for article in old.spans.keys() & new.spans.keys():
        for i, j, start, end in _overlaps(old.spans[article], new.spans[article]):
            shared.setdefault((i, j), {}).setdefault(article, []).append((start, end))
    sums = {pair: sum(map(covered, articles.values())) for pair, articles in shared.items()}
    return [tie for (i, j), chars in sums.items() if (tie := _tie(i, j, chars, old, new))]


def _tie(i: int, j: int, shared: int, old: RunQuotes, new: RunQuotes) -> Tie | None:
    a, b = old.size[i], new.size[j]
    shared = min(shared, a, b)
    if shared < LEAST_SHARE * min(a, b):
        return None
    return Tie(i, j, shared / (a + b - shared), shared / a)


def _overlaps(old: Sequence[Span], new: Sequence[Span]) -> Iterable[tuple[int, int, int, int]]:
    """Yield old node, new node, start and end of what two quotes of one article share, where the words are the same."""
    if len(old) * len(new) > MOST_PAIRS:
        yield from _equal_spans(old, new)
        return
    for a in old:
        for b in new:
            if b.start >= a.end:
                break
            start, end = max(a.start, b.start), min(a.end, b.end)
            if start < end and a.text[start - a.start : end - a.start] == b.text[start - b.start : end - b.start]:
                yield a.node, b.node, start, end


def _equal_spans(old: Sequence[Span], new: Sequence[Span]) -> Iterable[tuple[int, int, int, int]]:
    """Yield quotes of an article with too many of them to compare each with each, where they are exactly the same."""
    where: dict[tuple[int, int, str], tuple[list[int], list[int]]] = {}
    for which, spans in enumerate((old, new)):
        for span in spans:
            where.setdefault((span.start, span.end, span.text), ([], []))[which].append(span.node)
    for (start, end, _), (mine, theirs) in where.items():
        if len(mine) * len(theirs) <= MOST_PAIRS:
            yield from ((i, j, start, end) for i in mine for j in theirs)


def _same_words(old: RunQuotes, new: RunQuotes, tied_old: set[int], tied_new: set[int]) -> list[Tie]:
    """Return ties by equal quotes between records that have none by spans."""
    where: dict[str, tuple[set[int], set[int]]] = {}
    for which, (one, tied) in enumerate(((old, tied_old), (new, tied_new))):
        for spans in one.spans.values():
            for span in spans:
                if span.node not in tied and len(span.text) >= LEAST_WORDS:
                    where.setdefault(span.text, (set(), set()))[which].add(span.node)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for text, (mine, theirs) in where.items():
        if len(mine) * len(theirs) <= MOST_PAIRS:
            for i in mine:
                for j in theirs:
                    shared[i, j] += len(text)
    return [tie for (i, j), chars in shared.items() if (tie := _tie(i, j, chars, old, new))]
