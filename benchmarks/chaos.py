"""Kill a run over and over while its server misbehaves, and show that nothing is lost, repeated or changed.

Run: python benchmarks/chaos.py [--kills 50] [--articles 2000] [--every 50] [--seed N] [--on PLACE …] [--out PAGE]

L7: one run through the chaos mix (5 % each of 500, reset, stall, bad JSON, half an answer) to its end. L8: the same
with SIGKILL at random moments, after a random number of calls and of milliseconds, until there have been enough. Then:
the final events.jsonl equals, byte for byte, that of a calm run; no question was asked more often than its faults and
the kills explain; the ledger is sound; a write-ahead log that a kill has left is refused where its ledger is gone, and
every answer of it saved. What holds depends on no clock. Exit code 1 when anything does not hold.

With `--on`, L8 alone on the file system of each PLACE, a folder; `overlay` mounts one where the kernel allows it.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "faults"))

from runner import start

import file_systems
from scripted_server import Habits, Served

CONCURRENCY = 16
IDLE = 60.0
"""Seconds without a call after which a run is killed all the same."""
ANSWER = {
    "meetings": [], "disputes": [],
    "calls": [{
        "sentences": [2], "quote": "Menteri Luar Negeri Jepang menelepon Menteri Luar Negeri Filipina pada Rabu.",
        "status": "occurred", "initiator": "Jepang", "date_words": "Rabu", "place_words": None, "topics": [],
        "summary": "The foreign ministers of Japan and the Philippines spoke by telephone.", "channel": "phone",
        "participants": [
            {"name": "Menteri Luar Negeri Jepang", "title": None, "side": "Jepang", "role": "caller"},
            {"name": "Menteri Luar Negeri Filipina", "title": None, "side": "Filipina", "role": "called"},
        ],
    }],
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--every", type=int, default=50, help="calls between two kills, on average")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--faults", type=float, default=0.05, help="share of each of the server's five faults")
    parser.add_argument("--on", action="append", default=[], help="a folder, or overlay; repeatable")
    parser.add_argument("--out", type=Path, help="write what is printed here too")
    options = parser.parse_args(arguments)
    if file_systems.OVERLAY in options.on:
        file_systems.enter_namespace()
    said = Said()
    said.say(f"seed    {options.seed}")
    for place in options.on or [None]:
        with file_systems.folder_on(place) as (folder, name):
            if folder is None:
                said.say(name)
                continue
            said.say(f"on      {name}")
            chaos = Chaos(folder, options, said)
            chaos.killed_on() if place else chaos.all()
    said.say("all holds" if not said.failed else "\n".join(f"DOES NOT HOLD: {one}" for one in said.failed))
    if options.out:
        options.out.write_text("\n".join(said.lines) + "\n", "utf-8")
    return 1 if said.failed else 0


class Said:
    """What is printed, and what does not hold."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.failed: list[str] = []

    def say(self, line: str) -> None:
        print(line, flush=True)
        self.lines.append(line)

    def hold(self, true: bool, what: str) -> None:  # noqa: FBT001  a verdict
        if not true:
            self.failed.append(what)


