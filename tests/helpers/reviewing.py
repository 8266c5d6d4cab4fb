"""Decisions as tests write them, on events that merging gives."""

import datetime as dt
import itertools
import uuid
from collections.abc import Sequence
from typing import Any

from memcon.events.amend import ArticleText, Reviewed, apply
from memcon.events.merge import merge
from memcon.records import Event, Mention, variant_of
from memcon.records.decision import Accept, Add, Decision, Edit, MergeEvents, Read, Reject, Seen, Split, Target, Undo
from memcon.records.edits import Edited

_NUMBERS = itertools.count(1)
SHA = "5" * 64


def head(who: str = "ana", note: str = "") -> dict[str, Any]:
    number = next(_NUMBERS)
    when = dt.datetime(2024, 5, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=number)
    return {"id": str(uuid.UUID(int=number)), "who": who, "when": when, "note": note}


def target(event: Event, *, alone: bool = True, sha: str = SHA) -> Target:
    names = dict.fromkeys(proof.article for proof in event.mentions)
    return Target(event=event, articles=tuple(Seen(article=name, sha256=sha) for name in names), alone=alone)


def accept(event: Event, **more: Any) -> Decision:
    return Accept(target=target(event, **more), **head())


def reject(event: Event, note: str = "", **more: Any) -> Decision:
    return Reject(target=target(event, **more), **head(note=note))


def edit(event: Event, *edits: Edited, **more: Any) -> Decision:
    return Edit(target=target(event, **more), edits=edits, **head())


def join(*events: Event) -> Decision:
    return MergeEvents(targets=tuple(map(target, events)), **head())


def split(event: Event, *parts: Sequence[str]) -> Decision:
    return Split(target=target(event), parts=tuple(map(tuple, parts)), **head())


def add(mention: Mention, sha: str = SHA) -> Decision:
    return Add(mention=mention, seen=Seen(article=mention.article, sha256=sha), **head())


def read(article: str, sha: str | None = SHA) -> Decision:
    return Read(seen=Seen(article=article, sha256=sha), **head())


def undo(decision: Decision) -> Decision:
    return Undo(undoes=decision.id, **head())


def applied(
    mentions: Sequence[Mention], *decisions: Decision, sha: str = SHA, texts: dict[str, str] | None = None
) -> Reviewed:
    """What decisions make of the events of `mentions`; every article is in the run."""
    names = {m.article for m in mentions} | {d.seen.article for d in decisions if isinstance(d, Add | Read)}
    articles = {name: ArticleText(sha, (texts or {}).get(name)) for name in names}
    return apply(merge(mentions), mentions, decisions, articles)


def told(reviewed: Reviewed) -> list[tuple[str, str]]:
    """The nature of each event."""
    return [(event.id, variant_of(event)) for event in reviewed.events]


def states(reviewed: Reviewed) -> list[str]:
    return [outcome.state for outcome in reviewed.outcomes]
