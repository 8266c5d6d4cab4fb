"""`memcon diff OLD NEW`: what changed between two runs, as a colleague would tell it."""

from typing import Annotated

import typer


def diff(
    old: Annotated[str, typer.Argument(help="events.jsonl, mentions.jsonl, a folder of a run, or REV:path of git.")],
    new: Annotated[str, typer.Argument(help="The same, to compare with OLD.")],
    only: Annotated[
        list[str], typer.Option("--only", help="Of these alone: kind=call,country=CHN,status=planned.")
    ] = [],  # noqa: B006
    full: Annotated[bool, typer.Option("--full", help="Every field of every event, every quote whole.")] = False,
) -> None:
    """Tell what changed between two runs: events added, removed, changed, merged and split, with their words.

    Ends with 1 where they differ, with 0 where they do not.
    """
    from memcon.diff import diff as compare_runs
    from memcon.diff.filters import wanted
    from memcon.diff.source import read_sides
    from memcon.diff.tell import Telling, tell
    from memcon.diff.text import set_text

    chosen = wanted(only)
    first, second = read_sides(old, new)
    found = compare_runs(first.records, second.records).only(chosen)
    for line in set_text(tell(found, Telling(full=full)), width=100):
        typer.echo(line)
    raise typer.Exit(bool(found))
