"""Why a gold event was not found: the steps of an extraction are asked one after the other, until one has lost it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from memcon.compare.evaluate.explain.places import Ground
from memcon.compare.evaluate.explain.values import MERGING, MODEL, REVIEWER, UNKNOWN, Finding, Known
from memcon.compare.evaluate.judge import is_inside, proven
from memcon.compare.evaluate.values import Gold, Judged, Prediction
from memcon.errors import NO_USE
from memcon.events.amend import REVIEWED
from memcon.records import Mention, Rejected, Triaged


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What is looked at for each gold event of an article."""

    judged: Judged
    known: Known
    ground: Ground
    dropped: Sequence[Prediction]
    """Predictions that were left out since their confidence is too low."""


def missed(judged: Judged, known: Known, dropped: Sequence[Prediction]) -> Iterator[Finding]:
    """Yield why each required gold event of an article was not found."""
    looked = _Looked(judged=judged, known=known, ground=Ground(judged.article.text), dropped=dropped)
    for gold in judged.missed:
        yield next(found for ask in _ASKED if (found := ask(looked, gold)))


def _finding(gold: Gold, step: str, by: Iterable[str] = (), *because: str, found: Prediction | None = None) -> Finding:
    return Finding(
        what="missed", article=gold.article, step=step, by=tuple(by), because=because, gold=gold, found=found
    )


def _gold_itself(looked: _Looked, gold: Gold) -> Finding | None:
    return None if looked.ground.quoted(gold) else _finding(gold, "gold")


def _not_read(looked: _Looked, gold: Gold) -> Finding | None:
    state = looked.known.state
    if state and state.state in {"failed", "pending"}:
        return _finding(gold, "failed", (), f"{state.reason or state.state}: {state.detail or 'not read yet'}")
    known = state or looked.known.events or _laid(looked.judged)
    return None if known else _finding(gold, "not_read")


def _unsure(looked: _Looked, gold: Gold) -> Finding | None:
    for found in looked.dropped:
        if found.kind in gold.kinds and is_inside(proven(found, looked.ground.text), looked.ground.touched(gold)):
            return _finding(gold, "confidence", (), f"{found.id}: {found.confidence:.2f}", found=found)
    return None


# --- it is in an event ---


def _laid(judged: Judged) -> list[tuple[Prediction, Gold | None]]:
    """Return what was found in the article, with the gold event that it is."""
    laid = [(pair.prediction, pair.gold) for pair in (*judged.matched, *judged.neutral)]
    return [*laid, *((found, None) for found in (*judged.wrong, *judged.duplicate))]


def _in_an_event(looked: _Looked, gold: Gold) -> Finding | None:
    laid = sorted(_laid(looked.judged), key=lambda one: one[0].kind not in gold.kinds)
    return next((found for one, other in laid if (found := _within(looked, gold, one, other))), None)


def _within(looked: _Looked, gold: Gold, found: Prediction, other: Gold | None) -> Finding | None:
    """Say how the words of a gold event came into an event that is not it."""
    ground, touched = looked.ground, looked.ground.touched(gold)
    parts = looked.known.mentions_of(found)
    here = [one for one in parts if any(is_inside(ground.of_quotes([quote]), touched) for quote in one.quotes)]
    whole = is_inside(proven(found, ground.text), touched)
    if not here and not whole:
        return None
    which = f"{found.id}, which is {other.id} of the gold" if other else found.id
    if found.kind not in gold.kinds and not other:
        return _finding(gold, "kind", *_kind_by(looked, gold, found), found=found)
    if not here or found.kind not in gold.kinds:
        return _finding(gold, "shared", (), which, found=found)
    mention = here[0]
    theirs = ground.touched(other) if other and whole else None
    apart = theirs is not None and not is_inside(ground.of_mention(mention), theirs)
    if len(parts) > len(here) and (apart or (not whole and is_inside(ground.of_mention(mention), touched))):
        return _finding(gold, "merged", (MERGING,), *_merges(looked, found, mention, which), found=found)
    if len(mention.quotes) > 1 and not is_inside(ground.of_quotes(mention.quotes[:1]), touched):
        return _finding(gold, "joined", (), f"{mention.id}, of {which}", found=found)
    return _finding(gold, "shared" if whole else "elsewhere", (), which, found=found)


def _merges(looked: _Looked, found: Prediction, mention: Mention, which: str) -> Iterator[str]:
    yield f"{mention.id} went into {which}"
    for merge in looked.known.events[found.id].merges:
        if mention.id in {merge.left, merge.right}:
            yield f"with {merge.right if merge.left == mention.id else merge.left}: {merge.reason}"


def _kind_by(looked: _Looked, gold: Gold, found: Prediction) -> tuple[tuple[str, ...], str]:
    sentences = _sentences(looked, gold)
    told = "".join(f"; {one.told}" for one in sentences[:1] if one.kind == found.kind)
    return (MODEL,), f"a {found.kind}: {found.id}{told}"


# --- it is in none ---


