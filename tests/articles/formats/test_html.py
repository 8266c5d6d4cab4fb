"""Pages of news: their words as they stand, what is beside them marked, and the day that they tell, never guessed."""

import datetime as dt
from collections.abc import Mapping
from encodings.aliases import aliases
from pathlib import Path

import pytest

from helpers import archives
from helpers.pages import Made, made
from helpers.pages.cms import head, ld, meta, page
from helpers.pages.score import score, unmarked
from helpers.pages.stories import EN, ID, RU, Story
from memcon.articles.formats import html
from memcon.articles.formats.html import instants, opinions
from memcon.articles.formats.html.encoding import decoded
from memcon.articles.read import read_articles
from memcon.articles.sentences import body_of, segment
from memcon.languages import zone_offsets
from memcon.records import Article, ArticleState

PAGES = made()


def read(path: Path, data: bytes | str, **more: str) -> Article | ArticleState:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (item,) = read_articles([str(path)], timezone=more.get("timezone"))
    return item


def article(path: Path, data: bytes | str, **more: str) -> Article:
    item = read(path, data, **more)
    assert isinstance(item, Article), item.detail
    return item


@pytest.mark.parametrize("made", [one for one in PAGES if one.body], ids=lambda made: made.name)
def test_a_page_is_read_as_its_article(tmp_path: Path, made: Made) -> None:
    found = article(tmp_path / made.name, made.data)
    got = score(made, unmarked(found))
    assert got.kept >= 0.97 * got.body
    assert got.beside <= 0.05 * got.given
    assert (found.language, found.published) == (made.language, made.published), found.published_basis
    assert (found.published_basis is None) == (made.published is None)
    assert found.title == made.title
    body = body_of(found.text, segment(found))
    assert all(paragraph in body for paragraph in made.body[2:4]) or "tailwind" in made.name


@pytest.mark.parametrize("made", [one for one in PAGES if not one.body], ids=lambda made: made.name)
def test_a_page_without_an_article_is_one_line_that_says_so(tmp_path: Path, made: Made) -> None:
    state = read(tmp_path / made.name, made.data)
    assert isinstance(state, ArticleState)
    assert state.reason == {"empty.html": "empty_file", "picture.html": "binary"}.get(made.name, "no_article")
    assert "\n" not in (state.detail or "")


def test_all_pages_together() -> None:
    assert len(PAGES) >= 30
    assert len({one.language for one in PAGES}) >= 8


# --- what is beside ---


def around(story: Story, body: str, *more: str) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in story.body)
    inside = f"<article><h1>{story.title}</h1><div class='text'>{paragraphs}{body}<p>{story.speech}</p></div></article>"
    return page(story, head(story, *more), inside)


def marks(found: Article) -> dict[str, str]:
    return {found.text[span.start : span.end]: span.reason for span in found.beside}


@pytest.mark.parametrize(
    ("markup", "words", "reason"),
    [
        ("<figure><img src='a'><figcaption>Two ministers in a hall</figcaption></figure>", "Two ministers", "caption"),
        ("<p class='wp-caption-text'>Two ministers in a hall</p>", "Two ministers", "caption"),
        ("<p><img src='a'></p><p style='text-align: center'>Two ministers in a hall</p>", "Two ministers", "caption"),
        ("<p><strong>Baca juga: <a href='/x'>Harga Beras Naik Lagi</a></strong></p>", "Baca juga", "link"),
        ("<div class='lihatjg'>Baca juga: <a href='/x'>Harga Beras</a></div>", "Baca juga", "link"),
        ("<table class='linksisip'><tr><td>Baca juga:<h2>Harga Beras</h2></td></tr></table>", "Harga Beras", "link"),
        ("<div class='ads-box'>ADVERTISEMENT</div>", "ADVERTISEMENT", "advertisement"),
        ("<blockquote class='twitter-tweet'><p>So proud of our team today!</p></blockquote>", "So proud", "embed"),
        (
            "<aside><p>What else happened in the world this week, told in five short stories.</p></aside>",
            "What",
            "link",
        ),
        ("<div class='newsletter'><p>Get the best of our news every morning, free.</p></div>", "Get the", "widget"),
        ("<ul class='tags'><li>Diplomacy</li></ul>", "Diplomacy", "tag"),
    ],
)
def test_what_stands_among_the_paragraphs_stays_and_is_marked(
    tmp_path: Path, markup: str, words: str, reason: str
) -> None:
    found = article(tmp_path / "a.html", around(EN, markup))
    assert words in found.text
    (told,) = {why for text, why in marks(found).items() if words in text}
    assert told == reason
    assert words not in body_of(found.text, segment(found))
    assert EN.speech in body_of(found.text, segment(found))


