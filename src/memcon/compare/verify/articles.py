"""How the articles of a run ended, held against their texts: what is known of each, how many, and their states."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from memcon.articles.copies import can_be_copy
from memcon.articles.formats.base import Fields
from memcon.articles.marked import without_metadata
from memcon.articles.published import IN_TEXT, find_published
from memcon.articles.reread import Reread, fields_told
from memcon.errors import DataError
from memcon.outputs.run_report import RunReport
from memcon.records import Article, ArticleState, run_files
from memcon.records.article import sha256
from memcon.records.given import read_language, read_zone

FIELDS: Final = ("title", "published", "published_basis", "language", "source", "url")
"""What an article tells of itself, or is read in its text."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a run was told of its articles."""

    as_read: bool
    """Whether they are as they were read in the inputs: a script may choose, or change them."""
    whole: bool
    """Whether they are all that the inputs held; else others were passed over."""
    language: str | None
    published: dt.date | None
    timezone: str | None
    fields: Fields


def told_of(report: RunReport) -> Told:
    """Return what `run.json` says that the run was told of its articles.

    Raises:
        DataError: it was told a language, a day or a time zone that is none; says which.
    """
    settings: Mapping[str, Any] = report.settings
    read: dict[str, Any] = {}
    for name, reads in _READ.items():
        value = settings.get(name)
        if isinstance(value, str):
            try:
                read[name] = reads(value)
            except ValueError:
                said = f"{run_files.REPORT}: settings.{name}: {value[:60]!r} is none that a run can have been told"
                raise DataError(said) from None
    fields = fields_told(settings)
    as_read = "inputs" in settings
    whole = as_read and not settings.get("select")
    return Told(as_read, whole, read.get("language"), read.get("published"), read.get("timezone"), fields)


def _zone(given: str) -> str:
    read_zone(given)
    return given


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "language": read_language, "published": dt.date.fromisoformat, "timezone": _zone,
}  # fmt: skip


def article_problems(
    states: Mapping[str, ArticleState],
    again: Reread,
    given: Counter[str],
    refused: Counter[str],
    told: Told | None,
) -> Iterator[str]:
    """Check each article's text, state and counts; where the articles lie elsewhere now, nothing is `told`.

    `given` are the mentions of each article, by count, `refused` what was rejected of it.
    """
    for name, state in states.items():
        if (state.mentions, state.rejected) != (given[name], refused[name]):
            yield f"article {name!r}: its counts in {run_files.ARTICLES} are not those of the files"
        if state.copy_of is not None and (original := states.get(state.copy_of, state)).copy_of is not None:
            yield f"article {name!r}: it is no copy of {original.article!r}, which is one or is not there"
        if not _is_state(state):
            yield f"article {name!r}: it cannot have ended as {run_files.ARTICLES} tells"
        elif name in again.healed and told:
            yield f"article {name!r}: it failed as {state.reason!r}, and can be read"
        elif state.sha256:
            problems = (*_text_problems(state, again.texts.get(name), told), *_copy_problems(state, again.texts, told))
            yield from (f"article {name!r}: {problem}" for problem in problems)
    yield from (f"article {name!r}: not in {run_files.ARTICLES}" for name in sorted({*given, *refused} - states.keys()))
    if told and told.whole:
        yield from (f"article at {place!r}: not in {run_files.ARTICLES}" for place in again.others)


def _copy_problems(state: ArticleState, texts: Mapping[str, Article], told: Told | None) -> Iterator[str]:
    """Hold a copy to its original, as both were read; what a script called one may be known to the script alone."""
    copy, original = texts.get(state.article), texts.get(state.copy_of or "")
    if not (told and told.as_read and copy and original):
        return
    if (copy.id, original.id) == (state.article, state.copy_of) and not can_be_copy(copy, original):
        yield f"it is no copy of {state.copy_of!r}: it says what does not stand there"


def _is_state(state: ArticleState) -> bool:
    """Say whether an article can have ended so: one that was read has its hash, and one with mentions is `ok`."""
    ended = state.state in {"ok", "empty"}
    return (
        (state.state == "ok") == (state.mentions > 0)
        and bool(state.sha256 or state.state == "failed")
        and bool(state.sha256) == (state.characters is not None)
        and (state.reason is None or not ended)
        and (state.reason is not None or state.state != "failed")
        and (state.published is None) == (state.published_basis is None)
        and min(state.prompt_tokens, state.completion_tokens, state.cached_tokens) >= 0
    )


def _text_problems(state: ArticleState, article: Article | None, told: Told | None) -> Iterator[str]:
    if article is None:
        yield f"not found where it was read, {state.path!r}"
        return
    if sha256(article.text) != state.sha256:
        yield "its text has changed since the run"
        return
    if len(article.text) != state.characters:
        yield "its length is not that of its text"
    if told and told.as_read and article.id == state.article:
        for field in FIELDS:
            if getattr(state, field) != getattr(article, field):
                yield f"its {field} is not what is read there"
    elif (state.published_basis or "").startswith(IN_TEXT):
        text = without_metadata(article.text, article.beside)
        found = find_published(text, url=state.url, language=state.language)
        if found is None or (found.day, found.basis) != (state.published, state.published_basis):
            yield "its published is not what is read there"
