"""Write a note as Markdown for a pull request. Words of articles stay words: no markup, no link, no call to a user.

GitHub links `@name` and `#12` wherever they stand outside code, so foreign words stand in code or in entities.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from memcon.compare.render.note import Block, EventList, Figures, Heading, Lines, ListedEvent, Note, Piece, shown
from memcon.text.safe import safe_line

FOLDED_FROM: Final = 25
"""Events of one listing from which it is folded away until it is clicked."""
_SPECIAL: Final = re.compile(r"[$&*<>@\[\\\]_`|~#]|:(?=//)|(?i:(?<=www)\.)")
"""What Markdown or GitHub would read as markup, a link or a call to a user."""
_CALLS: Final = re.compile(r"(?<!\S)[^\s@#]*+[@#]\S*|(?i:\bGH-\d+)")
_TICKS: Final = re.compile(r"`+")
_TAGS: Final = {"old": "del", "cut": "del", "new": "ins", "put": "ins", "title": "strong"}


def markdown_lines(note: Note) -> Iterator[str]:
    """Yield the lines of a note, without line ends; tables are those of GitHub."""
    for number, block in enumerate(shown(note)):
        if number:
            yield ""
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"### {_plain(block.text)}"
        case Lines():
            yield from (f"- {_plain(line)}" for line in block.lines)
        case Figures():
            yield from _table(block)
        case EventList():
            yield from _listing(block)


def _table(table: Figures) -> Iterator[str]:
    if table.title:
        yield from (f"#### {_plain(table.title)}", "")
    yield _cells(table.head)
    yield f"|---|{'---:|' * (len(table.head) - 1)}"
    yield from map(_cells, table.rows)
    if table.remark:
        yield f"- {_plain(table.remark)}"


def _cells(cells: Sequence[str]) -> str:
    return f"|{''.join(f' {_plain(cell)} |' if cell else ' |' for cell in cells)}"


def _listing(listing: EventList) -> Iterator[str]:
    count = len(listing.entries)
    title = f"{_plain(listing.title)}: {count:,}" if listing.appendix else f"{_plain(listing.title)} ({count:,})"
    if listing.appendix and not count:
        yield title
        return
    folded = listing.appendix or count >= FOLDED_FROM
    yield from (f"<details><summary>{title}</summary>" if folded else f"#### {title}", "")
    for entry in listing.entries:
        yield from _entry(entry)
    if folded:
        yield from ("", "</details>")


def _entry(entry: ListedEvent) -> Iterator[str]:
    yield f"- {_joined(entry.title)}"
    for row in entry.rows:
        label = f"{_plain(row.label)}: " if row.label else ""
        yield f"  - {label}{_joined(row.pieces)}"


def _joined(pieces: Iterable[Piece]) -> str:
    return "".join(map(_piece, pieces)).strip()


def _piece(piece: Piece) -> str:
    text = safe_line(piece.text)
    bare = text.strip()
    if not bare:
        return text
    before, after = text[: text.find(bare)], text[text.find(bare) + len(bare) :]
    if piece.style in {"words", "ref"}:
        return before + _code(bare) + after
    tag = _TAGS.get(piece.style)
    return f"{before}<{tag}>{_plain(bare)}</{tag}>{after}" if tag else before + _plain(bare) + after


def _code(text: str) -> str:
    """Return `text` as code, which has no markup; the fence is longer than any in it."""
    fence = "`" * (1 + max((len(ticks) for ticks in _TICKS.findall(text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _plain(text: str) -> str:
    """Return `text` with all that could be markup as entities, and what could call a user or an issue in code."""
    text = safe_line(text)
    parts, at = [], 0
    for call in _CALLS.finditer(text):
        parts += [_entities(text[at : call.start()]), f"<code>{_entities(call[0])}</code>"]
        at = call.end()
    return "".join([*parts, _entities(text[at:])])


def _entities(text: str) -> str:
    return _SPECIAL.sub(lambda char: f"&#{ord(char[0])};", text)
