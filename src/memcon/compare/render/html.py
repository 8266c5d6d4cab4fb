"""Set a note as one page of HTML that needs nothing else: no script, no picture, no address. Text stays text."""

import base64
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from memcon import _data
from memcon.compare.diff.stat import FATES, Stat
from memcon.compare.render.note import Note
from memcon.text.safe import safe_line

if TYPE_CHECKING:
    from jinja2 import Template


def set_html(note: Note, stat: Stat, *, old: str, new: str) -> Iterable[str]:
    """Return the lines of the page. Its policy allows its own style sheet, named by hash, and nothing else."""
    style = _data.text("compare/render/diff.css")
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    fates = [fate for fate in FATES if fate in {"old", "new"} or stat.totals[fate]]
    policy = f"'sha256-{digest}'"
    page = _template().render(note=note, stat=stat, fates=fates, old=old, new=new, style=style, policy=policy)
    return page.split("\n")


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415  the other formats do without

    source = _data.text("compare/render/diff.html.jinja")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["safe_line"] = safe_line
    return environment.from_string(source)
