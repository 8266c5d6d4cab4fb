"""Lines and names that took a time that doubles with each word: patterns that could read them in many ways."""

import pytest

from fuzz.targets import limited
from memcon.articles.body import marks
from memcon.evidence.affiliation import AMERICAN, OFFICE, TITLE
from memcon.evidence.cues import is_plan
from memcon.evidence.modality import NEGATED
from memcon.languages import language
from memcon.text.folding import fold_pieces

pytestmark = pytest.mark.hostile


def test_a_line_of_links_with_wide_spaces_between() -> None:
    with limited():
        marks("\n".join(["The title", *[("a  > " * 24)[:119] + "."] * 50, "Words."]), "en")


@pytest.mark.parametrize("tag", ["en", "es", "zh", "id"])
def test_an_office_of_small_words(tag: str) -> None:
    speech = language(tag)
    with limited():
        for words in (" Of" * 40 + " 1", " De" * 40 + " 1", " " + "A" * 400 + "!", " of the" * 40 + "1"):
            assert speech.compile(OFFICE).fullmatch(words) is None
            assert speech.compile(TITLE).fullmatch(words + "1,") is None
        speech.compile(AMERICAN).search("American for A" + " And A" * 200 + " x")


def test_a_negation_that_goes_on_and_on() -> None:
    speech = language("es")
    with limited():
        for template in NEGATED:
            speech.compile(template).search("no" + " se va a" * 60)
        is_plan("meeting", "no" + " se va a" * 60, speech)


@pytest.mark.parametrize("unit", ["👩\u200d", "🇰", "и\u200d", "👩\u0301\u200d"])
def test_a_picture_joined_to_another_and_that_to_a_third(unit: str) -> None:
    with limited():
        pieces = [*fold_pieces(unit * 20_000)]
    assert len(pieces) <= 20_000
