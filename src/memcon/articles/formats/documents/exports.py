"""Which articles a document holds: those of an archive's export, or one."""

from collections.abc import Iterable, Iterator, Sequence

from memcon.articles.formats.base import Content
from memcon.articles.formats.documents import factiva, nexis, plain
from memcon.articles.formats.documents.lines import Line, article_of
from memcon.errors import InputError
from memcon.records import Article, ArticleState


def articles(lines: Sequence[Line], content: Content, notes: Iterable[str] = ()) -> Iterator[Article | ArticleState]:
    """Yield the articles of a document; `notes` are for one that is an article. InputError where it holds none."""
    if not lines:
        raise InputError(content.shown, "empty_text", "the document holds nothing but white space, or pictures")
    text = [line for line in lines if not line.aside]  # the pages of an export are no article's
    export = next((form for form in (nexis, factiva) if form.recognises(text)), None)
    if export is None:
        yield article_of(plain.parts_of(lines, tuple(notes)), content, 0)
        return
    for number, parts in enumerate(export.articles(text), 1):
        yield article_of(parts, content, number)
