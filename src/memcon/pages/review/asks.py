"""What a page asks for, and the decision that it becomes. Everything in it is checked: it comes over a socket."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, Literal

import pycountry
from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError
from pydantic import Field as Constraint

from memcon.records import Act, Channel, Event, Evidence, Form, Kind, Mention, Quote, Status
from memcon.records.decision import (
    REVIEWER,
    Accept,
    Add,
    Decision,
    Edit,
    MergeEvents,
    Reject,
    Seen,
    Split,
    Target,
    Undo,
)
from memcon.records.edits import Edited
from memcon.records.fields import FIELDS, Sort, editable
from memcon.records.vocabulary import Id, Note
from memcon.resolve.countries import ORGANISATIONS, resolve_country

Names = Annotated[tuple[Annotated[str, StringConstraints(max_length=4000)], ...], Constraint(min_length=1)]
"""The ids of the mentions of an event: what names it for certain while a run is reviewed."""
Values = Annotated[list[dict[str, Any]], Constraint(max_length=20)]
Span = tuple[Annotated[int, Constraint(ge=0)], Annotated[int, Constraint(gt=0)]]


class Ask(BaseModel):
    """What every request says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    note: Note = ""
    when: AwareDatetime | None = None
    """When it was decided, which may be long before it could be sent."""


class AcceptAsk(Ask):
    """Accept an event."""

    action: Literal["accept"]
    event: Names


class RejectAsk(Ask):
    """Reject an event."""

    action: Literal["reject"]
    event: Names


class EditAsk(Ask):
    """Give fields of an event other values."""

    action: Literal["edit"]
    event: Names
    edits: Values


class MergeAsk(Ask):
    """Make one event of several."""

    action: Literal["merge"]
    events: Annotated[tuple[Names, ...], Constraint(min_length=2, max_length=100)]


class SplitAsk(Ask):
    """Make several events of one."""

    action: Literal["split"]
    event: Names
    parts: Annotated[tuple[Names, ...], Constraint(min_length=2, max_length=100)]


class AddAsk(Ask):
    """Add an event that was missed."""

    action: Literal["add"]
    article: str
    spans: Annotated[tuple[Span, ...], Constraint(min_length=1, max_length=20)]
    kind: Kind
    status: Status
    variant: Channel | Form | Act
    values: Values = []
    """What else is known of it, as edits give it."""


class UndoAsk(Ask):
    """Take a decision back."""

    action: Literal["undo"]
    undoes: Id


AnyAsk = Annotated[
    AcceptAsk | RejectAsk | EditAsk | MergeAsk | SplitAsk | AddAsk | UndoAsk, Constraint(discriminator="action")
]
ASK: Final[TypeAdapter[AnyAsk]] = TypeAdapter(AnyAsk)
_EDITED: Final[TypeAdapter[Edited]] = TypeAdapter(Edited)


