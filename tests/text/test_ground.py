import dataclasses
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import memcon.text.ground
from helpers.ground_texts import TEXTS, article, quoted
from memcon.text.ground import Folded, Occurrence, choose, explain, ground, ground_within, stands_at

TEXT = (
    "Menlu Retna Wulandari bertemu Menlu Lars Østby di Oslo, Senin. ASEAN dan AS mendukung.\n"
    "MENLU RETNA WULANDARI BERTEMU MENLU LARS ØSTBY DI OSLO, kata AS pada Selasa. Pada Senin, Oslo sepi."
)


def said(text: str, quote: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.match) for one in ground(quote, text)]


def test_what_is_public() -> None:
    assert set(memcon.text.ground.__all__) == {
        "WordChange",
        "Folded",
        "Occurrence",
        "Reason",
        "Refusal",
        "Span",
        "choose",
        "explain",
        "fold",
        "ground",
        "ground_within",
        "stands_at",
    }


def test_every_place_is_found_the_exact_ones_first() -> None:
    quote = "MENLU RETNA WULANDARI BERTEMU MENLU LARS ØSTBY DI OSLO"
    exact, folded = ground(quote, TEXT)
    assert (exact.match, folded.match) == ("exact", "folded")
    assert folded.start == 0
    assert TEXT[exact.start : exact.end] == quote
    assert len(ground("Oslo", TEXT)) == 3


def test_places_of_one_kind_come_in_the_order_of_the_text() -> None:
    places = ground("bertemu dengan presiden", "Ia bertemu dengan presiden. Mereka bertemu dengan presiden.")
    assert [one.start for one in places] == [3, 35]


def test_a_folded_article_gives_the_same_places_as_its_text() -> None:
    folded = Folded(TEXT)
    for quote in ("Oslo", "menlu retna wulandari bertemu", "Menlu Retna Wulandari; bertemu Menlu"):
        assert ground(quote, folded) == ground(quote, TEXT) != ()


@pytest.mark.parametrize(
    "quote", ["", " \n", "…", "\u200b", "—", '"', ".", "\u0640", "\u3164", "\u115f", "\uffa0", "\u0640\u3164"]
)
def test_a_quote_without_words_stands_nowhere(quote: str) -> None:
    """Some letters are nothing once a text is folded."""
    text = "Kata… — “a” . \u0640\u3164"
    assert ground(quote, text) == ()
    assert ground_within(quote, text, [(0, len(text))]) is None
    refused = explain(quote, text)
    assert refused
    assert refused.reason == "empty"


def test_nothing_stands_in_an_empty_text() -> None:
    assert ground("Menlu Retna bertemu Menlu Lars", "") == ()
    assert ground("Oslo", " \u200b\n") == ()


def test_white_space_around_a_quote_does_not_count() -> None:
    assert said(TEXT, "\n Menlu Retna Wulandari bertemu ")[0] == ("Menlu Retna Wulandari bertemu", "exact")


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("AS", "ASEAN"),
        ("AS", "KAS"),
        ("Iran", "Tirani"),
        ("Niger", "Nigeria"),
        ("Xi", "Xinhua"),
        ("2", "12"),
        ("12", "12.500 orang"),
        ("12", "12,5 persen"),
        ("500", "12.500 orang"),
        ("3/7", "13/7/2024"),
        ("did", "didn't"),
        ("can", "He can't."),
        ("AS", "as roda"),
        ("us", "the US"),
        ("UN", "un ami"),
        ("미국", "남미국가"),
        ("رئيس", "الرئيسية"),
    ],
)
def test_short_words_are_not_found_inside_other_words_or_in_another_case(quote: str, text: str) -> None:
    assert ground(quote, text) == ()


