"""Languages by their names, as archives write them: *INDONESIAN*, *Deutsch*, *Anglais*, *Chinese - Simplified*."""

import functools
import re
from collections.abc import Mapping
from typing import Final

from memcon.languages import tags

_INTERFACES: Final = ("en", "de", "fr", "es", "pt", "it", "nl", "ru")
_FIRST: Final = re.compile(r"[^;,/(\-–—]+")
"""*SPANISH; ESPAÑOL*, *Chinese - Simplified*, *Portuguese (Brazil)*."""


def code_named(name: str) -> str | None:
    """Return the ISO 639-1 code of a language by its name, in English, in itself, or in an archive's language."""
    first = _FIRST.match(name.strip()[:100])
    return _names().get(first[0].strip().casefold()) if first else None


@functools.cache
def _names() -> Mapping[str, str]:
    """Return the codes by the names of Unicode CLDR, folded."""
    import babel

    found: dict[str, str] = {}
    for tag in (*_INTERFACES, *sorted(tags())):
        names = babel.Locale.parse(tag).languages
        every = names.items() if tag in _INTERFACES else [(tag, names.get(tag, ""))]
        for code, name in every:
            if len(code) == 2 and name:
                found.setdefault(name.casefold(), code)
    return found | {"bahasa indonesia": "id", "bahasa": "id", "mandarin": "zh", "farsi": "fa"}
