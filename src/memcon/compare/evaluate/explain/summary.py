"""Count an explanation: how much was lost at which step, and by whom. Knows nothing of how it is shown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from memcon.compare.evaluate.explain.values import Explanation, Finding, What

EVENTS: Final[tuple[What, ...]] = ("missed", "wrong", "duplicate")
FIELDS: Final = ("kind", "countries", "people", "date", "place", "status", "variant")


def steps(explanation: Explanation) -> Mapping[What, dict[str, int]]:
    """Return how many events were lost, kept or told twice at each step, the most first."""
    return {what: _most_first(one.step for one in explanation.of(what)) for what in EVENTS}


def writers(explanation: Explanation) -> dict[str, dict[str, int]]:
    """Return of each rule, and of the model, what it lost, kept or wrote, by `missed` … and by field, the most first.

    Where several wrote one value each counts.
    """
    every = _most_first(who for one in explanation.findings for who in one.by)
    return {
        who: _in_order(_column(one) for one in explanation.findings if who in one.by) for who in every
    }  # fmt: skip


def _column(finding: Finding) -> str:
    return finding.step if finding.what == "field" else finding.what


def _in_order(names: Iterable[str]) -> dict[str, int]:
    counts = Counter(names)
    return {name: counts[name] for name in (*EVENTS, *FIELDS) if counts[name]}


def _most_first(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda one: (-one[1], one[0])))