@pytest.mark.parametrize(
    ("quote", "text", "expected"),
    [
        ("AS", "Presiden AS, Kamis", "AS"),
        ("Putin", "Putin's aides", "Putin"),
        ("Xi", "Xi-Biden", "Xi"),
        ("12", "12-15 Maret", "12"),
        ("2024", "(3/7-2024)", "2024"),
        ("موسكو", "زار وموسكو", "موسكو"),
        ("الصين", "بالصين", "الصين"),
        ("블링컨", "블링컨은 말했다", "블링컨"),
        ("北京", "在北京会见", "北京"),
        ("กรุงเทพ", "ที่กรุงเทพฯ", "กรุงเทพ"),
        ("รัสเซีย", "ประธานาธิบดีรัสเซียเดินทาง", "รัสเซีย"),
        ("7月3日", "于7月3日在", "7月3日"),
        ("משרד", "במשרד", "משרד"),
        ("jakarta", "JAKARTA", "JAKARTA"),
        ("Selasa", "\u2066Selasa\u2069", "Selasa"),
    ],
)
def test_short_words_are_found_as_whole_words_of_their_script(quote: str, text: str, expected: str) -> None:
    assert [text[one.start : one.end] for one in ground(quote, text)] == [expected]


def test_a_long_verbatim_quote_may_be_cut_short_inside_a_plain_word() -> None:
    text = "Kedua menteri membahas keamanan di perbatasan bersama 12.500 prajurit Nigeria."
    assert said(text, "Kedua menteri membahas keaman") == [("Kedua menteri membahas keaman", "exact")]
    assert said(text, "teri membahas keamanan di perba") == [("teri membahas keamanan di perba", "exact")]
    assert said(text, "kedua menteri MEMBAHAS keaman") == []
    text = "Rusia tidak menyerang kota itu, kata mereka, dan tidaklah perlu."
    assert said(text, "dak menyerang kota itu, kata mereka") == []


@pytest.mark.parametrize(
    "quote",
    [
        "di perbatasan bersama 12",
        "di perbatasan bersama 12.5",
        "perbatasan bersama 12.500 prajurit Niger",
        "500 prajurit Nigeria dan Mali",
        "able to agree on the terms",
    ],
)
def test_a_quote_is_not_cut_where_the_rest_says_something_else(quote: str) -> None:
    text = "Di perbatasan bersama 12.500 prajurit Nigeria dan Mali. They were unable to agree on the terms."
    assert ground(quote, text.replace("Di", "di")) == ()


def test_case_does_not_hide_a_negation_before_the_quote() -> None:
    text = "Tidak ada pertemuan di Oslo, katanya. They don't recognise the border."
    assert ground("Ada pertemuan di Oslo", text) == ()
    assert ground("Recognise the border", text) == ()
    assert ground("ada pertemuan di Oslo", text)[0].match == "exact"  # those very words do stand there


@given(st.data(), st.sampled_from(list(TEXTS)))
@settings(max_examples=100, deadline=None)
def test_any_run_of_words_is_found_exactly_where_it_stands(data: st.DataObject, language: str) -> None:
    text = article(language, joint=" ")
    words = text.split(" ")
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    quote, start = " ".join(words[first:last]), len(" ".join((*words[:first], "")))
    if not re.search(r"\w", quote):
        return
    found = ground(quote, text)
    assert Occurrence(start, start + len(quote), "exact") in found
    assert found[0].match == "exact"
    assert all(stands_at((one.start, one.end), Folded(text)) for one in found)


