"""Make patterns of word classes, by the script of their language. Knows no class and no language.

The syntax of a word in a folder:

| written | means |
|---|---|
| `kata` | the whole word; of several words, with any white space between |
| `refus*` | a word that begins so |
| `*temu` | a word that ends so; `*bicara*` one that has it inside |
| `call … on` | up to three words between, within a clause; `call …8 on` up to eight |
| `(will|would) be` | one of these; `(very|) much` this or nothing, before a word |
| `/regular expression/` | what the rest cannot say; it begins at the beginning of a word |

Letter case never counts. In scripts without spaces a word may stand anywhere, and a gap counts characters, four to a
word. What a language writes onto its words (Arabic و ف ب ل ك ال) may stand before each, and letters that it writes for
one another count as one.
"""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

NEVER: Final = "(?!)"
"""The pattern of no words: matches nothing."""
GAP: Final = 3
"""Words that `…` leaves room for."""
CHARACTERS: Final = 4
"""Characters of a script without spaces that count as a word in a gap."""
_PIECE: Final = re.compile(r"\s*…(?P<most>\d*)\s*|(?P<space>\s+)|(?P<sign>[(|)*])|(?P<text>[^\s…(|)*]+)")
_OPTIONAL: Final = re.compile(r"\(([^()]+)\|\)\s+")
_APOSTROPHES: Final = "'’ʼ"


@dataclass(frozen=True, slots=True)
class Script:
    """How words are written: what of a language its patterns depend on."""

    spaced: bool = True
    marks: str = ""
    """Signs that may stand on or after any letter, as in a class of a regular expression: vowel points."""
    glued: tuple[str, ...] = ()
    article: str = ""
    alike: tuple[str, ...] = ()

    @property
    def space(self) -> str:
        """What stands between two words."""
        return r"\s+" if self.spaced else r"\s*"

    def gap(self, most: int) -> str:
        """Return a pattern for up to so many words, each with the space after it, within a clause."""
        return rf"(?:[^\s.,;:]+\s+){{0,{most}}}" if self.spaced else rf"[^\s。，、；：！？,;:]{{0,{most * CHARACTERS}}}"

    def parts(self, word: str) -> "Parts":
        """Return the patterns of a word in the syntax of this module."""
        if len(word) > 2 and word[0] == word[-1] == "/":
            return (self._apart("<!") if self.spaced else ""), f"(?:{word[1:-1]})", ""
        onto = "" if word.startswith("*") else self._onto(word)
        before = f"{self._apart('<!')}{onto}" if self.spaced else ""
        after = self._apart("!") if self.spaced and not word.endswith("*") else ""
        return before, self._with_article(word, "".join(self._pieces(word))), after

    def _apart(self, side: str) -> str:
        """Return a pattern for the edge of a word: neither a letter stands there nor a sign that may stand on one."""
        return rf"(?{side}[\w{self.marks}])" if self.marks else rf"(?{side}\w)"

    def _pieces(self, word: str) -> list[str]:
        made, depth = [], 0
        word = _OPTIONAL.sub(lambda found: f"({found[1].replace('|', ' |')} |)", word)
        for found in _PIECE.finditer(word):
            if found["most"] is not None:
                made.append(self.space + self.gap(int(found["most"] or GAP)))
            elif found["space"]:
                made.append(self.space)
            elif found["text"]:
                made.append("".join(map(self._letter, self._unmarked(found["text"]))))
            else:
                depth += (found["sign"] == "(") - (found["sign"] == ")")
                made.append({"(": "(?:", ")": ")", "|": "|", "*": r"\w*" if self.spaced else ""}[found["sign"]])
                if made[-1] == r"\w*" and word[found.end() : found.end() + 1] in {"", " ", "…"}:
                    made[-1] += "+"  # the rest of the word, all of it: what follows is never read out of it
        if depth:
            raise re.error(f"a bracket of {word!r} stays open")
        return made

    def _unmarked(self, letters: str) -> str:
        """Leave out the marks of a word: they may stand on every letter, or not."""
        return re.sub(f"[{self.marks}]", "", letters) if self.marks else letters

    def _letter(self, letter: str) -> str:
        group = next((alike for alike in (*self.alike, _APOSTROPHES) if letter in alike), "")
        return (f"[{group}]" if group else re.escape(letter)) + (f"[{self.marks}]*" if self.marks else "")

    def _onto(self, word: str) -> str:
        """Return a pattern for what may be written onto the beginning of a word."""
        if not self.glued:
            return ""
        small = "|".join("".join(map(self._letter, letters)) for letters in self.glued)
        article = f"(?:{self.article})?" if self.article and not word.startswith(self.article) else ""
        return f"(?:{small}){{0,2}}{article}"

    def _with_article(self, word: str, body: str) -> str:
        """Let ل and ال before a word run together, as they do in writing: للرئيس."""
        if not (self.article and self.glued and word.startswith(self.article)):
            return f"(?:{body})" if "|" in body else body
        bare = "".join(self._pieces(word.removeprefix(self.article)))
        return f"(?:{body}|لل{bare})"


Parts = tuple[str, str, str]
"""The patterns of what must stand before a word, of the word, and of what must stand behind it."""


def fragment(words: tuple[str, ...], script: Script) -> str:
    """Return one pattern for any of `words`, in their order, to be put into a larger one; `NEVER` for none."""
    return joined(map(script.parts, words))


def joined(words: Iterable[Parts]) -> str:
    """Return one pattern for any of these words, of one language or of several; see `fragment`.

    What must stand before or behind several in a row is looked for once.
    """
    made = []
    for before, group in itertools.groupby(dict.fromkeys(words), key=lambda parts: parts[0]):
        inner = []
        for after, bodies in itertools.groupby(group, key=lambda parts: parts[2]):
            inner.append(f"(?:{'|'.join(body for _, body, _ in bodies)}){after}")
        made.append(f"{before}(?:{'|'.join(inner)})")
    return "|".join(made) or NEVER
