"""How often the 95 % intervals of `memcon estimate` hold the truth, on invented runs of which the truth is known.

usage: python benchmarks/bench_estimate.py [--runs 1000] [--processes 2] [--out benchmarks/estimate.md]

Each run is made anew: 1,500 articles in five languages, of which more than half tell of nothing, the others of one to
nine events. An event is right with the chance that its confidence tells, moved by its language (confidence means less
in a small one) and by its article (events of one article are right or wrong together). Of each article that tells of
something, and now and then of one in which the machine found nothing, events are missed. Then samples are drawn of it
by each design, with the functions of `memcon sample`, read without error, and estimated with those of `memcon
estimate`.
"""

import argparse
import math
import multiprocessing
import platform
import random
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from memcon.compare.estimate.draw import Drawn
from memcon.compare.estimate.frame import FrameArticle, FrameEvent, planned, units_of
from memcon.compare.estimate.share import Share, Stratum, Tally, share
from memcon.records import Kind
from memcon.records.sample import Axis, SampledStratum, SampleUnit

ARTICLES: Final = 1_500
LANGUAGES: Final = {"id": (45, 0.0), "en": (25, 0.4), "ru": (15, -0.3), "es": (10, 0.0), "sw": (5, -0.9)}
"""Of a hundred articles, and what the log-odds of being right are moved by."""
KINDS: Final[tuple[Kind, ...]] = ("call", "meeting", "dispute", "dispute")
ALIKE: Final = 0.9
"""How far articles differ, as the deviation of log-odds: two events of one article agree more than by chance."""
SEEDS: Final = 1_000_000
"""Between the seeds of one world, or design, and the next."""
SURE: Final = 0.8
"""The `--min-confidence` that is estimated as well."""
TRIED: Final = 10
"""Of so many runs, one is sampled again with as many more as are told to halve the interval."""
NEAR: Final = (0.4, 0.6)
"""What counts as half."""


class World(NamedTuple):
    """What runs are like."""

    name: str
    better: float
    """Moves the log-odds of being right."""
    missed: float
    """Chance that a machine misses one event more for each that it found; in an article of nothing 0.22 of it."""


class Design(NamedTuple):
    """How a sample is drawn."""

    name: str
    size: int
    by: tuple[Axis, ...] = ()
    unit: SampleUnit = "article"
    read: float = 1.0
    """The share of the queue that was read."""


WORLDS: Final = (World("usual", 0.0, 0.18), World("little missed", 0.0, 0.027), World("nearly all right", 2.0, 0.18))
DESIGNS: Final = (
    Design("simple, 200 articles", 200),
    Design("by language, 250 articles", 250, ("language",)),
    Design("by kind, 250 articles", 250, ("kind",)),
    Design("by confidence, 250 articles", 250, ("confidence",)),
    Design("by confidence, 400 articles of which half are read", 400, ("confidence",), read=0.5),
    Design("by kind and language, 300 articles", 300, ("kind", "language")),
    Design("events, 200", 200, (), "event"),
    Design("events by confidence, 200", 200, ("confidence",), "event"),
)
MEASURES: Final = ("precision", "recall", f"precision from {SURE}", f"recall from {SURE}")


@dataclass(frozen=True, slots=True)
class Truth:
    """A run whose truth is known: for each unit and measure the good and the bad."""

    frame: tuple[FrameArticle, ...]
    articles: Mapping[str, tuple[Tally, ...]]
    events: Mapping[str, tuple[Tally, ...]]


def made(world: World, seed: int) -> Truth:
    """Make a run."""
    chance = random.Random(seed)
    languages = [name for name, (many, _) in LANGUAGES.items() for _ in range(many)]
    frame, articles, events = [], {}, {}
    for number in range(ARTICLES):
        name, language = f"a{number}", chance.choice(languages)
        moved = chance.gauss(0, ALIKE) + LANGUAGES[language][1] + world.better
        found = [_event(chance, name, at) for at in range(_count(chance))]
        own = []
        for event in found:
            odds = math.log(event.confidence / (1 - event.confidence)) + moved if event.confidence else 0.0
            right = chance.random() < 1 / (1 + math.exp(-odds))
            counted = (event.confidence or 0) >= SURE
            own.append((right, counted))
            events[event.name] = (Tally(right, not right), Tally(0, 0), Tally(right and counted, counted and not right))
        missed = sum(chance.random() < world.missed for _ in found)
        missed += not found and chance.random() < 0.22 * world.missed
        frame.append(FrameArticle(name, "", language, tuple(sorted(found, key=lambda event: event.name))))
        count, surely = sum(one for one, _ in own), sum(one and counted for one, counted in own)
        wrong, sure_wrong = len(own) - count, sum(counted and not one for one, counted in own)
        articles[name] = (Tally(count, wrong), Tally(count, missed), Tally(surely, sure_wrong),
                          Tally(surely, missed + count - surely))  # fmt: skip
    return Truth(tuple(frame), articles, events)


def _count(chance: random.Random) -> int:
    """Return how many events an article tells of: none in 55 of 100, else one to nine."""
    count = 0 if chance.random() < 0.55 else 1
    while 0 < count < 9 and chance.random() < 0.45:
        count += 1
    return count


