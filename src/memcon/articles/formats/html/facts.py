"""What a page says of itself in its head: titles, address, site, and its structured data. Pure, over a tree.

Structured data are those of schema.org in JSON-LD. Only articles count that stand for themselves there: in a list, in a
graph, or as what a page is mainly about; what an article links to has days of its own.
"""

import dataclasses
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from memcon.articles.formats.html.lines import Element

_ARTICLES: Final = ("Article", "Posting", "Review")
"""How types of schema.org end that are an article: NewsArticle, ReportageNewsArticle, BlogPosting, LiveBlogPosting …"""
_OTHER_ARTICLES: Final = frozenset({"Report", "NewsItem"})
_SAVED: Final = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
"""What browsers write above a page that they save."""
_WAYBACK: Final = re.compile(r"https?://web\.archive\.org/web/\d{4,14}[a-z_]*/(https?:.+)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--|-->|//\s*<!\[CDATA\[|//\s*\]\]>|<!\[CDATA\[|\]\]>")
_LONGEST: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself."""

    titles: tuple[str, ...]
    """Of its article, the surest first."""
    url: str | None
    site: str | None
    language: str | None
    """As it is written there."""
    metas: tuple[tuple[str, str], ...]
    """Names, in lower case, and contents of its metas."""
    articles: tuple[dict[str, Any], ...]
    """The articles of its JSON-LD."""

    def at(self, address: str | None) -> "Facts":
        """Return them for a page that was got at an address: that is its own where it tells none of the same site."""
        if address is None or (self.url and _host(self.url) == _host(address)):
            return self
        return dataclasses.replace(self, url=address)


def facts_of(root: Element, text: str) -> Facts:
    """Return what a page says of itself; `text` is its source."""
    metas = tuple(_metas(root))
    articles = tuple(_articles(root))
    titles = [
        *(_words(article.get("headline")) for article in articles),
        *(content for name, content in metas if name in {"og:title", "twitter:title", "title", "dc.title", "headline"}),
        *("".join(title.itertext()) for title in root.iter("title")),
    ]
    return Facts(
        titles=tuple(dict.fromkeys(" ".join(title.split()) for title in titles if title and title.strip())),
        url=next(_urls(root, text, metas, articles), None),
        site=next(_sites(metas, articles), None),
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
        metas=metas,
        articles=articles,
    )


def _metas(root: Element) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        content = (meta.get("content") or "").strip()
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if content and name:
            yield name.strip().lower(), content


def _articles(root: Element) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        kind = (script.get("type") or "").lower()
        source = script.text or ""
        if "ld+json" in kind and len(source) <= _LONGEST:
            try:
                value = json.loads(_COMMENT.sub("", source).strip().rstrip(";"), strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _own(value, 0)


def _own(value: object, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the articles that stand for themselves, a few layers deep."""
    if depth >= 6:
        return
    if isinstance(value, list):
        for one in value:
            yield from _own(one, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        named = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _is_article(kind.rpartition("/")[2]) for kind in named):
            yield value
        else:
            for key in ("@graph", "mainEntity"):
                yield from _own(value.get(key), depth + 1)


def _is_article(kind: str) -> bool:
    return kind.endswith(_ARTICLES) or kind in _OTHER_ARTICLES


def _urls(
    root: Element, text: str, metas: tuple[tuple[str, str], ...], articles: tuple[dict[str, Any], ...]
) -> Iterator[str]:
    told = [
        *(link.get("href") for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()),
        *(content for name, content in metas if name == "og:url"),
        *(found[1] for found in _SAVED.finditer(text[:5000])),
        *(article.get("url") for article in articles),
        *(_id(article.get("mainEntityOfPage")) for article in articles),
    ]
    for url in told:
        if isinstance(url, str) and _is_address(url.strip()):
            archived = _WAYBACK.match(url.strip())
            yield archived[1] if archived else url.strip()


def _id(value: object) -> object:
    return value.get("@id") if isinstance(value, dict) else value


def _is_address(url: str) -> bool:
    """Return whether an address names a page of a site, and not its front page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and len(parts.path) > 1


def _host(url: str) -> str:
    """Return the site of an address, without what tells phones apart."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").removeprefix("m.")


def _sites(metas: tuple[tuple[str, str], ...], articles: tuple[dict[str, Any], ...]) -> Iterator[str]:
    yield from (content for name, content in metas if name == "og:site_name")
    for article in articles:
        publisher = article.get("publisher")
        name = _words(publisher.get("name")) if isinstance(publisher, dict) else ""
        if name:
            yield name


def _words(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
