"""Cut an article into numbered sentences, and say which are body. Knows nothing of models, files or events.

Rules, no model: lines end sentences; a stop ends one unless the word before it is an abbreviation, an initial or a
number that goes on, or the next word is in lower case. Scripts without spaces have stops of their own. Thai and other
scripts without any are cut at line ends and, when long, at spaces. Works on running text and on text whose words and
stops stand apart ("Jakarta , 5 Mei .").
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from memcon import languages
from memcon.articles.body import BLANK, Mark, Reason, marks
from memcon.articles.wrapped import lines_of
from memcon.records import Article, Sentence
from memcon.text.capitals import LOWER, UPPER

LONGEST: Final = 1_000
"""Characters. A longer stretch without a stop is cut at a comma or a space: a window of sentences must stay small."""
_BLOT: Final = "\ufffc"
"""The object replacement character."""
_REPEAT: Final = 25
"""Characters. A shorter sentence may well stand twice; it is a repeat only where the one before it is."""
_STOP: Final = re.compile(
    r"(?P<stop>[.!?…‼⁇⁈⁉。！？｡؟۔।॥။።։]++(?:[ \xa0]\.(?!\w))*+)(?P<closers>(?:[\"”’»›)\]』」》）】〉]|\[\d{1,3}\])*+)"
    r"(?P<apart>(?:[ \t\xa0]+[”’»)\]』」]+)*+)"
)
_WIDE: Final = frozenset("。！？｡")
_QUOTE_APART: Final = re.compile(r"[ \t\xa0]+\"(?=\s|\Z)")
_WORD_BEFORE: Final = re.compile(r"[^\s(\[{\"“‘«„<]+\Z")
_WORD_AFTER: Final = re.compile(r"[\"“‘'«„(\[]*([^\W\d_]+)")
_DOTTED: Final = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,3}")
_INITIAL: Final = re.compile(rf"[{UPPER}]\.[\s,;)]")
_THOUSANDS: Final = re.compile(r"\d{3}(?!\d)")
_DASHES: Final = re.compile(r"[-–—]+\s*")
_GLUED_BEFORE: Final = re.compile(rf"(?<![\w./@-])[^\W\d_]*[^\W\d_{UPPER}]{{3}}\Z")
_GLUED_AFTER: Final = re.compile(
    r"(?![\w.-]{0,60}@)(?!(?:Com|Net|Org|Info|Html?|Co|Id|Tv|News)\b)"
    rf"[{UPPER}](?:[{LOWER}]{{2,}}(?![\w.])|[{LOWER}]?[ ,])"
)
_OPENERS: Final = frozenset('“「『"')
_TITLE_ENDS: Final = frozenset("》〉")
_TOLD_BEHIND: Final = re.compile(r"[^。！？!?，；\n]{2,40}(?=[。！？!?，]|$)")
"""A clause behind a quotation, which may tell who spoke: “……！”外长说。"""
_CASELESS_INITIAL: Final = re.compile(rf"(?<!\d)(?<!\d\s)[^\W\d_{UPPER}{LOWER}]\s*\Z")  # and no unit: 2024 م.
_COMMA: Final = re.compile(r"[;,:،，；、](?=\s)|[，；、]")


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    reason: Reason | None
    """Why it is not body, None for body."""


@dataclass(frozen=True, slots=True)
class _Words:
    before_name: frozenset[str]
    before_word: frozenset[str]
    before_number: frozenset[str]
    may_end: frozenset[str]
    starters: frozenset[str]
    tells: re.Pattern[str]
    """Behind who tells: *said*."""


def segment(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of an article, numbered from 1, in order; together they hold all that is not blank.

    `article.text[s.start:s.end]` begins and ends with a visible character, and may hold a line end where the text is
    broken at a fixed width. A sentence is not body when clean-up marks it (`articles.body`), or when it says again
    what the article has said, as where a site prints its text twice. Takes time in proportion to the text.
    """
    return tuple(
        Sentence(number=number, start=piece.start, end=piece.end, body=piece.reason is None)
        for number, piece in enumerate(_pieces(article), 1)
    )


def not_body(article: Article) -> tuple[Mark, ...]:
    """Return the sentences of `segment` that are not body, each with the reason."""
    return tuple(Mark(piece.start, piece.end, piece.reason) for piece in _pieces(article) if piece.reason)


def body_of(text: str, sentences: Iterable[Sentence]) -> str:
    """Return `text` with all that is not body blotted out, offsets unchanged: what no fact may be read from.

    The character in its place stands in no quote and no name, so that nothing is found across it either.
    """
    parts, at = [], 0
    for sentence in sentences:
        if not sentence.body:
            parts += [text[at : sentence.start], _BLOT * (sentence.end - sentence.start)]
            at = sentence.end
    return "".join([*parts, text[at:]])


def _pieces(article: Article) -> Iterator[_Piece]:
    words = _words(languages.language(article.language))
    return _without_repeats(article.text, _cut(article.text, marks(article.text, article.language), words))


