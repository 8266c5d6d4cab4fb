"""What no feed is large enough for ends the reading of that feed alone, in time and memory that do not grow with it."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from helpers.memory import peak_memory
from memcon.articles.formats import feed_items
from memcon.articles.formats.feed_items import Items
from memcon.articles.read import read_articles
from memcon.records import Article, ArticleState

ITEM: Final = "<item><guid>{0}</guid><title>Envoys met</title><description>{1}</description></item>"
FIRST: Final = "<rss><channel><title>News</title>" + ITEM.format("first", "They met in Oslo.")
LARGE: Final[dict[str, Callable[[int], str]]] = {
    "elements in elements": lambda size: "<item><description>" + "<b>" * size,
    "elements in elements of the feed": lambda size: "<b>" * size,
    "an attribute": lambda size: f"<item><description a='{'x' * size}'>",
    "an attribute of tags": lambda size: f"<item><description a='{'> ' * size}'>",
    "a comment": lambda size: f"<!--{'<b> ' * size}-->",
    "an instruction": lambda size: f"<?a {'x' * size}?>",
    "names": lambda size: "<item>" + "".join(f"<f{number}/>" for number in range(size)),
    "names of attributes": lambda size: "".join(f"<a f{number}=''/>" for number in range(size)),
    "a long name": lambda size: f"<{'f' * size}/>",
}
KEPT: Final[dict[str, Callable[[int], str]]] = {
    "pairs of tags": lambda size: "<b></b>" * size,
    "words": lambda size: "words " * size,
    "entities": lambda size: "&amp;" * size,
    "words in markup": lambda size: f"<![CDATA[{'<p>words</p>' * size}]]>",
}


def read(*paths: Path, most: int = 1_000_000) -> list[str | None]:
    """Return the id of each article, and the reason of what is none."""
    found: list[Article | ArticleState] = list(read_articles([str(path) for path in paths], max_chars=most))
    return [one.id if isinstance(one, Article) else one.reason for one in found]


@pytest.mark.parametrize("what", LARGE)
def test_what_no_feed_has_ends_it_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setattr(feed_items, "_TOKEN", 100_000)
    (tmp_path / "a.rss.gz").write_bytes(gzip.compress((FIRST + LARGE[what](300_000)).encode()))
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "other", "text": "They met."}), "utf-8")
    assert read(tmp_path / "a.rss.gz", tmp_path / "b.jsonl") == ["first", "too_large", "other"]


def test_items_of_the_same_few_bytes_stand_before_the_damage(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(f"{FIRST}<item></title>", "utf-8")
    assert read(tmp_path / "a.rss") == ["first", "damaged"]


@pytest.mark.parametrize("before", ["<!DOCTYPE rss [" + "<!ELEMENT a (b)>" * 20_000, "<!-- a -->" * 40_000])
def test_a_beginning_without_an_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    monkeypatch.setattr(feed_items, "_TOKEN", 100_000)
    (tmp_path / "a.rss").write_text("<?xml version='1.0'?>" + before, "utf-8")
    assert read(tmp_path / "a.rss") == ["too_large"]


@pytest.mark.parametrize("what", KEPT)
def test_an_item_longer_than_an_article_may_be_is_told_and_costs_itself_alone(tmp_path: Path, what: str) -> None:
    long = ITEM.format("long", KEPT[what](400_000) + "<p>The end.</p>")
    (tmp_path / "a.rss").write_text(f"{FIRST}{long}{ITEM.format('last', 'They met in Rome.')}</channel></rss>", "utf-8")
    assert read(tmp_path / "a.rss", most=1000) == ["first", "too_long", "last"]


@pytest.mark.parametrize("what", KEPT)
def test_no_more_is_kept_of_an_item_or_of_a_feed_than_is_read(what: str) -> None:
    for start in ("<item><description>", "<description>"):
        piece = KEPT[what](10_000)

        def parse(start: str = start, piece: str = piece) -> None:
            items = Items(100_000)
            items.parse(FIRST + start)
            for _ in range(50):
                items.parse(piece)

        assert peak_memory(parse, 2 << 20) < 2 << 20


def test_words_of_a_feed_behind_a_long_item_are_kept() -> None:
    """What the item has taken is none of the room of the feed."""
    items = Items(10_000)
    items.parse(f"<rss><channel>{ITEM.format('1', 'x' * 20_000)}<title>News</title></channel></rss>")
    assert items.done[0].cut
    assert items.feed.word("title") == "News"


def test_a_tag_in_many_pieces_and_markup_as_feeds_have_it_are_read(tmp_path: Path) -> None:
    picture = f"<p><img src='data:image/png;base64,{'A' * 3_000_000}'/>They met in Rome.</p>"
    markup = f"<content type='xhtml'><div>{picture}{'<p>Words.</p>' * 1000}</div></content>"
    (tmp_path / "a.atom").write_text(f"<feed><entry><id>1</id>{markup}</entry></feed>", "utf-8")
    (one,) = read_articles([str(tmp_path / "a.atom")])
    assert isinstance(one, Article)
    assert one.text.startswith("They met in Rome.")
    assert one.text.count("Words.") == 1000
