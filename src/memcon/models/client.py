"""The door to a model: `fill` an answer of a shape, or `label` with its probability.

The one importer of openai, and only once a model is opened, for it takes most of a second. The ledger, retries and
deadlines lie below, in `transport`. Knows nothing of articles and events.
"""

import contextlib
import dataclasses
import logging
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from memcon.errors import AnswerTruncated, MemconError
from memcon.models.account import Account, opened
from memcon.models.base import Label, Prompt, T
from memcon.models.failure import CallFailed
from memcon.models.failures import translate
from memcon.models.forwarded import Forward, ForwardedAnswer, ForwardedQuestion, Forwarding
from memcon.models.labels import label_probabilities, read_tokens
from memcon.models.ledger.store import Ledger
from memcon.models.origins import ONE, PerOrigin
from memcon.models.outgoing import address
from memcon.models.parse import goes_in_circles
from memcon.models.prices import cost_of
from memcon.models.profile import Profile
from memcon.models.question import Question, label_shape
from memcon.models.settings import CallSettings
from memcon.models.spec import ModelSpec, api_keys
from memcon.models.takes import Takes
from memcon.models.traffic.admission import Traffic
from memcon.models.traffic.lanes import Lanes
from memcon.models.transport import LedgerTransport
from memcon.models.usage import Missing, Usage

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

_EMBEDDED_URL: Final = "http://embedded.invalid/v1"
"""Stands in the request until a miss starts the server; no name of the reserved domain `invalid` resolves."""


class ModelClient:
    """A model that fills shapes and labels, wherever its answers come from. Calls may run at the same time."""

    def __init__(self, spec: ModelSpec, client: "AsyncOpenAI", limit: Callable[[int], int]) -> None:
        """Ask the model of `spec` through `client`; `limit` tells the tokens that are put for so many asked for."""
        self.spec = spec
        self._client, self._limit = client, limit
        self.re_asked = 0
        """How many questions were asked once more, since the answer was not of the shape."""
        self.repairs: Counter[str] = Counter()
        """How many answers were read with which kind of repair, see `envelope` and `fit`."""

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
        answer, _ = await self._ask(shape, prompt, {})
        return answer

    async def label(self, labels: Sequence[str], prompt: Prompt) -> Label:
        """Return the chosen one of `labels` with its probability. Raises as `fill` does."""
        profile = self.spec.profile
        wish = {"logprobs": True, "top_logprobs": profile.top_logprobs} if profile.logprobs else {}
        answer, completion = await self._ask(label_shape(tuple(labels)), prompt, wish)
        value: str = answer.label  # type: ignore[attr-defined]  # of the shape just made
        told = completion["choices"][0].get("logprobs")
        masses = label_probabilities(read_tokens(told.get("content") if isinstance(told, dict) else None), labels)
        return Label(value, masses[value] if masses else None, masses)

    async def _ask(self, shape: type[T], prompt: Prompt, wish: Mapping[str, Any]) -> tuple[T, Mapping[str, Any]]:
        """Ask, and once more with a larger limit where the answer was cut and does not run in circles."""
        question = Question(self._client, self.spec, shape, prompt)
        try:
            return await self._answered(question, wish)
        except AnswerTruncated as cut:
            larger = larger_limit(prompt.max_tokens or self.spec.profile.output_tokens, self.spec.profile)
            if larger is None or goes_in_circles(cut.text) or question.tokens >= self._limit(larger):
                raise
        question = Question(self._client, self.spec, shape, dataclasses.replace(prompt, max_tokens=larger))
        return await self._answered(question, wish)

    async def _answered(self, question: Question[T], wish: Mapping[str, Any]) -> tuple[T, Mapping[str, Any]]:
        try:
            completion = await question.ask(wish)
        except Exception as error:  # noqa: BLE001  the one place where foreign errors become ours
            raise translate(error, self.spec, question.fault) from None
        finally:
            self.re_asked += question.re_asked
        self.repairs.update(question.repairs)
        assert question.answer is not None  # noqa: S101  instructor takes nothing else for an answer
        return question.answer, completion


