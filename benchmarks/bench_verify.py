"""How long `memcon verify` takes, and how much memory: 2,000 made articles that tell of 10,000 events.

usage: python benchmarks/bench_verify.py [--articles 2000] [--gate]

Every article tells of five meetings of invented ministers, each established by the rules of evidence, merged and
written as a run is, with its seal. `seconds` are from start to end, the best of three, which on a machine that is
shared are as many as others leave; `processor` is what all processes took of all processors in that time. `megabytes`
are all that the process and the one beside it hold at once, what they share counted once (PSS), at most of what was
seen every 50 ms. Modules are compiled beforehand, as pip leaves them, whatever PYTHONDONTWRITEBYTECODE says. With
--gate the exit code is 1 above 5 seconds or 300 MB.
"""

import argparse
import contextlib
import dataclasses
import datetime as dt
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from memcon.articles.read import completed
from memcon.articles.sentences import body_of, segment
from memcon.events.merge import merge
from memcon.evidence.establish import establish
from memcon.evidence.passage import Passage
from memcon.extraction.article import state_of
from memcon.outputs.folder import RunFolder
from memcon.outputs.run_report import Answers, RunReport
from memcon.records import Article, Candidate, Mention, Party
from memcon.text.ground import Folded

EVENTS = 5
STATES = (
    ("Norway", "Oslo"), ("Jordan", "Amman"), ("Kenya", "Nairobi"), ("Peru", "Lima"), ("Chile", "Santiago"),
    ("Vietnam", "Hanoi"), ("Ghana", "Accra"), ("Finland", "Helsinki"), ("Cuba", "Havana"), ("Nepal", "Kathmandu"),
)  # fmt: skip
BEGIN, END = (
    ("Ba", "Do", "Fe", "Gi", "Ho", "Ju", "Ka", "Lo", "Ma", "Ne"),
    ("bar", "din", "gor", "kel", "mas", "nov", "rin", "tal"),
)
FILLER = "Talks between officials went on for hours, and neither side gave an account of what had been said. "


def name(rng: random.Random) -> str:
    return " ".join(rng.choice(BEGIN) + rng.choice(END[:4]) + rng.choice(END[4:]) for _ in range(2))


def told(rng: random.Random) -> tuple[str, Candidate]:
    """Return a sentence, and what a model points at in it."""
    (one, _), (other, city) = rng.sample(STATES, 2)
    day = dt.date(2020, 1, 1) + dt.timedelta(days=rng.randrange(1500))
    words = f"{day.day} {day:%B %Y}"
    people = name(rng), name(rng)
    sentence = f"Foreign Minister {people[0]} of {one} met President {people[1]} of {other} in {city} on {words}."
    titles = "Foreign Minister", "President"
    parties = tuple(Party(name=n, title=t, side=s) for n, t, s in zip(people, titles, (one, other), strict=True))
    return sentence, Candidate(
        kind="meeting", status="occurred", variant="talks", quotes=(sentence,), near=(0, 0), parties=parties,
        date_words=words, place_words=city, model="made", prompt="made@0",
    )  # fmt: skip


def articles(count: int) -> Iterator[tuple[Article, tuple[Mention, ...]]]:
    rng = random.Random(1)
    for number in range(count):
        events = [told(rng) for _ in range(EVENTS)]
        text = "\n\n".join(f"{sentence} {FILLER * 4}" for sentence, _ in events)
        given = Article(id=f"a{number}", text=text, published=dt.date(2024, 12, 1), language="en", source="Herald")
        article = dataclasses.replace(completed(given), path=f"articles.jsonl:{number + 1}")
        passage = Passage.of(article, Folded(body_of(text, segment(article))), trust="model")
        found = [each.mention for _, candidate in events for each in establish(candidate, passage)]
        yield article, tuple(mention for mention in found if mention)


def make(count: int) -> None:
    """Write articles and a run over them into the working directory."""
    made = list(articles(count))
    lines = (
        {"id": each.id, "text": each.text, "published": str(each.published), "language": "en", "source": each.source}
        for each, _ in made
    )
    Path("articles.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    made.sort(key=lambda one: one[0].id)
    mentions = [mention for _, each in made for mention in sorted(each, key=lambda one: one.quotes[0].start)]
    states = [state_of(article, "ok", mentions=len(each)) for article, each in made]
    events = merge(mentions)
    report = RunReport(
        memcon="made", model="made", prompts=("made@0",), profile={"trust": "model"},
        settings={"inputs": ["articles.jsonl"]}, articles={"ok": count}, mentions=len(mentions),
        events=dict(Counter(event.kind for event in events)), answers=Answers().of_events(len(events)),
        started="2026-01-01T00:00:00+00:00",
    )  # fmt: skip
    RunFolder("out").write(events=events, mentions=mentions, rejected=(), articles=states, report=report)
    size = hashlib.sha256(Path("out/events.jsonl").read_bytes()).hexdigest()[:8]
    print(f"{count:,} articles, {len(mentions):,} mentions, {len(events):,} events ({size})")


def check() -> None:
    """Run `memcon verify` on the run in the working directory, and tell what it took, from start to end."""
    took = []
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled["PYTHONPYCACHEPREFIX"] = str(Path("bytecode").absolute())
    subprocess.run([sys.executable, "-m", "memcon", "verify", "out"], env=compiled, check=True, capture_output=True)
    for _ in range(3):
        before, began, most = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter(), 0
        command = [sys.executable, "-m", "memcon", "verify", "out"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=compiled) as process:
            while process.poll() is None:
                most = max(most, held(process.pid))
                time.sleep(0.05)
            seconds = time.perf_counter() - began
            told = process.stdout.read().strip() if process.stdout else ""
        assert process.returncode == 0, told
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        took.append((round(seconds, 2), round(used, 2), round(most / 1024), told))
    seconds, used, megabytes, told = min(took)
    print(json.dumps({"told": told, "seconds": seconds, "processor": used, "megabytes": megabytes}))


def held(pid: int) -> int:
    """Return the kilobytes that a process and its children hold, what they share counted once."""
    found = 0
    with contextlib.suppress(OSError):  # it has ended by now
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in (str(pid), *children):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            found += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--part", choices=("make", "check"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        make(options.articles) if options.part == "make" else check()
        return 0
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(Path(__file__).resolve()), "--articles", str(options.articles), "--part"]
        subprocess.run([*command, "make"], cwd=folder, check=True)
        told = subprocess.run([*command, "check"], cwd=folder, check=True, capture_output=True, text=True).stdout
    print(told.strip())
    took = json.loads(told)
    return int(options.gate and (took["seconds"] > 5 or took["megabytes"] > 300))


if __name__ == "__main__":
    sys.exit(main())
