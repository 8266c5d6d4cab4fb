"""A run under review: what the machine said, what is decided, and the events that come of both."""

import contextlib
import dataclasses
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import TypeAdapter

from memcon.errors import UsageError
from memcon.events.amend import ArticleText, Outcome, Reviewed, apply, of_machine, tell
from memcon.outputs.coding import coders, is_second, open_coder, own_opinions
from memcon.outputs.decisions import ReviewFile, opened
from memcon.outputs.folder import RunFolder
from memcon.pages.report import ShownRun, read_run
from memcon.pages.review.blind import of_machine_alone
from memcon.pages.review.requests import AnyRequest, Names, RequestRefused, UndoRequest, decided, names
from memcon.records import KINDS, ArticleState, Event, Mention, Precision, Role, run_files
from memcon.records.decision import Decision, Read, Seen, Target, distinct, undone
from memcon.records.fields import FIELDS

TOLD: Final = 300
"""Decisions that a page is told of, the last ones."""
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    **{row.name: row.choices for row in FIELDS.values() if row.choices},
    **{kind.variant: kind.variants for kind in KINDS.values()},
    "role": get_args(Role), "precision": get_args(Precision),
}  # fmt: skip
"""What can be chosen for a field."""
EVENT: Final[TypeAdapter[Event]] = TypeAdapter(Event)
Shown = dict[frozenset[str], Event]
"""What a page shows, by the mentions of each event: those that hold, and those that were rejected."""


@dataclasses.dataclass(frozen=True, slots=True)
class Reply:
    """What a page is told after a decision."""

    made: bool
    """Whether it is new; one sent twice is made once."""
    body: dict[str, Any]


