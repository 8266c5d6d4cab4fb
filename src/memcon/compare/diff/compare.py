"""Compare two records of one event, field by field, with the words each value was read from. Matches no events.

The order inside countries, participants, topics and links means nothing and is no change.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Final

from rapidfuzz import fuzz

from memcon.compare.diff.values import FieldChange, in_order
from memcon.events.matching.likeness import folded, name_words
from memcon.events.matching.pairing import apart, paired
from memcon.events.matching.unknown import others, steps
from memcon.events.matching.values import Words
from memcon.records import Conflict, DateEvidence, EventLink, Evidence, Participant, Proof, Quote, Record, proofs_of
from memcon.records.fields import FIELDS, FieldRow

LIKE_NAMES: Final = 75
"""Likeness of two spellings in per cent from which one participant was respelt and not replaced: Zhenli, Henli."""
STRETCH: Final = 200
"""Characters of an article, about a sentence, in which spans are sought that may be one cut otherwise."""


def compare(
    old: Record,
    new: Record,
    *,
    moved: Mapping[str, str],
    old_more: Sequence[Record] = (),
    new_more: Sequence[Record] = (),
) -> tuple[FieldChange, ...]:
    """Return what differs, in the order of FIELDS; empty where nothing does.

    `moved` gives, for ids of the old run, those of the new one: a link that follows its event is told as such.
    `old_more` and `new_more` are what was merged into the one or split from the other: their mentions are no change.
    """
    differing = [row for row in FIELDS.values() if not row.part and row.of(old) != row.of(new)]
    changes = [change for row in differing for change in _changes(row, old, new, moved)]
    before, after = (_all_proofs(old, old_more), _all_proofs(new, new_more))
    return in_order((*changes, *_proved(before, after), *_others(old, new)))


def _all_proofs(record: Record, more: Sequence[Record]) -> list[Proof]:
    return [proof for each in (record, *more) for proof in proofs_of(each)]


def _changes(row: FieldRow, old: Record, new: Record, moved: Mapping[str, str]) -> Iterator[FieldChange]:
    """Yield what differs in one field: one rule a sort of value."""
    a, b = row.of(old), row.of(new)
    match row.sort:
        case "proofs":
            return  # compared part by part
        case "people":
            yield from _people(row, old, new)
        case "links":
            yield from _links(row, a, b, moved)
        case "conflicts":
            gone, come = apart(a, b)
            yield from (FieldChange(row.name, *pair) for pair in paired(gone, come, _same_conflict, _conflict_keys))
        case _ if row.many:
            gone, come = apart(a, b)
            yield from (FieldChange(row.name, value, None, None, _read_from(row, old), ()) for value in gone)
            yield from (FieldChange(row.name, None, value, None, (), _read_from(row, new)) for value in come)
        case _:
            yield FieldChange(row.name, a, b, None, _read_from(row, old), _read_from(row, new))


def _read_from(row: FieldRow, record: Record) -> tuple[Words, ...]:
    """Return the words that the value of a field was read from: its own, else the first quote of each article."""
    own: tuple[Words, ...] = ()
    if row.read_from == "date":
        own = tuple(_words(p.article, p.date, p.date.basis) for p in proofs_of(record) if p.date)
    elif row.read_from == "place":
        own = tuple(_words(p.article, p.place) for p in proofs_of(record) if p.place)
    elif not row.read_from:
        return ()
    return own or tuple(_words(proof.article, proof.quotes[0]) for proof in proofs_of(record) if proof.quotes)


def _words(article: str, span: Quote | Evidence | DateEvidence, basis: str | None = None) -> Words:
    return Words(article, span.text, span.start, span.end, basis)


def _others(old: Record, new: Record) -> Iterator[FieldChange]:
    """Yield what differs in fields of which nothing is known."""
    mine, yours = dict(others(old)), dict(others(new))
    for field in sorted(mine.keys() | yours.keys()):
        if mine.get(field) != yours.get(field):
            yield from (FieldChange(*step) for step in steps(field, mine.get(field), yours.get(field)))


def _people(row: FieldRow, old: Record, new: Record) -> Iterator[FieldChange]:
    for one, other in paired(*apart(row.of(old), row.of(new)), person_likeness, person_keys):
        mine, yours = _name_words(old, one) if one else (), _name_words(new, other) if other else ()
        yield FieldChange(row.name, one, other, None, mine, yours)


def _name_words(record: Record, person: Participant) -> tuple[Words, ...]:
    name = folded(person.name)
    return tuple(
        _words(proof.article, span)
        for proof in proofs_of(record) for span in proof.names if folded(span.text) == name
    )  # fmt: skip


def person_likeness(old: Participant, new: Participant) -> int:
    """Return how surely two participants are one, 0 where they are not: by name, never by office alone."""
    mine, theirs = {*name_words(old.name)}, {*name_words(new.name)}
    if mine == theirs:
        likeness = 100
    elif mine <= theirs or theirs <= mine:
        likeness = 80
    else:
        ratio = fuzz.ratio(folded(old.name), folded(new.name))
        likeness = int(ratio) * 7 // 10 if ratio >= LIKE_NAMES else 0
    if not likeness:
        return 0
    return likeness + 10 * (old.country == new.country) + 8 * (old.title == new.title) + 2 * (old.role == new.role)


def person_keys(person: Participant) -> Iterator[str]:
    """Yield the words of a name, and their beginnings, which a slip of spelling mostly leaves."""
    for word in name_words(person.name):
        yield from (word, word[:3])


def _links(
    row: FieldRow, old: Sequence[EventLink], new: Sequence[EventLink], moved: Mapping[str, str]
) -> Iterator[FieldChange]:
    gone, come = apart(old, new)
    for link in gone[:]:
        follower = EventLink(type=link.type, event=moved.get(link.event, link.event))
        if follower in come:
            gone.remove(link)
            come.remove(follower)
            yield FieldChange("link_ids", link, follower)
    yield from (FieldChange(row.name, link, None) for link in gone)
    yield from (FieldChange(row.name, None, link) for link in come)


def _same_conflict(old: Conflict, new: Conflict) -> int:
    return (1 + len({*old.values} & {*new.values})) * (old.field == new.field)


def _conflict_keys(conflict: Conflict) -> tuple[str, ...]:
    return conflict.field, *conflict.values


def _proved(old: Sequence[Proof], new: Sequence[Proof]) -> Iterator[FieldChange]:
    for one, other in _proofs(old, new):
        if one and other:
            yield from _evidenced(one, other)
        else:
            proof = one or other
            assert proof is not None  # noqa: S101 - one side is always there
            quotes = tuple(_words(proof.article, q) for q in proof.quotes)
            yield FieldChange("mentions", one, other, proof.article, quotes if one else (), quotes if other else ())


def _proofs(old: Sequence[Proof], new: Sequence[Proof]) -> Iterator[tuple[Proof | None, Proof | None]]:
    """Yield what belongs together: at once where each article tells an event once, as nearly always."""
    mine, theirs = ({proof.article: proof for proof in side} for side in (old, new))
    if len(mine) < len(old) or len(theirs) < len(new):
        yield from paired(*apart(old, new), _same_proof, _proof_keys)
        return
    both = mine.keys() & theirs.keys()
    yield from ((mine[article], theirs[article]) for article in both if mine[article] != theirs[article])
    gone, come = ([proof for proof in side if proof.article not in both] for side in (old, new))
    yield from paired(gone, come, _same_proof, _proof_keys)


def _same_proof(old: Proof, new: Proof) -> int:
    """Return how surely two proofs are of one mention: the same article, or the same words in an article renamed."""
    same = sum(len(q.text) for q in old.quotes if any(q.text == r.text for r in new.quotes))
    if old.article != new.article:
        return same
    spans = sum(max(0, min(q.end, r.end) - max(q.start, r.start)) for q in old.quotes for r in new.quotes)
    return 1_000_000 + same + spans


def _proof_keys(proof: Proof) -> Iterator[Hashable]:
    """Yield the words of its quotes, and where they stand in the article."""
    for quote in proof.quotes:
        yield quote.text
        yield from ((proof.article, key) for key in _span_keys(quote) if key != quote.text)


def _evidenced(old: Proof, new: Proof) -> Iterator[FieldChange]:
    """Yield what one article now contributes otherwise."""
    article = new.article if old.article == new.article else f"{old.article} → {new.article}"
    for row in FIELDS.values():
        if not row.part or (a := row.of(old)) == (b := row.of(new)):
            continue
        if row.sort != "spans":
            yield FieldChange(row.name, a, b, article)
            continue
        for one, other in paired(*apart(a, b), _same_span, _span_keys):
            mine = (_words(old.article, one),) if one and row.name == "quotes" else ()
            yours = (_words(new.article, other),) if other and row.name == "quotes" else ()
            yield FieldChange(row.name, one, other, article, mine, yours)


def _same_span(old: Quote | Evidence, new: Quote | Evidence) -> int:
    """Return how surely two spans are one that was cut otherwise, or that stands elsewhere in an edited article."""
    shared = max(0, min(old.end, new.end) - max(old.start, new.start))
    return shared + len(old.text) * (old.text == new.text)


def _span_keys(span: Quote | Evidence) -> Iterator[Hashable]:
    """Yield its words, and the stretches of the article in which its ends lie."""
    yield span.text
    yield from {span.start // STRETCH, span.end // STRETCH}
