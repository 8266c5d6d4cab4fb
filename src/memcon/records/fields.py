"""The fields of an event, a row each, from which every other list of them is made.

Comparing, correcting, filtering and exporting ask a row for its value and for what sort of value that is; each has one
rule a sort. A field is added by its attribute in `event` (in `mention` too, where articles report it), its row here,
and how it is chosen from mentions (`memcon.events.merge.choose`); one that reviewers edit also by its class in `edits`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final, Literal, get_args

from memcon.records.event import Record, proofs_of
from memcon.records.kinds import KINDS, variant_of
from memcon.records.vocabulary import Kind, Status

Sort = Literal[
    "label", "choice", "date", "day", "place", "code", "codes", "people", "words", "text", "number",
    "links", "conflicts", "doubts", "merges", "decisions", "proofs", "span", "spans", "reported",
]  # fmt: skip
"""What a value is. `label` names something, `choice` is one of a few words, `code` a country's, `day` one day; `span`
are words of an article, with how a date was understood; the plurals are tuples, whose order means nothing."""
MANY: Final = frozenset({
    "codes", "people", "words", "links", "conflicts", "doubts", "merges", "decisions", "proofs", "spans",
})  # fmt: skip
ReadFrom = Literal["", "quotes", "date", "place", "names"]
"""Which words of an article show a value: none, its quotes, or those that stand beside them for it."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """What all of memcon knows of one field."""

    name: str
    sort: Sort
    label: str = ""
    """What a reader is told instead of its name."""
    each: str = ""
    """The same of one of its values, where it has many."""
    read_from: ReadFrom = ""
    editable: bool = False
    """Reviewers may give it another value."""
    accepted: bool = False
    """An accepted event is accepted for it: it is no words of the model, other in every run."""
    quiet: bool = False
    """It says how an event was found and not what it was."""
    filtered: bool = False
    """The report sets it in a column to filter by."""
    part: bool = False
    """One article contributes it: it is read of a `Proof`, and is a field of a mention."""
    attributes: tuple[str, ...] | None = None
    """The attributes of events and mentions that it is read from, where that is not its name."""
    follows: tuple[str, ...] = ()
    """The fields whose changes say all that a change of it would."""
    choices: tuple[str, ...] = ()
    """The words that it is one of; of a variant, those of its kind (`KINDS`)."""
    value: Callable[[Any], Any] | None = None
    """How it is read, where that is not its attribute."""
    of: Callable[[Any], Any] = field(init=False)
    """Returns its value in a record, or of a part in a proof; empty where one kind of record has none."""

    def __post_init__(self) -> None:
        """Build `of`, which is asked for hundreds of thousands of times."""
        name, empty = self.name, self.empty
        of = self.value or (attrgetter(name) if self.shared else lambda record: getattr(record, name, empty))
        object.__setattr__(self, "of", of)

    @property
    def shared(self) -> bool:
        """Whether events and mentions have it alike."""
        return self.editable or self.part

    @property
    def many(self) -> bool:
        """Whether it holds several values."""
        return self.sort in MANY

    @property
    def empty(self) -> Any:  # noqa: ANN401  as the field's
        """What it holds where nothing is known."""
        return () if self.many else "" if self.sort == "text" else None

    @property
    def words(self) -> str:
        """What a reader is told for its name."""
        return self.label or self.name.replace("_", " ")


def _code(scheme: str) -> Callable[[Record], str | None]:
    return lambda record: getattr(getattr(record, "codes", None), scheme, None)


def _published(record: Record) -> str | None:
    published = getattr(record, "published", None)
    return published.isoformat() if published else None


def _decisions(record: Record) -> tuple[Any, ...]:
    review = getattr(record, "review", None)
    return review.decisions if review else ()


_CLAIM: Final[dict[str, Any]] = {"read_from": "quotes", "editable": True, "accepted": True}
_ROWS: Final = (
    FieldRow("schema_version", "label", "schema"),
    FieldRow("id", "label", filtered=True),
    FieldRow("kind", "choice", filtered=True, choices=get_args(Kind), **_CLAIM),
    FieldRow("status", "choice", filtered=True, choices=get_args(Status), **_CLAIM),
    FieldRow(
        "variant", "choice", filtered=True, follows=("kind",), value=variant_of,
        attributes=("variant", *(kind.variant for kind in KINDS.values())), **_CLAIM,
    ),
    FieldRow("date", "date", read_from="date", editable=True, accepted=True, filtered=True),
    FieldRow("earliest", "day", follows=("date", "status"), quiet=True),
    FieldRow("latest", "day", follows=("date", "status"), quiet=True),
    FieldRow("place", "place", read_from="place", editable=True, accepted=True),
    FieldRow("countries", "codes", "who", filtered=True, **_CLAIM),
    FieldRow(
        "participants", "people", "people", "person", read_from="names", editable=True, accepted=True, filtered=True
    ),
    FieldRow("initiator", "code", "asked by", **_CLAIM),
    FieldRow("topics", "words", each="topic", read_from="quotes", editable=True),
    FieldRow("summary", "text", read_from="quotes", editable=True),
    *(
        FieldRow(
            f"codes.{scheme}", "label", follows=("kind", "status", "variant"), attributes=("codes",),
            value=_code(scheme),
        )
        for scheme in ("plover", "plover_mode", "cameo", "ace")
    ),
    FieldRow("links", "links", each="link"),
    FieldRow("conflicts", "conflicts", "disputed", "disputed", filtered=True),
    FieldRow("doubts", "doubts", each="doubt", quiet=True, filtered=True),
    FieldRow("published", "label", value=_published),
    FieldRow("source", "label", quiet=True),
    FieldRow("language", "label", quiet=True),
    FieldRow("article", "label", part=True),
    FieldRow(
        "mentions", "proofs", "told in", filtered=True, value=proofs_of,
        attributes=(
            "mentions", "article", "quotes", "date_evidence", "place_evidence", "names", "model", "prompt",
        ),
    ),
    FieldRow("quotes", "spans", "quote", part=True),
    FieldRow("date_words", "span", part=True, follows=("date",), value=attrgetter("date")),
    FieldRow("place_words", "span", part=True, follows=("place",), value=attrgetter("place")),
    FieldRow("names", "spans", part=True, follows=("participants",)),
    FieldRow("reported", "reported", quiet=True),
    FieldRow("confidence", "number", quiet=True, filtered=True),
    FieldRow("merges", "merges", "merging", quiet=True),
    FieldRow("mention", "label", quiet=True, part=True),
    FieldRow("model", "label", quiet=True, part=True),
    FieldRow("prompt", "label", quiet=True, part=True),
    FieldRow("link_ids", "links", "links", quiet=True, attributes=(), value=lambda _: ()),  # links whose event moved
    FieldRow("review", "decisions", value=_decisions),
)  # fmt: skip
FIELDS: Final[dict[str, FieldRow]] = {row.name: row for row in _ROWS}
"""By name, in the order in which changes are told."""


def editable() -> list[FieldRow]:
    """Return the fields that reviewers may edit."""
    return [row for row in FIELDS.values() if row.editable]


def known() -> frozenset[str]:
    """Return the attributes of events and mentions that a row is read from."""
    attributes = ((row.name,) if row.attributes is None else row.attributes for row in FIELDS.values() if not row.part)
    return frozenset(name for names in attributes for name in names)
