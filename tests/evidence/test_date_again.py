"""Rules that are asked again give each date that they gave, of whatever a model may point at, and no other."""

import dataclasses
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from typing import get_args

import pytest

from conftest import ROOT
from memcon.articles.read import completed
from memcon.articles.sentences import body_of, segment
from memcon.evidence.date_again import RULES, is_given
from memcon.evidence.establish import establish
from memcon.evidence.passage import Passage
from memcon.evidence.report_day import SENTENCE_BEFORE, STATED, TOLD_BELOW, TOLD_ON
from memcon.records import KINDS, Article, Candidate, DateEvidence, EventDate, Kind, Mention, Party, Role, Status, Trust
from memcon.text.ground import Folded

PUBLISHED = dt.date(2024, 7, 3)
LINES = (ROOT / "benchmarks" / "gold" / "articles.jsonl").read_text("utf-8").splitlines()
TOLD = [
    Article(**{name: line.get(name) for name in ("id", "text", "published", "language")})
    for line in map(json.loads, LINES)
]
OWN = {
    STATED: "Kenya is a friend of peace. The Republic of Kenya condemns the attacks of Peru.",
    SENTENCE_BEFORE: "Presiden Kenya William Ruto mengecam Peru, Rabu (3/7). Menurut dia, ia menganggap Peru curang.",
    TOLD_ON: "Presiden Kenya bertemu Presiden Peru hari ini. Kopi dibahas, kata juru bicara, Selasa (2/7). Hujan.",
    TOLD_BELOW: 'Kenya mengecam Peru soal kopi. Harga turun. "Ini tak adil," kata juru bicara itu, Rabu (3/7).',
}
"""An article for each way in which a day is told outside the quotes."""


ASKED: tuple[tuple[Trust, Kind], ...] = (
    ("code", "dispute"),
    ("code", "meeting"),
    ("model", "dispute"),
    ("model", "call"),
)
STATUSES: tuple[Status, ...] = ("occurred", "occurred", "planned", "cancelled")
ROLES: tuple[Role, ...] = ("actor", "target", "target", "target")


class Read:
    """An article, and its body and sentences as a run reads them."""

    def __init__(self, article: Article) -> None:
        self.sentences = tuple(segment(article))
        self.whole = Passage.of(article, Folded(article.text))
        self.body = Passage.of(article, Folded(body_of(article.text, self.sentences)))

    def holds(self, mention: Mention, *trusts: Trust) -> bool:
        starts = [sentence.start for sentence in self.sentences]
        return is_given(mention, self.whole, trusts or get_args(Trust), lambda: self.body, lambda: starts)

    def mentions(self) -> Iterator[tuple[Trust, Mention]]:
        """Yield what is established of each sentence, whatever a model says of it."""
        states = [self.whole.words((state.start, state.end)) for state in self.whole.countries(self.whole.whole)]
        names = tuple(dict.fromkeys([*states, "Kenya", "Peru"]))[:4]
        days = [self.whole.words(span) for span in self.whole.days(self.whole.whole)]
        for at, sentence in enumerate(self.sentences):
            near = (self.sentences[max(0, at - 1)].start, sentence.end)
            nearest = days[at % len(days)] if days else None
            for trust, kind in ASKED:
                for number, status in enumerate(STATUSES):
                    words = nearest if number else None
                    found = candidate(
                        kind, self.whole.words((sentence.start, sentence.end)), near, names, status, words
                    )
                    passage = dataclasses.replace(self.body, trust=trust)
                    yield from ((trust, each.mention) for each in establish(found, passage) if each.mention)


def candidate(
    kind: Kind, quote: str, near: tuple[int, int], names: tuple[str, ...], status: Status, words: str | None
) -> Candidate:
    disputed = kind == "dispute"
    parties = tuple(
        Party(name=name, role=role if disputed else None, side=name) for name, role in zip(names, ROLES, strict=False)
    )
    return Candidate(
        kind=kind, status=status, variant=min(KINDS[kind].variants), quotes=(quote,), near=near,
        parties=parties, date_words=words, confidence=0.9, model="m", prompt="p",
    )  # fmt: skip


