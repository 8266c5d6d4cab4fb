"""Blot a key out of what an endpoint sends, however the endpoint has written it. Knows no HTTP.

An endpoint that echoes a request, or a proxy's page of errors, may hold the key: as it is, escaped for JSON (once or
several times over), HTML, a URL or a programmer's string, or as base64, hex or decimal numbers; in one line or in
several. Each is found where it stands, in time that grows as the bytes do; what is no key stays byte for byte.
"""

import base64
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from html.entities import html5
from typing import Any, Final, NamedTuple

from memcon._data import is_crowded

BLOT: Final = "[key]"
SHORTEST_SECRET: Final = 8
"""A shorter key, as `EMPTY` or `none`, is what a server of one's own is given, and no secret."""
LONGEST_WORD: Final = 11
"""So is one of letters alone up to here, as `whatever`: it is a word that stands in answers."""
BEGINNING: Final = 16
"""Characters of a key that are looked for first, in each form: where its beginning does not stand, it does not."""
_SPACE: Final = r"(?:[ \t\r\n]|\\{1,8}+[rnt])"
_BREAK: Final = rf"(?>(?:=(?={_SPACE}))?+{_SPACE}{{0,8}}+)"
"""What may stand between two characters of a form: where its line was broken, as it is, escaped, or told by a `=`."""
_BREAK_BEFORE_SIGN: Final = rf"(?>(?:=(?={_SPACE}{{1,8}}+=3d))?+{_SPACE}{{0,8}}+)"
"""Before a `=` of the key one is a sign of a broken line only where the other is written as `=3D`."""
_DUMPED: Final = r" {1,4}[ -~]{1,18}(?:[\r\n]|\\{1,8}+[rn]){1,4}+[0-9a-f]{4,16}:?"
"""What stands between two lines of a dump: the characters of the one, and the place of the other."""
_BETWEEN: Final = rf"(?>(?:{_DUMPED})?+(?:\\{{0,8}}+x|0x|[:,-]|=(?={_SPACE})|{_SPACE}){{0,12}}+)"
"""What may stand between two bytes in hex: `73 6b`, `73:6b`, `0x73, 0x6b`, the end of a line, of a dump too."""
_COMMAS: Final = rf"(?>(?:,|{_SPACE}){{1,12}}+)"
"""What stands between two bytes as decimal numbers: `[115, 107]`, as JSON of a buffer has them, or Python."""
_REST_OF_ROW: Final = r"(?: {0,2}(?:[0-9a-f]{2,4} {1,2}){0,16}+ {0,60}+(?<=  )\|?[ -~]{1,17}(?![ -~]))?+"
"""What follows the last byte in its row of a dump: other bytes, and the characters of all of them."""
_SIGNS: Final = frozenset("%=&\\ \t\r\n")
"""What a way to write a character may begin with, or what stands before one."""
_NAMED: Final = {"-": "-\u2010"}
"""What a character's names in HTML mean: none means the hyphen of ASCII, and `&hyphen;` is taken for it."""
_ALIKE: Final = {"+": "+-", "/": "/_"}
"""Digits of base64, and what stands for them in URLs."""


