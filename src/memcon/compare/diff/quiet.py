"""Quiet changes in sum, which only say how events were found: a new prompt changes all, and one line says so."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.compare.diff.values import FieldChange
from memcon.events.matching.wording import say


def quiet_lines(changes: Sequence[FieldChange]) -> Iterator[str]:
    """Yield one line for each field that only says how events were found."""
    groups: dict[str, list[FieldChange]] = defaultdict(list)
    for change in changes:
        groups[change.field].append(change)
    for field in ("model", "prompt"):
        moves = Counter((say(c.old), say(c.new)) for c in groups.get(field, ()))
        ranked = sorted(moves.items(), key=lambda item: (-item[1], item[0]))
        for (old, new), times in ranked[:3]:
            yield f"{field} {old} → {new} in {_times(times, 'mention')}"
        if rest := sum(times for _, times in ranked[3:]):
            yield f"{field} otherwise in {_times(rest, 'mention')}"
    if moved := groups.get("confidence"):
        steps = [abs(c.new - c.old) for c in moved if isinstance(c.new, float) and isinstance(c.old, float)]
        most = f", by {max(steps):.2f} at most" if steps else ""
        yield f"confidence moved in {_times(len(moved), 'event')}{most}"
    others = groups.keys() - {"model", "prompt", "confidence"}
    for field in (*(name for name in _SUMS if name in others), *sorted(others - _SUMS.keys())):
        yield f"{_SUMS.get(field, f'values of {field} differ')} in {_times(len(groups[field]), 'place')}"


_SUMS: Final = {
    "quotes": "the same quotes stand elsewhere or were found otherwise",
    "names": "the same names stand elsewhere",
    "date_words": "the same words of a date stand elsewhere",
    "place_words": "the same words of a place stand elsewhere",
    "conflicts": "the mentions behind a dispute between sources differ",
    "doubts": "what the model and the rules of evidence differ on is other",
    "merges": "the reasons for merging differ",
    "mention": "ids of mentions differ",
    "reported": "when, by whom or how often events were reported differs",
    "earliest": "the first days on which events can have been differ",
    "latest": "the last days on which events can have been differ",
    "source": "the sources of articles differ",
    "language": "the languages of articles differ",
    "link_ids": "links follow an event whose id moved",
}


def _times(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"
