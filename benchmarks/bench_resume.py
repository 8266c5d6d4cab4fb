"""A real run, killed three times and resumed: no answer is asked for twice, and the events are those of a whole run.

Run: python benchmarks/bench_resume.py [INPUT...] [--kills 3] [--seed N] [--after 60] [--keep FOLDER]

Extracts the inputs with the embedded model (or that of MEMCON_MODEL), kills the whole process group with SIGKILL at
random moments, and lets the last run end. Then a run over the same ledger that nothing interrupts (--offline) must
write the same events.jsonl, mentions.jsonl and rejected.jsonl, byte for byte. Takes as long as the model does: a minute
an article on two cores. Exit code 1 when anything does not hold.
"""

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

WRITTEN = ("events.jsonl", "mentions.jsonl", "rejected.jsonl")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("inputs", nargs="*", default=["seeds"])
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--after", type=float, default=60.0, help="seconds until a kill, on average")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, help="keep ledger and outputs in this folder")
    options = parser.parse_args(arguments)
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        return resume(options.keep or Path(folder), options)


def resume(folder: Path, options: argparse.Namespace) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    chance, ledger = random.Random(options.seed), folder / "ledger.sqlite"
    killed = 0
    while killed < options.kills:
        process = extract(options.inputs, folder / "resumed", ledger)
        try:
            process.wait(chance.uniform(0.3, 1.7) * options.after)
            print(f"the run ended by itself, with {process.returncode}, after {killed} kills", flush=True)
            break
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
            print(f"kill {killed}: {count(ledger, 'done')} answers in the ledger", flush=True)
    code = extract(options.inputs, folder / "resumed", ledger).wait()
    answers, cut, repeated = (count(ledger, state) for state in ("done", "crash", "repeated"))
    asked = count(ledger, "all")
    whole = extract(options.inputs, folder / "whole", ledger, "--offline").wait()
    same = [name for name in WRITTEN if written(folder, "resumed", name) == written(folder, "whole", name)]
    events = len((folder / "whole" / "events.jsonl").read_bytes().splitlines())
    print(f"{killed} kills; {asked} calls, {answers} answers, {cut} cut off by kills, {repeated} asked for twice")
    print(f"{events} events; the same bytes as an uninterrupted run: {', '.join(same) or 'none'}")
    holds = code == whole == 0 and repeated == 0 and cut <= killed and len(same) == len(WRITTEN)
    print("all holds" if holds else "DOES NOT HOLD")
    return 0 if holds else 1


def extract(inputs: Sequence[str], out: Path, ledger: Path, *more: str) -> "subprocess.Popen[bytes]":
    """Start `memcon extract`, in a process group of its own."""
    command = [sys.executable, "-m", "memcon", "extract", *inputs, "-o", str(out), "--ledger", str(ledger), *more]
    return subprocess.Popen([*command, "--quiet"], start_new_session=True)


def written(folder: Path, run: str, name: str) -> bytes:
    return (folder / run / name).read_bytes()


def count(ledger: Path, what: str) -> int:
    """Count attempts in a state, of a kind, or all."""
    if not ledger.exists():
        return 0
    with sqlite3.connect(ledger) as raw:
        [(found,)] = raw.execute("SELECT count(*) FROM attempts WHERE ? IN (state, kind, 'all')", (what,))
    raw.close()
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
