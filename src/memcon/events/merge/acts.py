"""Which acts of dispute are one act under two names, and which name says most. Knows nothing of who acts, or when."""

import itertools
from collections.abc import Collection, Mapping
from typing import Final

from memcon.records import Act, Variant

SPOKEN: Final[tuple[tuple[Act, ...], ...]] = (("protest", "accuse", "criticise"), ("threaten", "warn"))
"""Families of what is said, the most telling name first; a statement is one event for each family (codebook, U2)."""
_DONE: Final[tuple[tuple[Act, ...], ...]] = (
    ("cut_ties", "suspend"),
    ("violate_border", "show_force"),
    ("seize", "obstruct"),
)
"""Deeds that outlets name in two ways, the more telling first."""
_DEEDS: Final = frozenset(itertools.chain(*_DONE))
_FAMILY: Final[Mapping[str, int]] = {act: number for number, family in enumerate(SPOKEN) for act in family}
RANK: Final[Mapping[str, int]] = {act: rank for rank, act in enumerate(itertools.chain(("summon",), *SPOKEN, *_DONE))}
"""The place of an act among its names, that which says most first."""

# Two names that outlets give to one act, in no order
NEAR: Final = frozenset(
    frozenset(pair)
    for pair in (
        ("accuse", "criticise"),
        ("criticise", "protest"),
        ("protest", "summon"),
        ("warn", "threaten"),
        *_DONE,
    )
)
# Deeds that one side does not do to another twice within so many days, unlike what it says, or does in a war
RARE: Final[Mapping[str, int]] = {
    "summon": 7,
    "sanction": 7,
    "bar": 7,
    "seize": 7,
    "suspend": 31,
    "cut_ties": 31,
    "expel": 31,
}


def near(left: frozenset[str], right: frozenset[str]) -> bool:
    """Say whether every act of one is every act of the other, or a name that outlets give to the same.

    What one article gave several names of a family is also what another gives one of these.
    """
    if left == right or all(a == b or frozenset((a, b)) in NEAR for a in left for b in right):
        return True
    return bool(left & right) and one_family(left, right)


def one_family(left: frozenset[str], right: frozenset[str]) -> bool:
    """Say whether all acts are said in one statement: of one family of `SPOKEN`; or the same act, said or done."""
    return left == right or len({_FAMILY.get(act, -1 - at) for at, act in enumerate(left | right)}) == 1


def two_deeds(left: frozenset[str], right: frozenset[str]) -> bool:
    """Say whether one article that names these acts tells of two deeds: each is an event of its own (codebook, U7)."""
    return bool(left and right) and left.isdisjoint(right) and left | right <= _DEEDS


def telling(variant: Variant, named: Collection[Variant]) -> Variant:
    """Return the most telling of those of `named` that are one family with `variant`."""
    family = _FAMILY.get(variant)
    return min((v for v in named if family is not None and _FAMILY.get(v) == family), key=_rank, default=variant)


def _rank(variant: Variant) -> int:
    return RANK.get(variant, len(RANK))
