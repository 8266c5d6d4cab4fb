"""When the article of a page was published: told by the page, never guessed.

Asked in this order: the article's own structured data (JSON-LD; an older `datePublished` of the page that it stands on
counts for nothing), metas, `<time>` and microdata beside the title, a line beside the title that our tables of dates
read (`articles.published`), the address. What one of them says twice, and differently, it does not say. Days of change,
numbers of a foot, of comments and of other articles are none.

An instant in UTC is a day of the outlet: of the zone that a line on the page names, of the article's language, or of
the one zone of the land in its address; else of UTC, and the basis says so. Where a line of the page tells the day, and
it is one that the instant can be, that day is it. A time with an offset of its own is of the day that it names.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from memcon.articles.formats.html.facts import Facts
from memcon.articles.formats.html.instants import Day, Outlet, calendar, days_of
from memcon.articles.formats.html.lines import Element, Lines
from memcon.articles.formats.html.region import Region, bare
from memcon.articles.published import published_beside
from memcon.resolve.dates.url import date_in_url

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
_PIECES: Final = re.compile(r"(\d{4})\D{0,3}(\d{2})\D{1,3}(\d{2})\D{0,3}\d{2}:\d{2}(?::\d{2})?(?!\d)")
"""A day whose parts stand in elements of their own, set apart by nothing but style: `202312/2110:15:36`."""
_CHANGED: Final = re.compile(r"modif|updat|chang|edit(?:ed|ado)|revis", re.IGNORECASE)
_PUBLISHED: Final = re.compile(r"(?:date)?publi|pubdate|entry-date|posted", re.IGNORECASE)
_HEAD: Final = 10
"""Lines above a title among which its day may stand."""
_FOOT: Final = 5
"""Lines below a text that may say when it was published."""
_LONGEST: Final = 200
"""Characters of a line that may be a stamp."""
_BYLINE: Final = 6
"""Words beside the day in a line between a title and its text: who wrote it, and where comments are."""
_OTHERS: Final = frozenset({"link", "comment", "embed", "advertisement"})
_STAMPS: Final = frozenset({None, "stamp", "byline", "caption"})


@dataclass(frozen=True)
class Page:
    """What days are read from."""

    root: Element
    lines: Lines
    region: Region
    facts: Facts
    title: str
    language: str | None
    timezone: str | None
    """As the user told it."""

    @property
    def first(self) -> int:
        """Return the line from which on the article's own head may stand."""
        title = self.region.start if self.region.title is None else self.region.title
        return max(0, title - _HEAD)

    @cached_property
    def outlet(self) -> Outlet:
        """Return by what its zone is told."""
        head = " ".join(line.text for line in self.lines.lines[self.first : self.region.start + 1])
        return Outlet(self.language, self.timezone, self.facts.url, head)


def published_of(page: Page) -> Day | None:
    """Return the day of publication that a page tells, and where; None where it tells none."""
    seen = _visible(page)
    told = _one(_structured(page), "JSON-LD") or _one(_of_metas(page, _METAS), "meta") or _one(_times(page), "time")
    if told:
        local = seen if not told.days or (seen and seen.day in told.days) else _one(_times(page, local=True), "time")
        return Day(local.day, local.basis) if local and local.day in told.days else told
    return seen or _one(_of_metas(page, _LESS), "meta") or _address(page)


def _one(found: Iterator[Day], what: str) -> Day | None:
    """Return the first of the days where all are one."""
    days = list(found)
    if len({one.day for one in days}) != 1:
        return None
    return Day(days[0].day, f"{what} {days[0].basis}", days[0].days)


# --- what the page is told by machines ---


def _structured(page: Page) -> Iterator[Day]:
    """Yield the days of the article itself: where there are several, of those of its title or address."""
    articles = [one for one in page.facts.articles if isinstance(one.get("datePublished"), str)]
    if len(articles) > 1:
        title = bare(page.title)
        own = [one for one in articles if title and bare(str(one.get("headline") or "")) == title]
        articles = own or articles
    for article in articles:
        yield from days_of("datePublished", article["datePublished"], page.outlet)


def _of_metas(page: Page, names: Sequence[str]) -> Iterator[Day]:
    """Yield the day of the first of these metas that there is and that can be read."""
    for name in names:
        found = [
            day for known, content in page.facts.metas if known == name for day in days_of(name, content, page.outlet)
        ]
        if found:
            yield from found
            return


def _times(page: Page, *, local: bool = False) -> Iterator[Day]:
    """Yield the days of elements that tell a time: those that say that it is of publication, else those of the head.

    With `local`, those of times that are the outlet's own.
    """
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
        yield from days_of(element.tag, value, page.outlet, local=local)


def _before_the_end(page: Page) -> Iterator[tuple[Element, bool]]:
    """Yield the elements from a little above the title down to the article's last line, and whether text has begun.

    Those in parts that are beside the article are passed over.
    """
    lines, region = page.lines.lines, page.region
    first = page.first
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
    above = [at for at in range(page.first, title) if region.reasons[at] in _STAMPS]
    under = [at for at in range(title + 1, region.start) if region.reasons[at] not in _OTHERS or _is_bare(page, at)]
    near, texts = (
        [lines[at].text for at in places if len(lines[at].text) <= _LONGEST] for places in (under, [*above, *under])
    )
    found = published_beside(texts, page.language) or published_beside(near, page.language, words=_BYLINE)
    if found:
        return Day(found.day, f"line {found.basis.removeprefix('dateline ')}")
    pieces = {_PIECES.search(text) for text in texts if not any(map(str.isalpha, text))} - {None}
    days = {day for piece in pieces if piece for day in calendar(*piece.groups())}
    if len(days) == 1:
        return Day(days.pop(), f'line "{next(piece[0] for piece in pieces if piece)}"')
    last = region.lines[-1][0]
    below = [
        lines[at].text for at in range(last + 1, min(last + 1 + _FOOT, len(lines))) if region.reasons[at] in _STAMPS
    ]
    if found := published_beside(below, page.language, labelled=True):
        return Day(found.day, f"line {found.basis.removeprefix('dateline ')}")
    return None


def _is_bare(page: Page, at: int) -> bool:
    """Return whether a line in a column beside is a short one that leads nowhere: a day there is the article's."""
    line = page.lines.lines[at]
    return page.region.reasons[at] == "link" and not line.linked and len(line.text) <= 40


def _address(page: Page) -> Day | None:
    found = date_in_url(page.facts.url) if page.facts.url else None
    return Day(found.day, f"address{found.basis.removeprefix('url')}") if found else None
