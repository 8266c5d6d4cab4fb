"""What an article reports, held against its text: words at their offsets, and what follows from them."""

import dataclasses
import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from memcon.articles.sentences import body_of, segment
from memcon.compare.verify.codebook import codebook_problems
from memcon.compare.verify.words import cut_problems
from memcon.evidence.affiliation import country_around, leader_named
from memcon.evidence.confidence import is_possible
from memcon.evidence.date_again import is_given
from memcon.evidence.doubts import untold
from memcon.evidence.passage import REACH, Passage
from memcon.evidence.report_day import date_from, possible
from memcon.evidence.titles import is_title
from memcon.records import (
    KINDS,
    Article,
    ArticleState,
    Cited,
    DateEvidence,
    EventDate,
    Mention,
    Place,
    Sentence,
    Trust,
    publisher,
    spans_of,
)
from memcon.records.calibration import ConfidenceFit
from memcon.text.ground import Folded

STOP: Final = re.compile(r"(?<=[a-z0-9]{2})\.\s|\n")
"""Where a sentence ends for sure, in any language: not behind `U.S.` or `St.`."""
DIGITS: Final = 9
"""Of a number in an id, at most: no article has more mentions."""


def span_problems(owner: str, name: str, spans: Iterable[Cited], texts: Mapping[str, Article]) -> Iterator[str]:
    """Check that words stand at their offsets in the article `name`."""
    article = texts.get(name)
    for span in spans:
        if article and article.text[span.start : span.end] != span.text:
            yield f"{owner!r}: {span.text[:60]!r} does not stand at {span.start}-{span.end}"


def mention_problems(
    mentions: Iterable[Mention],
    states: Mapping[str, ArticleState],
    texts: Mapping[str, Article],
    trusts: Collection[Trust],
    fit: ConfidenceFit | None = None,
) -> Iterator[str]:
    """Check that the words of mentions stand in their articles, and that all else that can follows from them.

    `trusts` are those by which they may have been established: that of the run's profile, where it is known. `fit` is
    how confidence was fitted anew for the run.
    """
    passages: dict[str, _Reading] = {}
    for mention in mentions:
        yield from span_problems(mention.id, mention.article, spans_of(mention), texts)
        state, article = states.get(mention.article), texts.get(mention.article)
        said = list(_within(mention, trusts, fit))
        if state:
            said += _of_article(mention, state)
        if state and article:
            if mention.article not in passages:
                passages = {mention.article: _Reading(article, state)}  # they come article by article
            reading = passages[mention.article]
            said += cut_problems(mention, reading.passage.body, reading.body)
            said += codebook_problems(mention, reading.body, trusts)
            said += _of_text(mention, reading.passage, trusts)
            if not is_given(mention, reading.passage, trusts, reading.body, reading.starts):
                said.append("its date is not what its article tells of these words")
        yield from (f"mention {mention.id!r}: {problem}" for problem in said)


class _Reading:
    """The text of an article, and what stands in it, as rules read them."""

    def __init__(self, article: Article, state: ArticleState) -> None:
        self._known = dataclasses.replace(
            article, language=state.language, published=state.published, source=state.source, url=state.url
        )
        self.passage: Final = Passage.of(self._known, Folded(article.text))

    @functools.cached_property
    def _sentences(self) -> tuple[Sentence, ...]:
        return tuple(segment(self._known))

    @functools.cached_property
    def _body(self) -> Passage:
        return Passage.of(self._known, Folded(body_of(self._known.text, self._sentences)))

    def body(self) -> Passage:
        """Return what was the body when the run read it."""
        return self._body

    def starts(self) -> list[int]:
        """Return where its sentences start, the last one first."""
        return [sentence.start for sentence in reversed(self._sentences)]


def _within(mention: Mention, trusts: Collection[Trust], fit: ConfidenceFit | None) -> Iterator[str]:
    """Check what a mention says against itself."""
    named = [evidence.text for evidence in mention.names]
    if named != [participant.name for participant in mention.participants]:
        yield "its participants are not the names that were found"
    if (mention.place.name if mention.place else None) != (mention.place_evidence and mention.place_evidence.text):
        yield "its place is not the words that were found"
    if list(mention.quotes) != sorted(mention.quotes, key=lambda quote: (quote.start, quote.end)):
        yield "its quotes are not in the order of the article"
    sides = {participant.country for participant in mention.participants if participant.country}
    if list(mention.countries) != sorted({*mention.countries, *sides}):
        yield "its countries are not those of its participants, sorted"
    if mention.initiator and mention.initiator not in mention.countries:
        yield "who asked for it is none of its sides"
    if not any(is_possible(mention, each, fit) for each in trusts):
        yield "its confidence is none that can be estimated of it"


def _of_article(mention: Mention, state: ArticleState) -> Iterator[str]:
    """Check what a mention says of its article, and its date, which may have been told on a day that was past."""
    if mention.published != state.published:
        yield "its day of publication is not that of its article"
    if mention.source != publisher(state.source, state.url):
        yield "its source is not that of its article"
    if mention.language != state.language:
        yield "its language is not that of its article"
    date = mention.date
    if not _is_dated(date, mention.date_evidence, mention.published, state.language):
        yield "its date does not follow from its words"
    elif date and not possible(mention.status, date, mention.published):
        yield f"nothing that was told on {mention.published} can be {mention.status} on that date"


