"""Events as somebody marks them in the text of an article: what every annotation tool holds in a form of its own.

Pure. Knows no tool and no run. Offsets are in code points of the text, as everywhere in memcon; a format whose tool
counts otherwise turns them (`units`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias, get_args

from memcon.records import Kind
from memcon.records.fields import editable
from memcon.records.kinds import KINDS
from memcon.records.vocabulary import Role, Status

SpanLabel = Literal["participant", "date", "place", "quote"]
SPAN_LABELS: Final[tuple[SpanLabel, ...]] = get_args(SpanLabel)
"""What words are to an event, beside the first quote, which is the event's own span."""
EVENT_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
ROLES: Final[tuple[str, ...]] = (*get_args(Role), "participant", "date", "place", "quote")
"""What a span is in an event: the role of who took part, `participant` where no role is told, or its label."""
STATUSES: Final[tuple[str, ...]] = get_args(Status)
VARIANTS: Final[Mapping[str, tuple[str, ...]]] = {kind: KINDS[kind].variants for kind in EVENT_KINDS}
"""Of each kind, the words for its form, channel or act."""
EVENT_VALUES: Final = tuple(
    "others" if row.name == "participants" else row.name for row in editable() if row.name != "kind"
)
"""What is told of an event in words (`values`), in the order in which it is written. `others` are participants whose
names do not stand in this article."""
SPAN_VALUES: Final[tuple[str, ...]] = ("country", "title", "name")
"""What is told of a participant; `name` where the words here are not the name that the event has."""
RELATIONS: Final = ("same", "fulfils", "cancels", "denies")
"""What ties two marked events: `same`, they are one event; or the first is what became of the second."""


Decision = Literal["", "accept", "reject"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the text that are something to an event; several events may share one."""

    id: str
    """`T1`, `T2` …: unique in its document."""
    label: SpanLabel
    start: int
    end: int
    values: Mapping[str, str] = field(default_factory=dict)
    """Of a participant; those that are not known are left out."""


@dataclass(frozen=True, slots=True)
class Argument:
    """A span in an event."""

    role: str
    span: str
    """Id of the span."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """An event, marked on the words of its first quote."""

    id: str
    """`E1`, `E2` …: unique in its document."""
    kind: Kind
    start: int
    end: int
    values: Mapping[str, str] = field(default_factory=dict)
    """By the names of `EVENT_VALUES`, in words; those that are not known are left out."""
    arguments: tuple[Argument, ...] = ()
    mention: str = ""
    """Id of the mention of the run that it shows; empty of one that an annotator added."""
    decision: Decision = ""
    """What an annotator says of it, in a form that has a word for it."""
    note: str = ""
    quote: str = ""
    """Its words, in a form without the text, where somebody added it: offsets mean nothing then."""
    cut: bool = False
    """Whether its row ends before its mention: it is of an event that was added, or was cut."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie between two annotations of one document."""

    type: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article with what is marked in it."""

    article: str
    """Id of the article; empty where a tool has not kept it, and the text must tell."""
    text: str
    spans: tuple[Span, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    relations: tuple[Relation, ...] = ()
    mark: str = ""
    """Hash of what memcon wrote of it: what comes back is held against the same. Empty where it was not kept."""
    looked: bool | None = None
    """Whether somebody looked at it; None where the tool does not tell."""
    annotator: str = ""
    """Who, as the tool tells."""
    where: str = ""
    """File and line or number that it was read from."""
    unsaid: frozenset[str] = frozenset()
    """Values of events that its form has no place for any more, as a column that was deleted: they are as they were."""
    damaged: bool = False
    """Whether something of it could not be read: what is missing in it may be that, and was not taken away."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line, a task or an annotation that cannot be taken: `where` it stands, and why, in words."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


Piece: TypeAlias = Document | Refused
"""What a reader of a format yields."""


def with_damage(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield what was read of one document: the document says so where something before it was refused."""
    refused = False
    for piece in pieces:
        if isinstance(piece, Refused):
            refused = True
            yield piece
        else:
            yield replace(piece, damaged=piece.damaged or refused)


def problems(document: Document) -> Iterator[str]:
    """Yield in words what in a document is none: offsets outside of its text, ids that stand twice or nowhere."""
    length = len(document.text)
    spans = {span.id for span in document.spans}
    kept = [(span.id, span.start, span.end) for span in document.spans]
    kept += [(one.id, one.start, one.end) for one in document.annotations]
    known: set[str] = set()
    for name, start, end in kept:
        if name in known:
            yield f"the id {name!r} stands twice"
        known.add(name)
        if not 0 <= start < end <= length:
            yield f"{name!r} is from {start} to {end}, and the text has {length} characters"
    for annotation in document.annotations:
        for argument in annotation.arguments:
            if argument.span not in spans:
                yield f"{annotation.id!r} names {argument.span!r}, which is no span of it"
    events = {annotation.id for annotation in document.annotations}
    for relation in document.relations:
        if not {relation.source, relation.target} <= events:
            yield f"a relation {relation.type!r} is between {relation.source!r} and {relation.target!r}: no two events"
