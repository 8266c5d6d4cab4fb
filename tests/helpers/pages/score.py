"""How much of an article's body a reader kept, and how much of what it gave is furniture."""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from helpers.pages.made import Made
from memcon.records import Article

_TOKEN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
"""A character of Chinese, Japanese or Korean, or a word; signs do not count."""


@dataclass(frozen=True)
class Score:
    kept: int
    """Characters of the body that were given, in order."""
    body: int
    beside: int
    """Characters given that are neither body nor title."""
    given: int


def score(made: Made, text: str) -> Score:
    """Hold what a reader gave for a page against its paragraphs. The title and a dateline count for neither."""
    wanted = _tokens("\n".join(made.body))
    given = _tokens(text)
    for words in (made.title, *made.neutral):
        given = _without(given, _tokens(words))
    matcher = difflib.SequenceMatcher(None, wanted, given, autojunk=False)
    kept = [token for block in matcher.get_matching_blocks() for token in wanted[block.a : block.a + block.size]]
    size, of_given = sum(map(len, wanted)), sum(map(len, given))
    held = sum(map(len, kept))
    return Score(held, size, of_given - held, of_given)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def _without(tokens: list[str], run: list[str]) -> list[str]:
    """Take the first place out where all of `run` stands together."""
    for at in range(len(tokens) - len(run) + 1 if run else 0):
        if tokens[at : at + len(run)] == run:
            return tokens[:at] + tokens[at + len(run) :]
    return tokens


def unmarked(article: Article) -> str:
    """Return the text of an article without what its format has marked as beside it."""
    parts, at = [], 0
    for span in article.beside:
        parts.append(article.text[at : span.start])
        at = max(at, span.end)
    return "".join([*parts, article.text[at:]])
