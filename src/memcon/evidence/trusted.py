"""The rules for a model that reads well (`trust = "model"`): its typed choice stands where its words stand.

They refuse what the words contradict in any language: a name that stands nowhere, a date that resolves to none, an
event of one side, what has occurred after its report. Nothing is added, and nothing is read into silence.
"""

import dataclasses

from memcon.evidence.affiliation import country_of
from memcon.evidence.cased import name_in_another_case
from memcon.evidence.draft import Draft, Named
from memcon.evidence.parties import grounded
from memcon.evidence.party import country_by_model, state_by_any_word
from memcon.evidence.passage import Passage
from memcon.evidence.report_day import MARGIN, dated
from memcon.evidence.rules import needed, rule
from memcon.evidence.titles import title_beside
from memcon.records import DateEvidence, Party
from memcon.resolve.dates import ResolvedDate
from memcon.text.ground import Span


@needed
def name_stands_in_the_article(draft: Draft, passage: Passage) -> Draft:
    """A party's name must stand in the article: nearest to the quotes, and anywhere in it."""
    return grounded(draft, passage, _named, "in the article", rule="name_stands_in_the_article")


@rule
def somebody_acts_whose_name_stands(draft: Draft, passage: Passage) -> Draft:
    """A dispute needs its actor: where no name of those whom the model calls so stands, there is no event."""
    said = [party.name for party in draft.candidate.parties if party.role == "actor"]
    if not said or any(party.role == "actor" for party in draft.parties):
        return draft
    detail, rule = "who acts stands nowhere in the article", "somebody_acts_whose_name_stands"
    return draft.refuse("event", "absent", detail, ", ".join(said), rule=rule, passage=passage)


@rule
def host_of_others_is_no_side(draft: Draft, passage: Passage) -> Draft:
    """Who lends the soil on which two others meet is the place, and no side: a host of talks in a third country."""
    hosts = [party for party in draft.parties if party.role == "host"] if draft.variant == "third_country" else []
    guests = {party.country for party in draft.parties if party not in hosts and party.country}
    if len(guests) < 2:
        return draft
    for party in hosts:
        detail, rule = "it hosts a meeting of others", "host_of_others_is_no_side"
        draft = draft.refuse("name", "host", detail, party.words, rule=rule, passage=passage, near=party.name)
    return dataclasses.replace(draft, parties=tuple(party for party in draft.parties if party not in hosts))


@rule
def dispute_is_done_or_planned(draft: Draft, passage: Passage) -> Draft:
    """A dispute has occurred or is planned (codebook, S7): what is demanded has been demanded."""
    if not draft.is_dispute or draft.status in {"occurred", "planned"}:
        return draft
    return dataclasses.replace(draft, status="occurred")


@rule
def parties_are_not_of_one_state(draft: Draft, passage: Passage) -> Draft:
    """An event has two sides (PLOVER manual): it is refused where all its parties are known to be of one, or of none.

    A side that is told in words of no one state, as *our partners in Europe*, is one.
    """
    unknown = [party for party in draft.parties if not party.country]
    if len(draft.countries) > 1 or draft.members or (draft.countries and unknown):
        return draft
    only = f"only {', '.join(draft.countries)} takes part" if draft.countries else "no state takes part"
    text, rule = draft.quotes[0].text, "parties_are_not_of_one_state"
    return draft.refuse("event", "one_side", only, text, rule=rule, passage=passage)


@rule
def what_lies_ahead_has_not_occurred(draft: Draft, passage: Passage) -> Draft:
    """What its words date after its report has not occurred: it is planned."""
    ahead = _ahead(draft, passage)
    if ahead is None or draft.picked is None:
        return draft
    start, end = draft.picked
    evidence = DateEvidence(text=passage.words(draft.picked), start=start, end=end, basis=ahead.basis)
    return dataclasses.replace(draft, status="planned", date=dated(ahead), date_evidence=evidence)


def _ahead(draft: Draft, passage: Passage) -> ResolvedDate | None:
    """Return the date of what the model says has occurred, where its words have no reading but one to come."""
    if draft.status != "occurred" or draft.date or not draft.picked or passage.published is None:
        return None
    words = passage.words(draft.picked)
    date = passage.date(words, passage.published)
    return date if date and date.start > passage.published + MARGIN else None


def _named(party: Party, passage: Passage) -> Named | None:
    """Return a party as the model has it, where its name stands."""
    place = passage.ground(party.name) or state_by_any_word(passage, party.name)
    if place is None and name_in_another_case.__name__ not in passage.without:
        place = name_in_another_case(passage, party.name, len(passage.text))
    if place is None:
        return None
    title = title_beside(passage, party.title, place) if party.title else None
    side = _side(party, passage, place)
    country, by = (side, country_by_model.__name__) if side else country_of(passage, place, place, title)
    return Named(place, place, title, country, party.role, passage.quote_of(place) is not None, party.name, by)


def _side(party: Party, passage: Passage, name: Span) -> str | None:
    """Return the state or organisation that the model's word for a side names, or the one that stands within it.

    The second is that of an agency: *UN World Food Programme*.
    """
    if code := country_by_model(passage, name, party):
        return code
    span = passage.ground(party.side, name) if party.side else None
    codes = {state.code for state in passage.countries(span)} if span else set()
    return codes.pop() if len(codes) == 1 else None
