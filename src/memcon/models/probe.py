"""Find out what an endpoint can do: a handful of questions, asked as every run asks, over a ledger that is thrown away.

What it does not take is learned as in a run; what it can do besides is told by its answers. Knows no news.
"""

import dataclasses
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field

from memcon.errors import ModelError, PromptCut, PromptTooLong
from memcon.models.base import Message, ModelAnswer, Prompt
from memcon.models.client import OpenAIModel, open_model
from memcon.models.ledger.store import open_ledger
from memcon.models.settings import CallSettings
from memcon.models.spec import ModelSpec
from memcon.models.takes import Takes
from memcon.models.usage import Usage

WORDS: Final = 6_000
"""Of a long prompt: as many tokens as one about a whole article has, and a few more."""
_SYSTEM: Final = "You answer in JSON, as the user asks."


class ProbePart(ModelAnswer):
    """A part of an answer."""

    name: str
    kind: Literal["even", "odd"]


class ProbeAnswer(ModelAnswer):
    """An answer with a list, a closed list and a null."""

    parts: list[ProbePart] = Field(max_length=4)
    remark: str | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What an endpoint can do."""

    takes: Takes
    findings: Sequence[tuple[str, str]]
    """What was looked at, and what was found, in words."""
    usage: Usage


async def probe(spec: ModelSpec, settings: CallSettings, env: Mapping[str, str]) -> Probed:
    """Ask the model of `spec` a handful of questions, and return what it can do.

    Raises:
        ProviderStopped: the endpoint will not be asked at all.
    """
    wide = dataclasses.replace(spec.profile, logprobs=True, strict=True, temperature=0.0, seed=0)
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger.sqlite") as ledger:
        async with open_model(dataclasses.replace(spec, profile=wide), ledger, settings, env=env) as model:
            findings = [
                ("label", await _label(model)),
                ("answer with lists", await _answer(model)),
                ("schema", await _schema(model)),
                (f"answer of {wide.context_tokens // 2} tokens", await _room(model, wide.context_tokens // 2)),
                (f"prompt of {WORDS} words", await _long(model)),
            ]
            return Probed(takes=model.takes, findings=findings, usage=model.usage)


def _prompt(words: str, tokens: int) -> Prompt:
    return Prompt(version="probe@0", messages=(Message("system", _SYSTEM), Message("user", words)), max_tokens=tokens)


async def _label(model: OpenAIModel) -> str:
    words = 'Is seven an odd number? Answer {"label":"yes"} or {"label":"no"}.'
    try:
        label = await model.label(("yes", "no"), _prompt(words, 16))
    except ModelError as error:
        return f"no answer: {error}"
    sure = "with its probability" if label.probability is not None else "without a probability"
    return f"answered {sure}"


async def _answer(model: OpenAIModel) -> str:
    words = (
        "Tell of each of the numbers two and three whether it is even or odd, as"
        ' {"parts":[{"name":"two","kind":"even"}, ...],"remark":null}.'
    )
    before = sum(model.repairs.values())
    try:
        answer = await model.fill(ProbeAnswer, _prompt(words, 400))
    except ModelError as error:
        return f"no answer: {error}"
    wrapped = "" if sum(model.repairs.values()) == before else ", out of what it was wrapped in"
    return f"read{wrapped}" if len(answer.parts) == 2 else f"read{wrapped}, with {len(answer.parts)} parts of 2"


async def _schema(model: OpenAIModel) -> str:
    if model.takes.format != "json_schema":
        return f"told as {model.takes.format}: not held by the server"
    asked = model.usage.re_asked
    try:
        await model.fill(ProbeAnswer, _prompt("Answer with the word hello and nothing else. No JSON.", 400))
    except ModelError:
        return "not held by the server: answers may be of another shape"
    return "held by the server" if model.usage.re_asked == asked else "not held by the server"


async def _room(model: OpenAIModel, tokens: int) -> str:
    try:
        await model.label(("yes", "no"), _prompt('Is eight odd? Answer {"label":"yes"} or {"label":"no"}.', tokens))
    except ModelError as error:
        return f"no answer: {error}"
    most = model.takes.most_output_tokens
    return f"{most} at most" if most else "may be asked for"


async def _long(model: OpenAIModel) -> str:
    filler = " ".join(f"{number} is a number." for number in range(WORDS // 4))
    words = f'{filler} Is nine odd? Answer {{"label":"yes"}} or {{"label":"no"}}.'
    before = model.usage.prompt_tokens
    try:
        await model.label(("yes", "no"), _prompt(words, 16))
    except (PromptCut, PromptTooLong) as error:
        return f"not read whole: {error}"
    except ModelError as error:
        return f"no answer: {error}"
    counted = model.usage.prompt_tokens - before
    return f"read whole, {counted} tokens" if counted >= WORDS else f"answered; {counted} tokens counted tell nothing"


def report(spec: ModelSpec, probed: Probed) -> list[str]:
    """Return what was found as lines."""
    usage: Any = probed.usage
    lines = [f"{name}: {found}" for name, found in probed.findings]
    tokens = f"{usage.prompt_tokens} + {usage.completion_tokens} tokens"
    return [f"{spec}: {usage.calls} calls, {tokens}", *lines]
