"""Who took part, and for which state: names grounded, titles set apart, countries read from the words around the names.

A model's word for a country is the last resort, and counts only where it stands in the article: a small model adds the
country that it knows. First comes what the article says of the same person, here or elsewhere.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.evidence.refusals import Refusals, span_of
from memcon.evidence.when import REACH
from memcon.evidence.whose import PLACED, country_around, country_elsewhere
from memcon.ground import Folded, Span, ground_within
from memcon.records import Article, Candidate, Evidence, Participant, Party
from memcon.resolve.countries import find_countries, resolve_country
from memcon.resolve.dates import resolve_date
from memcon.resolve.titles import strip

HEAD: Final = 400
"""Characters of an article's beginning, which says who it is about."""
JOINED: Final = re.compile(r"\s+(?:dan|serta|and|и)\s+|\s*[,&]\s*")
CASED: Final = re.compile(r"[a-zа-яё]")


@dataclasses.dataclass(frozen=True, slots=True)
class Sides:
    """Participants, the spans of their names in the same order, and the sorted countries of all sides."""

    participants: tuple[Participant, ...]
    names: tuple[Evidence, ...]
    countries: tuple[str, ...]

    @property
    def meet(self) -> bool:
        """Whether the sides could meet: not where one person is all who is named, and nobody knows of which state."""
        return len(self.participants) != 1 or self.participants[0].country is not None


@dataclasses.dataclass(frozen=True, slots=True)
class _Named:
    """A party whose name stands in the article."""

    party: Party
    whole: Span
    """The words that the model copied, title and all."""
    name: Span
    inside: bool
    """Whether it stands within the quotes."""


def sides_of(candidate: Candidate, article: Article, text: Folded, quotes: Sequence[Span], refusals: Refusals) -> Sides:
    """Return the sides of an event; each name once. See `Sides`."""
    named: dict[str, _Named] = {}
    for party in _each(candidate.parties, article.language):
        one = _named(party, article, text, quotes)
        if one is None:
            refusals.add("name", "absent", "the name does not stand in or near the quotes", party.name)
        elif not _is_party(article, one.name):
            refusals.add("name", "no_party", "it names no person, office or state", party.name, near=one.name)
        else:
            named.setdefault(article.text[slice(*one.name)], one)
    kept = list(named.values())
    if sum(one.inside for one in kept) >= 2:
        for one in kept:
            if not one.inside:
                detail = "it stands before the quotes, which name others"
                refusals.add("name", "outside", detail, one.party.name, near=one.name)
        kept = [one for one in kept if one.inside]
    participants = tuple(_participant(one, article, text) for one in kept)
    told = {participant.country for participant in participants} - {None}
    return Sides(
        participants=participants,
        names=tuple(span_of(article, one.name) for one in kept),
        countries=_countries({code for code in told if code}, candidate, article, quotes),
    )


def _each(parties: Sequence[Party], language: str | None) -> Iterator[Party]:
    """Yield the parties, and apart from each other two states that a model copied as one: `AS dan Korut`."""
    for party in parties:
        parts = [part.strip() for part in JOINED.split(party.name)]
        if len(parts) > 1 and all(resolve_country(part, language=language) for part in parts):
            yield from (dataclasses.replace(party, name=part) for part in parts)
        else:
            yield party


def _is_party(article: Article, name: Span) -> bool:
    """Say whether words can name someone: they hold a name within a sentence, or tell a state, and are no date."""
    words = article.text[slice(*name)]
    if resolve_country(words, language=article.language):
        return True
    if not CASED.search(words):
        return True  # a script without capitals, or an abbreviation
    first = article.text[: name[0]].rstrip(' "“”(«')[-1:] in {"", ".", "\n", "!", "?", ":", "-", "–", "—"}
    capitals = [word for word in words.split()[first and len(words.split()) > 1 :] if word[0].isupper()]
    return bool(capitals) and not resolve_date(words, dt.date(2000, 1, 1), language=article.language or "id")


def _named(party: Party, article: Article, text: Folded, quotes: Sequence[Span]) -> _Named | None:
    """Ground a party's name: whole, else without the words before it that a model left out or translated."""
    for words in _shorter(party.name):
        found = ground_within(words, text, quotes, within=REACH)
        if found:
            whole = (found.start, found.end)
            inside = any(start <= found.start and found.end <= end for start, end in quotes)
            return _Named(party, whole, _without_title(article, whole), inside)
    return None


def _shorter(name: str) -> Iterator[str]:
    """Yield `name`, then what is left of it from each later capitalised word on."""
    yield name
    words = name.split()
    for at in range(1, len(words)):
        rest = " ".join(words[at:])
        if words[at][:1].isupper() and len(rest) > 3 and strip(rest).words:
            yield rest


def _without_title(article: Article, whole: Span) -> Span:
    """Return where the name stands within words that may begin with titles; all of them where all are titles.

    What is left must not be a piece of a country's name: nothing is taken off `U.S. Treasury`.
    """
    words = article.text[slice(*whole)]
    bare = " ".join(strip(words).words)
    at = words.rfind(bare) if bare and (bare[0].isupper() or not CASED.match(bare)) else -1
    end = at + len(bare)
    countries = find_countries(words, article.language)
    cut = any(found.start < at < found.end or found.start < end < found.end for found in countries)
    return whole if at < 0 or cut else (whole[0] + at, whole[0] + end)


def _participant(one: _Named, article: Article, text: Folded) -> Participant:
    title = article.text[one.whole[0] : one.name[0]].strip(" \t\r\n,") or None
    if title is None and one.party.title:
        found = ground_within(one.party.title, text, one.name, within=REACH)
        title = article.text[found.start : found.end] if found else None
    return Participant(
        name=article.text[slice(*one.name)],
        title=title,
        country=_country(one, title, article, text),
        role=one.party.role,
    )


def _country(one: _Named, title: str | None, article: Article, text: Folded) -> str | None:
    """Return a party's country: from its own words, those around its name, here and elsewhere, or its side."""
    language = article.language
    for words in (article.text[slice(*one.whole)], title, article.text[slice(*one.name)]):
        if words and (code := resolve_country(words, language=language)):
            return code
    if code := country_around(article, one.name) or country_elsewhere(article, one.name):
        return code
    if one.party.side and ground_within(one.party.side, text, one.name, within=REACH):
        return resolve_country(one.party.side, language=language)
    return None


def _countries(told: set[str], candidate: Candidate, article: Article, quotes: Sequence[Span]) -> tuple[str, ...]:
    """Return the countries of the sides: the participants', and where those are fewer than two, the quotes'.

    Of countries that the quotes name, those after a preposition of place are left out unless they are needed. An event
    that still has fewer than two looks at the sentence before, which the model was shown as well, and a contact at the
    head of the article.
    """
    head = [] if candidate.kind == "dispute" else [(0, HEAD)]
    for start, end in (*quotes, candidate.near, *head):
        for placed in (False, True):
            if len(told) < 2:
                told |= {code for code, is_placed in _mentioned(article, (start, end)) if is_placed <= placed}
    return tuple(sorted(told))


def _mentioned(article: Article, span: Span) -> Iterator[tuple[str, bool]]:
    """Yield the countries named within a span, and whether each is named as a place."""
    words = article.text[slice(*span)]
    for found in find_countries(words, article.language):
        yield found.code, bool(PLACED.search(words[: found.start]))
