"""Cut an article into numbered sentences, and say which are body. Knows nothing of models, files or events.

Rules, no model: lines end sentences, stops do where `articles.ends` says so, and the title of the article is one, even
in the line of the text. Thai and other scripts without stops are cut at line ends and, when long, at spaces.
Works on running text and on text whose words and stops stand apart ("Jakarta , 5 Mei .").
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from memcon import languages
from memcon.articles.body import BLANK, marks
from memcon.articles.ends import Words, sentence_ends, words_of
from memcon.articles.marked import Mark
from memcon.articles.wrapped import lines_of
from memcon.records import Article, Aside, Sentence
from memcon.text.characters import BLOT

LONGEST: Final = 1_000
"""Characters. A longer stretch without a stop is cut at a comma or a space: a window of sentences must stay small."""
_REPEAT: Final = 25
"""Characters. A shorter sentence may well stand twice; it is a repeat only where the one before it is."""
_TITLE: Final = 3
"""Words that a title has at the least, to be taken for what a text begins with."""
_STOPS: Final = (".", "。", "।", "۔")
"""What ends a sentence and no headline."""
_COMMA: Final = re.compile(r"[;,:،，；、](?=\s)|[，；、]")


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    reason: Aside | None
    """Why it is not body, None for body."""


def segment(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of an article, numbered from 1, in order; together they hold all that is not blank.

    `article.text[s.start:s.end]` begins and ends with a visible character, and may hold a line end where the text is
    broken at a fixed width. A sentence is not body when its format (`Article.beside`) or clean-up (`articles.body`)
    marks it, or when it says again what the article has said, as where a site prints its text twice. Takes time in
    proportion to the text.
    """
    return tuple(
        Sentence(number=number, start=piece.start, end=piece.end, body=piece.reason is None)
        for number, piece in enumerate(_pieces(article), 1)
    )


def not_body(article: Article) -> tuple[Mark, ...]:
    """Return the sentences of `segment` that are not body, each with the reason."""
    return tuple(Mark(piece.start, piece.end, piece.reason) for piece in _pieces(article) if piece.reason)


def is_headline(article: Article, sentence: Sentence) -> bool:
    """Say whether a sentence is the article's headline: its title, or a first line that no stop ends.

    A line break follows it, and more text.
    """
    words = article.text[sentence.start : sentence.end]
    if sentence.number != 1 or article.text[sentence.end : sentence.end + 1] not in {"\n", "\r"}:
        return False
    return words == (article.title or "").strip() or not words.rstrip("\"'”’»)").endswith(_STOPS)


def body_of(text: str, sentences: Iterable[Sentence]) -> str:
    """Return `text` with all that is not body blotted out, offsets unchanged: what no fact may be read from.

    The character in its place (`text.characters.BLOT`) stands in no name, so that none is found across it either; a
    quote that reaches across it is cut there (`evidence.passage.Passage.bodies`).
    """
    parts, at = [], 0
    for sentence in sentences:
        if not sentence.body:
            parts += [text[at : sentence.start], BLOT * (sentence.end - sentence.start)]
            at = sentence.end
    return "".join([*parts, text[at:]])


def _pieces(article: Article) -> Iterator[_Piece]:
    words = words_of(languages.language(article.language))
    lines = _apart(lines_of(article.text), _title_end(article))
    marked = marks(article.text, article.language, article.beside)
    return _without_repeats(article.text, _cut(article.text, lines, marked, words))


def _title_end(article: Article) -> int:
    """Return where the article's title ends that its text begins with, on the line of the text; 0 where none does."""
    words = (article.title or "").split()
    if len(words) < _TITLE or len(article.title or "") > LONGEST:
        return 0
    found = re.compile(rf"[{BLANK}]*" + r"\s+".join(map(re.escape, words)) + r"(?=\s)").match(article.text)
    return found.end() if found else 0


def _apart(lines: Iterable[tuple[int, int]], at: int) -> Iterator[tuple[int, int]]:
    """Yield the lines, the one with `at` inside in two."""
    for start, end in lines:
        if start < at < end:
            yield start, at
        yield (at if start < at < end else start), end


def _cut(text: str, lines: Iterable[tuple[int, int]], marked: Sequence[Mark], words: Words) -> Iterator[_Piece]:
    """Cut the text at line ends, at the edges of marks, and at sentence ends; leave out what is blank."""
    waiting = iter(marked)
    mark = next(waiting, None)
    for start, end in lines:
        at = start
        while mark and mark.start < end:
            yield from _sentences(text, at, mark.start, words)
            yield from _visible(text, _shortened(text, mark.start, mark.end), mark.reason)
            at, mark = mark.end, next(waiting, None)
        yield from _sentences(text, at, end, words)


def _sentences(text: str, start: int, end: int, words: Words) -> Iterator[_Piece]:
    at = start
    for stop in sentence_ends(text, start, end, words):
        yield from _visible(text, _shortened(text, at, stop), None)
        at = stop
    yield from _visible(text, _shortened(text, at, end), None)


def _visible(text: str, spans: Iterable[tuple[int, int]], reason: Aside | None) -> Iterator[_Piece]:
    for start, end in spans:
        words = text[start:end].lstrip(BLANK)
        first = end - len(words)
        if bare := words.rstrip(BLANK):
            yield _Piece(first, first + len(bare), reason or (None if any(map(str.isalnum, bare)) else "ornament"))


def _shortened(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the span, in parts of at most LONGEST characters: cut after a comma, else at a space, else anywhere."""
    while end - start > LONGEST:
        half, most = start + LONGEST // 2, start + LONGEST
        commas = [found.end() for found in _COMMA.finditer(text, half, most)]
        spaces = [at for at in range(half, most) if text[at].isspace()] if not commas else []
        stop = (commas or spaces or [most])[-1]
        yield start, stop
        start = stop
    yield start, end


# --- repeats ---


def _without_repeats(text: str, pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Mark body sentences that stand there for the second time."""
    seen: set[str] = set()
    before = False
    for piece in pieces:
        if piece.reason:
            yield piece
            continue
        words = " ".join(text[piece.start : piece.end].casefold().split())
        repeat = words in seen and (before or len(words) >= _REPEAT)
        seen.add(words)
        before = repeat
        yield replace(piece, reason="repeat") if repeat else piece
