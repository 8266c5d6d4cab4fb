"""How large a report is, how long it takes to make, and how quick its page is: `python benchmarks/bench_report.py`.

usage: python benchmarks/bench_report.py [--small 10000] [--large 100000] [--seed 1] [--out benchmarks/report.md]

Events are those of `bench_diff.py`, two mentions each on average, merged from the invented stream of `merge_stream.py`;
the small run has an article of 2,500 characters for each that is named, the large one none: its texts are more than
pages hold. Each report is a process of its own, `memcon report`, with its time of the wall, its time of the processor,
since the machine may be shared, and the peak of its memory. The small page is opened in headless Chromium from its
file; a click counts as answered, and a filter as done, when the next picture is on the screen.
"""

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

from bench_diff import events as invented
from memcon.outputs.atomic import write_json, write_lines
from memcon.records import ArticleState
from memcon.records.article import sha256
from merge_stream import WORDS

LENGTH: Final = 2_500
"""Characters of an article; the longer ones are as long as their quotes need."""
ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
STEPS: Final = 60
"""Steps of a scroll through the list."""


@dataclass(frozen=True)
class Made:
    """What making a report took."""

    events: int
    seconds: float
    processor: float
    peak: float
    """Megabytes."""
    sizes: tuple[int, ...]
    """Bytes of each page."""


def write_run(folder: Path, events: Sequence[Any], seed: int, *, texts: bool) -> None:
    """Write a run's folder, with articles in which every quote stands at its offsets."""
    folder.mkdir()
    quotes: dict[str, list[Any]] = defaultdict(list)
    for event in events:
        for proof in event.mentions:
            quotes[proof.article] += proof.quotes
    rng = random.Random(seed)
    states = []
    with (folder / "news.jsonl").open("w", encoding="utf-8") as file:
        for name in sorted(quotes):
            text = _text(rng, quotes[name]) if texts else ""
            if texts:
                file.write(json.dumps({"id": name, "text": text}) + "\n")
            states.append(_state(name, text, str(folder / "news.jsonl")))
    write_lines(folder / "events.jsonl", events)
    write_lines(folder / "articles.jsonl", states)
    write_lines(folder / "rejected.jsonl", [])
    write_json(folder / "run.json", {"model": "invented", "usage": {"calls": 0, "cost": 0.0}})


