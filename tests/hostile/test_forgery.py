"""No forged run passes `memcon verify`: each forgery is noticed by the seal, and by what else, where it is made again.

`BY` names the check that notices a forgery whose forger merged, counted and sealed anew; None where only the signature
of a key that the forger does not have does: what no text contradicts, the model alone could tell.
"""

import dataclasses
import datetime as dt
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.forging import Lines, merged, read, recounted, resealed, write
from helpers.reviewing import head
from helpers.scripted import MODEL, Reader, call, dispute, meeting, serving
from memcon.api import extract
from memcon.compare.verify import verify
from memcon.errors import DataError
from memcon.extraction.reviewed import apply_review
from memcon.outputs import atomic, signature
from memcon.outputs.folder import RunFolder
from memcon.records import Quote, run_files
from memcon.records.decision import Add, Seen

pytestmark = pytest.mark.hostile

FIRST = (
    "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa (2/7/2024).\n"
    "Kementerian Luar Negeri Peru memanggil duta besar Bolivia untuk menyampaikan protes.\n"
    "Cuaca di sana cerah.\n"
)
SECOND = (
    "US Secretary of State Antony Blinken called Brazil's foreign minister Mauro Vieira on Wednesday.\n"
    "Secretary of State Antony Blinken is due to meet Mauro Vieira of Brazil in Rio next month.\n"
)
THIRD = "Norwegian Prime Minister Jonas Store met Jordan's King Abdullah in Oslo on 3 July 2024.\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run in `out` beside its articles and the keys of its maker and of another, and a signature by the first."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "first.txt").write_text(FIRST, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    told: Lines = [
        {"id": "second", "text": SECOND, "published": "2024-07-04", "language": "en", "source": "Herald"},
        {"id": "third", "text": THIRD, "published": "2024-07-04", "title": "A visit", "url": "https://news.example/3"},
        {"id": "last", "text": THIRD.replace("Store", "Gahr"), "published": "2024-07-04"},
    ]
    write(folder / "more.jsonl", told)
    ruto = ("William Ruto", "Yoweri Museveni", "Joko Widodo")
    script = (
        meeting("bertemu", *ruto, date_words="Selasa (2/7/2024)", place_words="Kampala"),
        dispute("memanggil", "Kementerian Luar Negeri Peru", "duta besar Bolivia", "summon"),
        call("called", "Antony Blinken", "Mauro Vieira", date_words="Wednesday"),
        meeting("due to meet", "Antony Blinken", "Mauro Vieira", date_words="next month", place_words="Rio"),
        meeting("met Jordan's", "Jonas Store", "King Abdullah", date_words="3 July 2024", place_words="Oslo"),
    )
    with pytest.MonkeyPatch.context() as patch, serving(Reader(*script)) as server:
        patch.chdir(folder)
        inputs = ["first.txt", "empty.txt", "more.jsonl"]
        run = extract(inputs, model=MODEL, base_url=server.url, settings={"inputs": inputs})
        run.write("out")
    names = []
    for who in ("maker", "forger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", who, "-f", folder / who], check=True)
        names.append(f"{who}@example {' '.join((folder / f'{who}.pub').read_text().split()[:2])}\n")
    (folder / "signers").write_text(names[0])
    signature.sign(RunFolder(folder / "out"), folder / "maker")
    return folder


@pytest.fixture
def out(folder: Path, made: Path) -> Path:
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return folder / "out"


def test_the_run_holds_and_has_what_is_forged_below(out: Path) -> None:
    report = verify(out, signers=out.parent / "signers")
    assert (report.problems, report.signer) == ((), "maker@example")
    mentions = read(out / "mentions.jsonl")
    assert [line["kind"] for line in mentions].count("meeting") >= 3
    assert any(line["doubts"] for line in mentions)
    assert any(line["near"] for line in read(out / "rejected.jsonl")) or read(out / "rejected.jsonl")


# --- forgeries ---

Forgery = Callable[[Path], object]


def lines(name: str, change: Callable[[Lines], object]) -> Forgery:
    """Return the forgery that changes the lines of a file."""

    def forge(out: Path) -> None:
        found = read(out / f"{name}.jsonl")
        change(found)
        write(out / f"{name}.jsonl", found)

    return forge


def one(words: str, change: Callable[[dict[str, Any]], object]) -> Forgery:
    """Return the forgery that changes the mention whose quote holds `words`."""

    def found(mentions: Lines) -> None:
        (mention,) = [each for each in mentions if any(words in quote["text"] for quote in each["quotes"])]
        change(mention)

    return lines("mentions", found)


def ruto(change: Callable[[dict[str, Any]], object]) -> Forgery:
    return one("bertemu", change)


def state(name: str, **fields: Any) -> Forgery:
    return lines("articles", lambda found: [each.update(fields) for each in found if each["article"] == name])


def record(**fields: Any) -> Forgery:
    def forge(out: Path) -> None:
        told = json.loads((out / "run.json").read_text("utf-8"))
        told.update(fields)
        (out / "run.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")

    return forge


def took(**fields: Any) -> Forgery:
    def forge(out: Path) -> None:
        told = json.loads((out / "run.json").read_text("utf-8"))
        record(answers=told["answers"] | fields)(out)

    return forge


