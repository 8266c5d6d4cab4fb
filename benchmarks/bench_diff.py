"""Diff beside git, DeepDiff and jsondiffpatch: lines to read; and time, memory and known edits at 100,000 events.

usage: python benchmarks/bench_diff.py [--size 100000] [--seed 1] [--out benchmarks/diff.md]

Events are merged from a sample of the invented stream of `merge_stream.py`, two mentions each on average. One in twenty
is edited in a known way: its date, status, names or sides corrected, its quote cut or read elsewhere in the article,
two merged, one split, dropped or new; then ids are given anew, as a run does. Three pairs: after corrections; after
another prompt, when every line differs; and every article renamed and edited, so that no offset helps. Each comparison
is a process of its own, `memcon diff OLD NEW --stat`; time is of the wall and of the processor, since the machine may
be shared; memory is the peak of the process.

Lines to read are of the same ten changes in two files of 200 events, each tool also with the settings that its
documentation recommends for such files; screen lines are those of a terminal of 100 columns. Peers are installed in
environments of their own in the user's cache; one that cannot be had is left out with a note.
"""

import argparse
import dataclasses
import datetime as dt
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from rich.cells import cell_len

import merge_stream
from memcon.compare.diff import diff
from memcon.events.codes import codes_of
from memcon.events.merge import merge
from memcon.events.merge.events import event_order, label, labelled
from memcon.outputs.atomic import write_lines
from memcon.records import DateEvidence, EventDate, Participant, Proof, Quote

DEEPDIFF: Final = "9.1.0"
JSONDIFFPATCH: Final = "0.7.7"
KEPT: Final = 0.3
"""Of the stream, where a story is told five times: a sample of news tells it twice."""
MERGED: Final = 20_000
"""Events that are merged from the stream, which takes a millisecond each."""
SHARE: Final = 0.05
COLUMNS: Final = 100
Event = Any
Edit = Callable[[Event, random.Random], tuple[list[Event], list[Event]]]


# --- two runs with known edits ---