class Secret:
    """Keys that must stand in no file and in no message. Its `repr` does not show it."""

    def __init__(self, *keys: str) -> None:
        """Take note of keys; one of fewer than `SHORTEST_SECRET` characters is none, and neither is a word."""
        self._keys = [key for key in dict.fromkeys(keys) if len(key) >= SHORTEST_SECRET and not _is_word(key)]
        self._begun = _any_form([key[:BEGINNING] for key in self._keys]) if self._keys else None

    def __repr__(self) -> str:
        return "Secret()"

    def blotted(self, body: bytes) -> bytes:
        """Return `body` with `[key]` for each time that the key stands there; the same bytes where it does not.

        What was JSON is JSON afterwards: there the key is looked for in its strings, as they are decoded, and in its
        numbers, and of two members of one name the last is kept. Where the key would still stand there, and where there
        are too many values to look into, its bytes are blotted as they stand.
        """
        if self._begun is None:
            return body
        text = body.decode("latin-1")  # a key is ASCII: each byte for itself finds it in any encoding of the rest
        if "\0" in text:  # UTF-16 and UTF-32, where it is
            text = text if self._stands_in(text) else text.replace("\0", "")
        if not self._stands_in(text):
            return body
        clean = self._cleaned(body)
        return self._without(text).encode("latin-1") if clean is None else clean

    def _cleaned(self, body: bytes) -> bytes | None:
        """Return JSON without the key; None where it is none, is not walked whole, or has the key across its values."""
        if is_crowded(body):
            return None
        try:
            clean = json.dumps(self._in_values(json.loads(body)), separators=(",", ":"))
        except (ValueError, RecursionError):
            return None
        return None if self._stands_in(clean) else clean.encode()

    def blotted_text(self, text: str) -> str:
        """Return `text` with `[key]` for each time that the key stands there."""
        return self._without(text)

    @cached_property
    def _forms(self) -> list["_Form"]:
        """Each form of each key; none where their beginnings are all of them."""
        long = any(len(key) > BEGINNING for key in self._keys)
        return [form for key in self._keys for form in _forms(key)] if long else []

    def _stands_in(self, text: str) -> bool:
        return next(self._places(text), None) is not None

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where a key stands, from left to right; of forms that begin at one place, the first."""
        at = 0
        while self._begun is not None and (found := self._begun.search(text, at)):
            start, end = found.span()
            if self._forms:
                ends = (_end(text, start, form) for form in self._forms)
                end = next((one for one in ends if one is not None), start)
            if end > start:
                yield start, end
            at = max(end, start + 1)

    def _without(self, text: str) -> str:
        """Return `text` with `[key]` at each place; the same text where there is none."""
        parts, last = [], 0
        for start, end in self._places(text):
            parts += [text[last:start], BLOT]
            last = end
        return "".join([*parts, text[last:]]) if parts else text

    def _in_values(self, value: Any) -> Any:  # noqa: ANN401  whatever JSON holds
        if isinstance(value, str):
            return self._without(value)
        if isinstance(value, list):
            return [self._in_values(item) for item in value]
        if isinstance(value, dict):
            return {self._in_values(name): self._in_values(item) for name, item in value.items()}
        return BLOT if self._stands_in(json.dumps(value)) else value


def _is_word(key: str) -> bool:
    return key.isalpha() and len(key) <= LONGEST_WORD


class _Step(NamedTuple):
    """One character of a form."""

    before: str
    """What may stand before it, which gives nothing back once it has matched."""
    ways: tuple[str, ...]
    """Each way to write it."""
    plain: frozenset[str] = frozenset()
    """Characters of a text that are it, and can be read in no other way."""


_Form = Sequence[_Step]


def _any_form(keys: Sequence[str]) -> re.Pattern[str]:
    """Return one pattern of short keys: as for `_end`, the first way that leads to the end is taken."""
    forms = (form for key in keys for form in _forms(key))
    patterns = ("".join(f"{step.before}(?:{'|'.join(step.ways)})" for step in form) for form in forms)
    return re.compile("|".join(patterns), re.IGNORECASE)


def _end(text: str, start: int, form: _Form) -> int | None:
    """Return where a form ends that begins at `start`: as one pattern of all of it would, without being made of it.

    All ways to read the characters so far are kept, those first that a pattern would try first; they are few.
    """
    ends = [start]
    for step in form:
        if len(ends) == 1 and text[ends[0] : ends[0] + 1] in step.plain:
            ends = [ends[0] + 1]
            continue
        pattern = _pattern(step)
        reached = dict.fromkeys(
            end
            for at in ends
            if (found := pattern.match(text, at))
            for way in range(1, (found.lastindex or 0) + 1)
            if (end := found.end(way)) >= 0
        )
        if not reached:
            return None
        ends = list(reached)
    return ends[0]


@cache
def _pattern(step: _Step) -> re.Pattern[str]:
    """Return a pattern of one character whose groups are the ways to write it that stand there, and take nothing."""
    return re.compile(step.before + "".join(f"(?:(?=({way}))|)" for way in step.ways), re.IGNORECASE)


def _forms(key: str) -> Iterator[_Form]:
    """Yield the steps of each form in which `key` may stand."""
    yield _broken(key)
    data = key.encode()
    bytes_ = [_Step(_BETWEEN, (f"{byte >> 4:x}{_BREAK}{byte & 15:x}",)) for byte in data]
    yield [_Step("", bytes_[0].ways), *bytes_[1:], _Step("", (_REST_OF_ROW,))]
    yield [_Step(_COMMAS if at else r"(?<![0-9])", (f"{byte}(?![0-9])",)) for at, byte in enumerate(data)]
    for before in range(3):  # base64 takes three bytes at a time, and anything may stand before the key
        digits = base64.b64encode(b"\0" * before + data).decode().rstrip("=")
        # the first digits hold bits of what stands before, the last one may hold bits of what follows
        inner = digits[(0, 2, 3)[before] : len(digits) - (1 if (before + len(data)) % 3 else 0)]
        yield _broken([_ALIKE.get(digit, digit) for digit in inner])


def _broken(text: Sequence[str]) -> _Form:
    """Return a step for each of these, any of whose characters may stand there, with what may stand before it."""
    breaks = [_BREAK_BEFORE_SIGN if chars == "=" else _BREAK for chars in text]
    breaks[0] = "" if breaks[0] == _BREAK else breaks[0]
    return [
        _Step(before, _ways(chars), frozenset(chars.lower() + chars.upper()) - _SIGNS)
        for before, chars in zip(breaks, text, strict=True)
    ]


@cache
def _ways(chars: str) -> tuple[str, ...]:
    r"""Return patterns of any of these: itself, `\u0073`, `\x73`, `\163`, `%73`, `%2573`, `&#115;`, `&#x73;`, `=73`.

    Each matches in one way only, so that what may end it stands in a pattern of its own before the one without.
    """
    return tuple(way for char in chars for way in _ways_of(char))


def _ways_of(char: str) -> Iterator[str]:
    code = ord(char)
    yield char if char.isalnum() else rf"\\{{0,8}}+{re.escape(char)}"  # JSON may write a slash as \/
    yield rf"%(?>(?:25){{0,4}}){code:02x}"
    yield rf"={code:02x}"
    for number in (f"&#0{{0,6}}{code}", f"&#x0{{0,6}}{code:x}"):
        yield from (number + ";", number)
    yield from (f"&{name}" for name, meant in html5.items() if meant in _NAMED.get(char, char) and name.endswith(";"))
    number = rf"\\{{1,8}}+(?:x|u\{{?+)0{{0,6}}{code:x}"
    yield from (number + r"\}", number)
    yield rf"\\{{1,8}}+0{{0,1}}{code:o}"
