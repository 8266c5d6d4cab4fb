"""Facts about the embedded model, from cassettes."""

from typing import Literal

import pytest

from memcon.models.base import Message, ModelAnswer, Prompt
from memcon.models.client import OpenAIModel

LABELS = ("none", "call", "meeting", "dispute")


class Contact(ModelAnswer):
    """A contact between two officials."""

    kind: Literal["call", "meeting"]
    names: list[str]


def asked(*turns: tuple[str, str], user: str, system: str, max_tokens: int) -> Prompt:
    examples = [Message(role, text) for u, a in turns for role, text in (("user", u), ("assistant", a))]  # type: ignore[arg-type]
    return Prompt(
        version="test@0", messages=(Message("system", system), *examples, Message("user", user)), max_tokens=max_tokens
    )


@pytest.mark.vcr
async def test_a_label_has_a_probability(model: OpenAIModel) -> None:
    prompt = asked(
        ("Presiden Joko Widodo menelepon Perdana Menteri Jepang, Senin.", '{"label":"call"}'),
        ("Harga beras naik di pasar.", '{"label":"none"}'),
        ("The ministers met in Paris.", '{"label":"meeting"}'),
        ("Seoul summoned the ambassador of Tokyo.", '{"label":"dispute"}'),
        system="Label the sentence: call (officials spoke by telephone), meeting, dispute or none.",
        user="Menteri Luar Negeri Retno menelepon mitranya dari Australia pada Jumat.",
        max_tokens=16,
    )
    label = await model.label(LABELS, prompt)
    assert label.value == "call"
    assert label.probability is not None
    assert label.probability > 0.5
    assert label.probabilities is not None
    assert sum(label.probabilities.values()) == pytest.approx(1)
    assert max(label.probabilities, key=label.probabilities.__getitem__) == "call"


@pytest.mark.vcr
async def test_a_shape_is_filled_once_and_then_remembered(model: OpenAIModel) -> None:
    prompt = asked(user="Biden phoned Xi on Monday.", system="Give kind and names as JSON.", max_tokens=60)
    first = await model.fill(Contact, prompt)
    assert first == Contact(kind="call", names=["Biden", "Xi"])
    assert await model.fill(Contact, prompt) == first
    assert (model.usage.calls, model.usage.replayed) == (1, 1)
