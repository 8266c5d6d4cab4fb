"""What a comparison of two runs is made of. Knows nothing of how events are matched, of files or of screens.

All values are frozen and compare by content, so that a comparison turned round equals the comparison made the other
way: `diff(a, b).mirrored() == diff(b, a)`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, Literal, TypeVar

from memcon.events.matching.values import By, Value, Words
from memcon.records import Conflict, Record
from memcon.records.fields import FIELDS

R = TypeVar("R", bound=Record)
T = TypeVar("T")

_WHERE: Final = frozenset({"span", "spans", "conflicts"})
"""Sorts of values that say where words stand: the same words, elsewhere, are no news."""
_LAST: Final = "summary"
"""Where a field that is not known is told: with what the event was."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that differs. For a field of many values, one of them: None on the side that has no such value."""

    field: str
    """One of FIELDS, or one that is not known here: `other`."""
    old: Value
    new: Value
    article: str | None = None
    """For what one article contributes: which."""
    old_words: tuple[Words, ...] = ()
    new_words: tuple[Words, ...] = ()

    @property
    def other(self) -> bool:
        """Whether nothing is known of its field, whose values then are JSON."""
        return self.field not in FIELDS

    @property
    def quiet(self) -> bool:
        """Whether it says how the event was found and not what it was."""
        row = FIELDS.get(self.field)
        if row is None or row.quiet:
            return row is not None
        return (
            row.sort in _WHERE and self.old is not None and self.new is not None and _said(self.old) == _said(self.new)
        )

    def mirrored(self) -> "FieldChange":
        """Return the change as seen from the other side."""
        return FieldChange(self.field, self.new, self.old, self.article, self.new_words, self.old_words)


def _said(value: Value) -> tuple[object, ...]:
    if isinstance(value, Conflict):
        return value.field, value.values
    return getattr(value, "text", ""), getattr(value, "basis", "")


def in_order(changes: Iterable[FieldChange]) -> tuple[FieldChange, ...]:
    """Return changes in the order in which they are told: by field, what went, what changed, what came."""
    order = {name: at for at, name in enumerate(FIELDS)}
    last = order[_LAST]
    return _sorted(
        changes, lambda c: (order.get(c.field, last), c.field, c.article or "", (c.old is None) - (c.new is None))
    )


@dataclass(frozen=True, slots=True)
class Changed(Generic[R]):
    """One event in both, with what differs."""

    old: R
    new: R
    by: By
    """How it was recognised: by its words in an article, or by kind, countries, people and dates."""
    changes: tuple[FieldChange, ...]
    """At least one."""

    @property
    def moved(self) -> bool:
        """Whether its id is another."""
        return self.old.id != self.new.id

    @property
    def quiet(self) -> bool:
        """Whether nothing changed but how it was found."""
        return all(change.quiet for change in self.changes)

    def mirrored(self) -> "Changed[R]":
        """Return the change as seen from the other side."""
        return Changed(self.new, self.old, self.by, in_order(c.mirrored() for c in self.changes))


@dataclass(frozen=True, slots=True)
class Regrouped(Generic[R]):
    """Events that were told together on one side and apart on the other: merged, split, or both."""

    old: tuple[R, ...]
    """The one that is taken for the first of `new` stands first."""
    new: tuple[R, ...]
    by: By
    changes: tuple[FieldChange, ...]
    """From the first of `old` to the first of `new`; what merely moved between the others is no change."""

    @property
    def how(self) -> Literal["merged", "split", "regrouped"]:
        """`merged`: several became one; `split`: one became several; `regrouped`: several became several."""
        if len(self.new) == 1:
            return "merged"
        return "split" if len(self.old) == 1 else "regrouped"

    @property
    def moved(self) -> bool:
        """Whether the id of the first is another."""
        return self.old[0].id != self.new[0].id

    def mirrored(self) -> "Regrouped[R]":
        """Return it as seen from the other side."""
        return Regrouped(self.new, self.old, self.by, in_order(c.mirrored() for c in self.changes))


@dataclass(frozen=True, slots=True)
class Diff(Generic[R]):
    """What differs between two runs. False where nothing does."""

    added: tuple[R, ...] = ()
    removed: tuple[R, ...] = ()
    changed: tuple[Changed[R], ...] = ()
    regrouped: tuple[Regrouped[R], ...] = ()
    unchanged: tuple[R, ...] = ()
    """As they stand in the new run."""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.regrouped)

    @property
    def sizes(self) -> tuple[int, int]:
        """How many records the old and the new run have."""
        both = len(self.changed) + len(self.unchanged)
        old = len(self.removed) + both + sum(len(group.old) for group in self.regrouped)
        return old, len(self.added) + both + sum(len(group.new) for group in self.regrouped)

    @property
    def moved(self) -> tuple[tuple[str, str], ...]:
        """Old and new id of every event that is known by another id now."""
        firsts = [(c.old, c.new) for c in self.changed] + [(g.old[0], g.new[0]) for g in self.regrouped]
        return tuple(sorted((old.id, new.id) for old, new in firsts if old.id != new.id))

    def mirrored(self) -> "Diff[R]":
        """Return the comparison from new to old."""
        return Diff(
            added=self.removed,
            removed=self.added,
            changed=ordered((c.mirrored() for c in self.changed), lambda c: c.new),
            regrouped=ordered((g.mirrored() for g in self.regrouped), lambda g: g.new[0]),
            unchanged=self.unchanged,
        )

    def without(self, ignored: Callable[[FieldChange], bool]) -> "Diff[R]":
        """Return the comparison as if what is ignored were the same; an event of which nothing is left is unchanged."""
        changed = [replace(c, changes=tuple(x for x in c.changes if not ignored(x))) for c in self.changed]
        same = (*self.unchanged, *(c.new for c in changed if not c.changes))
        return replace(
            self,
            changed=tuple(c for c in changed if c.changes),
            regrouped=tuple(replace(g, changes=tuple(x for x in g.changes if not ignored(x))) for g in self.regrouped),
            unchanged=ordered(same, lambda r: r),
        )

    def only(self, wanted: Callable[[R], bool]) -> "Diff[R]":
        """Return the part in which an event, as it was or as it is, is wanted."""
        return replace(
            self,
            added=tuple(filter(wanted, self.added)),
            removed=tuple(filter(wanted, self.removed)),
            changed=tuple(c for c in self.changed if wanted(c.old) or wanted(c.new)),
            regrouped=tuple(g for g in self.regrouped if any(map(wanted, (*g.old, *g.new)))),
            unchanged=tuple(filter(wanted, self.unchanged)),
        )


def ordered(values: Iterable[T], record: Callable[[T], Record]) -> tuple[T, ...]:
    """Return values in the order of their records in a file: date, kind, id; ties by content."""
    return _sorted(values, lambda value: _place(record(value)))


def _place(record: Record) -> tuple[str, str, str]:
    return record.date.start.isoformat() if record.date else "9999-99-99", record.kind, record.id


def _sorted(values: Iterable[T], key: Callable[[T], Any]) -> tuple[T, ...]:
    """Sort by `key`, and what is equal in it by content, which is costly and seldom needed."""
    found = sorted(values, key=key)
    keys = [key(value) for value in found]
    start = 0
    for end in range(1, len(found) + 1):
        if end == len(found) or keys[end] != keys[start]:
            if end - start > 1:
                found[start:end] = sorted(found[start:end], key=repr)
            start = end
    return tuple(found)
