"""What becomes of answers in every wrapping, and of questions that an endpoint refuses, beside an older memcon.

Plays the cases of tests/helpers (envelopes, refusing) against a server on loopback: one article each, through the front
door and the real client. The older memcon is taken out of git and plays the same cases; both see the same server.

usage: python benchmarks/bench_endpoints.py [--commit 7e182f2] [--out benchmarks/endpoints.md]
"""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BEFORE = "7e182f2"
"""The commit before any of these cases was looked at."""
BY_HAND = "\n## Servers of other makes\n"
"""Where the part of the page begins that is written by hand, after `make test-servers`."""
HOLDS = {"one": "a right answer", "none": "none", "two": "two", "invented": "an invented one"}


def play_all() -> None:
    """Play every case with the memcon that is on the path, and print a line of JSON each."""
    from helpers.envelopes import READ, REFUSED, play  # noqa: PLC0415  of the tests, found by PYTHONPATH
    from helpers.refusing import LEARNED, NAMELESS  # noqa: PLC0415

    for case in (*READ, *LEARNED, *REFUSED, *NAMELESS):
        with tempfile.TemporaryDirectory() as folder:
            played = play(case, Path(folder) / "ledger.sqlite")
        line = {
            "name": case.name, "holds": case.holds, "ended": played.ended, "mentions": played.mentions,
            "calls": played.calls,
        }  # fmt: skip
        print(json.dumps(line), flush=True)


def played(source: Path) -> list[dict[str, Any]]:
    """Return what became of each case with the memcon that lies in `source`."""
    path = os.pathsep.join(map(str, (source, ROOT / "tests", ROOT / "benchmarks")))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MEMCON_", "OPENAI_"))}
    told = subprocess.run(
        [sys.executable, __file__, "--play"], env=kept | {"PYTHONPATH": path}, stdout=subprocess.PIPE, check=True
    )
    return [json.loads(line) for line in told.stdout.splitlines()]


def taken_out(commit: str, folder: Path) -> Path:
    """Take the sources of a commit out of git into `folder`, and return where its package lies."""
    archive = folder / "source.tar"
    archive.write_bytes(
        subprocess.run(
            ["git", "archive", commit, "src", "prompts"], cwd=ROOT, stdout=subprocess.PIPE, check=True
        ).stdout
    )
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "src"


def is_read(case: Mapping[str, Any]) -> bool:
    """Tell whether the article's call was found."""
    return bool(case["ended"] == "ok" and case["mentions"] == 1)


def page(before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]], commit: str) -> str:
    """Return the table, with what is read of all."""
    pairs = list(zip(before, now, strict=True))
    lines = [
        "# Endpoints: what answers come wrapped in, and what is refused",
        "",
        f"Printed by `make bench-endpoints`: {len(pairs)} cases against a server on loopback, one article each, with",
        f"commit `{commit}` (before) and with what lies here (now). *Calls* are requests that reached the server, with",
        "those that it refused.",
        "",
        "| the case's answers hold | cases | read before | read now | calls before | calls now |",
        "|---|---|---|---|---|---|",
    ]
    for holds, words in HOLDS.items():
        these = [pair for pair in pairs if pair[1]["holds"] == holds]
        counts = [sum(map(is_read, part)) for part in zip(*these, strict=True)]
        calls = [sum(case["calls"] for case in part) for part in zip(*these, strict=True)]
        lines.append(f"| {words} | {len(these)} | {counts[0]} | {counts[1]} | {calls[0]} | {calls[1]} |")
    lines += ["", "| case | holds | before | calls | now | calls |", "|---|---|---|---|---|---|"]
    for old, new in pairs:
        cells = (
            new["name"].replace("|", "\\|"),
            HOLDS[new["holds"]],
            _ended(old),
            old["calls"],
            _ended(new),
            new["calls"],
        )
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def _ended(case: Mapping[str, Any]) -> str:
    return "read" if is_read(case) else str(case["ended"]).removeprefix("failed: ")


def main() -> None:
    """Play all cases with both, and print the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commit", default=BEFORE)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--play", action="store_true", help="Play the cases here, and print lines of JSON.")
    arguments = parser.parse_args()
    if arguments.play:
        play_all()
        return
    with tempfile.TemporaryDirectory() as folder:
        before = played(taken_out(arguments.commit, Path(folder)))
    told = page(before, played(ROOT / "src"), arguments.commit)
    print(told, end="")
    if arguments.out:
        old = arguments.out.read_text(encoding="utf-8") if arguments.out.is_file() else ""
        _, heading, by_hand = old.partition(BY_HAND)
        arguments.out.write_text(told + heading + by_hand, encoding="utf-8")


if __name__ == "__main__":
    main()
