"""Make `data/holders.csv` anew of what Wikidata answered: who held which office of which state when (CC0).

Run the query that `--query` prints at the Wikidata Query Service and save its answer as CSV, or take the answer that
somebody keeps (docs/adr/0013 tells which was), and hand it in: rows of the states and offices that it tells take the
place of those in the table; what it does not tell, or begins after it was read, stays as it was, with its source and
day. The names of `data/leaders.csv` are written as there, and the rows of that table get the Wikidata item of their
bearer.

Left out, and counted: rows without a first day; without a last day where another has held the office since; whose
bearer has no name of a person there; and those over before the century. A term that begins or ends on a first of
January may be known by its year alone, so that only the days in between count. Terms of one person that touch are one.

usage: python benchmarks/renew_holders.py --query
       python benchmarks/renew_holders.py ANSWER.csv --read 2025-10-03
"""

import argparse
import csv
import datetime as dt
import itertools
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from memcon.resolve.countries import find_countries
from memcon.resolve.people.spelling import latin, sound

DATA: Final = Path(__file__).parents[1] / "src" / "memcon" / "data"
COLUMNS: Final = ("country", "office", "since", "until", "source", "read", "item", "alone", "name")
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "country": ("country", "iso3"), "office": ("office", "role"), "since": ("since", "start"),
    "until": ("until", "end"), "item": ("item", "person_qid"), "name": ("name", "person"),
}  # fmt: skip
"""What a column of an answer may be called; the first is ours, and `country` may hold a name where `iso3` is there."""
OFFICES: Final = ("head of state", "head of government")
CENTURY: Final = dt.date(2000, 1, 1)
NO_NAME: Final = re.compile(r"^Q\d+$|[,()\d]")
"""An item without a name, or one with what else its bearer is called: *Filipe, Duque de Brabante*."""
QUERY: Final = """\
SELECT ?country ?office ?since ?until ?item ?name WHERE {
  VALUES (?held ?office) { (wdt:P1906 "head of state") (wdt:P1313 "head of government") }
  ?state wdt:P298 ?country ; ?held ?position .
  ?person p:P39 ?statement ; rdfs:label ?name .
  ?statement ps:P39 ?position ; pq:P580 ?since .
  OPTIONAL { ?statement pq:P582 ?until }
  BIND(STRAFTER(STR(?person), "entity/") AS ?item)
  FILTER(LANG(?name) = "en" && (!BOUND(?until) || ?until >= "2000-01-01"^^xsd:dateTime))
}"""
"""Foreign and defence ministers have no property of the state; ask for their positions by label in the same form."""


@dataclass(frozen=True, slots=True)
class Term:
    """One row of an answer: an office that one person held."""

    country: str
    office: str
    since: dt.date
    until: dt.date | None
    item: str
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What of an answer can be used."""

    terms: tuple[Term, ...]
    """Of this century, sorted."""
    bearers: frozenset[tuple[str, str, str]]
    """Country, item and name of everybody who ever held an office."""
    left: Mapping[str, int]
    """How many rows cannot be used, by why."""


def answered(path: Path, read: dt.date) -> Answer:
    """Return what of an answer, as it was read on a day, can be used."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        given = [_fields(row) for row in csv.DictReader(lines)]
    left: Counter[str] = Counter()
    terms: set[Term] = set()
    for row in given:
        office = row["office"].replace("_", " ")
        if office not in OFFICES or not re.fullmatch("[A-Z]{3}", row["country"]):
            left["of another office or place"] += 1
        elif NO_NAME.search(row["name"]) or find_countries(row["name"], "pt") or find_countries(row["name"], "en"):
            left["without a name of a person"] += 1
        elif (since := _day(row["since"])) is None:
            left["without a first day of our era"] += 1
        else:
            terms.add(Term(row["country"], office, since, _day(row["until"]), row["item"], row["name"]))
    bearers = frozenset((term.country, term.item, term.name) for term in terms)
    return Answer(tuple(sorted(_kept(terms, read, left), key=_order)), bearers, left)


def _fields(row: Mapping[str, str | None]) -> dict[str, str]:
    """Return the fields of a row of an answer, whatever its columns are called."""
    last = {name: next((row[key] or "" for key in reversed(keys) if key in row), "") for name, keys in FIELDS.items()}
    return {name: value.strip() for name, value in last.items()}


def _day(instant: str) -> dt.date | None:
    """Return the day of an instant as ISO; None where it has none of our era."""
    try:
        return dt.date.fromisoformat(instant[:10])
    except ValueError:
        return None


def _order(term: Term) -> tuple[str, str, dt.date, str]:
    return term.country, term.office, term.since, term.item


