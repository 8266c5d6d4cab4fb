"""Agreement of coders: figures of an independent implementation and of the books, and what counts for nothing."""

import csv
import dataclasses
import hashlib
import io
import itertools
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask  # type: ignore[import-untyped]
from nltk.metrics.distance import binary_distance, masi_distance  # type: ignore[import-untyped]

from conftest import Command
from helpers.coding import COUNT, KINDS, WRONG, mentions, script, state
from helpers.merging import told
from helpers.reviewable import MENTIONS, TEXTS, write_run
from helpers.reviewing import accept, join, read, reject
from helpers.reviewing import add as added
from memcon.compare.agreement import Agreement, Coding, Item, agree
from memcon.compare.agreement.coefficients import alpha, kappa, masi
from memcon.compare.agreement.items import coding_of, items_of, kinds_told, read_articles_of
from memcon.compare.agreement.values import CODED, answers, verdicts
from memcon.events.merge import merge
from memcon.outputs.coding import open_coder
from memcon.outputs.folder import RunFolder
from memcon.records import ArticleState, Event, Mention

EXACT = 1e-9


@pytest.fixture(scope="module")
def run() -> tuple[list[Mention], list[Event], dict[str, ArticleState]]:
    made = mentions()
    events = merge(made)
    assert len(events) == COUNT
    return made, events, {f"{n}.txt": state(f"{n}.txt", "en" if n % 2 else "id") for n in range(COUNT // 4)}


def coded(run: Any, *names: str, skip: Mapping[str, int] | None = None) -> tuple[list[Coding], list[Item]]:
    made, events, states = run
    skips = skip or {}
    scripts = {who: script(events, who, WRONG[who], skip=skips.get(who, 0)) for who in names}
    codings = [coding_of(who, events, made, scripts[who], states) for who in names]
    return codings, items_of(events, codings, states)


def measured(run: Any, *names: str, skip: Mapping[str, int] | None = None) -> tuple[Agreement, list[Item]]:
    codings, items = coded(run, *names, skip=skip)
    return agree(codings, items, [], rounds=20), items


def theirs(items: Sequence[Item], field: str, names: Sequence[str]) -> tuple[list[tuple[str, str, Any]], Any]:
    """Return the data of nltk, of units that two of `names` answered or more, and its distance."""
    row = next((one for one in CODED if one.name == field), None)
    data = []
    for item in items:
        said = {who: value for who, value in (answers(item, row) if row else verdicts(item)).items() if who in names}
        if len(said) > 1:
            data += [(who, item.id, value) for who, value in said.items()]
    return data, distance if row and row.alike is masi else binary_distance


def distance(one: frozenset[str], other: frozenset[str]) -> float:
    """The distance of nltk, which divides by zero for two empty sets."""
    return masi_distance(one, other) if one or other else 0.0


FIELDS = ("event", *(one.name for one in CODED))


def test_two_coders_of_two_hundred_events_have_the_figures_of_nltk(run: Any) -> None:
    found, items = measured(run, "ana", "ben")
    alphas = {one.field: one for one in found.measured if one.group.by == "all"}
    kappas = {one.field: one for one in found.pairs if one.group.by == "all"}
    assert alphas["event"].units == COUNT
    seen = 0
    for field in FIELDS:
        data, apart = theirs(items, field, ("ana", "ben"))
        if alphas[field].alpha is None:
            assert len({value for _, _, value in data}) == 1, field
            continue
        seen += 1
        assert AnnotationTask(data, distance=apart).alpha() == pytest.approx(alphas[field].alpha, abs=EXACT), field
        assert AnnotationTask(data).kappa_pairwise("ana", "ben") == pytest.approx(kappas[field].kappa, abs=EXACT), field
        assert AnnotationTask(data).avg_Ao() == pytest.approx(alphas[field].share, abs=EXACT), field
        assert kappas[field].units == alphas[field].units == len(data) // 2
    assert seen >= 8


def test_known_errors_give_the_figures_that_a_hand_gets(run: Any) -> None:
    """Ana rejects 18 of 200, ben 15, both the 143rd: 31 differ.

    Of 400 answers 33 are no: alpha = 1 - (399 * 31 * 2 / 2) / (367 * 33) = 1 - 399 * 31 / 12,111.
    Kappa: 169 / 200 agree; by chance (182 * 185 + 18 * 15) / 40,000.
    """
    found, _ = measured(run, "ana", "ben")
    alphas = {one.field: one for one in found.measured if one.group.by == "all"}
    pair = next(one for one in found.pairs if one.field == "event")
    assert alphas["event"].share == 169 / 200
    assert alphas["event"].alpha == pytest.approx(1 - 399 * 31 / (367 * 33), abs=EXACT)
    chance = (182 * 185 + 18 * 15) / 40_000
    assert pair.kappa == pytest.approx((169 / 200 - chance) / (1 - chance), abs=EXACT)


def test_three_coders_with_values_missing_have_the_alpha_of_nltk(run: Any) -> None:
    found, items = measured(run, "ana", "ben", "cleo", skip={"ben": 17, "cleo": 2})
    alphas = {one.field: one for one in found.measured if one.group.by == "all"}
    for field in ("event", "status", "countries", "participants", "topics", "date"):
        data, apart = theirs(items, field, ("ana", "ben", "cleo"))
        assert AnnotationTask(data, distance=apart).alpha() == pytest.approx(alphas[field].alpha, abs=EXACT), field
    for one, other in itertools.combinations(("ana", "ben", "cleo"), 2):
        data, _ = theirs(items, "status", (one, other))
        pair = next(p for p in found.pairs if (p.one, p.other, p.field, p.group.by) == (one, other, "status", "all"))
        assert AnnotationTask(data).kappa_pairwise(one, other) == pytest.approx(pair.kappa, abs=EXACT)


def test_by_kind_and_language_the_figures_are_those_of_these_events_alone(run: Any) -> None:
    found, items = measured(run, "ana", "ben")
    for by in ("kind", "language"):
        groups = {one.group.name for one in found.measured if one.group.by == by}
        assert groups == ({*KINDS} if by == "kind" else {"en", "id"})
        for group in groups:
            some = [item for item in items if getattr(item, by) == group]
            data, _ = theirs(some, "status", ("ana", "ben"))
            within = [one for one in found.measured if (one.group.by, one.group.name) == (by, group)]
            (one,) = [one for one in within if (one.field, one.about) == ("status", "event")]
            assert AnnotationTask(data).alpha() == pytest.approx(one.alpha, abs=EXACT)


# --- coefficients: books, and where nltk goes its own way ---


def test_alpha_of_krippendorffs_four_observers_with_missing_data() -> None:
    """Computing Krippendorff's Alpha-Reliability (2011), part C: four observers, twelve units, nominal: 0.743."""
    rows = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    units = [[value for value in unit if value != "."] for unit in zip(*rows, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_masi_is_passonneaus() -> None:
    """Measuring Agreement on Set-Valued Items (2006): the same 1, one in the other 2/3, overlapping 1/3, apart 0."""
    few, many = frozenset({1, 2}), frozenset({1, 2, 3, 4})
    assert masi(few, few) == 1
    assert masi(few, many) == masi(many, few) == pytest.approx(2 / 4 * 2 / 3)
    assert masi(frozenset({1, 2, 3}), frozenset({3, 4})) == pytest.approx(1 / 4 * 1 / 3)
    assert masi(frozenset({1}), frozenset({2})) == masi(frozenset(), frozenset({2})) == 0
    assert masi(frozenset(), frozenset()) == 1


SETS = st.frozensets(st.integers(0, 4), max_size=4)


@given(st.lists(st.lists(SETS, min_size=2, max_size=4), min_size=2, max_size=12))
def test_alpha_of_sets_is_that_of_nltk(units: list[list[frozenset[int]]]) -> None:
    ours = alpha(units, masi)
    data = [(str(coder), str(at), value) for at, unit in enumerate(units) for coder, value in enumerate(unit)]
    if ours is None:
        assert len({value for unit in units for value in unit}) == 1
    else:
        assert AnnotationTask(data, distance=distance).alpha() == pytest.approx(ours, abs=EXACT)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
def test_kappa_is_that_of_nltk(pairs: list[tuple[str, str]]) -> None:
    ours = kappa(pairs)
    data = [(coder, str(at), pair[n]) for at, pair in enumerate(pairs) for n, coder in enumerate("AB")]
    theirs_ = AnnotationTask(data).kappa_pairwise("A", "B")
    assert theirs_ == 1 if ours is None else theirs_ == pytest.approx(ours, abs=EXACT)


def test_where_nltk_and_the_books_part() -> None:
    """Of one value only, nltk tells 1, where Krippendorff (and Cohen) divide nothing by nothing: nothing is told here.

    With values missing its kappa fails, and its weighted kappa forgets `max_distance`; two empty sets fail in MASI.
    """
    alike = [(coder, str(at), "x") for at in range(4) for coder in "AB"]
    assert (AnnotationTask(alike).alpha(), alpha([["x", "x"]] * 4)) == (1, None)
    assert (AnnotationTask(alike).kappa(), kappa([("x", "x")] * 4)) == (1, None)
    with pytest.raises(RuntimeError):
        AnnotationTask([("A", "1", "x"), ("B", "1", "y"), ("A", "2", "x")]).kappa()
    with pytest.raises(ZeroDivisionError):
        masi_distance(frozenset(), frozenset())


# --- what counts ---


def test_what_one_alone_looked_at_counts_for_nothing(run: Any) -> None:
    found, items = measured(run, "ana", "ben", skip={"ben": 2})
    assert (len(items), found.shared) == (COUNT, COUNT // 2)
    assert {one.who: one.looked for one in found.coders} == {"ana": 200, "ben": 100}
    assert next(one for one in found.measured if one.field == "event").units == COUNT // 2


def test_an_added_event_is_none_for_who_read_the_article_and_did_not_add_it() -> None:
    made = [told("a.txt", "call", "2024-05-01", "Ann Bell/NOR, Omar Haddad/JOR", at=0)]
    events, states = merge(made), {"a.txt": state("a.txt")}
    missed = told("a.txt", "meeting", "2024-05-03", "Ann Bell/NOR, Omar Haddad/JOR", quote="They met in Oslo.", at=500)
    near = told("a.txt", "dispute", "2024-05-03", "Ann Bell/NOR, Omar Haddad/JOR", quote="met in Oslo.", at=505,
                variant="accuse")  # fmt: skip
    scripts = {
        "ana": [accept(events[0]), added(missed)],
        "ben": [reject(events[0]), added(near)],
        "cleo": [accept(events[0]), read("a.txt")],
        "dan": [accept(events[0])],
    }
    codings = [coding_of(who, events, made, decisions, states) for who, decisions in scripts.items()]
    first, second = items_of(events, codings, states)
    assert verdicts(first) == {"ana": True, "ben": False, "cleo": True, "dan": True}
    assert verdicts(second) == {"ana": True, "ben": True, "cleo": False}  # dan has not read it whole
    assert answers(second, CODED[0]) == {"ana": "meeting", "ben": "dispute"}
    assert answers(second, CODED[2]) == {}  # variants of two kinds


def test_events_that_one_merged_are_each_the_merged_one_for_him() -> None:
    made = [
        told("a.txt", "call", "2024-05-01", "Ann Bell/NOR, Omar Haddad/JOR", at=0),
        told("b.txt", "call", "2024-05-20", "Ann Bell/NOR, Omar Haddad/JOR", at=0),
    ]
    events, states = merge(made), {name: state(name) for name in ("a.txt", "b.txt")}
    assert len(events) == 2
    scripts = {"ana": [join(*events)], "ben": [accept(events[0]), reject(events[1])]}
    codings = [coding_of(who, events, made, decisions, states) for who, decisions in scripts.items()]
    items = items_of(events, codings, states)
    assert [verdicts(item) for item in items] == [{"ana": True, "ben": True}, {"ana": True, "ben": False}]
    assert items[0].said["ana"] == items[1].said["ana"]


def test_sentences_have_the_kinds_of_the_events_in_them() -> None:
    text = "They met. They spoke! Nothing more."
    spans = [(0, 9, "meeting"), (5, 14, "call"), (10, 12, "call")]
    assert [sorted(kinds) for kinds in kinds_told(text, spans)] == [["call", "meeting"], ["call"], []]
    assert kinds_told(text, []) == (frozenset(),) * 3


def test_an_article_counts_where_two_read_it_and_decided_all_of_it() -> None:
    events, states = merge(MENTIONS), {name: state(name) for name in TEXTS}
    everything = [accept(event) for event in events]
    scripts = {
        "ana": [*everything, read("a.txt"), read("b.txt")],
        "ben": [*(reject(e) if e.kind == "dispute" else accept(e) for e in events), read("a.txt"), read("b.txt")],
        "cleo": [read("a.txt")],
    }
    codings = [coding_of(who, events, MENTIONS, decisions, states) for who, decisions in scripts.items()]
    articles, left = read_articles_of(events, codings, states, {"a.txt": TEXTS["a.txt"]})
    assert ([one.article for one in articles], left) == (["a.txt"], 1)  # the text of b.txt is not there
    assert {who: [sorted(kinds) for kinds in told_] for who, told_ in articles[0].said.items()} == {
        "ana": [["call"], [], ["dispute"]], "ben": [["call"], [], []],
    }  # fmt: skip
    found = agree(codings, [], articles, rounds=20)
    (dispute,) = [one for one in found.measured if one.field == "dispute told"]
    assert (dispute.units, dispute.share) == (3, 2 / 3)


def test_intervals_are_of_articles_and_of_the_seed(run: Any) -> None:
    codings, items = coded(run, "ana", "ben")
    first = agree(codings, items, [], seed=1, rounds=300)
    assert first == agree(codings, items, [], seed=1, rounds=300)
    assert first != agree(codings, items, [], seed=2, rounds=300)
    for one in first.measured:
        if one.alpha is not None and one.group.by == "all":
            assert one.alpha_within is not None, one.field
            assert one.alpha_within.low <= one.alpha <= one.alpha_within.high, one.field


# --- the command ---


@pytest.fixture
def two(tmp_path: Path) -> Path:
    out = write_run(tmp_path / "out")
    events = merge(MENTIONS)
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in TEXTS.items()}

    def real(decision: Any) -> Any:
        if decision.action == "read":
            return dataclasses.replace(decision, seen=dataclasses.replace(decision.seen, sha256=hashes["a.txt"]))
        return decision

    for who, made in (
        ("ana", [*map(accept, events), read("a.txt")]),
        ("ben", [*(reject(e) if e.kind == "dispute" else accept(e) for e in events), read("a.txt")]),
    ):
        with open_coder(RunFolder(out), who) as file:
            file.append(*(dataclasses.replace(real(one), who=who) for one in made))
    return out


def test_the_command_tells_it_in_every_form(two: Path, memcon: Command) -> None:
    ran = memcon("agreement", str(two))
    assert ran.code == 0, ran.err
    assert "ana: looked at 3 events, read 1 articles whole" in ran.out
    assert "3 events that two or more looked at; 1 articles of 3 sentences that two or more read whole" in ran.out
    assert "alpha by kind" in ran.out
    told_ = json.loads(memcon("agreement", str(two), "--format", "json").out)
    (event,) = [one for one in told_["measured"] if (one["field"], one["by"]) == ("event", "all")]
    assert (event["units"], event["share"]) == (3, 2 / 3)
    assert event["alpha"] == pytest.approx(1 - 5 * 2 / (5 * 1 * 2))
    (pair,) = [one for one in told_["pairs"] if (one["field"], one["by"], one["about"]) == ("event", "all", "event")]
    assert (pair["coders"], pair["kappa"]) == (["ana", "ben"], 0.0)
    rows = list(csv.DictReader(io.StringIO(memcon("agreement", str(two), "--format", "csv").out)))
    (row,) = [r for r in rows if (r["field"], r["by"], r["coefficient"]) == ("event", "all", "alpha")]
    assert math.isclose(float(row["value"]), event["alpha"])
    assert len(rows) == len(told_["measured"]) + len(told_["pairs"])
    assert "| event" in memcon("agreement", str(two), "--format", "markdown").out
    assert "<table" in memcon("agreement", str(two), "--format", "html").out


def test_one_coder_is_not_enough_and_a_name_must_be_known(two: Path, memcon: Command) -> None:
    ran = memcon("agreement", str(two), "--coder", "ana")
    assert ran.code == 2
    assert "it takes two" in ran.err
    ran = memcon("agreement", str(two), "--coder", "ana", "--coder", "dan")
    assert (ran.code, "those who decided are 'ana', 'ben'" in ran.err) == (2, True)
    assert memcon("agreement", str(two.parent)).code == 2


def test_a_coder_of_any_name_is_no_formula_and_no_escape(two: Path, memcon: Command) -> None:
    who = "=cmd|'/c calc'!A1 \x1b[31m<b>"
    with open_coder(RunFolder(two), who) as file:
        file.append(*(dataclasses.replace(accept(event), who=who) for event in merge(MENTIONS)))
    assert "\x1b" not in memcon("agreement", str(two)).out
    assert "<b>" not in memcon("agreement", str(two), "--format", "html").out
    cells = [
        cell for row in csv.reader(io.StringIO(memcon("agreement", str(two), "--format", "csv").out)) for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith("=")]
