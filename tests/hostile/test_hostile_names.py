"""Names in bytes that are no UTF-8, of people and of folders, and users without a home."""

import os
import signal
from pathlib import Path

import pytest

from conftest import Command
from helpers.review_server import serving
from helpers.reviewable import write_run
from memcon.cli import people
from memcon.models.endpoints import FOLDER, PROFILE
from memcon.outputs.decisions import read_decisions
from memcon.pages.review import ReviewAddress, open_session, serve

pytestmark = pytest.mark.hostile

LATIN = os.fsdecode(b"Jos\xe9 Berg")
"""As a terminal gives it whose language has another encoding."""


@pytest.mark.parametrize(
    "command",
    [
        ["review", "out", "--no-browser", "--who", LATIN],
        ["review", "out", "--no-browser", "--who", LATIN, "--adjudicate"],
        ["review", "out", "--serve", "127.0.0.1", "--coder", "ana", "--coder", LATIN],
        ["annotations", "out", "sheet.csv", "--from", "coding-sheet", "--who", LATIN],
        ["sample", "out", "--coders", f"ana,{LATIN}"],
    ],
)
def test_a_name_that_no_decision_can_hold_is_refused_before_anything_begins(
    folder: Path, memcon: Command, command: list[str]
) -> None:
    before = sorted(write_run(folder / "out").rglob("*"))
    (folder / "sheet.csv").write_bytes(b"")
    ran = memcon(*command)
    assert (ran.code, ran.out) == (2, "")
    assert r"'Jos\udce9 Berg' is no UTF-8: give a name in letters" in ran.err
    assert sorted((folder / "out").rglob("*")) == before


def test_a_login_that_no_decision_can_hold_is_nobodys_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # no git
    monkeypatch.setenv("LOGNAME", LATIN)
    assert people.own_name() == "unknown"


def test_a_folder_of_any_bytes_is_reviewed(tmp_path: Path) -> None:
    out = write_run(tmp_path / os.fsdecode(b"o\xff"))
    with open_session(out, who="ana") as session:
        event = [proof.mention for proof in session.page()[0].events[0].mentions]
    with serving(out) as server:
        made = server.post(action="accept", event=event)
        told = server.client.get("state")
        assert (made.status_code, told.status_code) == (201, 200)
        assert made.json()["file"] == told.json()["file"] == f"{tmp_path}/o?/review.jsonl"
    assert "Traceback" not in server.said
    assert len(read_decisions(out / "review.jsonl").decisions) == 1


def without_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this process that of a user who has no home, as those of containers."""
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setattr("pwd.getpwuid", lambda uid: (_ for _ in ()).throw(KeyError(uid)))


def test_who_has_no_home_reviews_at_another_address_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_home(monkeypatch)
    found: list[ReviewAddress] = []

    def ready(served: ReviewAddress) -> None:
        found.append(served)
        signal.raise_signal(signal.SIGINT)

    out = write_run(tmp_path / "out")
    for _ in range(2):
        with open_session(out, who="ana") as session:
            serve(session, out, port=0, ready=ready)
    assert len({served.token for served in found}) == 2


@pytest.mark.parametrize("user", ["~", "~nobody-here"])
@pytest.mark.parametrize("variable", [None, PROFILE, FOLDER])
def test_a_path_below_a_home_that_is_not_there_is_told(
    folder: Path, memcon: Command, monkeypatch: pytest.MonkeyPatch, user: str, variable: str | None
) -> None:
    without_home(monkeypatch)
    (folder / "a.txt").write_text("They met in Oslo.", "utf-8")
    if variable:
        monkeypatch.setenv(variable, f"{user}/given")
    ran = memcon("extract", "a.txt", "-o", "out", "--model", f"{user}/a.gguf")
    assert ran.code == 2, ran.err
    assert f"'{user}/{'given' if variable else 'a.gguf'}'" in ran.err