@given(st.text(max_size=60), st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_answered_with_spans_inside_it(quote: str, text: str) -> None:
    for one in ground(quote, text):
        assert 0 <= one.start < one.end <= len(text)
        assert stands_at((one.start, one.end), Folded(text))


def test_of_several_places_the_nearest_to_the_evidence_is_chosen() -> None:
    places = ground("Senin", TEXT)
    assert len(places) == 2
    first, second = places
    assert choose(places, near=(0, 10)) == first
    assert choose(places, near=(len(TEXT) - 5, len(TEXT))) == second
    assert choose(places, near=[(len(TEXT) - 5, len(TEXT)), (55, 60)]) == first
    assert choose(places, near=()) == first
    assert choose((), near=(0, 10)) is None


def test_of_places_equally_near_the_better_match_is_chosen() -> None:
    near, exact, folded = Occurrence(0, 5, "near"), Occurrence(6, 10, "exact"), Occurrence(6, 10, "folded")
    assert choose([near, folded, exact], near=(0, 20)) == exact
    assert choose([near, folded], near=(0, 20)) == folded


def test_words_of_a_record_stand_nearest_to_its_quotes() -> None:
    quote = ground("kata AS pada Selasa", TEXT)[0]
    spans = [(quote.start, quote.end)]
    country = ground_within("AS", TEXT, spans)
    assert country is not None
    assert quote.start <= country.start < country.end <= quote.end
    day = ground_within("senin", Folded(TEXT), spans)
    assert day is not None
    assert (day.match, TEXT[day.start - 5 : day.end]) == ("folded", "Pada Senin")


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("Kim Jong Un", "kata Kim Jong-un, Senin", "Kim Jong-un"),
        ("CQ Brown", "Jenderal C.Q. Brown tiba", "C.Q. Brown"),
        ("C Q Brown", "Jenderal C. Q. Brown tiba", "C. Q. Brown"),
        ("Rabu 3/7/2024", "pada Rabu (3/7/2024).", "Rabu (3/7/2024)"),
        ("U.S.", "the US envoy", "US"),
        ("US", "the U.S. envoy", "U.S."),
        ("US", "told us.", None),
        ("Iran", "I ran home", None),
        ("3/7", "3-7", None),
    ],
)
def test_punctuation_does_not_hide_a_name(words: str, text: str, expected: str | None) -> None:
    found = ground_within(words, text, (0, 5))
    assert (found and text[found.start : found.end]) == expected


def test_words_of_a_record_are_never_found_in_part_or_too_far_away() -> None:
    assert ground_within("Retna Wulandari bertemu Lars", TEXT, (0, 10)) is None
    assert ground_within("ASE", TEXT, (0, 10)) is None
    assert ground_within("…", TEXT, (0, 10)) is None
    assert ground_within("Selasa", TEXT, (0, 10), within=20) is None
    assert ground_within("Selasa", TEXT, (0, 10), within=500) is not None


@pytest.mark.parametrize(
    ("text", "words", "stands"),
    [
        ("bertemu Senin (14/10/2024), di", "14/10/2024", True), ("bertemu Senin (14/10/2024), di", "4/10/2024", False),
        ("bertemu Senin (14/10/2024), di", "10/2024", False), ("kata komandan itu", "oman", False),
        ("kata komandan itu", "komandan", True), ("Presiden Xi Jinping.", "Xi Jin", False), ("a. b", ".", False),
        ("5 % b", "%", False), ("王毅会见布林肯", "王毅", True), ("대통령과 회담", "대통령", True),
        ("대통령과 회담", "통령", False), ("ומשרד החוץ", "משרד", True),
        ("bertemu di Jakarta.", "bertemu di Jaka", False),
        ("kedua negara membahas", "kedua negara memb", True), ("sebelum 14Oktober", "Oktober", True),
    ],
)  # fmt: skip
def test_words_that_part_a_word_or_hold_none_stand_nowhere(text: str, words: str, *, stands: bool) -> None:
    at = text.index(words)
    assert stands_at((at, at + len(words)), Folded(text)) == stands
    assert not stands_at((at, at), Folded(text))


def test_what_is_found_is_frozen() -> None:
    (found,) = ground(quoted("English"), article("English"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.start = 0  # type: ignore[misc]


def test_hostile_repetition_is_answered() -> None:
    # A quadratic search would not come back from these.
    long = "a" * 100_000
    assert ground("aaaa aaaa aaaaaaaaaa", long) == ()
    assert ground("aaaaaaaaaaaaaaaaaaaa", long) == ()
    assert ground("ya ya ya ya ya tidak", "ya " * 50_000) == ()
    assert ground("satu dua tiga … empat lima enam", "satu dua tiga " * 5_000 + "." * 50_000) == ()
    (found,) = ground("satu dua tiga … empat lima enam", "satu dua tiga " * 5_000 + "lalu empat lima enam")
    assert found.start == 14 * 4_999
    assert ground("a b c … d e f … g h i", "a b c d e f " * 5_000) == ()
