"""Who took part, and for which state: names grounded, titles set apart, countries read from the words around the names.

A model's word for a country is the last resort, and counts only where it stands in the article: a small model adds the
country that it knows. First comes what the article says of the same person, here or elsewhere.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.evidence.attendance import both, came_along, he
from memcon.evidence.parties import capitalised, is_unofficial, list_of, officials_in, only_tells, who_acts
from memcon.evidence.refusals import Refusals, span_of
from memcon.evidence.speech import first_other, listeners, pronoun_acts, speaker_of, spoke_before
from memcon.evidence.states import are_members, members_in, states_of
from memcon.evidence.when import REACH
from memcon.evidence.whose import country_around, country_elsewhere, leader_named
from memcon.ground import Folded, Span, ground_within
from memcon.records import Article, Candidate, Evidence, Kind, Participant, Party, Role
from memcon.resolve.countries import find_countries, resolve_country
from memcon.resolve.dates import resolve_date
from memcon.resolve.titles import offices, strip

JOINED: Final = re.compile(r"\s+(?:dan|serta|and|и)\s+|\s*[,&]\s*")
PARTICLES: Final = frozenset(
    {
        "bin", "binti", "ibn", "ben", "al", "el", "an", "as", "ad", "van", "von", "de", "der", "den", "da", "di", "dos",
        "du", "la", "le", "y", "e", "of", "the", "dan", "and", "-", "in", "un",
    }
)  # fmt: skip
"""Small words within names."""
BETWEEN: Final = re.compile(r"\b(?:antara|between|among|между)\b[^.;]*$", re.IGNORECASE)
"""Before states that something is between, which need not meet."""
STATES: Final = frozenset({"name", "people", "short"})
"""Kinds of country words that are a state's own, and not its capital's."""
CASED: Final = re.compile(r"[a-zа-яё]")


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


@dataclasses.dataclass(frozen=True, slots=True)
class _Named:
    """A party whose name stands in the article."""

    party: Party
    whole: Span
    """The words that the model copied, title and all."""
    name: Span
    inside: bool
    """Whether it stands within the quotes."""


def sides_of(candidate: Candidate, article: Article, text: Folded, quotes: Sequence[Span], refusals: Refusals) -> Sides:
    """Return the sides of an event; each name once. See `Sides`."""
    named: dict[str, _Named] = {}
    for party in _each(candidate.parties, article.language):
        one = _named(party, article, text, quotes)
        if one is None:
            refusals.add("name", "absent", "the name does not stand in or near the quotes", party.name)
        elif not _is_party(article, one.name):
            refusals.add("name", "no_party", "it names no person, office or state", party.name, near=one.name)
        else:
            named.setdefault(article.text[slice(*one.name)], one)
    kept = _within(list(named.values()), refusals)
    private = [one for one in kept if is_unofficial(article, one.whole, one.name)]
    for one in private:
        refusals.add("name", "no_official", "it is told as one who acts for no state", one.party.name, near=one.name)
    kept = [one for one in kept if one not in private]
    alone = any(one.party.role != "target" for one in private) and _are_alone(kept, candidate.kind, article)
    heard: set[str] = set()
    if candidate.kind == "dispute":
        kept, heard = _without_listeners(kept, article, quotes)
        kept = _acting(kept, article, quotes)
    else:
        kept = _in_contact(kept, article, quotes, refusals)
    members = _members(kept, article, quotes) if candidate.kind == "meeting" else []
    kept = members or list(_with_lists(kept, article, quotes))
    participants = tuple(_participant(one, article, text) for one in kept)
    told = {participant.country for participant in participants if participant.country}
    own = bool(members) or (candidate.kind == "meeting" and are_members(participants, told, article.language))
    return Sides(
        participants=participants,
        names=tuple(span_of(article, one.name) for one in kept),
        countries=tuple(sorted(told)) if own or alone else states_of(told, candidate, article, quotes, heard),
        are_members=own,
    )


def _members(kept: list[_Named], article: Article, quotes: Sequence[Span]) -> list[_Named]:
    """Return the members of an organisation who met, where quotes name them and no two other sides."""
    for quote in quotes:
        span = members_in(article, quote)
        others = [one for one in kept if one.inside and not only_tells(article, one.name)]
        if span and len({code for one in others if (code := _country(one, None, article))}) < 2:
            return [_placed(article, span, None)]
    return []


def _placed(article: Article, span: Span, role: Role | None, *, inside: bool = True) -> _Named:
    """Return a party whom the article's own words name."""
    return _Named(Party(name=article.text[slice(*span)], role=role), span, span, inside)


