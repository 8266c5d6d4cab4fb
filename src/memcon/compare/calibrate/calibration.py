"""Fit the confidence of a run anew on its reviewed events: an intercept and a slope a family. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from memcon.compare.calibrate.logistic import Case, error, fit, probability
from memcon.compare.estimate.outcome import Outcome
from memcon.errors import UsageError
from memcon.evidence.recalibration import before
from memcon.records import Event, Family, Mention, family
from memcon.records.calibration import ConfidenceFit, FamilyFit

FEWEST: Final = 10
"""Right and wrong mentions that a family needs, each: ten of the rarer outcome for a slope (Peduzzi and others, A
Simulation Study of the Number of Events per Variable in Logistic Regression Analysis, 1996)."""
FOLDS: Final = 5
_AS_IT_IS: Final = (0.0, 1.0)
"""Intercept and slope that change nothing; the penalty draws the slope there."""
FAMILIES: Final[tuple[Family, ...]] = ("contact", "dispute")


class Judged(NamedTuple):
    """A mention of an event that a reader decided on."""

    family: Family
    article: str
    odds: float
    """The log-odds of its confidence, as the weights of the model's family give it."""
    right: bool


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What came of it."""

    fit: ConfidenceFit
    left: tuple[str, ...]
    """Why a family was left as it is, one line each."""


def judged(
    outcomes: Iterable[Outcome], mentions: Mapping[str, Mention], held: ConfidenceFit | None
) -> Iterator[Judged]:
    """Yield the mentions of events that were decided on; one without a confidence tells nothing.

    `held` is the fit that the run was made with, which is taken off.
    """
    for one in outcomes:
        for event, right in (*((each.found, True) for each in one.right), *((each, False) for each in one.wrong)):
            for mention in (mentions[name] for name in _names(event, one.article)):
                if mention.confidence is not None:
                    odds = before(mention.confidence, mention.kind, held)
                    yield Judged(family(mention.kind), one.article, odds, right)


def calibrated(cases: Sequence[Judged], *, mentions: str, model: str) -> Calibrated:
    """Return the fit of these mentions; `mentions` is the hash of their file, `model` who pointed at them.

    Raises UsageError where there are too few of both families.
    """
    fits: dict[Family, FamilyFit | None] = {}
    left = []
    for name in FAMILIES:
        own = [case for case in cases if case.family == name]
        found = _fitted(own)
        fits[name] = found if isinstance(found, FamilyFit) else None
        left += [f"{name}: {found}"] if isinstance(found, str) else []
    if not any(fits.values()):
        raise UsageError(f"too little is reviewed to fit confidence on: {'; '.join(left)}")
    kept = [case for case in cases if fits[case.family]]
    return Calibrated(
        ConfidenceFit(
            mentions=mentions, model=model, contact=fits["contact"], dispute=fits["dispute"],
            error_before=round(error([(probability(_AS_IT_IS, (1.0, case.odds)), case.right) for case in kept]), 4),
            error_after=round(error(list(_crossed(kept))), 4),
        ),
        tuple(left),
    )  # fmt: skip


def _fitted(cases: Sequence[Judged]) -> FamilyFit | str:
    """Return the fit of a family, or why there is none."""
    right = sum(case.right for case in cases)
    wrong = len(cases) - right
    if min(right, wrong) < FEWEST:
        return f"{right} mentions are right and {wrong} wrong, and a slope needs {FEWEST} of each"
    intercept, slope = fit(_cases(cases), _AS_IT_IS)
    if slope <= 0:
        return f"confidence does not tell the {right} right mentions from the {wrong} wrong ones"
    return FamilyFit(intercept=round(intercept, 6), slope=round(slope, 6), mentions=len(cases), right=right)


def _crossed(cases: Sequence[Judged]) -> Iterator[tuple[float, bool]]:
    """Yield the chance of each mention as the other four fifths of the articles tell it, and whether it is right."""
    fold = {name: at % FOLDS for at, name in enumerate(sorted({case.article for case in cases}))}
    for name in FAMILIES:
        own = [case for case in cases if case.family == name]
        for number in range(FOLDS):
            weights = fit(_cases(case for case in own if fold[case.article] != number), _AS_IT_IS)
            told = (case for case in own if fold[case.article] == number)
            yield from ((probability(weights, (1.0, case.odds)), case.right) for case in told)


def _cases(cases: Iterable[Judged]) -> list[Case]:
    return [Case((1.0, case.odds), case.right) for case in cases]


def _names(event: Event, article: str) -> Iterator[str]:
    return (proof.mention for proof in event.mentions if proof.article == article)
