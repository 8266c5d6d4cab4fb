"""`memcon codebook`: what stands in the tables of a run, column by column."""

from pathlib import Path
from typing import Annotated, Literal

import typer


def codebook(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.", show_default=False)],
    *,
    as_: Annotated[
        list[str] | None,
        typer.Option("--as", metavar="TABLE", help="Tables to tell of; repeatable. Default: all of memcon's own."),
    ] = None,
    format_: Annotated[
        Literal["markdown", "datapackage"],
        typer.Option("--format", metavar="NAME", help="markdown, or datapackage: JSON of Frictionless Data."),
    ] = "markdown",
    to: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file to write. Default: standard output."),
    ] = None,
) -> None:
    """Print the codebook of a run: its tables, their variables, what values and codes mean, and counts.

    Markdown is for people. --format datapackage gives a datapackage.json, by which frictionless and other programs read
    and check the files that `memcon export OUT --as TABLE -o TABLE.csv` writes beside it.

    All rows of all tables are counted. `memcon deposit` makes a folder with the tables and both forms of the codebook.

    Examples:

      memcon codebook out -o codebook.md

      memcon codebook out --as events --as dyads

      memcon codebook out --format datapackage -o datapackage.json
    """
    import gc
    import sys

    from memcon.cli.terminal.screen import writing
    from memcon.outputs import atomic
    from memcon.outputs.codebook.book import OWN
    from memcon.outputs.codebook.book import codebook as made
    from memcon.outputs.folder import RunFolder
    from memcon.text.safe import safe_line

    run = RunFolder(out, quick=True)
    run.check()
    gc.disable()  # rows make no cycles, and looking for them takes a tenth of the time
    data = made(run, as_ or OWN, datapackage=format_ == "datapackage")
    if to:
        run.check_apart(to)
        atomic.write_bytes(to, data)
        return
    with writing():
        if sys.stdout.isatty():
            print("\n".join(map(safe_line, data.decode().splitlines())))
        else:
            sys.stdout.buffer.write(data)
