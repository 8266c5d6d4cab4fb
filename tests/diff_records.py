"""Records to compare: a small world of two articles, and strategies for runs over it that differ as real runs do."""

import dataclasses
import datetime as dt
from typing import Any

from hypothesis import strategies as st

from memcon.codes import codes_of
from memcon.diff.values import Record
from memcon.records import (
    Call,
    Conflict,
    DateEvidence,
    Dispute,
    EventDate,
    EventLink,
    Evidence,
    Meeting,
    Mention,
    Merge,
    Participant,
    Place,
    Proof,
    Quote,
)

TEXTS = {
    "a.txt": "General Ito called General Haddad on Monday. Norland then accused Sudland of shelling a border post. "
    "Both ministers, Anna Berg and Omar Haddad, will meet in Geneva on 4 May. Norland expelled two diplomats.",
    "b.txt": "Menteri Luar Negeri Anna Berg berbicara lewat telepon dengan Omar Haddad pada Senin malam. "
    "Keduanya akan bertemu di Jenewa pada 4 Mei. Norland mengusir dua diplomat Sudland.",
    "c.txt": "Two days later the envoys of Norland and Sudland met in Oslo, where Jun Ito mediated between them.",
}
PEOPLE = ("Anna Berg", "Omar Haddad", "Jun Ito", "Liu Zhenli", "Liu Henli", "Norland")
CODES = ("NOR", "SDN", "JPN", "CHN")


def quote(article: str, words: str, match: Any = "exact") -> Quote:
    start = TEXTS[article].index(words)
    return Quote(text=words, start=start, end=start + len(words), match=match)


def proof(article: str, *words: str, date: str | None = None, **more: Any) -> Proof:
    quotes = tuple(quote(article, each) for each in words)
    start = TEXTS[article].index(date) if date else 0
    told = DateEvidence(text=date, start=start, end=start + len(date), basis="given") if date else None
    first = quotes[0]
    known = {"place": None, "names": (), "model": "m", "prompt": "fill@1", **more}
    return Proof(mention=f"{article}#x-{first.start}-{first.end}", article=article, quotes=quotes, date=told, **known)


def day(text: str | None) -> EventDate | None:
    if text is None:
        return None
    return EventDate(start=dt.date.fromisoformat(text), end=dt.date.fromisoformat(text), precision="day")


def person(name: str, country: str | None = None, title: str | None = None, role: Any = None) -> Participant:
    return Participant(name=name, title=title, country=country, role=role)


VARIANTS: dict[str, tuple[type[Any], str, tuple[str, ...]]] = {
    "call": (Call, "channel", ("phone", "video")),
    "meeting": (Meeting, "form", ("talks", "visit")),
    "dispute": (Dispute, "act", ("accuse", "expel")),
}


def event(
    kind: str = "call",
    *proofs: Proof,
    on: str | None = "2024-04-29",
    countries: tuple[str, ...] = ("NOR", "SDN"),
    people: tuple[Participant, ...] = (person("Anna Berg", "NOR"), person("Omar Haddad", "SDN")),
    variant: str | None = None,
    **more: Any,
) -> Any:
    shape, field, variants = VARIANTS[kind]
    variant = variant or variants[0]
    status = more.get("status", "occurred")
    known = {
        "id": "-".join((kind, on or "undated", *countries)), "status": status, "date": day(on), "place": None,
        "countries": countries, "participants": people, "initiator": None, "topics": (), "summary": "They spoke.",
        "confidence": 0.9, "codes": codes_of(kind, status, variant), "links": (), "conflicts": (), "merges": (),  # type: ignore[arg-type]
        "mentions": proofs or (proof("a.txt", "General Ito called General Haddad on Monday."),),
    }  # fmt: skip
    return shape(**{**known, field: variant, **more})


def mention(article: str, *words: str, kind: str = "call", on: str | None = "2024-04-29", **more: Any) -> Mention:
    quotes = tuple(quote(article, each) for each in words)
    known = {
        "id": f"{article}#{kind}-{quotes[0].start}-{quotes[0].end}", "article": article, "published": None,
        "kind": kind, "status": "occurred", "variant": VARIANTS[kind][2][0], "date": day(on), "place": None,
        "countries": ("NOR", "SDN"), "participants": (person("Anna Berg", "NOR"),), "initiator": None, "topics": (),
        "summary": "", "confidence": None, "quotes": quotes, "date_evidence": None, "place_evidence": None,
        "names": (), "model": "m", "prompt": "fill@1",
    }  # fmt: skip
    return Mention(**{**known, **more})


# --- strategies ---


@st.composite
def _spans(draw: st.DrawFn, article: str) -> Quote:
    text = TEXTS[article]
    start = draw(st.integers(0, len(text) - 30))
    end = draw(st.integers(start + 5, min(len(text), start + 90)))
    return Quote(text=text[start:end], start=start, end=end, match=draw(st.sampled_from(["exact", "folded"])))


