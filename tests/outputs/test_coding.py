"""The files of coders: whose they are, what they hold, and that no run that is written beside them changes them."""

import dataclasses
import os
import stat
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.reviewable import MENTIONS, write_run
from helpers.reviewing import accept, read, reject, undo
from memcon.articles.sources import find_sources
from memcon.errors import DataError, LockedError, UsageError
from memcon.events.merge import merge
from memcon.outputs.coding import coder_files, coder_path, coders, open_coder, take_over
from memcon.outputs.decisions import adopt
from memcon.outputs.folder import RunFolder
from memcon.outputs.standing import keep
from memcon.records import run_files
from memcon.records.decision import Decision, Opinion
from memcon.records.run_files import coder_slug

EVENTS = merge(MENTIONS)


def by(who: str, decision: Decision) -> Decision:
    return dataclasses.replace(decision, who=who)


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return RunFolder(write_run(tmp_path / "out"))


@pytest.mark.parametrize(
    ("who", "slug"),
    [
        ("ana", "ana"), ("Ana Berg", "ana-berg"), ("  ÁNA  ", "ána"), ("A\u0301na", "ána"), ("अमित", "अमित"),
        ("李 明", "李-明"), ("ﬁ", "fi"), ("—", ""), ("ana\u202e", "ana"), ("漢" * 100, "漢" * 66),
        ("../../etc/passwd", "etc-passwd"), (".hidden", "hidden"), ("a/b\\c:d\x00e", "a-b-c-d-e"),
    ],
)  # fmt: skip
def test_a_coder_names_his_file_in_any_script(who: str, slug: str) -> None:
    assert coder_slug(who) == slug


@given(st.text(max_size=500))
@example("İ" * 99)
def test_no_name_leads_out_of_the_folder(who: str) -> None:
    slug = coder_slug(who)
    assert "/" not in slug
    assert "." not in slug
    assert len(slug.encode()) <= 200
    assert coder_slug(slug) == slug


def test_a_coder_has_a_file_for_his_own_eyes(run: RunFolder) -> None:
    made = by("Ana Berg", accept(EVENTS[0]))
    with open_coder(run, "Ana Berg") as file:
        file.append(made)
        with open_coder(run, "Ben") as other:  # two at once
            other.append(by("Ben", reject(EVENTS[0])))
        with pytest.raises(LockedError), open_coder(run, "Ana Berg"):
            pass
    assert [path.name for path in coder_files(run)] == ["ana-berg.jsonl", "ben.jsonl"]
    assert stat.S_IMODE(coder_path(run, "Ana Berg").stat().st_mode) == 0o600
    assert stat.S_IMODE(run.file(run_files.CODING).stat().st_mode) == 0o700
    assert coders(run)["Ana Berg"] == (made,)


def test_two_names_that_share_a_file_are_refused(run: RunFolder) -> None:
    with open_coder(run, "Ana B.") as file:
        file.append(by("Ana B.", accept(EVENTS[0])))
    with pytest.raises(UsageError, match=r"is the file of 'Ana B\.'"), open_coder(run, "ana-b"):
        pass
    with pytest.raises(UsageError, match="no letter and no digit"), open_coder(run, "—"):
        pass


def test_no_link_is_followed(run: RunFolder, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run.file("coding").symlink_to(elsewhere)
    with pytest.raises(DataError, match="a link"), open_coder(run, "ana"):
        pass
    with pytest.raises(DataError, match="a link"):
        coders(run)
    assert list(elsewhere.iterdir()) == []
    run.file("coding").unlink()
    run.file("coding").mkdir()
    run.file("coding/ana.jsonl").symlink_to(elsewhere / "a")
    with pytest.raises(DataError, match="a link"), open_coder(run, "ana"):
        pass
    run.file("coding/ana.jsonl").unlink()
    os.mkfifo(run.file("coding/ben.jsonl"))
    with pytest.raises(DataError, match="no file"):
        coders(run)


def test_opinions_are_those_of_coders_files_and_of_who_reviewed_alone(run: RunFolder) -> None:
    first, hers = by("ana", accept(EVENTS[0])), by("ana", reject(EVENTS[1]))
    opinion = Opinion(who="ana", decision=first.id, said="accept")
    settled = dataclasses.replace(by("cleo", accept(EVENTS[0])), settles=(opinion,))
    adopt(run.file("review.jsonl"), [first, settled, by("cleo", undo(settled)), by("ben", read("a.txt"))])
    with open_coder(run, "ana") as file:
        file.append(hers, by("ana", undo(first)))
    told = coders(run)
    assert [*told] == ["ana", "ben"]
    assert [one.action for one in told["ana"]] == ["accept", "reject", "undo"]
    assert [one.action for one in told["ben"]] == ["read"]


def test_a_file_of_two_coders_is_damaged(run: RunFolder) -> None:
    run.file("coding").mkdir()
    adopt(run.file("coding/ana.jsonl"), [by("ana", accept(EVENTS[0])), by("ben", accept(EVENTS[1]))])
    with pytest.raises(DataError, match="holds decisions of 'ana', 'ben'"):
        coders(run)


def test_a_run_that_is_kept_keeps_its_coders_and_none_is_read_as_articles(run: RunFolder) -> None:
    with open_coder(run, "ana") as file:
        file.append(by("ana", accept(EVENTS[0])))
    data = coder_path(run, "ana").read_bytes()
    assert coder_path(RunFolder(keep(run)), "ana").read_bytes() == data
    other = RunFolder(write_run(run.path.parent / "other"))
    take_over(other, [run, run])
    assert coder_path(other, "ana").read_bytes() == data
    with pytest.raises(UsageError, match="a run is made of"):
        other.check_apart(coder_path(run, "ana"))
    (run.path / "note.txt").write_text("A note.")
    assert [source.path and source.path.name for source in find_sources([str(run.path)])] == ["note.txt"]
