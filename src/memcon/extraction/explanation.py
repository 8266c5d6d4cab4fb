"""What became of each sentence and of each thing that a model pointed at in one article, rule by rule.

For who wonders about an event, or why there is none.
"""

import dataclasses
from collections.abc import Iterator
from typing import Any

from memcon.evidence.establish import Established
from memcon.evidence.rules import RULES, Spoke
from memcon.extraction.article import Extraction
from memcon.records import Candidate, Doubt, Rejected, Triaged

WIDTH = 110
"""Characters of a value that are shown; `as_json` has all."""


def lines(extraction: Extraction) -> Iterator[str]:
    """Yield the explanation of an article, line by line; words of the article are in it as they stand."""
    state = extraction.state
    yield f"{state.article}: {state.state}, {state.mentions} mentions, {state.rejected} refusals"
    if state.detail:
        yield f"  {state.reason}: {state.detail}"
    known = {refusal for event in extraction.events for refusal in event.rejected}
    for refusal in extraction.rejected:
        if refusal not in known:
            yield f"  {_refused(refusal)}"
    if extraction.triaged:
        yield ""
        yield "Sentences, and what became of them:"
    for one in extraction.triaged:
        yield f"  {one.sentence.number}. {_short(one.words)}"
        yield f"     {one.told}"
    for number, event in enumerate(extraction.events, 1):
        yield ""
        yield from _event(number, event)
    spoke = dict.fromkeys(spoke.rule for event in extraction.events for spoke in event.spoke)
    if spoke:
        yield ""
        yield "Rules that spoke:"
        yield from (f"  {name}: {RULES[name].says}" for name in spoke)


def as_json(extraction: Extraction) -> dict[str, Any]:
    """Return the same as JSON: of each sentence its label, of each candidate what it was and what rules made of it."""
    state = extraction.state
    return {
        "article": state.article,
        "state": state.state,
        "reason": state.reason,
        "detail": state.detail,
        "sentences": [_triaged(one) for one in extraction.triaged],
        "candidates": [
            {
                "given": dict(_given(event.candidate)),
                "rules": [_spoke(spoke) for spoke in event.spoke],
                "doubts": [dataclasses.asdict(doubt) for doubt in _doubts(event)],
                "mention": event.mention.id if event.mention else None,
            }
            for event in extraction.events
        ],
        "rules": {name: rule.says for name, rule in RULES.items()},
    }


def _event(number: int, event: Established) -> Iterator[str]:
    """Yield what became of one candidate."""
    yield f"{number}. {event.candidate.kind}"
    yield from (f"   {name}: {_short(value)}" for name, value in _given(event.candidate) if value and name != "kind")
    for spoke in event.spoke:
        yield f"   - {spoke.rule}"
        for name, before, after in spoke.changes:
            yield f"       {name}: {_short(before) or '(nothing)'} -> {_short(after) or '(nothing)'}"
        yield from (f"       {_refused(refusal)}" for refusal in spoke.refused)
    yield from (f"   - {_doubt(doubt)}" for doubt in _doubts(event))
    yield f"   = {event.mention.id}" if event.mention else "   = refused"


def _doubts(event: Established) -> tuple[Doubt, ...]:
    """Return the model's choices on which rules read something else."""
    return event.mention.doubts if event.mention else ()


def _doubt(doubt: Doubt) -> str:
    stands = "the model's word stands" if doubt.holds == "model" else "which stands"
    return f"{doubt.rule}: {doubt.field}: said {doubt.said!r}, the words tell {doubt.told!r}; {stands}"


def _given(candidate: Candidate) -> Iterator[tuple[str, str | None]]:
    """Yield what the model gave, field by field."""
    yield "kind", candidate.kind
    yield "status", candidate.status
    yield "variant", candidate.variant
    yield "quotes", " | ".join(candidate.quotes)
    yield (
        "parties",
        ", ".join(f"{party.name} ({party.role})" if party.role else party.name for party in candidate.parties),
    )
    yield "date", candidate.date_words
    yield "place", candidate.place_words
    yield "initiator", candidate.initiator


def _spoke(spoke: Spoke) -> dict[str, Any]:
    return {
        "rule": spoke.rule,
        "changes": [{"field": name, "before": before, "after": after} for name, before, after in spoke.changes],
        "refused": [
            {"field": refusal.field, "reason": refusal.reason, "detail": refusal.detail, "text": refusal.text}
            for refusal in spoke.refused
        ],
    }


def _triaged(one: Triaged) -> dict[str, Any]:
    return {
        "number": one.sentence.number, "start": one.sentence.start, "end": one.sentence.end, "words": one.words,
        "outcome": one.outcome, "label": one.label,
        "probabilities": {label: round(share, 4) for label, share in (one.probabilities or {}).items()} or None,
        "kind": one.kind, "by": one.by, "joined_to": one.joined_to,
    }  # fmt: skip


def _refused(refusal: Rejected) -> str:
    return f"refused {refusal.field} {_short(refusal.text)!r}: {refusal.reason}, {refusal.detail}"


def _short(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= WIDTH else f"{value[: WIDTH - 1]}…"
