"""Deposits: what is in the folder, that it can be checked, and that nothing of the machine or of texts slips in."""

import csv
import dataclasses
import hashlib
import itertools
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.reviewable import TEXTS, write_run
from memcon.errors import DiskError, UsageError
from memcon.extraction.strategies import cascade
from memcon.outputs import atomic
from memcon.outputs.deposit import folder as deposits
from memcon.outputs.deposit import local
from memcon.outputs.deposit.wishes import Creator, Wishes, read_creator, read_licence
from memcon.outputs.folder import RunFolder
from memcon.outputs.run_report import RunReport
from memcon.records import ImportedArticle
from memcon.records.jsonl import read_lines

SECRET = "/home/omar/secret project"


@pytest.fixture
def run(folder: Path) -> RunFolder:
    """A run as `memcon extract` leaves one: sealed, with settings that name places of the machine."""
    run = RunFolder(write_run(folder / "out"))
    report = RunReport(
        memcon="0.1.0", model="m", strategy="whole", prompts=("whole@00000000",), stopped=f"'{SECRET}/a' is gone",
        settings={"inputs": [f"{SECRET}/news.jsonl", "articles/"], "ledger": "~/ledger.sqlite"},
    )  # fmt: skip
    run.write(
        events=tuple(run.events()), mentions=tuple(run.mentions()), rejected=tuple(run.rejected()),
        articles=tuple(run.articles()), report=report,
    )  # fmt: skip
    return run


def made(run: RunFolder, to: Path, **wishes: Any) -> dict[str, bytes]:
    """Make a deposit; return its files."""
    done = deposits.deposit(run, to, Wishes(**wishes), {"whole": "# Ask"})
    files = {path.relative_to(to).as_posix(): path.read_bytes() for path in to.rglob("*") if path.is_file()}
    assert sorted(files) == sorted(done.files)
    assert sum(map(len, files.values())) == done.size
    return files


def test_it_holds_what_an_archive_wants(run: RunFolder, folder: Path) -> None:
    files = made(run, folder / "deposit")
    assert {name for name in files if not name.endswith(".csv")} == {
        "README.md", "LICENCE.md", "SHA256SUMS", "codebook.md", "datapackage.json", "data/events.jsonl",
        "data/mentions.jsonl", "data/articles.jsonl", "data/run.json", "prompts/whole.md", "schemas/event.json",
        "schemas/mention.json", "schemas/article.json", "schemas/run.json",
    }  # fmt: skip
    assert files["data/events.jsonl"] == run.file("events.jsonl").read_bytes()
    assert files["data/mentions.jsonl"] == run.file("mentions.jsonl").read_bytes()
    assert all(f"`{name}`" in files["README.md"].decode() for name in files if name not in {"README.md", "SHA256SUMS"})
    for name in ("GeoNames", "CC-BY-4.0", "Correlates of War", "place_latitude"):
        assert name in files["LICENCE.md"].decode()


def test_checksums_hold(run: RunFolder, folder: Path) -> None:
    made(run, folder / "deposit")
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=folder / "deposit", check=False).returncode == 0
    package = json.loads((folder / "deposit" / "datapackage.json").read_text("utf-8"))
    for one in package["resources"]:
        data = (folder / "deposit" / one["path"]).read_bytes()
        assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")


def test_the_data_are_a_run_that_its_tables_hold_against(run: RunFolder, folder: Path, memcon: Command) -> None:
    files = made(run, folder / "deposit", formats=("parquet",))
    tables = [word for name in files if name.endswith((".csv", ".parquet")) for word in ("--export", f"deposit/{name}")]
    assert len(tables) == 2 * 2 * 8
    ran = memcon("verify", "deposit/data", *tables)
    assert (ran.code, ran.out.count(" hold against deposit/data")) == (0, 16)
    assert memcon("verify", "out", *tables).code == 5  # its articles tell where they lay
    assert memcon("export", "deposit/data", "--as", "polecat").code == 0


@pytest.mark.parametrize(
    ("name", "change"),
    [
        *itertools.product(["events", "mentions", "rejected", "articles"], [b"{\x00garbage", b""]),
        *((name, None) for name in ("mentions", "rejected", "articles")),
    ],
)
def test_a_run_that_its_seal_is_not_of_is_refused(
    run: RunFolder, folder: Path, memcon: Command, name: str, change: bytes | None
) -> None:
    file = run.file(f"{name}.jsonl")
    file.unlink()
    if change is not None:
        file.write_bytes(change)
    ran = memcon("deposit", "out", "-o", "deposit")
    assert ran.code == 5
    said = "missing, or no regular file" if change is None else "changed since the run"
    assert f"'out' is not deposited: {name}.jsonl: {said}" in ran.err
    assert "`memcon verify` tells what is wrong" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (folder / "deposit").exists()


