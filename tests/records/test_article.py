"""An article is made of what scripts and data frames hold; what cannot be read is told by field and value."""

import datetime as dt
from typing import Any

import pytest

import memcon
from memcon.records import publisher


class Timestamp(dt.datetime):
    """As pandas has it: a datetime of its own."""


class Moment:
    """A time of a library that makes none of its times a datetime, as numpy's or pendulum's relatives."""

    def date(self) -> dt.date:
        return dt.date(2024, 2, 1)


class Number:
    """As numpy's integers are: no int, but one where an index is asked for."""

    def __index__(self) -> int:
        return 7


class NotATime(dt.datetime):
    """As pandas.NaT is."""

    def __ne__(self, other: object) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = None  # type: ignore[assignment]


class Missing:
    """As pandas.NA is: neither equal to itself nor not."""

    def __ne__(self, other: object) -> Any:
        return self

    def __eq__(self, other: object) -> Any:
        return self

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    __hash__ = None  # type: ignore[assignment]


def article(**given: Any) -> memcon.Article:
    return memcon.Article(**{"id": "a", "text": "Menlu bertemu.", **given})


@pytest.mark.parametrize(
    "given",
    [
        dt.date(2024, 2, 1), dt.datetime(2024, 2, 1, 23, 59, tzinfo=dt.UTC), Timestamp(2024, 2, 1, 8), Moment(),
        "2024-02-01", "2024-02-01T08:00:00Z", "2024-02-01 23:59:59+07:00", " 2024-02-01 ",
    ],
    ids=["date", "datetime", "pandas", "other", "words", "words Z", "words zone", "words spaces"],
)  # fmt: skip
def test_a_day_in_any_type(given: Any) -> None:
    day = article(published=given).published
    assert (type(day), day) == (dt.date, dt.date(2024, 2, 1))


LACKING = [None, "", float("nan"), NotATime(2024, 1, 1), Missing()]


@pytest.mark.parametrize("given", LACKING, ids=["None", "empty", "nan", "NaT", "NA"])
def test_what_a_data_frame_lacks_is_none(given: Any) -> None:
    made = article(published=given, language=given, title=given, source=given, url=given)
    assert (made.published, made.language, made.title, made.source, made.url) == (None,) * 5


@pytest.mark.parametrize(("given", "code"), [("IND", "id"), ("in", "id"), ("id-ID", "id"), ("EN", "en"), ("und", None)])
def test_a_language_by_any_code(given: str, code: str | None) -> None:
    assert article(language=given).language == code


@pytest.mark.parametrize("given", [7, Number()])
def test_a_number_is_an_id(given: Any) -> None:
    assert article(id=given).id == "7"


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("published", "yesterday"), ("published", "2024-02-31"), ("published", "1023-02-01"), ("published", 20241301),
        ("language", "Bahasa Indonesia"), ("language", 7), ("id", 7.5), ("id", True), ("id", None),
        ("text", None), ("text", b"Menlu"), ("title", 3),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(field: str, given: Any) -> None:
    with pytest.raises(memcon.MemconError) as told:
        article(**{field: given})
    assert told.value.exit_code == 2
    assert repr(field) in str(told.value)
    assert repr(given) in str(told.value)


def test_a_long_value_is_told_in_short() -> None:
    with pytest.raises(memcon.MemconError) as told:
        article(title=["word"] * 1000)
    assert len(str(told.value)) < 150


@pytest.mark.parametrize(
    ("source", "url", "expected"),
    [
        ("Harian", "https://www.post.example/1", "Harian"), (None, "https://www.Post.example:443/a?b", "post.example"),
        (" ", "post.example/berita/1", "post.example"), (None, "http://[", None), (None, "", None), (None, None, None),
        (None, "file:///tmp/a.txt", None),
    ],
)  # fmt: skip
def test_who_published_an_article(source: str | None, url: str | None, expected: str | None) -> None:
    assert publisher(source, url) == expected
