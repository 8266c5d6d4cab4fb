"""Turn what a model pointed at into a mention whose every fact has its words, or into the reason why not.

Grounds each quote, name, date and place of a candidate in its article, and resolves dates and countries. What does not
hold is told, never dropped in silence. Knows nothing of models, and of other articles.
"""

import dataclasses
import re
from collections.abc import Sequence
from typing import Final, Literal

from memcon.ground import Folded, Found, Span, choose, explain, ground, ground_within
from memcon.records import (
    Article,
    Candidate,
    DateEvidence,
    EventDate,
    Evidence,
    Mention,
    Participant,
    Party,
    Place,
    Quote,
    Rejected,
)
from memcon.resolve import resolve_date
from memcon.resolve.countries import find_countries, resolve_country

REACH: Final = 600
"""How far from its quotes, in code points, a name, date or place of an event may stand: about three sentences."""


@dataclasses.dataclass(frozen=True, slots=True)
class Established:
    """What became of a candidate: a mention, or None, and everything of it that did not hold."""

    mention: Mention | None
    rejected: tuple[Rejected, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Side:
    """A participant with the span of its name."""

    participant: Participant
    name: Evidence


def establish(candidate: Candidate, article: Article, text: Folded) -> Established:
    """Ground and resolve `candidate` in `article`; `text` is the article's text, folded once.

    A mention needs a quote that stands, and two sides: two countries or international organisations among its
    participants or, where they are not told, among the country words of its quotes (PLOVER codes contact between
    states, so a domestic meeting is none).
    """
    refused: list[Rejected] = []
    quotes = _quotes(candidate, article, text, refused)
    if not quotes:
        return Established(None, tuple(refused))
    spans = [(quote.start, quote.end) for quote in quotes]
    sides = _sides(candidate, article, text, spans, refused)
    countries = _countries(sides, article, spans)
    if len(countries) < 2:
        detail = f"only {', '.join(countries)} takes part" if countries else "no state takes part"
        refused.append(_refuse(candidate, article, "event", "one_side", detail, quotes[0].text))
        return Established(None, tuple(refused))
    date, date_evidence = _date(candidate, article, text, spans, refused)
    place, place_evidence = _place(candidate, article, text, spans, refused)
    mention = Mention(
        id=f"{article.id}#{candidate.kind}-{quotes[0].start}-{quotes[0].end}",
        article=article.id,
        published=article.published,
        kind=candidate.kind,
        status=candidate.status,
        variant=candidate.variant,
        date=date,
        place=place,
        countries=countries,
        participants=tuple(side.participant for side in sides),
        initiator=resolve_country(candidate.initiator, language=article.language) if candidate.initiator else None,
        topics=candidate.topics,
        summary=candidate.summary,
        confidence=candidate.confidence,
        quotes=quotes,
        date_evidence=date_evidence,
        place_evidence=place_evidence,
        names=tuple(side.name for side in sides),
        model=candidate.model,
        prompt=candidate.prompt,
    )
    return Established(mention, tuple(refused))


def _quotes(candidate: Candidate, article: Article, text: Folded, refused: list[Rejected]) -> tuple[Quote, ...]:
    """Ground every quote at the place nearest to where the model was looking; sorted, each place once."""
    found: dict[Span, Quote] = {}
    for words in candidate.quotes:
        place = choose(ground(words, text), candidate.near)
        if place is None:
            refusal = explain(words, text)
            reason, detail = (refusal.reason, refusal.detail) if refusal else ("absent", "not found")
            near = _evidence(article, refusal.near) if refusal and refusal.near else None
            refused.append(_refuse(candidate, article, "quote", reason, detail, words, near))
            continue
        span = (place.start, place.end)
        found[span] = Quote(text=article.text[slice(*span)], start=span[0], end=span[1], match=place.match)
    return tuple(found[span] for span in sorted(found))


def _sides(
    candidate: Candidate, article: Article, text: Folded, spans: Sequence[Span], refused: list[Rejected]
) -> list[_Side]:
    """Ground the participants' names in or near the quotes, and resolve their countries; each name once."""
    sides: dict[str, _Side] = {}
    for party in candidate.parties:
        place = ground_within(party.name, text, spans, within=REACH)
        if place is None:
            detail = "the name does not stand in or near the quotes"
            refused.append(_refuse(candidate, article, "name", "absent", detail, party.name))
            continue
        name = _evidence(article, (place.start, place.end))
        title = ground_within(party.title, text, (place.start, place.end), within=REACH) if party.title else None
        participant = Participant(
            name=name.text,
            title=article.text[title.start : title.end] if title else None,
            country=_country(party, article, text, name),
            role=party.role,
        )
        sides.setdefault(name.text, _Side(participant, name))
    return list(sides.values())


def _country(party: Party, article: Article, text: Folded, name: Evidence) -> str | None:
    """Resolve a party's country from its title, its name, the country word that leads up to the name, or its side.

    The side comes last: a model tends to add the country that it knows, and only words of the article count.
    """
    language = article.language
    for words in (party.title, party.name):
        if words and (code := resolve_country(words, language=language)):
            return code
    if code := _leading_country(article, name.start):
        return code
    if party.side and ground_within(party.side, text, (name.start, name.end), within=REACH):
        return resolve_country(party.side, language=language)
    return None


def _leading_country(article: Article, start: int) -> str | None:
    """Return the country of the office before a name: `Presiden Rusia Vladimir`, `U.S. Gen. Brown`.

    Between the country and the name only capitalised words may stand, and no preposition of place before it.
    """
    lead = article.text[max(0, start - LEAD) : start]
    lead = lead[max(lead.rfind(stop) for stop in CLAUSE_ENDS) + 1 :]
    before = find_countries(lead, article.language)
    if not before or not TITLE.fullmatch(lead[before[-1].end :]) or PLACED.search(lead[: before[-1].start]):
        return None
    return before[-1].code


LEAD: Final = 80
"""Longest office before a name, in code points, in which a country word tells whose official it is."""
CLAUSE_ENDS: Final = (",", ";", "\n", "“", "”", '"')
TITLE: Final = re.compile(r"(?:[\s()]*[^\W\d_a-zа-я][\w.’'-]*){0,5}[\s()]*")
PLACED: Final = re.compile(r"\b(?:ke|di|in|to|at|в|во|на)\s+$", re.IGNORECASE)


def _countries(sides: Sequence[_Side], article: Article, spans: Sequence[Span]) -> tuple[str, ...]:
    """Return the sorted countries of the sides; where they are fewer than two, those named in the quotes as well."""
    codes = {side.participant.country for side in sides} - {None}
    if len(codes) < 2:
        for start, end in spans:
            codes |= {country.code for country in find_countries(article.text[start:end], article.language)}
    return tuple(sorted(code for code in codes if code))


def _date(
    candidate: Candidate, article: Article, text: Folded, spans: Sequence[Span], refused: list[Rejected]
) -> tuple[EventDate | None, DateEvidence | None]:
    """Ground the words of the date and resolve them over the day of publication."""
    words = candidate.date_words
    if not words:
        return None, None
    place = ground_within(words, text, spans, within=REACH)
    if place is None:
        detail = "the words do not stand in or near the quotes"
        refused.append(_refuse(candidate, article, "date", "absent", detail, words))
        return None, None
    stored = article.text[place.start : place.end]
    date = resolve_date(
        stored, published=article.published, language=article.language, planned=candidate.status == "planned"
    )
    if date is None:
        detail = "no date follows from these words" + ("" if article.published else " without a publication date")
        refused.append(_refuse(candidate, article, "date", "no_date", detail, stored, _at(article, place)))
        return None, None
    evidence = DateEvidence(text=stored, start=place.start, end=place.end, basis=date.basis)
    return EventDate(start=date.start, end=date.end, precision=date.precision), evidence


def _place(
    candidate: Candidate, article: Article, text: Folded, spans: Sequence[Span], refused: list[Rejected]
) -> tuple[Place | None, Evidence | None]:
    """Ground the words of the place, and resolve the country that they name."""
    words = candidate.place_words
    if not words:
        return None, None
    place = ground_within(words, text, spans, within=REACH)
    if place is None:
        detail = "the words do not stand in or near the quotes"
        refused.append(_refuse(candidate, article, "place", "absent", detail, words))
        return None, None
    evidence = _at(article, place)
    return Place(name=evidence.text, country=resolve_country(evidence.text, language=article.language)), evidence


def _at(article: Article, place: Found) -> Evidence:
    return _evidence(article, (place.start, place.end))


def _evidence(article: Article, span: Span) -> Evidence:
    return Evidence(text=article.text[slice(*span)], start=span[0], end=span[1])


def _refuse(
    candidate: Candidate,
    article: Article,
    field: Literal["event", "quote", "name", "date", "place"],
    reason: str,
    detail: str,
    text: str,
    near: Evidence | None = None,
) -> Rejected:
    return Rejected(
        article=article.id,
        kind=candidate.kind,
        field=field,
        reason=reason,
        detail=detail,
        text=text,
        near=near,
        model=candidate.model,
        prompt=candidate.prompt,
    )
