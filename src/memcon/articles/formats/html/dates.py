"""When the article of a page was published: told by the page, never guessed.

Asked in this order: the article's own structured data (JSON-LD; an older `datePublished` of the page that it stands on
counts for nothing), metas, `<time>` and microdata beside the title, a line beside the title that our tables of dates
read (`articles.published`), the address. What one of them says twice, and differently, it does not say. Days of change,
numbers of a foot, of comments and of other articles are none.

An instant in UTC is a day of the outlet: of the zone that a line on the page names, of the article's language, or of
the one zone of the land in its address; else of UTC, and the basis says so. Where a line of the page tells the day, and
it is one that the instant can be, that day is it. A time with an offset of its own is of the day that it names.
"""

import datetime as dt
import email.utils
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from memcon.articles.formats.html.facts import Facts
from memcon.articles.formats.html.lines import Element, Lines
from memcon.articles.formats.html.region import Region, bare
from memcon.articles.published import published_beside
from memcon.languages import zone_offsets
from memcon.records.given import read_zone, zone_of
from memcon.resolve.dates.full import full_dates
from memcon.resolve.dates.url import FIRST_YEAR, LAST_YEAR, date_in_url

_METAS: Final = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "publishdate", "publish_date", "publish-date", "publisheddate", "published_time", "published_date", "pubdate",
    "publication_date", "publicationdate", "date_published", "content_publisheddate", "article_date_original",
    "article.published", "originalpublicationdate", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
    "rnews:datepublished", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "displaydate",
    "citation_publication_date", "gnd.date", "published", "release_date", "mediator_published_time", "bt:pubdate",
)  # fmt: skip
"""What sites call the day of publication in metas."""
_LESS: Final = ("date", "dc.date", "dcterms.date", "dc.date.date")
"""Metas that may tell when the page was made: asked after what stands beside the title."""
_ISO: Final = re.compile(
    r"\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
    r"(?:(?:T|\s+|,\s*)(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?\s*\Z",
    re.IGNORECASE,
)
_COMPACT: Final = re.compile(r"\s*((?:19|20)\d{2})(\d{2})(\d{2})(?:T?\d{4}(?:\d{2})?(Z)?)?\s*\Z")
_PIECES: Final = re.compile(r"(\d{4})\D{0,3}(\d{2})\D{1,3}(\d{2})\D{0,3}\d{2}:\d{2}(?::\d{2})?(?!\d)")
"""A day whose parts stand in elements of their own, set apart by nothing but style: `202312/2110:15:36`."""
_CHANGED: Final = re.compile(r"modif|updat|chang|edit(?:ed|ado)|revis", re.IGNORECASE)
_PUBLISHED: Final = re.compile(r"(?:date)?publi|pubdate|entry-date|posted", re.IGNORECASE)
_HEAD: Final = 10
"""Lines above a title among which its day may stand."""
_FOOT: Final = 5
"""Lines below a text that may say when it was published."""
_STAMPS: Final = frozenset({None, "stamp", "byline", "caption"})


@dataclass(frozen=True, slots=True)
class Day:
    """A day of publication."""

    day: dt.date
    basis: str
    days: frozenset[dt.date] = frozenset()
    """Which days it can be besides, for an instant whose zone nobody tells."""


@dataclass(frozen=True, slots=True)
class Page:
    """What days are read from."""

    root: Element
    lines: Lines
    reasons: Sequence[Any]
    """Of each line, why it may be beside the article; None for none."""
    region: Region
    facts: Facts
    title: str
    language: str | None
    timezone: str | None
    """As the user told it."""


def published_of(page: Page) -> Day | None:
    """Return the day of publication that a page tells, and where; None where it tells none."""
    zone = _Zone(page)
    seen = _visible(page)
    told = (
        _one(_structured(page, zone), "JSON-LD")
        or _one(_of_metas(page, zone, _METAS), "meta")
        or _one(_times(page, zone), "time")
    )
    if told:
        return Day(seen.day, seen.basis) if seen and seen.day != told.day and seen.day in told.days else told
    return seen or _one(_of_metas(page, zone, _LESS), "meta") or _address(page)


