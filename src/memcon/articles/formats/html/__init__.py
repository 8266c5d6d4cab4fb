"""Saved pages: HTML, XHTML and AMP. One article each, whose id is the file's name.

Which lines of a page are its article is told by two extractors together (`region`); the words are then those of the
page itself, line by line, so that nothing is joined, cleaned or dropped in the midst: captions, links to other
articles, advertisements and posts that are shown stay, and are marked in `Article.beside`. What a reader of the page
cannot see is left out. The day of publication is looked for by `dates`, never guessed.
"""

from collections.abc import Iterator
from typing import Final

from memcon.articles.formats import base
from memcon.articles.formats.base import Content
from memcon.articles.formats.html.encoding import decoded, markup
from memcon.articles.formats.html.page import article_of
from memcon.records import Article, ArticleState

suffixes: Final = (".html", ".htm", ".xhtml", ".shtml")
_MOST: Final = 64 << 20
"""Bytes of a page. The largest that browsers save with their pictures inside are of some tens of megabytes."""


def recognises(head: bytes) -> bool:
    """Return whether a file begins as a page does: with a document type, or an element of HTML."""
    return markup(head)


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield the one article of a page; InputError where it holds none."""
    base.check_head(content)
    page = decoded(content.whole(_MOST))
    yield article_of(page, content, name=content.name, where=content.shown)
