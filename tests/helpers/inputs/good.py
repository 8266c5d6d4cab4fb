"""Good files: each format in several languages, with furniture where the format has any, dated and undated."""

import base64
import csv
import datetime as dt
import email.message
import io
import json
from collections.abc import Callable, Sequence
from html import escape
from typing import Final

import openpyxl
import pyarrow as pa
from pyarrow import parquet

from helpers import office
from helpers.archives import answer, chunked, gzipped, record
from helpers.inputs.wanted import Input, Wanted
from helpers.pages import cms
from helpers.pages.stories import AR, DE, EN, ES, FR, ID, PT, RU, TR, VI, ZH, Story
from helpers.printed import Words, column, pdf

STORIES: Final = (ID, EN, RU, ZH, AR, ES, DE, VI, FR, PT, TR)
DAY: Final = dt.date(2023, 12, 21)
_PRINTED: Final = frozenset({"id", "en", "de", "es", "fr", "pt"})
"""Languages of which PDFs are printed here: those whose rows break at spaces, from left to right."""
SITE: Final = "https://www.harian.example"


def paragraphs(story: Story) -> tuple[str, ...]:
    """Return the paragraphs of an article, its direct speech among them."""
    return (*story.body[:3], story.speech, *story.body[3:])


def wanted(story: Story, day: dt.date | None = DAY, *neutral: str) -> Wanted:
    """Return what is to be read of a story."""
    return Wanted(story.title, paragraphs(story), day, neutral)


def whole(story: Story, gap: str = "\n\n") -> str:
    """Return the text of a story without its title."""
    return gap.join(paragraphs(story))


Made = tuple[bytes, tuple[Wanted, ...], int]
"""The bytes of a file, its articles, and how much is passed over."""


def _text(story: Story, _: Story) -> Made:
    return f"{story.title}\n\n{whole(story)}\n".encode(), (wanted(story, None),), 0


def _text_utf16(story: Story, _: Story) -> Made:
    return f"{story.title}\n\n{whole(story)}\n".encode("utf-16"), (wanted(story, None),), 0


def _rows(story: Story, other: Story) -> list[dict[str, str | None]]:
    """Return two rows, of which the second tells no day."""
    return [
        {"id": "1", "title": story.title, "date": DAY.isoformat(), "source": "Harian", "text": whole(story)},
        {"id": "2", "title": other.title, "date": None, "source": None, "text": whole(other)},
    ]


def _both(story: Story, other: Story) -> tuple[Wanted, ...]:
    return wanted(story), wanted(other, None)


def _lines(story: Story, other: Story) -> Made:
    rows = [row | {"published": row["date"]} for row in _rows(story, other)]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode(), _both(story, other), 0


def _array(story: Story, other: Story) -> Made:
    return json.dumps(_rows(story, other), indent=2).encode(), _both(story, other), 0


def _answered(story: Story, other: Story) -> Made:
    told = {"status": "ok", "totalResults": 2, "articles": _rows(story, other)}
    return json.dumps(told, ensure_ascii=False).encode(), _both(story, other), 0


def _separated(separator: str, encoding: str) -> Callable[[Story, Story], Made]:
    def make(story: Story, other: Story) -> Made:
        made = io.StringIO()
        rows = _rows(story, other)
        writer = csv.DictWriter(made, list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
        return made.getvalue().encode(encoding), _both(story, other), 0

    return make


def _excel(story: Story, other: Story) -> Made:
    book, made = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    rows = _rows(story, other)
    for cells in (list(rows[0]), *(list(row.values()) for row in rows)):
        sheet.append(cells)
    book.save(made)
    return made.getvalue(), _both(story, other), 0


def _parquet(story: Story, other: Story) -> Made:
    made = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(_rows(story, other)), made)
    return made.getvalue(), _both(story, other), 0


def _page(story: Story, _: Story) -> Made:
    return cms.wordpress(story, DAY).encode(), (wanted(story),), 0


def _saved(story: Story, _: Story) -> Made:
    made = email.message.Message()
    made["From"], made["Date"] = "<Saved by Blink>", "Fri, 22 Dec 2023 03:04:05 -0000"
    made["Snapshot-Content-Location"] = f"{SITE}/1"
    made.add_header("Content-Type", "multipart/related", type="text/html", boundary="----Boundary--1")
    part = email.message.Message()
    part["Content-Type"], part["Content-Location"] = "text/html", f"{SITE}/1"
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(base64.encodebytes(cms.wordpress(story, DAY).encode()).decode())
    made.attach(part)
    return made.as_bytes(), (wanted(story),), 0


def _archive(story: Story, other: Story) -> Made:
    undated = f"<html lang={other.language}><title>{other.title}</title><article><h1>{other.title}</h1>"
    undated += "".join(f"<p>{one}</p>" for one in paragraphs(other)) + "</article>"
    page = cms.wordpress(story, DAY).encode()
    records = [
        record(b"GET / HTTP/1.1\r\n\r\n", f"{SITE}/1", "request"),
        record(answer(chunked(page), headers=["Transfer-Encoding: chunked"]), f"{SITE}/1"),
        record(answer(b"\x89PNG", "image/png"), f"{SITE}/1.png"), record(answer(undated), f"{SITE}/2"),
        record(b"", f"{SITE}/3", "revisit"), record(answer("gone", status=404), f"{SITE}/4"),
    ]  # fmt: skip
    return gzipped(records), _both(story, other), 3


