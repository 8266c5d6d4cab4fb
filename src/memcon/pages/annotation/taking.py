"""Take what annotators made of a run in another tool into the decisions of a reviewer, as if he had made them here.

Ids of decisions follow from what they say, so that the same file taken twice adds nothing; what an earlier file said of
the same articles, and this one says no more, is undone.
"""

import dataclasses
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from memcon.errors import UsageError
from memcon.outputs.folder import RunFolder
from memcon.pages.annotation import of_run
from memcon.pages.annotation.cells import read_cell
from memcon.pages.annotation.changes import Change, Changes
from memcon.pages.annotation.dates import settled
from memcon.pages.annotation.formats.base import Files, Format, Holds
from memcon.pages.annotation.located import located
from memcon.pages.annotation.model import Document, Piece, Refused, problems
from memcon.pages.review import Session
from memcon.pages.review.asked import AnyRequest, RequestRefused, checked
from memcon.pages.review.requests import edited
from memcon.records.decision import Decision, Undo, articles_named, undone

_SPACE: Final = uuid.UUID("6d656d63-6f6e-5a61-8e6f-746174696f6e")
"""The name space of ids of decisions that were taken from another tool."""
_TAKEN: Final = 5
"""The version of such an id; those of the page are of version 4."""

_MANY: Final = 5
"""Events that are marked no more, and more than half of those of their articles: the file may have been cut."""


@dataclasses.dataclass
class Taken:
    """What came of a file."""

    refused: list[Refused] = dataclasses.field(default_factory=list)
    made: Counter[str] = dataclasses.field(default_factory=Counter)
    """New decisions, by action."""
    known: int = 0
    """Decisions that were taken before."""
    articles: int = 0
    """Articles of which something was taken."""
    untouched: int = 0
    """Articles of the file at which nobody looked, as the tool says."""
    moved: int = 0
    """Events of which other words were marked: decisions keep the words that the run has."""


def take(
    session: Session, run: RunFolder, format_: Format, path: Path, *, name: str, inputs: Sequence[str] | None = None,
    annotator: str | None = None, accept: bool = False, read_whole: bool = False, yes: bool = False,
) -> Taken:  # fmt: skip
    """Take the file, the folder or the archive at `path` in as decisions of the session's reviewer.

    `annotator` is whose annotations count, as the tool names them, needed where several worked on one article; `accept`
    says that what came back unchanged was looked at, where the tool does not tell; with `read_whole` an article that
    was looked at counts as read whole. What cannot be taken is in `refused`, and nothing else is lost by it. `yes` says
    that the file is whole, though most events of its articles are marked no more.
    Raises UsageError where the file cannot be read or lacks most events, or no article is at hand; DataError, DiskError
    as a review.
    """
    taken = Taken()
    before = {one.article: one for one in of_run.documents(run, inputs) if isinstance(one, Document)}
    events = {
        proof.mention: tuple(proof.mention for proof in event.mentions)
        for event in of_run.machine_events(run)
        for proof in event.mentions
    }
    changes = Changes(events, format_.holds, accept=accept)
    looked: list[Change] = []
    here: set[str] = set()
    for document in _chosen(format_.read(Files(path)), before, format_.holds, annotator, taken):
        known = len(changes.refused)
        changes.article(before[document.article], document)
        taken.articles += 1
        if document.article in changes.damaged or len(changes.refused) > known:
            continue
        if read_whole and (accept if document.looked is None else document.looked):
            looked.append(Change(document.where, {"action": "read", "article": document.article}))
        here.add(document.article)
    if changes.missing >= _MANY and changes.missing > changes.events // 2 and not yes:
        told = f"{changes.missing} of the {changes.events} events of its articles are marked no more"
        raise UsageError(f"{str(path)!r}: {told}, and would be rejected: where the file is whole, say --yes")
    wanted = [*changes.changes(), *looked]
    taken.refused += changes.refused
    taken.moved = changes.moved
    _decide(session, wanted, changes.added(), here, name, taken)
    return taken


def _chosen(
    pieces: Iterable[Piece], before: Mapping[str, Document], holds: Holds, annotator: str | None, taken: Taken
) -> Iterable[Document]:
    """Return the documents that count, each article once, held against those of the run."""
    texts: dict[str, list[str]] = {}
    cells: dict[str, list[str]] = {}
    for one in before.values():
        texts.setdefault(one.text, []).append(one.article)
        cells.setdefault(read_cell(one.article), []).append(one.article)
    found: dict[str, list[Document]] = {}
    for piece in pieces if holds.text else settled(pieces, before.values()):
        if isinstance(piece, Refused):
            taken.refused.append(piece)
            continue
        if holds.text:
            names = [piece.article] if piece.article else texts.get(piece.text, [])
        else:
            names = cells.get(piece.article, [piece.article])
        whole = dataclasses.replace(piece, article=names[0] if len(names) == 1 else "")
        if not holds.text and whole.article in before:
            whole = located(whole, before[whole.article], taken.refused)
        why = _wrong(whole, before, names)
        if why:
            taken.refused.append(Refused(piece.where, why))
        elif piece.looked is False:
            taken.untouched += 1
        elif annotator in {None, piece.annotator}:
            found.setdefault(whole.article, []).append(whole)
    for article, several in found.items():
        if len(several) > 1:
            whose = sorted({one.annotator for one in several if one.annotator})
            hint = f": say --annotator {whose[0]}, or {', '.join(whose[1:])}" if len(whose) > 1 else ""
            taken.refused.append(Refused(several[1].where, f"{article!r} was annotated {len(several)} times{hint}"))
    return [several[0] for several in found.values() if len(several) == 1]


