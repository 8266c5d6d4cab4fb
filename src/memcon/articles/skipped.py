"""What is passed over where folders and globs are read. Knows no format."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

ODD: Final = "pipe, socket or device"
"""How `Skipped.counts` calls what is no file."""


class Skipped:
    """What was passed over, of files by suffix."""

    def __init__(self) -> None:
        self.suffixes: Counter[str] = Counter()
        """Files that no format reads."""
        self._odd: set[str] = set()

    @property
    def by_suffix(self) -> dict[str, int]:
        """Return how many files no format reads, the most first."""
        return dict(sorted(self.suffixes.items(), key=lambda one: (-one[1], one[0])))

    @property
    def odd(self) -> Sequence[str]:
        """Return the paths of what is no file, sorted: a reader of it may wait for ever."""
        return sorted(self._odd)

    @property
    def counts(self) -> dict[str, int]:
        """Return how much of all this there is, by suffix, and by `ODD`."""
        return self.by_suffix | ({ODD: len(self._odd)} if self._odd else {})

    def take_odd(self, shown: str) -> None:
        """Take in the path of what is no file."""
        self._odd.add(shown)
