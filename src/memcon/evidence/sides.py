"""Who took part, and for which states: of the names that a model gives and those that the article's words add.

Asked in turn: who only tells or listens is no party, a pronoun stands for another, a list names more, and a delegation
is read a little below.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.evidence.contact import both, came_along, he
from memcon.evidence.dispute import opponents
from memcon.evidence.names import is_unofficial, list_of, officials_in, only_tells
from memcon.evidence.party import BETWEEN, Named, ground_party, is_party, name_at, participant
from memcon.evidence.refusals import Refusals, span_of
from memcon.evidence.states import are_members, members_in, states_of
from memcon.records import Article, Candidate, Evidence, Kind, Participant, Party
from memcon.resolve.countries import resolve_country
from memcon.resolve.people.same import Person, same_person
from memcon.text.ground import Folded, Span

LISTED: Final = re.compile(r",?\s(?:(?:and|dan|serta|и)\s)?(?:[A-ZА-ЯЁ][\w’'-]*\s){1,6}")
"""Between a name and the next of a list, whose office stands before it."""
PATRONYMIC: Final = re.compile(r"[А-ЯЁ][а-яё]+(?:ович|евич|овн|евн|ичн)(?:а|у|ем|ом|е|ы|ой)?")
JOINED: Final = re.compile(r"\s+(?:dan|serta|and|и)\s+|\s*[,&]\s*")


@dataclasses.dataclass(frozen=True, slots=True)
class Sides:
    """Participants, the spans of their names in the same order, and the sorted countries of all sides."""

    participants: tuple[Participant, ...]
    names: tuple[Evidence, ...]
    countries: tuple[str, ...]
    are_members: bool = False
    """Whether they are the members of one organisation, who need no other side to meet: the ministers of ASEAN."""

    @property
    def meet(self) -> bool:
        """Whether the sides could meet: not where one person is all who is named, and nobody knows of which state."""
        return len(self.participants) != 1 or self.participants[0].country is not None


def sides_of(candidate: Candidate, article: Article, text: Folded, quotes: Sequence[Span], refusals: Refusals) -> Sides:
    """Return the sides of an event; each name once. See `Sides`."""
    named: dict[str, Named] = {}
    for party in _each(candidate.parties, article.language):
        one = ground_party(party, article, text, quotes)
        if one is None:
            refusals.add("name", "absent", "the name does not stand in or near the quotes", party.name)
        elif not is_party(article, one.name):
            refusals.add("name", "no_party", "it names no person, office or state", party.name, near=one.name)
        else:
            named.setdefault(article.text[slice(*one.name)], one)
    kept = _within(list(named.values()), refusals)
    private = [one for one in kept if is_unofficial(article, one.whole, one.name)]
    for one in private:
        refusals.add("name", "no_official", "it is told as one who acts for no state", one.words, near=one.name)
    kept = [one for one in kept if one not in private]
    alone = any(one.role != "target" for one in private) and _are_alone(kept, candidate.kind)
    heard: set[str] = set()
    if candidate.kind == "dispute":
        kept, heard = opponents(kept, article, quotes)
    else:
        kept = _in_contact(kept, article, quotes, refusals)
    members = _members(kept, article, quotes) if candidate.kind == "meeting" else []
    kept = members or list(_with_lists(_by_full_names(kept, article), article, quotes))
    participants = tuple(participant(one, article) for one in kept)
    told = {one.country for one in kept if one.country}
    own = bool(members) or (candidate.kind == "meeting" and are_members(participants, told, article.language))
    return Sides(
        participants=participants,
        names=tuple(span_of(article, one.name) for one in kept),
        countries=tuple(sorted(told)) if own or alone else states_of(told, candidate, article, quotes, heard),
        are_members=own,
    )


def _members(kept: list[Named], article: Article, quotes: Sequence[Span]) -> list[Named]:
    """Return the members of an organisation who met, where quotes name them and no two other sides."""
    for quote in quotes:
        span = members_in(article, quote)
        others = [one for one in kept if one.inside and not only_tells(article, one.name)]
        if span and len({one.country for one in others if one.country}) < 2:
            return [name_at(article, span, None)]
    return []


def _are_alone(kept: list[Named], kind: Kind) -> bool:
    """Say whether those who are left without the private people make no event of states."""
    if kind == "dispute":
        return not any(one.role == "actor" and one.country for one in kept)
    return len({one.country for one in kept if one.country}) < 2


def _within(kept: list[Named], refusals: Refusals) -> list[Named]:
    """Keep the names inside the quotes, where these name two."""
    if sum(one.inside for one in kept) < 2:
        return kept
    for one in kept:
        if not one.inside:
            refusals.add("name", "outside", "it stands before the quotes, which name others", one.words, near=one.name)
    return [one for one in kept if one.inside]


def _in_contact(kept: list[Named], article: Article, quotes: Sequence[Span], refusals: Refusals) -> list[Named]:
    """Add an official of a second state whom the quotes name; leave out who only tells, where two others remain."""
    tellers = [one for one in kept if only_tells(article, one.name)]
    others = [one for one in kept if one not in tellers]
    told = {one.country for one in others if one.country}
    for quote in quotes:
        for name, code in officials_in(article, quote):
            told_of = only_tells(article, name) or is_unofficial(article, name, name)
            listed = any(LISTED.fullmatch(article.text[one.name[1] : name[0]]) for one in others)
            if (len(told) < 2 or listed) and code not in told and not told_of:
                told.add(code)
                others.append(name_at(article, name, None))
    if len(told) < 2:
        others += _meant(told, article, quotes)
    if len(others) < 2:
        return [*others, *tellers]
    for one in tellers:
        refusals.add("name", "teller", "who bears it tells of the event", one.words, near=one.name)
    return [*others, *_delegation([*others, *tellers], article, quotes)]


def _meant(told: set[str], article: Article, quotes: Sequence[Span]) -> list[Named]:
    """Return those whom *both leaders* or *he* in the quotes means, where they are of other states than `told`."""
    pair = [name for name, code in both(article, quotes) if code not in told]
    if len(told) + len(pair) < 2:
        bearer = he(article, quotes)
        pair = [bearer[0]] if bearer and bearer[1] not in told else []
    return [name_at(article, name, None, inside=False) for name in pair]


def _delegation(known: list[Named], article: Article, quotes: Sequence[Span]) -> Iterator[Named]:
    """Yield those who came along, each once, and no one who is `known`."""
    people = [Person(article.text[slice(*one.name)], one.title, one.country) for one in known]
    for name in came_along(article, quotes):
        one = name_at(article, name, None, inside=False)
        person = Person(article.text[slice(*name)], None, one.country)
        if not any(same_person(person, other) for other in people):
            people.append(person)
            yield one


def _with_lists(kept: list[Named], article: Article, quotes: Sequence[Span]) -> Iterator[Named]:
    """Yield the parties, and beside a state of a list the others of the list."""
    known = [one.name for one in kept]
    contact = all(one.role is None for one in kept)
    enough = contact and len({one.country for one in kept if one.country}) > 1
    for one in kept:
        yield one
        if enough and BETWEEN.search(article.text[max(0, one.name[0] - 60) : one.name[0]]):
            continue
        quote = next(((start, end) for start, end in quotes if start <= one.name[0] and one.name[1] <= end), None)
        for at in list_of(article, quote, one.name) if quote else ():
            if not any(at[0] < end and start < at[1] for start, end in known):
                known.append(at)
                yield name_at(article, at, one.role)


def _by_full_names(kept: list[Named], article: Article) -> list[Named]:
    """Leave out a Russian given name and patronymic beside the same given name with a surname: *Юрий Викторович*."""
    names = [article.text[slice(*one.name)].split() for one in kept]
    return [
        one
        for one, name in zip(kept, names, strict=True)
        if not (
            len(name) == 2
            and PATRONYMIC.fullmatch(name[1])
            and any(other != name and len(other) > 1 and other[0] == name[0] for other in names)
        )
    ]


def _each(parties: Sequence[Party], language: str | None) -> Iterator[Party]:
    """Yield the parties, and apart from each other two states that a model copied as one: `AS dan Korut`."""
    for party in parties:
        parts = [part.strip() for part in JOINED.split(party.name)]
        if len(parts) > 1 and all(resolve_country(part, language=language) for part in parts):
            yield from (dataclasses.replace(party, name=part) for part in parts)
        else:
            yield party
