"""`memcon agreement OUT`: how far those who coded a run agree."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from memcon.cli.terminal.screen import write_lines

if TYPE_CHECKING:
    from memcon.compare.agreement import Agreement

Format = Literal["text", "json", "csv", "markdown", "html"]


def agreement(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.", show_default=False)],
    *,
    coder: Annotated[
        list[str] | None,
        typer.Option("--coder", metavar="NAME", help="Of these coders; repeatable. Default: all who decided anything."),
    ] = None,
    articles: Annotated[
        list[str] | None,
        typer.Option("--articles", "-a", metavar="INPUT", help="Where the articles lie; repeatable. Default: as read."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write it.")] = "text",
    seed: Annotated[int, typer.Option(help="Of the drawings for intervals.")] = 0,
) -> None:
    """Tell how far the coders of a run agree: Krippendorff's alpha, Cohen's kappa of pairs, and the share that agrees.

    Coders are those who reviewed OUT, each blind to the others: `memcon review OUT --who NAME --blind`. Who reviewed
    alone in OUT/review.jsonl is one of them, too; decisions that settle opinions are nobody's.

    Only what two looked at counts. Of events that two decided about: whether it is an event at all, its kind, status,
    form, channel or act, date, place, countries, participants, initiator, topics; an event that one added is none for
    who read its article whole and did not add it. Of articles that two read whole: where events are told, a sentence
    at a time. Countries, participants and topics are sets, whose distance is MASI; all else is the same or not.
    Intervals are of articles drawn with replacement. A dash stands where all say the same: nothing can be told of it.

    Text and Markdown have the main tables; JSON and CSV have each field by kind and language as well.

    Exit codes: 0 done; 2 wrong use, or fewer than two coders; 5 damaged data.

    Examples:

      memcon agreement out

      memcon agreement out --coder ana --coder ben --format csv > agreement.csv
    """
    from memcon.compare.agreement import agree
    from memcon.compare.agreement.source import read_coded

    run = read_coded(out, names=coder or (), inputs=articles)
    found = agree(run.codings, run.items, run.articles, left=run.left, seed=seed)
    write_lines(_lines(found, form, str(out)))


def _lines(found: "Agreement", form: Format, name: str) -> Iterator[str]:
    if form == "json":
        import json

        from memcon.compare.agreement.to_rows import as_json

        yield from json.dumps(as_json(found), indent=2, ensure_ascii=False).split("\n")
        return
    if form == "csv":
        import csv
        import io

        from memcon.compare.agreement.to_rows import COLUMNS, rows
        from memcon.outputs.writers.sheet import no_formula

        text = io.StringIO()
        told = ([no_formula(cell) if isinstance(cell, str) else cell for cell in row] for row in rows(found))
        csv.writer(text, lineterminator="\n").writerows([COLUMNS, *told])
        yield from text.getvalue().splitlines()
        return
    from memcon.compare.agreement.to_note import agreement_note

    note = agreement_note(found)
    if form == "html":
        from memcon.compare.render.html import html_lines

        yield from html_lines(note, title="memcon agreement", caption=name)
    elif form == "markdown":
        from memcon.compare.render.markdown import markdown_lines

        yield from markdown_lines(note)
    else:
        from memcon.compare.render.text import text_lines

        yield from text_lines(note)
