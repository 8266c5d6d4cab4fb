"""Find the articles of a run again: where they were read, or where the caller says that they lie now."""

import dataclasses
import datetime as dt
import errno
import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from memcon.articles.formats.base import Fields, short
from memcon.articles.read import read_articles
from memcon.articles.remote import is_url
from memcon.articles.select import Wanted
from memcon.articles.sources import found_again
from memcon.errors import DataError, UsageError
from memcon.records import Article, ArticleState
from memcon.records.article import sha256
from memcon.records.jsonl import open_file

BOUNDED: Final = frozenset({"too_long", "too_slow", "too_large"})
"""Why an article failed that another machine, or another limit, may read."""
ELSEWHERE: Final = BOUNDED | {"missing_extra", "unreadable", "format_failed"}
"""The same, and what fails otherwise there."""
REPEATED: Final = "repeated_id"
"""Why an article failed whose id another had before it."""
MOST_DIGITS: Final = 15
"""Of a line of a file; Python reads no number of very many."""
_SOME_DAY: Final = dt.date(2000, 1, 1)


@dataclasses.dataclass(frozen=True, slots=True)
class Reread:
    """What the inputs of a run hold now."""

    texts: Mapping[str, Article]
    """Articles of the run that were read, by id. A text that is found under its id need not be that of the run."""
    healed: frozenset[str]
    """Ids of articles that could not be read in the run, and can be now, at the same place."""
    failed: Mapping[str, frozenset[str]]
    """Of articles that could not be read in the run, nor now at the same place, the reasons that are told now.

    Not of those that may fail for another one on another machine."""
    others: Mapping[str, str]
    """Articles that the run does not tell of, above others of the same file that it tells of: the id at each place."""


def reread(
    states: Mapping[str, ArticleState],
    inputs: Sequence[str] | None,
    *,
    text_only: bool = False,
    fields: Fields | None = None,
) -> dict[str, Article]:
    """Read the articles again, by id, or by text for one that has another name now; those that failed are passed by.

    `inputs` tell where the articles lie now, by default where they were read. A text that is found under its id need
    not be that of the run: compare its hash. With `text_only`, `language` and `published` mean nothing, for speed.
    `fields` are those that the run was told of (`fields_told`).
    Raises UsageError for a path that is not there, and where the articles came from standard input, and DataError
    for one that is no file by now.
    """
    language, day = ("en", _SOME_DAY) if text_only else (None, None)
    return dict(read_again(states, inputs, language=language, published=day, fields=fields).texts)


def fields_told(settings: Mapping[str, object]) -> Fields:
    """Return the columns or keys that a run was told of, by the `settings` of its `run.json`."""
    told = settings.get("fields")
    known = {each.name for each in dataclasses.fields(Fields)}
    given = told.items() if isinstance(told, Mapping) else ()
    return Fields(**{name: value for name, value in given if name in known and isinstance(value, str)})


def read_again(
    states: Mapping[str, ArticleState],
    inputs: Sequence[str] | None,
    *,
    language: str | None = None,
    published: dt.date | None = None,
    timezone: str | None = None,
    fields: Fields | None = None,
) -> Reread:
    """Read the inputs of a run again, with what the run was told of all articles. Raises as `reread`."""
    hashes = {state.sha256: name for name, state in states.items() if state.sha256}
    failed = {
        state.path: name
        for name, state in states.items()
        if not state.sha256 and state.path and state.reason not in BOUNDED
    }
    paths = inputs or where_read(states.values())
    if hashes and not paths:
        raise UsageError("the articles came from standard input: say with --articles where they lie")
    check_files(() if inputs else paths)
    gone = next((path for path in paths if not inputs and not os.path.exists(path)), None)  # noqa: PTH110  see there
    if gone:
        why = "which is fetched where you say so" if is_url(gone) else "which is not there"
        raise UsageError(f"the articles were read from {gone!r}, {why}: say with --articles where they lie")
    again = () if inputs else filter(os.path.isfile, map(found_again, map(_file, failed)))  # none that cannot be
    paths = inputs or sorted({*paths, *again})
    texts: dict[str, Article] = {}
    called: dict[str, Article] = {}  # of several that are called so, the one counts whose text is that of the run
    healed: set[str] = set()
    others: dict[str, str] = {}
    read = partial(
        read_articles, language=language, published=published, max_chars=2**40, timezone=timezone, fields=fields,
        names=_names(states), wanted=Wanted(apart=True),
    )  # fmt: skip
    reasons: defaultdict[str, set[str]] = defaultdict(set)
    for item in read(paths) if paths else ():
        if not isinstance(item, Article):
            if name := failed.get(item.path or ""):
                reasons[name].add(item.reason or "")
            continue
        found = sha256(item.text)
        if item.path in failed:
            if not _is_repeated(item, states[failed[item.path]], states):
                healed.add(failed[item.path])
            continue
        own, name = states.get(item.id), hashes.get(found)
        if own and own.sha256 == found:
            texts[item.id] = item
        elif name:
            texts.setdefault(name, item)
        if own:
            called.setdefault(item.id, item)
        elif not name and item.path:
            others[item.path] = item.id
    texts = {name: article for name, article in (called | texts).items() if states[name].sha256}
    told = {name: frozenset(now) for name, now in reasons.items() if not ELSEWHERE & {states[name].reason, *now}}
    return Reread(texts, frozenset(healed), told, dict(_above(others, states.values())))


