"""What is one event and what is not, on hand-made mentions: the traps that the field knows."""

from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.merge import merge
from memcon.records import Call, Event, Mention
from merging import told


def shared(events: list[Event]) -> list[list[str]]:
    """The articles of each event."""
    return [[proof.article for proof in event.mentions] for event in events]


def one(*mentions: Mention) -> Event:
    events = merge(mentions)
    assert len(events) == 1, shared(events)
    return events[0]


def apart(*mentions: Mention) -> list[Event]:
    events = merge(mentions)
    assert len(events) == len(mentions), shared(events)
    return events


def test_two_calls_of_the_same_ministers_two_days_apart_are_two() -> None:
    first, second = apart(
        told("a", day="2022-10-21", people="Shoigu/RUS, Austin/USA", published="2022-10-22"),
        told("b", day="2022-10-23", people="Sergei Shoigu/RUS, Lloyd Austin/USA", published="2022-10-24"),
    )
    assert first.id == "call-2022-10-21-RUS-USA"
    assert second.id == "call-2022-10-23-RUS-USA"
    assert first.links == second.links == ()


def test_four_summonses_of_one_ambassador_are_four() -> None:
    days = ("2023-02-04", "2023-03-01", "2023-03-02", "2023-08-15")
    apart(*(told(d, "dispute", d, "CHN/CHN/actor, Nicholas Burns/USA/target", variant="summon") for d in days))


def test_a_video_call_and_a_virtual_meeting_are_one_call() -> None:
    event = one(
        told("a", "call", "2023-12-21", "CQ Brown/USA, Liu Zhenli/CHN", variant="video"),
        told("b", "meeting", "2023-12-21", "CQ Brown/USA, Liu Zhenli/CHN", quote="pertemuan virtual kedua jenderal"),
    )
    assert isinstance(event, Call)
    assert (event.channel, event.codes.cameo) == ("video", "041")
    assert [(c.field, c.values) for c in event.conflicts] == [("kind", ("call", "meeting"))]


def test_a_call_and_a_meeting_in_person_are_two() -> None:
    apart(
        told("a", "call", "2023-12-21", "CQ Brown/USA, Liu Zhenli/CHN", variant="phone"),
        told("b", "meeting", "2023-12-21", "CQ Brown/USA, Liu Zhenli/CHN", quote="bertemu di Beijing"),
    )


MENTIONS = [
    told("a", day="2022-10-21", people="Shoigu/RUS, Austin/USA", published="2022-10-22"),
    told("a", day=None, people="Shoigu/RUS", countries="RUS USA", published="2022-10-22"),
    told("b", day="2022-10-23", people="Sergei Shoigu/RUS, Lloyd Austin/USA", published="2022-10-24"),
    told("c", day="2022-10", people="Sergei Shoigu/RUS, Lloyd Austin/USA", published="2022-10-30"),
    told("c", "meeting", "2022-10-23", "Sergei Shoigu/RUS, Lloyd Austin/USA", quote="virtual", published="2022-10-30"),
    told("d", "meeting", "2022-10-23", countries="RUS USA", status="planned", published="2022-10-20"),
    told("d", "dispute", None, "Rusia/RUS/actor, Ukraina/UKR/target", published="2022-10-20"),
    told("e", "dispute", None, "Ukraina/UKR/actor, Rusia/RUS/target", published="2022-10-20"),
    told("f", "dispute", "2022-10-20", "Rusia/RUS/actor, Ukraina/UKR/target", variant="accuse"),
    told("g", "dispute", "2022-10-20", "Rusia/RUS/actor, Ukraina/UKR/target", variant="criticise"),
]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(MENTIONS), max_size=14), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_give_the_same_events(mentions: list[Mention], random: object) -> None:
    events = merge(mentions)
    shuffled = [*mentions, *mentions[:3]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert merge(shuffled) == events


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(MENTIONS), max_size=14))
def test_every_mention_proves_exactly_one_event(mentions: list[Mention]) -> None:
    events = merge(mentions)
    assert sorted(proof.mention for event in events for proof in event.mentions) == sorted({m.id for m in mentions})
