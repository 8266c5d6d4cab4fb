import re
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.ground_texts import TEXTS, article, quoted
from memcon.text.ground import Folded, Reason, Refusal, WordChange, explain, fold, ground
from memcon.text.ground.refusal import _IN_WORDS
from memcon.text.ground.word_lists import Category, covered, is_negation, small_words

ID = (
    "Menteri Luar Negeri Norwegia Lars Østby tidak menuduh Mali di Oslo pada Kamis (21 Desember). "
    "Ia bertemu dua jenderal dari Korea Selatan, lalu pulang. Apakah mereka sepakat tentang kapal itu?"
)
EN = (
    "The Norwegian minister, Lars Østby, didn't accuse Mali in Oslo on Thursday, 21 December. "
    "He met two generals from South Korea, and then went home. They may visit the United States in May."
)


def refused(quote: str, text: str) -> Refusal:
    refusal = explain(quote, text)
    assert refusal is not None
    assert ground(quote, text) == ()
    return refusal


@pytest.mark.parametrize(
    ("quote", "reason", "change"),
    [
        ("Lars Østby menuduh Mali di Oslo", "changed_negation", ("", "tidak")),
        ("Ia tidak bertemu dua jenderal dari Korea Selatan", "changed_negation", ("tidak", "")),
        ("Ia bertemu tiga jenderal dari Korea Selatan", "changed_number", ("tiga", "dua")),
        ("di Oslo pada Kamis (22 Desember)", "changed_number", ("22", "21")),
        ("di Oslo pada Kamis (21 November)", "changed_month", ("November", "Desember")),
        ("menuduh Mali di Oslo pada Rabu (21 Desember)", "changed_weekday", ("Rabu", "Kamis")),
        ("tidak menuduh Niger di Oslo pada Kamis", "changed_country", ("Niger", "Mali")),
        ("bertemu dua jenderal dari Korea Utara, lalu", "changed_country", ("Utara", "Selatan")),
        ("Menteri Luar Negeri Norwegia Per Østby tidak", "changed_name", ("Per", "Lars")),
        ("Menteri Luar Negeri Norwegia Østby tidak", "changed_name", ("", "Lars")),
        ("Ia menelepon dua jenderal dari Korea Selatan", "changed_verb", ("menelepon", "bertemu")),
        ("Lars Østby tidak memuji Mali di Oslo", "changed_verb", ("memuji", "menuduh")),
        ("dari Korea Selatan, lalu pulang?", "changed_question", ("?", "")),
        ("Apakah mereka sepakat tentang perahu itu?", "changed_word", ("perahu", "kapal")),
        ("dua jenderal muda dari Korea Selatan, lalu pulang", "added_words", ("muda", "")),
        ("Menteri Luar Norwegia Lars Østby", "changed_name", ("", "Negeri")),
        ("Apakah mereka sepakat tentang itu", "lost_words", ("", "kapal")),
    ],
)
def test_the_reason_and_the_difference_are_told_in_indonesian(quote: str, reason: str, change: tuple[str, str]) -> None:
    refusal = refused(quote, ID)
    assert (refusal.reason, refusal.diff) == (reason, (WordChange(*change),))


@pytest.mark.parametrize(
    ("quote", "reason", "change"),
    [
        ("Lars Østby, did accuse Mali in Oslo", "changed_negation", ("did", "didn't")),
        ("He met two generals from North Korea", "changed_country", ("North", "South")),
        ("He met three generals from South Korea", "changed_number", ("three", "two")),
        ("They may visit the United States in June", "changed_month", ("June", "May")),
        ("They may visit the United Kingdom in May", "changed_country", ("Kingdom", "States")),
        ("They will visit the United States in May", "changed_word", ("will", "may")),
        ("He called two generals from South Korea", "changed_verb", ("called", "met")),
        ("in Oslo on Friday, 21 December", "changed_weekday", ("Friday", "Thursday")),
        ("The Norwegian minister, Per Østby, didn't", "changed_name", ("Per", "Lars")),
    ],
)
def test_the_reason_and_the_difference_are_told_in_english(quote: str, reason: str, change: tuple[str, str]) -> None:
    refusal = refused(quote, EN)
    assert (refusal.reason, refusal.diff) == (reason, (WordChange(*change),))


