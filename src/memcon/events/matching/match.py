"""Find which records of two runs are one event: identical first, then on the same words, then alike.

Everything is decided by content, never by position, and by rules that are the same both ways; so the order of lines
does not matter, and comparing the other way round gives the mirror image.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final, NamedTuple

from memcon.events.matching.assign import Pair, assign, weighed
from memcon.events.matching.candidates import candidates
from memcon.events.matching.likeness import LEAST_ELSEWHERE, Traits, enough, one_event, plausible, points, traits_of
from memcon.events.matching.shared_words import RunQuotes, Tie, side, ties
from memcon.events.matching.values import By
from memcon.records import Record, family, proofs_of

ABSORBED: Final = 1 / 2
"""Share of a record's evidence that another must hold for the one to have been merged into it."""


class MatchedPair(NamedTuple):
    """Positions of one event in the old and in the new run."""

    old: int
    new: int
    by: By


@dataclass(frozen=True, slots=True)
class Matching:
    """Which records belong together, by position."""

    same: tuple[tuple[int, int], ...]
    """Identical in every field."""
    pairs: tuple[MatchedPair, ...]
    merged: Mapping[int, int]
    """Old records without a partner whose words a new one holds, that one having another partner."""
    split: Mapping[int, int]
    """New records without a partner whose words an old one held: new to old."""


@dataclass(slots=True)
class _Runs:
    """Both runs, with what was looked at so far."""

    old: Sequence[Record]
    new: Sequence[Record]
    _traits: tuple[dict[int, Traits], dict[int, Traits]] = field(default_factory=lambda: ({}, {}))
    _prints: tuple[dict[int, str], dict[int, str]] = field(default_factory=lambda: ({}, {}))

    def traits(self, which: int, node: int) -> Traits:
        found = self._traits[which].get(node)
        if found is None:
            found = self._traits[which][node] = traits_of((self.old, self.new)[which][node])
        return found

    def both_traits(self, old: int, new: int) -> tuple[Traits, Traits]:
        return self.traits(0, old), self.traits(1, new)

    def weight(self, old: int, new: int, score: float) -> int:
        """Return a weight for a pair that no pair of other content has.

        Cubed, so that an excellent pair is not given up for two middling ones; of pairs that are alike in all else,
        the one that kept its id goes first.
        """
        kept = self.old[old].id == self.new[new].id
        return weighed(2 * max(1, round(score)) ** 3 + kept, self.print(0, old), self.print(1, new))

    def print(self, which: int, node: int) -> str:
        """Return a fingerprint of a record's content."""
        found = self._prints[which].get(node)
        if found is None:
            content = repr((self.old, self.new)[which][node]).encode("utf-8", "surrogatepass")
            found = self._prints[which][node] = blake2b(content, digest_size=16).hexdigest()  # a tenth of the memory
        return found


def match(old: Sequence[Record], new: Sequence[Record]) -> Matching:
    """Return which records of `old` and `new` are one event; each stands in one pair at most."""
    runs = _Runs(old, new)
    same = _identical(old, new)
    left_old, left_new = set(range(len(old))) - {i for i, _ in same}, set(range(len(new))) - {j for _, j in same}
    strong, weak = _evidence(runs, left_old, left_new)
    pairs = _settle(runs, strong)
    left_old -= {p.old for p in pairs}
    left_new -= {p.new for p in pairs}
    merged, split = _absorbed(runs, left_old, left_new, same, pairs)
    left_old -= merged.keys()
    left_new -= split.keys()
    pairs += _alike(runs, left_old, left_new, weak)
    return Matching(tuple(same), tuple(pairs), merged, split)


def _identical(old: Sequence[Record], new: Sequence[Record]) -> list[tuple[int, int]]:
    where: dict[Record, list[int]] = defaultdict(list)
    for i, record in enumerate(old):
        where[record].append(i)
    return [(where[record].pop(), j) for j, record in enumerate(new) if where.get(record)]


