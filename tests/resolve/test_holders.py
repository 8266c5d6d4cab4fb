"""Office holders by day: an office or a family name gives the state only while the office was held."""

import datetime as dt
import re
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
        ("KEN", "head of state", "2023-01-01", ("William Ruto",)),
        ("PER", "head of state", "2023-01-01", ("Dina Boluarte",)),
        ("GBR", "head of government", "2007-03-01", ()),  # of Blair and Brown there the years alone are known
        ("BRA", "head of state", "2007-01-01", ("Luiz Inacio Lula da Silva",)),  # two terms of one person are one
        ("USA", "head of state", "2019-01-01", ("Donald Trump",)),  # and nobody of a film
        ("IDN", "head of state", "2027-01-01", ()),  # nobody is known after the day of reading
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
    for country, _, since, until, source, read, item, _, name in table:
        assert day(since) < (day(until) if until else day(read)), (country, name)
        assert source in {"authored", "wikidata"}
        assert bool(re.fullmatch(r"Q\d+", item)) == (source == "wikidata"), (country, name)
    sourced = {row[0] for row in table if row[1].startswith("head of") and row[4] == "wikidata"}
    assert len(sourced) > 190


def test_heads_of_states_are_nobody_s_memory_but_where_the_source_has_no_name() -> None:
    table = [row for row in rows("data/holders.csv") if row[1].startswith("head of")]
    told = {row[:2] for row in table if row[4] == "wikidata"}
    read = max(row[5] for row in table if row[4] == "wikidata")
    assert [row for row in table if row[4] == "authored" and row[:2] in told and row[2] <= read] == []


ANSWERS = {
    "ours": "country,office,since,until,item,name\nKEN,head of state,2022-09-13T00:00:00Z,,Q1,William Ruto\n",
    "somebody's": "iso3,country,role,person,person_qid,start,end\n"
    "KEN,Kenya,head_of_state,William Ruto,Q1,2022-09-13T00:00:00Z,\n",
}
HEAD = "country,office,since,until,source,read,item,alone,name\n"
LEADERS = "country,years,alone,item,names\nKEN,,Ruto|Руто,,William Ruto|William Samoei Ruto\n"


@pytest.mark.parametrize("form", ANSWERS)
def test_the_tables_are_made_anew_of_an_answer(form: str, tmp_path: Path) -> None:
    path = tmp_path / "answer.csv"
    path.write_text(ANSWERS[form], encoding="utf-8")
    answer = renew_holders.answered(path, day("2025-10-03"))
    before = (
        f"# about\n{HEAD}KEN,defence minister,2022-10-27,,authored,2026-11-29,,,Aden Duale\n"
        "KEN,head of state,2013-04-09,,authored,2026-11-29,,,Uhuru Kenyatta\n"
        "KEN,head of state,2026-01-02,,authored,2026-11-29,,,Somebody Later\n"
    )
    after, leaders = renew_holders.renewed(before, f"# about\n{LEADERS}", answer, day("2025-10-03"))
    assert after.splitlines()[2:] == [
        "KEN,defence minister,2022-10-27,,authored,2026-11-29,,,Aden Duale",
        "KEN,head of state,2022-09-13,,wikidata,2025-10-03,Q1,Ruto|Руто,William Ruto",
        "KEN,head of state,2026-01-02,,authored,2026-11-29,,,Somebody Later",
    ]
    assert leaders.splitlines()[2:] == ["KEN,,Ruto|Руто,Q1,William Ruto|William Samoei Ruto"]


def test_what_an_answer_does_not_tell_for_sure_is_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "answer.csv"
    path.write_text(
        "country,office,since,until,item,name\n"
        "KEN,head of state,,,Q1,Undated One\n"
        "KEN,head of state,2001-02-03,,Q2,Never Ended\n"  # another came after
        "KEN,head of state,2003-01-01,2005-01-01,Q3,By Years\n"  # 2003 is in doubt, 2004 is sure
        "KEN,head of state,2005-01-01,2007-01-01,Q3,By Years\n"  # goes on
        "KEN,head of state,2007-02-03,2008-02-03,Q4,Filipe, Duque\n".replace("Filipe, Duque", '"Filipe, Duque"')
        + "KEN,head of state,1990-02-03,1991-02-03,Q5,Long Ago\n"
        "KEN,head of state,2009-02-03,2010-02-03,Q6,Q6\n"
        "KEN,mayor,2009-02-03,2010-02-03,Q7,Another Office\n",
        encoding="utf-8",
    )
    answer = renew_holders.answered(path, day("2025-10-03"))
    assert [(term.name, str(term.since), str(term.until)) for term in answer.terms] == [
        ("By Years", "2004-01-01", "2006-12-31"),
    ]
    assert sorted(answer.left.values()) == [1, 1, 1, 1, 2]