def _wrong(document: Document, before: Mapping[str, Document], names: Sequence[str]) -> str:
    """Return why a document cannot be held against the run; empty where it can."""
    if not document.article:
        several = f"it may be of several articles: {', '.join(map(repr, names[:3]))}"
        return several if names else "its text is that of no article of the run"
    was = before.get(document.article)
    if was is None:
        return f"the run has no article {document.article!r} whose text is at hand"
    if was.text != document.text:
        return f"its text is not that of {document.article!r}: something has changed it{_at(was, document)}"
    if document.mark and document.mark != was.mark:
        return f"the run says otherwise of {document.article!r} than when this was exported: export it again"
    return next(problems(document), "")


def _at(was: Document, now: Document) -> str:
    pairs = zip(was.text, now.text, strict=False)
    at = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(was.text), len(now.text)))
    return f", from character {at} on"


def _decide(
    session: Session, wanted: Sequence[Change], added: Mapping[str, Change], here: set[str], tool: str, taken: Taken
) -> None:
    """Have the decisions made, a round after the other, and those of earlier files undone that are wanted no more."""
    ids = {id(change): _id(session.who, change.request) for change in wanted if not change.merges}
    names = {node: f"{_mention(one.request, session)}@{ids[id(one)]}" for node, one in added.items()}
    told, asked = set(), []
    for change in wanted:
        request = dict(change.request)
        if request["action"] == "merge":
            request["events"] = [[names.get(name, name) for name in event] for event in request["events"]]
        key = ids.get(id(change)) or _id(session.who, request)
        told.add(key)
        if request["action"] == "read" and request["article"] not in here:
            continue  # something of it was refused
        try:
            asked.append((change.where, _checked({**request, "id": key, "note": _note(tool, change)})))
        except RequestRefused as why:
            taken.refused.append(Refused(change.where, str(why)))
            here -= _articles(request)
    undoing, again = _standing(session.decisions, told, here, session.who)
    undo = ((one, checked({"action": "undo", "undoes": one, "id": two})) for one, two in undoing + again)
    for _, group in groupby([*undo, *asked], key=lambda each: each[1].action):
        requests = list(group)
        replies = session.decide_many([request for _, request in requests])
        for (where, one), reply in zip(requests, replies, strict=True):
            if isinstance(reply, RequestRefused):
                taken.refused.append(Refused(where, str(reply)))
            elif reply.made:
                taken.made[one.action] += 1
            else:
                taken.known += 1


def _checked(told: Mapping[str, Any]) -> AnyRequest:
    """Return a request whose values are some; raises RequestRefused."""
    request = checked(told)
    for value in [*told.get("edits", ()), *told.get("values", ())]:
        edited(value)
    return request


def _articles(request: Mapping[str, Any]) -> set[str]:
    """Return the articles that a request is about: of what is refused there, an earlier file's word stays."""
    named = [*request.get("event", ()), *(name for event in request.get("events", ()) for name in event)]
    return {name.rpartition("#")[0] for name in named} | {request.get("article", "")}


def _note(tool: str, change: Change) -> str:
    """Return the note of a decision: where it was read, and what was written beside it; names may be no text."""
    told = f"{tool}: {change.where}{' · ' if change.note else ''}{change.note}"
    return told.encode("utf-8", "backslashreplace").decode()[:4000]


def _id(who: str, request: Mapping[str, Any]) -> str:
    """Return the id of a decision, which follows from what it says and who says it."""
    return str(uuid.uuid5(_SPACE, json.dumps([who, request], sort_keys=True, ensure_ascii=True)))


def _mention(request: Mapping[str, Any], session: Session) -> str:
    """Return the id of the mention that an added event becomes, but for its decision (`pages.review.requests`)."""
    text = session.run.texts.get(request["article"], "")
    spans = []
    for start, end in request["spans"]:
        words = text[start:end]
        first = start + len(words) - len(words.lstrip())
        spans.append((first, first + len(words.strip())))
    start, end = min(spans)
    return f"{request['article']}#{request['kind']}-{start}-{end}"


def _standing(
    decisions: Sequence[Decision], wanted: set[str], here: set[str], who: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what is to be undone, and which undoing is to be undone, each with the id of the decision that does it.

    Of decisions that were taken from another tool before: those about articles of this file alone that it does not say
    are undone, and those that it says again after they were undone hold again.
    """
    void = undone(decisions)
    last: dict[str, str] = {}
    for one in decisions:
        if isinstance(one, Undo):
            last[one.undoes] = one.id
    undoing, again = [], []
    for one in decisions:
        if isinstance(one, Undo) or one.who != who or uuid.UUID(one.id).version != _TAKEN:
            continue
        end = one.id
        while end in last:
            end = last[end]
        if one.id in wanted and one.id in void:
            again.append((end, str(uuid.uuid5(_SPACE, end))))
        elif one.id not in wanted and one.id not in void and articles_named([one]) <= here:
            undoing.append((end, str(uuid.uuid5(_SPACE, end))))
    return undoing, again