def used(**fields: Any) -> Forgery:
    def forge(out: Path) -> None:
        record(usage=json.loads((out / "run.json").read_text("utf-8"))["usage"] | fields)(out)

    return forge


def told(**fields: Any) -> Forgery:
    def forge(out: Path) -> None:
        record(settings=json.loads((out / "run.json").read_text("utf-8"))["settings"] | fields)(out)

    return forge


SHARE = {"number": 1, "of": 1, "hash": "sha256-64"}
AMOUNTS = {"input": 1.0, "cached": 0.5, "output": 2.0}
PRICE = {"host": "", "model": "", **AMOUNTS, "as_of": "2026-01-01", "batch": 1.0}


def priced(change: Callable[[dict[str, Any]], object]) -> Forgery:
    """Return the forgery that gives a run a price, costs by it, and changes those of its articles and their sums."""

    def forge(out: Path) -> None:
        told(price=PRICE)(out)
        states = read(out / "articles.jsonl")
        for each in states:
            each["cost"] = cost_of(each)
            if each["prompt_tokens"]:
                change(each)
        write(out / "articles.jsonl", states)
        names = ("prompt_tokens", "completion_tokens", "cached_tokens")
        sums = {name: sum(each[name] for each in states) for name in names}
        report = json.loads((out / "run.json").read_text("utf-8"))
        events, cost = sum(report["events"].values()), round(sum(each["cost"] or 0.0 for each in states), 6)
        if max(sums.values()) < 10**30:
            took(cost=cost, cost_an_event=round(cost / events, 6), **sums)(out)
        used(cost=cost_of(report["usage"]))(out)

    return forge


def cost_of(took: dict[str, Any]) -> float:
    prompt, cached, completion = (int(took[f"{name}_tokens"]) for name in ("prompt", "cached", "completion"))
    dollars = (prompt - cached) * AMOUNTS["input"] + cached * AMOUNTS["cached"] + completion * AMOUNTS["output"]
    return round(dollars / 1_000_000, 6)


def unpriced(out: Path) -> None:
    settings = json.loads((out / "run.json").read_text("utf-8"))["settings"]
    record(settings={name: value for name, value in settings.items() if name != "price"})(out)


def invented(field: str, reason: str, text: str, **fields: Any) -> Forgery:
    """Return the forgery that adds a refusal to those of an article."""

    def add(found: Lines) -> None:
        line = next(each for each in found if each["article"] == "first.txt")
        said = {"kind": "meeting", "field": field, "reason": reason, "text": text, "detail": "so", "near": None}
        found.append(line | said | fields)

    return lines("rejected", add)


def both(*forgeries: Forgery) -> Forgery:
    def forge(out: Path) -> None:
        for each in forgeries:
            each(out)

    return forge


def without(name: str, words: str) -> Forgery:
    return lines(name, lambda found: found.__setitem__(slice(None), [e for e in found if words not in json.dumps(e)]))


def called(name: str, other: str) -> Forgery:
    """Return the forgery that calls an article otherwise, wherever it is named."""
    files = ("mentions", "rejected", "articles")

    def rename(found: Lines) -> None:
        for line in found:
            if line["article"] == name:
                line["article"] = other
                if "id" in line:
                    line["id"] = line["id"].replace(f"{name}#", f"{other}#")

    return both(*(lines(each, rename) for each in files))


def unread(name: str) -> Forgery:
    return both(without("mentions", f'"{name}'), without("rejected", f'"{name}'))


def text(out: Path) -> None:
    """Change words of an article that nothing cites, and its hash."""
    changed = FIRST.replace("cerah", "buruk")
    (out.parent / "first.txt").write_text(changed, "utf-8")
    state("first.txt", sha256=hashlib.sha256(changed.encode()).hexdigest())(out)


def retitled(title: str, country: str | None = None) -> Forgery:
    def change(mention: dict[str, Any]) -> None:
        person = mention["participants"][0]
        person["title"] = title
        if country:
            person["country"] = country
            mention["countries"] = sorted({country, *(p["country"] for p in mention["participants"] if p["country"])})

    return ruto(change)


def added(suffix: str) -> Callable[[dict[str, Any]], object]:
    return lambda mention: mention["date_evidence"].update(basis=f"{mention['date_evidence']['basis']}{suffix}")


def told_on(day: str) -> Callable[[dict[str, Any]], object]:
    """Return the change of a date to that of a report which was told on another day."""

    def change(mention: dict[str, Any]) -> None:
        mention["date"].update(start="2024-06-26", end="2024-06-26")
        mention["date_evidence"]["basis"] = f"weekday before published {day}; told on {day}"
        if day != "xyz":
            assert mention["date_evidence"]["text"] == "Wednesday"

    return change


def moved(mention: dict[str, Any]) -> None:
    """Prove the event by words of another sentence."""
    start = FIRST.index("Kementerian")
    mention["quotes"] = [{"text": FIRST[start : start + 28], "start": start, "end": start + 28, "match": "exact"}]
    mention["id"] = f"first.txt#meeting-{start}-{start + 28}"


PARTS = "parts a word or a number, or holds none"


