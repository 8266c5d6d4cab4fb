"""Turn what a model pointed at into mentions whose every fact has its words, or into the reason why not.

A candidate passes rule by rule (`ORDER`), each of which makes a new draft of it. What does not hold is told,
never dropped in silence. Knows nothing of models, and of other articles.
"""

import dataclasses
from collections.abc import Mapping
from typing import Final

from memcon.evidence import contact, dates, dispute, games, parties, places, report_day, screen, sides, status, trusted
from memcon.evidence.confidence import confidence_of
from memcon.evidence.doubts import doubted, overruled, told
from memcon.evidence.draft import Draft
from memcon.evidence.passage import Passage
from memcon.evidence.rules import Spoke, Step, follow, needed
from memcon.evidence.separate import two_days_are_two_contacts
from memcon.records import Candidate, Family, Mention, Quote, Rejected, Trust, family, publisher
from memcon.text.ground import Span, choose, explain, ground


@dataclasses.dataclass(frozen=True, slots=True)
class Established:
    """What became of an event: a mention, or None, and everything of it that did not hold."""

    candidate: Candidate
    """What the model pointed at."""
    mention: Mention | None
    rejected: tuple[Rejected, ...]
    spoke: tuple[Spoke, ...]
    """The rules that changed something of it or refused it, in order."""


@needed
def quote_stands(draft: Draft, passage: Passage) -> Draft:
    """An event needs a quote that stands in the article, at the place nearest to where the model was looking.

    One that reads on across a line that is not body, as a link amid a sentence, is as many quotes as it has parts.
    """
    quotes: dict[Span, Quote] = {}
    for words in draft.candidate.quotes:
        place = choose(ground(words, passage.body), draft.candidate.near)
        parts = passage.bodies((place.start, place.end)) if place else ()
        if place is None or not parts:
            refusal = explain(words, passage.body)
            reason, detail = (refusal.reason, refusal.detail) if refusal else ("absent", "not found")
            near = refusal.near if refusal else None
            if near and passage.bodies(near) != (near,):
                detail += "; part of what stands there is not body"
            draft = draft.refuse("quote", reason, detail, words, rule="quote_stands", passage=passage, near=near)
            continue
        match = place.match if len(parts) == 1 else "near"
        for start, end in parts:
            quotes[start, end] = Quote(text=passage.words((start, end)), start=start, end=end, match=match)
    return dataclasses.replace(draft, quotes=tuple(quotes[span] for span in sorted(quotes)), is_refused=not quotes)


SCREENED: Final[tuple[Step, ...]] = (screen.quote_is_no_order_to_a_machine, screen.fields_are_plain)
CONTACT: Final[tuple[Step, ...]] = (
    contact.teller_is_set_aside,
    contact.officials_in_quotes_take_part,
    contact.both_leaders_are_the_two_named_before,
    contact.he_is_the_official_named_last,
    contact.delegation_comes_along,
    contact.teller_takes_part_where_nobody_else_does,
    contact.teller_is_no_party,
    sides.members_of_an_organisation_meet,
)
DISPUTE: Final[tuple[Step, ...]] = (
    dispute.listener_is_no_target,
    dispute.who_is_quoted_acts,
    dispute.pronoun_acts_for_who_spoke_last,
    dispute.who_stands_before_a_passive_is_the_target,
    dispute.state_before_the_verb_acts,
    dispute.object_of_the_act_is_the_target,
    dispute.object_of_the_act_is_added,
    dispute.official_acts_for_the_state,
    dispute.whom_others_are_urged_against_is_a_target,
)
NAMED: Final[tuple[Step, ...]] = (
    parties.states_copied_as_one_are_two,
    parties.name_stands,
    parties.party_is_somebody,
    parties.party_is_named_once,
    parties.names_in_quotes_count_first,
    parties.private_people_act_for_no_state,
)
SIDES: Final[tuple[Step, ...]] = (
    parties.patronymic_is_no_second_person,
    parties.list_names_more_states,
    sides.parties_stand_for_their_states,
    sides.organisation_meets_by_itself,
    sides.both_states_are_the_two_named_most,
    sides.states_of_the_quotes_take_part,
    sides.states_of_the_sentence_before_take_part,
    sides.states_of_the_head_take_part,
    sides.event_has_two_sides,
    sides.somebody_could_meet,
)
CIRCUMSTANCES: Final[tuple[Step, ...]] = (
    *status.STATUS,
    *status.VARIANT,
    dates.date_words_stand,
    dates.days_of_the_quotes_count_first,
    dates.since_tells_no_day,
    dates.stamp_tells_no_day,
    dates.cause_has_its_own_day,
    dates.day_of_telling_is_not_of_contact,
    dates.date_follows_from_its_words,
    trusted.what_lies_ahead_has_not_occurred,
    report_day.lede_has_the_day_told_below,
    report_day.statement_bears_its_own_day,
    report_day.speaker_goes_on_about_the_same_day,
    dates.date_words_give_a_date,
    places.place_stands,
    places.meeting_is_at_the_place_told,
    places.who_asked_stands,
)


