"""The files of coders in the folder of a run: one each, which holds the decisions of that coder alone.

They count for nothing in the events of the run. What a person decided in `review.jsonl` is an opinion of his too, as
long as it settles nobody's. No link is followed, neither to the folder of these files nor to one of them.
"""

import contextlib
import itertools
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from memcon.errors import DataError, UsageError
from memcon.outputs.atomic import disk, sync_folder
from memcon.outputs.decisions import ReviewFile, opened, read_decisions
from memcon.outputs.folder import RunFolder
from memcon.outputs.left_out import unheard
from memcon.records import run_files
from memcon.records.decision import Decision, Undo, distinct
from memcon.records.jsonl import open_file, parse_object


def coder_path(run: RunFolder, who: str) -> Path:
    """Return where the decisions of a coder lie, or will. Raises UsageError for a name of no letter and no digit."""
    slug = run_files.coder_slug(who)
    if not slug:
        raise UsageError(f"--who {who!r} has no letter and no digit: a file is named by it, so give another name")
    return run.file(run_files.coder_file(slug))


def coder_files(run: RunFolder) -> list[Path]:
    """Return the files of coders, by name; none where nobody coded. Raises DataError for a link, or what is no file."""
    folder = run.file(run_files.CODING)
    with _readable(folder):
        try:
            found = folder.lstat().st_mode
        except FileNotFoundError:
            return []
        if not stat.S_ISDIR(found):
            raise DataError(
                f"{str(folder)!r} is no folder but {_kind(found)}: coders' files lie in a folder of the run"
            )
        files = sorted(path for path in folder.iterdir() if run_files.is_coder_file(path.name))
        for path in files:
            if not stat.S_ISREG(mode := path.lstat().st_mode):
                raise DataError(f"{str(path)!r} is no file but {_kind(mode)}: it is not read")
    return files


@contextlib.contextmanager
def open_coder(run: RunFolder, who: str) -> Iterator[ReviewFile]:
    """Give the file of a coder for appending, made where there is none; no other process has it meanwhile.

    Raises:
        UsageError: the name has no letter, or the file is of another coder.
        LockedError, DiskError, DataError: as `opened`; a folder that is a link is a DataError.
    """
    path = coder_path(run, who)
    with disk(path.parent), contextlib.suppress(FileExistsError):
        path.parent.mkdir(mode=0o700)
        sync_folder(run.path)
    coder_files(run)
    with opened(path) as file:
        other = next((one.who for one in file.decisions if one.who != who), None)
        if other is not None:
            raise UsageError(
                f"{str(path)!r} is the file of {other!r}: say --who {other!r}, or a name that differs by a letter"
            )
        yield file


def is_second(run: RunFolder, who: str) -> bool:
    """Return whether a person is one coder of several, who should see nothing of what the others decided.

    So it is where he has a file already, where the sample names coders, where `review.jsonl` holds decisions of
    somebody else, and where others have files and he has decided nothing there. Raises as `coder_files`.
    """
    path, files = coder_path(run, who), coder_files(run)
    names = {one.who for one in run.decisions(unheard)}  # they are told where they are used
    return path in files or bool(sample_coders(run)) or bool(names - {who}) or bool(files and not names)


def sample_coders(run: RunFolder) -> tuple[str, ...]:
    """Return the coders for whom a sample was drawn; none where there is no sample, or it names none."""
    return tuple(name for name, _ in _drawn(run).queues)


def sample_queue(run: RunFolder, who: str) -> tuple[str, ...] | None:
    """Return the articles that a sample gives a person to look at, in order; None where it gives this person none.

    A sample that names no coders gives all of its articles to everybody.
    """
    drawn, slug = _drawn(run), run_files.coder_slug(who)
    if not drawn.queues:
        return drawn.articles or None
    return next((articles for name, articles in drawn.queues if run_files.coder_slug(name) == slug), None)


class _Drawn(NamedTuple):
    """What a sample says of who looks at what; nothing where there is none."""

    queues: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The coders, each with his articles."""
    articles: tuple[str, ...] = ()


def _drawn(run: RunFolder) -> _Drawn:
    """Raises DataError for a sample that is damaged, and as `coder_files`."""
    path = run.file(run_files.SAMPLE)
    coder_files(run)  # the folder is no link
    try:
        with open_file(path) as file:
            values = parse_object(file.read())
        queues = tuple((str(one["coder"]), tuple(map(str, one["articles"]))) for one in values.get("queues") or ())
        return _Drawn(queues, tuple(dict.fromkeys(str(one["article"]) for one in values.get("units") or ())))
    except FileNotFoundError:
        return _Drawn()
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DataError(f"{str(path)!r} cannot be read: {str(error).lower()}: draw the sample again") from error


def own_opinions(decisions: Iterable[Decision], who: str) -> tuple[Decision, ...]:
    """Return what a person decided for himself: not what others did, nor what settles opinions, nor the undo of it."""
    told = distinct(decisions)
    settling = {one.id for one in told if one.settles}
    return tuple(
        one
        for one in told
        if one.who == who and not one.settles and not (isinstance(one, Undo) and one.undoes in settling)
    )


def coders(run: RunFolder) -> dict[str, tuple[Decision, ...]]:
    """Return the opinions of each coder, by name: those in `review.jsonl`, then those in his own file.

    Raises DataError for a file that is damaged, or holds decisions of several.
    """
    shared = run.decisions()
    found: dict[str, Sequence[Decision]] = {
        who: mine for who in dict.fromkeys(one.who for one in shared) if (mine := own_opinions(shared, who))
    }
    for path in coder_files(run):
        decisions = read_decisions(path).decisions
        names = dict.fromkeys(one.who for one in decisions)
        if len(names) > 1:
            raise DataError(f"{str(path)!r} holds decisions of {', '.join(map(repr, names))}: one coder has one file")
        for who in names:
            found[who] = distinct((*found.get(who, ()), *decisions))
    return {who: tuple(found[who]) for who in sorted(found)}


def take_over(run: RunFolder, others: Iterable[RunFolder]) -> None:
    """Put what coders decided of `others` into their files in `run`, which keep what they hold.

    Raises as `open_coder`.
    """
    for other in others:
        for path in coder_files(other):
            for who, decisions in itertools.groupby(read_decisions(path).decisions, key=lambda one: one.who):
                with open_coder(run, who) as file:
                    file.append(*decisions)


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be read: {(error.strerror or str(error)).lower()}") from error


def _kind(mode: int) -> str:
    return "a link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "a file or a device"


__all__ = [
    "coder_files", "coder_path", "coders", "is_second", "open_coder", "own_opinions", "sample_coders", "sample_queue",
    "take_over"
]  # fmt: skip
