"""Countries: authored tables of words and sentences, and properties of any text."""

import csv
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.compare.verify.mentions import STOP
from memcon.languages import language as language_of
from memcon.languages import read_for_names, rows_of, tags
from memcon.resolve import find_countries, resolve_country, resolve_place
from memcon.resolve.countries import resolve_body
from memcon.resolve.countries.gazetteer import country_trie, given_names
from memcon.text.folding import fold_word
from memcon.text.tokens import tokenize
from memcon.text.trie import Trie, TrieEntry

TABLES = Path(__file__).parents[1] / "tables"
LANGUAGES = [None, "id", "en", "ru", "zh", "ar", "ko", "vi", "tr", "de", "xx", "en-US"]
# The most frequent words of Indonesian and English that are written as a country's word is, but for letter case.
COMMON = [
    "as",
    "us",
    "who",
    "it",
    "un",
    "eu",
    "lima",
    "male",
    "turkey",
    "china",
    "chad",
    "polish",
    "jordan",
    "georgia",
    "may",
]


def table(name: str) -> list[list[str]]:
    with (TABLES / name).open(encoding="utf-8") as lines:
        return list(
            csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        )[1:]


def test_words_name_what_a_reader_knows() -> None:
    read = table("countries.tsv")
    assert len(read) > 900
    answers = [[words, language, resolve_country(words, language=language) or ""] for words, language, _ in read]
    assert [pair for pair in zip(answers, read, strict=True) if pair[0] != pair[1]] == []


def test_country_words_stand_out_of_a_sentence() -> None:
    for language, sentence, found in table("country_sentences.tsv"):
        text = sentence.replace("\\n", "\n")
        spans = find_countries(text, language)
        assert " ".join(f"{text[span.start : span.end]}={span.code}" for span in spans) == found.replace("\\n", "\n")


@pytest.mark.parametrize(
    ("words", "language", "code"),
    [
        ("Jenewa", "id", "CHE"),
        ("Istana Merdeka, Jakarta", "id", "IDN"),
        ("Hotel Shangri-La, Singapura", "id", "SGP"),
        ("Kedutaan Besar AS di Jakarta", "id", "IDN"),
        ("sela-sela KTT ASEAN di Phnom Penh", "id", "KHM"),
        ("the Chinese embassy in Washington", "en", "USA"),
        ("UN headquarters, New York", "en", "USA"),
        ("Brussels", "en", "BEL"),
        ("Yerusalem", "id", None),
        ("Laut China Selatan", "id", None),
        ("perbatasan Rusia-Ukraina", "id", None),
        ("Markas Besar NATO", "id", None),
        ("Sharm el-Sheikh", "en", "EGY"),
        ("sebuah hotel", "id", None),
        ("", None, None),
    ],
)
def test_places_lie_in_a_country(words: str, language: str | None, code: str | None) -> None:
    assert resolve_place(words, language) == code


def test_cities_tell_where_and_never_who() -> None:
    assert resolve_place("New York", "en") == "USA"
    assert resolve_country("New York", "en") is None


def test_a_body_is_words_without_a_persons_name() -> None:
    assert resolve_country("Presiden China Xi Jinping", "id") == "CHN"
    assert resolve_body("Presiden China Xi Jinping", "id") is None
    assert resolve_body("militer China", "id") == "CHN"
    assert resolve_body("Sergei Lavrov (Rusia)", "id") is None


def test_as_is_a_state_where_indonesian_may_stand_and_a_conjunction_in_english() -> None:
    assert [resolve_country("AS", language) for language in (None, "id", "ms", "en", "fr")] == [
        "USA",
        "USA",
        "USA",
        None,
        None,
    ]
    assert not find_countries("AS TENSIONS RISE", "en")


def test_letter_case_is_forgiven_where_a_text_has_none() -> None:
    assert [span.code for span in find_countries("presiden rusia menelepon presiden ukraina", "id")] == ["RUS", "UKR"]
    assert find_countries("Presiden rusia menelepon", "id") == ()


def test_kinds_tell_names_from_capitals_and_nicknames() -> None:
    text = "Kremlin, Moskow, Rusia, AS, Paman Sam and Russian"
    kinds = [span.kind for span in find_countries(text, "id")]
    assert kinds == ["house", "capital", "name", "short", "nickname", "people"]


def test_compatibility_forms_and_invisible_marks_do_not_hide_a_country() -> None:
    assert resolve_country("Ｃｈｉｎａ", "en") == "CHN"
    assert resolve_country("Ru\u00adsia", "id") == "RUS"
    assert resolve_country("Tu\u0308rkiye", "en") == "TUR"
    assert resolve_country("رُوسْيَا", "ar") == "RUS"
    assert resolve_country("Amerika\u00a0Serikat", "id") == "USA"
    assert resolve_country("U.S", "en") == "USA"


def test_spans_of_decomposed_text_are_its_own_code_points() -> None:
    text = "Wakil dari Tu\u0308rkiye dan Co\u0302te d\u2019Ivoire datang"
    assert [text[span.start : span.end] for span in find_countries(text, "id")] == [
        "Tu\u0308rkiye",
        "Co\u0302te d\u2019Ivoire",
    ]


def test_every_language_falls_back_to_english_and_indonesian() -> None:
    assert resolve_country("Rusia", "xx") == "RUS"
    assert resolve_country("Russia", "tlh-XX") == "RUS"
    assert [language_of(tag).tag for tag in ("en-US", "PT_br", "in", None, " ID ")] == ["en", "pt", "id", "", "id"]


@pytest.mark.parametrize("word", COMMON)
@pytest.mark.parametrize("language", ["id", "en", None])
def test_common_words_are_no_country(word: str, language: str | None) -> None:
    assert resolve_country(word, language) is None
    assert find_countries(f"Then {word} again", language) == ()


