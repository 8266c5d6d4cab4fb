"""The rules by which a candidate is held against its words: each is a function with a name and a sentence.

A rule's name is that of its function, and its sentence the first line of the docstring. Refusals cite the name,
`memcon extract --explain` lists the rules that spoke, and a bench leaves one out (`Passage.without`).
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeVar

from memcon.errors import UsageError
from memcon.evidence.draft import Draft
from memcon.evidence.passage import Passage
from memcon.records import Rejected

F = TypeVar("F", bound=Callable[..., Any])
Step = Callable[[Draft, Passage], Draft]
"""A rule about a whole draft: it returns the draft itself where it has nothing to say."""


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A rule, as it is told to a user."""

    name: str
    says: str
    """What it does and why, in a sentence."""
    needed: bool
    """Whether nothing can be established without it: what it finds is what others read."""


RULES: Final[dict[str, Rule]] = {}
"""All rules by name, in the order in which their modules define them."""


def rule(function: F) -> F:
    """Enter a rule that a bench may leave out."""
    return _entered(function, needed=False)


def needed(function: F) -> F:
    """Enter a rule that every event needs."""
    return _entered(function, needed=True)


def _entered(function: F, *, needed: bool) -> F:
    says = " ".join((function.__doc__ or "").split("\n\n", 1)[0].split())
    if function.__name__ in RULES or not says:
        raise ValueError(f"the rule {function.__name__!r} is entered twice, or says nothing")
    RULES[function.__name__] = Rule(function.__name__, says, needed)
    return function


def left_out(names: Iterable[str]) -> frozenset[str]:
    """Return these names of rules, checked.

    Raises:
        UsageError: there is no such rule, or nothing could be established without it.
    """
    for name in names:
        if name not in RULES:
            raise UsageError(f"there is no rule {name!r}")
        if RULES[name].needed:
            raise UsageError(f"nothing can be established without the rule {name!r}")
    return frozenset(names)


@dataclasses.dataclass(frozen=True, slots=True)
class Spoke:
    """A rule that changed a draft, or refused something of it."""

    rule: str
    before: Draft
    after: Draft
    passage: Passage

    @property
    def changes(self) -> Iterator[tuple[str, str, str]]:
        """Yield what it changed: the field, and what stood there before and after, in words."""
        before, after = self.before.told(self.passage), self.after.told(self.passage)
        yield from ((name, before[name], after[name]) for name in before if before[name] != after[name])

    @property
    def refused(self) -> tuple[Rejected, ...]:
        """What it refused."""
        return self.after.refusals[len(self.before.refusals) :]


def follow(steps: Iterable[Step], draft: Draft, passage: Passage) -> tuple[Draft, tuple[Spoke, ...]]:
    """Ask rules in turn until one refuses the event; return what they make of `draft`, and which of them spoke."""
    spoke = []
    for step in steps:
        if draft.is_refused:
            break
        name = step.__name__
        if name in passage.without:
            continue
        after = step(draft, passage)
        if after is not draft and after != draft:
            spoke.append(Spoke(name, draft, after, passage))
        draft = after
    return draft, tuple(spoke)