def _reviewed(looked: _Looked, gold: Gold) -> Finding | None:
    for line in looked.known.rejected:
        if line.reason == REVIEWED and is_inside(looked.ground.of_refusal(line), looked.ground.touched(gold)):
            return _finding(gold, "reviewer", (REVIEWER,), f"rejected a {line.kind}: {line.detail}")
    return None


def _refused(looked: _Looked, gold: Gold) -> Finding | None:
    """Return the refusal of an event on the gold's words: of its kind, and of most of its words, first."""
    ground, touched = looked.ground, looked.ground.touched(gold)
    again = looked.known.again
    refused: list[tuple[frozenset[int], Rejected]] = []
    if again:
        lost = ((event, _last(event.rejected)) for event in again.events if event.mention is None)
        refused += ((ground.of_refused(event), last) for event, last in lost if last)
    else:
        ours = (line for line in looked.known.rejected if line.rule and line.field in {"event", "quote"})
        refused += ((ground.of_refusal(line), line) for line in ours)
    here = [(proof, line) for proof, line in refused if proof & touched]
    if not here:
        return None
    _, line = min(here, key=lambda one: (one[1].kind not in gold.kinds, not is_inside(one[0], touched)))
    return _finding(gold, "refused", (line.rule or MODEL,), _refusal(line))


def _last(refusals: Sequence[Rejected]) -> Rejected | None:
    whole = [line for line in refusals if line.field in {"event", "quote"}]
    return whole[-1] if whole else None


def _refusal(line: Rejected) -> str:
    return f"a {line.kind or 'thing'} was refused by {line.rule}: {line.reason}, {line.detail}"


def _no_answer(looked: _Looked, gold: Gold) -> Finding | None:
    useless = (line for line in looked.known.rejected if line.rule is None and line.reason in NO_USE)
    touched = looked.ground.touched(gold)
    line = next((one for one in useless if one.field == "event" and looked.ground.of_refusal(one) & touched), None)
    if line is None:
        return None
    asked = f"asked about as a {line.kind}" if line.kind else "asked for its label"
    return _finding(gold, "no_answer", (MODEL,), f"{asked}: {line.reason}, {line.detail}")


def _not_body(looked: _Looked, gold: Gold) -> Finding | None:
    reasons: list[str] = []
    for start, end in looked.ground.quoted(gold):
        marks = [mark for mark in looked.known.aside if mark.start < end and start < mark.end]
        aside = sum(min(end, mark.end) - max(start, mark.start) for mark in marks)
        if 2 * aside < end - start:
            return None
        reasons += (str(mark.reason) for mark in marks)
    return _finding(gold, "not_body", (), f"taken for: {', '.join(dict.fromkeys(reasons))}")


def _sentences(looked: _Looked, gold: Gold) -> list[Triaged]:
    """Return what became of the sentences that the gold quotes, those that went furthest first."""
    again = looked.known.again
    if again is None:
        return []
    quoted = looked.ground.quoted(gold)
    found = {one.sentence.number: one for start, end in quoted for one in again.sentences(start, end)}
    return sorted(found.values(), key=lambda one: _FURTHEST.index(one.outcome))


_FURTHEST: Final = ("asked", "joined", "no_answer", "none", "no_label", "unlikely", "nobody")
_STEPS: Final = {
    "joined": "joined", "no_answer": "no_answer", "none": "none", "no_label": "no_answer", "unlikely": "unlikely",
    "nobody": "nobody",
}  # fmt: skip
_SAID: Final = frozenset({"none", "no_answer", "no_label"})
"""Where it is the model's doing."""


def _in_triage(looked: _Looked, gold: Gold) -> Finding | None:
    sentences = [one for one in _sentences(looked, gold) if one.outcome != "asked"]
    if not sentences:
        return None
    by = (MODEL,) if sentences[0].outcome in _SAID else ()
    told = (f"sentence {one.sentence.number} {one.told}" for one in sentences)
    return _finding(gold, _STEPS[sentences[0].outcome], by, *told)


def _gone(looked: _Looked, gold: Gold) -> Finding | None:
    again, ground = looked.known.again, looked.ground
    for event in again.events if again else ():
        mention = event.mention
        if mention and mention.kind in gold.kinds and is_inside(ground.of_mention(mention), ground.touched(gold)):
            return _finding(gold, "gone", (), mention.id)
    return None


def _at_last(looked: _Looked, gold: Gold) -> Finding:
    if looked.known.again:
        return _finding(gold, "not_pointed_at", (MODEL,))
    astray = (line for line in looked.known.rejected if line.rule and line.field == "event" and line.kind in gold.kinds)
    told = (f"somewhere in the article {_refusal(line)}" for line in astray if not looked.ground.of_refusal(line))
    return _finding(gold, "unknown", (UNKNOWN,), *told)


_ASKED: Final[Sequence[Callable[[_Looked, Gold], Finding | None]]] = (
    _gold_itself, _not_read, _in_an_event, _unsure, _reviewed, _refused, _no_answer, _not_body, _gone, _in_triage,
    _at_last,
)  # fmt: skip
