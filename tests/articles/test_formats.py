"""A format of another package: asked for its files and for content that it recognises, held to what ours see to."""

import gzip
import io
from pathlib import Path

import pytest

from helpers.plugins import install
from memcon.articles import formats
from memcon.articles.formats.base import Content
from memcon.articles.read import read_articles
from memcon.articles.sources import count_articles
from memcon.errors import UsageError
from memcon.records import Article, ArticleState

CARDS = """
import time

from memcon.articles.formats.base import failed
from memcon.errors import InputError
from memcon.records import Article

suffixes = (".cards",)

def recognises(head):
    return head.startswith(b"CARDS")

def read(content):
    lines = b"".join(content.chunks).decode().splitlines()[1:]
    for number, line in enumerate(lines, start=1):
        name, _, text = line.partition(": ")
        if not text:
            yield failed(InputError(content.where(number), "no_text", f"{name} has no text"), name)
        elif name == "boom":
            raise LookupError("a bug")
        elif name == "slow":
            end = time.thread_time() + 1
            while time.thread_time() < end:
                pass
        else:
            yield Article(id=name, text=text, path=content.where(number))
"""


@pytest.fixture
def cards(site: Path) -> None:
    install(site, "cards", formats.GROUP, {"cards": "cards_format"}, cards_format=CARDS)


def outcomes(*inputs: Path, **more: object) -> list[tuple[str, str | None]]:
    """Each article's id and text, or why it failed."""
    read = read_articles([str(path) for path in inputs], **more)  # type: ignore[arg-type]
    return [(one.id, one.text) if isinstance(one, Article) else (one.article, one.reason) for one in read]


@pytest.mark.usefixtures("cards")
def test_what_it_takes_is_its_own_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may ask a model of its own, for minutes."""
    monkeypatch.setattr("memcon.articles.budget.SECONDS", 0.5)
    (tmp_path / "a.cards").write_bytes(b"CARDS\nslow: 1\nn: They met.\n")
    assert outcomes(tmp_path / "a.cards") == [("n", "They met.")]


@pytest.mark.usefixtures("cards")
def test_its_files_are_found_in_folders_and_read_with_what_is_common(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.cards").write_bytes(b"CARDS\nn1: They met on 3 May 2024 in Oslo and spoke.\nn2: \n")
    (folder / "b.cards.gz").write_bytes(gzip.compress(b"CARDS\nn1: Again.\nn3: Third.\n"))
    (folder / "c.txt").write_text("CARDS\nis a text", "utf-8")
    found = list(read_articles([str(folder)], language="en"))
    first, empty, again, third, text = found
    assert isinstance(first, Article)
    assert (first.id, first.language, first.path) == ("n1", "en", f"{folder}/a.cards:1")
    assert isinstance(empty, ArticleState)
    assert (empty.article, empty.reason, empty.path) == ("n2", "no_text", f"{folder}/a.cards:2")
    assert isinstance(again, ArticleState)
    assert (again.article, again.reason) == ("b.cards.gz:1", "repeated_id")
    assert f"was read before, from {folder}/a.cards:1" in (again.detail or "")
    assert isinstance(third, Article)
    assert isinstance(text, Article)  # a name of ours is read by ours, whatever it holds
    assert text.text == "CARDS\nis a text"


@pytest.mark.usefixtures("cards")
def test_its_content_is_recognised_under_other_names_and_on_standard_input(tmp_path: Path) -> None:
    (tmp_path / "export").write_bytes(b"CARDS\nn1: First.\n")
    assert outcomes(tmp_path / "export") == [("n1", "First.")]
    assert [one for one, _ in outcomes(Path("-"), stdin=io.BytesIO(b"CARDS\nn1: First.\nn2: Second.\n"))] == [
        "n1",
        "n2",
    ]
    assert outcomes(Path("-"), stdin=io.BytesIO(b"no CARDS")) == [("stdin", "no CARDS")]


@pytest.mark.usefixtures("cards")
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"boom: x", "format_failed"),
        (b"\xff: x", "format_failed"),
        (b"n\x01: x", "bad_id"),
        (b"n: " + b"x" * 60, "too_long"),
        (b"n: \xc2\xa0", "empty_text"),
    ],
)
def test_what_it_does_wrong_fails_its_file_alone(tmp_path: Path, line: bytes, reason: str) -> None:
    (tmp_path / "a.cards").write_bytes(b"CARDS\n" + line)
    (tmp_path / "b.txt").write_text("Fine.", "utf-8")
    found = outcomes(tmp_path / "a.cards", tmp_path / "b.txt", max_chars=50)
    assert [why for _, why in found] == [reason, "Fine."]


@pytest.mark.usefixtures("cards")
def test_its_articles_cannot_be_counted_beforehand(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.", "utf-8")
    assert count_articles([str(tmp_path / "a.txt")]) == 1
    (tmp_path / "a.cards").write_text("CARDS\nn1: x\n", "utf-8")
    with pytest.raises(ValueError, match="'cards' cannot be counted"):
        count_articles([str(tmp_path)])


def test_a_broken_package_is_told_where_it_could_be_needed_and_nowhere_else(site: Path, tmp_path: Path) -> None:
    install(site, "broken", formats.GROUP, {"cards": "cards_broken"}, cards_broken="suffixes = ('.cards',)\n")
    (tmp_path / "a.txt").write_text("Fine.", "utf-8")
    assert outcomes(tmp_path / "a.txt") == [("a.txt", "Fine.")]
    (tmp_path / "odd").write_text("x", "utf-8")
    for given in (tmp_path, tmp_path / "odd", Path("-")):
        with pytest.raises(
            UsageError, match=r"input format 'cards' of the package broken 0\.1 lacks 'recognises', 'read'"
        ):
            read_articles([str(given)])


def test_a_format_of_ours_reads_what_it_is_given() -> None:
    """All that a format needs is a value with bytes in it."""
    data = b'{"id": "a", "text": "One."}\n\n{"id": "b"}\n'
    one, other = formats.FORMATS["jsonl"].read(Content("x", "in/x", data, iter([data]), 100))
    assert one == Article(id="a", text="One.", path="in/x:1")
    assert isinstance(other, ArticleState)
    assert (other.article, other.reason, other.path) == ("b", "missing_text", "in/x:3")
