"""Where in an article what a run wrote stands: evidence of mentions and refusals, held against that of a gold event."""

from collections.abc import Iterable

from memcon.compare.evaluate.judge import gold_positions, places_of
from memcon.compare.evaluate.values import Gold
from memcon.evidence.establish import Established
from memcon.records import Mention, Quote, Rejected


class Ground:
    """The text of one article, and what of it gold events touch."""

    def __init__(self, text: str) -> None:
        """Hold `text`, in which all spans are."""
        self.text = text
        self._touched: dict[tuple[str, ...], frozenset[int]] = {}

    def touched(self, gold: Gold) -> frozenset[int]:
        """Return the characters of the sentences that the gold's quotes touch."""
        if gold.quotes not in self._touched:
            self._touched[gold.quotes] = gold_positions(gold.quotes, self.text)
        return self._touched[gold.quotes]

    def quoted(self, gold: Gold) -> tuple[tuple[int, int], ...]:
        """Return where the gold's quotes stand."""
        return tuple(places_of(gold.quotes, self.text))

    def of_mention(self, mention: Mention) -> frozenset[int]:
        """Return the characters that a mention quotes."""
        return self.of_quotes(mention.quotes)

    @staticmethod
    def of_quotes(quotes: Iterable[Quote]) -> frozenset[int]:
        """Return the characters of quotes."""
        return frozenset(at for quote in quotes for at in range(quote.start, quote.end))

    def of_refusal(self, refusal: Rejected) -> frozenset[int]:
        """Return the characters of what was refused; none where its words stand nowhere, and no place is told."""
        places = tuple(places_of([refusal.text], self.text)) if refusal.text.strip() else ()
        if not places and refusal.near:
            places = ((refusal.near.start, refusal.near.end),)
        return frozenset(at for start, end in places for at in range(start, end))

    def of_refused(self, event: Established) -> frozenset[int]:
        """Return the characters of an event that was refused: its quotes, or where the model was looking."""
        quotes = event.spoke[-1].after.quotes if event.spoke else ()
        if quotes:
            return self.of_quotes(quotes)
        places = tuple(places_of(event.candidate.quotes, self.text)) or (event.candidate.near,)
        return frozenset(at for start, end in places for at in range(start, end))
