"""A text as it is compared: folded, cut into tokens, and with the way back to the offsets of the text as stored."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from memcon.text.characters import continues
from memcon.text.folding import FoldedPiece, fold_pieces
from memcon.text.ground.values import Span
from memcon.text.ground.word_lists import SmallWords, small_words
from memcon.text.tokens import FoldedToken, tokenize_folded


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Some tokens of a text written together without spaces, so that spacing and punctuation cannot matter."""

    joined: str
    starts: tuple[int, ...]
    """Where in `joined` each token begins."""
    kept: tuple[int, ...]
    """For each of them, its number among the tokens of the text."""

    def places(self, wanted: str) -> list[tuple[int, int]]:
        """Return the numbers of the first and the last token of every place where `wanted` stands as whole tokens."""
        found = []
        at = self.joined.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            first, after = bisect_left(self.starts, at), bisect_left(self.starts, end)
            whole = first < len(self.starts) and self.starts[first] == at
            if whole and (self.starts[after] if after < len(self.starts) else len(self.joined)) == end:
                found.append((self.kept[first], self.kept[after - 1]))
                at = self.joined.find(wanted, end)
            else:
                at = self.joined.find(wanted, at + 1)
        return found


@dataclass(frozen=True, eq=False)
class Folded:
    """A text and its folded form. Build it once for an article and pass it in place of the article's text.

    Everything is worked out when first asked for, in time linear in the length of the text, and kept.
    """

    text: str
    """As stored. All offsets that leave this package are offsets in it, in code points."""

    @cached_property
    def _pieces(self) -> tuple[FoldedPiece, ...]:
        return tuple(fold_pieces(self.text))

    @cached_property
    def _ats(self) -> tuple[int, ...]:
        return tuple(piece.at for piece in self._pieces)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(piece.start for piece in self._pieces)

    @cached_property
    def folded(self) -> str:
        """The text as it is compared."""
        return "".join(piece.folded for piece in self._pieces)

    @cached_property
    def tokens(self) -> tuple[FoldedToken, ...]:
        """Words, numbers and signs of the folded text."""
        return tokenize_folded(self.folded)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The tokens without their offsets."""
        return tuple(token.word for token in self.tokens)

    @cached_property
    def says_something(self) -> bool:
        """Whether it holds a word or a number that can be looked for: of some letters alone nothing is left, folded."""
        return bool(self.tokens) and any(map(str.isalnum, self.text))

    def is_between_tokens(self, at: int) -> bool:
        """Return whether no token of the folded text goes on at `at`."""
        before = bisect_left(self.tokens, at, key=itemgetter(1)) - 1
        return before < 0 or self.tokens[before].end <= at

    @cached_property
    def letters(self) -> Skeleton:
        """All tokens."""
        return self._skeleton(tuple(range(len(self.tokens))))

    @cached_property
    def small(self) -> SmallWords:
        """The small words of the languages that the text is written in."""
        return small_words(self.words)

    @cached_property
    def content(self) -> Skeleton:
        """The tokens but for small words and question marks."""
        return self.without(self.small)

    def without(self, small: SmallWords) -> Skeleton:
        """Return the tokens but for question marks and what a quote may lose or stutter in some text's languages."""
        again = (None, *self.words)
        return self._skeleton(
            tuple(
                number
                for number, word in enumerate(self.words)
                if not (word in small or word in "?؟" or (word == again[number] and word in small.stutter))
            )
        )

    def _skeleton(self, kept: tuple[int, ...]) -> Skeleton:
        starts, at = [], 0
        for number in kept:
            starts.append(at)
            at += len(self.words[number])
        return Skeleton("".join(self.words[number] for number in kept), tuple(starts), kept)

    @cached_property
    def is_cased(self) -> bool:
        """Whether letter case tells names from other words here: both cases occur."""
        return self.text != self.text.lower() and self.text != self.text.upper()

    def span(self, start: int, end: int) -> Span | None:
        """Return the offsets in the stored text of `folded[start:end]`, `start < end`.

        None when an end falls inside a visible character, as between the two `s` that `ß` folds to.
        """
        left, right = self.around(start, end)
        return (left, right) if self.at(left) == start and self.at(right) == end else None

    def around(self, start: int, end: int) -> Span:
        """Return the offsets in the stored text of `folded[start:end]`, widened to whole visible characters."""
        first = self._pieces[bisect_right(self._ats, start) - 1]
        last = self._pieces[bisect_right(self._ats, end - 1) - 1]
        left = first.start if first.whole else first.start + start - first.at
        right = last.end if last.whole else last.start + end - last.at
        while continues(self.text, left):
            left -= 1
        while continues(self.text, right):
            right += 1
        return left, right

    def at(self, offset: int) -> int:
        """Return the offset in the folded text of what stands at or after `offset` of the stored text."""
        place = bisect_right(self._starts, offset) - 1
        if place < 0:
            return 0
        piece = self._pieces[place]
        if offset >= piece.end:
            return piece.at + len(piece.folded)
        return piece.at if piece.whole else piece.at + offset - piece.start

    def token_span(self, first: int, last: int) -> Span:
        """Return the offsets in the stored text from the token numbered `first` to the end of that numbered `last`."""
        return self.around(self.tokens[first].start, self.tokens[last].end)

    def stored(self, first: int, end: int) -> str:
        """Return the stored words from the token numbered `first` up to, not including, that numbered `end`."""
        return self.text[slice(*self.token_span(first, end - 1))] if first < end else ""

    def gap(self, first: int, last: int) -> str:
        """Return the stored text between two tokens."""
        return self.text[self.token_span(first, first)[1] : self.token_span(last, last)[0]]
