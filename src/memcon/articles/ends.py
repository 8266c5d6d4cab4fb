"""Find where sentences end inside a line. Pure; the words that it asks for are those of `sentences.toml`.

A stop ends a sentence unless the word before it is an abbreviation, an initial, the number of an item, or a number that
goes on, or the next word is in lower case. Scripts without spaces have stops of their own. An item of a list that
stands in the line behind its bullet begins a sentence, too.
"""

import functools
import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from memcon import languages
from memcon._data import words as divided
from memcon.text.capitals import LOWER, UPPER

_STOP: Final = re.compile(
    r"(?P<stop>[.!?…‼⁇⁈⁉。！？｡؟۔।॥။።։]++(?>(?:[ \xa0]\.(?!\w))*))"
    r"(?P<closers>(?>(?:[\"”’»›)\]』」》）】〉]|\[\d{1,3}\])*))"
    r"(?P<apart>(?>(?:[ \t\xa0]+[”’»)\]』」]+)*))"
)
_WIDE: Final = frozenset("。！？｡")
_QUOTE_APART: Final = re.compile(r"[ \t\xa0]+\"(?=\s|\Z)")
_WORD_BEFORE: Final = re.compile(r"(?<![^\s(\[{\"“‘«„<])[^\s(\[{\"“‘«„<]+\Z")
_ELISION: Final = re.compile(r"\A[^\W\d_]{1,2}['’](?=[^\W\d_])")
"""What is written onto a word and is no part of it: l'art. 7."""
_WORD_AFTER: Final = re.compile(r"[\"“‘'«„(\[]*([^\W\d_]+)")
_DOTTED: Final = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,3}")
_INITIAL: Final = re.compile(rf"[{UPPER}]\.[\s,;)]")
_ITEM: Final = re.compile(
    r"(?:\A\s{0,3}|[:;：；]\s{0,2})[(（]?(?:\d{1,3}|[^\W\d_]|[ivxIVX]{1,4})\Z"
    r"|\A\s{0,3}(?:[^\W\d_]{2,12}\.?\s\d{1,3}|\d{1,3}(?:\.\d{1,3}){1,3})\Z"
)
"""The number or letter of an item of a list: at the beginning of a sentence, or behind a colon; Article 5; 2.1."""
_BULLET: Final = re.compile(r"(?<=\s)[•▪◦‣●■►▶](?=[ \t\xa0])")
_NAME_WITH_INITIAL: Final = re.compile(rf"[{UPPER}]\. [{UPPER}](?!\.)")
_ONE_CAPITAL: Final = re.compile(rf"(?<![{UPPER}{LOWER}\d.'’-])[{UPPER}]\Z")
_BEFORE: Final = 60
"""Characters before a stop that are looked at."""
_QUOTED: Final = 1_000
"""Characters before a stop in which a quotation that it stands in has begun."""
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SOLID: Final = 3
"""Letters of a word that is not taken for a name behind an initial: Plan B. They; but J. An."""
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


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language beside stops, without their stop; starters and states in their letter case."""

    before_name: frozenset[str]
    before_word: frozenset[str]
    before_number: frozenset[str]
    may_end: frozenset[str]
    starters: frozenset[str]
    given: frozenset[str]
    of_state: frozenset[str]
    after_quote: tuple[str, ...]
    months: frozenset[str]
    states: frozenset[str]
    """Abbreviations of states: *US*."""
    offices: frozenset[str]
    """Words of offices and the small words beside them, by which alone no sentence is made: *the minister of*."""
    ordinal_dot: bool
    tells: re.Pattern[str]
    """Behind who tells: *said*."""


@functools.cache
def words_of(lang: languages.Language) -> Words:
    """Return the words of a language that matter here, made once."""

    def listed(kind: str) -> frozenset[str]:
        return frozenset(lang.printed(f"sentences.{kind}"))

    tags = dict.fromkeys((*lang.reads, *languages.read_for_names()))
    countries = [row for tag in tags for row in languages.rows_of(tag, "countries")]
    offices = [row for tag in tags for row in languages.rows_of(tag, "offices")]
    return Words(
        before_name=listed("before_name"),
        before_word=listed("before_word"),
        before_number=listed("before_number"),
        may_end=listed("may_end"),
        starters=listed("starters"),
        given=listed("given"),
        of_state=listed("of_state"),
        after_quote=tuple(listed("after_quote")),
        months=frozenset(map(str.casefold, lang.listed("dates.month", "dates.month_short"))),
        states=frozenset(
            word
            for _, kind, _, cell in countries
            if kind in {"short", "name"}
            for word in divided(cell)
            if word.isupper()
        ),
        offices=frozenset(
            part.casefold()
            for kind, cell in offices
            if kind in {"office", "small", "seat"}
            for word in divided(cell)
            for part in word.split()
        ),
        ordinal_dot=lang.facts.ordinal_dot,
        tells=lang.pattern("telling.after_name"),
    )


def sentence_ends(text: str, start: int, end: int, words: Words) -> Iterator[int]:
    """Yield the offsets inside a block at which one sentence ends and another begins, in order.

    Closing quotes and brackets are included. Takes time in proportion to the block.
    """
    first = next((at for at in range(start, end) if not text[at].isspace()), end)
    bullets = (found.start() for found in _BULLET.finditer(text, first + 1, end))
    yield from heapq.merge(_stops(text, start, end, words), bullets)


def _stops(text: str, start: int, end: int, words: Words) -> Iterator[int]:
    """Yield the offsets after each stop that ends a sentence."""
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


def _goes_on(text: str, begun: int, found: re.Match[str], words: Words) -> bool:
    """Whether what is quoted, with its stop, is the beginning or a part of a sentence; no space stands behind it.

    The title of a book is: 《战争离我们有多远？》一书. So is speech before the clause that tells who spoke.
    """
    closers = found["closers"]
    if not closers:
        return False
    if _TITLE_ENDS.issuperset(closers):
        return True
    if words.after_quote and text.startswith(words.after_quote, found.end()):
        return True
    clause = _TOLD_BEHIND.match(text, found.end())
    return text[begun] in _OPENERS and clause is not None and bool(words.tells.search(clause[0]))


def _glued(text: str, begun: int, found: re.Match[str], after: int, end: int) -> bool:
    """Whether two sentences were joined without a space, as scraped text often is; addresses are not."""
    if found["stop"] not in {".", "!", "?"} or found["closers"] not in {"", "”"}:
        return False
    before = text[max(begun, found.start() - 40) : found.start()]
    return bool(_GLUED_BEFORE.search(before) and _GLUED_AFTER.match(text, after, end))


def _is_end(text: str, begun: int, found: re.Match[str], following: str, words: Words) -> bool:
    """Whether a stop that space follows ends a sentence; `following` is what comes after the space."""
    at, stop = found.start(), re.sub(r"[ \xa0]", "", found["stop"])
    dash = _DASHES.match(following)
    after_dash = following[dash.end() :] if dash else following
    if after_dash[:1].islower() or following[0] in ",;:)]%”»":
        return False
    if stop in {"…", ".."} or (len(stop) > 2 and set(stop) <= {".", "…"}):
        caseless = following[0].isalpha() and not following[0].isupper()
        near = max(begun, at - _QUOTED)
        if caseless and text.count("«", near, at) > text.count("»", near, at):
            return False  # in scripts without capitals nothing else tells that the quoted sentence goes on
        return len(stop) > 3 or (at > begun and not text[at - 1].isspace() and text[at - 1] not in '([{"“')
    if found["closers"] and words.after_quote and following.startswith(words.after_quote):
        return False
    if stop != "." or (found["closers"] + found["apart"]).strip(" \t\xa0)]0123456789["):
        return True
    return not _abbreviated(text[max(begun, at - _BEFORE) : at], following, words)


def _abbreviated(before: str, following: str, words: Words) -> bool:
    """Whether the stop after `before` belongs to an abbreviation, an initial or a number that goes on."""
    found = _WORD_BEFORE.search(before.rstrip())
    if not found:
        return False
    word = _ELISION.sub("", found[0])
    folded = word.casefold()
    after = _WORD_AFTER.match(following)
    starts = after is not None and after[1] in words.starters and not following.startswith(".", after.end())
    capital = _ONE_CAPITAL.search(before.rstrip())
    if _ITEM.search(before) or (capital and _INITIAL.match(following)):
        return True  # 1. The parties; S. A.
    if word.isdigit():
        return _counts_on(before, word, following, starts=starts, words=words)
    if folded in words.may_end or _DOTTED.fullmatch(word) or capital:
        solid = folded in words.may_end or not capital or (after is not None and len(after[1]) >= _SOLID)
        return not (starts and solid)
    if word in words.states:
        return after is not None and not starts and (after[1] in words.of_state or _is_fragment(before, words))
    return (
        (len(word) == 1 and bool(_CASELESS_INITIAL.search(before)))
        or folded in words.before_word
        or (word[0].isupper() and folded in words.before_name)
        or (word in words.given and bool(_NAME_WITH_INITIAL.match(following)))
        or (following[0].isdigit() and folded in words.before_number)
    )


def _counts_on(before: str, word: str, following: str, *, starts: bool, words: Words) -> bool:
    """Whether the stop behind a number belongs to it: 4. März; der 3. Präsident; 1 . 000 where signs stand apart."""
    if before.endswith(" ") and _THOUSANDS.match(following):
        return True
    after = _WORD_AFTER.match(following)
    if len(word) > 2 or after is None:
        return False
    return after[1].casefold() in words.months or (words.ordinal_dot and not starts)


def _is_fragment(before: str, words: Words) -> bool:
    """Whether what stands before a stop names an office and says nothing of it: *The president of the US*."""
    parts = _WORD.findall(before)
    return len(before) < _BEFORE and all(part in words.states or part.casefold() in words.offices for part in parts)