def cut(span: dict[str, Any], front: int, back: int, named: dict[str, Any] | None = None) -> object:
    """Take letters off both ends of what is cited, and of what is called by it."""
    span.update(
        text=span["text"][front : len(span["text"]) - back], start=span["start"] + front, end=span["end"] - back
    )
    if named is not None:
        named["name"] = span["text"]
    return span


def as_call(mention: dict[str, Any]) -> None:
    mention.update(kind="call", variant="phone", id=mention["id"].replace("#meeting-", "#call-"))


def as_doubted(mentions: Lines) -> dict[str, Any]:
    return next(each for each in mentions if each["doubts"])


def doubted(**changes: str) -> Forgery:
    """Return the forgery that changes a doubt, and the refusal that tells it."""
    lines_of = {"rule": "rule", "said": "text"}

    def forge(out: Path) -> None:
        (doubt,) = as_doubted(read(out / "mentions.jsonl"))["doubts"]
        lines("mentions", lambda found: as_doubted(found)["doubts"][0].update(changes))(out)
        told = {lines_of[name]: value for name, value in changes.items()}
        lines("rejected", lambda found: [each.update(told) for each in found if each["rule"] == doubt["rule"]])(out)

    return forge


def undoubted(out: Path) -> None:
    lines("mentions", lambda found: as_doubted(found).update(doubts=[]))(out)
    lines("rejected", lambda found: found.__setitem__(slice(None), [e for e in found if e["reason"] != "overruled"]))(
        out
    )


INVENTED = {
    "schema_version": 2, "article": "ghost", "state": "empty", "reason": None, "detail": None, "path": None,
    "sha256": None, "characters": None, "title": None, "published": None, "published_basis": None, "language": None,
    "source": None, "url": None, "mentions": 0, "rejected": 0,
    "prompt_tokens": 0, "completion_tokens": 0, "cached_tokens": 0, "cost": None, "copy_of": None,
}  # fmt: skip

