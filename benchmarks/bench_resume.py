"""A real run, killed and resumed: no answer is asked for twice, and the events are those of a run that never stopped.

usage: bench_resume.py SHARED [--limit N] [--kills 3] [--every 60] [--seed N] [--ledger PATH] [--out FOLDER]

Reads `SHARED/seeds` and `SHARED/gold/dev-articles.jsonl` with the embedded model (or that of MEMCON_MODEL), and kills
the run with SIGKILL at random moments, after a random number of answers and of milliseconds: now with its model server,
now alone, as an out-of-memory kill does. The last run goes on to its end. Then a run over the same ledger that nothing
interrupts (--offline) must write the same bytes. A ledger that exists is gone on with; both it and FOLDER (`resumed/`,
`whole/`, `report.md`) are kept, so that the recording serves other work too. It takes as long as the model does: about
a minute an article on two cores. Exit code 1 when anything does not hold.
"""

import argparse
import contextlib
import dataclasses
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

WRITTEN = ("events.jsonl", "mentions.jsonl", "rejected.jsonl", "articles.jsonl")

ASKED = "SELECT count(*) FROM attempts WHERE id > ?"
CUT = "SELECT count(*) FROM attempts WHERE kind = 'crash' AND id > ?"
AGAIN = (
    "SELECT count(*) FROM attempts later JOIN attempts answer USING (key)"
    " WHERE answer.state = 'done' AND later.id > answer.id AND later.id > ?"
)
"""Calls that left after the answer to their question was there."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--limit", type=int, help="articles, of the seeds first")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--every", type=int, default=60, help="answers between two kills, on average")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--ledger", type=Path, help="by default in --out")
    parser.add_argument("--out", type=Path, default=Path("out/resume"))
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    articles = options.out / "articles.jsonl"
    count = write_articles(articles, options.shared, options.limit)
    resume = Resume(articles, options.out, options.ledger or options.out / "ledger.sqlite")
    print(f"seed {options.seed}, {count} articles, {resume.count('done')} answers in the ledger", flush=True)
    killed = resume.killed(options.kills, options.every, random.Random(options.seed))
    lines = [f"seed {options.seed}, {count} articles, {killed} kills", *resume.told(killed)]
    if killed < options.kills:
        lines.append(f"NOT SHOWN: {options.kills} kills were asked for, and the ledger lacked too few answers for them")
    print("\n".join(lines[1:]))
    (options.out / "report.md").write_text("".join(f"- {line}\n" for line in lines), "utf-8")
    return 0 if lines[-1] == "all holds" else 1


def write_articles(path: Path, shared: Path, limit: int | None) -> int:
    """Write the articles of both sets as JSON lines; the same file again for the same articles."""
    files = sorted((shared / "seeds").glob("*.txt"))
    seeds = [{"id": one.name, "text": one.read_text("utf-8")} for one in files]
    development = map(json.loads, (shared / "gold" / "dev-articles.jsonl").read_text("utf-8").splitlines())
    articles = [*seeds, *development][:limit]
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles), "utf-8")
    return len(articles)


@dataclasses.dataclass
class Resume:
    """The runs over one ledger."""

    articles: Path
    out: Path
    ledger: Path

    def __post_init__(self) -> None:
        self.last = self.figure("SELECT coalesce(max(id), 0) FROM attempts")
        """The last attempt before these runs."""

    def killed(self, kills: int, every: int, chance: random.Random) -> int:
        """Start the run, kill it, and so on; return how often it was killed before it came to its end."""
        for number in range(kills):
            process = self.extract("resumed")
            wanted = self.count("done") + chance.randint(1, 2 * every)
            while process.poll() is None and self.count("done") < wanted:
                time.sleep(0.02)
            time.sleep(chance.uniform(0, 1))
            if process.poll() is not None:
                print(f"the run ended by itself, with {process.returncode}", flush=True)
                return number
            alone = number % 2 == 1
            os.kill(process.pid, signal.SIGKILL) if alone else os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            whom = "memcon alone" if alone else "memcon and its model"
            print(f"kill {number + 1}, of {whom}: {self.count('done')} answers in the ledger", flush=True)
        return kills

    def told(self, killed: int) -> list[str]:
        """Let the run come to its end, hold it against one that nothing interrupts, and say what holds."""
        code = self.extract("resumed").wait()
        whole = self.extract("whole", "--offline").wait()
        same = [name for name in WRITTEN if self.written("resumed", name) == self.written("whole", name)]
        asked, cut, again = (self.figure(sql, self.last) for sql in (ASKED, CUT, AGAIN))
        events = len(self.written("whole", "events.jsonl").splitlines())
        lines = [
            f"exit codes {code} and {whole}; {events} events",
            f"{asked} calls of these runs, {self.count('done')} answers in the ledger, {cut} calls in flight at a kill",
            f"{again} answers of the ledger asked for again",
            f"the same bytes as a run that was not interrupted: {', '.join(same) or 'none'}",
        ]
        at_once = json.loads(self.written("whole", "run.json"))["profile"]["concurrency"]
        holds = code == whole and code in {0, 3} and not again and cut <= killed * at_once and len(same) == len(WRITTEN)
        return [*lines, "all holds" if holds else "DOES NOT HOLD"]

    def extract(self, name: str, *more: str) -> "subprocess.Popen[bytes]":
        """Start `memcon extract`, in a process group of its own."""
        command = [sys.executable, "-m", "memcon", "extract", str(self.articles), "-o", str(self.out / name)]
        command += ["--ledger", str(self.ledger), *more]
        return subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)

    def written(self, run: str, name: str) -> bytes:
        with contextlib.suppress(FileNotFoundError):
            return (self.out / run / name).read_bytes()
        return b""

    def count(self, what: str) -> int:
        """Count attempts in a state."""
        return self.figure("SELECT count(*) FROM attempts WHERE state = ?", what)

    def figure(self, sql: str, *values: str | int) -> int:
        with self.read() as raw:
            return int(raw.execute(sql, values).fetchone()[0]) if raw else 0

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection | None]:
        """Give the ledger, None while it is not there."""
        if not self.ledger.exists():
            yield None
            return
        with contextlib.closing(sqlite3.connect(f"{self.ledger.resolve().as_uri()}?mode=ro", uri=True)) as raw:
            [(tables,)] = raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'attempts'")
            yield raw if tables else None


if __name__ == "__main__":
    sys.exit(main())
