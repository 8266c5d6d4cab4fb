"""Which nodes of a block may be one for all that their people and sides say, so that strangers are never compared.

Of a block some nodes are known, and all are held beside these. For each name it is worked out once which of the known
it may be, by the traits of names, and likewise for each kind, act and roll of countries; a node is held beside those
that pass in all of it. So the work grows with the names and with the pairs that may be one, not with all pairs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from memcon.events.merge.casts import Casting
from memcon.events.merge.nodes import Node
from memcon.events.merge.parties import Likeness
from memcon.events.merge.room import Shelf
from memcon.events.merge.rules import sides_agree
from memcon.resolve.people.traits import Traits

Nodes = Shelf[Node] | Sequence[Node]
Pair = tuple[int, int]
MOST_COMPARED: Final = 150
"""Nodes of a block with which each other of that block is compared, so that no day in the news takes for ever."""
FEW: Final = 200
"""Pairs that are all compared: to find out first which of them may be one would cost more."""
Bits = int
"""Some of the known nodes: bit n stands for the n-th."""


@dataclass(slots=True)
class _Names:
    """The people of the known on one side, who all have a name there."""

    casting: Casting
    unnamed: Bits = 0
    """Those of whom this side says nothing, so that they may be with anybody's people."""
    _named: dict[int, Bits] = field(default_factory=dict)
    _kinds: dict[tuple[str, bool], list[int]] = field(default_factory=dict)
    _by_trait: dict[tuple[str, bool], dict[str, list[int]]] = field(default_factory=dict)
    _anybody: list[int] = field(default_factory=list)
    _passed: dict[int, Bits] = field(default_factory=dict)

    def add(self, number: int, bit: Bits) -> None:
        """Take in a person of a known node."""
        if number in self._named:
            self._named[number] |= bit
            return
        self._named[number] = bit
        traits = self.casting.parties.traits(number)
        if traits is None:
            self._anybody.append(number)
            return
        self._kinds.setdefault(traits.kind, []).append(number)
        by_trait = self._by_trait.setdefault(traits.kind, {})
        for word in traits.words:
            by_trait.setdefault(word, []).append(number)

    def passing(self, number: int) -> Bits:
        """Return the known who have a person on this side that may be this one, or say nothing of it."""
        found = self._passed.get(number)
        if found is None:
            found = self.unnamed
            for other in self._near(self.casting.parties.traits(number)):
                if self.casting.parties.likeness(number, other) is not Likeness.DIFFERENT:
                    found |= self._named[other]
            self._passed[number] = found
        return found

    def _near(self, traits: Traits | None) -> Iterator[int]:
        """Yield those who may be one with a person of these traits; all others are somebody else for certain."""
        if traits is None:
            yield from self._named
            return
        yield from self._anybody
        for kind, numbers in self._kinds.items():
            if kind != traits.kind:
                yield from numbers
        by_trait = self._by_trait.get(traits.kind, {})
        yield from {number for word in by_trait.keys() & traits.words for number in by_trait[word]}


class Known:
    """The nodes of a block that all others are held beside."""

    def __init__(self, nodes: Sequence[Node], casting: Casting) -> None:
        self._casting = casting
        self._nodes = nodes
        self._sides: dict[str, _Names] = {}
        self._rolls: dict[object, tuple[Node, Bits]] = {}
        self._agreeing: dict[object, Bits] = {}
        everybody = (1 << len(nodes)) - 1
        for at, node in enumerate(nodes):
            first, bits = self._rolls.get(_roll(node), (node, 0))
            self._rolls[_roll(node)] = first, bits | 1 << at
            for country, numbers in casting.named(node.cast):
                names = self._sides.setdefault(country, _Names(casting, everybody))
                names.unnamed &= ~(1 << at)
                for number in numbers:
                    names.add(number, 1 << at)

    def beside(self, node: Node) -> Bits:
        """Return those that a node may be one with, as far as kind, act, countries and people say."""
        bits = self._agree(node)
        for country, numbers in self._casting.named(node.cast) if bits else ():
            if names := self._sides.get(country):
                passing = 0
                for number in numbers:
                    passing |= names.passing(number)
                bits &= passing
        return bits

    def _agree(self, node: Node) -> Bits:
        key = _roll(node)
        found = self._agreeing.get(key)
        if found is None:
            found = 0
            for other, bits in self._rolls.values():
                if sides_agree(node, other):
                    found |= bits
            self._agreeing[key] = found
        return found


def _roll(node: Node) -> object:
    cast = node.cast
    return node.kinds, node.acts, cast.countries, cast.core, cast.actors, cast.targets


def pairs_beside(nodes: Nodes, known: Sequence[int], others: Sequence[int], casting: Casting) -> Iterator[Pair]:
    """Yield each of `known` with each of `others` that it may be one with; of few pairs all.

    Of two that stand in both lists only the pair whose second stands later in `known` comes.
    """
    place = {i: at for at, i in enumerate(known)}
    if len(known) * len(others) <= FEW:
        yield from ((i, j) for j in others for i in known[: place.get(j)])
        return
    sieve = Known([nodes[i] for i in known], casting)
    for j in others:
        before = (1 << place[j]) - 1 if j in place else -1
        yield from ((known[at], j) for at in places(sieve.beside(nodes[j]) & before))


def places(bits: Bits) -> Iterator[int]:
    """Yield the places of the bits that are set, in order."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
