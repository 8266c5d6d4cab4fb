"""Compare two records of one event, field by field, with the words each value was read from. Matches no events.

The order inside countries, participants, topics and links means nothing and is no change.
"""

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Final

from rapidfuzz import fuzz

from memcon.compare.diff.values import Change, in_order
from memcon.events.matching.face import Face, face
from memcon.events.matching.likeness import folded, name_words
from memcon.events.matching.pairing import apart, paired
from memcon.events.matching.unknown import steps
from memcon.events.matching.values import Words
from memcon.records import Conflict, EventLink, Evidence, Participant, Proof, Quote, Record

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
) -> tuple[Change, ...]:
    """Return what differs, in the order of FIELDS; empty where nothing does.

    `moved` gives, for ids of the old run, those of the new one: a link that follows its event is told as such.
    `old_more` and `new_more` are what was merged into the one or split from the other: their mentions are no change.
    """
    a, b = face(old), face(new)
    proofs = [(*one.proofs, *(p for r in more for p in face(r).proofs)) for one, more in ((a, old_more), (b, new_more))]
    return in_order(
        (
            *_plain(a, b),
            *_dated(a, b),
            *_peopled(a, b),
            *_linked(a, b, moved),
            *_proved(proofs[0], proofs[1]),
            *_others(a, b),
        )
    )


def _quoted(one: Face) -> tuple[Words, ...]:
    """Return the first quote of each article."""
    return tuple(_words(proof.article, proof.quotes[0]) for proof in one.proofs if proof.quotes)


def _words(article: str, span: Quote) -> Words:
    return Words(article, span.text, span.start, span.end)


def _plain(a: Face, b: Face) -> Iterator[Change]:
    """Yield the fields of one value, and those of several plain values."""
    for field in _SINGLE:
        old, new = getattr(a, field), getattr(b, field)
        if old != new:
            told = field in _TOLD
            yield Change(field, old, new, None, _quoted(a) if told else (), _quoted(b) if told else ())
    if a.published != b.published:
        yield Change("published", _iso(a.published), _iso(b.published))
    if a.codes != b.codes:
        codes = ((f"codes.{name}", getattr(a.codes, name, None), getattr(b.codes, name, None)) for name in _CODES)
        yield from (Change(field, old, new) for field, old, new in codes if old != new)
    for field, mine, theirs in (("countries", a.countries, b.countries), ("topics", a.topics, b.topics)):
        gone, come = apart(mine, theirs)
        yield from (Change(field, value, None, None, _quoted(a), ()) for value in gone)
        yield from (Change(field, None, value, None, (), _quoted(b)) for value in come)
    gone_by, come_by = apart(a.review, b.review)
    yield from (Change("review", by, None) for by in gone_by)
    yield from (Change("review", None, by) for by in come_by)
    gone_merges, come_merges = apart(a.merges, b.merges)
    yield from (Change("merges", merge, None) for merge in gone_merges)
    yield from (Change("merges", None, merge) for merge in come_merges)


_SINGLE: Final = ("schema_version", "id", "kind", "status", "variant", "initiator", "summary", "confidence")
_CODES: Final = ("plover", "plover_mode", "cameo", "ace")
_TOLD: Final = frozenset({"kind", "status", "variant", "initiator", "summary"})
"""Fields whose words are the quotes themselves."""


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _others(a: Face, b: Face) -> Iterator[Change]:
    """Yield what differs in fields of which nothing is known."""
    if a.others != b.others:
        mine, yours = dict(a.others), dict(b.others)
        for field in sorted(mine.keys() | yours.keys()):
            if mine.get(field) != yours.get(field):
                yield from (Change(*step) for step in steps(field, mine.get(field), yours.get(field)))


def _dated(a: Face, b: Face) -> Iterator[Change]:
    if a.date != b.date:
        yield Change("date", a.date, b.date, None, _date_words(a), _date_words(b))
    if a.place != b.place:
        yield Change("place", a.place, b.place, None, _place_words(a), _place_words(b))


def _date_words(one: Face) -> tuple[Words, ...]:
    found = tuple(Words(p.article, p.date.text, p.date.start, p.date.end, p.date.basis) for p in one.proofs if p.date)
    return found or _quoted(one)


