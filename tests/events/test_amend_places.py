"""A decision finds its event among those at its words, and finds what it would find among all of them."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from helpers.merging import told
from helpers.reviewing import target
from memcon.events.amend.drafts import EventDraft
from memcon.events.amend.find import Bar, DraftIndex
from memcon.events.amend.places import MOST_TOGETHER, STRETCH, stretches
from memcon.events.amend.values import Cause
from memcon.events.matching.match import match
from memcon.events.matching.shared_words import side, ties
from memcon.events.merge import merge
from memcon.records import Event, Kind, Mention

WORDS = (
    "Anna Berg met Omar Haddad in Oslo. They spoke about trade, and Norland expelled two envoys of Sudland after it."
)
PEOPLE = ("Anna Berg/NOR, Omar Haddad/JOR", "Anna Berg/NOR, Joyce Banda/KEN", "Norland/NOR/actor, Sudland/SDN/target")


@st.composite
def mentions(draw: st.DrawFn) -> Mention:
    """A mention of one of three articles, of words that overlap with those of others, or stand elsewhere too."""
    start = draw(st.sampled_from((0, 10, 35, 62)))
    words = WORDS[start : draw(st.sampled_from((start + 12, start + 30, len(WORDS))))]
    kinds: tuple[Kind, ...] = ("call", "meeting", "dispute")
    day = draw(st.sampled_from((None, "2024-04-29", "2024-04-30")))
    made = told(
        draw(st.sampled_from(("a", "b", "c"))), draw(st.sampled_from(kinds)), day, draw(st.sampled_from(PEOPLE)),
        quote=words, at=start + draw(st.sampled_from((0, STRETCH - 30))),
    )  # fmt: skip
    return dataclasses.replace(made, id=f"{made.id}-{draw(st.integers(0, 9**9))}")


def drafts(events: list[Event]) -> list[EventDraft]:
    return [EventDraft(event, event, (), (event.id,)) for event in events]


@given(st.lists(mentions(), max_size=12), st.lists(mentions(), max_size=4))
def test_what_stands_at_the_words_is_what_would_be_found_among_all(now: list[Mention], then: list[Mention]) -> None:
    events = merge(now)
    index = DraftIndex(drafts(events))
    for said in (*events, *merge(then)):
        tied = sorted(tie.new for tie in ties(side([said], [0]), side(events, range(len(events)))))
        assert index.tied(said) == tied
        matching = match([said], events)
        best = [j for _, j in matching.same] + [pair.new for pair in matching.pairs if pair.by == "evidence"]
        bars: tuple[Bar, ...] = ("claim", "family")
        for bar in bars:
            found = index.find(target(said, alone=False), bar=bar)
            assert isinstance(found, Cause) or best in ([found], [])
            assert best == [] or found == best[0] or found.reason == "other_event"  # type: ignore[union-attr]


def crowd(size: int) -> list[Event]:
    """So many events of one sentence, each of its own day."""
    days = [f"{2000 + n // 28}-01-{n % 28 + 1:02}" for n in range(size)]
    made = [told("a", "call", day, PEOPLE[0], at=100, quote=WORDS) for day in days]
    return merge([dataclasses.replace(each, id=f"a#{n}") for n, each in enumerate(made)])


def test_of_a_crowd_at_one_sentence_those_that_claim_the_same_are_looked_at() -> None:
    events = crowd(3 * MOST_TOGETHER)
    index = DraftIndex(drafts(events))
    for key, event in enumerate(events):
        assert len(index.tied(event)) == MOST_TOGETHER
        assert index.find(target(event), bar="claim") == key


def test_who_left_a_crowd_is_no_longer_found_in_it() -> None:
    events = crowd(MOST_TOGETHER + 2)
    index = DraftIndex(drafts(events))
    for key in range(1, len(events)):
        index.take(key)
    assert index.tied(events[5]) == [0]


def test_a_draft_stands_in_a_crowd_by_what_it_claims_now() -> None:
    events = crowd(2 * MOST_TOGETHER)
    index = DraftIndex(drafts(events))
    (other,) = merge([dataclasses.replace(told("a", "call", "1990-01-01", PEOPLE[0], at=100, quote=WORDS), id="a#70")])
    (draft,) = drafts([other])
    index.put(len(events) - 1, draft)
    assert index.find(target(other), bar="claim") == len(events) - 1
    assert [*index.drafts] == [*range(len(events))]


def test_a_span_that_lies_about_its_length_costs_no_more_than_its_words() -> None:
    """A decision is a line that others may have written: what it says of offsets holds for no article."""
    (event,) = merge([told("a", "meeting", "2024-04-29", PEOPLE[0], quote=WORDS)])
    proof = event.mentions[0]
    far = dataclasses.replace(proof.quotes[0], end=2**31 - 1)
    lying = dataclasses.replace(event, mentions=(dataclasses.replace(proof, quotes=(far,)),))
    assert list(stretches(lying)) == list(stretches(event))
