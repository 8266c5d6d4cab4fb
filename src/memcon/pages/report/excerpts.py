"""Choose how much of each article a page holds: all of it, what stands round its quotes, or nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from memcon.pages.report.source import ShownRun
from memcon.records import Event

Kept = Literal["whole", "parts", "none"]
ROUND: Final = 300
"""Characters kept on each side of a quote."""
WHOLE: Final = 20_000_000
"""Characters of all texts up to which they are kept whole: a page of about 12 MB."""
PARTS: Final = 30_000_000
"""Characters round all quotes up to which they are kept."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page holds of an article's text."""

    kind: str
    """`whole`, `parts`, `gone` or `changed`."""
    pieces: tuple[tuple[int, str], ...]
    """Pieces of the text and the offset of each, in code points."""


def keep(run: ShownRun, names: Sequence[str], kept: Kept | None) -> dict[str, Shown]:
    """Return what is kept of the text of each article; how much is chosen by size where `kept` does not say."""
    texts = {name: run.texts[name] for name in names if name in run.texts}
    spans = _spans(run) if texts else {}
    if kept is None:
        kept = "whole" if sum(map(len, texts.values())) <= WHOLE else "parts"
        if kept == "parts" and sum(2 * ROUND + end - start for each in spans.values() for start, end in each) > PARTS:
            kept = "none"
    found: dict[str, Shown] = {}
    for name in names:
        if name not in texts or kept == "none":
            found[name] = Shown("changed" if name in run.changed else "gone", ())
        elif kept == "whole":
            found[name] = Shown("whole", ((0, texts[name]),))
        else:
            found[name] = Shown("parts", tuple(_cut(texts[name], spans.get(name, ()))))
    return found


def _spans(run: ShownRun) -> Mapping[str, list[tuple[int, int]]]:
    """Return the places that a reader of each article will look for."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for event in run.events:
        for article, start, end in _of_event(event):
            spans[article].append((start, end))
    for refused in run.rejected:
        if refused.near:
            spans[refused.article].append((refused.near.start, refused.near.end))
    return spans


def _of_event(event: Event) -> Iterable[tuple[str, int, int]]:
    for proof in event.mentions:
        single = [one for one in (proof.date, proof.place) if one]
        for span in (*proof.quotes, *proof.names, *single):
            yield proof.article, span.start, span.end


def _cut(text: str, spans: Iterable[tuple[int, int]]) -> Iterable[tuple[int, str]]:
    """Yield the parts of a text round its spans, each with its offset."""
    reached, first = -1, 0
    for start, end in sorted(spans):
        left, right = max(0, start - ROUND), min(len(text), end + ROUND)
        if reached >= left:
            reached = max(reached, right)
            continue
        if reached >= 0:
            yield first, text[first:reached]
        first, reached = left, right
    if reached >= 0:
        yield first, text[first:reached]
