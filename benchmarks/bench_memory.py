"""Peak memory and CPU of the memcon process, the model not counted: `--help`, a run, and the same run from its ledger.

usage: python benchmarks/bench_memory.py [--articles 500]

The articles are the seeds under many names, each with a line of its own so that its questions are its own. A scripted
reader on loopback answers at once; it runs in this process, memcon in one of its own.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from helpers.scripted import MODEL, Reader, call, dispute, meeting, serving  # noqa: E402  of the tests' folder

TOLD = (
    call("video call", "CQ Brown", "Liu Zhenli"),
    call("panggilan telepon", "Mark Milley", "Valery Gerasimov"),
    meeting("pertemuan", "Dong Jun", "Andrei Belousov"),
    dispute("menuduh", "Rusia", "AS", "accuse"),
)


@dataclass(frozen=True)
class Used:
    """What a process took."""

    megabytes: float
    cpu_seconds: float


def used(*arguments: str) -> Used:
    """Run memcon, and return its peak resident memory and its CPU time."""
    process = subprocess.Popen(
        [sys.executable, "-m", "memcon", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr
    said = process.stderr.read()
    process.stderr.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"memcon {' '.join(arguments)} ended with {process.returncode}: {said.decode()}")
    scale = 2**20 if sys.platform == "darwin" else 2**10  # ru_maxrss is in bytes there, in KiB here
    return Used(usage.ru_maxrss / scale, usage.ru_utime + usage.ru_stime)


def write_articles(path: Path, count: int) -> None:
    """Write `count` articles as JSON lines."""
    seeds = [seed.read_text("utf-8") for seed in sorted((ROOT / "seeds").iterdir())]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = f"{seeds[number % len(seeds)]}\nRusia menuduh AS untuk kali ke-{number}."
            file.write(json.dumps({"id": f"a{number}", "text": text, "language": "id"}) + "\n")


def main() -> None:
    """Measure, and print one line each."""
    parser = argparse.ArgumentParser(description="Peak memory and CPU of the memcon process.")
    parser.add_argument("--articles", type=int, default=500)
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder, serving(Reader(*TOLD)) as server:
        articles, ledger = Path(folder, "articles.jsonl"), str(Path(folder, "ledger.sqlite"))
        write_articles(articles, count)
        common = ["extract", str(articles), "-o", str(Path(folder, "out")), "--ledger", ledger, "--quiet"]
        asked = [*common, "--model", MODEL, "--base-url", server.url]
        rows = {
            "memcon --help": used("--help"),
            f"extract, {count} articles": used(*asked),
            f"the same from the ledger, {count} articles": used(*asked),
        }
    for name, cost in rows.items():
        print(f"{name:45} {cost.megabytes:6.0f} MB peak {cost.cpu_seconds:7.2f} s CPU")


if __name__ == "__main__":
    main()
