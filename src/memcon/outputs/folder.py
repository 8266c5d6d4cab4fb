"""The folder of a run on disk: the one place that knows which files it holds, how they are read and how written.

Everything is read when it is asked for, a record at a time. The names themselves are `records.run_files`, for those who
read articles and must pass these files by.
"""

import collections
import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from memcon.articles.formats.base import Fields
from memcon.articles.remote import check_local
from memcon.articles.reread import fields_told
from memcon.errors import NO_USE, DataError, UsageError
from memcon.outputs import atomic
from memcon.outputs.alone import alone
from memcon.outputs.apart import ArticleFiles, identity
from memcon.outputs.decisions import adopt, read_decisions
from memcon.outputs.left_out import Tell, clash, hearing
from memcon.outputs.run_report import RunReport, read_report
from memcon.outputs.seal import sealed
from memcon.outputs.spool import Spool
from memcon.records import SCHEMA_VERSION, ArticleState, Event, Mention, Rejected, run_files, versions
from memcon.records.decision import Decision, clashing, distinct
from memcon.records.jsonl import Line, dump, open_file, parse_record, read_lines

SHAPES: Final[dict[run_files.Lines, TypeAdapter[Any]]] = {
    "events": TypeAdapter(Event),
    "mentions": TypeAdapter(Mention),
    "rejected": TypeAdapter(Rejected),
    "articles": TypeAdapter(ArticleState),
}
"""What a line of each file is."""


