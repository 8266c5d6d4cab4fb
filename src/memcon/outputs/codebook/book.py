"""The codebook of a run as bytes of a file: its tables are counted, and told in one of two forms."""

import collections
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from memcon.outputs.codebook.counts import Counts
from memcon.outputs.codebook.datapackage import package, resource
from memcon.outputs.codebook.markdown import markdown
from memcon.outputs.codebook.sources import sources
from memcon.outputs.folder import RunFolder
from memcon.outputs.run_report import RunReport
from memcon.outputs.tables import TABLES, find_table
from memcon.outputs.tables.reading import Reading

TITLE: Final = "Meetings, calls and disputes between states, from news"
OWN: Final = tuple(TABLES)
"""The tables of memcon itself."""


def codebook(run: RunFolder, tables: Sequence[str], *, datapackage: bool) -> bytes:
    """Return the codebook of these tables of a run, in Markdown or as a Data Package of their CSV files.

    All rows are gone through, a table after the other; memory does not grow with them.

    Raises:
        UsageError: there is no such table.
        DataError: the run is damaged.
    """
    names = tuple(dict.fromkeys(tables))
    found = [find_table(name) for name in names]
    counted = []
    for table in found:
        counts, reading = Counts(table), Reading(run)
        collections.deque(counts.through(table.rows(reading, {})), maxlen=0)
        counts.notes = tuple(reading.told())
        counted.append(counts)
    report = run.report()
    if not datapackage:
        return as_markdown(report, counted)
    return as_json(package([resource(each, f"{each.table.name}.csv", names) for each in counted], about(report)))


def as_markdown(report: RunReport | None, counted: Sequence[Counts]) -> bytes:
    """Return a codebook as Markdown."""
    return ("\n\n".join(markdown(report, counted)) + "\n").encode()


def as_json(value: Mapping[str, Any]) -> bytes:
    """Return a value as indented JSON."""
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"


def about(report: RunReport | None) -> dict[str, Any]:
    """Return what a Data Package tells of a run beside its files."""
    made = f" by memcon {report.memcon}, asking {report.model or 'no model'}" if report and report.memcon else ""
    return {
        "name": "memcon-events",
        "title": TITLE,
        "description": f"Extracted from news articles{made}. Every event is tied to the words that prove it.",
        "sources": [
            {"title": one.title, "path": one.url, "description": f"{one.asks} Columns: {', '.join(one.columns)}."}
            for one in sources()
        ],
    }
