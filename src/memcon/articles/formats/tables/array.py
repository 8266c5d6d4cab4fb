"""A JSON array of objects, one an article, as programs save tables: `[{"title": …, "text": …}, …]`.

It may be held by an object under the key `articles`, as services answer.

It is read object by object, so that a file of any size fits in memory; damage ends the reading, after all that stands
before it.
"""

import re
from collections.abc import Iterator
from typing import Final

from memcon.articles.formats import base
from memcon.articles.formats.base import Content
from memcon.articles.formats.json_text import Damaged, JsonText
from memcon.articles.formats.listed import Pages
from memcon.articles.formats.tables.columns import Columns
from memcon.articles.streams import CutGzip, input_error
from memcon.errors import InputError
from memcon.records import Article, ArticleState
from memcon.records.jsonl import BadLine, parse_object

suffixes: Final = (".json",)
_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\[\s*+\{")
_INSIDE: Final = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*+\{(?:\s*+"\w{1,40}"\s*+:\s*+(?:"[^"\\]{0,400}"|[\w.+-]{1,40})\s*+,){0,20}\s*+"articles"\s*+:\s*+\[\s*+\{"""
)
"""An object that has them under `articles`, as answers of GDELT's DOC and of news services have."""
_ROOM: Final = 1 << 20
"""Characters of an object for all that is not its text."""
_KINDS: Final = 1000
"""Sets of keys of which is kept what they hold: an array of a program has a few."""


def recognises(head: bytes) -> bool:
    """Return whether a file begins as an array of objects, or as an object that has them under `articles`."""
    return _START.match(head) is not None or _INSIDE.match(head) is not None


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield an article, or a failed state, for each object of the array."""
    base.check_head(content)
    kinds: dict[tuple[str, ...], Columns] = {}
    number, pages = 0, Pages(content)
    try:
        for number, told in enumerate(_objects(content), 1):
            where = content.where(number)
            try:
                found = parse_object(told.encode("utf-8", "surrogatepass"))
                keys = tuple(found)
                if keys not in kinds:
                    columns = Columns.of(keys, content, pages)
                    if len(kinds) == _KINDS:
                        kinds.clear()  # here, so that one is always known
                    kinds[keys] = columns
                yield from kinds[keys].articles(found, content, number)
            except BadLine as error:
                yield base.failed(InputError(where, error.reason, str(error)))
            except InputError as error:
                if not kinds:
                    raise  # no array of articles at all
                yield base.failed(InputError(where, error.reason, str(error)))
    except (CutGzip, OSError) as error:
        yield base.failed(input_error(content.where(number + 1), error))
    except Damaged as error:
        yield base.failed(InputError(content.where(number + 1), "invalid_json", f"{error}; all before it was read"))


def _objects(content: Content) -> Iterator[str]:
    """Yield the objects of an array as they are written, one at a time."""
    text = JsonText(content.chunks, 12 * content.max_chars + _ROOM)
    if not _INSIDE.match(content.head):
        yield from text.elements()
        return
    for key in text.entries():
        if key == "articles":
            yield from text.elements()
        else:
            text.value()
