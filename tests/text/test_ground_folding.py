import re
import unicodedata
from collections.abc import Callable

import pytest
import regex  # type: ignore[import-untyped]  # no stubs among our development packages
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.ground_texts import TEXTS, article, quoted
from memcon.text.characters import continues
from memcon.text.ground import Folded, fold, ground

LANGUAGES = pytest.mark.parametrize("language", TEXTS)
# Letters that compose, expand, vanish or stick to their neighbours, beside ordinary ones.
ALPHABET = st.text(
    st.sampled_from(
        "abcXYZ  \n\t019.,-–—'’\"“”…½²①ßİıÅéñŉﬁﬄＡ１％éक\u0301\u0323\u0308\u064e\u0651\u0653اأآبمـ٣۴"
        "\u00ad\u200b\u200c\u200d\u200e\u2066\ufeff\u00a0\u202f\u3000กำิ่น้แ한글각\u1100\u1161\u11a8가ｶﾞ外交部〜中ж"
        "ёй\u0306\U0001f1f3\U0001f1f4\U0001f44d\U0001f3fd\ufe0f❤\u034f\r"
    ),
    max_size=40,
)

# The same where every mark has its letter, as in any text that a person typed.
LETTERS = [
    "a", "B", " ", "\n", "-", "—", "…", "²", "ß", "İ", "ı", "é", "e\u0301", "ﬁ", "Ａ", "１", "نَ", "مّ", "ـ", "٣",
    "\u00ad", "\u200b", "\u00a0", "น้ำ", "กี่", "แ", "한", "\u1112\u1161\u11ab", "ｶﾞ", "外", "ё", "и\u0306", "🇳🇴", "👍🏽",
]  # fmt: skip
WELL_FORMED = st.lists(st.sampled_from(LETTERS), max_size=20).map("".join)


def insert(mark: str, every: int) -> Callable[[str], str]:
    """Return a change that puts `mark` between letters."""
    return lambda words: re.sub(rf"((?:[^\W\d_]){{{every}}})(?=[^\W\d_])", rf"\1{mark}", words)


CHANGES: dict[str, Callable[[str], str]] = {
    "NFC": lambda words: unicodedata.normalize("NFC", words),
    "NFD": lambda words: unicodedata.normalize("NFD", words),
    "NFKC": lambda words: unicodedata.normalize("NFKC", words),
    "NFKD": lambda words: unicodedata.normalize("NFKD", words),
    "upper case": str.upper,
    "lower case": str.lower,
    "straight quotes": lambda words: words.translate(dict.fromkeys(map(ord, "“”«»"), '"')),
    "other dashes": lambda words: words.replace("—", "–").replace("-", "\u2011"),
    "double spaces": lambda words: words.replace(" ", "  "),
    "line ends": lambda words: words.replace(" ", "\r\n"),
    "no-break spaces": lambda words: words.replace(" ", "\u00a0"),
    "narrow spaces": lambda words: words.replace(" ", "\u202f \u2009"),
    "soft hyphens": insert("\u00ad", 3),
    "zero-width spaces": insert("\u200b", 2),
    "byte order mark": lambda words: "\ufeff" + words,
    "bidirectional marks": lambda words: "\u202b" + words + "\u202c\u200f",
    "full-width": lambda words: words.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}),
}


@LANGUAGES
def test_a_sentence_is_found_exactly_in_its_own_words(language: str) -> None:
    text = article(language)
    (found,) = ground(quoted(language), text)
    assert (text[found.start : found.end], found.match) == (quoted(language), "exact")


@LANGUAGES
@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_quote_is_found_in_the_text_as_stored(language: str, change: str) -> None:
    text, quote = article(language), CHANGES[change](quoted(language))
    (found,) = ground(quote, text)
    assert text[found.start : found.end] == quoted(language)
    assert found.match == ("exact" if quote == quoted(language) else "folded")