def _kept(terms: Iterable[Term], read: dt.date, left: Counter[str]) -> Iterator[Term]:
    """Yield the terms of this century, each of one person once, without those that others have ended."""
    for _, group in itertools.groupby(sorted(terms, key=_order), key=lambda term: (term.country, term.office)):
        own = list(group)
        ended = {(term.item, term.since) for term in own if term.until}
        for term in _joined([term for term in own if term.until or (term.item, term.since) not in ended]):
            if term.until is None and any(term.since < other.since for other in own if other.item != term.item):
                left["without a last day, and another has held the office since"] += 1
            elif term.until and term.until < CENTURY:
                left["of another century"] += 1
            elif (sure := _surely(term)).since >= (sure.until or read):
                left["known by years that hold no whole one"] += 1
            else:
                yield sure


def _joined(terms: Sequence[Term]) -> list[Term]:
    """Return terms in order, those of one person that touch as one."""
    found: list[Term] = []
    for term in terms:
        at = next((i for i, last in enumerate(found) if last.item == term.item and _touch(last, term)), None)
        if at is None:
            found.append(term)
        else:
            ends = (found[at].until, term.until)
            found[at] = replace(found[at], until=max(filter(None, ends)) if all(ends) else None)
    return found


def _touch(left: Term, right: Term) -> bool:
    return left.until is None or right.since <= left.until + dt.timedelta(days=1)


def _surely(term: Term) -> Term:
    """Return a term with the days on which the office was surely held: a first of January may stand for its year."""
    since, until = term.since, term.until
    if (since.month, since.day) == (1, 1):
        since = since.replace(year=since.year + 1)
    if until and (until.month, until.day) == (1, 1):
        until -= dt.timedelta(days=1)
    return replace(term, since=since, until=until)


def renewed(table: str, leaders: str, answer: Answer, read: dt.date) -> tuple[str, str]:
    """Return both tables with the terms of an answer, as it was read on a day."""
    known = _Known(leaders, answer.bearers)
    rows = {
        (
            *(term.country, term.office, str(term.since), str(term.until or ""), "wikidata", str(read), term.item),
            *known.as_written(term.country, term.name),
        )
        for term in answer.terms
    }
    told = {row[:2] for row in rows}
    comments, kept = _parts(table, len(COLUMNS))
    lines = sorted({row for row in kept if row[:2] not in told or row[2] > str(read)} | rows)
    return "\n".join([*comments, ",".join(COLUMNS), *map(",".join, lines)]) + "\n", known.table()


class _Known:
    """The table of leaders, and which of them an answer tells."""

    def __init__(self, leaders: str, bearers: Iterable[tuple[str, str, str]]) -> None:
        self.comments, self.rows = _parts(leaders, 5)
        self._people: dict[tuple[str, str], set[int]] = defaultdict(set)
        for at, (country, _, _, _, names) in enumerate(self.rows):
            for name in names.split("|"):
                self._people[country, _key(name)].add(at)
        self._items: dict[int, set[str]] = defaultdict(set)
        for country, item, name in bearers:
            if (row := self._of(country, name)) is not None:
                self._items[row].add(item)

    def _of(self, country: str, name: str) -> int | None:
        """Return the row of the one person of a state who is called just so; None where none or several are."""
        found = self._people.get((country, _key(name)), set())
        return min(found) if len(found) == 1 else None

    def as_written(self, country: str, name: str) -> tuple[str, str]:
        """Return the words that name a person alone in the news, and the name as news writes it."""
        at = self._of(country, name)
        if at is None:
            return "", name
        _, _, alone, _, names = self.rows[at]
        return alone, names.partition("|")[0]

    def table(self) -> str:
        """Return the table with the item of each person whom the answer tells."""
        one = {at: min(items) for at, items in self._items.items() if len(items) == 1}
        rows = [(*row[:3], one.get(at, row[3]), row[4]) for at, row in enumerate(self.rows)]
        return "\n".join([*self.comments, "country,years,alone,item,names", *map(",".join, rows)]) + "\n"


def _parts(table: str, columns: int) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the comments of a table, and its rows without the head."""
    lines = table.splitlines()
    rows = [line for line in lines if line and not line.startswith("#")][1:]
    return [line for line in lines if line.startswith("#")], [tuple(row.split(",", columns - 1)) for row in rows]


def _key(name: str) -> str:
    return " ".join(sound(latin(word)) for word in name.split())


def main() -> None:
    """Print the query, or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answer", type=Path, nargs="?")
    parser.add_argument("--query", action="store_true")
    parser.add_argument("--read", type=dt.date.fromisoformat, default=dt.datetime.now(tz=dt.UTC).date())
    given = parser.parse_args()
    if given.query or given.answer is None:
        print(QUERY)
        return
    answer = answered(given.answer, given.read)
    paths = DATA / "holders.csv", DATA / "leaders.csv"
    holders, leaders = (path.read_text(encoding="utf-8") for path in paths)
    tables = renewed(holders, leaders, answer, given.read)
    for path, text in zip(paths, tables, strict=True):
        path.write_text(text, encoding="utf-8")
    told = ", ".join(f"{many} {sort}" for sort, many in sorted(answer.left.items()))
    print(f"{len(answer.terms)} rows of {given.answer}; left out: {told or 'none'}", file=sys.stderr)


if __name__ == "__main__":
    main()
