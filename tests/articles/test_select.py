"""What is selected is read, what is not is counted by why, and none of it is dropped in silence."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.fault_server import FaultServer
from helpers.scripted import Reader, serving
from memcon.articles.read import read_articles
from memcon.articles.select import Select, Wanted
from memcon.errors import UsageError
from memcon.records import Article

TEXT = "Menteri Luar Negeri Jepang bertemu Menteri Luar Negeri Filipina di Manila pada Rabu, kata mereka."
ARTICLES: list[dict[str, Any]] = [
    {"id": "a", "text": TEXT, "source": "Kantor Berita Niskala", "published": "2024-07-04", "language": "id"},
    {"id": "b", "text": "The ministers of Norway and Chad met in Oslo.", "url": "https://www.news.example/b",
     "published": "2024-07-05", "language": "en"},
    {"id": "c", "text": "An envoy of Japan spoke of the weather.", "source": "Reuters News", "language": "en"},
]  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in ARTICLES), "utf-8")
    return path


@pytest.fixture
def server(endpoint: Callable[[str], None]) -> Iterator[FaultServer]:
    with serving(Reader()) as served:
        endpoint(served.url)
        yield served


def read(path: Path, *told: str) -> tuple[list[str], Counter[str]]:
    wanted = Wanted.of(told)
    return [one.id for one in read_articles([str(path)], wanted=wanted) if isinstance(one, Article)], wanted.passed


@pytest.mark.parametrize(("told", "kept", "why"), [
    (["source=reuters"], "c", "of another source"),
    (["source=news.example", "source=niskala"], "ab", "of another source"),
    (["language=id"], "a", "in another language"), (["country=JPN"], "ac", "without the countries"),
    (["country=Jepang+PHL"], "a", "without the countries"),
    (["country=Chad", "country=phl"], "ab", "without the countries"),
    (["word=envoy", "word=menteri"], "ac", "without the words"), (["from=2024-07-05"], "b", "of another day"),
])  # fmt: skip
def test_each_key_keeps_what_it_says(file: Path, told: list[str], kept: str, why: str) -> None:
    found, passed = read(file, *told)
    assert "".join(found) == kept
    assert passed[why] >= 1
    assert passed.total() + len(found) == len(ARTICLES)


def test_several_keys_hold_together_and_each_miss_has_one_reason(file: Path) -> None:
    found, passed = read(file, "language=en", "to=2024-07-05", "country=NOR")
    assert (found, passed) == (["b"], {"in another language": 1, "without a date": 1})


def test_a_file_of_words_is_a_word_a_line(file: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("\ufeffweather\n\n  oslo \n", "utf-8")
    assert read(file, f"word=@{words}")[0] == ["b", "c"]
    for broken in (b"", b"\xff\xfe\xff", None):
        words.write_bytes(broken) if broken is not None else words.unlink()
        with pytest.raises(UsageError, match="--select '@"):
            Select.of([f"word=@{words}"])


@pytest.mark.parametrize("key", ["site", "source", "language", "from", "to", "word", "country"])
@pytest.mark.parametrize("nothing", ["", " ", "\ufeff", " \ufeff \n", "\ufeff\ufeff", "\u3000\ufeff"])
def test_what_says_nothing_selects_nothing_and_is_refused(tmp_path: Path, key: str, nothing: str) -> None:
    (tmp_path / "w.txt").write_text(f"\ufeff{nothing}\n{nothing}\n", "utf-8")
    for value in (nothing, f"@{tmp_path}/w.txt"):
        with pytest.raises(UsageError):
            Select.of([f"{key}={value}"])


@pytest.mark.parametrize("site", ["www.", "WWW.", "\ufeffwww."])
def test_a_site_without_a_name_is_none(site: str) -> None:
    with pytest.raises(UsageError, match="is no site"):
        Select.of([f"site={site}"])


def test_marks_of_the_order_of_bytes_are_no_part_of_a_word(file: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    for text in ("Tokyo\n\ufeff\n", "\ufeff Tokyo\n", "\ufeff\ufeffTokyo\ufeff \n"):
        words.write_text(text, "utf-8")
        assert Select.of([f"word=@{words}"]).words == ("tokyo",)
        assert read(file, f"word=@{words}")[0] == []
    assert Select.of(["site=\ufeff www.News.example"]).sites == {"news.example"}


def test_what_is_no_state_is_refused() -> None:
    with pytest.raises(UsageError, match="'Atlantis' is no state that is known; write its code"):
        Select.of(["country=Atlantis"])
    assert Select.of(["country=ASEAN", "country=kosovo"]).countries == {frozenset({"ASEAN"}), frozenset({"XKX"})}


def test_a_run_asks_about_what_is_selected_and_tells_the_rest(
    memcon: Command, folder: Path, file: Path, server: FaultServer
) -> None:
    told = ("extract", str(file), "-o", "out", "--select", "country=JPN", "--select", "to=2024-12-31")
    dry = memcon(*told, "--dry-run")
    assert "passed over in files: 1 without the countries, 1 without a date" in dry.out
    assert server.calls == 0
    assert memcon(*told).code == 0
    report = json.loads((folder / "out" / "run.json").read_text("utf-8"))
    assert report["settings"]["select"] == ["country=JPN", "to=2024-12-31"]
    assert report["settings"]["passed"] == {"without the countries": 1, "without a date": 1}
    states = [
        json.loads(line)["article"] for line in (folder / "out" / "articles.jsonl").read_text("utf-8").splitlines()
    ]
    assert states == ["a"]
    assert memcon("verify", "out").code == 0
    assert memcon("report", "out", "-o", "page.html").code == 0
    assert memcon(*told, "--offline").code == 0
    assert memcon("extract", str(file), "-o", "all").code == 0
    assert "passed" not in json.loads((folder / "all" / "run.json").read_text("utf-8"))["settings"]
