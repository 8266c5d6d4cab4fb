"""The phrases that sites print round an article, from `data/clean_up.toml`, as sets and patterns of folded words.

Patterns are anchored where they are used: `match` at the start of a line, `search` inside brackets.
"""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from memcon import _data

_AGENCIES: Final = (
    "reuters|afp|ap|epa|dpa|xinhua|antara|tass|тасс|интерфакс|kyodo|yonhap|bernama|anadolu|bloomberg|kcna"
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """What `data/clean_up.toml` holds. Sets are whole lines; patterns say what must follow."""

    comments: frozenset[str]
    widgets: frozenset[str]
    headings: frozenset[str]
    link_starts: re.Pattern[str]
    link_labels: re.Pattern[str]
    link_alone: re.Pattern[str]
    link_inside: re.Pattern[str]
    """After a sentence, to the end of the line."""
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
    widget_starts: re.Pattern[str]
    stamps: re.Pattern[str]
    """Before the day of publication; the group `colon` is empty where there is none."""
    changes: re.Pattern[str]
    """Before the day of the last change, likewise."""


@functools.cache
def phrases() -> Phrases:
    """Return the phrases, read once."""
    table = _data.toml("data/clean_up.toml")
    link, widget, caption, stamp = table["link"], table["widget"], table["caption"], table["stamp"]
    return Phrases(
        comments=frozenset(table["comment"]["lines"]),
        widgets=frozenset(widget["lines"]),
        headings=frozenset(table["section"]["headings"]),
        link_starts=_any(link["starts"]),
        link_labels=_any(link["labels"], r"\s?(?:[:：]|$)"),
        link_alone=_any([*link["starts"], *link["labels"]], r"\s?[:：]?"),
        link_inside=re.compile(
            rf"(?<=[.!?…”»\"] )(?:{_any(link['inside'], '').pattern})(?: ?[:：][^\n]{{3,300}}| [^\n.!?:]{{3,300}}$)",
            re.IGNORECASE | re.MULTILINE,
        ),
        tags=_any(table["tag"]["labels"], r"\s?[:：]"),
        credits=_any(table["credit"]["labels"], r"\s?[:：]"),
        agencies=re.compile(rf"[(\[]?(?:{_AGENCIES})(?:(?:\s?[|/,&+-]\s?|\s)(?:{_AGENCIES}))*[)\]]?"),
        copyright=_any(table["copyright"]["starts"]),
        widget_starts=_any(widget["starts"]),
        stamps=_any(stamp["labels"], _COLON),
        changes=_any(stamp["changed"], _COLON),
        **_captions(caption),
    )


_COLON: Final = r"(?!\w)\s?(?P<colon>[:：]?)\s?"


def _captions(caption: dict[str, list[str]]) -> dict[str, Any]:
    named = _any(caption["named_makers"], r"\s?[:/]").pattern
    sources = _any(caption["sources"], r"\s?[:：][^()\[\]]{1,80}").pattern
    places, sides = _any(caption["places"], "").pattern, _any(caption["sides"], ",").pattern
    return {
        "caption_labels": _any(caption["labels"], r"\s?(?:[:：/]|\([^()]*\)\s?$)"),
        "caption_starts": _any(caption["starts"]),
        "makers": re.compile(rf"(?:^|[\s/,:–—-])(?:{_any(caption['makers']).pattern}|{named})|^(?:{_AGENCIES})\s?/"),
        "sources": re.compile(rf"[(\[]\s?{sources}[)\]][.\s]{{0,3}}$"),
        "places": re.compile(rf"[(\[]\s?{places}\s?[)\]]|, {sides}|\(([lrc])\).*\((?!\1)[lrc]\)"),
    }


def _any(choices: Iterable[str], then: str = r"(?!\w)") -> re.Pattern[str]:
    """Compile one pattern for all phrases, the longest first, and what must come after."""
    choice = "|".join(sorted((re.escape(phrase.casefold()) for phrase in choices), key=lambda word: (-len(word), word)))
    return re.compile(rf"(?:{choice}){then}")
