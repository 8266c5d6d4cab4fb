"""Scripted coders of two hundred events, who err where they are told to."""

import dataclasses
from collections.abc import Mapping, Sequence

from helpers.merging import days, told
from helpers.reviewing import SHA, accept, edit, reject
from memcon.records import ArticleState, Event, Kind, Mention
from memcon.records.decision import Decision
from memcon.records.edits import CountriesAre, DateIs, Edited, ParticipantsAre, StatusIs, TopicsAre

STATES = ("NOR", "JOR", "KEN", "PER", "JPN", "CHN", "IDN", "MYS", "DEU", "FRA", "POL", "UKR")
KINDS: tuple[Kind, ...] = ("meeting", "call", "dispute")
VARIANTS = {"meeting": "talks", "call": "phone", "dispute": "accuse"}
COUNT = 200


def state(name: str, language: str = "en") -> ArticleState:
    return ArticleState(
        article=name, state="ok", reason=None, detail=None, path=name, sha256=SHA, characters=9, title=None,
        published=None, published_basis=None, language=language, source=None, url=None, mentions=0, rejected=0,
    )  # fmt: skip


def mentions() -> list[Mention]:
    """Two hundred mentions of as many events, four in each of fifty articles of two languages."""
    made = []
    for number in range(COUNT):
        left, right = STATES[number % 12], STATES[(number + 1 + number // 12 % 11) % 12]
        kind = KINDS[number % 3]
        people = f"Kar{number}a Bom{number}a/{left}, Tes{number}u Wil{number}i/{right}"
        day = days("2023-01-01").start.fromordinal(738_521 + 3 * number).isoformat()
        made.append(told(f"{number // 4}.txt", kind, day, people, variant=VARIANTS[kind]))  # type: ignore[arg-type]
    return made


def script(events: Sequence[Event], who: str, wrong: Mapping[str, int], *, skip: int = 0) -> list[Decision]:
    """Return the decisions of a coder who errs on every so manieth event, and leaves out every `skip`th."""
    made: list[Decision] = []
    for number, event in enumerate(events, 1):
        if skip and number % skip == 0:
            continue
        edits: list[Edited] = []
        if number % wrong.get("status", COUNT * 2) == 0:
            edits.append(StatusIs(value="planned" if number % 2 else "cancelled"))
        if number % wrong.get("countries", COUNT * 2) == 0:
            edits.append(CountriesAre(value=(*event.countries, "UNO")))
        if number % wrong.get("people", COUNT * 2) == 0:
            edits.append(ParticipantsAre(value=event.participants[:1]))
        if number % wrong.get("date", COUNT * 2) == 0:
            edits.append(DateIs(value=None))
        if number % wrong.get("topics", COUNT * 2) == 0:
            edits.append(TopicsAre(value=("trade", "fish")[: 1 + number % 2]))
        if number % wrong.get("event", COUNT * 2) == 0:
            made.append(reject(event))
        else:
            made.append(edit(event, *edits) if edits else accept(event))
    return [dataclasses.replace(one, who=who) for one in made]


WRONG: Mapping[str, Mapping[str, int]] = {
    "ana": {"event": 11, "status": 7, "countries": 9, "topics": 3},
    "ben": {"event": 13, "status": 5, "people": 6, "date": 8, "topics": 4},
    "cleo": {"event": 10, "status": 7, "countries": 4, "date": 16, "topics": 3},
}
