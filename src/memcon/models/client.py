"""The door to a model: `fill` an answer of a shape, or `label` with its probability.

The one importer of instructor and openai, and only once a model is opened, for they take over a second. Instructor
renders messages as templates when it is given `context=`: it never is. The ledger, retries and deadlines lie below, in
`transport`; here are the checks that must come before instructor parses, and the one re-ask for a wrong shape. Knows
nothing of articles and events.
"""

import contextlib
import dataclasses
import functools
import json
import logging
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Generic, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from memcon.errors import (
    AnswerFiltered,
    AnswerInvalid,
    AnswerRefused,
    AnswerTruncated,
    MemconError,
    ModelUnavailable,
)
from memcon.models.base import Answer, Label, Prompt, T
from memcon.models.embedded.lazy_server import Serve
from memcon.models.endpoint import ModelSpec, Profile, api_key, proxy_for
from memcon.models.failures import CallFailed, causes, safe, to_error
from memcon.models.labels import label_probabilities, read_tokens
from memcon.models.ledger.store import Ledger
from memcon.models.limits import Limits
from memcon.models.parse import clean, goes_in_circles, parse
from memcon.models.prices import Price
from memcon.models.traffic.admission import Traffic
from memcon.models.traffic.retries import Clock, Notice
from memcon.models.transport import LedgerTransport, Missing, Usage

if TYPE_CHECKING:
    import ssl

    from openai import AsyncOpenAI
    from openai.types.chat import ChatCompletion

_EMBEDDED_URL: Final = "http://embedded.invalid/v1"
"""Stands in the request until a miss starts the server; no name of the reserved domain `invalid` resolves."""
_RE_ASK: Final = "That is not an answer of the shape asked for: {problem}. Answer again, with the corrected JSON alone."

_ECHO: Final = 10_000
"""Characters of a wrong answer that are shown to the model again: what is longer has run away."""


class OpenAIModel:
    """A model behind an OpenAI-compatible endpoint. Open it with `open_model`; calls may run at the same time."""

    def __init__(self, spec: ModelSpec, client: "AsyncOpenAI", transport: LedgerTransport) -> None:
        self.spec = spec
        self._client = client
        self._transport = transport
        self._re_asked = 0

    @property
    def usage(self) -> Usage:
        """Return what has been asked since the model was opened, and what it took."""
        return dataclasses.replace(self._transport.usage, re_asked=self._re_asked)

    @property
    def missing(self) -> Missing:
        """Return what has been asked for and could not be sent, offline."""
        return self._transport.missing

    @property
    def served(self) -> tuple[str, ...]:
        """Return the names that the answers of this run give the model."""
        return tuple(sorted(self._transport.served))

    @property
    def traffic(self) -> Traffic:
        """Return the line in which calls wait."""
        return self._transport.traffic

    async def fill(self, shape: type[T], prompt: Prompt) -> T:
        """Return an answer of `shape` to `prompt`.

        Raises:
            AnswerInvalid: it is not of the shape, also after one re-ask.
            AnswerTruncated: it was cut at its limit, and at a larger one too; or it repeats itself, and would again.
            AnswerRefused, AnswerFiltered: the model or the provider's filter withheld it.
            PromptTooLong, RequestRejected: the endpoint cannot take this prompt.
            AnswerMissing: offline, and the ledger does not hold it.
            ModelUnavailable: no answer after every retry.
            ProviderStopped: the endpoint will not serve this run.
        """
        try:
            answer, _ = await self._ask(shape, prompt, {})
        except AnswerTruncated as cut:
            larger = larger_limit(prompt.max_tokens or self.spec.profile.output_tokens, self.spec.profile)
            if larger is None or goes_in_circles(cut.text):
                raise
            answer, _ = await self._ask(shape, dataclasses.replace(prompt, max_tokens=larger), {})
        return answer

    async def label(self, labels: Sequence[str], prompt: Prompt) -> Label:
        """Return the chosen one of `labels` with its probability. Raises as `fill` does."""
        profile = self.spec.profile
        wish = {"logprobs": True, "top_logprobs": profile.top_logprobs} if profile.logprobs else {}
        answer, completion = await self._ask(_label_shape(tuple(labels)), prompt, wish)
        value: str = answer.label  # type: ignore[attr-defined]  # of the shape just made
        told = getattr(completion.choices[0], "logprobs", None)
        masses = label_probabilities(read_tokens(getattr(told, "content", None)), labels)
        return Label(value, masses[value] if masses else None, masses)

    async def _ask(self, shape: type[T], prompt: Prompt, wish: Mapping[str, Any]) -> tuple[T, "ChatCompletion"]:
        import instructor  # noqa: PLC0415  lazily, see above

        question = _Question(self._client, self.spec, shape, prompt)
        prepared = _prepared(shape)
        mode = instructor.Mode.JSON_SCHEMA
        asking = instructor.AsyncInstructor(None, instructor.patch(create=question.create, mode=mode), mode=mode)
        try:
            _, completion = await asking.create_with_completion(
                question.messages, prepared, max_retries=1, strict=False, **question.limits, **wish
            )
        except Exception as error:  # noqa: BLE001  the one place where foreign errors become ours
            raise self._translate(error, question) from None
        finally:
            self._re_asked += question.re_asked
        assert question.answer is not None  # noqa: S101  instructor has parsed what was checked
        return question.answer, completion

    def _translate(self, error: Exception, question: "_Question[T]") -> Exception:
        """Return the error of ours that lies in `error`; a failure that no endpoint causes comes out as it is."""
        for cause in causes(error):
            if isinstance(cause, MemconError):
                return cause
            if isinstance(cause, CallFailed):
                return to_error(cause.failure, self.spec)
        root = list(causes(error))[-1]
        if question.problem and isinstance(root, ValidationError):
            return AnswerInvalid(f"{self.spec.model!r} at {self.spec.host}: {question.problem}")
        if type(root).__module__.partition(".")[0] in {"openai", "instructor", "httpx2"}:
            return ModelUnavailable(
                f"{self.spec.model!r} at {self.spec.host}: {safe(f'{type(root).__name__}: {root}')}"
            )
        return root if isinstance(root, Exception) else error