@st.composite
def _proofs(draw: st.DrawFn, article: str) -> Proof:
    quotes = tuple(sorted(draw(st.lists(_spans(article), min_size=1, max_size=2)), key=lambda q: q.start))
    place = draw(st.none() | _spans(article).map(lambda q: Evidence(text=q.text, start=q.start, end=q.end)))
    prompt = draw(st.sampled_from(["fill@1", "fill@2"]))
    return Proof(
        mention=f"{article}#{quotes[0].start}", article=article, quotes=quotes, date=None, place=place, names=(),
        model="m", prompt=prompt,
    )  # fmt: skip


_people = st.builds(
    Participant,
    name=st.sampled_from(PEOPLE),
    title=st.sampled_from([None, "minister", "general"]),
    country=st.sampled_from([None, *CODES[:2]]),
    role=st.sampled_from([None, "actor", "target"]),
)
_dates = st.none() | st.builds(
    lambda start, days, precision: EventDate(start=start, end=start + dt.timedelta(days), precision=precision),
    st.dates(dt.date(2024, 4, 26), dt.date(2024, 5, 4)) | st.just(dt.date(2023, 5, 4)),
    st.sampled_from([0, 0, 6]),
    st.sampled_from(["day", "week"]),
)


@st.composite
def events(draw: st.DrawFn) -> Any:
    kind = draw(st.sampled_from(["call", "meeting", "dispute"]))
    articles = draw(st.lists(st.sampled_from(sorted(TEXTS)), min_size=1, max_size=2, unique=True))
    date = draw(_dates)
    return event(
        kind,
        *(draw(_proofs(article)) for article in articles),
        id=draw(st.sampled_from([f"{kind}-1", f"{kind}-2", f"{kind}-3"])),
        status=draw(st.sampled_from(["occurred", "occurred", "planned"])),
        variant=draw(st.sampled_from(VARIANTS[kind][2])),
        date=date,
        place=draw(st.none() | st.builds(Place, name=st.just("Oslo"), country=st.sampled_from([None, "NOR"]))),
        countries=tuple(sorted(draw(st.sets(st.sampled_from(CODES), max_size=3)))),
        people=tuple(draw(st.lists(_people, max_size=3))),
        topics=tuple(draw(st.lists(st.sampled_from(["border", "trade"]), max_size=2))),
        summary=draw(st.sampled_from(["They spoke.", "They met.", ""])),
        confidence=draw(st.sampled_from([None, 0.5, 0.9])),
        links=tuple(
            draw(st.lists(st.builds(EventLink, type=st.just("fulfils"), event=st.sampled_from(["call-1", "x"])), max_size=1))
        ),
        conflicts=tuple(
            draw(
                st.lists(
                    st.builds(
                        Conflict, field=st.sampled_from(["date", "place"]), values=st.just(("x", "y")),
                        mentions=st.just((("m1",), ("m2",))),
                    ),
                    max_size=1,
                )
            )
        ),
        merges=tuple(draw(st.lists(st.just(Merge(left="m1", right="m2", reason="same day")), max_size=1))),
    )  # fmt: skip


@st.composite
def mentions(draw: st.DrawFn) -> Mention:
    told = draw(events())
    first = told.mentions[0]
    return Mention(
        id=first.mention, article=first.article, published=draw(st.none() | st.just(dt.date(2024, 5, 1))),
        kind=told.kind, status=told.status, variant=getattr(told, VARIANTS[told.kind][1]), date=told.date,
        place=told.place, countries=told.countries, participants=told.participants, initiator=None,
        topics=told.topics, summary=told.summary, confidence=told.confidence, quotes=first.quotes,
        date_evidence=None, place_evidence=first.place, names=(), model=first.model, prompt=first.prompt,
    )  # fmt: skip


@st.composite
def edited(draw: st.DrawFn, record: Any) -> Any:
    """Return the same event as another run might tell it."""
    other = draw(events() if not isinstance(record, Mention) else mentions())
    fields = draw(st.sets(st.sampled_from(["id", "date", "place", "participants", "summary", "confidence"]), max_size=3))
    return dataclasses.replace(record, **{field: getattr(other, field) for field in fields})


@st.composite
def two_runs(draw: st.DrawFn, of: Any = None) -> tuple[list[Record], list[Record]]:
    """Return two runs that share some events, some of them edited, dropped, repeated or merged."""
    of = events() if of is None else of
    old = draw(st.lists(of, max_size=5))
    new: list[Any] = []
    for record in old:
        match draw(st.sampled_from(["keep", "keep", "edit", "edit", "drop", "twice"])):
            case "keep":
                new.append(record)
            case "edit":
                new.append(draw(edited(record)))
            case "twice":
                new += [record, draw(edited(record))]
    new += draw(st.lists(of, max_size=2))
    if len(new) > 1 and not isinstance(new[0], Mention) and draw(st.booleans()):
        one, other, *rest = new
        new = [dataclasses.replace(one, mentions=one.mentions + other.mentions), *rest]
    return old, list(draw(st.permutations(new)))
