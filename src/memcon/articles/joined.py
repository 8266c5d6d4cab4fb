"""Find the stamp between a title and its text where a page's lines were joined to one. Pure.

`Meeting with the President of Ghana 4 March 2024 18:40 Lima, Palace The presidents spoke …`: no stop ends the title, so
that nothing but the stamp parts it from the first sentence. A day without its time is no stamp: it may be the title's.
"""

import re
from typing import TYPE_CHECKING, Final

from memcon import languages
from memcon.articles.dateline import is_city
from memcon.text.capitals import UPPER

if TYPE_CHECKING:
    from memcon.articles.published import Reading

_LONGEST: Final = 300
"""Characters of a title with its stamp."""
_SHORTEST: Final = 30
"""Characters of what must follow."""
_STOP_INSIDE: Final = re.compile(r"[.!?…。！？]\s(?!.*[.!?…。！？][”»\"]?\Z)")
"""A stop that ends a sentence, behind which another goes on up to the day."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_TEXT: Final = re.compile(rf"\s+[\"“«‘(]?[{UPPER}]")
_UNCASED_TEXT: Final = re.compile(r"\s+[\"“«‘「『（(]?[^\W\d_]")
_TIME: Final = re.compile(r"(?<=\d)[\s,|/–—-]{1,4}\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[^\W\d_]{2,4})?\Z")
"""The time where a day's own words hold it."""
_PLACE: Final = re.compile(rf"\s+([{UPPER}]\w+(?:[ -][{UPPER}]\w+)?), [{UPPER}][\w-]+(?=\s+[\"“«]?[{UPPER}])")


def stamp_within(line: str, read: "Reading") -> tuple[int, int] | None:
    """Return where in a line a stamp stands between a title and the text, its weekday and place included.

    None where no day with its time stands so: behind a title of two words or more, behind a sentence, or at the
    beginning, with no preposition before the time, and before what begins as a sentence does.
    """
    lang = read.language
    text = _TEXT if lang.cased else _UNCASED_TEXT
    shortest = _SHORTEST if lang.spaced else _SHORTEST // 2
    for found in read.dates(line[:_LONGEST]):
        clock = _TIME.search(line, found.start, found.end) or read.words.clock.match(line, found.end)
        if clock is None or not text.match(line, clock.end()) or len(line) - clock.end() < shortest:
            continue
        weekday = read.words.weekday.search(line, 0, found.start)
        start = weekday.start() if weekday else found.start
        title = line[:start].strip(" |,–—-")
        if _STOP_INSIDE.search(title) or (title and not _stands_alone(title, lang)) or _has_preposition(clock[0], lang):
            continue
        place = _PLACE.match(line, clock.end())
        return start, place.end() if place and is_city(place[1], lang) else clock.end()
    return None


def _stands_alone(title: str, lang: languages.Language) -> bool:
    """Whether words are a title, and not the beginning of the sentence that the day stands in: *On 4 March …*."""
    return len(_WORD.findall(title)) > 1 if lang.spaced else title != ""


def _has_preposition(clock: str, lang: languages.Language) -> bool:
    """Whether a sentence speaks of the time: *on 4 March 2024 at 18:40*."""
    before = re.split(r"\d", clock, maxsplit=1)[0]
    years = {word.rstrip(".") for word in languages.everywhere("page.stamp.year")}
    return lang.cased and any(word not in years for word in _WORD.findall(before.casefold()))
