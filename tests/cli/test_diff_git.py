"""git shows and merges the files of a run event by event: real repositories, the installed driver."""

import dataclasses
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from typer.testing import CliRunner

from helpers.coding import state
from helpers.diff_records import day, event, proof
from memcon.cli import git_driver
from memcon.cli.diff import diff as command
from memcon.cli.git_setup import ATTRIBUTES
from memcon.compare.diff.three_way_merge import three_way_merge
from memcon.errors import DataError, UsageError
from memcon.records import Event, EventLink, Place, Reported
from memcon.records.jsonl import dump, read_lines

CALLED = "General Ito called General Haddad on Monday."
ACCUSED = "Norland then accused Sudland of shelling a border post."
PHONED = "Anna Berg berbicara lewat telepon dengan Omar Haddad pada Senin malam."
CALL = event("call", proof("a.txt", CALLED, date="Monday"))
LATER = dataclasses.replace(CALL, date=day("2024-05-04"), id="call-2024-05-04-NOR-SDN")
DISPUTE = event("dispute", proof("a.txt", ACCUSED))
MEETING = event("meeting", proof("c.txt", "the envoys of Norland and Sudland met in Oslo"))
app = typer.Typer()
app.command()(command)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository of its own, untouched by the configuration of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "a repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "-q", "-b", "main")
    git("config", "user.email", "r@example.org")
    git("config", "user.name", "R")
    return folder


