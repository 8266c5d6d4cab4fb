"""Take for one event what several articles, or one article several times, report of it. Pure.

First within an article, then across articles: mentions are blocked, pairs scored by rules that say why (`rules`), and
joined strongest first as long as the whole clusters can be one event (`clusters`). Contact that has not happened is
never joined with contact that has, but linked to it (`links`). Nothing here reads a text beyond the quotes. What is not
held is kept in a `room`: in memory, or on disk (docs/adr/0016).
"""

from collections.abc import Iterable, Iterator

from memcon.events.merge.across import Across
from memcon.events.merge.casts import Casting
from memcon.events.merge.drafts import AsEvents, Drafts, E_co, Written
from memcon.events.merge.events import event_order
from memcon.events.merge.links import Linking
from memcon.events.merge.nodes import Node
from memcon.events.merge.parties import Parties
from memcon.events.merge.room import Known, Memory, Room, known_in_memory
from memcon.events.merge.shelves import NodeShelves
from memcon.events.merge.within import within_articles
from memcon.records import Event, Kind, Mention

__all__ = ["event_order", "merge", "merged"]


def merge(mentions: Iterable[Mention]) -> list[Event]:
    """Return the events that `mentions` report, sorted by date, kind and id, the undated last.

    The result does not depend on the order of the mentions, nor on equal ones given twice. Each mention is the proof of
    exactly one event, so that merging the mentions of the result again gives the same events.
    """
    return [event for _, event in merged(known_in_memory(mentions), Memory(), AsEvents())]


def merged(known: Known, room: Room, written: Written[E_co]) -> Iterator[tuple[Kind, E_co]]:
    """Yield the events that the mentions `known` report, as `merge` returns them, each behind its kind.

    What waits is kept in `room`; `written` makes the events.
    """
    parties = Parties()
    casting = Casting(parties)
    shelves = NodeShelves(room)
    drafts = Drafts(known, room, parties, written)
    across = Across(len(known), casting, room, shelves)
    for node, joins in within_articles(known, casting):
        across.meet(node)
        drafts.joined(joins)
    nodes = shelves.new()
    linking = Linking(len(known), casting, room)

    def put(node: Node) -> None:
        at = nodes.put(node)
        drafts.own(at, node.mentions)
        linking.meet(at, node)

    drafts.joined(across.events(put))
    drafts.draft(nodes, linking.meet_again)
    return drafts.finished(linking.ties(nodes))
