"""Kill a run over and over while its server misbehaves, and show that nothing is lost, repeated or changed.

Run: python benchmarks/chaos.py [--kills 50] [--articles 2000] [--every 50] [--seed N] [--out PAGE]

L7: one run through the chaos mix (5 % each of 500, reset, stall, bad JSON, half an answer) to its end. L8: the same
with SIGKILL at random moments, after a random number of calls and of milliseconds, until there have been enough. Then:
the final events.jsonl equals, byte for byte, that of a calm run; no question was asked more often than its faults and
the kills explain; the ledger is sound. What holds depends on no clock. Exit code 1 when anything does not hold.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "faults"))

from runner import start

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
    parser.add_argument("--out", type=Path, help="write what is printed here too")
    options = parser.parse_args(arguments)
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        chaos = Chaos(Path(folder), options)
        code = chaos.all()
    if options.out:
        options.out.write_text("\n".join(chaos.said) + "\n", "utf-8")
    return code


class Chaos:
    """The runs of one seed."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        self.chance = random.Random(options.seed)
        self.failed: list[str] = []
        self.said = [f"seed    {options.seed}"]
        with (folder / "news.jsonl").open("w", encoding="utf-8") as news:
            for number in range(options.articles):
                day = f"2024-{1 + number % 12:02d}-{1 + number // 12 % 28:02d}"
                text = f"Artikel {number} dari kantor berita.\n{ANSWER['calls'][0]['quote']}\nHarga beras naik."
                line = {"id": f"a{number:06d}", "text": text, "language": "id", "published": day}
                news.write(json.dumps(line) + "\n")

    def all(self) -> int:
        content = json.dumps(ANSWER, ensure_ascii=False)
        with Served(Habits(content=content)) as calm:
            assert self.run(calm.url, "calm") == 0
            clean = (self.folder / "calm" / "events.jsonl").read_bytes()
            self.say(f"calm    {calm.told().calls} calls, {len(clean.splitlines())} events")
        mix = Habits(content=content, latency=0.02, chaos=0.05, stall=8.0, seed=self.options.seed)
        with Served(mix) as server:
            began = time.monotonic()
            code = self.until_done(server.url, "l7")
            calls, seconds = server.told().calls, time.monotonic() - began
            self.say(f"L7      {calls / self.options.articles:.2f} calls an article, {seconds:.0f} s, exit code {code}")
            self.hold(code == 0, f"L7: the run ends well, and not with {code}")
            self.hold(calls <= 1.5 * self.options.articles, "L7: at most 1.5 calls an article")
            self.hold((self.folder / "l7" / "events.jsonl").read_bytes() == clean, "L7: the events of a calm run")
        with Served(mix) as server:
            kills = self.killed(server, "l8", clean)
            self.account(server, kills)
        self.say("all holds" if not self.failed else "\n".join(f"DOES NOT HOLD: {one}" for one in self.failed))
        return 1 if self.failed else 0

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
            elif process.exitcode == 0:  # done before it was killed: begin with the answers that the kills have left
                self.forget(name)
        code = self.until_done(server.url, name)
        if code:
            print((self.folder / "stderr.txt").read_text("utf-8")[-2000:])
        self.hold(code == 0, f"L8: the last run ends well, and not with {code}")
        self.hold((self.folder / name / "events.jsonl").read_bytes() == clean, "L8: the events of a calm run")
        self.say(f"L8      {kills} kills in {starts} runs")
        return kills

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

    def say(self, line: str) -> None:
        print(line, flush=True)
        self.said.append(line)

    def hold(self, true: bool, what: str) -> None:  # noqa: FBT001  a verdict
        if not true:
            self.failed.append(what)


if __name__ == "__main__":
    sys.exit(main())
