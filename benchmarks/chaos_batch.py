"""Kill a run in batches, and the provider, over and over among faults: nothing may be lost, sent twice or changed.

Run: python benchmarks/chaos_batch.py [--kills 30] [--articles 120] [--seed N] [--out PAGE]

SIGKILL for the run or for the provider (whose state is on its disk, as that of real ones) at random moments, while
batches expire half way, fail as a whole, are made and not told of, lines fail, and files of results break off, are not
found, or come in half. A run that ends is followed by one over other articles, until there have been enough kills.
Then: every run's output equals, byte for byte, that of a live run that nothing disturbed; the provider has answered
each question once; every ledger is sound and holds each answer. Exit code 1 when anything does not hold.
"""

import argparse
import asyncio
import hashlib
import json
import multiprocessing
import os
import pickle
import random
import signal
import socket
import sqlite3
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess, SpawnProcess
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "faults"))

from runner import start

from chaos import ANSWER
from helpers.batch_provider import BatchProvider, Course, Done, State, cut_file
from helpers.fault_server import Reply, completion, fails, fault_server, hangs_up
from scripted_server import Habits, Served

CONTENT: Final = json.dumps(ANSWER, ensure_ascii=False)
OUTPUTS: Final = ("events.jsonl", "mentions.jsonl", "rejected.jsonl", "articles.jsonl")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--articles", type=int, default=120, help="of each run")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--out", type=Path, help="write what is printed here too")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        chaos = Chaos(Path(folder), options)
        chaos.all()
    if options.out:
        options.out.write_text("\n".join(chaos.said) + "\n", "utf-8")
    return 1 if chaos.failed else 0


# --- the provider ---


