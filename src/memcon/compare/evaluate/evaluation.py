"""Put an evaluation together: one value with all that is told of a run. Opens no file and prints nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from memcon.compare.evaluate.against import Against, against
from memcon.compare.evaluate.calibrate import Calibration, Point, above, calibrate, curve
from memcon.compare.evaluate.chance import Intervals, intervals
from memcon.compare.evaluate.count import PARTS, By, PartScores, part, parts, tally_article
from memcon.compare.evaluate.judge import judge
from memcon.compare.evaluate.values import Gold, Judged, Prediction
from memcon.records import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How a run did against gold."""

    judged: tuple[Judged, ...]
    """In the order of article ids."""
    whole: PartScores
    parts: dict[By, dict[str, PartScores]]
    intervals: Intervals | None
    calibration: Calibration
    curve: tuple[Point, ...]
    """Empty where it was not asked for."""
    against: Against | None
    unknown_gold: int
    """Gold events of articles that are not there; they count for nothing."""


def evaluate(
    articles: Sequence[Article],
    gold: Sequence[Gold],
    predictions: Sequence[Prediction],
    *,
    other: Sequence[Prediction] | None = None,
    least: float = 0.0,
    curved: bool = False,
    seed: int = 0,
) -> Evaluation:
    """Judge predictions against gold, article by article.

    `other` are those of a run to compare with; `least` leaves out, of both, what has a lower confidence; `curved`
    asks for the rates at ten thresholds, which matches all ten times; `seed` fixes the drawings by chance.
    """
    judged = judge(articles, gold, above(predictions, least))
    known = {article.id for article in articles}
    return Evaluation(
        judged=judged,
        whole=part(judged),
        parts={by: parts(judged, by) for by in PARTS},
        intervals=intervals([tally_article(one) for one in judged], seed=seed),
        calibration=calibrate(judged),
        curve=curve(articles, gold, predictions) if curved else (),
        against=None if other is None else against(judged, judge(articles, gold, above(other, least)), seed=seed),
        unknown_gold=sum(one.article not in known for one in gold),
    )
