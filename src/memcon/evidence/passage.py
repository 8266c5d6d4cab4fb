"""What rules read: a text with what was found in it, and the passage of an article in which one event is told.

A find is kept by the slice that was searched, not for the whole text: which words are a country's depends on the
capitals beside them (`resolve.countries.find_countries`), so that a slice answers otherwise than the whole.
"""

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Concatenate, Final, ParamSpec, Self, TypeVar

from memcon.languages import Language, language
from memcon.records import Article, Evidence, Place, Trust
from memcon.resolve.countries import CountrySpan, find_countries, find_places, locate, resolve_country, resolve_place
from memcon.resolve.dates import ResolvedDate, find_dates, resolve_date, unread_beside
from memcon.resolve.people.titles import strip
from memcon.text.characters import BLOT
from memcon.text.ground import Folded, Span, ground_within

REACH: Final = 600
"""How far from its quotes, in code points, a name, date or place of an event may stand: about three sentences."""

_BLOTS: Final = re.compile(f"{BLOT}+")

T = TypeVar("T", bound="Text")
P = ParamSpec("P")
R = TypeVar("R")


def kept(search: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
    """Make a search of a text one whose answer is kept with the text, by its arguments; it must not change later."""

    def once(text: T, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (search, args, *kwargs.items())
        try:
            answer: R = text.finds[key]
        except KeyError:
            answer = text.finds[key] = search(text, *args, **kwargs)
        return answer

    return functools.update_wrapper(once, search)


@dataclasses.dataclass(frozen=True, slots=True)
class Text:
    """Words in a language. All spans, given and returned, are offsets in `text`."""

    text: str
    language: str | None
    finds: dict[Hashable, Any] = dataclasses.field(default_factory=dict, repr=False, compare=False, kw_only=True)
    """What was found in it, by search and arguments. See `kept`."""

    @property
    def speech(self) -> Language:
        """The language, with the words that are known of it."""
        return language(self.language)

    def pattern(self, template: str) -> re.Pattern[str]:
        """Return the pattern that a template makes with the words of this language (`Language.compile`)."""
        return self.speech.compile(template)

    def search(self, template: str, span: Span) -> re.Match[str] | None:
        """Return the first place within `span` where the words of a template stand."""
        return self.pattern(template).search(self.text, *span)

    def match(self, template: str, span: Span) -> re.Match[str] | None:
        """Return what of a template stands at the beginning of `span`."""
        return self.pattern(template).match(self.text, *span)

    @property
    def whole(self) -> Span:
        """The span of the whole text."""
        return 0, len(self.text)

    def words(self, span: Span) -> str:
        """Return the words at `span`."""
        return self.text[span[0] : span[1]]

    def before(self, at: int, most: int) -> str:
        """Return the words before `at`, so many code points at most."""
        return self.text[max(0, at - most) : at]

    def stripped(self, span: Span, characters: str | None = None) -> Span:
        """Return `span` without white space, or these characters, at its ends."""
        words = self.words(span)
        start = span[0] + len(words) - len(words.lstrip(characters))
        return start, max(start, span[0] + len(words.rstrip(characters)))

    def matches(self, pattern: re.Pattern[str], span: Span) -> Iterator[Span]:
        """Yield where `pattern` stands in the words at `span`, which it sees alone."""
        for match in pattern.finditer(self.words(span)):
            yield span[0] + match.start(), span[0] + match.end()

    @kept
    def countries(self, span: Span) -> tuple[CountrySpan, ...]:
        """Return the country words within `span`, in order."""
        return tuple(
            CountrySpan(span[0] + country.start, span[0] + country.end, country.code, country.kind)
            for country in find_countries(self.words(span), self.language)
        )

    @kept
    def places(self, span: Span) -> tuple[Span, ...]:
        """Return where words within `span` name cities and states, in order."""
        return tuple((span[0] + start, span[0] + end) for start, end in find_places(self.words(span), self.language))

    @kept
    def country(self, words: str) -> str | None:
        """Return the code of the one state or organisation that `words` name in this text's language."""
        return resolve_country(words, language=self.language)

    def without_titles(self, words: str) -> tuple[str, ...]:
        """Return the words of a name without titles and offices, by this text's language; none where all are such."""
        return strip(words, self.language).words

    def unread(self, words: str) -> tuple[str, ...]:
        """Return which of these words, beside a date, were not understood."""
        return unread_beside(words, self.language)

    @kept
    def place(self, words: str) -> str | None:
        """Return the code of the state in which the place that `words` name lies."""
        return resolve_place(words, language=self.language)

    @kept
    def place_of(self, words: str) -> Place:
        """Return the place that `words` name, with its country and its city at GeoNames where they are known."""
        where = locate(words, self.language)
        city = where.city
        return Place(
            name=words,
            country=where.country,
            geonames=city.geonames if city else None,
            latitude=city.latitude if city else None,
            longitude=city.longitude if city else None,
        )

    @kept
    def is_state(self, words: str) -> bool:
        """Say whether `words` are one for a state or organisation, and nothing more."""
        found = find_countries(words, self.language)
        return len(found) == 1 and found[0].end - found[0].start == len(words)


@dataclasses.dataclass(frozen=True, slots=True)
class Passage(Text):
    """The body of an article, and where in it one event is told. What is not body stands in no words of it."""

    article: Article
    """For what is known of the whole: its id, day, source. Its text is not that of the passage."""
    body: Folded
    """The same words as `text`, as they are compared."""
    quotes: tuple[Span, ...] = ()
    """Where the event is told, in order."""
    near: Span = (0, 0)
    """The sentences that the model was looking at."""
    without: frozenset[str] = frozenset()
    """Names of the rules that are left out, as a bench does to learn what they give."""
    trust: Trust = "code"
    """Whose word holds on a typed choice: that of the model that pointed at the event, or that of the rules."""

    @classmethod
    def of(
        cls, article: Article, body: Folded, *, without: frozenset[str] = frozenset(), trust: Trust = "code"
    ) -> Self:
        """Return the passage of `article` before anything is looked for; `body` as `articles.sentences.body_of`."""
        return cls(body.text, article.language, article, body, without=without, trust=trust)

    def at(self, quotes: Sequence[Span], near: Span) -> Self:
        """Return the same passage about an event that is told in `quotes`."""
        return dataclasses.replace(self, quotes=tuple(quotes), near=near)

    @property
    def published(self) -> dt.date | None:
        """The day on which the article was published."""
        return self.article.published

    @property
    def told(self) -> str:
        """The words of the quotes."""
        return " ".join(map(self.words, self.quotes))

    def quote_of(self, span: Span) -> Span | None:
        """Return the quote within which `span` lies, None where it lies in none."""
        return next((quote for quote in self.quotes if quote[0] <= span[0] and span[1] <= quote[1]), None)

    def ground(
        self, words: str, near: Span | Sequence[Span] | None = None, *, within: int | None = None
    ) -> Span | None:
        """Return where `words` stand nearest to the quotes, or to `near`, no further than so many code points.

        By default anywhere, of a model that is trusted, and within `REACH` of another. Never across what is not body.
        """
        reach = len(self.text) if self.trust == "model" else REACH
        near = self.quotes if near is None else near
        found = ground_within(words, self.body, near, within=reach if within is None else within)
        span = (found.start, found.end) if found else None
        return span if span and not self._asides(span) else None

    def bodies(self, span: Span) -> tuple[Span, ...]:
        """Return the stretches of `span` that are body and hold a word, in order; `span` itself where all of it is."""
        asides = self._asides(span)
        if not asides:
            return (span,)
        starts, ends = [span[0], *(end for _, end in asides)], [*(start for start, _ in asides), span[1]]
        parts = map(self.stripped, zip(starts, ends, strict=True))
        return tuple(part for part in parts if any(map(str.isalnum, self.words(part))))

    def _asides(self, span: Span) -> list[Span]:
        """Return where within `span` words of the article are blotted out; the article may have such signs itself."""
        found = (blot.span() for blot in _BLOTS.finditer(self.text, *span))
        return [aside for aside in found if self.words(aside) != self.article.text[slice(*aside)]]

    def evidence(self, span: Span) -> Evidence:
        """Return the words at `span` as the records have them."""
        return Evidence(text=self.words(span), start=span[0], end=span[1])

    def shown(self, span: Span) -> Evidence:
        """Return all that the article has at `span`, body or not: where a reader looks, and no proof of anything."""
        return Evidence(text=self.article.text[slice(*span)], start=span[0], end=span[1])

    @kept
    def days(self, span: Span) -> tuple[Span, ...]:
        """Return where words for a date stand within `span`, in order."""
        found = find_dates(self.words(span), self.published, self.language)
        return tuple((span[0] + start, span[0] + end) for start, end in found)

    def date(self, words: str, told_on: dt.date | None, *, planned: bool = False) -> ResolvedDate | None:
        """Return the date that `words` give where they were told on this day."""
        return resolve_date(words, published=told_on, language=self.language, planned=planned)
