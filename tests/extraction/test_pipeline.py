"""One article through the stages, with a model that obeys the article instead of us: what can it bring about?"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from conftest import ROOT
from memcon.articles.read import read_articles
from memcon.errors import AnswerMissing, ModelError, PromptTooLong, ProviderStopped
from memcon.events.merge import merge
from memcon.extraction.answers import ContactFill, DisputeFill
from memcon.extraction.article import Extraction, distinct, extract_article
from memcon.extraction.strategies import STRATEGIES
from memcon.models.base import Label, ModelAnswer, Prompt
from memcon.records import Article, DateEvidence, Evidence, Mention, Quote

T = TypeVar("T", bound=ModelAnswer)
SEEDS = sorted((ROOT / "seeds").iterdir())


class SaysAlways:
    """A model that sees the same event in every sentence, between two that are named in it or not."""

    def __init__(self, label: str, *names: str) -> None:
        self.label_, self.names = label, names

    async def label(self, labels: Sequence[str], prompt: Prompt) -> Label:
        return Label(self.label_, None)

    async def fill(self, shape: type[T], prompt: Prompt) -> T:
        if shape is ContactFill:
            made: ModelAnswer = ContactFill(participants=list(self.names))
        else:
            made = DisputeFill(actor=self.names[0], target=self.names[1], act="accuse")
        assert isinstance(made, shape)
        return made


def read(path: Path) -> Article:
    (article,) = read_articles([str(path)])
    assert isinstance(article, Article)
    return article


def spans_of(mention: Mention) -> list[Quote | Evidence | DateEvidence]:
    single = (mention.date_evidence, mention.place_evidence)
    return [*mention.quotes, *mention.names, *(one for one in single if one)]


async def extracted(article: Article, model: SaysAlways) -> Extraction:
    return await extract_article(article, model, STRATEGIES["cascade"], name="always", trust="code")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
@pytest.mark.parametrize("label", ["call", "meeting", "dispute"])
async def test_whatever_a_model_says_every_fact_has_its_words(path: Path, label: str) -> None:
    article = read(path)
    found = await extracted(article, SaysAlways(label, "China", "Belousov"))
    assert found.mentions
    assert (found.state.mentions, found.state.rejected) == (len(found.mentions), len(found.rejected))
    assert len({mention.id for mention in found.mentions}) == len(found.mentions)
    for mention in found.mentions:
        for span in spans_of(mention):
            assert article.text[span.start : span.end] == span.text
        assert len(mention.countries) >= 2
        assert bool(mention.date) == bool(mention.date_evidence)


async def test_a_body_that_stands_twice_is_read_once() -> None:
    """The first seed holds its article twice, one after the other."""
    article = read(SEEDS[0])
    found = await extracted(article, SaysAlways("call", "CQ Brown", "Liu Zhenli"))
    quotes = [quote.text for mention in found.mentions for quote in mention.quotes]
    assert any("sambungan video call" in quote for quote in quotes)
    assert len(quotes) == len(set(quotes))


async def test_a_link_to_another_article_gives_nothing() -> None:
    """The last seed holds one line `Baca Juga: …` on Moscow and the West."""
    article = read(SEEDS[-1])
    link = next(line for line in article.text.splitlines() if line.startswith("Baca Juga"))
    start = article.text.index(link)
    for label in ("meeting", "dispute"):
        found = await extracted(article, SaysAlways(label, "Rusia", "Ukraina"))
        spans = [span for mention in found.mentions for span in spans_of(mention)]
        assert spans
        assert not [span for span in spans if span.start < start + len(link) and start < span.end]


async def test_what_is_not_in_the_article_is_rejected_and_told() -> None:
    article = Article(id="a", text="Presiden Kenya William Ruto bertemu Presiden Uganda di Kampala.", language="id")
    found = await extracted(article, SaysAlways("meeting", "William Ruto", "Yoweri Museveni"))
    (mention,) = found.mentions
    assert [participant.name for participant in mention.participants] == ["William Ruto"]
    assert mention.date is None
    assert {(refusal.field, refusal.text) for refusal in found.rejected} >= {("name", "Yoweri Museveni")}
    assert found.state.state == "ok"


async def test_an_article_whose_events_all_fall_is_empty() -> None:
    article = Article(id="a", text="Presiden Kenya William Ruto bertemu para gubernur di Nairobi.", language="id")
    found = await extracted(article, SaysAlways("meeting", "William Ruto", "para gubernur"))
    assert found.mentions == ()
    assert (found.state.state, found.state.reason) == ("empty", None)
    assert "one_side" in {refusal.reason for refusal in found.rejected}


@pytest.mark.parametrize("error", [PromptTooLong("x is too long"), AnswerMissing("no answer")])
async def test_an_article_that_the_model_cannot_answer_fails_with_a_reason(error: ModelError) -> None:
    class Fails(SaysAlways):
        async def label(self, labels: Sequence[str], prompt: Prompt) -> Label:
            raise error

    article = Article(
        id="a", text="Presiden Kenya bertemu Presiden Uganda.", language="id", published=dt.date(2024, 1, 2)
    )
    found = await extracted(article, Fails("call"))
    assert not found.mentions
    assert not found.rejected
    state = found.state
    assert (state.state, state.reason, state.detail) == ("failed", error.reason, str(error))
    assert state.sha256 == hashlib.sha256(article.text.encode()).hexdigest()
    assert (state.characters, state.published, state.language) == (len(article.text), dt.date(2024, 1, 2), "id")


async def test_what_stops_the_run_is_not_the_article_s() -> None:
    class Stops(SaysAlways):
        async def label(self, labels: Sequence[str], prompt: Prompt) -> Label:
            raise ProviderStopped("no more")

    with pytest.raises(ProviderStopped):
        await extracted(Article(id="a", text="Presiden Kenya bertemu Presiden Uganda."), Stops("call"))


async def test_mentions_that_say_the_same_are_one_and_others_of_one_place_are_numbered() -> None:
    article = Article(id="a", text="Presiden Kenya William Ruto bertemu Presiden Uganda di Kampala.", language="id")
    first = (await extracted(article, SaysAlways("meeting", "William Ruto"))).mentions[0]
    other = (await extracted(article, SaysAlways("meeting", "Kenya", "Uganda"))).mentions[0]
    assert first.id == other.id == f"a#meeting-0-{len(article.text)}"
    assert [mention.id for mention in distinct([first, other, first, other])] == [first.id, f"{first.id}-2"]
    assert distinct([]) == ()
    assert len(merge(distinct([first, other]))) == 1


async def test_a_text_that_no_utf8_can_carry_is_an_article_like_any_other() -> None:
    article = Article(id="a", text="Presiden Kenya bertemu Presiden Uganda \ud83d di Kampala.", language="id")
    found = await extracted(article, SaysAlways("meeting", "Kenya", "Uganda"))
    assert found.state.state == "ok"
