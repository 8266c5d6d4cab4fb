"""`memcon calibrate` as its users meet it: confidence fitted anew, and taken by the next run."""

import dataclasses
import hashlib
import json
import math
import random
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.reviewing import accept, reject
from helpers.sampled import CALL, EXPULSION, decide, sha, told, write_sampled
from helpers.scripted import MODEL, Reader, call, dispute, serving
from memcon.api import extract
from memcon.compare.calibrate.logistic import Case, error, fit, probability
from memcon.compare.verify import verify
from memcon.errors import DataError, UsageError
from memcon.events.merge import merge
from memcon.evidence.recalibration import before, log_odds, recalibrated
from memcon.outputs.confidence import fit_of, read_fit, write_fit
from memcon.records.calibration import ConfidenceFit, FamilyFit

TEXT = (
    "US Secretary of State Antony Blinken called Brazil's foreign minister Mauro Vieira on Wednesday.\n"
    "Brazil's foreign ministry summoned the ambassador of Peru in protest.\n"
)
NAMES = tuple(f"c{number:03}.txt" for number in range(200))


def fitted(contact: FamilyFit | None = None, disputes: FamilyFit | None = None) -> ConfidenceFit:
    return ConfidenceFit(
        mentions="0" * 64, model="m", contact=contact, dispute=disputes, error_before=0.2, error_after=0.1
    )


def test_a_regression_of_a_base_alone_tells_the_share() -> None:
    assert fit([Case((1.0,), number < 30) for number in range(40)], (0.0,))[0] == pytest.approx(math.log(3))


def test_a_regression_finds_what_cases_were_made_by() -> None:
    chance = random.Random(3)
    facts = [(1.0, chance.gauss(0, 2)) for _ in range(20_000)]
    cases = [Case(each, chance.random() < probability((-1.0, 0.5), each)) for each in facts]
    assert fit(cases, (0.0, 1.0)) == pytest.approx([-1.0, 0.5], abs=0.05)


def test_few_cases_leave_the_slope_near_what_it_was() -> None:
    cases = [Case((1.0, 1.0), right=True), Case((1.0, -1.0), right=True)]
    assert fit(cases, (0.0, 1.0))[1] == pytest.approx(1.0, abs=0.2)


def test_the_error_is_that_of_memcon_evaluate() -> None:
    """Nine of ten at 0.95 of which six are right, and one of one at 0.2 that is wrong."""
    assert error([(0.95, number < 6) for number in range(9)] + [(0.2, False)]) == pytest.approx((8.55 - 6 + 0.2) / 10)


@pytest.mark.parametrize("confidence", [0.0001, 0.3, 0.8, 0.9999])
def test_what_was_fitted_can_be_taken_off(confidence: float) -> None:
    own = fitted(FamilyFit(intercept=-0.4, slope=0.8, mentions=50, right=25))
    made = recalibrated(confidence, "call", own)
    assert made < confidence or confidence < 0.2
    assert before(made, "call", own) == pytest.approx(log_odds(confidence), abs=0.5)
    assert recalibrated(confidence, "dispute", own) == confidence


@pytest.fixture
def out(folder: Path) -> Path:
    """A run of a hundred calls and a hundred disputes that all claim 0.6 to 0.96, of which half are right."""
    mentions = [
        dataclasses.replace(told(name, at, CALL if at % 2 else EXPULSION), confidence=round(0.6 + at % 10 * 0.04, 2))
        for at, name in enumerate(NAMES)
    ]
    made = write_sampled(folder / "out", mentions, NAMES)
    events = {event.mentions[0].article: event for event in merge(mentions)}
    rights = [at % 10 >= 5 if at % 7 else at % 10 < 5 for at in range(len(NAMES))]
    decide(made, [
        (accept if right else reject)(events[name], sha=sha(name)) for name, right in zip(NAMES, rights, strict=True)
    ])  # fmt: skip
    return made


