"""What evidence makes of right and of weak answers about sentences of twelve languages, in figures.

usage: bench_witnesses.py [TAG …] [--show]

A line a language of `tests/tables/witnesses`. Of the lines that stand, how many have status, act, actor and target:
`model`, of the right answer of a model that is trusted; `right`, of the right answer of one that is not; `occurred` and
`planned`, of a weak one that gives every event that status. `refused`: of the lines that tell of no event.
`invented`: of what did not occur, given right, what comes out as occurred. --show names the lines that fail.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

WEAK: Final = ("occurred", "planned")
"""What a weak model says of every event."""
ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from helpers.witnesses import TAGS, Witness, witnesses  # noqa: E402
from memcon.records import Trust  # noqa: E402


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tags", nargs="*", metavar="TAG")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(arguments)
    print(f"{'':8}{'model':>12}{'right':>12}{'occurred':>12}{'planned':>12}{'refused':>12}{'invented':>12}")
    for tag in options.tags or TAGS:
        lines = list(witnesses(tag))
        print(f"{tag:8}" + "".join(f"{figure:>12}" for figure in figures(lines)))
        if options.show:
            show(lines)


def figures(lines: Sequence[Witness]) -> tuple[str, ...]:
    """Return the figures of a language, as the header names them."""
    standing = [one for one in lines if one.stands]
    absent = [one for one in lines if not one.stands]
    model = [one for one in standing if not one.lost(one.mention("model"))]
    right = [one for one in standing if not one.lost(one.mention())]
    occurred = [one for one in standing if not one.lost(one.mention(status="occurred"))]
    planned = [one for one in standing if not one.lost(one.mention(status="planned"))]
    refused = [one for one in absent if one.mention() is None]
    made = [(one, one.mention()) for one in standing if one.answer["status"] != "occurred"]
    invented = [one for one, mention in made if mention and mention.status == "occurred"]
    return (
        *(f"{len(some)}/{len(standing)}" for some in (model, right, occurred, planned)),
        f"{len(refused)}/{len(absent)}",
        f"{len(invented)}/{len(made)}",
    )


def show(lines: Sequence[Witness]) -> None:
    """Print the lines that fail, with what is lost and which rules spoke."""
    for one in lines:
        weak: list[tuple[str, Trust, str | None]] = [(each, "code", each) for each in WEAK]
        ways: list[tuple[str, Trust, str | None]] = [("model", "model", None), ("right", "code", None), *weak]
        for name, trust, status in ways:
            made = one.established(trust, **({"status": status} if status else {}))
            lost = one.lost(made.mention) if one.stands else (set() if made.mention is None else {"stands"})
            if lost and (one.stands or trust == "code"):
                print(f"  {one.id} {name} {one.form} {sorted(lost)} {one.text}\n      quote: {one.answer['quote']}")
                for each in made.spoke:
                    print(
                        f"      {each.rule}: {'; '.join(f'{before} -> {after}' for _, before, after in each.changes)}"
                    )


if __name__ == "__main__":
    main()
