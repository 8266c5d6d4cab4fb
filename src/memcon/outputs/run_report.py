"""How a run went, as `run.json` tells it: made, written and read as this one type.

Holds all that is needed to repeat a run, to know what it cost, and to tell why it ended. Knows no key: a model's spec
has none. Read leniently: what an older memcon did not write yet is empty, what a newer one writes besides is left out.
"""

import dataclasses
from dataclasses import field
from typing import Any, Final, Literal

from pydantic import TypeAdapter, ValidationError

from memcon.errors import DataError
from memcon.models.usage import LimitChange, Missing, Usage
from memcon.records import SCHEMA_VERSION, record, versions
from memcon.records.jsonl import MADE_AGAIN, BadLine, parse_object

Counts = dict[str, int]
MOST_DIGITS: Final = 30
"""Of a whole number in `run.json`: figures have less, and what users set as a limit."""


@record
class AppliedReview:
    """How many decisions of reviewers a run applied, and what became of them."""

    decisions: int
    last: str | None
    """Id of the last one; those after it in `review.jsonl` were made since."""
    changed: int = 0
    """Hold on changed evidence."""
    held: int = 0
    stale: int = 0
    """Do not hold any more."""


@record
class Seal:
    """SHA-256, in hexadecimal, of what a run wrote, by which any change of it is seen. `memcon verify` compares."""

    files: dict[str, str]
    """Of the bytes of each file, by name. `articles.jsonl` holds that of the text of each article."""
    decisions: str
    """Of the lines of the decisions that were applied."""
    report: str
    """Of this value without its `seal`: as JSON in ASCII, with sorted keys and without spaces."""


@record
class Answers:
    """What the answers that a run was read from took, whenever they were paid for: the sum of its articles."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    """Of the prompts."""
    cost: float | None = None
    """US dollars at the prices of this run; null for a model without a price."""
    tokens_an_event: float | None = None
    """Of prompts and answers; null without an event."""
    cost_an_event: float | None = None

    def of_events(self, events: int) -> "Answers":
        """Return the same of a run with so many events."""
        tokens, cost = self.prompt_tokens + self.completion_tokens, self.cost
        return dataclasses.replace(
            self,
            tokens_an_event=round(tokens / events, 1) if events else None,
            cost_an_event=round(cost / events, 6) if events and cost is not None else None,
        )


@record
class RunReport:
    """How a run went: the content of `run.json`. Times and figures of traffic are of this run alone."""

    schema_version: Literal[2] = SCHEMA_VERSION
    memcon: str = ""
    """Its version."""
    python: str = ""
    platform: str = ""
    libraries: dict[str, str] = field(default_factory=dict)
    """Versions of the libraries that shape a result."""
    model: str = ""
    endpoint: str = ""
    """The endpoint's name in the ledger."""
    base_url: str | None = None
    profile: dict[str, Any] = field(default_factory=dict)
    """How the model was asked."""
    takes: dict[str, Any] = field(default_factory=dict)
    """How questions were put to the endpoint at the end, where that is not as they are asked: what it does not take."""
    served_models: tuple[str, ...] = ()
    """Names under which the endpoint answered."""
    strategy: str = ""
    prompts: tuple[str, ...] = ()
    """Name and version of each prompt that was asked."""
    settings: dict[str, Any] = field(default_factory=dict)
    """What the caller was told: inputs, limits, ledger, prices."""
    articles: Counts = field(default_factory=dict)
    """How many articles ended in each state."""
    unread: bool = False
    """Whether the run ended before all its input was read."""
    failures: Counts = field(default_factory=dict)
    """How many articles failed, by reason."""
    copies: int = 0
    """How many articles were read with the answers about others, of which they are copies (`copies_once`)."""
    mentions: int = 0
    rejected: int = 0
    events: Counts = field(default_factory=dict)
    """By kind."""
    review: AppliedReview | None = None
    """Null where there were no decisions to apply."""
    usage: Usage = Usage()
    answers: Answers = Answers()
    repairs: Counts = field(default_factory=dict)
    """How many answers were read with each kind of repair, as `prose` round it, or `null_list`."""
    missing: Missing = Missing()
    concurrency: tuple[LimitChange, ...] = ()
    """How the limit of calls in flight went."""
    started: str = ""
    """ISO 8601, to the second, with its zone."""
    seconds: float = 0.0
    exit_code: int = 0
    """Of the command line."""
    stopped: str | None = None
    """Why the run ended before its last article, in words."""
    stop_reason: str | None = None
    """The same as a short machine word, as `quota`, `budget`, `interrupted`."""
    seal: Seal | None = None
    """Hashes of what the run wrote; null before it is written."""

    def as_json(self) -> dict[str, Any]:
        """Return the values as JSON has them, by their names in `run.json`."""
        values: dict[str, Any] = _REPORT.dump_python(self, mode="json")
        return values

    def dump(self) -> bytes:
        r"""Return the bytes of `run.json`: indented, keys in this order, its `\n` included."""
        return _REPORT.dump_json(self, indent=2) + b"\n"


_REPORT: Final = TypeAdapter(RunReport)


def read_report(name: str, data: bytes) -> RunReport:
    """Return what the bytes of the file `name` say.

    Raises:
        DataError: they are no JSON object, are of a newer memcon, or say something that cannot be.
    """
    try:
        values = parse_object(data)
    except BadLine as error:
        raise DataError(f"{name!r}: {error}; {MADE_AGAIN}") from None
    version = values.get("schema_version")
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise DataError(f"{name!r}: schema version {version} is newer than this memcon reads; upgrade memcon")
    if _is_huge(values):
        raise DataError(f"{name!r}: a number of more than {MOST_DIGITS} digits, as no run has one; {MADE_AGAIN}")
    try:
        return _REPORT.validate_python(versions.upgraded(values), extra="ignore")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise DataError(f"{name!r}: {'.'.join(map(str, first['loc']))}: {first['msg'].lower()}; {MADE_AGAIN}") from None


def _is_huge(value: object) -> bool:
    """Say whether a value of JSON holds a whole number that no fraction can be made of."""
    if isinstance(value, dict):
        return any(map(_is_huge, value.values()))
    if isinstance(value, list):
        return any(map(_is_huge, value))
    return isinstance(value, int) and abs(value) >= 10**MOST_DIGITS
