"""Write events as plain lines that a line-wise diff reads well: git's textconv, for `git log -p` and `git show`.

Events stand in the order of their words in the articles, not of their dates, so that a corrected date is one line
changed in its place. What says only how an event was found is told once for the whole file.
"""

from collections.abc import Iterable, Iterator, Sequence

from memcon.events.matching.face import Face, face
from memcon.events.matching.wording import say
from memcon.records import Proof, Record
from memcon.text.safe import safe_line


def textconv_lines(records: Sequence[Record], damaged: Iterable[str] = ()) -> Iterator[str]:
    """Yield the lines of a file: a heading for each event at the margin, what is known of it indented below.

    `damaged` are lines of the file that are no records; they come last, as they are.
    """
    faces = [face(record) for record in records]
    for name in ("model", "prompt"):
        yield from (f"# {name} {safe_line(v)}" for v in sorted({getattr(p, name) for f in faces for p in f.proofs}))
    for one in sorted(faces, key=_order):
        yield ""
        yield safe_line(f"{one.kind} {' '.join(one.countries)}: {', '.join(p.name for p in one.participants)}")
        yield from (f"  {safe_line(line)}" for line in _facts(one))
    yield from (f"? {safe_line(line)}" for line in damaged)


def _order(one: Face) -> tuple[str, int, str, str]:
    first = min(one.proofs, key=lambda p: (p.article, p.quotes[0].start if p.quotes else 0))
    return first.article, first.quotes[0].start if first.quotes else 0, one.kind, one.id


def _facts(one: Face) -> Iterator[str]:
    yield f"id {one.id}"
    yield f"{one.status}, {one.variant.replace('_', ' ')}"
    yield f"date {say(one.date)}"
    if one.place:
        yield f"place {say(one.place)}"
    yield from (f"person {say(person)}" for person in one.participants)
    if one.initiator:
        yield f"asked by {one.initiator}"
    yield from (f"topic {topic}" for topic in one.topics)
    if one.summary:
        yield f"summary {one.summary}"
    if one.codes:
        codes = (one.codes.plover, one.codes.plover_mode, one.codes.cameo, one.codes.ace)
        yield f"codes {' '.join(code or '-' for code in codes)}"
    yield from (f"link {say(link)}" for link in one.links)
    yield from (f"disputed {say(conflict)}" for conflict in one.conflicts)
    yield from (f"review {say(by)}" for by in one.review)
    yield from (f"{name} {value}" for name, value in one.others)
    if one.confidence is not None:
        yield f"confidence {one.confidence:.1f}"
    for proof in sorted(one.proofs, key=lambda p: (p.article, p.mention)):
        yield from _proof(proof)


def _proof(proof: Proof) -> Iterator[str]:
    yield f"told in {proof.article}"
    for quote in proof.quotes:
        yield f"  “{quote.text}” {quote.start}–{quote.end}{'' if quote.match == 'exact' else f' {quote.match}'}"
    if proof.date:
        yield f"  date “{proof.date.text}”: {proof.date.basis}"
    if proof.place:
        yield f"  place “{proof.place.text}”"
