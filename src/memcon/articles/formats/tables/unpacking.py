"""How much a packed table unpacks to. One text may stand in it once and in a million rows, which no memory is for."""

import os
from collections.abc import Iterable
from typing import IO, Final

from memcon.articles.formats.base import Content
from memcon.errors import InputError

_LEAST: Final = 1 << 30
"""Characters that any table may unpack to."""
_TIMES: Final = 1000
"""How many times the bytes of its file a larger one may; texts of news are packed to a third or a tenth."""


class Unpacking:
    """Counts the characters of the rows of one table."""

    def __init__(self, file: IO[bytes], content: Content) -> None:
        self._most = max(_LEAST, _TIMES * file.seek(0, os.SEEK_END))
        self._content = content
        file.seek(0)

    def row(self, cells: Iterable[object]) -> None:
        """Take in a row; InputError where the table has unpacked to more than any table of news does."""
        self._most -= sum(len(cell) for cell in cells if isinstance(cell, (str, bytes)))
        if self._most < 0:
            hint = f"it unpacks to more than {_TIMES:,} times its size; the rest is left: save it as CSV"
            raise InputError(self._content.shown, "too_large", hint)
