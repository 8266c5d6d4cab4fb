"""How long a decision takes, on the server and in the page: `python benchmarks/bench_review.py`.

usage: python benchmarks/bench_review.py [--events 10000] [--decisions 5000] [--seed 1] [--keep FOLDER] [--no-browser]

Events are merged from the invented stream of `merge_stream.py`, each article a text in which its quotes stand at their
offsets. Decisions that were made before are accepted, rejected and edited events by turns. The server's share is the
session alone, decision by decision, on disk each. The page is opened in headless Chromium from the real server; a key
counts as painted when the second picture after it is on the screen, and a task is one that kept the page from
answering, as the browser itself tells them (50 ms and more).
"""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

import merge_stream
from bench_diff import KEPT
from bench_report import ARGUMENTS, write_run
from memcon.events.merge import merge
from memcon.outputs.atomic import write_lines
from memcon.outputs.decisions import opened
from memcon.outputs.folder import RunFolder
from memcon.pages.review import open_session
from memcon.pages.review.asked import parsed
from memcon.records.decision import Accept, Decision, Edit, Reject, Seen, Target
from memcon.records.edits import SummaryIs
from studio_peer import code, project, studio

TIMES: Final = 20
"""How often each act is timed."""


def invent(folder: Path, count: int, seed: int) -> None:
    """Write a run of `count` events with its mentions and articles."""
    rng = random.Random(seed)
    stream = merge_stream.Stream(seed)
    stream.run(7 * max(count, 2_000))
    mentions = [mention for mention in stream.mentions if rng.random() < KEPT]
    events = list(merge(mentions))[:count]
    write_run(folder, events, seed, texts=True)
    named = {proof.mention for event in events for proof in event.mentions}
    write_lines(folder / "mentions.jsonl", [mention for mention in mentions if mention.id in named])


def decided(events: list[Any], count: int) -> Iterator[Decision]:
    """Yield decisions on the first events, as a page would have them made."""
    for number, event in enumerate(events[:count]):
        articles = tuple(Seen(article=name, sha256=None) for name in dict.fromkeys(p.article for p in event.mentions))
        target = Target(event=event, articles=articles, alone=True)
        head: dict[str, Any] = {"id": str(uuid.UUID(int=number + 1)), "who": "ana", "note": "", "when": WHEN}
        match number % 3:
            case 0:
                yield Accept(target=target, **head)
            case 1:
                yield Reject(target=target, **head)
            case _:
                yield Edit(target=target, edits=(SummaryIs(value=f"event {number}"),), **head)


WHEN: Final = "2026-01-01T00:00:00Z"


def serve_alone(run: Path) -> list[tuple[str, str]]:
    """Return what a session takes to open, to decide and to take back."""
    began = time.perf_counter()
    with open_session(run, who="ana") as session:
        opened_in = time.perf_counter() - began
        shown, _ = session.page()
        todo = [event for event in shown.events if event.review is None]
        taken: list[float] = []
        back: list[float] = []
        for event in todo[:TIMES]:
            name = str(uuid.uuid4())
            for ask, times in (
                ({"action": "accept", "event": [proof.mention for proof in event.mentions]}, taken),
                ({"action": "undo", "undoes": name}, back),
            ):
                body = json.dumps({"id": name if times is taken else str(uuid.uuid4()), **ask}).encode()
                began = time.perf_counter()
                session.decide(parsed(body))
                times.append(1000 * (time.perf_counter() - began))
        before = len(session.file.decisions) - 2 * len(taken)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        (f"open a session with {before:,} decisions", f"{opened_in:.2f} s"),
        ("a decision, median", f"{statistics.median(taken):.1f} ms"),
        ("the slowest", f"{max(taken):.1f} ms"),
        ("taking it back, median", f"{statistics.median(back):.1f} ms"),
        ("peak memory of the process", f"{peak:.0f} MB"),
    ]


