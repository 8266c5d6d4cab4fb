"""Probabilities of labels, whatever the tokens are cut to."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.models.labels import AnswerToken, label_probabilities, read_tokens

LABELS = ("none", "call", "meeting", "dispute")


def token(text: str, share: float = 1.0, **others: float) -> AnswerToken:
    """A token with probability `share`; others by their text."""
    return AnswerToken(text.encode(), math.log(share), tuple((o.encode(), math.log(p)) for o, p in others.items()))


def of(*tokens: AnswerToken, labels: tuple[str, ...] = LABELS) -> dict[str, float]:
    found = label_probabilities(tokens, labels)
    assert found is not None
    assert math.fsum(found.values()) == pytest.approx(1)
    return dict(found)


def test_the_embedded_models_tokens() -> None:
    # As llama.cpp gives them for Qwen2.5-Coder: probabilities before its grammar, so with words that are no label.
    found = of(
        token('{"'), token("label"), token('":"'),
        token("dis", 0.64, none=0.33, meeting=0.005, call=0.002, conf=0.001, **{" dispute": 0.006}),
        token("pute", 0.9998), token('"}'),
    )  # fmt: skip
    assert found["dispute"] == pytest.approx(0.64 / (0.64 + 0.33 + 0.005 + 0.002))  # no other label begins with `dis`
    assert found["none"] > found["meeting"] > found["call"] > 0


@pytest.mark.parametrize(
    "cut",
    [
        ['{"label":"', "call", '"}'],
        ['{"label":', ' "call', '"}'],
        ['{"label"', ":", '"', "call", '"', "}"],
        ["{\n ", '"label', '" : "', "ca", "ll", '"\n}'],
        ['{"label":"call"}'],
        ["{", '"label":"c', 'all"}', "\n"],
        ['<think>{"label":"none"}</think>{"label":"', 'call"}'],
    ],
)
def test_any_cut_of_the_answer_is_read(cut: list[str]) -> None:
    assert of(*(token(part) for part in cut)) == {"none": 0, "call": 1, "meeting": 0, "dispute": 0}


def test_an_alternative_may_hold_the_quotes_around_a_label() -> None:
    others = {'"none': 0.3, "none": 0.1, '"': 0.05, '"meeting"}': 0.1}
    found = of(token('{"label":'), token('"call', 0.5, **others), token('"}'))
    assert found == pytest.approx({"call": 5 / 9, "none": 3 / 9, "meeting": 1 / 9, "dispute": 0})


def test_labels_with_a_common_beginning_are_told_apart_where_they_part() -> None:
    labels = ("meet", "meeting", "none")
    found = of(token('{"label":"'), token("meet", 0.8, none=0.2), token("ing", 0.75, **{'"}': 0.25}), labels=labels)
    assert found == pytest.approx({"meet": 0.2, "meeting": 0.6, "none": 0.2})


def test_a_common_beginning_that_was_not_taken_is_shared() -> None:
    labels = ("discuss", "dispute", "call")
    assert of(token('{"label":"'), token("call", 0.6, dis=0.4), labels=labels) == pytest.approx(
        {"call": 0.6, "discuss": 0.2, "dispute": 0.2}
    )


def test_an_answer_cut_inside_a_common_beginning_is_shared() -> None:
    labels = ("discuss", "dispute", "call")
    found = of(token('{"label":"'), token("dis", 0.5, call=0.5), labels=labels)
    assert found == pytest.approx({"call": 0.5, "discuss": 0.25, "dispute": 0.25})


def test_the_token_taken_counts_although_it_is_not_among_the_likeliest() -> None:
    found = of(token('{"label":"'), token("call", 0.01, none=0.03), token('"}'))
    assert found == pytest.approx({"none": 0.75, "call": 0.25, "meeting": 0, "dispute": 0})


@pytest.mark.parametrize(
    "tokens",
    [
        [],
        [token("call")],
        [token('{"label":"')],
        [token('{"label":null}')],
        [token('{"label":"'), AnswerToken(b"call", -math.inf)],
        [token('{"label":"'), token("war")],
    ],
    ids=["nothing", "bare", "cut", "null", "impossible", "no label"],
)
def test_what_cannot_be_read_is_none(tokens: list[AnswerToken]) -> None:
    assert label_probabilities(tokens, LABELS) is None


def test_tokens_are_read_by_their_bytes() -> None:
    half = {"token": "\ufffd", "bytes": [0xC3], "logprob": -0.5, "top_logprobs": None}
    plain = {"token": "é", "bytes": None, "logprob": float("nan"), "top_logprobs": [half]}
    assert read_tokens([half, plain]) == (
        AnswerToken(b"\xc3", -0.5),
        AnswerToken("é".encode(), -math.inf, ((b"\xc3", -0.5),)),
    )


@pytest.mark.parametrize(("told", "meant"), [
    (-(10**400), -math.inf), (10**400, 0.0), (float("-inf"), -math.inf), (float("inf"), 0.0), (1e-9, 0.0), (-1, -1.0),
])  # fmt: skip
def test_a_logarithm_that_no_float_can_be_is_impossible_or_certain(told: float, meant: float) -> None:
    entry = {"token": "a", "logprob": told}
    assert read_tokens([entry | {"top_logprobs": [entry]}]) == (AnswerToken(b"a", meant, ((b"a", meant),)),)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_probabilities_are_those_of_the_tokens_however_cut(data: st.DataObject) -> None:
    """For a model with known label probabilities, cut into single characters, each is found again."""
    weights = data.draw(st.lists(st.floats(0.01, 1), min_size=4, max_size=4))
    given_ = {label: weight / sum(weights) for label, weight in zip(LABELS, weights, strict=True)}
    chosen = data.draw(st.sampled_from(LABELS))
    tokens = [token('{"label":"')]
    for index in range(len(chosen)):
        going = {label: p for label, p in given_.items() if label.startswith(chosen[:index])}
        here: dict[str, float] = {}
        for label, p in going.items():
            here[label[index]] = here.get(label[index], 0) + p / sum(going.values())
        tokens.append(token(chosen[index], here[chosen[index]], **here))
    assert of(*tokens) == pytest.approx(given_)
