"""`memcon evaluate` as its users meet it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import Command
from helpers.evaluating import GOLD, RUN, TEXTS, evaluated, event, gold_line, write
from memcon.outputs.atomic import write_lines
from memcon.records import ArticleState


@pytest.fixture
def world(folder: Path) -> Path:
    return evaluated(folder)


def state(article: str, path: str, sha256: str | None = "0" * 64) -> ArticleState:
    return ArticleState(
        article=article, state="ok", reason=None, detail=None, path=path, sha256=sha256, characters=None, title=None,
        published=None, published_basis=None, language=None, source=None, url=None, mentions=0, rejected=0,
    )  # fmt: skip


def test_text_tells_the_scores_and_names_what_is_not_right(memcon: Command, world: Path) -> None:
    ran = memcon("evaluate", "gold.jsonl", "out", "-a", "news.jsonl", "--show", "--calibration")
    assert ran.code == 0
    assert ran.out.startswith("3 articles, 5 required events: 3 matched, 2 missed, 2 wrong, 1 duplicate, 1 neutral\n")
    assert "1 quotes do not stand at their offsets" in ran.out
    assert "  all              5        3      2          1        1      0.500   0.600  0.545\n" in ran.out
    assert "  0.9–1.0               4      3            0.950        0.750\n" in ran.out
    assert "b: b-expelled (dispute, occurred)\n      “Norland mengusir dua diplomat Sudland.”\n" in ran.out
    assert "c: rice (dispute, occurred, 0.40)\n      “Harga beras naik lagi.”\n" in ran.out
    assert "duplicate: 1\n  a: again" in ran.out
    assert "      date: none, found 2024-04-30 to ?\n" in ran.out
    assert "1 mentions are of articles that are not there" in ran.err


def test_json_holds_the_same_figures_and_the_events(memcon: Command, world: Path) -> None:
    told = json.loads(memcon("evaluate", "gold.jsonl", "out", "-a", "news.jsonl", "-f", "json", "--show").out)
    assert (told["f1"], told["mentions_of_unknown_articles"], told["ece"]) == (0.545, 1, 0.24)
    assert told["by_kind"]["dispute"] == {"matched": 1, "required": 2, "wrong": 1}
    assert told["parts"]["language"]["id"]["recall"] == 0.5
    assert [one["id"] for one in told["missed_events"]] == ["b-expelled", "c-none"]
    assert [one["id"] for one in told["wrong_events"]] == ["rice", "broken"]
    assert "calibration" not in told


def test_markdown_is_tables_and_no_markup_of_articles(memcon: Command, world: Path) -> None:
    write(world / "gold.jsonl", [gold_line("<b>@x", "a", "meeting", "Farmers expect rain")])
    ran = memcon("evaluate", "gold.jsonl", "out", "-a", "news.jsonl", "-f", "markdown", "--show", "--calibration")
    assert "| all | 1 | 0 | 7 | 0 | 0 | 0.000 | 0.000 | 0.000 |" in ran.out
    assert (
        "<details><summary>missed: 1</summary>\n\n- a: <code>&#60;b&#62;&#64;x</code> (meeting, occurred)\n" in ran.out
    )
    assert "\nanother kind: 0\n" in ran.out


def test_a_page_holds_the_figures_and_no_markup_of_articles(memcon: Command, world: Path) -> None:
    write(world / "gold.jsonl", [gold_line("<b>@x", "a", "meeting", "Farmers expect rain")])
    ran = memcon("evaluate", "gold.jsonl", "out", "-a", "news.jsonl", "-f", "html", "--show", "--calibration")
    assert ran.out.startswith("<!doctype html>\n")
    assert "<h1>memcon evaluate</h1>" in ran.out
    assert "<li>3 articles, 1 required events: 0 matched, 1 missed, 7 wrong, 0 duplicate, 0 neutral</li>" in ran.out
    assert '<a href="#another-kind">another kind (0)</a>' in ran.out
    assert '<th scope="row">all</th><td>1</td><td>0</td><td>7</td>' in ran.out
    assert "<h3>a: &lt;b&gt;@x (meeting, occurred)</h3>" in ran.out
    assert '<p class="dim">2 predictions tell no confidence and stand in no row</p>' in ran.out


def test_gates_decide_the_exit_code(memcon: Command, world: Path) -> None:
    given = ("evaluate", "gold.jsonl", "out", "-a", "news.jsonl")
    assert memcon(*given, "--gate", "f1=0.5", "--gate", "recall@call=1").code == 0
    failed = memcon(*given, "--gate", "f1=0.5", "--gate", "precision=0.6")
    assert failed.code == 1
    assert failed.err.endswith("memcon: precision is 0.500, below 0.6\n")
    assert failed.out.startswith("3 articles")
    assert memcon(*given, "--min-confidence", "0.5", "--gate", "precision=0.6").code == 0


def test_a_run_knows_where_its_articles_were_read(memcon: Command, world: Path) -> None:
    states = [state("a", "news.jsonl:1"), state("b", "news.jsonl:2"), state("bad", "gone.txt", None)]
    write_lines(world / "out" / "articles.jsonl", states)
    ran = memcon("evaluate", "gold.jsonl", "out", "--format", "json")
    assert (json.loads(ran.out)["articles"], json.loads(ran.out)["gold_of_unknown_articles"]) == (2, 1)
    assert "1 gold events are of articles that are not there" in ran.err


def test_pairs_are_measured_as_one_and_files_named_twice_are_read_once(memcon: Command, world: Path) -> None:
    write(world / "gold-a.jsonl", [line for line in GOLD if line["article"] == "a"])
    write(world / "gold-b.jsonl", [line for line in GOLD if line["article"] != "a"])
    one = memcon("evaluate", "gold.jsonl", "out", "-a", "news.jsonl", "-f", "json")
    two = memcon(
        "evaluate", "gold-a.jsonl", "out", "gold-b.jsonl", "./out/events.jsonl", "-a", "news.jsonl", "-f", "json"
    )
    assert json.loads(one.out) == json.loads(two.out)


def test_text_files_are_named_with_or_without_their_ending(memcon: Command, world: Path) -> None:
    (world / "texts").mkdir()
    (world / "texts" / "a.txt").write_text(TEXTS["a"], "utf-8")
    (world / "texts" / "empty.txt").write_bytes(b"")
    write(world / "gold.jsonl", [{**line, "article": "a.txt"} for line in GOLD if line["article"] == "a"])
    ran = memcon("evaluate", "gold.jsonl", "out", "-a", "texts", "-f", "json")
    assert json.loads(ran.out)["matched"] == 2
    assert "empty" in ran.err


def test_a_comparison_tells_what_was_gained_and_lost(memcon: Command, world: Path) -> None:
    write(world / "other.jsonl", [RUN[0], event("expelled", "dispute", b="Norland mengusir dua diplomat Sudland.")])
    given = ("evaluate", "gold.jsonl", "out", "-a", "news.jsonl", "--compare", "other.jsonl")
    text = memcon(*given).out
    assert "\ngained: 2\n  a: a-protest" in text
    assert "\nlost: 1\n  b: b-expelled" in text
    assert "may be chance" in text
    told = json.loads(memcon(*given, "-f", "json").out)["compare"]
    assert (told["other"]["precision"], told["differences"]["precision"]) == (1.0, -0.5)
    assert [one["id"] for one in told["errors_gained"]] == ["again", "rice", "broken"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("gold.jsonl",), "pairs"),
        (("absent.jsonl", "out"), "'absent.jsonl' does not exist"),
        (("out", "out"), "'out' is a folder"),
        (("gold.jsonl", "absent"), "'absent' does not exist"),
        (("gold.jsonl", "."), "holds no events.jsonl"),
        (("gold.jsonl", "out"), "say with --articles"),
        (("gold.jsonl", "out", "--gate", "f9=1"), "--gate 'f9=1'"),
        (("gold.jsonl", "out", "-a", "gold-articles.jsonl"), "none of these articles"),
    ],
)
def test_what_cannot_be_measured_is_a_mistake_of_use(
    memcon: Command, world: Path, arguments: tuple[str, ...], says: str
) -> None:
    write(world / "gold-articles.jsonl", [{"id": "z", "text": "Nothing."}])
    ran = memcon("evaluate", *arguments)
    assert (ran.code, says in ran.err) == (2, True)


def test_articles_from_standard_input_must_be_named(memcon: Command, world: Path) -> None:
    write_lines(world / "out" / "articles.jsonl", [state("a", "-")])
    assert memcon("evaluate", "gold.jsonl", "out").code == 2


@pytest.mark.parametrize(
    ("name", "line", "says"),
    [
        ("gold.jsonl", '{"id": "x"', "line 1 (byte 10): the line is cut off"),
        ("gold.jsonl", '{"id": "x"}', "line 1: no 'kind'"),
        ("gold.jsonl", json.dumps(GOLD[0] | {"date": "2024"}), "'date' must be null or two days"),
        ("gold.jsonl", json.dumps(GOLD[0] | {"quotes": []}), "no 'quotes'"),
        ("gold.jsonl", json.dumps(GOLD[0] | {"kind": 3}), "'kind' must be a string"),
        ("gold.jsonl", json.dumps(GOLD[0] | {"countries": "USA"}), "'countries' must be a list of strings"),
        ("out/events.jsonl", '{"id": "x", "kind": "call"}', "no 'mentions'"),
        ("out/events.jsonl", '{"id": "x", "kind": "call", "mentions": [1]}', "'mentions' must be a list of objects"),
    ],
)
def test_damage_is_told_with_its_place(memcon: Command, world: Path, name: str, line: str, says: str) -> None:
    (world / name).write_text(line, "utf-8")
    ran = memcon("evaluate", "gold.jsonl", "out", "-a", "news.jsonl")
    assert (ran.code, name in ran.err, says in ran.err) == (5, True, True)


def test_the_door_to_the_model_stays_shut(world: Path) -> None:
    code = (
        "import sys; sys.argv = ['memcon', 'evaluate', 'gold.jsonl', 'out', '-a', 'news.jsonl']\n"
        "from memcon.cli import app\n"
        "try: app()\n"
        "except SystemExit: print(sorted({'openai', 'instructor', 'httpx2'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert ran.stdout.endswith("[]\n")


def test_gold_may_come_through_a_pipe(world: Path) -> None:
    """As `<(zcat gold.jsonl.gz)` of a shell gives it; nothing may ask for its size, or read it twice."""
    command = 'exec "$0" -m memcon evaluate <(cat gold.jsonl) out -a news.jsonl'
    ran = subprocess.run(["bash", "-c", command, sys.executable], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("3 articles, 5 required events: 3 matched, 2 missed")


def test_a_pipe_that_says_nothing_is_waited_for_until_a_signal(world: Path) -> None:
    os.mkfifo(world / "pipe")
    command = [sys.executable, "-m", "memcon", "evaluate", "pipe", "out", "-a", "news.jsonl"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        writer = os.open(world / "pipe", os.O_WRONLY)  # waits until it is read
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=20)
        os.close(writer)
    assert (process.returncode, told) == (143, "memcon: stopped by SIGTERM\n")
