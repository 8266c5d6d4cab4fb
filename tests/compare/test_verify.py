"""`memcon verify` finds any change of a run's files or articles, also one that is made in all of them alike."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.forging import Lines, merged, read, resealed, write
from helpers.scripted import MODEL, Reader, call, dispute, meeting, serving
from memcon.api import extract
from memcon.compare.verify import verify
from memcon.errors import DataError, UsageError

FIRST = (
    "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa (2/7/2024).\n"
    "Kementerian Luar Negeri Peru memanggil duta besar Bolivia untuk menyampaikan protes.\n"
)
SECOND = (
    "US Secretary of State Antony Blinken called Brazil's foreign minister Mauro Vieira on Wednesday.\n"
    "Secretary of State Antony Blinken is due to meet Mauro Vieira of Brazil in Rio next month.\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two articles, and a run over them in `out`: dates, places, names and something rejected."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "first.txt").write_text(FIRST, "utf-8")
    line = {"id": "second", "text": SECOND, "published": "2024-07-04", "language": "en"}
    (folder / "more.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    ruto = ("William Ruto", "Yoweri Museveni", "Joko Widodo")
    told = (
        meeting("bertemu", *ruto, date_words="Selasa (2/7/2024)", place_words="Kampala"),
        dispute("memanggil", "Kementerian Luar Negeri Peru", "duta besar Bolivia", "summon"),
        call("called", "Antony Blinken", "Mauro Vieira", date_words="Wednesday"),
        meeting(
            "due to meet", "Antony Blinken", "Mauro Vieira", date_words="next month", place_words="Rio",
            status="planned",
        ),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch, serving(Reader(*told)) as server:
        patch.chdir(folder)
        run = extract(["first.txt", "more.jsonl"], model=MODEL, base_url=server.url)
        run.write("out")
    assert run.exit_code == 0
    return folder


@pytest.fixture
def out(folder: Path, made: Path) -> Path:
    """The output of that run, to be damaged, beside its articles."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return folder / "out"


def test_a_run_holds(memcon: Command, out: Path) -> None:
    report = verify(out)
    assert report.problems == ()
    assert (report.articles, report.events, report.mentions) == (2, 4, 4)
    assert report.spans >= 4 * 2 + 3
    assert "Joko Widodo" in {line["text"] for line in read(out / "rejected.jsonl")}
    ran = memcon("verify", "out")
    assert ran.code == 0
    assert ran.out == f"out: 4 events, 4 mentions and {report.spans} spans hold against 2 articles\n"


def test_writing_unchanged_lines_is_no_change(out: Path) -> None:
    for path in out.glob("*.jsonl"):
        before = path.read_bytes()
        write(path, read(path))
        assert path.read_bytes() == before


def shift(span: dict[str, Any]) -> None:
    span["start"] += 1
    span["end"] += 1


MENTION: dict[str, Callable[[dict[str, Any]], object]] = {
    "a word of a quote": lambda m: m["quotes"][0].update(text=m["quotes"][0]["text"].replace("bertemu", "menemui")),
    "the place of a quote": lambda m: shift(m["quotes"][0]),
    "a name": lambda m: m["names"][0].update(text="William Rutto"),
    "the place of a name": lambda m: shift(m["names"][0]),
    "a participant": lambda m: m["participants"][0].update(name="Uhuru Kenyatta"),
    "one participant more": lambda m: m["participants"].append(m["participants"][0]),
    "a participant's country": lambda m: m["participants"][0].update(country="TZA"),
    "the countries": lambda m: m.update(countries=["RWA", "UGA"]),
    "the initiator": lambda m: m.update(initiator="RWA"),
    "the day": lambda m: m["date"].update(start="2024-07-01", end="2024-07-01"),
    "the precision": lambda m: m["date"].update(precision="month"),
    "how the day is known": lambda m: m["date_evidence"].update(basis="as told"),
    "the words of the day": lambda m: m["date_evidence"].update(text="Senin (1/7/2024)"),
    "no words of the day": lambda m: m.update(date_evidence=None),
    "no day for its words": lambda m: m.update(date=None),
    "the place": lambda m: m["place"].update(name="Nairobi"),
    "the country of the place": lambda m: m["place"].update(country="TZA"),
    "the words of the place": lambda m: m["place_evidence"].update(text="Nairobi"),
    "the day of publication": lambda m: m.update(published="2024-07-03"),
    "the id": lambda m: m.update(id=m["id"].replace("#meeting-0", "#meeting-7")),
    "the kind": lambda m: m.update(kind="call", variant="phone"),
    "the article": lambda m: m.update(article="second"),
}  # fmt: skip


