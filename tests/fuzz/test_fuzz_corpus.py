"""What fuzzing found stays mended, what it begins with holds, and what it would find is found."""

from pathlib import Path

import pytest

from fuzz.campaign import HERE, failure, keep, shortened
from fuzz.seeds import SEEDS, dictionary
from fuzz.targets import TARGETS, Hang, limited

FOUND = sorted((HERE / "corpus").glob("*/*.bin"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_was_found_is_mended(path: Path) -> None:
    with limited():
        TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_what_a_campaign_begins_with_holds(name: str) -> None:
    seeds = list(SEEDS[name]())
    for seed in seeds[:: 1 + len(seeds) // 10]:
        with limited():
            TARGETS[name](seed)


def test_a_crash_and_a_hang_are_found_and_made_short(tmp_path: Path) -> None:
    def crashes(data: bytes) -> None:
        assert not (b"<" in data and b">" in data), "a tag"

    def hangs(data: bytes) -> None:
        while b"(" in data:
            pass

    failed = failure(crashes, b"ab < cd > ef")
    assert failed
    assert failed[0][0] == "AssertionError"
    short = shortened(crashes, b"ab < cd > ef", failed[0])
    assert short == b"<>"
    keep(tmp_path, short, failed[1])
    assert [path.read_bytes() for path in tmp_path.glob("*.bin")] == [b"<>"]
    assert "a tag" in next(tmp_path.glob("*.txt")).read_text("utf-8")
    assert failure(crashes, b"<<") is None
    with pytest.raises(Hang), limited(0.05):
        hangs(b"(")


def test_the_dictionary_is_one_of_libfuzzer() -> None:
    lines = dictionary().splitlines()
    assert len(lines) > 100
    assert all(line.isascii() and line[0] == line[-1] == '"' and len(line) < 250 for line in lines)
