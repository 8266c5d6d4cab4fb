"""What annotators made of a run's events, as requests of a review: accept, reject, edit, split, add, merge.

Pure. An event of several articles is marked once in each; what was made of it in one article concerns the whole event,
but for its deletion, which takes that article's mention away.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from memcon.pages.annotation.fields import SaysNothing, edits, told
from memcon.pages.annotation.formats.base import Holds
from memcon.pages.annotation.groups import Groups
from memcon.pages.annotation.matching import filled, matched
from memcon.pages.annotation.model import Annotation, Document, Refused, Span
from memcon.pages.review.asked import MOST_EVENTS, MOST_QUOTES
from memcon.records.fields import editable

ROUNDS: Final = ("undo", "split", "reject", "edit", "accept", "add", "read", "merge")
"""The order in which requests are made: each finds events as those before have left them."""
_SHOWN: Final = 5
"""Events that are told by name."""
_KNOWN: Final = tuple(row.name for row in editable() if row.sort != "choice")
"""Fields that an added event has besides its kind, status and variant."""


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """A request, but for its id, and where it was read."""

    where: str
    request: Mapping[str, Any]
    note: str = ""
    merges: tuple[str, ...] = ()
    """Of a merge: the nodes that are added events, whose mentions have no names yet."""


@dataclasses.dataclass
class EventState:
    """What came back of one event of the run, from all articles that were looked at."""

    names: tuple[str, ...]
    """All its mentions."""
    kept: dict[str, tuple[str, bool]] = dataclasses.field(default_factory=dict)
    """Of each mention that is still marked: where, and whether somebody looked."""
    gone: dict[str, str] = dataclasses.field(default_factory=dict)
    """Of each that is marked no more: where."""
    edited: dict[str, list[tuple[str, dict[str, Any]]]] = dataclasses.field(default_factory=dict)
    """Of each field: where it was given which edit."""
    parts: list[list[str]] = dataclasses.field(default_factory=list)
    """Mentions that are no longer one event with the rest, in groups."""

    note: str = ""
    """What an annotator wrote beside it."""

    @property
    def where(self) -> str:
        """Return where the first of it was read."""
        return next((where for where, _ in self.kept.values()), next(iter(self.gone.values()), ""))


class Changes:
    """Gathers what came back, an article at a time; then tells the requests."""

    def __init__(self, events: Mapping[str, tuple[str, ...]], holds: Holds, *, accept: bool) -> None:
        """Take the mentions of the event of each mention; `accept` takes what came back unchanged for accepted.

        That is, where the tool does not tell whether somebody looked.
        """
        self._events, self._holds, self._accept = events, holds, accept
        self._states: dict[tuple[str, ...], EventState] = {}
        self._added: dict[str, Change] = {}
        self._groups = Groups()
        self.refused: list[Refused] = []
        self.damaged: set[str] = set()
        """Articles of which something was refused: what they lack may be that, and is not taken away."""
        self.events = self.missing = 0
        """Events that were marked in the articles, and those of them that are no more."""
        self.moved = 0
        """Annotations of other words than were written: decisions keep the words that the run has."""

    def article(self, before: Document, after: Document) -> None:
        """Take in what came back of an article, whose text is the same."""
        known = {one.mention for one in before.annotations}
        self.events += len(known)
        strange = [one for one in after.annotations if one.mention and one.mention not in known]
        for one in strange:
            why = f"{one.id!r} is of {one.mention!r}, which the run has not in this article: it has changed since"
            self.refused.append(Refused(after.where, why))
        rest = tuple(one for one in after.annotations if not one.mention or one.mention in known)
        found = matched(before.annotations, rest)
        if after.damaged or strange:
            self.damaged.add(after.article)
        whole = filled(dataclasses.replace(after, annotations=rest), before, found.kept, self._holds)
        now = {one.id: one for one in whole.annotations}
        was, are = ({span.id: span for span in document.spans} for document in (before, whole))
        nodes: dict[str, str] = {}
        for old, new in found.kept:
            if new.decision == "reject":
                self._state(old.mention).gone[old.mention] = f"{whole.where}, {new.id}"
            else:
                nodes[new.id] = old.mention
                self._kept(old, now[new.id], before, whole, was, are)
        for one in found.added:
            if one.decision != "reject":
                if self._add(now[one.id], whole, are):
                    nodes[one.id] = _node(whole, one)
                else:
                    self.damaged.add(whole.article)  # it may be one of the events, on other words
        self._take_away(found.gone if self._holds.complete else (), whole)
        if self._holds.relations:
            self._tie(before, whole, nodes)

    def _take_away(self, gone: Sequence[Annotation], after: Document) -> None:
        """Take events that are marked no more for taken away, where nothing of their article was refused."""
        if gone and after.article in self.damaged:
            names = ", ".join(one.id for one in gone[:_SHOWN]) + ("…" if len(gone) > _SHOWN else "")
            why = (
                f"{len(gone)} of its events are marked no more ({names}), and may be what was refused: none is rejected"
            )
            self.refused.append(Refused(after.where, why))
            return
        self.missing += len(gone)
        for one in gone:
            self._state(one.mention).gone[one.mention] = after.where

    def _state(self, mention: str) -> EventState:
        names = self._events[mention]
        return self._states.setdefault(names, EventState(names))

    def _kept(
        self, old: Annotation, new: Annotation, before: Document, after: Document, was: Mapping[str, Span],
        are: Mapping[str, Span],
    ) -> None:  # fmt: skip
        state = self._state(old.mention)
        where = f"{after.where}, {new.id}"
        self.moved += (old.start, old.end) != (new.start, new.end)
        looked = self._accept if after.looked is None else after.looked
        state.kept[old.mention] = where, looked or new.decision == "accept"
        state.note = state.note or new.note
        lacks: list[str] = []
        try:
            for edit in edits(told(old, before, was), told(new, after, are)):
                damaged = self._holds.complete and after.article in self.damaged
                if damaged and edit["field"] not in {"kind", *new.values}:
                    lacks.append(edit["field"])
                    continue
                state.edited.setdefault(edit["field"], []).append((where, edit))
        except SaysNothing as error:
            self.refused.append(Refused(where, str(error)))
            state.kept[old.mention] = where, False
        if lacks:
            self.refused.append(Refused(where, f"what it lacks ({', '.join(lacks)}) may be what was refused: it stays"))
            state.kept[old.mention] = where, False

    def _add(self, one: Annotation, document: Document, spans: Mapping[str, Span]) -> bool:
        where = f"{document.where}, {one.id}"
        try:
            values = told(one, document, spans)
        except SaysNothing as error:
            self.refused.append(Refused(where, str(error)))
            return False
        if not values["countries"] and not any(person["country"] for person in values["participants"]):
            why = "it has no side: give countries, as JOR, NOR, or mark who took part and of which country"
            self.refused.append(Refused(where, why))
            return False
        quotes = [spans[each.span] for each in one.arguments if each.role == "quote" and each.span in spans]
        if len(quotes) >= MOST_QUOTES:
            why = f"it has {len(quotes) + 1} quotes, and an event that is added takes {MOST_QUOTES}: mark fewer"
            self.refused.append(Refused(where, why))
            return False
        request = {
            "action": "add", "article": document.article,
            "spans": [(one.start, one.end), *((span.start, span.end) for span in quotes)],
            **{name: values[name] for name in ("kind", "status", "variant")},
            "values": [{"field": name, "value": values[name]} for name in _KNOWN if values[name]],
        }  # fmt: skip
        self._added[_node(document, one)] = Change(where, request, one.note)
        return True

    def _tie(self, before: Document, after: Document, nodes: Mapping[str, str]) -> None:
        """Take in which annotations of an article are one event, and which that were are so no more."""
        here = Groups()
        for node in nodes.values():
            here.add(node)
        for tie in after.relations:
            if tie.type == "same" and tie.source in nodes and tie.target in nodes:
                here.tie(nodes[tie.source], nodes[tie.target])
        places = {one.mention: one.start for one in before.annotations}
        apart: dict[tuple[str, ...], dict[str, list[str]]] = {}
        for node in sorted(set(nodes.values()) & places.keys(), key=lambda name: (places[name], name)):
            apart.setdefault(self._events[node], {}).setdefault(here.of(node), []).append(node)
        for names, groups in apart.items():
            if len(groups) > 1 and after.article in self.damaged:
                why = "events of it are tied no more as the same, and the tie may be what was refused: none is split"
                self.refused.append(Refused(after.where, why))
            else:
                self._states[names].parts += list(groups.values())[1:]
        for node in nodes.values():
            self._groups.tie(node, here.of(node))

    def changes(self) -> Iterator[Change]:
        """Yield the requests, a round after the other; call it once, at the end."""
        made: dict[str, list[Change]] = {action: [] for action in ROUNDS}
        parts: dict[str, tuple[str, ...]] = {}
        for state in self._states.values():
            for change in self._of(state, parts):
                made[change.request["action"]].append(change)
        made["add"] += self._added.values()
        made["merge"] += self._merges(parts)
        for action in ROUNDS:
            yield from made[action]

    def _of(self, state: EventState, parts: dict[str, tuple[str, ...]]) -> Iterator[Change]:
        gone = list(state.gone)
        away = {*gone, *(name for part in state.parts for name in part)}
        rest = [name for name in state.names if name not in away]
        groups = [part for part in (rest, *state.parts, gone) if part]
        if len(groups) > MOST_EVENTS:
            why = f"it is {len(groups)} events now, tied no more as the same, and {MOST_EVENTS} are made of one at most"
            self.refused.append(Refused(state.where, why))
            return
        for part in groups[: len(groups) - bool(gone)]:
            parts |= dict.fromkeys(part, tuple(part))
        if len(groups) > 1:
            yield Change(state.where, {"action": "split", "event": state.names, "parts": groups})
        if gone:
            yield Change(state.gone[gone[0]], {"action": "reject", "event": gone})
        if state.kept:
            first = next(part for part in groups if state.kept.keys() & {*part})
            yield from self._values(state, first, split=len(groups) > 1)

    def _values(self, state: EventState, names: Sequence[str], *, split: bool) -> Iterator[Change]:
        """Yield the edit of an event, or that it is accepted, or nothing."""
        given = []
        for field, told_ in state.edited.items():
            if any(edit != told_[0][1] for _, edit in told_[1:]):
                where = " and ".join(where for where, _ in told_)
                self.refused.append(Refused(where, f"{field}: the event has one {field}, and these say different ones"))
                return
            given.append(told_[0][1])
        if given:
            where = next(iter(state.edited.values()))[0][0]
            yield Change(where, {"action": "edit", "event": names, "edits": given}, state.note)
        elif not split and any(looked for _, looked in state.kept.values()):
            yield Change(state.where, {"action": "accept", "event": names}, state.note)

    def _merges(self, parts: Mapping[str, tuple[str, ...]]) -> Iterator[Change]:
        """Yield merges of what was tied and is not one event yet."""
        for group in self._groups.all():
            nodes = [node for node in group if node in parts or node in self._added]
            events = dict.fromkeys(parts.get(node, (node,)) for node in nodes)
            if len(events) > 1:
                added = tuple(node for node in nodes if node in self._added)
                first = next(iter(events))[0]
                where = self._added[first].where if first in self._added else self._state(first).where
                if len(events) > MOST_EVENTS:
                    why = f"{len(events)} events are tied as the same, and {MOST_EVENTS} are merged at most: tie fewer"
                    self.refused.append(Refused(where, why))
                    continue
                yield Change(where, {"action": "merge", "events": list(events)}, merges=added)

    def added(self) -> Mapping[str, Change]:
        """Return the added events, by the names that merges have for them."""
        return self._added


def _node(document: Document, one: Annotation) -> str:
    """Return what names an annotation that no mention names; no mention is named so."""
    return f"\0{document.article}\0{one.id}"
