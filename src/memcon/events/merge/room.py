"""Where a merge keeps what it does not hold in its hands: numbered values, and rows that come back sorted.

Here they are lists, for mentions that are in memory anyway. `memcon.extraction.merging` keeps the same on disk, so that
a merge of any size needs little memory: the algorithm is one, and knows no difference.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, Protocol, TypeVar

from memcon.records import Mention

T = TypeVar("T")
_HASH: Final = 40
_MASK: Final = (1 << _HASH) - 1
Cell = int | str | bytes
"""What a row is of; columns of one place are of one type."""


class Shelf(Protocol[T]):
    """Values by number, from 0."""

    def put(self, value: T) -> int:
        """Keep a value, and return its number."""

    def replace(self, at: int, value: T) -> None:
        """Keep another value under a number."""

    def __getitem__(self, at: int) -> T: ...

    def __len__(self) -> int: ...


class Rows(Protocol):
    """Rows of as many columns each, which come back sorted, equal ones once."""

    def add(self, *columns: Cell) -> None:
        """Take in a row."""

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Yield them; they are read once, and then gone."""


class Known(Protocol):
    """The mentions of a merge by position: sorted by id, equal ones once. See `known_in_memory`."""

    def __getitem__(self, position: int) -> Mention: ...

    def __len__(self) -> int: ...

    def told(self) -> Iterator[tuple[Mention, bool]]:
        """Yield each mention, in order, and whether it is the last one of its article."""


class Room(Protocol):
    """Gives shelves and rows."""

    def shelf(self, dump: Callable[[T], bytes], load: Callable[[bytes], T], held: int = 0) -> Shelf[T]:
        """Return an empty shelf of values that `dump` makes bytes of, and `load` values again.

        Of those that were met last so many may be held: they are asked for again and again.
        """

    def rows(self, columns: int) -> Rows:
        """Return no rows yet, of so many columns."""


class _Listed(list[T]):
    def put(self, value: T) -> int:
        self.append(value)
        return len(self) - 1

    def replace(self, at: int, value: T) -> None:
        self[at] = value


def listed() -> Shelf[Any]:
    """Return an empty shelf in memory."""
    return _Listed()


class _Sorted:
    def __init__(self) -> None:
        self._rows: list[tuple[Cell, ...]] = []

    def add(self, *columns: Cell) -> None:
        self._rows.append(columns)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        rows, self._rows = self._rows, []  # read once, and then gone
        rows.sort()
        for row, _ in groupby(rows):
            yield row


class Memory:
    """A room in memory."""

    def shelf(self, dump: Callable[[T], bytes], load: Callable[[bytes], T], held: int = 0) -> Shelf[T]:
        """Return an empty list."""
        del dump, load, held
        return listed()

    def rows(self, columns: int) -> Rows:
        """Return no rows yet."""
        del columns
        return _Sorted()


class Groups:
    """Rows of numbers by a key, which come back group by group, each in order; keys are tuples."""

    def __init__(self, room: Room, numbers: int = 1) -> None:
        self._rows = room.rows(2 + numbers)
        self._add = self._rows.add

    def add(self, key: tuple[Hashable, ...], *numbers: int, near: int = 0) -> None:
        """Take in numbers under a key: two hashes stand for it, of 40 and of 64 bits, which no two keys share.

        Groups come in the order of `near`, which equal keys have in common: a day, of whose nodes many blocks are.
        """
        self._add(near << _HASH | hash(key) & _MASK, hash(key[::-1]), *numbers)

    def __iter__(self) -> Iterator[list[int]]:
        """Yield groups of rows of one number each."""
        for group in self.rows():
            yield [number for _, _, number in group]

    def rows(self) -> Iterator[list[tuple[int, ...]]]:
        """Yield groups of rows, of which the first two columns stand for the key."""
        for _, rows in groupby(self._rows, key=itemgetter(0, 1)):
            yield list(rows)

    def near(self) -> Iterator[Iterator[list[tuple[int, ...]]]]:
        """Yield groups as `rows` does, those of one `near` together."""
        for _, groups in groupby(self.rows(), key=_near):
            yield groups


def _near(group: list[tuple[int, ...]]) -> int:
    return group[0][0] >> _HASH


class Seen:
    """Keys that were met, but for some that were not and share a place: what is not seen was not met."""

    def __init__(self, most: int) -> None:
        """Make place for about so many keys, in as many bytes, at most 32 MB."""
        self._mask = (1 << min(25, max(10, most.bit_length() + 2))) - 1
        self._places = bytearray(self._mask + 1)

    def add(self, key: Hashable) -> None:
        """Note that a key was met."""
        place = hash(key) & self._mask
        self._places[place] = 2 if self._places[place] else 1

    def __contains__(self, key: Hashable) -> bool:
        return self._places[hash(key) & self._mask] > 0

    def twice(self, key: Hashable) -> bool:
        """Say whether a key was met twice, or one that shares its place was."""
        return self._places[hash(key) & self._mask] > 1


class _InMemory(list[Mention]):
    def told(self) -> Iterator[tuple[Mention, bool]]:
        last = {mention.article: at for at, mention in enumerate(self)}
        for at, mention in enumerate(self):
            yield mention, last[mention.article] == at


def known_in_memory(mentions: Iterable[Mention]) -> Known:
    """Return the mentions in an order that does not depend on theirs, equal ones once."""
    by_id: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_id.setdefault(mention.id, []).append(mention)
    return _InMemory(mention for name in sorted(by_id) for mention in distinct_of(by_id[name]))


def distinct_of(namesakes: list[Mention]) -> list[Mention]:
    """Return mentions of one id once each; of two facts of one name both are kept, in an order of their own."""
    found = list(dict.fromkeys(namesakes))
    return sorted(found, key=repr) if len(found) > 1 else found
