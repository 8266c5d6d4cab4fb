"""What a model pointed at, before it is established; and what of it was refused."""

import dataclasses
from typing import Literal

from memcon.records.mention import Evidence
from memcon.records.vocabulary import SCHEMA_VERSION, Kind, Role, Status, Variant, record


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A participant as the model pointed at it: words of the article, nothing resolved."""

    name: str
    title: str | None = None
    side: str | None = None
    """The words for the country or organisation that this participant acts for, as written."""
    role: Role | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a strategy draws from a model's answers: labels and copied words, before grounding and resolving."""

    kind: Kind
    status: Status
    variant: Variant
    """The channel of a call, the form of a meeting, the act of a dispute."""
    quotes: tuple[str, ...]
    """Words of the article that report the event, the best first."""
    near: tuple[int, int]
    """The span of the sentences that the model was looking at: where to look first for everything else."""
    parties: tuple[Party, ...] = ()
    initiator: str | None = None
    """The name or country words of who asked for the contact."""
    date_words: str | None = None
    place_words: str | None = None
    topics: tuple[str, ...] = ()
    summary: str = ""
    confidence: float | None = None
    model: str
    prompt: str
    """Name and version of the prompt, as `cascade-fill@3f2a9c1e`."""


@record
class Rejected:
    """What a model pointed at and did not hold, or a reviewer rejected. A line of `rejected.jsonl`."""

    schema_version: Literal[2] = SCHEMA_VERSION
    article: str
    kind: Kind | None
    field: Literal["event", "quote", "name", "date", "place", "status", "variant", "role", "article"]
    """What was refused: a whole event for want of a quote that stands, or one field of it."""
    reason: str
    """A short machine word, as `absent`, `changed_number`, `changed_negation`, `no_date`; `reviewed` by a reviewer.

    Of a status, a variant or a role: `overruled`, where a rule put another in its place, and `doubted`, where a rule
    read another and the model's stands."""
    rule: str | None = None
    """The rule that refused it, as `memcon extract --explain` tells; null where the model or a reviewer did."""
    detail: str
    """The reason in words, with the difference between the model's words and the article's."""
    text: str
    """The model's words."""
    near: Evidence | None
    """The closest place in the article, where there is one."""
    model: str | None
    prompt: str | None

    @property
    def order(self) -> tuple[str, str, str, str, str]:
        """What its file is sorted by."""
        return self.article, self.kind or "", self.field, self.reason, self.text
