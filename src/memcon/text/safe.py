"""Make foreign text safe to print. Knows nothing of terminals beyond the characters that can deceive on one.

Article text, answers of a model and error pages of a server reach the terminal. Escape sequences in them could write
to the clipboard or move the cursor over our own lines; bidirectional and zero-width characters could show a quote that
is not there.
"""

import re
from typing import Final

_NEW_LINE: Final = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_SUSPECT: Final = re.compile(r"[^\x20-\x7e]+")  # all that `str.isprintable` need look at


def safe_text(text: str) -> str:
    r"""Return `text` with all that cannot be seen as itself made visible: `\x1b`, `\u202e`, `\U000e0041`.

    Line feeds and tabs stay; other line ends become line feeds, other spaces (no-break, ideographic) an ordinary
    space. Every other character that is not printable in the sense of `str.isprintable` is escaped: C0 and C1
    controls, DEL, bidirectional and zero-width formats, tags, lone surrogates, private and unassigned code points.
    For the eye only: a backslash of the text itself stays as it is, so the result cannot be read back.
    """
    return _SUSPECT.sub(lambda run: "".join(map(_visible, run[0])), _NEW_LINE.sub("\n", text))


def safe_line(text: str) -> str:
    r"""Return `text` as `safe_text` does, on one line: line feeds become `\n` and tabs `\t`, so no line is forged."""
    return safe_text(text).replace("\n", "\\n").replace("\t", "\\t")


def _visible(char: str) -> str:
    if char.isprintable() or char in "\n\t":
        return char
    if char.isspace() and ord(char) >= 0xA0:
        return " "
    return char.encode("ascii", "backslashreplace").decode("ascii") if ord(char) > 0x7F else f"\\x{ord(char):02x}"
