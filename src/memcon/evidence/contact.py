"""Who took part in a contact and is named outside its quotes: the leaders meant by *both* or *he*, and who came along.

Reports name a delegation in a sentence of its own, a little below: `Jokowi juga didampingi Menteri Keuangan …`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.evidence.names import capitalised, is_unofficial, meets_another, officials_in, only_tells
from memcon.evidence.report_day import HE, OTHER
from memcon.records import Article
from memcon.text.ground import Span

BOTH_PEOPLE: Final = re.compile(
    r"\b(?:kedua|both|the two|обе|оба|двух)\s+(?:pemimpin|presiden|kepala|menteri|menlu|menhan|perdana|pejabat|jenderal"
    r"|tokoh|leaders|presidents|ministers|men\b|officials|generals|secretaries|лидер|президент|министр)",
    re.IGNORECASE,
)
"""Words for two people who were named before."""
BEFORE: Final = 1500
"""Code points before a quote in which these two are looked for: a page."""
BACK: Final = 1000
"""The same for the bearer of a pronoun: a paragraph or two."""
ALONG: Final = re.compile(
    r"\b(?:turut (?:hadir|mendampingi|serta)|ikut (?:hadir|mendampingi|serta)|hadir (?:pula|juga|dalam|pada)|didampingi"
    r"|mendampingi|dihadiri|accompanied by|(?:also|were|was) (?:attended|present|joined)|attended by|joined by"
    r"|in attendance|принял\w* участие|присутствовал\w*|участвовал\w*|сопровожд\w*)",
    re.IGNORECASE,
)
"""Words of those who came along."""
BELOW: Final = 2000
"""Code points below a quote in which these words count: the length of a short report."""
SENTENCE: Final = re.compile(r"[^\n]+?(?:(?<=[^\W\d_]{3})[.!?][”\"]?(?=\s|$)|(?=\n)|$)")


def both(article: Article, quotes: Sequence[Span]) -> tuple[tuple[Span, str], ...]:
    """Return the two officials of different states named most before quotes that tell of *both leaders*."""
    if not any(BOTH_PEOPLE.search(article.text, *quote) for quote in quotes):
        return ()
    start = quotes[0][0]
    last: dict[tuple[str, str], Span] = {}
    times: Counter[tuple[str, str]] = Counter()
    for name, code in officials_in(article, (max(0, start - BEFORE), start)):
        person = code, article.text[slice(*name)].split()[-1]
        last[person] = name
        times[person] += 1
    pair: dict[str, Span] = {}
    for code, bearer in sorted(times, key=lambda person: (-times[person], -last[person][0])):
        pair.setdefault(code, last[code, bearer])
    return tuple((name, code) for code, name in list(pair.items())[:2]) if len(pair) > 1 else ()


def he(article: Article, quotes: Sequence[Span]) -> tuple[Span, str] | None:
    """Return the official who was named last before quotes that tell of *him*, and the official's country."""
    start = quotes[0][0]
    if not HE.search(article.text, *quotes[0]):
        return None
    return next(reversed(list(officials_in(article, (max(0, start - BACK), start)))), None)


def came_along(article: Article, quotes: Sequence[Span]) -> Iterator[Span]:
    """Yield the names of those whom a sentence below the quotes tells to have come along."""
    end = quotes[-1][1]
    told = " ".join(article.text[slice(*quote)] for quote in quotes)
    for sentence in SENTENCE.finditer(article.text, end, min(len(article.text), end + BELOW)):
        if OTHER.search(sentence[0]) or meets_another(sentence[0], told, article.language):
            return
        words = ALONG.search(sentence[0])
        if words is None:
            continue
        for name, titled in capitalised(article, sentence.span()):
            full = titled or " " in article.text[slice(*name)]
            if full and not only_tells(article, name) and not is_unofficial(article, name, name):
                yield name
