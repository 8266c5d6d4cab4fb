"""How the time of each function that reads words of others grows with them: exponents, from 10^4 to 10^6 characters.

`python benchmarks/bench_growth.py [--works WORDS] [--units WORDS] [--share 1] [--seconds 20] [--write FILE]`

Each work of `tests/helpers/growing.py` is given each unit (of `--share 4` every fourth, other ones for the next work)
once at 10^5 characters and at 10^4 or, where that is too quick to tell, at 10^6. The two units whose time grows most,
and the slowest one, are then measured at all three sizes, in turn: again and again for a fifth of a second, the least
of five such, or of two that are long. Works of `growing_lists.py` are given each shape of a list, of a record for each
hundred characters.

Time is the processor's in our own code. Neither other programs count, nor the system, which gives out memory in an
irregular time, nor Python's search for cycles, which walks all that is alive every so often. Before each call all that
is remembered of words is forgotten: else a second call at a size takes no time, and the next size grows by that much.

An exponent is the greater one of the two steps; 1 is linear, 2 quadratic. A work has none whose 10^6 characters of any
unit take less than a tenth of a second; one that a timer must stop has the least that it can be. Ends with 1 where an
exponent is over 1.15. Nothing here is part of the suite: `tests/hostile` holds counted steps, this shows what runs
inside patterns and libraries too. `--write` puts the table between two comments of a Markdown file.
"""

import argparse
import functools
import gc
import itertools
import math
import resource
import signal
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from helpers.growing import WORKS, grown, units
from helpers.growing_lists import CHARACTERS, LISTS, SHAPES
from memcon.records import Mention

SIZES: Final = (10_000, 100_000, 1_000_000)
QUICK: Final = 0.1
"""Seconds for 10^6 characters below which nobody need know how they grow."""
TICK: Final = 0.06
"""Seconds that a first look takes at least: some systems count the processor's time in steps of 4 ms."""
LONG: Final = 0.2
"""Seconds that a measurement takes at least."""
LENGTHY: Final = 2
"""Seconds for 10^6 characters from which on a size is measured twice and not five times."""
CALLS: Final = 100
"""Calls of a measurement at most."""
BOUND: Final = 1.15

BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"

Work = Callable[[Any], object]
Text = Callable[[int], Any]
"""What makes an input of so many characters."""


class Stopped(BaseException):
    """The timer has run out."""


class Task(NamedTuple):
    """A work with what it is given."""

    name: str
    work: Work
    warm: Callable[[], object]
    """Does it once with next to nothing, so that tables are read."""
    given: Mapping[str, Text]


class Growth(NamedTuple):
    """How the time of a work grows with one unit."""

    exponent: float
    seconds: tuple[float, ...]
    """At each of the sizes; infinite where the timer ran out."""
    unit: str


def stop(*_: object) -> NoReturn:
    raise Stopped


@functools.cache
def caches() -> tuple[Any, ...]:
    """Return what of memcon remembers answers by words of others: all that is bounded."""
    found = (each for each in gc.get_objects() if isinstance(each, type(functools.cache(len))))
    return tuple(
        each
        for each in found
        if getattr(each, "__module__", "").startswith("memcon") and each.cache_info().maxsize is not None
    )


def seconds(task: Task, text: Text, size: int, *, least: float, most: float) -> float:
    """Return the processor's time of one call, of as many as take `least`; infinite where it takes more than `most`."""
    spent, calls, given = 0.0, 0, text(size)
    while not calls or (spent < least and calls < CALLS):
        for each in caches():
            each.cache_clear()
        task.warm()
        signal.setitimer(signal.ITIMER_VIRTUAL, most)
        began = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        try:
            task.work(given)
        except Stopped:
            return math.inf
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        spent, calls = spent + resource.getrusage(resource.RUSAGE_SELF).ru_utime - began, calls + 1
    return spent / calls


def step(before: float, after: float) -> float:
    return math.log10(after / max(before, 1e-6))


def glimpse(task: Task, text: Text, most: float) -> tuple[float, float]:
    """Return an exponent of one step, and the seconds for 10^5 characters."""
    middle = seconds(task, text, SIZES[1], least=0, most=most)
    if middle >= TICK:
        return step(seconds(task, text, SIZES[0], least=TICK, most=most), min(middle, most)), middle
    large = min(seconds(task, text, SIZES[2], least=0, most=most), most)
    middle = seconds(task, text, SIZES[1], least=TICK, most=most) if large >= QUICK else middle
    return (step(middle, large) if large >= QUICK else 0.0), middle


