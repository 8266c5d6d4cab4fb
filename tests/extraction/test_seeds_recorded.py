"""Facts about the first articles, as the embedded model reads them. Answers come from cassettes."""

from pathlib import Path

import pytest

from memcon.articles.read import read_articles
from memcon.events.merge import merge
from memcon.extraction.article import Extraction, extract_article
from memcon.extraction.strategies import STRATEGIES
from memcon.models.client import OpenAIModel
from memcon.records import Article

SEEDS = Path(__file__).parents[2] / "seeds"


async def extracted(name: str, model: OpenAIModel) -> tuple[Article, Extraction]:
    (article,) = read_articles([str(SEEDS / f"{name}.txt")])
    assert isinstance(article, Article)
    return article, await extract_article(article, model, STRATEGIES["cascade"], name=model.spec.model, trust="code")


@pytest.mark.vcr
async def test_a_call_between_generals_and_one_between_ministers(model: OpenAIModel) -> None:
    article, found = await extracted("003_76231ee178664a6d", model)
    calls = {
        (event.date.start.isoformat() if event.date else None, event.countries)
        for event in merge(found.mentions)
        if event.kind == "call"
    }
    assert ("2022-10-24", ("RUS", "USA")) in calls
    people = {person.name for mention in found.mentions for person in mention.participants}
    assert {"Sergey Shoigu", "Lloyd Austin", "Valery Zaluzhny"} <= people
    assert any(event.kind == "dispute" and event.countries == ("RUS", "USA") for event in merge(found.mentions))
    for mention in found.mentions:
        assert all(article.text[quote.start : quote.end] == quote.text for quote in mention.quotes)


@pytest.mark.vcr
async def test_a_body_that_is_printed_twice_gives_no_mention_twice(model: OpenAIModel) -> None:
    article, found = await extracted("000_e15724afba7b5234", model)
    second = article.text.rindex("Ketua Kepala Staf Gabungan AS Jenderal CQ Brown berbicara")
    assert article.text.index("Ketua Kepala Staf Gabungan AS Jenderal CQ Brown berbicara") < second
    assert found.mentions
    assert all(quote.end <= second for mention in found.mentions for quote in mention.quotes)
    (call,) = (event for event in merge(found.mentions) if event.kind == "call")
    assert call.id == "call-2023-12-21-CHN-USA"
    assert {person.name for person in call.participants} >= {"CQ Brown", "Liu Zhenli"}


@pytest.mark.vcr
async def test_nothing_comes_out_of_a_link_to_another_article(model: OpenAIModel) -> None:
    article, found = await extracted("004_f1f4fe260cbd12e8", model)
    link = article.text.index("Baca Juga")
    end = article.text.index("\n", link)
    assert found.mentions
    assert not any(q.start < end and link < q.end for mention in found.mentions for q in mention.quotes)
    meetings = {(event.date.start.isoformat(), event.countries) for event in merge(found.mentions) if event.date}
    assert ("2024-10-14", ("CHN", "RUS")) in meetings
