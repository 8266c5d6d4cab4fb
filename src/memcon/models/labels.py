"""Read the probability of each label from a model's token probabilities. Pure; knows nothing of any client.

The answer reads `{"label":"call"}`. Tokens need not end where the label does: a token may hold the quote before it
(`"call`), what follows (`call"}`), or a part of it (`dis`, `pute`). Servers tell probabilities before or after their
grammar has removed what may not stand there; both are renormalised over the labels.
"""

import bisect
import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_LEAST: Final = -1e9
"""The logarithm of what is as good as impossible."""
_VALUE: Final = re.compile(rb'"label"\s*:\s*"')


@dataclass(frozen=True, slots=True)
class AnswerToken:
    """A token of an answer: its bytes, the logarithm of its probability, and what else could have stood there."""

    text: bytes
    logprob: float
    others: tuple[tuple[bytes, float], ...] = ()
    """The likeliest tokens at this place with their logarithms, mostly this token too."""


def label_probabilities(tokens: Sequence[AnswerToken], labels: Sequence[str]) -> Mapping[str, float] | None:
    """Return the probability of each of `labels`, summing to 1, or None when the tokens do not tell.

    Labels with a common beginning are told apart at the token where they part. Where the model did not go that way, the
    probability of the common beginning is shared evenly: their sum is right, and so is the chosen label's.
    """
    text = b"".join(token.text for token in tokens)
    values = list(_VALUE.finditer(text))
    if not values:
        return None
    value = values[-1].end()  # of the last one: a model may think aloud first
    ends = list(itertools.accumulate(len(token.text) for token in tokens))
    index = bisect.bisect_right(ends, value)
    if index == len(tokens):
        return None
    lead = tokens[index].text[: value - (ends[index] - len(tokens[index].text))]
    masses = dict.fromkeys(labels, 0.0)
    for label, mass in _walk(tokens[index:], lead, b"", labels):
        masses[label] += mass
    total = math.fsum(masses.values())
    return {label: mass / total for label, mass in masses.items()} if total > 0 else None


def _walk(
    tokens: Sequence[AnswerToken], lead: bytes, done: bytes, labels: Sequence[str]
) -> Iterator[tuple[str, float]]:
    """Yield labels with parts of their probability. All of `labels` begin with `done`, and the next is `tokens[0]`.

    `lead` is what the first token holds before the value.
    """
    if not tokens:
        yield from ((label, 1.0 / len(labels)) for label in labels)
        return
    taken = tokens[0]
    for text, logprob in (dict(taken.others) | {taken.text: taken.logprob}).items():
        if not text.startswith(lead) or text == lead:
            continue
        spelt = done + text[len(lead) :]
        fitting = [label for label in labels if _fits(label, spelt)]
        mass = math.exp(logprob)
        if text == taken.text and len(fitting) > 1:
            yield from ((label, mass * part) for label, part in _walk(tokens[1:], b"", spelt, fitting))
        else:
            yield from ((label, mass / len(fitting)) for label in fitting)


def _fits(label: str, spelt: bytes) -> bool:
    """Return whether `spelt` begins `label` with its closing quote, or goes on after it."""
    whole = label.encode() + b'"'
    return whole.startswith(spelt) or spelt.startswith(whole)


def read_tokens(entries: object) -> tuple[AnswerToken, ...]:
    """Return the tokens of a completion's `logprobs.content`: a list of objects with `token`, `bytes`, `logprob`.

    Servers write it in their own ways: what is missing or of another type counts as empty, or as impossible.
    """
    return tuple(
        AnswerToken(
            _bytes(entry),
            _logprob(entry),
            tuple((_bytes(other), _logprob(other)) for other in _objects(entry.get("top_logprobs"))),
        )
        for entry in _objects(entries)
    )


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [each if isinstance(each, dict) else {} for each in value] if isinstance(value, list) else []


def _bytes(entry: Mapping[str, Any]) -> bytes:
    raw = entry.get("bytes")
    if isinstance(raw, list) and all(isinstance(part, int) and 0 <= part < 256 for part in raw):
        return bytes(raw)
    text = entry.get("token")
    return text.encode("utf-8", "replace") if isinstance(text, str) else b""


def _logprob(entry: Mapping[str, Any]) -> float:
    value = entry.get("logprob")
    if isinstance(value, int | float) and value >= _LEAST:  # NaN is not, nor a number below all that a float can be
        return float(min(value, 0))
    return -math.inf
