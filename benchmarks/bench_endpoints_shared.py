"""What two endpoints of one model answer together beside what each answers alone; one is twice as fast as the other.

Run: python benchmarks/bench_endpoints_shared.py [--articles 480]. Servers by script on loopback, processes of their
own, that take 1 and 2 s for an answer, with eight calls in flight at each. Exit code 1 below 95 % of the sum of both.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import memcon
from memcon import Limits
from scripted_server import Habits, Served

QUICK, SLOW = 1.0, 2.0
CALLS = 8
LEAST = 0.95


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=480)
    options = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory() as folder,
        Served(Habits(latency=QUICK)) as quick,
        Served(Habits(latency=SLOW)) as slow,
    ):
        count, where = options.articles, Path(folder)
        rate(where, [quick.url], 2 * CALLS)  # what is imported and read once
        alone = [rate(where, [quick.url], count * 2 // 3), rate(where, [slow.url], count // 3)]
        both = rate(where, [quick.url, slow.url], count)
    share = both / sum(alone)
    print(f"alone     {alone[0]:5.1f} and {alone[1]:5.1f} articles a second")
    print(f"together  {both:5.1f}, {share:.1%} of the sum")
    return 0 if share >= LEAST else 1


def rate(folder: Path, urls: list[str], count: int) -> float:
    """Return how many articles a second are read at these endpoints."""
    news = folder / "news.jsonl"
    texts = (f"Artikel {number}. Harga beras naik." for number in range(count))
    lines = ({"id": f"a{number}", "text": text, "language": "id"} for number, text in enumerate(texts))
    news.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    began = time.perf_counter()
    run = memcon.extract(
        news, model="scripted", base_url=urls, ledger=folder / f"{time.monotonic_ns()}.sqlite",
        limits=Limits(concurrency=CALLS),
    )  # fmt: skip
    assert run.exit_code == 0, run.stopped
    return count / (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