@pytest.mark.parametrize("change", MENTION)
def test_a_changed_mention_is_found_although_its_event_is_changed_alike(out: Path, change: str) -> None:
    """The forger merges again, so that mentions and events agree: only the article can tell."""
    lines = read(out / "mentions.jsonl")
    (kampala,) = [line for line in lines if line["quotes"][0]["text"].startswith("Presiden Kenya")]
    MENTION[change](kampala)
    write(out / "mentions.jsonl", lines)
    merged(out)
    resealed(out)
    assert verify(out).problems


EVENT: dict[str, Callable[[dict[str, Any]], object]] = {
    "the id": lambda e: e.update(id="meeting-2024-07-03-KEN-UGA"),
    "the status": lambda e: e.update(status="planned"),
    "the day": lambda e: e["date"].update(start="2024-07-01", end="2024-07-01"),
    "the countries": lambda e: e.update(countries=["KEN", "TZA"]),
    "a code of PLOVER": lambda e: e["codes"].update(plover="COOP"),
    "a code of CAMEO": lambda e: e["codes"].update(cameo="999"),
    "a code of ACE": lambda e: e["codes"].update(ace=None),
    "a quote": lambda e: e["mentions"][0]["quotes"][0].update(text="Presiden Kenya bertemu Presiden Uganda."),
    "the place of a quote": lambda e: shift(e["mentions"][0]["quotes"][0]),
    "a participant": lambda e: e["participants"].pop(),
    "the confidence": lambda e: e.update(confidence=1.0),
    "the proof": lambda e: e["mentions"][0].update(mention="first.txt#meeting-1-2"),
    "the form": lambda e: e.update(form="mediation"),
}


@pytest.mark.parametrize("change", EVENT)
def test_a_changed_event_is_found(out: Path, change: str) -> None:
    lines = read(out / "events.jsonl")
    (kampala,) = [line for line in lines if line["id"] == "meeting-2024-07-02-KEN-UGA"]
    EVENT[change](kampala)
    write(out / "events.jsonl", lines)
    resealed(out)
    assert any("event 'meeting-2024-07-0" in problem for problem in verify(out).problems)


def drop(lines: Lines) -> None:
    lines.pop()


def double(lines: Lines) -> None:
    lines.append(lines[-1])


@pytest.mark.parametrize("name", ["events", "mentions", "rejected", "articles"])
@pytest.mark.parametrize("change", [drop, double])
def test_a_line_lost_or_doubled_is_found(out: Path, name: str, change: Callable[[Lines], None]) -> None:
    lines = read(out / f"{name}.jsonl")
    change(lines)
    write(out / f"{name}.jsonl", lines)
    resealed(out)
    assert verify(out).problems


def test_events_out_of_order_are_found(out: Path) -> None:
    lines = read(out / "events.jsonl")
    write(out / "events.jsonl", lines[::-1])
    resealed(out)
    assert verify(out).problems == ("events.jsonl is not in the order of date, kind and id",)


def test_a_rejected_place_that_is_not_there_is_found(out: Path) -> None:
    lines = read(out / "rejected.jsonl")
    lines[0]["near"] = {"text": "Kenya", "start": 0, "end": 5}
    write(out / "rejected.jsonl", lines)
    resealed(out)
    (problem,) = verify(out).problems
    assert "'Kenya' does not stand at 0-5" in problem