@LANGUAGES
@pytest.mark.parametrize("change", CHANGES)
def test_a_plain_quote_is_found_in_a_changed_text(language: str, change: str) -> None:
    before, sentence, after = TEXTS[language]
    stored = CHANGES[change](sentence)
    text = f"{before} {stored} {after}"
    (found,) = ground(sentence, text)
    assert found.match in {"exact", "folded"}
    evidence = text[found.start : found.end]
    assert fold(evidence).strip() == fold(sentence)
    assert evidence.strip() in stored
    # Only what cannot be seen may stand outside the evidence.
    assert not fold(stored.replace(evidence, "", 1)).strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("٢٠٢٣", "2023"),
        ("۲۰۲۳", "2023"),
        ("２０２３年", "2023年"),
        ("Straße", "STRASSE"),
        ("İstanbul", "ISTANBUL"),
        ("ﬁrst oﬃce", "first office"),
        ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("ｶﾞｰﾄﾞ", "ガード"),
        ("น้ำ", "น\u0e49\u0e4d\u0e32"),
        ("СЁМИН", "сёмин"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
        ("a\u00ad\u200bb", "ab"),
        ("‘a’ — “b”", "'a' - \"b\""),
        ("a…", "a..."),
        ("Kyiv\u2011based", "Kyiv-based"),
        ("a \u200b\n\u00a0 b", "a b"),
        ("km²", "km2"),
        ("کی", "كي"),
    ],
)
def test_these_are_the_same_words(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("má", "mà"),
        ("ma", "mã"),
        ("ไม่", "ไม"),
        ("กิน", "กน"),
        ("آن", "ان"),
        ("أب", "اب"),
        ("é", "e"),
        ("10²", "102"),
        ("2½", "21/2"),
        ("①②", "12"),
        ("й", "и"),
        ("हिन्दी", "हनद"),
        ("12", "1 2"),
    ],
)
def test_these_are_different_words(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(ALPHABET)
@settings(max_examples=100, deadline=None)
def test_normal_forms_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(WELL_FORMED)
@settings(max_examples=100, deadline=None)
def test_folded_text_folds_to_itself(text: str) -> None:
    folded = fold(text)
    assert "  " not in folded
    assert "--" not in folded
    assert fold(folded) == folded


@given(ALPHABET, st.data())
@settings(max_examples=100, deadline=None)
def test_a_folded_span_leads_back_to_text_that_folds_to_it(text: str, data: st.DataObject) -> None:
    view = Folded(text)
    if not view.folded:
        return
    start = data.draw(st.integers(0, len(view.folded) - 1))
    end = data.draw(st.integers(start + 1, len(view.folded)))
    left, right = view.around(start, end)
    assert 0 <= left < right <= len(text)
    assert not continues(text, left)
    assert not continues(text, right)
    span = view.span(start, end)
    if span is not None:
        assert span == (left, right)
        assert view.at(left) == start
        assert view.at(right) == end


@given(ALPHABET, st.data())
@settings(max_examples=100, deadline=None)
def test_what_is_found_begins_and_ends_with_whole_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for found in ground(text[start:end], text):
        assert found.start < found.end
        assert not continues(text, found.start)
        assert not continues(text, found.end)
        if found.match == "exact":
            assert text[found.start : found.end] == text[start:end].strip()
        elif found.match == "folded":
            assert fold(text[found.start : found.end]).strip() == fold(text[start:end]).strip()


@given(ALPHABET)
@settings(max_examples=100, deadline=None)
def test_visible_characters_are_those_of_unicode(text: str) -> None:
    # Half-width voicing marks are our own addition: they fold into the letter before them.
    text = text.replace("ﾞ", "")
    ends = {match.end() for match in regex.finditer(r"\X", text)}
    ours = {at for at in range(1, len(text) + 1) if not continues(text, at)}
    assert ours == ends


def test_a_quote_does_not_end_inside_a_visible_character() -> None:
    assert ground("cafe", "cafe\u0301") == ()
    assert ground("Dia minum di cafe", "Dia minum di cafe\u0301 itu") == ()
    (found,) = ground("café", "Cafe\u0301!")
    assert (found.start, found.end, found.match) == (0, 5, "folded")


def test_offsets_are_code_points_also_beyond_the_basic_plane() -> None:
    text = "🇮🇩👍🏽 Menlu Retna bertemu duta besar Norwegia 😀 hari ini"
    (found,) = ground("menlu retna bertemu duta besar norwegia", text)
    assert text[found.start : found.end] == "Menlu Retna bertemu duta besar Norwegia"
