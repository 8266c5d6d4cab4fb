"""Make a deposit: the whole folder or nothing, and of the same run the same bytes, a record at a time."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from memcon.errors import DataError, UsageError
from memcon.outputs import atomic
from memcon.outputs.codebook.book import about, as_json, as_markdown
from memcon.outputs.codebook.counts import Counts
from memcon.outputs.codebook.datapackage import package, resource
from memcon.outputs.deposit import local, papers
from memcon.outputs.deposit.texts import texts
from memcon.outputs.deposit.wishes import Wishes
from memcon.outputs.export import TablePlan, export
from memcon.outputs.folder import RunFolder, check_no_part
from memcon.outputs.held import applied, changes_of_part
from memcon.outputs.run_report import RunReport
from memcon.outputs.schemas import schema
from memcon.outputs.seal import sealed
from memcon.outputs.tables import find_table
from memcon.outputs.tables.column import Row
from memcon.outputs.tables.filters import Filters
from memcon.outputs.tables.reading import Reading
from memcon.outputs.writers import find_writer
from memcon.records import run_files

SCHEMAS: Final = ("event", "mention", "article", "run")
_MEDIA: Final = {".jsonl": "application/jsonl", ".parquet": "application/vnd.apache.parquet"}
_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class _Counted(TablePlan):
    """A table that is counted while it is written."""

    counts: Counts = field(kw_only=True)

    def rows(self, reading: Reading, options: Mapping[str, str]) -> Iterator[Row]:
        yield from self.counts.through(super().rows(reading, options))
        self.counts.notes = tuple(reading.told())


@dataclass(frozen=True, slots=True)
class Deposited:
    """What became of it."""

    files: tuple[str, ...]
    size: int
    """Bytes of all files."""
    notes: tuple[str, ...]
    """What writers have to say of files beside the CSV, whose notes are in the codebook."""


def deposit(run: RunFolder, to: Path, wishes: Wishes, prompts: Mapping[str, str]) -> Deposited:
    """Make the folder `to` of a run, whole or not at all; `prompts` are texts of what was asked, by their names.

    Raises:
        UsageError: `to` is there and not empty, or has the place of a part of a run; a table or format is unknown, a
            package is missing, or a text is not where it was.
        DataError: the run is damaged, or is not what its seal is of.
        DiskError: the folder cannot be written.
    """
    run.check()
    place = Path(os.path.realpath(to))
    check_free(to)
    check_no_part(to)
    for change in changes_of_part(run, run.report() or RunReport()):
        raise DataError(
            f"{str(run)!r} is not deposited: {change}; `memcon verify` tells what is wrong: restore it, or run again"
        )
    plans = [_Counted(find_table(name), find_writer("csv"), counts=Counts(find_table(name))) for name in wishes.tables]
    others = [find_writer(name) for name in wishes.formats]
    with atomic.new_folder(place) as folder:
        _write_run(run, folder, wishes)
        shared = RunFolder(folder / papers.DATA, quick=True)
        notes: list[str] = []
        for plan in plans:
            for made in (plan, *(TablePlan(plan.table, writer) for writer in others)):
                told = export(shared, made, _free(shared, made), Filters(), {})
                notes += [f"{plan.table.name}: {note}" for note in told if note not in plan.counts.notes]
        if wishes.text:
            atomic.write_files({folder / papers.TEXTS: texts(run, wishes.articles)})
        _write_papers(shared.report(), folder, wishes, [plan.counts for plan in plans], prompts)
        names = _names(folder)
        sums = "".join(f"{_sha256(folder / name)}  {name}\n" for name in names)
        atomic.write_bytes(folder / papers.SUMS, sums.encode())
        size = sum((folder / name).stat().st_size for name in _names(folder))
        for inner in sorted({(folder / name).parent for name in names}):
            atomic.sync_folder(inner)
    return Deposited((*names, papers.SUMS), size, tuple(notes))


def check_free(to: Path) -> None:
    """Raise UsageError where `to` is something already: an empty folder is nothing."""
    if to.is_dir() and any(to.iterdir()):
        raise UsageError(f"{str(to)!r} is there and not empty: name a new folder, or remove it")
    if os.path.lexists(os.path.realpath(to)) and not to.is_dir():  # or links that lead to one another
        raise UsageError(f"{str(to)!r} is a file: name a new folder")


def _free(data: RunFolder, made: TablePlan) -> Path:
    """Return where a table goes; UsageError where a file is already: two formats may have one suffix."""
    name = f"{made.table.name}{made.writer.suffix}"
    if data.has(name):
        raise UsageError(f"{name!r} is in the deposit already, and a format would overwrite it: leave it out")
    return data.file(name)


def _write_run(run: RunFolder, folder: Path, wishes: Wishes) -> None:
    """Write the records of the run, sealed as what they are now: without paths, and quotes as wished."""
    data = RunFolder(folder / papers.DATA)
    atomic.make_folder(data.path)
    reading = Reading(run)
    lines: dict[str, Iterable[bytes]] = {run_files.EVENTS: local.events(reading, quotes=wishes.quotes)}
    if run.has(run_files.MENTIONS):
        lines[run_files.MENTIONS] = local.mentions(reading, quotes=wishes.quotes)
    if run.has(run_files.ARTICLES):
        lines[run_files.ARTICLES] = local.articles(reading)
    report = run.report()
    files = sealed(lines, local.report_without_paths(report or RunReport()), applied(run, report) if report else ())
    if report is None:
        files.pop(run_files.REPORT)
    atomic.write_files({data.file(name): pieces for name, pieces in files.items()})


def _write_papers(
    report: RunReport | None, folder: Path, wishes: Wishes, counted: list[Counts], prompts: Mapping[str, str]
) -> None:
    """Write what tells of the data that are in the folder by now."""
    files: dict[str, bytes] = {f"prompts/{name}.md": text.encode() for name, text in sorted(prompts.items())}
    files |= {f"schemas/{name}.json": as_json(schema(name)) for name in SCHEMAS}
    files |= {papers.CODEBOOK: as_markdown(report, counted), papers.LICENCE: papers.licence(wishes)}
    if wishes.creators:
        files |= {papers.CITATION: papers.citation(wishes), papers.ZENODO: papers.zenodo(wishes)}
    files[papers.PACKAGE] = as_json(_package(report, folder, wishes, counted))
    files[papers.README] = papers.readme(report, counted, sorted({*files, *_names(folder)}), wishes)
    for name in files:
        atomic.make_folder((folder / name).parent)
    atomic.write_files({folder / name: (data,) for name, data in files.items()})


def _package(report: RunReport | None, folder: Path, wishes: Wishes, counted: list[Counts]) -> dict[str, Any]:
    tables = {f"{papers.DATA}/{each.table.name}.csv": each for each in counted}
    names = [each.table.name for each in counted]
    described = [(resource(each, path, names)) | _bytes(folder / path) for path, each in tables.items()]
    described += [_other(folder, name) for name in _names(folder) if name not in tables]
    told = about(report) | {"title": wishes.title}
    if wishes.licence:
        told["licenses"] = [{"name": wishes.licence}]
    if wishes.creators:
        told["contributors"] = [
            {"title": f"{one.given} {one.family}".strip(), "role": "author"}
            | ({"organization": one.affiliation} if one.affiliation else {})
            for one in wishes.creators
        ]
    return package(described, told)


def _other(folder: Path, name: str) -> dict[str, Any]:
    """Return the description of a file that is no CSV."""
    path = folder / name
    named = path.name.replace(".", "-")
    media = {"mediatype": _MEDIA[path.suffix]} if path.suffix in _MEDIA else {}
    return {
        "name": named, "profile": "data-resource", "type": "file", "path": name, "format": path.suffix[1:], **media,
    } | _bytes(path)  # fmt: skip


def _bytes(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "hash": f"sha256:{_sha256(path)}"}


def _names(folder: Path) -> list[str]:
    """Return the files in a folder, as paths below it, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