@pytest.mark.parametrize(
    ("language", "old", "new", "reason"),
    [
        ("Russian", "принял", "не принял", "changed_negation"),
        ("Russian", "Норвегии", "Франции", "changed_country"),
        ("Arabic", "٣", "٤", "changed_number"),
        ("Arabic", "استقبل", "لم استقبل", "changed_negation"),
        ("Chinese", "会见了", "没有会见了", "changed_negation"),
        ("Chinese", "7月3日", "7月5日", "changed_number"),
        ("Thai", "ให้การ", "ไม่ให้การ", "changed_negation"),
        ("Vietnamese", "vẫn tiếp tục", "không tiếp tục", "changed_negation"),
        ("Korean", "3일", "4일", "changed_number"),
        ("Korean", "대사를", "장관을", "changed_word"),
    ],
)
def test_the_reason_is_told_in_every_script(language: str, old: str, new: str, reason: str) -> None:
    refusal = refused(quoted(language).replace(old, new), article(language))
    assert refusal.reason == reason
    assert refusal.near is not None
    start, end = refusal.near
    assert fold(article(language)[start:end]).rstrip('".。') == fold(quoted(language)).rstrip('".。')


def test_the_nearest_place_is_the_whole_of_what_the_quote_is_about() -> None:
    refusal = refused("Per bertemu dua jenderal dari Korea Selatan, lalu pergi", ID)
    assert refusal.near is not None
    assert ID[slice(*refusal.near)] == "Ia bertemu dua jenderal dari Korea Selatan, lalu pulang"
    assert refusal.diff == (WordChange("Per", "Ia"), WordChange("pergi", "pulang"))
    assert refusal.detail == (
        "a word differs: the article has 'Ia', the quote 'Per', the article has 'pulang', the quote 'pergi'"
    )


def test_of_several_reasons_the_weightiest_is_given() -> None:
    refusal = refused("Lars Østby memuji Niger di Oslo pada Rabu", ID)
    assert refusal.reason == "changed_negation"
    assert len(refusal.diff) == 2


def test_the_detail_says_what_was_left_out_and_what_was_added() -> None:
    assert refused("Apakah mereka sepakat tentang itu", ID).detail == (
        "the quote leaves out words without an ellipsis: the quote leaves out 'kapal'"
    )
    assert refused("dua jenderal muda dari Korea Selatan", ID).detail == "the quote adds words: the quote adds 'muda'"


@pytest.mark.parametrize("quote", ["", "  ", "…", "\u200b\u00ad", "—"])
def test_a_quote_without_words_is_empty(quote: str) -> None:
    assert explain(quote, ID) == Refusal("empty", "the quote holds no words")


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("Nelayan Peru menangkap paus raksasa kemarin sore", ID),
        ("Peru", ID),
        ("Menteri Norwegia dan nelayan Peru menangkap seekor paus raksasa", ID),
        ("apa pun", ""),
    ],
)
def test_what_the_article_does_not_say_is_absent(quote: str, text: str) -> None:
    refusal = refused(quote, text)
    assert (refusal.reason, refusal.diff) == ("absent", ())


@pytest.mark.parametrize("quote", ["Or", "uduh Mali di", "Norwegia Lars Øst", "Mali di Oslo pada Kam", "1 Desember"])
def test_what_stands_only_inside_words_is_told(quote: str) -> None:
    text = ID + " Orang Norwegia Lars Østbyson."
    assert refused(quote, text).reason == "inside_word"


def test_a_short_quote_that_nearly_stands_is_too_short() -> None:
    refusal = refused("di Oslo, pada", ID)
    assert refusal.reason == "too_short"
    assert refusal.near is not None
    assert ID[slice(*refusal.near)] == "di Oslo pada"


def test_case_that_hides_a_negation_is_told() -> None:
    assert refused("Menuduh Mali di Oslo", ID).reason == "changed_negation"
    assert refused("Menuduh, Mali di Oslo pada Kamis", ID).reason == "changed_negation"


