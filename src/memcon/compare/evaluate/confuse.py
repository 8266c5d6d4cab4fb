"""Which kind was taken for which, and which status: tables of counts. Knows nothing of how they are shown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from memcon.compare.evaluate.values import Judged

NONE = "none"
"""The column of what was missed, and the row of what was found where nothing is."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts by what the gold says and what was found."""

    cells: dict[str, dict[str, int]]
    """`cells[gold][found]`; all rows have the same columns."""

    @property
    def columns(self) -> tuple[str, ...]:
        """What was found, in the order of the columns."""
        return tuple(next(iter(self.cells.values()), ()))


def confuse_kinds(judged: Iterable[Judged]) -> Confusion:
    """Count kinds over required events and errors; duplicates and neutral matches are left out.

    What has the gold's words and another kind stands where the two meet, and neither as missed nor as wrong.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for one in judged:
        counts.update((pair.gold.kind, pair.prediction.kind) for pair in (*one.matched, *one.confused))
        lost, taken = [pair.gold for pair in one.confused], [pair.prediction for pair in one.confused]
        counts.update((gold.kind, NONE) for gold in one.missed if gold not in lost)
        counts.update((NONE, prediction.kind) for prediction in one.wrong if prediction not in taken)
    return _table(counts)


def confuse_statuses(judged: Iterable[Judged]) -> Confusion:
    """Count statuses over matched required events."""
    pairs = (pair for one in judged for pair in one.matched)
    return _table(Counter((pair.gold.status, pair.prediction.status or NONE) for pair in pairs))


def _table(counts: Counter[tuple[str, str]]) -> Confusion:
    names = sorted({name for key in counts for name in key} - {NONE})
    rows = [*names, NONE] if any(gold == NONE for gold, _ in counts) else names
    columns = [*names, NONE] if any(found == NONE for _, found in counts) else names
    return Confusion({gold: {found: counts[gold, found] for found in columns} for gold in rows})