WITNESSES: Final[Mapping[Family, tuple[Step, ...]]] = {
    "contact": (*status.STATUS, *status.VARIANT),
    "dispute": (*DISPUTE, *status.STATUS, *status.VARIANT),
}
"""The rules that read a typed choice in the words: what they tell is a doubt where the model's word holds."""
GIVEN: Final[tuple[Step, ...]] = (
    trusted.name_stands_in_the_article,
    parties.party_is_named_once,
    trusted.somebody_acts_whose_name_stands,
    trusted.host_of_others_is_no_side,
    trusted.dispute_is_done_or_planned,
    sides.parties_stand_for_their_states,
    sides.organisation_meets_by_itself,
    trusted.parties_are_not_of_one_state,
    dates.date_words_stand,
    dates.date_follows_from_its_words,
    trusted.what_lies_ahead_has_not_occurred,
    dates.date_words_give_a_date,
    places.place_stands,
    places.who_asked_stands,
)
ORDER: Final[Mapping[Trust, Mapping[Family, tuple[Step, ...]]]] = {
    "model": {"contact": (games.game_is_no_event, *GIVEN), "dispute": (games.game_is_no_event, *GIVEN)},
    "code": {
        "contact": (games.game_is_no_event, *NAMED, *CONTACT, *SIDES, *CIRCUMSTANCES),
        "dispute": (games.game_is_no_event, dispute.opinion_is_no_dispute, *NAMED, *DISPUTE, *SIDES, *CIRCUMSTANCES),
    },
}
"""The rules about an event whose quotes stand, as they are asked, by whose word holds on a typed choice."""


def establish(candidate: Candidate, passage: Passage) -> tuple[Established, ...]:
    """Ground and resolve `candidate` in `passage`; return what became of each event that it tells of, mostly of one.

    A mention needs a quote that stands, and two sides: two countries or international organisations among its
    participants or in the words of its quotes, since contact and dispute are between states (PLOVER manual).
    """
    draft, spoke = follow(SCREENED, Draft.of(candidate), passage)
    if draft.is_refused:
        return (Established(candidate, None, draft.refusals, spoke),)
    if passage.trust == "model":
        return (_established(candidate, draft, spoke, passage),)
    drafts = () if two_days_are_two_contacts.__name__ in passage.without else two_days_are_two_contacts(draft, passage)
    if not drafts:
        return (_established(candidate, draft, spoke, passage),)
    apart = two_days_are_two_contacts.__name__
    return tuple(
        _established(candidate, each, (*spoke, Spoke(apart, draft, each, passage)), passage) for each in drafts
    )


def _established(candidate: Candidate, draft: Draft, spoke: tuple[Spoke, ...], passage: Passage) -> Established:
    """Return what becomes of one event."""
    draft, grounding = follow((quote_stands,), draft, passage)
    about = passage.at([(quote.start, quote.end) for quote in draft.quotes], draft.candidate.near)
    given = draft
    draft, judging = follow(ORDER[passage.trust][family(draft.kind)], draft, about)
    if not draft.is_refused:
        draft = told(draft, overruled(given, judging, about), about)
        if passage.trust == "model":
            draft = told(draft, doubted(draft, WITNESSES[family(draft.kind)], about), about)
    mention = None if draft.is_refused else _mention(draft, about)
    return Established(candidate, mention, draft.refusals, (*spoke, *grounding, *judging))


def _mention(draft: Draft, passage: Passage) -> Mention:
    """Return what holds, as it is written."""
    candidate, first, article = draft.candidate, draft.quotes[0], passage.article
    participants = tuple(party.participant(passage) for party in draft.parties)
    return Mention(
        id=f"{article.id}#{draft.kind}-{first.start}-{first.end}",
        article=article.id,
        published=passage.published,
        source=publisher(article.source, article.url),
        language=article.language,
        kind=draft.kind,
        status=draft.status,
        variant=draft.variant,
        date=draft.date,
        place=draft.place,
        countries=draft.countries,
        participants=participants,
        initiator=draft.initiator,
        topics=candidate.topics,
        summary=candidate.summary,
        confidence=confidence_of(draft, passage.trust),
        quotes=draft.quotes,
        date_evidence=draft.date_evidence,
        place_evidence=draft.place_evidence,
        names=tuple(passage.evidence(party.name) for party in draft.parties),
        model=candidate.model,
        prompt=candidate.prompt,
        doubts=draft.doubts,
    )