def _evidence(runs: _Runs, old: set[int], new: set[int]) -> tuple[list[Tie], list[Tie]]:
    """Return ties that make one event of two records, and those that only speak for it."""
    strong: list[Tie] = []
    weak: list[Tie] = []
    for tie in ties(side(runs.old, old), side(runs.new, new)):
        a, b = runs.old[tie.old], runs.new[tie.new]
        if not set(a.countries).isdisjoint(b.countries) or plausible(*runs.both_traits(tie.old, tie.new)):
            (strong if family(a.kind) == family(b.kind) else weak).append(tie)
    return strong, weak


def _settle(runs: _Runs, strong: Sequence[Tie]) -> list[MatchedPair]:
    shares = {Pair(tie.old, tie.new): tie.share for tie in strong}

    def weigh(i: int, j: int) -> int:
        return runs.weight(i, j, 100 * shares[Pair(i, j)] + points(*runs.both_traits(i, j)))

    return [MatchedPair(i, j, "evidence") for i, j in assign(shares, weigh)]


def _absorbed(
    runs: _Runs, old: set[int], new: set[int], same: Sequence[tuple[int, int]], pairs: Sequence[MatchedPair]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return which old records went into a new one that has a partner, and which new ones came out of an old one."""
    if not old and not new:
        return {}, {}
    partner_old = {**dict(same), **{p.old: p.new for p in pairs}}
    partner_new = {j: i for i, j in partner_old.items()}
    articles = frozenset(
        proof.article for which, nodes in ((runs.old, old), (runs.new, new)) for i in nodes
        for proof in proofs_of(which[i])
    )  # fmt: skip
    merged = _into(runs, side(runs.old, old), side(runs.new, partner_new, articles), partner_new, turned=False)
    split = _into(runs, side(runs.new, new), side(runs.old, partner_old, articles), partner_old, turned=True)
    return merged, split


def _into(
    runs: _Runs, lone: RunQuotes, wholes: RunQuotes, partners: Mapping[int, int], *, turned: bool
) -> dict[int, int]:
    """Return, for each record of `lone` whose words one of `wholes` holds, the best of these.

    Of wholes that are the same to the letter, their partners decide.
    """
    mine, yours = (1, 0) if turned else (0, 1)
    best: dict[int, tuple[int, int]] = {}
    for tie in ties(lone, wholes):
        node, whole = tie.old, tie.new
        a, b = runs.traits(mine, node), runs.traits(yours, whole)
        if tie.part_of_old >= ABSORBED and one_event(a, b):
            score = round(100 * tie.part_of_old) + points(a, b)
            pair = runs.print(yours, whole) + runs.print(mine, partners[whole])
            best[node] = max((weighed(score, runs.print(mine, node), pair), whole), best.get(node, (0, 0)))
    return {node: whole for node, (_, whole) in best.items()}


def _alike(runs: _Runs, old: set[int], new: set[int], weak: Sequence[Tie]) -> list[MatchedPair]:
    scores: dict[Pair, float] = {}
    for tie in weak:
        if tie.old in old and tie.new in new:
            score = 40 * tie.share + points(*runs.both_traits(tie.old, tie.new))
            if score >= LEAST_ELSEWHERE:
                scores[Pair(tie.old, tie.new)] = score
    spoken = frozenset(scores)
    mine, theirs = {i: runs.traits(0, i) for i in old}, {j: runs.traits(1, j) for j in new}
    for pair in candidates(mine, theirs):
        if pair not in scores:
            a, b = mine[pair.old], theirs[pair.new]
            if enough(a, b):
                scores[pair] = points(a, b)
    pairs = assign(scores, lambda i, j: runs.weight(i, j, scores[Pair(i, j)]))
    return [MatchedPair(*pair, "evidence" if pair in spoken else "likeness") for pair in pairs]
