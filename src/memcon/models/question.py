"""A question on its way through instructor: what is sent, what is read of the answer, and the one re-ask.

The one importer of instructor, and only once something is asked, for it takes most of a second. It renders messages as
templates when it is given `context=`: it never is. Knows nothing of articles and events.
"""

import functools
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Generic, Literal

from pydantic import BaseModel, ConfigDict, create_model

from memcon.errors import AnswerFiltered, AnswerRefused, AnswerTooLarge, AnswerTruncated
from memcon.models.base import ModelAnswer, Prompt, T
from memcon.models.failure import safe
from memcon.models.parse import EMPTY, clean, read
from memcon.models.said import Said, said_in, thought_in
from memcon.models.spec import ModelSpec

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_RE_ASK: Final = "That is not an answer of the shape asked for: {problem}. Answer again, with the corrected JSON alone."

_ECHO: Final = 10_000
"""Characters of a wrong answer that are shown to the model again: what is longer has run away."""

_LONGEST: Final = 250_000
"""Characters of an answer: the events of a long article take some ten thousand."""

_FILTERED: Final = frozenset({"content_filter", "safety", "recitation", "prohibited_content"})
"""Reasons to end of providers' filters: OpenAI's word, and Gemini's, that gateways pass on."""

_CUT: Final = frozenset({"length", "max_tokens"})
"""Reasons to end at the limit of tokens: OpenAI's word, and Anthropic's and Gemini's."""

_SPENT: Final = "the model spent its tokens on thought; raise --output-tokens"