class RunFolder:
    """The folder of a run. Which of its files must be there is for its reader to say: see `has` and `check`."""

    def __init__(self, path: Path | str, *, quick: bool = False) -> None:
        """Name the folder; nothing is read yet. With `quick`, its lines are read as `read_lines` says.

        Raises UsageError for a URL: `outputs.remote` is of those.
        """
        check_local(path)
        self.path = Path(path)
        self._quick = quick

    def __str__(self) -> str:
        return str(self.path)

    def file(self, name: str) -> Path:
        """Return where the file of that name lies, whether it is there or not."""
        return self.path / name

    def has(self, name: str) -> bool:
        """Return whether it holds a file of that name."""
        return self.file(name).is_file()

    def check(self) -> None:
        """Raise UsageError where this is no folder of a run: it holds no events."""
        if not self.has(run_files.EVENTS):
            if not self.path.exists():
                raise UsageError(f"{str(self)!r} does not exist")
            raise UsageError(f"{str(self)!r} holds no run: {run_files.EVENTS} is missing")

    def check_apart(self, *made: Path, articles: Sequence[str] | None = None) -> None:
        """Raise UsageError where one of `made`, to be written, is a file of a run, an article of it, or a ledger.

        `articles` tell where those lie now, beside where they were read.
        """
        own = [*(self.file(name) for name in run_files.ALL), *self.file(run_files.CODING).glob("*")]
        known = frozenset(map(identity, own))
        read = self.read_from(articles)
        for path in made:
            check_replaceable(path)
            if path.exists() and (identity(path) in known or read.have(path)):
                raise UsageError(f"{str(path)!r} is what the run is made of and would be overwritten: name another")

    def read_from(self, articles: Sequence[str] | None = None) -> ArticleFiles:
        """Return the files of articles of the run, where they were read or as named."""
        return ArticleFiles(self._states, self.path, articles or (), self._fields)

    def _fields(self) -> Fields | None:
        with contextlib.suppress(DataError):  # damaged, it tells nothing of columns
            report = self.report()
            return fields_told(report.settings) if report else None
        return None

    def _states(self) -> Iterator[ArticleState]:
        return self.articles() if self.has(run_files.ARTICLES) else iter(())

    # --- reading; each raises DataError, with file and line, for a file that is missing or damaged ---

    def events(self) -> Iterator[Event]:
        """Yield the events, merged and as reviewers decided."""
        return self._read("events")

    def mentions(self) -> Iterator[Mention]:
        """Yield what the articles report, before merging."""
        return self._read("mentions")

    def rejected(self) -> Iterator[Rejected]:
        """Yield what did not hold, or a reviewer rejected."""
        return self._read("rejected")

    def articles(self) -> Iterator[ArticleState]:
        """Yield how each input ended."""
        return self._read("articles")

    def slow_articles(self, memcon: str) -> frozenset[str]:
        """Return the hashes of the texts that took this version of `memcon` too long; none where it cannot be told."""
        with contextlib.suppress(DataError, OSError):
            report = self.report()
            if report and report.memcon == memcon:
                with self.file(run_files.ARTICLES).open("rb") as lines:
                    slow = (Line(0, 0, line, whole=True) for line in lines if b'"too_slow"' in line)
                    told = [parse_record(run_files.ARTICLES, line, SHAPES["articles"]) for line in slow]
                return frozenset(one.sha256 for one in told if one.reason == "too_slow" and one.sha256)
        return frozenset()

    def useless_articles(self) -> frozenset[str]:
        """Return the hashes of the texts about which a question had no answer of use; none where there is no run."""
        if not self.has(run_files.ARTICLES) or not self.has(run_files.REJECTED):
            return frozenset()
        lost = {one.article for one in self.rejected() if one.reason in NO_USE}
        useless = (one for one in self.articles() if one.reason in NO_USE or one.article in lost)
        return frozenset(one.sha256 for one in useless if one.sha256)

    def report(self) -> RunReport | None:
        """Return how the run went; None where there is no `run.json`."""
        path = self.file(run_files.REPORT)
        if not path.is_file():
            return None
        try:
            return read_report(str(path), path.read_bytes())
        except OSError as error:
            raise DataError(f"{str(path)!r} cannot be read: {(error.strerror or str(error)).lower()}") from error

    def decisions(self, tell: Tell | None = None) -> tuple[Decision, ...]:
        """Return what reviewers decided, in order; nothing where none did. `tell` is told, in words, what is left out.

        That is a last line that is cut off, and a line that has the id of another one and says something else. By
        default the one is told whom `left_out.telling` names.
        """
        return read_decisions(self.file(run_files.DECISIONS), tell).decisions

    def _read(self, what: run_files.Lines) -> Iterator[Any]:
        return read_lines(self.file(run_files.file_of(what)), SHAPES[what], quick=self._quick)

    def lines(self, what: run_files.Lines, version: int = SCHEMA_VERSION) -> Iterator[bytes]:
        """Yield the canonical lines of all records `what`, as a version of memcon's files has them."""
        return (versions.dumped(dump(record), version) for record in self._read(what))

    def canonical(self, what: run_files.Lines) -> list[Any]:
        """Return all records `what`, and hold the bytes of their file to those that its version has for them."""
        path = self.file(run_files.file_of(what))
        records = list(read_lines(path, SHAPES[what], quick=True))  # the bytes tell what is not noticed so
        data = path.read_bytes()
        version = versions.version_of(data)
        if b"".join(versions.dumped(dump(record), version) for record in records) != data:
            collections.deque(read_lines(path, SHAPES[what]), maxlen=0)  # may say more of a line
            raise DataError(f"{path}: not as memcon writes it: it was edited, or written by another version")
        return records

    def is_of(self, what: run_files.Lines, records: Iterable[Any]) -> bool:
        """Return whether the file of `what` is, byte for byte, the lines of these records; False for one unreadable.

        Then it need not be read: what `canonical` would return are these records.
        """
        with contextlib.suppress(OSError), open_file(self.file(run_files.file_of(what))) as file:
            version = versions.version_of(file.readline(versions.HEAD))
            file.seek(0)
            lines = (versions.dumped(dump(record), version) for record in records)
            return all(file.read(len(line)) == line for line in lines) and not file.read(1)
        return False

    # --- writing ---

    def check_place(self) -> None:
        """Make the folder where there is none, and raise DiskError where a run could not be written into it.

        Raises UsageError where it has the place of a part of another run.
        """
        check_no_part(self.path)
        atomic.make_folder(self.path)
        for name in run_files.WRITTEN:
            atomic.check_place(self.file(name))

    def check_files(self) -> None:
        """Raise DiskError where something is that is no file, and a file of a run would go there. Nothing is made."""
        for name in run_files.WRITTEN:
            atomic.check_kind(self.file(name))

    def write(
        self,
        *,
        events: Sequence[Event],
        mentions: Sequence[Mention],
        rejected: Sequence[Rejected],
        articles: Sequence[ArticleState],
        report: RunReport,
        decisions: Sequence[Decision] = (),
    ) -> None:
        """Write a run, each sequence in the order of its file: all files or none, in place of those of an older run.

        `decisions` are those that were applied: the file of decisions takes in those that it does not hold yet, first
        of all; none is taken out.

        Raises:
            UsageError: the folder has the place of a part of another run.
            LockedError: `memcon review` has the file of decisions.
            DiskError: a file cannot be written. All are then as they were.
        """
        check_no_part(self.path)
        atomic.make_folder(self.path)
        with alone(self.path):
            if decisions:
                adopt(self.file(run_files.DECISIONS), decisions)
            lines: dict[str, Iterable[bytes]] = {
                run_files.EVENTS: _lines(events),
                run_files.MENTIONS: _lines(mentions),
                run_files.REJECTED: _lines(rejected),
                run_files.ARTICLES: _lines(articles),
            }
            files = sealed(lines, report, decisions)
            atomic.write_files({self.file(name): files[name] for name in run_files.WRITTEN})
            atomic.remove(self.file(run_files.SIGNATURE))  # it was of the run that stood here


