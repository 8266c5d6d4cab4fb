"""A file on which its reader would work for ever costs itself: it is told, and all others are read."""

import io
import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest

from helpers.archives import answer, page, plain, record
from memcon.articles import budget
from memcon.articles.read import read_articles
from memcon.articles.select import Wanted
from memcon.records import Article, ArticleState

pytestmark = pytest.mark.hostile
T = TypeVar("T")
FORMATS: Final = "memcon.articles.formats"


def loops() -> None:
    while True:
        pass


def loops_in_a_pattern() -> None:
    re.fullmatch(r"(?:a|a)*b", "a" * 60)


def computes(seconds: float) -> None:
    began = time.thread_time()
    while time.thread_time() < began + seconds:
        pass


def here(work: Callable[[], T]) -> T:
    return work()


def in_a_thread(work: Callable[[], T]) -> T:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def before(monkeypatch: pytest.MonkeyPatch, place: str, work: Callable[[str], None]) -> None:
    """Have a reader do some work first, which is told what it is given; with half a second for each article."""
    room, _, name = place.rpartition(".")
    real = getattr(__import__(room, fromlist=[name]), name)

    def slow(*given: Any, **more: Any) -> Any:
        work(str(given))
        return real(*given, **more)

    monkeypatch.setattr(place, slow)
    monkeypatch.setattr(budget, "SECONDS", 0.5)
    monkeypatch.setattr(budget, "TICK", 0.02)


def outcomes(path: Path | str, **more: Any) -> list[tuple[str, str | None]]:
    """Return the id of each article, and why it failed."""
    found: Iterator[Article | ArticleState] = read_articles([str(path)], language="en", **more)
    return [(one.id, None) if isinstance(one, Article) else (one.article, one.reason) for one in found]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return an archive of three pages, of which the second is called Slow; all that reads pages is loaded."""
    path = tmp_path / "a.warc"
    pages = (page(title) for title in ("One", "Slow", "Three"))
    path.write_bytes(plain([record(answer(each), f"https://news.example/{n}") for n, each in enumerate(pages)]))
    assert [reason for _, reason in outcomes(path)] == [None, None, None]
    return path


@pytest.mark.parametrize(("work", "run"), [(loops, here), (loops_in_a_pattern, here), (loops, in_a_thread)])
def test_a_file_that_freezes_its_reader_by_hand_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Callable[[], None], run: Callable[..., Any]
) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"They met in Oslo on 3 May 2024. Number {name}.", "utf-8")
    before(monkeypatch, f"{FORMATS}.base.check_head", lambda given: work() if "Number b" in given else None)
    told = run(lambda: outcomes(tmp_path))
    assert told == [("a.txt", None), ("b.txt", "too_slow"), ("c.txt", None)]


@pytest.mark.parametrize("run", [here, in_a_thread])
def test_a_page_that_freezes_its_reader_by_hand_costs_itself_and_not_its_archive(
    archive: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Any]
) -> None:
    before(monkeypatch, f"{FORMATS}.html.page.facts_of", lambda given: loops() if "Slow" in given else None)
    assert [reason for _, reason in run(lambda: outcomes(archive))] == [None, "too_slow", None]


def test_what_is_passed_over_spends_nothing_of_the_next(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write_bytes(archive.read_bytes() * 3)
    wanted = Wanted.of(["site=else.example"])
    before(monkeypatch, f"{FORMATS}.warc._page", lambda _: computes(0.15))
    assert outcomes(archive, wanted=wanted) == []
    assert wanted.passed == {"of another site": 9}


def test_a_large_file_has_more_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "large.txt").write_text("They met in Oslo. " * 500, "utf-8")
    (tmp_path / "small.txt").write_text("They met in Oslo.", "utf-8")
    outcomes(tmp_path)
    before(monkeypatch, f"{FORMATS}.base.check_head", lambda _: computes(1))
    monkeypatch.setattr(budget, "PORTION", 1000)
    assert outcomes(tmp_path) == [("large.txt", None), ("small.txt", "too_slow")]


def test_waiting_for_bytes_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            time.sleep(0.3)
            return super().read(size)

    lines = "".join(json.dumps({"id": f"{n}", "text": "They met in Oslo."}) + "\n" for n in range(3)).encode()
    assert len(outcomes("-", stdin=io.BytesIO(lines))) == 3
    monkeypatch.setattr(budget, "SECONDS", 0.2)
    monkeypatch.setattr(budget, "TICK", 0.02)
    assert outcomes("-", stdin=Slow(lines)) == [("0", None), ("1", None), ("2", None)]
