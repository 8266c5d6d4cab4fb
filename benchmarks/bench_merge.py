"""Merge beside the one-a-day rule of the field, on streams of mentions whose truth is known; and how merging grows.

usage: python benchmarks/bench_merge.py [--sizes 10000,100000,1000000] [--seed 1] [--out benchmarks/merge.md]
       python benchmarks/bench_merge.py --beside CHECKOUT [--crowded] [--sizes 20000]

The second holds the merge on disk of this checkout beside the merge in memory of another, at once, on one stream.

One-a-day keeps one event for the same date, source, target and code; a mention without a date has its day of
publication, as in the data sets of the field. Each size runs in a process of its own. Time is of one processor, since
the machine may be shared; the exponent is the slope of the logarithms. Peak memory is of the whole process, the stream
included.
"""

import argparse
import hashlib
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from memcon.events.codes import codes_of
from memcon.events.merge import merge
from memcon.extraction.merging import merge_spooled
from memcon.outputs.spool import Spool
from memcon.records import Event, Mention
from memcon.records.jsonl import dump, read_lines
from merge_stream import Noise, Stream

LEVELS = (0.0, 0.5, 1.0, 2.0, 4.0)
LEVEL_SIZE = 20_000
CROWD = 100_000
"""Mentions of one day between two states, at most."""


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of mentions taken for one event: how many rightly, how many found, and their harmonic mean."""

    precision: float
    recall: float
    f1: float

    def __str__(self) -> str:
        return f"{self.precision:.3f} / {self.recall:.3f} / **{self.f1:.3f}**"


def pairwise(truth: Sequence[Hashable], found: Sequence[Hashable]) -> Score:
    """Score a partition of mentions against the truth, pair by pair."""

    def pairs(groups: Iterable[Hashable]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(groups).values())

    right, wanted, given = pairs(zip(truth, found, strict=True)), pairs(truth), pairs(found)
    return Score(right / max(1, given), right / max(1, wanted), 2 * right / max(1, given + wanted))


def one_a_day(mention: Mention) -> Hashable:
    """Return what the rule of the field takes for one event: date, source, target, code."""
    day = mention.date.start if mention.date else mention.published
    actors = tuple(sorted({p.country for p in mention.participants if p.role == "actor" and p.country}))
    targets = tuple(sorted({p.country for p in mention.participants if p.role == "target" and p.country}))
    sides = (actors, targets) if mention.kind == "dispute" else mention.countries
    return day, sides, codes_of(mention.kind, mention.status, mention.variant).cameo


def ours(mentions: Sequence[Mention], events: Sequence[Event]) -> list[int]:
    """Return the event of each mention."""
    event = {proof.mention: at for at, event in enumerate(events) for proof in event.mentions}
    return [event[mention.id] for mention in mentions]


def scaled(level: float) -> Noise:
    """Return the usual noise times `level`."""
    usual = Noise()
    return Noise(**{field.name: min(0.9, level * getattr(usual, field.name)) for field in fields(Noise)})


def measure(size: int, seed: int, level: float, *, crowded: bool) -> dict[str, object]:
    """Merge one stream, or one crowded day of two states, and say how well, how long and with how much memory."""
    stream = Stream(seed, scaled(level))
    stream.crowd(size) if crowded else stream.run(size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, processor = time.perf_counter(), time.process_time()
    events = merge(stream.mentions)
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    mine = ours(stream.mentions, events)
    rule = [one_a_day(mention) for mention in stream.mentions]
    kinds = {}
    for kind in ("call", "meeting", "dispute"):
        own = [at for at, mention in enumerate(stream.mentions) if mention.kind == kind]
        truth = [stream.truth[at] for at in own]
        kinds[kind] = [str(pairwise(truth, [found[at] for at in own])) for found in (mine, rule)]
    return {
        "size": size,
        "true": len(set(stream.truth)),
        "events": len(events),
        "rule_events": len(set(rule)),
        "ours": str(pairwise(stream.truth, mine)),
        "rule": str(pairwise(stream.truth, rule)),
        "kinds": kinds,
        "processor": processor,
        "wall": wall,
        "stream_mb": before / 1024,
        "peak_mb": peak / 1024,
    }


def of_file(size: int, seed: int, *ways: tuple[str, Path], crowded: bool = False) -> list[dict[str, Any]]:
    """Write one stream to a file, and merge it in each way and checkout, at once, in processes of their own."""
    with tempfile.NamedTemporaryFile() as file:
        # Not here: a process that is begun counts among its own peak the memory of the one that begins it
        told = [sys.executable, __file__, "--write", f"{size},{seed},{int(crowded)}", "--out", file.name]
        subprocess.run(told, check=True)
        begun = [
            subprocess.Popen(
                [sys.executable, __file__, way, file.name],
                env=os.environ | {"PYTHONPATH": str(checkout / "src")}, stdout=subprocess.PIPE,
            )
            for way, checkout in ways
        ]  # fmt: skip
        answers = [process.communicate()[0] for process in begun]
    return [json.loads(answer) for answer in answers]


def write(path: Path, size: int, seed: int, *, crowded: bool) -> None:
    """Write one stream, or one crowded day of two states, to a file."""
    stream = Stream(seed, Noise())
    if crowded:
        stream.crowd(size)
    with path.open("wb") as file:
        file.writelines(map(dump, stream.mentions if crowded else stream.telling(size)))


def waiting(path: Path) -> Spool[Mention]:
    """Return the mentions of a file as a run has them when it merges: they wait on disk."""
    shape = TypeAdapter(Mention)
    mentions = Spool(shape)
    for mention in read_lines(path, shape):
        mentions.add(mention, mention.article, mention.quotes[0].start, mention.id)
    return mentions


def on_disk(mentions: Spool[Mention]) -> Iterator[bytes]:
    """Yield the lines of the events of mentions, merged on disk."""
    return merge_spooled(mentions, in_memory=0).events.lines()


def in_memory(mentions: Spool[Mention]) -> Iterator[bytes]:
    """Yield the lines of the events of mentions, all of which are read, merged, and their events written, in memory."""
    return map(dump, merge([*mentions]))


def taken(path: Path, way: Callable[[Spool[Mention]], Iterator[bytes]]) -> dict[str, Any]:
    """Merge the mentions of a file, from where they wait to the lines of their events.

    Returns seconds of a processor, the peak of memory in megabytes, and how many events, with their hash.
    """
    mentions = waiting(path)
    processor = time.process_time()
    digest, events = hashlib.sha256(), 0
    for line in way(mentions):
        digest.update(line)
        events += 1
    processor = time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"events": events, "processor": processor, "peak_mb": peak, "sha256": digest.hexdigest()}


def beside(sizes: Sequence[int], seed: int, checkout: Path, *, crowded: bool) -> str:
    """Return a table of this checkout's merge on disk and the other's in memory."""
    rows = []
    for size in sizes:
        ways = ("--disk", Path(__file__).parents[1]), ("--memory", checkout)
        ours, theirs = of_file(size, seed, *ways, crowded=crowded)
        same = "the same" if ours["sha256"] == theirs["sha256"] else "OTHERS"
        rows.append(
            [
                size,
                f"{ours['events']}, {same}",
                *(f"{one['processor']:.1f}" for one in (ours, theirs)),
                f"{ours['processor'] / theirs['processor']:.2f}",
                *(f"{one['peak_mb']:.0f}" for one in (ours, theirs)),
            ]
        )
    head = ["mentions", "events", "on disk, s of one processor", "in memory there, s", "ratio", "peak, MB", "there, MB"]
    return table(head, rows) + "\n"


def alone(size: int, seed: int, level: float = 1.0, *, crowded: bool = False) -> dict[str, object]:
    """Measure in a process of its own, so that the peak of memory is of that size."""
    command = [sys.executable, __file__, "--alone", f"{size},{seed},{level},{int(crowded)}"]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, object] = json.loads(answer.stdout)
    return found


def exponent(rows: Sequence[dict[str, object]]) -> float:
    """Fit time = a · mentions^b by least squares on the logarithms, and return b."""
    points = [(math.log(float(str(row["size"]))), math.log(float(str(row["processor"])))) for row in rows]
    mean_x, mean_y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    slope: float = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return slope


def each(row: dict[str, object]) -> float:
    """Return the microseconds of one processor that a mention took."""
    return 1e6 * float(str(row["processor"])) / float(str(row["size"]))


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines)


def report(sizes: Sequence[int], seed: int) -> str:
    """Run everything and return the page."""
    rows = [alone(size, seed) for size in sizes]
    levels = [(level, alone(LEVEL_SIZE, seed, level)) for level in LEVELS]
    crowds = [(row, alone(int(str(row["size"])), seed, crowded=True)) for row in rows if int(str(row["size"])) <= CROWD]
    here = ("--disk", Path(__file__).parents[1])
    disks = [(row, of_file(int(str(row["size"])), seed, here)[0]) for row in rows]
    last = rows[-1]
    kinds = last["kinds"]
    assert isinstance(kinds, dict)
    parts = [
        "# Merge: memcon beside one-a-day",
        "Printed by `make bench-merge`; definitions in `bench_merge.py`, the stream in `merge_stream.py`.",
        f"Python {platform.python_version()}, {os.cpu_count()} cores, seed {seed}.",
        "## Pairs of mentions of one event: precision / recall / F1",
        table(
            ["mentions", "true events", "memcon", "its events", "one-a-day", "its events"],
            ([r["size"], r["true"], r["ours"], r["events"], r["rule"], r["rule_events"]] for r in rows),
        ),
        f"## By kind, {last['size']} mentions",
        table(["kind", "memcon", "one-a-day"], ([kind, *found] for kind, found in kinds.items())),
        f"## As the noise grows, {LEVEL_SIZE} mentions",
        "Every rate of `Noise` times the level.",
        table(["noise", "memcon", "one-a-day"], ([level, r["ours"], r["rule"]] for level, r in levels)),
        "## Time and memory",
        table(
            ["mentions", "s of one processor", "s by the clock", "stream alone, MB", "peak, MB"],
            (
                [r["size"], *(f"{r[name]:.1f}" for name in ("processor", "wall")),
                 *(f"{r[name]:.0f}" for name in ("stream_mb", "peak_mb"))]
                for r in rows
            ),
        ),
        f"Time grows as mentions to the power of {exponent(rows):.2f}." if len(rows) > 1 else "",
        "## On disk, as a run merges",
        "The same stream, which is not held; the same events.",
        table(
            ["mentions", "events", "s of one processor", "in memory, s", "peak, MB", "in memory, MB"],
            (
                [r["size"], f"{d['events']:.0f}", f"{d['processor']:.1f}", f"{r['processor']:.1f}",
                 f"{d['peak_mb']:.0f}", f"{r['peak_mb']:.0f}"]
                for r, d in disks
            ),
        ),
        "## One day of two states",
        "All mentions tell of it, as many people as it takes meet, call and quarrel: every one stands in one block.",
        table(
            ["mentions", "events", "s of one processor", "a mention, µs", "of the usual, µs", "ratio"],
            (
                [r["size"], c["events"], f"{c['processor']:.1f}", *(f"{each(one):.0f}" for one in (c, r)),
                 f"{each(c) / each(r):.2f}"]
                for r, c in crowds
            ),
        ),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def main() -> None:
    """Parse, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    parser.add_argument("--beside", type=Path, metavar="CHECKOUT")
    parser.add_argument("--crowded", action="store_true", help="one day of two states, with --beside")
    parser.add_argument("--write", help=argparse.SUPPRESS)
    parser.add_argument("--disk", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--memory", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.disk or options.memory:
        print(json.dumps(taken(options.disk or options.memory, on_disk if options.disk else in_memory)))
        return
    if options.write:
        size, seed, crowded = options.write.split(",")
        write(options.out, int(size), int(seed), crowded=crowded == "1")
        return
    if options.alone:
        size, seed, level, crowded = options.alone.split(",")
        print(json.dumps(measure(int(size), int(seed), float(level), crowded=crowded == "1")))
        return
    sizes = [int(size) for size in options.sizes.split(",")]
    if options.beside:
        print(beside(sizes, options.seed, options.beside, crowded=options.crowded))
        return
    page = report(sizes, options.seed)
    print(page)
    if options.out:
        options.out.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
