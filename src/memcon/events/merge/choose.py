"""Choose each field of an event from its mentions, and list what they disagree on: one rule a field, in `CHOOSERS`.

Where one mention is coarser than another, names fewer sides or gives a name in part, that is no disagreement. Every
function takes mentions in `best_first` order, so that a tie goes to the mention that knows more.
"""

import dataclasses
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from memcon.events.merge import places
from memcon.events.merge.acts import RANK, telling
from memcon.events.merge.nodes import plain_words
from memcon.records import KINDS, Agreement, Conflict, Doubt, EventDate, Kind, Mention, Place, Reported, Variant

UNSPECIFIED: Final = "unspecified"
# Of two forms of a contact, the narrower (codebook, F6)
_RANK: Final[Mapping[str, int]] = {
    **RANK,
    **{form: at for at, form in enumerate(("mediation", "third_country", "multilateral", "visit", "talks"))},
}
_UNDATED: Final = 1_000_000

Given = list[tuple[str, Mention]]
"""Values in words, and the mentions that give them."""


class Told(NamedTuple):
    """What the mentions of an event give for a field that they may disagree on."""

    field: str
    chosen: str
    """In words, as the values given are."""
    given: Given


def best_first(mentions: Sequence[Mention]) -> list[Mention]:
    """Return mentions by how much they know: a day, sides, names, then the model's confidence; else as they stand."""
    if len(mentions) == 1:
        return list(mentions)

    def rank(mention: Mention) -> tuple[float, ...]:
        return (
            (mention.date.end - mention.date.start).days if mention.date else _UNDATED,
            -len({participant.country for participant in mention.participants}),
            -len(mention.countries),
            -len(mention.participants),
            -(mention.confidence or 0.0),
        )

    return sorted(mentions, key=rank)


def disagreement(field: str, chosen: str, given: Iterable[tuple[str, str]]) -> Conflict | None:
    """Return every value with the ids of those who gave it, the chosen one first, or None where there is only one."""
    by_value: dict[str, list[str]] = {chosen: []}
    for value, mention in given:
        by_value.setdefault(value, []).append(mention)
    if len(by_value) == 1:
        return None
    others = sorted((value for value in by_value if value != chosen), key=lambda value: (-len(by_value[value]), value))
    values = (chosen, *others)
    return Conflict(field=field, values=values, mentions=tuple(tuple(sorted(by_value[value])) for value in values))


def kind(mentions: Sequence[Mention]) -> Kind:
    """Return the kind: a contact that some call a call and others a virtual meeting is a call."""
    kinds = {mention.kind for mention in mentions}
    return next(iter(kinds)) if len(kinds) == 1 else "call"


def variant(mentions: Sequence[Mention], kind: Kind) -> Variant:
    """Return the channel, form or act that most give; what says more before what says less.

    An article that accuses in one place and criticises in another accuses.
    """
    told = {m.variant for m in mentions if m.kind == kind and m.variant != UNSPECIFIED}
    if len(told) < 2:
        return next(iter(told), UNSPECIFIED)
    by_article: dict[str, list[Variant]] = {}
    for m in mentions:
        if m.kind == kind and m.variant != UNSPECIFIED:
            by_article.setdefault(m.article, []).append(m.variant)
    given = Counter(one if len(named) == 1 else telling(one, named) for named in by_article.values() for one in named)
    return max(given, key=lambda value: (given[value], -_RANK.get(value, len(_RANK)), _reversed(value)))


def told_variants(mentions: Sequence[Mention], kind: Kind, chosen: Variant) -> Told:
    """Return the channels, forms or acts of that kind."""
    given: Given = [(m.variant, m) for m in mentions if m.kind == kind and m.variant != UNSPECIFIED]
    return Told(KINDS[kind].variant, chosen, given)


def _reversed(word: str) -> tuple[int, ...]:
    """Return a key by which the first of the alphabet is the greatest."""
    return tuple(-ord(letter) for letter in word)


