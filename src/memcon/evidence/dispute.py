"""Who acts against whom: a small model swaps them, and takes one who listens for the target.

What the words of the quotes say of it comes first; where they say nothing, the model's parties stand.
"""

import dataclasses
from collections.abc import Iterator
from typing import Final

from memcon.evidence import cues
from memcon.evidence.acts import (
    act_at,
    does,
    is_marked_object,
    is_object,
    is_object_before,
    officials_acting,
    who_acts,
    who_suffers,
)
from memcon.evidence.draft import Draft, Named
from memcon.evidence.party import name_at
from memcon.evidence.passage import Passage
from memcon.evidence.rules import rule
from memcon.evidence.telling import first_other, listeners, pronoun_acts, quoted_speaker, speaker_of, spoke_before
from memcon.records import Role
from memcon.text.ground import Span

URGED: Final = (
    r"{events.sanctions.urge}[^.;]{0,80}?{events.sanctions.noun}[^.;,]{0,60}?"
    r"{words.prepositions.against|events.sanctions.on|words.conjunctions.so_that}{_}"
)
"""Before a state against which another is urged to act."""
NEXT: Final = 20
"""How far behind these words, in code points, the state may stand."""


@rule
def opinion_is_no_dispute(draft: Draft, passage: Passage) -> Draft:
    """What one who acts for no state thinks that should or may be done is no dispute of states."""
    if not draft.is_dispute or not cues.is_opinion(passage.told, passage.speech):
        return draft
    detail, text = "it is told as what one who acts for no state thinks", draft.quotes[0].text
    return draft.refuse("event", "opinion", detail, text, rule="opinion_is_no_dispute", passage=passage)


@rule
def listener_is_no_target(draft: Draft, passage: Passage) -> Draft:
    """Whom a speaker tells of others only listens, and those others are the target: `X told Y that Z …`."""
    for quote in passage.quotes:
        for start, end in listeners(passage, quote):
            heard = [party for party in draft.parties if start <= party.name[0] < end]
            codes = {party.country for party in heard if party.country}
            codes |= {state.code for state in passage.countries((start, end))}
            speaks = [party for party in draft.parties if party not in heard and party.role == "actor"]
            span = None if speaks else speaker_of(passage, quote)
            actor = speaks[0] if speaks else name_at(passage, span, "actor") if span else None
            code = actor.country if actor else None
            target = first_other(passage, {*codes, code}, end) if code else None
            if actor and target:
                parties = actor, name_at(passage, target, "target")
                return dataclasses.replace(draft, parties=parties, heard=frozenset(codes))
    return draft


@rule
def who_is_quoted_acts(draft: Draft, passage: Passage) -> Draft:
    """Who is quoted acts, and whom the quoted words are about is the target: `"Peru melanggar …", kata Ruto`."""
    actor = _first(draft, "actor")
    speaker = quoted_speaker(passage, passage.quotes[0])
    if actor is None or speaker is None or actor.name[0] >= speaker[0]:
        return draft
    quoted = name_at(passage, speaker, "actor")
    if not quoted.country or not actor.country or quoted.country == actor.country:
        return draft
    return dataclasses.replace(draft, parties=(quoted, dataclasses.replace(actor, role="target")))


@rule
def pronoun_acts_for_who_spoke_last(draft: Draft, passage: Passage) -> Draft:
    """Where a pronoun acts, the actor is who spoke last; a small model takes the words behind the verb for it."""
    known = any(party.role == "actor" and not party.inside and party.country for party in draft.parties)
    if known or not pronoun_acts(passage, passage.quotes[0]):
        return draft
    for name in spoke_before(passage, passage.quotes[0]):
        actor = name_at(passage, name, "actor", inside=False)
        if code := actor.country:
            target = first_other(passage, {code}, passage.quotes[0][0])
            others = [party for party in draft.parties if party.role == "target" and party.country != code]
            parties = [actor, name_at(passage, target, "target")] if target else [actor, *others]
            return dataclasses.replace(draft, parties=tuple(parties))
    return draft


@rule
def who_stands_before_a_passive_is_the_target(draft: Draft, passage: Passage) -> Draft:
    """Who stands before a passive verb is the target, and who acts stands behind: `Peru dituduh oleh Kenya`."""
    passive = who_suffers(passage)
    if passive is None:
        return draft
    roles: tuple[tuple[Span, Role], ...] = (passive[0], "actor"), (passive[1], "target")
    parties = [name_at(passage, span, role) for span, role in roles]
    for at, party in enumerate(parties):  # who is named better than by the state stays
        known = next((one for one in draft.parties if one.country and one.country == party.country), party)
        parties[at] = dataclasses.replace(known, role=party.role)
    return dataclasses.replace(draft, parties=tuple(parties))