def events(count: int, seed: int) -> list[Event]:
    """Return invented events as a run writes them; beyond MERGED, the same again in other years and articles."""
    rng = random.Random(seed)
    stream = merge_stream.Stream(seed)
    stream.run(7 * min(max(count, 2_000), MERGED))
    found = list(merge([mention for mention in stream.mentions if rng.random() < KEPT]))
    rng.shuffle(found)
    copies = -(-count // len(found))
    return [_again(event, times) if times else event for times in range(copies) for event in found][:count]


def _again(event: Event, times: int) -> Event:
    """The same sides meet again after years, in other words."""

    def told(proof: Proof) -> Proof:
        quotes = tuple(dataclasses.replace(quote, text=_turned(quote.text, times)) for quote in proof.quotes)
        return dataclasses.replace(proof, article=f"{times}-{proof.article}", quotes=quotes)

    date = event.date
    if date:
        start, end = (day + dt.timedelta(days=730 * times + times) for day in (date.start, date.end))
        date = dataclasses.replace(date, start=start, end=end)
    return dataclasses.replace(event, date=date, mentions=tuple(map(told, event.mentions)))


def _turned(text: str, by: int) -> str:
    words = text.split(" ")
    return " ".join(words[by:] + words[:by])


def _moved(event: Event, days: int) -> Event:
    start, end = (day + dt.timedelta(days=days) for day in (event.date.start, event.date.end))
    proofs = tuple(
        dataclasses.replace(proof, date=_read_anew(proof.date) if proof.date else None) for proof in event.mentions
    )
    date = EventDate(start=start, end=end, precision=event.date.precision)
    return dataclasses.replace(event, date=date, mentions=proofs)


def _read_anew(words: DateEvidence) -> DateEvidence:
    return dataclasses.replace(words, basis=f"{words.basis}, counted back")


def corrected_date(event: Event, rng: random.Random) -> tuple[list[Event], list[Event]]:
    return [event], [_moved(event, rng.choice((-7, -1, 1, 2, 7, 365)))] if event.date else [event]


def status(event: Event, _: random.Random) -> tuple[list[Event], list[Event]]:
    now = "occurred" if event.status == "planned" else "planned"
    variant = getattr(event, {"call": "channel", "meeting": "form", "dispute": "act"}[event.kind])
    return [event], [dataclasses.replace(event, status=now, codes=codes_of(event.kind, now, variant))]  # type: ignore[arg-type]


def respelt(event: Event, rng: random.Random) -> tuple[list[Event], list[Event]]:
    if not event.participants:
        return [event], [event]
    at = rng.randrange(len(event.participants))
    one: Participant = event.participants[at]
    cut = rng.randrange(1, len(one.name)) if len(one.name) > 1 else 1
    people = (*event.participants[:at], dataclasses.replace(one, name=one.name[:cut] + "h" + one.name[cut:]))
    return [event], [dataclasses.replace(event, participants=(*people, *event.participants[at + 1 :]))]


def side(event: Event, rng: random.Random) -> tuple[list[Event], list[Event]]:
    gone = rng.choice(event.countries) if event.countries else ""
    countries = tuple(sorted({*event.countries} - {gone} | {"LIE"}))
    people = tuple(dataclasses.replace(p, country="LIE") if p.country == gone else p for p in event.participants)
    return [event], [dataclasses.replace(event, countries=countries, participants=people)]


def _requoted(event: Event, change: Callable[[Quote], Quote]) -> Event:
    first: Proof = event.mentions[0]
    quotes = (change(first.quotes[0]), *first.quotes[1:])
    proofs = (dataclasses.replace(first, quotes=quotes), *event.mentions[1:])
    return dataclasses.replace(event, mentions=proofs)


def cut_quote(event: Event, _: random.Random) -> tuple[list[Event], list[Event]]:
    def change(quote: Quote) -> Quote:
        text = quote.text[: max(1, len(quote.text) * 3 // 4)]
        return Quote(text=text, start=quote.start, end=quote.start + len(text), match=quote.match)

    return [event], [_requoted(event, change)]


def read_elsewhere(event: Event, rng: random.Random) -> tuple[list[Event], list[Event]]:
    """The article tells it twice, and another sentence is quoted."""
    words = rng.sample(merge_stream.WORDS, 12)
    text = " ".join(words)

    def change(quote: Quote) -> Quote:
        return Quote(text=text, start=quote.end + 300, end=quote.end + 300 + len(text), match="exact")

    one = event if len(event.mentions) == 1 else dataclasses.replace(event, mentions=event.mentions[:1])
    one = _requoted(one, lambda quote: quote)
    first = dataclasses.replace(one.mentions[0], quotes=one.mentions[0].quotes[:1])
    one = dataclasses.replace(one, mentions=(first,))
    return [one], [_requoted(one, change)]


def split(event: Event, _: random.Random) -> tuple[list[Event], list[Event]]:
    if len(event.mentions) < 2:
        return [event], [event]
    return [event], [dataclasses.replace(event, mentions=(proof,)) for proof in event.mentions]


def merged(event: Event, rng: random.Random) -> tuple[list[Event], list[Event]]:
    old, new = split(event, rng)
    return new, old


def dropped(event: Event, _: random.Random) -> tuple[list[Event], list[Event]]:
    return [event], []


def added(event: Event, _: random.Random) -> tuple[list[Event], list[Event]]:
    return [], [event]


EDITS: Final[dict[str, Edit]] = {
    "corrected date": corrected_date, "status": status, "name respelt": respelt, "side corrected": side,
    "quote cut": cut_quote, "read elsewhere": read_elsewhere, "merged": merged, "split": split, "dropped": dropped,
    "added": added,
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """Two runs, and what was done to each event, by the keys of its old and new proofs."""

    old: list[Event]
    new: list[Event]
    done: list[tuple[str, list[Event], list[Event]]]


def two_runs(every: Sequence[Event], seed: int, share: float = SHARE) -> Pair:
    """Edit some events, and give ids anew."""
    rng = random.Random(seed)
    names = list(EDITS)
    olds: list[Event] = []
    news: list[Event] = []
    spans: list[tuple[str, int, int, int, int]] = []
    for event in every:
        how = rng.choice(names) if rng.random() < share else ""
        before, after = EDITS[how](event, rng) if how else ([event], [event])
        if how and before == after:
            how = ""
        if how:
            spans.append((how, len(olds), len(olds) + len(before), len(news), len(news) + len(after)))
        olds += before
        news += after
    old, new = _named(olds), _named(news)
    return Pair(old, new, [(how, old[a:b], new[c:d]) for how, a, b, c, d in spans])


def _named(run: Sequence[Event]) -> list[Event]:
    drafts = [(label(e.kind, e.date, e.countries), f"{e.mentions[0].article} {at}") for at, e in enumerate(run)]
    return [dataclasses.replace(e, id=name, links=()) for e, name in zip(run, labelled(drafts), strict=True)]


def reprompted(run: Sequence[Event], seed: int) -> list[Event]:
    """The same run by another prompt: every line differs."""
    rng = random.Random(seed)
    return [
        dataclasses.replace(
            event, confidence=round(rng.random(), 3),
            mentions=tuple(dataclasses.replace(proof, prompt="cascade-fill@ffffffff") for proof in event.mentions),
        )
        for event in run
    ]  # fmt: skip


def renamed(run: Sequence[Event]) -> list[Event]:
    """The same run over articles under other names, each with a line more at its top."""

    def moved(proof: Proof) -> Proof:
        quotes = tuple(dataclasses.replace(q, start=q.start + 80, end=q.end + 80) for q in proof.quotes)
        return dataclasses.replace(proof, article=f"renamed/{proof.article}", quotes=quotes)

    return [dataclasses.replace(e, mentions=tuple(map(moved, e.mentions))) for e in run]


def told_rightly(pair: Pair) -> dict[str, tuple[int, int]]:
    """Return, for each edit, how many events were told as what was done, of how many."""
    found = diff(pair.old, pair.new)
    changed = {(id(c.old), id(c.new)) for c in found.changed}
    groups = {(frozenset(map(id, g.old)), frozenset(map(id, g.new))) for g in found.regrouped}
    gone, come = {id(r) for r in found.removed}, {id(r) for r in found.added}
    right, all_of = Counter[str](), Counter[str]()
    for how, old, new in pair.done:
        all_of[how] += 1
        if how in {"merged", "split"}:
            told = (frozenset(map(id, old)), frozenset(map(id, new))) in groups
        elif not old or not new:
            told = {id(r) for r in (*old, *new)} <= gone | come
        else:
            told = (id(old[0]), id(new[0])) in changed
        right[how] += told
    return {how: (right[how], all_of[how]) for how in EDITS}


# --- time and memory ---


@dataclasses.dataclass(frozen=True, slots=True)
class Cost:
    """Of one process."""

    wall: float
    processor: float
    megabytes: float
    megabytes_read: float
    first_line: str


def cost(old: Path, new: Path, *options: str) -> Cost:
    """Measure `memcon diff OLD NEW`."""
    command = [sys.executable, "-c", MEASURE, sys.executable, "-m", "memcon", "diff", str(old), str(new), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    if found["code"] not in {0, 1}:
        raise SystemExit(f"memcon diff ended with {found['code']}")
    read = (old.stat().st_size + new.stat().st_size) / 1e6
    return Cost(found["wall"], found["processor"], found["kilobytes"] / 1024, read, found["first"])


MEASURE: Final = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, text=True)
text = process.stdout.read()
_, status, used = os.wait4(process.pid, 0)
wall = time.perf_counter() - start
print(json.dumps({"code": os.waitstatus_to_exitcode(status), "wall": wall, "processor": used.ru_utime + used.ru_stime,
                  "kilobytes": used.ru_maxrss, "first": text.split("\\n")[0]}))
"""
"""A small process between: a child's peak begins at what its parent holds."""


def speed(size: int, seed: int, folder: Path) -> Iterator[str]:
    """Yield the tables of time and memory, and of edits told rightly."""
    every = events(size, seed)
    pair = two_runs(every, seed)
    write_lines(folder / "old.jsonl", pair.old)
    yield f"## {len(pair.old):,} events against {len(pair.new):,}, one in twenty edited"
    yield ""
    yield "| pair | MB read | seconds of wall | of processor | peak MB |"
    yield "|---|---:|---:|---:|---:|"
    rows: list[tuple[str, Callable[[], list[Event]]]] = [
        ("after corrections", lambda: pair.new),
        ("after another prompt: every line differs", lambda: reprompted(pair.new, seed)),
        ("every article renamed and edited: no offset helps", lambda: renamed(pair.new)),
    ]
    for name, make in rows:
        write_lines(folder / "new.jsonl", make())
        one = cost(folder / "old.jsonl", folder / "new.jsonl", "--stat")
        print(f"{name}: {one}", file=sys.stderr)
        yield f"| {name} | {one.megabytes_read:.0f} | {one.wall:.1f} | {one.processor:.1f} | {one.megabytes:.0f} |"
    yield ""
    yield "## Known edits told as what they are"
    yield ""
    yield "A correction as one changed event, two merged as merged, one dropped as removed."
    yield ""
    yield "| edit | told rightly |"
    yield "|---|---:|"
    for how, (right, of) in told_rightly(pair).items():
        yield f"| {how} | {right:,} of {of:,} |"


# --- lines to read ---


def ten_changes(seed: int) -> tuple[list[Event], list[Event]]:
    """Return 200 events with ten changes: every sort of edit once."""
    every = events(260, seed)
    rng = random.Random(seed)
    olds: list[Event] = []
    news: list[Event] = []
    left = list(EDITS)
    for event in every:
        before, after = [event], [event]
        if left and len(olds) % 20 == 7:
            before, after = EDITS[left[0]](event, rng)
            if before != after:
                left.pop(0)
        olds += before
        news += after
        if len(olds) >= 200 and not left:
            break
    assert not left, f"no event for {left}"
    return sorted(_named(olds), key=event_order), sorted(_named(news), key=event_order)


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What a tool prints."""

    tool: str
    lines: int
    screen: int
    """Lines of a terminal of 100 columns."""
    characters: int
    lost_and_gained: str
    """Records told as gone and as new; one of each is true, and what merged or split is one more."""
    seconds: float
    note: str = ""


def reading(tool: str, command: Sequence[str | Path], lost: Callable[[str], str], note: str = "") -> Reading:
    """Run a tool and count what it prints."""
    start = time.perf_counter()
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode not in {0, 1}:
        return Reading(tool, 0, 0, 0, "–", seconds, f"failed: {done.stderr.strip().splitlines()[-1:]}")
    lines = done.stdout.splitlines()
    screen = sum(max(1, -(-cell_len(line) // COLUMNS)) for line in lines)
    return Reading(tool, len(lines), screen, len(done.stdout), lost(done.stdout), seconds, note)


def peers(folder: Path) -> Iterator[Reading]:
    """Yield what each tool gives to read for `old.jsonl` and `new.jsonl` in `folder`."""
    old, new = folder / "old.jsonl", folder / "new.jsonl"
    memcon: list[str | Path] = [sys.executable, "-m", "memcon", "diff", old, new]
    yield reading("memcon diff", memcon, _counted("- ", "+ "))
    yield reading("memcon diff --full", [*memcon, "--full"], _counted("- ", "+ "), "every field, every quote whole")
    plain: list[str | Path] = ["git", "diff", "--no-index", "--no-color"]
    yield reading("git diff --no-index", [*plain, old, new], _counted("-{", "+{"))
    yield reading("git diff --no-index -U0", [*plain, "-U0", old, new], _counted("-{", "+{"), "no context")
    words = [*plain, "--word-diff", "-U0", old, new]
    yield reading("git diff --no-index --word-diff -U0", words, lambda _: "–", "no context")
    yield from _deepdiff(old, new)
    yield from _jsondiffpatch(old, new)


def _counted(gone: str, come: str) -> Callable[[str], str]:
    def count(text: str) -> str:
        lines = text.splitlines()
        return f"{sum(x.startswith(gone) for x in lines)} / {sum(x.startswith(come) for x in lines)}"

    return count


def _cache() -> Path:
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "memcon" / "peers"


DEEPDIFF_PROGRAM: Final = """
import json, sys
from deepdiff import DeepDiff
old, new = ([json.loads(line) for line in open(name, encoding="utf-8")] for name in sys.argv[1:3])
options = json.loads(sys.argv[3])
found = DeepDiff(old, new, **options)
print(found.pretty())
print(len(found.get("iterable_item_removed", {})), len(found.get("iterable_item_added", {})), file=sys.stderr)
"""


def _deepdiff(old: Path, new: Path) -> Iterator[Reading]:
    home = _cache() / f"deepdiff-{DEEPDIFF}"
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        done = subprocess.run([python, "-m", "pip", "install", "-q", f"deepdiff=={DEEPDIFF}"], check=False)
        if done.returncode:
            yield Reading(f"DeepDiff {DEEPDIFF}", 0, 0, 0, "–", 0, "could not be installed")
            return
        (home / "ready").touch()
    ways: tuple[dict[str, bool], ...] = ({}, {"ignore_order": True})
    for options in ways:
        name = f"DeepDiff {DEEPDIFF}{', ignore_order=True' if options else ''}"
        command: list[str | Path] = [python, "-c", DEEPDIFF_PROGRAM, old, new, json.dumps(options)]
        yield reading(name, command, _items("removed from", "added to"), ".pretty()")


def _items(gone: str, come: str) -> Callable[[str], str]:
    """Count items of the whole list: `Item root[3] removed from iterable.`"""

    def count(text: str) -> str:
        heads = [line for line in text.splitlines() if line.startswith("Item root[") and "'" not in line.split("]")[0]]
        whole = [line for line in heads if line.split("]", 1)[1][:1] in {" ", "("}]
        return f"{sum(gone in line for line in whole)} / {sum(come in line for line in whole)}"

    return count


JSONDIFFPATCH_PROGRAM: Final = """
import * as fs from "node:fs";
import * as jsondiffpatch from "jsondiffpatch";
import * as formatter from "jsondiffpatch/formatters/console";
const read = (name) => fs.readFileSync(name, "utf8").split("\\n").filter(Boolean).map((line) => JSON.parse(line));
const [old, now] = process.argv.slice(2, 4).map(read);
const options = process.argv[4] === "id" ? { objectHash: (value) => value.id ?? JSON.stringify(value) } : {};
const delta = jsondiffpatch.create(options).diff(old, now);
const text = formatter.format(delta).replace(/\\u001b\\[[0-9;]*m/g, "");
const keys = Object.keys(delta).filter((key) => key !== "_t");
const gone = keys.filter((key) => key.startsWith("_") && delta[key][2] === 0).length;
const come = keys.filter((key) => !key.startsWith("_") && Array.isArray(delta[key])).length;
console.log(text);
console.log(`#${gone} / ${come}`);
"""


def _jsondiffpatch(old: Path, new: Path) -> Iterator[Reading]:
    name = f"jsondiffpatch {JSONDIFFPATCH}"
    if not shutil.which("node") or not shutil.which("npm"):
        yield Reading(name, 0, 0, 0, "–", 0, "node is not here")
        return
    home = _cache() / f"jsondiffpatch-{JSONDIFFPATCH}"
    if not (home / "node_modules" / "jsondiffpatch").exists():
        home.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--silent", "--prefix", home, f"jsondiffpatch@{JSONDIFFPATCH}"]
        if subprocess.run([*map(str, install)], check=False).returncode:
            yield Reading(name, 0, 0, 0, "–", 0, "could not be installed")
            return
    program = home / "compare.mjs"
    program.write_text(JSONDIFFPATCH_PROGRAM, encoding="utf-8")

    def lost(text: str) -> str:
        return text.rstrip().rsplit("#", 1)[-1]

    for how, note in (("position", "default"), ("id", "objectHash: the id")):
        yield reading(f"{name}, {note}", ["node", program, old, new, how], lost, "console formatter")


def lines_to_read(seed: int, folder: Path) -> Iterator[str]:
    """Yield the table of what each tool gives to read."""
    old, new = ten_changes(seed)
    write_lines(folder / "old.jsonl", old)
    write_lines(folder / "new.jsonl", new)
    yield f"## Lines to read for the same ten changes, {len(old)} events against {len(new)}"
    yield ""
    yield "The ten: " + ", ".join(EDITS) + ". True losses and gains: 1 / 1."
    yield ""
    yield "| tool | lines | screen lines | characters | told as lost / gained | seconds | |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for one in peers(folder):
        print(one, file=sys.stderr)
        yield (
            f"| {one.tool} | {one.lines:,} | {one.screen:,} | {one.characters:,} | {one.lost_and_gained} | "
            f"{one.seconds:.1f} | {one.note} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    lines = [
        "# Diff: memcon beside its peers",
        "",
        "Printed by `make bench-diff`; definitions in `bench_diff.py`.",
        "",
        f"Python {platform.python_version()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start.",
        "",
    ]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        lines += [*lines_to_read(options.seed, folder), ""]
        lines += speed(options.size, options.seed, folder)
    text = "\n".join(lines) + "\n"
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
