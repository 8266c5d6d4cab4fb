# ruff: noqa: E501  feeds and exports stand as programs write them
"""Saved pages in one file, feeds, and exports of Telegram are read article by article; damage costs what it hits."""

import base64
import email.message
import html
import io
import json
from pathlib import Path
from typing import Any

import pytest

from helpers.archives import PROSE, page
from memcon.articles.read import read_articles
from memcon.articles.select import Wanted
from memcon.articles.sources import find_sources, passed_over
from memcon.articles.streams import CHUNK
from memcon.records import Article, ArticleState

FIRST = PROSE[0].strip()


def read(path: Path, **more: Any) -> tuple[list[Article], list[ArticleState]]:
    found = list(read_articles([str(path)], **more))
    return [one for one in found if isinstance(one, Article)], [one for one in found if isinstance(one, ArticleState)]


def put(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


# --- MHTML ---


def saved(
    source: str, encoding: str = "utf-8", transfer: str = "quoted-printable", url: str = "https://news.example/1"
) -> bytes:
    """A page as Chromium saves it."""
    whole = email.message.Message()
    whole["From"] = "<Saved by Blink>"
    whole["Snapshot-Content-Location"] = url
    whole["Date"] = "Wed, 6 Mar 2024 01:02:03 -0000"
    whole["MIME-Version"] = "1.0"
    whole.add_header("Content-Type", "multipart/related", type="text/html", boundary="----MultipartBoundary--a1----")
    for kind, data, place in (("image/png", b"\x89PNG" * 50, "https://news.example/a.png"),
                              ("text/html", source.encode(encoding), url)):  # fmt: skip
        part = email.message.Message()
        part["Content-Type"] = kind
        part["Content-Location"] = place
        if kind == "image/png":
            part["Content-Transfer-Encoding"] = "base64"
            part.set_payload(base64.encodebytes(data).decode())
        else:
            part["Content-Transfer-Encoding"] = transfer
            plain = {*range(33, 127), 10, 32} - {61}
            quoted = "".join(chr(one) if one in plain else f"={one:02X}" for one in data)
            part.set_payload(quoted if transfer == "quoted-printable" else base64.encodebytes(data).decode())
        whole.attach(part)
    return whole.as_bytes()


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.dat", "a.txt"])
def test_a_page_in_one_file_is_read_as_a_page(tmp_path: Path, name: str, transfer: str) -> None:
    (one,), failed = read(put(tmp_path / name, saved(page(), transfer=transfer)))
    assert failed == []
    assert (one.id, one.title, str(one.published)) == (name, "Ministers meet in Oslo", "2024-03-05")
    assert (one.url, FIRST in one.text) == ("https://news.example/1", True)
    assert one.origin
    assert one.origin.fetched
    assert one.origin.fetched.isoformat() == "2024-03-06T01:02:03+00:00"


@pytest.mark.parametrize(
    "day", ["Fri, 31 Dec 9999 23:00:00 -0000", "Sat, 1 Jan 1650 01:00:00 +1200", "Mon, 99 Jan 2024"]
)
def test_a_day_of_saving_that_is_none_is_not_told(tmp_path: Path, day: str) -> None:
    data = saved(page()).replace(b"Wed, 6 Mar 2024 01:02:03 -0000", day.encode())
    (one,), failed = read(put(tmp_path / "a.mhtml", data))
    assert (failed, str(one.published)) == ([], "2024-03-05")
    assert one.origin
    assert one.origin.fetched is None


def test_a_saved_page_in_another_encoding_is_read_by_its_bytes(tmp_path: Path) -> None:
    text = "Министры иностранных дел двух стран встретились в Осло во вторник и обсудили торговлю и рыболовство. "
    source = page("Встреча", body=f"<p>{text * 3}</p>").replace("<head>", '<head><meta charset="windows-1251">')
    (one,), _ = read(put(tmp_path / "a.mhtml", saved(source, "cp1251")))
    assert text.strip() in one.text


@pytest.mark.parametrize("size", [60, 400, 900])
def test_a_saved_page_that_is_cut_is_one_line(tmp_path: Path, size: int) -> None:
    found, failed = read(put(tmp_path / "a.mhtml", saved(page())[:size]))
    assert (found, [one.reason for one in failed]) == ([], ["no_article"])


def test_the_folder_beside_a_saved_page_is_no_input(tmp_path: Path) -> None:
    for name in (
        "a.html",
        "b.htm",
        "c.HTML",
        "a_files/frame.html",
        "b-Dateien/x.txt",
        "c_archivos/y.html",
        "a_other/z.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        put(tmp_path / name, page())
    assert {source.name for source in find_sources([str(tmp_path)])} == {"a.html", "b.htm", "c.HTML", "a_other/z.txt"}
    assert passed_over([str(tmp_path)]).counts == {"folder of a saved page": 3}


# --- feeds ---

ITEM = """<item><title>Ministers &amp;amp; envoys meet</title><link>https://news.example/{n}</link>
<guid isPermaLink="false">news-{n}</guid><pubDate>Tue, 05 Mar 2024 23:30:00 +0000</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>The ministers met in Oslo.</p><figure><img src=a><figcaption>The palace</figcaption></figure>
<p>They spoke of <b>trade</b>&nbsp;and fish.</p>]]></content:encoded></item>"""
RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News of Oslo</title>
<link>https://news.example/</link><language>en-gb</language>{items}</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>News</title>
<link rel="self" href="https://news.example/feed"/>
<entry><id>tag:news.example,2024:1</id><title>A &lt; B</title><link rel="self" href="https://news.example/self"/>
<link href="https://news.example/1"/><published>2024-03-05T10:15:00+01:00</published><updated>2031-01-01T00:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They met &amp; spoke.</p><p>They left.</p></div></content></entry>
<entry><id>2</id><title type="html">&lt;b&gt;Second&lt;/b&gt;</title><updated>2024-03-06T00:00:00Z</updated>
<content type="html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry>
<entry><id>3</id><title>Third</title><published>soon</published><summary>1 &lt; 2</summary></entry></feed>"""


def rss(*items: str, encoding: str = "utf-8") -> bytes:
    return RSS.format(encoding=encoding, items="".join(items)).encode(encoding, "xmlcharrefreplace")


@pytest.mark.parametrize("name", ["a.rss", "a.xml", "a.dat", "a.txt"])
def test_items_of_a_feed_are_articles(tmp_path: Path, name: str) -> None:
    found, failed = read(put(tmp_path / name, rss(*(ITEM.format(n=n) for n in (1, 2)))))
    assert failed == []
    assert [one.id for one in found] == ["news-1", "news-2"]
    one = found[0]
    assert (
        one.text
        == "Ministers & envoys meet\n\nThe ministers met in Oslo.\n\nThe palace\n\nThey spoke of trade\xa0and fish."
    )
    assert [(one.text[span.start : span.end], span.reason) for span in one.beside] == [("The palace", "caption")]
    assert (one.title, one.url, one.source, one.language) == (
        "Ministers & envoys meet", "https://news.example/1", "News of Oslo", "en",
    )  # fmt: skip
    assert (str(one.published), one.published_basis, one.notes) == ("2024-03-05", "given as `pubDate`", ())


def test_atom_tells_days_of_publication_and_not_of_changes(tmp_path: Path) -> None:
    found, failed = read(put(tmp_path / "a.atom", ATOM))
    assert failed == []
    assert [one.id for one in found] == ["tag:news.example,2024:1", "2", "3"]
    assert [one.text for one in found] == [
        "A < B\n\nThey met & spoke.\n\nThey left.",
        "Second\n\nOne.\n\nTwo.",
        "Third\n\n1 < 2",
    ]
    assert [one.published and one.published.isoformat() for one in found] == ["2024-03-05", None, None]
    assert found[0].url == "https://news.example/1"
    assert found[1].notes == ("the feed tells only when it was changed: 2024-03-06T00:00:00Z",)
    assert found[2].notes == (
        "the feed gives a summary alone", "'published' is 'soon', which is no date that can be read for certain",
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16", "gb2312", "iso-8859-5"])
def test_feeds_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    item = ITEM.format(n=1).replace("The ministers met", "Министры встретились")
    (one,), _ = read(put(tmp_path / "a.rss", rss(item, encoding=encoding)))
    assert "Министры встретились" in one.text


NOT_THAT = (
    "utf-16", "UTF-16LE", "utf-32", "utf-7", "idna", "punycode", "unicode_escape", "rot13", "hex", "zlib", "uu", "base64",
    "undefined", "mbcs", "cp037", "bogus", "utf-8-sig",
)  # fmt: skip


@pytest.mark.parametrize("said", NOT_THAT)
def test_a_feed_that_says_an_encoding_that_it_is_not_in_is_read_as_utf_8(tmp_path: Path, said: str) -> None:
    feed = rss(ITEM.format(n=1)).replace(b'encoding="utf-8"', f'encoding="{said}"'.encode())
    assert said.encode() in feed
    (one,), failed = read(put(tmp_path / "a.rss", feed))
    assert not failed
    assert one.text == read(put(tmp_path / "b.rss", rss(ITEM.format(n=1))))[0][0].text


def test_a_feed_gives_what_stands_before_its_damage(tmp_path: Path) -> None:
    whole = rss(*(ITEM.format(n=n) for n in (1, 2, 3)))
    found, failed = read(put(tmp_path / "a.rss", whole[: whole.index(b"news-3")]))
    assert [one.id for one in found] == ["news-1", "news-2"]
    assert [one.reason for one in failed] == ["damaged"]
    lax = ITEM.format(n=1).replace("Short.", "&nbsp;\x08 Short &hellip;")
    (one,), failed = read(put(tmp_path / "b.rss", rss(lax)))
    assert failed == []
    assert one.id == "news-1"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("<?xml version='1.0'?><urlset><url/></urlset>", "no feed"), ("<rss><channel/></rss>", "no item"),
        ("<rss", "no XML"), ("plain", "no XML"),
        ('<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item>&b;</item></channel></rss>', "declares"),
    ],
)  # fmt: skip
def test_what_is_no_feed_says_so(tmp_path: Path, data: str, says: str) -> None:
    found, (state,) = read(put(tmp_path / "a.xml", data))
    assert found == []
    assert says in str(state.detail)


def test_xml_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path / "a.xml", rss(ITEM.format(n=1)))
    put(tmp_path / "b.rss", rss(ITEM.format(n=1)))
    assert [source.name for source in find_sources([str(tmp_path)])] == ["b.rss"]


def test_a_feed_is_read_once_however_many_items_ask_for_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title, language = "news of a day " * 500, "a" * 5_000
    items = "".join(f"<item><title>Told {n}</title></item>" for n in range(200))
    data = f"<rss><channel><title>{title}</title><language>{language}</language>{items}</channel></rss>"
    read_characters, unescape = 0, html.unescape

    def counted(text: str) -> str:
        nonlocal read_characters
        read_characters += len(text)
        return unescape(text)

    monkeypatch.setattr(html, "unescape", counted)
    found, failed = read(put(tmp_path / "a.rss", data))
    assert (len(found), failed, read_characters < 5 * len(data)) == (200, [], True)
    assert {one.source for one in found} == {f"{title[:300]}…"}
    assert {one.language for one in found} == {None}


# --- Telegram ---

MESSAGES = [
    {"id": 1, "type": "service", "date": "2024-03-05T08:00:00", "action": "create_channel", "text": ""},
    {"id": 2, "type": "message", "date": "2024-03-06T00:30:00", "date_unixtime": "1709681400", "from": "Desk",
     "text": ["The ministers of both states met in Oslo on Tuesday", {"type": "bold", "text": " and spoke of trade"},
              {"type": "link", "text": " https://a.example"}, "."]},
    {"id": 3, "type": "message", "date": "2024-03-06T00:31:00", "photo": "photos/1.jpg", "text": ""},
    {"id": 4, "type": "message", "date": "2024-03-06T00:32:00", "forwarded_from": "Other desk", "text": "They left."},
]  # fmt: skip
CHAT = {"name": "Desk", "type": "public_channel", "id": 1234567890, "messages": MESSAGES}
ACCOUNT = {
    "about": "Here is the data you requested. Remember: …", "personal_information": {"user_id": 1, "first_name": "A"},
    "chats": {"about": "This page lists all chats", "list": [CHAT, {"name": None, "type": "saved_messages", "id": 5, "messages": []}]},
    "left_chats": {"about": "x", "list": [CHAT | {"id": 77, "name": "Left"}]},
}  # fmt: skip


@pytest.mark.parametrize(("export", "ids"), [
    (CHAT, ["1234567890/2", "1234567890/4"]), (ACCOUNT, ["1234567890/2", "1234567890/4", "77/2", "77/4"]),
])  # fmt: skip
@pytest.mark.parametrize("indent", [None, 1])
def test_messages_with_words_are_articles(tmp_path: Path, export: object, ids: list[str], indent: int | None) -> None:
    wanted = Wanted()
    path = put(tmp_path / "result.json", json.dumps(export, ensure_ascii=False, indent=indent))
    found, failed = read(path, wanted=wanted)
    assert (failed, [one.id for one in found]) == ([], ids)
    assert found[0].text == "The ministers of both states met in Oslo on Tuesday and spoke of trade https://a.example."
    assert [(str(one.published), one.published_basis) for one in found[:2]] == [
        ("2024-03-05", "given as `date_unixtime`"), ("2024-03-06", "given as `date`, of the zone in which it was exported"),
    ]  # fmt: skip
    assert (found[0].source, found[1].notes) == ("Desk", ("forwarded from 'Other desk'",))
    assert wanted.passed == {"service messages": len(ids) // 2, "messages without words": len(ids) // 2}
    assert [source.name for source in find_sources([str(tmp_path)])] == ["result.json"]


def test_a_name_that_each_message_repeats_is_cut(tmp_path: Path) -> None:
    account = {"about": ACCOUNT["about"], "chats": {"list": [CHAT | {"name": "a" * 100_000}]}}
    found, _ = read(put(tmp_path / "result.json", json.dumps(account)))
    assert {one.source for one in found} == {f"{'a' * 300}…"}


def test_an_export_under_another_name_or_in_a_stream_is_known(tmp_path: Path) -> None:
    data = json.dumps(CHAT, indent=1).encode()
    assert len(read(put(tmp_path / "channel.json", data))[0]) == 2
    assert len(list(read_articles(["-"], stdin=io.BytesIO(data)))) == 2


def test_an_export_gives_what_stands_before_its_damage(tmp_path: Path) -> None:
    data = json.dumps(CHAT, indent=1)
    found, (state,) = read(put(tmp_path / "result.json", data[: data.index("Other desk")]))
    assert [one.id for one in found] == ["1234567890/2"]
    assert (state.reason, state.path) == ("invalid_json", f"{tmp_path}/result.json:4")
    found, (state,) = read(put(tmp_path / "result.json", json.dumps(CHAT | {"messages": []})))
    assert (found, state.reason) == ([], "empty_file")


@pytest.mark.parametrize("number", ["1234567890", "12.5e10"])
@pytest.mark.parametrize("kept", range(1, 8))
def test_a_number_that_two_reads_share_is_read_whole(tmp_path: Path, number: str, kept: int) -> None:
    """`kept` of its characters stand in the first piece of the file, the rest in the next."""
    for export in (
        f'{{"type": "public_channel", "messages": {json.dumps(MESSAGES)}, "pad": "PAD", "id": {number}}}',
        f'{{"articles": [{{"id": "1", "text": "{FIRST}"}}], "pad": "PAD", "total": {number}}}',
    ):
        pad = CHUNK - (len(export) - len("PAD")) + len(number) - kept + 1
        path = put(tmp_path / "result.json", export.replace("PAD", "x" * pad))
        assert path.read_bytes()[CHUNK - kept : CHUNK] == number[:kept].encode()
        found, failed = read(path)
        assert (len(found) in {1, 2}, failed) == (True, [])


@pytest.mark.parametrize("deep", [20, 300, 960, 50_000])
def test_what_an_export_nests_costs_its_own_place_alone(tmp_path: Path, deep: int) -> None:
    """Chats hold no chats, and formats no formats: both ended everything with a bug of ours."""
    inner = '{"chats": {"list": [' * deep + "]}}" * deep
    account = f'{{"about": "Here is the data you requested", "chats": {{"list": [{json.dumps(CHAT)}, {inner}]}}}}'
    found, failed = read(put(tmp_path / "result.json", account))
    assert ([one.id for one in found], {state.reason for state in failed} <= {"invalid_json"}) == (
        ["1234567890/2", "1234567890/4"],
        True,
    )
    text = '[{"text": ' * deep + '"hi"' + "}]" * deep
    said = json.dumps(CHAT).replace('"They left."', text)
    found, (state,) = read(put(tmp_path / "result.json", said))
    assert ([one.id for one in found], state.reason) == (
        ["1234567890/2"],
        "bad_field" if deep < 400 else "invalid_json",
    )
