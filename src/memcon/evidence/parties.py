"""Who the words of a quote themselves name: officials, the states of a list, who acts, and who only tells.

A small model copies most names well, and leaves some out: the second of two, the rest of a list. What it took for a
party and only told of the event (`Menurut Retno, …`) is none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.evidence.cues import act_in
from memcon.evidence.whose import country_around, leader_named
from memcon.ground import Span
from memcon.records import Article
from memcon.resolve.countries import CountrySpan, find_countries
from memcon.resolve.titles import strip

_SMALL: Final = r"(?:bin|binti|al|el|van|von|de|der|da|ibn|ben|- [a-z]+|[Aa]l -)\s"
_RUN: Final = re.compile(rf"[A-ZÀ-ÞА-ЯЁ][\w.’'-]*(?:\s(?:{_SMALL})?[A-ZÀ-ÞА-ЯЁ][\w’'-]*)*")
"""Capitalised words side by side, with the small words of names."""
_LISTED: Final = re.compile(r"\s*(?:,|,?\s+(?:dan|serta|and|и))\s+")
_TELLS_BEFORE: Final = re.compile(
    r"\b(?:kata|ujar|menurut|tutur|ucap|ungkap|jelas|tegas|sebut|imbuh|papar|according to|said|says|told by|по словам"
    r"|сообщил\w*|заявил\w*|сказал\w*)\s+(?:[\w.’'()-]+\s+){0,8}$",
    re.IGNORECASE,
)
_TELLS_AFTER: Final = re.compile(
    r"\s*(?:\([^()]{1,40}\)\s*|,[^,]{1,60},\s*)?(?:juga |pun |also |turut )?"
    r"(?:mengatakan|menyatakan|menyebut(?:kan)?|mengungkapkan|menjelaskan|menuturkan|mengaku|mengumumkan|menambahkan"
    r"|menilai|said|says|told|announced|added|noted|сообщил\w*|заявил\w*|отметил\w*)\b(?!\s+(?:kepada|to)\b)",
    re.IGNORECASE,
)
_DOES_WITHIN: Final = 30
"""Code points between who acts and the verb of the act: a particle, an auxiliary, an adverb."""


def only_tells(article: Article, name: Span) -> bool:
    """Say whether the bearer of a name is one who tells of something, and does not speak *to* another."""
    before = article.text[max(0, name[0] - 90) : name[0]]
    before = re.split(r"[.!?;,\n“”\"]", before)[-1]
    return bool(_TELLS_BEFORE.search(before) or _TELLS_AFTER.match(article.text, name[1], name[1] + 120))


def officials_in(article: Article, span: Span) -> Iterator[tuple[Span, str]]:
    """Yield the names of people within `span` whose country the words around them or the table of leaders tell."""
    for run in _RUN.finditer(article.text, *span):
        words = strip(run[0]).words
        bare = " ".join(words)
        at = run[0].rfind(bare) if words else -1
        if at < 0 or len(bare) < 3 or any(not word[0].isupper() for word in words[:1]):
            continue
        name = run.start() + at, run.start() + at + len(bare)
        if any(True for _ in find_countries(bare, article.language)):
            continue
        titled = at > 0
        code = leader_named(article, name) or (country_around(article, name) if titled or len(words) > 1 else None)
        if code:
            yield name, code


def list_of(article: Article, span: Span, one: Span) -> tuple[Span, ...]:
    """Return the country words of the list within `span` in which `one` stands; `one` alone where it is in none."""
    found = [
        (span[0] + each.start, span[0] + each.end)
        for each in find_countries(article.text[slice(*span)], article.language)
    ]
    at = next((i for i, each in enumerate(found) if each[0] <= one[0] < each[1] or one[0] <= each[0] < one[1]), None)
    if at is None:
        return (one,)
    first = last = at
    while first > 0 and _LISTED.fullmatch(article.text, found[first - 1][1], found[first][0]):
        first -= 1
    while last + 1 < len(found) and _LISTED.fullmatch(article.text, found[last][1], found[last + 1][0]):
        last += 1
    return tuple(found[first : last + 1])


def who_acts(article: Article, quotes: Sequence[Span]) -> tuple[Span, Span | None] | None:
    """Return the state, or the words for it, right before a verb of dispute, and the first other after the verb."""
    for start, end in quotes:
        words = article.text[start:end]
        found = find_countries(words, article.language)
        for at, actor in enumerate(found):
            act = act_in(words, actor.end)
            between = words[actor.end : act] if act is not None else ""
            if act is None or act - actor.end > _DOES_WITHIN or "," in between or _is_object(words, actor):
                continue
            target = next((one for one in found[at + 1 :] if one.start > act and one.code != actor.code), None)
            return (start + actor.start, start + actor.end), target and (start + target.start, start + target.end)
    return None


def _is_object(words: str, actor: CountrySpan) -> bool:
    """Say whether a country word is what a verb or preposition before it is about."""
    return bool(
        re.search(
            r"\b(?:terhadap|kepada|dengan|dari|oleh|di|ke|untuk|bagi|against|to|with|from|by|in|at|for|of|с|к|в|от)\s+$",
            words[: actor.start],
        )
    )
