"""Run what the documentation shows of loading, in the libraries' own environment and in R: `python run.py FOLDER`.

FOLDER is what `loaders.files` wrote. Prints what each loaded and in how many seconds; ends with 1 where anything of a
line is not in what was loaded, a table of months is not what its file says, or a deposit not what its package says.
Without `Rscript` it ends with 2.
"""

import csv
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import shown

README = "README.md"


def main(folder: Path) -> int:
    """Load everything, and say what became of it."""
    if shutil.which("Rscript") is None:
        print("R is not here: install r-base-core and r-cran-jsonlite", file=sys.stderr)
        return 2
    faults = 0
    os.environ["HF_HOME"] = tempfile.mkdtemp()  # datasets leaves its files nowhere else
    for name in ("late", "reviewed"):
        os.chdir(folder / name)
        for library, code in shown.loaders().items():
            faults += told(name, library, functools.partial(loaded, code))
        faults += told(name, "months, pandas", lambda: unlike(of_pandas()))
    os.chdir(folder)
    for name in ("deposit", "unquoted"):
        faults += told(name, "frictionless", functools.partial(invalid, Path(name)))
    (code,) = (one for one in shown.blocks("docs/outputs.md", "r") if shown.EVENTS.as_posix() in one)
    for name in ("few", "reviewed"):
        os.chdir(folder / name)
        faults += told(name, "R", lambda: shown.lost(r(code), shown.EVENTS, shown.bare))
        faults += told(name, "months, R", lambda: unlike(of_r()))
    return int(faults > 0)


def told(name: str, library: str, find: Callable[[], list[str]]) -> int:
    """Print what is wrong with one example, and return how much."""
    began = time.monotonic()
    wrong = find()
    became = f"{len(wrong)} faults" if wrong else "nothing lost"
    print(f"{name:10} {library:16} {time.monotonic() - began:6.1f} s  {became}")
    for line in wrong[:5]:
        print(f"    {line[:500]}")
    return len(wrong)


def loaded(code: str) -> list[str]:
    """Return what an example in Python lost."""
    wrong: list[str] = shown.lost(shown.rows(shown.run(code, "events")), shown.EVENTS)
    return wrong


def invalid(deposit: Path) -> list[str]:
    """Return what in a deposit is not as its Data Package says: sizes, hashes, types, keys, allowed values."""
    report = frictionless.Package(str(deposit / "datapackage.json")).validate()
    wrong: list[str] = [str(line) for line in report.flatten(["name", "rowNumber", "fieldName", "message"])]
    return wrong if wrong or report.stats["tasks"] else ["nothing was validated"]


def r(code: str) -> list[dict[str, Any]]:
    """Return the rows that an R example gives."""
    with tempfile.TemporaryDirectory() as made:
        given, out = Path(made, "code.R"), Path(made, "out.json")
        given.write_text(code, "utf-8")
        subprocess.run(
            ["Rscript", shown.ROOT / "tests/loaders/shown.R", given, out],
            check=True,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
        )
        rows: list[dict[str, Any]] = json.loads(out.read_text("utf-8"))
        return rows


Months = dict[tuple[str, str, str], int]
COUNT = "dispute_occurred"


def of_pandas() -> Months:
    """Return the disputes of each pair and month, as the README counts them in pandas."""
    (code,) = (one for one in shown.blocks(README, "python") if "months.csv" in one)
    series = shown.run(code.replace("print(", "result = (", 1), "result")
    return {key: int(count) for key, count in series.items() if isinstance(key[2], str)}


def of_r() -> Months:
    """Return the same as the README counts it in R."""
    (code,) = (one for one in shown.blocks(README, "r") if "months.csv" in one)
    return {(one["source"], one["target"], one["month"]): int(one[COUNT]) for one in r(code)}


def unlike(found: Months) -> list[str]:
    """Return what is not as the lines of the file `months.csv` have it."""
    with Path("months.csv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["month"]]
    due = {(line["source"], line["target"], line["month"]): int(line[COUNT]) for line in lines}
    if not any(due.values()):
        return ["no dispute in months.csv: nothing is shown by it"]
    return [f"{key}: {found.get(key)} for {due.get(key)}" for key in {**due, **found} if found.get(key) != due.get(key)]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
