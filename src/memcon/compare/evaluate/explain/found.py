"""Why something was found that is no event of the gold, or one that was found already."""

from collections.abc import Iterator

from memcon.compare.evaluate.explain.places import Ground
from memcon.compare.evaluate.explain.values import MERGING, MODEL, REVIEWER, UNKNOWN, Finding, Known
from memcon.compare.evaluate.judge import is_inside, proven
from memcon.compare.evaluate.values import Gold, Judged, Prediction
from memcon.events.merge.within import why_apart
from memcon.evidence.establish import Established
from memcon.records import Mention


def wrong(judged: Judged, known: Known) -> Iterator[Finding]:
    """Yield why each wrong event of an article was found: what the model said of it, and which rules spoke on it."""
    ground = Ground(judged.article.text)
    for found in judged.wrong:
        mentions = known.mentions_of(found)
        step, by, gold, because = _kept(judged, known, ground, found)
        said = (line for mention in mentions for line in _said(known, mention))
        told = (*because, *said, *_elsewhere(judged, found))
        yield Finding(
            what="wrong", article=found.article, step=step, by=by, because=told, gold=gold, found=found
        )  # fmt: skip


_Kept = tuple[str, tuple[str, ...], Gold | None, tuple[str, ...]]


def _kept(judged: Judged, known: Known, ground: Ground, found: Prediction) -> _Kept:
    """Return the step that let it be found as it is, who did, and the gold event that it spoils."""
    if not proven(found, ground.text):
        return "no_proof", (), None, ()
    pair = next((pair for pair in judged.confused if pair.prediction == found), None)
    if pair:
        return "kind", (MODEL,), pair.gold, (f"{pair.gold.id} of the gold is a {pair.gold.kind}",)
    mentions = known.mentions_of(found)
    added = next((mention for mention in mentions if "@" in mention.id), None)
    if added:
        return "reviewer", (REVIEWER,), None, (f"a reviewer added {added.id}",)
    return _spoilt(judged, ground, found, mentions) or _let_through(known, mentions)


def _let_through(known: Known, mentions: tuple[Mention, ...]) -> _Kept:
    """Return what let the model's word through."""
    if not mentions:
        return "unknown", (UNKNOWN,), None, ()
    quote = mentions[0].quotes[0]
    sentences = known.again.sentences(quote.start, quote.end) if known.again else ()
    by = next((one.by for one in sentences if one.by), None)
    return by or "pointed_at", (MODEL,), None, ()


def _spoilt(judged: Judged, ground: Ground, found: Prediction, mentions: tuple[Mention, ...]) -> _Kept | None:
    """Return the gold event that a part of it alone would have been, and who joined the rest to it."""
    for gold in (*judged.missed, *(pair.gold for pair in (*judged.matched, *judged.neutral))):
        if found.kind not in gold.kinds:
            continue
        touched = ground.touched(gold)
        for mention in mentions:
            if len(mentions) > 1 and is_inside(ground.of_mention(mention), touched):
                return "merged", (MERGING,), gold, (f"{mention.id} alone would be {gold.id} of the gold",)
            alone = (quote for quote in mention.quotes if is_inside(ground.of_quotes([quote]), touched))
            if len(mention.quotes) > 1 and (quote := next(alone, None)):
                return "joined", (), gold, (f"{quote.text!r} alone would be {gold.id} of the gold",)
    return None


def _said(known: Known, mention: Mention) -> Iterator[str]:
    """Yield what the model said of a mention, and what rules made of it."""
    event = known.again.of_mention(mention) if known.again else None
    if known.again is None or event is None:
        sure = "" if mention.confidence is None else f", {mention.confidence:.2f}"
        yield f"{mention.id}: a {mention.kind} ({mention.variant}, {mention.status}{sure})"
        yield from (
            f"{doubt.rule}: {doubt.field}: said {doubt.said!r}, the words tell {doubt.told!r}"
            for doubt in mention.doubts
        )
        return
    quote = mention.quotes[0]
    for one in known.again.sentences(quote.start, quote.end):
        yield f"sentence {one.sentence.number} {one.told}"
    yield f"the model said: {_given(event)}"
    spoke = list(dict.fromkeys(one.rule for one in event.spoke))
    yield f"rules that spoke, and did not refuse it: {', '.join(spoke)}" if spoke else "no rule spoke on it"


def _given(event: Established) -> str:
    candidate = event.candidate
    names = ", ".join(f"{party.name} ({party.role})" if party.role else party.name for party in candidate.parties)
    parts = (candidate.kind, candidate.variant, candidate.status, names, candidate.date_words, candidate.place_words)
    return "; ".join(part for part in parts if part)


def _elsewhere(judged: Judged, found: Prediction) -> Iterator[str]:
    """Yield which gold events of its kind are between the same countries: it may be one, told in other words."""
    every = (*judged.missed, *(pair.gold for pair in (*judged.matched, *judged.neutral)))
    same = (gold.id for gold in every if found.kind in gold.kinds and gold.countries == found.countries)
    if names := ", ".join(same):
        yield f"of its kind and countries, in other words: {names} of the gold"


def duplicate(judged: Judged, known: Known) -> Iterator[Finding]:
    """Yield why each double of an article was not merged with what was found of the same gold event."""
    ground = Ground(judged.article.text)
    for found in judged.duplicate:
        proof = proven(found, ground.text)
        laid = (*judged.matched, *judged.neutral)
        fits = [pair for pair in laid if found.kind in pair.gold.kinds]
        pair = next((pair for pair in fits if is_inside(proof, ground.touched(pair.gold))), None)
        if pair is None:
            yield Finding(what="duplicate", article=found.article, step="unknown", by=(UNKNOWN,), found=found)
            continue
        step, because = _apart(known.mentions_of(found), known.mentions_of(pair.prediction))
        because = (f"{pair.prediction.id} is {pair.gold.id} of the gold as well", *because)
        by = (UNKNOWN,) if step == "unknown" else (MERGING,)
        yield Finding(
            what="duplicate", article=found.article, step=step, by=by, because=because, gold=pair.gold, found=found
        )  # fmt: skip


def _apart(left: tuple[Mention, ...], right: tuple[Mention, ...]) -> tuple[str, tuple[str, ...]]:
    """Return what kept those two mentions of two events apart that stand nearest to each other, and why in words."""
    pairs = [(one, other) for one in left for other in right]
    if not pairs:
        return "unknown", ()
    one, other = min(pairs, key=lambda pair: abs(pair[0].quotes[0].start - pair[1].quotes[0].start))
    why = why_apart(one, other)
    return why.rule, (f"{one.id} and {other.id}: {why.says}",)
