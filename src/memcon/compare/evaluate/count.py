"""Sum judged articles up: counts, rates, and both by kind, language and status. Knows nothing of chance."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from memcon.compare.evaluate.judge import compare_names
from memcon.compare.evaluate.values import Gold, GoldPair, Judged, Prediction

By = Literal["kind", "language", "status"]
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Counts over articles. Those of fields are over matched required events."""

    articles: int = 0
    required: int = 0
    matched: int = 0
    wrong: int = 0
    duplicate: int = 0
    neutral: int = 0
    bad_offsets: int = 0
    kinds_right: int = 0
    countries_right: int = 0
    names_right: int = 0
    names_wanted: int = 0
    names_given: int = 0
    dates_right: int = 0
    dated: int = 0
    """Matched events to which the gold gives a date."""
    dated_right: int = 0
    places_right: int = 0
    placed: int = 0
    placed_right: int = 0
    status_right: int = 0
    other_status: int = 0
    """Matched events that did not simply occur."""
    other_status_right: int = 0
    varied: int = 0
    """Matched events of the gold's kind to which the gold gives a form, a channel or an act."""
    variants_right: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Shares from 0 to 1, None where there is nothing to take a share of."""

    precision: float
    """Of what was found, neutral left out: a duplicate is an error."""
    recall: float
    f1: float
    kinds: float | None
    countries: float | None
    """The set of sides is exactly that of the gold."""
    participants: float
    """F1 of names."""
    dates: float | None
    """First and last day are exactly those of the gold, or null where the gold is or may be."""
    dates_where_given: float | None
    place: float | None
    """The country is that of the gold, or null where the gold is."""
    place_where_given: float | None
    status: float | None
    status_not_occurred: float | None
    variant: float | None
    """The form, channel or act is that of the gold or an alternative; of matched events of its kind that have one."""


@dataclass(frozen=True, slots=True)
class PartScores:
    """The counts and rates of some of the events."""

    tally: Counts
    rates: Rates


def part(judged: Iterable[Judged]) -> PartScores:
    """Return the counts and rates of these articles together."""
    tally = add(map(tally_article, judged))
    return PartScores(tally, rates(tally))


def parts(judged: Sequence[Judged], by: By) -> dict[str, PartScores]:
    """Return counts and rates by kind or status (of the gold; of the prediction, where it is wrong), or by language.

    Neutral pairs count by their gold. Sorted by name; an article of unknown language, or a prediction without a
    status, is `unknown`.
    """
    if by == "language":
        names = {one.article.language or UNKNOWN for one in judged}
        return {name: part(x for x in judged if (x.article.language or UNKNOWN) == name) for name in sorted(names)}
    of_gold: Callable[[Gold], str] = (lambda gold: gold.kind) if by == "kind" else (lambda gold: gold.status)
    of_prediction: Callable[[Prediction], str] = (
        (lambda prediction: prediction.kind) if by == "kind" else (lambda prediction: prediction.status or UNKNOWN)
    )
    every = {of_gold(gold) for one in judged for gold in (*(p.gold for p in (*one.matched, *one.neutral)), *one.missed)}
    every |= {of_prediction(prediction) for one in judged for prediction in (*one.wrong, *one.duplicate)}
    return {name: part(_narrowed(one, name, of_gold, of_prediction) for one in judged) for name in sorted(every)}


def add(tallies: Iterable[Counts]) -> Counts:
    """Return the sums."""
    every = list(tallies)
    return Counts(**{name: sum(getattr(one, name) for one in every) for name in _FIELDS})


def tally_article(judged: Judged) -> Counts:
    """Count one article."""
    pairs = judged.matched
    names = [compare_names(pair.gold.people, pair.prediction.people) for pair in pairs]
    dated = [pair for pair in pairs if pair.gold.date]
    placed = [pair for pair in pairs if pair.gold.place]
    other = [pair for pair in pairs if pair.gold.status != "occurred"]
    varied = [pair for pair in pairs if pair.gold.variants and pair.gold.kind == pair.prediction.kind]
    return Counts(
        articles=1,
        required=len(pairs) + len(judged.missed),
        matched=len(pairs),
        wrong=len(judged.wrong),
        duplicate=len(judged.duplicate),
        neutral=len(judged.neutral),
        bad_offsets=judged.bad_offsets,
        kinds_right=sum(pair.gold.kind == pair.prediction.kind for pair in pairs),
        countries_right=sum(pair.gold.countries == pair.prediction.countries for pair in pairs),
        names_right=sum(one.right for one in names),
        names_wanted=sum(one.wanted for one in names),
        names_given=sum(one.given for one in names),
        dates_right=sum(map(date_right, pairs)),
        dated=len(dated),
        dated_right=sum(pair.gold.date == pair.prediction.date for pair in dated),
        places_right=sum(pair.gold.place == pair.prediction.place for pair in pairs),
        placed=len(placed),
        placed_right=sum(pair.gold.place == pair.prediction.place for pair in placed),
        status_right=sum(pair.gold.status == pair.prediction.status for pair in pairs),
        other_status=len(other),
        other_status_right=sum(pair.gold.status == pair.prediction.status for pair in other),
        varied=len(varied),
        variants_right=sum(pair.prediction.variant in pair.gold.variants for pair in varied),
    )


def date_right(pair: GoldPair) -> bool:
    """Say whether the date is that of the gold, or null where it may be."""
    return pair.prediction.date == pair.gold.date or (pair.prediction.date is None and pair.gold.date_may_be_null)


def rates(tally: Counts) -> Rates:
    """Return the rates of counts."""
    precision, recall, f1 = harmonic(tally.matched, tally.wrong + tally.duplicate, tally.required)
    names = tally.names_wanted + tally.names_given
    return Rates(
        precision=precision,
        recall=recall,
        f1=f1,
        kinds=_rate(tally.kinds_right, tally.matched),
        countries=_rate(tally.countries_right, tally.matched),
        participants=2 * tally.names_right / max(1, names),
        dates=_rate(tally.dates_right, tally.matched),
        dates_where_given=_rate(tally.dated_right, tally.dated),
        place=_rate(tally.places_right, tally.matched),
        place_where_given=_rate(tally.placed_right, tally.placed),
        status=_rate(tally.status_right, tally.matched),
        status_not_occurred=_rate(tally.other_status_right, tally.other_status),
        variant=_rate(tally.variants_right, tally.varied),
    )


def harmonic(matched: int, wrong: int, required: int) -> tuple[float, float, float]:
    """Return precision, recall and F1; 0 where there is nothing."""
    precision, recall = matched / max(1, matched + wrong), matched / max(1, required)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _rate(right: int, total: int) -> float | None:
    return right / total if total else None


def _narrowed(
    judged: Judged, name: str, of_gold: Callable[[Gold], str], of_prediction: Callable[[Prediction], str]
) -> Judged:
    """Return what of an article belongs to a part; its bad offsets belong to none."""
    return Judged(
        article=judged.article,
        matched=tuple(pair for pair in judged.matched if of_gold(pair.gold) == name),
        neutral=tuple(pair for pair in judged.neutral if of_gold(pair.gold) == name),
        missed=tuple(gold for gold in judged.missed if of_gold(gold) == name),
        wrong=tuple(prediction for prediction in judged.wrong if of_prediction(prediction) == name),
        duplicate=tuple(prediction for prediction in judged.duplicate if of_prediction(prediction) == name),
    )


_FIELDS: Final[Sequence[str]] = tuple(field.name for field in dataclasses.fields(Counts))
RATES: Final[Sequence[str]] = tuple(field.name for field in dataclasses.fields(Rates))
PARTS: Final[Mapping[By, str]] = {"kind": "by kind", "language": "by language", "status": "by status"}