def _without_listeners(kept: list[_Named], article: Article, quotes: Sequence[Span]) -> tuple[list[_Named], set[str]]:
    """Leave out whom a speaker tells of others: those are the target. Return their countries as well."""
    for quote in quotes:
        for start, end in listeners(article, quote):
            heard = [one for one in kept if start <= one.name[0] < end]
            codes = {code for one in heard if (code := _country(one, None, article))}
            codes |= {found.code for found in find_countries(article.text[start:end], article.language)}
            speaks = [one for one in kept if one not in heard and one.party.role == "actor"]
            actor = speaks[0] if speaks else (span := speaker_of(article, quote)) and _placed(article, span, "actor")
            code = _country(actor, None, article) if actor else None
            target = first_other(article, quotes, {*codes, code}, end) if code else None
            if actor and target:
                return [actor, _placed(article, target, "target")], codes
    return kept, set()


def _are_alone(kept: list[_Named], kind: Kind, article: Article) -> bool:
    """Say whether those who are left without the private people make no event of states."""
    if kind == "dispute":
        return not any(one.party.role == "actor" and _country(one, None, article) for one in kept)
    return len({code for one in kept if (code := _country(one, None, article))}) < 2


def _within(kept: list[_Named], refusals: Refusals) -> list[_Named]:
    """Keep the names inside the quotes, where these name two."""
    if sum(one.inside for one in kept) < 2:
        return kept
    for one in kept:
        if not one.inside:
            refusals.add(
                "name", "outside", "it stands before the quotes, which name others", one.party.name, near=one.name
            )
    return [one for one in kept if one.inside]


def _in_contact(kept: list[_Named], article: Article, quotes: Sequence[Span], refusals: Refusals) -> list[_Named]:
    """Add an official of a second state whom the quotes name; leave out who only tells, where two others remain."""
    tellers = [one for one in kept if only_tells(article, one.name)]
    others = [one for one in kept if one not in tellers]
    told = {code for one in others if (code := _country(one, None, article))}
    for quote in quotes:
        for name, code in officials_in(article, quote):
            told_of = only_tells(article, name) or is_unofficial(article, name, name)
            if len(told) < 2 and code not in told and not told_of:
                told.add(code)
                others.append(_placed(article, name, None))
    if len(told) < 2:
        pair = [_placed(article, name, None, inside=False) for name, code in both(article, quotes) if code not in told]
        others += pair if len(told) + len(pair) > 1 else []
        bearer = None if pair else he(article, quotes)
        if bearer and bearer[1] not in told:
            others.append(_placed(article, bearer[0], None, inside=False))
    if len(others) < 2:
        return [*others, *tellers]
    known = {article.text[slice(*one.name)] for one in [*others, *tellers]}
    words = {word for name in known for word in name.split()}
    for name in came_along(article, quotes):
        if not words & set(article.text[slice(*name)].split()):
            words |= set(article.text[slice(*name)].split())
            others.append(_placed(article, name, None, inside=False))
    for one in tellers:
        refusals.add("name", "teller", "who bears it tells of the event", one.party.name, near=one.name)
    return others