@contextmanager
def serving(run: Path, *more: str) -> Iterator[str]:
    """Serve a review of `run`; give its address."""
    env = {**os.environ, "XDG_STATE_HOME": str(run.parent / "state"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "memcon", "review", str(run), "--no-browser", "--who", "ana", *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)


FRAME: Final = (
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
)
TIMED: Final = f"""async (key) => {{ const began = performance.now();
  document.body.dispatchEvent(new KeyboardEvent('keydown', {{ key, bubbles: true, cancelable: true }}));
  const busy = performance.now() - began; return [busy, (await {FRAME}) - began]; }}"""
ACTED: Final = f"""async (act) => {{ const began = performance.now(); eval(act);
  const busy = performance.now() - began; return [busy, (await {FRAME}) - began]; }}"""
TASKS: Final = """window.tasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach((one) => tasks.push(one.duration)))
  .observe({ type: 'longtask', buffered: true });"""


def look(address: str) -> list[tuple[str, str]]:
    """Return what the page takes to load, and to answer each key."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)  # eval is the bench's
        context.add_init_script(TASKS)
        tab = context.new_page()
        began = time.perf_counter()
        tab.goto(address, wait_until="commit")
        tab.wait_for_selector(".row")
        shown = time.perf_counter() - began
        tab.wait_for_timeout(4_000)  # words are indexed while the page rests
        loading = tab.evaluate("Math.max(0, ...tasks)")
        tab.evaluate("tasks.length = 0")
        found = [("first rows on the screen", f"{shown:.2f} s"), ("longest task while loading", f"{loading:.0f} ms")]
        for key, name in (("j", "next event (j)"), ("a", "accept (a)"), ("r", "reject (r)"), ("e", "edit (e)")):
            found.append((name, pressed(tab, key)))
        tab.wait_for_function("() => !review.waiting.length", timeout=600_000)
        acts = [
            ("a filter set", "memcon.go({ filters: { kind: ['call'] } })"),
            ("all filters cleared", "memcon.clear()"),
            ("a search", "memcon.go({ filters: { q: 'rudal' } })"),
            ("the search cleared", "memcon.go({ filters: { q: '' } })"),
        ]
        if tab.evaluate("Boolean(memcon.filters.SORTS)"):
            acts += [("sorted by uncertainty", "memcon.go({ filters: { sort: 'uncertain' } })")]
        for name, act in acts:
            found.append((name, told([tab.evaluate(ACTED, act) for _ in range(3)])))
        tab.wait_for_timeout(500)
        found.append(("longest task while working", f"{tab.evaluate('Math.max(0, ...tasks)'):.0f} ms"))
        found.append(("memory of its scripts", f"{tab.evaluate('performance.memory.usedJSHeapSize') / 1e6:.0f} MB"))
        browser.close()
    return found


IN_SIGHT: Final = """(at) => memcon.events()[at] === memcon.state.event
  && document.querySelector('.record .id').textContent === memcon.state.event"""


def beside(run: Path, environment: Path, count: int) -> list[tuple[str, str]]:
    """Accept and reject the first events by turns, by keys alone, here and in Label Studio; return what both took."""
    events = list(RunFolder(run).events())[:count]
    tasks = [
        {"data": {"title": f"event {at} of {count}", "text": f"{event.id}\n\n{event.mentions[0].quotes[0].text}"}}
        for at, event in enumerate(events)
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        with serving(run) as address:
            tab = browser.new_page(viewport={"width": 1280, "height": 900})
            began = time.perf_counter()
            tab.goto(address)
            for at in range(count):
                tab.wait_for_function(
                    "(id) => document.querySelector('.record .id')?.innerText === id", arg=events[at].id
                )
                tab.keyboard.press("ar"[at % 2])
            tab.wait_for_function("(count) => !review.waiting.length && review.revision === count", arg=count)
            ours = time.perf_counter() - began
        with studio(environment) as address:
            tab, number = project(browser, address, tasks)
            theirs, made = code(tab, address, number, count)
        browser.close()
    return [
        ("memcon review", f"{ours / count:.3f} s a decision, {count} decisions"),
        ("Label Studio", f"{theirs / count:.3f} s a decision, {made} annotations"),
        ("theirs over ours", f"{theirs / ours:.1f}"),
    ]


def pressed(tab: Page, key: str) -> str:
    """Return how long a key kept the page, and when it was painted."""
    times = []
    for _ in range(TIMES):
        times.append(tab.evaluate(TIMED, key))
        tab.wait_for_timeout(30)
    return told(times)


def told(times: list[list[float]]) -> str:
    """Return medians, and the longest."""
    busy, painted = zip(*times, strict=True)
    worked = f"{statistics.median(busy):.0f} ms at work (at most {max(busy):.0f})"
    return f"{worked}, painted after {statistics.median(painted):.0f}"


def main() -> None:
    """Invent a run, decide on half of it, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--decisions", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder in which the invented run is kept for the next time")
    parser.add_argument("--no-browser", action="store_true", help="measure the session alone")
    parser.add_argument("--label-studio", type=Path, metavar="VENV", help="code 100 events there too, and nothing else")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if asked.label_studio:
            invent(Path(name) / "run", 100, asked.seed)
            for row in beside(Path(name) / "run", asked.label_studio, 100):
                print(f"  {row[0]:<20} {row[1]}", flush=True)
            return
        folder = (asked.keep or Path(name)).resolve()
        fresh = folder / f"invented-{asked.events}"
        if not (fresh / "mentions.jsonl").is_file():
            folder.mkdir(parents=True, exist_ok=True)
            invent(fresh, asked.events, asked.seed)
        for count in (0, asked.decisions):
            run = Path(name) / f"run-{count}"
            shutil.copytree(fresh, run)
            with opened(run / "review.jsonl") as file:
                file.append(*decided(list(RunFolder(run).events()), count))
            print(f"\n{asked.events:,} events, {count:,} decisions")
            rows = serve_alone(run)
            if not asked.no_browser:
                with serving(run) as address:
                    rows += look(address)
            for row in rows:
                print(f"  {row[0]:<40} {row[1]}", flush=True)


if __name__ == "__main__":
    main()
