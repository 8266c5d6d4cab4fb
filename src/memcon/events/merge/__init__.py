"""Take for one event what several articles, or one article several times, report of it. Pure.

First within an article, then across articles: mentions are blocked, pairs scored by rules that say why (`rules`), and
joined strongest first as long as the whole clusters can be one event (`clusters`). Contact that has not happened is
never joined with contact that has, but linked to it (`links`). Nothing here reads a text beyond the quotes.
"""

from collections.abc import Iterable

from memcon.events.merge.across import across_articles
from memcon.events.merge.casts import Casting
from memcon.events.merge.events import event, event_order, label, labelled, merged_fields
from memcon.events.merge.links import Tie, event_links
from memcon.events.merge.nodes import NodeReader
from memcon.events.merge.parties import Parties
from memcon.events.merge.within import Join, within_articles
from memcon.records import Event, Mention, Merge

__all__ = ["event_order", "merge"]


def merge(mentions: Iterable[Mention]) -> list[Event]:
    """Return the events that `mentions` report, sorted by date, kind and id, the undated last.

    The result does not depend on the order of the mentions, nor on equal ones given twice. Each mention is the proof of
    exactly one event, so that merging the mentions of the result again gives the same events.
    """
    known = _distinct(mentions)
    parties = Parties()
    groups, joins, ties = _grouped(known, parties)
    merges: list[list[Merge]] = [[] for _ in groups]
    owner = {position: at for at, group in enumerate(groups) for position in group}
    for left, right, reason in joins:
        merges[owner[left]].append(Merge(left=known[left].id, right=known[right].id, reason=reason))
    said = [merged_fields([known[position] for position in group], parties) for group in groups]
    ids = labelled(
        [
            (label(each["kind"], each["date"], each["countries"]), known[group[0]].id)
            for each, group in zip(said, groups, strict=True)
        ]
    )
    found = []
    for at, why in enumerate(merges):
        links = sorted((link, ids[other]) for link, other in ties.get(at, ()))
        found.append(event(said[at], ids[at], links, sorted(why, key=lambda pair: (pair.left, pair.right))))
        said[at] = {}
    return sorted(found, key=event_order)


def _grouped(known: list[Mention], parties: Parties) -> tuple[list[tuple[int, ...]], list[Join], dict[int, set[Tie]]]:
    """Return the positions of the mentions of each event, what was joined and why, and what is linked to what."""
    casting = Casting(parties)
    reader = NodeReader(casting)
    nodes, joins = within_articles([reader.read(at, mention) for at, mention in enumerate(known)], known, casting)
    nodes, more = across_articles(nodes, known, casting)
    return [node.mentions for node in nodes], joins + more, event_links(nodes, casting)


def _distinct(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions in an order that does not depend on theirs, equal ones once."""
    by_id: dict[str, Mention] = {}
    clashing: dict[str, list[Mention]] = {}
    for mention in mentions:
        first = by_id.setdefault(mention.id, mention)
        if first is not mention and first != mention and mention not in clashing.setdefault(mention.id, []):
            clashing[mention.id].append(mention)
    known = [by_id[name] for name in sorted(by_id)]
    if any(clashing.values()):  # two facts of one name: both are kept
        known += [mention for others in clashing.values() for mention in others]
        known.sort(key=lambda mention: (mention.id, repr(mention)))
    return known
