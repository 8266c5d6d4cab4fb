"""An explanation as a note and as JSON: a summary first, then each event and field with what decided."""

from collections.abc import Iterator
from typing import Any, Final

from memcon.compare.evaluate.explain.steps import STEPS
from memcon.compare.evaluate.explain.summary import EVENTS, FIELDS, steps, writers
from memcon.compare.evaluate.explain.values import Explanation, Finding, What
from memcon.compare.render.note import Block, EventList, Figures, Lines, ListedEvent, Piece, Row

_TITLES: Final[dict[What, str]] = {
    "missed": "missed, by the step that lost it",
    "wrong": "wrong, by what let it through",
    "duplicate": "duplicate, by what kept it apart",
}
_LISTS: Final[dict[What, str]] = {
    "missed": "missed, and where", "wrong": "wrong, and why", "duplicate": "duplicate, and why",
    "field": "wrong fields, and who wrote them",
}  # fmt: skip


def explanation_blocks(explanation: Explanation) -> Iterator[Block]:
    """Yield the summary, by step and by rule, and then event by event."""
    for what, counts in steps(explanation).items():
        rows = tuple((STEPS.get(step, step), str(count)) for step, count in counts.items())
        yield Figures(_TITLES[what], ("", "events"), rows)
    columns = (*EVENTS, *FIELDS)
    by = writers(explanation)
    table = tuple((who, *(str(counts.get(name, "")) for name in columns)) for who, counts in by.items())
    yield Figures("by whom: events, and fields of matched events", ("", *columns), table)
    yield Lines(explanation.notes)
    for what, title in _LISTS.items():
        yield EventList(title, tuple(map(_entry, explanation.of(what))), appendix=True)


def _entry(one: Finding) -> ListedEvent:
    gold, found = one.gold, one.found
    names = [gold.id] if gold and one.what in {"missed", "field"} else []
    names += [found.id] if found and one.what != "missed" else []
    kind = gold.kind if gold and one.what == "missed" else found.kind if found else ""
    title = f"{one.article}: {' and '.join(names)} ({kind})"
    if one.what == "field":
        lines = [f"{one.step}: {one.wanted}, found {one.given}"]
    else:
        lines = [_words(one), STEPS.get(one.step, one.step)]
    rows = tuple(Row("", (Piece(line),)) for line in (*lines, *(f"  {line}" for line in one.because)))
    return ListedEvent((Piece(title),), rows)


def _words(one: Finding) -> str:
    words = one.gold.quotes[0] if one.gold and one.what == "missed" else one.found.words if one.found else ""
    return f"“{' '.join(words.split())}”"


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Return the same for scripts."""
    return {
        "steps": dict(steps(explanation)),
        "by": writers(explanation),
        "notes": list(explanation.notes),
        "findings": [_finding(one) for one in explanation.findings],
    }


def _finding(one: Finding) -> dict[str, Any]:
    told: dict[str, Any] = {"what": one.what, "article": one.article}
    if one.what == "field":
        told |= {"field": one.step, "gold_value": one.wanted, "found_value": one.given}
    else:
        told |= {"step": one.step, "says": STEPS.get(one.step, one.step)}
    return told | {
        "gold": one.gold.id if one.gold else None,
        "found": one.found.id if one.found else None,
        "by": list(one.by),
        "because": list(one.because),
    }
