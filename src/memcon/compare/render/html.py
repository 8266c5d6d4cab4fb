"""Write a note as one page of HTML that needs nothing else: no script, no picture, no address. Text stays text."""

import base64
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from memcon import _data
from memcon.compare.render.note import EventList, Heading, Lines, Note, shown
from memcon.text.safe import safe_line

if TYPE_CHECKING:
    from jinja2 import Template


def html_lines(note: Note, *, title: str, caption: str) -> Iterable[str]:
    """Return the lines of the page. Its policy allows its own style sheet, named by hash, and nothing else.

    `title` is the window's, and stands above where the note has no heading; `caption` is a line below it.
    """
    style = _data.text("compare/render/page.css")
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    heading = next((block.text for block in note if isinstance(block, Heading)), title)
    main = [block for block in shown(note) if not isinstance(block, Heading)]
    closing = main.pop() if main and isinstance(main[-1], Lines) else None
    page = _template().render(
        title=title, caption=caption, heading=heading, style=style, policy=f"'sha256-{digest}'",
        listings=[block for block in main if isinstance(block, EventList)],
        blocks=[(type(block).__name__, block) for block in main],
        closing=closing,
    )  # fmt: skip
    return page.split("\n")


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415  the other forms do without

    source = _data.text("compare/render/page.html.jinja")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["safe_line"] = safe_line
    return environment.from_string(source)
