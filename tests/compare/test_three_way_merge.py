"""Random merges of small files of events: evidence stays as a side had it, and links lead to what a side meant."""

import dataclasses
from collections import Counter
from collections.abc import Iterable
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.diff_records import event, mention
from memcon.compare.diff.three_way_merge import ThreeWayMerge, three_way_merge
from memcon.records import EventLink, Evidence, Proof, Quote

ROOM = 1_000
"""Characters of an article that each event has for itself, so that an event is known by its words."""
TEXT = "".join(Random(1).choices("abcdefghijklmnopqrstuvwxyz", k=100 * ROOM))
KINDS = ("call", "meeting", "dispute")


def quote(start: int, end: int) -> Quote:
    return Quote(text=TEXT[start:end], start=start, end=end, match="exact")


def told(name: str, *spans: tuple[int, int]) -> Proof:
    quotes = tuple(quote(*span) for span in spans)
    return Proof(mention=name, article="a.txt", quotes=quotes, date=None, place=None, names=(), model="m", prompt="p@1")


class World:
    """Events of which each has a tag of its own, by which a test knows it whatever its id is."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.tag = 0

    def event(self) -> Any:
        self.tag += 1
        kind = self.random.choice(KINDS)
        starts = [self.tag * ROOM + 100 * n for n in range(self.random.choice((1, 2, 2, 3)))]
        proofs = [told(f"a.txt#{start}", (start, start + 60)) for start in starts]
        return event(
            kind, *proofs, id=f"{kind}-{self.random.randrange(2)}-{self.random.randrange(2)}",
            topics=(f"tag {self.tag}",),
        )  # fmt: skip

    def unique(self, events: Iterable[Any]) -> list[Any]:
        """Return events that have ids of their own; links follow none."""
        found: dict[str, Any] = {}
        for one in events:
            found.setdefault(one.id, one)
        return list(found.values())

    def linked(self, events: list[Any]) -> list[Any]:
        for _ in range(self.random.randrange(3)):
            at = self.random.randrange(len(events)) if events else 0
            to = self.random.choice([one.id for one in events] + ["elsewhere"])
            links = tuple(dict.fromkeys((*events[at].links, EventLink(type="fulfils", event=to)))) if events else ()
            events[at : at + 1] = [dataclasses.replace(one, links=links) for one in events[at : at + 1]]
        return events

    def base(self) -> list[Any]:
        return self.linked(self.unique(self.event() for _ in range(self.random.randrange(4))))

    def side(self, base: list[Any]) -> list[Any]:
        events = list(base)
        for _ in range(self.random.randrange(4)):
            at = self.random.randrange(len(events)) if events else -1
            change = self.random.choice(("drop", "add", "add", "id", "summary", "proof", "proof", "proof", "move"))
            if change == "add":
                events.append(self.event())
            elif at < 0:
                continue
            elif change == "drop":
                events = self.without(events, at)
            elif change == "id":
                events = self.renamed(events, at)
            elif change == "summary":
                events[at] = dataclasses.replace(events[at], summary=self.random.choice(("One.", "Two.")))
            elif change == "proof":
                changed = dataclasses.replace(events[at], mentions=self.proofs(events[at].mentions))
                events[at] = changed if itself(changed) else events[at]
            elif len(events) > 1 and len(events[at].mentions) > 1:
                to = (at + 1) % len(events)
                moved, *rest = events[at].mentions
                one = dataclasses.replace(events[at], mentions=tuple(rest))
                other = dataclasses.replace(events[to], mentions=(*events[to].mentions, moved))
                if itself(one) and itself(other):
                    events[at], events[to] = one, other
        return self.linked(self.unique(events))

    def without(self, events: list[Any], at: int) -> list[Any]:
        gone = events[at].id
        return [
            dataclasses.replace(one, links=tuple(link for link in one.links if link.event != gone))
            for n, one in enumerate(events)
            if n != at
        ]

    def renamed(self, events: list[Any], at: int) -> list[Any]:
        """Return events of which one has another id, which links follow."""
        old, new = events[at].id, f"{events[at].kind}-{self.random.randrange(2)}-{self.random.randrange(2)}"
        if any(one.id == new for one in events):
            return events
        return [
            dataclasses.replace(
                one,
                id=new if one.id == old else one.id,
                links=tuple(dataclasses.replace(k, event=new) if k.event == old else k for k in one.links),
            )
            for one in events
        ]

    def proofs(self, proofs: tuple[Proof, ...]) -> tuple[Proof, ...]:
        at = self.random.randrange(len(proofs))
        one = proofs[at]
        first = one.quotes[0]
        change = self.random.choice(("drop", "shorten", "quote", "id", "add"))
        if change == "drop":
            new: list[Proof] = []
        elif change == "shorten":
            short = quote(first.start, first.end - self.random.choice((1, 5)))
            new = [dataclasses.replace(one, quotes=(short, *one.quotes[1:]))]
        elif change == "quote":
            more = quote(first.start + 70, first.start + 70 + self.random.randrange(10, 12))
            new = [dataclasses.replace(one, quotes=tuple({*one.quotes, more}))]
        elif change == "id":
            new = [dataclasses.replace(one, mention=f"{one.mention}x")]
        else:
            start = first.start + self.random.choice((300, 400))
            new = [one, told(f"a.txt#{start}", (start, start + self.random.choice((20, 30))))]
        made = [*proofs[:at], *new, *proofs[at + 1 :]]
        return tuple({proof.mention: proof for proof in made}.values()) or proofs


def itself(one: Any) -> bool:
    """Return whether most of what proves an event is its own, so that it is the same event still."""
    own = [proof for proof in one.mentions if one.topics[0] == f"tag {proof.quotes[0].start // ROOM}"]
    return len(own) > len(one.mentions) - len(own)


def meant(events: Iterable[Any], base: Iterable[Any] = ()) -> Counter[tuple[str, str, str | None]]:
    """Return links by the tags of both ends, by ids of base where a side has none such; None for one to no event."""
    tags = {one.id: one.topics[0] for one in (*base, *events)}
    return Counter((one.topics[0], link.type, tags.get(link.event)) for one in events for link in one.links)


def held(base: list[Any], ours: list[Any], theirs: list[Any]) -> ThreeWayMerge[Any]:
    found = three_way_merge(base, ours, theirs)
    ids = Counter(one.id for one in found.records)
    assert not [name for name, times in ids.items() if times > 1]
    sides = (ours, theirs)
    had = {(p.mention, q) for side in sides for one in side for p in one.mentions for q in p.quotes}
    for one in found.records:
        names = Counter(proof.mention for proof in one.mentions)
        assert max(names.values()) == 1, "a mention stands in an event twice"
        assert {(p.mention, q) for p in one.mentions for q in p.quotes} <= had, "a quote came under another id"
    if found.conflicts:
        return found
    standing = [Counter(p.mention for one in of for p in one.mentions) for of in (found.records, base, *sides)]
    assert standing[0] <= standing[1] | standing[2] | standing[3], "a mention stands in several events"
    links, mine, yours = meant(found.records), meant(ours, base), meant(theirs, base)
    assert set(links) <= {*mine, *yours}, "a link leads to an event that no side meant"
    tags = {one.topics[0] for one in found.records}
    for side, other in ((mine, yours), (yours, mine)):
        for link in side:
            new = link not in meant(base)
            if (new or link in other) and link[0] in tags:
                assert link in links, "a link is lost"
    return found


@settings(max_examples=1500, deadline=None)
@given(st.integers(0, 10**9))
def test_what_proves_an_event_and_where_it_is_linked_to_is_as_a_side_had_it(seed: int) -> None:
    world = World(seed)
    base = world.base()
    ours, theirs = world.side(base), world.side(base)
    found = held(base, ours, theirs)
    turned = held(base, theirs, ours)
    assert bool(found.conflicts) == bool(turned.conflicts)
    assert three_way_merge(base[::-1], ours[::-1], theirs[::-1]) == found, "whatever the order of lines"


def test_most_of_these_merges_are_no_conflict() -> None:
    outcomes = Counter[bool]()
    for seed in range(400):
        world = World(seed)
        base = world.base()
        outcomes[bool(held(base, world.side(base), world.side(base)).conflicts)] += 1
    assert outcomes[False] > 200, outcomes
    assert outcomes[True] > 40, outcomes


FIRST, SECOND = told("a.txt#26", (26, 204)), told("a.txt#316", (316, 362))
TWO = event("call", FIRST, SECOND, topics=("two",))


def proofs_of(*sides: tuple[Proof, ...]) -> tuple[list[tuple[Proof, ...]], tuple[str, ...]]:
    found = held([TWO], *([dataclasses.replace(TWO, mentions=side)] for side in sides))
    return [one.mentions for one in found.records], found.conflicts


def test_mentions_of_one_article_are_not_taken_for_one_another() -> None:
    shorter, longer = told("a.txt#26", (26, 199)), told("a.txt#316", (316, 362), (400, 420))
    assert proofs_of((SECOND,), (shorter, SECOND)) == ([(shorter, SECOND)], ())
    assert proofs_of((SECOND,), (FIRST, longer)) == ([(longer,)], ())
    both, why = proofs_of((SECOND,), (FIRST,))
    assert {*both} == {(SECOND,), (FIRST,)}
    assert why == (f"{TWO.id}: both sides changed the mentions: each side dropped what the other kept; both kept",)


def test_a_mention_that_has_another_id_is_known_by_its_words() -> None:
    moved, dated = (
        told("a.txt#30", (30, 204)),
        dataclasses.replace(FIRST, place=Evidence(text="Oslo", start=30, end=34)),
    )
    ((_, first),), _ = proofs_of((moved, SECOND), (dated, SECOND))
    assert first == SECOND
    ((first, _),), why = proofs_of((moved, SECOND), (dataclasses.replace(FIRST, model="n"), SECOND))
    assert (first.mention, first.quotes, first.model, why) == ("a.txt#30", moved.quotes, "n", ())
    both, why = proofs_of((moved, SECOND), (told("a.txt#26", (26, 204), (210, 220)), SECOND))
    assert len(both) == 2
    assert why == (f"{TWO.id}: both sides changed the mentions: a.txt#30 (ours), a.txt#26 (theirs); both kept",)
    both, why = proofs_of((told("a.txt#26", (26, 90)), SECOND), (told("a.txt#26", (100, 204)), SECOND))
    assert (len(both), len(why)) == (1, 0), "each side has its own quote now"


def test_a_mention_that_each_side_put_into_another_event_is_for_a_person() -> None:
    others = [
        event("meeting", told(f"a.txt#{n}", (n, n + 50)), id=f"meeting-{n}", topics=(f"{n}",)) for n in (1000, 2000)
    ]

    def moved(to: int) -> list[Any]:
        into = [
            dataclasses.replace(one, mentions=(*one.mentions, SECOND)) if n == to else one
            for n, one in enumerate(others)
        ]
        return [dataclasses.replace(TWO, mentions=(FIRST,)), *into]

    found = held([TWO, *others], moved(0), moved(1))
    assert found.conflicts == ("meeting-1000: its mention a.txt#316 stands in 2 events; all kept",)
    assert held([TWO, *others], moved(0), moved(0)).conflicts == ()


def test_a_mention_of_the_file_of_mentions_has_its_own_quotes_too() -> None:
    base = mention("a.txt", "General Ito", id="one")
    more = mention("a.txt", "General Ito", "General Haddad", id="one")
    named = dataclasses.replace(base, id="two")
    found = three_way_merge(
        [base], [dataclasses.replace(base, status="planned")], [dataclasses.replace(more, id="two")]
    )
    assert [(one.id, one.status, len(one.quotes)) for one in found.records] == [("two", "planned", 2)]
    found = three_way_merge([base], [named], [more])
    assert {(one.id, len(one.quotes)) for one in found.records} == {("one", 2), ("two", 1)}
    assert found.conflicts == ("two: both sides changed the id: two (ours), one (theirs); both kept",)
    other = mention("b.txt", "Menteri Luar Negeri Anna Berg")
    found = three_way_merge([base], [named], [base, dataclasses.replace(other, id="two")])
    assert sorted((one.id, one.article) for one in found.records) == [("two", "a.txt"), ("two-2", "b.txt")]
    assert found.conflicts == ("two: each side has a mention of its own under this id; both kept",)
    found = three_way_merge([], [base], [dataclasses.replace(more, id="two")])
    assert ([one.id for one in found.records], found.conflicts) == (["one", "two"], ())


def links(found: ThreeWayMerge[Any], of: str) -> list[str]:
    return next([link.event for link in one.links] for one in found.records if one.topics == (of,))


def test_links_lead_to_the_event_that_their_side_meant_where_both_gave_one_id() -> None:
    def one(tag: str, number: int, name: str, *to: str) -> Any:
        told_of = told(f"a.txt#{number}", (number, number + 50))
        return event(
            "meeting", told_of, id=name, topics=(tag,), links=tuple(EventLink(type="fulfils", event=id_) for id_ in to)
        )

    plan, came = one("plan", 0, "p"), one("ours", 500, "e")
    found = held([plan], [plan, came], [one("plan", 0, "p", "e"), one("theirs", 900, "e", "p")])
    names = {record.topics[0]: record.id for record in found.records}
    assert {*names.values()} == {"p", "e", "e-2"}
    assert (links(found, "plan"), links(found, "theirs"), found.conflicts) == ([names["theirs"]], ["p"], ())
    linked = held([plan], [one("plan", 0, "p", "e"), came], [one("plan", 0, "p", "e"), one("theirs", 900, "e")])
    assert sorted(links(linked, "plan")) == ["e", "e-2"], "each side meant its own"
    dropped = held([plan, came], [one("plan", 0, "p", "e"), came], [plan])
    assert (links(dropped, "plan"), dropped.conflicts) == (["e"], ("p: it is linked to 'e', which a side dropped",))
    taken = held([], [one("plan", 0, "p", "e")], [came])
    assert taken.conflicts == ("p: it is linked to 'e', which was no event of its side, and is one now",)
