"""Draw units of strata at random, the same on every machine, so that drawing more keeps what was drawn. Pure.

Chance is SHA-256 of the seed and the unit's name, and no generator of Python's, whose ways from a seed to a sample may
change with its version, as its manual says. Units of a stratum are sorted by it, and the first ones are drawn: a simple
random sample without replacement, of which every beginning is one too (Ohlsson, Coordination of Samples Using Permanent
Random Numbers, in Cox and others, Business Survey Methods, 1995, 153-169).
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

OTHER: Final = "other"
"""The stratum of what would have strata too small to draw from."""
FEWEST: Final = 5
"""Units that a stratum should give, so that its variance can be told; one that would give fewer is joined to others."""
LEAST: Final = 2
"""Units that every stratum gives, if it has them: of one alone no variance can be told."""


class Drawn(NamedTuple):
    """A unit that was drawn."""

    name: str
    stratum: str


def chance(seed: int, name: str) -> str:
    """Return what units are sorted by: a hash that nobody can foresee and everybody can make again."""
    return hashlib.sha256(f"{seed}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()


def joined(strata: Mapping[str, int], size: int, *, halved: Collection[str] = ()) -> dict[str, str]:
    """Return in which stratum each of these, with their sizes, ends: its own, or `OTHER` where it would give too few.

    Strata in `halved` are drawn from half as often, and not joined to others.
    """
    ideal = _ideal(strata, size, halved)
    small = {name for name, count in ideal.items() if count < min(FEWEST, strata[name]) and name not in halved}
    return {name: OTHER if name in small and len(small) > 1 else name for name in strata}


def allocated(strata: Mapping[str, int], size: int, *, halved: Collection[str] = ()) -> dict[str, int]:
    """Return how many units to draw of each stratum, by their sizes: `size` in sum, unless each needs its `LEAST`.

    In proportion to their sizes, but of strata in `halved` half as many: where errors are rare, reading tells less
    (Neyman's allocation for a quarter of the variance; Cochran, Sampling Techniques, 1977, 5.5).
    """
    ideal = _ideal(strata, size, halved)
    least = {name: min(LEAST, count) for name, count in strata.items()}
    counts = {name: max(least[name], min(strata[name], int(share))) for name, share in ideal.items()}
    while (apart := size - sum(counts.values())) != 0:
        step = 1 if apart > 0 else -1
        open_ = [n for n in counts if (counts[n] < strata[n] if step > 0 else counts[n] > least[n])]
        if not open_:
            break
        worst = max(open_, key=lambda name: (step * (ideal[name] - counts[name]), name))
        counts[worst] += step
    return counts


def _ideal(strata: Mapping[str, int], size: int, halved: Collection[str]) -> dict[str, Fraction]:
    weights = {name: Fraction(count, 2 if name in halved else 1) for name, count in strata.items()}
    whole = sum(weights.values())
    return {name: size * weight / whole for name, weight in weights.items()} if whole else {}


def draw(units: Iterable[Drawn], counts: Mapping[str, int], seed: int) -> list[Drawn]:
    """Return as many units of each stratum as `counts` says, in an order in which every beginning is spread over all.

    Within a stratum that order is random, so that whoever stops early has read a smaller sample of the same design.
    """
    members: dict[str, list[tuple[str, Drawn]]] = defaultdict(list)
    for unit in units:
        members[unit.stratum].append((chance(seed, unit.name), unit))
    spread = [
        (Fraction(2 * rank + 1, 2 * counts[stratum]), key, unit)
        for stratum, own in members.items()
        for rank, (key, unit) in enumerate(sorted(own)[: counts.get(stratum, 0)])
    ]
    return [unit for _, _, unit in sorted(spread)]


def queues(names: Sequence[str], coders: Sequence[str], overlap: float, *, before: int = 0) -> dict[str, list[str]]:
    """Return which units each coder reads, in the order of `names`: some are read by all, the others by one each.

    Those of all are spread evenly, `overlap` of them; the others go round. `before` are the units that were given out
    earlier, so that what is drawn later goes on where that ended.
    """
    found: dict[str, list[str]] = {coder: [] for coder in coders}
    part = Fraction(overlap).limit_denominator(1000)
    for at, name in enumerate(names, start=before):
        shared = int((at + 1) * part) - int(at * part)
        alone = at - int(at * part)
        for coder in coders if shared else (coders[alone % len(coders)],):
            found[coder].append(name)
    return found
