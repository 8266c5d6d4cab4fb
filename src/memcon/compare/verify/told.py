"""What a run was told of its articles, as its `run.json` says: how they were read, and which of them."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from memcon.articles.formats.base import Fields
from memcon.articles.reread import fields_told
from memcon.articles.shard import HASH, Shard
from memcon.errors import DataError, UsageError
from memcon.outputs.run_report import RunReport
from memcon.records import ArticleState, run_files
from memcon.records.given import read_language, read_zone


@dataclass(frozen=True, slots=True)
class Told:
    """What a run was told of its articles."""

    as_read: bool
    """Whether they are as they were read in the inputs: a script may choose, or change them."""
    all_of_files: bool
    """Whether they are all that the files held, or all of the `shares`; else others were passed over."""
    shares: tuple[Shard, ...]
    """The shares of a corpus that they are of; none where they are of all of it."""
    language: str | None
    published: dt.date | None
    timezone: str | None
    fields: Fields

    @property
    def whole(self) -> bool:
        """Whether nothing that the inputs held is left to another run, or was passed over."""
        return self.all_of_files and len(self.shares) in {0, *(shard.of for shard in self.shares)}

    def holds(self, name: str) -> bool:
        """Return whether the article of that id is one of theirs."""
        return not self.shares or any(shard.holds(name) for shard in self.shares)


def told_of(report: RunReport) -> Told:
    """Return what `run.json` says that the run was told of its articles.

    Raises:
        DataError: it was told a language, a day, a time zone or a share that is none; says which.
    """
    settings: Mapping[str, Any] = report.settings
    read: dict[str, Any] = {}
    for name, reads in _READ.items():
        value = settings.get(name)
        if isinstance(value, str):
            try:
                read[name] = reads(value)
            except ValueError:
                raise _untold(name, value) from None
    fields = fields_told(settings)
    as_read = "inputs" in settings
    all_of_files = as_read and not settings.get("select")
    shares = _shares(settings)
    return Told(
        as_read, all_of_files, shares, read.get("language"), read.get("published"), read.get("timezone"), fields
    )


def share_problems(report: RunReport, states: Iterable[ArticleState]) -> Iterator[str]:
    """Check that a run over shares has no articles of others, and that one which lacks shares tells so."""
    told = told_of(report)
    for state in states:
        if not told.holds(state.article):
            yield f"article {state.article!r}: it is not of a share that {run_files.REPORT} tells of"
    if report.settings.get("shares") and len(told.shares) < told.shares[0].of and not report.unread:
        yield f"{run_files.REPORT}: it lacks shares, and tells that all was read"


def _shares(settings: Mapping[str, Any]) -> tuple[Shard, ...]:
    """Return the share that a run was over, or those that were joined: of one corpus, and each once."""
    own: Any = settings.get("shard")
    joined: Any = settings.get("shares")
    if own is None and joined is None:
        return ()
    name, value = ("shard", own) if joined is None else ("shares", joined)
    try:
        numbers = [f"{own['number']}/{own['of']}"] if joined is None else [each["shard"] for each in joined]
        shares = tuple(map(Shard.parse, numbers))
    except (TypeError, KeyError, UsageError):
        raise _untold(name, value) from None
    known = joined is not None or own.get("hash") == HASH
    if not known or len(set(shares)) != len(shares) or len({shard.of for shard in shares}) != 1:
        raise _untold(name, value)
    return shares


def _untold(name: str, value: object) -> DataError:
    said = value if isinstance(value, str) else repr(value)
    return DataError(f"{run_files.REPORT}: settings.{name}: {said[:60]!r} is none that a run can have been told")


def _zone(given: str) -> str:
    read_zone(given)
    return given


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "language": read_language, "published": dt.date.fromisoformat, "timezone": _zone,
}  # fmt: skip