def own(suffix: str) -> Article:
    language = "en" if suffix == STATED else "id"
    source = "Ministry of Foreign Affairs" if suffix == STATED else None
    return Article(
        id="a", text=OWN[suffix], published=PUBLISHED, published_basis="given", language=language, source=source
    )


def test_every_date_that_was_given_is_given_again() -> None:
    ways: Counter[str] = Counter()
    for article in (*map(own, OWN), *map(completed, TOLD)):
        read = Read(article)
        for trust, mention in read.mentions():
            if mention.date_evidence:
                assert read.holds(mention, trust), mention
                ways[next((end for end in (*RULES, TOLD_ON) if end in mention.date_evidence.basis), "")] += 1
    assert ways.keys() == {*RULES, TOLD_ON, ""}, ways


@pytest.mark.parametrize("suffix", OWN)
def test_a_date_of_a_rule_that_was_forged_is_not_given(suffix: str) -> None:
    read = Read(own(suffix))
    mention = next(
        each
        for trust, each in read.mentions()
        if trust == "code" and each.date_evidence and suffix in each.date_evidence.basis and each.date
    )
    assert mention.date
    assert mention.date_evidence
    before = mention.date.start - dt.timedelta(days=1)
    day = EventDate(start=before, end=before, precision="day")
    basis = mention.date_evidence.basis.replace(mention.date.start.isoformat(), before.isoformat())
    another = f"{basis.partition(TOLD_ON)[0]}{TOLD_ON}{before}"
    for told in {basis, another, mention.date_evidence.basis}:
        evidence = dataclasses.replace(mention.date_evidence, basis=told)
        assert not read.holds(dataclasses.replace(mention, date=day, date_evidence=evidence))
    if suffix in RULES:
        assert not read.holds(dataclasses.replace(mention, status="planned"))
        assert not read.holds(mention, "model")


@pytest.mark.parametrize("suffix", [*RULES, f"{TOLD_ON}2024-07-02", f"{TOLD_ON}2024-07-03"])
def test_what_a_rule_adds_to_a_basis_is_not_added_by_hand(suffix: str) -> None:
    read = Read(Article(id="a", text="Kenya mengecam Peru pada Selasa.", published=PUBLISHED, language="id"))
    mention = next(each for trust, each in read.mentions() if trust == "code" and each.date_evidence)
    assert mention.date_evidence
    assert read.holds(mention)
    basis = f"{mention.date_evidence.basis}{suffix}"
    assert not read.holds(
        dataclasses.replace(mention, date_evidence=dataclasses.replace(mention.date_evidence, basis=basis))
    )


def test_a_date_stands_near_its_quotes_where_rules_hold_and_anywhere_where_a_model_does() -> None:
    text = f"Kenya mengecam Peru. {'Kopi mahal sekali. ' * 40}Mereka bertemu pada Selasa (2/7)."
    read = Read(Article(id="a", text=text, published=PUBLISHED, language="id"))
    mention = next(each for trust, each in read.mentions() if trust == "code" and "mengecam" in each.quotes[0].text)
    start = text.index("Selasa")
    evidence = DateEvidence(text="Selasa (2/7)", start=start, end=start + 12, basis="")
    date = read.whole.date("Selasa (2/7)", PUBLISHED)
    assert date
    forged = dataclasses.replace(
        mention, date=EventDate(start=date.start, end=date.end, precision=date.precision),
        date_evidence=dataclasses.replace(evidence, basis=date.basis),
    )  # fmt: skip
    assert (read.holds(forged, "code"), read.holds(forged, "model")) == (False, True)


@pytest.mark.parametrize("told", ["xyz", "", "2024-13-45", "2024-07-03; told on 2024-07-03"])
def test_a_day_that_is_none_is_no_basis(told: str) -> None:
    read = Read(own(TOLD_ON))
    mention = next(each for _, each in read.mentions() if each.date_evidence)
    assert mention.date_evidence
    basis = f"{mention.date_evidence.basis.partition(TOLD_ON)[0]}{TOLD_ON}{told}"
    evidence = dataclasses.replace(mention.date_evidence, basis=basis)
    assert not read.holds(dataclasses.replace(mention, date_evidence=evidence))
