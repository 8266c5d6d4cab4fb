"""Find the articles of a run again: where they were read, or where the caller says that they lie now."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from memcon.articles.read import read_articles
from memcon.errors import UsageError
from memcon.records import Article, ArticleState

_SOME_DAY: Final = dt.date(2000, 1, 1)


def reread(
    states: Mapping[str, ArticleState], inputs: Sequence[str] | None, *, text_only: bool = False
) -> dict[str, Article]:
    """Read the articles again, by id, or by text for one that has another name now; those that failed are passed by.

    `inputs` tell where the articles lie now, by default where they were read. A text that is found under its id need
    not be that of the run: compare its hash. With `text_only`, `language` and `published` mean nothing, for speed.
    Raises UsageError for a path that is not there, and where the articles came from standard input.
    """
    hashes = {state.sha256: name for name, state in states.items() if state.sha256}
    paths = inputs or where_read(states.values())
    if hashes and not paths:
        raise UsageError("the articles came from standard input: say with --articles where they lie")
    gone = next((path for path in paths if not inputs and not Path(path).exists()), None)
    if gone:
        raise UsageError(
            f"the articles were read from {gone!r}, which is not there: say with --articles where they lie"
        )
    texts: dict[str, Article] = {}
    language, day = ("en", _SOME_DAY) if text_only else (None, None)
    for item in read_articles(paths, language=language, published=day, max_chars=2**40) if paths else ():
        if isinstance(item, Article) and item.id in states:
            texts[item.id] = item
        elif isinstance(item, Article) and (name := hashes.get(sha256(item.text))):
            texts.setdefault(name, item)
    return {name: article for name, article in texts.items() if states[name].sha256}


def where_read(states: Iterable[ArticleState]) -> list[str]:
    """Return the files that the articles of a run were read from, sorted; not standard input."""
    return sorted({_file(state.path) for state in states if state.sha256 and state.path} - {"-"})


def _file(path: str) -> str:
    """Return the file of a path with a line: `a.jsonl:12` is line 12 of `a.jsonl`."""
    name, colon, line = path.rpartition(":")
    return name if colon and line.isdigit() and not Path(path).exists() else path


def sha256(text: str) -> str:
    """Return the hash of an article's text as `articles.jsonl` keeps it."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
