"""A run on which several coders have opinions, before the one who settles them.

It is a review of `review.jsonl`, whose lines settle opinions: each names what every coder had said. To take an opinion
is to make that coder's decisions again, in the adjudicator's name, after what stood in their way in `review.jsonl` was
taken back. Coders' files are read, and never written.
"""

import contextlib
import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from memcon.compare.agreement.source import chosen
from memcon.events.amend.drafts import edited_fields, value
from memcon.outputs.coding import coders
from memcon.outputs.decisions import ReviewFile, opened
from memcon.outputs.folder import RunFolder
from memcon.pages.report import ShownRun
from memcon.pages.review.asked import AnyRequest, RequestRefused, SettleRequest, UndoRequest
from memcon.pages.review.cases import Case, CaseOpinion, cases_of, is_settled, told_case
from memcon.pages.review.repeats import TAKEN
from memcon.pages.review.session import Reply, Session, read_whole
from memcon.records import Mention, run_files
from memcon.records.decision import (
    Accept,
    Add,
    Decision,
    Edit,
    Read,
    Reject,
    Undo,
    targets,
    undone,
)
from memcon.records.edits import Edited

_EDITED: Final[TypeAdapter[Edited]] = TypeAdapter(Edited)


class Adjudication(Session):
    """A run under adjudication. As a `Session`, may be called from any thread."""

    def __init__(
        self,
        run: ShownRun,
        mentions: Sequence[Mention],
        file: ReviewFile,
        who: str,
        decided: Mapping[str, Sequence[Decision]],
    ) -> None:
        """Take a run, and what each coder decided of it."""
        super().__init__(run, mentions, file, who)
        self.cases = {case.id: case for case in cases_of(self._machine, self._mentions, decided, self._states)}
        self.names = tuple(decided)

    def page(self) -> tuple[ShownRun, dict[str, Any]]:
        """Return the run as it stands, with the cases."""
        run, told = super().page()
        with self._lock:
            settled = self._settled()
            cases = [told_case(case, settled.get(case.id), self.run.texts) for case in self.cases.values()]
        return run, {**told, "cases": cases, "coders": self.names}

    def decide(self, request: AnyRequest) -> Reply:
        """Make a decision or settle a case; it is on disk when this returns. Raises as `Session.decide`."""
        with self._lock:
            before = self._settled()
        if isinstance(request, SettleRequest):
            reply = self._settle(request)
        elif isinstance(request, UndoRequest):
            reply = self._take_back(request)
        else:
            reply = super().decide(request)
        with self._lock:
            after = self._settled()
        changed = {
            name: after.get(name) for name in before.keys() | after.keys() if before.get(name) != after.get(name)
        }
        return dataclasses.replace(reply, body={**reply.body, "settled": changed})

    def _finished(self, decision: Decision) -> Decision:
        """Return a decision of the adjudicator's own, with the opinions that it settles."""
        about = _mentions_of(decision)
        cases = [case for case in self.cases.values() if about & case.mentions] if about else []
        opinions = tuple(one.settled_as for case in cases for one in case.opinions)
        return dataclasses.replace(decision, settles=opinions) if opinions else decision

    def _standing(self) -> list[Decision]:
        """Return the decisions of `review.jsonl` that nobody took back."""
        void = undone(self.decisions)
        return [one for one in self.decisions if one.id not in void]

    def _settled(self) -> dict[str, dict[str, Any]]:
        """Return, by case, who settled it and what he said."""
        lines = [one for one in self._standing() if one.settles]
        by: dict[str, list[Decision]] = {}
        for line in lines:
            for opinion in line.settles:
                if opinion.decision:
                    by.setdefault(opinion.decision, []).append(line)
        found = {}
        for case in self.cases.values():
            own = {line.id: line for name in case.named for line in by.get(name, ())}
            if is_settled(case, own.values()):
                last = list(own.values())[-1]
                found[case.id] = {"who": last.who, "action": last.action, "note": last.note}
        return found

    # --- settling ---

    def _settle(self, request: SettleRequest) -> Reply:
        with self._lock:
            if known := self._find(request.id):
                self._check_settled(request, known)
                return self._known()
            settled = self._settled()
            if request.case is None:
                cases = [one for one in self.cases.values() if one.standing == "agree" and one.id not in settled]
                pairs = [(case, case.opinions[0]) for case in cases]
                if not pairs:
                    raise RequestRefused(409, "there is nothing left on which coders agree")
            else:
                pairs = [self._chosen(request.case, request.take)]
            standing, head = self._standing(), self._head(request)
            made = [lines_of(case, opinion, standing, head) for case, opinion in pairs]
            return self._write(made, request.id, whole=request.case is not None)

    def _check_settled(self, request: SettleRequest, known: Decision) -> None:
        """Raise RequestRefused where the decision that has the id of a request settles another case, or otherwise."""
        same = bool(known.settles) and known.note == request.note
        if same and request.case is not None:
            made = _short(*self._chosen(request.case, request.take))
            head: dict[str, Any] = {name: getattr(known, name) for name in ("id", "who", "when", "note", "settles")}
            same = dataclasses.replace(made[-1], **head) == known if made else isinstance(known, Undo)
        if not same:
            raise RequestRefused(409, TAKEN)

    def _write(self, acts: Sequence[list[Decision]], name: str, *, whole: bool) -> Reply:
        """Write the lines of one act or more; the last line has the id of the request, so that one sent twice is one.

        If `whole`, RequestRefused is raised where a line does not hold, and nothing is written. Else what does not hold
        keeps nothing else back.
        """
        before, revision, first = self._shown.held(), len(self._review), len(self._review)
        single = [lines[0] for lines in acts if len(lines) == 1]
        several = [lines for lines in acts if len(lines) > 1]
        groups = [*several, *([single] if single else [])]
        for at, lines in enumerate(groups):
            last = name if at == len(groups) - 1 else str(uuid.uuid4())
            try:
                _, _, least = self._make(
                    {one.id: one for one in _named(lines, last)}, whole=whole or lines is not single
                )
                first = min(first, least)
            except RequestRefused:
                if whole:
                    raise
        told = {"lines": len(self._review) - revision, "changes": self._shown.since(before), "reload": False}
        return Reply(made=True, body={**self._told(first), **told})

    def _chosen(self, name: str, take: str | None) -> tuple[Case, CaseOpinion]:
        case = self.cases.get(name)
        if case is None:
            raise RequestRefused(409, "there is no such case: load the page again")
        found = next((one for one in case.opinions if one.who == take), None)
        if found is None:
            raise RequestRefused(409, f"{take!r} has no opinion on it")
        return case, found

    def _head(self, request: SettleRequest | UndoRequest) -> dict[str, Any]:
        now = dt.datetime.now(dt.UTC)
        return {"who": self.who, "note": request.note, "when": min(request.when or now, now)}

    def _take_back(self, request: UndoRequest) -> Reply:
        """Take a decision back; of one that settled a case, all lines of that act."""
        with self._lock:
            target = self.file.find(request.undoes)
            standing = self._standing()
            if self._find(request.id) is None and target and target.settles and target in standing:
                act = [one for one in standing if (one.when, one.settles) == (target.when, target.settles)]
                head = self._head(request)
                lines: list[Decision] = [Undo(id=str(uuid.uuid4()), undoes=one.id, **head) for one in reversed(act)]
                return self._write([lines], request.id, whole=True)
        return super().decide(request)


