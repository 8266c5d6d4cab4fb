"""The pattern by which text is cut into the tokens of dates: clock times, numbers, words, signs. Knows no meanings."""

import functools
import re
from collections.abc import Iterable
from typing import Final

from memcon.languages import facts_of, shared_words, tags
from memcon.resolve.dates.words import dates_of

MARKS: Final = r"\u0300-\u036f\u064b-\u0652\u0640\u0670\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
"""Accents, vowel points and signs that stand inside a word and are no letters."""

_HALF: Final = r"(?:[aApP]\.?[mM]\b\.?)"
_HOURS: Final = r"\d{1,2}(?:[.:]\d{2}){0,2}"


@functools.cache
def zones() -> str:
    """Return a pattern for the abbreviation of a time zone, with what it is ahead of Greenwich."""
    return rf"(?:{'|'.join(shared_words('zones', 'names'))})\b(?:\s?[+-]\d{{1,2}}(?::?\d{{2}})?)?"


@functools.cache
def tokens_of(language: str) -> re.Pattern[str]:
    """Return the pattern of tokens; what stands at digits is that of all languages, for each quotes others.

    Only words about a time of day are the language's own, and those of what it is read with: *alle 7* is Italian.
    """
    dates = [facts_of(tag).dates for tag in tags()]
    own = [dates_of(language), *(facts_of(tag).dates for tag in dates_of(language).also)]
    ordinals, firsts = _any(d.ordinal_endings for d in dates), _any(d.first_endings for d in dates)
    decades, clocks = _any(d.decade_endings for d in dates), _any(d.clock for d in own)
    behind = _any(d.clock_after for d in own)
    local = _any(d.zone_before for d in dates)
    cases = _any(d.case_endings for d in dates)
    onto = _any(facts_of(tag).glued for tag in tags())
    return re.compile(
        rf"""
    (?P<break>[\r\n]+)
  | (?P<clock>
        (?<=\d)T\d{{2}}:\d{{2}}[\d:.]*(?:Z|[+-]\d{{2}}:?\d{{2}})?
      | \b(?:{clocks})\s*(?::\s*)?{_HOURS}(?:\s*[-–]\s*{_HOURS})?
        (?:\s?(?i:{behind})(?:\s?\d{{2}}(?!\d))?(?!\w))?(?:\s*{zones()})?
      | \b{_HOURS}\s?(?i:{behind})(?:\s?\d{{2}}(?!\d))?(?!\w)(?:\s*{zones()})?
      | \b{_HOURS}\s*(?:{_HALF}|o['’]clock\b)(?:\s*{zones()})?
      | \b\d{{1,2}}[.:]\d{{2}}(?:[.:]\d{{2}})?\s*(?:{zones()}|(?=(?:{local})\b))
      | \b(?:[01]\d|2[0-3])[0-5]\d\s*(?:hrs\b|hours\b)
      | \b(?!19|20)(?:[01]\d|2[0-3])[0-5]\d\s*{zones()}
      | \b\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s*(?:{zones()}|[+-](?:0\d|1[0-4])[0-5]\d(?!\d)))?
    )
  | (?P<zone>\b{zones()})
  | (?P<amount>
        (?:US\$|[$€£¥₩₽₹]|\bRp\.?|\bUSD)\s?\d[\d.,]*
      | \+\d[\d\s()-]{{6,}}\d
      | \d+(?:[.,]\d+)?\s?%
      | \d{{1,3}}(?:[.,]\d{{3}})+(?!\d)
      | \d+(?:[-–]\d+){{3,}} | \d+(?:/\d+){{3,}}
      | \d{{1,4}}[-–]\d{{3,}}[-–]\d+
      | \d{{5,}}
    )
  | (?P<dotted>\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:\d{{4}}|\d{{2}})(?![\d.]\d) | \d{{4}}\.\d{{1,2}}\.\d{{1,2}}(?!\.?\d))
  | (?P<decimal>\d+\.\d+ | \d+,(?!(?:18|19|20)\d\d\b)\d+)
  | (?P<ordinal>\d{{1,2}}(?:{ordinals})(?!\w) | 1(?:{firsts})(?!\w))
  | (?P<decade>\d{{2,4}}(?:{decades})(?!\w))
  | (?P<number>\d+)
  | (?P<quarter>\b[QK][1-4]\b) | (?P<half>\bH[12]\b)
  | (?P<range>\bs[./]d\b\.?)
  | (?P<short>(?<!\w)['’ʼ]\d{{2}}(?![\d'’]))
  | (?P<possessive>['’]s\b | (?<=\d)['’](?:{cases})\b)
  | (?P<onto>(?<!\w)(?:{onto})\u0640?(?=\d))
  | (?P<word>[^\W\d_](?:[^\W\d_]|[{MARKS}])*(?:['’ʼ](?!s\b)[^\W\d_]+)*\d*)
  | (?P<dash>[-‐‑‒–—−~])
  | (?P<slash>/) | (?P<open>[(\[]) | (?P<close>[)\]]) | (?P<comma>[,،]) | (?P<dot>\.)
  | (?P<other>\S)
    """,
        re.VERBOSE,
    )


def _any(lists: Iterable[Iterable[str]]) -> str:
    """Return a pattern for any of some words; one that matches nothing for none."""
    words = sorted({word for one in lists for word in one}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, words)) or "(?!)"
