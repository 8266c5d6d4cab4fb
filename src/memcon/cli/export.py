"""`memcon export`: a run as a table, in a format that other programs open."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from memcon.cli.filters import Countries, Kinds, MinConfidence, Since, Statuses, Until, read_filters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from memcon.outputs.export import Plan
    from memcon.outputs.folder import RunFolder
    from memcon.outputs.tables.filters import Filters


def export(
    out: Annotated[
        Path | None, typer.Argument(metavar="OUT", help="Output folder of a run.", show_default=False)
    ] = None,
    *,
    as_: Annotated[
        str, typer.Option("--as", metavar="TABLE", help="events, dyads, dyad-month … or another's: --list.")
    ] = "events",
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="csv, parquet, stata, brat, label-studio … Default: by FILE's suffix, or csv.",
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file to write. Default: standard output."),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="An option of table or format: --describe. Repeatable."),
    ] = None,
    min_confidence: MinConfidence = None,
    status: Statuses = None,
    kind: Kinds = None,
    reviewed: Annotated[bool, typer.Option("--reviewed", help="Events on which reviewers decided.")] = False,
    since: Since = None,
    until: Until = None,
    country: Countries = None,
    articles: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="For annotation tools: where the articles lie now. Repeatable."),
    ] = None,
    describe: Annotated[
        bool, typer.Option("--describe", help="Print what the table holds, column by column, and its options.")
    ] = False,
    list_: Annotated[
        bool, typer.Option("--list", help="Print the tables and formats that there are, and whose they are.")
    ] = False,
) -> None:
    """Write a run as a table: memcon export out -o events.csv.

    --as tells what a row is: an event, a pair of countries, a pair and month. --format, or the suffix of FILE, tells
    how it is written. Cells are empty where nothing is known; --describe tells what each column means.

    What filters leave out is counted on standard error. An undated event is kept by --since and --until where the
    days between which it lies (earliest, latest) allow it.

    For annotation tools (--format brat, label-studio …) the articles are written whole, with the machine's events
    marked in their texts; `memcon annotations` takes back what became of them. docs/annotate.md tells it for each tool.
    What cannot be written is told in a line each, all else is, and the exit code is 3.

    Examples:

      memcon export out -o events.parquet

      memcon export out --format label-studio -o tasks.json

      memcon export out --as dyad-month --status occurred -o months.csv

      memcon export out --as dyads --set symmetric=both --country IDN -o dyads.dta

      memcon export --as dyads --describe
    """
    import gc

    from memcon.errors import UsageError
    from memcon.outputs import export as outputs
    from memcon.outputs.folder import RunFolder
    from memcon.pages.annotation import FORMATS
    from memcon.pages.annotation.exporting import plan as annotation_plan

    if list_:
        _list()
        return
    marked = annotation_plan(format_, articles) if format_ in FORMATS else None
    what = marked or outputs.plan(as_, format_, to)
    if articles and not marked:
        raise UsageError("--articles is for the formats of annotation tools: a table has no texts")
    if describe:
        _describe(what)
        return
    if out is None:
        raise UsageError("name the output folder of a run")
    options = outputs.read_options(what.options, settings or [])
    filters = read_filters(min_confidence, status, kind, country, since, until, reviewed=reviewed)
    run = RunFolder(out, quick=True)
    run.check()
    gc.disable()  # rows make no cycles, and looking for them takes a tenth of the time
    if to:
        run.check_apart(to, articles=articles)
        _say(outputs.export(run, what, to, filters, options))
    else:
        _print(run, what, filters, options)
    if marked and marked.refused:
        raise typer.Exit(3)


def _say(notes: "Iterable[str]") -> None:
    """Tell on standard error what must be known of what was written."""
    import sys

    from memcon.text.safe import safe_line

    for note in notes:
        print(safe_line(f"memcon: {note}"), file=sys.stderr)


def _describe(what: "Plan") -> None:
    from memcon.text.safe import safe_line

    told = [what.describe(), *(f"--set {name}=…  {does}" for name, does in what.options.items())]
    print("\n".join(safe_line(line) for part in told for line in part.splitlines()))


def _print(run: "RunFolder", what: "Plan", filters: "Filters", options: dict[str, str]) -> None:
    """Write to standard output: the very bytes, or what is safe to see where that is a terminal."""
    import io
    import sys

    from memcon.cli.terminal.screen import writing
    from memcon.errors import UsageError
    from memcon.text.safe import safe_line

    if not what.text:
        raise UsageError("this format is no text: name a file with -o FILE")
    with writing():
        if sys.stdout.isatty():
            made = io.BytesIO()
            notes = what.write(run, made, filters, options)
            for line in made.getvalue().decode().splitlines():
                print(safe_line(line))
        else:
            notes = what.write(run, sys.stdout.buffer, filters, options)
    _say(notes)


def _list() -> None:
    """Print what is installed. Packages are not imported for it: one that is broken is told when it is used."""
    from memcon import _plugins
    from memcon.articles import formats
    from memcon.outputs import exporters, tables, writers
    from memcon.pages import annotation
    from memcon.text.safe import safe_line

    for group, own in (
        (tables.GROUP, tables.TABLES),
        (writers.GROUP, writers.WRITERS),
        (exporters.GROUP, annotation.FORMATS),
        (formats.GROUP, formats.FORMATS),
    ):
        print(f"{_plugins.GROUPS[group]}s")
        for name in own:
            print(f"  {name:16} memcon")
        for offer in _plugins.offers(group):
            print(safe_line(f"  {offer.name:16} {offer.package}"))
