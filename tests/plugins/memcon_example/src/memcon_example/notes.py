"""Notes: one article a line, `name: text`, below a line that says NOTES."""

from collections.abc import Iterator

from memcon.articles.formats.base import Content, failed
from memcon.errors import InputError
from memcon.records import Article, ArticleState

suffixes = (".notes",)


def recognises(head: bytes) -> bool:
    """Return whether the first line is that of notes."""
    return head.startswith(b"NOTES\n")


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield an article a line; one without a text fails."""
    lines = b"".join(content.chunks).decode("utf-8").splitlines()[1:]
    for number, line in enumerate(lines, start=1):
        name, _, text = line.partition(": ")
        if text:
            yield Article(id=name, text=text, path=content.where(number))
        else:
            yield failed(InputError(content.where(number), "no_text", f"{name!r} has no text"), name)
