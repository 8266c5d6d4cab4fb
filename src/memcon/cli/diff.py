"""`memcon diff OLD NEW`: what changed between two runs, as a colleague would tell it."""

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from memcon.compare.diff import Diff
    from memcon.compare.diff.tell import Telling
    from memcon.records import Record

Format = Literal["text", "markdown", "json", "html"]
Colour = Literal["auto", "always", "never"]
Git = Literal["install", "uninstall"]


def diff(
    old: Annotated[str | None, typer.Argument(help="A file, a folder of a run, REV:path of git, or -.")] = None,
    new: Annotated[str | None, typer.Argument(help="The same, to compare with OLD.")] = None,
    *,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write it.")] = "text",
    stat: Annotated[bool, typer.Option("--stat", help="Counts by kind, and nothing else.")] = False,
    only: Annotated[list[str] | None, typer.Option(help="These events: kind=call,country=CHN,status=planned.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Not these fields: confidence,codes,evidence,quiet.")] = None,
    mentions: Annotated[bool, typer.Option("--mentions", help="Of folders, compare mentions.jsonl.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Every field, every quote whole.")] = False,
    colour: Annotated[Colour, typer.Option("--color", help="Whether text is coloured.")] = "auto",
    install_git: Annotated[
        bool, typer.Option("--install-git", help="Let git diff, log and merge use it here.")
    ] = False,
    uninstall_git: Annotated[bool, typer.Option("--uninstall-git", help="Undo --install-git.")] = False,
) -> None:
    """Tell what changed between two runs: events added, removed, changed, merged and split, with their words.

    Events are recognised by the words that prove them, then by kind, sides, people and date, so that a corrected date
    is a change. What only says how events were found, as another prompt or confidence, is told in sum at the end.

    Signs: ~ changed, - removed, + added, > merged, < split, = regrouped; [-gone-]{+come+} inside a text.

    Keys of --only: kind, status, country (a code or a name), person, article, date (a day, month, year or none), act,
    form, channel, id. All keys must hold, and one value of each.

    Exit codes: 0 the runs do not differ; 1 they do; 2 wrong use; 5 damaged data; 74 disk.

    Examples:

      memcon diff out new

      memcon diff HEAD~1:out HEAD:out --stat

      memcon diff out new --only kind=call,country=CHN --format markdown

      memcon diff out new --format html > changes.html

      memcon diff out new --ignore quiet && echo the same

      memcon diff --install-git
    """
    if install_git or uninstall_git:
        _git(uninstall=uninstall_git, given=(old, new))
        return
    from memcon.compare.diff.filters import ignored, wanted
    from memcon.errors import UsageError

    if old is None or new is None:
        raise UsageError("memcon diff takes two: OLD and NEW; memcon diff --help tells what they can be")
    event, change = wanted(only or ()), ignored(ignore or ())
    found, telling, names = _compared(old, new, "mentions" if mentions else "events", full=full)
    whole, found = found, found.without(change).only(event)
    telling = dataclasses.replace(telling, only=", ".join(only or ()), whole=whole.sizes)
    _write(_lines(found, telling, form, names, stat=stat, colour=colour))
    raise typer.Exit(1 if found else 0)


def _compared(
    old: str, new: str, what: Literal["events", "mentions"], *, full: bool
) -> "tuple[Diff[Record], Telling, tuple[str, str]]":
    """Return what differs, what is to be told of it, and the names of both sides."""
    import gc

    from memcon.compare.diff import diff as compare
    from memcon.compare.diff.source import read_sides, read_told
    from memcon.compare.diff.tell import Telling
    from memcon.compare.diff.why import NOTHING

    gc.disable()  # nothing here makes cycles, and looking for them in millions of values takes longer than reading them
    try:
        first, second = read_sides(old, new, what=what)
        found = compare(first.records, second.records)
        asked = found.added or found.removed
        before, after = (read_told(first), read_told(second)) if asked else (NOTHING, NOTHING)
        return found, Telling(full, before, after), (first.name, second.name)
    finally:
        gc.enable()


def _lines(
    found: "Diff[Record]", telling: "Telling", form: Format, names: tuple[str, str], *, stat: bool, colour: Colour
) -> Iterable[str]:
    from memcon.compare.diff.stat import count, set_stat
    from memcon.compare.diff.tell import tell

    old, new = names
    if form == "json":
        from memcon.compare.diff.asjson import set_json, set_json_stat

        return (
            set_json_stat(count(found), old=old, new=new) if stat else set_json(found, count(found), old=old, new=new)
        )
    if form == "html":
        from memcon.compare.render.html import set_html

        note = tell(found, telling)
        return set_html(dataclasses.replace(note, sections=()) if stat else note, count(found), old=old, new=new)
    if form == "markdown":
        from memcon.compare.render.markdown import set_markdown, set_markdown_stat

        return set_markdown_stat(count(found)) if stat else set_markdown(tell(found, telling))
    if stat:
        return set_stat(count(found))
    from memcon.compare.render.text import screen, set_text

    width, coloured = screen(colour)
    return set_text(tell(found, telling), width=width, colour=coloured)


def _write(lines: Iterable[str]) -> None:
    """Write lines to standard output; what its encoding lacks is escaped. Raises DiskError where there is no room."""
    import os
    import sys

    from memcon.errors import DiskError

    encoding = sys.stdout.encoding or "utf-8"
    try:
        for line in lines:
            sys.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has seen enough
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python writes what is left at its end
        reason = (error.strerror or "no reason given").lower()
        raise DiskError(f"standard output cannot be written: {reason}") from error


def _git(*, uninstall: bool, given: tuple[str | None, ...]) -> None:
    from memcon.cli.git_setup import install
    from memcon.cli.git_setup import uninstall as remove
    from memcon.errors import UsageError

    if any(given):
        raise UsageError("--install-git takes no files: it sets up the git repository of this folder")
    _write(remove() if uninstall else install())
