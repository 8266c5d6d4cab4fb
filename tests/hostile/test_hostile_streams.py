"""Standard streams that are full, closed or cut: each command ends with the documented code, and no traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.reviewable import write_run
from memcon.models.ledger.store import open_ledger, question_key
from memcon.models.tokens import TokenCounts

pytestmark = pytest.mark.hostile

COMMANDS = {
    "schema": "schema event",
    "help": "--help",
    "version": "--version",
    "export": "ledger export --ledger ledger.sqlite",
    "stats": "ledger stats --ledger ledger.sqlite",
    "verify": "ledger verify --ledger ledger.sqlite",
    "languages": "languages",
    "extract": "extract none.txt -o made --ledger ledger.sqlite --offline",
    "diff": "diff out out --format json",
}
ENDS = {"/dev/full": 74, "&-": 74}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("streams")
    write_run(folder / "out")
    (folder / "none.txt").touch()
    body = b'{"model":"m"}'
    with open_ledger(folder / "ledger.sqlite") as ledger:
        number = ledger.send(question_key("here", body), "here", "m", body)
        ledger.keep(number, b'{"choices":[{"message":{"content":"' + b"y" * 100_000 + b'"}}]}', TokenCounts())
    return folder


def run(place: Path, command: str, redirected: str) -> subprocess.CompletedProcess[str]:
    line = f'"{sys.executable}" -m memcon {COMMANDS[command]} {redirected}'
    return subprocess.run(["bash", "-c", line], cwd=place, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "extract"])  # which has nothing to print
def test_standard_output_that_cannot_be_written(place: Path, command: str, end: str) -> None:
    ran = run(place, command, f">{end}")
    assert ran.returncode == ENDS[end], ran.stderr
    assert "standard output cannot be written" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "Warning" not in ran.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_has_gone_is_no_error(place: Path, command: str) -> None:
    ran = run(place, command, "| true; exit ${PIPESTATUS[0]}")
    assert ran.returncode in ({3} if command == "extract" else {0}), ran.stderr  # its one article is empty
    assert "Traceback" not in ran.stderr


def test_files_take_the_number_of_no_closed_stream(place: Path) -> None:
    before = (place / "ledger.sqlite").read_bytes()
    ran = run(place, "stats", "<&- >&- 2>&-")
    assert ran.returncode == 74
    assert (place / "ledger.sqlite").read_bytes() == before


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_what_an_encoding_lacks_is_escaped(place: Path, encoding: str) -> None:
    words = "Ruto … Đặng 🎥"
    code = f"print({json.dumps(json.dumps(words, ensure_ascii=False))})"
    program = f"import sys; from memcon.cli.program import _open_streams as o; o(); {code}; sys.stdout.flush()"
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    ran = subprocess.run([sys.executable, "-c", program], cwd=place, capture_output=True, check=True, env=environment)
    assert json.loads(ran.stdout.decode(encoding)) == words
    whole = [sys.executable, "-m", "memcon", "languages"]
    assert subprocess.run(whole, capture_output=True, check=False, env=environment).returncode == 0


VERDICTS = {
    "verify": ("verify bad", 5),
    "evaluate": ("evaluate gold.jsonl out --gate f1=1", 1),
    "diff": ("diff out none", 1),
    "schema": ("schema event", 0),
}


@pytest.mark.parametrize("command", VERDICTS)
@pytest.mark.parametrize("reader", ["true", "head -c 1", "cat"])
def test_a_reader_that_leaves_changes_no_verdict(place: Path, command: str, reader: str) -> None:
    if not (place / "bad").exists():
        write_run(place / "bad")
        (place / "bad" / "articles.jsonl").unlink()
        write_run(place / "none", ())
        gold = {"article": "a.txt", "kind": "call", "status": "occurred", "required": True, "quotes": ["Norway"]}
        (place / "gold.jsonl").write_text(
            json.dumps(gold | {"id": "g", "countries": ["PER"], "participants": []}) + "\n"
        )
    words, code = VERDICTS[command]
    line = f'"{sys.executable}" -m memcon {words} 2>told | {reader} >/dev/null; exit ${{PIPESTATUS[0]}}'
    ran = subprocess.run(["bash", "-c", line], cwd=place, capture_output=True, text=True, check=False)
    assert ran.returncode == code, (place / "told").read_text()
    assert "Traceback" not in (place / "told").read_text()