class Question(Generic[T]):
    """One question on its way: what is sent, what is checked, and what was wrong with the first answer."""

    def __init__(self, client: "AsyncOpenAI", spec: ModelSpec, shape: type[T], prompt: Prompt) -> None:
        self._client, self._spec, self._shape = client, spec, shape
        self._messages: Any = [{"role": m.role, "content": _sendable(m.content)} for m in prompt.messages]
        profile = spec.profile
        self._limits: dict[str, Any] = {
            "model": spec.model,
            profile.tokens_field: prompt.max_tokens or profile.output_tokens,
        }
        if profile.temperature is not None:
            self._limits["temperature"] = profile.temperature
        if profile.seed is not None:
            self._limits["seed"] = profile.seed
        self.answer: T | None = None
        """The answer as we have parsed it."""
        self.problem = ""
        """What keeps the last answer from being of the shape; empty when nothing does."""
        self.instead = ""
        """What the last answer was instead."""
        self.repairs: tuple[str, ...] = ()
        """What was taken off the answer or fitted, by kind."""
        self.tokens = 0
        """Tokens of the last answer, as far as it says."""
        self.re_asked = False
        self._first = ""
        self._wish: Mapping[str, Any] = {}
        self._completion: Mapping[str, Any] = {}

    @property
    def fault(self) -> str:
        """Return what keeps the last answer from being one, for the user: what it was, and what is wrong with it."""
        return ": ".join(filter(None, (self.instead, "" if self.instead and self.problem == EMPTY else self.problem)))

    async def ask(self, wish: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the completion whose text `answer` then holds; `wish` is sent besides. Raises what instructor does."""
        self._wish = wish
        await _through_instructor()(
            response_model=_asked_for(self._shape), messages=[], max_retries=1, strict=False, question=self
        )
        return self._completion

    async def send(self, response_format: dict[str, Any]) -> bool:
        """Send the question, or the re-ask after a wrong answer; return whether the answer is of the shape.

        Instructor's own re-ask carries the text of pydantic's errors, with inputs and version: ours is short and
        stable, so that a stored answer to it is found again after an update.
        """
        import httpx2  # noqa: PLC0415  as in `client`

        if self._spec.profile.strict:
            schema = response_format["json_schema"] | {"strict": True}
            response_format = response_format | {"json_schema": schema}
        turns = self._messages
        if self.problem:
            self.re_asked = True
            turns = [
                *turns,
                {"role": "assistant", "content": _sendable(self._first)},
                {"role": "user", "content": _RE_ASK.format(problem=_sendable(self.problem))},
            ]
        body = {"messages": turns, "response_format": response_format, **self._limits, **self._wish}
        response = await self._client.post("/chat/completions", cast_to=httpx2.Response, body=body)
        self._completion = json.loads(response.content)
        return self._check(self._completion)

    def _check(self, completion: Mapping[str, Any]) -> bool:
        """Read a completion, and return whether its text is an answer; raise why it may not be asked for again.

        Raises:
            AnswerRefused, AnswerFiltered, AnswerTruncated: it is no whole answer, whatever its text.
            AnswerTooLarge: it is longer than any answer.
        """
        choice, usage = completion["choices"][0], _inner(completion, "usage")
        message = choice["message"]
        where = f"{self._spec.model!r} at {self._spec.host}"
        refusal = message.get("refusal")
        reason = str(choice.get("finish_reason")).lower()
        if refusal:
            raise AnswerRefused(f"{where}: {safe(str(refusal))}")
        if reason.partition(":")[0] in _FILTERED:
            raise AnswerFiltered(f"{where}: the provider's content filter ended the answer")
        cut = reason in _CUT
        told = usage.get("completion_tokens")
        self.tokens = told if isinstance(told, int) else 0
        said = said_in(message, cut=cut)
        content = clean(said.content)
        self._first = content[:_ECHO]
        whole = self._read(said, cut=cut)
        if not whole and cut:
            spent = "" if content else f": {_SPENT}"
            raise AnswerTruncated(f"{where}: the answer was cut at its token limit{spent}", self._first)
        if len(said.text.strip()) > _LONGEST:
            raise AnswerTooLarge(f"{where}: an answer of {len(said.text):,} characters, more than {_LONGEST:,}")
        if not whole and not content and self._thought(message, usage, said):
            self.instead = f"empty: {_SPENT}"
        return whole

    @staticmethod
    def _thought(message: Mapping[str, Any], usage: Mapping[str, Any], said: Said) -> bool:
        """Tell whether the model thought before it said nothing."""
        tokens = _inner(usage, "completion_tokens_details").get("reasoning_tokens")
        return bool(said.content.strip() or thought_in(message)) or bool(isinstance(tokens, int) and tokens > 0)

    def _read(self, said: Said, *, cut: bool) -> bool:
        """Read an answer, and tell whether it is one; longer texts than any answer are not looked at."""
        if len(said.text.strip()) > _LONGEST:
            return False
        reading = read(self._shape, said.text, cut=cut or said.source == "reasoning", last=self.re_asked)
        self.answer, self.problem, self.instead = reading.answer, reading.problem, reading.instead
        beside = () if said.source == "content" else (said.source,)
        at_limit = ("at_limit",) if cut else ()
        self.repairs = (*beside, *at_limit, *reading.repairs) if reading.answer is not None else ()
        return reading.answer is not None


def _sendable(text: str) -> str:
    """Return `text` with a question mark for each lone surrogate, which no UTF-8 can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _inner(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the object that stands in another under `name`, an empty one where none does."""
    found = value.get(name)
    return found if isinstance(found, dict) else {}


# --- instructor ---


@functools.cache
def _through_instructor() -> Callable[..., Awaitable[BaseModel]]:
    """Return instructor's way to ask: it puts the schema of a shape into a request, and asks again after a bad answer.

    What is sent and read is the `question`'s, which it is given. Instructor's wrapper is made once: made for each
    question, with its hooks and copies of what they would be told, it took longer than sending one.
    """
    import instructor  # noqa: PLC0415  lazily, see above
    from openai.types.chat import ChatCompletion  # noqa: PLC0415

    def verdict(text: str) -> ChatCompletion:
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        usage = {
            "prompt_tokens": 0,
            "completion_tokens": 0,
            "total_tokens": 0,
        }  # else it looks for others'
        told = {"id": "", "object": "chat.completion", "created": 0, "model": "", "choices": [choice], "usage": usage}
        return ChatCompletion.model_validate(told)

    whole, wrong = verdict("{}"), verdict("")  # the latter is no JSON: instructor asks again

    async def send(*, question: "Question[Any]", response_format: dict[str, Any], **_: object) -> ChatCompletion:
        return whole if await question.send(response_format) else wrong

    asking: Callable[..., Awaitable[BaseModel]] = instructor.patch(create=send, mode=instructor.Mode.JSON_SCHEMA)
    return asking


class _Read(BaseModel):
    """An answer that `Question` has read already: no field is looked at again."""

    model_config = ConfigDict(extra="ignore")


@functools.cache
def _asked_for(shape: type[ModelAnswer]) -> type[BaseModel]:
    """Return what instructor asks for `shape` with: its name, words and schema, and nothing else of it.

    Instructor walks all fields of a model four times a call, asks for its schema, and parses the answer that we have
    parsed before.
    """
    import instructor  # noqa: PLC0415

    schema = asked_schema(instructor.response_schema(shape).model_json_schema())
    prepared = instructor.response_schema(_Read)

    class Prepared(prepared):  # type: ignore[misc, valid-type]  # a class known at run time
        __doc__ = shape.__doc__

        @classmethod
        def model_json_schema(cls, *_: object, **__: object) -> dict[str, Any]:
            return schema  # which in this mode nobody changes

    Prepared.__name__ = Prepared.__qualname__ = shape.__name__
    return Prepared


def asked_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of a shape as it is sent: every key of every object is required, and none has a default.

    OpenAI takes no other with `strict` (its guide to structured outputs, "Supported schemas"; `maxItems` and `minItems`
    are among what it takes), and any model that may leave a key out leaves out what the article tells.
    """
    for part in (schema, *schema.get("$defs", {}).values()):
        fields = part.get("properties", {})
        for field in fields.values():
            field.pop("default", None)
        if fields:
            part["required"] = list(fields)
    return schema


@functools.cache
def label_shape(labels: tuple[str, ...]) -> type[ModelAnswer]:
    """Return the one-field shape whose value is one of `labels`."""
    choice: Any = Literal[labels]
    return create_model("Label", __base__=ModelAnswer, label=(choice, ...))
