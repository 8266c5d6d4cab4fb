"""A review that goes on, decision by decision: at every step what applying all of them at once gives, to the byte."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.merging import days
from helpers.merging import told as mention
from helpers.reviewing import SHA, accept, add, edit, join, read, reject, split, undo
from memcon.events.amend import ArticleText, OngoingReview, Reviewed, apply
from memcon.events.merge import merge
from memcon.records import Act, Event, Mention
from memcon.records.decision import Decision
from memcon.records.edits import CountriesAre, DateIs, Edited, KindIs, StatusIs, SummaryIs
from memcon.records.jsonl import dump

BOTH = "Anna Berg/NOR, Omar Haddad/JOR"
SIDES = "Norland/NOR/actor, Jordania/JOR/target"
ACTS: tuple[Act, ...] = ("expel", "summon", "criticise")
RUN = [
    mention("a", "call", "2024-04-29", BOTH, variant="phone", at=100),
    mention("b", "call", "2024-04-29", BOTH, variant="phone", at=900),
    mention("c", "meeting", "2024-05-04", BOTH, variant="talks", at=100),
    mention("d", "meeting", "2024-05-04", BOTH, status="planned", variant="talks", at=300),
    mention("d", "meeting", "2024-05-04", BOTH, status="cancelled", variant="talks", at=700),
    *(mention("a", "dispute", "2024-04-30", SIDES, variant=act, at=500 + at) for at, act in enumerate(ACTS)),
    *(mention("e", "dispute", "2024-04-30", SIDES, variant="criticise", at=30 * at) for at in range(3)),
]
CROWD = [
    mention("x", "dispute", f"2024-04-{1 + at % 3:02}", f"{people}, Jordania/JOR/target", variant="criticise", at=at)
    for at, people in enumerate(f"Norland{at}/NOR/actor" for at in range(26))
]
"""So many on one sentence that only some of them are looked at."""


EDITS: tuple[Edited, ...] = (
    *(DateIs(value=days(day)) for day in ("2024-04-29", "2024-04-30", "2024")),
    CountriesAre(value=("NOR", "SWE")),
    SummaryIs(value="s"),
    StatusIs(value="occurred"),
    StatusIs(value="planned"),
    KindIs(value="call"),
)


def told(reviewed: Reviewed) -> bytes:
    outcomes = repr([(one.decision.id, one.state, one.causes, one.events) for one in reviewed.outcomes]).encode()
    return b"".join(map(dump, (*reviewed.events, *reviewed.dropped, *reviewed.rejected))) + outcomes


def decided(  # noqa: PLR0911  one line a kind of decision
    shown: Sequence[Event], made: Sequence[Decision], draw: st.DataObject
) -> Decision:
    """Return a decision that a page could send, or one that has been overtaken."""
    one, other = (draw.draw(st.sampled_from(shown)) for _ in range(2))
    match draw.draw(st.integers(0, 9)):
        case 0:
            return accept(one)
        case 1 | 2:
            return reject(one, alone=draw.draw(st.booleans()))
        case 3 | 4:
            return edit(one, draw.draw(st.sampled_from(EDITS)))
        case 5 if one.mentions != other.mentions:
            return join(one, other)
        case 6 if len(one.mentions) > 1:
            names = [proof.mention for proof in one.mentions]
            return split(one, names[:1], names[1:])
        case 7:
            people = draw.draw(st.sampled_from([BOTH, "Jun Ito/JPN, Anna Berg/NOR"]))
            at = draw.draw(st.sampled_from([0, 400]))
            return add(mention("a", "call", "2024-04-29", people, variant="phone", at=at))
        case 8:
            return read(draw.draw(st.sampled_from("ab")))
        case _ if made:
            return undo(draw.draw(st.sampled_from(made)))
    return accept(one)


@settings(max_examples=40)
@given(st.data(), st.sampled_from([RUN, CROWD]))
def test_every_step_is_what_applying_all_gives(draw: st.DataObject, mentions: list[Mention]) -> None:
    machine = merge(mentions)
    articles = {name: ArticleText(SHA, None) for name in "abcdex"}
    made: list[Decision] = []
    before = draw.draw(st.integers(0, 4))
    review = OngoingReview(machine, mentions, (), articles)
    for step in range(draw.draw(st.integers(1, 14))):
        shown = sorted([*review.events, *machine], key=lambda event: (event.id, event.review is None))
        decision = decided(shown, made, draw)
        held = {frozenset(proof.mention for proof in event.mentions): event for event in review.events}
        touched = review.take(decision)
        for event in touched.gone:
            assert held.pop(frozenset(proof.mention for proof in event.mentions)) == event
        held |= {frozenset(proof.mention for proof in event.mentions): event for event in touched.come}
        whole = apply(machine, mentions, [*made, decision], articles)
        assert told(review.reviewed) == told(whole)
        assert sorted(map(dump, held.values())) == sorted(map(dump, whole.events))
        assert review.states["stale"] == whole.count("stale")
        if draw.draw(st.integers(0, 4)) == 0:
            review.take_back()
            assert told(review.reviewed) == told(apply(machine, mentions, made, articles))
        else:
            made.append(decision)
        if step == before:  # and a review that begins with decisions is the one that they were made in
            review = OngoingReview(machine, mentions, made, articles)
            assert told(review.reviewed) == told(apply(machine, mentions, made, articles))
