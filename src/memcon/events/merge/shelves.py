"""Nodes as bytes, for shelves on disk, and back; what many of them share is held once."""

import marshal
from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final, overload

from memcon.events.merge.casts import Cast
from memcon.events.merge.nodes import Node
from memcon.events.merge.room import Room, Shelf

FEW: Final = 16
"""Positions of mentions that are kept with a node; more are read only when they are asked for."""

HELD: Final = 10_000
"""Nodes of a shelf that are held: more than a crowded block has."""


class Members(Sequence[int]):
    """The positions of the mentions of a node that has many, on a shelf: how many, and the first, are known."""

    __slots__ = ("_at", "_count", "_first", "_shelf", "place")

    def __init__(self, place: tuple[int, int, int], shelf: Shelf[Sequence[int]]) -> None:
        self.place = self._first, self._count, self._at = place
        self._shelf = shelf

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        return iter(self._shelf[self._at])

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        return self._first if at == 0 else self._shelf[self._at][at]


class NodeShelves:
    """Makes shelves of nodes in a room."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._sets: list[frozenset[str]] = []
        self._numbers: dict[frozenset[str], int] = {}
        self._many: Shelf[Sequence[int]] = room.shelf(lambda numbers: array("I", numbers).tobytes(), _numbers)

    def new(self) -> Shelf[Node]:
        """Return an empty shelf of nodes."""
        return self._room.shelf(self._dump, self._load, HELD)

    def _dump(self, node: Node) -> bytes:
        cast, own, number = node.cast, node.mentions, self._number
        many = isinstance(own, Members) or len(own) > FEW
        who = (
            cast.number, number(cast.countries), number(cast.core), cast.sides, number(cast.actors),
            number(cast.targets), cast.joined,
        )  # fmt: skip
        values: Any = (many, self._place(own) if many else own, node[1:8], who, number(node.acts), node[10:])
        return marshal.dumps(values, 2)

    def _number(self, words: frozenset[str]) -> int:
        """Return the number of a set: there are few, and many nodes have each."""
        found = self._numbers.get(words)
        if found is None:
            found = self._numbers[words] = len(self._sets)
            self._sets.append(words)
        return found

    def _place(self, own: Sequence[int]) -> tuple[int, int, int]:
        return own.place if isinstance(own, Members) else (own[0], len(own), self._many.put(own))

    def _load(self, data: bytes) -> Node:
        many, own, plain, (number, *named, joined), acts, told = marshal.loads(data)  # noqa: S302  its own writing
        sets = self._sets
        countries, core, sides, actors, targets = named
        cast = Cast(number, sets[countries], sets[core], sides, sets[actors], sets[targets], joined)
        return Node._make((Members(own, self._many) if many else own, *plain, cast, sets[acts], *told))


def _numbers(data: bytes) -> Sequence[int]:
    found = array("I")
    found.frombytes(data)
    return found