@pytest.mark.parametrize(
    "name", ["commentary-body", "newsletter-body", "subscribe-wall", "related-content", "ad-article"]
)
def test_a_body_may_be_called_as_it_likes(tmp_path: Path, name: str) -> None:
    text = around(EN, "").replace("class='text'", f"class='{name}'")
    found = article(tmp_path / "a.html", text)
    assert unmarked(found).count(EN.body[3]) == 1


@pytest.mark.parametrize("tag", ["div", "section", "center", "blockquote", "div><div"])
def test_direct_speech_in_a_bare_element_is_body(tmp_path: Path, tag: str) -> None:
    closing = "".join(f"</{one}>" for one in reversed(tag.split("><")))
    found = article(tmp_path / "a.html", around(ID, f"<{tag}>{EN.speech}{closing}"))
    assert EN.speech in body_of(found.text, segment(found))


def test_words_stand_as_the_page_has_them_with_paragraphs_apart(tmp_path: Path) -> None:
    body = (
        "<p>She said: <q>We agree &mdash; at&nbsp;last</q>, and   left\n the hall&hellip;</p>One<br>two<br><br>three."
    )
    found = article(tmp_path / "a.html", around(EN, body))
    assert "\n\nShe said: “We agree — at\xa0last”, and left the hall…\n\nOne\ntwo\n\nthree.\n\n" in found.text
    assert found.text.startswith(f"{EN.title}\n\n{EN.body[0]}\n\n{EN.body[1]}")


@pytest.mark.parametrize(
    "markup",
    [
        "<p hidden>Not for readers: the minister’s private number is known to us.</p>",
        "<p style='color:red; DISPLAY : none'>Not for readers: the minister’s private number is known.</p>",
        "<span class='sr-only'>Not for readers: the minister’s private number is known to us.</span>",
        "<template><p>Not for readers: the minister’s private number is known to us.</p></template>",
        "<noscript><p>Not for readers: the minister’s private number is known to us.</p></noscript>",
        "<!-- Not for readers: the minister’s private number is known to us. -->",
    ],
)
def test_what_no_reader_sees_is_left_out(tmp_path: Path, markup: str) -> None:
    assert "Not for readers" not in article(tmp_path / "a.html", around(EN, markup)).text


def test_what_another_extractor_finds_besides_is_told(tmp_path: Path) -> None:
    quoted = "".join(
        f"<p>“The other side of it, number {n}, is told here at length,” she said to us.</p>" for n in range(40)
    )
    text = around(EN, "").replace("</article>", f"</article><article>{quoted}</article>")
    found = article(tmp_path / "a.html", text)
    assert all(quoted.count(str(n)) for n in range(3))
    told = unmarked(found)
    assert "number 39" in told or any("resiliparse takes" in note for note in found.notes)


# --- what a page is in ---


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", ""), ("utf-8", "windows-1251"), ("utf-8", "iso-8859-1"), ("utf-8-sig", "ascii"), ("cp1251", ""),
        ("cp1251", "utf-8"), ("cp1251", "windows-1251"), ("koi8-r", "koi8-r"), ("utf-16", ""), ("utf-16-le", ""),
        ("utf-16-be", "utf-8"), ("cp1251", "no-such-encoding"), ("iso8859-5", "iso-8859-5"),
    ],
)  # fmt: skip
def test_a_page_may_lie_of_its_encoding(encoding: str, said: str) -> None:
    body = " ".join(RU.body).translate(str.maketrans("«»—", '""-'))
    text = page(RU, f"<head><meta charset='{said}'><title>{RU.title}</title></head>", body)
    found = decoded(text.encode(encoding))
    assert (found.text, found.lost) == (text, 0)
    assert html.recognises(text.encode(encoding)[:4096])


