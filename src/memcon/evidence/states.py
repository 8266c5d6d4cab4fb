"""Which states take part, where the parties themselves do not tell two: read from the quotes and what stands before."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.evidence.affiliation import PLACED
from memcon.records import Article, Candidate, Kind, Participant
from memcon.resolve.countries import ORGANISATIONS, find_countries, resolve_country
from memcon.text.ground import Span

HEAD: Final = 400
"""Characters of an article's beginning, which says who it is about."""
BOTH: Final = re.compile(
    r"\b(?:kedua|both|the two|обе|оба|двух)\s+(?:belah\s+)?(?:negara|pihak|pemimpin|presiden|menteri|kepala|militer"
    r"|countries|sides|leaders|presidents|ministers|nations|parties|стран|сторон|лидер|президент|министр)",
    re.IGNORECASE,
)
"""Words for two sides that were named before."""
AT: Final = re.compile(r"\b(?:di|in|at|в|во|на)\s+(?:the\s+)?$")
"""Before the place of a dispute; whom it is aimed at may stand after any other preposition."""
VISIT: Final = re.compile(
    r"\b(?:\w*[kg]unjung|lawat|perjalanan|bertolak|bertandang|tiba di|visit|travel|trip\b|arriv|визит|поездк|прибы)",
    re.IGNORECASE,
)
"""Words of going to another state."""


MEMBERS: Final = re.compile(
    r"\b(?:(?:para|semua|seluruh|segenap|all|the|все|всех|\d+)\s+)?"
    r"(?:(?:menteri|menlu|menhan|pemimpin|kepala|panglima|duta besar)(?:\s[a-z]+){0,3}|negara(?:[ -]negara)? anggota"
    r"|anggota|(?:foreign |defen[cs]e )?(?:ministers|leaders|members|ambassadors|chiefs)(?:\s[a-z]+){0,2} of (?:the )?"
    r"|member (?:states|countries|nations) of (?:the )?|министр\w*(?:\s[а-яё]+){0,3}|лидер\w*"
    r"|стран\w*(?:-член\w*)?)\s*$",
    re.IGNORECASE,
)
"""Before an organisation whose members meet: *para menteri luar negeri ASEAN*."""
OWN: Final = re.compile(
    r"(?:\s(?:foreign|defen[cs]e|economic))?\s(?:ministers|leaders|members|member states|ambassadors|chiefs)\b"
)
"""After it: *ASEAN foreign ministers*."""
MANY: Final = re.compile(
    r"(?:para|semua|seluruh|segenap|all|все|всех|\d)|.*(?:anggota|s of|states|стран)", re.IGNORECASE
)
ONE: Final = re.compile(r"\b(?:wakil|deputi|seorang|a|an|mantan|former)\s", re.IGNORECASE)


def members_in(article: Article, quote: Span) -> Span | None:
    """Return the words of a quote for the members of an organisation, of whom there are many; None without any."""
    words = article.text[slice(*quote)]
    for found in find_countries(words, article.language):
        if found.code not in ORGANISATIONS:
            continue
        before, after = MEMBERS.search(words[: found.start]), OWN.match(words, found.end)
        if before and MANY.match(before[0]) and not ONE.search(before[0]):
            return quote[0] + before.start(), quote[0] + found.end
        if after:
            return quote[0] + found.start, quote[0] + after.end()
    return None


def states_of(
    told: set[str], candidate: Candidate, article: Article, quotes: Sequence[Span], listeners: set[str]
) -> tuple[str, ...]:
    """Return the countries of the sides: the participants', and where those are fewer than two, the quotes'.

    Of countries that the quotes name, those after a preposition of place are left out unless they are needed, but
    of a visit it is just those that the visitor goes to. An event
    that still has fewer than two looks at the sentence before, which the model was shown as well, and a contact at the
    head of the article. `listeners` are the countries of those who are only spoken to.
    """
    head = [] if candidate.kind == "dispute" else [(0, HEAD)]
    both = candidate.kind != "dispute" and _is_of_both(article, quotes)
    visit = candidate.kind == "meeting" and any(VISIT.search(article.text, *quote) for quote in quotes)
    if len(told) < 2 and both and told <= (pair := _pair(article, quotes[0][1])):
        told |= pair
    for start, end in (*quotes, candidate.near, *head):
        for placed in (True, False) if visit else (False, True):
            if len(told) < 2:
                told |= {
                    code
                    for code, is_placed in _mentioned(article, (start, end), candidate.kind)
                    if is_placed == placed and code not in listeners
                }
    return tuple(sorted(told))


def are_members(participants: Sequence[Participant], told: set[str], language: str | None) -> bool:
    """Say whether those who meet are an organisation's own: its ministers, its council."""
    return (
        len(told) == 1
        and told <= ORGANISATIONS
        and any(resolve_country(one.name, language=language) in told for one in participants)
    )


def _is_of_both(article: Article, quotes: Sequence[Span]) -> bool:
    """Say whether the quotes tell of *both states*, which their article has named before."""
    return any(BOTH.search(article.text, *quote) for quote in quotes)


def _pair(article: Article, end: int) -> set[str]:
    """Return the two states of which `article` speaks most until `end`, where it speaks of both more than once."""
    codes = Counter(found.code for found in find_countries(article.text[:end], article.language))
    most = [code for code, times in codes.most_common(2) if times > 1]
    return set(most) if len(most) == 2 else set()


def _mentioned(article: Article, span: Span, kind: Kind) -> Iterator[tuple[str, bool]]:
    """Yield the countries named within a span, and whether each is named as a place."""
    words = article.text[slice(*span)]
    place = AT if kind == "dispute" else PLACED
    for found in find_countries(words, article.language):
        yield found.code, bool(place.search(words[: found.start]))