def _is_dated(
    date: EventDate | None, words: DateEvidence | None, published: dt.date | None, language: str | None
) -> bool:
    if words is None or date is None:
        return words is None and date is None
    return any(date_from(words, published, language, planned=planned) == date for planned in (False, True))


def _of_text(mention: Mention, passage: Passage, trusts: Collection[Trust]) -> Iterator[str]:
    """Check that titles stand in the article, that countries have words there, and that choices are those of words."""
    for evidence, person in zip(mention.names, mention.participants, strict=False):
        name = evidence.start, evidence.end
        if person.title and not is_title(passage, person.title, name, trusts):
            yield f"the title {person.title[:60]!r} does not stand beside {person.name[:60]!r} in its article"
    if mention.place:
        yield from _of_place(mention.place, passage.place_of(mention.place.name))
    if unknown := _unfounded(mention, passage):
        yield f"no words of its article stand for {', '.join(unknown)}"
    yield from _of_other_words(mention, passage, states_alone="model" in trusts)
    ways = [untold(mention, passage, trust) for trust in trusts]
    if all(ways):
        yield from (f"its words tell the {each.field} {each.told!r}, and no doubt of it says so" for each in ways[0])


def _of_other_words(mention: Mention, passage: Passage, *, states_alone: bool) -> Iterator[str]:
    """Check that nobody whose own words are of one state acts for another, where rules tell for which.

    With `states_alone` only those are looked at who are called as a state is: a trusted model may tell of others.
    """
    for evidence, person in zip(mention.names, mention.participants, strict=False):
        if states_alone and not passage.is_state(person.name):
            continue
        own = {passage.country(words) for words in (person.name, person.title) if words} - {None}
        name = evidence.start, evidence.end
        if person.country and own and person.country not in {*own, country_around(passage, name)}:
            yield f"the country of {person.name[:60]!r} is not that of its words"


def _of_place(said: Place, told: Place) -> Iterator[str]:
    """Check the country and the city of a place."""
    if said.country != told.country:
        yield "the country of its place is not that of its words"
    where = (said.geonames, said.latitude, said.longitude)
    if where != (told.geonames, told.latitude, told.longitude):
        yield "the city of its place is not that of its words"


def _unfounded(mention: Mention, passage: Passage) -> list[str]:
    """List the countries of a mention that no words of its article, by the tables, stand for."""
    left = {*mention.countries, *(participant.country for participant in mention.participants)} - {None}
    for span in _searched(mention, passage):
        left -= {state.code for state in passage.countries(span)}  # mostly all
        if not left:
            return []
    for words in (each for one in mention.participants for each in (one.name, one.title) if each):
        left.discard(passage.country(words))
    for span in ((name.start, name.end) for name in mention.names if left):
        left -= {country_around(passage, span), leader_named(passage, span)}
    return sorted(code for code in left if code)


def _searched(mention: Mention, passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield where a country's words may stand: round the quotes, as most do and no word reads otherwise, then anywhere.

    A line's beginning and a sentence's end part no words that name a state together; which of them do depends on
    whether a text has capitals.
    """
    text = passage.text
    for quote in mention.quotes:
        start = text.rfind("\n", max(0, quote.start - REACH), quote.start) + 1
        stop = STOP.search(text, quote.end - 1, quote.end + REACH)
        if stop and (start or quote.start <= REACH) and any(map(str.isupper, quote.text)):
            yield start, stop.end()
    yield passage.whole


def variant_problems(mentions: Iterable[Mention]) -> Iterator[str]:
    """Check that each variant is one of its kind; others cannot be merged."""
    for mention in mentions:
        if mention.variant not in KINDS[mention.kind].variants:
            yield f"mention {mention.id!r}: {mention.variant!r} is not one of a {mention.kind}"


def id_problems(mentions: Sequence[Mention]) -> Iterator[str]:
    """Check that an id names article, kind and first quote; of several that say different things each has a number."""
    firsts = ((mention, mention.quotes[0]) for mention in mentions)
    own = [f"{mention.article}#{mention.kind}-{first.start}-{first.end}" for mention, first in firsts]
    names, bearers = {mention.id for mention in mentions}, Counter(own)
    told: set[Mention] = set()
    for mention, name in zip(mentions, own, strict=True):
        number = mention.id.removeprefix(f"{name}-")
        counts = number.isdecimal() and len(number) <= DIGITS
        before = name if number == "2" else f"{name}-{int(number) - 1}" if counts else None
        if mention.id != name and before not in names:
            yield f"mention {mention.id!r}: its id does not name its article, kind and first quote"
        if bearers[name] > 1:
            same = dataclasses.replace(mention, id=name)
            if same in told:
                yield f"mention {mention.id!r}: it says what another says of the same words"
            told.add(same)