def test_confidence_is_fitted_anew_and_means_what_it_says(memcon: Command, out: Path) -> None:
    assert out.is_dir()
    ran = memcon("calibrate", "out", "-o", "ours.json")
    assert ran.code == 0, ran.err
    made = json.loads(Path("ours.json").read_bytes())
    assert (made["contact"]["mentions"], made["dispute"]["mentions"]) == (100, 100)
    assert made["mentions"] == hashlib.sha256((out / "mentions.jsonl").read_bytes()).hexdigest()
    assert made["error_before"] > 0.25
    assert made["error_after"] < 0.15
    assert "error     " in ran.err
    one, _ = read_fit(Path("ours.json"))
    assert recalibrated(0.96, "call", one) > 0.6
    assert recalibrated(0.6, "call", one) < 0.4
    first = Path("ours.json").read_bytes()
    memcon("calibrate", "out", "-o", "ours.json")
    assert Path("ours.json").read_bytes() == first


def test_a_family_with_too_few_stays_as_it_is(memcon: Command, out: Path) -> None:
    lines = (out / "review.jsonl").read_text("utf-8").splitlines(keepends=True)
    (out / "review.jsonl").write_text("".join(line for at, line in enumerate(lines) if at % 2 or at < 20), "utf-8")
    ran = memcon("calibrate", "out")
    assert ran.code == 0, ran.err
    assert "left      dispute: " in ran.err
    assert "a slope needs 10 of each" in ran.err
    made = json.loads(Path("confidence.json").read_bytes())
    assert made["dispute"] is None


def test_too_few_of_both_are_refused(memcon: Command, out: Path) -> None:
    lines = (out / "review.jsonl").read_text("utf-8").splitlines(keepends=True)
    (out / "review.jsonl").write_text("".join(lines[:12]), "utf-8")
    ran = memcon("calibrate", "out")
    assert (ran.code, "too little is reviewed to fit confidence on: contact: " in ran.err) == (2, True)
    assert not Path("confidence.json").exists()


def test_no_file_of_the_run_is_written_over(memcon: Command, out: Path) -> None:
    before_ = (out / "events.jsonl").read_bytes()
    assert memcon("calibrate", "out", "-o", "out/events.jsonl").code == 2
    assert (out / "events.jsonl").read_bytes() == before_


def run_of(folder: Path, confidence: Path | None) -> dict[str, float]:
    """Extract two events by a scripted model; return the confidence of each kind. The run holds in itself."""
    (folder / "a.txt").write_text(TEXT, "utf-8")
    told_ = (
        call("called", "Antony Blinken", "Mauro Vieira", date_words="Wednesday"),
        dispute("summoned", "Brazil's foreign ministry", "ambassador of Peru", "summon"),
    )
    (folder / "trusted.toml").write_text('[profile]\ntrust = "model"\n', "utf-8")
    with serving(Reader(*told_)) as server:
        run = extract(["a.txt"], model=MODEL, base_url=server.url, profile="trusted.toml", confidence=confidence)
    run.write("out")
    assert verify(Path("out")).problems == ()
    lines = Path("out/mentions.jsonl").read_text("utf-8").splitlines()
    return {one["kind"]: one["confidence"] for one in map(json.loads, lines)}


def test_the_next_run_takes_the_fit_and_tells_its_hash(folder: Path) -> None:
    own = fitted(FamilyFit(intercept=-1.0, slope=0.5, mentions=50, right=25))
    write_fit(folder / "ours.json", own)
    as_it_is = run_of(folder, None)
    assert "confidence" not in settings()
    made = run_of(folder, folder / "ours.json")
    assert made["call"] == recalibrated(as_it_is["call"], "call", own) != as_it_is["call"]
    assert made["dispute"] == as_it_is["dispute"]
    assert settings()["confidence"]["sha256"] == hashlib.sha256((folder / "ours.json").read_bytes()).hexdigest()
    assert fit_of(settings()) == own
    events = [json.loads(line) for line in Path("out/events.jsonl").read_text("utf-8").splitlines()]
    assert made["call"] in {one["confidence"] for one in events}


def settings() -> dict[str, Any]:
    report: dict[str, Any] = json.loads(Path("out/run.json").read_bytes())
    own: dict[str, Any] = report["settings"]
    return own


def test_what_is_no_fit_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"is no file: `memcon calibrate OUT` writes one"):
        read_fit(folder / "absent.json")
    for damage in ("{", "[]", '{"schema_version": 2}'):
        (folder / "odd.json").write_text(damage, "utf-8")
        with pytest.raises(DataError, match=r"odd\.json"):
            read_fit(folder / "odd.json")
    assert fit_of({"confidence": {"sha256": "0"}}) is None
