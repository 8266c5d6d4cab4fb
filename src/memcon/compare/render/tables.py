"""Write what is told as text for a terminal or as Markdown. Words of articles stay words: no escape code, no markup."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from memcon.compare.evaluate.tell import Block, Lines, Listing, Table
from memcon.text.safe import safe_line

_SPECIAL: Final = re.compile(r"[$&*<>@\[\\\]_`|~#]|:(?=//)|(?i:(?<=www)\.)")
"""What Markdown or GitHub would read as markup, a link or a call to a user."""


def set_text(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield lines without line ends; an empty list is one line, an empty table none."""
    for number, block in enumerate(blocks):
        if isinstance(block, Lines):
            yield from map(safe_line, block.lines)
        elif isinstance(block, Table):
            if block.rows:
                yield from ("", safe_line(block.title), *_columns(block))
        else:
            yield from ("",) if number else ()
            yield f"{block.title}: {len(block.entries):,}"
            for entry in block.entries:
                yield f"  {safe_line(entry.title)}"
                yield from (f"      {safe_line(line)}" for line in entry.lines)


def set_markdown(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield lines without line ends; tables are those of GitHub, long lists fold away."""
    for block in blocks:
        if isinstance(block, Lines):
            yield from (f"- {_plain(line)}" for line in block.lines)
        elif isinstance(block, Table):
            yield from _markdown_table(block) if block.rows else ()
        else:
            yield from _markdown_list(block)


def _columns(table: Table) -> Iterator[str]:
    rows = [tuple(map(safe_line, row)) for row in (table.head, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
        yield f"  {'  '.join(cells)}".rstrip()


def _markdown_table(table: Table) -> Iterator[str]:
    yield from ("", f"#### {_plain(table.title)}", "")
    yield _row(table.head)
    yield f"|---|{'---:|' * (len(table.head) - 1)}"
    yield from map(_row, table.rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_plain, cells))} |"


def _markdown_list(listing: Listing) -> Iterator[str]:
    title = f"{_plain(listing.title)}: {len(listing.entries):,}"
    if not listing.entries:
        yield from ("", title)
        return
    yield from ("", f"<details><summary>{title}</summary>", "")
    for entry in listing.entries:
        yield f"- {_plain(entry.title)}"
        yield from (f"  - {_plain(line)}" for line in entry.lines)
    yield from ("", "</details>")


def _plain(text: str) -> str:
    return _SPECIAL.sub(lambda char: f"&#{ord(char[0])};", safe_line(text))
