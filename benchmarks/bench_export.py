"""Exports of many events: how long each format takes, with how much memory, beside pandas.json_normalize on one file.

usage: python benchmarks/bench_export.py [--events 1000000] [--peer-events 200000] [--repeat 3] [--out FILE]

The run is made of a stream of mentions as `bench_merge` has it, merged; its events are written over again under other
ids until there are enough, and the run is sealed as any. Each cell is a process of its own: its time, the interpreter
and imports included, and its greatest resident memory. pandas does what a user does without memcon: lines to dicts,
`json_normalize`, `to_parquet` or `to_csv`; lists stay lists of dicts in it. Seconds are of the processor, since the
machine may be shared; the wall clock stands beside. Of a million events pandas would take some 20 GB, so it is set
beside fewer, one after the other in turns; of `--repeat` turns the median stands. `--only` measures some tables alone.
"""

import argparse
import functools
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from memcon.events.merge import merge
from memcon.outputs import atomic
from memcon.outputs.run_report import RunReport
from memcon.outputs.seal import sealed
from memcon.records import run_files
from memcon.records.jsonl import dump
from merge_stream import Stream

MENTIONS = 100_000
"""Of the stream from which events are made."""
PANDAS = """
import json, pandas
with open({events!r}, encoding="utf-8") as lines:
    frame = pandas.json_normalize([json.loads(line) for line in lines])
frame.to_{form}({path!r}, index=False)
"""
WATCH = """
import resource, subprocess, sys
ran = subprocess.run(sys.argv[1:])
took = resource.getrusage(resource.RUSAGE_CHILDREN)
print(took.ru_utime + took.ru_stime, took.ru_maxrss)
sys.exit(ran.returncode)
"""
CELLS = (
    ("events", "parquet"), ("events", "csv"), ("events", "jsonl"), ("events", "sqlite"), ("events", "duckdb"),
    ("events", "stata"), ("events", "excel"), ("dyads", "parquet"), ("dyads", "csv"), ("dyad-month", "csv"),
    ("mentions", "parquet"), ("participants", "csv"), ("edges", "graphml"),
)  # fmt: skip
EXCEL_ROWS = 1_048_575


@dataclass(frozen=True, slots=True)
class Cell:
    """What one export took."""

    what: str
    seconds: float
    """Of the processor."""
    wall: float
    megabytes: float
    """Of memory, at most."""
    written: float
    """Megabytes of the file."""


@functools.cache
def event_lines(mentions: int, seed: int) -> Sequence[bytes]:
    """Return the events of a stream of so many mentions as lines."""
    stream = Stream(seed)
    stream.run(mentions)
    return [dump(event) for event in merge(stream.mentions)]


def make_run(folder: Path, events: int, seed: int = 1) -> None:
    """Write a sealed run of so many events into `folder`."""
    lines = event_lines(min(MENTIONS, 4 * events), seed)

    def again() -> Iterator[bytes]:
        for number in range(events):
            over, at = divmod(number, len(lines))
            if over:
                head, quote, rest = lines[at].partition(b'","kind":')
                yield head + b"-r%d" % over + quote + rest
            else:
                yield lines[at]

    folder.mkdir()
    empty = {run_files.file_of(what): iter(()) for what in ("mentions", "rejected", "articles")}
    files = sealed({**empty, run_files.EVENTS: again()}, RunReport(memcon=version("memcon")), ())
    atomic.write_files({folder / name: files[name] for name in run_files.WRITTEN})


def measure(what: str, command: Sequence[str], made: Path) -> Cell:
    """Run a command and say what it took."""
    before = time.perf_counter()
    ran = subprocess.run([sys.executable, "-c", WATCH, *command], capture_output=True, text=True, check=False)
    wall = time.perf_counter() - before
    if ran.returncode:
        raise SystemExit(f"{what}: {ran.stderr}")
    processor, memory = ran.stdout.split()[-2:]
    cell = Cell(what, float(processor), wall, int(memory) * 1024 / 1e6, made.stat().st_size / 1e6)
    made.unlink()
    told = f"{cell.seconds:7.1f} s {cell.wall:7.1f} s {cell.megabytes:8.0f} MB {cell.written:8.0f} MB"
    print(f"{what:28} {told}", file=sys.stderr, flush=True)
    return cell


