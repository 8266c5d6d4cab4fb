"""What the README shows is run here: every command, and every Python example, against a scripted reader."""

import gzip
import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import ROOT, Command
from helpers.fault_server import FaultServer
from helpers.scripted import Reader, call, dispute, serving

README = (ROOT / "README.md").read_text("utf-8")
PYTHON = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SHELL = [
    line.partition("  #")[0].strip()
    for block in re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
COMMANDS = [line for line in SHELL if re.match(r"([A-Z_]+=\S+ )?memcon ", line)]
TEXT = "Menteri Luar Negeri Jepang Yoko Kamikawa menelepon Menteri Luar Negeri Filipina Enrique Manalo pada Rabu."
OTHER = "Pada 3 Mei 2024, Kementerian Luar Negeri Peru memanggil duta besar Bolivia untuk menyampaikan protes."


@pytest.fixture
def articles(folder: Path, endpoint: Callable[[str], None]) -> Iterator[FaultServer]:
    """The files that the README speaks of, and a reader that knows them."""
    for name in ("articles", "more", "home/models"):
        (folder / name).mkdir(parents=True)
    for name in ("articles/one.txt", "article.txt"):
        (folder / name).write_text(TEXT, "utf-8")
    (folder / "more" / "two.txt").write_text(OTHER, "utf-8")
    line = {"id": "n1", "text": TEXT, "published": "2024-07-04"}
    (folder / "news.jsonl.gz").write_bytes(gzip.compress(json.dumps(line).encode()))
    told = (
        call("Yoko Kamikawa", "Yoko Kamikawa", "Enrique Manalo", date_words="Rabu"),
        call("menelepon mitranya", "Jepang", "Filipina"),
        dispute("Bolivia", "Kementerian Luar Negeri Peru", "duta besar Bolivia", "summon", date_words="3 Mei 2024"),
    )
    prices = re.findall(r"^```toml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)[0]
    (folder / "my-prices.toml").write_text(prices.replace("some-model", "scripted"), "utf-8")
    with serving(Reader(*told)) as server:
        endpoint(server.url)
        yield server


def test_the_shown_commands_work_one_after_the_other(
    memcon: Command, folder: Path, articles: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(COMMANDS) >= 8
    for line in COMMANDS:
        if ".gguf" not in line:  # weights of the reader's own: test_local starts servers, and has one for such a file
            works(line, memcon, folder, articles, monkeypatch)


def works(line: str, memcon: Command, folder: Path, server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a line as a shell would, at a scripted server instead of a real one."""
    words = shlex.split(line)
    if "=" in words[0]:
        monkeypatch.setenv(*words.pop(0).split("="))
    words = [server.url if word.startswith("https://") else word for word in words]
    if "gpt-" in line:  # on OpenAI's host, which no test asks
        words += ["--base-url", server.url]
    if ">" in words:
        words = words[: words.index(">")]
    given = b""
    if "<" in words:
        given = (folder / words[-1]).read_bytes()
        words = words[: words.index("<")]
    ran = memcon(*words[1:], stdin=given)
    assert ran.code == 0 or (ran.code == 1 and words[1] == "diff"), f"{line}: {ran.err}"


def test_the_examples_of_the_help_work(
    memcon: Command, folder: Path, articles: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = [line.strip() for line in memcon("extract", "--help").out.partition("Examples:")[2].splitlines()]
    examples = [line for line in shown if line.startswith("memcon ")]
    assert len(examples) >= 8
    for option in ("--dry-run", "--max-cost", "--rpm", "--offline", "--ledger"):
        assert any(option in line for line in examples), option
    for line in examples:
        works(line, memcon, folder, articles, monkeypatch)


@pytest.mark.parametrize("number", range(len(PYTHON)))
def test_the_python_examples_work(
    memcon: Command, folder: Path, articles: FaultServer, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    assert memcon("extract", "more", "-o", "out").code == 0
    code = PYTHON[number].replace('model="embedded"', 'model="scripted-1b"')
    exec(compile(code, f"README.md, example {number}", "exec"), {"__name__": "readme"})
    printed = capsys.readouterr().out
    shown = "call-undated-JPN-PHL ['Yoko Kamikawa', 'Enrique Manalo']", "2024-05-03 summon ('BOL', 'PER')"
    assert shown[number] in printed


def test_the_library_example_is_five_lines() -> None:
    assert len([line for line in PYTHON[0].splitlines() if line and not line.startswith("import")]) == 4


def test_named_targets_of_make_exist() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = set(re.findall(r"`make ([a-z-]+)`|^    make ([a-z-]+)", README, re.MULTILINE))
    assert {first or second for first, second in named} <= set(targets)


def test_named_settings_are_those_that_are_read() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    read = set(re.findall(r"\b(?:MEMCON|OPENAI)_[A-Z_]+", source))
    named = set(re.findall(r"\b(?:MEMCON|OPENAI)_[A-Z_]+", README))
    settings = {name for name in read if f'"{name}"' in source} - {"MEMCON_FAILPOINT"}  # which is for tests alone
    assert named == settings


def test_every_exit_code_of_an_error_is_told() -> None:
    from memcon import errors  # noqa: PLC0415

    codes = {each.exit_code for each in vars(errors).values() if isinstance(each, type) and hasattr(each, "exit_code")}
    assert codes <= {int(code) for code in re.findall(r"^\| (\d+)", README, re.MULTILINE)}


def test_files_that_are_named_exist() -> None:
    for name in re.findall(r"`([a-z.]+/)`", README):
        if name not in {"out/", "articles/"}:
            assert (ROOT / name).is_dir(), name