class OpenAIModel(ModelClient):
    """A model behind an OpenAI-compatible endpoint, its answers kept in a ledger. Open it with `open_model`."""

    def __init__(
        self, spec: ModelSpec, client: "AsyncOpenAI", transport: LedgerTransport, timeout: "httpx2.Timeout"
    ) -> None:
        super().__init__(spec, client, transport.learning.limit)
        self._transport, self._timeout = transport, timeout

    @property
    def usage(self) -> Usage:
        """Return what has been asked since the model was opened, and what it took."""
        return dataclasses.replace(self._transport.usage, re_asked=self.re_asked)

    @property
    def missing(self) -> Missing:
        """Return what has been asked for and could not be sent, offline."""
        return self._transport.missing

    @property
    def served_models(self) -> tuple[str, ...]:
        """Return the names that the answers of this run give the model."""
        return tuple(sorted(self._transport.served_models))

    def cost(self, prompt: int, completion: int, cached: int) -> float | None:
        """Return what tokens cost at the prices of this run, to a millionth of a dollar; None without a price."""
        cost = cost_of(self._transport.price, prompt, completion, cached)
        return None if cost is None else round(cost, 6)

    @property
    def takes(self) -> Takes:
        """Return how questions are put to the endpoint, as far as that is known now."""
        return self._transport.learning.takes

    @property
    def traffic(self) -> Traffic | Lanes:
        """Return the line in which calls wait."""
        return self._transport.traffic

    async def answer(self, question: ForwardedQuestion) -> ForwardedAnswer:
        """Answer what a model in another process asks, from the ledger or the endpoint; see `open_forwarding`.

        What that process is to raise is told in the answer; any other error is a bug, and raised here.
        """
        account = Account(unwanted=set(question.unwanted))
        failed: CallFailed | MemconError | None = None
        with opened(account):
            try:
                await self._transport.handle_async_request(self._request(question.body))
            except (CallFailed, MemconError) as error:
                failed = error
        return ForwardedAnswer(
            body=account.last, key=min(account.replayed, default=None), failed=failed, takes=self.takes
        )

    def _request(self, body: bytes) -> "httpx2.Request":
        """Return a request as httpx2's client makes it: what else that does for it costs as much as sending it."""
        import httpx2  # noqa: PLC0415

        url, waits = address(self.spec.base_url or _EMBEDDED_URL), {"timeout": self._timeout.as_dict()}
        return httpx2.Request("POST", url, content=body, extensions=waits)


def larger_limit(limit: int, profile: Profile) -> int | None:
    """Return the limit for the second try of an answer that was cut at `limit` tokens; None when none is larger.

    Twice as much, or what the profile gives an answer where that is more; at most half of the context.
    """
    larger = min(max(2 * limit, profile.output_tokens), profile.context_tokens // 2)
    return larger if larger > limit else None


@contextlib.asynccontextmanager
async def open_model(
    spec: ModelSpec,
    ledger: Ledger,
    settings: CallSettings | None = None,
    *,
    env: Mapping[str, str] | None = None,
) -> AsyncIterator[OpenAIModel]:
    """Open the model of `spec` over `ledger`; what it starts and connects is ended on leaving.

    `env` holds the API key (the process's environment by default).

    Raises:
        UsageError: the limits cannot be held, or the environment's proxy or certificates cannot be used.
    """
    import httpx2  # noqa: PLC0415

    from memcon.models.network import authorities, check_way, proxy_for  # noqa: PLC0415

    if ledger.writable:
        check_way((spec.base_url, *spec.others))
    keys = api_keys(spec, os.environ if env is None else env)
    inner = PerOrigin(lambda url: httpx2.AsyncHTTPTransport(verify=authorities(), limits=ONE, proxy=proxy_for(url)))
    transport = LedgerTransport(spec, ledger, inner, settings or CallSettings(), secrets=keys)
    client, http = _clients(spec, transport, keys[0])
    async with client:
        yield OpenAIModel(spec, client, transport, http.timeout)


@contextlib.asynccontextmanager
async def open_forwarding(spec: ModelSpec, forward: Forward) -> AsyncIterator[ModelClient]:
    """Open the model of `spec` for a process that has neither ledger nor key: each question goes by `forward`.

    At its other end is `OpenAIModel.answer`.
    """
    transport = Forwarding(spec.profile, spec.takes, forward)
    client, _ = _clients(spec, transport, None)
    async with client:
        yield ModelClient(spec, client, transport.limit)


def _clients(
    spec: ModelSpec, transport: "httpx2.AsyncBaseTransport", key: str | None
) -> tuple["AsyncOpenAI", "httpx2.AsyncClient"]:
    """Return the client of the library, and that of HTTP below it, which asks through `transport` alone."""
    import httpx2  # noqa: PLC0415
    import openai  # noqa: PLC0415

    for library in ("openai", "instructor", "httpx2"):  # they log questions and failures, with words of the article
        logging.getLogger(library).setLevel(logging.CRITICAL)
    timeout = httpx2.Timeout(spec.profile.deadline, connect=10.0, pool=None)
    http = httpx2.AsyncClient(transport=transport, timeout=timeout, follow_redirects=False, trust_env=False)
    client = openai.AsyncOpenAI(
        api_key=key or "none", base_url=spec.base_url or _EMBEDDED_URL, max_retries=0, timeout=timeout, http_client=http
    )
    return client, http
