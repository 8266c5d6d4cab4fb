"""What the countries of two casts say for or against one event: their rolls, and who acts against whom."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memcon.events.merge.casts import Cast


def size(countries: frozenset[str]) -> tuple[int, list[str]]:
    """Return a key by which the longer roll is the greater."""
    return len(countries), sorted(countries)


def common_core(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    """Return what both have in common, or the more telling of the two where that is less than two sides."""
    common = left & right
    return common if len(common) > 1 else max(left, right, key=size)


def country_points(left: "Cast", right: "Cast") -> int | None:
    """Return points for the countries, or None where they are others; a mention may name fewer, or one too many.

    Two who meet beside a summit do not hold it: against four or more, fewer than half are no part of the same roll.
    """
    if not left.core or not right.core:
        return 0
    if left.core == right.core:
        return 10 if len(left.core) > 1 else 5
    fewer, more = (left.core, right.core) if len(left.core) <= len(right.core) else (right.core, left.core)
    if len(more) > 3 and len(fewer & more) >= 0.6 * len(fewer | more):
        return 10  # the rolls of a large meeting differ
    if fewer < more:
        return 5 if len(more) < 4 or 2 * len(fewer) > len(more) else None
    if left.core <= right.countries or right.core <= left.countries:
        return 0
    return 0 if len(more) < 4 and len(fewer & more) > 1 else None


def are_opposed(left: "Cast", right: "Cast") -> bool:
    """Say whether the casts act in different directions: who accuses whom is what a dispute is."""
    if left.actors and right.actors and not left.actors & right.actors:
        return True
    return bool(left.targets and right.targets and not left.targets & right.targets)
