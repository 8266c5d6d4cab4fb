"""Words that a language writes onto the next: the dates, states and people that begin behind them."""

import datetime as dt

import pytest

from memcon.articles.sentences import segment
from memcon.records import Article
from memcon.resolve.countries import find_countries
from memcon.resolve.dates import find_dates, resolve_date
from memcon.resolve.people.titles import strip

DAY = dt.date(2024, 6, 12)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("يومي الأحد والاثنين", "2024-06-09", "2024-06-10"),
        ("بين 28 أيار و2 حزيران", "2024-05-28", "2024-06-02"),
        ("الحادي والعشرين من تموز 2022", "2022-07-21", "2022-07-21"),
        ("قبل أسبوعين", "2024-05-29", "2024-05-29"),
    ],
)
def test_and_that_is_written_onto_a_day_joins_it_to_the_one_before(words: str, start: str, end: str) -> None:
    date = resolve_date(words, DAY, "ar")
    assert date is not None
    assert (date.start.isoformat(), date.end.isoformat()) == (start, end)


def test_a_date_begins_behind_the_word_that_is_written_onto_it() -> None:
    text = "وصل الوفد والخميس غادر."
    assert [text[slice(*span)] for span in find_dates(text, DAY, "ar")] == ["الخميس"]


@pytest.mark.parametrize("form", ["عراقي", "العراقية", "وعراقيون", "للعراقيين", "بالعراقيات", "عراقيان"])
def test_a_people_is_known_in_each_of_its_forms(form: str) -> None:
    assert [state.code for state in find_countries(f"قال {form} أمس", "ar")] == ["IRQ"]


@pytest.mark.parametrize("word", ["تركيز", "مجرى", "مالية", "سيارة"])
def test_a_word_that_begins_like_a_people_is_none(word: str) -> None:
    assert not find_countries(f"في {word} اليوم", "ar")


def test_a_name_after_an_office_is_bare_in_a_script_without_capitals() -> None:
    assert strip("وزيرة الخارجية الفرنسية آن دوبون", "ar").words == ("آن", "دوبون")


def test_an_initial_ends_no_sentence_and_an_era_does() -> None:
    text = "وصل د. سامر في عام 2024 م. وغادر أمس."
    found = segment(Article(id="a", text=text, language="ar"))
    assert [text[sentence.start : sentence.end] for sentence in found] == ["وصل د. سامر في عام 2024 م.", "وغادر أمس."]
