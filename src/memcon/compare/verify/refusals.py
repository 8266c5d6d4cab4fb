"""What was refused, held against the text of its article: words that the article has, and the place shown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from memcon.compare.verify.mentions import span_problems
from memcon.errors import ModelError
from memcon.records import Article, Rejected

QUOTED: Final = frozenset({("event", "one_side"), ("event", "opinion"), ("event", "sport"), ("date", "no_date")})
"""Field and reason of refusals whose text is words of the article, and not the model's for them."""
JOINED: Final = frozenset({("event", "negated"), ("event", "denied"), ("event", "hypothetical")})
"""The same where it is all quotes of an event, one after the other."""
CUT: Final = 100
"""Words of such a refusal that are none of the article's as white space parts them: two of each quote, at its ends."""
UNANSWERED: Final = frozenset(error.reason for error in ModelError.__subclasses__())
"""Why a sentence was lost, which is then the text: no prompt is told, for none was answered."""


def refusal_problems(rejected: Sequence[Rejected], texts: Mapping[str, Article]) -> Iterator[str]:
    """Check that what a refusal tells of its article stands there: a place always, its text where that is of it."""
    read: Article | None = None
    words: frozenset[str] = frozenset()
    for line in rejected:
        article = texts.get(line.article)
        if line.near:
            yield from span_problems(f"rejected {line.field}", line.article, [line.near], texts)
        if article and article is not read:
            read, words = article, frozenset(article.text.split())  # they come article by article
        if article and not _stands(line, article.text, words):
            yield f"rejected {line.field} of {line.article!r}: {line.text[:60]!r} does not stand in its article"


def _stands(line: Rejected, text: str, whole: frozenset[str]) -> bool:
    """Say whether the text of a refusal stands in its article, where its reason means that it does.

    `whole` are the words of the article, as white space parts them: but for those at the ends of quotes, all are.
    """
    what = line.field, line.reason
    if what in JOINED:
        words = set(line.text.split()) - whole
        return len(words) <= CUT and all(word in text for word in words)
    lost = line.field == "event" and line.prompt is None and line.reason in UNANSWERED
    return not (lost or what in QUOTED) or line.text in text
