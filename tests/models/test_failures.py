"""What a failure means; the door's tests show what becomes of each."""

import datetime as dt
import json
import pickle

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.errors import ModelUnavailable, ProviderStopped
from memcon.models.failure import CallFailed, Failure, safe
from memcon.models.failures import causes, of_transport, read_failure, retry_after, to_error
from memcon.models.spec import choose_spec

NOW = dt.datetime(2026, 1, 1, 12, 0, tzinfo=dt.UTC)
SPEC = choose_spec("m", "http://x.org/v1", {})
CONVENTIONS = SPEC.conventions


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "1"}, 1),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "0"}, 0),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "Thu, 01 Jan 2026 12:00:02 GMT"}, 2),
        ({"retry-after": "Thu, 01 Jan 2026 12:00:02 -0000"}, 2),
        ({"retry-after": "Thu, 01 Jan 2026 11:00:00 GMT"}, None),
        ({"retry-after": "abc"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "1e400"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "99999999"}, None),
        ({"x-ratelimit-reset-requests": "6m0s", "x-ratelimit-remaining-requests": "0"}, 360),
        ({"x-ratelimit-reset-tokens": "1h2m3.5s", "x-ratelimit-remaining-tokens": "0"}, 3723.5),
        ({"x-ratelimit-reset-tokens": "12ms", "x-ratelimit-remaining-tokens": "0"}, 0.012),
        ({"x-ratelimit-reset-tokens": "12ms", "x-ratelimit-remaining-tokens": "7"}, None),
        ({"x-ratelimit-reset-tokens": "soon", "x-ratelimit-remaining-tokens": "0"}, None),
        ({"x-ratelimit-reset-tokens": "1s junk", "x-ratelimit-remaining-tokens": "0"}, None),
        ({}, None),
    ],
)
def test_every_form_of_waiting_is_read(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW, CONVENTIONS) == seconds


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30))
def test_a_wait_is_never_negative_and_nothing_raises(text: str) -> None:
    headers = {"retry-after": text, "retry-after-ms": text, "x-ratelimit-reset-tokens": text}
    wait = retry_after(headers | {"x-ratelimit-remaining-tokens": "0"}, NOW, CONVENTIONS)
    assert wait is None or 0 <= wait <= 7 * 86400


@settings(max_examples=150, deadline=None)
@given(
    st.integers(100, 599),
    st.one_of(
        st.binary(max_size=60),
        st.recursive(
            st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
            lambda inner: st.one_of(
                st.lists(inner, max_size=3),
                st.dictionaries(
                    st.sampled_from(["error", "choices", "message", "code", "type", "detail", "metadata"]), inner
                ),
            ),
            max_leaves=12,
        ).map(lambda value: json.dumps(value).encode()),
    ),
)
def test_any_body_is_read_and_its_words_are_safe(status: int, body: bytes) -> None:
    failure = read_failure(status, {}, body, NOW, CONVENTIONS)
    if failure is None:
        assert 200 <= status < 300
    else:
        assert failure.detail.isprintable()
        assert len(failure.detail) <= 320
        assert str(to_error(failure, SPEC))


@pytest.mark.parametrize("status", [200, 201, 202, 203, 206, 226, 299])
def test_an_answer_is_one_whatever_success_it_is_called(status: int) -> None:
    assert read_failure(status, {}, b'{"choices":[{"message":{"content":"{}"}}]}', NOW, CONVENTIONS) is None
    empty = read_failure(status, {}, b'{"choices":[]}', NOW, CONVENTIONS)
    assert empty is not None
    assert empty.kind == ("no_choices" if status == 200 else "no_answer")


def test_a_server_that_says_only_a_word_is_quoted() -> None:
    assert read_failure(500, {}, b'{"error": "busy"}', NOW, CONVENTIONS).detail == "500: busy"  # type: ignore[union-attr]
    assert read_failure(500, {}, b'[{"error": {"message": "listed"}}]', NOW, CONVENTIONS).detail == "500: listed"  # type: ignore[union-attr]
    assert read_failure(502, {}, b"", NOW, CONVENTIONS).detail == "502: an empty body"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("error", "family", "kind", "uncertain"),
    [
        (httpx2.ConnectError("refused"), "transient", "connect", False),
        (httpx2.PoolTimeout(""), "transient", "connect", False),
        (httpx2.ReadTimeout(""), "transient", "timeout", True),
        (httpx2.ReadError("reset"), "transient", "cut", True),
        (httpx2.RemoteProtocolError("closed"), "transient", "cut", True),
        (httpx2.UnsupportedProtocol("gopher"), "fatal", "request", False),
        (TimeoutError(), "transient", "deadline", True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_a_broken_connection_is_billed_only_if_the_question_left(
    error: Exception,
    family: str,
    kind: str,
    uncertain: bool,  # noqa: FBT001
) -> None:
    failure = of_transport(error)
    assert (failure.family, failure.kind, failure.uncertain) == (family, kind, uncertain)


def test_failures_travel() -> None:
    failure = Failure(family="rate", kind="rate_limit", detail="429", retry_after=2.0)
    assert pickle.loads(pickle.dumps(CallFailed(failure))).failure == failure
    error = to_error(failure, SPEC)
    assert isinstance(error, ProviderStopped)
    assert pickle.loads(pickle.dumps(error)).args == error.args
    assert isinstance(to_error(Failure(family="transient", kind="cut", detail=""), SPEC), ModelUnavailable)
    fatal = Failure(family="fatal", kind="request", detail="")
    assert "check the network, --model and --base-url" in str(to_error(fatal, SPEC))


def test_causes_end_although_they_go_round() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    assert list(causes(first)) == [first, second]


def test_foreign_words_are_made_safe() -> None:
    assert safe("a\x1b]52;c;x\x07\u202eb\n\tc") == "a\ufffd]52;c;x\ufffd\ufffdb c"
    assert safe("key sk-abcdef123456 and Bearer abc.def") == "key [key] and [key]"
    assert safe("x" * 1000) == "x" * 299 + "…"