def test_a_doubt_that_is_not_told_among_what_was_refused_is_found(out: Path) -> None:
    lines = read(out / "mentions.jsonl")
    lines[0]["doubts"] = [
        {"field": "status", "said": "occurred", "told": "planned", "holds": "model", "rule": "status_needs_its_words"}
    ]
    write(out / "mentions.jsonl", lines)
    merged(out)
    resealed(out)
    assert verify(out).problems == (
        f"mention {lines[0]['id']!r}: its doubt of the status is not told in rejected.jsonl",
    )


@pytest.mark.parametrize("name", ["source", "language"])
def test_a_source_or_a_language_that_is_not_its_article_s_is_found(out: Path, name: str) -> None:
    """Though the events are what merging such mentions gives."""
    lines = read(out / "mentions.jsonl")
    lines[0][name] = "xx"
    write(out / "mentions.jsonl", lines)
    merged(out)
    resealed(out)
    assert verify(out).problems == (f"mention {lines[0]['id']!r}: its {name} is not that of its article",)


def test_a_changed_article_is_found(out: Path, folder: Path) -> None:
    (folder / "first.txt").write_text(FIRST.replace("Kampala", "Entebbe"), "utf-8")
    problems = verify(out).problems
    assert "article 'first.txt': its text has changed since the run" in problems
    assert any("does not stand at" in problem for problem in problems)


def test_a_missing_article_is_found(out: Path, folder: Path, memcon: Command) -> None:
    (folder / "more.jsonl").write_text('{"id":"other","text":"Nothing."}\n', "utf-8")
    assert "article 'second': not found where it was read, 'more.jsonl:1'" in verify(out).problems
    (folder / "more.jsonl").unlink()
    ran = memcon("verify", "out")
    assert (ran.code, ran.err) == (
        2,
        "memcon: the articles were read from 'more.jsonl', which is not there: say with --articles where they lie\n",
    )


def test_articles_are_found_where_they_lie_now(out: Path, folder: Path, memcon: Command) -> None:
    (folder / "archive").mkdir()
    (folder / "first.txt").rename(folder / "archive" / "renamed.txt")
    (folder / "more.jsonl").rename(folder / "archive" / "more.jsonl")
    assert memcon("verify", "out", "--articles", "archive").code == 0


def test_problems_are_printed_and_end_with_5(memcon: Command, out: Path, folder: Path) -> None:
    (folder / "first.txt").write_text(FIRST.replace("bertemu", "menemui"), "utf-8")
    ran = memcon("verify", "out")
    assert ran.code == 5
    assert len(ran.out.splitlines()) == len(verify(out).problems)
    assert ran.err.startswith("memcon: 'out' does not hold: ")


def test_a_file_that_was_edited_by_hand_is_told(out: Path) -> None:
    lines = read(out / "mentions.jsonl")
    (out / "mentions.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    with pytest.raises(DataError, match="not as memcon writes it"):
        verify(out)


def test_a_damaged_line_names_file_and_line(out: Path) -> None:
    path = out / "events.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DataError, match=r"events\.jsonl', line 4"):
        verify(out)


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no run"):
        verify(tmp_path)


def test_what_came_from_standard_input_must_be_named(
    memcon: Command, folder: Path, endpoint: Callable[[str], None]
) -> None:
    with serving(Reader(call("called", "Antony Blinken", "Mauro Vieira"))) as server:
        endpoint(server.url)
        assert memcon("extract", "-", "-o", "out", stdin=SECOND.encode()).code == 0
    with pytest.raises(UsageError, match="say with --articles"):
        verify(folder / "out")
    (folder / "article.txt").write_text(SECOND, "utf-8")
    assert verify(folder / "out", ["article.txt"]).problems == ()


def test_a_run_with_nothing_in_it_holds(memcon: Command, folder: Path, endpoint: Callable[[str], None]) -> None:
    (folder / "empty.txt").write_bytes(b"")
    with serving(Reader()) as server:
        endpoint(server.url)
        assert memcon("extract", "empty.txt", "-o", "out").code == 3
    assert verify(folder / "out").problems == ()