def _feed(story: Story, other: Story) -> Made:
    items = [
        f"<item><title>{escape(one.title)}</title><link>{SITE}/{number}</link>{day}<description>{escape(one.lead)}"
        f"</description><content:encoded><![CDATA[{''.join(f'<p>{text}</p>' for text in paragraphs(one))}"
        f"<figure><figcaption>{one.caption}</figcaption></figure>]]></content:encoded></item>"
        for number, (one, day) in enumerate(
            [(story, "<pubDate>Thu, 21 Dec 2023 05:00:00 GMT</pubDate>"), (other, "")], start=1
        )
    ]
    head = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    return f"{head}<title>Harian</title>{''.join(items)}</channel></rss>".encode(), _both(story, other), 0


def _telegram(story: Story, other: Story) -> Made:
    texts = [[{"type": "bold", "text": f"{one.title}\n\n"}, whole(one)] for one in (story, other)]
    messages = [
        {"id": 1, "type": "service", "date": "2023-12-01T00:00:00", "action": "create_channel", "text": ""},
        *(
            {
                "id": at,
                "type": "message",
                "date": "2023-12-21T12:00:00",
                "date_unixtime": "1703134800",
                "text": text,
            }
            for at, text in enumerate(texts, start=2)
        ),
    ]
    told = {"name": "Harian", "type": "public_channel", "id": 77, "messages": messages}
    return json.dumps(told, ensure_ascii=False, indent=1).encode(), (wanted(story), wanted(other)), 1


def _export(story: Story, other: Story) -> list[str]:
    """Return the paragraphs of an export of Nexis Uni of two articles."""
    made: list[str] = []
    for one, day in ((story, "December 21, 2023 Thursday"), (other, "")):
        made += [
            *([office.PAGE] if made else []), one.title, "Harian", *([day] if day else []), "Copyright 2023 Harian",
            "Length:\xa0212 words", "Body", "", *paragraphs(one), "Load-Date:\xa0December 30, 2023", "End of Document",
        ]  # fmt: skip
    return made


def _word(story: Story, other: Story) -> Made:
    return office.docx(*map(office.paragraph, _export(story, other))), _both(story, other), 0


def _rich(story: Story, other: Story) -> Made:
    return office.rtf(*map(office.rtf_paragraph, _export(story, other))), _both(story, other), 0


def _wrapped(text: str, width: int = 80) -> list[str]:
    rows = [""]
    for word in text.split():
        if len(rows[-1]) + len(word) < width:
            rows[-1] += f" {word}" if rows[-1] else word
        else:
            rows.append(word)
    return rows


def _printed(story: Story, _: Story) -> Made:
    rows: list[str] = []
    for text in paragraphs(story):
        rows += [*_wrapped(text), ""]
    pages = [rows[at : at + 25] for at in range(0, len(rows), 25)]
    made = [
        [
            *([Words(story.title, 60, 740, 18)] if not number else []), Words("HARIAN — EDISI PAGI", 60, 800, 8),
            *column(page), Words(f"{number + 1}", 290, 40, 8),
        ]
        for number, page in enumerate(pages)
    ]  # fmt: skip
    return pdf(*made), (wanted(story, None),), 0


KINDS: Final[Sequence[tuple[str, str, Callable[[Story, Story], Made]]]] = (
    ("text", ".txt", _text), ("text", "-16.txt", _text_utf16), ("jsonl", ".jsonl", _lines), ("json", ".json", _array),
    ("json", "-answer.json", _answered), ("csv", ".csv", _separated(",", "utf-8")),
    ("csv", ".tsv", _separated("\t", "utf-16")), ("excel", ".xlsx", _excel), ("parquet", ".parquet", _parquet),
    ("html", ".html", _page), ("mhtml", ".mhtml", _saved), ("warc", ".warc.gz", _archive), ("feed", ".rss", _feed),
    ("telegram", "-telegram.json", _telegram), ("docx", ".docx", _word), ("rtf", ".rtf", _rich),
    ("pdf", ".pdf", _printed),
)  # fmt: skip
"""Formats, how their files end, and what makes them."""
EACH: Final = 5
"""Languages of each."""


def good() -> list[Input]:
    """Return each kind of file in five languages, other ones for the next kind."""
    made = []
    for place, (form, ending, make) in enumerate(KINDS):
        stories = [story for story in STORIES if form != "pdf" or story.language in _PRINTED]
        for step in range(EACH):
            story, other = (stories[(2 * place + step + more) % len(stories)] for more in (0, 1))
            data, articles, passed = make(story, other)
            made.append(Input(f"{story.language}{ending}", form, story.language, data, articles, passed=passed))
    return made
