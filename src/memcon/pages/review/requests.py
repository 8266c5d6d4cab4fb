"""The decision that becomes of what is asked for."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

import pycountry
from pydantic import TypeAdapter, ValidationError

from memcon.pages.review.asked import (
    AddRequest,
    AnyRequest,
    EditRequest,
    MergeRequest,
    Names,
    ReadRequest,
    RequestRefused,
    SettleRequest,
    Span,
    SplitRequest,
    UndoRequest,
    VerdictRequest,
    first_wrong,
)
from memcon.records import ArticleState, Event, Evidence, Mention, Quote, publisher
from memcon.records.decision import (
    REVIEWER,
    Accept,
    Add,
    Decision,
    Edit,
    MergeEvents,
    Read,
    Reject,
    Seen,
    Split,
    Target,
    Undo,
)
from memcon.records.edits import Edited
from memcon.records.fields import FIELDS, Sort, editable
from memcon.resolve.countries import ORGANISATIONS, resolve_country

_VERDICTS: Final[Mapping[str, type[Accept | Reject]]] = {"accept": Accept, "reject": Reject}
_EDITED: Final[TypeAdapter[Edited]] = TypeAdapter(Edited)
_SIDELESS: Final = "countries: an event has sides; name at least one country or organisation"


def decided(  # noqa: PLR0911  one line a kind of decision
    request: AnyRequest,
    who: str,
    find: Callable[[Names], Target],
    seen: Callable[[str], tuple[ArticleState, str]],
) -> Decision:
    """Return the decision that is asked for.

    `find` gives the event of mentions as it stands now, `seen` an article of the run with its text.
    Raises RequestRefused where an event is not there any more, or a value is none.
    """
    now = dt.datetime.now(dt.UTC)
    head: dict[str, Any] = {"id": request.id, "who": who, "note": request.note, "when": min(request.when or now, now)}
    try:
        match request:
            case VerdictRequest():
                verdict = _VERDICTS[request.action]
                return verdict(target=find(request.event), **head)
            case EditRequest():
                edits = tuple(map(edited, request.edits))
                if any(each.field == "countries" and not each.value for each in edits):
                    raise RequestRefused(422, _SIDELESS)
                return Edit(target=find(request.event), edits=edits, **head)
            case MergeRequest():
                return MergeEvents(targets=tuple(map(find, request.events)), **head)
            case SplitRequest():
                return Split(target=find(request.event), parts=request.parts, **head)
            case UndoRequest():
                return Undo(undoes=request.undoes, **head)
            case SettleRequest():
                raise RequestRefused(409, "nothing is settled here: memcon review OUT --adjudicate does so")
            case ReadRequest():
                article, _ = seen(request.article)
                return Read(seen=Seen(article=article.article, sha256=article.sha256), **head)
            case AddRequest():
                article, text = seen(request.article)
                known = Seen(article=article.article, sha256=article.sha256)
                return Add(mention=_mention(request, text, article), seen=known, **head)
    except ValidationError as error:
        raise RequestRefused(422, first_wrong(error)) from None


def edited(value: Mapping[str, Any]) -> Edited:
    """Return the value of a field that a reviewer gives; countries may be told by name."""
    row, given = FIELDS.get(str(value.get("field"))), value.get("value")
    read = _READ.get(row.sort) if row else None
    try:
        return _EDITED.validate_python({**value, "value": read(given) if read and given else given})
    except ValidationError as error:
        raise RequestRefused(422, first_wrong(error)) from None


def _place(given: object) -> object:
    if not isinstance(given, dict):
        return given
    _check_name("place: it", given.get("name"))
    return {**given, "country": code(given["country"])} if given.get("country") else given


def _person(given: object) -> object:
    if not isinstance(given, dict):
        return given
    country = code(given["country"]) if given.get("country") else None
    name = given.get("name")
    _check_name("participants: each", name)
    return {
        "name": name,
        "title": given.get("title") or None,
        "country": country,
        "role": given.get("role"),
    }


def _check_name(whose: str, name: object) -> None:
    if isinstance(name, str) and not any(map(str.isalnum, name)):
        raise RequestRefused(422, f"{whose} has a name, of letters or numbers")


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
        raise RequestRefused(422, f"no country or organisation is known as {text[:60]!r}: give a code, as CHN or NATO")
    return found


_READ: Final[Mapping[Sort, Callable[[Any], object]]] = {
    "code": code, "codes": _each(code), "place": _place, "people": _each(_person),
}  # fmt: skip
"""How the value of a field is read where countries may be told by name, by the sort of the value."""


def _mention(request: AddRequest, text: str, article: ArticleState) -> Mention:
    quotes = tuple(sorted({_quote(span, text) for span in request.spans}, key=lambda quote: quote.start))
    said: dict[str, Any] = {row.name: row.empty for row in editable() if row.sort != "choice"}
    said |= {given.field: given.value for given in map(edited, request.values) if given.field in said}
    sides = {person.country for person in said["participants"] if person.country}
    said["countries"] = tuple(sorted({*said["countries"], *sides}))
    if not said["countries"]:
        raise RequestRefused(422, _SIDELESS)
    first = quotes[0]
    names = [_named(person.name, text, first.start) for person in said["participants"]]
    return Mention(
        id=f"{request.article}#{request.kind}-{first.start}-{first.end}",
        article=request.article,
        published=article.published,
        source=publisher(article.source, article.url),
        language=article.language,
        kind=request.kind,
        status=request.status,
        variant=request.variant,
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
        raise RequestRefused(422, "no words of the article are selected")
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