def _text(rng: random.Random, quotes: Sequence[Any]) -> str:
    """Return invented words with each quote where it says that it stands."""
    length = max(LENGTH, *(quote.end + 1 for quote in quotes))
    filler = " ".join(rng.choices(WORDS, k=length // 6 + 10))
    while len(filler) < length:
        filler += " " + filler
    text = list(filler[:length])
    for quote in quotes:
        text[quote.start : quote.end] = quote.text[: quote.end - quote.start]
    return "".join(text)


def _state(name: str, text: str, path: str) -> ArticleState:
    return ArticleState(
        article=name, state="ok", reason=None, detail=None, path=path, sha256=sha256(text), title=None,
        characters=len(text) or LENGTH, published=None, published_basis=None, language="id", source=None, url=None,
        mentions=1, rejected=0,
    )  # fmt: skip


def make(run: Path, page: Path, count: int) -> Made:
    """Run `memcon report` and measure it."""
    command = [sys.executable, "-m", "memcon", "report", str(run), "-o", str(page)]
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    pages = sorted(page.parent.glob(f"{page.stem}*.html"))
    processor = used.ru_utime + used.ru_stime
    return Made(count, seconds, processor, used.ru_maxrss / 1024, tuple(one.stat().st_size for one in pages))


SEARCHING = "(memcon.go({ filters: { q: 'zzzz' } }), memcon.filters.current(memcon.state.filters).searching)"
FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
TIMED = "async (act) => {{ const began = performance.now(); {act}; return (await {frame}) - began; }}"


def look(page: Path) -> list[tuple[str, str]]:
    """Open a page and return what was measured: each a name and a figure."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        version = browser.version
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        began = time.perf_counter()
        tab.goto(page.as_uri(), wait_until="commit")
        tab.wait_for_selector(".row")
        shown = time.perf_counter() - began
        tab.locator(".row").nth(2).click()
        tab.wait_for_selector(".row.chosen")
        answered = time.perf_counter() - began

        def timed(act: str) -> float:
            return float(tab.evaluate(TIMED.format(act=act, frame=FRAME)))

        def median(*acts: str) -> str:
            return f"{statistics.median(timed(act) for act in acts for _ in range(5)):.0f} ms"

        clear = "memcon.clear()"
        found = [
            ("first rows on the screen", f"{shown:.2f} s"),
            ("first click answered", f"{answered:.2f} s"),
            ("choosing the next event", median("memcon.keys.KEYS[0].run()")),
            ("a filter by kind, then none", median("memcon.go({ filters: { kind: ['call'] } })", clear)),
            ("a filter by country, then none", median("memcon.go({ filters: { country: ['CHN'] } })", clear)),
        ]
        while tab.evaluate(SEARCHING):  # until the words of all events are indexed, which it does while the page rests
            time.sleep(0.05)
        found.append(("all words indexed, in rests, after", f"{time.perf_counter() - began:.1f} s"))
        found.append(("a search of all words", median("memcon.go({ filters: { q: 'rudal udara' } })", clear)))
        frames = tab.evaluate(SCROLL.format(steps=STEPS, frame=FRAME))
        frames.sort()
        found.append((f"a frame while scrolling, median of {STEPS}", f"{frames[len(frames) // 2]:.0f} ms"))
        found.append(("95th of a hundred", f"{frames[int(len(frames) * 0.95)]:.0f} ms"))
        found.append(
            ("the pictures of all events", median("memcon.go({ tab: 'pictures' })", "memcon.go({ tab: 'events' })"))
        )
        heap = tab.evaluate("performance.memory.usedJSHeapSize") / 1e6
        found.append(("memory of its scripts", f"{heap:.0f} MB"))
        found.append(("elements on the page", f"{tab.evaluate('document.querySelectorAll(`*`).length'):,}"))
        browser.close()
    return [("Chromium", version), *found]


SCROLL = """async () => {{ const list = document.querySelector('.list'); const frames = [];
  for (let step = 1; step <= {steps}; step += 1) {{ const began = performance.now();
    list.scrollTop = (list.scrollHeight / {steps}) * step;
    await new Promise((done) => requestAnimationFrame(() => {{ list.getBoundingClientRect(); setTimeout(done, 0); }}));
    frames.push(performance.now() - began); }} return frames; }}"""


def told(small: Made, large: Made, seen: list[tuple[str, str]]) -> str:
    """Set the figures as Markdown."""
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} when it ended"
    lines = [
        "# Reports of many events",
        "",
        f"`make bench-report`, {machine}. Seconds depend on what else runs; those of the processor hardly do.",
        "",
        "| events | articles' texts | seconds | of the processor | peak memory | pages | bytes in all | largest page |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for made, texts in ((small, "round the quotes"), (large, "left out")):
        lines.append(
            f"| {made.events:,} | {texts} | {made.seconds:.1f} | {made.processor:.1f} | {made.peak:.0f} MB"
            f" | {len(made.sizes)} | {sum(made.sizes) / 1e6:.1f} MB | {max(made.sizes) / 1e6:.1f} MB |"
        )
    lines += [
        "",
        f"The page of {small.events:,} events, in headless Chromium without a graphics card:",
        "",
        "| | |",
        "|---|---|",
    ]
    lines += [f"| {name} | {figure} |" for name, figure in seen]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Make both runs, their reports, and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--keep", type=Path, help="a folder in which the invented runs are kept for the next time")
    parser.add_argument("--only-invent", action="store_true", help="fill --keep, and measure nothing")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = (asked.keep or Path(name)).resolve()
        if not (folder / "large" / "run.json").is_file():
            folder.mkdir(parents=True, exist_ok=True)
            everything = invented(asked.large, asked.seed)
            write_run(folder / "small", everything[: asked.small], asked.seed, texts=True)
            write_run(folder / "large", everything, asked.seed, texts=False)
            del everything
        if asked.only_invent:
            return
        small = make(folder / "small", folder / "small.html", asked.small)
        large = make(folder / "large", folder / "large.html", asked.large)
        text = told(small, large, look(folder / "small.html"))
    print(text)
    if asked.out:
        asked.out.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
