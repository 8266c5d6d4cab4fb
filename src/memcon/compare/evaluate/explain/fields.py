"""Who wrote each field of a matched event that is not the gold's: the model's answer, a rule, merging or a reviewer."""

from collections.abc import Iterator
from typing import Any, Final

from memcon.compare.evaluate.differing import differing
from memcon.compare.evaluate.explain import writers
from memcon.compare.evaluate.explain.values import MERGING, MODEL, REVIEWER, UNKNOWN, Finding, Known
from memcon.compare.evaluate.explain.writers import Written
from memcon.compare.evaluate.judge import apart_names
from memcon.compare.evaluate.values import GoldPair, Judged
from memcon.evidence.establish import Established
from memcon.records import Event, Mention, variant_of

_NAMES: Final = {"people": "participants"}
"""Fields that records call otherwise."""


def fields(judged: Judged, known: Known) -> Iterator[Finding]:
    """Yield who wrote each field of the matched events of an article that is not the gold's."""
    for pair in judged.matched:
        for one in differing(pair):
            written = list(_written(known, pair, one.field))
            yield Finding(
                what="field", article=pair.gold.article, step=one.field, wanted=one.wanted, given=one.given,
                gold=pair.gold, found=pair.prediction, by=tuple(dict.fromkeys(who for who, _ in written)),
                because=tuple(f"{who}: {how}" if how else who for who, how in written),
            )  # fmt: skip


def _written(known: Known, pair: GoldPair, field: str) -> Iterator[Written]:
    """Yield who wrote the value, and how; of countries and names, of each that is wrong or missing."""
    found = pair.prediction
    event, own = known.events.get(found.id), known.mentions_of(found)
    if event is None or not own:
        yield UNKNOWN, ""
        return
    corrected = event.review.corrections if event.review else ()
    if edit := next((one for one in corrected if one.field == _NAMES.get(field, field)), None):
        yield REVIEWER, f"the machine says {edit.machine or 'nothing'}"
        return
    alone = own[0] if len(event.mentions) == 1 else None
    giver = alone or next((one for one in own if _value(one, field) == _value(event, field)), None)
    if giver is None:
        yield MERGING, _merged(known, event, own, field)
    elif known.again is None:
        yield from _by_outputs(known, giver, field)
    elif established := known.again.of_mention(giver):
        yield from _by_rules(known, established, giver, pair, field)
    else:
        yield UNKNOWN, "read again it is not there: the run was made by other rules"


def _by_rules(known: Known, event: Established, mention: Mention, pair: GoldPair, field: str) -> Iterator[Written]:
    gold, found = pair.gold, pair.prediction
    match field:
        case "countries":
            yield from writers.sides(
                event, sorted(found.countries - gold.countries), sorted(gold.countries - found.countries)
            )
        case "people":
            names = apart_names(gold.people, found.people)
            yield from writers.people(event, names.wrong, names.missed)
        case "date":
            yield writers.date(event)
        case "place":
            yield writers.place(event)
        case "kind":
            yield MODEL, _labelled(known, mention)
        case _:
            yield writers.choice(event, field)


def _labelled(known: Known, mention: Mention) -> str:
    quote = mention.quotes[0]
    sentences = known.again.sentences(quote.start, quote.end) if known.again else ()
    return "; ".join(one.told for one in sentences)


def _by_outputs(known: Known, mention: Mention, field: str) -> Iterator[Written]:
    """Yield what the outputs alone tell of who wrote a value of a mention."""
    if field in {"status", "variant"}:
        doubt = next((one for one in mention.doubts if one.field == field), None)
        if doubt is None:
            yield MODEL, "no rule put another in its place"
        elif doubt.holds == "model":
            yield MODEL, f"it said {doubt.said!r}; {doubt.rule} reads {doubt.told!r}"
        else:
            yield doubt.rule, f"the model said {doubt.said!r}"
    elif field == "kind":
        yield MODEL, ""
    elif field == "date" and mention.date_evidence:
        yield UNKNOWN, f"read from {mention.date_evidence.text!r}: {mention.date_evidence.basis}"
    else:
        name = {"people": "name", "countries": "name"}.get(field, field)
        lines = (line for line in known.rejected if line.field == name and line.kind == mention.kind)
        told = [f"{line.rule} refused {line.text!r}" for line in lines if line.rule and line.text]
        yield UNKNOWN, f"in this article {', '.join(told)}" if told else ""


def _merged(known: Known, event: Event, own: tuple[Mention, ...], field: str) -> str:
    """Say of which other mentions merging took a value."""
    here = {mention.id for mention in own}
    others = (known.mentions[proof.mention] for proof in event.mentions if proof.mention in known.mentions)
    givers = [one.id for one in others if one.id not in here and _value(one, field) == _value(event, field)]
    if givers:
        return f"of {', '.join(givers)}; this article says otherwise"
    return f"of {len(event.mentions)} mentions together"


def _value(one: Mention | Event, field: str) -> Any:  # noqa: ANN401  as the field's
    match field:
        case "people":
            return sorted(person.name for person in one.participants)
        case "date":
            return one.date and (one.date.start, one.date.end)
        case "place":
            return one.place and one.place.country
        case "variant" if not isinstance(one, Mention):
            return variant_of(one)
        case _:
            return getattr(one, field)
