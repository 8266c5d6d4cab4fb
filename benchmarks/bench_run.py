"""What a run costs, holds and survives, on a scripted server on loopback; beside langextract where it can do the same.

Run: python benchmarks/bench_run.py [L1 L2 …] [--quick] [--no-peers] [--out PAGE]

Each line is a figure and its target. L1 throughput, L2 latency hidden, L3 memory, L4 resume over a large ledger, L5
rate kept, L6 a storm of 429s, L9 commits, L11 start-up, L12 soak, L13 sizes; `peers` (speed) and `kept` (what a failure
costs) compare with langextract. Server and program share this machine's cores, so figures of throughput are bounds from
below. L7 and L8 are `make chaos`.
"""

import argparse
import asyncio
import dataclasses
import heapq
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from peers import langextract
from scripted_server import EMPTY, Habits, Served

FILLER: Final = "Harga beras di pasar naik lagi menjelang akhir tahun, kata pedagang di kota itu kepada wartawan. " * 30


def article(number: int, characters: int = 3000) -> dict[str, str]:
    text = f"Artikel {number} dari kantor berita.\n" + FILLER * (1 + characters // len(FILLER))
    return {"id": f"a{number:07d}", "text": text[:characters], "language": "id", "published": "2024-07-04"}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("which", nargs="*", help="L1 L2 L3 L4 L5 L6 L9 L11 L12 L13 peers kept; all of them by default")
    parser.add_argument("--quick", action="store_true", help="a tenth of the size")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help="write the table here too")
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(child(json.loads(options.one))))
        return
    scale = 0.1 if options.quick else 1.0
    for name, bench in BENCHES.items():
        if (not options.which or name in options.which) and not (name in {"peers", "kept"} and options.no_peers):
            bench(scale)
            if options.out:
                options.out.write_text("\n".join([*HEAD, *ROWS]) + "\n", "utf-8")


HEAD: Final = ["| | measured | target | load |", "|---|---|---|---|"]
ROWS: Final[list[str]] = []


def say(name: str, what: str, target: str) -> None:
    """Tell a figure, with the load of the machine: above about two, others were working on its two cores."""
    load = os.getloadavg()[0]
    print(f"{name:6} {what:86} target {target} (load {load:.1f})", flush=True)
    ROWS.append(f"| {name} | {what} | {target} | {load:.1f} |")


# --- one run, in a process of its own, so that its memory and CPU are its own ---


def child(job: dict[str, Any]) -> dict[str, Any]:
    """Extract generated articles through the library, and measure."""
    from memcon import api, records  # noqa: PLC0415  the parent does without
    from memcon.models.limits import Limits  # noqa: PLC0415

    def articles() -> Iterator[records.Article]:
        for number in range(job.get("first", 0), job.get("first", 0) + job["articles"]):
            made = article(number, job.get("characters", 3000))
            yield records.Article(id=made["id"], text=made["text"], language="id")

    limits = Limits(concurrency=job["concurrency"], **job.get("limits", {}))
    if job.get("warm", True):  # importing openai takes a second or two: L11 tells of starting up
        with tempfile.TemporaryDirectory() as folder, Served(Habits()) as other:
            one = records.Article(id="warm", text=article(0)["text"], language="id")
            api.extract(one, model="scripted", base_url=other.url, ledger=f"{folder}/ledger.sqlite")
    began, cpu = time.perf_counter(), time.process_time()
    run = api.extract(articles(), model="scripted", base_url=job["url"], ledger=job["ledger"], limits=limits)
    report = run.report
    return {
        "seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu, "articles": report["articles"],
        "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "usage": report["usage"],
        "fds": len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").is_dir() else 0,
    }  # fmt: skip


def run(url: str, folder: Path, articles: int, concurrency: int, **more: object) -> dict[str, Any]:
    job: dict[str, object] = {
        "url": url,
        "ledger": str(folder / "ledger.sqlite"),
        "articles": articles,
        "concurrency": concurrency,
    } | more
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MEMCON_", "OPENAI_"))}
    ran = subprocess.run(
        [sys.executable, __file__, "--one", json.dumps(job)], stdout=subprocess.PIPE, check=True, env=environment
    )
    result: dict[str, Any] = json.loads(ran.stdout)
    return result


def served(habits: Habits, what: Callable[[Served, Path], None]) -> None:
    with tempfile.TemporaryDirectory() as folder, Served(habits) as server:
        what(server, Path(folder))


def l1(scale: float) -> None:
    def measure(server: Served, folder: Path) -> None:
        count = int(2000 * scale)
        got = run(server.url, folder, count, 32)
        rate, cpu = count / got["seconds"], got["cpu"] / count * 1000
        say("L1", f"{rate:.0f} articles/s end to end, {cpu:.1f} ms CPU an article", ">= 120/s, <= 8 ms")

    served(Habits(latency=0.05), measure)


def l2(scale: float) -> None:
    def measure(server: Served, folder: Path) -> None:
        count = int(640 * max(scale, 0.2))
        got = run(server.url, folder, count, 64)
        ideal = count / 64 * 2
        say(
            "L2",
            f"{got['seconds']:.1f} s for {count} answers of 2 s, 64 at once; ideal {ideal:.0f} s",
            "<= 1.15 x ideal",
        )

    served(Habits(latency=2.0), measure)