def _cut(text: str, marked: Sequence[Mark], words: _Words) -> Iterator[_Piece]:
    """Cut the text at line ends, at the edges of marks, and at sentence ends; leave out what is blank."""
    waiting = iter(marked)
    mark = next(waiting, None)
    for start, end in lines_of(text):
        at = start
        while mark and mark.start < end:
            yield from _sentences(text, at, mark.start, words)
            yield from _visible(text, _shortened(text, mark.start, mark.end), mark.reason)
            at, mark = mark.end, next(waiting, None)
        yield from _sentences(text, at, end, words)


def _sentences(text: str, start: int, end: int, words: _Words) -> Iterator[_Piece]:
    at = start
    for stop in _stops(text, start, end, words):
        yield from _visible(text, _shortened(text, at, stop), None)
        at = stop
    yield from _visible(text, _shortened(text, at, end), None)


def _visible(text: str, spans: Iterable[tuple[int, int]], reason: Reason | None) -> Iterator[_Piece]:
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


# --- sentence ends ---


def _stops(text: str, start: int, end: int, words: _Words) -> Iterator[int]:
    """Yield the offsets after each sentence end inside a block, closing quotes and brackets included."""
    quotes, counted, begun = 0, start, start
    for found in _STOP.finditer(text, start, end):
        after = found.end()
        quotes += text.count('"', counted, after)
        counted = after
        if quotes % 2 and (apart := _QUOTE_APART.match(text, after, end)):  # a closing quote that stands apart
            counted = after = apart.end()
            quotes += 1
        following = after
        while following < end and text[following].isspace():
            following += 1
        if following == end:
            return
        if found["stop"][-1] in _WIDE:
            ends = following > after or not _goes_on(text, begun, found, words)
        elif following == after:
            ends = _glued(text, begun, found, after, end)
        else:
            ends = _is_end(text, begun, found, text[following : min(end, following + 40)], words)
        if ends:
            yield after
            begun = after


def _goes_on(text: str, begun: int, found: re.Match[str], words: _Words) -> bool:
    """Whether what is quoted, with its stop, is the beginning or a part of a sentence; no space stands behind it.

    The title of a book is: 《战争离我们有多远？》一书. So is speech before the clause that tells who spoke.
    """
    closers = found["closers"]
    if not closers:
        return False
    if _TITLE_ENDS.issuperset(closers):
        return True
    clause = _TOLD_BEHIND.match(text, found.end())
    return text[begun] in _OPENERS and clause is not None and bool(words.tells.search(clause[0]))


def _glued(text: str, begun: int, found: re.Match[str], after: int, end: int) -> bool:
    """Whether two sentences were joined without a space, as scraped text often is; addresses are not."""
    if found["stop"] not in {".", "!", "?"} or found["closers"] not in {"", "”"}:
        return False
    before = text[max(begun, found.start() - 40) : found.start()]
    return bool(_GLUED_BEFORE.search(before) and _GLUED_AFTER.match(text, after, end))


def _is_end(text: str, begun: int, found: re.Match[str], following: str, words: _Words) -> bool:
    """Whether a stop that space follows ends a sentence; `following` is what comes after the space."""
    at, stop = found.start(), re.sub(r"[ \xa0]", "", found["stop"])
    dash = _DASHES.match(following)
    after_dash = following[dash.end() :] if dash else following
    if after_dash[:1].islower() or following[0] in ",;:)]%”»":
        return False
    if stop in {"…", ".."} or (len(stop) > 2 and set(stop) <= {".", "…"}):
        caseless = following[0].isalpha() and not following[0].isupper()
        if caseless and text.count("«", begun, at) > text.count("»", begun, at):
            return False  # in scripts without capitals nothing else tells that the quoted sentence goes on
        return len(stop) > 3 or (at > begun and not text[at - 1].isspace() and text[at - 1] not in '([{"“')
    if stop != "." or (found["closers"] + found["apart"]).strip(" \t\xa0)]0123456789["):
        return True
    return not _abbreviated(text[max(begun, at - 40) : at], following, words)


def _abbreviated(before: str, following: str, words: _Words) -> bool:
    """Whether the stop after `before` belongs to an abbreviation, an initial or a number that goes on."""
    found = _WORD_BEFORE.search(before.rstrip())
    if not found:
        return False
    word, folded = found[0], found[0].casefold()
    if word.isdigit():
        item = before.strip() == word and len(word) <= 3  # "1. " begins an item of a list
        return item or (before.endswith(" ") and bool(_THOUSANDS.match(following)))
    if len(word) == 1 and word.isupper() and _INITIAL.match(following):
        return True  # S. A.
    if folded in words.may_end or _DOTTED.fullmatch(word):
        after = _WORD_AFTER.match(following)
        starts = after and after[1] in words.starters and not following.startswith(".", after.end())  # A. is an initial
        return not starts
    return (
        (len(word) == 1 and (word.isupper() or bool(_CASELESS_INITIAL.search(before))))
        or folded in words.before_word
        or (word[0].isupper() and folded in words.before_name)
        or (following[0].isdigit() and folded in words.before_number)
    )


@functools.cache
def _words(lang: languages.Language) -> _Words:
    def listed(kind: str) -> frozenset[str]:
        return frozenset(lang.printed(f"sentences.{kind}"))

    names, words, numbers = listed("before_name"), listed("before_word"), listed("before_number")
    return _Words(names, words, numbers, listed("may_end"), listed("starters"), lang.pattern("telling.after_name"))


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