class Refused(Exception):
    """A request that cannot become a decision; `status` is HTTP's, the text is for the reviewer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        self.status, self.message = status, message

    def __str__(self) -> str:
        return self.message


def parsed(body: bytes) -> AnyAsk:
    """Return what a body asks for. Raises Refused, 422, naming the first field that is wrong."""
    try:
        return ASK.validate_json(body)
    except ValidationError as error:
        raise Refused(422, _first(error)) from None


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'the request'}: {first['msg'].lower()}"


def decided(  # noqa: PLR0911  one line a kind of decision
    ask: AnyAsk, who: str, find: Callable[[Names], Target], seen: Callable[[str], tuple[Seen, str, dt.date | None]]
) -> Decision:
    """Return the decision that is asked for.

    `find` gives the event of mentions as it stands now, `seen` an article with its text and its day of publication.
    Raises Refused where an event is not there any more, or a value is none.
    """
    now = dt.datetime.now(dt.UTC)
    head: dict[str, Any] = {"id": ask.id, "who": who, "note": ask.note, "when": min(ask.when or now, now)}
    try:
        match ask:
            case AcceptAsk():
                return Accept(target=find(ask.event), **head)
            case RejectAsk():
                return Reject(target=find(ask.event), **head)
            case EditAsk():
                return Edit(target=find(ask.event), edits=tuple(map(edited, ask.edits)), **head)
            case MergeAsk():
                return MergeEvents(targets=tuple(map(find, ask.events)), **head)
            case SplitAsk():
                return Split(target=find(ask.event), parts=ask.parts, **head)
            case UndoAsk():
                return Undo(undoes=ask.undoes, **head)
            case AddAsk():
                article, text, published = seen(ask.article)
                return Add(mention=_mention(ask, text, published), seen=article, **head)
    except ValidationError as error:
        raise Refused(422, _first(error)) from None


def edited(value: Mapping[str, Any]) -> Edited:
    """Return the value of a field that a reviewer gives; countries may be told by name."""
    row, given = FIELDS.get(str(value.get("field"))), value.get("value")
    read = _READ.get(row.sort) if row else None
    try:
        return _EDITED.validate_python({**value, "value": read(given) if read and given else given})
    except ValidationError as error:
        raise Refused(422, _first(error)) from None


def _place(given: object) -> object:
    if not isinstance(given, dict) or not given.get("country"):
        return given
    return {**given, "country": code(given["country"])}


def _person(given: object) -> object:
    if not isinstance(given, dict):
        return given
    country = code(given["country"]) if given.get("country") else None
    return {
        "name": given.get("name"),
        "title": given.get("title") or None,
        "country": country,
        "role": given.get("role"),
    }


def _each(read: Callable[[object], object]) -> Callable[[object], object]:
    return lambda given: [read(each) for each in given] if isinstance(given, list) else given


def code(words: object) -> str:
    """Return the code of a country or organisation that is given by its code or its name."""
    text = str(words).strip()
    upper = text.upper()
    if upper in ORGANISATIONS or upper == "XKX" or (len(upper) == 3 and pycountry.countries.get(alpha_3=upper)):
        return upper
    found = resolve_country(text, language="en")
    if found is None:
        raise Refused(422, f"no country or organisation is known as {text!r}: give its code, as CHN, NATO, UNO")
    return found


_READ: Final[Mapping[Sort, Callable[[Any], object]]] = {
    "code": code, "codes": _each(code), "place": _place, "people": _each(_person),
}  # fmt: skip
"""How the value of a field is read where countries may be told by name, by the sort of the value."""


def _mention(ask: AddAsk, text: str, published: dt.date | None) -> Mention:
    quotes = tuple(sorted({_quote(span, text) for span in ask.spans}, key=lambda quote: quote.start))
    said: dict[str, Any] = {row.name: row.empty for row in editable() if row.sort != "choice"}
    said |= {given.field: given.value for given in map(edited, ask.values) if given.field in said}
    sides = {person.country for person in said["participants"] if person.country}
    said["countries"] = tuple(sorted({*said["countries"], *sides}))
    if not said["countries"]:
        raise Refused(422, "countries: an event has sides; name at least one country or organisation")
    first = quotes[0]
    names = [_named(person.name, text, first.start) for person in said["participants"]]
    return Mention(
        id=f"{ask.article}#{ask.kind}-{first.start}-{first.end}",
        article=ask.article,
        published=published,
        kind=ask.kind,
        status=ask.status,
        variant=ask.variant,
        confidence=None,
        quotes=quotes,
        date_evidence=None,
        place_evidence=None,
        names=tuple(name for name in names if name),
        model=REVIEWER,
        prompt=REVIEWER,
        **said,
    )


def _quote(span: Span, text: str) -> Quote:
    """Return the selected words, without white space at their ends."""
    start, end = span
    words = text[start:end]
    if end > len(text) or not words.strip():
        raise Refused(422, "no words of the article are selected")
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return Quote(text=words, start=start, end=start + len(words), match="exact")


def _named(name: str, text: str, near: int) -> Evidence | None:
    """Return the place of a name that is nearest to the quote, where it stands in the article."""
    places = [at for at in (text.rfind(name, 0, near + len(name)), text.find(name, near)) if at >= 0]
    if not name or not places:
        return None
    start = min(places, key=lambda at: abs(at - near))
    return Evidence(text=name, start=start, end=start + len(name))


def names(event: Event) -> frozenset[str]:
    """Return the ids of the mentions of an event."""
    return frozenset(proof.mention for proof in event.mentions)
