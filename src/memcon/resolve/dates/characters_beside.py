"""Which characters beside a date of Chinese, Japanese or Korean were not understood. Knows no dates.

No space tells words apart, so what is beside a date is compared with the words of the language: those that change
nothing (`beside`), and those that make none of it (`turns`, `bound`). Of two that begin alike the longer counts.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from memcon.resolve.dates.characters import SIGNS, TAKEN, pattern, words_of_characters
from memcon.resolve.dates.compounds import Range
from memcon.resolve.dates.terms import Month, Shift, Term, Year


class Found(NamedTuple):
    """A term, and where it stands."""

    start: int
    end: int
    term: Term


def unread(found: list[Found], rest: str, tag: str) -> tuple[str, ...]:
    """The words beside dates, in their phrases, that are not known to change nothing."""
    left: list[str] = []
    for one in found:
        after = re.split(rf"{SIGNS}|{TAKEN}", rest[one.end :].lstrip(), maxsplit=1)[0]
        if isinstance(one.term, Range):
            after = _side(tag, "bound", ahead=True).sub("", after)  # から7日まで
        before = re.split(rf"{SIGNS}|{TAKEN}", rest[: one.start].rstrip())[-1]
        left += [_odd(after, tag, ahead=True), _odd(before, tag, ahead=False)]
    turned = [one[0] for one in pattern(tag, "turns").finditer(rest) if len(one[0]) > 1]
    return tuple(dict.fromkeys(word for word in (*left, *turned) if word))


def _odd(chunk: str, tag: str, *, ahead: bool) -> str:
    """The beginning of a chunk behind a date, or the end of one before it, where it is not known to be harmless."""
    harmless, turns = _side(tag, "beside", ahead=ahead), _side(tag, "turns", ahead=ahead)
    turning = pattern(tag, "turns")
    taken = False
    while chunk:
        known = harmless.search(chunk)
        bad = turns.search(chunk)
        if bad and (not known or len(bad[0]) > len(known[0])):
            return bad[0]
        if not known:
            near = chunk[:2] if ahead else chunk[-2:]
            plain = taken or (len(near) > 1 and near.isalpha() and not turning.search(near))
            return "" if plain else chunk[:8] if ahead else chunk[-8:]
        taken = True
        chunk = (chunk[known.end() :] if ahead else chunk[: known.start()]).strip()
    return ""


@lru_cache(maxsize=64)
def _side(tag: str, kind: str, *, ahead: bool) -> re.Pattern[str]:
    known = words_of_characters(tag)
    words = f"{known.any(kind)}|{known.any('bound')}" if kind == "turns" else known.any(kind)
    return re.compile(rf"^(?:{words})" if ahead else rf"(?:{words})$")


def turned(rest: str, one: Found, tag: str) -> bool:
    """Whether a word that makes none of a date stands right beside it."""
    for chunk, ahead in (
        (rest[one.end : one.end + 8].lstrip(), True),
        (rest[max(0, one.start - 8) : one.start], False),
    ):
        bad, known = _side(tag, "turns", ahead=ahead).search(chunk), _side(tag, "beside", ahead=ahead).search(chunk)
        if bad and (not known or len(bad[0]) > len(known[0])):
            return True
    return False


def counts_on(plain: str, one: Found, tag: str) -> bool:
    """Whether a number of units is counted from what is told right before it: 事件の2日後, 선거 일주일 전."""
    before, after = plain[: one.start].rstrip(), plain[one.start : one.end]
    if not (isinstance(one.term, Shift | Month | Year) and after[0].isdigit() and before[-1:].isalpha()):
        return False
    if re.search(rf"(?:{words_of_characters(tag).any('anaphor')})$", before):
        return True
    onward = re.search(rf"(?:{words_of_characters(tag).any('ahead')})$", after)
    return bool(onward) and not _side(tag, "beside", ahead=False).search(before)
