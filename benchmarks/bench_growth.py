"""How the time of each function that reads words of others grows with them: exponents, from 10^4 to 10^6 characters.

`python benchmarks/bench_growth.py [--works WORDS] [--units WORDS] [--share 1] [--seconds 20]`

Each work of `tests/helpers/growing.py` is given each unit (of `--share 4` every fourth, other ones for the next work)
once at 10^5 characters and at 10^4 or, where that is too quick to tell, at 10^6. The two units whose time grows most,
and the slowest one, are then measured at all three sizes: again and again for a fifth of a second, the median of three
such. Works of `growing_lists.py` are given each shape of a list, of a record for each hundred characters.

Time is the processor's in our own code. Neither other programs count, nor the system, which gives out memory in an
irregular time, nor Python's search for cycles, which walks all that is alive every so often.

An exponent is the greater one of the two steps; 1 is linear, 2 quadratic. A work has none whose 10^6 characters of any
unit take less than a tenth of a second; one that a timer must stop has the least that it can be. Ends with 1 where an
exponent is over 1.15. Nothing here is part of the suite: `tests/hostile` holds counted steps, this shows what runs
inside patterns and libraries too.
"""

import argparse
import functools
import gc
import itertools
import math
import resource
import signal
import statistics
import sys
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
CALLS: Final = 100
"""Calls of a measurement at most."""
BOUND: Final = 1.15

Work = Callable[[Any], object]
Text = Callable[[int], Any]
"""What makes an input of so many characters."""


class Stopped(BaseException):
    """The timer has run out."""


class Growth(NamedTuple):
    """How the time of a work grows with one unit."""

    exponent: float
    seconds: tuple[float, ...]
    """At each of the sizes; infinite where the timer ran out."""
    unit: str


def stop(*_: object) -> NoReturn:
    raise Stopped


def seconds(work: Work, text: Text, size: int, *, least: float, most: float) -> float:
    """Return the processor's time of one call, of as many as take `least`; infinite where it takes more than `most`."""
    spent, calls = 0.0, 0
    while not calls or (spent < least and calls < CALLS):
        given = text(size + calls)  # another one each time: what is cached is read anew
        signal.setitimer(signal.ITIMER_VIRTUAL, most)
        began = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        try:
            work(given)
        except Stopped:
            return math.inf
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        spent, calls = spent + resource.getrusage(resource.RUSAGE_SELF).ru_utime - began, calls + 1
    return spent / calls


def step(before: float, after: float) -> float:
    return math.log10(after / max(before, 1e-6))


def glimpse(work: Work, text: Text, most: float) -> tuple[float, float]:
    """Return an exponent of one step, and the seconds for 10^5 characters."""
    middle = seconds(work, text, SIZES[1], least=0, most=most)
    if middle >= TICK:
        return step(seconds(work, text, SIZES[0], least=TICK, most=most), min(middle, most)), middle
    large = min(seconds(work, text, SIZES[2], least=0, most=most), most)
    middle = seconds(work, text, SIZES[1], least=TICK, most=most) if large >= QUICK else middle
    return (step(middle, large) if large >= QUICK else 0.0), middle


def measured(work: Work, name: str, text: Text, most: float) -> Growth:
    """Return how the time grows, each size the median of three, or once where once takes seconds."""
    times: list[float] = []
    for size in SIZES:
        first = seconds(work, text, size, least=LONG, most=most)
        again = [seconds(work, text, size, least=LONG, most=most) for _ in range(2)] if first < 2 else []
        times.append(statistics.median([first, *again]))
        if math.isinf(first):
            break
    least = [min(each, most) for each in times]
    grows = [step(*pair) for pair in itertools.pairwise(least)]
    return Growth(max(grows, default=math.inf) if least[-1] >= QUICK else 0.0, tuple(times), name)


def growth(work: Work, chosen: Mapping[str, Text], most: float) -> Growth:
    """Return how the time of a work grows with its worst unit."""
    gc.collect()
    seen = {name: glimpse(work, text, most) for name, text in chosen.items()}
    if not any(exponent for exponent, _ in seen.values()):
        return Growth(0.0, (), "any")
    worst = sorted(seen, key=lambda name: -seen[name][0])[:2]
    slowest = max(seen, key=lambda name: seen[name][1])
    return max(measured(work, name, chosen[name], most) for name in dict.fromkeys([*worst, slowest]))


def works(asked: argparse.Namespace) -> Iterator[tuple[str, Work, Mapping[str, Text]]]:
    """Yield each work with what it is given, by name."""
    of_text = [(name, functools.partial(grown, unit)) for name, unit in units() if asked.units in name]
    for number, (name, work) in enumerate(WORKS.items()):
        if asked.works in name:
            work("a b.")  # tables are read
            yield name, work, dict(of_text[number % asked.share :: asked.share])
    for name, (ready, work) in LISTS.items():
        if asked.works in name:
            work(ready(SHAPES["one event"](3)))
            yield name, work, {shape: functools.partial(records, make, ready) for shape, make in SHAPES.items()}


def records(make: Callable[[int], list[Mention]], ready: Callable[[Any], object], characters: int) -> object:
    """Return a list of records for so many characters, and what a work takes of it."""
    return ready(make(characters // CHARACTERS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--works", default="", help="only works whose names hold these words")
    parser.add_argument("--units", default="", help="only units whose names hold these words")
    parser.add_argument("--share", type=int, default=1, help="of so many units, each work is given one")
    parser.add_argument("--seconds", type=float, default=20.0, help="of the processor, for one call")
    asked = parser.parse_args()
    signal.signal(signal.SIGVTALRM, stop)
    gc.disable()
    over = []
    print(f"{'work':52} {'exponent':>8} {'10^4':>9} {'10^5':>9} {'10^6':>9}  worst unit; seconds of the processor")
    for name, work, given in works(asked):
        grows = growth(work, given, asked.seconds)
        over += [name] if grows.exponent > BOUND else []
        told = " ".join(f"{each:9.4f}" for each in (*grows.seconds, *(math.nan,) * 3)[:3])
        shown = f"{grows.exponent:.2f}" if grows.exponent else "quick"
        print(f"{name:52} {shown:>8} {told}  {grows.unit}", flush=True)
    print(f"{len(over)} over {BOUND}: {', '.join(over) or 'none'}")
    sys.exit(bool(over))


if __name__ == "__main__":
    main()
