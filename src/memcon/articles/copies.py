"""Find articles that are copies of one read before, as newspapers print an agency's report. Knows no model.

A copy says nothing that its original does not: each of its sentences, but the headline, stands there, with the same
numbers and hardly another word, and it was published within days. It may be shorter; one that says more is no copy, and
is read by itself. Candidates are found by MinHash (datasketch) over shingles of words, in bands, so that the work grows
with the articles and not with their pairs; whether one is a copy is then told sentence by sentence. The first of those
that are alike is the original, in the order in which they are read. The figures below, measured: docs/adr/0015.
"""

import contextlib
import dataclasses
import datetime as dt
import functools
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from memcon.articles.budget import Budget, Overrun
from memcon.articles.sentences import segment
from memcon.errors import check_extra
from memcon.records import Article, ArticleState

if TYPE_CHECKING:
    import numpy as np

SHINGLE: Final = 3
"""Words that are looked at together; of scripts without spaces, characters."""
SHARE: Final = 0.7
"""Share of a sentence's shingles that must stand in the original: a word more or less in twelve."""
DAYS: Final = 3
"""Days between the publication of an original and of a copy: a text that comes back later tells of something else."""
LEAST: Final = 40
"""Words of an article at the least: shorter ones are alike by chance."""
BANDS: Final = 24
ROWS: Final = 4
"""An article of which half the shingles are another's is looked at in four cases of five, of two thirds in all."""
_MOST: Final = 64
"""Candidates that are looked at: texts that a machine writes are alike by thousands."""
_SHORT: Final = 5
"""Words of a sentence that may say something."""
_TITLE: Final = 25
"""Words of a headline at the most."""
_WORD: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|\w+")
_STOPS: Final = tuple('.!?。！？؟।…”"»')


@dataclasses.dataclass(frozen=True, slots=True)
class _Text:
    """What an article says, by hashes."""

    sentences: Sequence[tuple[Sequence[int], Sequence[int]]]
    """The shingles of each, and its numbers, each with the word before it."""
    words: int

    @property
    def hashes(self) -> set[int]:
        return {one for shingles, numbers in self.sentences for one in (*shingles, *numbers)}


@dataclasses.dataclass(frozen=True, slots=True)
class _Known:
    """An article that is no copy."""

    id: str
    language: str | None
    published: dt.date | None
    hashes: "np.ndarray[Any, np.dtype[np.uint32]]"
    """Sorted, each once."""


class Copies:
    """The articles read so far that are no copies: some ten kilobytes each. Lives as long as one reading."""

    def __init__(self) -> None:
        """Make it ready. Raises MissingExtra where datasketch is not installed."""
        check_extra("duplicates", "finding copies", "datasketch")
        from datasketch import MinHash, MinHashLSH  # noqa: PLC0415  of an extra

        self._empty = MinHash(num_perm=BANDS * ROWS, seed=1, hashfunc=zlib.crc32)
        self._bands = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
        self._known: list[_Known] = []

    def original_of(self, article: Article) -> str | None:
        """Return the id of the article that this one is a copy of; where it is none, keep it, and return None."""
        import numpy as np  # noqa: PLC0415  datasketch brings it

        text = _text_of(article)
        if text.words < LEAST:
            return None
        hashes = np.array(sorted(text.hashes), dtype=np.uint32)
        signed = self._empty.copy()
        signed.update_batch([one.to_bytes(4) for shingles, _ in text.sentences for one in shingles])
        near: list[int] = sorted(self._bands.query(signed), reverse=True)
        for at in sorted(near[:_MOST]):
            if _is_copy(article, text, self._known[at], functools.partial(_share, known=self._known[at].hashes)):
                return self._known[at].id
        self._bands.insert(len(self._known), signed, check_duplication=False)
        self._known.append(_Known(article.id, article.language, article.published, hashes))
        return None


def find_copies(items: Iterable[Article | ArticleState]) -> Iterator[Article | ArticleState]:
    """Yield the items; an article that is a copy of one before it with that one's id as `copy_of`.

    Raises:
        MissingExtra: datasketch is not installed; at once.
    """
    return _marked(items, Copies())


def _marked(items: Iterable[Article | ArticleState], copies: Copies) -> Iterator[Article | ArticleState]:
    for item in items:
        original = None
        if isinstance(item, Article):
            with contextlib.suppress(Overrun), Budget():  # what takes too long is told when it is read
                original = copies.original_of(item)
        yield dataclasses.replace(item, copy_of=original) if original and isinstance(item, Article) else item


def can_be_copy(article: Article, original: Article) -> bool:
    """Return whether an article can have been taken for a copy of another: all that it says stands there.

    Needs no extra. Which of several such was found first, and whether any was, is not asked here.
    """
    text, known = _text_of(article), _text_of(original).hashes

    def share(hashes: Sequence[int]) -> float:
        return sum(one in known for one in hashes) / len(hashes)

    return text.words >= LEAST and _is_copy(article, text, original, share)


def _is_copy(
    article: Article, text: _Text, original: Article | _Known, share: Callable[[Sequence[int]], float]
) -> bool:
    """Return whether all that an article says stands in another one, which has such a `share` of some hashes."""
    if article.language != original.language:
        return False
    if article.published and original.published and abs((article.published - original.published).days) > DAYS:
        return False
    return all(
        share(shingles) >= SHARE and (not numbers or share(numbers) == 1) for shingles, numbers in text.sentences
    )


def _share(hashes: Sequence[int], known: "np.ndarray[Any, np.dtype[np.uint32]]") -> float:
    import numpy as np  # noqa: PLC0415  datasketch brings it

    return float(np.isin(np.array(hashes, dtype=np.uint32), known).mean())


def _text_of(article: Article) -> _Text:
    """Return what the sentences of the body say, but a headline and what is too short to say something."""
    found: list[tuple[Sequence[int], Sequence[int]]] = []
    count = 0
    bodies = [sentence for sentence in segment(article) if sentence.body]
    for number, sentence in enumerate(bodies):
        said = article.text[sentence.start : sentence.end]
        words = _WORD.findall(said.casefold())
        headline = not number and len(words) <= _TITLE and not said.endswith(_STOPS)
        if headline or said == article.title or len(words) < _SHORT:
            continue
        count += len(words)
        shingles = [" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)]
        pairs = zip(("", *words), words, strict=False)
        numbers = [f"#{before} {word}" for before, word in pairs if any(map(str.isdigit, word))]
        found.append((tuple(map(_hash, shingles)), tuple(map(_hash, numbers))))
    return _Text(found, count)


def _hash(words: str) -> int:
    return zlib.crc32(words.encode("utf-8", "replace"))
