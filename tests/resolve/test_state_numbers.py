"""Numbers of states on a day: a truth by hand, and the table itself."""

import datetime as dt
import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from memcon._data import rows
from memcon.resolve.codes import cow, gw, iso_numeric

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
import renew_states

TRUTH = Path(__file__).parents[1] / "tables" / "state_numbers.tsv"
DYADS = [line.split("\t") for line in TRUTH.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("day", "a", "b", "cow_a", "cow_b", "gw_a", "gw_b", "why"), DYADS)
def test_truth_by_hand(day: str, a: str, b: str, cow_a: str, cow_b: str, gw_a: str, gw_b: str, why: str) -> None:
    on = dt.date.fromisoformat(day)
    found = [of(code, on).number for of in (cow, gw) for code in (a, b)]
    assert [str(number or "-") for number in found] == [cow_a, cow_b, gw_a, gw_b], why


def test_there_is_a_reason_exactly_where_there_is_no_number() -> None:
    for day, a, b, *_ in DYADS:
        for code in (a, b):
            for found in (cow(code, dt.date.fromisoformat(day)), gw(code, dt.date.fromisoformat(day))):
                assert bool(found.reason) == (found.number is None)


@pytest.mark.parametrize(
    ("code", "first", "last", "number", "words"),
    [
        ("DEU", "1990-01-01", "1990-12-31", None, "260 from 1955-05-05 to 1990-10-02 and 255 from 1990-10-03"),
        ("BDI", "1962-01-01", "1962-12-31", 516, ""),
        ("UNO", "2001-01-01", "2001-01-01", None, "UNO is an organisation"),
        ("HKG", "2001-01-01", "2001-01-01", None, "HKG is no state of Correlates of War"),
        ("SUN", "1992-01-01", "1992-01-01", None, "SUN is another code's on that day: RUS"),
        ("KOS", "2020-01-01", "2020-01-01", 347, ""),
        ("SSD", "2011-07-08", "2011-07-08", None, "SSD is 626 from 2011-07-09 in Correlates of War"),
        ("FRA", "1939-09-01", "1939-09-03", None, "the table begins on 1945-01-01"),
        ("MNG", "1950-01-01", "1950-01-01", 712, ""),
    ],
)
def test_days_and_reasons(code: str, first: str, last: str, number: int | None, words: str) -> None:
    found = cow(code, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert found.number == number
    assert words in found.reason


def test_the_table_is_in_order_and_no_two_spells_of_a_code_meet() -> None:
    table = rows("data/states.csv")
    keys = [(code, of, first) for code, of, _, first, _, _ in table]
    assert keys == sorted(set(keys))
    for (code, of, _, _, last, _), (next_code, next_of, _, first, _, _) in itertools.pairwise(table):
        if (code, of) == (next_code, next_of):
            assert last < first, f"{code} in {of}"


def test_a_number_is_one_states_on_a_day() -> None:
    spells = [(of, number, first, last or "9999", code) for code, of, number, first, last, _ in rows("data/states.csv")]
    for of, number, first, last, code in spells:
        if of == "as":
            continue
        others = [s for s in spells if s[:2] == (of, number) and s[4] != code and s[2] <= last and first <= s[3]]
        assert not others, f"{of} {number} is {code} and {others}"


@pytest.mark.parametrize(
    ("code", "numeric"),
    [("AFG", "004"), ("DEU", "276"), ("CSK", "200"), ("YUG", "891"), ("XKX", None), ("UNO", None), ("PSE", "275")],
)
def test_iso_numeric(code: str, numeric: str | None) -> None:
    assert iso_numeric(code) == numeric


COW_LIST = """stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version
YUG,345,Yugoslavia,1944,10,20,2006,6,2,2024
SRB,345,Serbia,2006,6,3,2024,12,31,2024
XXX,999,Nowhere,2024,1,1,2024,12,31,2024
PRU,300,Austria-Hungary,1816,1,1,1918,11,12,2024
GFR,260,German Federal Republic,1955,5,6,1990,10,2,2024
"""
GW_LISTS = ("statenumber\tabb\tname\tstart\tend\n626\tSSD\tSouth Sudan\t2011-07-09\t2020-12-31\n",
            "221\tMNC\tMonaco\t01:01:1816\t31:12:2020\n")  # fmt: skip


def test_the_lists_are_read_as_published() -> None:
    cow_spells = renew_states.merged(renew_states.since_1945(renew_states.cow(COW_LIST.splitlines())))
    assert cow_spells == [
        ("260", "1955-05-06", "1990-10-02"),
        ("345", "1945-01-01", ""),
        ("999", "2024-01-01", ""),
    ]
    assert [renew_states.since_1945(renew_states.gw(text.splitlines())) for text in GW_LISTS] == [
        [("626", "2011-07-09", "")],
        [("221", "1945-01-01", "")],
    ]


def test_renewing_takes_days_from_the_list_and_codes_from_the_table() -> None:
    table = list(rows("data/states.csv"))
    spells = renew_states.merged(renew_states.since_1945(renew_states.cow(COW_LIST.splitlines())))
    after, unknown = renew_states.renewed(table, "cow", spells)
    assert [row[:5] for row in after if row[1] == "cow"] == [
        ("DEU", "cow", "260", "1955-05-06", "1990-10-02"),
        ("SRB", "cow", "345", "1945-01-01", ""),
    ]
    assert unknown == ["cow 999 2024-01-01 "]
    assert [row for row in after if row[1] != "cow"] == [row for row in table if row[1] != "cow"]


def test_the_script_says_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(COW_LIST, encoding="utf-8")
    script = [sys.executable, renew_states.__file__, "--cow", str(path)]
    done = subprocess.run(script, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "+ DEU,cow,260,1955-05-06,1990-10-02,German Federal Republic" in done.stdout
    assert "? no code has cow 999" in done.stdout
