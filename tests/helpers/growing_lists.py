"""Lists of records that grow, and every public function that takes one, to see how its work grows.

A shape makes a list of so many mentions; a work is what is made ready of them, which is not counted, and a function of
that. A mention stands for a hundred characters, so that a list of 10^6 characters has ten thousand.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from helpers.merging import told
from helpers.reviewing import SHA, accept, edit, read, reject, undo
from memcon.compare.agreement import Agreement, Coding, Item, agree
from memcon.compare.agreement.items import coding_of, items_of
from memcon.compare.agreement.source import chosen
from memcon.compare.agreement.to_note import agreement_note
from memcon.compare.agreement.to_rows import as_json as agreement_json
from memcon.compare.agreement.to_rows import rows as agreement_rows
from memcon.compare.calibrate import calibrated, judged
from memcon.compare.calibrate.calibration import Judged
from memcon.compare.diff import diff
from memcon.compare.diff.stat import count, stat_note, stat_table
from memcon.compare.diff.textconv import textconv_lines
from memcon.compare.diff.three_way_merge import three_way_merge
from memcon.compare.diff.to_json import json_lines, json_stat_lines
from memcon.compare.diff.to_note import diff_note
from memcon.compare.estimate import Estimate, estimate
from memcon.compare.estimate.frame import FrameArticle, frame_of
from memcon.compare.estimate.outcome import Outcome, Readings, read_by_all
from memcon.compare.estimate.sampling import Wanted, extended, sampled
from memcon.compare.evaluate.evaluation import evaluate
from memcon.compare.evaluate.explain import explain
from memcon.compare.evaluate.gold import as_gold
from memcon.compare.evaluate.source import names_of
from memcon.compare.evaluate.to_json import as_json
from memcon.compare.evaluate.to_note import evaluation_note
from memcon.compare.evaluate.values import Gold, Prediction, Quoted
from memcon.compare.render.html import html_lines
from memcon.compare.render.markdown import markdown_lines
from memcon.compare.render.text import text_lines
from memcon.events.amend import ArticleText, apply, of_machine
from memcon.events.matching.assign import Pair, assign
from memcon.events.matching.match import match
from memcon.events.matching.pairing import apart, candidates, paired
from memcon.events.matching.shared_words import covered, side, ties
from memcon.events.merge import merge, merged
from memcon.events.merge.drafts import AsEvents
from memcon.events.merge.events import event as finished_event
from memcon.events.merge.events import merged_fields
from memcon.events.merge.parties import Parties
from memcon.events.merge.room import Memory, distinct_of, known_in_memory
from memcon.outputs.coding import own_opinions
from memcon.outputs.seal import of_decisions
from memcon.outputs.tables.filters import Filters
from memcon.records import Article, ArticleState, Event, Mention
from memcon.records.decision import Decision, articles_named, articles_read, clashing, distinct, undone
from memcon.records.edits import SummaryIs
from memcon.records.sample import Sample, SampledRun

CHARACTERS: Final = 100
"""For which a mention stands."""
FIRST: Final = dt.date(2000, 1, 1)
NAMES: Final = "Anna Berg/NOR, Omar Haddad/JOR"
SENTENCE: Final = "They spoke on the telephone about trade."
STATES: Final = ("NOR", "JOR", "KEN", "PER", "JPN", "CHN", "IDN", "MYS", "DEU", "FRA", "POL", "UKR")


def _people(number: int) -> str:
    return _of(number, STATES[number % 12], STATES[(number // 12 + number % 12 + 1) % 12])


def _of(number: int, left: str, right: str) -> str:
    return f"Kar{number}a Bom{number}a/{left}, Tes{number}u Wil{number}i/{right}"


def _day(number: int) -> str:
    return (FIRST + dt.timedelta(days=number % 9_000)).isoformat()


SHAPES: Final[Mapping[str, Callable[[int], list[Mention]]]] = {
    "events of their own": lambda size: [told(f"{n}.txt", "call", _day(n), _people(n)) for n in range(size)],
    "one event": lambda size: [told(f"{n}.txt", "call", "2024-04-29", NAMES) for n in range(size)],
    "one article": lambda size: [told("a.txt", "call", _day(n), _people(n)) for n in range(size)],
    "one day": lambda size: [told(f"{n}.txt", "call", "2024-04-29", _of(n, "NOR", "JOR")) for n in range(size)],
    "one sentence": lambda size: [
        dataclasses.replace(told("a.txt", "call", _day(n), _people(n), at=100, quote=SENTENCE), id=f"a.txt#{n}")
        for n in range(size)
    ],
    "one quote": lambda size: [
        told(f"{n}.txt", "call", _day(n), NAMES, quote=SENTENCE) for n in range(size)
    ],
    "no day": lambda size: [told(f"{n}.txt", "dispute", None, NAMES) for n in range(size)],
    "acts": lambda size: [
        told(f"{n}.txt", "dispute", _day(n // 30), "Norway/NOR/actor, Jordan/JOR/target") for n in range(size)
    ],
}  # fmt: skip
"""Lists of so many mentions."""


def shifted(mentions: Sequence[Mention]) -> list[Mention]:
    """Return mentions that another run could give: every third is missing, every fifth has another summary."""
    return [
        mention if number % 5 else dataclasses.replace(mention, summary="They spoke.")
        for number, mention in enumerate(mentions) if number % 3
    ]  # fmt: skip


def _decisions(events: Sequence[Event]) -> Iterator[Decision]:
    for number, event in enumerate(events):
        first = accept(event) if number % 2 else reject(event)
        yield first
        if number % 3 == 0:
            yield edit(event, SummaryIs(value=f"call {number}"))
        if number % 5 == 0:
            yield undo(first)


Runs = tuple[list[Event], list[Event]]


def _runs(mentions: Sequence[Mention]) -> Runs:
    return merge(mentions), merge(shifted(mentions))


def _reviewed(mentions: Sequence[Mention]) -> tuple[Any, ...]:
    events = merge(mentions)
    articles = {mention.article: ArticleText(SHA) for mention in mentions}
    return events, mentions, tuple(_decisions(events)), articles


def _decided(mentions: Sequence[Mention]) -> tuple[Decision, ...]:
    return tuple(_decisions(merge(mentions)))


def _judged(mentions: Sequence[Mention]) -> tuple[list[Article], list[Gold], list[Prediction]]:
    """Return articles of ten mentions each, gold that has two thirds of them, and predictions of them all."""
    text = " ".join(f"They spoke on day {number}." for number in range(10))
    articles = [Article(id=f"{number}", text=text, language="en") for number in range(len(mentions) // 10 + 1)]
    gold, predictions = [], []
    for number in range(len(mentions)):
        words = f"They spoke on day {number % 10}."
        start = text.index(words)
        known: dict[str, Any] = {
            "id": f"e{number}", "article": f"{number // 10}", "kind": "call", "status": "occurred", "place": None,
            "countries": frozenset({"NOR", "JOR"}), "people": ("Anna Berg", "Omar Haddad"), "date": None,
        }  # fmt: skip
        predictions.append(
            Prediction(**known, confidence=number % 10 / 10, quotes=(Quoted(start, start + len(words), words),))
        )
        if number % 3:
            more: dict[str, Any] = {"kinds": frozenset({"call"}), "required": True, "date_may_be_null": False}
            gold.append(Gold(**known, **more, quotes=(words,)))
    return articles, gold, predictions


def _evaluated(mentions: Sequence[Mention]) -> Any:
    return evaluate(*_judged(mentions))


def _noted(mentions: Sequence[Mention]) -> Any:
    return diff_note(diff(*_runs(mentions)))


def _pairs(mentions: Sequence[Mention]) -> list[Pair]:
    return [pair for n in range(len(mentions)) for pair in (Pair(n, n), Pair(n, n + 1))]


def _named(mentions: Sequence[Mention]) -> tuple[list[str], list[str]]:
    names = [mention.id for mention in mentions]
    return names, [name + "x" for name in names[1:]]


def _coded(mentions: Sequence[Mention]) -> tuple[list[Coding], list[Item]]:
    """What two coders make of a list, who differ on each third event."""
    events = merge(mentions)
    codings = [
        coding_of(who, events, mentions, [(reject if n % 3 == at else accept)(e) for n, e in enumerate(events)], {})
        for at, who in enumerate(("ana", "ben"))
    ]
    return codings, items_of(events, codings, {})


def _opinions(mentions: Sequence[Mention]) -> tuple[Sequence[Mention], Sequence[Event], Sequence[Decision]]:
    events = merge(mentions)
    return mentions, events, [(reject if n % 3 else accept)(event) for n, event in enumerate(events)]


def _agreement(mentions: Sequence[Mention]) -> Agreement:
    return _agree(_coded(mentions))


def _agree(coded: tuple[list[Coding], list[Item]]) -> Agreement:
    return agree(coded[0], coded[1], [], rounds=2)


def _alike(old: Any, new: Any) -> int:
    return int(old[:9] == new[:9])


def _keys(name: Any) -> list[str]:
    return [name[:9]]


def _stat(mentions: Sequence[Mention]) -> Any:
    return count(diff(*_runs(mentions)))


def _same(mentions: Sequence[Mention]) -> Sequence[Mention]:
    return mentions


SEAL: Final = SampledRun(articles="", mentions="")
EVERYTHING: Final = Wanted(size=1_000_000, by=("kind", "country", "confidence"))


def _fields(mentions: Sequence[Mention]) -> dict[str, Any]:
    """Return what one event says, of which all mentions tell."""
    return merged_fields(mentions, Parties())


def _frame(mentions: Sequence[Mention]) -> tuple[FrameArticle, ...]:
    """Return the articles of mentions, and as many without any: there is always one more to draw."""
    names = sorted({mention.article for mention in mentions} | {f"none {number}" for number in range(len(mentions))})
    return frame_of(merge(mentions), [_state(name) for name in names])


def _state(name: str) -> ArticleState:
    return ArticleState(
        article=name, state="ok", reason=None, detail=None, path=None, sha256=SHA, characters=1, title=None,
        published=None, published_basis=None, language="en", source=None, url=None, mentions=1, rejected=0,
    )  # fmt: skip


def _sample(frame: Sequence[FrameArticle], size: int) -> Sample:
    return sampled(frame, SEAL, 0, dataclasses.replace(EVERYTHING, size=size))


def _estimable(mentions: Sequence[Mention]) -> tuple[Sample, Sequence[FrameArticle], Readings]:
    """Return a sample of all articles, each of which a reader read whole."""
    events, frame = merge(mentions), _frame(mentions)
    decisions = [*map(accept, events), *(read(one.article) for one in frame)]
    hashes = {one.article: SHA for one in frame}
    return _sample(frame, len(frame)), frame, read_by_all(events, mentions, decisions, {}, hashes)


def _looked_at(mentions: Sequence[Mention]) -> tuple[list[Outcome], dict[str, Mention]]:
    told = _estimable(mentions)[2].told.values()
    return [one[0] for one in told], {mention.id: mention for mention in mentions}


def _cases(mentions: Sequence[Mention]) -> list[Judged]:
    """Return eight mentions that were decided on for each, half of them right."""
    return [
        Judged("contact", mention.article, number % 7 / 2, number % 2 == 0)
        for mention in mentions
        for number in range(8)
    ]


def _estimate(given: tuple[Sample, Sequence[FrameArticle], Readings]) -> Estimate:
    return estimate(*given, Filters(min_confidence=0.5))


LISTS: Final[Mapping[str, tuple[Callable[[Sequence[Mention]], Any], Callable[[Any], object]]]] = {
    "events.merge.room.known_in_memory": (list, known_in_memory),
    "events.merge.merge": (_same, merge),
    "events.merge.merged": (_same, lambda mentions: [*merged(known_in_memory(mentions), Memory(), AsEvents())]),
    "events.merge.events.event": (_fields, lambda said: finished_event(said, "one", (), ())),
    "events.merge.room.distinct_of": (_same, distinct_of),
    "events.matching.match.match": (_runs, lambda runs: match(*runs)),
    "events.matching.assign.assign": (_pairs, lambda pairs: assign(pairs, lambda old, new: 5 + (old == new))),
    "events.matching.pairing.apart": (_named, lambda names: apart(*names)),
    "events.matching.pairing.candidates": (_named, lambda names: list(candidates(names[0], names[1], _keys))),
    "events.matching.pairing.paired": (
        _named, lambda names: list(paired(names[0], names[1], _alike, _keys)),
    ),
    "events.amend.apply": (_reviewed, lambda given: apply(*given)),
    "events.amend.of_machine": (lambda mentions: (merge(mentions), mentions), lambda given: of_machine(*given)),
    "records.decision.distinct": (_decided, distinct),
    "records.decision.undone": (_decided, undone),
    "records.decision.articles_named": (_decided, articles_named),
    "records.decision.clashing": (_decided, clashing),
    "records.decision.articles_read": (_decided, articles_read),
    "outputs.coding.own_opinions": (_decided, lambda decisions: own_opinions(decisions, "ana")),
    "outputs.seal.of_decisions": (_decided, of_decisions),
    "compare.agreement.agree.agree": (_coded, _agree),
    "compare.agreement.items.coding_of": (
        _opinions, lambda given: coding_of("ana", given[1], given[0], given[2], {}),
    ),
    "compare.agreement.source.chosen": (
        lambda mentions: {str(n): () for n in range(len(mentions) + 1)}, lambda known: chosen(known, (), "out"),
    ),
    "compare.agreement.to_note.agreement_note": (_agreement, agreement_note),
    "compare.agreement.to_rows.as_json": (_agreement, agreement_json),
    "compare.agreement.to_rows.rows": (_agreement, lambda found: list(agreement_rows(found))),
    "compare.calibrate.calibration.judged": (_looked_at, lambda given: list(judged(given[0], given[1], None))),
    "compare.calibrate.calibration.calibrated": (_cases, lambda cases: calibrated(cases, mentions="", model="")),
    "compare.estimate.sampling.sampled": (_frame, lambda frame: sampled(frame, SEAL, 0, EVERYTHING)),
    "compare.estimate.sampling.extended": (
        lambda mentions: (_sample(_frame(mentions), len(mentions) // 2), _frame(mentions)),
        lambda given: extended(given[0], given[1], 1),
    ),
    "compare.estimate.estimation.estimate": (_estimable, _estimate),
    "compare.diff.diff": (_runs, lambda runs: diff(*runs)),
    "compare.diff.stat.count": (lambda mentions: diff(*_runs(mentions)), count),
    "compare.diff.stat.stat_note": (_stat, stat_note),
    "compare.diff.stat.stat_table": (_stat, stat_table),
    "compare.diff.to_note.diff_note": (lambda mentions: diff(*_runs(mentions)), diff_note),
    "compare.diff.to_json.json_lines": (
        lambda mentions: diff(*_runs(mentions)),
        lambda found: list(json_lines(found, count(found), old="a", new="b")),
    ),
    "compare.diff.to_json.json_stat_lines": (_stat, lambda stat: list(json_stat_lines(stat, old="a", new="b"))),
    "compare.diff.textconv.textconv_lines": (merge, lambda events: list(textconv_lines(events))),
    "compare.diff.three_way_merge.three_way_merge": (
        lambda mentions: (merge(mentions), *_runs(shifted(mentions))), lambda sides: three_way_merge(*sides),
    ),
    "events.matching.shared_words.ties": (
        lambda mentions: [side(each, range(len(each))) for each in (mentions, [*shifted(mentions)])],
        lambda sides: ties(*sides),
    ),
    "events.matching.shared_words.covered": (
        lambda mentions: [(quote.start, quote.end) for one in mentions for quote in one.quotes], covered,
    ),
    "compare.render.text.text_lines": (_noted, lambda note: list(text_lines(note, width=80))),
    "compare.render.markdown.markdown_lines": (_noted, lambda note: list(markdown_lines(note))),
    "compare.render.html.html_lines": (_noted, lambda note: list(html_lines(note, title="a", caption="b"))),
    "compare.evaluate.evaluation.evaluate": (_judged, lambda given: evaluate(*given, curved=True)),
    "compare.evaluate.explain.explain": (
        lambda mentions: (_evaluated(mentions[::2]).judged, _judged(mentions)[2]),
        lambda given: explain(given[0], {}, predictions=given[1], least=0.5),
    ),
    "compare.evaluate.source.names_of": (lambda mentions: _judged(mentions)[0], names_of),
    "compare.evaluate.to_note.evaluation_note": (
        _evaluated, lambda found: evaluation_note(found, show=True, calibration=True),
    ),
    "compare.evaluate.to_json.as_json": (
        _evaluated, lambda found: as_json(found, unknown=0, show=True, calibration=True),
    ),
    "compare.evaluate.gold.as_gold": (
        lambda mentions: apply(*_reviewed(mentions)).events, lambda events: list(as_gold(events)),
    ),
}  # fmt: skip
"""Every public function that takes a list of records: what is made ready of mentions, and the function of that."""
