"""Where an event took place: the words, grounded, and the country that they name."""

from collections.abc import Sequence

from memcon.evidence.refusals import Refusals, span_of
from memcon.evidence.report_day import REACH
from memcon.records import Article, Candidate, Evidence, Place
from memcon.resolve.countries import resolve_country
from memcon.text.ground import Folded, Span, ground_within


def where_of(
    candidate: Candidate, article: Article, text: Folded, quotes: Sequence[Span], refusals: Refusals
) -> tuple[Place | None, Evidence | None]:
    """Return the place in the candidate's words, where they stand in or near its quotes."""
    if not candidate.place_words:
        return None, None
    found = ground_within(candidate.place_words, text, quotes, within=REACH)
    if found is None:
        refusals.add("place", "absent", "the words do not stand in or near the quotes", candidate.place_words)
        return None, None
    evidence = span_of(article, (found.start, found.end))
    return Place(name=evidence.text, country=resolve_country(evidence.text, language=article.language)), evidence
