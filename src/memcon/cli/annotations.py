"""`memcon annotations`: what annotators made of a run in another tool, as decisions of a reviewer."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from memcon.pages.annotation.taking import Taken


def annotations(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of the run.", show_default=False)],
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="What the tool gave: a file, a zip or a folder.", show_default=False),
    ],
    *,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="TOOL", help="brat, label-studio …: memcon export --list.")
    ] = None,
    who: Annotated[
        str | None,
        typer.Option(help="Whose decisions these are. Default: git's user.name, else the login."),
    ] = None,
    annotator: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Whose annotations count, as the tool names them, where there are several."),
    ] = None,
    unchanged: Annotated[
        Literal["accept", "ignore"],
        typer.Option(
            help="What came back as it was: accepted, or not looked at. Where the tool tells, it is believed."
        ),
    ] = "ignore",
    read_whole: Annotated[
        bool, typer.Option("--read-whole", help="Articles that were looked at were read whole: nothing is missing.")
    ] = False,
    articles: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="Where the articles lie now; repeatable. Default: where they were read."),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="The file is whole, though most events of its articles are marked no more.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON on standard output.")] = False,
) -> None:
    """Take annotations of another tool into a review: memcon annotations out export.json --from label-studio.

    `memcon export OUT --format label-studio -o tasks.json` (or brat …) writes the articles of a run with its events
    marked. What annotators make of them comes back with this command, as decisions of --who: an event that is marked no
    more is rejected, one of other values edited, a new one added; two that were tied as the same are merged, and those
    tied no more are split. docs/annotate.md tells it for each tool.

    An event that came back as it was is accepted where the tool says that somebody looked at its article (Label Studio
    and Prodigy do). Where it does not, --unchanged accept says that somebody did.

    The same file taken again adds nothing. A corrected one undoes what the earlier one said of the same articles and it
    says no more. Decisions are held against the run as it was exported: where it has changed since, the article is
    refused.

    What cannot be taken is told in a line each, with its place; all else is taken. What an article lacks of which
    something was refused is not taken away. Where most events are marked no more, --yes says that the file is whole.

    Exit codes: 0 done; 2 wrong use; 3 something was refused; 5 damaged data; 74 the folder cannot be written;
    75 another `memcon review` has it.

    Examples:

      memcon annotations out export.json --from label-studio --who ana

      memcon annotations out brat/ --from brat --who omar --unchanged accept
    """
    from memcon.cli.people import own_name, person
    from memcon.errors import UsageError
    from memcon.outputs.folder import RunFolder
    from memcon.pages.annotation import find_format
    from memcon.pages.annotation.taking import take
    from memcon.pages.review import open_session

    if from_ is None:
        raise UsageError("say with --from which tool the annotations are of: memcon export --list names them")
    format_ = find_format(from_)
    with open_session(out, who=person("--who", who or "") or own_name(), inputs=articles, blind=None) as session:
        taken = take(
            session, RunFolder(out), format_, file, name=from_, inputs=articles, annotator=annotator,
            accept=unchanged == "accept", read_whole=read_whole, yes=yes,
        )  # fmt: skip
        _tell(taken, str(session.file.path), session.who, as_json=as_json)
    raise typer.Exit(3 if taken.refused else 0)


def _tell(taken: "Taken", file: str, who: str, *, as_json: bool) -> None:
    """Print what came of it, and on standard error what was refused."""
    import json
    import sys

    from memcon.text.safe import safe_line

    for one in taken.refused:
        print(safe_line(f"memcon: {one}"), file=sys.stderr)
    if as_json:
        told = {
            "articles": taken.articles, "untouched": taken.untouched, "made": dict(taken.made), "known": taken.known,
            "moved": taken.moved, "refused": [{"where": one.where, "why": one.why} for one in taken.refused],
            "who": who, "file": file,
        }  # fmt: skip
        print(json.dumps(told, ensure_ascii=False))
        return
    made = ", ".join(f"{count} {action}" for action, count in sorted(taken.made.items())) or "no new decision"
    print(safe_line(f"articles  {taken.articles} taken in, {taken.untouched} at which nobody looked"))
    print(safe_line(f"decisions {made} of {who}, {taken.known} known before; in {file}"))
    if taken.moved:
        print(f"moved     {taken.moved} events are marked on other words now: decisions keep the words of the run")
    if taken.refused:
        print(f"refused   {len(taken.refused)}: told on standard error")