class _Question(Generic[T]):
    """One question on its way: what is sent, what is checked, and what was wrong with the first answer."""

    def __init__(self, client: "AsyncOpenAI", spec: ModelSpec, shape: type[T], prompt: Prompt) -> None:
        self._client, self._spec, self._shape = client, spec, shape
        self.messages: Any = [{"role": m.role, "content": _sendable(m.content)} for m in prompt.messages]
        profile = spec.profile
        self.limits: dict[str, Any] = {
            "model": spec.model,
            profile.tokens_field: prompt.max_tokens or profile.output_tokens,
        }
        if profile.temperature is not None:
            self.limits["temperature"] = profile.temperature
        if profile.seed is not None:
            self.limits["seed"] = profile.seed
        self.answer: T | None = None
        """The answer as we have parsed it. Instructor's has another class, and holds the whole completion."""
        self.problem = ""
        self.re_asked = False
        self._first = ""

    async def create(self, *, messages: object, response_format: dict[str, Any], **rest: Any) -> "ChatCompletion":  # noqa: ANN401, ARG002
        """Send the question, or the re-ask after a wrong answer, and return a completion that may be parsed.

        Instructor's own re-ask carries the text of pydantic's errors, with inputs and version: ours is short and
        stable, so that a stored answer to it is found again after an update.
        """
        if self._spec.profile.strict:
            schema = response_format["json_schema"] | {"strict": True}
            response_format = response_format | {"json_schema": schema}
        turns = self.messages
        if self.problem:
            self.re_asked = True
            turns = [
                *turns,
                {"role": "assistant", "content": _sendable(self._first)},
                {"role": "user", "content": _RE_ASK.format(problem=_sendable(self.problem))},
            ]
        body = {"messages": turns, "response_format": response_format, **rest}
        completion = await self._client.post("/chat/completions", cast_to=_completion(), body=body)
        self._check(completion)
        return completion

    def _check(self, completion: "ChatCompletion") -> None:
        """Look at what instructor does not: why the answer ended, refusals, repeated keys.

        Raises:
            AnswerRefused, AnswerFiltered, AnswerTruncated: it is no whole answer, whatever its text.
        """
        choice = completion.choices[0]
        where = f"{self._spec.model!r} at {self._spec.host}"
        refusal = getattr(choice.message, "refusal", None)
        reason = getattr(choice, "finish_reason", None)
        if refusal:
            raise AnswerRefused(f"{where}: {safe(str(refusal))}")
        if reason == "content_filter":
            raise AnswerFiltered(f"{where}: the provider's content filter ended the answer")
        content = getattr(choice.message, "content", None)
        content = clean(content) if isinstance(content, str) else ""
        if reason == "length":
            raise AnswerTruncated(f"{where}: the answer was cut at its token limit", content[:_ECHO])
        self._first = content[:_ECHO]
        self.answer, self.problem = parse(self._shape, content)
        choice.message.content = "" if self.problem else content  # "" is no JSON: instructor asks again