def test_what_a_run_says_of_itself_is_sealed_too(run: RunFolder, folder: Path, memcon: Command) -> None:
    report = run.file("run.json")
    report.write_bytes(
        report.read_bytes().replace(b'"model":"m"', b'"model":"M"').replace(b'"model": "m"', b'"model": "M"')
    )
    ran = memcon("deposit", "out", "-o", "deposit")
    assert (ran.code, "run.json: changed since the run" in ran.err) == (5, True)


def test_a_run_without_a_seal_and_a_deposit_are_deposited(run: RunFolder, folder: Path) -> None:
    older = made(RunFolder(write_run(folder / "older")), folder / "one")
    again = made(RunFolder(folder / "one" / "data"), folder / "other")
    assert older["data/events.jsonl"] == again["data/events.jsonl"]
    sealed = made(run, folder / "first")
    assert made(RunFolder(folder / "first" / "data"), folder / "second")["data/run.json"] == sealed["data/run.json"]


def test_the_same_run_gives_the_same_bytes(run: RunFolder, folder: Path) -> None:
    wishes = {"formats": ("parquet", "stata"), "creators": (Creator("Berg", "Anna"),), "licence": "CC0-1.0"}
    assert made(run, folder / "one", **wishes) == made(run, folder / "other", **wishes)


def test_nothing_tells_of_the_machine(run: RunFolder, folder: Path) -> None:
    files = made(run, folder / "deposit")
    words = [b"omar/", b"secret project", str(folder).encode(), b"~/"]
    assert [(name, word) for name, data in files.items() for word in words if word in data] == []
    report = json.loads(files["data/run.json"])
    assert report["settings"] == {"inputs": ["news.jsonl", "articles/"], "ledger": "ledger.sqlite"}
    assert report["stopped"] == "'a' is gone"
    assert {row["path"] for row in csv.DictReader(files["data/articles.csv"].decode().splitlines())} == {*TEXTS}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/home/ana/a b/news.jsonl:12", "news.jsonl:12"),
        ("../../ana/x.txt", "x.txt"),
        ("articles/2024/x.txt", "articles/2024/x.txt"),
        (r"C:\Users\Ana\x.txt", "x.txt"),
        ("file:///srv/ana/page.html", "page.html"),
        ("https://example.org/2024/05/x", "https://example.org/2024/05/x"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
        ("ledger '/srv/my data/l.sqlite' is full", "ledger 'l.sqlite' is full"),
        ("wrote /srv/ana/out/x.csv: no space", "wrote x.csv: no space"),
        ("Jumat (22/12/2023) and/or 1/2", "Jumat (22/12/2023) and/or 1/2"),
        ("/", "."),
        ("-", "-"),
        ("", ""),
    ],
)
def test_of_a_path_the_last_part_stays(text: str, left: str) -> None:
    assert local.bare(text) == left


def test_no_text_is_in_it_beyond_quotes(run: RunFolder, folder: Path) -> None:
    unquoted = "they telephoned"  # of what was refused
    for data in made(run, folder / "deposit").values():
        assert unquoted.encode() not in data
        assert TEXTS["b.txt"][-30:].encode() not in data


def test_quotes_can_be_left_out(run: RunFolder, folder: Path) -> None:
    quotes = {quote.text for event in run.events() for proof in event.mentions for quote in proof.quotes}
    files = made(run, folder / "deposit", quotes=False, formats=("parquet",))
    assert [(name, one) for name, data in files.items() for one in quotes if one.encode() in data] == []
    data = RunFolder(folder / "deposit" / "data")
    spans = [(quote.start, quote.end) for event in run.events() for p in event.mentions for quote in p.quotes]
    assert [(q.start, q.end) for event in data.events() for p in event.mentions for q in p.quotes] == spans
    assert "Quotes are left out" in files["README.md"].decode()
    fields = json.loads(files["datapackage.json"])["resources"][0]["schema"]["fields"]
    assert "required" not in next(one for one in fields if one["name"] == "quote").get("constraints", {})


def test_texts_are_in_it_where_that_is_wanted(run: RunFolder, folder: Path) -> None:
    made(run, folder / "deposit", text=True)
    read = list(read_lines(folder / "deposit" / "data" / "texts.jsonl", ImportedArticle))
    assert {one.id: one.text for one in read} == TEXTS
    assert [one.origin for one in read] == [None] * len(TEXTS)
    text = {one.id: one.text for one in read}
    for event in run.events():
        for proof in event.mentions:
            assert all(text[proof.article][quote.start : quote.end] == quote.text for quote in proof.quotes)


def test_texts_that_changed_are_refused(run: RunFolder, folder: Path) -> None:
    (folder / "out-articles" / "b.txt").write_text("Another text.", "utf-8")
    with pytest.raises(UsageError, match="the texts of 1 articles of the run are not there, or are others now"):
        made(run, folder / "deposit", text=True)
    assert {path.name for path in folder.iterdir()} == {"out", "out-articles"}
    kept = folder / "kept"
    kept.mkdir()
    (kept / "moved.txt").write_text(TEXTS["b.txt"], "utf-8")
    moved = (str(kept), str(folder / "out-articles" / "a.txt"), str(folder / "out-articles" / "c.txt"))
    made(run, folder / "deposit", text=True, articles=moved)


