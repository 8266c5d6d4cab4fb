"""What no format foresees costs the record that it stands in, or else the rest of its file, and no other file."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.archives import answer, page, plain, record
from memcon.articles import formats
from memcon.articles.formats import base, text
from memcon.articles.formats.base import Content
from memcon.articles.read import read_articles
from memcon.records import Article, ArticleState

TEXTS = ("The ministers met in Oslo.", "The ministers were spoilt.", "The ministers met again.")
FILES = {
    "a.csv": "text\n" + "\n".join(TEXTS),
    "a.json": json.dumps([{"text": one} for one in TEXTS]),
    "a.jsonl": "\n".join(json.dumps({"id": str(at), "text": one}) for at, one in enumerate(TEXTS)),
    "a.rss": "<rss><channel>" + "".join(f"<item><title>{one}</title></item>" for one in TEXTS) + "</channel></rss>",
    "telegram.json": json.dumps({
        "name": "N", "type": "public_channel", "id": 1,
        "messages": [{"id": at, "type": "message", "text": one} for at, one in enumerate(TEXTS)],
    }),
    "a.warc": plain([record(answer(page(one)), f"https://n.example/{at}") for at, one in enumerate(TEXTS)]).decode(),
}  # fmt: skip


def outcomes(*paths: Path) -> list[str]:
    """Return the text of each article, or why it is none and what that is told with."""
    found: list[Article | ArticleState] = list(read_articles([str(path) for path in paths], language="en"))
    return [one.text if isinstance(one, Article) else f"{one.reason} {one.detail}" for one in found]


@pytest.mark.parametrize("name", FILES)
def test_a_fault_made_by_hand_costs_its_record_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    check = base.check_text

    def faulty(where: str, text: str, most: int, of: str) -> None:
        if "spoilt" in text:
            raise LookupError("by\nhand")
        check(where, text, most, of)

    monkeypatch.setattr(base, "check_text", faulty)
    (tmp_path / name).write_text(FILES[name], "utf-8", newline="")
    first, second, third = outcomes(tmp_path / name)
    assert TEXTS[0] in first
    assert second.startswith(f"damaged {tmp_path / name}:2: it cannot be read (LookupError: by hand): ")
    assert TEXTS[2] in third


class Faulty:
    """A format that fails behind its first article, by hand."""

    suffixes = text.suffixes
    recognises = staticmethod(text.recognises)

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read(self, content: Content) -> Iterator[Article]:
        yield Article(id="first", text=TEXTS[0])
        raise self.error


@pytest.mark.parametrize("error", [KeyError("x"), OverflowError(), RecursionError("deep"), UnicodeError()])
def test_a_format_of_ours_that_fails_by_hand_keeps_what_it_read_and_the_other_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setitem(formats.FORMATS, "text", Faulty(error))
    (tmp_path / "a.txt").write_text("x", "utf-8")
    (tmp_path / "b.jsonl").write_text(FILES["a.jsonl"], "utf-8")
    first, second, *others = outcomes(tmp_path / "a.txt", tmp_path / "b.jsonl")
    assert first == TEXTS[0]
    assert second.startswith(f"damaged {tmp_path / 'a.txt'}: it cannot be read ({type(error).__name__}: ")
    assert others == list(TEXTS)


@pytest.mark.parametrize("error", [MemoryError(), ImportError("by hand")])
def test_what_is_the_machine_s_is_no_fault_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setitem(formats.FORMATS, "text", Faulty(error))
    (tmp_path / "a.txt").write_text("x", "utf-8")
    with pytest.raises(type(error)):
        outcomes(tmp_path / "a.txt")
