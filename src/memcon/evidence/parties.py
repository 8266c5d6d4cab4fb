"""Who is named at all: which of the model's names stand, name somebody, and act for a state; and who is of one list."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Final

from memcon.evidence.draft import Draft, Named
from memcon.evidence.names import list_of
from memcon.evidence.party import BETWEEN, ground_party, name_at, names_somebody
from memcon.evidence.passage import Passage
from memcon.evidence.rules import needed, rule
from memcon.evidence.telling import is_unofficial
from memcon.records import Party

JOINED: Final = r"{_}{words.conjunctions.and}{_}|\s*[,&،、，]\s*"


@rule
def states_copied_as_one_are_two(draft: Draft, passage: Passage) -> Draft:
    """Two states that a model copied as one name are two parties: `AS dan Korut`."""
    parties = tuple(part for party in draft.candidate.parties for part in _parts(party, passage))
    if parties == draft.candidate.parties:
        return draft
    return dataclasses.replace(draft, candidate=dataclasses.replace(draft.candidate, parties=parties))


def _parts(party: Party, passage: Passage) -> Iterator[Party]:
    parts = [part.strip() for part in passage.pattern(JOINED).split(party.name)]
    if len(parts) > 1 and all(passage.country(part) for part in parts):
        yield from (dataclasses.replace(party, name=part) for part in parts)
    else:
        yield party


@needed
def name_stands(draft: Draft, passage: Passage) -> Draft:
    """A party's name must stand in or near the quotes."""
    return grounded(draft, passage, ground_party, "in or near the quotes", rule="name_stands")


def grounded(
    draft: Draft, passage: Passage, ground: Callable[[Party, Passage], Named | None], where: str, *, rule: str
) -> Draft:
    """Return the draft with the parties whose names `ground` finds; the others are refused, as standing not `where`."""
    parties = []
    for party in draft.candidate.parties:
        named = ground(party, passage)
        if named:
            parties.append(named)
        else:
            detail = f"the name does not stand {where}"
            draft = draft.refuse("name", "absent", detail, party.name, rule=rule, passage=passage)
    return dataclasses.replace(draft, parties=tuple(parties))


@rule
def party_is_somebody(draft: Draft, passage: Passage) -> Draft:
    """A party is a person, an office, a state or an organisation: no summit, no sea, no headline's first word."""
    others = [party for party in draft.parties if not names_somebody(passage, party.name)]
    detail = "it names no person, office or state"
    return _without(draft, passage, others, "no_party", detail, rule="party_is_somebody")


@needed
def party_is_named_once(draft: Draft, passage: Passage) -> Draft:
    """Of parties with the same name and state the first counts: *the foreign ministers of Peru and Kenya* are two."""
    once: dict[tuple[str, str | None], Named] = {}
    for party in draft.parties:
        once.setdefault((passage.words(party.name), party.country), party)
    return dataclasses.replace(draft, parties=tuple(once.values()))


@rule
def names_in_quotes_count_first(draft: Draft, passage: Passage) -> Draft:
    """Where the quotes name two parties, those whom only the sentence before names are none."""
    if sum(party.inside for party in draft.parties) < 2:
        return draft
    outside = [party for party in draft.parties if not party.inside]
    detail = "it stands before the quotes, which name others"
    return _without(draft, passage, outside, "outside", detail, rule="names_in_quotes_count_first")


@rule
def private_people_act_for_no_state(draft: Draft, passage: Passage) -> Draft:
    """Who acts for no state, as a scholar, a founder or a newspaper, is no party."""
    private = [party for party in draft.parties if is_unofficial(passage, party.whole, party.name)]
    detail = "it is told as one who acts for no state"
    after = _without(draft, passage, private, "no_official", detail, rule="private_people_act_for_no_state")
    alone = any(party.role != "target" for party in private) and _are_alone(after)
    return dataclasses.replace(after, alone=alone)


@rule
def patronymic_is_no_second_person(draft: Draft, passage: Passage) -> Draft:
    """A Russian given name and patronymic beside the same given name with a surname is the same: *Юрий Викторович*."""
    names = [passage.words(party.name).split() for party in draft.parties]
    patronymic = passage.speech.pattern("words.names.patronymic")
    again = [
        len(name) == 2
        and patronymic.fullmatch(name[1]) is not None
        and any(other != name and len(other) > 1 and other[0] == name[0] for other in names)
        for name in names
    ]
    parties = tuple(party for party, other in zip(draft.parties, again, strict=True) if not other)
    return dataclasses.replace(draft, parties=parties)


@rule
def list_names_more_states(draft: Draft, passage: Passage) -> Draft:
    """Beside a state of a list the others of the list take part, but for those that something is *between*."""
    parties: list[Named] = []
    known = [party.name for party in draft.parties]
    enough = all(party.role is None for party in draft.parties) and len(draft.states) > 1
    for party in draft.parties:
        parties.append(party)
        if draft.members or (enough and passage.pattern(BETWEEN).search(passage.before(party.name[0], 60))):
            continue
        quote = passage.quote_of(party.name)
        for span in list_of(passage, quote, party.name) if quote else ():
            if not any(span[0] < end and start < span[1] for start, end in known):
                known.append(span)
                parties.append(name_at(passage, span, party.role))
    return dataclasses.replace(draft, parties=tuple(parties))


def _are_alone(draft: Draft) -> bool:
    """Say whether those who are left without the private people make no event of states."""
    if draft.is_dispute:
        return not any(party.role == "actor" and party.country for party in draft.parties)
    return len(draft.states) < 2


def _without(draft: Draft, passage: Passage, others: list[Named], reason: str, detail: str, *, rule: str) -> Draft:
    """Return the draft without these parties, each refused."""
    for party in others:
        draft = draft.refuse("name", reason, detail, party.words, rule=rule, passage=passage, near=party.name)
    return dataclasses.replace(draft, parties=tuple(party for party in draft.parties if party not in others))
