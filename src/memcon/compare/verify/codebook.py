"""Whether a mention is one that extraction can have made: its rules about sides are asked again."""

import dataclasses
from collections.abc import Callable, Collection, Iterator
from typing import Final

from memcon.evidence.draft import Draft, Named
from memcon.evidence.passage import Passage
from memcon.evidence.rules import Step, follow
from memcon.evidence.sides import (
    event_has_two_sides,
    members_of_an_organisation_meet,
    organisation_meets_by_itself,
    somebody_could_meet,
)
from memcon.evidence.trusted import parties_are_not_of_one_state
from memcon.records import Candidate, Mention, Trust

SIDES: Final[dict[Trust, tuple[Step, ...]]] = {
    "model": (organisation_meets_by_itself, parties_are_not_of_one_state),
    "code": (members_of_an_organisation_meet, organisation_meets_by_itself, event_has_two_sides, somebody_could_meet),
}
"""The rules that refuse an event for its sides, by whose word holds, behind those that tell where one is enough."""


def codebook_problems(mention: Mention, body: Callable[[], Passage], trusts: Collection[Trust]) -> Iterator[str]:
    """Check the sides of a mention, and that nothing in it is told twice.

    `body` makes the passage of the article's body: most are told without it.
    """
    parties = [*zip(mention.names, mention.participants, strict=False)]
    if tuple(trusts) == ("model",):
        if {*mention.countries} != {one.country for _, one in parties} - {None}:
            yield "its countries are not those of its participants"
        if len(set(parties)) < len(parties):
            yield "it has a participant twice"
    in_doubt = len(mention.countries) < 2 or len(parties) == 1
    if in_doubt and all(_is_refused(mention, body(), trust) for trust in trusts):
        yield "it has not the two sides of an event"
    if len({(quote.start, quote.end) for quote in mention.quotes}) < len(mention.quotes):
        yield "it has a quote twice"


def _is_refused(mention: Mention, passage: Passage, trust: Trust) -> bool:
    """Say whether the rules about sides refuse a mention."""
    about = passage.at([(quote.start, quote.end) for quote in mention.quotes], (0, 0))
    candidate = Candidate(
        kind=mention.kind, status=mention.status, variant=mention.variant, quotes=(), near=(0, 0), parties=(),
        model=mention.model, prompt=mention.prompt,
    )  # fmt: skip
    draft = dataclasses.replace(
        Draft.of(candidate), quotes=mention.quotes, countries=mention.countries, parties=tuple(_parties(mention, about))
    )
    return follow(SIDES[trust], draft, about)[0].is_refused


def _parties(mention: Mention, passage: Passage) -> Iterator[Named]:
    """Yield the participants as rules read them."""
    for name, person in zip(mention.names, mention.participants, strict=False):
        span = name.start, name.end
        inside = passage.quote_of(span) is not None
        yield Named(span, span, person.title, person.country, person.role, inside, name.text)
