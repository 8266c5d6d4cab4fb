"""What a mention cites must be words that can be found, in scripts that hang particles on them, too."""

import dataclasses

import pytest

from memcon.compare.verify.words import cut_problems
from memcon.evidence.passage import Passage
from memcon.records import Article, Evidence, Mention, Quote
from memcon.text.characters import BLOT
from memcon.text.ground import Folded


def problems(text: str, quote: str, *cited: str, language: str, body: str | None = None) -> list[str]:
    """Return what is wrong with a mention that has this quote and cites these words as its place."""
    at = text.index(quote)
    mention = Mention(
        id="a#meeting-0-1", article="a", published=None, kind="meeting", status="occurred", variant="talks", date=None,
        place=None, countries=("KOR", "USA"), participants=(), initiator=None, topics=(), summary="", confidence=None,
        quotes=(Quote(text=quote, start=at, end=at + len(quote), match="exact"),), date_evidence=None,
        place_evidence=None, names=(), model="made", prompt="made@0",
    )  # fmt: skip
    passage = Passage.of(Article(id="a", text=text, language=language), Folded(body or text))
    found: list[str] = []
    for words in cited:
        span = Evidence(text=words, start=text.index(words), end=text.index(words) + len(words))
        one = dataclasses.replace(mention, place_evidence=span)
        found += cut_problems(one, Folded(text), lambda: passage)
    return found


@pytest.mark.parametrize(
    ("language", "text", "cited"),
    [
        ("ko", "NATO는 어제 미국과 회담했다.", ["NATO", "미국"]),
        ("ja", "王毅外相はバイデン大統領と会談した。", ["王毅", "バイデン大統領"]),
        ("ar", "والتقى بوزير الخارجية في القاهرة.", ["القاهرة", "وزير الخارجية"]),
        ("tr", "Türkiye'nin başkenti Ankara'da görüştüler.", ["Türkiye", "Ankara"]),
        ("id", "Menlu itu bertemu mitranya di Jakarta.", ["Jakarta", "Menlu"]),
    ],
)  # fmt: skip
def test_words_with_what_their_language_hangs_on_them_hold(language: str, text: str, cited: list[str]) -> None:
    assert problems(text, text, *cited, language=language) == []


@pytest.mark.parametrize(
    ("language", "text", "cited"),
    [
        ("id", "Laksamana China menelepon komandan itu.", ["oman", "Chin", "aksamana China"]),
        ("ko", "NATO는 어제 미국과 회담했다.", ["ATO", "국과"]),
        ("en", "They met in Niger, on 14/10/2024.", ["Nige", "4/10/2024", ", "]),
    ],
)
def test_words_cut_out_of_others_do_not_hold(language: str, text: str, cited: list[str]) -> None:
    assert len(problems(text, text, *cited, language=language)) == len(cited)


def test_words_beside_what_is_not_the_article_s_own_hold() -> None:
    """A caption that runs into the text parts no word."""
    text = "Foto: AntaraJakarta menjadi tuan rumah."
    body = BLOT * len("Foto: Antara") + text.removeprefix("Foto: Antara")
    assert problems(text, "Jakarta menjadi tuan rumah", "Jakarta", language="id", body=body) == []
    assert problems(text, "Jakarta menjadi tuan rumah", "Jakarta", language="id")
