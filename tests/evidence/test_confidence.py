"""Confidence: of a weak model from its probability, of a trusted one from what is known of the event."""

import pytest

from memcon.evidence.confidence import confidence_of
from memcon.evidence.draft import Draft
from memcon.records import Candidate, Kind


def draft(kind: Kind, told: float | None = None) -> Draft:
    variant = "criticise" if kind == "dispute" else "unspecified"
    return Draft.of(
        Candidate(kind=kind, status="occurred", variant=variant, quotes=("x",), near=(0, 1), confidence=told,  # type: ignore[arg-type]
                  model="m", prompt="p")
    )  # fmt: skip


def test_a_weak_model_that_tells_no_probability_has_none() -> None:
    assert confidence_of(draft("meeting"), "code") is None


@pytest.mark.parametrize("kind", ["meeting", "call", "dispute"])
def test_a_trusted_model_has_one_without_telling_any(kind: Kind) -> None:
    sure = confidence_of(draft(kind), "model")
    assert sure is not None
    assert 0.5 < sure < 1


def test_the_probability_of_a_weak_model_counts_for_its_contacts_and_not_beyond_its_bounds() -> None:
    low, high, beyond = (confidence_of(draft("call", told), "code") for told in (0.4, 0.98, 0.9999))
    assert low is not None
    assert high is not None
    assert low < high == beyond