def measured(task: Task, name: str, most: float) -> Growth:
    """Return how the time grows, each size measured in turn with the others."""
    rounds: list[tuple[float, ...]] = []
    while not rounds or len(rounds) < (5 if rounds[0][-1] < LENGTHY else 2):
        rounds.append(tuple(seconds(task, task.given[name], size, least=LONG, most=most) for size in SIZES))
        if math.isinf(rounds[0][-1]):
            break
    times = tuple(min(each) for each in zip(*rounds, strict=True))
    least = [min(each, most) for each in times]
    grows = [step(*pair) for pair in itertools.pairwise(least)]
    return Growth(max(grows) if least[-1] >= QUICK else 0.0, times, name)


def growth(task: Task, most: float) -> Growth:
    """Return how the time of a work grows with its worst unit."""
    gc.collect()
    seen = {name: glimpse(task, text, most) for name, text in task.given.items()}
    if not any(exponent for exponent, _ in seen.values()):
        return Growth(0.0, (), "any")
    worst = sorted(seen, key=lambda name: -seen[name][0])[:2]
    slowest = max(seen, key=lambda name: seen[name][1])
    return max(measured(task, name, most) for name in dict.fromkeys([*worst, slowest]))


def tasks(asked: argparse.Namespace) -> Iterator[Task]:
    """Yield each work with what it is given."""
    of_text = [(name, functools.partial(grown, unit)) for name, unit in units() if asked.units in name]
    for number, (name, work) in enumerate(WORKS.items()):
        if asked.works in name:
            given = dict(of_text[number % asked.share :: asked.share])
            yield Task(name, work, functools.partial(work, "a b."), given)
    few = SHAPES["one event"](3)
    for number, (name, (ready, work)) in enumerate(LISTS.items()):
        shapes = [shape for shape in SHAPES if asked.units in shape]
        chosen = shapes[number % max(1, len(shapes)) :][:1] if asked.share >= len(SHAPES) else shapes
        if asked.works in name and shapes:
            lists = {shape: functools.partial(records, SHAPES[shape], ready) for shape in chosen}
            yield Task(name, work, functools.partial(work, ready(few)), lists)


def records(make: Callable[[int], list[Mention]], ready: Callable[[Any], object], characters: int) -> object:
    """Return a list of records for so many characters, and what a work takes of it."""
    return ready(make(characters // CHARACTERS))


def table(found: Mapping[str, Growth]) -> Iterator[str]:
    """Yield the lines of a Markdown table of what was found, and below it the works that were too quick."""
    yield "| work | exponent | 10^4, s | 10^5, s | 10^6, s | worst unit |\n| --- | --- | --- | --- | --- | --- |\n"
    for name, grows in found.items():
        if grows.exponent:
            told = " | ".join(f"{each:.4f}" for each in (*grows.seconds, *(math.nan,) * 3)[:3])
            yield f"| `{name}` | {grows.exponent:.2f} | {told} | {grows.unit} |\n"
    quick = [f"`{name}`" for name, grows in found.items() if not grows.exponent]
    words = f"Too quick to tell, under {QUICK} s for 10^6 characters of any unit that was tried: {len(quick)} works"
    yield f"\n{textwrap.fill(', '.join([words, *quick]), 119, break_long_words=False, break_on_hyphens=False)}.\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--works", default="", help="only works whose names hold these words")
    parser.add_argument("--units", default="", help="only units whose names hold these words")
    parser.add_argument("--share", type=int, default=1, help="of so many units, each work is given one")
    parser.add_argument("--seconds", type=float, default=20.0, help="of the processor, for one call")
    parser.add_argument("--write", type=Path, help="a Markdown file whose table is made anew")
    asked = parser.parse_args()
    signal.signal(signal.SIGVTALRM, stop)
    gc.disable()
    found: dict[str, Growth] = {}
    print(f"{'work':52} {'exponent':>8} {'10^4':>9} {'10^5':>9} {'10^6':>9}  worst unit; seconds of the processor")
    for task in tasks(asked):
        found[task.name] = grows = growth(task, asked.seconds)
        told = " ".join(f"{each:9.4f}" for each in (*grows.seconds, *(math.nan,) * 3)[:3])
        shown = f"{grows.exponent:.2f}" if grows.exponent else "quick"
        print(f"{task.name:52} {shown:>8} {told}  {grows.unit}", flush=True)
        if asked.write:
            text = asked.write.read_text("utf-8")
            head, tail = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
            asked.write.write_text(f"{head}{''.join(table(found))}{tail}", "utf-8")
    over = [name for name, grows in found.items() if grows.exponent > BOUND]
    told = ", ".join(over) or "none"
    print(f"{len(over)} over the bound of {BOUND}: {told}")
    sys.exit(bool(over))


if __name__ == "__main__":
    main()
