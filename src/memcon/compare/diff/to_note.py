"""A comparison as a note: what a fact became, and from which words, once where the words are the same.

What only says how an event was found (prompt, model, confidence) is told in sum at the end, and what follows from
another change (a code from its status, an id from its date) is not told twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from memcon.compare.diff.causes import NO_CONTEXT, RunContext, article_lines, cause
from memcon.compare.diff.pieces import change_pieces, quote_pieces, value_pieces
from memcon.compare.diff.quiet import quiet_lines
from memcon.compare.diff.values import Changed, Diff, FieldChange, Regrouped
from memcon.compare.render.note import Block, EventList, Heading, Lines, ListedEvent, Piece, Row, Sign
from memcon.events.matching.values import Words
from memcon.events.matching.wording import nature, people, say, trimmed
from memcon.records import KINDS, Mention, Proof, Quote, Record, proofs_of
from memcon.records.fields import FIELDS

QUOTED: Final = 110
"""Characters of a quote that a note shows, where it is not told in full."""
LABEL: Final = 30
"""Characters of a label, where a field that is not known has a long name."""
_SIGNS: Final[dict[str, Sign]] = {"merged": ">", "split": "<", "regrouped": "="}


@dataclass(frozen=True, slots=True)
class NoteOptions:
    """How much of a comparison its note tells."""

    full: bool = False
    """Every field of every event, and every quote whole."""
    old: RunContext = NO_CONTEXT
    new: RunContext = NO_CONTEXT
    """What became of the articles of either run, for the causes why an event is gone or new."""
    only: str = ""
    """What was asked for, where it is not all."""
    whole: tuple[int, int] = (0, 0)
    """How many records both runs have, where not all were asked for."""

    @property
    def most(self) -> int | None:
        """Characters of a quote; None for all."""
        return None if self.full else QUOTED


def diff_note(diff: Diff[Record], options: NoteOptions = NoteOptions()) -> tuple[Block, ...]:
    """Return `diff` in words: its heading, the events of each fate, and in sum what only says how they were found."""
    listed = [one for one in diff.changed if options.full or not one.quiet]
    moved = [] if options.full else [one for one in listed if _moved_only(one)]
    changed = listed if options.full else [one for one in listed if not _moved_only(one)]
    listings = (
        EventList("changed", tuple(_changed(c, options) for c in changed)),
        EventList("moved", tuple(_changed(c, options) for c in moved)),
        EventList("regrouped", tuple(_regrouped(g, options) for g in diff.regrouped)),
        EventList("removed", tuple(_lone("-", r, options) for r in diff.removed)),
        EventList("added", tuple(_lone("+", r, options) for r in diff.added)),
    )
    quiet = [c for one in diff.changed for c in one.changes if c.quiet]
    quiet += [c for group in diff.regrouped for c in group.changes if c.quiet]
    in_sum = (*article_lines(options.old, options.new), *(() if options.full else quiet_lines(quiet)))
    heading = Heading(_summary(diff, len(changed), len(moved), options))
    return (heading, *(listing for listing in listings if listing.entries), Lines(in_sum, "dim"))


def _moved_only(changed: Changed[Record]) -> bool:
    """Return whether an event is the same under another label."""
    return changed.by == "evidence" and all(change.field == "id" or change.quiet for change in changed.changes)


def _summary(diff: Diff[Record], changed: int, moved: int, options: NoteOptions) -> str:
    kind = "mentions" if any(isinstance(record, Mention) for record in _some(diff)) else "events"
    old, new = diff.sizes
    of = f" (of {options.whole[0]:,} → {options.whole[1]:,}: {options.only})" if options.only else ""
    ways = Counter(g.how for g in diff.regrouped)
    parts = [
        (changed, "changed"), (ways["merged"], "merged"), (ways["split"], "split"), (ways["regrouped"], "regrouped"),
        (len(diff.removed), "removed"), (len(diff.added), "added"), (len(diff.unchanged), "the same"),
        (moved, "the same by another id"), (len(diff.changed) - changed - moved, "the same but found otherwise"),
    ]  # fmt: skip
    counts = ", ".join(f"{n:,} {words}" for n, words in parts if n) or "nothing in either"
    return f"{kind} {old:,} → {new:,}{of}: {counts}"


def _some(diff: Diff[Record]) -> Iterator[Record]:
    yield from (*diff.added[:1], *diff.removed[:1], *diff.unchanged[:1])
    yield from (c.new for c in diff.changed[:1])
    yield from (group.new[0] for group in diff.regrouped[:1])


def _title(record: Record, was: str | None = None) -> tuple[Piece, ...]:
    pieces = [Piece(record.id, "title")]
    pieces += [Piece(f" · {words}") for words in (nature(record), people(record)) if words]
    if was is not None and was != record.id:
        pieces.append(Piece(f" · was {was}", "dim"))
    return tuple(pieces)


def _lone(sign: Sign, record: Record, options: NoteOptions) -> ListedEvent:
    rows: list[Row] = []
    for proof in proofs_of(record) if options.full else proofs_of(record)[:1]:
        quotes = proof.quotes if options.full else proof.quotes[:1]
        rows += [Row("", quote_pieces(_words(proof, quote), options.most)) for quote in quotes]
    here, there = (options.old, options.new) if sign == "-" else (options.new, options.old)
    if words := cause(record, here, there):
        rows.append(Row("why", (Piece(words, "dim"),)))
    more = len(proofs_of(record)) - 1
    if more and not options.full:
        rows[0] = Row("", (*rows[0].pieces, Piece(f" and {more} more article{'s' * (more > 1)}", "dim")))
    return ListedEvent(_title(record), tuple(rows), sign)


def _words(proof: Proof, quote: Quote) -> Words:
    return Words(proof.article, quote.text, quote.start, quote.end)


def _changed(changed: Changed[Record], options: NoteOptions) -> ListedEvent:
    rows = _rows(changed.new, changed.changes, options)
    if changed.by == "likeness":
        rows = (
            Row("", (Piece("other words; taken for the same event by kind, sides, people and date", "dim"),)),
            *rows,
        )
    return ListedEvent(_title(changed.new, changed.old.id), rows, "~")


def _regrouped(group: Regrouped[Record], options: NoteOptions) -> ListedEvent:
    rows = [Row("from", (Piece(r.id, "old"), Piece(f" · {people(r)}"))) for r in group.old if len(group.old) > 1]
    rows += [Row("into", (Piece(r.id, "new"), Piece(f" · {people(r)}"))) for r in group.new if len(group.new) > 1]
    head = group.new[0] if group.how == "merged" else group.old[0]
    title = (Piece(f"{group.how} ", "dim"), *_title(head))
    rows += [Row("why", (Piece(words, "dim"),)) for words in [_joined_for(group)] if words]
    return ListedEvent(title, (*rows, *_rows(group.new[0], group.changes, options)), _SIGNS[group.how])


def _joined_for(group: Regrouped[Record]) -> str:
    """Return the reasons that the run which has the events as one gives for that, at most three."""
    if group.how == "regrouped":
        return ""
    whole, parts = (group.new[0], group.old) if group.how == "merged" else (group.old[0], group.new)
    known = {merge.reason for part in parts for merge in FIELDS["merges"].of(part)}
    reasons = dict.fromkeys(merge.reason for merge in FIELDS["merges"].of(whole) if merge.reason not in known)
    more = f" and {len(reasons) - 3:,} more reasons" if len(reasons) > 3 else ""
    had = "" if group.how == "merged" else "was one for: "
    return had + "; or ".join([*reasons][:3]) + more if reasons else ""


def _rows(new: Record, changes: Sequence[FieldChange], options: NoteOptions) -> tuple[Row, ...]:
    by_field: dict[str, list[FieldChange]] = defaultdict(list)
    fields = {change.field for change in changes}
    for change in changes:
        if options.full or not (change.quiet or _follows(change, fields)):
            by_field["codes" if change.field.startswith("codes.") else change.field].append(change)
    rows = []
    for field, group in by_field.items():
        row = FIELDS.get(field)
        label = KINDS[new.kind].variant if field == "variant" else row.words if row else field.replace("_", " ")
        label = trimmed(label, LABEL)
        if row and row.sort == "people":
            rows.append(Row(label, _joined([change_pieces(change, options.most) for change in group], Piece("; "))))
            continue
        if field == "codes" or (row and row.sort in {"codes", "words", "links"}):
            rows.append(Row(label, _joined(_values(group), Piece(", "))))
            continue
        if field == "kind":
            rows.append(Row(label, _nature(changes)))
            continue
        rows.extend(Row(label, change_pieces(change, options.most)) for change in group)
    if not fields & {"quotes", "mentions"} and any(map(_only_said, fields)):
        first = proofs_of(new)[0]
        rows.append(Row("", quote_pieces(_words(first, first.quotes[0]), options.most)))
    return tuple(rows)


def _only_said(field: str) -> bool:
    """Return whether only the sentence itself can settle a field: no words beside its quotes say its value."""
    row = FIELDS.get(field)
    return row is not None and row.accepted and row.read_from in {"quotes", "names"}


def _nature(changes: Sequence[FieldChange]) -> tuple[Piece, ...]:
    """Return what became of the kind, with the channel, form or act that each kind has."""
    parts = [change for change in changes if change.field in {"kind", "variant"}]
    old, new = (", ".join(say(getattr(part, which)).replace("_", " ") for part in parts) for which in ("old", "new"))
    return Piece(old, "old"), Piece(" → "), Piece(new, "new")


def _follows(change: FieldChange, fields: set[str]) -> bool:
    """Return whether a change is told by another: ids and codes are labels, spans are told with their values."""
    row = FIELDS.get(change.field)
    return row is not None and (row.name == "id" or not fields.isdisjoint(row.follows))  # the id is in the title


def _values(changes: Iterable[FieldChange]) -> list[tuple[Piece, ...]]:
    found = []
    for change in changes:
        name = change.field.removeprefix("codes.").replace("_", " ") + " " if change.field.startswith("codes.") else ""
        found.append((Piece(name, "dim"), *value_pieces(change)))
    return found


def _joined(groups: Sequence[tuple[Piece, ...]], between: Piece) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for group in groups:
        pieces += [between, *group] if pieces else group
    return tuple(p for p in pieces if p.text)
