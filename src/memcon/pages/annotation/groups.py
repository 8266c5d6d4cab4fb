"""Which names belong together, told a pair at a time (disjoint sets); pure."""

from collections.abc import Iterator


class Groups:
    """Names in groups that have no name in common, in the order in which they were told."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def add(self, name: str) -> None:
        """Take a name in, for itself where it is new."""
        self._above.setdefault(name, name)

    def of(self, name: str) -> str:
        """Return the name that stands for the group of `name`."""
        self.add(name)
        root = name
        while self._above[root] != root:
            root = self._above[root]
        while self._above[name] != root:
            self._above[name], name = root, self._above[name]
        return root

    def tie(self, one: str, other: str) -> None:
        """Make one group of two."""
        self._above[self.of(other)] = self.of(one)

    def all(self) -> Iterator[list[str]]:
        """Yield the groups."""
        found: dict[str, list[str]] = {}
        for name in self._above:
            found.setdefault(self.of(name), []).append(name)
        yield from found.values()
