"""What a reviewer decides, as lines of `review.jsonl` and of a coder's file (`records.run_files`).

They say what was decided on which evidence, and change nothing.

A decision holds the event as it stood when it was made: quotes with their spans, and in its corrections what the
machine said. By these the next run finds the event again, whatever its id and its date are by then.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, Final, Literal, Self

from pydantic import Field as Constraint
from pydantic import TypeAdapter, model_validator

from memcon.records.edits import Edited, SummaryIs, TopicsAre, bounded_person, bounded_place
from memcon.records.event import Event
from memcon.records.kinds import KINDS
from memcon.records.mention import Mention
from memcon.records.vocabulary import SCHEMA_VERSION, Id, Note, When, Word, record

REVIEWER: Final = "reviewer"
"""Stands for the model, and for the prompt, of a mention that a person added."""


def _is_empty(values: tuple[object, ...]) -> bool:
    return not values


@record
class Seen:
    """An article as it stood when a decision was made on it."""

    article: str
    sha256: str | None
    """Of its text, as `articles.jsonl` tells it."""


@record
class Target:
    """The event that a decision is about, as it stood then."""

    event: Event
    articles: tuple[Seen, ...]
    alone: bool
    """Whether no other event stood on words of its quotes."""


@record
class Opinion:
    """What a coder had said of that which a later decision settles."""

    who: Word
    decision: Id | None
    """The decision that said so, in the coder's file; null of one who looked and decided nothing, as in an article that
    was read whole."""
    said: Note
    """In words, as they were then: the decision itself stands where it was made."""


@record
class DecisionBase:
    """Fields that every decision has."""

    schema_version: Literal[2] = SCHEMA_VERSION
    id: Id
    """A UUID, given by the client, so that one decision sent twice is one."""
    who: Word
    when: When
    """In UTC."""
    note: Note
    settles: Annotated[tuple[Opinion, ...], Constraint(max_length=1000, exclude_if=_is_empty)] = ()
    """The opinions of coders that this line settles, so that it is nobody's own; left out where it settles none."""


@record
class Accept(DecisionBase):
    """The event holds as it stands; its values stay when the machine says others."""

    action: Literal["accept"] = "accept"
    target: Target


@record
class Reject(DecisionBase):
    """There is no such event in these words."""

    action: Literal["reject"] = "reject"
    target: Target


@record
class Edit(DecisionBase):
    """The event holds, with other values."""

    action: Literal["edit"] = "edit"
    target: Target
    edits: Annotated[tuple[Edited, ...], Constraint(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        fields = [edited.field for edited in self.edits]
        if len({*fields}) < len(fields):
            raise ValueError("a field has one value: it stands twice")
        return self


@record
class MergeEvents(DecisionBase):
    """These are one event."""

    action: Literal["merge"] = "merge"
    targets: Annotated[tuple[Target, ...], Constraint(min_length=2)]
    """The first gives the values that reviewers had edited."""

    @model_validator(mode="after")
    def _of_several(self) -> Self:
        events = {tuple(sorted(proof.mention for proof in target.event.mentions)) for target in self.targets}
        if len(events) < len(self.targets):
            raise ValueError("an event cannot be merged with itself")
        return self


@record
class Split(DecisionBase):
    """This is more than one event."""

    action: Literal["split"] = "split"
    target: Target
    parts: Annotated[tuple[Annotated[tuple[str, ...], Constraint(min_length=1)], ...], Constraint(min_length=2)]
    """The ids, in `target.event.mentions`, of the mentions of each event."""

    @model_validator(mode="after")
    def _of_its_mentions(self) -> Self:
        named = [name for part in self.parts for name in part]
        if sorted(named) != sorted(proof.mention for proof in self.target.event.mentions):
            raise ValueError("the parts must hold each mention of the event once")
        return self


@record
class Add(DecisionBase):
    """An event that the machine missed."""

    action: Literal["add"] = "add"
    mention: Mention
    """The event as the reviewer reads it in one article."""
    seen: Seen

    @model_validator(mode="after")
    def _variant_of_its_kind(self) -> Self:
        row = KINDS[self.mention.kind]
        if self.mention.variant not in row.variants:
            raise ValueError(f"{self.mention.variant!r} is no {row.variant} of a {self.mention.kind}")
        return self

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        bounded_place(self.mention.place)
        for person in self.mention.participants:
            bounded_person(person)
        TopicsAre(value=self.mention.topics)
        SummaryIs(value=self.mention.summary)
        return self


@record
class Read(DecisionBase):
    """The article was read whole: nothing is missing of it but what the same person's decisions add.

    It changes no event. A later decision on the article does not take it back; an undo does.
    """

    action: Literal["read"] = "read"
    seen: Seen


@record
class Undo(DecisionBase):
    """An earlier decision does not count."""

    action: Literal["undo"] = "undo"
    undoes: Id


Decision = Annotated[
    Accept | Reject | Edit | MergeEvents | Split | Add | Read | Undo, Constraint(discriminator="action")
]
DECISION: Final[TypeAdapter[Decision]] = TypeAdapter(Decision)


def targets(decision: Decision) -> tuple[Target, ...]:
    """Return the events that a decision is about; none of one that adds, reads or undoes."""
    if isinstance(decision, Add | Read | Undo):
        return ()
    return decision.targets if isinstance(decision, MergeEvents) else (decision.target,)


def articles_named(decisions: Iterable[Decision]) -> frozenset[str]:
    """Return the articles that decisions are about: all of which a run must tell so that they can be applied."""
    found: set[str] = set()
    for decision in decisions:
        if isinstance(decision, Add | Read):
            found.add(decision.seen.article)
        for target in targets(decision):
            found.update(seen.article for seen in target.articles)
            found.update(proof.article for proof in target.event.mentions)
    return frozenset(found)


def distinct(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return each decision once, by its id, in the order in which they were first told."""
    found: dict[str, Decision] = {}
    for decision in decisions:
        found.setdefault(decision.id, decision)
    return tuple(found.values())


def clashing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return those that have the id of an earlier one and say something else: `distinct` leaves them out."""
    found: dict[str, Decision] = {}
    return tuple(decision for decision in decisions if found.setdefault(decision.id, decision) != decision)


def articles_read(decisions: Iterable[Decision]) -> dict[str, Read]:
    """Return by which decision each article was read whole, the last of those that nobody took back.

    The decisions are those of one person; whether a text has changed since is told by `Read.seen`.
    """
    told = distinct(decisions)
    void = undone(told)
    return {one.seen.article: one for one in told if isinstance(one, Read) and one.id not in void}


def undone(decisions: Sequence[Decision]) -> frozenset[str]:
    """Return the ids of those of distinct `decisions` that a later one undoes. What undoes can be undone as well."""
    place = {decision.id: at for at, decision in enumerate(decisions)}
    found: set[str] = set()
    for at in reversed(range(len(decisions))):
        decision = decisions[at]
        if isinstance(decision, Undo) and decision.id not in found and place.get(decision.undoes, at) < at:
            found.add(decision.undoes)
    return frozenset(found)
