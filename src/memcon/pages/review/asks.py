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
from memcon.records.edits import CountriesAre, DateIs, Edited, ParticipantsAre, PlaceIs, SummaryIs, TopicsAre
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
    """Date, place, countries, participants, topics and summary, as edits give them."""


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
    field, given = value.get("field"), value.get("value")
    try:
        if field == "countries" and isinstance(given, list):
            given = [code(one) for one in given]
        elif field == "initiator" and given:
            given = code(given)
        elif field == "place" and isinstance(given, dict) and given.get("country"):
            given = {**given, "country": code(given["country"])}
        elif field == "participants" and isinstance(given, list):
            given = [_person(one) for one in given]
        return _EDITED.validate_python({**value, "value": given})
    except ValidationError as error:
        raise Refused(422, _first(error)) from None


def _person(one: object) -> object:
    if not isinstance(one, dict):
        return one
    country = code(one["country"]) if one.get("country") else None
    return {"name": one.get("name"), "title": one.get("title") or None, "country": country, "role": one.get("role")}


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


def _mention(ask: AddAsk, text: str, published: dt.date | None) -> Mention:
    quotes = tuple(sorted({_quote(span, text) for span in ask.spans}, key=lambda quote: quote.start))
    values = [edited(value) for value in ask.values]
    said: dict[str, Any] = {value.field: value.value for value in values if isinstance(value, _ADDED)}
    people = said.get("participants", ())
    sides = {person.country for person in people if person.country}
    countries = tuple(sorted({*said.get("countries", ()), *sides}))
    if not countries:
        raise Refused(422, "countries: an event has sides; name at least one country or organisation")
    first = quotes[0]
    names = [_named(person.name, text, first.start) for person in people]
    return Mention(
        id=f"{ask.article}#{ask.kind}-{first.start}-{first.end}",
        article=ask.article,
        published=published,
        kind=ask.kind,
        status=ask.status,
        variant=ask.variant,
        date=said.get("date"),
        place=said.get("place"),
        countries=countries,
        participants=tuple(people),
        initiator=None,
        topics=said.get("topics", ()),
        summary=said.get("summary", ""),
        confidence=None,
        quotes=quotes,
        date_evidence=None,
        place_evidence=None,
        names=tuple(name for name in names if name),
        model=REVIEWER,
        prompt=REVIEWER,
    )


_ADDED: Final = (DateIs, PlaceIs, CountriesAre, ParticipantsAre, TopicsAre, SummaryIs)


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
