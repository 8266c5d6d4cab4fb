"""Blot a key out of what an endpoint sends, however the endpoint has written it. Knows no HTTP.

An endpoint that echoes a request, or a proxy's page of errors, may hold the key: as it is, escaped for JSON (once or
several times over), HTML, a URL or a programmer's string, or as base64 or hex; in one line or in several. Each is found
where it stands, in time that grows as the bytes do; what is no key stays byte for byte.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from memcon._data.strict_json import is_crowded

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
_REST_OF_ROW: Final = r"(?: {0,2}(?:[0-9a-f]{2,4} {1,2}){0,16}+ {0,60}+(?<=  )\|?[ -~]{1,17}(?![ -~]))?+"
"""What follows the last byte in its row of a dump: other bytes, and the characters of all of them."""
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
        return self._pattern.sub(BLOT, text).encode("latin-1") if clean is None else clean

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
        return self._pattern.sub(BLOT, text) if self._stands_in(text) else text

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Each key in each form: made when its beginning is met; of a token of 2,000 characters it takes seconds."""
        return _any_form(self._keys)

    def _stands_in(self, text: str) -> bool:
        return self._begun is not None and bool(self._begun.search(text) and self._pattern.search(text))

    def _in_values(self, value: Any) -> Any:  # noqa: ANN401  whatever JSON holds
        if isinstance(value, str):
            return self._pattern.sub(BLOT, value)
        if isinstance(value, list):
            return [self._in_values(item) for item in value]
        if isinstance(value, dict):
            return {self._in_values(name): self._in_values(item) for name, item in value.items()}
        return BLOT if self._pattern.search(json.dumps(value)) else value


def _is_word(key: str) -> bool:
    return key.isalpha() and len(key) <= LONGEST_WORD


def _any_form(keys: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(form for key in keys for form in _forms(key)), re.IGNORECASE)


def _forms(key: str) -> Iterator[str]:
    """Yield a pattern for each form in which `key` may stand."""
    yield _broken(key, map(_character, key))
    data = key.encode()
    yield _BETWEEN.join(f"{byte >> 4:x}{_BREAK}{byte & 15:x}" for byte in data) + _REST_OF_ROW
    for before in range(3):  # base64 takes three bytes at a time, and anything may stand before the key
        digits = base64.b64encode(b"\0" * before + data).decode().rstrip("=")
        # the first digits hold bits of what stands before, the last one may hold bits of what follows
        inner = digits[(0, 2, 3)[before] : len(digits) - (1 if (before + len(data)) % 3 else 0)]
        yield _broken(inner, (f"(?:{'|'.join(map(_character, _ALIKE.get(digit, digit)))})" for digit in inner))


def _broken(text: str, patterns: Iterable[str]) -> str:
    """Return these patterns, one for each character of `text`, with what may stand between them."""
    breaks = (_BREAK_BEFORE_SIGN if char == "=" else _BREAK for char in text)
    return "".join(part for pair in zip(breaks, patterns, strict=True) for part in pair).removeprefix(_BREAK)


def _character(char: str) -> str:
    r"""Return a pattern of a character: itself, `\u0073`, `\x73`, `\163`, `%73`, `%2573`, `&#115;`, `&#x73;`, `=73`."""
    code = ord(char)
    itself = char if char.isalnum() else rf"\\{{0,8}}+{re.escape(char)}"  # JSON may write a slash as \/
    return (
        rf"(?:{itself}|%(?>(?:25){{0,4}}){code:02x}|={code:02x}|&#0{{0,6}}{code};?|&#x0{{0,6}}{code:x};?"
        rf"|\\{{1,8}}+(?:(?:x|u\{{?|u)0{{0,6}}{code:x}\}}?|0{{0,1}}{code:o}))"
    )