def date(mentions: Sequence[Mention]) -> EventDate | None:
    """Return the most precise date; of two as precise the one that more give, then that told nearest to its day."""
    given: dict[tuple[object, ...], list[Mention]] = {}
    for mention in mentions:
        if mention.date is not None:
            given.setdefault((mention.date.start, mention.date.end), []).append(mention)
    if len(given) < 2:
        return next((alike[0].date for alike in given.values()), None)

    def rank(alike: list[Mention]) -> tuple[object, ...]:
        day = alike[0].date
        assert day is not None  # noqa: S101 - only dated mentions are told here
        gaps = [abs((m.published - day.end).days) for m in alike if m.published is not None]
        return (day.end - day.start).days, -len(alike), min(gaps, default=_UNDATED), day.start

    return min(given.values(), key=rank)[0].date


def told_dates(mentions: Sequence[Mention], chosen: EventDate) -> Told:
    """Return the dates: the chosen one, and those that do not hold it."""
    given = [
        (_days(m.date), m)
        for m in mentions
        if m.date is not None and (m.date == chosen or not (m.date.start <= chosen.start and chosen.end <= m.date.end))
    ]
    return Told("date", _days(chosen), given)


def _days(date: EventDate) -> str:
    return str(date.start) if date.start == date.end else f"{date.start}/{date.end}"


def place(mentions: Sequence[Mention]) -> Place | None:
    """Return the place that most name, in whatever languages, with its country where one gives it."""
    told = [mention.place for mention in mentions if mention.place is not None]
    if not told:
        return None
    if told.count(told[0]) == len(told):
        return told[0]
    alike = places.by_place(mentions)
    most = max(map(len, alike))
    named = [mention.place for mention in next(group for group in alike if len(group) == most) if mention.place]
    names = Counter(plain_words(place.name) for place in named)
    often = [place for place in named if names[plain_words(place.name)] == max(names.values())]
    often = [place for place in often if plain_words(place.name) == plain_words(often[0].name)]
    return next((place for place in often if place.country), often[0])


def told_places(mentions: Sequence[Mention], chosen: Place) -> Told:
    """Return the places; one that is the chosen one by another name, or part of its name, or it of that, is it."""
    own = next(m for m in mentions if m.place == chosen)
    given = [
        (chosen.name if places.is_one(own, mention) else mention.place.name, mention)
        for mention in mentions
        if mention.place is not None
    ]
    return Told("place", chosen.name, given)


