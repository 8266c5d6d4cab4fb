"""One list of participants from those of several mentions: people once, by their fullest names."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from memcon.events.merge.choose import disagreement
from memcon.events.merge.nodes import plain_words
from memcon.events.merge.parties import Likeness, Parties, Sort
from memcon.records import Conflict, Mention, Participant, Role

MOST_SEATS: Final = 200
"""Participants of one event, the first named, with which others are compared: no meeting has so many by name."""


@dataclass(slots=True)
class _Seat:
    """One participant, as several mentions give it."""

    number: int
    """Of its first form, with which others are compared."""
    sort: Sort
    forms: list[tuple[Participant, int, str]] = field(default_factory=list)
    """As written, with its number and the id of the mention."""
    countries: set[str] = field(default_factory=set)
    roles: set[Role] = field(default_factory=set)

    @property
    def is_plain(self) -> bool:
        """Whether all forms are equal: a number stands for name, title and country."""
        one, own, _ = self.forms[0]
        return all(number == own and form.role == one.role for form, number, _ in self.forms)

    def take(self, form: Participant, number: int, mention: str) -> None:
        """Add one more form of this participant."""
        self.forms.append((form, number, mention))
        if form.country:
            self.countries.add(form.country)
        if form.role:
            self.roles.add(form.role)


def participants(
    mentions: Sequence[Mention], countries: tuple[str, ...], parties: Parties
) -> tuple[tuple[Participant, ...], list[Conflict]]:
    """Return all who took part, in the order in which the mentions name them, and names spelled in several ways.

    A state or an office is left out where a person of that side is named. A single mention is taken as it is.
    """
    if len(mentions) == 1:
        return mentions[0].participants, []
    seats = _seats(mentions, parties)
    seats = [seat for seat in seats if not seat.countries or seat.countries & set(countries) or not countries]
    chosen, conflicts = [], []
    for seat in _filled(seats):
        participant = _fullest(seat, parties)
        chosen.append(participant)
        conflict = _spellings(seat, participant.name, parties)
        if conflict is not None:
            conflicts.append(conflict)
    return tuple(chosen), conflicts


def _seats(mentions: Sequence[Mention], parties: Parties) -> list[_Seat]:
    seats: list[_Seat] = []
    by_number: dict[int, _Seat] = {}
    for mention in mentions:
        for participant in mention.participants:
            number = parties.number(participant, mention.language)
            seat = by_number.get(number)
            if seat is None:
                seat = _find(seats, number, participant, parties)
                if seat is None:
                    seat = _Seat(number, parties.sort(number))
                    seats.append(seat)
                by_number[number] = seat
            seat.take(participant, number, mention.id)
    return seats


def _find(seats: list[_Seat], number: int, participant: Participant, parties: Parties) -> _Seat | None:
    """Return the seat of the same party, else of a person spelled nearly so."""
    sort = parties.sort(number)
    fits = [
        seat
        for seat in itertools.islice(seats, MOST_SEATS)
        if seat.sort is sort
        and (not participant.country or not seat.countries or participant.country in seat.countries)
    ]
    if sort is not Sort.NAMED:
        return next((seat for seat in fits if parties.same(seat.number, number)), None)
    near: _Seat | None = None
    for seat in fits:
        likeness = parties.likeness(seat.number, number)
        if likeness is Likeness.SAME:
            return seat
        if likeness is Likeness.NEAR and near is None:
            near = seat
    return near


def _filled(seats: list[_Seat]) -> list[_Seat]:
    """Leave out states and offices that are there in a person, or under a name that another mention gives them."""
    kept: list[_Seat] = []
    for seat in sorted(seats, key=lambda seat: -seat.sort):
        if seat.sort is Sort.NAMED or not any(_stands_for(other, seat) for other in kept[:MOST_SEATS]):
            kept.append(seat)
    chosen = set(map(id, kept))
    return [seat for seat in seats if id(seat) in chosen]


def _stands_for(known: _Seat, other: _Seat) -> bool:
    """Say whether a participant is what another mention calls `other`: of that side, in that role, and told better."""
    if not known.countries & other.countries or (known.roles and other.roles and not known.roles & other.roles):
        return False
    own = {mention for *_, mention in known.forms}
    return known.sort > other.sort or own.isdisjoint(mention for *_, mention in other.forms)


def _fullest(seat: _Seat, parties: Parties) -> Participant:
    """Return the participant by the fullest name, one in the nominative before one that is inflected (codebook, P1)."""
    forms = [form for form, *_ in seat.forms]
    if forms[0].title != "" and (seat.is_plain or forms.count(forms[0]) == len(forms)):
        return forms[0]
    written = Counter(form.name for form in forms)
    if len(written) > 1:
        cased = parties.inflected({number for _, number, _ in seat.forms})
        inflected = {form.name for form, number, _ in seat.forms if number in cased}
        written = Counter({name: times for name, times in written.items() if name not in inflected}) or written
    often = {name: times for name, times in written.items() if times > 1} or written
    titles = Counter(form.title for form in forms if form.title)
    sides = Counter(form.country for form in forms if form.country)
    roles: Counter[Role | None] = Counter(form.role for form in forms if form.role)
    return Participant(
        name=max(often, key=lambda name: (_parts(name), often[name], len(name))),
        title=max(titles, key=lambda title: (titles[title], len(title))) if titles else None,
        country=max(sides, key=sides.__getitem__) if sides else None,
        role=max(roles, key=roles.__getitem__) if roles else None,
    )


def _parts(name: str) -> int:
    return sum(len(part) > 1 for part in plain_words(name).split())


def _spellings(seat: _Seat, chosen: str, parties: Parties) -> Conflict | None:
    """Return the spellings that are slips of one another, not parts."""
    if seat.sort is not Sort.NAMED or all(form.name == chosen for form, *_ in seat.forms):
        return None
    own = next(number for form, number, _ in seat.forms if form.name == chosen)
    given = [
        (form.name if parties.likeness(own, number) is Likeness.NEAR else chosen, mention)
        for form, number, mention in seat.forms
    ]
    return disagreement("participants", chosen, given)
