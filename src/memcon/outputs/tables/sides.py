"""Who acts upon whom in an event, as tables have it: by the roles of a dispute; a contact has no direction."""

import itertools
from typing import Final

from memcon.outputs.tables.column import Plain
from memcon.records.kinds import KINDS

_DISPUTES: Final = frozenset(kind for kind, row in KINDS.items() if row.family == "dispute")
Side = tuple[str, ...]


def acting(event: Plain) -> tuple[Side, Side] | None:
    """Return the countries that act and those that are acted upon, each sorted; None where neither does.

    Where only one side of a dispute is told, the countries without a role are the other. Where none is, or nobody
    else is left, or both sides are one country, the event has no direction.
    """
    if event["kind"] not in _DISPUTES:
        return None
    actors, targets = set(), set()
    for person in event["participants"]:
        if country := person["country"]:
            if person["role"] == "actor":
                actors.add(country)
            elif person["role"] == "target":
                targets.add(country)
    if not actors and not targets:
        return None
    if not actors or not targets:
        rest = {*event["countries"]} - actors - targets
        actors, targets = actors or rest, targets or rest
    if not actors or not targets or (len(actors) == 1 and actors == targets):
        return None
    return tuple(sorted(actors)), tuple(sorted(targets))


def pairs(event: Plain, *, both: bool = False) -> tuple[bool, list[tuple[str, str]]]:
    """Return whether an event is directed, and its pairs of countries, sorted: of actors and targets, or of all sides.

    With `both`, pairs without direction stand in each direction. An event of fewer than two countries has none.
    """
    sides = acting(event)
    if sides:
        return True, [pair for pair in itertools.product(*sides) if pair[0] != pair[1]]
    countries = sorted({*event["countries"]})
    found = list(itertools.permutations(countries, 2) if both else itertools.combinations(countries, 2))
    return False, found
