"""`memcon export`: a run as a table, or in the form of another tool."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from memcon.outputs.exporters import Exporter
    from memcon.outputs.folder import RunFolder


def export(
    out: Annotated[
        Path | None, typer.Argument(metavar="OUT", help="Output folder of a run.", show_default=False)
    ] = None,
    *,
    format_: Annotated[str, typer.Option("--format", metavar="NAME", help="csv, dyads, or another's: --list.")] = "csv",
    to: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file to write. Default: standard output."),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="An option of the format; --describe tells them. Repeatable."),
    ] = None,
    describe: Annotated[
        bool, typer.Option("--describe", help="Print what the format writes, column by column, and its options.")
    ] = False,
    list_: Annotated[
        bool, typer.Option("--list", help="Print the formats that there are, for input too, and whose they are.")
    ] = False,
) -> None:
    """Write a run as a table: memcon export out -o events.csv.

    csv has one row an event, dyads one a pair of countries and event. Both are UTF-8 with a header, and empty cells
    where nothing is known; --describe tells what each column means. Text of articles that a spreadsheet would take for
    a formula gets a ' before it, unless you say --set formulas=keep.

    Other packages add formats, for export and for input: --list tells which are installed.

    Examples:

      memcon export out -o events.csv

      memcon export out --format dyads --set symmetric=both > dyads.csv

      memcon export --format dyads --describe
    """
    from memcon.errors import UsageError
    from memcon.outputs import exporters
    from memcon.outputs.folder import RunFolder
    from memcon.text.safe import safe_line

    if list_:
        _list()
        return
    exporter = exporters.find_exporter(format_)
    if describe:
        told = [exporter.describe(), *(f"--set {name}=…  {does}" for name, does in exporter.options.items())]
        print("\n".join(safe_line(line) for part in told for line in part.splitlines()))
        return
    if out is None:
        raise UsageError("name the output folder of a run")
    options = exporters.read_options(exporter, settings or [])
    run = RunFolder(out, quick=True)
    run.check()
    if to:
        run.check_apart(to)
        exporters.export(run, exporter, to, options)
    else:
        _print(run, exporter, options, format_)


def _print(run: "RunFolder", exporter: "Exporter", options: dict[str, str], name: str) -> None:
    """Write to standard output: the very bytes, or what is safe to see where that is a terminal."""
    import io
    import sys

    from memcon.cli.terminal.screen import writing
    from memcon.errors import UsageError
    from memcon.outputs.exporters import write_to
    from memcon.text.safe import safe_line

    if not exporter.text:
        raise UsageError(f"{name!r} is no text: name a file with -o FILE")
    with writing():
        if not sys.stdout.isatty():
            write_to(run, exporter, sys.stdout.buffer, options)
            return
        text = io.StringIO()
        exporter.write(run, text, options)
        for line in text.getvalue().splitlines():
            print(safe_line(line))


def _list() -> None:
    """Print what is installed. Packages are not imported for it: one that is broken is told when it is used."""
    from memcon import _plugins
    from memcon.articles import formats
    from memcon.outputs import exporters
    from memcon.text.safe import safe_line

    for group, own in ((exporters.GROUP, exporters.EXPORTERS), (formats.GROUP, formats.FORMATS)):
        print(f"{_plugins.GROUPS[group]}s")
        for name in own:
            print(f"  {name:16} memcon")
        for offer in _plugins.offers(group):
            print(safe_line(f"  {offer.name:16} {offer.package}"))
