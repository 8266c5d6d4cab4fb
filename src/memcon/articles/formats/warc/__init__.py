"""Archives of the web: WARC, as crawlers, browsers' tools and CC-NEWS write them, plain, of gzip or zstd.

Every page in HTML that a server gave whole (status 200) is looked at by the format of pages. What is none is passed
over and counted: other types, other answers, pages that hold no article, `revisit` records, whose page stands in
another record or archive. An article is called by the number of its record (`news.warc.gz:12`); its origin has the
record's id, address, and when it was fetched, which is never taken for the day of publication. A record that is cut or
damaged is told, and costs itself alone. What `--select` says of sites and words is looked at before a page is.
"""

import html
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from memcon.articles.formats import base
from memcon.articles.formats.base import Content
from memcon.articles.formats.html.encoding import Page, decoded, markup
from memcon.articles.formats.html.fetched import SLACK, held_to, instant
from memcon.articles.formats.html.page import article_of
from memcon.articles.formats.warc.payload import Answer, TooLong, answer_of, unpacked
from memcon.articles.formats.warc.records import Damage, Pieces, Record, records, records_once
from memcon.articles.streams import CutGzip, input_error
from memcon.errors import InputError
from memcon.records import Article, ArticleState, Origin

suffixes: Final = (".warc", ".warc.zst")
NAME: Final = "warc"
_MOST: Final = 32 << 20
"""Bytes of a page, packed or unpacked."""
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_UNTOLD: Final = frozenset({"", "application/octet-stream"})
"""Types that say nothing: what begins as HTML is HTML."""
_HTTP: Final = "application/http"
_PLACES: Final = frozenset({"warcinfo", "request", "metadata"})
"""Kinds of records that never hold a page."""


def recognises(head: bytes) -> bool:
    """Return whether a file begins as a record does, once gzip is taken off; zstd is known by its name alone."""
    return head.startswith((b"WARC/1.", b"WARC/0."))


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield the article of each page that is one, and a failed state for each record that is damaged."""
    number = 0
    with _opened(content) as found:
        try:
            for number, record in enumerate(found, 1):
                item = base.alone(content.where(number), _item, record, content, number)
                if isinstance(item, _Passed):
                    content.pass_over(item.why)
                elif item is None:
                    content.budget.renew()
                else:
                    yield item
        except (CutGzip, OSError) as error:
            yield base.failed(input_error(content.where(number + 1), error))
    if not number:
        raise InputError(content.shown, "empty_file", "the archive holds no record")


@contextmanager
def _opened(content: Content) -> Iterator[Iterator[Record | Damage]]:
    """Give the records of a file, which can be sought after damage, or of a stream."""
    if content.path and content.path.is_file():
        with content.path.open("rb") as file:
            yield records(file, _MOST)
        return
    yield records_once(Pieces(lambda _: next(content.chunks, b"")), _MOST, plain=True)


def page_of(record: Record | Damage, content: Content) -> Page | None:
    """Return the page of a record where it holds one that may be wanted: all that is done before its article is."""
    try:
        return _page(record, content) if isinstance(record, Record) and record.kind not in _PLACES else None
    except _Passed:
        return None


class _Passed(Exception):
    """Why a record is passed over, in words that are counted."""

    @property
    def why(self) -> str:
        """Return the words."""
        return str(self)


def _damage(damage: Damage, content: Content, number: int) -> ArticleState:
    of = f" of {damage.url}" if damage.url else ""
    hint = f"a record{of} cannot be read: {damage.what}; all others are"
    return base.failed(InputError(content.where(number), "damaged", hint))


def _item(record: Record | Damage, content: Content, number: int) -> Article | ArticleState | _Passed | None:
    """Return the article of a record, or why it is none; None where no such record holds a page."""
    if isinstance(record, Damage):
        return _damage(record, content, number)
    if record.kind in _PLACES:
        return None
    where = content.where(number)
    try:
        page = _page(record, content)
        article = article_of(page, content, name=content.record_id(number), where=where, address=record.url)
    except _Passed as passed:
        return passed
    except InputError as error:
        return _Passed("no article in it") if error.reason == "no_article" else base.failed(error)
    origin = Origin(
        path=content.shown, record=number, format=NAME, record_id=record.id or None, url=record.url or None,
        fetched=instant(record.date),
    )  # fmt: skip
    return held_to(article, origin)


def _page(record: Record, content: Content) -> Page:
    """Return the page of a record; raise `_Passed` where it holds none, or none that is wanted. Cheap looks first."""
    if record.kind == "revisit":
        raise _Passed("revisits, of pages in other records")
    if record.block is None:
        raise _Passed(f"longer than {_MOST >> 20} MiB" if record.length > _MOST else f"records of kind {record.kind}")
    select = content.wanted.select
    if not select.site_passes(record.url):
        raise _Passed("of another site")
    day = instant(record.date)
    if select.since and day and day.date() + SLACK < select.since:
        raise _Passed("of another day")
    answer = _answer(record)
    if answer.status != 200:
        raise _Passed(f"status {answer.status}")
    if answer.media not in _HTML | _UNTOLD:
        raise _Passed(answer.media[:40])
    try:
        body = unpacked(answer, _MOST)
    except TooLong:
        raise _Passed(f"longer than {_MOST >> 20} MiB") from None
    if answer.media in _UNTOLD and not markup(body[:4096]):
        raise _Passed("of no type")
    page = decoded(body, told=answer.charset)
    if not select.words_pass(page.text) and not select.words_pass(html.unescape(page.text)):
        raise _Passed("without the words")
    return page


def _answer(record: Record) -> Answer:
    """Return what a server answered; a record without HTTP is taken for a whole answer."""
    block = record.block or b""
    answer = answer_of(block) if record.media.startswith(_HTTP) or record.kind == "response" else None
    if answer is None and record.media.startswith(_HTTP):
        raise _Passed("without headers of HTTP")
    return answer or Answer(200, {"content-type": record.media}, block)
