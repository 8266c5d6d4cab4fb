"""`memcon evaluate GOLD EVENTS`: how good a run is, measured against events read by hand."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from memcon.cli.terminal.screen import write_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from memcon.compare.evaluate import Evaluation, Gold
    from memcon.compare.evaluate.explain import Explanation
    from memcon.compare.evaluate.source import GoldRead, Predictions, Texts
    from memcon.extraction.article import Extraction
    from memcon.outputs.folder import RunFolder
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
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Which step lost each missed event and let each wrong one through; who wrote wrong fields.",
        ),
    ] = False,
    ledger: Annotated[
        Path | None,
        typer.Option(
            metavar="LEDGER", help="With --explain: where the answers lie that the run was read from. Default: its own."
        ),
    ] = None,
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
    --export gold` does, only they are measured. Gold that cannot be right is refused by its line before anything is
    counted: a quote that stands nowhere in its article, a word or a day that is none, an id that stands twice.

    Exit codes: 0 done; 1 a gate is not reached; 2 wrong use; 5 damaged data, or gold that cannot be right.

    Where is it lost? --explain counts first at which step, and by which rule, and then tells it event by event. Missed:
    its words are no part of the body, its sentence names nobody or has the label none (with its probability), the
    question had no answer of use, a rule refused it, it was taken for another kind, joined to the sentence before, or
    merged into another event. Wrong: what the model said, and which rules spoke and did not refuse it. Duplicate: which
    two mentions merging left apart, and why. A wrong field: whether the model's answer or which rule wrote it.

    For labels and answers the articles are read again from the ledger of the run, named in its run.json, or --ledger;
    nothing is sent. Without it what the outputs alone tell is told. `memcon extract --offline --explain ARTICLE` tells
    all of one article.

    Examples:

      memcon evaluate gold.jsonl out --show

      memcon evaluate gold.jsonl out --explain

      memcon evaluate gold.jsonl out --explain --ledger project.sqlite --format json
    """
    from memcon.compare.evaluate import evaluate as measure
    from memcon.compare.evaluate.gate import failing, read_gate
    from memcon.compare.evaluate.source import check_gold, read_predictions, read_texts, read_whole
    from memcon.errors import UsageError

    if ledger and not explain:
        raise UsageError("--ledger is of --explain: give that too")
    gates = [read_gate(text) for text in gate or ()]
    golds, runs = _paired(files)
    read, texts = read_whole(golds), read_texts(articles, runs)
    check_gold(read, texts.articles)
    ours = read_predictions(runs, texts.articles)
    other = read_predictions(compare, texts.articles).known if compare else None
    gold, known = _whole(read, texts)
    measured = measure(known, gold, ours.known, other=other, least=least, curved=calibration, seed=seed)
    _warn(measured, texts, ours, len(gold))
    failed = failing(gates, measured)
    why = _explained(measured, known, ours, runs, ledger, least=least) if explain else None
    write_lines(_lines(measured, form, ", ".join(runs), ours.unknown, why, show=show, calibration=calibration))
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


def _explained(
    measured: "Evaluation", articles: "Sequence[Article]", ours: "Predictions", runs: "Sequence[str]",
    ledger: Path | None, *, least: float,
) -> "Explanation":  # fmt: skip
    """Say why what is not right is not: from what the runs wrote, and the answers that their ledgers hold."""
    from memcon.compare.evaluate.explain import ReadAgain
    from memcon.compare.evaluate.explain import explain as why
    from memcon.compare.evaluate.explain.source import read_known, run_folders
    from memcon.compare.evaluate.source import names_of

    folders, again, by_id = run_folders(runs), {}, {article.id: article for article in articles}
    for folder in folders:
        named = names_of(articles)
        ended = (state for state in folder.articles() if state.state in {"ok", "empty"} and state.copy_of is None)
        ids = dict.fromkeys(name for state in ended if (name := named(state.article)))
        for extraction in _read_again(folder, [by_id[name] for name in ids], ledger):
            if extraction.state.state != "failed":
                again[extraction.state.article] = ReadAgain(triaged=extraction.triaged, events=extraction.events)
    known = read_known(folders, articles, again)
    return why(measured.judged, known, predictions=ours.known, least=least)


def _read_again(
    folder: "RunFolder", articles: "Sequence[Article]", ledger: Path | None
) -> "Sequence[Extraction]":  # fmt: skip
    """Read the articles of a run again; none where its own ledger is not there, which is told."""
    from memcon.errors import UsageError
    from memcon.extraction.again import read_again
    from memcon.outputs.run_report import RunReport
    from memcon.text.safe import safe_line

    try:
        return read_again(articles, folder.report() or RunReport(), ledger)
    except UsageError as error:
        if ledger:
            raise
        what = "labels and answers are not told, what the outputs alone tell is; --ledger names where the answers lie"
        typer.echo(f"memcon: {safe_line(str(error))}: {what}", err=True)
        return ()


def _lines(
    measured: "Evaluation", form: Format, names: str, unknown: int, why: "Explanation | None", *, show: bool,
    calibration: bool,
) -> Iterable[str]:  # fmt: skip
    if form == "json":
        import json

        from memcon.compare.evaluate.to_json import as_json

        value = as_json(measured, unknown=unknown, show=show, calibration=calibration, explanation=why)
        return json.dumps(value, indent=2).split("\n")
    from memcon.compare.evaluate.to_note import evaluation_note

    note = evaluation_note(measured, show=show, calibration=calibration, explanation=why)
    if form == "html":
        from memcon.compare.render.html import html_lines

        return html_lines(note, title="memcon evaluate", caption=names)
    if form == "markdown":
        from memcon.compare.render.markdown import markdown_lines

        return markdown_lines(note)
    from memcon.compare.render.text import text_lines

    return text_lines(note)
