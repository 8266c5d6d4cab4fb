"""Why events are lost, on recorded answers of the embedded model, and why merging keeps two mentions apart."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

import memcon as library
import recorded
from conftest import ROOT, Command
from helpers.diff_records import day, mention
from memcon.compare.evaluate import Gold, Judged, Prediction
from memcon.compare.evaluate.explain import Known, explain
from memcon.compare.evaluate.values import GoldPair, Quoted
from memcon.events.merge import merge
from memcon.events.merge.within import why_apart
from memcon.records import Act, Article, ArticleState, Quote, Rejected

GOLD = ROOT / "benchmarks" / "gold"
READ = (
    "composed-en-06",
    "composed-en-09",
    "composed-fr-03",
    "composed-fr-05",
    "composed-id-06",
    "composed-vi-06",
    "composed-vi-07",
    "composed-vi-08",
)
SEED = "001_a190c2d0e8ac7bbb.txt"


def answered(folder: Path, texts: str) -> Path:
    """A ledger with the recorded answers about sentences of these texts."""
    words = " ".join(texts.split())
    lines = (GOLD / "answers.jsonl").read_text("utf-8").splitlines()
    (folder / "few").mkdir()
    last = ((line, str(json.loads(line)["asked"]).splitlines()[-1]) for line in lines)
    kept = [line for line, asked in last if asked.removeprefix("Sentence:").strip() in words]
    (folder / "few" / "answers.jsonl").write_text("\n".join(kept), "utf-8")
    (folder / "few" / "questions.json").write_bytes((GOLD / "questions.json").read_bytes())
    recorded.make_ledger(folder / "few", folder / "ledger.sqlite")
    return folder / "ledger.sqlite"


def test_what_the_embedded_model_loses_is_told_by_step_label_and_rule(memcon: Command, folder: Path) -> None:
    lines = (GOLD / "articles.jsonl").read_text("utf-8").splitlines()
    articles = [line for line in lines if json.loads(line)["id"] in READ]
    (folder / "articles.jsonl").write_text("\n".join(articles), "utf-8")
    (folder / SEED).write_bytes((ROOT / "seeds" / SEED).read_bytes())
    texts = "\n".join([*(json.loads(line)["text"] for line in articles), (folder / SEED).read_text("utf-8")])
    ledger = answered(folder, texts)
    run = library.extract(["articles.jsonl", SEED], model="embedded", ledger=ledger, offline=True)
    assert run.summary.articles["ok"] == 9
    run.write("out")
    ran = memcon(
        "evaluate", str(GOLD / "events.jsonl"), "out", str(GOLD / "seeds.jsonl"), "out", "--explain", "-f", "json"
    )
    explained = json.loads(ran.out)["explained"]
    assert explained["notes"] == []

    def one(**wanted: str) -> dict[str, Any]:
        (found,) = (one for one in explained["findings"] if wanted.items() <= one.items())
        return dict(found)

    scored = one(what="wrong", found="dispute-2025-11-09-FJI-GBR")
    assert scored["step"] == "label"
    assert scored["because"][0].startswith("sentence 1 the label: dispute 0.92, none 0.07, ")
    unlikely = one(what="missed", gold="composed-en-06-5")
    assert (unlikely["step"], unlikely["by"]) == ("unlikely", [])
    assert unlikely["because"][0].startswith("sentence 8 its words are unlike those of a report")
    assert one(what="missed", gold="composed-fr-05-3")["step"] == "joined"
    double = one(what="duplicate", found="dispute-2025-08-26-GUY-VEN")
    assert (double["step"], double["because"][1].rpartition(": ")[2]) == ("days", "2025-08-26 and 2025-08-22")
    sides = one(what="field", gold="001-dispute-china-philippines", field="countries")
    assert sides["by"] == ["country_by_table_of_leaders"]
    named = "TWN is the side of 'William Lai Ching-te', whom official_acts_for_the_state named"
    assert sides["because"][0].endswith(named)
    act = one(what="field", gold="composed-vi-06-2", field="variant")
    assert act["because"] == ["words_tell_the_variant: the model said 'expel'"]
    undated = one(what="field", gold="composed-fr-03-2", field="date")
    assert (undated["gold_value"], undated["found_value"], undated["by"]) == (
        "2026-01-30",
        "none",
        ["since_tells_no_day"],
    )
    assert one(what="field", gold="composed-id-06-2", field="status")["by"] == ["words_tell_a_plan_or_its_end"]
    kind = one(what="field", gold="001-call-brown-liu", field="kind")
    assert kind["because"][0].startswith("the model: the label: meeting 0.46, call 0.40, ")


# --- what keeps two mentions apart ---

ONE = mention("a.txt", "General Ito called General Haddad on Monday.")


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"status": "planned"}, "status"),
        ({"date": day("2024-04-27")}, "days"),
        ({"kind": "dispute", "variant": "warn"}, "kind"),
        ({"countries": ("CHN", "JPN"), "participants": ()}, "sides"),
    ],
)
def test_merging_says_why_two_mentions_are_apart(more: dict[str, Any], rule: str) -> None:
    assert why_apart(ONE, dataclasses.replace(ONE, id="a.txt#2", **more)).rule == rule


def test_two_mentions_that_could_be_one_are_kept_apart_by_others() -> None:
    assert why_apart(ONE, dataclasses.replace(ONE, id="a.txt#2")).rule == "others"


# --- without a run's answers ---


def gold(name: str, kind: str, *quotes: str) -> Gold:
    return Gold(
        id=name, article="a", kind=kind, kinds=frozenset({kind}), status="occurred", required=True, quotes=quotes,
        countries=frozenset({"NOR", "SDN"}), people=(), date=None, date_may_be_null=True, place=None,
    )  # fmt: skip


def found(name: str, kind: str, text: str, words: str, confidence: float | None = None) -> Prediction:
    start = text.index(words)
    return Prediction(
        id=name, article="a", kind=kind, status="occurred", countries=frozenset({"NOR", "SDN"}), people=(), date=None,
        place=None, confidence=confidence, quotes=(Quoted(start, start + len(words), words),),
    )  # fmt: skip


def state(**more: Any) -> ArticleState:
    given: dict[str, Any] = dict.fromkeys((
        "reason", "detail", "path", "sha256", "characters", "title", "published", "published_basis", "language",
        "source", "url",
    )) | {"article": "a", "state": "ok", "mentions": 0, "rejected": 0}  # fmt: skip
    return ArticleState(**given | more)


TEXT = "General Ito called General Haddad. Farmers expect rain."


@pytest.mark.parametrize(
    ("known", "step"),
    [
        (Known(), "not_read"),
        (Known(state=state(state="failed", reason="encoding", detail="no UTF-8")), "failed"),
        (Known(state=state()), "unknown"),
    ],
)
def test_an_article_that_was_not_read_loses_its_events(known: Known, step: str) -> None:
    judged = Judged(article=Article(id="a", text=TEXT), missed=(gold("g", "call", "General Ito called"),))
    (finding,) = explain([judged], {"a": known}).findings
    assert (finding.what, finding.step) == ("missed", step)


def test_gold_whose_words_stand_nowhere_is_told_so() -> None:
    """`memcon evaluate` refuses it before; a program may lay any gold to any text."""
    judged = Judged(article=Article(id="a", text=TEXT), missed=(gold("g", "call", "words of another article"),))
    (finding,) = explain([judged], {"a": Known(state=state())}).findings
    assert (finding.what, finding.step) == ("missed", "gold")


def test_what_a_reviewer_rejected_is_told_so() -> None:
    judged = Judged(article=Article(id="a", text=TEXT), missed=(gold("g", "call", "General Ito called"),))
    line = Rejected(
        article="a", kind="call", field="event", reason="reviewed", detail="by ana", near=None, model=None, prompt=None,
        text="General Ito called General Haddad.",
    )  # fmt: skip
    (finding,) = explain([judged], {"a": Known(state=state(), rejected=(line,))}).findings
    assert (finding.step, finding.by, finding.because) == ("reviewer", ("a reviewer",), ("rejected a call: by ana",))


def test_a_part_that_alone_would_be_right_is_told_with_the_rest() -> None:
    text = "General Ito called. Farmers expect rain and fear the frost of the coming nights."
    spoken = dataclasses.replace(
        ONE, article="a", id="a#1", quotes=(Quote(text=text[:19], start=0, end=19, match="exact"),)
    )
    frost = dataclasses.replace(
        spoken, id="a#2", quotes=(Quote(text=text[20:], start=20, end=len(text), match="exact"),)
    )
    (event,) = merge([spoken, frost])
    prediction = dataclasses.replace(
        found(event.id, "call", text, text[:19]), quotes=(Quoted(0, 19, text[:19]), Quoted(20, len(text), text[20:]))
    )
    judged = Judged(
        article=Article(id="a", text=text), missed=(gold("g", "call", "General Ito called"),), wrong=(prediction,)
    )
    known = Known(state=state(), events={event.id: event}, mentions={"a#1": spoken, "a#2": frost})
    lost, wrong = explain([judged], {"a": known}).findings
    assert (lost.step, lost.because[0]) == ("merged", f"a#1 went into {event.id}")
    assert (wrong.step, wrong.by, wrong.because[0]) == ("merged", ("merging",), "a#1 alone would be g of the gold")


def test_what_is_left_out_for_its_confidence_is_told_so() -> None:
    judged = Judged(article=Article(id="a", text=TEXT), missed=(gold("g", "call", "General Ito called"),))
    unsure = found("e", "call", TEXT, "General Ito called General Haddad.", 0.3)
    (finding,) = explain([judged], {"a": Known(state=state())}, predictions=[unsure], least=0.5).findings
    assert (finding.step, finding.because) == ("confidence", ("e: 0.30",))


def test_who_wrote_the_act_of_an_event_of_several_mentions_is_told() -> None:
    text = "Norway warned Sudan. It threatened Sudan with sanctions."
    warned = dataclasses.replace(ONE, article="a", kind="dispute", variant="warn", participants=())
    spans: tuple[tuple[int, int, Act], ...] = ((0, 20, "warn"), (21, len(text), "threaten"))
    spoken = tuple(
        dataclasses.replace(
            warned,
            id=f"a#{start}",
            variant=act,
            quotes=(Quote(text=text[start:end], start=start, end=end, match="exact"),),
        )
        for start, end, act in spans
    )
    (event,) = merge(spoken)
    wanted = dataclasses.replace(gold("g", "dispute", text[:20]), variants=frozenset({"criticise"}))
    prediction = dataclasses.replace(found(event.id, "dispute", text, text[:20]), variant="threaten")
    judged = Judged(article=Article(id="a", text=text), matched=(GoldPair(wanted, prediction),))
    known = Known(state=state(), events={event.id: event}, mentions={one.id: one for one in spoken})
    (act,) = explain([judged], {"a": known}).findings
    assert (act.step, act.given, act.wanted, act.by) == ("variant", "threaten", "criticise", ("the model",))