def test_a_version_1_run_is_deposited_as_this_memcon_writes_it(folder: Path, memcon: Command) -> None:
    old = RunFolder(Path(__file__).parents[1] / "records" / "version_1" / "run")
    made(old, folder / "deposit")
    assert {event.schema_version for event in RunFolder(folder / "deposit" / "data").events()} == {2}
    assert memcon("verify", "deposit/data", "--export", "deposit/data/events.csv").code == 0


def test_a_full_disk_leaves_nothing(run: RunFolder, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise DiskError("the disk is full")

    monkeypatch.setattr(atomic, "write_bytes", full)  # the last file
    with pytest.raises(DiskError):
        made(run, folder / "deposit")
    assert {path.name for path in folder.iterdir()} == {"out", "out-articles"}


def test_metadata_are_those_that_are_told(run: RunFolder, folder: Path, memcon: Command) -> None:
    person = "Berg, Anna; University of Oslo; 0000-0002-1825-0097"
    ran = memcon("deposit", "out", "-o", "deposit", "--licence", "CC-BY-4.0", "--creator", person, "--title", 'A: "B"')
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("written   deposit/: ")
    assert "memcon: prompts that this memcon does not have are left out: whole@00000000" in ran.err
    zenodo = json.loads((folder / "deposit" / ".zenodo.json").read_text("utf-8"))
    assert zenodo["creators"] == [
        {"name": "Berg, Anna", "affiliation": "University of Oslo", "orcid": "0000-0002-1825-0097"}
    ]
    assert (zenodo["license"], zenodo["title"], zenodo["upload_type"]) == ("cc-by-4.0", 'A: "B"', "dataset")
    cited = (folder / "deposit" / "CITATION.cff").read_text("utf-8")
    assert 'title: "A: \\"B\\""\nauthors:\n  - family-names: "Berg"\n    given-names: "Anna"\n' in cited
    package = json.loads((folder / "deposit" / "datapackage.json").read_text("utf-8"))
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]


def test_prompts_of_this_memcon_are_in_it(run: RunFolder, folder: Path, memcon: Command) -> None:
    versions = tuple(template.version for template in cascade.templates())
    report = dataclasses.replace(run.report() or RunReport(), strategy="cascade", prompts=versions)
    run.write(
        events=tuple(run.events()), mentions=tuple(run.mentions()), rejected=(), articles=tuple(run.articles()),
        report=report,
    )  # fmt: skip
    assert "left out: cascade" not in memcon("deposit", "out", "-o", "deposit").err
    for template in cascade.templates():
        assert (folder / "deposit" / "prompts" / f"{template.name}.md").read_text("utf-8") == template.text


@pytest.mark.usefixtures("run")
def test_a_place_that_is_a_loop_of_links_is_no_new_folder(memcon: Command, folder: Path) -> None:
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    ran = memcon("deposit", "out", "-o", "a")
    assert (ran.code, ran.err) == (2, "memcon: 'a' is a file: name a new folder\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["out"], "name a folder to make with -o FOLDER"),
        (["out", "-o", "out"], "'out' is there and not empty: name a new folder, or remove it"),
        (["out", "-o", "out/run.json"], "'out/run.json' is a file: name a new folder"),
        (["empty", "-o", "d"], "'empty' does not exist"),
        (["out", "-o", "d", "--as", "pairs"], "table 'pairs' is none of 'events', 'dyads'"),
        (["out", "-o", "d", "--also", "xml"], "table format 'xml' is none of 'csv', 'tsv', 'parquet'"),
        (
            ["out", "-o", "d", "--also", "jsonl"],
            "'events.jsonl' is in the deposit already, and a format",
        ),
        (["out", "-o", "d", "--licence", "my own"], "--licence 'my own' is no identifier of SPDX"),
        (["out", "-o", "d", "--creator", "; Oslo"], "--creator '; Oslo': write 'Family, Given; affiliation; ORCID'"),
    ],
)
@pytest.mark.usefixtures("run")
def test_wrong_use_is_one_line_and_makes_nothing(memcon: Command, folder: Path, words: list[str], said: str) -> None:
    ran = memcon("deposit", *words)
    assert ran.code == 2
    assert ran.err.startswith(f"memcon: {said}")
    assert ran.err.count("\n") == 1
    assert {path.name for path in folder.iterdir()} == {"out", "out-articles"}


def test_an_empty_folder_is_filled(run: RunFolder, folder: Path) -> None:
    (folder / "deposit").mkdir()
    assert made(run, folder / "deposit")


def test_creators_are_read() -> None:
    assert read_creator("Berg, Anna") == Creator("Berg", "Anna")
    assert read_creator("Berg, Anna; https://orcid.org/0000-0002-1694-233X").orcid == "0000-0002-1694-233X"
    with pytest.raises(UsageError, match="is no ORCID"):
        read_creator("Berg, Anna; Oslo; 0000-0002-1825-0098")
    assert read_licence("") == ""
