"""`memcon sample` and `memcon estimate` as their users meet them."""

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers import sampled
from helpers.merging import days
from helpers.reviewing import accept, add, edit, join, read, reject, undo
from helpers.sampled import EXPULSION, NAMES, TELLING, decide, event_of, sha, told, write_sampled
from memcon.events.merge import merge
from memcon.outputs.atomic import write_lines
from memcon.outputs.coding import sample_coders, sample_queue
from memcon.outputs.folder import RunFolder
from memcon.records.decision import Decision
from memcon.records.edits import CountriesAre, KindIs


@pytest.fixture
def out(folder: Path) -> Path:
    return write_sampled(folder / "out")


def sample_of(out: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((out / "coding" / "sample.json").read_bytes())
    return made


def drawn(out: Path) -> list[str]:
    return [unit["article"] for unit in sample_of(out)["units"]]


def whole(name: str, *decisions: Decision) -> list[Decision]:
    """What somebody decides who reads an article whole and finds its event right, unless he says otherwise."""
    telling = name in NAMES[:TELLING]
    return [*(decisions or ([accept(event_of(name), sha=sha(name))] if telling else [])), read(name, sha=sha(name))]


def missed(name: str) -> Decision:
    return add(told(name, NAMES.index(name), EXPULSION), sha=sha(name))


def by(who: str, decisions: Sequence[Decision]) -> list[Decision]:
    return [dataclasses.replace(decision, who=who) for decision in decisions]


def figures(memcon: Command, *options: str) -> dict[str, Any]:
    ran = memcon("estimate", "out", "-f", "json", *options)
    assert ran.code == 0, ran.err
    value: dict[str, Any] = json.loads(ran.out)
    return value


def test_a_sample_is_drawn_alike_for_the_same_seed(memcon: Command, out: Path) -> None:
    ran = memcon("sample", "out", "--size", "12", "--by", "language,kind", "--coders", "ana,ben", "--overlap", "0.5")
    assert ran.code == 0
    first = (out / "coding" / "sample.json").read_bytes()
    assert "drawn     12 of 40 articles, seed 0\n" in ran.err
    assert "queue     ana: 9 articles\n" in ran.err
    made = sample_of(out)
    assert made["by"] == ["kind", "language"]
    assert sum(one["drawn"] for one in made["strata"]) == len({*drawn(out)}) == 12
    assert {one["name"]: one["size"] for one in made["strata"]}["no event language en"] == 5
    again = memcon("sample", "out", "--size", "12", "--by", "kind,language", "--coders", "ana,ben", "--overlap", "0.5")
    assert (again.code, (out / "coding" / "sample.json").read_bytes()) == (0, first)
    memcon("sample", "out", "--size", "12", "--by", "kind,language", "--seed", "1")
    assert (out / "coding" / "sample.json").read_bytes() != first


def test_a_coder_is_given_his_queue(memcon: Command, out: Path) -> None:
    assert sample_queue(RunFolder(out), "Ana Berg") is None
    memcon("sample", "out", "--size", "12", "--coders", "Ana Berg,ben")
    assert sample_coders(RunFolder(out)) == ("Ana Berg", "ben")
    assert sample_queue(RunFolder(out), "ana berg") == tuple(drawn(out)[::2])
    assert sample_queue(RunFolder(out), "cho") is None
    memcon("sample", "out", "--size", "12")
    assert sample_queue(RunFolder(out), "cho") == tuple(drawn(out))


def test_more_keeps_what_was_drawn(memcon: Command, out: Path) -> None:
    memcon("sample", "out", "--size", "12", "--by", "kind", "--coders", "ana,ben")
    first, queue = drawn(out), sample_of(out)["queues"][0]["articles"]
    assert memcon("sample", "out", "--more", "9").code == 0
    assert (drawn(out)[:12], len({*drawn(out)})) == (first, 21)
    assert sample_of(out)["queues"][0]["articles"][: len(queue)] == queue
    memcon("sample", "out", "--more", "100")
    assert len(drawn(out)) == 40
    ran = memcon("sample", "out", "--more", "1")
    assert (ran.code, "all 40 that could be drawn are drawn" in ran.err) == (2, True)


def test_precision_and_recall_are_those_of_what_was_read(memcon: Command, out: Path) -> None:
    """Of a simple sample each article weighs alike: figures are those of the sample, intervals of the design."""
    memcon("sample", "out", "--size", "24")
    names = drawn(out)
    telling = [name for name in names if name in NAMES[:TELLING]]
    empty = next(name for name in names if name not in telling)
    decide(out, [d for name in names if name not in {*telling[:3], empty} for d in whole(name)])
    decide(out, whole(telling[0], reject(event_of(telling[0]), sha=sha(telling[0]))))
    decide(out, whole(telling[1], edit(event_of(telling[1]), CountriesAre(value=("NOR",)), sha=sha(telling[1]))))
    decide(out, whole(telling[2], accept(event_of(telling[2]), sha=sha(telling[2])), missed(telling[2])))
    decide(out, whole(empty, missed(empty)))
    told, found = figures(memcon), len(telling)
    right = found - 1
    assert (told["known"], told["begun"], told["beside"]) == (24, 0, 0)
    assert told["precision"]["value"] == pytest.approx(right / found, abs=5e-4)
    assert told["recall"]["value"] == pytest.approx(right / (right + 2), abs=5e-4)
    assert told["f1"]["value"] == pytest.approx(2 * right / (2 * right + 3), abs=5e-4)
    assert told["untouched"]["value"] == pytest.approx((right - 1) / found, abs=5e-4)
    assert told["fields"]["countries"]["value"] == pytest.approx((right - 1) / right, abs=5e-4)
    assert told["fields"]["date"]["value"] == 1.0
    assert told["precision"]["low"] < told["precision"]["value"] < told["precision"]["high"] < 1
    assert told["recall"]["halved_by"] <= 16
    assert [*told["parts"]["language"]] == ["id"]  # of nine articles in English alone nothing is told


def test_what_confidence_leaves_out_is_missed(memcon: Command, out: Path) -> None:
    memcon("sample", "out", "--size", "40")
    decide(out, [decision for name in NAMES for decision in whole(name)])
    sure = sum(0.4 + number / 50 >= 0.8 for number in range(TELLING))
    told = figures(memcon, "--min-confidence", "0.8")
    assert told["filters"] == {"min-confidence": "0.8"}
    assert told["precision"] == {"value": 1.0, "low": 1.0, "high": 1.0, "units": sure, "halved_by": None}
    assert told["recall"]["value"] == pytest.approx(sure / TELLING, abs=5e-4)
    calls = figures(memcon, "--min-confidence", "0.8", "--kind", "call")
    assert calls["recall"]["value"] < 1


def test_an_event_of_another_kind_is_wrong_for_one_and_missed_for_the_other(memcon: Command, out: Path) -> None:
    memcon("sample", "out", "--size", "40")
    call = next(name for name in NAMES if event_of(name).kind == "call")
    decide(out, [decision for name in NAMES if name != call for decision in whole(name)])
    decide(out, whole(call, edit(event_of(call), KindIs(value="meeting"), sha=sha(call))))
    assert figures(memcon)["precision"]["value"] == 1.0
    assert figures(memcon, "--kind", "call")["precision"]["value"] == 0.9
    assert figures(memcon, "--kind", "call")["recall"]["value"] == 1.0
    assert figures(memcon, "--kind", "meeting")["recall"]["value"] == pytest.approx(10 / 11, abs=5e-4)


def test_two_coders_who_differ_count_half_each_until_it_is_settled(memcon: Command, out: Path) -> None:
    memcon("sample", "out", "--size", "40", "--coders", "Ana,Ben", "--overlap", "1")
    first = NAMES[0]
    everything = [decision for name in NAMES[1:] for decision in whole(name)]
    decide(out, by("Ana", [*everything, *whole(first)]), "coding/ana.jsonl")
    decide(out, by("Ben", [*everything, *whole(first, reject(event_of(first), sha=sha(first)))]), "coding/ben.jsonl")
    told = figures(memcon)
    assert told["precision"]["value"] == pytest.approx(29.5 / 30, abs=5e-4)
    assert told["unsettled"] == 40
    decide(out, by("Cho", whole(first)))
    told = figures(memcon)
    assert (told["precision"]["value"], told["unsettled"]) == (1.0, 39)


def test_an_article_counts_once_it_is_read_whole(memcon: Command, out: Path) -> None:
    memcon("sample", "out", "--size", "30")
    names = drawn(out)
    telling = [name for name in names if name in NAMES[:TELLING]]
    half, open_ = telling[:2]
    beside = next(name for name in NAMES if name not in names)
    taken_back = read(half, sha=sha(half))
    decide(out, [decision for name in (*names, beside) if name not in {half, open_} for decision in whole(name)])
    decide(out, [reject(event_of(half), sha=sha(half)), taken_back, undo(taken_back)])  # not read whole
    decide(out, [read(open_, sha=sha(open_))])  # its event is not decided on
    told = figures(memcon)
    assert (told["known"], told["begun"], told["beside"]) == (28, 2, 1)
    assert told["precision"]["value"] == 1.0
    ran = memcon("estimate", "out", "--format", "markdown")
    assert "2 of what was drawn are begun" in ran.out
    assert "1 articles were read whole that were not drawn" in ran.out


def test_events_that_were_drawn_tell_precision_alone(memcon: Command, out: Path) -> None:
    memcon("sample", "out", "--size", "20", "--draw", "events", "--by", "confidence")
    made = sample_of(out)
    assert {unit["event"] for unit in made["units"]} <= {event.id for event in RunFolder(out).events()}
    names = drawn(out)
    decide(out, [(reject if name == names[0] else accept)(event_of(name), sha=sha(name)) for name in names])
    told = figures(memcon)
    assert (told["known"], told["recall"], told["f1"]) == (20, None, None)
    assert 0.85 < told["precision"]["value"] < 1
    assert "recall needs a sample of articles" in memcon("estimate", "out").out


def test_events_that_a_reader_merged_within_an_article_are_told_twice(memcon: Command, folder: Path) -> None:
    twice = [dataclasses.replace(one, id=f"{one.id}b", date=days("2010-01-01")) for one in sampled.FOUND[:1]]
    out = write_sampled(folder / "out")
    mentions = (*sampled.FOUND, *twice)
    events = merge(mentions)
    write_lines(out / "mentions.jsonl", mentions)
    write_lines(out / "events.jsonl", events)
    memcon("sample", "out", "--size", "40")
    both = [event for event in events if event.mentions[0].article == NAMES[0]]
    assert len(both) == 2
    decide(out, [decision for name in NAMES[1:] for decision in whole(name)])
    merged = join(*both)
    decide(out, [merged, read(NAMES[0], sha=sha(NAMES[0]))])
    assert figures(memcon)["precision"]["value"] == pytest.approx(30 / 31, abs=5e-4)


def test_an_event_that_the_machine_has_from_another_article_alone_is_missed_where_it_was_added(
    memcon: Command, out: Path
) -> None:
    """Articles that copy one report: the words are the same, so that the addition is the machine's event elsewhere."""
    memcon("sample", "out", "--size", "40")
    decide(out, [decision for name in NAMES for decision in whole(name)])
    copied = add(told(NAMES[TELLING], 1, EXPULSION), sha=sha(NAMES[TELLING]))
    decide(out, [copied])
    assert "the machine finds it by itself now" in memcon("review", "out", "--decisions").out
    assert figures(memcon)["recall"]["value"] == pytest.approx(30 / 31, abs=5e-4)


def test_the_text_tells_what_is_left_to_do(memcon: Command, out: Path) -> None:
    memcon("sample", "out", "--size", "30", "--by", "language")
    decide(out, [decision for name in drawn(out)[:25] for decision in whole(name)])
    ran = memcon("estimate", "out", "--min-confidence", "0.5")
    assert ran.out.startswith("25 of 30 articles read whole, drawn of 40, in 4 strata by language\n")
    assert "what is left by --min-confidence 0.5\n" in ran.out
    assert "articles more halve it" in ran.out


def test_nothing_is_drawn_over_what_coders_began(memcon: Command, out: Path) -> None:
    memcon("sample", "out", "--size", "20")
    assert memcon("sample", "out", "--size", "21").code == 0
    decide(out, whole(drawn(out)[0]))
    ran = memcon("sample", "out", "--size", "20")
    assert (ran.code, "'ana' began with the sample" in ran.err, len(drawn(out))) == (2, True, 21)
    assert memcon("sample", "out", "--size", "20", "--replace").code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("sample", "nowhere"), "'nowhere' does not exist"),
        (("sample", "out", "--by", "mood"), "--by 'mood' is none of kind, country, language, confidence"),
        (("sample", "out", "--coders", "Ana,ana"), "two names give one file name"),
        (("sample", "out", "--coders", "!!"), "has no letter and no digit"),
        (("sample", "out", "--overlap", "0.2"), "name them with --coders"),
        (("sample", "out", "--more", "3"), "there is no sample to draw more to"),
        (("estimate", "out"), "there is no sample"),
        (("estimate", "out", "--kind", "war"), "--kind 'war' is none of"),
    ],
)
def test_what_cannot_be_is_a_mistake_of_use(memcon: Command, out: Path, arguments: tuple[str, ...], says: str) -> None:
    assert out.is_dir()
    ran = memcon(*arguments)
    assert (ran.code, says in ran.err) == (2, True), ran.err