@rule
def state_before_the_verb_acts(draft: Draft, passage: Passage) -> Draft:
    """The state that the words name right before the verb acts, in place of an actor of no state."""
    if any(party.role == "actor" and party.country for party in draft.parties):
        return draft
    acting = who_acts(passage)
    if acting is None:
        return draft
    actor, target = acting
    if target:
        parties = [name_at(passage, actor, "actor"), name_at(passage, target, "target")]
    else:
        targets = [party for party in draft.parties if party.role == "target" and party.country]
        parties = [name_at(passage, actor, "actor"), *targets]
    return dataclasses.replace(draft, parties=tuple(parties))


@rule
def object_of_the_act_is_the_target(draft: Draft, passage: Passage) -> Draft:
    """The object of the act is the target where the model has the two swapped: `X meminta Turki …`."""
    actor, target = _first(draft, "actor"), _first(draft, "target")
    if actor and _acts_behind_the_verb(passage, actor):
        return draft
    for quote in passage.quotes:
        act = act_at(passage, quote)
        if not actor or not target or act is None:
            continue
        turned_round = target.name[1] <= act < actor.name[0] and is_object(passage, act, actor.name[0])
        if turned_round and _shows_the_object(passage, act, actor, target):
            roles: dict[Named, Role] = {actor: "target", target: "actor"}
            turned = (dataclasses.replace(party, role=roles.get(party, party.role)) for party in draft.parties)
            return dataclasses.replace(draft, parties=tuple(turned))
    return draft


def _shows_the_object(passage: Passage, act: int, actor: Named, target: Named) -> bool:
    """Say whether more than a guess tells that the actor is the object of the act: a preposition, or a fixed order.

    The order counts of bare states alone, about a verb that is not passive.
    """
    if is_object_before(passage, target.name[0]) or not does(passage, act, target.name):
        return False
    if is_marked_object(passage, act, actor.name[0]):
        return True
    bare = all(passage.is_state(passage.words(party.name)) for party in (actor, target))
    return passage.speech.facts.fixed_order and bare


def _acts_behind_the_verb(passage: Passage, actor: Named) -> bool:
    """Say whether what stands behind the verb acts: it is passive, or the language has its verbs first."""
    acting = who_suffers(passage) or (who_acts(passage) if passage.speech.facts.verb_first else None)
    return acting is not None and actor.country in {state.code for state in passage.countries(acting[0])}


@rule
def object_of_the_act_is_added(draft: Draft, passage: Passage) -> Draft:
    """The state that is the object of the act is the target where the model names none: `China accused Peru`."""
    codes = draft.states
    if any(party.role == "target" for party in draft.parties) or not codes:
        return draft
    for quote in passage.quotes:
        act = act_at(passage, quote)
        states = passage.countries((act, quote[1])) if act is not None else ()
        if act is None or not states or states[0].code in codes:
            continue
        if is_object(passage, act, states[0].start):
            target = name_at(passage, (states[0].start, states[0].end), "target")
            return dataclasses.replace(draft, parties=(*draft.parties, target))
    return draft


@rule
def official_acts_for_the_state(draft: Draft, passage: Passage) -> Draft:
    """The officials who act by name stand in place of the state for which they do."""
    for party in draft.parties:
        if party.role != "actor" or not party.country or not passage.is_state(passage.words(party.name)):
            continue
        acting = [name_at(passage, name, "actor") for name in officials_acting(passage, party.country)]
        if acting:
            others = (other for other in draft.parties if other is not party)
            return dataclasses.replace(draft, parties=tuple(dict.fromkeys((*acting, *others))))
    return draft


@rule
def whom_others_are_urged_against_is_a_target(draft: Draft, passage: Passage) -> Draft:
    """The state against which the target is urged to act is one as well: `AS mendesak PBB menjatuhkan sanksi …`."""
    if len(draft.states) < 2:
        return draft
    return dataclasses.replace(draft, parties=tuple(dict.fromkeys((*draft.parties, *_punished(draft, passage)))))


def _punished(draft: Draft, passage: Passage) -> Iterator[Named]:
    for quote in passage.quotes:
        urged = passage.search(URGED, quote)
        states = passage.countries((urged.end(), quote[1])) if urged else ()
        if urged and states and states[0].start - urged.end() < NEXT and states[0].code not in draft.states:
            yield name_at(passage, (states[0].start, states[0].end), "target")


def _first(draft: Draft, role: Role) -> Named | None:
    """Return the first party of this role."""
    return next((party for party in draft.parties if party.role == role), None)
