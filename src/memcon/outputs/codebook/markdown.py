"""A codebook for people, as Markdown: conventions, then each table with its variables, their values and counts."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from memcon._data import rows
from memcon.outputs.codebook.counts import LISTS, ColumnCounts, Counts
from memcon.outputs.run_report import RunReport
from memcon.outputs.tables.scales import cameo_scale, plover_scale
from memcon.records import run_files

CONVENTIONS: Final = """## Conventions

* A cell is empty where nothing is known: missing is never 0, and nothing was put in for it.
* Days are `2024-12-31`. In CSV several values in a cell are divided by `;` (one within a value is written `,`), an
  empty place keeps the order, and yes and no are 1 and 0.
* Codes are text, even where they are digits: read `cameo` and `iso` columns as text, or they lose their zeros.
* In CSV, text that a spreadsheet would take for a formula has a `'` before it.
* Offsets count Unicode code points of the text of an article as it was decoded, the end after the last character.
* "filled" is the number of rows whose cell is not empty, and the least and greatest value of numbers and days. Values
  are told where they are few, with how often each stands; of a list each counts.
* Letters and numbers in brackets, as (K1) or (S2), name rules of memcon's coding manual, `docs/codebook.md`."""
_MEANT: Final = {"number": "number", "integer": "whole number", "integers": "whole numbers", "texts": "texts"}


def markdown(report: RunReport | None, tables: Sequence[Counts]) -> Iterator[str]:
    """Yield the parts of a codebook of these tables, each of some lines, an empty line to be set between them."""
    yield "# Codebook"
    yield _run(report)
    yield CONVENTIONS
    for counts in tables:
        yield from _table(counts)
    yield from _codes()


def _run(report: RunReport | None) -> str:
    """Say how the data were made."""
    if report is None or not report.memcon:
        return "Events that memcon extracted from news. How the run was made is not told: it has no report."
    articles = ", ".join(f"{number} {state}" for state, number in report.articles.items()) or "none"
    prompts = ", ".join(f"`{prompt}`" for prompt in report.prompts) or "none"
    held = report.seal.files.get(run_files.EVENTS) if report.seal else None
    lines = [
        f"Events that memcon {report.memcon} extracted from news.\n",
        _line("model", "asked", report.model or "none"),
        _line("strategy", "by which it was asked", report.strategy or "none"),
        f"| prompts | {prompts} |",
        _line("articles", "by how their reading ended", articles),
    ]
    if held:
        lines.append(f"| SHA-256 of `{run_files.EVENTS}` | `{held}` |")
    head = "| of the run | |\n|---|---|"
    return f"{lines[0]}\n{head}\n" + "\n".join(lines[1:])


def _line(name: str, what: str, value: str) -> str:
    return f"| {name}, {what} | {cell(value)} |"


def _table(counts: Counts) -> Iterator[str]:
    table = counts.table
    key = ", ".join(f"`{table[name].head}`" for name in table.key)
    yield f"## Table `{table.name}`"
    yield f"{table.row} {counts.rows:,} rows. Told from each other by {key}."
    yield from filter(None, (table.description, "\n".join(f"* {note[0].upper()}{note[1:]}." for note in counts.notes)))
    head = "| variable | type | what it is | filled | from | to |\n|---|---|---|---|---|---|"
    yield "\n".join([head, *map(_variable, counts.columns)])
    for each in counts.columns:
        if each.values:
            yield _values(each)


def _variable(counts: ColumnCounts) -> str:
    column = counts.column
    type_ = _MEANT.get(column.type, column.type)
    least, most = ("" if value is None else value for value in (counts.least, counts.most))
    return f"| `{column.head}` | {type_} | {cell(column.meaning)} | {counts.filled:,} | {least} | {most} |"


def _values(counts: ColumnCounts) -> str:
    column, found = counts.column, counts.values or Counter[Any]()
    values = [*column.values, *sorted(found.keys() - column.values.keys())]
    unit = "times" if column.type in LISTS else "rows"
    lines = [f"| `{column.head}` | what it means | {unit} |", "|---|---|---|"]
    lines += [f"| {_shown(one)} | {cell(column.values.get(one, ''))} | {found[one]:,} |" for one in values]
    return "\n".join(lines)


def _shown(value: Any) -> str:  # noqa: ANN401  a value of a cell
    return {True: "1 (yes)", False: "0 (no)"}[value] if isinstance(value, bool) else cell(str(value))


def _codes() -> Iterator[str]:
    """Yield which codes each kind, status and subtype has, and what these weigh."""
    yield "## Codes"
    yield (
        "Codes follow from kind, status and subtype alone, by this table. Intensities (PLOVER's score, Goldstein's) run"
        " from -10, conflict, to 10, cooperation, and are of the code, not of the event."
    )
    lines = ["| kind | status | subtype | PLOVER | score | CAMEO | meaning | Goldstein | ACE |", "|---" * 9 + "|"]
    for kind, status, subtype, event, mode, code, ace, _ in rows("data/codes.csv"):
        plover, cameo = plover_scale(event or None, mode or None), cameo_scale(code or None)
        cells = (
            kind, status, subtype, f"{event}.{mode}" if mode else event, plover.score if plover else "", code,
            cameo.name if cameo else "", cameo.score if cameo else "", ace,
        )  # fmt: skip
        lines.append(f"| {' | '.join(cell(str(each)) for each in cells)} |")
    yield "\n".join(lines)


def cell(text: str) -> str:
    """Return text as a cell of a table: on one line, and with nothing that Markdown or HTML would take for its own."""
    return re.sub(r"([\\|<\[\]*_])", r"\\\1", " ".join(text.split()))
