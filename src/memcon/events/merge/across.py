"""Take for one what different articles report: first what says the same, then what is sure of a day, then the rest."""

import dataclasses
from array import array
from collections.abc import Hashable, MutableSequence, Sequence

from memcon.events.merge.blocks import Pair, block_pairs, copies, is_day
from memcon.events.merge.casts import Casting
from memcon.events.merge.clusters import Clusters, packed
from memcon.events.merge.nodes import Node, joint
from memcon.events.merge.rules import SAME_WORDS, pair_points, reason
from memcon.events.merge.within import Join
from memcon.records import Mention


def across_articles(
    nodes: Sequence[Node], mentions: Sequence[Mention], casting: Casting
) -> tuple[list[Node], list[Join]]:
    """Return one node for each event, and what was joined."""
    groups, joins = _equals(nodes, casting)
    merged = [_fold(nodes, group, casting) for group in groups]
    clusters = Clusters(merged, casting)
    copied = set(copies(merged, mentions))
    firm, loose = _scored(merged, casting, copied)
    done = clusters.join(sorted(firm))
    done += clusters.join(clusters.told_most_first(loose))
    for i, j in done:
        words = reason(merged[i], merged[j], casting, "same words" if (i, j) in copied else "")
        joins.append((merged[i].mentions[0], merged[j].mentions[0], words))
    return [_whole(merged, group, clusters) for group in clusters.groups()], joins


def _equals(nodes: Sequence[Node], casting: Casting) -> tuple[list[list[int]], list[Join]]:
    """Group nodes that say exactly the same, so that a story printed a thousand times is compared once."""
    groups: dict[Hashable, list[int]] = {}
    for i, node in enumerate(nodes):
        told = 0 if is_day(node) else node.published
        key = (
            (node.kinds, node.status, node.lo, node.hi, told, node.cast.number, node.acts),
            (node.place, node.place_country),
        )
        groups.setdefault(key, []).append(i)
    found: list[list[int]] = []
    joins: list[Join] = []
    for group in groups.values():
        first = nodes[group[0]]
        if len(group) == 1 or pair_points(first, first, casting) is None:
            found.extend([i] for i in group)
            continue
        found.append(group)
        words = reason(first, first, casting)
        joins.extend((first.mentions[0], nodes[i].mentions[0], words) for i in group[1:])
    found.sort()
    return found, joins


def _fold(nodes: Sequence[Node], group: list[int], casting: Casting) -> Node:
    node = nodes[group[0]]
    if len(group) == 1:
        return node
    for i in group[1:]:
        node = joint(node, nodes[i], casting)
    return dataclasses.replace(node, mentions=tuple(sorted(m for i in group for m in nodes[i].mentions)))


def _whole(merged: Sequence[Node], group: list[int], clusters: Clusters) -> Node:
    if len(group) == 1:
        return merged[group[0]]
    positions = tuple(sorted(m for i in group for m in merged[i].mentions))
    return dataclasses.replace(clusters.whole(group[0]), mentions=positions)


def _scored(
    nodes: Sequence[Node], casting: Casting, copied: set[Pair]
) -> tuple[MutableSequence[int], MutableSequence[int]]:
    """Return every pair that passes its bar, packed, those of one sure day first and then all others.

    A pair that stands in several blocks comes several times.
    """
    firm, loose = array("Q"), array("Q")
    for i, j in copied:
        found = pair_points(nodes[i], nodes[j], casting, extra=SAME_WORDS, lenient=True)
        if found is not None:
            loose.append(packed(found, i, j))
    for i, j in block_pairs(nodes, casting):
        left, right = nodes[i], nodes[j]
        if left.article == right.article >= 0:
            continue  # compared within their article, where words and places in the text count
        found = pair_points(left, right, casting)
        if found is not None:
            (firm if left.lo == left.hi == right.lo == right.hi != 0 else loose).append(packed(found, i, j))
    return firm, loose
