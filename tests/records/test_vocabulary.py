"""What holds of a machine's values and of a reviewer's alike, and refuses nothing that a run has ever written."""

import datetime as dt
import re
from typing import Any

import pycountry
import pytest
from pydantic import TypeAdapter, ValidationError

from helpers.diff_records import event, mention
from memcon.records import EventDate, Participant, Place
from memcon.records.edits import CountriesAre, DateIs, Edited
from memcon.records.vocabulary import Code
from memcon.resolve.countries import ORGANISATIONS

CODE = TypeAdapter(Code)


def test_every_code_that_memcon_gives_is_one() -> None:
    given = {country.alpha_3 for country in pycountry.countries} | {*ORGANISATIONS, "XKX"}
    assert len(given) > 250
    for code in given:
        assert CODE.validate_python(code) == code


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: event(countries=("NOR", "Sudland")),
        lambda: event(initiator="sd"),
        lambda: mention("a.txt", "General Ito called", countries=("nor",)),
        lambda: Participant(name="Ito", title=None, country="Japan", role=None),
        lambda: Place(name="Geneva", country="Switzerland"),
        lambda: CountriesAre(value=("Norland",)),
    ],
    ids=["event", "initiator", "mention", "participant", "place", "edit"],
)
def test_no_country_without_a_code(wrong: Any) -> None:
    with pytest.raises(ValidationError, match=re.escape("^[A-Z]{3,5}$")):
        wrong()


def test_a_date_ends_where_it_starts_or_later() -> None:
    first, last = dt.date(2024, 5, 4), dt.date(2024, 5, 6)
    assert EventDate(start=first, end=last, precision="days").end == last
    with pytest.raises(ValidationError, match="a date ends before it starts"):
        EventDate(start=last, end=first, precision="days")
    with pytest.raises(ValidationError, match="a date ends before it starts"):
        DateIs(value={"start": last, "end": first, "precision": "days"})  # type: ignore[arg-type]


def test_words_of_an_article_are_kept_as_they_stand_and_those_of_a_person_tidied() -> None:
    said = "  Presiden  "
    assert Participant(name=said, title=None, country=None, role=None).name == said
    edit = TypeAdapter[Any](Edited).validate_python({"field": "topics", "value": [" trade "]})
    assert edit.value == ("trade",)
