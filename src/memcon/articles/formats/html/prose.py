"""Whether a line of a page is running text, and how much it says. Knows nothing of where it stands."""

import re
import unicodedata
from typing import Final

_STOPS: Final = frozenset('.!?…。！？؟।۔;:：»”"’」』)）')
_AFTER: Final = " ]"
"""What may stand after the stop of a sentence and is none."""
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_LETTERS: Final = re.compile(r"[^\W_]+")
_PROSE: Final = 80
"""Letters of a line that no list of links and no label has; of characters a third of them."""
LINKS: Final = 0.7
"""Share of a line that is links, from which on it leads away."""


def weight(text: str, linked: int) -> int:
    """Return how much a line says, of which so many characters are links: the others, wide ones threefold."""
    own = len(text) - linked
    return own + 2 * len(_WIDE.findall(text)) if own == len(text) and not text.isascii() else own


def is_prose(text: str, linked: int, size: int) -> bool:
    """Return whether a line of that weight is running text: long, no list of links, or a sentence with its stop."""
    if size < _PROSE // 2 or linked > LINKS * len(text) or 2 * _letters(text) < len(text):
        return False
    return size >= _PROSE or is_sentence(text)


def is_sentence(text: str) -> bool:
    """Return whether a line ends as a sentence does."""
    return text.rstrip(_AFTER)[-1:] in _STOPS


def _letters(text: str) -> int:
    """Count letters and numbers, with the signs of vowels that stand on their own in scripts of India and others."""
    count = sum(map(len, _LETTERS.findall(text)))
    return count if 2 * count >= len(text) else sum(unicodedata.category(char)[0] in "LNM" for char in text)