def _place_words(one: Face) -> tuple[Words, ...]:
    found = tuple(Words(p.article, p.place.text, p.place.start, p.place.end) for p in one.proofs if p.place)
    return found or _quoted(one)


def _peopled(a: Face, b: Face) -> Iterator[Change]:
    gone, come = apart(a.participants, b.participants)
    for old, new in paired(gone, come, same_person, _person_keys):
        yield Change(
            "participants", old, new, None, _name_words(a, old) if old else (), _name_words(b, new) if new else ()
        )


def _name_words(one: Face, person: Participant) -> tuple[Words, ...]:
    name = folded(person.name)
    return tuple(
        Words(proof.article, span.text, span.start, span.end)
        for proof in one.proofs for span in proof.names if folded(span.text) == name
    )  # fmt: skip


def same_person(old: Participant, new: Participant) -> int:
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


def _person_keys(one: Participant) -> Iterator[str]:
    """Yield the words of a name, and their beginnings, which a slip of spelling mostly leaves."""
    for word in name_words(one.name):
        yield from (word, word[:3])


def _linked(a: Face, b: Face, moved: Mapping[str, str]) -> Iterator[Change]:
    gone, come = apart(a.links, b.links)
    for link in gone[:]:
        follower = EventLink(type=link.type, event=moved.get(link.event, link.event))
        if follower in come:
            gone.remove(link)
            come.remove(follower)
            yield Change("link_ids", link, follower)
    yield from (Change("links", link, None) for link in gone)
    yield from (Change("links", None, link) for link in come)
    for one, other in paired(*apart(a.conflicts, b.conflicts), _same_conflict, _conflict_keys):
        yield Change("conflicts", one, other)


def _same_conflict(old: Conflict, new: Conflict) -> int:
    return (1 + len({*old.values} & {*new.values})) * (old.field == new.field)


def _conflict_keys(one: Conflict) -> tuple[str, ...]:
    return one.field, *one.values


def _proved(old: Sequence[Proof], new: Sequence[Proof]) -> Iterator[Change]:
    for one, other in _proofs(old, new):
        if one and other:
            yield from _evidenced(one, other)
        else:
            proof = one or other
            assert proof is not None  # noqa: S101 - one side is always there
            quotes = tuple(_words(proof.article, q) for q in proof.quotes)
            yield Change("mentions", one, other, proof.article, quotes if one else (), quotes if other else ())


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


def _proof_keys(one: Proof) -> Iterator[Hashable]:
    """Yield the words of its quotes, and where they stand in the article."""
    for quote in one.quotes:
        yield quote.text
        yield from ((one.article, key) for key in _span_keys(quote) if key != quote.text)


def _evidenced(old: Proof, new: Proof) -> Iterator[Change]:
    """Yield what one article now contributes otherwise."""
    article = new.article if old.article == new.article else f"{old.article} → {new.article}"
    for field in ("article", "mention", "model", "prompt"):
        a, b = getattr(old, field), getattr(new, field)
        if a != b:
            yield Change(field, a, b, article)
    if old.date != new.date:
        yield Change("date_words", old.date, new.date, article)
    if old.place != new.place:
        yield Change("place_words", old.place, new.place, article)
    if old.quotes != new.quotes:
        for quote, quote_new in paired(*apart(old.quotes, new.quotes), _same_span, _span_keys):
            mine = (_words(old.article, quote),) if quote else ()
            yours = (_words(new.article, quote_new),) if quote_new else ()
            yield Change("quotes", quote, quote_new, article, mine, yours)
    if old.names != new.names:
        for name, name_new in paired(*apart(old.names, new.names), _same_span, _span_keys):
            yield Change("names", name, name_new, article)


def _same_span(old: Quote | Evidence, new: Quote | Evidence) -> int:
    """Return how surely two spans are one that was cut otherwise, or that stands elsewhere in an edited article."""
    shared = max(0, min(old.end, new.end) - max(old.start, new.start))
    return shared + len(old.text) * (old.text == new.text)


def _span_keys(span: Quote | Evidence) -> Iterator[Hashable]:
    """Yield its words, and the stretches of the article in which its ends lie."""
    yield span.text
    yield from {span.start // STRETCH, span.end // STRETCH}
