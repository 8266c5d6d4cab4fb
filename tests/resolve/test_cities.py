"""Cities and divisions of GeoNames: which is meant, and when none is."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon._data import raw
from memcon.languages import language as language_of
from memcon.records import Participant, Place
from memcon.resolve.countries import locate, resolve_place
from memcon.resolve.countries.cities import cities, divisions, places_of


@pytest.mark.parametrize(
    ("words", "language", "country", "city"),
    [
        ("Cambridge, Massachusetts", "en", "USA", 4931972),
        ("Hyderabad, Sindh", "en", "PAK", 1176734),
        ("London, Ontario", "en", "CAN", 6058560),
        ("Savannah, Georgia", "en", "USA", 4221552),
        ("Tbilisi, Georgia", "en", "GEO", 611717),
        ("London", "en", "GBR", 2643743),
        ("Hotel Mulia, Jakarta", "id", "IDN", 1642911),
        ("Kedutaan Besar AS di Jakarta", "id", "IDN", 1642911),
        ("the Great Hall of the People in Beijing", "en", "CHN", 1816670),
        ("Genf", "de", "CHE", 2660646),
        ("Москве", "ru", "RUS", 524901),
        ("北京", "zh", "CHN", 1816670),
        ("الرياض", "ar", "SAU", 108410),
        ("Gwangju", "en", "KOR", 1841811),  # which no table of ours has
        ("Springfield", "en", None, None),  # there are many, none far larger than the others
        ("near Geneva", "en", "CHE", None),
        ("Jakarta Convention Center", "en", "IDN", None),
        ("Bali", "id", "IDN", None),  # a province, and no city of its own
        ("Jerusalem", "en", None, 281184),  # in no one state, and yet somewhere
        ("Springfield, Illinois", "en", "USA", 4250542),
        ("a hotel", "en", None, None),
        ("", None, None, None),
    ],
)
def test_a_place_is_located_or_nothing_is_said(
    words: str, language: str | None, country: str | None, city: int | None
) -> None:
    where = locate(words, language)
    assert (where.country, where.city.geonames if where.city else None) == (country, city)


def test_a_city_that_is_called_as_a_person_is_no_place_where_names_are_looked_for() -> None:
    assert cities("Nelson")
    assert resolve_place("Nelson", "en") is None


def test_divisions_are_known_in_other_languages() -> None:
    assert divisions("Массачусетс", language_of("ru")) == divisions("Massachusetts", language_of("en"))
    assert divisions("Ontário", language_of("pt")) == {("CAN", "08")}


def test_the_type_of_an_actor_follows_from_its_code() -> None:
    types = [Participant(name="x", title=None, country=code, role=None).actor_type for code in ("PER", "UNO", None)]
    assert types == ["state", "organisation", None]


def test_a_city_of_a_place_makes_no_other_place_of_it() -> None:
    assert Place(name="Lima", country="PER") == Place(name="Lima", country="PER", geonames=3936456)


KNOWN = st.sampled_from(["Peru", "Kenya", "Jakarta", "Moscow", "Geneva"])
UNKNOWN = st.text(alphabet="bcdfghjklmnpqrstvwxz", min_size=4, max_size=9).map(str.capitalize)


@given(core=KNOWN, word=UNKNOWN, before=st.booleans())
@settings(max_examples=200, deadline=None)
def test_an_unknown_word_beside_a_place_leaves_no_city(core: str, word: str, *, before: bool) -> None:
    assert locate(f"{word} {core}" if before else f"{core} {word}", "en").city is None


def test_the_index_of_cities_is_that_of_their_table() -> None:
    """Both are written by `benchmarks/make_cities.py`."""
    table = raw("data/cities.csv")
    index = places_of(table)
    assert struct.pack(f"<{len(index)}Q", *index) == raw("data/cities.index")


@pytest.mark.parametrize("name", ["Wien", "Vienna", "VIENNA", "Вена", "\ud800", "", "no such city", "São  Paulo"])
def test_a_city_is_found_by_each_of_its_names(name: str) -> None:
    assert {city.name for city in cities(name)} <= {"Vienna", "São Paulo"}
    assert bool(cities(name)) == name.strip().casefold().startswith(("w", "v", "в", "s"))
