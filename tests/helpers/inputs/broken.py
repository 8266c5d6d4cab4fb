"""Broken files: cut, damaged, in another encoding, empty, or of something else; what is sound in them is to be read."""

import dataclasses
import json
from collections.abc import Callable
from typing import Final

from helpers.inputs.good import DAY, KINDS, Made, paragraphs, wanted
from helpers.inputs.wanted import Input, Wanted
from helpers.pages import cms
from helpers.pages.stories import AR, DE, EN, ES, FR, ID, RU, VI, ZH, Story

Spoilt = tuple[bytes, tuple[Wanted, ...], tuple[str, ...]]
"""The bytes of a file, the articles that are to be read of it, and the reasons of what cannot be."""
_MAKE: Final = {ending: make for _, ending, make in KINDS}


def _made(ending: str, story: Story, other: Story = EN) -> Made:
    return _MAKE[ending](story, other)


def _cut(ending: str, story: Story, share: float, reason: str, kept: int, other: Story = EN) -> Callable[[], Spoilt]:
    def make() -> Spoilt:
        data, articles, _ = _made(ending, story, other)
        return data[: int(len(data) * share)], articles[:kept], (reason,)

    return make


def _lines() -> Spoilt:
    """Return JSON lines of which the second is cut, the third has no text and the fourth an id again."""
    data, articles, _ = _made(".jsonl", RU, ID)
    first, second = data.splitlines(keepends=True)
    return (
        b"".join([first, second[:400] + b"\n", b'{"id": "3", "title": "x"}\n', first, second]), articles,
        ("cut_line", "missing_text", "repeated_id"),
    )  # fmt: skip


def _rows() -> Spoilt:
    """Return a table with a row too many cells and one that is no UTF-8."""
    data, articles, _ = _made(".csv", VI, EN)
    return data + b"3,a,b,c,d,e,f\r\n4,T,,,caf\xe9\r\n", articles, ("bad_row", "encoding")


def _archive() -> Spoilt:
    """Return an archive whose second page is damaged in its midst."""
    data, articles, _ = _made(".warc.gz", ID, ES)
    at = data.index(b"\x1f\x8b\x08", data.index(b"\x1f\x8b\x08", 1) + 1) - 900
    return data[:at] + bytes(40) + data[at + 40 :], articles[1:], ("damaged",)


def _page() -> Spoilt:
    """Return a page that is cut in its sixth paragraph, which is read as far as it goes."""
    source = cms.wordpress(DE, DAY)
    kept = (*paragraphs(DE)[:6], paragraphs(DE)[6][:40])
    at = source.index(paragraphs(DE)[6]) + 40
    return source[:at].encode(), (dataclasses.replace(wanted(DE), body=kept),), ()


BROKEN: Final[tuple[tuple[str, str, str, Callable[[], Spoilt]], ...]] = (
    ("latin.txt", "text", "de", lambda: ("Die Außenminister trafen sich in Köln.".encode("cp1252"), (), ("encoding",))),
    ("blank.txt", "text", "en", lambda: (b" \n\n", (), ("empty_text",))),
    ("empty.txt", "text", "en", lambda: (b"", (), ("empty_file",))),
    ("picture.txt", "text", "en", lambda: (b"\x89PNG\r\n\x1a\n" + bytes(300), (), ("binary",))),
    ("lines.jsonl", "jsonl", "ru", _lines),
    ("pretty.jsonl", "jsonl", "en", lambda: (json.dumps({"id": "1"}, indent=1).encode(), (), ("not_lines",))),
    ("cut.json", "json", "zh", _cut(".json", ZH, 0.9, "invalid_json", 1)),
    ("rows.csv", "csv", "vi", _rows),
    ("no-text.csv", "csv", "id", lambda: (b"id,link,ringkasan\n1,x,y\n", (), ("no_column",))),
    ("cut.xlsx", "excel", "fr", _cut(".xlsx", FR, 0.6, "damaged", 0)),
    ("cut.parquet", "parquet", "es", _cut(".parquet", ES, 0.7, "damaged", 0)),
    ("cut.html", "html", "de", _page),
    ("front.html", "html", "en", lambda: (b"<html><body><a href=/1>One</a></body></html>", (), ("no_article",))),
    ("cut.mhtml", "mhtml", "ar", _cut(".mhtml", AR, 0.01, "no_article", 0)),
    ("damaged.warc.gz", "warc", "id", _archive),
    ("none.warc", "warc", "en", lambda: (b"WARC/1.0\r\n", (), ("damaged",))),
    ("cut.rss", "feed", "ru", _cut(".rss", RU, 0.7, "damaged", 1)),
    ("sitemap.xml", "feed", "en", lambda: (b"<urlset><url><loc>x</loc></url></urlset>", (), ("empty_file",))),
    ("cut-telegram.json", "telegram", "es", _cut("-telegram.json", ES, 0.8, "invalid_json", 1)),
    ("cut.docx", "docx", "ar", _cut(".docx", AR, 0.5, "damaged", 0)),
    ("cut.rtf", "rtf", "fr", _cut(".rtf", FR, 0.5, "cut", 0)),
    ("cut.pdf", "pdf", "id", lambda: (b"%PDF-1.7\n1 0 obj\n<< /Type", (), ("cut",))),
)  # fmt: skip


_PASSED: Final = {"damaged.warc.gz": 3, "cut-telegram.json": 1}
"""How much of them holds no article."""


def broken() -> list[Input]:
    """Return all broken files."""
    made = []
    for name, form, language, make in BROKEN:
        data, articles, failed = make()
        made.append(Input(name, form, language, data, articles, failed, _PASSED.get(name, 0)))
    return made
