"""Write events as plain lines that a line-wise diff reads well: git's textconv, for `git log -p` and `git show`.

Events stand in the order of their words in the articles, not of their dates, so that a corrected date is one line
changed in its place. What says only how an event was found is told once for the whole file.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from memcon.events.matching.unknown import others
from memcon.events.matching.wording import say
from memcon.records import Mention, Proof, Record, proofs_of, variant_of
from memcon.records.fields import FIELDS, FieldRow
from memcon.text.safe import safe_line


def textconv_lines(records: Sequence[Record], damaged: Iterable[str] = ()) -> Iterator[str]:
    """Yield the lines of a file: a heading for each event at the margin, what is known of it indented below.

    `damaged` are lines of the file that are no records; they come last, as they are.
    """
    for name in ("model", "prompt"):
        values = {getattr(proof, name) for record in records for proof in proofs_of(record)}
        yield from (f"# {name} {safe_line(value)}" for value in sorted(values))
    for record in sorted(records, key=_order):
        yield ""
        yield safe_line(f"{record.kind} {' '.join(record.countries)}: {', '.join(p.name for p in record.participants)}")
        yield from (f"  {safe_line(line)}" for line in _facts(record))
    yield from (f"? {safe_line(line)}" for line in damaged)


def _order(record: Record) -> tuple[str, int, str, str]:
    proofs = proofs_of(record)
    first = min(proofs, key=lambda p: (p.article, p.quotes[0].start if p.quotes else 0))
    return first.article, first.quotes[0].start if first.quotes else 0, record.kind, record.id


_TOLD_APART: Final = frozenset({"label", "choice", "codes", "proofs"})
"""Sorts of values that stand in the heading, or in a line of their own."""


def _facts(record: Record) -> Iterator[str]:
    yield f"id {record.id}"
    yield f"{record.status}, {variant_of(record).replace('_', ' ')}"
    rows = [row for row in FIELDS.values() if not (row.part or row.quiet or row.sort in _TOLD_APART)]
    yield from (line for row in rows if row.editable for line in _lines(row, record))
    if not isinstance(record, Mention):
        yield f"codes {' '.join(row.of(record) or '-' for row in FIELDS.values() if row.name.startswith('codes.'))}"
    yield from (line for row in rows if not row.editable for line in _lines(row, record))
    yield from (f"{name} {value}" for name, value in others(record))
    if record.confidence is not None:
        yield f"confidence {record.confidence:.1f}"
    for proof in sorted(proofs_of(record), key=lambda p: (p.article, p.mention)):
        yield from _proof(proof)


def _lines(row: FieldRow, record: Record) -> Iterator[str]:
    """Yield a line for each value of a field; of an event without a date that it has none."""
    value = row.of(record)
    if row.many:
        yield from (f"{row.each or row.words} {say(each)}" for each in value)
    elif value or row.sort == "date":
        yield f"{row.words} {say(value)}"


def _proof(proof: Proof) -> Iterator[str]:
    yield f"told in {proof.article}"
    for quote in proof.quotes:
        yield f"  “{quote.text}” {quote.start}–{quote.end}{'' if quote.match == 'exact' else f' {quote.match}'}"
    if proof.date:
        yield f"  date “{proof.date.text}”: {proof.date.basis}"
    if proof.place:
        yield f"  place “{proof.place.text}”"