def test_tables_are_well_formed() -> None:
    rules = {"capital", "alone", "surname", "given", "forename", "office", "joined", "person"}
    kinds = {"name", "people", "short", "capital", "house", "nickname", "none", "office", "pair", "city"}
    for tag in tags():
        for code, kind, rule, cell in (*rows_of(tag, "countries"), *rows_of(tag, "cities")):
            assert set(rule.split()) <= rules, (tag, cell)
            assert all(len(one) in {3, 4, 5} for one in code.split()), (tag, code)
            assert kind in kinds, (tag, kind)
            assert all(word == word.strip() and tokenize(word) for word in cell.split("|")), (tag, cell)


def test_every_state_and_capital_of_the_tables_resolves_to_itself() -> None:
    named = [(tag, *row) for tag in read_for_names() for row in rows_of(tag, "countries")]
    blocked = {fold_word(word) for _, code, _, _, cell in named if not code for word in cell.split("|")}
    for tag, code, kind, _, cell in named:
        for word in cell.split("|"):
            if code and fold_word(word) not in blocked:
                assert resolve_country(word, tag) == code, (kind, word)


def test_given_names_are_folded() -> None:
    assert {"michael", "george", "denzel"} & given_names() == {"michael", "george"}


def test_an_article_ten_times_longer_is_walked_with_ten_times_the_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = itertools.count()
    looked_up = Trie._children

    def counted(self: Trie, node: dict[str, object], form: str) -> list[dict[str, object]]:
        next(steps)
        return looked_up(self, node, form)

    monkeypatch.setattr(Trie, "_children", counted)
    country_trie(language_of("id"))
    sentence = "Menteri Luar Negeri Republik Rakyat China bertemu Menlu Amerika Serikat di Korea. "
    find_countries(sentence * 10, "id")
    few = next(steps)
    find_countries(sentence * 100, "id")
    assert next(steps) - few <= 10 * few + 10


@given(text=st.text(max_size=80), language=st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str, language: str | None) -> None:
    code = resolve_country(text, language)
    assert code is None or len(code) in {3, 4, 5}
    end = 0
    for span in find_countries(text, language):
        assert end <= span.start < span.end <= len(text)
        end = span.end
    resolve_place(text, language)


PIECES = st.sampled_from(
    [
        *"abc .,-'()$\n",
        "AS",
        "U.S.",
        "China",
        "Korea Utara",
        "Laut China",
        "中美",
        "俄乌",
        "Россия",
        "pro-",
        "di ",
        "ال",
    ]
)


@pytest.mark.parametrize("language", [None, *tags()])
def test_every_word_from_which_an_entry_goes_on_is_walked_from(language: str | None) -> None:
    trie = country_trie(language_of(language))
    for _, text, _ in table("country_sentences.tsv"):
        tokens = tokenize(text)
        for at, token in enumerate(tokens):
            if trie._longest(text, tokens, at, mode="whole", caseless=True):
                assert trie.may_begin(token.folded), (text, token)


@pytest.mark.parametrize("language", tags())
def test_no_name_of_a_state_goes_on_behind_the_end_of_a_sentence(language: str) -> None:
    """So that `memcon verify` may look into one sentence, and reads it as it would the whole article."""

    def goes_on(node: dict[str, Any]) -> Iterator[TrieEntry]:
        if "." in node:
            yield from node.get("", ())
        for word, child in node.items():
            if word:
                yield from goes_on(child)

    entries = list(goes_on(country_trie(language_of(language))._root))
    assert entries
    assert not [entry for entry in entries if STOP.search(f"{entry.surfaces[-1]}. ")]


@given(pieces=st.lists(PIECES, max_size=12), language=st.sampled_from(LANGUAGES))
@settings(max_examples=200, deadline=None)
def test_spans_are_in_order_and_read_the_same_alone(pieces: list[str], language: str | None) -> None:
    text = "".join(pieces)
    end = 0
    for span in find_countries(text, language):
        assert end <= span.start < span.end <= len(text)
        end = span.end
        if len(text[span.start : span.end]) > 1:
            assert resolve_country(text[span.start : span.end], language) == span.code


@given(word=st.from_regex(r"[a-z]{1,3}", fullmatch=True), language=st.sampled_from(["id", "en", None]))
@settings(max_examples=150, deadline=None)
def test_no_short_word_in_lower_case_is_a_country(word: str, language: str | None) -> None:
    assert resolve_country(word, language) in {
        None,
        "LAO",
        "THA",
    }  # Lao and Thai, which are no words of either language


@given(
    words=st.sampled_from([row[0] for row in table("countries.tsv") if row[2] and row[0].isalpha()]),
    noise=st.sampled_from(["x", "zq", "iel"]),
    first=st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_a_misspelt_country_is_none(words: str, noise: str, *, first: bool) -> None:
    assert resolve_country(noise + words.lower() if first else words + noise, "id") is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Quan hệ Mỹ - Trung căng thẳng.", ["USA", "CHN"]),
        ("Hội nghị Trung-Nhật-Hàn", ["CHN", "JPN", "KOR"]),
        ("Mưa lớn ở miền Trung, người Việt lo lắng.", []),  # the centre of the country
        ("Bà Nguyễn Thị Nga gặp ông Lê Tuấn Anh.", []),
        ("Bộ Ngoại giao Nga mời Thủ tướng Anh.", ["RUS", "GBR"]),
        ("Tuyến xe Lào Cai đi sân Mỹ Đình", []),
        ("Y tế và phap luat", []),  # Ý and Pháp without their accents are other words
    ],
)
def test_syllables_name_states_only_beside_a_state_and_not_in_names(text: str, codes: list[str]) -> None:
    assert [country.code for country in find_countries(text, "vi")] == codes
