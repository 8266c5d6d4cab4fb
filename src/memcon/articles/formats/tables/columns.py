"""Which column of a table holds what, and a row as an article."""

import dataclasses
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from memcon import _data
from memcon.articles.formats import base, cells, jsonl
from memcon.articles.formats.base import Content, Fields
from memcon.articles.formats.listed import Listed, Pages, Row, file_of, is_seen
from memcon.errors import InputError
from memcon.records import Article, ArticleState

_GAPS: Final = re.compile(r"[\s_.\-]+")
_OPTIONS: Final = {"text": "--text-field", "id": "--id-field", "published": "--date-field", "title": "--title-field"}
"""The option that names a column, by what the column holds."""
TWICE: Final = "duplicate_key"
"""The reason of a header that has a column twice, as of an object that has a key twice."""
_SHOWN: Final = 30
"""Columns that a message names."""


@functools.cache
def _usual() -> Mapping[str, Sequence[str]]:
    """Return the names that columns usually have, by what they hold, the likeliest first."""
    return _data.toml("data/table_columns.toml")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table that are read, by name as they stand in its header; None for what it has not."""

    text: str | None
    """None for a list of addresses whose pages lie beside it."""
    id: str | None
    title: str | None
    published: str | None
    language: str | None
    source: str | None
    url: str | None
    guessed: str | None
    """A note that tells which columns were taken by their names; None where the user named them, or they are ours."""
    file: str | None = None
    listed: Listed | None = None
    """The pages of a list."""
    repeated: str | None = None
    """A note that tells which columns that are not read stand more than once; None where none does."""

    @classmethod
    def of(cls, header: Sequence[str], content: Content, pages: Pages | None = None) -> Self:
        """Return which columns of `header` to read; `pages` are those beside the file, where they were looked for.

        Raises:
            InputError: there is no column of text, or none of a name that the user gave; tells which there are. Or two
                columns have one name that is read, as JSON has no two keys.
        """
        columns = cls._among(header, content, pages or Pages(content))
        times = Counter(header)
        if twice := next((name for name in columns.named() if times[name] > 1), None):
            hint = f"the column {twice!r} stands twice; leave one, or give the other another name"
            raise InputError(content.shown, TWICE, hint)
        unread = [name for name, count in times.items() if count > 1 and name]
        return dataclasses.replace(columns, repeated=_repeated(unread)) if unread else columns

    @classmethod
    def _among(cls, header: Sequence[str], content: Content, pages: Pages) -> Self:
        given = {"text": content.fields.text, "id": content.fields.id, "published": content.fields.date,
                 "title": content.fields.title}  # fmt: skip
        for part, name in given.items():
            if name is not None and name not in header:
                raise _without(f"no column {name!r}", header, content, _OPTIONS[part])
        found = given | {part: given.get(part) or _named_so(names, header) for part, names in _usual().items()}
        text = found.pop("text")
        if text is None and found["url"] and content.fields.text is None and (listed := pages.listed):
            found["published"] = None if is_seen(header) else found["published"]
            return cls(
                None, found["id"], found["title"], found["published"], found["language"], found["source"], found["url"],
                guessed=None, file=file_of(header), listed=listed,
            )  # fmt: skip
        if text is None:
            raise _without("no column that looks like the text of articles", header, content, _OPTIONS["text"])
        taken = {"text": text, **found}.items()
        guessed = [f"{part} from {name!r}" for part, name in taken if name not in {None, part, given.get(part)}]
        return cls(
            text, found["id"], found["title"], found["published"], found["language"], found["source"], found["url"],
            guessed=f"columns: {', '.join(sorted(guessed))}" if guessed else None,
        )  # fmt: skip

    def named(self) -> list[str]:
        """Return the names of the columns that are read, each once."""
        parts = (self.text, self.id, self.title, self.published, self.language, self.source, self.url, self.file)
        return list(dict.fromkeys(name for name in parts if name is not None))

    def articles(self, row: Mapping[str, Any], content: Content, number: int) -> Iterator[Article | ArticleState]:
        """Yield the article of the row of that number, counted from 1 without the header, or why it is none.

        Nothing where the page that a list tells of is not there, which is counted.
        """
        where = content.where(number)
        item = (
            base.alone(where, self._fetched, self.listed, row, content, number) if self.listed
            else base.alone(where, self._article, row, content, number)
        )  # fmt: skip
        if item is not None:
            yield item

    def _article(self, row: Mapping[str, Any], content: Content, number: int) -> Article | ArticleState:
        found = {name: cells.plain(row.get(name)) for name in self.named()}
        given = {part: found[name] if name else None for part, name in self._words().items()}
        told = {part: cells.words_of(cell) for part, cell in given.items()}
        language = cells.language_of(found[self.language]) if self.language else None
        fields = Fields(text=self.text, id=self.id, date=self.published, title=self.title)
        item = jsonl.read_object(
            dataclasses.replace(content, fields=fields), content.where(number),
            found | {self.title or "title": told["title"], "source": told["source"], "url": told["url"]}
            | {"language": language},
            unnamed=content.record_id(number), strict_date=content.fields.date is not None,
        )  # fmt: skip
        if isinstance(item, ArticleState):
            return item
        notes = [note for note in (self.guessed, self.repeated) if note]
        notes += [
            f"{self._words()[part]!r} is {base.short(cell)}, which is no words"
            for part, cell in given.items() if told[part] is None and not cells.is_blank(cell)
        ]  # fmt: skip
        if self.published and item.published is None and not cells.is_blank(day := found[self.published]):
            notes.append(f"{self.published!r} is {base.short(day)}, which is no date that can be read for certain")
        return dataclasses.replace(item, notes=tuple(notes))

    def _fetched(
        self, listed: Listed, row: Mapping[str, Any], content: Content, number: int
    ) -> Article | ArticleState | None:
        """Return the article of the page that lies beside the list for a row."""
        found = {name: cells.plain(row.get(name)) for name in self.named()}
        parts = self._words() | {"id": self.id, "language": self.language}
        line = Row(
            **{part: cells.words_of(found.get(name)) if name else None for part, name in parts.items()},
            file=found[self.file] if self.file else None,
            published=found[self.published] if self.published else None, published_key=self.published or "published",
        )  # fmt: skip
        given = found[self.id] if self.id else None
        if not isinstance(given, (str, int)):
            given = cells.words_of(given) or given  # Parquet has decimals and UUIDs
        return listed.article(
            line, content, content.where(number), given=given,
            unnamed=content.record_id(number),
        )  # fmt: skip

    def _words(self) -> dict[str, str | None]:
        """Return the columns whose cells are words, by what they hold."""
        return {"title": self.title, "source": self.source, "url": self.url}


def looks_like_news(header: Sequence[str]) -> bool:
    """Return whether a header names a column of text, and one more of those that news tables have."""
    usual = _usual()
    parts = [part for part, names in usual.items() if _named_so(names, header)]
    return "text" in parts and len(parts) > 1


def _named_so(names: Sequence[str], header: Sequence[str]) -> str | None:
    """Return the column whose name is the first of `names` that a column has."""
    there = {_folded(column): column for column in reversed(header)}
    return next((there[name] for name in names if name in there), None)


def _folded(name: str) -> str:
    return _GAPS.sub("_", unicodedata.normalize("NFKC", name).strip().casefold()).strip("_") or name


def _repeated(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"columns that stand twice, and are not read: {', '.join(map(repr, names[:_SHOWN]))}{more}"


def _without(what: str, header: Sequence[str], content: Content, option: str) -> InputError:
    shown = ", ".join(repr(name) for name in header[:_SHOWN])
    more = f" and {len(header) - _SHOWN} more" if len(header) > _SHOWN else ""
    return InputError(content.shown, "no_column", f"{what} among {shown or 'none'}{more}; name it with {option}")
