"""What README and the pages show is run here: every command, and every Python example, against a scripted reader."""

import asyncio
import gzip
import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from conftest import ROOT, Command
from helpers import office
from helpers.batch_provider import BatchProvider, Course
from helpers.evaluating import gold_line
from helpers.fault_server import FaultServer, completion
from helpers.pickling import pickling
from helpers.plugins import install
from helpers.scripted import Reader, call, dispute, serving
from memcon import api

PAGES = {
    str(path.relative_to(ROOT)): path.read_text("utf-8")
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
}
README, CONTRIBUTING = PAGES["README.md"], PAGES["CONTRIBUTING.md"]
PRINTED = {
    ("README.md", 0): "PER     BOL     2024-05    1",
    ("README.md", 1): "call-undated-JPN-PHL ['Yoko Kamikawa', 'Enrique Manalo']",
    ("docs/library.md", 0): "call-undated-JPN-PHL ['Yoko Kamikawa', 'Enrique Manalo']",
    ("docs/library.md", 1): "2024-05-03 summon ('BOL', 'PER')",
}
"""What an example prints, among other things."""
TEXT = "Menteri Luar Negeri Jepang Yoko Kamikawa menelepon Menteri Luar Negeri Filipina Enrique Manalo pada Rabu."
OTHER = "Pada 3 Mei 2024, Kementerian Luar Negeri Peru memanggil duta besar Bolivia untuk menyampaikan protes."


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a page in a language."""
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[str]:
    """The lines of a page that call memcon, without their comments."""
    lines = [line.partition("  #")[0].strip() for block in blocks(text, "sh") for line in block.splitlines()]
    return [line for line in lines if re.match(r"([A-Z_]+=\S+ )?memcon ", line)]


PYTHON = {(page, number): code for page, text in PAGES.items() for number, code in enumerate(blocks(text, "python"))}
SHOWN = {page: found for page, text in PAGES.items() if (found := commands(text))}


@pytest.fixture
def articles(folder: Path, endpoint: Callable[[str], None]) -> Iterator[FaultServer]:
    """The files that the pages speak of, and a reader that knows them."""
    for name in ("articles", "more", "home/models"):
        (folder / name).mkdir(parents=True)
    for name in ("articles/003.txt", "article.txt"):
        (folder / name).write_text(TEXT, "utf-8")
    (folder / "more" / "two.txt").write_text(OTHER, "utf-8")
    line = {"id": "n1", "text": TEXT, "published": "2024-07-04"}
    (folder / "news.jsonl.gz").write_bytes(gzip.compress(json.dumps(line).encode()))
    table = pd.DataFrame([{"Judul": "Telepon", "Tanggal": "2024-07-04", "Isi": TEXT}])
    table.to_csv(folder / "news.csv", index=False)
    table.to_excel(folder / "export.xlsx", index=False)
    table.to_parquet(folder / "corpus.parquet")
    (folder / "nexis.DOCX").write_bytes(office.docx(office.paragraph(TEXT)))
    (folder / "factiva.rtf").write_bytes(office.rtf(office.rtf_paragraph(OTHER)))
    (folder / "gold.jsonl").write_text(json.dumps(gold_line("g1", "003.txt", "call", TEXT)), "utf-8")
    told = (
        call("Yoko Kamikawa", "Yoko Kamikawa", "Enrique Manalo", date_words="Rabu"),
        call("menelepon mitranya", "Jepang", "Filipina"),
        dispute("Bolivia", "Kementerian Luar Negeri Peru", "duta besar Bolivia", "summon", date_words="3 Mei 2024"),
    )
    prices = blocks(PAGES["docs/model.md"], "toml")[0]
    (folder / "my-prices.toml").write_text(prices.replace("some-model", "scripted"), "utf-8")
    reader = Reader(*told)
    provider = BatchProvider(lambda body: (200, completion(reader.content(body))), course=lambda _: Course(polls=1))
    with serving(provider) as server:
        endpoint(server.url)
        yield server


@pytest.mark.parametrize("page", SHOWN)
def test_the_shown_commands_work_one_after_the_other(
    memcon: Command, folder: Path, articles: FaultServer, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    assert memcon("extract", "articles", "-o", "out").code == 0  # a page may begin with a run that is there
    for line in SHOWN[page]:
        # weights of the reader's own, and a hub: test_process starts servers for such files, test_weights has a hub;
        # and object storage, which tests/cluster has
        if not any(word in line for word in (".gguf", "model pull", "s3://")):
            works(line, memcon, folder, articles, monkeypatch)


def test_there_are_commands_to_run() -> None:
    assert len(SHOWN) >= 7
    assert sum(map(len, SHOWN.values())) >= 30


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
    monkeypatch.setattr(api, "ray_workers", pickling())  # tests/cluster has Ray
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


@pytest.mark.parametrize("example", PYTHON, ids=lambda example: f"{example[0]}-{example[1]}")
def test_the_python_examples_work(
    memcon: Command, folder: Path, articles: FaultServer, capsys: pytest.CaptureFixture[str], example: tuple[str, int]
) -> None:
    code = PYTHON[example].replace('model="embedded"', 'model="scripted-1b"')
    for name in re.findall(r"^import (polars|datasets)", code, re.MULTILINE):
        pytest.importorskip(name, reason="it is the reader's own: `make loaders` has it")
    assert memcon("extract", "articles", "more", "-o", "out").code == 0
    for table, file in (("events", "events.csv"), ("dyads", "dyads.csv"), ("dyad-month", "months.csv")):
        assert memcon("export", "out", "--as", table, "-o", file).code == 0
    exec(compile(code, f"{example[0]}, example {example[1]}", "exec"), {"__name__": "shown"})
    assert PRINTED.get(example, "") in capsys.readouterr().out


def test_every_printed_example_is_there() -> None:
    assert PRINTED.keys() <= PYTHON.keys()


def test_the_library_example_is_five_lines() -> None:
    code = PYTHON["README.md", 1]
    assert len([line for line in code.splitlines() if line and not line.startswith("import")]) == 4


def test_the_readme_is_a_way_in() -> None:
    assert len(README.splitlines()) <= 150


# --- what CONTRIBUTING shows ---


def test_the_strategy_that_is_shown_reads_an_article() -> None:
    from memcon.articles.sentences import segment  # noqa: PLC0415
    from memcon.extraction.strategies import Strategy  # noqa: PLC0415
    from memcon.records import Article  # noqa: PLC0415

    names: dict[str, object] = {}
    exec(compile(next(code for code in PYTHON.values() if "STRATEGY =" in code), "CONTRIBUTING.md", "exec"), names)
    strategy = names["STRATEGY"]
    assert isinstance(strategy, Strategy)
    article = Article(id="a", text=TEXT, language="id")
    reading = asyncio.run(strategy.read(article, segment(article), None, "model"))  # type: ignore[arg-type]
    assert [candidate.quotes for candidate in reading.candidates] == [(TEXT,)]


def test_the_endpoint_that_is_shown_holds(memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (text,) = (text for text in blocks(CONTRIBUTING, "toml") if "[match]" in text)
    (folder / "mine").mkdir()
    (folder / "mine" / "example.toml").write_text(text, "utf-8")
    monkeypatch.setenv("MEMCON_ENDPOINTS", "mine")
    ran = memcon("endpoints", "--base-url", "https://llm.example.org/v1", "--model", "some-model")
    assert ran.code == 0, ran.err
    assert "mine/example.toml" in ran.out
    assert "context_tokens = 131072" in ran.out
    assert "out_of_credit" in ran.out


@pytest.mark.usefixtures("articles")
def test_the_format_and_the_table_that_are_shown_are_used_like_ours(memcon: Command, folder: Path, site: Path) -> None:
    shown = [code for (page, _), code in PYTHON.items() if page == "CONTRIBUTING.md"]
    (notes,) = (code for code in shown if "suffixes" in code)
    (countries,) = (code for code in shown if "TABLE = Table(" in code)
    install(site, "shown-notes", "memcon.formats", {"notes": "shown_notes"}, shown_notes=notes)
    install(site, "shown", "memcon.tables", {"countries": "shown_countries:TABLE"}, shown_countries=countries)
    (folder / "notes").mkdir()
    (folder / "notes" / "a.notes").write_text(f"NOTES\nn1: {TEXT}\nn2: {OTHER}\nn3\n", "utf-8")
    assert memcon("extract", "notes", "-o", "out").code == 3  # n3 has no text
    made = memcon("export", "out", "--as", "countries", "--set", "kind=dispute")
    assert (made.out, made.err) == ("country,events\nBOL,1\nPER,1\n", "")


# --- what is named is there ---


def test_named_targets_of_make_exist() -> None:
    heads = re.findall(r"^([a-z][a-z_ -]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    targets = {name for head in heads for name in head.split()}
    for page, text in PAGES.items():
        named = re.findall(r"`make ([a-z_-]+)|^    make ([a-z-]+)", text, re.MULTILINE)
        benches = {path.stem.replace("bench_", "bench-") for path in (ROOT / "benchmarks").glob("bench_*.py")}
        assert {first or second for first, second in named} <= targets | benches, page


def test_named_settings_are_those_that_are_read() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    read = set(re.findall(r"\b(?:MEMCON|OPENAI)_[A-Z_]+", source))
    named = set(re.findall(r"\b(?:MEMCON|OPENAI)_[A-Z_]+", PAGES["docs/reference/environment.md"]))
    settings = {name for name in read if f'"{name}"' in source} - {"MEMCON_FAILPOINT"}  # which is for tests alone
    assert named == settings


def test_every_exit_code_of_an_error_is_told() -> None:
    from memcon import errors  # noqa: PLC0415

    codes = {each.exit_code for each in vars(errors).values() if isinstance(each, type) and hasattr(each, "exit_code")}
    told = PAGES["docs/reference/errors.md"]
    assert codes <= {int(code) for code in re.findall(r"^\| (\d+)", told, re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES)
def test_paths_that_are_named_exist(page: str) -> None:
    """Those in backticks, but for those to be made; and, above docs/, links: `make docs` holds the others."""
    text = re.sub(r"^ *```.*?^ *```", "", PAGES[page], flags=re.MULTILINE | re.DOTALL)
    tops = "|".join(("src", "tests", "docs", "benchmarks", "prompts", "schemas", "seeds", "cassettes", "findings"))
    named = set(re.findall(rf"`((?:{tops})/[\w./-]*)`", text))
    if "/" not in page:
        named |= {target for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text) if "://" not in target}
    missing = {name for name in named if not re.search(r"NAME|NNNN|/sw/", name) and not (ROOT / name).exists()}
    assert not missing
