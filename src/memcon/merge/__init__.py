"""Take for one event what several articles, or one article several times, report of it. Pure.

First within an article, then across articles: mentions are blocked, pairs scored by rules that say why (`rules`), and
joined strongest first as long as the whole clusters can be one event (`clusters`). Contact that has not happened is
never joined with contact that has, but linked to it (`links`). Nothing here reads a text beyond the quotes.
"""

from collections.abc import Iterable

from memcon.merge.across import across_articles
from memcon.merge.casts import Casting
from memcon.merge.events import event, event_order, fields, label, labelled
from memcon.merge.links import event_links
from memcon.merge.nodes import Reader
from memcon.merge.within import within_articles
from memcon.records import Event, Mention, Merge

__all__ = ["event_order", "merge"]


def merge(mentions: Iterable[Mention]) -> list[Event]:
    """Return the events that `mentions` report, sorted by date, kind and id, the undated last.

    The result does not depend on the order of the mentions, nor on equal ones given twice. Each mention is the proof of
    exactly one event, so that merging the mentions of the result again gives the same events.
    """
    known = _distinct(mentions)
    casting = Casting()
    reader = Reader(casting)
    nodes = [reader.read(position, mention) for position, mention in enumerate(known)]
    nodes, joins = within_articles(nodes, known, casting)
    nodes, more = across_articles(nodes, known, casting)
    owner = {position: at for at, node in enumerate(nodes) for position in node.mentions}
    merges: dict[int, list[Merge]] = {}
    for left, right, reason in (*joins, *more):
        pair = Merge(left=known[left].id, right=known[right].id, reason=reason)
        merges.setdefault(owner[left], []).append(pair)
    said = [fields([known[position] for position in node.mentions], casting.parties) for node in nodes]
    drafts = [
        (label(each["kind"], each["date"], each["countries"]), known[node.mentions[0]].id)
        for each, node in zip(said, nodes, strict=True)
    ]
    ids = labelled(drafts)
    tied = event_links(nodes, ids, casting)
    found = [
        event(each, ids[at], tied.get(at, ()), tuple(sorted(merges.get(at, ()), key=lambda m: (m.left, m.right))))
        for at, each in enumerate(said)
    ]
    return sorted(found, key=event_order)


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
