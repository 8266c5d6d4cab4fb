"""An answer that holds is read, whatever it is wrapped in; what holds none is told by what it was, and never mended."""

from pathlib import Path

import pytest

from helpers.envelopes import READ, REFUSED, Case, case, play
from helpers.refusing import LEARNED, NAMELESS

CASES = (*READ, *LEARNED, *REFUSED, *NAMELESS)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_way_of_an_endpoint(case: Case, tmp_path: Path) -> None:
    played = play(case, tmp_path / "ledger.sqlite")
    assert (played.ended, played.calls) == (case.ended, case.calls), played.detail
    assert played.mentions == (case.holds == "one")
    assert set(played.report["repairs"]) == case.repairs
    again = play(case, tmp_path / "ledger.sqlite")  # read from the ledger: nothing is paid twice
    assert (again.ended, again.mentions) == (played.ended, played.mentions)
    assert again.calls == (played.calls if case in NAMELESS else 0)  # what was refused is asked again


def test_an_answer_of_more_keys_than_any_is_told_by_that_and_asked_for_once_more(tmp_path: Path) -> None:
    keys = ",".join(f'"{number}":0' for number in range(15_000))
    many = case("more keys than any answer", f'{{"meetings": [], {keys}}}')
    played = play(many, tmp_path / "ledger.sqlite")
    assert (played.ended, played.calls) == ("failed: invalid_answer", 2)
    assert "it is no JSON: it has more than 4,000 different keys" in played.detail
    assert play(many, tmp_path / "ledger.sqlite").calls == 0


def test_there_are_cases_enough() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
    assert sum(case.holds == "one" for case in CASES) >= 45


def test_what_an_answer_was_instead_is_told(tmp_path: Path) -> None:
    said = {case.name: play(case, tmp_path / f"{number}.sqlite").detail for number, case in enumerate(REFUSED[:5])}
    assert [
        said[case.name].partition("'scripted' at localhost: ")[2].removesuffix("; --retry-failed asks again")
        for case in REFUSED[:5]
    ] == [
        "prose: it is no JSON: Expecting value: line 1 column 1 (char 0)",
        "empty",
        "empty: the model spent its tokens on thought; raise --output-tokens",
        "a thought, and no answer behind it: it is no JSON: Expecting value: line 1 column 1 (char 0)",
        "the answer was cut at its token limit: the model spent its tokens on thought; raise --output-tokens",
    ]
