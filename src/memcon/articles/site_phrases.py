"""The phrases that sites print round an article, from page.toml of its language, as sets and patterns of folded words.

Patterns are anchored where they are used: `match` at the start of a line, `search` inside brackets.
"""

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from memcon.languages import Language, pattern_everywhere, shared_words
from memcon.text.capitals import UPPER
from memcon.text.characters import UNSPACED


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the page.toml of a language holds. Sets are whole lines; patterns say what must follow."""

    comments: frozenset[str]
    widgets: frozenset[str]
    headings: frozenset[str]
    link_starts: re.Pattern[str]
    link_labels: re.Pattern[str]
    link_alone: re.Pattern[str]
    link_inside: re.Pattern[str]
    """After a sentence, to the end of the line."""
    link_in_brackets: re.Pattern[str]
    tags: re.Pattern[str]
    credits: re.Pattern[str]
    agencies: re.Pattern[str]
    """News agencies, and nothing else, on a line."""
    caption_labels: re.Pattern[str]
    caption_starts: re.Pattern[str]
    makers: re.Pattern[str]
    """Inside brackets: who made a picture."""
    sources: re.Pattern[str]
    """Brackets at the end of a line: where a text or a picture is from."""
    places: re.Pattern[str]
    copyright: re.Pattern[str]
    copyrights: re.Pattern[str]
    """A word for it, with a year, a sign or a holder."""
    widget_starts: re.Pattern[str]
    counts: re.Pattern[str]
    page_numbers: re.Pattern[str]
    feed: re.Pattern[str]
    """Whole lines of feeds and editors."""
    byline: re.Pattern[str]
    """Who wrote it, as a whole line, in its letter case."""
    stamps: re.Pattern[str]
    """Before the day of publication; the group `colon` is empty where there is none."""
    changes: re.Pattern[str]
    """Before the day of the last change, likewise."""


@functools.cache
def phrases(lang: Language) -> Phrases:
    """Return the phrases that sites print round texts of a language, made once."""

    def listed(name: str) -> tuple[str, ...]:
        return lang.printed(f"page.{name}")

    starts, labels = listed("link.starts"), listed("link.labels")
    inside, then = _any(listed("link.inside"), "").pattern, _any(listed("copyright.then")).pattern
    pages, of = _any(listed("widget.pages"), "").pattern, _any(listed("widget.of"), "").pattern
    return Phrases(
        comments=frozenset(listed("comment.lines")),
        widgets=frozenset(listed("widget.lines")),
        headings=frozenset(listed("section.headings")),
        link_starts=_any(starts),
        link_labels=_any(labels, r"\s?(?:[:：]|$)"),
        link_alone=_any([*starts, *labels], r"\s?[:：]?"),
        link_inside=re.compile(
            rf"(?<=[.!?…”»\"] )(?:{inside})(?: ?[:：][^\n]{{3,300}}| [^\n.!?:]{{3,300}}$)", re.IGNORECASE | re.MULTILINE
        ),
        link_in_brackets=re.compile(
            rf"[(\[]\s?{_any(listed('link.brackets'), '').pattern}\s?:[^()\[\]\n]{{3,300}}[)\]]", re.IGNORECASE
        ),
        tags=_any(listed("tag.labels"), r"\s?[:：]"),
        credits=re.compile(rf"[【（]?{_any(listed('credit.labels'), '').pattern}\s?[:：]"),
        copyright=_any(listed("copyright.starts")),
        copyrights=_any(listed("copyright.words"), rf"\s?(?:©|\(c\)|\d{{4}}|{then})"),
        widget_starts=_any(listed("widget.starts")),
        counts=re.compile(rf"\d+\s+{pattern_everywhere('page.widget.counts').pattern}"),
        page_numbers=re.compile(rf"{pages}\s*:?[\s\d/]+(?:{of}[\s\d]+)?"),
        feed=pattern_everywhere("page.widget.feed"),
        byline=_byline(listed("byline.by"), listed("byline.links"), listed("byline.in")),
        stamps=_any(listed("stamp.labels"), _COLON),
        changes=_any(listed("stamp.changed"), _COLON),
        **_captions(listed),
    )


def _captions(listed: Callable[[str], tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    """Return the patterns of agencies, and of legends of pictures, which name them."""
    agencies = "|".join(shared_words("agencies", "names"))
    named = _any(listed("caption.named_makers"), r"\s?[:/]").pattern
    makers = _any(listed("caption.makers")).pattern
    sources = _any(listed("caption.sources"), r"\s?[:：][^()\[\]]{1,80}").pattern
    places, sides = _any(listed("caption.places"), "").pattern, _any(listed("caption.sides"), ",").pattern
    return {
        "agencies": re.compile(rf"[(\[]?(?:{agencies})(?:(?:\s?[|/,&+-]\s?|\s)(?:{agencies}))*[)\]]?"),
        "caption_labels": _any(listed("caption.labels"), r"\s?(?:[:：/]|\([^()]*\)\s?$)"),
        "caption_starts": _any(listed("caption.starts")),
        "makers": re.compile(rf"(?:^|[\s/,:–—-])(?:{makers}|{named})|^(?:{agencies})\s?/"),
        "sources": re.compile(rf"[(\[（]\s?{sources}[)\]）][.\s]{{0,3}}$"),
        "places": re.compile(rf"[(\[（]\s?{places}\s?[)\]）]|, {sides}|\(([lrc])\).*\((?!\1)[lrc]\)"),
    }


_COLON: Final = r"(?!\w)\s?(?P<colon>[:：]?)\s?"


def _byline(by: Iterable[str], links: Iterable[str], places: Iterable[str]) -> re.Pattern[str]:
    first, link, place = ("|".join(map(re.escape, words)) or "(?!)" for words in (by, links, places))
    name = rf"[{UPPER}][\w.'’-]*"
    return re.compile(
        rf"(?:{first})\s+\w[\w.'’-]*(?:\s+(?:{link})?\s*{name}){{1,6}},?(?:\s+(?:{place})\s+[{UPPER}]\w+)?"
    )


def _any(choices: Iterable[str], then: str | None = None) -> re.Pattern[str]:
    """Compile one pattern for all phrases, the longest first, and what must come after; by default the end of a word.

    What ends with a character of a script without spaces needs none.
    """
    ordered = sorted((phrase.casefold() for phrase in choices), key=lambda word: (-len(word), word))
    if then is None:
        unspaced = re.compile(f"[{UNSPACED}]$")
        ordered, then = [re.escape(word) + ("" if unspaced.search(word) else r"(?!\w)") for word in ordered], ""
    else:
        ordered = [*map(re.escape, ordered)]
    choice = "|".join(ordered)
    return re.compile(rf"(?:{choice or '(?!)'}){then}")