def _names(states: Mapping[str, ArticleState]) -> dict[str, str]:
    """Return how files were called in a run, by their paths: `sub/a.txt` for one in a folder that was named.

    A file of many articles is called as those are that have no id of their own: `sub/news.csv:12` is of `sub/news.csv`.
    """
    names = {state.path: name for name, state in states.items() if state.path and state.reason != REPEATED}
    for name, state in states.items():
        path, line = _place(state.path or "")
        called = name.removesuffix(f":{line}")
        if line and called != name and called in _tails(path):
            names[path] = called
    return names


def _is_repeated(item: Article, state: ArticleState, states: Mapping[str, ArticleState]) -> bool:
    """Say whether an article that is read alone failed since one of a file before has its id.

    Its id may be its path below a folder that was named, and which was is not known.
    """
    file, _ = _place(item.path or "")
    others = (states[name] for name in (item.id, *_tails(item.path or "")) if name in states)
    return state.reason == REPEATED and any(_place(other.path or file)[0] < file for other in others)


def _tails(path: str) -> list[str]:
    """Return a path, and what it is below each of its folders."""
    parts = path.split("/")
    return ["/".join(parts[at:]) for at in range(len(parts))]


def check_files(paths: Iterable[str]) -> None:
    """Raise DataError for a path that articles cannot have been read from.

    No file can have it, or it is none by now: a pipe is waited for without end.
    """
    for path in paths:
        try:
            found = Path(path).stat().st_mode
        except ValueError:
            raise DataError(f"article {short(path)}: no file can have such a name") from None
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                raise DataError(f"article {short(path)}: no file can have so long a name") from None
            continue
        if stat.S_ISREG(found):
            continue
        try:
            open_file(Path(path)).close()
        except OSError as error:
            why = (error.strerror or type(error).__name__).lower()
            raise DataError(f"article {path!r} cannot be read: {why}") from None


def _above(others: Mapping[str, str], states: Iterable[ArticleState]) -> Iterator[tuple[str, str]]:
    """Yield those of the places that stand above the last one of the same file that a run tells of."""
    last: dict[str, int] = {}
    for state in states:
        file, line = _place(state.path or "")
        last[file] = max(line, last.get(file, 0))
    for path, name in others.items():
        file, line = _place(path)
        if line < last.get(file, 0):
            yield path, name


def _place(path: str) -> tuple[str, int]:
    """Return the file and the line of a path, 0 for a whole file."""
    name, colon, line = path.rpartition(":")
    return (name, int(line)) if colon and _is_line(line) else (path, 0)


def where_read(states: Iterable[ArticleState]) -> list[str]:
    """Return the files that the articles of a run were read from, sorted; not standard input."""
    return sorted({found_again(_file(state.path)) for state in states if state.sha256 and state.path} - {"-"})


def files_of(states: Iterable[ArticleState]) -> list[str]:
    """Return the files of all articles of a run, also of those that could not be read, sorted; not standard input."""
    return sorted({found_again(_file(state.path)) for state in states if state.path} - {"-"})


def _file(path: str) -> str:
    """Return the file of a path with a line: `a.jsonl:12` is line 12 of `a.jsonl`."""
    name, colon, line = path.rpartition(":")
    return name if colon and _is_line(line) and not os.path.exists(path) else path  # noqa: PTH110  see found_again


def _is_line(number: str) -> bool:
    return number.isdecimal() and len(number) <= MOST_DIGITS
