"""No decision is lost: nothing is cut from a file of decisions but what a crash leaves, which is kept beside it."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from conftest import Command
from helpers.merging import told
from helpers.reviewing import accept, read, reject
from memcon.errors import DataError, DiskError
from memcon.events.merge import merge
from memcon.outputs.decisions import adopt, opened, read_decisions
from memcon.outputs.folder import RunFolder
from memcon.outputs.left_out import telling
from memcon.outputs.migrate import migrate
from memcon.records.jsonl import dump

CALL: Final = merge([told("a.txt", "call", "2024-04-29", "Anna Berg/NOR, Omar Haddad/JOR", quote="“Zażółć” ☎ 漢字")])[0]
LAST: Final = dump(reject(CALL, note="he said no")).removesuffix(b"\n")


def changed(**values: object) -> bytes:
    return json.dumps(json.loads(LAST) | values, ensure_ascii=False, separators=(",", ":")).encode()


NOT_OF_A_CRASH: Final = {
    "an array of all": b"[" + LAST + b", " + LAST + b"]",
    "a cut array": b"[" + LAST + b", " + LAST[:50],
    "a quotation mark in a note": LAST.replace(b'"he said', b'"he said "', 1),
    "a comma too many": LAST.replace(b',"who"', b',,"who"', 1),
    "a newer version": changed(schema_version=9),
    "one more key": changed(mood="good"),
    "a key that is missing": LAST.replace(b'"note":"he said no",', b"", 1).replace(b',"note":"he said no"', b"", 1),
    "an action that is none": changed(action="perhaps"),
    "a key twice": LAST[:-1] + b',"note":"x"}',
    "a name of a day": changed(when="yesterday"),
    "text": b"see the other file",
    "a string": b'"he said no',
    "a number": b"12",
    "no UTF-8": LAST.replace(b"he said", b"he \xff said", 1),
    "a whole line and zeros": LAST + b"\0" * 8,
    "zeros in it": LAST.replace(b"he said", b"he \0 said", 1),
}  # fmt: skip


VERSION_1: Final = Path(__file__).parents[1] / "records" / "version_1"


def lines(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}*"))


@pytest.mark.parametrize("what", NOT_OF_A_CRASH)
def test_what_no_crash_leaves_is_damage_and_stays(tmp_path: Path, what: str) -> None:
    path, good = tmp_path / "review.jsonl", accept(CALL)
    for before in (b"", dump(good)):
        path.write_bytes(data := before + NOT_OF_A_CRASH[what])
        number = 1 + bool(before)
        with pytest.raises(DataError, match=rf"review\.jsonl', line {number}"):
            read_decisions(path)
        with pytest.raises(DataError), opened(path):
            pass
        with pytest.raises(DataError):
            adopt(path, [read("a.txt")])
        assert path.read_bytes() == data
        assert lines(path) == [path]


@pytest.mark.parametrize("zeros", [0, 8])
def test_what_a_crash_leaves_is_kept_beside_and_told(tmp_path: Path, zeros: int) -> None:
    path, good = tmp_path / "review.jsonl", accept(CALL)
    begun = [LAST[:cut] + b"\0" * zeros for cut in (*range(1, len(LAST) - 1, 97), len(LAST) - 1)]
    begun += [b"\0" * zeros] if zeros else []
    for number, half in enumerate(begun, start=1):
        path.write_bytes(dump(good) + half)
        heard: list[str] = []
        with telling(heard.append):
            assert read_decisions(path).decisions == (good,)
            with opened(path) as file:
                assert file.torn == len(half)
        kept = tmp_path / f"review.jsonl.torn-{number}"
        torn = f"{str(path)!r}: its last line, of {len(half)} bytes, is cut off and is no decision: it is"
        assert heard == [f"{torn} passed by", f"{torn} kept in {str(kept)!r}"]
        assert (path.read_bytes(), kept.read_bytes()) == (dump(good), half)
        assert kept.stat().st_mode & 0o777 == 0o600
    assert len(lines(path)) == 1 + len(begun)


def test_it_is_kept_once_by_whoever_dies_before_it_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "review.jsonl"
    path.write_bytes(LAST[:40])

    def dies(*_: object) -> None:
        raise OSError(28, "no space left")

    with monkeypatch.context() as patched:
        patched.setattr(os, "ftruncate", dies)
        with pytest.raises(DiskError), opened(path):
            pass
    assert path.read_bytes() == LAST[:40]
    with opened(path):
        pass
    assert path.read_bytes() == b""
    assert [each.read_bytes() for each in lines(path)] == [b"", LAST[:40]]


def test_nothing_is_cut_off_that_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "review.jsonl"
    path.write_bytes(LAST[:40])

    def full(*_: object) -> int:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(DiskError, match="disk is full"), opened(path):
        pass
    assert path.read_bytes() == LAST[:40]


def test_migrating_loses_no_line(folder: Path) -> None:
    shutil.copytree(VERSION_1, folder, dirs_exist_ok=True)
    path = folder / "run" / "review.jsonl"
    (first, *_) = path.read_bytes().splitlines()
    other = first.replace(b'"note":"', b'"note":"or not: ', 1)
    assert other != first
    path.write_bytes(path.read_bytes() + other + b"\n" + first[:60])
    before = read_decisions(path)
    migrate(RunFolder(folder / "run"))
    assert read_decisions(path).lines == before.lines
    assert (folder / "run" / "review.jsonl.torn-1").read_bytes() == first[:60]


READERS: Final[dict[str, list[str]]] = {
    "review --decisions": ["review", "out", "--decisions"],
    "review --who --decisions": ["review", "out", "--decisions", "--who", "ben"],
    "review --export": ["review", "out", "--export", "gold"],
    "annotations": ["annotations", "out", "back.zip", "--from", "brat", "--who", "ana"],
    "apply": ["apply", "out"],
    "agreement": ["agreement", "out"],
    "estimate": ["estimate", "out"],
    "sample": ["sample", "out", "--size", "2"],
    "calibrate": ["calibrate", "out", "-o", "fit.json"],
    "verify": ["verify", "out"],
}
"""Commands that read the decisions of a run."""


@pytest.fixture
def decided(folder: Path, memcon: Command) -> Path:
    """A run with decisions applied, and a decision of a coder; returns its file of decisions."""
    shutil.copytree(VERSION_1, folder, dirs_exist_ok=True)
    (folder / "run").rename(folder / "out")
    migrate(RunFolder(folder / "out"))
    memcon("export", "out", "--format", "brat", "-o", "back.zip")
    memcon("sample", "out", "--size", "2")
    event = next(RunFolder(folder / "out").events())
    line = dump(accept(event)).replace(b'"who":"ana"', b'"who":"ben"')
    (folder / "out" / "coding" / "ben.jsonl").write_bytes(line)
    return folder / "out" / "review.jsonl"


def edited(path: Path, end: Callable[[bytes], bytes]) -> None:
    path.write_bytes(path.read_bytes() + end(path.read_bytes().splitlines()[0]))


@pytest.mark.parametrize("words", READERS.values(), ids=READERS)
def test_every_command_tells_what_it_leaves_out(memcon: Command, decided: Path, words: list[str]) -> None:
    plain = memcon(*words)
    before = read_decisions(decided)
    edited(decided, lambda first: first.replace(b'"note":"', b'"note":"or not ', 1) + b"\n" + first[:60])
    ran = memcon(*words)
    clash = f"two decisions have the id {before.decisions[0].id}, and say different things: the first one counts"
    told = [line for line in ran.err.splitlines() if "cut off" in line or "have the id" in line]
    assert len(told) == len({*told}) == 2
    assert told[0].startswith("memcon: 'out/review.jsonl': its last line, of 60 bytes, is cut off and is no decision")
    assert told[1] == f"memcon: 'out/review.jsonl': {clash}"
    assert ran.code == plain.code


@pytest.mark.parametrize("words", READERS.values(), ids=READERS)
@pytest.mark.parametrize("what", ["an array of all", "a quotation mark in a note", "a newer version", "one more key"])
def test_every_command_refuses_what_no_crash_leaves(
    memcon: Command, decided: Path, words: list[str], what: str
) -> None:
    edited(decided, lambda _: NOT_OF_A_CRASH[what])
    before = decided.read_bytes()
    ran = memcon(*words)
    assert ran.code == 5, ran
    assert f"'out/review.jsonl', line {len(before.splitlines())}" in ran.err
    assert decided.read_bytes() == before


def test_a_file_of_a_coder_is_told_as_well(memcon: Command, decided: Path) -> None:
    own = decided.parent / "coding" / "ben.jsonl"
    edited(own, lambda first: first[:60])
    for words in (READERS["agreement"], READERS["review --who --decisions"]):
        ran = memcon(*words)
        assert (
            "'out/coding/ben.jsonl': its last line, of 60 bytes, is cut off and is no decision: it is passed by"
            in ran.err
        )
    assert own.read_bytes().endswith(b"\n") is False


def test_what_is_kept_is_no_article_and_no_place_to_write(memcon: Command, decided: Path) -> None:
    (decided.parent / "review.jsonl.torn-1").write_bytes(b"{")
    ran = memcon("import", "out", "-o", "articles.jsonl", "--json")
    assert "torn" not in ran.out + ran.err
    assert memcon("codebook", "out", "-o", "out/review.jsonl.torn-1").code == 2
