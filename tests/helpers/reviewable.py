"""A small run on disk, articles and all, as `memcon extract` leaves one."""

import hashlib
from pathlib import Path

from helpers.merging import days, person
from memcon.events.merge import merge
from memcon.outputs import atomic
from memcon.records import ArticleState, DateEvidence, Evidence, Kind, Mention, Quote, Rejected

TEXTS = {
    "a.txt": "Foreign Minister Anna Berg of Norway called her counterpart Omar Haddad of Jordan on 29 April 2024. "
    "Jun Ito of Japan is to call her on Friday.\nNorway then expelled two diplomats of Jordan on 30 April 2024.",
    "b.txt": "Anna Berg met Omar Haddad in Geneva on 4 May 2024, in front of 🎥 cameras. "
    "<b>Hostile</b> \u202ewords\u202c stay words.",
    "c.txt": "On 29 April 2024 Norway's Anna Berg spoke with Jordan's Omar Haddad by telephone.",
}


def _quote(article: str, words: str) -> Quote:
    start = TEXTS[article].index(words)
    return Quote(text=words, start=start, end=start + len(words), match="exact")


def mention(article: str, kind: Kind, words: str, day: str, date: str, people: str, variant: str) -> Mention:
    text = TEXTS[article]
    quote = _quote(article, words)
    parties = tuple(person(each.strip()) for each in people.split(","))
    names = [party.name for party in parties]
    at = text.index(date)
    return Mention(
        id=f"{article}#{kind}-{quote.start}-{quote.end}",
        article=article, published=None, kind=kind, status="occurred", variant=variant,  # type: ignore[arg-type]
        date=days(day), place=None, countries=tuple(sorted({p.country for p in parties if p.country})),
        participants=parties, initiator=None, topics=(), summary="", confidence=0.8, quotes=(quote,),
        date_evidence=DateEvidence(text=date, start=at, end=at + len(date), basis="as written"), place_evidence=None,
        names=tuple(Evidence(text=n, start=text.index(n), end=text.index(n) + len(n)) for n in names),
        model="m", prompt="p@0",
    )  # fmt: skip


BOTH = "Anna Berg/NOR, Omar Haddad/JOR"
MENTIONS = (
    mention(
        "a.txt", "call",
        "Foreign Minister Anna Berg of Norway called her counterpart Omar Haddad of Jordan on 29 April 2024.",
        "2024-04-29", "29 April 2024", BOTH, "phone",
    ),
    mention(
        "a.txt", "dispute", "Norway then expelled two diplomats of Jordan on 30 April 2024.", "2024-04-30",
        "30 April 2024", "Norway/NOR/actor, Jordan/JOR/target", "expel",
    ),
    mention(
        "b.txt", "meeting", "Anna Berg met Omar Haddad in Geneva on 4 May 2024", "2024-05-04", "4 May 2024", BOTH,
        "talks",
    ),
    mention(
        "c.txt", "call", "On 29 April 2024 Norway's Anna Berg spoke with Jordan's Omar Haddad by telephone.",
        "2024-04-29", "29 April 2024", BOTH, "phone",
    ),
)  # fmt: skip


def write_run(out: Path, mentions: tuple[Mention, ...] = MENTIONS) -> Path:
    """Write a run of the articles above into `out`, its articles beside it; returns `out`."""
    articles = out.parent / f"{out.name}-articles"
    articles.mkdir(parents=True, exist_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in TEXTS.items():
        (articles / name).write_text(text, "utf-8")
    states = [
        ArticleState(
            article=name, state="ok", reason=None, detail=None, path=str(articles / name),
            sha256=hashlib.sha256(text.encode()).hexdigest(), characters=len(text), title=None, published=None,
            published_basis=None, language="en", source=None, url=None,
            mentions=sum(m.article == name for m in mentions), rejected=int(name == "b.txt"),
        )
        for name, text in TEXTS.items()
    ]  # fmt: skip
    rejected = Rejected(
        article="b.txt", kind="call", field="quote", reason="absent", detail="it stands nowhere",
        text="they telephoned", near=None, model="m", prompt="p@0",
    )  # fmt: skip
    in_order: list[Mention] = sorted(mentions, key=lambda m: (m.article, m.quotes[0].start))
    atomic.write_lines(out / "mentions.jsonl", in_order)
    atomic.write_lines(out / "events.jsonl", merge(mentions))
    atomic.write_lines(out / "rejected.jsonl", [rejected])
    atomic.write_lines(out / "articles.jsonl", states)
    atomic.write_json(out / "run.json", {"schema_version": 2, "review": None})
    return out
