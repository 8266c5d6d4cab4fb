"""Read what a sample is drawn from and what readers decided; write the sample. The rest of the room opens no file."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter, ValidationError

from memcon.compare.estimate.frame import FrameArticle, frame_of
from memcon.compare.estimate.outcome import Readings, read_by_all
from memcon.errors import DataError, UsageError
from memcon.events.amend import of_machine
from memcon.outputs import atomic
from memcon.outputs.coding import coder_files, coders
from memcon.outputs.folder import RunFolder
from memcon.records import SCHEMA_VERSION, ArticleState, Event, Mention, run_files
from memcon.records.jsonl import BadLine, parse_object
from memcon.records.sample import Sample, SampledRun

_SAMPLE: Final[TypeAdapter[Sample]] = TypeAdapter(Sample)


@dataclass(frozen=True, slots=True)
class MachineRun:
    """A run as the machine left it."""

    folder: RunFolder
    events: Sequence[Event]
    mentions: tuple[Mention, ...]
    states: tuple[ArticleState, ...]
    frame: tuple[FrameArticle, ...]

    @property
    def left_out(self) -> int:
        """Articles that could not be read, or were not yet."""
        return len(self.states) - len(self.frame)

    def seal(self) -> SampledRun:
        """Return what a sample of it is sealed by."""
        lines = (f"{one.article}\0{one.sha256}\n".encode("utf-8", "surrogatepass") for one in self.frame)
        mentions = self.folder.file(run_files.MENTIONS).read_bytes()
        return SampledRun(articles=_hash(lines), mentions=_hash([mentions]))


def _hash(pieces: Iterable[bytes]) -> str:
    made = hashlib.sha256()
    for piece in pieces:
        made.update(piece)
    return made.hexdigest()


def read_machine(folder: RunFolder) -> MachineRun:
    """Return a run as the machine left it, whatever reviewers decided of it.

    Raises UsageError for a folder that holds no whole run, or no article that was read; DataError for damage.
    """
    folder.check()
    for name in (run_files.MENTIONS, run_files.ARTICLES):
        if not folder.has(name):
            raise UsageError(f"{str(folder)!r} holds no {name}: a sample is drawn of the whole folder of a run")
    mentions, states = tuple(folder.mentions()), tuple(folder.articles())
    events = of_machine(tuple(folder.events()), mentions)
    frame = frame_of(events, states)
    if not frame:
        raise UsageError(f"{str(folder)!r} holds no article that was read: there is nothing to draw")
    return MachineRun(folder, events, mentions, states, frame)


def read_sample(folder: RunFolder) -> Sample | None:
    """Return the sample of a run; None where none was drawn. Raises DataError for one that is damaged."""
    path = folder.file(run_files.SAMPLE)
    if not path.is_file():
        return None
    try:
        data = path.read_bytes()
        values = parse_object(data)
        version = values.get("schema_version")
        if isinstance(version, int) and version > SCHEMA_VERSION:
            raise DataError(f"{str(path)!r}: schema version {version} is newer than this memcon reads; upgrade memcon")
        return _SAMPLE.validate_json(data)
    except BadLine as error:
        raise DataError(f"{str(path)!r}: {error}; draw anew with `memcon sample --replace`") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise DataError(f"{str(path)!r}: {where}: {first['msg'].lower()}; draw anew with --replace") from None
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be read: {(error.strerror or str(error)).lower()}") from error


def check_sample(sample: Sample, run: MachineRun) -> None:
    """Raise UsageError where the sample is of another run than the one that lies beside it."""
    seal = run.seal()
    if sample.run.articles != seal.articles:
        raise UsageError("the sample is of other articles than the run holds now: draw anew with --replace")
    if sample.run.mentions != seal.mentions:
        raise UsageError(
            f"the sample is of another run of these articles: restore its {run_files.MENTIONS}, or draw anew with "
            "--replace"
        )


def write_sample(folder: RunFolder, sample: Sample) -> None:
    """Write the sample, all or nothing. Raises DiskError where it cannot be, DataError where `coding` is a link."""
    coder_files(folder)
    path = folder.file(run_files.SAMPLE)
    atomic.make_folder(path.parent)
    atomic.write_json(path, _SAMPLE.dump_python(sample, mode="json"))


def begun(folder: RunFolder) -> tuple[str, ...]:
    """Return the coders who have decided something."""
    return tuple(coders(folder))


def read_readings(run: MachineRun) -> Readings:
    """Return what readers say of the events of a run, in `review.jsonl` and in the files of coders."""
    hashes = {one.article: one.sha256 for one in run.frame}
    return read_by_all(run.events, run.mentions, run.folder.decisions(), coders(run.folder), hashes)


def whole_articles(folder: RunFolder, who: str | None = None) -> frozenset[str]:
    """Return the articles that were read whole by the decisions of `review.jsonl`, or by one coder's where it is named.

    Raises as `read_machine`.
    """
    run = read_machine(folder)
    if who is None:
        known = read_readings(run).whole
    else:
        hashes = {one.article: one.sha256 for one in run.frame}
        known = read_by_all(run.events, run.mentions, coders(folder).get(who, ()), {}, hashes).whole
    return frozenset(name for name, told in known.items() if told[0].settled)