def _one(found: Iterator[Day], what: str) -> Day | None:
    """Return the first of the days where all are one."""
    days = list(found)
    if len({one.day for one in days}) != 1:
        return None
    return Day(days[0].day, f"{what} {days[0].basis}", days[0].days)


# --- what the page is told by machines ---


def _structured(page: Page, zone: "_Zone") -> Iterator[Day]:
    """Yield the days of the article itself: where there are several, of those of its title or address."""
    articles = [one for one in page.facts.articles if isinstance(one.get("datePublished"), str)]
    if len(articles) > 1:
        title = bare(page.title)
        own = [one for one in articles if title and bare(str(one.get("headline") or "")) == title]
        articles = own or articles
    for article in articles:
        yield from _read("datePublished", article["datePublished"], page, zone)


def _of_metas(page: Page, zone: "_Zone", names: Sequence[str]) -> Iterator[Day]:
    """Yield the day of the first of these metas that there is and that can be read."""
    for name in names:
        found = [
            day for known, content in page.facts.metas if known == name for day in _read(name, content, page, zone)
        ]
        if found:
            yield from found
            return


def _times(page: Page, zone: "_Zone") -> Iterator[Day]:
    """Yield the days of elements that tell a time: those that say that it is of publication, else those of the head."""
    sure, near = [], []
    inside = _before_the_end(page)
    for element, above in inside:
        value = (
            element.get("datetime") or element.get("content") or (element.get("title") if element.tag == "abbr" else "")
        )
        told = " ".join(
            filter(None, (element.get("itemprop"), element.get("class"), element.get("pubdate") and "pubdate"))
        )
        if not value or (element.tag not in {"time", "relative-time"} and not _PUBLISHED.search(told)):
            continue
        if _CHANGED.search(told) and not _PUBLISHED.search(told):
            continue
        if _PUBLISHED.search(told):
            sure.append((element, value))
        elif above and element.tag in {"time", "relative-time"}:
            near.append((element, value))
    for element, value in sure or near:
        yield from _read(element.tag, value, page, zone)


def _before_the_end(page: Page) -> Iterator[tuple[Element, bool]]:
    """Yield the elements from a little above the title down to the article's last line, and whether text has begun.

    Those in parts that are beside the article are passed over.
    """
    lines, region = page.lines.lines, page.region
    first = max(0, (region.start if region.title is None else region.title) - _HEAD)
    last = region.lines[-1][0] if region.lines else region.start
    nodes = {id(lines[first].node): "first", id(lines[region.start].node): "text"}
    end = id(lines[min(last + _FOOT, len(lines) - 1)].node)
    beside = {id(part.element) for part in page.lines.parts if part.reason not in _STAMPS}
    begun, above, passed = first == 0, True, None
    for element in page.root.iter():
        if passed is not None and passed in element.iterancestors():
            continue
        passed = None
        place = nodes.get(id(element))
        begun = begun or place == "first"
        above = above and place != "text"
        if not isinstance(element.tag, str):
            continue
        if id(element) in beside and not _holds(element, lines[region.start].node):
            passed = element
            continue
        if begun:
            yield element, above
        if id(element) == end:
            return


def _holds(element: Element, node: Element) -> bool:
    return element is node or any(element is one for one in node.iterancestors())


# --- what stands on the page, and its address ---


def _visible(page: Page) -> Day | None:
    """Return the day of the lines round the title, or of a line below the text that says that it is one."""
    lines, region = page.lines.lines, page.region
    title = region.start if region.title is None else region.title
    head = [at for at in range(max(0, title - _HEAD), region.start) if at != title and page.reasons[at] in _STAMPS]
    texts = [lines[at].text for at in head if len(lines[at].text) <= 200]
    if found := published_beside(texts, page.language):
        return Day(found.day, f"line {found.basis.removeprefix('dateline ')}")
    pieces = {_PIECES.search(text) for text in texts if not any(map(str.isalpha, text))} - {None}
    days = {day for piece in pieces if piece for day in _calendar(*piece.groups())}
    if len(days) == 1:
        return Day(days.pop(), f'line "{next(piece[0] for piece in pieces if piece)}"')
    last = region.lines[-1][0]
    below = [lines[at].text for at in range(last + 1, min(last + 1 + _FOOT, len(lines))) if page.reasons[at] in _STAMPS]
    if found := published_beside(below, page.language, labelled=True):
        return Day(found.day, f"line {found.basis.removeprefix('dateline ')}")
    return None


