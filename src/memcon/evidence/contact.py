"""Who took part in a contact: who tells of it does not, and the words name more than the model does.

Reports name a delegation in a sentence of its own, a little below: `Jokowi juga didampingi Menteri Keuangan …`.
"""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from memcon.evidence.acts import meets_another
from memcon.evidence.draft import Draft
from memcon.evidence.names import officials_in, people_in
from memcon.evidence.party import name_at
from memcon.evidence.passage import Passage, Text
from memcon.evidence.report_day import HE, OTHER
from memcon.evidence.rules import needed, rule
from memcon.evidence.telling import is_unofficial, only_tells
from memcon.resolve.people.same import Person, same_person
from memcon.text.capitals import LETTER, UPPER
from memcon.text.ground import Span

BOTH_PEOPLE: Final = "{words.both.both}{_}{words.both.people}"
"""Words for two people who were named before."""
BEFORE: Final = 1500
"""Code points before a quote in which these two are looked for: a page."""
BACK: Final = 1000
"""The same for the bearer of a pronoun: a paragraph or two."""
ALONG: Final = "{events.meets.came_along}"
BELOW: Final = 2000
"""Code points below a quote in which words of those who came along count: the length of a short report."""
SENTENCE: Final = re.compile(r"[^\n]+?(?:(?<=[^\W\d_]{3})[.!?][”\"]?(?=\s|$)|[。！？]|(?=\n)|$)")
LISTED: Final = rf",?\s(?:{{words.conjunctions.and}}\s)?(?:[{UPPER}][{LETTER}’'-]*\s){{1,6}}"
"""Between a name and the next of a list, whose office stands before it."""


@rule
def teller_is_set_aside(draft: Draft, passage: Passage) -> Draft:
    """Who only tells of a contact takes no part where two others do: `Menurut Monica Juma, Presiden Kenya …`."""
    tellers = tuple(party for party in draft.parties if only_tells(passage, party.name))
    others = tuple(party for party in draft.parties if party not in tellers)
    return dataclasses.replace(draft, parties=others, tellers=tellers)


@rule
def officials_in_quotes_take_part(draft: Draft, passage: Passage) -> Draft:
    """An official of a second state whom the quotes name takes part though the model left the name out."""
    states, parties = draft.states, [*draft.parties]
    for quote in passage.quotes:
        for name, code in officials_in(passage, quote):
            told_of = only_tells(passage, name) or is_unofficial(passage, name, name)
            listed = any(
                passage.pattern(LISTED).fullmatch(passage.words((party.name[1], name[0]))) for party in parties
            )
            if (len(states) < 2 or listed) and code not in states and not told_of:
                states.add(code)
                parties.append(name_at(passage, name, None))
    return dataclasses.replace(draft, parties=tuple(parties))


@rule
def both_leaders_are_the_two_named_before(draft: Draft, passage: Passage) -> Draft:
    """*Both leaders* are the two officials of different states who are named most before the quotes."""
    states = draft.states
    pair = [name for name, code in _both(passage) if code not in states] if len(states) < 2 else []
    return _with(draft, passage, pair) if len(states) + len(pair) > 1 else draft


@rule
def he_is_the_official_named_last(draft: Draft, passage: Passage) -> Draft:
    """*He* in a quote that names fewer than two states is the official who was named last before it."""
    start = passage.quotes[0][0]
    if len(draft.states) > 1 or not passage.search(HE, passage.quotes[0]):
        return draft
    bearer = next(reversed(officials_in(passage, (max(0, start - BACK), start))), None)
    return _with(draft, passage, [bearer[0]]) if bearer and bearer[1] not in draft.states else draft


@rule
def delegation_comes_along(draft: Draft, passage: Passage) -> Draft:
    """Those take part whom a sentence below tells to have come along: `Jokowi juga didampingi Menteri Keuangan …`."""
    if len(draft.parties) < 2:
        return draft
    known = [
        Person(passage.words(party.name), party.title, party.country) for party in (*draft.parties, *draft.tellers)
    ]
    came = []
    for name in _came_along(passage):
        party = name_at(passage, name, None, inside=False)
        person = Person(passage.words(name), None, party.country)
        if not any(same_person(person, other) for other in known):
            known.append(person)
            came.append(party)
    return dataclasses.replace(draft, parties=(*draft.parties, *came))


@rule
def teller_takes_part_where_nobody_else_does(draft: Draft, passage: Passage) -> Draft:
    """Who only tells of a contact takes part after all where fewer than two others are named."""
    if len(draft.parties) > 1 or not draft.tellers:
        return draft
    return dataclasses.replace(draft, parties=(*draft.parties, *draft.tellers), tellers=())


@needed
def teller_is_no_party(draft: Draft, passage: Passage) -> Draft:
    """Who stays aside is no party, and is told among what was refused."""
    for party in draft.tellers:
        draft = draft.refuse(
            "name", "teller", "who bears it tells of the event", party.words,
            rule="teller_is_no_party", passage=passage, near=party.name,
        )  # fmt: skip
    return draft


def _with(draft: Draft, passage: Passage, names: list[Span]) -> Draft:
    """Return the draft with those whom words outside the quotes name."""
    meant = (name_at(passage, name, None, inside=False) for name in names)
    return dataclasses.replace(draft, parties=(*draft.parties, *meant))


def _both(passage: Passage) -> tuple[tuple[Span, str], ...]:
    """Return the two officials of different states named most before quotes that tell of *both leaders*."""
    if not any(passage.search(BOTH_PEOPLE, quote) for quote in passage.quotes):
        return ()
    start = passage.quotes[0][0]
    last: dict[tuple[str, str], Span] = {}
    times: Counter[tuple[str, str]] = Counter()
    for name, code in officials_in(passage, (max(0, start - BEFORE), start)):
        person = code, passage.words(name).split()[-1]
        last[person] = name
        times[person] += 1
    pair: dict[str, Span] = {}
    for code, bearer in sorted(times, key=lambda person: (-times[person], -last[person][0])):
        pair.setdefault(code, last[code, bearer])
    return tuple((name, code) for code, name in list(pair.items())[:2]) if len(pair) > 1 else ()


def _came_along(passage: Passage) -> Iterator[Span]:
    """Yield the names of those whom a sentence below the quotes tells to have come along."""
    end = passage.quotes[-1][1]
    told = Text(passage.told, passage.language)
    known = {state.code for state in told.countries(told.whole)}
    for sentence in SENTENCE.finditer(passage.text, end, min(len(passage.text), end + BELOW)):
        if passage.pattern(OTHER).search(sentence[0]) or meets_another(passage, sentence.span(), known):
            return
        if not passage.pattern(ALONG).search(sentence[0]):
            continue
        for name, titled in people_in(passage, sentence.span()):
            full = titled or " " in passage.words(name)
            if full and not only_tells(passage, name) and not is_unofficial(passage, name, name):
                yield name
