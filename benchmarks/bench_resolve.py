"""Microseconds a call of `resolve_date`, `find_countries` and `same_person`, beside an older memcon in one run.

The rows are those of tests/tables. The older memcon is taken out of git; the two take turns in processes of their own,
in time of one processor, since the machine may be shared. All rows are read once, which loads the tables of twelve
languages, and then five times again, which finds them, and what of words is remembered, as a long run does; five times,
since a collection of garbage may fall into one. The ratio is that of the medians of the rounds.

usage: python benchmarks/bench_resolve.py [--commit 7e182f2] [--rounds 5] [--out benchmarks/resolve.md]
"""

import argparse
import csv
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from bench_endpoints import taken_out
from pages import publish

ROOT: Final = Path(__file__).parents[1]
TABLES: Final = ROOT / "tests" / "tables"
BEFORE: Final = "7e182f2"
"""The commit before words that stand unread beside what is read were told."""
TIMES: Final = 5
"""How often rows are read again."""


def table(name: str) -> list[list[str]]:
    """Return the rows of a table below its header, which is a comment in that of dates."""
    with (TABLES / name).open(encoding="utf-8") as lines:
        kept = [line for line in lines if line.strip() and not line.startswith("#")]
    return list(csv.reader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))[name != "dates.tsv" :]


def each(work: Callable[..., object], rows: Iterable[Sequence[Any]]) -> float:
    """Return the microseconds of one processor that a call takes."""
    ready = list(rows)
    began = time.process_time()
    for row in ready:
        work(*row)
    return 1e6 * (time.process_time() - began) / len(ready)


def measure() -> None:
    """Print what a call of each takes with the memcon that is on the path."""
    from memcon.resolve import Person, find_countries, resolve_date, same_person  # noqa: PLC0415  of either commit

    dates = [
        (words, None if published == "-" else dt.date.fromisoformat(published), language, planned == "p")
        for language, published, planned, words, _ in table("dates.tsv")
    ]
    sentences = [(row[1], row[0]) for row in table("country_sentences.tsv")]
    pairs = [
        (Person(row[1], cell(row[2]), cell(row[3]), row[0]), Person(row[5], cell(row[6]), cell(row[7]), row[4]))
        for row in table("names.tsv")
    ]
    told = {}
    for work, rows in ((resolve_date, dates), (find_countries, sentences), (same_person, pairs)):
        told[f"{work.__name__}, first"] = each(work, rows)
        told[f"{work.__name__}, again"] = each(work, [*rows] * TIMES)
    print(json.dumps(told))


def cell(value: str) -> str | None:
    """Return what a cell holds."""
    return None if value == "-" else value


def measured(source: Path) -> dict[str, float]:
    """Return what `measure` tells of the memcon that lies in `source`."""
    path = os.pathsep.join(map(str, (source, ROOT / "benchmarks")))
    told = subprocess.run(
        [sys.executable, __file__, "--measure"],
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, float] = json.loads(told.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commit", default=BEFORE)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure()
        return
    with tempfile.TemporaryDirectory() as folder:
        sources = {"before": taken_out(options.commit, Path(folder)), "now": ROOT / "src"}
        rounds = [{name: measured(source) for name, source in sources.items()} for _ in range(options.rounds)]
    lines = [f"{'':22} {'before':>9} {'now':>9} {'ratio':>6}   µs a call, medians of {options.rounds} rounds"]
    for work in rounds[0]["now"]:
        before, now = (statistics.median(each[name][work] for each in rounds) for name in ("before", "now"))
        lines.append(f"{work:22} {before:9.1f} {now:9.1f} {now / before:6.2f}")
    publish(
        "Reading dates, countries and names: time",
        f"python benchmarks/bench_resolve.py --commit {options.commit}",
        lines,
        options.out,
    )


if __name__ == "__main__":
    main()