FORGERIES: dict[str, tuple[Forgery, str | None]] = {
    # words and places
    "a word of a quote": (ruto(lambda m: m["quotes"][0].update(text="Presiden Kenya bertemu")), "does not stand at"),
    "a quote of another sentence": (ruto(moved), None),
    "how a quote was found": (ruto(lambda m: m["quotes"][0].update(match="near")), None),
    "a name": (ruto(lambda m: (m["names"][0].update(text="William Rutto"),
                               m["participants"][0].update(name="William Rutto"))), "does not stand at"),
    "a name beside its words": (ruto(lambda m: m["participants"][0].update(name="Uhuru")), "not the names"),
    "a participant taken away": (ruto(lambda m: (m["participants"].pop(), m["names"].pop())), None),
    "a title that stands nowhere": (retitled("Menteri Pertahanan"), "the title"),
    "a title that makes a country": (retitled("Presiden Rusia", "RUS"), "the title"),
    "a title of letters": (retitled("n, e, y, a"), "the title"),
    "a title of a part of a word": (retitled("residen"), "the title"),
    "a title of words from anywhere": (retitled("Presiden, Cuaca"), "the title"),
    "the words of a place": (ruto(lambda m: m["place"].update(name="Nairobi")), "its place is not the words"),
    "the country of a place": (ruto(lambda m: m["place"].update(country="KEN")), "the country of its place"),
    # cut out of words
    "a name cut out of a word": (ruto(lambda m: cut(m["names"][0], 4, 0, m["participants"][0])), PARTS),
    "half a name": (ruto(lambda m: cut(m["names"][0], 0, 2, m["participants"][0])), PARTS),
    "no name": (ruto(lambda m: cut(m["names"][0], 12, 0, m["participants"][0])), PARTS),
    "half a place": (ruto(lambda m: cut(m["place_evidence"], 0, 3, m["place"])), PARTS),
    "a day cut out of a number": (ruto(lambda m: (cut(m["date_evidence"], 9, 1), m["date"].update(
        start="2024-07-01", end="2024-07-31", precision="month"), m["date_evidence"].update(basis="as written"))),
                                  PARTS),
    "a quote cut inside a name": (ruto(lambda m: (cut(m["quotes"][0], 3, 0), m.update(
        id=f"first.txt#meeting-3-{m['quotes'][0]['end']}"))), PARTS),
    "a quote of no words": (ruto(lambda m: (m["quotes"][0].update(text="", start=7, end=7), m.update(
        id="first.txt#meeting-7-7"))), PARTS),
    # what the codebook rules out
    "no side": (ruto(lambda m: m.update(countries=[], participants=[], names=[])), "has not the two sides"),
    "one side": (ruto(lambda m: (m.update(countries=["KEN"]), m["participants"].pop(), m["names"].pop())),
                 "has not the two sides"),
    "one side of a dispute": (one("memanggil", lambda m: (m.update(countries=["PER"]), m["participants"].pop(),
                                                          m["names"].pop())), "has not the two sides"),
    "a quote twice": (ruto(lambda m: m["quotes"].append(m["quotes"][0])), "has a quote twice"),
    "a doubt by no rule": (doubted(rule="no_such_rule"), "none that a rule can have"),
    "a doubt of no value": (doubted(said="banana"), "none that a rule can have"),
    # countries
    "a country without words": (ruto(lambda m: (m["participants"][0].update(country="TZA"),
                                                m.update(countries=["TZA", "UGA"]))), "no words of its article"),
    "a country more": (ruto(lambda m: m.update(countries=["KEN", "TZA", "UGA"])), "no words of its article"),
    "a country less": (ruto(lambda m: m.update(countries=["KEN"])), "its countries are not"),
    "who asked": (ruto(lambda m: m.update(initiator="PER")), "none of its sides"),
    "two countries changed about": (ruto(lambda m: (m["participants"][0].update(country="UGA"),
                                                    m["participants"][1].update(country="KEN"))), None),
    "two sides changed about": (one("memanggil", lambda m: (
        m["participants"][0].update(country="BOL"), m["participants"][1].update(country="PER"))),
                                "is not that of its words"),
    # days
    "a day": (ruto(lambda m: m["date"].update(start="2024-07-01", end="2024-07-01")), "its date does not follow"),
    "how a day is known": (ruto(lambda m: m["date_evidence"].update(basis="as told")), "its date does not follow"),
    "a day told on another day": (one("called", told_on("2024-07-02")), "its date is not what its article tells"),
    "a day told on no day": (one("called", told_on("xyz")), "its date does not follow"),
    "a plan that has occurred, by its speaker": (one("due to meet", lambda m: (m.update(status="occurred"), added(
        "; told of the sentence before, by the same speaker")(m))), "can be occurred"),
    "a plan of a day that is past": (one("called", lambda m: (m.update(status="planned"), m["date"].update(
        start="2024-06-26", end="2024-06-26"))), "its date does not follow"),
    "a day of the report": (ruto(added("; the day of the report, told below")), "its date is not what its article"),
    "the day of a statement": (one("memanggil", lambda m: m.update(
        date={"start": "2024-07-02", "end": "2024-07-02", "precision": "day"}, date_evidence=m["names"][0] | {
            "basis": "published 2024-07-02; the day of the statement, whose words do what they say"})),
                               "its date does not follow"),
    "no city": (ruto(lambda m: m["place"].update(geonames=None, latitude=None, longitude=None)), "the city of its"),
    "no day for its words": (ruto(lambda m: m.update(date=None)), "its date does not follow"),
    "no day at all": (ruto(lambda m: m.update(date=None, date_evidence=None)), None),
    "a day of publication": (ruto(lambda m: m.update(published="2024-07-05")), "its day of publication"),
    "a plan that has occurred": (one("due to meet", lambda m: m.update(status="occurred")), "can be occurred"),
    # typed choices
    "a status": (ruto(lambda m: m.update(status="cancelled")), "its words tell the status 'occurred'"),
    "an act": (one("memanggil", lambda m: m.update(variant="expel", doubts=[])), "its words tell the variant 'summon'"),
    "a status by its doubt": (one("due to meet", lambda m: m.update(status="requested")), "what holds by its doubt"),
    "a variant of another kind": (ruto(lambda m: m.update(variant="summon")), "is not one of a meeting"),
    "a kind": (ruto(lambda m: m.update(kind="call", variant="phone")), "its id does not name"),
    "a kind, in the id too": (ruto(as_call), None),
    "a confidence": (ruto(lambda m: m.update(confidence=0.999)), "its confidence is none"),
    "a confidence that is no probability": (ruto(lambda m: m.update(confidence=7.0)), "its confidence is none"),
    "a summary": (ruto(lambda m: m.update(summary="They signed a treaty.")), None),
    # doubts and refusals
    "a doubt taken away": (lines("mentions", lambda found: as_doubted(found).update(doubts=[])), "has the doubt"),
    "a doubt taken away with its refusal": (undoubted, None),
    "what a doubt tells": (lines("mentions", lambda f: as_doubted(f)["doubts"][0].update(told="x")), "not told in"),
    "a refusal taken away": (without("rejected", "Joko Widodo"), None),
    "a refusal of no article": (lines("rejected", lambda f: f[0].update(article="ghost")), "not in articles.jsonl"),
    "an invented refusal": (invented("event", "one_side", "not in the text at all"), "does not stand in its article"),
    "an invented refusal of a day": (invented("date", "no_date", "next Doomsday"), "does not stand in its article"),
    "an invented refusal of two quotes": (invented("event", "denied", "Ruto met nobody"), "does not stand in its"),
    "an invented sentence without an answer": (invented("event", "truncated", "Ruto slept.", prompt=None),
                                               "does not stand in its article"),
    "an invented refusal of words that stand": (invented("event", "one_side", "Cuaca di sana cerah."), None),
    "an invented refusal of words that need not": (invented("name", "absent", "Joko Anwar"), None),
    "the place of a refusal": (lines("rejected", lambda f: f[0].update(
        near={"text": "Kenya", "start": 0, "end": 5})), "does not stand at"),
    # lines
    "a mention taken away": (without("mentions", "bertemu"), None),
    "a mention twice": (lines("mentions", lambda f: f.insert(1, f[0] | {"id": f"{f[0]['id']}-2"})),
                        "says what another"),
    "a mention under another number": (ruto(lambda m: m.update(id=f"{m['id']}7")), "its id does not name"),
    "the model of a mention": (ruto(lambda m: m.update(model="gpt-9")), "its model or prompt"),
    "the prompt of a mention": (ruto(lambda m: m.update(prompt="whole@1")), "its model or prompt"),
    # articles
    "no hash, and another text": (both(state("first.txt", sha256=None, characters=None), lambda out: (
        out.parent / "first.txt").write_text(FIRST.replace("protes", "nota"), "utf-8")), "cannot have ended"),
    "another text, and its hash": (text, None),
    "an invented article without a path": (lines("articles", lambda f: f.append(dict(INVENTED))), "cannot have ended"),
    "an invented article with a hash": (lines("articles", lambda f: f.append(
        INVENTED | {"sha256": "0" * 64, "characters": 3})), "not found where it was read"),
    "an article left out": (both(*(without(n, '"third') for n in ("articles", "mentions", "rejected"))), "article at"),
    "an article that cannot be read told as empty": (
        state("empty.txt", state="empty", reason=None), "cannot have ended"),
    "an article that can be read told as failed": (both(without("mentions", '"first.txt'), without(
        "rejected", '"first.txt'), state("first.txt", state="failed", reason="encoding", sha256=None,
                                         characters=None)), "and can be read"),
    "an article of an id of its own told as repeated": (both(without("mentions", '"third'), without(
        "rejected", '"third'), state("third", state="failed", reason="repeated_id", sha256=None, characters=None)),
                                         "and can be read"),
    "an article under another id": (both(called("third", "other"), state("other", source="Times"), lines(
        "mentions", lambda f: [m.update(source="Times") for m in f if m["article"] == "other"])), "is not called so"),
    "an article that was read told as failed by a word": (state("last", state="failed", reason="tired"), "cannot have"),
    "an article that was read told as in no encoding": (both(unread("last"), state(
        "last", state="failed", reason="encoding")), "cannot have ended"),
    "an article that was read told as cut off": (both(unread("last"), state(
        "last", state="failed", reason="cut_line")), "cannot have ended"),
    "an article that failed for another reason": (state("empty.txt", reason="encoding"), "for another reason now"),
    "an article that failed by a word": (state("empty.txt", reason="tired"), "for another reason now"),
    "an article that waits by a word": (both(unread("last"), state("last", state="pending", reason="tired")),
                                        "cannot have ended"),
    "an article that failed with its refusals": (both(without("mentions", '"first.txt'), state(
        "first.txt", state="failed", reason="truncated")), "and has refusals"),
    "an article with events told as empty": (state("first.txt", state="empty"), "cannot have ended"),
    "the source of an article": (both(state("second", source="Times"), lines("mentions", lambda f: [
        m.update(source="Times") for m in f if m["article"] == "second"])), "its source is not what is read"),
    "the language of an article": (both(state("first.txt", language="ms"), lines("mentions", lambda f: [
        m.update(language="ms") for m in f if m["article"] == "first.txt"])), "its language is not what is read"),
    "the title of an article": (state("third", title="A quarrel"), "its title is not what is read"),
    "the address of an article": (state("third", url="https://other.example/3"), "its url is not what is read"),
    "the day of an article": (both(state("third", published="2024-07-05"), lines("mentions", lambda f: [
        m.update(published="2024-07-05") for m in f if m["article"] == "third"])), "its published is not what is read"),
    "the length of an article": (state("third", characters=7), "its length"),
    "a copy of another article": (state("third", copy_of="second"), "is no copy of 'second'"),
    "a copy of another article, of one name more": (state("last", copy_of="third"), "is no copy of 'third'"),
    "articles of another share": (told(shard=SHARE | {"number": 77, "of": 1000}), "it is not of a share"),
    "an article left out of a share": (both(told(shard=SHARE), *(
        without(n, '"third') for n in ("articles", "mentions", "rejected"))), "article at"),
    "an article left out of shares that were joined": (both(told(shares=[{"shard": "2/2"}, {"shard": "1/2"}]), *(
        without(n, '"third') for n in ("articles", "mentions", "rejected"))), "article at"),
    "a share that is missing": (told(shares=[{"shard": "1/2"}]), "it lacks shares"),
    # the run
    "another model": (record(model="gpt-9"), "its model or prompt"),
    "copies that are none": (record(copies=3), "its count of copies"),
    "what an event took": (took(tokens_an_event=1.0), "its count of tokens an event"),
    "what the answers cost": (took(cost=9.5, cost_an_event=None), "its cost is not that of its articles"),
    "what an event cost": (took(cost_an_event=0.01), "its count of cost an event"),
    "no failure": (record(exit_code=0), "its exit code 0 is not that"),
    "an exit code that none has": (record(exit_code=-1), "its exit code -1"),
    "the exit code of a stop": (record(exit_code=4), "its exit code 4"),
    "a stop that left nothing": (record(exit_code=4, stopped="the budget is spent", stop_reason="budget"),
                                 "no article is pending"),
    "a stop without a reason": (record(exit_code=4, stopped="the budget is spent"), "and not why"),
    "an interruption told as a provider's stop": (record(exit_code=4, stopped="stopped by Ctrl-C",
                                                         stop_reason="interrupted"), "its exit code 4"),
    "what nobody stopped": (state("third", state="pending", mentions=0, rejected=0), "tells of nothing that stopped"),
    "a start before memcon": (record(started="1999-01-01T00:00:00+00:00"), "cannot have started when"),
    "a start at no time": (record(started="yesterday"), "no time when it started"),
    "a start without a zone": (record(started="2026-01-01T00:00:00"), "cannot have started when"),
    "seconds without end": (record(seconds=1e308), "so many seconds"),
    "seconds less than none": (record(seconds=-1.0), "so many seconds"),
    "fewer tokens than its answers took": (used(prompt_tokens=1), "its usage is less than"),
    "a figure below nothing": (used(failed=-1), "less than nothing"),
    "more 429s than failures": (used(rate_limited=7), "more calls failed for one reason"),
    "a cost without a price": (used(cost=0.0001), "cannot have cost so much"),
    "no version": (record(memcon=""), "it tells no version"),
    "no version, and another model": (both(record(memcon=""), record(model="gpt-9")), "its model or prompt"),
    "no version, and other ends": (record(memcon="", exit_code=70, started="never"), "no time when it started"),
    "nobody whose word holds": (record(profile={}), "not whose word holds"),
    "a word that holds of nobody": (record(profile={"trust": "all"}), "not whose word holds"),
    "what an article cost": (priced(lambda s: s.update(cost=s["cost"] * 100)), "cannot have cost so much at the price"),
    "what an article cost, less than nothing": (priced(lambda s: s.update(cost=-5.0)), "cannot have cost so much at"),
    "no cost": (priced(lambda s: s.update(cost=None)), "cannot have cost so much at the price"),
    "no cost at all": (both(priced(lambda s: s.update(cost=None)), took(cost=None, cost_an_event=None)),
                       "its answers have a cost and no price"),
    "a price without costs": (told(price=PRICE), "cannot have cost so much at the price"),
    "costs without a price": (both(priced(lambda s: s), told(price=None)), "cannot have cost so much at the price"),
    "costs, and no word of a price": (both(priced(lambda s: s), unpriced), "cannot have cost so much at the price"),
    "more cached than there was": (priced(lambda s: s.update(cached_tokens=5 * s["prompt_tokens"])), "so many tokens"),
    "tokens without end": (priced(lambda s: s.update(completion_tokens=10**400)), "so many tokens"),
    "a cost beyond its price": (both(told(price=PRICE), used(cost=0.0001)), "cannot have cost so much"),
    "a price that is none": (both(told(price={"input": "x"}), used(cost=0.0001)), "cannot have cost so much"),
    "another start": (record(started="2024-01-01T00:00:00+00:00"), None),
    "other inputs": (told(inputs=["elsewhere"]), None),
    "other calls": (used(calls=999), None),
    "another version": (record(memcon="9.9"), None),
    "another base of the calls": (record(base_url="https://other.example/v1"), None),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_noticed(out: Path, name: str) -> None:
    forge, by = FORGERIES[name]
    forge(out)
    assert noticed(out, "changed since the run: it is not what"), "the seal"

    if FORGERIES[name][0] is not FORGERIES["a variant of another kind"][0]:
        merged(out)
    recounted(out)
    resealed(out)
    (out / "run.json.sig").unlink()
    problems = verify(out).problems
    assert holds_beside(out) == problems
    if by:
        assert any(by in problem for problem in problems), problems
        return
    assert problems == (), "what is held now by code: name the check"
    signers = out.parent / "signers"
    assert verify(out, signers=signers).problems == ("run.json.sig: not there, the run is not signed",)
    signature.sign(RunFolder(out), out.parent / "forger")
    assert "no signature of this run.json by one of" in verify(out, signers=signers).problems[0]


def holds_beside(out: Path) -> tuple[str, ...]:
    """Return what does not hold where mentions are checked in a process beside, as those of a large run are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("memcon.compare.verify.beside.LEAST", 0)
        patch.setattr("memcon.compare.verify.beside._processors", lambda: 2)
        patch.setattr("memcon.compare.verify.against", None)  # not to be done here
        return verify(out).problems


def noticed(out: Path, words: str) -> bool:
    return any(words in problem for problem in verify(out).problems)


EVENTS: dict[str, Callable[[Lines], object]] = {
    "the codes of an event": lambda f: f[0]["codes"].update(cameo="190"),
    "the confidence of an event": lambda f: f[0].update(confidence=0.1),
    "the id of an event": lambda f: f[0].update(id=f"{f[0]['id']}-2"),
    "the proof of an event": lambda f: f[0]["mentions"][0].update(model="gpt-9"),
    "an event taken away": lambda f: f.pop(),
    "an event twice": lambda f: f.append(f[-1]),
    "the order of events": lambda f: f.reverse(),
    "who told of an event": lambda f: f[0]["reported"].update(sources=9),
}


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_that_its_mentions_do_not_give_is_noticed(out: Path, name: str) -> None:
    lines("events", EVENTS[name])(out)
    assert noticed(out, "events.jsonl: changed since the run")
    recounted(out)
    resealed(out)
    assert noticed(out, "event") or noticed(out, "events.jsonl is not in the order")


@pytest.mark.parametrize("name", ["mentions", "rejected", "articles"])
def test_another_order_of_lines_is_noticed(out: Path, name: str) -> None:
    lines(name, lambda found: found.reverse())(out)
    resealed(out)
    assert noticed(out, f"{name}.jsonl is not in the order in which a run writes it")


def test_a_count_is_noticed(out: Path) -> None:
    record(mentions=7)(out)
    resealed(out)
    assert noticed(out, "its count of mentions is not that of the files")


@pytest.mark.parametrize("memcon_version", ["0.1.0", "0.0.9", ""])
def test_a_run_whose_seal_is_taken_away_does_not_hold(out: Path, memcon: Command, memcon_version: str) -> None:
    record(seal=None, memcon=memcon_version)(out)
    assert "run.json.sig: no signature of this run.json" in verify(out).problems[0]
    (out / "run.json.sig").unlink()
    ran = memcon("verify", "out")
    assert (ran.code, "it has no seal" in ran.out) == (5, True)
    assert memcon("verify", "out", "--signers", "signers").code == 5
    assert memcon("verify", "out", "--sign", "forger").code == 5


@pytest.mark.parametrize("there", ["nothing", "a pipe", "a device", "a folder"])
def test_a_run_without_a_regular_run_json_does_not_hold(out: Path, memcon: Command, there: str) -> None:
    path = out / "run.json"
    path.unlink()
    (out / "run.json.sig").unlink()
    make: dict[str, Callable[[], object]] = {
        "a pipe": lambda: os.mkfifo(path), "a device": lambda: path.symlink_to("/dev/zero"), "a folder": path.mkdir,
    }  # fmt: skip
    make.get(there, lambda: None)()
    ran = memcon("verify", "out")
    assert (ran.code, "run.json: missing, or no regular file" in ran.out) == (5, True), ran.err


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "settings.published": record(settings={"published": "nonsense"}),
    "settings.language": record(settings={"language": "non sense"}),
    "settings.timezone": record(settings={"timezone": "non/sense"}),
    "settings.shard": told(shard={"number": 2, "of": 1, "hash": "sha256-64"}),
    "settings.shard: \"{'number'": told(shard=SHARE | {"hash": "md5"}),
    "settings.shard: '1/3'": told(shard="1/3"),
    "settings.shares: 'all'": told(shares="all"),
    "settings.shares: '[]'": told(shares=[]),
    "settings.shares: '0'": told(shard=SHARE, shares=0),
    "settings.shares: \"[{'shard'": told(shares=[{"shard": "1/2"}, {"shard": "1/2"}]),
    "lacks decisions": record(review={"decisions": -1, "last": None}),
    "it cannot have ended as": both(state("second", prompt_tokens=-1), state("third", prompt_tokens=1)),
    "mentions.jsonl: not as memcon writes it": ruto(lambda m: m["participants"][0].update(actor_type="organisation")),
    "start: input should be less": ruto(lambda m: m["quotes"][0].update(start=10**20, end=10**20 + 1)),
    "not in articles.jsonl": lines("articles", lambda found: found.clear()),
    "no file can have so long a name": state("second", path="p" * 5000),
    "no file can have such a name": state("second", path="a\0.txt"),
    "its count of tokens": state("second", prompt_tokens=7),
    "its id does not name": lines("mentions", lambda f: f[0].update(id=f"{f[0]['id']}-{'9' * 5000}")),
}


@pytest.mark.parametrize("told", UNREADABLE)
def test_what_no_run_can_be_told_is_a_fault_of_the_run(out: Path, memcon: Command, told: str) -> None:
    UNREADABLE[told](out)
    resealed(out)
    (out / "run.json.sig").unlink()
    ran = memcon("verify", "out")
    assert (ran.code, told in ran.out + ran.err) == (5, True), ran.err


def test_a_run_with_costs_holds(out: Path) -> None:
    priced(lambda each: each)(out)
    recounted(out)
    resealed(out)
    (out / "run.json.sig").unlink()
    assert verify(out).problems == ()


HUGE: dict[str, Forgery] = {
    "what it used": both(told(price=PRICE), used(prompt_tokens=10**400)),
    "what it took": both(state("second", prompt_tokens=10**400), took(prompt_tokens=10**400)),
    "a setting": told(limits={"rpm": [10**31]}),
}


@pytest.mark.parametrize("what", HUGE)
def test_a_number_without_measure_in_run_json_is_a_fault_of_it(out: Path, memcon: Command, what: str) -> None:
    HUGE[what](out)
    (out / "run.json.sig").unlink()
    ran = memcon("verify", "out")
    assert (ran.code, "a number of more than 30 digits" in ran.err) == (5, True), ran.err


@pytest.mark.parametrize(
    "told",
    [
        {"started": "2026-13-45"}, {"started": "2026-01-01T00:00:00"}, {"started": "9999-12-31T23:59:59+00:00"},
        {"started": "0001-01-01T00:00:00+23:00"}, {"seconds": 1e300}, {"seconds": -1.0},
    ],
)  # fmt: skip
def test_a_share_that_began_or_ended_at_no_time_is_not_joined(out: Path, memcon: Command, told: dict[str, Any]) -> None:
    settings = json.loads((out / "run.json").read_text("utf-8"))["settings"]
    record(settings=settings | {"shard": SHARE}, **told)(out)
    (out / "run.json.sig").unlink()
    resealed(out)
    ran = memcon("join", "out", "-o", "whole")
    assert (ran.code, "is not joined: run.json: it" in ran.err) == (5, True), ran.err


# --- signatures ---


def test_a_run_is_signed_and_checked(out: Path, memcon: Command) -> None:
    (out / "run.json.sig").unlink()
    ran = memcon("verify", "out", "--sign", "maker")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "signed: out/run.json.sig")
    ran = memcon("verify", "out", "--signers", "signers")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "out: signed by maker@example")
    ran = memcon("verify", "out")
    assert re.search(r"out: signed by ED25519 key SHA256:\S+$", ran.out.strip())


def test_a_signer_whose_name_has_spaces_is_told(out: Path, memcon: Command) -> None:
    signers = out.parent / "signers"
    signers.write_text('"The Maker" ' + signers.read_text().partition(" ")[2])
    ran = memcon("verify", "out", "--signers", "signers")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "out: signed by The Maker")


def test_a_name_that_signers_shut_out_signed_nothing(out: Path, memcon: Command) -> None:
    signers = out.parent / "signers"
    key = signers.read_text().partition(" ")[2]
    signers.write_text(f"!eve@example,*@example {key}")
    ran = memcon("verify", "out", "--signers", "signers")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "out: signed by *@example")


@pytest.mark.parametrize("name", ["out/run.json.sig", "out/coding", "out/review.jsonl", "ledger.sqlite-wal"])
def test_nothing_else_is_written_under_a_name_that_is_kept_for_a_run_or_a_ledger(
    out: Path, memcon: Command, name: str
) -> None:
    sqlite3.connect("ledger.sqlite").execute("CREATE TABLE t (x)").connection.close()
    (out / "run.json.sig").unlink()
    ran = memcon("export", "out", "--format", "csv", "-o", name)
    assert (ran.code, "name another" in ran.err) == (2, True)
    assert not (out.parent / name).exists()


def test_a_key_that_signs_nothing_is_told(out: Path, memcon: Command) -> None:
    ran = memcon("verify", "out", "--sign", "signers")
    assert (ran.code, "'signers' signs nothing" in ran.err) == (2, True)
    assert memcon("verify", "out", "--signers", "nobody").code == 2


def test_without_ssh_keygen_a_signature_cannot_be_checked(out: Path, memcon: Command, monkeypatch: Any) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    ran = memcon("verify", "out", "--signers", "signers")
    assert (ran.code, "install it" in ran.err) == (2, True)


def test_a_new_run_has_no_signature_of_the_old_one(out: Path) -> None:
    run = RunFolder(out)
    report = run.report()
    assert report is not None
    records = {what: list(getattr(run, what)()) for what in ("events", "mentions", "rejected", "articles")}
    run.write(**records, report=report)
    assert not run.has("run.json.sig")
    assert verify(out).problems == ()


def test_what_the_run_applied_of_a_review_is_sealed(out: Path) -> None:
    told = json.loads((out / "run.json").read_text("utf-8"))
    record(review={"decisions": 1, "last": "0", "changed": 0, "held": 0, "stale": 0})(out)
    assert told["review"] is None
    with pytest.raises(DataError, match="lacks decisions"):
        verify(out)


@pytest.mark.parametrize("name", ["the source of an article", "the title of an article", "the day of an article"])
def test_a_selection_of_articles_hides_nothing_that_was_forged_of_them(out: Path, name: str) -> None:
    forge, by = FORGERIES[name]
    both(told(select=["from=1900-01-01"]), forge)(out)
    merged(out)
    recounted(out)
    resealed(out)
    (out / "run.json.sig").unlink()
    assert any(str(by) in problem for problem in verify(out).problems)


def test_no_added_event_is_of_another_source_or_day_than_its_article(out: Path) -> None:
    mention = next(line for line in RunFolder(out).mentions() if line.article == "second")
    (state,) = (line for line in RunFolder(out).articles() if line.article == "second")
    words = "Wednesday.\nSecretary"
    start = SECOND.index(words)
    end = start + len(words)
    forged = dataclasses.replace(
        mention, id=f"second#{mention.kind}-{start}-{end}", source="Reuters", published=dt.date(1999, 1, 1),
        language="ru", confidence=0.99, quotes=(Quote(text=words, start=start, end=end, match="exact"),),
        countries=("CHL", "FRA"), participants=(), names=(), initiator=None, date=None, date_evidence=None, place=None,
        place_evidence=None, doubts=(),
    )  # fmt: skip
    added = Add(mention=forged, seen=Seen(article="second", sha256=state.sha256), **head())
    atomic.write_lines(out / run_files.DECISIONS, [added])
    assert apply_review(RunFolder(out)).reviewed.count("held") == 1
    assert verify(out).problems == ()
    told = read(out / run_files.EVENTS)
    (event,) = (line for line in told if line["mentions"][0]["mention"] == f"{forged.id}@{added.id}")
    known = event["reported"]["first"], event["reported"]["languages"], event["confidence"]
    assert known == ("2024-07-04", ["en"], None)
    event["reported"] |= {"first": "1999-01-01", "last": "1999-01-01"}
    write(out / run_files.EVENTS, told)
    resealed(out)
    assert verify(out).problems == (f"event {event['id']!r}: not what merging the mentions gives",)
