"""The gate of quality: what has fallen in a language is told, and so is an answer that is not there."""

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

import quality_gate
import recorded
from conftest import ROOT
from memcon.compare.evaluate import Counts
from memcon.models.labels import label_probabilities, read_tokens
from memcon.models.ledger.store import canonical, open_ledger, question_key
from quality_figures import Counted, Measured, faults, read_book, table, write_book

GOLD = ROOT / "benchmarks" / "gold"
BEFORE = {
    "a": Counted("en", Counts(articles=1, required=10, matched=8, countries_right=8, status_right=8)),
    "b": Counted("ru", Counts(articles=1, required=10, matched=5, countries_right=5, status_right=5, wrong=2)),
}


def told(now: dict[str, Counted], **more: Any) -> list[str]:
    return list(faults("cascade", Measured(now, **more), BEFORE))


# --- figures ---


def test_what_is_as_expected_opens_the_gate() -> None:
    assert told(BEFORE) == []
    assert told({"b": BEFORE["b"]}) == []  # the rest has no answers, and is not taken for fallen


def test_a_gain_in_one_language_hides_no_loss_in_another() -> None:
    now = {
        "a": Counted("en", Counts(articles=1, required=10, matched=7, countries_right=7, status_right=7)),
        "b": Counted("ru", Counts(articles=1, required=10, matched=9, countries_right=9, status_right=9)),
    }
    *fallen, hint = told(now)
    assert fallen == [
        "cascade: F1 of en falls from 0.889 to 0.824",
        "cascade: recall of en falls from 0.800 to 0.700",
    ]
    assert "--accept" in hint
    assert "CHANGELOG" in hint


def test_a_field_that_is_wrong_where_it_was_right_is_told() -> None:
    now = BEFORE | {"a": Counted("en", Counts(articles=1, required=10, matched=8, countries_right=6, status_right=8))}
    assert told(now)[:2] == [
        "cascade: countries of all falls from 1.000 to 0.846",
        "cascade: countries of en falls from 1.000 to 0.750",
    ]


def test_an_event_that_was_missed_before_and_has_wrong_fields_harms_nobody() -> None:
    now = BEFORE | {"a": Counted("en", Counts(articles=1, required=10, matched=9, countries_right=8, status_right=8))}
    assert told(now) == []


def test_wrong_events_are_told() -> None:
    wrong = Counts(articles=1, required=10, matched=8, countries_right=8, status_right=8, wrong=2)
    assert "cascade: precision of en falls from 1.000 to 0.800" in told(BEFORE | {"a": Counted("en", wrong)})


def test_the_table_has_a_row_a_language_with_its_differences() -> None:
    better = Counts(articles=1, required=10, matched=6, countries_right=6, status_right=6, wrong=2)
    head, every, english, russian = table("cascade", BEFORE | {"b": Counted("ru", better)}, BEFORE)
    assert head.split()[:5] == ["cascade", "articles", "events", "F1", "precision"]
    assert every.split()[:2] == ["all", "2"]
    assert "+" not in english
    assert russian.split()[:7] == ["ru", "1", "10", "0.667", "+0.078", "0.750", "+0.036"]


def test_what_is_expected_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_book(tmp_path / "expected.json", {"cascade": BEFORE, "whole": {}})
    assert read_book(tmp_path / "expected.json") == {"cascade": BEFORE, "whole": {}}
    assert read_book(tmp_path / "none.json") == {}


def test_an_article_of_which_nothing_is_expected_is_told() -> None:
    new = BEFORE | {"c": Counted("fr", Counts(articles=1))}
    assert told(new) == ["cascade: nothing is expected of 1 articles, as c: make quality ARGS=--accept"]


# --- answers ---


def test_few_articles_without_answers_are_a_note_and_many_are_a_fault() -> None:
    many = {str(n): Counted("en", Counts(articles=1)) for n in range(18)}
    [note] = list(faults("cascade", Measured(many, frozenset("ab"), 7), many))
    assert note.startswith("note: cascade: at least 7 questions about 2 articles have no recorded answer")
    assert "make record-gold" in note
    [fault] = list(faults("cascade", Measured(many, frozenset("abc"), 7), many))
    assert fault.startswith("cascade: at least 7 questions")