def lines_of(case: Case, opinion: CaseOpinion, standing: Iterable[Decision], head: Mapping[str, Any]) -> list[Decision]:
    """Return the lines that settle a case by taking an opinion, each with an id of its own.

    First what stands in the way is taken back; then the coder's decisions are made again, of one event as one line. An
    opinion that there is no event where others added one takes back what they added.
    """
    settles = tuple(one.settled_as for one in case.opinions)
    told = {**head, "settles": settles}
    against = [one for one in standing if not isinstance(one, Undo | Read) and _is_about(one, case)]
    lines: list[Decision] = [Undo(id=str(uuid.uuid4()), undoes=one.id, **told) for one in reversed(against)]
    made = _short(case, opinion)
    lines += [dataclasses.replace(one, id=str(uuid.uuid4()), **told) for one in made]
    if not made and not lines:
        added = [one for each in case.opinions for one in each.decisions if isinstance(one, Add)]
        lines += [Undo(id=str(uuid.uuid4()), undoes=one.id, **told) for one in added]
    return lines


def _short(case: Case, opinion: CaseOpinion) -> Sequence[Decision]:
    """Return the decisions of an opinion: one where they came to one thing about one event, else all of them."""
    made = opinion.decisions
    first = made[0] if made else None
    simple = all(isinstance(one, Accept | Edit | Reject) for one in made)
    if first is None or len(made) < 2 or not simple or len(case.machine) != 1 or len(opinion.events) > 1:
        return made
    (target,) = targets(first)
    head: dict[str, Any] = {"id": first.id, "who": first.who, "when": first.when, "note": "", "target": target}
    if not opinion.events:
        return [Reject(**head)]
    machine, now = case.machine[0], opinion.events[0]
    changed = {name: value(now, name) for name in edited_fields() if value(now, name) != value(machine, name)}
    if not changed:
        return [Accept(**head)]
    edits = tuple(_EDITED.validate_python({"field": name, "value": new}) for name, new in changed.items())
    return [Edit(edits=edits, **head)]


def _named(lines: Sequence[Decision], name: str) -> list[Decision]:
    """Return lines of one act, the last of which has the id of the request: one sent twice is made once."""
    space = uuid.UUID(name)
    last = len(lines) - 1
    return [
        dataclasses.replace(line, id=name if at == last else str(uuid.uuid5(space, str(at))))
        for at, line in enumerate(lines)
    ]


def _is_about(decision: Decision, case: Case) -> bool:
    """Return whether a decision stands on words of a case, or settles it."""
    settles = {one.decision for one in decision.settles if one.decision}
    return bool(_mentions_of(decision) & case.mentions or settles & case.named)


def _mentions_of(decision: Decision) -> frozenset[str]:
    """Return the mentions that a decision is about, as events name them."""
    if isinstance(decision, Add):
        return frozenset({f"{decision.mention.id}@{decision.id}"})
    return frozenset(proof.mention for target in targets(decision) for proof in target.event.mentions)


@contextlib.contextmanager
def open_adjudication(out: Path, *, who: str, inputs: Sequence[str] | None = None) -> Iterator[Adjudication]:
    """Give the run in `out` for adjudication; no other process writes its `review.jsonl` meanwhile.

    Raises as `open_session`; UsageError where fewer than two have decided anything.
    """
    run, mentions = read_whole(out, inputs)
    folder = RunFolder(out)
    decided = chosen(coders(folder), (), str(out))
    with opened(folder.file(run_files.DECISIONS)) as file:
        yield Adjudication(run, mentions, file, who, decided)