class Chaos:
    """The runs of one seed, in one folder."""

    def __init__(self, folder: Path, options: argparse.Namespace, said: Said) -> None:
        self.folder, self.options = folder, options
        self.chance = random.Random(options.seed)
        self.say, self.hold = said.say, said.hold
        self.content = json.dumps(ANSWER, ensure_ascii=False)
        self.mix = Habits(content=self.content, latency=0.02, chaos=options.faults, stall=8.0, seed=options.seed)
        self.orphans = self.saved = 0
        with (folder / "news.jsonl").open("w", encoding="utf-8") as news:
            for number in range(options.articles):
                day = f"2024-{1 + number % 12:02d}-{1 + number // 12 % 28:02d}"
                text = f"Artikel {number} dari kantor berita.\n{ANSWER['calls'][0]['quote']}\nHarga beras naik."
                line = {"id": f"a{number:06d}", "text": text, "language": "id", "published": day}
                news.write(json.dumps(line) + "\n")

    def calm(self) -> bytes:
        with Served(Habits(content=self.content)) as calm:
            assert self.run(calm.url, "calm") == 0
            clean = (self.folder / "calm" / "events.jsonl").read_bytes()
            self.say(f"calm    {calm.told().calls} calls, {len(clean.splitlines())} events")
            return clean

    def killed_on(self) -> None:
        """Do L8 alone."""
        clean = self.calm()
        with Served(self.mix) as server:
            self.account(server, self.killed(server, "l8", clean))

    def all(self) -> None:
        clean = self.calm()
        with Served(self.mix) as server:
            began = time.monotonic()
            code = self.until_done(server.url, "l7")
            calls, seconds = server.told().calls, time.monotonic() - began
            self.say(f"L7      {calls / self.options.articles:.2f} calls an article, {seconds:.0f} s, exit code {code}")
            self.hold(code == 0, f"L7: the run ends well, and not with {code}")
            self.hold(calls <= 1.5 * self.options.articles, "L7: at most 1.5 calls an article")
            self.hold((self.folder / "l7" / "events.jsonl").read_bytes() == clean, "L7: the events of a calm run")
        with Served(self.mix) as server:
            self.account(server, self.killed(server, "l8", clean))

    def killed(self, server: Served, name: str, clean: bytes) -> int:
        """Kill the run until it has been killed often enough, then let it end; the ledger is the same throughout."""
        kills, starts = 0, 0
        while kills < self.options.kills:
            process = self.begin(server.url, name)
            starts += 1
            self.live(process, server, self.chance.randint(0, 2 * self.options.every))
            process.join(self.chance.uniform(0, 0.1))
            if process.exitcode is None:
                os.kill(process.pid or 0, signal.SIGKILL)
                process.join()
                kills += 1
                self.orphan(name)
            elif process.exitcode == 0:  # done before it was killed: begin with the answers that the kills have left
                self.forget(name)
        code = self.until_done(server.url, name)
        if code:
            print((self.folder / "stderr.txt").read_text("utf-8")[-2000:])
        self.hold(code == 0, f"L8: the last run ends well, and not with {code}")
        same = (self.folder / name / "events.jsonl").read_bytes() == clean
        self.hold(same, "L8: the events of a calm run")
        self.say(f"L8      {kills} kills in {starts} runs; the events are {'' if same else 'not '}those of a calm run")
        self.say(f"        {self.orphans} logs without their ledger refused, and {self.saved} answers of them saved")
        self.hold(self.orphans > 0, "L8: a kill leaves a log")
        return kills

    def orphan(self, name: str) -> None:
        """Take the log that a kill has left away from its ledger, the first ten times: no answer of it may be lost."""
        log = self.folder / f"{name}.sqlite-wal"
        if self.orphans == 10 or not log.is_file() or not log.stat().st_size:
            return
        whole, alone = self.folder / "whole.sqlite", self.folder / "alone.sqlite"
        shutil.copy(log.with_name(f"{name}.sqlite"), whole)
        for ledger in (whole, alone):
            shutil.copy(log, ledger.with_name(f"{ledger.name}-wal"))
        before = log.read_bytes()
        refused = self.memcon("extract", "news.jsonl", "-o", "alone", "--ledger", alone.name, "--model", "scripted")
        self.hold(refused == 5, f"a log without its ledger is refused with 5, and not with {refused}")
        self.hold(alone.with_name(f"{alone.name}-wal").read_bytes() == before, "a refused log stays as it is")
        answered = answers(whole)
        self.hold(self.memcon("ledger", "recover", alone.name, "--to", "saved.sqlite") in {0, 5}, "a log is recovered")
        saved = answers(self.folder / "saved.sqlite")
        old = answers(whole, log=False)
        self.hold(old | saved >= answered and saved <= answered, "every answer of a log is saved, and no other")
        self.orphans, self.saved = self.orphans + 1, self.saved + len(saved)
        for path in self.folder.glob("*.sqlite*"):
            if path.name.startswith(("whole.", "alone.", "saved.")):
                path.unlink()

    def memcon(self, *arguments: str) -> int:
        process = start(arguments, self.folder, {"MEMCON_BASE_URL": "http://127.0.0.1:9/v1"})
        process.join()
        return process.exitcode or 0

    def live(self, process: ForkServerProcess, server: Served, calls: int) -> None:
        """Let a run make so many calls, unless it ends before, or makes none for a while."""
        first, since = server.calls(), time.monotonic()
        last = first
        while process.exitcode is None and last < first + calls and time.monotonic() - since < IDLE:
            process.join(0.01)
            if (now := server.calls()) != last:
                last, since = now, time.monotonic()

    def forget(self, name: str) -> None:
        """Take half of the answers out of a finished ledger, so that there is something left to kill."""
        with sqlite3.connect(self.folder / f"{name}.sqlite") as raw:
            raw.execute("UPDATE attempts SET state = 'failed', kind = 'forgotten' WHERE state = 'done' AND id % 2")
        raw.close()

    def account(self, server: Served, kills: int) -> None:
        """Hold what the ledger knows against what the server was asked."""
        with sqlite3.connect(self.folder / "l8.sqlite") as raw:
            [(sent, lost)] = raw.execute("SELECT count(*), count(*) FILTER (WHERE kind = 'crash') FROM attempts")
            [(unseen,)] = raw.execute("SELECT count(*) FROM attempts WHERE kind IN ('cut', 'connect', 'deadline')")
            [(repeated,)] = raw.execute("SELECT count(*) FROM attempts WHERE kind = 'repeated'")
            [(check,)] = raw.execute("PRAGMA integrity_check")
        raw.close()
        calls = server.told().calls
        self.say(
            f"        {calls} calls at the server, {sent} in the ledger, {lost} cut off by kills, {repeated} repeated"
        )
        self.hold(calls <= sent, "L8: every call of the server is in the ledger")
        self.hold(sent - calls <= lost + unseen, "L8: what the ledger has more was killed or cut before it arrived")
        self.hold(lost <= kills * CONCURRENCY, "L8: repeated calls <= kills x concurrency")
        self.hold(repeated == 0, "L8: no answer was paid for twice")
        self.hold(check == "ok", "L8: the ledger is sound")

    def until_done(self, url: str, name: str) -> int:
        """Run until nothing is left to do; a run through chaos may leave an article that met five faults in a row."""
        code = self.run(url, name)
        for _ in range(5):
            if code == 0:
                break
            code = self.run(url, name)
        return code

    def run(self, url: str, name: str) -> int:
        process = self.begin(url, name)
        process.join()
        assert process.exitcode is not None
        return process.exitcode

    def begin(self, url: str, name: str) -> ForkServerProcess:
        environment = {"MEMCON_BASE_URL": url, "MEMCON_MODEL": "scripted"}
        arguments = ["extract", "news.jsonl", "-o", name, "--ledger", f"{name}.sqlite", "--concurrency", CONCURRENCY]
        return start([*arguments, "--timeout", "5", "--quiet"], self.folder, environment)


def answers(ledger: Path, *, log: bool = True) -> set[str]:
    """Return the questions that a ledger answers; those that its main file answers alone, without `log`."""
    if not ledger.exists():
        return set()
    mode = "mode=rw" if log else "immutable=1"
    with sqlite3.connect(f"file:{ledger}?{mode}", uri=True) as raw:
        found = {key for (key,) in raw.execute("SELECT key FROM attempts WHERE state = 'done'")}
    raw.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
