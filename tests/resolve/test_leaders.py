"""Office holders: an authored table of names as news writes them, and properties of the data file."""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memcon._data import rows, words
from memcon.resolve.countries import ORGANISATIONS
from memcon.resolve.people.leaders import country_of_leader
from memcon.resolve.people.spelling import latin
from memcon.resolve.people.tables import is_eastern

TABLE = Path(__file__).parents[1] / "tables" / "leaders.tsv"
LANGUAGES = [None, "id", "en", "ru", "uk", "zh"]
# Family names that many bear, and given names: never enough to know a leader by.
COMMON = tuple(
    words(
        "kim|wang|li|lee|park|smith|johnson|khan|chen|zhang|liu|brown|bush|clinton|singh|gandhi|sharif|bhutto|castro|may|"
        "rice|kennedy|santos|silva|fernandez|rodriguez|gonzalez|hernandez|sanchez|garcia|lopez|perez|martinez|ahmed|ali|"
        "hassan|hussein|mohammed|abdullah|salman|miller|ivanov|wong|tan|lim|nguyen|tran|pham|traore|diallo|keita|toure|"
        "banda|rasmussen|andersson|jensen|john|james|david|michael|maria|anna|ibrahim|yusuf|rahman|mitchell|williams|jones"
    )
)


def names() -> list[list[str]]:
    with TABLE.open(encoding="utf-8") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return list(csv.reader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def year_of(years: str) -> int | None:
    """Return a year in which only one of two offices was held: after the change at its beginning."""
    first, _, last = years.partition("-")
    return (int(first) + (last == "" or int(last) > int(first) + 1)) if years else None


def holders() -> list[tuple[str, str, int | None]]:
    """Return every name of the data file with its country and a year in which that holds."""
    return [
        (name, country, year_of(years))
        for country, years, alone, _, cell in rows("data/leaders.csv")
        for name in (*words(alone), *words(cell))
    ]


def test_names_lead_to_the_state_a_reader_knows() -> None:
    read = names()
    assert len(read) > 150
    wrong = [row for row in read if (country_of_leader(row[0], row[1]) or "") != row[2]]
    assert wrong == []


def test_every_row_finds_its_own_country_and_no_other() -> None:
    read = holders()
    assert len(read) > 5000
    wrong = [row for row in read if country_of_leader(row[0], None, year=row[2]) != row[1]]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("Mark Rutte", {2015: "NLD", 2023: "NLD", 2025: "NATO", 2024: None, None: None}),
        ("Jens Stoltenberg", {2010: "NOR", 2018: "NATO", 2025: "NOR", 1990: None}),
        ("Tusk", {2010: "POL", 2016: "EUU", 2024: "POL", 2014: None, 2021: None}),
        ("Анналены Бербок", {2023: "DEU", 2026: "UNO", None: None}),
        ("Joko Widodo", {2015: "IDN", None: "IDN", 2026: "IDN"}),
    ],
)
def test_who_served_two_is_told_apart_by_the_year(name: str, years: dict[int | None, str | None]) -> None:
    assert {year: country_of_leader(name, year=year) for year in years} == years


def test_russian_endings_are_undone_in_russian_and_where_the_language_is_unknown() -> None:
    assert country_of_leader("Владимиром Путиным", "ru") == country_of_leader("Владимиром Путиным") == "RUS"
    assert country_of_leader("Владимиром Путиным", "ru-RU") == "RUS"
    assert country_of_leader("Владимиром Путиным", "uk") is None


def test_the_data_file_is_sorted_and_says_nothing_twice() -> None:
    table = rows("data/leaders.csv")
    assert len(table) > 3500
    order = [(country, latin(names), years) for country, years, _, _, names in table]
    assert [pair for pair in itertools.pairwise(order) if pair[0] >= pair[1]] == []
    for country, years, alone, item, cell in table:
        assert re.fullmatch(r"(Q\d+)?", item), cell
        for found in (list(words(alone)), list(words(cell))):
            assert len(found) == len(set(found)), (country, cell)
        assert list(words(cell)), country
        assert years == "" or len(years.rstrip("-")) in {4, 9}


def test_no_two_rows_of_a_country_are_of_one_name() -> None:
    seen = Counter(
        (country, years, name) for country, years, _, _, cell in rows("data/leaders.csv") for name in words(cell)
    )
    assert [row for row, times in seen.items() if times > 1] == []


def test_codes_are_those_of_the_country_tables() -> None:
    known = {country.alpha_3 for country in pycountry.countries} | {"XKX"} | ORGANISATIONS
    found = {row[0] for row in rows("data/leaders.csv")}
    assert found - known == set()
    assert len(found) == 193 + 4 + 4  # the United Nations; Kosovo, Palestine, Taiwan, the Holy See; the organisations


@pytest.mark.parametrize("word", COMMON)
def test_a_common_name_alone_is_nobody(word: str) -> None:
    assert {
        country_of_leader(form, language) for form in (word, word.title(), word.upper()) for language in LANGUAGES
    } == {None}


def test_no_eastern_family_name_stands_alone_but_where_the_news_does_so() -> None:
    alone = {latin(word) for _, _, cell, _, _ in rows("data/leaders.csv") for word in words(cell)}
    assert {word for word in alone if is_eastern(word)} == {"xi", "yoon"}


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_has_an_answer(text: str, language: str | None) -> None:
    answer = country_of_leader(text, language)
    assert answer is None or answer in {row[0] for row in rows("data/leaders.csv")}
    assert country_of_leader(f"  {text} ", language) == answer


@given(st.sampled_from(holders()), st.sampled_from([str.upper, str.title, str.lower]))
def test_letter_case_does_not_matter(holder: tuple[str, str, int | None], change: Callable[[str], str]) -> None:
    name, country, year = holder
    assert country_of_leader(change(name), year=year) == country
