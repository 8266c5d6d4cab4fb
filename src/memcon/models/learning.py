"""How questions are put to an endpoint in this run, and what it teaches on the way: learned once, proven, kept.

A lesson is tried as soon as a refusal teaches it, and kept in the ledger, and told, once a question was answered that
way. Calls that left before it was learned are refused too, find it here, and are put anew without another lesson.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from memcon.models.begun import Begun, begin, begun
from memcon.models.ledger.lessons import kept_lessons, learn
from memcon.models.ledger.store import Ledger
from memcon.models.lessons import Lesson, lesson_of, read_refusal
from memcon.models.spec import ModelSpec
from memcon.models.takes import ALL, LIMITS, Takes, limit_of, put, room_of

REFUSALS: Final = frozenset({400, 422, 501})
"""Statuses of an error that may name what an endpoint does not take."""
MOST: Final = 16
"""Lessons that one question may teach: more than there are things to change."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was put together: the order of its keys is the one in which a model answers."""

    body: bytes
    document: Mapping[str, Any]
    """The same, read."""

    @classmethod
    def read(cls, body: bytes) -> "Asked":
        """Return the question that a request holds."""
        return cls(body, json.loads(body))


@dataclass(frozen=True, slots=True)
class Put:
    """A question as it leaves."""

    body: bytes
    asked: Asked
    takes: Takes
    model: str
    """As the request names it."""
    limit: int
    """Tokens that its answer may take."""
    begun: Begun | None = None
    """The beginning of its answer, where that is put as well."""


class Learning:
    """What is known of one model at one endpoint."""

    def __init__(self, spec: ModelSpec, ledger: Ledger, tell: Callable[[str], None] | None) -> None:
        """Begin with what files say, what the ledger holds, and what the user's own profile lays over both.

        Raises:
            DataError: the ledger is damaged.
        """
        self._spec, self._ledger, self._tell = spec, ledger, tell
        takes = spec.takes
        for kept in kept_lessons(ledger, spec.label, spec.model):
            if kept.field not in spec.own:
                takes = takes.after(kept.field, kept.value)
        self._known = takes
        self._tried: list[Lesson] = []

    @property
    def takes(self) -> Takes:
        """Return how questions are put now."""
        takes = self._known
        for lesson in self._tried:
            takes = takes.after(lesson.field, lesson.value)
        return takes

    def put(self, asked: Asked, takes: Takes | None = None) -> Put:
        """Return a question as it leaves now, or as it did with `takes`.

        It is itself where the endpoint takes everything, else made anew in its order.
        """
        takes, document = takes or self.takes, asked.document
        model = str(document.get("model", ""))
        if takes == ALL:
            return Put(asked.body, asked, takes, model, _limit(document))
        sent, begins = put(document, takes, self.room), begun(document) if takes.begun and not takes.reasons else None
        if begins:
            sent = begin(sent, begins)
        body = json.dumps(sent, ensure_ascii=False, separators=(",", ":")).encode()
        return Put(body, asked, takes, model, _limit(sent), begins)

    @property
    def room(self) -> int:
        """Return the limit of an answer for a model that thinks before it."""
        return room_of(self._spec.profile)

    def limit(self, asked: int) -> int:
        """Return the limit of tokens that is put for one of `asked`."""
        return limit_of(asked, self.takes, self.room)

    def refused(self, status: int, error: bytes, was: Put) -> bool:
        """Take in that a question was refused; return whether it can be put otherwise, by this lesson or another's."""
        if status not in REFUSALS:
            return False
        if self.takes not in (was.takes, ALL) and self.put(was.asked).body != was.body:
            return True
        lesson = lesson_of(read_refusal(error), json.loads(was.body), was.takes)
        if lesson is not None and lesson.field not in self._spec.own:
            self._tried.append(lesson)
            if self.put(was.asked).body != was.body:
                return True
        self._tried.clear()  # what was tried has not helped
        return False

    @property
    def doubtful(self) -> bool:
        """Tell whether an answer would prove something."""
        return bool(self._tried)

    async def answered(self, was: Put, *, thought: bool) -> None:
        """Take in that a question was answered: what was tried for it holds, and whether the model `thought`."""
        if proven := self._proven(was, thought=thought):
            await asyncio.to_thread(self._keep, proven)
            self._tell_of(proven)

    def answered_in_batch(self, was: Put, *, thought: bool) -> None:
        """Take in the same where nobody else waits."""
        if proven := self._proven(was, thought=thought):
            self._keep(proven)
            self._tell_of(proven)

    def _proven(self, was: Put, *, thought: bool) -> list[Lesson]:
        proven = [lesson for lesson in self._tried if was.takes == was.takes.after(lesson.field, lesson.value)]
        if thought and not self.takes.reasons and "reasons" not in self._spec.own:
            words = f"it thinks before it answers: an answer may take {self.room} tokens"
            proven.append(Lesson("reasons", value=True, said=words))
        self._tried = [lesson for lesson in self._tried if lesson not in proven]
        for lesson in proven:
            self._known = self._known.after(lesson.field, lesson.value)
        return proven

    def _keep(self, proven: list[Lesson]) -> None:
        lessons = [(lesson.field, lesson.value, lesson.said) for lesson in proven]
        learn(self._ledger, self._spec.label, self._spec.model, lessons)

    def _tell_of(self, proven: list[Lesson]) -> None:
        for lesson in proven if self._tell else ():
            self._tell(f"{self._spec}: {lesson.said} (learned from its answer, and kept in the ledger)")  # type: ignore[misc]


def _limit(asked: Mapping[str, Any]) -> int:
    limit = next((asked[name] for name in LIMITS if name in asked), None)
    return limit if isinstance(limit, int) else 0