def test_too_little_read_is_told(memcon: Command, out: Path) -> None:
    memcon("sample", "out", "--size", "30", "--by", "kind")
    assert "nobody has looked at what was drawn" in memcon("estimate", "out").err
    names = drawn(out)
    decide(out, [decision for name in names[:9] for decision in whole(name)])
    ran = memcon("estimate", "out")
    assert (ran.code, "too few: 9 articles" in ran.err) == (2, True)
    decide(out, [decision for name in names if name in NAMES[:TELLING] for decision in whole(name)])
    kept = [json.loads(line) for line in (out / "review.jsonl").read_text("utf-8").splitlines()]
    lines = [one for one in kept if one["action"] != "read" or one["seen"]["article"] in NAMES[:TELLING]]
    (out / "review.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    ran = memcon("estimate", "out")
    assert (ran.code, "nothing is known yet of 1 of 4 strata, as 'no event'" in ran.err) == (2, True), ran.err


def test_a_sample_of_another_run_is_refused(memcon: Command, out: Path) -> None:
    memcon("sample", "out", "--size", "20")
    decide(out, [decision for name in drawn(out) for decision in whole(name)])
    mentions = (out / "mentions.jsonl").read_bytes()
    (out / "mentions.jsonl").write_bytes(b"".join(mentions.splitlines(keepends=True)[1:]))
    assert "another run of these articles" in memcon("estimate", "out").err
    (out / "mentions.jsonl").write_bytes(mentions)
    states = (out / "articles.jsonl").read_text("utf-8")
    (out / "articles.jsonl").write_text(states.replace(sha(NAMES[5]), "0" * 64), "utf-8")
    ran = memcon("sample", "out", "--more", "3")
    assert (ran.code, "the sample is of other articles" in ran.err) == (2, True)


@pytest.mark.parametrize("damage", ['{"schema_version": 2}', "[]", "{", '{"schema_version": 99}'])
def test_a_damaged_sample_is_damage(memcon: Command, out: Path, damage: str) -> None:
    (out / "coding").mkdir()
    (out / "coding" / "sample.json").write_text(damage, "utf-8")
    ran = memcon("estimate", "out")
    assert (ran.code, "sample.json" in ran.err) == (5, True)
