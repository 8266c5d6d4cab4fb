"""The tables of names: pairs of which is told whether they are one person, and people of whom no two are."""

import csv
from pathlib import Path

from memcon.resolve import Person

TABLES = Path(__file__).parents[1] / "tables"


def pairs() -> list[tuple[Person, Person, bool]]:
    """Return two names of each row of `names.tsv`, and whether both are one person."""
    with (TABLES / "names.tsv").open(encoding="utf-8") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        read_rows = list(csv.reader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    cells = [[None if cell == "-" else cell for cell in row] for row in read_rows]
    return [
        (Person(str(row[1]), row[2], row[3], row[0]), Person(str(row[5]), row[6], row[7], row[4]), row[8] == "yes")
        for row in cells
    ]


def people() -> dict[str, list[str]]:
    """Return the people of `people.tsv` by country: no two of one country are one person."""
    lines = (TABLES / "people.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return {code: names.split("|") for code, names in rows}