def l3(scale: float) -> None:
    def measure(server: Served, folder: Path) -> None:
        few, many = int(2000 * scale), int(20_000 * scale)
        small = run(server.url, folder / "few", few, 32)["rss"]
        large = run(server.url, folder / "many", many, 32)["rss"]
        told = f"{small:.0f} MB for {few:,} articles, {large:.0f} MB for {many:,} (without events)"
        say("L3", told, "< 30 MB apart, < 250")

    served(Habits(), measure)


def l4(scale: float) -> None:
    def measure(server: Served, folder: Path) -> None:
        count = int(1_000_000 * scale)
        fill(folder / "ledger.sqlite", count)
        began = time.perf_counter()
        got = run(server.url, folder, 10, 8)
        seconds = time.perf_counter() - began
        size = (folder / "ledger.sqlite").stat().st_size / 1e6
        say(
            "L4",
            f"{seconds:.1f} s, {got['rss']:.0f} MB: 10 articles over {count:,} answers ({size:.0f} MB)",
            "<= 10 s, < 300 MB",
        )

    served(Habits(), measure)


def fill(path: Path, count: int) -> None:
    """Make a ledger of `count` answers."""
    import zlib  # noqa: PLC0415

    from memcon.models.ledger.store import open_ledger  # noqa: PLC0415

    question, answer = zlib.compress(b'{"model":"m"}' * 20), zlib.compress(EMPTY.encode() * 5)
    with open_ledger(path) as ledger, ledger.writing() as writer:
        for number in range(count):
            key = f"{number:064x}"
            writer.execute("INSERT INTO questions VALUES (?, 'here', 'm', ?)", (key, question))
            writer.execute(
                "INSERT INTO attempts(key, run, state, sent, status, body) VALUES (?, 'r', 'done', 1, 200, ?)",
                (key, answer),
            )


def l5(scale: float) -> None:
    def measure(server: Served, folder: Path) -> None:
        seconds = max(5, int(30 * scale))
        run(server.url, folder, 10 * seconds, 32, limits={"rpm": 600})
        told = server.told().second[:seconds]
        say(
            "L5",
            f"{sum(told)} requests in {seconds} s at --rpm 600, at most {max(told)} a second",
            f"{9.5 * seconds:.0f}-{10 * seconds}, <= 12",
        )

    served(Habits(), measure)

    def enforced(server: Served, folder: Path) -> None:
        count = int(300 * max(scale, 0.2))
        got = run(server.url, folder, count, 32, limits={"rpm": 600})
        say(
            "L5", f"{got['usage']['rate_limited']} of {count} requests got a 429 where 600 a minute are enforced", "0-1"
        )

    served(Habits(rpm=600), enforced)


def l6(scale: float) -> None:
    def measure(server: Served, folder: Path) -> None:
        count = int(1000 * scale)
        calm = run(server.url, folder / "calm", count, 16)["seconds"]
        with Served(Habits(latency=0.05, limited_share=0.3, seed=1)) as storm:
            got = run(storm.url, folder / "storm", count, 16)
        failed = got["articles"].get("failed", 0)
        say(
            "L6",
            f"{failed} of {count} articles failed in a storm of 30 % 429s; {got['seconds'] / calm:.1f} x the time",
            "0 failed",
        )

    served(Habits(latency=0.05), measure)


def l9(scale: float) -> None:
    from memcon.models.ledger.store import canonical, open_ledger, question_key  # noqa: PLC0415
    from memcon.models.tokens import TokenCounts  # noqa: PLC0415

    count, stalls = int(10_000 * scale), []
    body = os.urandom(1500).hex().encode()

    async def commit(path: Path) -> float:
        with open_ledger(path) as ledger:
            stopped = asyncio.Event()

            async def heart() -> None:
                while not stopped.is_set():
                    beat = time.perf_counter()
                    await asyncio.sleep(0.005)
                    stalls.append(time.perf_counter() - beat - 0.005)

            beating = asyncio.create_task(heart())
            began = time.perf_counter()
            for number in range(count):
                question = canonical(json.dumps({"n": number}).encode())
                key = question_key("here", question)
                attempt = await asyncio.to_thread(ledger.send, key, "here", "m", question)
                await asyncio.to_thread(ledger.keep, attempt, body, TokenCounts())
            seconds = time.perf_counter() - began
            stopped.set()
            await beating
            wal = path.with_name(path.name + "-wal").stat().st_size / 1e6
        p99 = sorted(stalls)[int(len(stalls) * 0.99)] * 1000
        rate = 2 * count / seconds
        say(
            "L9",
            f"{rate:.0f} forced commits/s, log {wal:.0f} MB, loop stalled {p99:.0f} ms (p99)",
            ">= 1000/s, <= 64, <= 20",
        )
        return seconds

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(commit(Path(folder) / "ledger.sqlite"))


