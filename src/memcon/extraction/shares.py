"""The folders of a corpus that was extracted share by share, and whether they are all of one: told before a join."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from memcon.articles.shard import HASH, Shard
from memcon.errors import DataError, UsageError
from memcon.outputs.folder import RunFolder
from memcon.outputs.held import applied, seal_problems
from memcon.outputs.run_report import RunReport
from memcon.outputs.run_time import time_problems
from memcon.records import run_files

MOST_TOLD: Final = 10
"""Of what keeps folders from being joined; all the rest is counted."""
SAME: Final = ("memcon", "schema_version", "libraries", "model", "endpoint", "profile", "strategy")
"""Of `run.json`: what shapes results, and must be the same in all shares."""
SAME_SETTINGS: Final = ("language", "published", "max_chars", "timezone", "fields", "select")
"""The same of its settings. Paths of inputs may differ: each machine has its own."""


@dataclass(frozen=True, slots=True)
class Share:
    """The run over one share."""

    run: RunFolder
    shard: Shard
    report: RunReport


def open_shares(folders: Iterable[str | Path], *, partial: bool = False) -> tuple[list[Share], list[Shard]]:
    """Return the shares that lie in `folders`, by number, and those that are missing, which there are if `partial`.

    Raises:
        UsageError: a folder holds no share; one is missing, or there twice; or they are of different versions, models
            or settings. All of it is told.
        DataError: a file is damaged, or not what the seal of its run is of.
    """
    shares = sorted(map(_opened, folders), key=lambda share: (share.shard, str(share.run)))
    if not shares:
        raise UsageError("no folder to join: name those of all shares, as out/*")
    missing = _missing(shares)
    problems = [*_mixed(shares), *_double(shares), *([] if partial else _told(missing))]
    if problems:
        more = f"; and {len(problems) - MOST_TOLD} more" if len(problems) > MOST_TOLD else ""
        raise UsageError(f"these are not all shares of one corpus: {'; '.join(problems[:MOST_TOLD])}{more}")
    for share in shares:
        sealed = seal_problems(share.run, share.report, applied(share.run, share.report))
        for problem in (*sealed, *(f"{run_files.REPORT}: {each}" for each in time_problems(share.report))):
            raise DataError(f"{str(share.run)!r} is not joined: {problem}; restore it, or extract its share again")
    return shares, missing


def _opened(folder: str | Path) -> Share:
    run = RunFolder(folder)
    run.check()
    for name in run_files.WRITTEN:
        if not run.has(name):
            raise UsageError(f"{str(run)!r} holds no {name}: a share is joined by the whole folder of its run")
    report = run.report() or RunReport()
    told = report.settings.get("shard")
    if not isinstance(told, Mapping):
        raise UsageError(f"{str(run)!r} is the run over a whole, and no share: `memcon extract --shard 3/16` makes one")
    if told.get("hash") != HASH:
        raise UsageError(f"{str(run)!r} was shared by {told.get('hash')!r}, and this memcon knows {HASH!r}: upgrade")
    return Share(run, Shard.parse(f"{told.get('number')}/{told.get('of')}"), report)


def _missing(shares: Sequence[Share]) -> list[Shard]:
    of = shares[0].shard.of
    there = {share.shard.number for share in shares}
    return [Shard(number, of) for number in range(1, of + 1) if number not in there]


def _told(missing: Sequence[Shard]) -> Iterator[str]:
    if missing:
        named = ", ".join(map(str, missing[:MOST_TOLD])) + (", …" if len(missing) > MOST_TOLD else "")
        yield f"{len(missing)} of {missing[0].of} missing ({named}): extract them, or join the others with --partial"


def _double(shares: Sequence[Share]) -> Iterator[str]:
    for shard, times in Counter(share.shard for share in shares).items():
        if times > 1:
            yield f"{shard} in {' and '.join(repr(str(each.run)) for each in shares if each.shard == shard)}"


def _mixed(shares: Sequence[Share]) -> Iterator[str]:
    first = shares[0]
    for share in shares[1:]:
        if share.shard.of != first.shard.of:
            yield f"{str(share.run)!r} is {share.shard}, and {str(first.run)!r} is {first.shard}"
        for name, mine in shaping(share.report).items():
            if (other := shaping(first.report)[name]) != mine:
                here, there = _apart(mine, other)
                yield f"{name} of {str(share.run)!r} is {here}, and of {str(first.run)!r} {there}"


def shaping(report: RunReport) -> dict[str, Any]:
    """Return what shapes the results of a run, by name: versions, model, prompts, and how articles are read."""
    told = {name: getattr(report, name) for name in SAME}
    return told | {name: report.settings.get(name) for name in SAME_SETTINGS}


def _apart(mine: Any, other: Any) -> tuple[str, str]:  # noqa: ANN401  values of JSON
    """Return in words in what two values differ: of tables the entries that do."""
    if isinstance(mine, Mapping) and isinstance(other, Mapping):
        names = [name for name in {**mine, **other} if mine.get(name) != other.get(name)]
        mine, other = ({name: value.get(name) for name in names} for value in (mine, other))
    return repr(mine), repr(other)
