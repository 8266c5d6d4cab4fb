"""Which states take part: those of the parties and, where these are fewer than two, of the words around them."""

import dataclasses
from collections import Counter
from collections.abc import Iterator
from typing import Final

from memcon.evidence.affiliation import PLACED
from memcon.evidence.draft import Draft
from memcon.evidence.party import name_at
from memcon.evidence.passage import Passage
from memcon.evidence.rules import needed, rule
from memcon.evidence.telling import only_tells
from memcon.resolve.countries import ORGANISATIONS
from memcon.text.ground import Span

HEAD: Final = 400
"""Characters of an article's beginning, which says who it is about."""
BOTH: Final = "{words.both.both}{_}{words.both.people|words.both.sides}"
"""Words for two sides that were named before."""
AT: Final = "{words.prepositions.at}{_}(?:{words.names.articles}{_})?$"
"""Before the place of a dispute; whom it is aimed at may stand after any other preposition."""
VISIT: Final = "{events.meets.visit}"
MEMBERS: Final = r"(?:{events.members.many}{_})?{events.members.before}\s*$"
"""Before an organisation whose members meet: *para menteri luar negeri ASEAN*."""
OWN: Final = "{_}{events.members.after}"
"""After it: *ASEAN foreign ministers*."""
MANY: Final = "{events.members.many}|.*{events.members.plural}"
ONE: Final = "{events.members.one}{_}"


@rule
def members_of_an_organisation_meet(draft: Draft, passage: Passage) -> Draft:
    """The members of an organisation meet without another side where no two others are named: *para menteri ASEAN*."""
    if draft.kind != "meeting":
        return draft
    for quote in passage.quotes:
        span = _members_in(passage, quote)
        others = [party for party in draft.parties if party.inside and not only_tells(passage, party.name)]
        if span and len({party.country for party in others if party.country}) < 2:
            return dataclasses.replace(draft, parties=(name_at(passage, span, None),), members=True)
    return draft


@needed
def parties_stand_for_their_states(draft: Draft, passage: Passage) -> Draft:
    """The sides of an event are the states and organisations for which its parties act."""
    return dataclasses.replace(draft, countries=tuple(sorted(draft.states)))


@rule
def organisation_meets_by_itself(draft: Draft, passage: Passage) -> Draft:
    """Those who meet and are an organisation's own, as its council, need no other side."""
    one = draft.kind == "meeting" and len(draft.countries) == 1 and set(draft.countries) <= ORGANISATIONS
    if one and any(passage.country(passage.words(party.name)) in draft.countries for party in draft.parties):
        return dataclasses.replace(draft, members=True)
    return draft


@rule
def both_states_are_the_two_named_most(draft: Draft, passage: Passage) -> Draft:
    """*Both states* of a contact are the two of which the article speaks most before it."""
    if _is_settled(draft) or draft.is_dispute or not any(passage.search(BOTH, quote) for quote in passage.quotes):
        return draft
    codes = Counter(state.code for state in passage.countries((0, passage.quotes[0][1])))
    pair = {code for code, times in codes.most_common(2) if times > 1}
    if len(pair) < 2 or not pair.issuperset(draft.countries):
        return draft
    return dataclasses.replace(draft, countries=tuple(sorted(pair)))


@rule
def states_of_the_quotes_take_part(draft: Draft, passage: Passage) -> Draft:
    """Where the parties tell fewer than two states, those that the quotes name take part."""
    for quote in passage.quotes:
        draft = _with_states(draft, passage, quote)
    return draft


@rule
def states_of_the_sentence_before_take_part(draft: Draft, passage: Passage) -> Draft:
    """Where the quotes too tell fewer than two, those of all that the model was shown take part."""
    return _with_states(draft, passage, passage.near)


@rule
def states_of_the_head_take_part(draft: Draft, passage: Passage) -> Draft:
    """Where a contact still has fewer than two, those of the article's head take part: it says whom it is about."""
    return draft if draft.is_dispute else _with_states(draft, passage, (0, HEAD))


@rule
def event_has_two_sides(draft: Draft, passage: Passage) -> Draft:
    """An event has two sides, states or international organisations (PLOVER manual)."""
    if len(draft.countries) > 1 or draft.members:
        return draft
    only = f"only {', '.join(draft.countries)} takes part" if draft.countries else "no state takes part"
    text = draft.quotes[0].text
    return draft.refuse("event", "one_side", only, text, rule="event_has_two_sides", passage=passage)


@rule
def somebody_could_meet(draft: Draft, passage: Passage) -> Draft:
    """A contact needs more than one person of whom nobody knows the state."""
    if draft.is_dispute or len(draft.parties) != 1 or draft.parties[0].country is not None:
        return draft
    detail, text = "nobody is named who could have met or called another", draft.quotes[0].text
    return draft.refuse("event", "one_side", detail, text, rule="somebody_could_meet", passage=passage)


def _members_in(passage: Passage, quote: Span) -> Span | None:
    """Return the words of a quote for the members of an organisation, of whom there are many; None without any."""
    for state in passage.countries(quote):
        if state.code not in ORGANISATIONS:
            continue
        before = passage.pattern(MEMBERS).search(passage.words((quote[0], state.start)))
        if before and passage.pattern(MANY).match(before[0]) and not passage.pattern(ONE).search(before[0]):
            return quote[0] + before.start(), state.end
        if after := passage.pattern(OWN).match(passage.text, state.end, quote[1]):
            return state.start, after.end()
    return None


def _is_settled(draft: Draft) -> bool:
    """Say whether no more sides are looked for."""
    return draft.alone or draft.members or len(draft.countries) > 1


def _with_states(draft: Draft, passage: Passage, span: Span) -> Draft:
    """Return the draft with the states that the words at `span` name, where it has fewer than two.

    Those after a preposition of place are left out unless they are needed, but of a visit it is just those that the
    visitor goes to. Who is only spoken to is none.
    """
    if _is_settled(draft):
        return draft
    visit = draft.kind == "meeting" and any(passage.search(VISIT, quote) for quote in passage.quotes)
    named = [each for each in _mentioned(draft, passage, span) if each[0] not in draft.heard]
    for placed in (True, False) if visit else (False, True):
        if not _is_settled(draft):
            codes = {code for code, is_placed in named if is_placed == placed}
            draft = dataclasses.replace(draft, countries=tuple(sorted(codes | {*draft.countries})))
    return draft


def _mentioned(draft: Draft, passage: Passage, span: Span) -> Iterator[tuple[str, bool]]:
    """Yield the countries named within a span, and whether each is named as a place."""
    place = passage.pattern(AT if draft.is_dispute else PLACED)
    for state in passage.countries(span):
        yield state.code, bool(place.search(passage.words((span[0], state.start))))
