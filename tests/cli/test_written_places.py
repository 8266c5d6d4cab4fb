"""Every option that names a file or a folder to write refuses what a run is made of, and every other is only read."""

import inspect
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from conftest import Command
from helpers.reviewable import write_run
from memcon.cli import app
from memcon.models.ledger.store import open_ledger
from memcon.outputs.schemas import WRITTEN

WRITES: Final[dict[tuple[str, str], list[str]]] = {
    ("extract", "out"): ["extract", "articles", "--offline", "-o"],
    ("extract", "ledger"): ["extract", "articles", "-o", "new", "--ledger"],
    ("join", "out"): ["join", "run", "-o"],
    ("import", "to"): ["import", "articles", "-o"],
    ("calibrate", "to"): ["calibrate", "run", "-o"],
    ("report", "page"): ["report", "run", "-o"],
    ("export", "to"): ["export", "run", "--format", "csv", "-o"],
    ("codebook", "to"): ["codebook", "run", "-o"],
    ("deposit", "to"): ["deposit", "run", "-o"],
    ("schema", "write"): ["schema", "--write"],
    ("ledger recover", "to"): ["ledger", "recover", "ledger.sqlite", "--to"],
    ("ledger merge", "to"): ["ledger", "merge", "ledger.sqlite", "--to"],
    ("ledger export", "out"): ["ledger", "export", "--ledger", "ledger.sqlite", "-o"],
    ("ledger import", "path"): ["ledger", "import", "answers.jsonl", "--ledger"],
}
"""How each option is given that names what is made or written over: the place comes last."""
CHANGES: Final[dict[tuple[str, str], list[str]]] = {
    ("verify", "out"): ["verify", "--sign", "key"],
    ("review", "out"): ["review", "--no-browser"],
    ("annotations", "out"): ["annotations", "--from", "brat"],
    ("apply", "out"): ["apply"],
    ("sample", "out"): ["sample"],
    ("migrate", "out"): ["migrate"],
    ("batch collect", "path"): ["batch", "collect", "--ledger"],
    ("batch cancel", "path"): ["batch", "cancel", "--ledger"],
    ("batch forget", "path"): ["batch", "forget", "--ledger"],
    ("ledger forget", "path"): ["ledger", "forget", "--ledger"],
}
"""What is written where it is such a run or a ledger already."""
READS: Final = {
    ("extract", "profile"), ("extract", "prices"), ("extract", "confidence"), ("extract", "review"),
    ("join", "shares"), ("join", "review"), ("verify", "sign"), ("verify", "signers"), ("verify", "export"),
    ("review", "tls_cert"), ("review", "tls_key"), ("annotations", "file"), ("agreement", "out"), ("apply", "review"),
    ("estimate", "out"), ("evaluate", "ledger"), ("calibrate", "out"), ("report", "out"), ("export", "out"),
    ("codebook", "out"), ("deposit", "out"), ("doctor", "ledger"), ("doctor", "out"), ("batch status", "path"),
    ("ledger stats", "path"), ("ledger verify", "path"), ("ledger recover", "damaged"), ("ledger merge", "ledgers"),
    ("ledger export", "path"), ("ledger import", "files"), ("model probe", "profile"), ("model serve", "weights"),
    ("model bench", "weights"),
}  # fmt: skip


