"""Input formats: each is one module that knows how the bytes of a file become articles. `text`, `jsonl`, and others'.

A format has

* `suffixes`: how the names of its files end, as `(".txt",)`, whatever `.gz` follows;
* `recognises(head)`: whether a file of another name, or standard input, is of this format by its first 4,096 bytes;
* `read(content)`: the articles that a `Content` holds, one at a time, with a failed state for each that cannot be read.

A format raises InputError for a file that cannot be read at all. It need not care for compression, for ids given twice,
for the language or the day of publication: `articles.read` does, the same for all. Another package adds a format by an
entry point of the group `memcon.formats`; it is asked for files whose names are none of ours, before ours are.
"""

from collections.abc import Iterator
from typing import Final, Protocol

from memcon import _plugins
from memcon.articles.formats import jsonl, text
from memcon.articles.formats.base import Content
from memcon.records import Article, ArticleState

GROUP: Final = "memcon.formats"
NEEDS: Final = ("suffixes", "recognises", "read")


class Format(Protocol):
    """What a module of a format, or an object like it, has."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Return how the names of its files end, in lower case."""

    def recognises(self, head: bytes) -> bool:
        """Return whether a file that begins so is of this format."""

    def read(self, content: Content) -> Iterator[Article | ArticleState]:
        """Yield what a file holds; see `base.failed` for what could not be read."""


FORMATS: Final[dict[str, Format]] = {"jsonl": jsonl, "text": text}
"""Ours, by name."""


def by_suffix(name: str) -> str | None:
    """Return the name of the format that the name of a file tells; None when only the content can tell.

    Ours are asked first, and packages imported only for a name that is none of ours.
    """
    stem = name.lower().removesuffix(".gz")
    for each, form in FORMATS.items():
        if stem.endswith(form.suffixes):
            return each
    return next((each for each, form in others().items() if stem.endswith(tuple(form.suffixes))), None)


def by_content(head: bytes) -> str:
    """Return the name of the format of a file that begins so: of another package's where one recognises it."""
    for each, form in (others() | FORMATS).items():
        if form.recognises(head):
            return each
    return "text"


def suffixes() -> tuple[str, ...]:
    """Return how the names of files end that a folder stands for: those of all formats but `.json`.

    A JSON file in a folder is mostly something else, as the settings of a program or the `run.json` of a run.
    """
    every = (suffix for form in (text, *(FORMATS | others()).values()) for suffix in form.suffixes)
    return tuple(suffix for suffix in dict.fromkeys(every) if suffix != ".json")


def others() -> dict[str, Format]:
    """Return the formats that other packages add, by name.

    Raises:
        UsageError: one of them is broken, or has a name that is taken; names the package.
    """
    return _plugins.load_all(GROUP, FORMATS, NEEDS)
