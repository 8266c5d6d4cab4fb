"""Read what coders decided of a run: the one place of this package that opens files."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from memcon.articles.reread import fields_told, reread, where_read
from memcon.compare.agreement.items import coding_of, items_of, read_articles_of
from memcon.compare.agreement.values import Coding, Item, ReadArticle
from memcon.errors import UsageError
from memcon.events.merge import merge
from memcon.outputs.coding import coders
from memcon.outputs.folder import RunFolder
from memcon.records import ArticleState, run_files
from memcon.records.article import sha256
from memcon.records.decision import Decision


@dataclass(frozen=True, slots=True)
class CodedRun:
    """A run, and what coders made of it."""

    codings: tuple[Coding, ...]
    items: tuple[Item, ...]
    articles: tuple[ReadArticle, ...]
    left: int
    """Articles that two or more read, but which count for nothing: an event is undecided, or the text is not there."""


def read_coded(out: Path, *, names: Sequence[str] = (), inputs: Sequence[str] | None = None) -> CodedRun:
    """Return what coders made of the run in `out`: those of `names`, by default all who decided anything.

    `inputs` tell where the articles lie now, by default where they were read; texts that changed count as not there.

    Raises:
        UsageError: it is no whole run, fewer than two coded it, or nobody has one of the names.
        DataError: a file is damaged.
    """
    run = RunFolder(out)
    run.check()
    for name in (run_files.MENTIONS, run_files.ARTICLES):
        if not run.has(name):
            raise UsageError(f"{str(out)!r} holds no {name}: what coders decided is told of the whole folder of a run")
    found = chosen(coders(run), names, str(out))
    mentions = tuple(run.mentions())
    machine = merge(mentions)
    states = {state.article: state for state in run.articles()}
    codings = [coding_of(who, machine, mentions, decisions, states) for who, decisions in found.items()]
    texts = _texts(run, states, codings, inputs)
    articles, left = read_articles_of(machine, codings, states, texts)
    return CodedRun(tuple(codings), tuple(items_of(machine, codings, states)), tuple(articles), left)


def chosen(
    known: Mapping[str, tuple[Decision, ...]], names: Sequence[str], where: str
) -> Mapping[str, tuple[Decision, ...]]:
    """Return the coders of `names`, by default all. Raises UsageError where they are fewer than two, or one is none."""
    told = ", ".join(map(repr, known)) or "nobody"
    for name in names:
        if name not in known:
            raise UsageError(f"{where!r} holds no decision of {name!r}: those who decided are {told}")
    found = {name: known[name] for name in names or known}
    if len(found) < 2:
        raise UsageError(
            f"{where!r} was coded by {told}, and it takes two: `memcon review {where} --who NAME --blind` makes another"
        )
    return found


def _texts(
    run: RunFolder, states: Mapping[str, ArticleState], codings: Sequence[Coding], inputs: Sequence[str] | None
) -> dict[str, str]:
    """Return the texts of the articles that two read, where they are those of the run."""
    wanted = {name for name in states if sum(name in one.read for one in codings) > 1}
    if not wanted:
        return {}
    report = run.report()
    paths = inputs or list(filter(os.path.exists, where_read(states[name] for name in wanted)))
    if not paths:
        return {}
    fields = fields_told(report.settings if report else {})
    found = reread({name: states[name] for name in wanted}, paths, text_only=True, fields=fields)
    return {name: one.text for name, one in found.items() if sha256(one.text) == states[name].sha256}
