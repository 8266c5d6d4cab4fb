"""`memcon apply`: what reviewers decided, applied to a run without asking a model."""

from pathlib import Path
from typing import Annotated

import typer


def apply(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.", show_default=False)],
    *,
    review: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Decisions of another review, which OUT/review.jsonl takes in; repeatable."),
    ] = None,
    articles: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="Where the articles lie now; repeatable. Default: where they were read."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing; errors still.")] = False,
) -> None:
    """Apply what `memcon review` left in OUT/review.jsonl to the events of the run, asking no model.

    The mentions that the run holds are merged anew, and decided on as reviewers did: events.jsonl, rejected.jsonl, the
    counts in articles.jsonl and run.json follow, all files or none. How the run was made stands in run.json, and stays:
    no option of `memcon extract` is needed, and no ledger. What is applied already is not written again.

    Of each decision whose evidence has changed since the summary says what; one that does not hold any more is kept.

    Exit codes: 0 done, or nothing was to do; 2 no whole run; 5 damaged, or changed since the run; 74 disk; 75 another
    `memcon review` has the decisions.

    Examples:

      memcon apply out

      memcon apply out --review ../ana/out --review ../omar/review.jsonl
    """
    from memcon.cli.terminal.summary import review_lines, say, since_lines
    from memcon.extraction.reviewed import apply_review
    from memcon.outputs.folder import RunFolder, decisions_in
    from memcon.outputs.left_out import telling

    left: list[str] = []
    with telling(left.append):
        done = apply_review(RunFolder(out), decisions_in(review or ()), inputs=articles)
    if not quiet:
        events = f"events    {done.before} → {len(done.reviewed.events)}"
        why = "all of it is applied already" if done.reviewed.outcomes else "it holds no decision"
        written = f"written   {out}/" if done.written else f"left      {out}/ as it was: {why}"
        say(events, *review_lines(done.reviewed), written, *since_lines(done.reviewed, out))
        say(*(f"memcon: {words}" for words in left))
    if done.unsigned:
        say("memcon: the signature was of the files before, and is gone: memcon verify --sign")
