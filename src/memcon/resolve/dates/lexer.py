"""Cut text into the items that the grammar of dates reads: words with their meaning, numbers, clock times, signs.

Offsets are kept, so that a date found in running text can be shown. Knows which words there are, not how they combine.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from memcon.resolve.dates.words import Kind, lexicon_of
from memcon.text.folding import plain_characters

ZONES: Final = (
    r"(?:WIB|WITA|WIT|GMT|UTC|EST|EDT|ET|CST|CDT|PST|PDT|PT|BST|CET|CEST|MSK|JST|KST|IST|HKT|SGT|AEST|AEDT|NZST|Z)\b"
    r"(?:\s?[+-]\d{1,2}(?::?\d{2})?)?"
)
_HALF: Final = r"(?:[aApP]\.?[mM]\b\.?)"
_HOURS: Final = r"\d{1,2}(?:[.:]\d{2}){0,2}"

TOKENS: Final = re.compile(
    rf"""
    (?P<break>[\r\n]+)
  | (?P<clock>
        (?<=\d)T\d{{2}}:\d{{2}}[\d:.]*(?:Z|[+-]\d{{2}}:?\d{{2}})?
      | \b(?:pukul|pkl\.?|jam)\s*{_HOURS}(?:\s*[-–]\s*{_HOURS})?(?:\s*{ZONES})?
      | \b{_HOURS}\s*(?:{_HALF}|o['’]clock\b)(?:\s*{ZONES})?
      | \b\d{{1,2}}[.:]\d{{2}}(?:[.:]\d{{2}})?\s*(?:{ZONES}|(?=waktu\b))
      | \b(?:[01]\d|2[0-3])[0-5]\d\s*(?:hrs\b|hours\b)
      | \b(?!19|20)(?:[01]\d|2[0-3])[0-5]\d\s*{ZONES}
      | \b\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s*{ZONES})?
    )
  | (?P<zone>\b{ZONES})
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
  | (?P<ordinal>\d{{1,2}}(?:(?:st|nd|rd|th)\b|-(?:го|й|я|е|ое|ого|му|м)\b) | 1(?:er|o)\b)
  | (?P<decade>\d{{2,4}}(?:s\b|er\b|-?an\b|-?is\b|-(?:е|х)\b))
  | (?P<number>\d+)
  | (?P<quarter>\b[QK][1-4]\b) | (?P<half>\bH[12]\b)
  | (?P<range>\bs[./]d\b\.?)
  | (?P<possessive>['’]s\b)
  | (?P<word>[^\W\d_]+(?:['’ʼ](?!s\b)[^\W\d_]+)*\d*)
  | (?P<dash>[-‐‑‒–—−~])
  | (?P<slash>/) | (?P<open>[(\[]) | (?P<close>[)\]]) | (?P<comma>,) | (?P<dot>\.)
  | (?P<other>\S)
    """,
    re.VERBOSE,
)

ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}
LONGEST: Final = 5
"""Words in the longest phrase of a lexicon."""


@dataclass(frozen=True, slots=True)
class Item:
    """A word, phrase, number or sign, with its meaning and where it stands."""

    kind: Kind
    value: int | str
    text: str
    start: int
    end: int
    attached: bool
    """Whether no white space stands before it."""

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital, as names and sentence openings are."""
        return self.text[:1].isupper()

    @property
    def number(self) -> int:
        """The value of an item whose value is a number."""
        return int(self.value)


@dataclass(frozen=True, slots=True)
class _Token:
    name: str
    text: str
    start: int
    end: int
    attached: bool


def lex(text: str, language: str) -> tuple[Item, ...]:
    """The items of `text` in order, with offsets into `text` as given. `language` is `id` or `en`."""
    plain, offsets = plain_characters(text)
    tokens = [
        _Token(
            found.lastgroup or "other",
            found.group(),
            found.start(),
            found.end(),
            not plain[max(0, found.start() - 1) : found.start()].isspace(),
        )
        for found in TOKENS.finditer(plain)
    ]
    items: list[Item] = []
    place = 0
    while place < len(tokens):
        kind, value, width = _meaning(tokens, place, language)
        first, last = tokens[place], tokens[place + width - 1]
        start, end = offsets[first.start], offsets[last.end - 1] + 1
        items.append(Item(kind, value, plain[first.start : last.end], start, end, first.attached))
        place += width
    return tuple(items)


def _meaning(tokens: Sequence[_Token], place: int, language: str) -> tuple[Kind, int | str, int]:
    """Kind, value and number of tokens of the item that begins at `place`."""
    token = tokens[place]
    if token.name == "word":
        return _word(tokens, place, language)
    if token.name == "number":
        return "number", int(token.text) if len(token.text) < 5 else 0, 1
    if token.name == "ordinal":
        return "ordinal", int("".join(char for char in token.text if char.isdigit())), 1
    if token.name in ("quarter", "half"):
        return ("quarter" if token.name == "quarter" else "half"), int(token.text[-1]), 1
    signs: dict[str, Kind] = {
        "range": "to",
        "decimal": "amount",
        "decade": "word",
        "other": "word",
        "possessive": "possessive",
    }
    if token.name in signs:
        return signs[token.name], 0, 1
    return token.name, 0, 1  # type: ignore[return-value]  # the other groups are named for their kinds


def _word(tokens: Sequence[_Token], place: int, language: str) -> tuple[Kind, int | str, int]:
    words = lexicon_of(language)
    folded = [token.text.casefold().replace("’", "'").replace("ʼ", "'") for token in tokens[place : place + LONGEST]]
    for width in range(len(folded), 0, -1):
        meaning = words.get(" ".join(folded[:width]))
        if meaning is not None and not _loose_dot(tokens, place, width):
            return meaning.kind, meaning.value, width
    width = _zone(tokens, place, folded, language)
    if width:
        return "zone", 0, width
    if tokens[place].text in ROMAN:
        return "ordinal", ROMAN[tokens[place].text], 1
    following = tokens[place + 1 : place + 3]
    if folded[0] == "ke" and [token.name for token in following] == ["dash", "number"]:
        return "ordinal", int(following[1].text[:4]), 3
    glued = len(following) == 2 and all(token.attached for token in following)
    if glued and following[0].name == "dash" and following[1].name == "number":
        return "word", 0, 3  # COVID-19, F-16: no day of a month
    return "word", 0, 1


def _loose_dot(tokens: Sequence[_Token], place: int, width: int) -> bool:
    """Whether a phrase would end on a dot that closes the sentence rather than an abbreviation."""
    return tokens[place + width - 1].name == "dot" and not tokens[place + width - 1].attached


def _zone(tokens: Sequence[_Token], place: int, folded: Sequence[str], language: str) -> int:
    """Number of tokens of *waktu setempat*, *waktu Indonesia barat*, *local time*, *Eastern Standard Time*; or 0."""
    ahead = tokens[place : place + LONGEST]
    if language == "id":
        if folded[0] != "waktu" or len(ahead) < 2:
            return 0
        if folded[1] in ("setempat", "tempatan", "lokal"):
            return 2
        width = 1
        while width < len(ahead) and width < 4 and _is_name(ahead[width], language):
            width += 1
        if (width > 1 and folded[width : width + 1] == ["bagian"]) or folded[1] == "bagian":
            width = min(max(width, 1) + 2, len(ahead))
        return width if width > 1 else 0
    if folded[0] == "local" and folded[1:2] == ["time"]:
        return 2
    width = 0
    while width < len(ahead) and width < 3 and _is_name(ahead[width], language) and folded[width] != "time":
        width += 1
    return width + 1 if 0 < width < len(folded) and folded[width] == "time" else 0


def _is_name(token: _Token, language: str) -> bool:
    known = lexicon_of(language).get(token.text.casefold())
    return token.name == "word" and token.text[0].isupper() and known is None
