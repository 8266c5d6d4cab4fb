"""One row an article: how it was read, when it was published, by whom, and what was found in it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from memcon.outputs.tables import words
from memcon.outputs.tables.column import Cell, Column, Plain, Table, Type
from memcon.outputs.tables.reading import Reading


def subjects(reading: Reading, _: Mapping[str, str]) -> Iterator[Plain]:
    """Yield how each input ended; filters are of events, and leave out none."""
    return reading.articles()


def _own(name: str) -> Callable[[Plain], Cell]:
    return lambda article: article.get(name)


def _column(name: str, type_: Type, label: str, description: str = "", *, required: bool = False) -> Column[Plain]:
    return Column(name, type_, label, _own(name), description, required=required, free=type_ == "text")


COLUMNS: Final = (
    _column("article", "text", "id of the article", "as in the table mentions", required=True),
    Column[Plain]("state", "text", "how its reading ended", _own("state"), "", words.STATES, required=True),
    _column("reason", "text", "why it failed, a word", "empty where it did not"),
    _column("published", "day", "when it was published", "empty where it is not known"),
    _column("published_basis", "text", "how that day is known"),
    _column("source", "text", "who published it"),
    _column("language", "text", "its language, ISO 639-1", "empty where it is not known"),
    _column("title", "text", "its title"),
    _column("url", "text", "its address"),
    _column("path", "text", "where it was read"),
    _column("sha256", "text", "SHA-256 of its text in UTF-8", "to know the text on which offsets were made"),
    _column("characters", "integer", "length of its text", "in Unicode code points"),
    _column("mentions", "integer", "mentions found in it", required=True),
    _column("rejected", "integer", "candidates that did not hold", required=True),
)
TABLE: Final = Table("articles", "One row an article that was given, read or not.", COLUMNS, ("article",), subjects)