def _address(page: Page) -> Day | None:
    found = date_in_url(page.facts.url) if page.facts.url else None
    return Day(found.day, f"address{found.basis.removeprefix('url')}") if found else None


# --- values ---


class _Zone:
    """The zone of an outlet, worked out when an instant asks for it."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def read(self) -> tuple[dt.tzinfo, str]:
        """Return the zone, and how it is called; UTC where nothing tells it."""
        page = self._page
        if page.timezone:
            return read_zone(page.timezone), page.timezone
        lines, region = page.lines.lines, page.region
        title = region.start if region.title is None else region.title
        head = " ".join(lines[at].text for at in range(max(0, title - _HEAD), region.start + 1))
        for name, offset in zone_offsets().items():
            if re.search(rf"\d[\s(]*{re.escape(name)}(?!\w)", head):
                return read_zone(offset), name
        own = zone_of(page.language)
        if own is not dt.UTC:
            return own, str(own)
        return _of_land(page.facts.url) or (dt.UTC, "UTC")


def _of_land(url: str | None) -> tuple[dt.tzinfo, str] | None:
    """Return the zone of the land that an address names, where it has one alone (CLDR)."""
    from babel.core import get_global

    host = urlsplit(url).hostname if url else None
    land = (host or "").rpartition(".")[2].upper()
    zones = get_global("territory_zones").get("GB" if land == "UK" else land, ())
    return (read_zone(zones[0]), zones[0]) if len(zones) == 1 else None


def _read(key: str, value: str, page: Page, zone: _Zone) -> Iterator[Day]:
    """Yield the day that a value tells."""
    value = " ".join(value.split())[:100]
    basis = f'{key} "{value}"' if key != "time" else f'"{value}"'
    moment = _moment(value)
    if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return
    if isinstance(moment, dt.datetime) and moment.tzinfo and (not moment.utcoffset() or page.timezone):
        where, name = zone.read()
        local, utc = moment.astimezone(where).date(), moment.astimezone(dt.UTC).date()
        days = frozenset(moment.astimezone(dt.timezone(dt.timedelta(hours=ahead))).date() for ahead in (-12, 0, 14))
        yield Day(local, f"{basis}, the day in {name}" if local != utc or name == "UTC" else basis, days)
    elif moment:
        yield Day(moment.date() if isinstance(moment, dt.datetime) else moment, basis)
    else:
        found = {one.day for tag in (page.language, "en") for one in full_dates(value, tag)}
        if len(found) == 1:
            yield Day(found.pop(), basis)


def _moment(value: str) -> dt.date | None:
    """Return the day, or the time with its zone, that a value in a form of machines tells."""
    with suppress(ValueError, OverflowError, OSError):
        if found := _ISO.match(value):
            year, _, month, day, hour, minute, second, offset = found.groups()
            if not hour or not offset:
                return dt.date(int(year), int(month), int(day))
            zone = dt.UTC if offset.isalpha() else read_zone(f"{offset[:3]}:{offset[3:].strip(':') or '00'}")
            return dt.datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=zone)
        if found := _COMPACT.match(value):
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if value.isdecimal() and len(value) in {10, 13}:
            return dt.datetime.fromtimestamp(int(value) / (1000 if len(value) > 10 else 1), dt.UTC)
        if "," in value and value[-1:].isalnum():
            return email.utils.parsedate_to_datetime(value)
    return None


def _calendar(year: str, month: str, day: str) -> Iterator[dt.date]:
    with suppress(ValueError):
        yield dt.date(int(year), int(month), int(day))
