"""Measuring a run against events read by hand: what matches, what is counted, and what chance could do."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from helpers.evaluating import ARTICLES, GOLD, RUN, TEXTS, event, gold_line, write
from memcon.compare.evaluate import Evaluation, evaluate
from memcon.compare.evaluate.calibrate import above
from memcon.compare.evaluate.chance import chances, intervals
from memcon.compare.evaluate.confuse import confuse_kinds, confuse_statuses
from memcon.compare.evaluate.count import Counts
from memcon.compare.evaluate.gate import Gate, failing, read_gate
from memcon.compare.evaluate.judge import compare_names, gold_positions
from memcon.compare.evaluate.source import read_gold, read_predictions, read_texts
from memcon.compare.evaluate.to_json import as_json
from memcon.errors import DataError, UsageError

SHARED = os.environ.get("MEMCON_SHARED", "")
"""A folder with `tools/score.py` and `gold/`: the independent scorer that the figures are held against."""


def measured(folder: Path, run: list[dict[str, Any]], gold: list[dict[str, Any]] = GOLD, **more: Any) -> Evaluation:
    write(folder / "gold.jsonl", gold)
    write(folder / "articles.jsonl", ARTICLES)
    write(folder / "events.jsonl", run)
    articles = read_texts([str(folder / "articles.jsonl")], []).articles
    found = read_predictions([str(folder / "events.jsonl")], articles).known
    return evaluate(articles, read_gold([str(folder / "gold.jsonl")]), found, **more)


# --- what matches ---


def test_what_a_run_found_is_counted_event_by_event(tmp_path: Path) -> None:
    found = measured(tmp_path, RUN)
    tally = found.whole.tally
    assert (tally.articles, tally.required, tally.matched) == (3, 5, 3)
    assert (tally.wrong, tally.duplicate, tally.neutral, tally.bad_offsets) == (2, 1, 1, 1)
    rates = found.whole.rates
    assert (rates.precision, rates.recall, rates.f1) == pytest.approx((3 / 6, 3 / 5, 2 * 0.5 * 0.6 / 1.1))
    [norland] = [one for one in found.judged if one.article.id == "a"]
    assert [pair.gold.id for pair in norland.matched] == ["a-call", "a-protest"]
    assert [one.id for one in norland.duplicate] == ["again"]
    assert [pair.prediction.id for pair in norland.neutral] == ["plan"]


def test_fields_are_scored_on_matched_required_events(tmp_path: Path) -> None:
    rates = measured(tmp_path, RUN).whole.rates
    assert (rates.kinds, rates.countries) == pytest.approx((1.0, 2 / 3))
    assert rates.participants == pytest.approx(2 * 3 / (6 + 4))
    assert (rates.dates, rates.dates_where_given) == pytest.approx((2 / 3, 1 / 2))
    assert (rates.place, rates.place_where_given) == pytest.approx((2 / 3, 0.0))
    assert (rates.status, rates.status_not_occurred) == pytest.approx((2 / 3, 0.0))


def test_a_variant_is_scored_where_the_gold_gives_one_and_the_kind_is_the_same(tmp_path: Path) -> None:
    words = {"call": "General Ito called", "protest": "summoned the envoy", "plan": "will meet in Geneva"}
    gold = [
        gold_line("1", "a", "call", words["call"], variant="video"),
        gold_line("2", "a", "dispute", words["protest"], variant="protest", alt_variants=["summon"]),
        gold_line("3", "a", "meeting", words["plan"], variant="talks", alt_kinds=["call"]),
        gold_line("4", "b", "meeting", "bertemu Omar Haddad"),
    ]
    run = [
        event("1", "call", a="General Ito called General Haddad on Monday.", more={"channel": "phone"}),
        event("2", "dispute", a="Norland then summoned the envoy of Sudland.", more={"act": "summon"}),
        event("3", "call", a="Both ministers will meet in Geneva on 4 May.", more={"channel": "video"}),
        event("4", "meeting", b="Anna Berg bertemu Omar Haddad di Oslo", more={"form": "visit"}),
    ]
    found = measured(tmp_path, run, gold)
    assert (found.whole.tally.matched, found.whole.tally.varied, found.whole.rates.variant) == (4, 2, 0.5)


@pytest.mark.parametrize("mark", ["。", "！", "？", "؟", "。”"])
def test_a_sentence_of_the_gold_ends_at_the_marks_of_its_script_too(mark: str) -> None:
    text = f"甲国外长会见乙国外长{mark}雨下了一天。"
    assert gold_positions(["会见"], text) == frozenset(range(text.index("雨")))


def test_the_parts_are_by_kind_language_and_status(tmp_path: Path) -> None:
    parts = measured(tmp_path, RUN).parts
    assert {name: (p.tally.required, p.tally.matched, p.tally.wrong) for name, p in parts["kind"].items()} == {
        "call": (1, 1, 0), "dispute": (2, 1, 1), "meeting": (2, 1, 1)
    }  # fmt: skip
    assert {name: (p.tally.articles, p.tally.matched) for name, p in parts["language"].items()} == {
        "en": (2, 2), "id": (1, 1)
    }  # fmt: skip
    assert {name: (p.tally.required, p.tally.wrong, p.tally.neutral) for name, p in parts["status"].items()} == {
        "occurred": (4, 1, 0), "planned": (1, 0, 1), "unknown": (0, 1, 0)
    }  # fmt: skip


def test_quoting_the_whole_article_matches_nothing(tmp_path: Path) -> None:
    found = measured(tmp_path, [event("all", "call", a=TEXTS["a"])])
    assert (found.whole.tally.matched, found.whole.tally.wrong) == (0, 1)


def test_another_kind_that_the_gold_accepts_matches_and_is_told(tmp_path: Path) -> None:
    gold = [gold_line("a-call", "a", "meeting", "General Ito called", alt_kinds=["call"])]
    found = measured(tmp_path, [event("e", "call", a="General Ito called General Haddad on Monday.")], gold)
    assert (found.whole.tally.matched, found.whole.rates.kinds) == (1, 0.0)
    assert confuse_kinds(found.judged).cells == {
        "call": {"call": 0, "meeting": 0},
        "meeting": {"call": 1, "meeting": 0},
    }


def test_the_same_words_under_another_kind_are_a_confusion_and_neither_missed_nor_wrong_in_its_table(
    tmp_path: Path,
) -> None:
    found = measured(tmp_path, [event("e", "meeting", a="General Ito called General Haddad on Monday.")], GOLD[:1])
    assert (found.whole.tally.matched, found.whole.tally.wrong) == (0, 1)
    assert [(p.gold.id, p.prediction.id) for one in found.judged for p in one.confused] == [("a-call", "e")]
    assert confuse_kinds(found.judged).cells == {
        "call": {"call": 0, "meeting": 1},
        "meeting": {"call": 0, "meeting": 0},
    }


def test_missed_and_invented_events_stand_at_the_edges_of_the_confusion(tmp_path: Path) -> None:
    found = measured(tmp_path, RUN)
    assert confuse_kinds(found.judged).cells == {
        "call": {"call": 1, "dispute": 0, "meeting": 0, "none": 0},
        "dispute": {"call": 0, "dispute": 1, "meeting": 0, "none": 1},
        "meeting": {"call": 0, "dispute": 0, "meeting": 1, "none": 1},
        "none": {"call": 0, "dispute": 1, "meeting": 1, "none": 0},
    }
    assert confuse_statuses(found.judged).cells == {
        "occurred": {"occurred": 2, "planned": 0}, "planned": {"occurred": 1, "planned": 0}
    }  # fmt: skip


def test_required_events_are_matched_before_borderline_ones(tmp_path: Path) -> None:
    words = "General Ito called General Haddad on Monday."
    gold = [gold_line(name, "a", "call", words, required=name == "must") for name in ("may", "must")]
    found = measured(tmp_path, [event("e", "call", a=words)], gold)
    assert (found.whole.tally.matched, found.whole.tally.neutral) == (1, 0)


def test_a_prediction_that_could_be_either_leaves_the_other_its_only_one(tmp_path: Path) -> None:
    called, summoned = "General Ito called General Haddad on Monday.", "Norland then summoned the envoy of Sudland."
    narrow = gold_line("narrow", "a", "call", called, countries=["NOR"])
    run = [event("either", "call", a=called), event("only", "call", a=summoned, more={"countries": []})]
    matched = measured(tmp_path, run, [gold_line("wide", "a", "call", called, summoned), narrow]).judged[0].matched
    assert [(pair.gold.id, pair.prediction.id) for pair in matched] == [("narrow", "either"), ("wide", "only")]


def test_of_equal_predictions_the_first_is_right_and_the_others_are_duplicates(tmp_path: Path) -> None:
    words = "General Ito called General Haddad on Monday."
    run = [event(name, "call", a=words) for name in ("x", "y", "z")]
    judged = measured(tmp_path, run, [gold_line("g", "a", "call", words)]).judged[0]
    assert [pair.prediction.id for pair in judged.matched] == ["x"]
    assert [found.id for found in judged.duplicate] == ["y", "z"]


@pytest.mark.parametrize(
    ("gold", "given", "right"),
    [
        (["Jun Ito"], ["General ITO"], 1),
        (["José Peña"], ["jose"], 1),  # the first word counts too: family names come first in many languages
        (["Jun Ito", "Ito Jun"], ["Ito"], 1),  # a name is used up
        (["Jun Ito"], ["Ito, Haddad, " + "Berg, " * 20], 0),  # a list of everybody is no name
        (["Jun Ito"], [""], 0),
        (["…"], ["…"], 0),
    ],
)
def test_names_are_compared_by_their_outer_words(gold: list[str], given: list[str], right: int) -> None:
    assert compare_names(gold, given) == (right, len(gold), len(given))


def test_a_quote_touches_every_sentence_in_which_it_stands() -> None:
    text = "One. Two three. One more!\nTwo"
    assert "".join(text[i] for i in sorted(gold_positions(["One"], text))) == "One. One more!\n"
    assert gold_positions(["absent"], text) == frozenset()


# --- confidence ---


def test_reliability_leaves_borderline_matches_out(tmp_path: Path) -> None:
    found = measured(tmp_path, RUN).calibration
    assert [(one.low, one.count, one.right) for one in found.bins if one.count] == [(0.4, 1, 0), (0.9, 4, 3)]
    assert found.error == pytest.approx((abs(3 - 3.8) + abs(0 - 0.4)) / 5)
    assert found.without == 1


def test_perfect_confidence_has_no_error_and_no_confidence_no_figure(tmp_path: Path) -> None:
    words = "General Ito called General Haddad on Monday."
    assert measured(tmp_path, [event("e", "call", confidence=1.0, a=words)]).calibration.error == 0
    assert measured(tmp_path, [event("e", "call", confidence=None, a=words)]).calibration.error is None


@pytest.mark.parametrize("confidence", [95, -1, 1.01, 10**400])
def test_a_confidence_that_is_no_share_is_refused(tmp_path: Path, confidence: float) -> None:
    with pytest.raises(DataError, match=r"line 1.*'confidence' must be a number from 0 to 1"):
        measured(
            tmp_path, [event("e", "call", confidence=confidence, a="General Ito called General Haddad on Monday.")]
        )


@pytest.mark.parametrize("told", [True, "0.9", [0.9]])
def test_what_is_no_number_tells_no_confidence(tmp_path: Path, told: object) -> None:
    found = measured(tmp_path, [one | {"confidence": told} for one in RUN]).calibration
    assert (found.error, found.without) == (None, 6)


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_quote_that_ends_behind_its_article_stands_nowhere(tmp_path: Path, beyond: int) -> None:
    """Made by hand: each character that it told of took a place in memory, though no article has so many."""
    call = event("1", "call", a="General Ito called General Haddad on Monday.")
    call["mentions"][0]["quotes"] = [{"start": 0, "end": len(TEXTS["a"]) + beyond}]
    assert measured(tmp_path, [call]).whole.tally.bad_offsets == beyond


def test_a_threshold_takes_out_what_is_less_sure_and_keeps_what_tells_nothing(tmp_path: Path) -> None:
    found = measured(tmp_path, RUN, least=0.5, curved=True)
    assert found.whole.tally.wrong == 1
    assert [p.predictions for p in found.curve] == [7, 7, 7, 7, 7, 6, 6, 6, 6, 6]
    assert found.curve[0].rates == measured(tmp_path, RUN).whole.rates
    assert found.curve[5].rates == found.whole.rates
    assert above((), 0.5) == ()


# --- chance ---


def tallies(*rows: tuple[int, int, int]) -> list[Counts]:
    return [Counts(articles=1, matched=m, wrong=w, required=r) for m, w, r in rows]


def test_the_interval_holds_the_figure_and_is_drawn_alike_each_time() -> None:
    rows = tallies(*[(1, 0, 1), (0, 1, 1), (2, 1, 3), (1, 1, 2)] * 5)
    spans = intervals(rows, seed=7)
    assert spans is not None
    assert spans == intervals(rows, seed=7)
    assert spans != intervals(rows, seed=8)
    assert 0.4 < spans.precision.low < 20 / 35 < spans.precision.high < 0.8
    assert intervals([]) is None
    assert intervals(tallies((1, 0, 1), (2, 0, 2))) == (((1, 1),) * 3)


def test_chance_is_exact_where_few_articles_differ() -> None:
    ours = tallies(*[(1, 0, 1)] * 4, (0, 0, 1))
    theirs = tallies(*[(0, 0, 1)] * 4, (0, 0, 1))
    assert chances(ours, theirs) == (2 / 16, 2 / 16, 2 / 16)  # all swapped, or none
    assert chances(ours, ours) == (1, 1, 1)


def test_chance_is_drawn_where_many_articles_differ() -> None:
    ours, theirs = tallies(*[(1, 0, 1)] * 20), tallies(*[(0, 1, 1)] * 20)
    assert chances(ours, theirs, rounds=200) == (1 / 201, 1 / 201, 1 / 201)
    mixed = ours[:10] + theirs[:10]
    even = chances(mixed, theirs[:10] + ours[:10], rounds=200)
    assert even == (1, 1, 1)
    assert chances(mixed, theirs[:9] + ours[:11], rounds=200, seed=3) == chances(
        mixed, theirs[:9] + ours[:11], rounds=200, seed=3
    )


# --- against another run ---


def test_what_one_run_gained_and_lost(tmp_path: Path) -> None:
    write(tmp_path / "other.jsonl", [RUN[0], event("kept", "meeting", c="Harga beras naik lagi."), *RUN[5:6]])
    articles = ARTICLES
    write(tmp_path / "articles.jsonl", articles)
    texts = read_texts([str(tmp_path / "articles.jsonl")], []).articles
    other = read_predictions([str(tmp_path / "other.jsonl")], texts).known
    found = measured(tmp_path, RUN[1:], other=other).against
    assert found is not None
    assert [pair.gold.id for pair in found.gained] == ["a-protest", "b-meeting"]
    assert [pair.gold.id for pair in found.lost] == []  # `again` took the place of the first
    assert [one.id for one in found.new_wrong] == ["broken"]
    assert [one.id for one in found.gone_wrong] == ["kept"]
    assert found.other.tally.matched == 1


# --- gates ---


def test_a_gate_is_a_rate_a_part_and_a_bar() -> None:
    assert read_gate("f1=0.70") == Gate("f1", None, 0.7)
    assert read_gate("recall@call=.6") == Gate("recall", "call", 0.6)
    assert str(read_gate("recall@call=.6")) == "recall@call"


@pytest.mark.parametrize("text", ["f1", "f1=", "f1>0.7", "f2=0.7", "f1=70", "ece@call=0.1", "f1@=0.7", "f1=-1"])
def test_a_gate_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--gate"):
        read_gate(text)


def test_a_gate_holds_the_figure_as_it_is_shown(tmp_path: Path) -> None:
    found = measured(tmp_path, RUN)
    reached = ["f1=0.545", "precision=0.5", "recall@call=1", "f1@id=0.6", "ece=0.24"]
    assert failing([read_gate(text) for text in reached], found) == []
    missed = ["f1=0.546", "recall@dispute=0.6", "ece=0.23", "status_not_occurred@call=0.1"]
    assert failing([read_gate(text) for text in missed], found) == [
        "f1 is 0.545, below 0.546",
        "recall@dispute is 0.500, below 0.6",
        "ece is 0.240, above 0.23",
        "status_not_occurred@call is not known: there is nothing to measure it on",
    ]
    with pytest.raises(UsageError, match="'fr'"):
        failing([read_gate("f1@fr=0.1")], found)


# --- against the independent scorer ---


def perturbed(gold: list[dict[str, Any]], texts: dict[str, str], seed: int) -> list[dict[str, Any]]:
    """A run that gets about half of the gold right, doubles some of it, and is wrong in every way there is."""
    chosen = random.Random(seed)
    events = []
    for number, row in enumerate(gold * 2):
        text = texts[row["article"]]
        if chosen.random() < 0.35 or (words := chosen.choice(row["quotes"])) not in text:
            continue
        start = text.index(words) + chosen.choice((0, 0, 0, 0, 3, -40))
        start, end = max(0, start), min(len(text), max(0, start) + len(words))
        quote = {"text": text[start:end], "start": start, "end": end + chosen.choice((0, 0, 0, 0, 0, 1))}
        date = row["date"] and {"start": row["date"][0], "end": chosen.choice(row["date"])}
        events.append({
            "id": f"e{number}", "kind": chosen.choice((row["kind"], row["kind"], row["kind"], "call", "meeting")),
            "status": chosen.choice(("occurred", row["status"], None)), "date": chosen.choice((date, date, None, {})),
            "countries": row["countries"][: chosen.choice((1, 2, 3, 9))] or None,
            "participants": [*row["participants"][: chosen.choice((1, 2, 9))], *[{"name": None}, {}][: number % 3]],
            "mentions": [{"article": row["article"].removesuffix(".txt"), "quotes": [quote]},
                         {"article": chosen.choice((row["article"], "f/elsewhere.txt")), "quotes": [{}][:number % 2]}],
        })  # fmt: skip
    return events


@pytest.mark.skipif(not SHARED, reason="MEMCON_SHARED names no folder with the independent scorer")
@pytest.mark.parametrize(("gold", "articles"), [("seeds", "seeds"), ("dev", "gold/dev-articles.jsonl")])
def test_the_figures_are_those_of_the_independent_scorer(tmp_path: Path, gold: str, articles: str) -> None:
    shared = Path(SHARED)
    rows = [json.loads(line) for line in (shared / f"gold/{gold}.jsonl").read_text("utf-8").split("\n") if line]
    read = read_texts([str(shared / articles)], []).articles
    for seed in range(3):
        run = perturbed(rows, {one.id: one.text for one in read}, seed)
        write(tmp_path / "run.jsonl", run)
        paths = [shared / "tools/score.py", shared / f"gold/{gold}.jsonl", shared / articles, tmp_path / "run.jsonl"]
        ran = subprocess.run([sys.executable, *map(str, paths), "--json"], capture_output=True, check=True)
        theirs = json.loads(ran.stdout)
        found = read_predictions([str(tmp_path / "run.jsonl")], read)
        measured = evaluate(read, read_gold([str(shared / f"gold/{gold}.jsonl")]), found.known)
        ours = as_json(measured, unknown=found.unknown, show=True, calibration=False)
        assert theirs["matched"]
        assert theirs["wrong"]
        assert theirs["duplicate"]
        assert theirs["bad_offsets"]
        assert {key: ours[key] for key in theirs} == theirs
