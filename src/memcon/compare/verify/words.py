"""Whether what a mention cites are words as they can be found: none parts a word or a number, or says nothing."""

from collections.abc import Callable, Iterator

from memcon.evidence.names import people_in
from memcon.evidence.passage import Passage
from memcon.records import Evidence, Mention, Quote
from memcon.text.ground import Folded, Span, stands_at


def cut_problems(mention: Mention, article: Folded, body: Callable[[], Passage]) -> Iterator[str]:
    """Check that each span of a mention can be found as words are: whole, or as rules and tables find them.

    `body` makes the passage of the article's body, without what stands amid its words: most are told without it.
    """
    for span, text, beside in _cited(mention):
        if article.text[slice(*span)] != text or stands_at(span, article, beside=beside):
            continue
        passage = body()
        if not stands_at(span, passage.body, beside=beside) and not _is_found(mention, passage, span):
            yield f"{text[:60]!r} at {span[0]}-{span[1]} parts a word or a number, or holds none"


def _cited(mention: Mention) -> Iterator[tuple[Span, str, str]]:
    """Yield each span that a mention cites, its words, and what was looked for before them."""
    titles = [participant.title or "" for participant in mention.participants]
    for name, title in zip(mention.names, titles, strict=False):
        yield (name.start, name.end), name.text, title
    quotes: tuple[Quote | Evidence, ...] = mention.quotes
    for one in (*quotes, mention.place_evidence, mention.date_evidence):
        if one:
            yield (one.start, one.end), one.text, ""


def _is_found(mention: Mention, passage: Passage, span: Span) -> bool:
    """Say whether a table or a rule finds just these words, as those of a state before a particle: *NATO*는."""
    for place in (*((quote.start, quote.end) for quote in mention.quotes), passage.whole):
        states = ((state.start, state.end) for state in passage.countries(place))
        people = (person for person, _ in people_in(passage, place))
        if span in {*states, *people, *passage.places(place), *passage.days(place)}:
            return True
    return False