class Faulty(BatchProvider):
    """A provider whose faults are drawn by lot."""

    def __init__(self, store: Path, seed: int) -> None:
        super().__init__(self.answered, course=self.coursed, fault=self.faulty, store=store, seed=seed)

    def answered(self, body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Answer; one question in eight fails the first time."""
        name = hashlib.sha256(json.dumps(body).encode()).hexdigest()
        self.state.asked[name] += 1
        if self.state.asked[name] == 1 and int(name[:2], 16) < 32:
            return (429 if name[2] < "8" else 503), {"error": {"message": "not now", "type": "server_error"}}
        return 200, completion(CONTENT)

    def coursed(self, _: int) -> Course:
        draw, polls = self.chance.random(), self.chance.randint(1, 3)
        if draw < 0.15:
            return Course(status="failed", polls=polls, errors=(("token_limit_exceeded", "too many tokens wait"),))
        if draw < 0.65:
            return Course(status="expired", polls=polls, share=self.chance.choice((0.0, 0.1, 0.3, 0.5)))
        return Course(polls=polls)

    def faulty(self, what: str, _: int) -> Reply | Done | None:
        draw = self.chance.random()
        if what == "create" and draw < 0.25:
            return Done(hangs_up()) if draw < 0.15 else fails(500)
        if what == "content" and draw < 0.45:
            content = self.state.files[self.chance.choice(list(self.state.files))][1]
            return fails(404) if draw < 0.05 else fails(500) if draw < 0.15 else cut_file(content, len(content) // 3)
        return hangs_up() if draw < 0.05 else fails(502) if draw < 0.1 else None


def serve(port: int, store: Path, seed: int) -> None:
    async def forever() -> None:
        async with fault_server(Faulty(store, seed), port=port):
            await asyncio.Event().wait()

    asyncio.run(forever())


class Provider:
    """The provider as a process that can be killed, and is back at the same address with what it knew."""

    def __init__(self, store: Path, seed: int) -> None:
        self.store, self.seed, self.starts = store, seed, 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self.start()

    def start(self) -> None:
        self.starts += 1
        context = multiprocessing.get_context("spawn")
        self.process: SpawnProcess = context.Process(
            target=serve, args=(self.port, self.store, self.seed + self.starts), daemon=True
        )
        self.process.start()

    def kill(self) -> None:
        self.process.kill()
        self.process.join()

    def state(self) -> State:
        found: State = pickle.loads(self.store.read_bytes())
        return found


# --- the runs ---


class Chaos:
    """The runs of one seed."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        self.chance = random.Random(options.seed)
        self.failed: list[str] = []
        self.said: list[str] = []
        self.kills = {"run": 0, "provider": 0}
        self.codes: list[int] = []

    def all(self) -> None:
        self.say(f"seed    {self.options.seed}")
        provider = Provider(self.folder / "provider.pickle", self.options.seed)
        runs, began = 0, time.monotonic()
        try:
            while sum(self.kills.values()) < self.options.kills:
                runs += 1
                self.disturbed(provider, f"r{runs}")
                self.compared(f"r{runs}")
            self.account(provider, runs)
        finally:
            provider.kill()
        self.say(f"        {time.monotonic() - began:.0f} s, exit codes {sorted(set(self.codes))}")
        self.say("all holds" if not self.failed else "\n".join(f"DOES NOT HOLD: {one}" for one in self.failed))

    def disturbed(self, provider: Provider, name: str) -> None:
        """Run over articles of their own, killed until it has been killed often enough or ends."""
        with (self.folder / f"{name}.jsonl").open("w", encoding="utf-8") as news:
            for number in range(self.options.articles):
                day = f"2024-{1 + number % 12:02d}-{1 + number // 12 % 28:02d}"
                text = f"Artikel {name} {number}.\n{ANSWER['calls'][0]['quote']}\nHarga beras naik."
                news.write(
                    json.dumps({"id": f"a{number:06d}", "text": text, "language": "id", "published": day}) + "\n"
                )
        for _ in range(200):
            process = self.begin(name, provider.url, "--batch")
            process.join(self.chance.uniform(0.2, 5.0))
            if process.exitcode is None and sum(self.kills.values()) < self.options.kills:
                self.kill(process, provider)
            process.join()
            self.codes.append(process.exitcode if process.exitcode is not None else -1)
            if process.exitcode == 0:
                return
        print((self.folder / "stderr.txt").read_text("utf-8")[-2000:])
        self.failed.append(f"{name}: it ends")

    def kill(self, process: ForkServerProcess, provider: Provider) -> None:
        if self.chance.random() < 0.5:
            os.kill(process.pid or 0, signal.SIGKILL)
            self.kills["run"] += 1
        else:
            provider.kill()
            self.kills["provider"] += 1
            time.sleep(self.chance.uniform(0.0, 1.0))
            provider.start()

    def compared(self, name: str) -> None:
        """Hold the outputs against those of a live run that nothing disturbs, and the ledger against damage."""
        with Served(Habits(content=CONTENT)) as calm:
            process = self.begin(name, calm.url, out=f"{name}-calm")
            process.join()
            self.hold(process.exitcode == 0, f"{name}: the calm run ends well")
        for file in OUTPUTS:
            mine, calms = ((self.folder / out / file).read_bytes() for out in (name, f"{name}-calm"))
            self.hold(
                mine == calms and (file != "events.jsonl" or mine != b""), f"{name}: {file} is that of a live run"
            )
        with sqlite3.connect(self.folder / f"{name}.sqlite") as raw:
            [(answers,)] = raw.execute("SELECT count(*) FROM attempts WHERE state = 'done'")
            [(twice,)] = raw.execute("SELECT count(*) FROM attempts WHERE kind = 'repeated'")
            [(open_,)] = raw.execute("SELECT count(*) FROM batches WHERE state <> 'done'")
        raw.close()
        self.hold(answers == self.options.articles, f"{name}: each answer is in the ledger")
        self.hold((twice, open_) == (0, 0), f"{name}: none came twice, and no batch is left open")
        sound = start(["ledger", "verify", "--ledger", f"{name}.sqlite"], self.folder, {})
        sound.join()
        self.hold(sound.exitcode == 0, f"{name}: the ledger is sound")

    def account(self, provider: Provider, runs: int) -> None:
        """Hold what the provider has billed against what there was to ask."""
        state = provider.state()
        ends = [batch["status"] for batch in state.batches.values()]
        told = ", ".join(f"{ends.count(end)} {end}" for end in sorted(set(ends)))
        self.say(f"kills   {self.kills['run']} of the run, {self.kills['provider']} of the provider, in {runs} runs")
        self.say(f"batches {len(ends)}: {told}; files fetched {state.asked['content']} times")
        most = max(state.billed.values())
        self.say(
            f"billed  {state.billed.total()} answers of {runs * self.options.articles} questions, at most {most} each"
        )
        self.hold(most == 1, "no request is billed twice")
        self.hold(state.billed.total() == runs * self.options.articles, "each question is answered")
        self.hold(not state.asked["chat"], "nothing is asked outside of batches")

    def begin(self, name: str, url: str, *options: str, out: str = "") -> ForkServerProcess:
        environment = {"MEMCON_BASE_URL": url, "MEMCON_MODEL": "scripted"}
        out = out or name
        arguments = ["extract", f"{name}.jsonl", "-o", out, "--ledger", f"{out}.sqlite", "--quiet", *options]
        return start(arguments, self.folder, environment)

    def say(self, line: str) -> None:
        print(line, flush=True)
        self.said.append(line)

    def hold(self, true: bool, what: str) -> None:  # noqa: FBT001  a verdict
        if not true:
            self.failed.append(what)


if __name__ == "__main__":
    sys.exit(main())