def _lines(records: Sequence[Any]) -> Iterable[bytes]:
    return records.lines() if isinstance(records, Spool) else map(dump, records)


def file_in(path: Path, name: str) -> Path:
    """Return the file that `path` names: itself, or, of the folder of a run, the file `name` in it."""
    run = RunFolder(path)
    return run.file(name) if path.is_dir() else path


def decisions_in(paths: Iterable[str | Path], tell: Tell | None = None) -> tuple[Decision, ...]:
    """Return the decisions of these files, or folders that hold one, each once. Raises UsageError where none is.

    `tell` is told what is left out, as of `RunFolder.decisions`.
    """
    decisions: list[Decision] = []
    for path in paths:
        file = file_in(Path(path), run_files.DECISIONS)
        if not file.exists():
            raise UsageError(f"{str(path)!r}: there is no {file.name!r}: `memcon review` makes one")
        decisions += read_decisions(file, tell).decisions
    for one in clashing(decisions):
        (tell or hearing())(clash(one.id))
    return distinct(decisions)


def check_name(made: Path) -> None:
    """Raise UsageError for `-`, by which other programs mean standard output, and which would be a file or a folder."""
    if str(made) == "-":
        raise UsageError("'-' is no file and no folder to write: name one; export without -o writes to the screen")


def check_replaceable(made: Path) -> None:
    """Raise UsageError where `made`, to be written, is `-`, a `.gitignore`, a database, as a ledger, or of any run.

    So it is where no such file stands yet: programs that find one would take it for theirs.
    """
    check_name(made)
    if not made.name:  # as of `.` and `/`
        raise UsageError(f"{str(made)!r} is a folder: name a file")
    if made.name == ".gitignore":
        raise UsageError(f"{str(made)!r} keeps files out of a repository and would be overwritten: name another")
    base = made.with_name(re.sub(r"(-wal|-shm|-journal|\.lock)\Z", "", made.name) or made.name)
    with contextlib.suppress(OSError):
        if base.is_file():
            with base.open("rb") as file:
                if file.read(16) == b"SQLite format 3\0":
                    raise UsageError(f"{str(made)!r} is a database, as of paid answers, or of one: name another")
    check_no_part(made)


def check_no_part(made: Path) -> None:
    """Raise UsageError where `made`, a file or a folder to be written, has the place of a part of any run.

    That is a file of a run, and all that lies in its folder of coders, by whatever links or current folder it is named.
    """
    place = Path(os.path.realpath(made))
    coding = [one for one in (place, *place.parents) if one.name.casefold() == run_files.CODING]
    runs = {one.parent for one in coding} | ({place.parent} if run_files.is_own(place.name.casefold()) else set())
    for run in runs:
        with contextlib.suppress(OSError):
            if run_files.is_run({one.name for one in run.iterdir()}):
                told = "is what a run is made of, and no place for anything else: name another"
                raise UsageError(f"{str(made)!r} {told}")
