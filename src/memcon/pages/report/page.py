"""Make one page of a run: everything in it, nothing outside it. Text stays text, whatever it says.

The page's policy names its scripts and styles by their hashes and allows nothing else; data stand in
`<script type="application/json">`, which no browser runs.
"""

import base64
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from jinja2 import Environment, StrictUndefined, Template

from memcon import _data
from memcon.pages.report.chunks import Chunk, Json, compact, pack, pieces, value_pieces
from memcon.pages.report.columns import ValueTable, article_columns, event_columns, rejected_columns
from memcon.pages.report.excerpts import Kept, Shown, keep
from memcon.pages.report.source import ShownRun, name_of
from memcon.text.safe import safe_line

VENDOR: Final = ("preact.umd.js", "preact-hooks.umd.js", "htm.umd.js", "fflate.umd.js")
SCRIPTS: Final = (
    "registry.js", "data.js", "text.js", "filters.js", "state.js", "list.js", "record.js", "article.js",
    "facets.js", "pictures.js", "about.js", "print.js", "keys.js", "app.js",
)  # fmt: skip
"""In the order of the page: each uses only what stands before it."""
PLAIN: Final = 4_000_000
"""Characters of events and texts up to which a page holds them as they stand; beyond, packed."""
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PagePart:
    """Which part of a run a page shows, where one page does not hold all."""

    number: int
    of: int
    names: tuple[str, ...]
    """The file names of all parts."""
    total: int
    """Events of the whole run."""
    before: int
    """Events on the pages before this one."""
    elsewhere: Mapping[str, str]
    """The page of each event that one of this page is linked to and that is on another."""


def render(
    run: ShownRun,
    *,
    title: str | None = None,
    scripts: Sequence[str] = (),
    styles: Sequence[str] = (),
    extra: Mapping[str, Any] = NOTHING,
    served: bool = False,
    part: PagePart | None = None,
    kept: Kept | None = None,
) -> str:
    """Return the page of a run. See `memcon.pages.report` for what `scripts`, `styles`, `extra` and `served` are for.

    `part` says that the run's events are those of one page of several, and `kept` how much of the texts it holds.
    """
    names = ValueTable(state.article for state in run.articles)
    columns = event_columns(run.events, names)
    refused = rejected_columns(run.rejected, names)
    shown = keep(run, names.values(), kept)
    packed = _characters(run) > PLAIN
    states = {state.article: state for state in run.articles}
    index = {
        "title": title or name_of(run),
        "folder": run.name,
        "run": run.manifest,
        "missing": run.missing,
        "part": part and dataclasses.asdict(part),
        "events": columns,
        "rejected": refused,
        "articles": article_columns(names.values(), states, {name: text.kind for name, text in shown.items()}),
    }  # fmt: skip
    return _template().render(
        title=safe_line(title or f"memcon: {name_of(run)}"),
        policy=_policy([style(), *styles], [script(), *scripts, START], served=served),
        styles=[style(), *styles], scripts=[script(), *scripts, START],
        index=pack(compact(index).encode()) if packed else Json(compact(index)), packed=packed,
        extra=dict(extra),
        pieces=_pieces(run, names.values(), shown, packed=packed),
    )  # fmt: skip


START: Final = "memcon.start();\n"
"""The last script: whatever was registered before it is in the page from its first picture on."""


def _pieces(run: ShownRun, names: Sequence[str], shown: Mapping[str, Shown], *, packed: bool) -> Iterator[Chunk]:
    states = {state.article: dataclasses.replace(state, sha256=None) for state in run.articles}  # no page needs a hash
    yield from pieces("events", run.events, packed=packed)
    yield from pieces("articles", [states.get(name) for name in names], packed=packed)
    yield from pieces("rejected", run.rejected, packed=packed)
    yield from value_pieces("texts", [shown[name].pieces for name in names], packed=packed, per=20)


def _characters(run: ShownRun) -> int:
    """Return about how much there is to hold."""
    return 1_000 * len(run.events) + 400 * len(run.rejected) + sum(map(len, run.texts.values()))


def _policy(styles: Sequence[str], scripts: Sequence[str], *, served: bool) -> str:
    """Return the page's Content-Security-Policy."""
    rules = [
        "default-src 'none'",
        f"style-src {' '.join(map(_hash, styles))}",
        f"script-src {' '.join(map(_hash, scripts))}",
        "img-src data:",
        *(["connect-src 'self'"] if served else []),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(rules)


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(source.encode()).digest()).decode()}'"


@cache
def script() -> str:
    """Return the page's own script: the libraries, then ours, in their order."""
    web, vendor = _folder("web"), _folder("vendor")
    parts = [_bare(vendor.joinpath(name).read_text("utf-8")) for name in VENDOR]
    parts += [web.joinpath(name).read_text("utf-8") for name in SCRIPTS]
    return "".join(f"{part.strip()}\n" for part in parts)


@cache
def style() -> str:
    """Return the page's own style sheet."""
    web = _folder("web")
    return "".join(web.joinpath(name).read_text("utf-8") for name in ("page.css", "pictures.css", "print.css"))


def _bare(source: str) -> str:
    """Leave out the address of a source map, which a page without a network cannot have."""
    return "\n".join(line for line in source.splitlines() if not line.startswith("//# sourceMappingURL="))


def _folder(name: str) -> Path:
    return _data.find(f"pages/report/{name}")


@cache
def _template() -> Template:
    source = _folder("web").joinpath("page.html.jinja").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.policies["json.dumps_function"] = _dumps
    environment.policies["json.dumps_kwargs"] = {}
    return environment.from_string(source)


def _dumps(value: object) -> str:
    """Serve `tojson`, which escapes what could end a script, with JSON that is already made."""
    return value.text if isinstance(value, Json) else compact(value)