def _acting(kept: list[_Named], article: Article, quotes: Sequence[Span]) -> list[_Named]:
    """Put the state that the words name before the verb in place of an actor of no state.

    Before both comes who spoke last, where a pronoun acts: a small model takes the words behind the verb for the actor.
    """
    actors = [one for one in kept if one.party.role == "actor"]
    if pronoun_acts(article, quotes[0]) and not any(not one.inside and _country(one, None, article) for one in actors):
        for name in spoke_before(article, quotes[0]):
            actor = _placed(article, name, "actor", inside=False)
            if code := _country(actor, None, article):
                target = first_other(article, quotes, {code}, quotes[0][0])
                others = [one for one in kept if one.party.role == "target" and _country(one, None, article) != code]
                return [actor, _placed(article, target, "target")] if target else [actor, *others]
    if any(_country(one, None, article) for one in actors):
        return kept
    found = who_acts(article, quotes)
    if found is None:
        return kept
    parties: list[tuple[Span | None, Role]] = [(found[0], "actor"), (found[1], "target")]
    told = [_placed(article, at, role) for at, role in parties if at]
    targets = [one for one in kept if one.party.role == "target" and _country(one, None, article)]
    return told if found[1] else [*told, *targets]


def _with_lists(kept: list[_Named], article: Article, quotes: Sequence[Span]) -> Iterator[_Named]:
    """Yield the parties, and beside a state of a list the others of the list."""
    known = [one.name for one in kept]
    contact = all(one.party.role is None for one in kept)
    enough = contact and len({code for one in kept if (code := _country(one, None, article))}) > 1
    for one in kept:
        yield one
        if enough and BETWEEN.search(article.text[max(0, one.name[0] - 60) : one.name[0]]):
            continue
        quote = next(((start, end) for start, end in quotes if start <= one.name[0] and one.name[1] <= end), None)
        for at in list_of(article, quote, one.name) if quote else ():
            if not any(at[0] < end and start < at[1] for start, end in known):
                known.append(at)
                yield _Named(
                    dataclasses.replace(one.party, name=article.text[slice(*at)], title=None), at, at, inside=True
                )


def _each(parties: Sequence[Party], language: str | None) -> Iterator[Party]:
    """Yield the parties, and apart from each other two states that a model copied as one: `AS dan Korut`."""
    for party in parties:
        parts = [part.strip() for part in JOINED.split(party.name)]
        if len(parts) > 1 and all(resolve_country(part, language=language) for part in parts):
            yield from (dataclasses.replace(party, name=part) for part in parts)
        else:
            yield party


def _is_party(article: Article, name: Span) -> bool:
    """Say whether words can name someone: they hold a name within a sentence, or tell a state, and are no date."""
    words = article.text[slice(*name)]
    if resolve_country(words, language=article.language):
        return True
    if not CASED.search(words):
        return True  # a script without capitals, or an abbreviation
    first = article.text[: name[0]].rstrip(' "“”(«')[-1:] in {"", ".", "\n", "!", "?", ":", "-", "–", "—"}
    if any(word[0].islower() and word not in PARTICLES for word in words.split()):
        return len(find_countries(words, article.language)) == 1  # `para wakil dari Korea Selatan`
    if first and re.search(rf"(?<!\w){re.escape(words.split()[-1].lower())}(?!\w)", article.text) and " " not in words:
        return False  # `Pejabat itu mengatakan`: a common word that begins a sentence
    capitals = [word for word in words.split()[first and len(words.split()) > 1 :] if word[0].isupper()]
    return bool(capitals) and not resolve_date(words, dt.date(2000, 1, 1), language=article.language or "id")


def _named(party: Party, article: Article, text: Folded, quotes: Sequence[Span]) -> _Named | None:
    """Ground a party's name: whole, else without the words before it that a model left out or translated.

    A state counts as named by any word for it within the quotes: *Japan* by `his Japanese counterpart`.
    """
    for words in _shorter(party.name):
        found = ground_within(words, text, quotes, within=REACH)
        if found is None or not any(start <= found.start and found.end <= end for start, end in quotes):
            state = _state_in(article, quotes, party.name)
            if state:
                return _Named(party, state, state, inside=True)
        if found:
            whole = _with_holder(article, _whole_country(article, (found.start, found.end)))
            inside = any(start <= found.start and found.end <= end for start, end in quotes)
            return _Named(party, whole, _without_title(article, whole), inside)
    return None