def l11(_: float) -> None:
    for words in (["--help"], ["extract", "--help"], ["ledger", "--help"]):
        times = []
        for _round in range(3):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-m", "memcon", *words], stdout=subprocess.DEVNULL, check=True)
            times.append(time.perf_counter() - began)
        say("L11", f"{sorted(times)[1]:.2f} s: memcon {' '.join(words)}", "<= 0.35 s")


def l12(scale: float) -> None:
    def measure(server: Served, folder: Path) -> None:
        few = run(server.url, folder / "a", int(600 * scale) + 100, 16)
        many = run(server.url, folder / "b", int(100_000 * scale) + 100, 16)  # ten minutes and more
        minutes = max(many["seconds"] - few["seconds"], 1) / 60
        slope = (many["rss"] - few["rss"]) / minutes
        say(
            "L12",
            f"{many['seconds']:.0f} s of dropped keep-alives: {few['fds']} and {many['fds']} fds, {slope:.1f} MB/min",
            "equal, < 1 MB/min at rest",
        )

    served(Habits(latency=0.02, drop_every=7), measure)


def l13(scale: float) -> None:
    def measure(server: Served, folder: Path) -> None:
        times = [
            run(server.url, folder / str(size), 1, 4, characters=size)["seconds"] for size in (1_000_000, 5_000_000)
        ]
        told = f"{times[1]:.1f} s for 5 MB, {times[0]:.1f} s for 1 MB: {times[1] / times[0]:.1f} x"
        say("L13", told, "<= 6.5 x")
        calls = server.told().calls
        got = run(server.url, folder / "empty", int(1000 * scale), 4, characters=0)
        asked = server.told().calls - calls
        say("L13", f"{asked} calls for {int(1000 * scale)} empty articles, {got['seconds']:.1f} s", "0")

    served(Habits(), measure)


# --- beside langextract ---


def theirs(url: str, count: int, workers: int) -> dict[str, Any]:
    documents = [article(number)["text"] for number in range(count)]
    job = json.dumps({"url": url, "documents": documents, "workers": workers})
    script = Path(__file__).with_name("run_langextract.py")
    ran = subprocess.run([langextract(), script], input=job, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(ran.stdout[ran.stdout.index('{"seconds"') :])
    return result


def peers(scale: float) -> None:
    count = int(1000 * max(scale, 0.2))
    content = json.dumps({"extractions": []})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Served(Habits()) as server:
            ours = count / run(server.url, folder / "z", count, 16)["seconds"]
        with Served(Habits(content=content)) as server:
            other = count / theirs(server.url, count, 16)["seconds"]
        say("peers", f"zero latency, 16 at once: {ours:.0f} articles/s; langextract {other:.0f}/s", "as many")

        slow = Habits(latency=0.1, slow_share=0.05, slow=2.0, content=content)
        with Served(dataclasses.replace(slow, content=EMPTY)) as server:
            got = run(server.url, folder / "s", count, 16)
            wanted = ideal(server.told().delays, 16)
        with Served(slow) as server:
            seconds = theirs(server.url, count, 16)["seconds"]
            theirs_at_best = ideal(server.told().delays, 16)
        say(
            "peers",
            f"5 % slow calls: {wanted / got['seconds']:.0%} of ideal; langextract {theirs_at_best / seconds:.0%}",
            ">= 95 %",
        )
        longer = Habits(latency=1.0, slow_share=0.05, slow=20.0, content=EMPTY)
        with Served(longer) as server:
            got = run(server.url, folder / "l", int(400 * max(scale, 0.2)), 16)
            wanted = ideal(server.told().delays, 16)
        say("peers", f"5 % slow calls, of a second as real ones are: {wanted / got['seconds']:.0%} of ideal", ">= 95 %")


def kept(_: float) -> None:
    """Let one call of 300 fail, and go on."""
    failing = Habits(fail_call=250, content=json.dumps({"extractions": []}))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Served(dataclasses.replace(failing, content=EMPTY)) as server:
            got = run(server.url, folder / "f", 300, 1)
            before = server.told().calls
            run(server.url, folder / "f", 300, 1)
            again = server.told().calls - before
        with Served(failing) as server:
            one = theirs(server.url, 300, 1)
            before = server.told().calls
            theirs(server.url, 300, 1)
            repaid = server.told().calls - before - 1
        done = got["articles"].get("empty", 0) + got["articles"].get("ok", 0)
        say("kept", f"call 250 of 300 fails: {done} documents kept; langextract {one['done']}", "299")
        say("kept", f"calls paid again on resume: {again - 1}; langextract {repaid}", "0")


def ideal(delays: Sequence[float], at_once: int) -> float:
    """Return the seconds of a client that costs nothing and asks the next question the moment that it may."""
    free = [0.0] * at_once
    for delay in delays:
        heapq.heapreplace(free, free[0] + delay)
    return max(free)


BENCHES: Final = {
    "L1": l1, "L2": l2, "L3": l3, "L4": l4, "L5": l5, "L6": l6, "L9": l9, "L11": l11, "L12": l12, "L13": l13,
    "peers": peers, "kept": kept,
}  # fmt: skip


if __name__ == "__main__":
    main()