def paths(command: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield each parameter that names a file or a folder, with its command."""
    for word, inner in getattr(command, "commands", {}).items():
        yield from paths(inner, f"{name} {word}".strip())
    if not hasattr(command, "commands"):
        of = inspect.get_annotations(inspect.unwrap(command.callback))
        for one in command.params:
            if "Path" in str(of.get(one.name)) or one.name == "out":
                yield name, one.name


@pytest.fixture
def there(folder: Path) -> Path:
    """A folder with a run, its articles and coders' folder, another with none yet, and a ledger."""
    write_run(folder / "run")
    (folder / "run-articles").rename(folder / "articles")
    shutil.copytree(folder / "run", folder / "coded")
    (folder / "coded" / "coding").mkdir()
    (folder / "coded" / "coding" / "sample.json").write_text("{}", "utf-8")
    (folder / "linked").symlink_to(folder / "coded" / "coding")
    (folder / "answers.jsonl").write_bytes(b"")
    with open_ledger(folder / "ledger.sqlite"):
        pass
    return folder


def held(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder`, and every folder."""
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in sorted(folder.rglob("*"))}


def test_every_option_that_names_a_path_is_looked_at() -> None:
    found = sorted(paths(typer.main.get_command(app)))
    assert found == sorted({*WRITES, *CHANGES, *READS})
    assert len(found) == len(WRITES) + len(CHANGES) + len(READS)


PLACES: Final = [
    "run/run.json", "run/review.jsonl", "run/Events.jsonl", "run/coding", "run/coding/ana.jsonl", "coded/coding",
    "coded/coding/sample.json", "linked", "linked/sample.json",
]  # fmt: skip


@pytest.mark.parametrize("words", WRITES.values(), ids=" ".join)
def test_what_a_run_is_made_of_is_no_place_to_write(memcon: Command, there: Path, words: list[str]) -> None:
    before = {name: held(there / name) for name in ("run", "coded")}
    for place in PLACES:
        ran = memcon(*words, place)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1), (place, ran)
        assert ran.err.startswith("memcon: ")
        assert {name: held(there / name) for name in before} == before, place


@pytest.mark.parametrize("words", WRITES.values(), ids=" ".join)
def test_nor_is_it_by_a_name_beside_one(
    memcon: Command, there: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held(there / "coded")
    from_there = [
        os.path.relpath(there / word, there / "coded" / "coding") for word in words if (there / word).exists()
    ]
    names = [word for word in words if (there / word).exists()]
    words = [from_there[names.index(word)] if word in names else word for word in words]
    monkeypatch.chdir(there / "coded" / "coding")
    for place in ("sample.json", "new", "."):
        ran = memcon(*words, place)
        assert ran.code == 2, (place, ran)
        assert held(there / "coded") == before, place


def test_a_ledger_for_one_article_is_none_there_either(memcon: Command, there: Path) -> None:
    before = {name: held(there / name) for name in ("run", "coded")}
    for place in PLACES:
        assert memcon("extract", "articles", "--explain", "a.txt", "--ledger", place).code == 2, place
    assert {name: held(there / name) for name in before} == before


@pytest.mark.parametrize("words", CHANGES.values(), ids=" ".join)
def test_what_is_no_run_and_no_ledger_is_not_made_one(memcon: Command, there: Path, words: list[str]) -> None:
    before = held(there / "coded")
    for place in ("coded/coding", "coded/coding/sample.json", "coded/coding/new", "coded/run.json"):
        after = [place, "answers.jsonl"] if words[0] == "annotations" else [place]
        ran = memcon(*words, *after)
        assert ran.code in {2, 5}, (place, ran)
        assert held(there / "coded") == before, place


@pytest.mark.parametrize("name", [*(f"{each}.json" for each in WRITTEN), "-"])
def test_schemas_are_all_written_or_none(memcon: Command, there: Path, name: str) -> None:
    with open_ledger(there / "kept.sqlite"):
        pass
    new = there / ("-" if name == "-" else "new")
    if name != "-":
        new.mkdir()
        (there / "kept.sqlite").rename(new / name)
    before = held(there)
    assert memcon("schema", "--write", new.name).code == 2
    assert held(there) == before


def test_schemas_are_written_over_schemas(memcon: Command, there: Path) -> None:
    for _ in range(2):
        assert memcon("schema", "--write", "schemas").code == 0
        assert len(held(there / "schemas")) == len(WRITTEN)


def test_a_file_that_cannot_be_read_is_a_part_of_a_run_too(there: Path, memcon: Command) -> None:
    (there / "run" / "run.json").chmod(0)
    assert memcon("import", "articles", "-o", "run/run.json").code == 2
