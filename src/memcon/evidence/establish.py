"""Turn what a model pointed at into a mention whose every fact has its words, or into the reason why not.

Grounds each quote, name, date and place of a candidate in its article, and resolves dates and countries. What does not
hold is told, never dropped in silence. Knows nothing of models, and of other articles.
"""

import dataclasses
from collections.abc import Sequence

from memcon.evidence import cues
from memcon.evidence.confidence import confidence_of
from memcon.evidence.dates import when_of
from memcon.evidence.places import where_of
from memcon.evidence.refusals import Refusals
from memcon.evidence.report_day import REACH
from memcon.evidence.sides import Sides, sides_of
from memcon.records import Article, Candidate, Mention, Quote, Rejected
from memcon.resolve.countries import resolve_country
from memcon.text.ground import Folded, Span, choose, explain, ground, ground_within


@dataclasses.dataclass(frozen=True, slots=True)
class Established:
    """What became of a candidate: a mention, or None, and everything of it that did not hold."""

    mention: Mention | None
    rejected: tuple[Rejected, ...]


def establish(candidate: Candidate, article: Article, text: Folded) -> Established:
    """Ground and resolve `candidate` in `article`; `text` is its body (`articles.sentences.body_of`), folded once.

    A mention needs a quote that stands, and two sides: two countries or international organisations among its
    participants or in the words of its quotes, since contact and dispute are between states (PLOVER manual).
    """
    article = dataclasses.replace(article, text=text.text)  # what is not body tells nothing, not even of countries
    refusals = Refusals(candidate, article)
    quotes = _quotes(candidate, article, text, refusals)
    if not quotes:
        return Established(None, refusals.all)
    spans = [(quote.start, quote.end) for quote in quotes]
    words = " ".join(quote.text for quote in quotes)
    if candidate.kind == "dispute" and cues.is_opinion(words):
        refusals.add("event", "opinion", "it is told as what one who acts for no state thinks", quotes[0].text)
        return Established(None, refusals.all)
    sides = sides_of(candidate, article, text, spans, refusals)
    if len(sides.countries) < 2 and not sides.are_members:
        only = f"only {', '.join(sides.countries)} takes part" if sides.countries else "no state takes part"
        refusals.add("event", "one_side", only, quotes[0].text)
        return Established(None, refusals.all)
    if candidate.kind != "dispute" and not sides.meet:
        refusals.add("event", "one_side", "nobody is named who could have met or called another", quotes[0].text)
        return Established(None, refusals.all)
    status = cues.status_of(candidate.kind, candidate.status, words)
    date, date_evidence = when_of(candidate, status, article, text, spans, refusals)
    place, place_evidence = where_of(candidate, article, text, spans, refusals)
    mention = Mention(
        id=f"{article.id}#{candidate.kind}-{quotes[0].start}-{quotes[0].end}",
        article=article.id,
        published=article.published,
        kind=candidate.kind,
        status=status,
        variant=cues.variant_of(candidate.kind, candidate.variant, words, article.language),
        date=date,
        place=place,
        countries=sides.countries,
        participants=sides.participants,
        initiator=_initiator(candidate, article, text, spans, sides, refusals),
        topics=candidate.topics,
        summary=candidate.summary,
        confidence=confidence_of(candidate.kind, candidate.confidence, sides.participants, dated=date is not None),
        quotes=quotes,
        date_evidence=date_evidence,
        place_evidence=place_evidence,
        names=sides.names,
        model=candidate.model,
        prompt=candidate.prompt,
    )
    return Established(mention, refusals.all)


def _initiator(
    candidate: Candidate, article: Article, text: Folded, quotes: Sequence[Span], sides: Sides, refusals: Refusals
) -> str | None:
    """Return the country of the side that asked for the contact: by its own words, or by those of a participant."""
    if not candidate.initiator:
        return None
    found = ground_within(candidate.initiator, text, quotes, within=REACH)
    if found is None:
        refusals.add("name", "absent", "who asked for it does not stand in or near the quotes", candidate.initiator)
        return None
    words = article.text[found.start : found.end]
    code = resolve_country(words, language=article.language)
    named = (one.country for one in sides.participants if one.name in words or words in one.name)
    return code if code in sides.countries else next(named, None)


def _quotes(candidate: Candidate, article: Article, text: Folded, refusals: Refusals) -> tuple[Quote, ...]:
    """Ground every quote at the place nearest to where the model was looking; sorted, each place once."""
    found: dict[Span, Quote] = {}
    for words in candidate.quotes:
        place = choose(ground(words, text), candidate.near)
        if place is None:
            refusal = explain(words, text)
            reason, detail = (refusal.reason, refusal.detail) if refusal else ("absent", "not found")
            refusals.add("quote", reason, detail, words, near=refusal.near if refusal else None)
            continue
        stored = article.text[place.start : place.end]
        found[place.start, place.end] = Quote(text=stored, start=place.start, end=place.end, match=place.match)
    return tuple(found[span] for span in sorted(found))