def git(*arguments: str, code: int = 0) -> str:
    done = subprocess.run(["git", "--no-pager", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr + done.stdout
    return done.stdout + done.stderr


def write(*events: Any, name: str = "out/events.jsonl") -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_bytes(b"".join(map(dump, events)))


def commit(*events: Any, message: str = "run") -> None:
    write(*events)
    git("add", "-A")
    git("commit", "-qm", message)


def read() -> list[Any]:
    return list(read_lines(Path("out/events.jsonl"), TypeAdapter(Event)))


def memcon(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_git_diff_shows_events(repository: Path) -> None:
    memcon("--install-git")
    commit(CALL, DISPUTE)
    write(LATER, DISPUTE, MEETING)
    assert git("diff").splitlines() == [
        "diff --memcon a/out/events.jsonl b/out/events.jsonl",
        "events 2 → 3: 1 changed, 1 added, 1 the same",
        "",
        "~ call-2024-05-04-NOR-SDN · Anna Berg, Omar Haddad · was call-2024-04-29-NOR-SDN",
        "    date        2024-04-29 → 2024-05-04  from “Monday” (given)",
        "",
        "+ meeting-2024-04-29-NOR-SDN · Anna Berg, Omar Haddad",
        "    “the envoys of Norland and Sudland met in Oslo” c.txt:15–60",
    ]
    git("add", "-A")
    assert git("diff").splitlines() == []
    assert "+ meeting" in git("diff", "--cached")


def test_git_log_and_git_show_tell_two_commits_line_by_line(repository: Path) -> None:
    memcon("--install-git")
    commit(CALL, DISPUTE)
    commit(DISPUTE, LATER, message="a corrected date")
    for shown in (git("log", "-p", "-1"), git("show")):
        changed = [
            line for line in shown.splitlines() if line.startswith(("+", "-")) and line[:3] not in ("+++", "---")
        ]
        assert changed == [
            "-  id call-2024-04-29-NOR-SDN",
            "+  id call-2024-05-04-NOR-SDN",
            "-  date 2024-04-29",
            "+  date 2024-05-04",
        ]
    assert "events 2 → 2: 1 changed, 1 the same" in git("log", "-p", "-1", "--ext-diff")


def test_a_new_a_renamed_and_a_damaged_file_are_shown(repository: Path) -> None:
    memcon("--install-git")
    commit(CALL)
    write(CALL, name="events.jsonl")
    git("add", "-A")
    assert "events 0 → 1: 1 added" in git("diff", "--cached")
    git("commit", "-qm", "more")
    Path("moved").mkdir()
    git("mv", "events.jsonl", "moved/events.jsonl")
    assert "a/events.jsonl b/moved/events.jsonl" in git("diff", "--cached", "-M50%")
    Path("out/events.jsonl").write_bytes(dump(CALL)[:99])
    shown = git("diff", "out")
    assert "not compared event by event: " in shown
    assert "the line is cut off" in shown
    assert f"+{dump(CALL)[:99].decode()}" in shown


def test_git_decides_about_colour(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")  # without one, git paints nothing by itself
    memcon("--install-git")
    commit(CALL)
    write(LATER)
    assert "\x1b" not in git("diff")
    assert "\x1b[31m2024-04-29\x1b[0m" in git("-c", "color.diff=always", "diff")
    monkeypatch.setenv("GIT_PAGER_IN_USE", "1")
    assert "\x1b[31m" in git("diff")
    assert "\x1b" not in git("-c", "color.ui=false", "diff")


def test_a_module_of_the_repository_is_never_run(repository: Path) -> None:
    memcon("--install-git")
    commit(CALL)
    for name in ("json.py", "memcon.py", "typing.py"):
        Path(name).write_text("raise SystemExit('owned')\n")
    write(LATER)
    assert "1 changed" in git("diff", "out")


def test_installing_tells_what_it_does_and_does_it_once(repository: Path) -> None:
    Path(".gitattributes").write_bytes(b"*.txt text")
    said = memcon("--install-git")
    assert f"{repository}/.gitattributes: adding" in said
    assert "git config merge.memcon.driver = " in said
    once = Path(".gitattributes").read_text(), Path(".git/config").read_text()
    assert once[0].splitlines() == ["*.txt text", *ATTRIBUTES]
    assert "nothing to do" in memcon("--install-git")
    assert once == (Path(".gitattributes").read_text(), Path(".git/config").read_text())
    said = memcon("--uninstall-git")
    assert "removing the section diff.memcon" in said
    assert Path(".gitattributes").read_bytes() == b"*.txt text"
    assert "memcon" not in Path(".git/config").read_text()


def test_uninstalling_removes_a_file_that_it_made_and_can_be_repeated(repository: Path) -> None:
    memcon("--install-git")
    memcon("--uninstall-git")
    assert not Path(".gitattributes").exists()
    assert "by lines again" in memcon("--uninstall-git")


def test_installing_from_a_subfolder_is_for_the_whole_repository(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "deep").mkdir()
    monkeypatch.chdir(repository / "deep")
    memcon("--install-git")
    assert (repository / ".gitattributes").exists()


def test_installing_needs_a_repository_git_and_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="in no git repository"):
        memcon("--install-git")
    with pytest.raises(UsageError, match="takes no files"):
        memcon("a", "b", "--install-git")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git is not found"):
        memcon("--install-git")


def test_a_configuration_that_cannot_be_written_is_said(repository: Path) -> None:
    Path(".git/config.lock").touch()
    with pytest.raises(UsageError, match="git config: "):
        memcon("--install-git")


# --- revisions ---


def test_revisions_are_compared(repository: Path) -> None:
    commit(CALL)
    commit(LATER)
    for pair in (("HEAD~1:out/events.jsonl", "out/events.jsonl"), ("HEAD~1:out", "HEAD:out/"), ("HEAD~1:out", "out")):
        assert memcon(*pair).startswith("events 1 → 1: 1 changed\n")
    git("mv", "out/events.jsonl", "events.jsonl")
    git("commit", "-qm", "up")
    assert memcon("HEAD:", "HEAD~1:out").startswith("events 1 → 1: 1 the same\n")


def test_a_file_of_that_name_comes_before_a_revision(repository: Path) -> None:
    commit(CALL)
    write(LATER, name="HEAD:out")
    assert "1 changed" in memcon("out", "HEAD:out")


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("HEAD:nowhere", "git has no such revision"),
        ("HEAD:empty", "git has no such revision"),
        ("--output=x:y", "git has no such revision"),
        ("HEAD^{commit}:", "git has no such revision"),
    ],
)
def test_a_revision_that_is_none_says_what_git_says(repository: Path, revision: str, said: str) -> None:
    Path("empty").mkdir()
    Path("empty/x").touch()
    commit(CALL)
    with pytest.raises(UsageError, match=said):
        memcon("out", "--", revision)
    assert not Path("x:y").exists()


def test_a_commit_is_no_file(repository: Path) -> None:
    commit(CALL)
    with pytest.raises(UsageError, match="is a commit of git"):
        memcon("out", ":/run")


def spoil(name: str, part: slice) -> None:
    """Make a fault by hand: bytes of an object on disk are changed, as a bad sector or a copy cut short does."""
    thing = git("rev-parse", name).strip()
    stored = Path(".git/objects", thing[:2], thing[2:])
    stored.chmod(0o600)
    data = bytearray(stored.read_bytes())
    data[part] = bytes(len(data[part]))
    stored.write_bytes(data)


@pytest.mark.parametrize("part", [slice(0, 8), slice(-60, -20)], ids=["its beginning", "its end"])
@pytest.mark.parametrize("file", ["events.jsonl", "articles.jsonl"])
def test_an_object_that_git_cannot_read_is_damage_and_no_empty_file(repository: Path, file: str, part: slice) -> None:
    Path("out").mkdir()
    Path("out/articles.jsonl").write_bytes(b"".join(dump(state(name)) for name in ("a.txt", "b.txt", "c.txt")))
    commit(CALL, DISPUTE, MEETING)
    write(CALL)
    assert memcon("HEAD:out", "out").startswith("events 3 → 1: 2 removed, 1 the same")
    spoil(f"HEAD:out/{file}", part)
    for side in ("HEAD:out", f"HEAD:out/{file}"):
        with pytest.raises(DataError, match="cannot be read, though git names it"):
            memcon(side, "out")


def test_a_folder_in_the_place_of_a_file_of_a_run_is_told(repository: Path) -> None:
    commit(CALL)
    Path("old/events.jsonl").mkdir(parents=True)
    Path("old/events.jsonl/x").touch()
    git("add", "-A")
    git("commit", "-qm", "more")
    with pytest.raises(DataError, match=r"'HEAD:old/events.jsonl' cannot be read"):
        memcon("HEAD:old", "out")


# --- merging ---


def sides(ours: list[Any], theirs: list[Any], base: list[Any], code: int = 0) -> str:
    """Commit `base`, `theirs` on a branch and `ours` on main, and merge."""
    memcon("--install-git")
    commit(*base, message="base")
    git("checkout", "-qb", "theirs")
    commit(*theirs, message="theirs")
    git("checkout", "-q", "main")
    commit(*ours, message="ours")
    return git("merge", "theirs", "-m", "both", code=code)


def test_a_merge_keeps_the_events_of_both_sides(repository: Path) -> None:
    sides([CALL, DISPUTE], [CALL, MEETING], [CALL])
    assert [one.kind for one in read()] == ["call", "dispute", "meeting"]
    assert git("status", "--short") == ""


def test_a_merge_takes_a_change_of_either_side_of_one_event(repository: Path) -> None:
    placed = dataclasses.replace(CALL, place=Place(name="Oslo", country="NOR"))
    sides([LATER], [placed], [CALL])
    (one,) = read()
    assert (one.date, one.place, one.id) == (LATER.date, placed.place, LATER.id)


def test_a_merge_that_cannot_decide_keeps_both_versions_and_stops(repository: Path) -> None:
    other = dataclasses.replace(CALL, date=day("2024-05-06"), id="call-2024-05-06-NOR-SDN")
    said = sides([LATER], [other], [CALL], code=1)
    assert "both sides changed the date: 2024-05-04 (ours), 2024-05-06 (theirs); both kept" in said
    assert "memcon diff :2:out/events.jsonl :3:out/events.jsonl" in said
    assert [one.id for one in read()] == [LATER.id, other.id]
    assert git("status", "--short") == "UU out/events.jsonl\n"
    assert memcon(":2:out/events.jsonl", ":3:out/events.jsonl").startswith("events 1 → 1: 1 changed\n")


def test_no_field_that_both_sides_changed_is_lost_in_silence(repository: Path) -> None:
    theirs, ours = (dataclasses.replace(CALL, summary=words) for words in ("In short.", "At length."))
    said = sides([ours], [theirs], [CALL], code=1)
    assert "both sides changed the summary: At length. (ours), In short. (theirs); both kept" in said
    assert [one.summary for one in read()] == ["At length.", "In short."]


def test_a_damaged_side_is_a_conflict_and_ours_stays(repository: Path) -> None:
    memcon("--install-git")
    commit(CALL, message="base")
    git("checkout", "-qb", "theirs")
    Path("out/events.jsonl").write_bytes(dump(CALL)[:-9])
    git("commit", "-qam", "damaged")
    git("checkout", "-q", "main")
    commit(CALL, DISPUTE, message="ours")
    assert "the line is cut off" in git("merge", "theirs", code=1)
    assert len(read()) == 2


def merged(base: list[Any], ours: list[Any], theirs: list[Any]) -> tuple[list[str], list[str]]:
    found = three_way_merge(base, ours, theirs)
    assert three_way_merge(base[::-1], ours[::-1], theirs[::-1]) == found, "whatever the order of lines"
    return [record.id for record in found.records], list(found.conflicts)


def test_what_both_added_stands_once() -> None:
    assert merged([], [CALL, DISPUTE], [DISPUTE, CALL]) == ([CALL.id, DISPUTE.id], [])
    sure = dataclasses.replace(CALL, confidence=0.1, summary="Otherwise.")
    assert merged([], [CALL], [sure]) == ([CALL.id], [])


def test_what_one_side_dropped_is_dropped_and_what_the_other_changed_is_kept_and_told() -> None:
    assert merged([CALL, DISPUTE], [DISPUTE], [CALL, DISPUTE]) == ([DISPUTE.id], [])
    assert merged([CALL], [], []) == ([], [])
    quiet = dataclasses.replace(CALL, confidence=0.1)
    assert merged([CALL], [quiet], []) == ([], [])
    assert merged([CALL], [], [LATER]) == ([LATER.id], [f"{LATER.id}: dropped by ours and changed by theirs; kept"])
    assert merged([CALL], [LATER], []) == ([LATER.id], [f"{LATER.id}: dropped by theirs and changed by ours; kept"])


def test_values_of_events_that_are_merely_alike_are_not_mixed() -> None:
    elsewhere = event("call", proof("b.txt", PHONED), id="p")
    assert merged([CALL], [CALL], [elsewhere]) == (["p"], [])
    ids, why = merged([CALL], [LATER], [elsewhere])
    assert ids == ["p", LATER.id]
    assert why == [f"{LATER.id}: dropped by theirs and changed by ours; kept"]


def test_lists_take_what_came_and_drop_what_went() -> None:
    base = dataclasses.replace(CALL, topics=("border", "trade"))
    ours = dataclasses.replace(base, topics=("border", "gas"), countries=("JPN", "NOR", "SDN"))
    theirs = dataclasses.replace(base, topics=("trade", "grain"), confidence=0.5)
    (one,) = three_way_merge([base], [ours], [theirs]).records
    assert (one.topics, one.countries) == (("gas", "grain"), ("JPN", "NOR", "SDN"))


CHANGES: dict[str, tuple[Any, Any]] = {
    "status": ("planned", "cancelled"),
    "channel": ("video", "unspecified"),
    "date": (day("2024-05-04"), day("2024-05-06")),
    "place": (Place(name="Oslo", country="NOR"), Place(name="Geneva", country="CHE")),
    "initiator": ("NOR", "SDN"),
    "summary": ("In short.", "At length."),
    "published": (dt.date(2024, 5, 1), dt.date(2024, 5, 2)),
    "date_evidence": (proof("a.txt", CALLED, date="Monday").date, proof("a.txt", CALLED, date="4 May").date),
}


@pytest.mark.parametrize("name", CHANGES)
def test_who_alone_changed_a_field_wins_it_and_two_who_did_are_a_conflict(name: str) -> None:
    from helpers.diff_records import mention  # noqa: PLC0415

    base = CALL if hasattr(CALL, name) else mention("a.txt", CALLED)
    ours, theirs = (dataclasses.replace(base, **{name: value}) for value in CHANGES[name])
    for side, other in ((ours, base), (base, ours)):
        (one,) = three_way_merge([base], [side], [other]).records
        assert getattr(one, name) == CHANGES[name][0]
    found = three_way_merge([base], [ours], [theirs])
    assert {getattr(one, name) for one in found.records} == {*CHANGES[name]}
    assert [why for why in found.conflicts if f"both sides changed the {name.replace('_', ' ')}" in why]


def test_what_says_how_an_event_was_found_is_no_conflict_and_of_who_changed_it() -> None:
    ours, theirs = (dataclasses.replace(CALL, confidence=sure) for sure in (0.25, 0.5))
    found = three_way_merge([CALL], [ours], [theirs])
    assert ([one.confidence for one in found.records], found.conflicts) == ([0.25], ())
    moved = dataclasses.replace(LATER, confidence=CALL.confidence)
    (one,) = three_way_merge([CALL], [moved], [theirs]).records
    assert (one.date, one.confidence) == (LATER.date, 0.5)


def test_words_for_a_date_or_a_place_that_both_sides_read_otherwise_are_a_conflict() -> None:
    base, ours, theirs = (event("call", proof("a.txt", CALLED, date=words)) for words in (None, "Monday", "4 May"))
    found = three_way_merge([base], [ours], [theirs])
    assert {one.mentions[0].date for one in found.records} == {ours.mentions[0].date, theirs.mentions[0].date}
    (why,) = found.conflicts
    assert "both sides changed the date words: " in why
    assert three_way_merge([base], [ours], [base]).records == (ours,)


def test_articles_of_both_sides_stay_and_one_article_is_merged_quote_by_quote() -> None:
    a, b, c = proof("a.txt", CALLED), proof("b.txt", PHONED), proof("c.txt", "met in Oslo")
    base = event("call", a)
    both_quotes = proof("a.txt", CALLED, "Anna Berg")
    ours, theirs = event("call", both_quotes, b), event("call", proof("a.txt", CALLED, "Omar Haddad", date="Monday"), c)
    (one,) = three_way_merge([base], [ours], [theirs]).records
    assert [told.article for told in one.mentions] == ["a.txt", "b.txt", "c.txt"]
    assert [quote.text for quote in one.mentions[0].quotes] == [CALLED, "Anna Berg", "Omar Haddad"]
    assert one.mentions[0].date is not None
    (one,) = three_way_merge([event("call", a, b)], [event("call", a)], [event("call", a, b, c)]).records
    assert [told.article for told in one.mentions] == ["a.txt", "c.txt"]
    (one,) = three_way_merge(
        [event("call", a, b)], [event("call", a)], [event("call", a, proof("b.txt", PHONED, date="Senin"))]
    ).records
    assert [told.article for told in one.mentions] == ["a.txt", "b.txt"], "one side dropped what the other changed"


def test_codes_and_ids_follow_the_merged_fields() -> None:
    ours = dataclasses.replace(CALL, status="cancelled", codes=event("call", status="cancelled").codes)
    theirs = dataclasses.replace(CALL, channel="video", codes=event("call", variant="video").codes)
    (one,) = three_way_merge([CALL], [ours], [theirs]).records
    assert one.codes == event("call", status="cancelled", variant="video").codes
    more = dataclasses.replace(CALL, countries=("JPN", "NOR", "SDN"), id="call-2024-04-29-JPN-NOR-SDN")
    (one,) = three_way_merge([CALL], [more], [LATER]).records
    assert one.id == "call-2024-05-04-JPN-NOR-SDN"


def test_who_reported_an_event_and_its_bounds_follow_the_merged_articles_and_fields() -> None:
    def told(on: str, **more: Any) -> Reported:
        return Reported(first=day(on).start, last=day(on).start, **more)  # type: ignore[union-attr]

    a, b, c = proof("a.txt", CALLED), proof("b.txt", PHONED), proof("c.txt", "met in Oslo")
    base = event("call", a, on=None, reported=told("2024-05-02", articles=1, sources=1, languages=("en",)))
    ours = dataclasses.replace(
        base, mentions=(a, b), reported=told("2024-05-01", articles=2, sources=2, languages=("en", "id"))
    )
    theirs = dataclasses.replace(base, mentions=(a, c), summary="At length.")
    (one,) = three_way_merge([base], [ours], [theirs]).records
    both = told("2024-05-01", articles=3, sources=2, languages=("en", "id"))
    assert one.reported == dataclasses.replace(both, last=day("2024-05-02").start)  # type: ignore[union-attr]
    assert (one.earliest, one.latest) == (None, one.reported.first)


def test_persons_changed_on_both_sides_and_kinds_are_for_a_person_to_decide() -> None:
    def named(title: str) -> Any:
        return dataclasses.replace(
            CALL, participants=(dataclasses.replace(CALL.participants[0], title=title), *CALL.participants[1:])
        )

    ids, why = merged([CALL], [named("general")], [named("minister")])
    assert ids == [CALL.id, f"{CALL.id}-2"]
    clash = "Anna Berg (NOR, general) (ours), Anna Berg (NOR, minister) (theirs)"
    assert why == [f"{CALL.id}: both sides changed the participants: {clash}; both kept"]
    told = CALL.mentions[0]
    meeting, dispute = event("meeting", told), event("dispute", told)
    ids, why = merged([CALL], [meeting], [dispute])
    assert sorted(ids) == sorted([meeting.id, dispute.id])
    assert "kind: meeting (ours), dispute (theirs)" in why[0]


def test_links_follow_ids_and_stay_where_they_point_to_nothing() -> None:
    plan = event(
        "meeting",
        proof("c.txt", "Two days later the envoys"),
        links=(EventLink(type="fulfilled_by", event=CALL.id), EventLink(type="denied_by", event="x")),
    )
    found = three_way_merge([CALL, plan], [LATER, plan], [CALL, plan, DISPUTE])
    links = next(record.links for record in found.records if record.kind == "meeting")
    assert [link.event for link in links] == [LATER.id, "x"]


def test_mentions_are_merged_too() -> None:
    from helpers.diff_records import mention  # noqa: PLC0415

    base = mention("a.txt", CALLED)
    ours, theirs = (
        dataclasses.replace(base, status="planned"),
        dataclasses.replace(base, quotes=mention("a.txt", CALLED, ACCUSED).quotes),
    )
    (one,) = three_way_merge([base], [ours], [theirs]).records
    assert (one.status, len(one.quotes)) == ("planned", 2)
    assert len(three_way_merge([base], [ours, mention("b.txt", PHONED)], [theirs]).records) == 2


POOL = [
    CALL,
    LATER,
    DISPUTE,
    MEETING,
    dataclasses.replace(CALL, summary="x"),
    event("call", proof("b.txt", PHONED), id="p"),
]


@settings(max_examples=200, deadline=None)
@given(*(st.lists(st.sampled_from(POOL), max_size=4, unique=True) for _ in range(3)))
def test_a_merge_loses_no_event_and_gives_unique_ids(base: list[Any], ours: list[Any], theirs: list[Any]) -> None:
    found = three_way_merge(base, ours, theirs)
    ids = [record.id for record in found.records]
    assert len(ids) == len({*ids})
    words = {quote for record in found.records for told in record.mentions for quote in told.quotes}
    for mine, yours in ((ours, theirs), (theirs, ours)):
        for record in mine:
            if record not in base or record in yours:
                assert {q for told in record.mentions for q in told.quotes} <= words


@settings(max_examples=30, deadline=None)
@given(*(st.lists(st.sampled_from([CALL, DISPUTE, MEETING]), max_size=3, unique=True) for _ in range(2)))
def test_a_side_that_did_nothing_changes_nothing(base: list[Any], ours: list[Any]) -> None:
    assert {r.id for r in three_way_merge(base, ours, base).records} == {r.id for r in ours}
    assert {r.id for r in three_way_merge(base, base, ours).records} == {r.id for r in ours}
    assert not three_way_merge(base, ours, base).conflicts


# --- the driver itself, in this process ---


def test_the_driver_answers_git(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["git_driver", *arguments])
        with pytest.raises(SystemExit) as ended:
            git_driver.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    write(CALL, name="o/a")
    write(LATER, name="o/b")
    Path("o/c").write_bytes(dump(LATER)[:40])
    assert call("external", "p") == (0, "* Unmerged path p\n", "")
    code, out, _ = call("external", "p", "o/a", "0", "100644", "o/b", "0", "100644")
    assert (code, out.splitlines()[:2]) == (0, ["diff --memcon a/p b/p", "events 1 → 1: 1 changed"])
    assert "b/q" in call("external", "p", "o/a", "0", "100644", "o/b", "0", "100644", "q", "rename")[1]
    assert "not compared event by event" in call("external", "p", "o/a", "0", "100644", "o/c", "0", "100644")[1]
    assert call("textconv", "o/a")[1].splitlines()[3] == "call NOR SDN: Anna Berg, Omar Haddad"
    assert call("textconv", "o/c")[1].startswith("? {")
    code, _, err = call("merge", "o/c", "o/a", "o/b", "p")
    assert code == 2
    assert err.startswith("memcon: 'o/c', line 1")
    assert call("merge", "/dev/null", "o/a", "o/b", "p")[0] == 1
    assert call("merge", "o/b", "o/a", "o/b", "p")[0] == 0


def test_a_pager_that_is_left_is_no_error(repository: Path) -> None:
    write(CALL, name="a")
    command = [sys.executable, "-P", "-m", "memcon.cli.git_driver", "textconv", "a"]
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, check=False)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (0, b"")
