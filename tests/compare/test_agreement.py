"""The agreement of two coders: published and hand-made cases, and events that only one of them has."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import agreement
from memcon.compare.agreement.coefficients import alpha, kappa
from memcon.compare.evaluate import Gold
from memcon.records import Article

TEXT = "Peru met Chile. Peru accused Chile. Chile rang Peru. Nothing else happened."
ARTICLE = Article(id="a", text=TEXT)


def line(quote: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{kind} {quote}", "article": "a", "kind": kind, "status": "occurred", "variant": None, "required": True,
        "quotes": [quote], "countries": ["CHL", "PER"], "participants": [{"name": "Peru"}, {"name": "Chile"}],
        "date": None, "place": None, **more,
    }  # fmt: skip


ONE = [line("Peru met", "meeting"), line("accused", "dispute", variant="accuse"), line("rang", "call")]
OTHER = [line("met Chile", "meeting"), line("accused Chile", "dispute", variant="A2"), line("Nothing", "dispute")]


@pytest.fixture
def coded(tmp_path: Path) -> Mapping[str, list[Gold]]:
    return {name: _read(tmp_path / name, rows) for name, rows in (("one", ONE), ("other", OTHER))}


def _read(path: Path, rows: list[dict[str, Any]]) -> list[Gold]:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return agreement.read_coding(path)["a"]


# --- coefficients ---


def test_alpha_is_krippendorffs_of_his_own_example() -> None:
    """Computing Krippendorff's Alpha-Reliability (2011), part A: two observers, ten units, alpha 0.095."""
    pairs = list(zip("0100000010", "1110010000", strict=True))
    assert alpha(pairs) == pytest.approx(0.095, abs=0.0005)


def test_kappa_is_what_a_hand_gets() -> None:
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: 0.70 agree, 0.25 + 0.25 by chance 0.50, kappa 0.40."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


def test_what_has_no_variation_has_no_coefficient() -> None:
    assert alpha([("none", "none")] * 5) is None
    assert kappa([("occurred", "occurred")] * 5) is None
    assert kappa([]) is None


# --- sentences ---


def test_each_sentence_has_the_kinds_that_both_tell(coded: Mapping[str, list[Gold]]) -> None:
    meeting, call, dispute, none = (frozenset(kinds) for kinds in (["meeting"], ["call"], ["dispute"], list[str]()))
    assert agreement.told(ARTICLE, coded["one"], coded["other"]) == [
        (meeting, meeting), (dispute, dispute), (call, none), (none, dispute),
    ]  # fmt: skip


def test_alpha_of_the_made_up_article(coded: Mapping[str, list[Gold]]) -> None:
    """Two of four sentences differ; eight values are 2 meetings, 3 disputes, 1 call, 2 none.

    By chance differ 8*7 - (2*1 + 3*2 + 0 + 2*1) = 46 of 56 ordered pairs: alpha = 1 - (2/4) / (46/56) = 0.391.
    Of the dispute alone: 3 yes, 5 no; 1 - (1/4) / (30/56) = 0.533.
    """
    pairs = agreement.told(ARTICLE, coded["one"], coded["other"])
    assert alpha(pairs) == pytest.approx(0.391, abs=0.0005)
    assert agreement.alpha_of("dispute")(pairs) == pytest.approx(0.533, abs=0.0005)


def test_an_interval_of_articles_that_are_alike_has_no_width(coded: Mapping[str, list[Gold]]) -> None:
    pairs = agreement.told(ARTICLE, coded["one"], coded["other"])
    around = agreement.interval(agreement.alpha_of("dispute"), [pairs])
    assert around is not None
    assert around.low == around.high == pytest.approx(0.533, abs=0.0005)
    assert agreement.interval(alpha, [[(frozenset(), frozenset())]]) is None


# --- events ---


def test_events_are_laid_by_their_sentences(coded: Mapping[str, list[Gold]]) -> None:
    pairs = agreement.lay(ARTICLE, coded["one"], coded["other"])
    assert [(one.id, other.id) for one, other in pairs] == [
        ("meeting Peru met", "meeting met Chile"),
        ("dispute accused", "dispute accused Chile"),
    ]
    assert pairs[1].other.variants == {"criticise"}  # A2


def test_of_two_events_in_one_sentence_those_of_one_kind_go_together(tmp_path: Path) -> None:
    both = [line("met", "meeting"), line("met", "dispute", variant="accuse")]
    one, other = _read(tmp_path / "one", both), _read(tmp_path / "other", both[::-1])
    assert all(pair.one.kind == pair.other.kind for pair in agreement.lay(ARTICLE, one, other))


def test_events_of_different_kind_and_same_words_are_laid_together(tmp_path: Path) -> None:
    one, other = (_read(tmp_path / kind, [line("rang", kind)]) for kind in ("call", "meeting"))
    assert len(agreement.lay(ARTICLE, one, other)) == 1
    assert agreement.f1([ARTICLE], one, other) == 0.0


def test_f1_counts_what_one_coder_alone_has(coded: Mapping[str, list[Gold]]) -> None:
    assert agreement.f1([ARTICLE], coded["one"], coded["other"]) == pytest.approx(2 / 3)


# --- the script ---


def test_an_article_without_events_is_coded_too(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"article": "a", "none": true, "rule": "K10"}\n', "utf-8")
    assert agreement.read_coding(path) == {"a": []}


def test_the_report_and_the_differences(coded: Mapping[str, list[Gold]]) -> None:
    one, other = {"a": coded["one"]}, {"a": coded["other"]}
    lines = agreement.report([ARTICLE], one, other)
    assert lines[0] == "1 articles, 4 sentences, 3 and 3 events, 3 and 3 of them required"
    assert "| F1, the second against the first | 0.67 | 0.67 |" in lines
    assert list(agreement.differences([ARTICLE], one, other)) == [
        "dispute accused = dispute accused Chile: variants accuse / criticise",
        "call rang: alone, call  occurred",
        "dispute Nothing: alone, dispute  occurred",
    ]
