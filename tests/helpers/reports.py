"""Events and states of articles for reports, with as little said as may be."""

import datetime as dt
from typing import Any

from memcon.records import (
    ArticleState,
    Call,
    Codes,
    Event,
    EventDate,
    Participant,
    Proof,
    Quote,
)
from memcon.records.article import sha256 as text_hash

DAY = dt.date(2024, 7, 3)


def proof(article: str, text: str, start: int) -> Proof:
    quote = Quote(text=text, start=start, end=start + len(text), match="exact")
    return Proof(
        mention=f"{article}#call-{start}-{start + len(text)}", article=article, quotes=(quote,), date=None, place=None,
        names=(), model="m", prompt="p@0",
    )  # fmt: skip


def call(number: int = 0, *, words: str = "spoke", article: str = "a", start: int = 0, **fields: Any) -> Event:
    base: dict[str, Any] = {
        "id": f"call-{number}", "status": "occurred", "channel": "phone", "place": None, "countries": ("PER", "BOL"),
        "date": EventDate(start=DAY, end=DAY, precision="day"), "initiator": None, "topics": (), "summary": "",
        "participants": (Participant(name="Elmer Schialer", title=None, country="PER", role="caller"),),
        "confidence": 0.9, "codes": Codes(plover="CONSULT", plover_mode="phone", cameo="041", ace=None),
        "links": (), "conflicts": (), "merges": (), "mentions": (proof(article, words, start),),
    }  # fmt: skip
    return Call(**(base | fields))


def state(name: str = "a", text: str | None = "They spoke.", **fields: Any) -> ArticleState:
    base: dict[str, Any] = {
        "article": name, "state": "ok", "reason": None, "detail": None, "path": None, "title": None,
        "sha256": text_hash(text) if text is not None else None, "characters": len(text or ""), "published": DAY,
        "published_basis": "given", "language": "en", "source": None, "url": None, "mentions": 1, "rejected": 0,
    }  # fmt: skip
    return ArticleState(**(base | fields))
