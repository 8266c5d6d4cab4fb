"""Traps of the field, as the embedded model reads them. Articles were written for this; answers come from cassettes."""

import datetime as dt

import pytest

from memcon.events.merge import merge
from memcon.extraction.article import extract_article
from memcon.extraction.strategies import STRATEGIES
from memcon.models.client import OpenAIModel
from memcon.records import Article, Event

PUBLISHED = dt.date(2024, 7, 4)


async def events(text: str, model: OpenAIModel, language: str = "id") -> list[Event]:
    article = Article(id="trap", text=text, language=language, published=PUBLISHED)
    extraction = await extract_article(article, model, STRATEGIES["cascade"], name=model.spec.model, trust="code")
    assert extraction.state.state in {"ok", "empty"}
    return merge(extraction.mentions)


@pytest.mark.vcr
async def test_what_is_planned_is_another_event_than_what_occurred(model: OpenAIModel) -> None:
    text = (
        "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa (2/7/2024). "
        "Ruto dijadwalkan mengunjungi Rwanda pekan depan untuk bertemu Presiden Paul Kagame."
    )
    found = {(event.status, event.countries) for event in await events(text, model) if event.kind == "meeting"}
    assert found == {("occurred", ("KEN", "UGA")), ("planned", ("KEN", "RWA"))}


@pytest.mark.vcr
async def test_a_visit_called_off_is_cancelled(model: OpenAIModel) -> None:
    text = (
        "Menteri Luar Negeri Peru Javier González-Olaechea membatalkan kunjungannya ke Bolivia, "
        "yang semula dijadwalkan pada Jumat (5/7/2024). Kementerian tidak menyebut alasannya."
    )
    (event,) = await events(text, model)
    assert (event.kind, event.status, event.countries) == ("meeting", "cancelled", ("BOL", "PER"))


@pytest.mark.vcr
async def test_a_summoned_ambassador_is_a_dispute(model: OpenAIModel) -> None:
    text = (
        "Kementerian Luar Negeri Kenya memanggil duta besar Uganda pada Rabu (3/7/2024) "
        "untuk menyampaikan protes atas penahanan nelayan di Danau Victoria."
    )
    (event,) = await events(text, model)
    assert event.kind == "dispute"
    assert (event.act, event.countries) == ("summon", ("KEN", "UGA"))
    assert event.date
    assert event.date.start == dt.date(2024, 7, 3)


@pytest.mark.vcr
async def test_a_caption_tells_no_event(model: OpenAIModel) -> None:
    text = (
        "Harga kopi dunia naik lagi pekan ini.\n"
        "Presiden Ghana Nana Akufo-Addo bertemu Presiden Togo Faure Gnassingbé di Lomé, 2019. (Foto: Reuters)\n"
        "Petani di beberapa negara menahan panen mereka, kata pedagang di bursa."
    )
    assert await events(text, model) == []


@pytest.mark.vcr
async def test_what_a_scholar_thinks_is_no_dispute(model: OpenAIModel) -> None:
    text = (
        "Pengamat politik Universitas Nairobi Peter Kagwanja menilai Kenya seharusnya memutus hubungan dengan Somalia. "
        "Menurut dia, hubungan kedua negara sulit diperbaiki."
    )
    assert await events(text, model) == []


@pytest.mark.vcr
async def test_two_calls_of_one_sentence_are_two(model: OpenAIModel) -> None:
    text = (
        "Presiden Kenya William Ruto menelepon Presiden Uganda Yoweri Museveni pada Senin (1/7/2024) "
        "dan Presiden Rwanda Paul Kagame pada Selasa (2/7/2024)."
    )
    found = {(event.kind, event.countries, event.date and event.date.start.day) for event in await events(text, model)}
    assert found == {("call", ("KEN", "UGA"), 1), ("call", ("KEN", "RWA"), 2)}


@pytest.mark.vcr
async def test_a_meeting_within_one_state_is_none(model: OpenAIModel) -> None:
    text = (
        "Presiden Kenya William Ruto bertemu para gubernur di Nairobi, Senin (1/7/2024). "
        "Mereka membahas anggaran daerah dan pembangunan jalan."
    )
    assert await events(text, model) == []


@pytest.mark.vcr
async def test_a_company_is_no_state(model: OpenAIModel) -> None:
    text = (
        "Presiden Kenya William Ruto menerima pendiri perusahaan teknologi asal Jerman, Jonas Weber, "
        "di Nairobi, Senin (1/7/2024)."
    )
    assert await events(text, model) == []
