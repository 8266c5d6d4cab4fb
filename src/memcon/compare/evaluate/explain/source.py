"""Read what runs wrote of the articles that are measured: all that explains an event, or why there is none."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from memcon.articles.sentences import not_body
from memcon.compare.evaluate.explain.values import Known, ReadAgain
from memcon.compare.evaluate.source import events_file, names_of
from memcon.errors import UsageError
from memcon.outputs.folder import RunFolder
from memcon.records import Article, ArticleState, Event, Mention, Rejected, run_files

NEEDED = (run_files.EVENTS, run_files.MENTIONS, run_files.REJECTED, run_files.ARTICLES)


def run_folders(runs: Iterable[str]) -> tuple[RunFolder, ...]:
    """Return the folders of runs, each once; a run may be named by its `events.jsonl`.

    Raises:
        UsageError: one holds not all that a run writes: what others wrote tells no steps.
    """
    folders: dict[str, RunFolder] = {}
    for run in runs:
        file = events_file(run)
        folder = RunFolder(file.parent)
        missing = next((name for name in NEEDED if not folder.has(name)), None)
        missing = missing if file.name == run_files.EVENTS else run_files.EVENTS
        if missing:
            raise UsageError(
                f"--explain needs all that a run wrote, and {run!r} has no {missing}: give the folder that "
                "`memcon extract` wrote"
            )
        folders[os.path.realpath(file)] = folder
    return tuple(folders.values())


@dataclass(slots=True)
class _Read:
    """What files tell of one article so far."""

    state: ArticleState | None = None
    events: dict[str, Event] = field(default_factory=dict)
    mentions: dict[str, Mention] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)


def read_known(
    folders: Sequence[RunFolder], articles: Sequence[Article], again: Mapping[str, ReadAgain]
) -> dict[str, Known]:
    """Return what is known of each of `articles`, by id; `again` is what those gave that were read again.

    Raises:
        DataError: a file is damaged.
    """
    named = names_of(articles)
    read = {article.id: _Read() for article in articles}
    for folder in folders:
        mentions = {mention.id: mention for mention in folder.mentions()}
        for event in folder.events():
            told = {proof.mention: mentions[proof.mention] for proof in event.mentions if proof.mention in mentions}
            for one in _of((named(proof.article) for proof in event.mentions), read):
                one.events[event.id] = event
                one.mentions |= told
        for line in folder.rejected():
            for one in _of([named(line.article)], read):
                one.rejected.append(line)
        for state in folder.articles():
            for one in _of([named(state.article)], read):
                one.state = state
    return {
        article.id: Known(
            state=one.state, events=one.events, mentions=one.mentions, rejected=tuple(one.rejected),
            aside=not_body(article), again=again.get(article.id),
        )
        for article in articles
        for one in [read[article.id]]
    }  # fmt: skip


def _of(names: Iterable[str | None], read: Mapping[str, _Read]) -> Iterator[_Read]:
    """Yield what is read of the articles of these names, each once."""
    yield from (read[name] for name in dict.fromkeys(names) if name is not None and name in read)
