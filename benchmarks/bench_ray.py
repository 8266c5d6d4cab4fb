"""Workers of Ray on this machine, beside the same run without them: start, questions a second, and one quota for all.

Run: python benchmarks/bench_ray.py [--articles 2000] [--rounds 3] [--latency 0.1] [--quick]

A scripted provider on loopback, one question an article; server, run and workers share this machine's cores, so figures
are bounds from below. `make test-ray` installs Ray: say `PYTHONPATH=.venv/ray`. Each run is a process of its own;
rounds take turns, and medians are told.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from bench_run import article
from scripted_server import Habits, Served

WORKERS: Final = (2, 4)
"""For the throughput, and for the quota."""
RPM: Final = 600


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--latency", type=float, default=0.1)
    parser.add_argument("--concurrency", type=int, nargs="*", default=[8, 16, 32])
    parser.add_argument("--quick", action="store_true", help="without the quota, which takes two minutes")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(child(json.loads(options.one))))
        return
    print(f"load {os.getloadavg()[0]:.1f}; {options.articles} articles, answers after {options.latency:g} s\n")
    for concurrency in options.concurrency:
        beside(options.articles, options.rounds, options.latency, concurrency)
    if not options.quick:
        quota()


def child(job: dict[str, Any]) -> dict[str, Any]:
    """Extract generated articles, and measure from the first question on."""
    from memcon import api  # noqa: PLC0415  the parent does without
    from memcon.extraction.ray import RayEngine  # noqa: PLC0415
    from memcon.models.limits import Limits  # noqa: PLC0415
    from memcon.records import Article  # noqa: PLC0415

    articles = [
        Article(id=one["id"], text=one["text"], language="id") for one in map(article, range(1, job["articles"] + 1))
    ]
    began: list[float] = []

    def progress(_: object) -> None:
        began.append(time.perf_counter())  # the first telling, once workers are there

    started = time.perf_counter()
    run = api.extract(
        articles, model="scripted", base_url=job["url"], ledger=job["ledger"], on_progress=progress,
        limits=Limits(concurrency=job["concurrency"], rpm=job.get("rpm")),
        engine=RayEngine(workers=job["workers"]) if job["workers"] else None,
    )  # fmt: skip
    return {
        "start": began[0] - started, "seconds": began[-1] - began[0], "cpu": time.process_time(),
        "usage": run.report["usage"],
    }  # fmt: skip


def run(url: str, workers: int, articles: int, concurrency: int, rpm: float | None = None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        job = {
            "url": url, "workers": workers, "articles": articles, "concurrency": concurrency, "rpm": rpm,
            "ledger": str(Path(folder) / "ledger.sqlite"),
        }  # fmt: skip
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MEMCON_", "OPENAI_"))}
        command = [sys.executable, __file__, "--one", json.dumps(job)]
        ran = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment)
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


def beside(articles: int, rounds: int, latency: float, concurrency: int) -> None:
    told: dict[int, list[dict[str, Any]]] = {0: [], WORKERS[0]: []}
    with Served(Habits(latency=latency)) as server:
        for _ in range(rounds):
            for workers, runs in told.items():
                runs.append(run(server.url, workers, articles, concurrency))
    rates = {workers: [articles / one["seconds"] for one in runs] for workers, runs in told.items()}
    ratio = statistics.median(ray / plain for plain, ray in zip(rates[0], rates[WORKERS[0]], strict=True))
    for workers, runs in told.items():
        print(
            f"{concurrency:3} at once, {f'{workers} workers' if workers else 'none':9}:"
            f" {statistics.median(rates[workers]):6.1f} articles/s; the run itself"
            f" {statistics.median(one['cpu'] for one in runs) / articles * 1000:4.1f} ms CPU an article; start"
            f" {statistics.median(one['start'] for one in runs):4.1f} s"
        )
    print(f"    with workers / without: {ratio:.2f} (median of {rounds} pairs; asked: 0.9)\n", flush=True)


def quota() -> None:
    """Hold four workers to a quota that the provider enforces too."""
    with Served(Habits(latency=0.1, rpm=RPM)) as server:
        articles = RPM * 2
        told = run(server.url, WORKERS[1], articles, 32, rpm=RPM)
    calls, seconds = told["usage"]["calls"], told["seconds"]
    limited = told["usage"]["rate_limited"]
    print(
        f"{WORKERS[1]} workers at --rpm {RPM}: {calls / seconds * 60:.1f} requests a minute over {seconds:.0f} s,"
        f" {limited} of {calls} got a 429 ({limited / calls:.2%}); asked: within 3 %, at most 1 %"
    )


if __name__ == "__main__":
    main()