def test_a_short_spanish_page_of_latin_letters_and_a_korean_one() -> None:
    spanish = "<html><body><p>El ministro señaló que la reunión será mañana en Cádiz.</p></body></html>"
    assert decoded(spanish.encode("cp1252")).text == spanish
    korean = "<html><head><meta charset='euc-kr'></head><body>외교부 장관은 회담을 했다고 밝혔다.</body></html>"
    assert decoded(korean.encode("euc-kr")).text == korean


@pytest.mark.parametrize("said", sorted({*aliases.values(), *aliases, "cp875", "ibm-1047", "ebcdic-cp-us"}))
def test_a_page_with_a_stray_byte_is_in_letters_whatever_it_says(said: str) -> None:
    """What holds ASCII holds it in each encoding of a page: those of mainframes make other letters of it."""
    text = page(RU, f"<head><meta charset='{said}'><title>{RU.title}</title></head>", "They met in Oslo. " * 20)
    for data in (text.encode().replace(b"Oslo", b"Osl\xe9", 1), text.encode("cp1251", "replace")):
        for found in (decoded(data), decoded(data, told=said)):
            assert "They met in Oslo." in found.text


def test_damaged_bytes_are_counted(tmp_path: Path) -> None:
    data = around(RU, "").encode().replace("Сапаров".encode(), b"\xd0\xff\xd0", 1)
    found = article(tmp_path / "a.html", data)
    assert any("bytes are no UTF-8" in note for note in found.notes)


@pytest.mark.parametrize(
    ("head_", "is_page"),
    [
        (b"<!DOCTYPE html>\n<html>", True), (b"\xef\xbb\xbf  <!doctype HTML PUBLIC", True), (b"<HTML><HEAD>", True),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC", True), (b"<!-- saved from x -->\n<html>", True),
        (b"<div class='a'><p>They met.</p></div>", True), (b"<?xml version='1.0'?><rss version='2.0'>", False),
        (b"<p>is how he began his speech", False), (b"Jakarta - <b>Menlu</b>", False), (b"", False), (b"<feed>", False),
    ],
)  # fmt: skip
def test_what_begins_as_a_page(head_: bytes, is_page: bool) -> None:  # noqa: FBT001
    assert html.recognises(head_) == is_page


# --- days ---

NEWS = {"@type": "NewsArticle", "headline": ID.title}


@pytest.mark.parametrize(
    ("more", "day", "basis"),
    [
        ([ld(NEWS | {"datePublished": "2023-12-21T10:15:00+07:00"})], "2023-12-21", "JSON-LD datePublished"),
        ([ld(NEWS | {"datePublished": "2023-12-20T17:30:00Z"})], "2023-12-21", "the day in UTC+07:00"),
        ([ld(NEWS | {"datePublished": "2023-12-20T16:30:00Z"})], "2023-12-20", "JSON-LD"),
        ([ld(NEWS | {"datePublished": "2023-12-21"}), ld({"@type": "WebPage", "datePublished": "2015-01-02"})],
         "2023-12-21", "JSON-LD"),
        ([ld({"@graph": [{"@type": "WebPage", "datePublished": "2015-01-02"}]})], None, ""),
        ([ld([NEWS | {"datePublished": "2023-12-21"}, NEWS | {"headline": "Lain", "datePublished": "2020-01-02"}])],
         "2023-12-21", "JSON-LD"),
        ([ld({"@type": "ItemList", "itemListElement": [NEWS | {"datePublished": "2020-01-02"}]})], None, ""),
        ([ld(NEWS | {"dateModified": "2024-01-02"})], None, ""),
        ([ld(NEWS | {"datePublished": "soon"}), meta("pubdate", "2023-12-21 10:15:00")], "2023-12-21", "meta pubdate"),
        ([meta("article:published_time", "2023-12-20T17:30:00Z")], "2023-12-21", "meta article:published_time"),
        ([meta("article:modified_time", "2023-12-20T17:30:00Z")], None, ""),
        ([meta("publishdate", "2023/12/21 10:15:22", "name")], "2023-12-21", "meta publishdate"),
        ([meta("article:published_time", "Thu, 21 Dec 2023 03:15:00 GMT")], "2023-12-21", "meta"),
        ([meta("article:published_time", "1703128500")], "2023-12-21", "meta"),
        ([meta("publish_date", "21 Desember 2023")], "2023-12-21", "meta publish_date"),
        ([meta("article:published_time", "0001-01-01T00:00:00Z")], None, ""),
        ([meta("article:published_time", "2023-12-21"), meta("article:published_time", "2022-12-21")], None, ""),
        (["<link rel='canonical' href='https://a.example/2023/12/21/x'>"], "2023-12-21", "address"),
        (["<link rel='canonical' href='https://a.example/2023/12/x'>"], None, ""),
    ],
)  # fmt: skip
def test_the_head_tells_the_day(tmp_path: Path, more: list[str], day: str | None, basis: str) -> None:
    found = article(tmp_path / "a.html", around(ID, "", *more))
    assert (found.published and found.published.isoformat()) == day
    assert basis in (found.published_basis or "")


