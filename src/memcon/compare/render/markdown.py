"""Set a note as Markdown for a pull request. Words of articles stay words: no markup, no link, no call to a user.

GitHub links `@name` and `#12` wherever they stand outside code, so foreign words stand in code or in entities.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from memcon.compare.diff.stat import FATES, Stat
from memcon.compare.render.note import Entry, Note, Piece, Section
from memcon.text.safe import safe_line

FOLDED_FROM: Final = 25
"""Events of one section from which it is folded away until it is clicked."""
_SPECIAL: Final = re.compile(r"[$&*<>@\[\\\]_`|~#]|:(?=//)|(?i:(?<=www)\.)")
_CALLS: Final = re.compile(r"\S*[@#]\S*|(?i:\bGH-\d+)")
_TICKS: Final = re.compile(r"`+")
_TAGS: Final = {"old": "del", "cut": "del", "new": "ins", "put": "ins", "title": "strong"}


def set_markdown(note: Note) -> Iterator[str]:
    """Yield the lines of a note, without line ends."""
    yield f"### {_plain(note.summary)}"
    for section in note.sections:
        yield ""
        yield from _section(section)
    if note.also:
        yield ""
        yield from (f"- {_plain(line)}" for line in note.also)


def set_markdown_stat(stat: Stat) -> Iterator[str]:
    """Yield the counts as a table."""
    fates = [fate for fate in FATES if fate in {"old", "new"} or stat.totals[fate]]
    yield f"| | {' | '.join(fates)} |"
    yield f"|---|{'---:|' * len(fates)}"
    for kind, counts in (*stat.kinds.items(), ("all", stat.totals)):
        yield f"| {kind} | {' | '.join(f'{counts[fate]:,}' for fate in fates)} |"


def _section(section: Section) -> Iterator[str]:
    many = len(section.entries) >= FOLDED_FROM
    title = f"{section.name} ({len(section.entries):,})"
    yield f"<details><summary>{title}</summary>" if many else f"#### {title}"
    yield ""
    for entry in section.entries:
        yield from _entry(entry)
    if many:
        yield ""
        yield "</details>"


def _entry(entry: Entry) -> Iterator[str]:
    yield f"- {_set(entry.title)}"
    for row in entry.rows:
        label = f"{_plain(row.label)}: " if row.label else ""
        yield f"  - {label}{_set(row.pieces)}"


def _set(pieces: Iterable[Piece]) -> str:
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
    fence = "`" * (1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _plain(text: str) -> str:
    """Return `text` with all that could be markup as entities, and what could call a user or an issue in code."""
    found, at = [], 0
    for call in _CALLS.finditer(text):
        found += [_entities(text[at : call.start()]), f"<code>{_entities(call[0])}</code>"]
        at = call.end()
    return "".join([*found, _entities(text[at:])])


def _entities(text: str) -> str:
    return _SPECIAL.sub(lambda char: f"&#{ord(char[0])};", text)