class Session:
    """A run under review. Every method may be called from any thread; one at a time does its work."""

    def __init__(
        self,
        run: ShownRun,
        mentions: Sequence[Mention],
        file: ReviewFile,
        who: str,
        *,
        before: Sequence[Decision] = (),
        blind: bool = False,
    ) -> None:
        """Take a run for review; `before` is what this person decided elsewhere, `blind` that others' is left out."""
        self.run, self.file, self.who, self.blind = run, file, who, blind
        self._before = {decision.id: decision for decision in before}
        self._mentions = tuple(mentions)
        self._machine = of_machine(run.events, self._mentions)
        self._states = {state.article: state for state in run.articles}
        self._articles = {name: ArticleText(s.sha256, run.texts.get(name)) for name, s in self._states.items()}
        self._lock = threading.Lock()
        self.reviewed = self._apply(self.decisions)
        self._shown = _shown(self.reviewed)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All that counts in this review: of a coder, what he decided elsewhere, and then in his file."""
        return distinct((*self._before.values(), *self.file.decisions)) if self._before else self.file.decisions

    def page(self) -> tuple[ShownRun, dict[str, Any]]:
        """Return the run as it stands in review, and what its page is told besides."""
        with self._lock:
            return dataclasses.replace(self.run, events=tuple(self._shown.values())), {
                **self._told(),
                "choices": CHOICES,
            }

    def state(self) -> dict[str, Any]:
        """Return what a page is told of the review."""
        with self._lock:
            return self._told()

    def decide(self, request: AnyRequest) -> Reply:
        """Make a decision; it is on disk when this returns.

        Raises RequestRefused where it cannot be made, DiskError where it cannot be written. Nothing is changed then.
        """
        with self._lock:
            if self._find(request.id):
                return Reply(made=False, body={**self._told(), "changes": [], "reload": True})
            before = self.decisions
            if isinstance(request, UndoRequest):
                self._check_undo(request, before)
            decision = decided(request, self.who, self._target, self._seen)
            after = self._apply((*before, decision))
            outcome = after.outcomes[-1]
            if outcome.state == "stale":
                raise RequestRefused(409, "; ".join(map(str, outcome.causes)))
            self.file.append(decision)
            shown = _shown(after)
            changes = list(_changes(self._shown, shown))
            self.reviewed, self._shown = after, shown
            return Reply(made=True, body={**self._told(), "changes": changes, "reload": False})

    def decide_many(self, requests: Sequence[AnyRequest]) -> list[Reply | RequestRefused]:
        """Make decisions that do not depend on each other, all on disk when this returns, and tell what came of each.

        Raises DiskError where they cannot be written. Nothing is changed then.
        """
        with self._lock:
            before = self.decisions
            replies: list[Reply | RequestRefused] = []
            made: dict[str, Decision] = {}
            for request in requests:
                new = self._find(request.id) is None and request.id not in made
                try:
                    if new:
                        made[request.id] = decided(request, self.who, self._target, self._seen)
                    replies.append(Reply(made=new, body={}))
                except RequestRefused as refused:
                    replies.append(refused)
            after = self._apply((*before, *made.values()))
            stale = {
                one.decision.id: RequestRefused(409, "; ".join(map(str, one.causes)))
                for one in after.outcomes[len(before) :]
                if one.state == "stale"
            }
            kept = [decision for name, decision in made.items() if name not in stale]
            self.file.append(*kept)
            self.reviewed = self._apply((*before, *kept)) if stale else after
            self._shown = _shown(self.reviewed)
            return [stale.get(request.id, reply) for request, reply in zip(requests, replies, strict=True)]

    def _apply(self, decisions: Sequence[Decision]) -> Reviewed:
        return apply(self._machine, self._mentions, decisions, self._articles)

    def _find(self, name: str) -> Decision | None:
        return self.file.find(name) or self._before.get(name)

    def _check_undo(self, request: UndoRequest, before: Sequence[Decision]) -> None:
        if self._find(request.undoes) is None:
            raise RequestRefused(409, "there is no such decision to undo")
        if request.undoes in undone(before):
            raise RequestRefused(409, "that decision is undone already")

    def _target(self, mentions: Names) -> Target:
        event = self._shown.get(frozenset(mentions))
        if event is None:
            raise RequestRefused(409, "the event is not there any more: load the page again")
        if _is_rejected(event):
            raise RequestRefused(409, "the event is rejected: undo that first")
        others = (other for other in self._shown.values() if other is not event and not _is_rejected(other))
        spans = [(proof.article, quote.start, quote.end) for proof in event.mentions for quote in proof.quotes]
        alone = not any(_touches(other, spans) for other in others)
        articles = dict.fromkeys(proof.article for proof in event.mentions)
        seen = tuple(Seen(article=name, sha256=self._sha256(name)) for name in articles)
        if event.review:  # the earlier decisions stand in the file themselves
            last = dataclasses.replace(event.review, decisions=event.review.decisions[-1:])
            event = dataclasses.replace(event, review=last)
        return Target(event=event, articles=seen, alone=alone)

    def _sha256(self, article: str) -> str | None:
        state = self._states.get(article)
        return state.sha256 if state else None

    def _seen(self, article: str) -> tuple[ArticleState, str]:
        text = self.run.texts.get(article)
        if text is None:
            raise RequestRefused(409, "the article is not where it was read: say with --articles where it lies now")
        return self._states[article], text

    def _told(self) -> dict[str, Any]:
        looked = sum(event.review is not None for event in self._shown.values())
        outcomes = self.reviewed.outcomes
        void = undone(self.decisions)
        return {
            "who": self.who,
            "file": str(self.file.path),
            "blind": self.blind,
            "revision": len(outcomes),
            "reviewed": looked,
            "total": len(self._shown),
            "read": [
                outcome.decision.seen.article
                for outcome in outcomes
                if isinstance(outcome.decision, Read) and outcome.state == "held" and outcome.decision.who == self.who
            ],
            "stale": self.reviewed.count("stale"),
            "log": [_line(outcome, outcome.decision.id in void) for outcome in outcomes[-TOLD:]],
        }


def _touches(event: Event, spans: Sequence[tuple[str, int, int]]) -> bool:
    """Return whether a quote of `event` overlaps one of `spans`."""
    return any(
        proof.article == article and quote.start < end and start < quote.end
        for proof in event.mentions
        for article, start, end in spans
        for quote in proof.quotes
    )


def _is_rejected(event: Event) -> bool:
    return event.review is not None and event.review.decisions[-1].action == "reject"


def _shown(reviewed: Reviewed) -> Shown:
    """Return all that a page shows; what was rejected stays in sight, under an id of its own."""
    found = {names(event): event for event in reviewed.events}
    for event in reviewed.dropped:
        last = event.review.decisions[-1] if event.review else None
        found[names(event)] = dataclasses.replace(event, id=f"{event.id}~{last.decision[:8] if last else ''}")
    return found


def _changes(before: Shown, after: Shown) -> Iterator[dict[str, Any]]:
    """Yield what a page has to change: an event to drop by its id, or to put, with the id that it had."""
    for key, event in before.items():
        if key not in after:
            yield {"drop": event.id}
    for key, event in after.items():
        was = before.get(key)
        if was is None or was != event:
            yield {"put": EVENT.dump_python(event, mode="json"), "was": was.id if was else None}


def _line(outcome: Outcome, undone_since: bool) -> dict[str, Any]:  # noqa: FBT001  a fact about it
    decision = outcome.decision
    return {
        "id": decision.id, "action": decision.action, "who": decision.who, "when": decision.when.isoformat(),
        "note": decision.note, "state": outcome.state, "events": outcome.events, "undone": undone_since,
        "told": tell(outcome),
    }  # fmt: skip


def reviewed_run(out: Path, *, inputs: Sequence[str] | None = None, coder: str | None = None) -> Reviewed:
    """Return the run in `out` with its decisions applied, or with those of a coder alone.

    Raises as `open_session`, but locks and writes nothing; UsageError where nobody of that name has decided anything.
    """
    run, mentions = _read(out, inputs)
    articles = {state.article: ArticleText(state.sha256, run.texts.get(state.article)) for state in run.articles}
    if coder is None:
        return apply(run.events, mentions, RunFolder(out).decisions(), articles)
    known = coders(RunFolder(out))
    if coder not in known:
        names = ", ".join(map(repr, known)) or "nobody"
        raise UsageError(f"{str(out)!r} holds no decision of {coder!r}: those who decided are {names}")
    return apply(run.events, mentions, known[coder], articles)


@contextlib.contextmanager
def open_session(
    out: Path, *, who: str, inputs: Sequence[str] | None = None, blind: bool | None = False
) -> Iterator[Session]:
    """Give the run in `out` for review; no other process reviews it meanwhile.

    `blind` is whether a coder's own file is written, and nothing that others decided is shown; None where the folder
    is to tell (`is_second`). Coders have a file each, and may work at once.

    Raises:
        UsageError: `out` is no run that can be reviewed, or the name is that of another coder's file.
        LockedError: another process reviews it.
        DiskError: its file of decisions cannot be written.
        DataError: a file is damaged.
    """
    run, mentions = _read(out, inputs)
    folder = RunFolder(out)
    if is_second(folder, who) if blind is None else blind:
        shown = of_machine_alone(run, mentions, folder.report())
        with open_coder(folder, who) as file:
            yield Session(shown, mentions, file, who, before=own_opinions(folder.decisions(), who), blind=True)
        return
    with opened(folder.file(run_files.DECISIONS)) as file:
        yield Session(run, mentions, file, who)


def _read(out: Path, inputs: Sequence[str] | None) -> tuple[ShownRun, list[Mention]]:
    if not out.is_dir():
        raise UsageError(f"{str(out)!r} is no folder of a run: `memcon extract ARTICLES -o {out}` makes one")
    run = read_run(out, inputs)
    folder = RunFolder(out)
    if not folder.has(run_files.MENTIONS):
        raise UsageError(f"{str(out)!r} holds no {run_files.MENTIONS}: a review needs the whole folder of a run")
    if not run.articles:
        raise UsageError(f"{str(out)!r} holds no articles: there is nothing to review")
    return run, list(folder.mentions())
