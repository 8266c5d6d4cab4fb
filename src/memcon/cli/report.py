"""`memcon report OUT`: a run as one page for the browser."""

from pathlib import Path
from typing import Annotated

import typer


def report(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.", show_default=False)],
    *,
    page: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")] = Path(
        "report.html"
    ),
    articles: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="Where the articles lie now; repeatable. Default: where they were read."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Of the page. Default: the folder's name.")] = None,
) -> None:
    """Write a run as one page in which every fact is one click from its words: memcon report out -o report.html.

    The page needs no network and no other file: open it, mail it, archive it. It shows the articles with their quotes
    in place, the events beside them, what was rejected and why, what the run cost, and pictures by month, by pair of
    countries and in time. It filters and searches, prints, and works from the keyboard: ? in the page tells the keys.

    Articles are read again where they were read, or from --articles; those that are not found, or have changed, leave
    their quotes alone, and of very many only what stands round the quotes is kept. More events than one page of 18 MB
    holds fill several: report.html, report-2.html and so on.
    """
    import gc

    from memcon.outputs.folder import RunFolder
    from memcon.pages.report import read_run, write_report
    from memcon.pages.report.write import page_paths
    from memcon.text.safe import safe_line

    gc.disable()  # nothing here makes cycles, and looking for them in millions of values takes as long as reading them
    run = read_run(out, articles or None)
    RunFolder(out).check_apart(*page_paths(run, page), articles=articles)
    written = write_report(run, page, title=title)
    told = f"{len(run.events):,} events of {len(run.articles):,} articles"
    print(safe_line(f"{', '.join(map(str, written))}: {told}"))
    if run.missing:
        typer.echo(safe_line(f"memcon: {run.missing}: quotes stand alone; see --articles"), err=True)
    elif lost := sum(1 for state in run.articles if state.sha256 and state.article not in run.texts):
        hint = f"memcon: {lost:,} articles were not found as they were read: their quotes stand alone; see --articles"
        typer.echo(safe_line(hint), err=True)