def countries(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return the countries that at least half of those give who name two or more, sorted.

    A mention that names one side only says nothing of the others; where all do, every side counts.
    """
    if len(mentions) == 1:
        return mentions[0].countries
    if len({mention.countries for mention in mentions}) == 1:
        return tuple(sorted(set(mentions[0].countries)))
    full = [mention for mention in mentions if len(mention.countries) > 1]
    given = Counter(country for mention in full or mentions for country in set(mention.countries))
    least = len(full) / 2
    return tuple(sorted(country for country, times in given.items() if times >= least))


def told_countries(mentions: Sequence[Mention], chosen: tuple[str, ...]) -> Told:
    """Return the countries: the chosen ones, and those of mentions that bring one more."""
    own = set(chosen)
    given = [("/".join(m.countries), m) for m in mentions if m.countries == chosen or _says_more(m.countries, own)]
    return Told("countries", "/".join(chosen), given)


def _says_more(countries: tuple[str, ...], chosen: set[str]) -> bool:
    given = set(countries)
    return given == chosen or not given <= chosen


def initiator(mentions: Sequence[Mention]) -> str | None:
    """Return who asked for the contact, as most say who say it."""
    given = [mention.initiator for mention in mentions if mention.initiator]
    return Counter(given).most_common(1)[0][0] if given else None


def topics(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return every topic once, the most named first."""
    if not any(mention.topics for mention in mentions):
        return ()
    given: Counter[str] = Counter()
    words: dict[str, str] = {}
    for mention in mentions:
        for topic in dict.fromkeys(mention.topics):
            given[plain_words(topic)] += 1
            words.setdefault(plain_words(topic), topic)
    return tuple(words[topic] for topic in sorted(given, key=lambda topic: -given[topic]))


def summary(mentions: Sequence[Mention]) -> str:
    """Return the summary of the first mention that has one."""
    return next((mention.summary for mention in mentions if mention.summary), "")


def confidence(mentions: Sequence[Mention]) -> float | None:
    """Return the probability that at least one article is right, taking their errors for independent.

    Of one article its surest mention counts. Null where no mention has a probability.
    """
    surest: dict[str, float] = {}
    for mention in mentions:
        if mention.confidence is not None:
            surest[mention.article] = max(mention.confidence, surest.get(mention.article, 0.0))
    if len(surest) < 2:
        return next(iter(surest.values()), None)
    return round(1.0 - math.prod(sorted(1.0 - sure for sure in surest.values())), 6)


def doubts(mentions: Sequence[Mention]) -> tuple[Doubt, ...]:
    """Return on what the model and the rules of evidence differ, each doubt once, sorted."""
    return tuple(sorted({doubt for mention in mentions for doubt in mention.doubts}, key=dataclasses.astuple))


def reported(mentions: Sequence[Mention], fields: Iterable[Told]) -> Reported:
    """Return who told of the event and when, and of several articles how many agree; in any order of the mentions."""
    days = [mention.published for mention in mentions if mention.published]
    articles = len({mention.article for mention in mentions})
    return Reported(
        first=min(days, default=None),
        last=max(days, default=None),
        articles=articles,
        sources=_sources(mentions),
        languages=tuple(sorted({mention.language for mention in mentions if mention.language})),
        agreed=agreements(fields) if articles > 1 else (),
    )


Chosen = Mapping[str, Any]
"""The fields that are chosen already, by name."""
CHOOSERS: Final[Mapping[str, Callable[[Sequence[Mention], Chosen], Any]]] = {
    "kind": lambda mentions, _: kind(mentions),
    "status": lambda mentions, _: mentions[0].status,  # what is merged has one
    "variant": lambda mentions, chosen: variant(mentions, chosen["kind"]),
    "date": lambda mentions, _: date(mentions),
    "place": lambda mentions, _: place(mentions),
    "countries": lambda mentions, _: countries(mentions),
    "initiator": lambda mentions, _: initiator(mentions),
    "topics": lambda mentions, _: topics(mentions),
    "summary": lambda mentions, _: summary(mentions),
    "confidence": lambda mentions, _: confidence(mentions),
    "doubts": lambda mentions, _: doubts(mentions),
}
"""By field, in an order in which each finds what it depends on; `reported` comes after them, participants from
`people`."""


def told(mentions: Sequence[Mention], chosen: Chosen) -> list[Told]:
    """Return what mentions give for each field that is agreed on or disputed, but for names of people, in order."""
    if len(mentions) == 1:
        return []
    found = [
        Told("kind", chosen["kind"], [(m.kind, m) for m in mentions]),
        told_variants(mentions, chosen["kind"], chosen["variant"]),
    ]
    if chosen["date"]:
        found.append(told_dates(mentions, chosen["date"]))
    if chosen["place"]:
        found.append(told_places(mentions, chosen["place"]))
    found.append(told_countries(mentions, chosen["countries"]))
    asked: Given = [(m.initiator, m) for m in mentions if m.initiator]
    return [*found, Told("initiator", chosen["initiator"] or "", asked)]


def conflicts(fields: Iterable[Told]) -> list[Conflict]:
    """Return what the mentions of an event disagree on, but for names of people."""
    found = (disagreement(one.field, one.chosen, ((said, m.id) for said, m in one.given)) for one in fields)
    return [conflict for conflict in found if conflict]


def agreements(fields: Iterable[Told]) -> tuple[Agreement, ...]:
    """Return how many articles give each value that was chosen."""
    found = []
    for one in fields:
        own = [mention for said, mention in one.given if said == one.chosen]
        if own:
            articles = len({mention.article for mention in own})
            found.append(Agreement(field=one.field, articles=articles, sources=_sources(own)))
    return tuple(found)


def _sources(mentions: Sequence[Mention]) -> int:
    return max(1, len({plain_words(mention.source) for mention in mentions if mention.source}))