@pytest.mark.parametrize(
    ("markup", "day"),
    [
        ("<time datetime='2023-12-21T10:15:00+07:00'>2 jam lalu</time>", "2023-12-21"),
        ("<time class='updated' datetime='2024-01-01T10:15:00+07:00'>2 jam lalu</time>", None),
        ("<time class=published datetime=2023-12-21></time><time class=updated datetime=2024-01-01></time>",
         "2023-12-21"),
        ("<time datetime='2023-12-21'>a</time><time datetime='2024-01-01'>b</time>", None),
        ("<span itemprop='datePublished' content='2023-12-21'>a</span>", "2023-12-21"),
        ("<span>Kamis, 21 Desember 2023 10:15 WIB</span>", "2023-12-21"),
        ("<div class='date'>21/12/2023 10:15</div>", "2023-12-21"),
        ("<div>Hak cipta 2023</div>", None),
        ("<div class='comments'>Kamis, 21 Desember 2023 10:15 WIB</div>", None),
    ],
)  # fmt: skip
def test_what_stands_beside_the_title_tells_the_day(tmp_path: Path, markup: str, day: str | None) -> None:
    text = around(ID, "").replace("</h1>", f"</h1>{markup}")
    found = article(tmp_path / "a.html", text)
    assert (found.published and found.published.isoformat()) == day, found.published_basis


def test_a_line_on_the_page_tells_which_day_an_instant_is(tmp_path: Path) -> None:
    told = meta("article:published_time", "2023-12-20T22:30:00Z")
    line = "</h1><span>Thursday, 21 December 2023, 01:30</span>"
    assert article(tmp_path / "a.html", around(EN, "", told)).published == dt.date(2023, 12, 20)
    found = article(tmp_path / "b.html", around(EN, "", told).replace("</h1>", line))
    assert found.published == dt.date(2023, 12, 21)
    other = line.replace("21 December", "4 March")
    found = article(tmp_path / "c.html", around(EN, "", told).replace("</h1>", other))
    assert found.published == dt.date(2023, 12, 20)
    assert "in UTC" in (article(tmp_path / "d.html", around(EN, "", told)).published_basis or "")
    assert article(tmp_path / "e.html", around(EN, "", told), timezone="Asia/Tokyo").published == dt.date(2023, 12, 21)


@pytest.mark.parametrize(("host", "day"), [("a.ke", 21), ("a.example", 20), ("www.b.co.uk", 20), ("c.com.au", 20)])
def test_an_address_names_the_land_of_one_zone(tmp_path: Path, host: str, day: int) -> None:
    told = meta("article:published_time", "2023-12-20T22:30:00Z"), f"<link rel='canonical' href='https://{host}/a/b'>"
    assert article(tmp_path / "a.html", around(EN, "", *told)).published == dt.date(2023, 12, day)


@pytest.mark.parametrize(
    "told", [meta("article:published_time", "2023-12-20T22:30:00Z"), "<time datetime=2023-12-20T22:30Z>a</time>"]
)
def test_the_zone_of_a_page_is_looked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    """However often it tells an instant: each look is at all lines between its title and its text."""
    looks = 0

    def counted() -> Mapping[str, str]:
        nonlocal looks
        looks += 1
        return zone_offsets()

    monkeypatch.setattr(instants, "zone_offsets", counted)
    above, beside = (told * 30, "") if told.startswith("<meta") else ("", told * 30)
    data = around(EN, "", above).replace("</h1>", f"</h1>{beside}")
    assert article(tmp_path / "a.html", data).published == dt.date(2023, 12, 20)
    assert looks == 1


