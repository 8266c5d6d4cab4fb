"""Renew `data/states.csv` by the published lists of states, or say what it has otherwise.

Get `statelist2024.csv` (or a later one) of State System Membership from the Correlates of War Project, and `ksgmdw.txt`
and `microstates.txt` of Gleditsch and Ward from their pages, and hand them in. Which code has which number stays as the
table has it; days are taken from the lists, those before 1945 left out. A number that no code has is printed: give it
one by hand.

usage: python benchmarks/renew_states.py --cow statelist2024.csv --gw ksgmdw.txt --gw microstates.txt [--write]

Without `--write` it prints what differs, and ends with 1 where anything does.
"""

import argparse
import csv
import datetime as dt
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).parents[1] / "src" / "memcon" / "data" / "states.csv"
COLUMNS: Final = "code,list,number,first,last,name"
BEGINS: Final = "1945-01-01"
_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d\d):(\d\d):(\d{4})")

Spell = tuple[str, str, str]
"""A number, its first and its last day."""
Row = tuple[str, ...]


def cow(lines: Iterable[str]) -> Iterator[Spell]:
    """Yield the spells of State System Membership."""
    for row in csv.DictReader(lines):
        begins, ends = (
            f"{int(row[f'{of}year']):04}-{int(row[f'{of}month']):02}-{int(row[f'{of}day']):02}" for of in ("st", "end")
        )
        yield row["ccode"], begins, ends


def gw(lines: Iterable[str]) -> Iterator[Spell]:
    """Yield the spells of a list of Gleditsch and Ward; lines without two days, as a header, are none."""
    for cells in csv.reader(lines, delimiter="\t"):
        days = [_day(cell) for cell in cells[-2:]]
        if all(days):
            yield cells[0].strip(), days[0], days[1]


def _day(cell: str) -> str:
    found = _DAY.fullmatch(cell.strip())
    if not found:
        return ""
    year, month, day, last, middle, end = found.groups()
    return f"{year}-{month}-{day}" if year else f"{end}-{middle}-{last}"


def since_1945(spells: Iterable[Spell]) -> list[Spell]:
    """Return the spells from 1945 on; where the list itself ends the last day is empty."""
    given = list(spells)
    end = max((last for _, _, last in given), default="")
    return sorted(
        (number, max(first, BEGINS), "" if last == end else last) for number, first, last in given if last >= BEGINS
    )


def merged(spells: list[Spell]) -> list[Spell]:
    """Return spells of one number that follow each other without a gap, as those of a state renamed, as one."""
    whole: list[Spell] = []
    for number, first, last in spells:
        if whole and whole[-1][0] == number and whole[-1][2] and _next_to(whole[-1][2], first):
            whole[-1] = (number, whole[-1][1], last)
        else:
            whole.append((number, first, last))
    return whole


def _next_to(last: str, first: str) -> bool:
    return dt.date.fromisoformat(first) - dt.date.fromisoformat(last) <= dt.timedelta(days=1)


def renewed(table: list[Row], of: str, spells: list[Spell]) -> tuple[list[Row], list[str]]:
    """Return the rows with a list's days, and the numbers that no row has."""
    rows = [row for row in table if row[1] != of]
    unknown = []
    for number, first, last in spells:
        same = [row for row in table if row[1] == of and row[2] == number and (not last or row[3] <= last)]
        same = [row for row in same if not row[4] or row[4] >= first]
        if same:
            code, _, _, _, _, name = same[-1]
            rows.append((code, of, number, first, last, name))
        else:
            unknown.append(f"{of} {number} {first} {last}")
    return sorted(rows, key=lambda row: (row[0], row[1], row[3])), unknown


def main() -> None:
    """Compare, or write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cow", type=Path, action="append", default=[])
    parser.add_argument("--gw", type=Path, action="append", default=[])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    text = TABLE.read_text(encoding="utf-8")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    before = [tuple(line.split(",", 5)) for line in text.splitlines() if line and not line.startswith("#")][1:]
    after, unknown = before, []
    for of, read, paths in (("cow", cow, given.cow), ("gw", gw, given.gw)):
        spells: list[Spell] = []
        for path in paths:
            with path.open(encoding="utf-8", errors="replace", newline="") as lines:
                spells += since_1945(read(lines))
        if spells:
            after, none = renewed(after, of, merged(sorted(spells)))
            unknown += none
    for sign, rows in (("-", set(before) - set(after)), ("+", set(after) - set(before))):
        for row in sorted(rows):
            print(sign, ",".join(row))
    for one in unknown:
        print("? no code has", one)
    if given.write:
        TABLE.write_text("\n".join([*comments, COLUMNS, *map(",".join, after)]) + "\n", encoding="utf-8")
    sys.exit(int(set(before) != set(after) and not given.write))


if __name__ == "__main__":
    main()
