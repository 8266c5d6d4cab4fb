"""How the articles of a run ended, held against their texts: what is known of each, how many, and their states."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from memcon.articles.copies import can_be_copy
from memcon.articles.marked import without_metadata
from memcon.articles.published import IN_TEXT, find_published
from memcon.articles.reread import REPEATED, Reread
from memcon.compare.verify.told import Told
from memcon.errors import AnswerMissing, ModelError
from memcon.records import Article, ArticleState, run_files
from memcon.records.article import sha256

FIELDS: Final = ("title", "published", "published_basis", "language", "source", "url")
"""What an article tells of itself, or is read in its text."""
FAILED: Final = frozenset({"bug", "too_slow", "too_large", *(error.reason for error in ModelError.__subclasses__())})
"""Why an article failed that could be read."""


def article_problems(
    states: Mapping[str, ArticleState],
    again: Reread,
    given: Counter[str],
    refused: Counter[str],
    told: Told | None,
) -> Iterator[str]:
    """Check each article's text, state and counts; where the articles lie elsewhere now, nothing is `told`.

    `given` are the mentions of each article, by count, `refused` what was rejected of it.
    """
    for name, state in states.items():
        if (state.mentions, state.rejected) != (given[name], refused[name]):
            yield f"article {name!r}: its counts in {run_files.ARTICLES} are not those of the files"
        if state.copy_of is not None and (original := states.get(state.copy_of, state)).copy_of is not None:
            yield f"article {name!r}: it is no copy of {original.article!r}, which is one or is not there"
        if not _is_state(state):
            yield f"article {name!r}: it cannot have ended as {run_files.ARTICLES} tells"
        elif name in again.healed and told and (told.whole or state.reason != REPEATED):
            yield f"article {name!r}: it failed as {state.reason!r}, and can be read"
        elif told and state.reason not in {REPEATED, *again.failed.get(name, {state.reason})}:
            yield f"article {name!r}: it failed as {state.reason!r}, and for another reason now"
        elif state.sha256:
            problems = (*_text_problems(state, again.texts.get(name), told), *_copy_problems(state, again.texts, told))
            yield from (f"article {name!r}: {problem}" for problem in problems)
    yield from (f"article {name!r}: not in {run_files.ARTICLES}" for name in sorted({*given, *refused} - states.keys()))
    if told and told.all_of_files:
        missing = (place for place, name in again.others.items() if told.holds(name))
        yield from (f"article at {place!r}: not in {run_files.ARTICLES}" for place in missing)


def _copy_problems(state: ArticleState, texts: Mapping[str, Article], told: Told | None) -> Iterator[str]:
    """Hold a copy to its original, as both were read; what a script called one may be known to the script alone."""
    copy, original = texts.get(state.article), texts.get(state.copy_of or "")
    if not (told and told.as_read and copy and original):
        return
    if (copy.id, original.id) == (state.article, state.copy_of) and not can_be_copy(copy, original):
        yield f"it is no copy of {state.copy_of!r}: it says what does not stand there"


def _is_state(state: ArticleState) -> bool:
    """Say whether an article can have ended so: one that was read has its hash, and one with mentions is `ok`."""
    return (
        (state.state == "ok") == (state.mentions > 0)
        and bool(state.sha256 or state.state == "failed")
        and bool(state.sha256) == (state.characters is not None)
        and _is_reason(state)
        and (state.published is None) == (state.published_basis is None)
        and min(state.prompt_tokens, state.completion_tokens, state.cached_tokens) >= 0
    )


def _is_reason(state: ArticleState) -> bool:
    """Say whether an article can have ended so for its reason: of one that could be read, model or memcon failed."""
    if state.state == "failed":
        return state.reason in FAILED if state.sha256 else state.reason is not None
    return state.reason is None or (state.state == "pending" and state.reason == AnswerMissing.reason)


def _text_problems(state: ArticleState, article: Article | None, told: Told | None) -> Iterator[str]:
    if article is None:
        yield f"not found where it was read, {state.path!r}"
        return
    if sha256(article.text) != state.sha256:
        yield "its text has changed since the run"
        return
    if len(article.text) != state.characters:
        yield "its length is not that of its text"
    if told and told.as_read and (article.id == state.article or article.path == state.path):
        if article.id.rpartition("/")[2] != state.article.rpartition("/")[2]:  # below which folder may not be known
            yield "it is not called so there"
        for field in FIELDS:
            if getattr(state, field) != getattr(article, field):
                yield f"its {field} is not what is read there"
    elif (state.published_basis or "").startswith(IN_TEXT):
        text = without_metadata(article.text, article.beside)
        found = find_published(text, url=state.url, language=state.language)
        if found is None or (found.day, found.basis) != (state.published, state.published_basis):
            yield "its published is not what is read there"
