"""Records to compare: a small world of two articles, and strategies for runs over it that differ as real runs do."""

import dataclasses
import datetime as dt
from random import Random
from typing import Any

from hypothesis import strategies as st

from memcon.events.codes import codes_of
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
    Record,
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


# --- strategies: drawn from pools made once, since building records inside hypothesis is slow ---


def _quotes(random: Random, article: str) -> tuple[Quote, ...]:
    text = TEXTS[article]
    found = []
    for _ in range(random.choice((1, 1, 2))):
        start = random.randrange(len(text) - 30)
        end = random.randint(start + 5, min(len(text), start + 90))
        found.append(Quote(text=text[start:end], start=start, end=end, match=random.choice(("exact", "folded"))))
    return tuple(sorted(found, key=lambda q: (q.start, q.end)))


def _proof(random: Random, article: str) -> Proof:
    quotes = _quotes(random, article)
    where = random.choice((None, *quotes))
    place = Evidence(text=where.text, start=where.start, end=where.end) if where else None
    return Proof(
        mention=f"{article}#{quotes[0].start}", article=article, quotes=quotes, date=None, place=place, names=(),
        model="m", prompt=random.choice(("fill@1", "fill@2")),
    )  # fmt: skip


def _person(random: Random) -> Participant:
    title, role = random.choice((None, "minister", "general")), random.choice((None, "actor", "target"))
    return person(random.choice(PEOPLE), random.choice((None, *CODES[:2])), title, role)


def _date(random: Random) -> EventDate | None:
    start = random.choice((None, dt.date(2023, 5, 4), *(dt.date(2024, 4, 26) + dt.timedelta(n) for n in range(9))))
    if start is None:
        return None
    days, precision = random.choice(((0, "day"), (0, "day"), (6, "week")))
    return EventDate(start=start, end=start + dt.timedelta(days), precision=precision)  # type: ignore[arg-type]


def _event(random: Random) -> Any:
    kind = random.choice(("call", "call", "meeting", "dispute"))
    conflict = Conflict(field=random.choice(("date", "place")), values=("x", "y"), mentions=(("m1",), ("m2",)))
    return event(
        kind,
        *(_proof(random, article) for article in random.sample(sorted(TEXTS), random.choice((1, 1, 2)))),
        id=f"{kind}-{random.randrange(3)}",
        status=random.choice(("occurred", "occurred", "planned")),
        variant=random.choice(VARIANTS[kind][2]),
        date=_date(random),
        place=random.choice((None, Place(name="Oslo", country=None), Place(name="Oslo", country="NOR"))),
        countries=tuple(sorted(random.sample(CODES, random.choice((0, 1, 2, 2, 3))))),
        people=tuple(_person(random) for _ in range(random.randrange(4))),
        topics=tuple(random.sample(("border", "trade"), random.randrange(3))),
        summary=random.choice(("They spoke.", "They met.", "")),
        confidence=random.choice((None, 0.5, 0.9)),
        links=random.choice(
            ((), (EventLink(type="fulfils", event="call-1"),), (EventLink(type="fulfils", event="x"),))
        ),
        conflicts=random.choice(((), (), (conflict,))),
        merges=random.choice(((), (Merge(left="m1", right="m2", reason="same day"),))),
    )


def _mention(random: Random) -> Mention:
    told = _event(random)
    first = told.mentions[0]
    return Mention(
        id=first.mention, article=first.article, published=random.choice((None, dt.date(2024, 5, 1))),
        kind=told.kind, status=told.status, variant=getattr(told, VARIANTS[told.kind][1]), date=told.date,
        place=told.place, countries=told.countries, participants=told.participants, initiator=None,
        topics=told.topics, summary=told.summary, confidence=told.confidence, quotes=first.quotes,
        date_evidence=None, place_evidence=first.place, names=(), model=first.model, prompt=first.prompt,
    )  # fmt: skip


EVENTS = tuple(_event(Random(seed)) for seed in range(400))
MENTIONS = tuple(_mention(Random(seed)) for seed in range(400))


def events() -> st.SearchStrategy[Any]:
    return st.sampled_from(EVENTS)


def mentions() -> st.SearchStrategy[Any]:
    return st.sampled_from(MENTIONS)


@st.composite
def edited(draw: st.DrawFn, record: Any) -> Any:
    """Return the same event as another run might tell it."""
    other = draw(mentions() if isinstance(record, Mention) else events())
    fields = draw(
        st.sets(st.sampled_from(["id", "date", "place", "participants", "summary", "confidence"]), max_size=3)
    )
    return dataclasses.replace(record, **{field: getattr(other, field) for field in fields})


@st.composite
def two_runs(draw: st.DrawFn, of: Any = None) -> tuple[list[Record], list[Record]]:
    """Return two runs that share some events, some of them edited, dropped, repeated or merged."""
    of = events() if of is None else of
    old = draw(st.lists(of, max_size=6))
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
