"""The articles of a run with their texts, read again where they lie, a line each as `memcon import` writes them."""

from collections.abc import Iterator, Mapping, Sequence

from memcon.articles.read import read_articles
from memcon.articles.reread import check_files, fields_told, where_read
from memcon.errors import UsageError
from memcon.outputs.folder import RunFolder
from memcon.records import Article, ArticleState, ImportedArticle
from memcon.records.jsonl import dump


def texts(run: RunFolder, inputs: Sequence[str] | None) -> Iterator[bytes]:
    """Yield a line for each article whose text the run read, as it was read: offsets hold in it.

    `inputs` tell where they lie now, by default where they were read. Of an article the texts alone are held in memory.

    Raises:
        UsageError: some are not there any more, or have another text now.
    """
    states = {state.article: state for state in run.articles() if state.sha256}
    by_hash = {state.sha256: name for name, state in states.items()}
    paths = inputs or where_read(states.values())
    if states and not paths:
        raise UsageError("the articles came from standard input: say with --articles where they lie")
    check_files(() if inputs else paths)
    report = run.report()
    read = read_articles(
        paths, language="en", max_chars=2**40, fields=fields_told(report.settings) if report else None,
        names={state.path: name for name, state in states.items() if state.path},
    )  # fmt: skip
    missing = dict(states)
    for article in read if paths else ():
        if isinstance(article, Article) and (name := _name(article, states, by_hash)) in missing:
            yield _line(missing.pop(name), article)
    if missing:
        first = next(iter(missing))
        raise UsageError(
            f"the texts of {len(missing)} articles of the run are not there, or are others now, as that of {first!r}:"
            " say with --articles where they lie, or leave out --with-text"
        )


def _name(article: Article, states: Mapping[str, ArticleState], by_hash: Mapping[str | None, str]) -> str:
    """Return which article of the run has this text; an empty word where none has."""
    found = article.sha256
    state = states.get(article.id)
    return article.id if state and state.sha256 == found else by_hash.get(found, "")


def _line(state: ArticleState, article: Article) -> bytes:
    """Return an article as the run knew it: dates and languages are those of the run."""
    return dump(
        ImportedArticle(
            id=state.article, title=state.title, published=state.published, published_basis=state.published_basis,
            language=state.language, source=state.source, url=state.url, text=article.text, beside=article.beside,
            notes=(), origin=None,
        )
    )  # fmt: skip