@pytest.fixture
def one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of gold with one article, its recorded answers, and no seeds."""
    for name in ("events.jsonl", "seeds.jsonl", "questions.json", "answers.jsonl"):
        (tmp_path / name).write_bytes((GOLD / name).read_bytes())
    lines = (GOLD / "articles.jsonl").read_text("utf-8").splitlines()
    (tmp_path / "articles.jsonl").write_text(next(line for line in lines if "composed-id-01" in line) + "\n", "utf-8")
    monkeypatch.setattr(quality_gate, "GOLD", tmp_path)
    monkeypatch.setattr(quality_gate, "composed", lambda: [str(tmp_path / "articles.jsonl")])
    return tmp_path


def test_an_answer_that_is_not_kept_is_told(one_article: Path) -> None:
    measured = quality_gate.cascade()
    assert (set(measured.articles), measured.questions) == ({"composed-id-01"}, 0)
    file = one_article / "answers.jsonl"
    kept = [line for line in file.read_text("utf-8").splitlines() if "berbicara melalui telepon" not in line]
    file.write_text("".join(line + "\n" for line in kept), "utf-8")
    measured = quality_gate.cascade()
    assert not measured.articles
    assert measured.unanswered == {"composed-id-01"}
    assert measured.questions >= 1


def test_the_gate_closes_on_a_fall_and_opens_when_it_is_accepted(
    one_article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quality_gate, "whole", lambda: Measured({}))
    [(name, counted)] = quality_gate.cascade().articles.items()
    better = Counted(counted.language, Counts(articles=1, required=3, matched=3, countries_right=3))
    worse = Counted(
        counted.language, Counts(articles=1, required=3, matched=3, countries_right=3, status_right=3, wrong=9)
    )
    write_book(one_article / "expected.json", {"cascade": {name: better}})
    monkeypatch.setattr(quality_gate, "cascade", lambda: Measured({name: worse}))
    assert quality_gate.main(["--show"]) == 1
    out = capsys.readouterr().out
    assert "composed-id-01: wrong 0 to 9, status_right 0 to 3" in out
    assert "precision of id falls from 1.000 to 0.250" in out
    assert quality_gate.main(["--accept"]) == 0
    assert quality_gate.main([]) == 0
    assert "no figure of a language has fallen" in capsys.readouterr().out


def test_the_recorded_answers_come_back_under_the_keys_that_they_were_asked_with(tmp_path: Path) -> None:
    tokens = [
        token('{"label":"', 0.9, token("{", 0.1)),
        token("call", 0.7, token("none", 0.2), token("x", 1e-7)),
        token('"}', 1),
    ]
    lines = [
        asked("hello", "call", tokens),
        asked("there", "none"),
        asked("there", "none", finish="length", shape="Fill"),
    ]
    again = asked("once more", "none")
    again["question"]["messages"].insert(1, {"role": "assistant", "content": "no"})
    again["key"] = key(again["question"])
    recorded.write(tmp_path, [*lines, again])
    assert recorded.make_ledger(tmp_path, tmp_path / "ledger.sqlite") == 4
    with open_ledger(tmp_path / "ledger.sqlite", offline=True) as ledger:
        answers = [json.loads(ledger.answer(line["key"]) or b"") for line in [*lines, again]]
    choices = [answer["choices"][0] for answer in answers]
    assert [one["message"]["content"] for one in choices] == [
        f'{{"label":"{x}"}}' for x in ("call", "none", "none", "none")
    ]
    assert [one["finish_reason"] for one in choices] == ["stop", "stop", "length", "stop"]
    assert [len(one["top_logprobs"]) for one in choices[0]["logprobs"]["content"]] == [1, 1, 0]


def test_a_label_is_as_sure_as_it_was() -> None:
    tokens = [token('{"label":"', 1), token("call", 0.7, token("none", 0.2), token("Call", 0.0001)), token('"}', 1)]
    before, after = (
        label_probabilities(read_tokens(_completion_tokens(line)), ("none", "call"))
        for line in ([asked("x", "call", tokens)], recorded.unpack(*recorded.pack([asked("x", "call", tokens)])))
    )
    assert before is not None
    assert after == pytest.approx(before, abs=1e-4)


def _completion_tokens(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the tokens of the one answer, as an endpoint gives them."""
    [line] = json.loads(json.dumps(list(lines)))
    tokens: list[dict[str, Any]] = line["answer"]["choices"][0]["logprobs"]["content"]
    return tokens


def token(text: str, probability: float, *others: dict[str, Any]) -> dict[str, Any]:
    told = {"token": text, "bytes": list(text.encode()), "logprob": math.log(probability)}
    return told | {"top_logprobs": [told, *others]}


def key(question: dict[str, Any]) -> str:
    return question_key("here", canonical(json.dumps(question).encode()))


def asked(
    words: str, label: str, tokens: list[dict[str, Any]] | None = None, *, finish: str = "stop", shape: str = "Label"
) -> dict[str, Any]:
    """A line of an export."""
    messages = [{"role": "system", "content": "Label it."}, {"role": "user", "content": words}]
    question = {"model": "m", "messages": messages, "response_format": {"json_schema": {"name": shape}}}
    choice = {
        "finish_reason": finish,
        "message": {"content": f'{{"label":"{label}"}}'},
        "logprobs": {"content": tokens},
    }
    return {
        "key": key(question), "endpoint": "here", "model": "m", "question": question, "answer": {"choices": [choice]}
    }  # fmt: skip
