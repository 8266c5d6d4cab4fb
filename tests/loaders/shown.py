"""What the documentation shows of loading, run as it stands; what was loaded, held against the lines. Knows no memcon.

It runs in the environment of the loaders, which has none, and in the suite's own.
"""

import datetime as dt
import json
import math
import re
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
EVENTS: Final = Path("out") / "events.jsonl"
"""What the examples load, below the folder in which they run."""


def blocks(page: str, language: str) -> list[str]:
    """Return the fenced blocks of a page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)


def loaders() -> dict[str, str]:
    """Return the example of each library that loads events, by the library's name."""
    found = {}
    for code in blocks("docs/outputs.md", "python"):
        if EVENTS.as_posix() in code:
            names = re.findall(r"^import (\w+)", code, re.MULTILINE)
            found[next(name for name in names if name != "json")] = code
    return found


def run(code: str, result: str) -> Any:
    """Run an example in the folder where we are, and return what it calls `result`."""
    names: dict[str, Any] = {"__name__": "shown"}
    exec(compile(code, "shown", "exec"), names)
    return names[result]


def rows(events: Any) -> list[dict[str, Any]]:
    """Return what a loader gave as rows of Python's own values."""
    found: list[dict[str, Any]] = [
        plain(row) for row in _ROWS[type(events).__module__.partition(".")[0].strip("_")](events)
    ]
    return found


def _of_pandas(frame: Any) -> Any:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _of_duckdb(relation: Any) -> Any:
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


_ROWS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "pandas": _of_pandas,
    "polars": lambda frame: frame.to_dicts(),
    "duckdb": _of_duckdb,
    "pyarrow": lambda table: table.to_pylist(),
    "datasets": lambda dataset: dataset.to_list(),
}


def plain(value: Any) -> Any:
    """Return a value as JSON has it: days, instants and UUIDs as text, and null for what is none."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date | uuid.UUID):
        return str(value)
    return None if isinstance(value, float) and math.isnan(value) else value


def bare(value: Any) -> Any:
    """Return a value without what is null or empty in its objects: R has no other word for an empty list."""
    if isinstance(value, dict):
        found = {name: bare(one) for name, one in value.items()}
        return {name: one for name, one in found.items() if one not in (None, [], {})}
    return [bare(one) for one in value] if isinstance(value, list) else value


def lost(loaded: list[dict[str, Any]], path: Path, seen: Callable[[Any], Any] = lambda value: value) -> list[str]:
    """Return what of the lines of a file is not in what was loaded of it, a line each."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        told = [json.loads(line) for line in lines]
    if len(loaded) != len(told):
        return [f"{len(loaded)} rows of {len(told)} lines"]
    return [
        f"line {number}: {name}: {had.get(name)!r} became {got.get(name)!r}"
        for number, (got, had) in enumerate(zip(map(seen, loaded), map(seen, told), strict=True), 1)
        if got != had
        for name in {**had, **got}
        if got.get(name) != had.get(name)
    ]