def larger_limit(limit: int, profile: Profile) -> int | None:
    """Return the limit for the second try of an answer that was cut at `limit` tokens; None when none is larger.

    Twice as much, or what the profile gives an answer where that is more; at most half of the context.
    """
    larger = min(max(2 * limit, profile.output_tokens), profile.context_tokens // 2)
    return larger if larger > limit else None


def _sendable(text: str) -> str:
    """Return `text` with a question mark for each lone surrogate, which no UTF-8 can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


@functools.cache
def _completion() -> "type[ChatCompletion]":
    """Return the type of an answer, which is posted for.

    `chat.completions.create` takes 30 ms to walk few-shot turns in search of what to rename: most of a replayed run.
    """
    from openai.types.chat import ChatCompletion  # noqa: PLC0415

    return ChatCompletion


class _Read(BaseModel):
    """An answer that `_Question` has read already: no field is looked at again."""

    model_config = ConfigDict(extra="ignore")


@functools.cache
def _prepared(shape: type[Answer]) -> type[BaseModel]:
    """Return what instructor asks for `shape` with: its name, words and schema, and nothing else of it.

    Instructor walks all fields of a model five times a call, asks for its schema, copies that, and parses the answer
    that we have parsed before: half of what a question costs.
    """
    import instructor  # noqa: PLC0415

    schema = json.dumps(instructor.response_schema(shape).model_json_schema())
    prepared = instructor.response_schema(_Read)

    class Prepared(prepared):  # type: ignore[misc, valid-type]  # a class known at run time
        __doc__ = shape.__doc__

        @classmethod
        def model_json_schema(cls, *_: object, **__: object) -> dict[str, Any]:
            kept: dict[str, Any] = json.loads(schema)  # instructor changes it
            return kept

    Prepared.__name__ = Prepared.__qualname__ = shape.__name__
    return Prepared


@functools.cache
def _label_shape(labels: tuple[str, ...]) -> type[Answer]:
    """Return the one-field shape whose value is one of `labels`."""
    choice: Any = Literal[labels]
    return create_model("Label", __base__=Answer, label=(choice, ...))


@contextlib.asynccontextmanager
async def open_model(
    spec: ModelSpec,
    ledger: Ledger,
    *,
    env: Mapping[str, str] | None = None,
    serve: Serve | None = None,
    clock: Clock | None = None,
    notice: Notice | None = None,
    limits: Limits | None = None,
    price: Price | None = None,
) -> AsyncIterator[OpenAIModel]:
    """Open the model of `spec` over `ledger`; what it starts and connects is ended on leaving.

    `env` holds the API key (the process's environment by default). `serve` starts the server of a spec without a URL,
    at the first question that the ledger cannot answer. `notice` is told of each wait; `clock` is for tests. `limits`
    is what the user allows, `price` what tokens cost; `limits.laid_over` gives the spec its concurrency and patience.

    Raises:
        UsageError: the limits cannot be held.
    """
    import httpx2  # noqa: PLC0415
    import openai  # noqa: PLC0415

    logging.getLogger("instructor").setLevel(logging.CRITICAL)  # it logs each failure, with words of the article
    key = api_key(spec, os.environ if env is None else env)
    connections = httpx2.Limits(max_connections=spec.profile.concurrency + 1)
    inner = httpx2.AsyncHTTPTransport(verify=_authorities(), limits=connections, proxy=proxy_for(spec.base_url))
    transport = LedgerTransport(
        spec, ledger, inner, secret=key, serve=serve, clock=clock, notice=notice, limits=limits, price=price
    )
    timeout = httpx2.Timeout(spec.profile.deadline, connect=10.0, pool=None)
    client = openai.AsyncOpenAI(
        api_key=key or "none",
        base_url=spec.base_url or _EMBEDDED_URL,
        max_retries=0,
        timeout=timeout,
        default_headers={"Accept-Encoding": "identity"},
        http_client=httpx2.AsyncClient(transport=transport, timeout=timeout, follow_redirects=False),
    )
    async with client:
        yield OpenAIModel(spec, client, transport)


@functools.cache
def _authorities() -> "ssl.SSLContext":
    """Return the certificates trusted by this process; reading them takes 40 ms."""
    import httpx2  # noqa: PLC0415

    return httpx2.create_ssl_context()