def test_a_short_abbreviation_in_another_case_is_too_short() -> None:
    assert refused("AS", "sumbu as roda").reason == "too_short"


def test_an_ellipsis_that_hides_something_is_told_with_what_it_hides() -> None:
    refusal = refused("Norwegia Lars Østby … Mali di Oslo", ID)
    assert refusal.reason == "elided_meaning"
    assert refusal.diff == (WordChange("…", "tidak menuduh"),)
    assert refusal.near is not None
    assert ID[slice(*refusal.near)] == "Norwegia Lars Østby tidak menuduh Mali di Oslo"
    refusal = refused("menuduh Mali di Oslo … dua jenderal dari Korea Selatan", ID)
    assert refusal.reason == "elided_sentence"


def test_a_quote_that_stands_needs_no_explanation() -> None:
    for quote in (
        "Lars Østby tidak menuduh Mali",
        "LARS ØSTBY TIDAK MENUDUH",
        "Lars Østby, tidak menuduh Mali",
        "Oslo",
    ):
        assert ground(quote, ID) != ()
        assert explain(quote, ID) is None
        assert explain(quote, Folded(ID)) is None


def test_a_quote_longer_than_the_article_is_explained() -> None:
    assert refused(ID + " Ia lelah.", ID).reason == "added_words"


@given(st.text(max_size=80), st.text(max_size=120))
@settings(max_examples=100, deadline=None)
def test_every_quote_is_either_grounded_or_explained(quote: str, text: str) -> None:
    refusal = explain(quote, text)
    assert (refusal is None) == bool(ground(quote, text))
    if refusal:
        assert refusal.reason in get_args(Reason)
        assert refusal.detail
        if refusal.near:
            assert 0 <= refusal.near[0] < refusal.near[1] <= len(text)


@given(st.data(), st.sampled_from(list(TEXTS)))
@settings(max_examples=100, deadline=None)
def test_every_shuffled_quote_is_either_grounded_or_explained(data: st.DataObject, language: str) -> None:
    words = re.split(r"(?<= )", article(language, joint=" "))
    quote = "".join(
        data.draw(st.lists(st.sampled_from([*words, "… ", "tidak ", "not ", "12 "]), min_size=1, max_size=12))
    )
    assert (explain(quote, article(language)) is None) == bool(ground(quote, article(language)))


def test_every_reason_has_words() -> None:
    assert set(_IN_WORDS) == set(get_args(Reason))


def test_a_change_prints_on_a_line() -> None:
    assert str(WordChange("19", "12")) == "'12' → '19'"
    assert str(WordChange("", "not")) == "-'not'"
    assert str(WordChange("not", "")) == "+'not'"


# --- the word lists ---


@pytest.mark.parametrize("category", get_args(Category))
def test_a_category_has_words_of_several_languages(category: Category) -> None:
    words = {"negations": "не", "suspends": "akan", "numbers": "five", "months": "mei", "weekdays": "lundi"}
    words |= {"countries": "rusia", "verbs": "met", "abbreviations": "jend"}
    assert covered([words[category]], category) == {0}


def test_phrases_are_known_by_all_of_their_words() -> None:
    assert covered(["di", "korea", "selatan", "kini"], "countries") == {1, 2}
    assert covered(["selatan"], "countries") == frozenset()
    assert covered(["u", "s"], "countries") == frozenset()
    assert covered(["us"], "countries") == {0}
    assert covered(["paman", "sam"], "countries") == {0, 1}
    assert covered(["ไ", "ม่", "ไ", "ป"], "negations") == {0, 1}


def test_negations_are_known_alone_and_in_contractions() -> None:
    assert all(map(is_negation, ["tidak", "bukan", "not", "didn't", "won't", "не", "لم", "không"]))
    assert not any(map(is_negation, ["akan", "will", "ada", "tent"]))


def test_no_small_word_is_on_a_list_that_matters() -> None:
    small = small_words(["yang", "the", "и"])
    words = small.light | small.lost | small.preposition
    assert {"yang", "the", "и"} <= words
    for category in ("negations", "suspends", "numbers", "months", "weekdays", "verbs"):
        assert [word for word in words if covered([word], category)] == []
