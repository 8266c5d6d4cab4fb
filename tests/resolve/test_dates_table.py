"""Every row of the table of date expressions: words as news sites print them, and the days they speak of."""

import csv
import datetime as dt
import re
from pathlib import Path

import pytest

from memcon.resolve import ResolvedDate, resolve_date

TABLE = Path(__file__).parents[1] / "tables" / "dates.tsv"


def rows() -> list[tuple[str, dt.date | None, bool, str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    table = csv.reader(
        (line for line in lines if line and not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    return [
        (language, None if published == "-" else dt.date.fromisoformat(published), planned == "p", words, expected)
        for language, published, planned, words, expected in table
    ]


def shown(found: ResolvedDate | None) -> str:
    """The table's spelling of an answer."""
    if found is None:
        return "-"
    if found.precision == "day":
        return found.start.isoformat()
    if found.precision == "month":
        return f"{found.start:%Y-%m}"
    if found.precision == "year" and found.start.year == found.end.year:
        return str(found.start.year)
    return f"{found.start}..{found.end} {found.precision}"


@pytest.mark.parametrize(("language", "published", "planned", "words", "expected"), rows())
def test_words_of_the_news(
    *, language: str, published: dt.date | None, planned: bool, words: str, expected: str
) -> None:
    assert shown(resolve_date(words, published, language, planned)) == expected


def test_the_table_is_as_large_as_it_should_be() -> None:
    own = [row for row in rows() if re.match("id|en|ms", row[0])]
    assert len(own) >= 150
    assert len(rows()) - len(own) >= 15