def _event(chance: random.Random, article: str, at: int) -> FrameEvent:
    kind = chance.choice(KINDS)
    confidence = min(0.999, max(0.001, chance.betavariate(5, 1.4)))
    return FrameEvent(article, f"{kind}-{article}-{at}", (f"{article}#{kind}-{at}",), kind, ("NOR", "PER"), confidence)


def sampled(truth: Truth, design: Design, seed: int) -> list[Share | None]:
    """Draw, read and estimate; one share a measure, None of what the design does not tell."""
    plan = planned(units_of(truth.frame, design.unit, design.by), design.size, seed)
    read = plan.drawn[: round(len(plan.drawn) * design.read)]
    values = truth.articles if design.unit == "article" else truth.events
    known = range(4) if design.unit == "article" else (0, 2)
    found: list[Share | None] = [None] * 4
    for measure in known:
        found[measure] = share(_strata(plan.strata, read, values, measure))
    return found


def _strata(
    strata: Sequence[SampledStratum], read: Sequence[Drawn], values: Mapping[str, Sequence[Tally]], measure: int
) -> list[Stratum]:
    tallies: dict[str, list[Tally]] = defaultdict(list)
    for unit in read:
        tallies[unit.stratum].append(values[unit.name][measure])
    sizes = {one.name: one.size for one in strata}
    return [Stratum(sizes[name], tuple(known)) for name, known in tallies.items()]


Outcome = tuple[str, int, float, float, float, float | None]
"""Design, measure, truth, low, high, and how wide the interval of the larger sample was beside this one."""


def tried(task: tuple[World, int]) -> list[Outcome]:
    """Make a run, and sample it by each design."""
    world, number = task
    truth = made(world, number + SEEDS * WORLDS.index(world))
    totals = [
        (sum(own[at].good for own in truth.articles.values()), sum(own[at].bad for own in truth.articles.values()))
        for at in range(4)
    ]
    outcomes = []
    for which, design in enumerate(DESIGNS):
        seed = number + SEEDS * which
        for at, one in enumerate(sampled(truth, design, seed)):
            if one is not None:
                good, bad = totals[at]
                again = halved(truth, design, at, one, seed) if number % TRIED == 0 else None
                outcomes.append((design.name, at, good / (good + bad), *one.interval, again))
    return outcomes


def halved(truth: Truth, design: Design, measure: int, first: Share, seed: int) -> float | None:
    """Return how wide the interval is with as many more as were told to halve it, as a share of what it was."""
    if first.more is None:
        return None
    size = round(design.size * design.read) + first.more
    again = sampled(truth, design._replace(size=size, read=1.0), seed)[measure]
    if again is None:
        return None
    return (again.interval.high - again.interval.low) / (first.interval.high - first.interval.low)


def report(runs: int, processes: int) -> str:
    """Run everything and return the page."""
    spread = 100 * 1.96 * math.sqrt(0.95 * 0.05 / runs)
    parts = [
        "# Estimates from a sample: how often their intervals hold",
        "Printed by `make bench-estimate`; what the invented runs are like is in `bench_estimate.py`.",
        (
            f"Python {platform.python_version()}; {runs:,} runs of {ARTICLES:,} articles of each world, seeds from 0. "
            f"Of {runs:,} intervals that each hold with a chance of 95 %, {95 - spread:.1f} to {95 + spread:.1f} % do, "
            "19 times of 20."
        ),
    ]
    with multiprocessing.Pool(processes) as pool:
        for world in WORLDS:
            outcomes = [one for many in pool.imap(tried, [(world, at) for at in range(runs)], 10) for one in many]
            parts += [f"## Runs: {world.name}", *_tables(outcomes)]
    return "\n\n".join(parts) + "\n"


def _tables(outcomes: Sequence[Outcome]) -> list[str]:
    by: dict[tuple[str, int], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by[outcome[:2]].append(outcome)
    means = [statistics.fmean(one[2] for one in outcomes if one[1] == at) for at in range(4)]
    head = ["design", *(f"{name} ({mean:.2f})" for name, mean in zip(MEASURES, means, strict=True))]
    rows, more = [], []
    for design in DESIGNS:
        cells, again = [design.name], [design.name]
        for at in range(4):
            own = by.get((design.name, at), [])
            cells.append(_held(own) if own else "–")
            ratios = [one[5] for one in own if one[5] is not None]
            near = sum(NEAR[0] <= ratio <= NEAR[1] for ratio in ratios)
            again.append(f"{near / len(ratios):.0%} ({statistics.median(ratios):.2f})" if ratios else "–")
        rows.append(cells)
        more.append(again)
    told = "Intervals that hold the truth, with their mean width; in the head the mean truth."
    half = (
        "*Plus so many more halves the interval*: how often the interval of the larger sample was "
        f"{NEAR[0]} to {NEAR[1]} as wide, and the median."
    )
    return [told, _table(head, rows), half, _table(["design", *MEASURES], more)]


def _held(own: Sequence[Outcome]) -> str:
    held = sum(low <= truth <= high for _, _, truth, low, high, _ in own)
    return f"{held / len(own):.1%} ({statistics.fmean(high - low for _, _, _, low, high, _ in own):.3f})"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args(arguments)
    page = report(given.runs, given.processes)
    print(page)
    if given.out:
        given.out.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
