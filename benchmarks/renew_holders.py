"""Make `data/holders.csv` anew of what the Wikidata Query Service answers: who held which office when (CC0).

Run the query that `--query` prints at the service, save its answer as CSV, and hand it in: rows of the states and
offices that it tells take the place of those in the table; what it does not tell stays as it was, with its source and
day. A row without a first day is left out and counted, since nothing can be resolved by it.

usage: python benchmarks/renew_holders.py --query
       python benchmarks/renew_holders.py ANSWER.csv --read 2026-11-29
"""

import argparse
import csv
import datetime as dt
import sys
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).parents[1] / "src" / "memcon" / "data" / "holders.csv"
COLUMNS: Final = ("country", "office", "since", "until", "source", "read", "name")
QUERY: Final = """\
SELECT ?country ?office ?since ?until ?name WHERE {
  VALUES (?held ?office) { (wdt:P1906 "head of state") (wdt:P1313 "head of government") }
  ?state wdt:P298 ?country ; ?held ?position .
  ?person p:P39 ?statement ; rdfs:label ?name .
  ?statement ps:P39 ?position ; pq:P580 ?since .
  OPTIONAL { ?statement pq:P582 ?until }
  FILTER(LANG(?name) = "en" && ?since >= "2000-01-01"^^xsd:dateTime)
}"""
"""Foreign and defence ministers have no property of the state; ask for their positions by label in the same form."""


def day_of(words: str) -> str:
    """Return an ISO day of an answer's instant; empty where it has none."""
    return words[:10] if words and dt.date.fromisoformat(words[:10]) else ""


def answered(path: Path, read: str) -> tuple[list[tuple[str, ...]], int]:
    """Return the rows of an answer, and how many had no first day."""
    with path.open(encoding="utf-8", newline="") as lines:
        given = list(csv.DictReader(lines))
    rows: list[tuple[str, ...]] = []
    for row in given:
        if row["since"]:
            period = day_of(row["since"]), day_of(row["until"])
            rows.append((row["country"], row["office"], *period, "wikidata", read, row["name"]))
    return rows, len(given) - len(rows)


def renewed(before: str, rows: list[tuple[str, ...]]) -> str:
    """Return the table with the rows of an answer in place of those of the same states and offices."""
    comments = [line for line in before.splitlines() if line.startswith("#")]
    lines = [line for line in before.splitlines() if line and not line.startswith("#")][1:]
    told = {row[:2] for row in rows}
    kept = [cells for line in lines if (cells := tuple(line.split(",", len(COLUMNS) - 1)))[:2] not in told]
    table = [",".join(row) for row in sorted({*kept, *rows})]
    return "\n".join([*comments, ",".join(COLUMNS), *table]) + "\n"


def main() -> None:
    """Print the query, or write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answer", type=Path, nargs="?")
    parser.add_argument("--query", action="store_true")
    parser.add_argument("--read", default=dt.datetime.now(tz=dt.UTC).date().isoformat())
    given = parser.parse_args()
    if given.query or given.answer is None:
        print(QUERY)
        return
    rows, undated = answered(given.answer, given.read)
    TABLE.write_text(renewed(TABLE.read_text(encoding="utf-8"), rows), encoding="utf-8")
    print(f"{len(rows)} rows of {given.answer}; {undated} without a first day", file=sys.stderr)


if __name__ == "__main__":
    main()