# --- what may be anything ---


def test_deep_and_long_pages_are_read_in_time(tmp_path: Path) -> None:
    deep = "<div>" * 1500 + EN.speech + "</div>" * 1500
    item = read(tmp_path / "a.html", page(EN, head(EN), deep + "".join(f"<p>{text}</p>" for text in EN.body)))
    assert isinstance(item, Article)
    found = article(tmp_path / "b.html", around(EN, "<p>They spoke of one more thing on that day.</p>" * 20_000))
    assert found.text.count("one more thing") == 20_000


def test_a_paragraph_of_thousands_of_links_is_read_by_the_quicker_extractor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    real = opinions._trafilatura

    def counted(root: object) -> str:
        asked.append(root)
        return real(root)

    monkeypatch.setattr(opinions, "_trafilatura", counted)
    for count in (100, 2100):
        links = "They met <a href=/x>in <b>Oslo</b></a>. " * (count // 2)
        assert article(tmp_path / "a.html", around(EN, f"<p>{links}</p>")).text.count("They met") == count // 2
    assert len(asked) == 1


@pytest.mark.parametrize("data", ["<html>", "<!doctype html>", "<html><body></body></html>", "<html>" + "<" * 9000])
def test_a_page_of_nothing_fails_in_one_line(tmp_path: Path, data: str) -> None:
    item = read(tmp_path / "a.html", data)
    assert isinstance(item, ArticleState)
    assert item.reason in {"no_article", "empty_text"}


@pytest.mark.parametrize("sign", ["\x0c", "&#12;", "&#1;", "\x0b", "&#xfffe;", "&#xd800;"])
def test_signs_that_no_tree_takes_are_no_end_of_reading(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        archives.page(body=f"<p>They went on {sign} to Bergen, where they met again on Friday.</p>"), "utf-8"
    )
    (article,) = read_articles([str(path)])
    assert isinstance(article, Article)
    assert "to Bergen" in article.text


# --- pages without an end ---


SAID = "Talks between officials went on for hours, and neither side gave an account of what had been said. "


def shown(*parts: str) -> str:
    """Return a page whose parts follow its article."""
    story = "".join(f"<p>{SAID * 4}</p>" for _ in range(3))
    return f"<html><body><div><h1>Officials talked for hours</h1>{story}</div>{''.join(parts)}</body></html>"


def of_prose(characters: int) -> str:
    return f"<p>{SAID * 4}</p>" * (characters // (4 * len(SAID)))


@pytest.mark.parametrize("part", ["<div>{}</div>", "<article>{}</article>", "<div class=sidebar>{}</div>", "{}"])
def test_no_more_is_read_of_a_page_than_twelve_times_the_longest_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr("memcon.articles.formats.html.page._USUAL", 5_000)
    monkeypatch.setattr("memcon.articles.formats.html.page.opinions", None)  # nobody is asked
    path = tmp_path / "long.html"
    path.write_text(shown(part.format(of_prose(62_000))), "utf-8")
    (state,) = read_articles([str(path)], max_chars=5_000)
    assert isinstance(state, ArticleState)
    assert state.reason == "too_long"
    assert "more than 60,000 characters of running text, the limit is 5,000" in (state.detail or "")


@pytest.mark.parametrize(
    "parts",
    [
        [f"<section class=comments>{of_prose(90_000)}</section>"],
        [f"<aside>{of_prose(900)}</aside>"] * 100,
    ],
    ids=["comments", "many parts"],
)
def test_an_article_is_read_whatever_a_page_shows_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: list[str]
) -> None:
    monkeypatch.setattr("memcon.articles.formats.html.page._USUAL", 5_000)
    path = tmp_path / "long.html"
    path.write_text(shown(*parts), "utf-8")
    (found,) = read_articles([str(path)], max_chars=5_000)
    assert isinstance(found, Article), found.detail
    assert found.text.count(SAID.strip()) == 12


def test_a_page_of_usual_length_is_read_whole_where_short_articles_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "long.html"
    path.write_text(shown(f"<div>{of_prose(90_000)}</div>"), "utf-8")
    (state,) = read_articles([str(path)], max_chars=5_000)
    assert isinstance(state, ArticleState)
    assert state.reason == "too_long"
    assert "running text" not in (state.detail or "")
