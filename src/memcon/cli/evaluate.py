"""`memcon evaluate GOLD EVENTS`: how good a run is, measured against events read by hand."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from memcon.cli.terminal.screen import write_lines

if TYPE_CHECKING:
    from memcon.compare.evaluate import Evaluation, Gold
    from memcon.compare.evaluate.source import GoldRead, Predictions, Texts
    from memcon.records import Article

Format = Literal["text", "json", "markdown", "html"]


def evaluate(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="GOLD EVENTS", help="Gold events, and a run or its events.jsonl; more pairs may follow."
        ),
    ],
    *,
    articles: Annotated[
        list[str] | None,
        typer.Option("--articles", "-a", metavar="INPUT", help="Where the articles lie; repeatable. Default: as read."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write it.")] = "text",
    show: Annotated[
        bool, typer.Option("--show", help="Confusions, and all that is not right, with its words.")
    ] = False,
    calibration: Annotated[
        bool, typer.Option("--calibration", help="Whether confidence means what it says; what thresholds give.")
    ] = False,
    least: Annotated[
        float, typer.Option("--min-confidence", min=0, max=1, help="Leave out what is less sure than this.")
    ] = 0.0,
    gate: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RATE=X", help="Exit 1 below it: f1=0.7, recall@call=0.6, ece=0.1 (above it). Repeatable."
        ),
    ] = None,
    compare: Annotated[
        list[str] | None,
        typer.Option(metavar="OTHER", help="Another run: what was gained and lost against it. Repeatable for pairs."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the drawings for intervals and chance.")] = 0,
) -> None:
    """Measure a run against events read by hand: precision, recall, F1, fields, by kind, language and status.

    A prediction is one event in one article. It matches a gold event of its kind when at least half of its quotes
    lies in the sentences that the gold quotes. Borderline gold events are neither gain nor loss. Several pairs of
    GOLD and EVENTS are measured as one. Where the gold says which articles were read whole, as that of `memcon review
    --export gold` does, only they are measured. Exit code 1 when a gate is not reached.
    """
    from memcon.compare.evaluate import evaluate as measure
    from memcon.compare.evaluate.gate import failing, read_gate
    from memcon.compare.evaluate.source import read_predictions, read_texts, read_whole

    gates = [read_gate(text) for text in gate or ()]
    golds, runs = _paired(files)
    read, texts = read_whole(golds), read_texts(articles, runs)
    ours = read_predictions(runs, texts.articles)
    other = read_predictions(compare, texts.articles).known if compare else None
    gold, known = _whole(read, texts)
    measured = measure(known, gold, ours.known, other=other, least=least, curved=calibration, seed=seed)
    _warn(measured, texts, ours, len(gold))
    failed = failing(gates, measured)
    write_lines(_lines(measured, form, ", ".join(runs), ours.unknown, show=show, calibration=calibration))
    for line in failed:
        typer.echo(f"memcon: {line}", err=True)
    raise typer.Exit(1 if failed else 0)


def _paired(files: list[str]) -> tuple[list[str], list[str]]:
    from memcon.errors import UsageError

    if len(files) % 2:
        raise UsageError("memcon evaluate takes pairs: GOLD EVENTS, and GOLD EVENTS again for more")
    return files[::2], files[1::2]


def _whole(read: "GoldRead", texts: "Texts") -> "tuple[tuple[Gold, ...], tuple[Article, ...]]":
    """Return gold and articles, without those that were not read whole where the gold says which were."""
    from memcon.errors import UsageError

    if read.whole is None:
        return read.events, texts.articles
    known = tuple(article for article in texts.articles if article.id in read.whole)
    if not known:
        raise UsageError(
            "no article of this gold was read whole: what nobody looked for would count as wrong; mark articles as "
            "read in `memcon review`, or take the line of 'read_whole' out of the gold if they all were"
        )
    gold = tuple(event for event in read.events if event.article in read.whole)
    for count, what in (
        (len(texts.articles) - len(known), "articles were not read whole"),
        (len(read.events) - len(gold), "gold events are of articles that were not read whole"),
    ):
        if count:
            typer.echo(f"memcon: {count} {what}, and count for nothing", err=True)
    return gold, known


def _warn(measured: "Evaluation", texts: "Texts", predictions: "Predictions", gold: int) -> None:
    """Say on standard error what was not measured; refuse when that is everything."""
    from memcon.errors import UsageError
    from memcon.text.safe import safe_line

    if gold and measured.unknown_gold == gold:
        raise UsageError("the gold events are of none of these articles: give the articles that belong to them")
    notes = list(texts.failed)
    notes += [f"{measured.unknown_gold} gold events are of articles that are not there"] * bool(measured.unknown_gold)
    notes += [f"{predictions.unknown} mentions are of articles that are not there"] * bool(predictions.unknown)
    for note in notes:
        typer.echo(f"memcon: {safe_line(note)}", err=True)


def _lines(
    measured: "Evaluation", form: Format, names: str, unknown: int, *, show: bool, calibration: bool
) -> Iterable[str]:
    if form == "json":
        import json

        from memcon.compare.evaluate.to_json import as_json

        value = as_json(measured, unknown=unknown, show=show, calibration=calibration)
        return json.dumps(value, indent=2).split("\n")
    from memcon.compare.evaluate.to_note import evaluation_note

    note = evaluation_note(measured, show=show, calibration=calibration)
    if form == "html":
        from memcon.compare.render.html import html_lines

        return html_lines(note, title="memcon evaluate", caption=names)
    if form == "markdown":
        from memcon.compare.render.markdown import markdown_lines

        return markdown_lines(note)
    from memcon.compare.render.text import text_lines

    return text_lines(note)
