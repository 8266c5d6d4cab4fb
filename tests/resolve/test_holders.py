"""Office holders by day: an office or a family name gives the state only while the office was held."""

import datetime as dt
import sys
from pathlib import Path

import pytest

from memcon._data import rows
from memcon.resolve.people.holders import country_of_holder, holders

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
import renew_holders


def day(words: str) -> dt.date:
    return dt.date.fromisoformat(words)


@pytest.mark.parametrize(
    ("country", "office", "on", "names"),
    [
        ("RUS", "defence minister", "2024-05-01", ("Sergei Shoigu",)),
        ("RUS", "defence minister", "2024-05-13", ()),
        ("RUS", "defence minister", "2024-06-01", ("Andrei Belousov",)),
        ("CHN", "foreign minister", "2023-07-01", ("Qin Gang",)),
        ("CHN", "foreign minister", "2024-07-01", ("Wang Yi",)),
        ("IDN", "head of state", "2024-10-20", ("Joko Widodo", "Prabowo Subianto")),
        ("IDN", "foreign minister", "1990-01-01", ()),
        ("XXX", "head of state", "2020-01-01", ()),
    ],
)
def test_who_held_an_office_is_told_by_the_day(country: str, office: str, on: str, names: tuple[str, ...]) -> None:
    assert holders(country, office, day(on)) == names


@pytest.mark.parametrize(
    ("name", "language", "days"),
    [
        ("Rutte", "en", {"2023-01-01": "NLD", "2024-08-01": None, "2025-01-01": "NATO", "2009-01-01": None}),
        ("Jens Stoltenberg", "en", {"2010-01-01": "NOR", "2014-01-01": None, "2020-01-01": "NATO"}),
        ("Шойгу", "ru", {"2020-01-01": "RUS", "2026-01-01": None}),
        ("Кулебой", "ru", {"2023-01-01": "UKR", "2025-01-01": None}),
        ("Sunak", "id", {"2023-01-01": "GBR", "2025-01-01": None}),
        ("Li", "en", {"2023-06-01": None}),
        ("Johnson", "en", {"2020-01-01": None}),
        ("Nobody", "en", {"2020-01-01": None}),
    ],
)
def test_a_name_gives_a_state_only_while_its_bearer_held_an_office(
    name: str, language: str, days: dict[str, str | None]
) -> None:
    assert {on: country_of_holder(name, day(on), (language,)) for on in days} == days


def test_each_row_has_a_period_a_source_and_a_day() -> None:
    table = rows("data/holders.csv")
    assert [row[:4] for row in table] == sorted(row[:4] for row in table)
    for country, _, since, until, source, read, name in table:
        assert day(since) < (day(until) if until else day(read)), (country, name)
        assert source in {"authored", "wikidata"}


def test_the_table_is_made_anew_of_an_answer(tmp_path: Path) -> None:
    answer = tmp_path / "answer.csv"
    answer.write_text(
        "country,office,since,until,name\nKEN,head of state,2022-09-13T00:00:00Z,,William Ruto\n"
        "KEN,head of state,,,Nobody\n",
        encoding="utf-8",
    )
    found, undated = renew_holders.answered(answer, "2026-11-29")
    header = "# about\ncountry,office,since,until,source,read,name\n"
    before = f"{header}KEN,head of state,2013-04-09,,authored,2026-11-29,Uhuru\n"
    after = renew_holders.renewed(before, found)
    assert undated == 1
    assert after.splitlines()[2:] == ["KEN,head of state,2022-09-13,,wikidata,2026-11-29,William Ruto"]
