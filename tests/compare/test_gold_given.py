"""Gold that cannot be right is refused by its line, before anything is counted."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from conftest import Command
from helpers.evaluating import GOLD, evaluated, gold_line, write
from memcon.compare.evaluate.source import read_gold
from memcon.errors import DataError

GOOD: Final = gold_line("g", "a", "call", "General Ito called", variant="phone", date=["2024-04-29", "2024-05-01"])
WRONG: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "a kind in capitals": ({"kind": "Dispute"}, "'kind': 'Dispute' is none of meeting, call, dispute"),
    "another kind": ({"alt_kinds": ["visit"]}, "'alt_kinds': 'visit' is none of meeting, call, dispute"),
    "a status": ({"status": "happened"}, "'status': 'happened' is none of occurred, planned, requested, refused"),
    "a channel": ({"variant": "telephone"}, "'variant': 'telephone' is none of phone, video, unspecified"),
    "a form of a call": ({"variant": "visit"}, "'variant': 'visit' is none of phone"),
    "another channel": ({"alt_variants": ["talks"]}, "'alt_variants': 'talks' is none of phone"),
    "a day of another order": ({"date": ["04/05/2024"] * 2}, "'date': '04/05/2024' is no day, written as 2024-04-29"),
    "a day that is none": ({"date": ["2024-02-30"] * 2}, "'date': '2024-02-30' is no day"),
    "a month": ({"date": ["2024-04"] * 2}, "'date': '2024-04' is no day"),
    "a day and an hour": ({"date": ["2024-04-29T10:00"] * 2}, "'date': '2024-04-29T10:00' is no day"),
    "days the other way": ({"date": ["2024-05-01", "2024-04-29"]}, "'date': 2024-05-01 is after 2024-04-29"),
    "one day": ({"date": ["2024-05-01"]}, "'date' must be null or two days"),
    "no list of days": ({"date": "2024-05-01"}, "'date' must be null or two days"),
    "a name of a state": ({"countries": ["Jordan"]}, "'countries': 'Jordan' is no code of a country"),
    "two letters": ({"countries": ["JO"]}, "'countries': 'JO' is no code"),
    "small letters": ({"countries": ["jor"]}, "'countries': 'jor' is no code"),
    "states in one": ({"countries": "JOR, NOR"}, "'countries' must be a list of strings"),
    "no state": ({"countries": ""}, "'countries' must be a list of strings"),
    "a place by name": ({"place": "Oslo"}, "'place': 'Oslo' is no code"),
    "a place as in events": ({"place": {"country": "NOR"}}, "'place': {'country': 'NOR'} is no code"),
    "required in words": ({"required": "false"}, "'required' must be true or false, and is 'false'"),
    "required as a number": ({"required": 0}, "'required' must be true or false, and is 0"),
    "required that is null": ({"required": None}, "no 'required'"),
    "null as good, in words": ({"date_null_ok": "no"}, "'date_null_ok' must be true or false, and is 'no'"),
    "null as good, empty": ({"date_null_ok": ""}, "'date_null_ok' must be true or false"),
    "no quotes": ({"quotes": []}, "no 'quotes'"),
    "an empty quote": ({"quotes": ["General Ito called", " "]}, "'quotes': one is empty"),
    "quotes in one": ({"quotes": "General Ito called"}, "'quotes' must be a list of strings"),
    "no id": ({"id": " "}, "'id' is empty"),
    "no article": ({"article": ""}, "'article' is empty"),
    "names alone": ({"participants": ["Jun Ito"]}, "'participants' must be a list of objects"),
    "no list of people": ({"participants": ""}, "'participants' must be a list of objects"),
    "an empty name": ({"participants": [{"name": ""}]}, "'name' is empty"),
    "a mark of whole articles": ({"read_whole": ["a"]}, "'read_whole' stands in a line of its own, and not beside"),
    "an empty mark": ({"read_whole": None}, "'read_whole' stands in a line of its own"),
}  # fmt: skip


@pytest.fixture
def world(folder: Path) -> Path:
    return evaluated(folder)


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_right_is_refused_by_its_line(tmp_path: Path, what: str) -> None:
    path, (change, why) = tmp_path / "gold.jsonl", WRONG[what]
    write(path, [GOOD])
    assert len(read_gold([str(path)])) == 1
    write(path, [GOOD | {"id": "first"}, GOOD | change])
    with pytest.raises(DataError) as refused:
        read_gold([str(path)])
    assert str(refused.value).startswith(f"{str(path)!r}, line 2: {why}")


def test_what_may_be_left_out_may_be_null(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    needed = {key: GOOD[key] for key in ("id", "article", "kind", "status", "required", "quotes")}
    others = ("alt_kinds", "alt_variants", "variant", "countries", "participants", "date", "date_null_ok", "place")
    write(path, [needed, needed | {"id": "other"} | dict.fromkeys(others)])
    first, second = read_gold([str(path)])
    assert (first.countries, first.people, first.date, first.date_may_be_null, first.place) == (
        frozenset(), (), None, False, None,
    )  # fmt: skip
    assert (second.kinds, second.variants, second.date) == (frozenset({"call"}), frozenset(), None)


@pytest.mark.parametrize("line", [{"read_whole": None}, {"read_whole": "a"}, {"read_whole": [1]}])
def test_what_was_read_whole_is_a_list(tmp_path: Path, line: dict[str, Any]) -> None:
    write(tmp_path / "gold.jsonl", [line])
    with pytest.raises(DataError, match=r"line 1: 'read_whole' must be a list of strings"):
        read_gold([str(tmp_path / "gold.jsonl")])


def test_an_event_is_counted_once(tmp_path: Path) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    write(one, [GOOD, GOOD])
    with pytest.raises(DataError, match=r"one\.jsonl', line 2: the 'id' 'g' is that of '.*one\.jsonl', line 1"):
        read_gold([str(one)])
    write(one, [GOOD, GOOD | {"article": "b"}])
    with pytest.raises(DataError, match="line 2: the 'id' 'g'"):
        read_gold([str(one)])
    write(one, [GOOD])
    write(two, [GOOD])
    with pytest.raises(DataError, match=r"two\.jsonl', line 1: the 'id' 'g' is that of '.*one\.jsonl', line 1"):
        read_gold([str(one), str(two)])
    write(two, [GOOD | {"article": "b"}])  # of another run
    assert len(read_gold([str(one), str(two)])) == 2


def test_a_quote_that_stands_nowhere_is_refused_before_anything_is_counted(memcon: Command, world: Path) -> None:
    given = ("evaluate", "gold.jsonl", "out", "-a", "news.jsonl", "-f", "json")
    assert memcon(*given).code == 0
    for words in ("General Ito  called", "general Ito called", "Harga beras"):
        write(world / "gold.jsonl", [*GOLD, gold_line("odd", "a", "call", "General Ito called", words)])
        ran = memcon(*given)
        assert (ran.code, ran.out) == (5, "")
        assert ran.err == (
            f"memcon: 'gold.jsonl', line {len(GOLD) + 1}: {words!r} stands nowhere in 'a': 'quotes' are its words as"
            " they are there\n"
        )
    write(world / "gold.jsonl", [*GOLD, gold_line("odd", "elsewhere", "call", "of an article that is not there")])
    assert memcon(*given).code == 0


def test_each_mistake_ends_the_command(memcon: Command, world: Path) -> None:
    """A line of each kind of mistake ends the command with 5 and counts nothing."""
    for change, _ in WRONG.values():
        (world / "gold.jsonl").write_text(json.dumps(GOOD | change), "utf-8")
        ran = memcon("evaluate", "gold.jsonl", "out", "-a", "news.jsonl")
        assert (ran.code, ran.out, ran.err.count("\n")) == (5, "", 1)
