"""Marks: spans of a text that are not the article's own words, by its format or by rules; and how both go together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from memcon.records.article import Beside
from memcon.records.vocabulary import Aside


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that is not body text, and why; or one that is a sentence by itself."""

    start: int
    end: int
    reason: Aside | None
    """None for what is body: a stamp between a title and its text is what tells the day of the text."""


def without_metadata(text: str, beside: Iterable[Beside]) -> str:
    """Return a text with what its format took for metadata as spaces, offsets unchanged.

    A day in it is one that the format has read, or that it knows to be none of publication, as *Load-Date*.
    """
    parts, at = [], 0
    for span in beside:
        if span.reason == "metadata" and span.start >= at:
            parts += [text[at : span.start], " " * (span.end - span.start)]
            at = span.end
    return "".join([*parts, text[at:]])


def without_overlaps(found: Iterable[Mark]) -> Iterator[Mark]:
    """Yield marks in order; of two that overlap the one that begins first, or is the longer."""
    end = 0
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if mark.start >= end:
            yield mark
            end = mark.end


def holding(spans: Iterable[tuple[int, int]], told: Sequence[Mark]) -> Iterator[Aside | None]:
    """Yield for each span the reason of the mark of `told` that holds all of it; None where there is none."""
    at = 0
    for start, end in spans:
        while at < len(told) and told[at].end <= start:
            at += 1
        holds = at < len(told) and told[at].start <= start and end <= told[at].end
        yield told[at].reason if holds else None


def outside(found: Iterable[Mark], told: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the parts of marks that lie in none of `told`; both are in order and without overlaps."""
    at = 0
    for mark in found:
        start = mark.start
        while at < len(told) and told[at].end <= start:
            at += 1
        beyond = at
        while beyond < len(told) and told[beyond].start < mark.end:
            if start < told[beyond].start:
                yield Mark(start, told[beyond].start, mark.reason)
            start = max(start, told[beyond].end)
            beyond += 1
        if start < mark.end:
            yield Mark(start, mark.end, mark.reason)
