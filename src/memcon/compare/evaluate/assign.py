"""Choose one partner each so that the sum of weights is the greatest: the Hungarian method with potentials.

The method is that of Kuhn and Munkres in the O(n³) form that adds one row at a time. Knows nothing of events.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

_FAR: Final = float("inf")


class Seat(NamedTuple):
    """A row and the column that it was given."""

    row: int
    column: int


def assign(weights: Sequence[Sequence[float]]) -> list[Seat]:
    """Return the assignment of the greatest sum, in the order of columns; pairs of weight 0 are left out.

    Rows are of one length; weights are not negative. Of equally good assignments one is chosen, always the same.
    """
    if not weights or not weights[0]:
        return []
    rows, columns = len(weights), len(weights[0])
    match = _matched(_square(weights))
    seats = (Seat(match[j] - 1, j - 1) for j in range(1, len(match)))
    return [seat for seat in seats if seat.row < rows and seat.column < columns and weights[seat.row][seat.column] > 0]


def _square(weights: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return costs, the table made square with pairs that cost nothing."""
    rows, columns = len(weights), len(weights[0])
    size = max(rows, columns)
    return [[-(weights[i][j] if i < rows and j < columns else 0.0) for j in range(size)] for i in range(size)]


def _matched(cost: list[list[float]]) -> list[int]:
    """Return the row of each column, both counted from 1."""
    size = len(cost)
    of_rows, of_columns, match = [0.0] * (size + 1), [0.0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        match[0], at = row, 0
        least, way, used = [_FAR] * (size + 1), [0] * (size + 1), [False] * (size + 1)
        while True:
            used[at] = True
            here, delta, nearest = match[at], _FAR, 0
            for j in range(1, size + 1):
                if not used[j]:
                    current = cost[here - 1][j - 1] - of_rows[here] - of_columns[j]
                    if current < least[j]:
                        least[j], way[j] = current, at
                    if least[j] < delta:
                        delta, nearest = least[j], j
            for j in range(size + 1):
                if used[j]:
                    of_rows[match[j]] += delta
                    of_columns[j] -= delta
                else:
                    least[j] -= delta
            at = nearest
            if match[at] == 0:
                break
        while at:
            match[at], at = match[way[at]], way[at]
    return match
