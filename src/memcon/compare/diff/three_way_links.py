"""Links between events while two sides are merged: each leads to the event that its side meant, whatever ids become.

Both sides may use one id for different events, or different ids for one. So, while records are merged, a link names a
node: the number of an event, as base and both sides have it.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Literal, NamedTuple

from memcon.compare.diff.values import R
from memcon.records import Mention

Side = Literal["base", "ours", "theirs"]
SIDES: Final[tuple[Side, ...]] = ("base", "ours", "theirs")
_NODE: Final = "\0"
"""Before the number of a node; no id holds it."""


class Node(NamedTuple, Generic[R]):
    """One event, as base and both sides have it: None where it is not there."""

    base: R | None
    ours: R | None
    theirs: R | None


@dataclass(frozen=True, slots=True)
class Kept(Generic[R]):
    """A record of the outcome: of which node, and, where each side's version is kept or only one is there, whose."""

    record: R
    node: int
    side: Side | None = None


def by_node(nodes: Sequence[Node[R]]) -> list[Node[R]]:
    """Return nodes with records whose links name nodes; those to what is no event of their side or base, ids."""
    ids: dict[Side, dict[str, int]] = {side: {} for side in SIDES}
    for number, node in enumerate(nodes):
        for side, record in zip(SIDES, node, strict=True):
            if record is not None:
                ids[side].setdefault(record.id, number)
    return [
        Node(*(record and _renamed(record, ids[side], ids["base"]) for side, record in zip(SIDES, node, strict=True)))
        for node in nodes
    ]


def _renamed(record: R, own: Mapping[str, int], base: Mapping[str, int]) -> R:
    if isinstance(record, Mention) or not record.links:
        return record
    numbers = [own.get(link.event, base.get(link.event)) for link in record.links]
    links = tuple(
        link if number is None else dataclasses.replace(link, event=f"{_NODE}{number}")
        for link, number in zip(record.links, numbers, strict=True)
    )
    return dataclasses.replace(record, links=links)


def by_id(kept: Iterable[tuple[str, Kept[R]]], nodes: Sequence[Node[R]]) -> tuple[list[R], list[str]]:
    """Return records with their new ids, which stand before each, and links that name those, and what clashes.

    That is a link to an event that is gone, and one to what was no event of its side, and is one now.
    """
    named = [(name, one) for name, one in kept]
    versions: dict[int, dict[Side | None, str]] = {}
    for name, one in named:
        versions.setdefault(one.node, {})[one.side] = name
    taken = {name for name, _ in named}
    records: list[R] = []
    clashes: list[str] = []
    for name, one in named:
        record: R = one.record if one.record.id == name else dataclasses.replace(one.record, id=name)
        if not isinstance(record, Mention) and record.links:
            links = []
            for link in record.links:
                event, gone = _name(link.event, one.side, versions, nodes)
                if gone:
                    clashes.append(f"{name}: it is linked to {event!r}, which a side dropped")
                elif event == link.event and event in taken:
                    clashes.append(f"{name}: it is linked to {event!r}, which was no event of its side, and is one now")
                links.append(dataclasses.replace(link, event=event))
            record = dataclasses.replace(record, links=tuple(links))
        records.append(record)
    return records, clashes


def _name(
    event: str, side: Side | None, versions: Mapping[int, Mapping[Side | None, str]], nodes: Sequence[Node[R]]
) -> tuple[str, bool]:
    """Return the id of the event that a link names, and whether it is gone: the version of its side, or else ours."""
    if not event.startswith(_NODE):
        return event, False
    number = int(event[len(_NODE) :])
    if there := versions.get(number):
        return next(there[each] for each in (side, None, "ours", "theirs") if each in there), False
    node = nodes[number]
    return next(record.id for record in (node.ours, node.theirs, node.base) if record is not None), True
