"""Why a call has no answer, as a value. Knows no HTTP and no endpoint.

The families are
- `rate`: the endpoint says wait; does not count as an attempt;
- `transient`: a stumble, worth another attempt;
- `article`: this request will never be answered, others may be;
- `fatal`: the endpoint will not serve this run.
(An answer of the wrong shape is no failure of a call: it is asked again once, in `question`.)
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

Family = Literal["rate", "transient", "article", "fatal"]

_DURATION: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(ms|h|m|s)")
_UNIT: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
TAUGHT: Final = "taught"
"""The kind of a refusal that says what to change."""
_SECRET: Final = re.compile(r"sk-[\w-]{6,}|Bearer\s+\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a call has no answer."""

    family: Family
    kind: str
    """A short machine word, as `rate_limit`, `quota`, `auth`, `server_error`, `deadline`, `cut`, `not_json`."""
    detail: str
    """In words, safe to print: no control characters, no key, at most 300 characters."""
    status: int | None = None
    retry_after: float | None = None
    """Seconds that the endpoint asks to wait."""
    uncertain: bool = False
    """True when the request was sent and no answer came: it may have been billed."""
    outage: bool = False
    """True when the endpoint is taken to be out: the failure is not this question's, and uses up no attempt."""


class CallFailed(Exception):
    """A call has no answer: carries its `Failure` from the transport to the door, and never leaves them."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


def duration(value: str | None) -> float | None:
    """Return the seconds of a Go duration as `1s`, `12ms`, `6m0s`, `1h2m`; None for anything else."""
    parts = _DURATION.findall(value or "")
    if not parts or "".join(number + unit for number, unit in parts) != value:
        return None
    return sum(float(number) * _UNIT[unit] for number, unit in parts)


def safe(text: str, limit: int = 300) -> str:
    """Return foreign text fit for a message: one line, printable, without keys, at most `limit` characters."""
    text = _SECRET.sub("[key]", " ".join(text[: 8 * limit].split()))
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    return text if len(text) <= limit else text[: limit - 1] + "…"
