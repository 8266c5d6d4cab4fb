"""Write the page of a run, or several where one would be too large to open."""

import dataclasses
import math
from pathlib import Path
from typing import Final

from memcon.outputs.atomic import write_bytes
from memcon.pages.report.chunks import pieces
from memcon.pages.report.page import PagePart, render
from memcon.pages.report.source import ShownRun

MOST_BYTES: Final = 18_000_000
"""Of a page: beyond it, browsers take seconds to open one."""
SAMPLED: Final = 20
"""Pieces that are looked at to know how large all are."""


def write_report(run: ShownRun, path: Path, *, title: str | None = None) -> list[Path]:
    """Write the page of `run` to `path`; return all that was written.

    More events than one page of 18 MB holds go to `NAME-2.html` and so on beside it, in their order, each page with
    the articles of its own events. Raises DiskError when a file cannot be written.
    """
    per = _per_page(run)
    paths = page_paths(run, path)
    if len(paths) == 1:
        _write(path, render(run, title=title))
        return paths
    starts = range(0, len(run.events), per)
    names = [each.name for each in paths]
    pages = {event.id: names[at // per] for at, event in enumerate(run.events)}
    for number, (name, first) in enumerate(zip(paths, starts, strict=True), start=1):
        some = _slice(run, first, first + per)
        linked = {link.event for event in some.events for link in event.links}
        elsewhere = {one: pages[one] for one in sorted(linked & pages.keys()) if pages[one] != name.name}
        part = PagePart(number, len(starts), tuple(names), len(run.events), first, elsewhere)
        _write(name, render(some, title=title, part=part))
    return paths


def page_paths(run: ShownRun, path: Path) -> list[Path]:
    """Return the files that `write_report` writes."""
    pages = math.ceil(len(run.events) / _per_page(run)) if run.events else 1
    return [path, *(path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, pages + 1))]


def _write(path: Path, page: str) -> None:
    write_bytes(path, page.encode("utf-8", "replace"))


def _per_page(run: ShownRun) -> int:
    """Return how many events fill a page; all of them where they are few."""
    if len(run.events) <= 10_000:
        return len(run.events)
    step = max(1, len(run.events) // (SAMPLED * 200))
    sample = [event for first in range(0, len(run.events), 200 * step) for event in run.events[first : first + 200]]
    size = sum(len(piece.body) for piece in pieces("events", sample, packed=True) if isinstance(piece.body, str))
    each = size / len(sample) + 60  # and its place in the columns
    return max(10_000, int(MOST_BYTES / each))


def _slice(run: ShownRun, first: int, end: int) -> ShownRun:
    """Return the run with some of its events, and the articles and rejected answers that go with them."""
    events = run.events[first:end]
    told = {proof.article for event in events for proof in event.mentions}
    return dataclasses.replace(
        run,
        events=events,
        articles=[state for state in run.articles if state.article in told],
        rejected=[refused for refused in run.rejected if refused.article in told],
    )
