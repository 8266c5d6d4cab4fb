"""Tell a comparison as a note: what a fact became, and from which words, once where the words are the same.

What only says how an event was found (prompt, model, confidence) is told in sum at the end, and what follows from
another change (a code from its status, an id from its date) is not told twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from memcon.compare.diff.change import quoted, tell_change, tell_value
from memcon.compare.diff.sums import in_sum
from memcon.compare.diff.values import Change, Changed, Diff, Regrouped
from memcon.compare.diff.why import NOTHING, Told, articles_in_sum, why
from memcon.compare.render.note import Entry, Note, Piece, Row, Section, Sign
from memcon.events.matching.face import face
from memcon.events.matching.values import Words
from memcon.events.matching.wording import nature, people, say, trimmed
from memcon.records import KINDS, Mention, Proof, Quote, Record, proofs_of

QUOTED: Final = 110
"""Characters of a quote that a note shows, where it is not told in full."""
LABEL: Final = 30
"""Characters of a label, where a field that is not known has a long name."""
_LABELS: Final = {
    "countries": "who", "participants": "people", "mentions": "told in", "quotes": "quote", "date_words": "date words",
    "place_words": "place words", "conflicts": "disputed", "link_ids": "links", "names": "names", "merges": "merging",
    "schema_version": "schema", "initiator": "asked by",
}  # fmt: skip
_SIGNS: Final[dict[str, Sign]] = {"merged": ">", "split": "<", "regrouped": "="}


@dataclass(frozen=True, slots=True)
class Telling:
    """How much is told."""

    full: bool = False
    """Every field of every event, and every quote whole."""
    old: Told = NOTHING
    new: Told = NOTHING
    """What either run tells of its articles, for the reasons why an event is gone or new."""

    only: str = ""
    """What was asked for, where it is not all."""
    whole: tuple[int, int] = (0, 0)
    """How many records both runs have, where not all were asked for."""

    @property
    def quoted(self) -> int | None:
        """Characters of a quote; None for all."""
        return None if self.full else QUOTED


def tell(found: Diff[Record], telling: Telling = Telling()) -> Note:
    """Return `found` in words."""
    told = [one for one in found.changed if telling.full or not one.quiet]
    moved = [] if telling.full else [one for one in told if _moved_only(one)]
    changed = told if telling.full else [one for one in told if not _moved_only(one)]
    sections = (
        Section("changed", tuple(_changed(c, telling) for c in changed)),
        Section("moved", tuple(_changed(c, telling) for c in moved)),
        Section("regrouped", tuple(_regrouped(g, telling) for g in found.regrouped)),
        Section("removed", tuple(_lone("-", r, telling) for r in found.removed)),
        Section("added", tuple(_lone("+", r, telling) for r in found.added)),
    )
    quiet = [c for one in found.changed for c in one.changes if c.quiet]
    quiet += [c for group in found.regrouped for c in group.changes if c.quiet]
    also = (*articles_in_sum(telling.old, telling.new), *(() if telling.full else in_sum(quiet)))
    return Note(_summary(found, len(changed), len(moved), telling), tuple(s for s in sections if s.entries), also)


def _moved_only(one: Changed[Record]) -> bool:
    """Return whether an event is the same under another label."""
    return one.by == "evidence" and all(change.field == "id" or change.quiet for change in one.changes)


def _summary(found: Diff[Record], changed: int, moved: int, telling: Telling) -> str:
    kind = "mentions" if any(isinstance(record, Mention) for record in _some(found)) else "events"
    old, new = found.sizes
    of = f" (of {telling.whole[0]:,} → {telling.whole[1]:,}: {telling.only})" if telling.only else ""
    ways = Counter(g.how for g in found.regrouped)
    parts = [
        (changed, "changed"), (ways["merged"], "merged"), (ways["split"], "split"), (ways["regrouped"], "regrouped"),
        (len(found.removed), "removed"), (len(found.added), "added"), (len(found.unchanged), "the same"),
        (moved, "the same by another id"), (len(found.changed) - changed - moved, "the same but found otherwise"),
    ]  # fmt: skip
    counts = ", ".join(f"{n:,} {words}" for n, words in parts if n) or "nothing in either"
    return f"{kind} {old:,} → {new:,}{of}: {counts}"


def _some(found: Diff[Record]) -> Iterator[Record]:
    yield from (*found.added[:1], *found.removed[:1], *found.unchanged[:1])
    yield from (c.new for c in found.changed[:1])
    yield from (group.new[0] for group in found.regrouped[:1])


def _title(record: Record, was: str | None = None) -> tuple[Piece, ...]:
    pieces = [Piece(record.id, "title")]
    pieces += [Piece(f" · {words}") for words in (nature(record), people(record)) if words]
    if was is not None and was != record.id:
        pieces.append(Piece(f" · was {was}", "dim"))
    return tuple(pieces)


def _lone(sign: Sign, record: Record, telling: Telling) -> Entry:
    rows: list[Row] = []
    for proof in proofs_of(record) if telling.full else proofs_of(record)[:1]:
        quotes = proof.quotes if telling.full else proof.quotes[:1]
        rows += [Row("", quoted(_words(proof, quote), telling.quoted)) for quote in quotes]
    here, there = (telling.old, telling.new) if sign == "-" else (telling.new, telling.old)
    if reason := why(record, here, there):
        rows.append(Row("why", (Piece(reason, "dim"),)))
    more = len(proofs_of(record)) - 1
    if more and not telling.full:
        rows[0] = Row("", (*rows[0].pieces, Piece(f" and {more} more article{'s' * (more > 1)}", "dim")))
    return Entry(sign, _title(record), tuple(rows))


def _words(proof: Proof, quote: Quote) -> Words:
    return Words(proof.article, quote.text, quote.start, quote.end)


def _changed(one: Changed[Record], telling: Telling) -> Entry:
    rows = _rows(one.new, one.changes, telling)
    if one.by == "likeness":
        rows = (
            Row("", (Piece("other words; taken for the same event by kind, sides, people and date", "dim"),)),
            *rows,
        )
    return Entry("~", _title(one.new, one.old.id), rows)


def _regrouped(one: Regrouped[Record], telling: Telling) -> Entry:
    rows = [Row("from", (Piece(r.id, "old"), Piece(f" · {people(r)}"))) for r in one.old if len(one.old) > 1]
    rows += [Row("into", (Piece(r.id, "new"), Piece(f" · {people(r)}"))) for r in one.new if len(one.new) > 1]
    head = one.new[0] if one.how == "merged" else one.old[0]
    title = (Piece(f"{one.how} ", "dim"), *_title(head))
    rows += [Row("why", (Piece(words, "dim"),)) for words in [_joined_for(one)] if words]
    return Entry(_SIGNS[one.how], title, (*rows, *_rows(one.new[0], one.changes, telling)))


def _joined_for(one: Regrouped[Record]) -> str:
    """Return the reasons that the run which has the events as one gives for that, at most three."""
    if one.how == "regrouped":
        return ""
    whole, parts = (one.new[0], one.old) if one.how == "merged" else (one.old[0], one.new)
    known = {merge.reason for part in parts for merge in face(part).merges}
    reasons = dict.fromkeys(merge.reason for merge in face(whole).merges if merge.reason not in known)
    more = f" and {len(reasons) - 3:,} more reasons" if len(reasons) > 3 else ""
    had = "" if one.how == "merged" else "was one for: "
    return had + "; or ".join([*reasons][:3]) + more if reasons else ""


def _rows(new: Record, changes: Sequence[Change], telling: Telling) -> tuple[Row, ...]:
    by_field: dict[str, list[Change]] = defaultdict(list)
    fields = {change.field for change in changes}
    for change in changes:
        if telling.full or not (change.quiet or _follows(change, fields)):
            by_field["codes" if change.field.startswith("codes.") else change.field].append(change)
    rows = []
    for field, group in by_field.items():
        named = KINDS[new.kind].variant if field == "variant" else _LABELS.get(field)
        label = named or trimmed(field.replace("_", " "), LABEL)
        if field == "participants":
            rows.append(Row(label, _joined([tell_change(change, telling.quoted) for change in group], Piece("; "))))
            continue
        if field in {"countries", "topics", "codes", "links", "link_ids"}:
            rows.append(Row(label, _joined(_values(group), Piece(", "))))
            continue
        if field == "kind":
            rows.append(Row(label, _nature(changes)))
            continue
        rows.extend(Row(label, tell_change(change, telling.quoted)) for change in group)
    if fields & _SAID and not fields & {"quotes", "mentions"}:
        first = proofs_of(new)[0]
        rows.append(Row("", quoted(_words(first, first.quotes[0]), telling.quoted)))
    return tuple(rows)


_SAID: Final = frozenset({"kind", "status", "variant", "countries", "participants", "initiator"})
"""Fields that only the sentence itself can settle."""


def _nature(changes: Sequence[Change]) -> tuple[Piece, ...]:
    """Return what became of the kind, with the channel, form or act that each kind has."""
    parts = [change for change in changes if change.field in {"kind", "variant"}]
    old, new = (", ".join(say(getattr(part, which)).replace("_", " ") for part in parts) for which in ("old", "new"))
    return Piece(old, "old"), Piece(" → "), Piece(new, "new")


def _follows(change: Change, fields: set[str]) -> bool:
    """Return whether a change is told by another: ids and codes are labels, spans are told with their values."""
    if change.field == "id":
        return True  # in the title
    if change.field.startswith("codes."):
        return bool(fields & {"kind", "status", "variant"})
    if change.field in {"names", "variant"}:
        return {"names": "participants", "variant": "kind"}[change.field] in fields
    return (change.field == "date_words" and "date" in fields) or (change.field == "place_words" and "place" in fields)


def _values(changes: Iterable[Change]) -> list[tuple[Piece, ...]]:
    found = []
    for change in changes:
        name = change.field.removeprefix("codes.").replace("_", " ") + " " if change.field.startswith("codes.") else ""
        found.append((Piece(name, "dim"), *tell_value(change)))
    return found


def _joined(groups: Sequence[tuple[Piece, ...]], between: Piece) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for group in groups:
        pieces += [between, *group] if pieces else group
    return tuple(p for p in pieces if p.text)
