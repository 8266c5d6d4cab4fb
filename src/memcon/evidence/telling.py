"""Who speaks in a quote, to whom, and for whom a pronoun stands: what a small model takes for actor and target.

`X mengatakan kepada Y bahwa Z …` is about Z: Y only listens. `Dia menuding Z` is by whoever spoke last.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.evidence.cues import act_in
from memcon.evidence.names import capitalised, only_tells
from memcon.records import Article
from memcon.resolve.countries import CountrySpan, find_countries
from memcon.text.ground import Span

SPEAKS_TO: Final = re.compile(
    r"\b(?:mengatakan|berkata|berujar|menulis|bicara|surat(?:nya)?|said|says|wrote|writes|spoke|letter|сказал\w*|написал\w*"
    r"|письм\w*)(?:\s+[\w-]+){0,2}?\s+(?:kepada|pada|to)\s+|\btold\s+(?=[^.;]{0,120}\bthat\b)",
    re.IGNORECASE,
)
"""Before one who listens or reads. A protest or a demand is handed to whom it is aimed at, and is not among them."""
LISTENER: Final = 70
"""How far behind these words, in code points, the listener's name may begin: an office stands before it."""
CLAUSE: Final = re.compile(r"[,;:!?\n“”\"]|\b(?:bahwa|that|что|agar|supaya)\b")
"""Where the words for a listener end, but for an apposition."""
APPOSED: Final = re.compile(
    r",\s(?![^,]*\b(?:menulis|mengatakan|berkata|menyatakan|wrote|said|says|написал|сказал)\w*)[^,.;:\n“”\"]{2,40}(?=,)"
)
"""The listener's name behind the office: *, António Guterres,*."""
QUOTED: Final = re.compile(
    r"[”\"»],?\s+[–-]?\s*(?:kata|ujar|tutur|ucap|tegas|ungkap|said|says|сказал\w*|заявил\w*)\s+", re.IGNORECASE
)
"""Behind quoted words, before who said them."""
PRONOUN: Final = re.compile(
    r"[\s\"“«]*(?:Dia|Ia|Beliau|He|She|Он|Она)\s+(?:[^\W\d_]+\s+){0,2}?(?=\w)",
)
"""A sentence whose subject was named before."""
BACK: Final = 500
"""Code points before a quote in which a pronoun's bearer is looked for: two or three sentences."""
ACTS_WITHIN: Final = 40
"""Code points between the beginning of a sentence and the act of its pronoun."""


def listeners(article: Article, quote: Span) -> tuple[Span, ...]:
    """Return the parts of a quote in which one who is spoken to is named, each to the end of the name's clause."""
    found = []
    for speaks in SPEAKS_TO.finditer(article.text, *quote):
        last = min(quote[1], speaks.end() + LISTENER)
        clause = CLAUSE.search(article.text, speaks.end(), last)
        end = clause.start() if clause else last
        apposed = APPOSED.match(article.text[end : min(quote[1], end + LISTENER)])
        found.append((speaks.end(), end + apposed.end() if apposed else end))
    return tuple(found)


def speaker_of(article: Article, quote: Span) -> Span | None:
    """Return the last country named before the first words of speaking to someone; None where there is none."""
    speaks = SPEAKS_TO.search(article.text, *quote)
    if speaks is None:
        return None
    before = find_countries(article.text[quote[0] : speaks.start()], article.language)
    own = [one for one in before if not _is_placed(article.text[quote[0] :], one)]
    return (quote[0] + own[-1].start, quote[0] + own[-1].end) if own else None


def quoted_speaker(article: Article, quote: Span) -> Span | None:
    """Return the name of who is quoted, behind the words: `…," kata Menlu Yunani Nikos Dendias.`; None without one."""
    tells = QUOTED.search(article.text, *quote)
    if tells is None:
        return None
    return next((name for name, _ in capitalised(article, (tells.end(), quote[1]))), None)


def pronoun_acts(article: Article, quote: Span) -> bool:
    """Say whether a quote begins with a pronoun that does an act of dispute: *Dia juga menuding*."""
    pronoun = PRONOUN.match(article.text, *quote)
    act = act_in(article.text[quote[0] : quote[1]], 0) if pronoun else None
    return act is not None and act <= ACTS_WITHIN


def spoke_before(article: Article, quote: Span) -> Iterator[Span]:
    """Yield the names of those who spoke before a quote, the last first."""
    start = max(0, quote[0] - BACK)
    told = [name for name, _ in capitalised(article, (start, quote[0])) if only_tells(article, name)]
    yield from reversed(told)


def first_other(article: Article, quotes: Sequence[Span], codes: set[str | None], after: int) -> Span | None:
    """Return the first country that quotes name from `after` on and that is none of `codes`."""
    for start, end in quotes:
        for one in find_countries(article.text[start:end], article.language):
            if start + one.start >= after and one.code not in codes:
                return start + one.start, start + one.end
    return None


def _is_placed(words: str, one: CountrySpan) -> bool:
    return bool(re.search(r"\b(?:di|ke|untuk|dari|in|to|at|for|from|в|на|при|из)\s+(?:the\s+)?$", words[: one.start]))
