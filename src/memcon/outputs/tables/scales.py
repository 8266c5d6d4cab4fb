"""What the codes of an event weigh: quad class and intensity of PLOVER and CAMEO, and what CAMEO calls them.

The table is `data/scales.csv`, whose head names the sources and what was decided where they contradict themselves. An
intensity is of a code, not of an event: two events of one code weigh the same.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from memcon._data import rows

QUADS: Final = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
"""The classes, as POLECAT writes them."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What a code weighs."""

    quad: int
    """1 to 4, as in `QUADS`."""
    score: float
    """From -10, conflict, to 10, cooperation."""
    name: str
    """Of CAMEO what it is called, else empty."""


@cache
def plover_scale(event: str | None, mode: str | None = None) -> Scale | None:
    """Return what an event type of PLOVER weighs with its mode; None for what `codes.csv` has not."""
    return _table().get(("plover", f"{event}.{mode}" if mode else event))


@cache
def cameo_scale(code: str | None) -> Scale | None:
    """Return what a code of CAMEO weighs, by Goldstein's scale; None for what `codes.csv` has not."""
    return _table().get(("cameo", code))


@cache
def _table() -> dict[tuple[str, str | None], Scale]:
    return {
        (scheme, code): Scale(int(quad), float(score), name)
        for scheme, code, quad, score, name in rows("data/scales.csv")
    }
