"""Runs that are hard to load: one whose first 95 of a hundred lines are null wherever they may be, and a reviewed one.

`python -m loaders.files FOLDER` writes them into FOLDER, each with its table of months, and deposits of the latter.
"""

import dataclasses
import datetime as dt
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from memcon.outputs import atomic
from memcon.outputs.deposit.folder import deposit
from memcon.outputs.deposit.wishes import Wishes
from memcon.outputs.export import export, plan
from memcon.outputs.folder import RunFolder
from memcon.outputs.tables.filters import Filters
from memcon.records import (
    Agreement,
    Call,
    Codes,
    Conflict,
    Doubt,
    Event,
    EventLink,
    Merge,
    Proof,
    Quote,
    Reported,
)

REVIEWED: Final = Path(__file__).parents[1] / "records" / "version_1" / "run"
"""Corrections of fields of every type, which version 1 had in as many types of JSON."""
MANY: Final = 22_000
"""More lines than a loader samples: DuckDB takes 20,480."""
NULL: Final = 0.95
_NONE: Final = Codes(plover=None, plover_mode=None, cameo=None, ace=None)


def late(count: int) -> Iterator[Event]:
    """Yield events of which the first 95 of a hundred know nothing, and the last ones all that there is."""
    empty = int(count * NULL)
    yield from map(_unknown, range(empty))
    full = itertools.cycle(RunFolder(REVIEWED).events())
    yield from (_known(next(full), number) for number in range(empty, count))


def _unknown(number: int) -> Event:
    quote = Quote(text="Mereka berbicara. " * 20, start=0, end=360, match="exact")
    proof = Proof(
        mention=f"{number}#call-0-360", article=str(number), quotes=(quote,), date=None, place=None, names=(),
        model="m", prompt="p",
    )  # fmt: skip
    return Call(
        id=f"call-undated-{number}", status="occurred", channel="unspecified", date=None, place=None, countries=(),
        participants=(), initiator=None, topics=(), summary="", confidence=None, codes=_NONE, links=(), conflicts=(),
        merges=(), mentions=(proof,),
    )  # fmt: skip


def _known(event: Event, number: int) -> Event:
    agreed = Agreement(field="date", articles=2, sources=1)
    first = dt.date(2024, 7, 6)
    review = event.review and dataclasses.replace(
        event.review,
        decisions=tuple(dataclasses.replace(one, changed=("the quotes are others",)) for one in event.review.decisions),
    )
    return dataclasses.replace(
        event, id=f"{event.id}-{number}", confidence=0.6, summary=f"No. {number}\u2028\x85 of “all” 🎥", review=review,
        links=(EventLink(type="fulfils", event=event.id),), merges=(Merge(left="m", right="n", reason="same day"),),
        conflicts=(Conflict(field="date", values=("a", "b"), mentions=(("m",), ("n", "o"))),),
        doubts=(Doubt(field="status", said="occurred", told="planned", holds="code", rule="r"),),
        reported=Reported(first=first, last=first, articles=2, sources=1, languages=("id",), agreed=(agreed,)),
    )  # fmt: skip


def write(folder: Path, events: Iterator[Event]) -> Path:
    """Write events as a run's, `out` in `folder`, with `months.csv` of it beside it; return `folder`."""
    out = RunFolder(folder / "out")
    out.path.mkdir(parents=True)
    atomic.write_lines(out.file("events.jsonl"), events)
    export(out, plan("dyad-month", "csv", None), folder / "months.csv", Filters(), {})
    return folder


def hand_on(folder: Path) -> None:
    """Make deposits of the reviewed run in `folder`: as it is, and without quotes."""
    for name, quotes in (("deposit", True), ("unquoted", False)):
        deposit(RunFolder(REVIEWED), folder / name, Wishes(quotes=quotes, licence="CC-BY-4.0"), {})


if __name__ == "__main__":
    made = Path(sys.argv[1])
    write(made / "late", late(MANY))
    write(made / "few", late(3000))  # R is slow: six of its pages of 500 lines
    write(made / "reviewed", RunFolder(REVIEWED).events())
    hand_on(made)