def _whole_country(article: Article, span: Span) -> Span:
    """Return the country word of which `span` is a piece: a model's `Korea` is the article's `Korea Utara`."""
    start, end = max(0, span[0] - 40), span[1] + 40
    for found in find_countries(article.text[start:end], article.language):
        if start + found.start <= span[0] and span[1] <= start + found.end:
            return start + found.start, start + found.end
    return span


def _state_in(article: Article, quotes: Sequence[Span], name: str) -> Span | None:
    """Return the first words within the quotes for the state that `name` is, and nothing more than is."""
    states = find_countries(name, article.language)
    if len(states) != 1 or states[0].end - states[0].start != len(name):
        return None
    for start, end in quotes:
        for found in find_countries(article.text[start:end], article.language):
            between = BETWEEN.search(article.text[start : start + found.start])
            if found.code == states[0].code and found.kind in STATES and not between:
                return start + found.start, start + found.end
    return None


def _with_holder(article: Article, whole: Span) -> Span:
    """Add to an office the name right behind it: the model copied `Presiden China` of `Presiden China Xi Jinping`."""
    words = article.text[slice(*whole)]
    if not offices(words) or strip(words).words and not find_countries(" ".join(strip(words).words), article.language):
        return whole
    holder = next(capitalised(article, (whole[1], min(len(article.text), whole[1] + 60))), None)
    return (whole[0], holder[0][1]) if holder and not article.text[whole[1] : holder[0][0]].strip() else whole


def _shorter(name: str) -> Iterator[str]:
    """Yield `name`, then what is left of it from each later capitalised word on."""
    yield name
    words = name.split()
    for at in range(1, len(words)):
        rest = " ".join(words[at:])
        if words[at][:1].isupper() and len(rest) > 3 and strip(rest).words:
            yield rest


def _without_title(article: Article, whole: Span) -> Span:
    """Return where the name stands within words that may begin with titles; all of them where all are titles.

    What is left must not be a piece of a country's name: nothing is taken off `U.S. Treasury`.
    """
    words = article.text[slice(*whole)]
    bare = " ".join(strip(words).words)
    at = words.rfind(bare) if bare and (bare[0].isupper() or not CASED.match(bare)) else -1
    end = at + len(bare)
    countries = find_countries(words, article.language)
    cut = any(found.start < at < found.end or found.start < end < found.end for found in countries)
    return whole if at < 0 or cut else (whole[0] + at, whole[0] + end)


def _participant(one: _Named, article: Article, text: Folded) -> Participant:
    title = article.text[one.whole[0] : one.name[0]].strip(" \t\r\n,") or None
    if title is None and one.party.title:
        found = ground_within(one.party.title, text, one.name, within=REACH)
        title = article.text[found.start : found.end] if found else None
    return Participant(
        name=article.text[slice(*one.name)],
        title=title,
        country=_country(one, title, article) or _side(one, article, text),
        role=one.party.role,
    )


def _country(one: _Named, title: str | None, article: Article) -> str | None:
    """Return a party's country: from its own words, those around its name here or elsewhere, or the leaders' table."""
    language = article.language
    for words in (article.text[slice(*one.whole)], title, article.text[slice(*one.name)]):
        if words and (code := resolve_country(words, language=language)):
            return code
    if code := country_around(article, one.name) or country_elsewhere(article, one.name):
        return code
    return leader_named(article, one.name)


def _side(one: _Named, article: Article, text: Folded) -> str | None:
    """Return the country that the model gives a party, where it stands in the article."""
    if one.party.side and ground_within(one.party.side, text, one.name, within=REACH):
        return resolve_country(one.party.side, language=article.language)
    return None
