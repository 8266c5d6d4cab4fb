"""Traits of names in short, by which most people are told from most others in haste. Knows nothing of events."""

from collections.abc import Iterable
from typing import Final
from zlib import crc32

SIGN_BITS: Final = 4096
"""Bits of each half of a sign, one for each trait: names that have no bit of a half in common share no trait."""

Sign = tuple[int, int, int]
"""A number for the country and the kind of a name, or of several; and twice a bit for each of their traits."""
Glance = dict[str, Sign]
"""By side the traits of all of its people."""


def sign_of(kind: int, traits: Iterable[str]) -> Sign:
    """Return the sign of a name of these traits; `kind` is a number of its country and kind."""
    first = second = 0
    for trait in traits:
        mixed = crc32(trait.encode())
        first |= 1 << mixed % SIGN_BITS
        second |= 1 << mixed // SIGN_BITS % SIGN_BITS
    return kind, first, second


def both(one: Sign, other: Sign) -> Sign:
    """Return the sign of two names of one kind."""
    return one[0], one[1] | other[1], one[2] | other[2]


def share_nothing(left: Sign, right: Sign) -> bool:
    """Say whether names are known to share no trait, so that any two of them are different people's."""
    return left[0] == right[0] and not (left[1] & right[1] and left[2] & right[2])


def are_strangers(left: Glance, right: Glance) -> bool:
    """Say whether two casts are of different people on a side, as far as that is seen at a glance: not compatible."""
    for country, sign in left.items():
        other = right.get(country)
        if other is not None and share_nothing(sign, other):
            return True
    return False