def ours(run: Path, table: str, form: str, folder: Path) -> Cell:
    """Export a table with memcon, by its command."""
    made = folder / f"made.{form}"
    command = [sys.executable, "-m", "memcon", "export", str(run), "--as", table, "--format", form, "-o", str(made)]
    return measure(f"memcon {table} {form}", command, made)


def theirs(run: Path, form: str, folder: Path) -> Cell:
    """Do with pandas what a user does without memcon."""
    made = folder / f"made.{form}"
    code = PANDAS.format(events=str(run / run_files.EVENTS), form=form, path=str(made))
    return measure(f"pandas {form}", [sys.executable, "-c", code], made)


def median(cells: Sequence[Cell]) -> Cell:
    """Return the one in the middle, by its seconds of the processor."""
    return sorted(cells, key=lambda cell: cell.seconds)[len(cells) // 2]


def in_turns(run: Path, form: str, folder: Path, repeat: int) -> tuple[Cell, Cell]:
    """Measure memcon and pandas by turns, and return the medians."""
    turns = [(ours(run, "events", form, folder), theirs(run, form, folder)) for _ in range(repeat)]
    return median([own for own, _ in turns]), median([other for _, other in turns])


def row(cell: Cell, beside: Cell | None = None) -> str:
    """Return a row of the page, with how much less it took than `beside`."""
    told = f"{beside.seconds / cell.seconds:.1f} / {beside.megabytes / cell.megabytes:.1f}" if beside else ""
    return (
        f"| {cell.what} | {cell.seconds:.1f} | {cell.wall:.1f} | {cell.megabytes:.0f} | {cell.written:.0f} | {told} |"
    )


def report(events: int, peer_events: int, repeat: int, only: Sequence[str]) -> str:
    """Measure everything and return the page."""
    wanted = [(table, form) for table, form in CELLS if not only or f"{table}.{form}" in only]
    with tempfile.TemporaryDirectory(prefix="bench-export-", dir=os.environ.get("TMPDIR")) as name:
        folder = Path(name)
        make_run(folder / "run", events)
        size = (folder / "run" / "events.jsonl").stat().st_size / 1e6
        cells = [ours(folder / "run", table, form, folder) for table, form in wanted if form != "excel"]
        few = folder / "run"
        if peer_events != events:
            few = folder / "few"
            make_run(few, peer_events)
        pairs = [in_turns(few, form, folder, repeat) for form in ("parquet", "csv")]
        sheet = min(events, 100_000)
        excel = []
        if ("events", "excel") in wanted:
            make_run(folder / "sheet", sheet)
            excel = [ours(folder / "sheet", "events", "excel", folder)]
    names = ("pandas", "pyarrow", "duckdb", "xlsxwriter")
    head = "| | processor s | wall s | peak MB | file MB | pandas took: time / memory |\n|---|---|---|---|---|---|"
    packages = ", ".join(f"{name} {version(name)}" for name in names)
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {packages}."
    beside = "\n".join(f"{row(one, other)}\n{row(other)}" for one, other in pairs)
    return "\n\n".join([
        "# Exports",
        f"Printed by `make bench-export`; what is measured is told in `bench_export.py`. {machine}",
        f"## {events:,} events, {size:,.0f} MB of JSON lines",
        f"{head}\n" + "\n".join(map(row, cells)),
        *(f"Excel, {sheet:,} events (a sheet holds {EXCEL_ROWS:,} rows):\n\n{head}\n{row(one)}" for one in excel),
        f"## Beside pandas, {peer_events:,} events of one file in one run, medians of {repeat}",
        f"{head}\n{beside}",
    ]) + "\n"  # fmt: skip


def main() -> None:
    """Measure, and print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--peer-events", type=int, default=200_000)
    parser.add_argument("--repeat", type=int, default=3, help="turns of memcon and pandas")
    parser.add_argument("--only", nargs="*", default=[], metavar="TABLE.FORMAT", help="as events.parquet")
    parser.add_argument("--make", type=Path, help="only make a run, in this folder")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    if given.make:
        make_run(given.make, given.events)
        return
    page = report(given.events, given.peer_events, given.repeat, given.only)
    if given.out:
        given.out.write_text(page, "utf-8")
    else:
        print(page)


if __name__ == "__main__":
    main()
