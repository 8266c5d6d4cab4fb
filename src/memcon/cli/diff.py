"""`memcon diff OLD NEW`: what changed between two runs, as a colleague would tell it."""

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from memcon.cli.terminal.screen import screen, write_lines

if TYPE_CHECKING:
    from memcon.compare.diff import Diff
    from memcon.compare.diff.to_note import NoteOptions
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
    whole, options, names = _compared(old, new, "mentions" if mentions else "events")
    difference = whole.without(change).only(event)
    options = dataclasses.replace(options, full=full, only=", ".join(only or ()), whole=whole.sizes)
    write_lines(_lines(difference, options, form, names, stat=stat, colour=colour))
    raise typer.Exit(1 if difference else 0)


def _compared(
    old: str, new: str, what: Literal["events", "mentions"]
) -> "tuple[Diff[Record], NoteOptions, tuple[str, str]]":
    """Return what differs, the runs' contexts as options of its note, and the names of both sides."""
    import gc

    from memcon.compare.diff import diff as compare
    from memcon.compare.diff.source import read_sides, read_told
    from memcon.compare.diff.to_note import NoteOptions

    gc.disable()  # nothing here makes cycles, and looking for them in millions of values takes longer than reading them
    try:
        first, second = read_sides(old, new, what=what)
        difference = compare(first.records, second.records)
        unpaired = difference.added or difference.removed
        options = NoteOptions(old=read_told(first), new=read_told(second)) if unpaired else NoteOptions()
        return difference, options, (first.name, second.name)
    finally:
        gc.freeze()  # nor need what was read be looked through while it is told
        gc.enable()


def _lines(
    difference: "Diff[Record]",
    options: "NoteOptions",
    form: Format,
    names: tuple[str, str],
    *,
    stat: bool,
    colour: Colour,
) -> Iterable[str]:
    from memcon.compare.diff.stat import count, stat_note
    from memcon.compare.diff.to_note import diff_note

    if form == "json":
        return _json_lines(difference, names, stat=stat)
    if form == "html":
        return _html_lines(difference, options, names, stat=stat)
    if form == "markdown":
        from memcon.compare.diff.stat import stat_table
        from memcon.compare.render.markdown import markdown_lines

        return markdown_lines([stat_table(count(difference))] if stat else diff_note(difference, options))
    from memcon.compare.render.text import text_lines

    if stat:
        return text_lines(stat_note(count(difference)))
    width, coloured = screen(colour)
    return text_lines(diff_note(difference, options), width=width, colour=coloured)


def _json_lines(difference: "Diff[Record]", names: tuple[str, str], *, stat: bool) -> Iterable[str]:
    from memcon.compare.diff.stat import count
    from memcon.compare.diff.to_json import json_lines, json_stat_lines

    old, new = names
    counts = count(difference)
    return json_stat_lines(counts, old=old, new=new) if stat else json_lines(difference, counts, old=old, new=new)


def _html_lines(
    difference: "Diff[Record]", options: "NoteOptions", names: tuple[str, str], *, stat: bool
) -> Iterable[str]:
    """Return a page with the counts on top."""
    from memcon.compare.diff.stat import count, stat_table
    from memcon.compare.diff.to_note import diff_note
    from memcon.compare.render.html import html_lines
    from memcon.compare.render.note import EventList

    heading, *blocks = diff_note(difference, options)
    if stat:
        blocks = [block for block in blocks if not isinstance(block, EventList)]
    table = stat_table(count(difference), corner="kind", total=False)
    caption = " → ".join(names)
    return html_lines([heading, table, *blocks], title=f"memcon diff: {caption}", caption=caption)


def _git(*, uninstall: bool, given: tuple[str | None, ...]) -> None:
    from memcon.cli.git_setup import install
    from memcon.cli.git_setup import uninstall as remove
    from memcon.errors import UsageError

    if any(given):
        raise UsageError("--install-git takes no files: it sets up the git repository of this folder")
    write_lines(remove() if uninstall else install())
