"""A run under review: what the machine said, what is decided, and the events that come of both."""

import contextlib
import dataclasses
import datetime as dt
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from memcon.articles.remote import check_local
from memcon.errors import UsageError
from memcon.events.amend import ArticleText, OngoingReview, Outcome, Reviewed, Touched, apply, of_machine, tell
from memcon.outputs.coding import coders, is_second, open_coder, own_opinions, sample_queue
from memcon.outputs.decisions import ReviewFile, opened
from memcon.outputs.folder import RunFolder
from memcon.pages.report import ShownRun, read_run
from memcon.pages.review.asked import AnyRequest, Names, RequestRefused, UndoRequest
from memcon.pages.review.blind import of_machine_alone
from memcon.pages.review.progress import Progress
from memcon.pages.review.repeats import check_repeat
from memcon.pages.review.requests import decided
from memcon.pages.review.shown import ShownEvents, is_rejected
from memcon.records import KINDS, ArticleState, Mention, Precision, Role, run_files
from memcon.records.decision import Decision, Read, Seen, Target, Undo, distinct
from memcon.records.fields import FIELDS

TOLD: Final = 300
"""Decisions that a page is told of, the last ones."""
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    **{row.name: row.choices for row in FIELDS.values() if row.choices},
    **{kind.variant: kind.variants for kind in KINDS.values()},
    "role": get_args(Role), "precision": get_args(Precision),
}  # fmt: skip
"""What can be chosen for a field."""


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
        queue: Sequence[str] | None = None,
    ) -> None:
        """Take a run for review; `before` is what this person decided elsewhere, `blind` that others' is left out.

        `queue` are the articles that a sample gives this person to read, in their order; None without a sample.
        """
        self.run, self.file, self.who, self.blind, self.queue = run, file, who, blind, queue
        self._before = {decision.id: decision for decision in before}
        self._states = {state.article: state for state in run.articles}
        articles = {name: ArticleText.of(s, run.texts.get(name)) for name, s in self._states.items()}
        self._lock = threading.Lock()
        self._machine, self._mentions = of_machine(run.events, mentions), mentions
        self._review = OngoingReview(self._machine, mentions, self.decisions, articles)
        self._shown = ShownEvents(self._review)
        self._progress = Progress(who)
        self._progress.learn(self.decisions)
        self._progress.look(self._review.outcomes(0))

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All that counts in this review: of a coder, what he decided elsewhere, and then in his file."""
        return distinct((*self._before.values(), *self.file.decisions)) if self._before else self.file.decisions

    @property
    def reviewed(self) -> Reviewed:
        """What has come of the decisions. Costs what there is of events and decisions."""
        with self._lock:
            return self._review.reviewed

    def page(self) -> tuple[ShownRun, dict[str, Any]]:
        """Return the run as it stands in review, and what its page is told besides."""
        with self._lock:
            told = {**self._told(), "choices": CHOICES, "queue": self.queue and [*self.queue]}
            return dataclasses.replace(self.run, events=self._shown.events), told

    def state(self) -> dict[str, Any]:
        """Return what a page is told of the review."""
        with self._lock:
            return self._told()

    def decide(self, request: AnyRequest) -> Reply:
        """Make a decision; it is on disk when this returns. Costs what it touches, not what was decided before.

        Raises RequestRefused where it cannot be made, DiskError where it cannot be written. Nothing is changed then.
        """
        with self._lock:
            if known := self._find(request.id):
                check_repeat(request, known, self._find, self._seen)
                return self._known()
            if isinstance(request, UndoRequest):
                self._check_undo(request)
            decision = self._finished(decided(request, self.who, self._target, self._seen))
            _, changes, first = self._make({request.id: decision}, whole=True)
            return Reply(made=True, body={**self._told(first), "changes": changes, "reload": False})

    def _known(self) -> Reply:
        return Reply(made=False, body={**self._told(), "changes": [], "reload": True})

    def _finished(self, decision: Decision) -> Decision:
        """Return a decision that was asked for, with what this review has to say of it."""
        return decision

    def decide_many(self, requests: Sequence[AnyRequest]) -> list[Reply | RequestRefused]:
        """Make decisions that do not depend on each other, all on disk when this returns, and tell what came of each.

        Raises DiskError where they cannot be written. Nothing is changed then.
        """
        with self._lock:
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
            stale, _, _ = self._make(made)
            return [stale.get(request.id, reply) for request, reply in zip(requests, replies, strict=True)]

    def _make(
        self, made: Mapping[str, Decision], *, whole: bool = False
    ) -> tuple[dict[str, RequestRefused], list[dict[str, Any]], int]:
        """Carry out decisions and write those that hold, all or none; if `whole`, none where one does not hold.

        Returns why each of the others does not hold, what a page has to change, and the place of the first decision of
        which something else became.
        """
        stale: dict[str, RequestRefused] = {}
        kept: list[tuple[Decision, Touched]] = []
        try:
            for name, decision in made.items():
                kept.append((decision, self._review.take(decision)))
                (outcome,) = self._review.outcomes(len(self._review) - 1)
                if outcome.state == "stale":
                    stale[name] = RequestRefused(409, "; ".join(map(str, outcome.causes)))
                    if whole:
                        raise stale[name]  # noqa: TRY301  what was carried out is taken back below
                    kept.pop()
                    self._review.take_back()
            self.file.append(*(decision for decision, _ in kept))
        except BaseException:
            for _ in kept:
                self._review.take_back()
            raise
        self._progress.learn(decision for decision, _ in kept)
        if any(isinstance(decision, Read | Undo) for decision, _ in kept):
            self._progress.look(self._review.outcomes(0))
        changes = [change for _, touched in kept for change in self._shown.follow(touched)]
        return stale, changes, min((touched.first for _, touched in kept), default=len(self._review))

    def _find(self, name: str) -> Decision | None:
        return self.file.find(name) or self._before.get(name)

    def _check_undo(self, request: UndoRequest) -> None:
        if self._find(request.undoes) is None:
            raise RequestRefused(409, "there is no such decision to undo")
        if self._review.is_undone(request.undoes):
            raise RequestRefused(409, "that decision is undone already")

    def _target(self, mentions: Names) -> Target:
        event = self._shown.find(mentions)
        if event is None:
            raise RequestRefused(409, "the event is not there any more: load the page again")
        if is_rejected(event):
            raise RequestRefused(409, "the event is rejected: undo that first")
        alone = self._shown.is_alone(event)
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

    def _told(self, since: int = 0) -> dict[str, Any]:
        """Return what a page is told; of the log, what has changed from the decision at place `since` on."""
        first = max(since, len(self._review) - TOLD)
        return {
            "who": self.who,
            "file": str(self.file.path),
            "blind": self.blind,
            "revision": len(self._review),
            "reviewed": self._shown.reviewed,
            "total": len(self._shown),
            "read": self._progress.read,
            "quarters": self._progress.told(dt.datetime.now(dt.UTC)),
            "stale": self._review.states["stale"],
            "log": [_line(outcome) for outcome in self._review.outcomes(first)],
            "log_first": first,
        }


def _line(outcome: Outcome) -> dict[str, Any]:
    decision = outcome.decision
    return {
        "id": decision.id, "action": "settle" if decision.settles else decision.action, "who": decision.who,
        "when": decision.when.isoformat(),
        "note": decision.note, "state": outcome.state, "events": outcome.events, "undone": outcome.state == "undone",
        "told": tell(outcome),
    }  # fmt: skip


def reviewed_run(out: Path, *, inputs: Sequence[str] | None = None, coder: str | None = None) -> Reviewed:
    """Return the run in `out` with its decisions applied, or with those of a coder alone.

    Raises as `open_session`, but locks and writes nothing; UsageError where nobody of that name has decided anything.
    """
    run, mentions = read_whole(out, inputs)
    articles = {state.article: ArticleText.of(state, run.texts.get(state.article)) for state in run.articles}
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
    run, mentions = read_whole(out, inputs)
    folder = RunFolder(out)
    queue = sample_queue(folder, who)
    if is_second(folder, who) if blind is None else blind:
        shown = of_machine_alone(run, mentions, folder.report())
        with open_coder(folder, who) as file:
            before = own_opinions(folder.decisions(), who)
            yield Session(shown, mentions, file, who, before=before, blind=True, queue=queue)
        return
    with opened(folder.file(run_files.DECISIONS)) as file:
        yield Session(run, mentions, file, who, queue=queue)


def read_whole(out: Path, inputs: Sequence[str] | None) -> tuple[ShownRun, list[Mention]]:
    """Return the run in `out`, and its mentions. Raises UsageError where it is none that can be reviewed."""
    check_local(out)
    if not out.is_dir():
        raise UsageError(f"{str(out)!r} is no folder of a run: `memcon extract ARTICLES -o {out}` makes one")
    run = read_run(out, inputs)
    folder = RunFolder(out)
    if not folder.has(run_files.MENTIONS):
        raise UsageError(f"{str(out)!r} holds no {run_files.MENTIONS}: a review needs the whole folder of a run")
    if not run.articles:
        raise UsageError(f"{str(out)!r} holds no articles: there is nothing to review")
    return run, list(folder.mentions())
