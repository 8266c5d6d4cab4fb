"""Read what a report shows of a run: its files, and the texts of its articles where they are found again."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from memcon.outputs.folder import RunFolder
from memcon.records import ArticleState, Event, Rejected, run_files
from memcon.records.article import sha256

MOST_TEXT: Final = 150_000_000
"""Characters of all articles beyond which their texts are not read: 300 MB of memory, for pages that hold a tenth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRun:
    """A run as a report shows it."""

    name: str
    """The folder, as given."""
    events: Sequence[Event]
    articles: Sequence[ArticleState]
    rejected: Sequence[Rejected]
    texts: Mapping[str, str] = field(default_factory=dict)
    """By article id: those that were found, and are those of the run."""
    changed: frozenset[str] = frozenset()
    """Ids of articles that were found with another text than that of the run."""
    manifest: Mapping[str, Any] = field(default_factory=dict)
    """What `run.json` says; empty where there is none."""
    missing: str | None = None
    """Why no text was looked for, where none was."""


def read_run(out: Path, inputs: Sequence[str] | None = None) -> ShownRun:
    """Read the run in `out`; `inputs` tell where its articles lie now, by default where they were read.

    Articles that are not found leave their quotes alone to be shown; that is no error, but for a path in `inputs`.
    Raises UsageError when `out` is no run or a path of `inputs` does not exist, DataError, with file and line, for
    what is damaged.
    """
    run = RunFolder(out, quick=True)
    run.check()
    events = tuple(run.events())
    articles = tuple(run.articles()) if run.has(run_files.ARTICLES) else ()
    rejected = tuple(run.rejected()) if run.has(run_files.REJECTED) else ()
    report = run.report()
    texts, changed, missing = _texts(articles, inputs, report.settings if report else {})
    return ShownRun(
        name=str(out), events=events, articles=articles, rejected=rejected,
        texts=texts, changed=changed, manifest=report.as_json() if report else {}, missing=missing,
    )  # fmt: skip


def _texts(
    articles: Sequence[ArticleState], inputs: Sequence[str] | None, settings: Mapping[str, Any]
) -> tuple[dict[str, str], frozenset[str], str | None]:
    """Return the texts that were found, the ids of those that have changed, and why none could be looked for."""
    from memcon.articles.reread import (  # noqa: PLC0415  `--help` does without
        check_files,
        fields_told,
        reread,
        where_read,
    )

    states = {state.article: state for state in articles}
    characters = sum(state.characters or 0 for state in articles)
    if characters > MOST_TEXT:
        return {}, frozenset(), f"the articles have {characters:,} characters, more than a page can hold"
    paths = inputs or list(filter(os.path.exists, where_read(articles)))  # none that cannot be: Path raises for those
    if not paths:
        return {}, frozenset(), "the articles are not where they were read" if articles else None
    check_files(() if inputs else paths)
    found = reread(states, paths, text_only=True, fields=fields_told(settings))
    changed = frozenset(name for name, article in found.items() if sha256(article.text) != states[name].sha256)
    return {name: article.text for name, article in found.items() if name not in changed}, changed, None


def name_of(run: ShownRun) -> str:
    """Return a short name of the run: its folder's last part."""
    return Path(os.path.realpath(run.name)).name or run.name
