"""The ledger as an httpx2 transport: every question asked once, every answer kept before anyone reads it.

For each `POST …/chat/completions`: equal questions in flight wait for one another; a stored answer is given back
without a call; a miss waits for its turn (see `traffic`), is noted as sent, sent, read to its end under a cap and a
deadline, and committed. Stumbles are repeated here and nowhere else. Other requests pass through. What has no answer
is raised as `CallFailed`. No header leaves but those of `sent_headers`. Knows nothing of prompts and shapes.
"""

import asyncio
import sqlite3
import weakref
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import httpx2

from memcon._failpoints import failpoint
from memcon.errors import AnswerMissing, DataError
from memcon.models.account import current
from memcon.models.begun import completed
from memcon.models.embedded.lazy_server import LazyServer
from memcon.models.failure import TAUGHT, CallFailed, Failure
from memcon.models.failures import is_success, read_failure
from memcon.models.learning import MOST, Asked, Learning, Put
from memcon.models.ledger import rows
from memcon.models.ledger.store import Ledger, canonical_of, question_key
from memcon.models.ledger.together import Together
from memcon.models.network import proxy_secrets
from memcon.models.outgoing import address, answered, sendable, sent_headers, tell_departure
from memcon.models.prices import cost_of
from memcon.models.received import Received, receive
from memcon.models.response import LEAST_CONTEXT, crowded, cut_prompt, read_tokens
from memcon.models.said import is_answer
from memcon.models.secrets import Secret
from memcon.models.settings import CallSettings
from memcon.models.spec import ModelSpec
from memcon.models.tokens import TokenCounts
from memcon.models.traffic.admission import AdmittedCall, Place, Traffic
from memcon.models.traffic.budget import Need
from memcon.models.traffic.lanes import Lanes
from memcon.models.traffic.retries import Patience
from memcon.models.usage import Missing, Usage, total

BAD_REQUESTS: Final = 3
"""So many requests called wrong, one after the other and none answered, and it is the setting that is wrong."""
TOKENS_A_BYTE: Final = 0.4
"""Of a prompt, before the first answer tells: English takes 0.25, Indonesian 0.3, tokenizers made for others more."""

_UNTOLD: Final = TokenCounts()


class LedgerTransport(httpx2.AsyncBaseTransport):
    """Answers from the ledger; sends what it does not hold through `inner`."""

    def __init__(
        self,
        spec: ModelSpec,
        ledger: Ledger,
        inner: httpx2.AsyncBaseTransport,
        settings: CallSettings,
        *,
        secrets: Sequence[str | None] = (None,),
    ) -> None:
        """Wrap `inner`.

        Args:
            spec: tells label, profile and URL; where it has none, a server is started at the first miss.
            ledger: where answers are kept; one open for reading only makes a miss an `AnswerMissing`.
            inner: sends.
            settings: of every call.
            secrets: the keys that are sent, one for each endpoint of `spec`; blotted out wherever one is repeated.

        Raises:
            UsageError: the limits cannot be held, as dollars without a price.
        """
        self.usage = Usage(cost=None if settings.price is None else 0.0)
        self.price = settings.price
        self.missing = Missing()
        self.served_models: set[str] = set()
        """The model's names, as answers of this run give them."""
        places = [
            Place(url, sent_headers(key)) for url, key in zip((spec.base_url or "", *spec.others), secrets, strict=True)
        ]
        self.traffic: Traffic | Lanes = Lanes(spec, settings, places) if spec.others else Traffic(spec, settings)
        self.learning = Learning(spec, ledger, settings.tell)
        self._spec, self._ledger, self._inner, self._settings = spec, ledger, inner, settings
        self._writes = Together(ledger)
        self._secret = Secret(*(key or "" for key in secrets), *proxy_secrets((spec.base_url, *spec.others)))
        self._headers = places[0].headers
        self._server = LazyServer(spec, settings.serve)
        self._turns: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()
        self._missed: set[str] = set()
        self._renewed: set[str] = set()  # answers set aside: those that came in their place stay
        self._ratio = TOKENS_A_BYTE
        self._held = 0  # bytes of the longest question that was read whole
        self._bad_requests = 0  # one after the other

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer `request`, from the ledger where it can."""
        if request.method != "POST" or not request.url.path.endswith("/chat/completions"):
            return await self._inner.handle_async_request(
                sendable(request, request.url, request.content, self._headers)
            )
        asked = Asked.read(await request.aread())
        body = canonical_of(asked.document)
        key = question_key(self._spec.label, body)
        async with self._turns.setdefault(key, asyncio.Lock()):
            account = current()
            unwanted = key in account.unwanted and key not in self._renewed
            stored = None if unwanted else self._ledger.answer(key)
            if stored is not None:
                if not is_answer(stored):
                    raise DataError(f"{self._ledger.path}: a stored answer is none: see `memcon ledger verify`")
                self.usage = replace(self.usage, replayed=self.usage.replayed + 1)
                account.book(key, stored, paid=False)
                return answered(stored)
            if not self._ledger.writable:
                if failure := self._miss(key, body, asked):
                    raise CallFailed(failure)
                where = f"the ledger {self._ledger.path}"
                raise AnswerMissing(
                    f"{where} holds no answer to this question of this model; offline, none is asked for"
                )
            if unwanted:
                self._renewed.add(key)
                await self._writes.put(partial(rows.set_aside, key=key))
            answer = await self._ask(request, key, body, asked)
            account.book(key, answer, paid=True)
            return answered(answer)

    async def _ask(self, request: httpx2.Request, key: str, body: bytes, asked: Asked) -> bytes:
        """Send until there is an answer or patience ends; what the endpoint does not take is put otherwise."""
        for _ in range(MOST):
            asking = Patience(self._spec.profile, self._settings, self.traffic.sleep).retrying()
            try:
                return await asking(self._send, request, key, body, asked)
            except CallFailed as failed:
                if failed.failure.kind != TAUGHT:
                    raise
        raise CallFailed(Failure(family="article", kind="bad_request", detail="refused, however it is put"))

    def _miss(self, key: str, body: bytes, asked: Asked) -> Failure | None:
        """Tell and count, once, a question that nothing may answer; return why, where that is known."""
        takes = replace(self.learning.takes, begun=False)  # lines of a batch come back as they are
        put, tell = self.learning.put(asked, takes), self._settings.unanswered
        need = self._need(body, put)
        if tell and (failure := tell(key, body, put.body, need.prompt, need.completion)):
            return failure
        if key not in self._missed:
            self._missed.add(key)
            self.missing = Missing(
                questions=len(self._missed),
                prompt_tokens=self.missing.prompt_tokens + need.prompt,
                completion_tokens=self.missing.completion_tokens + need.completion,
            )
        return None

    def _need(self, body: bytes, put: Put) -> Need:
        """Return what a question takes at most, as far as its length and its limit tell."""
        return Need(int(len(body) * self._ratio) + 1, put.limit)

    def _note(self, writer: sqlite3.Connection, key: str, model: str, body: bytes) -> int:
        """Note that a question is about to leave, where the ledger has its place still; return the attempt's number."""
        self._ledger.check_place()
        return rows.sent(writer, self._ledger.run, key, self._spec.label, model, body)

    async def _send(self, request: httpx2.Request, key: str, body: bytes, asked: Asked) -> bytes:
        """Make one call, and keep what became of it."""
        put = self.learning.put(asked)
        async with self.traffic.call(self._need(body, put)) as call:
            if put.takes != self.learning.takes:  # more is known by now
                put = self.learning.put(asked)
            url = call.place.url if call.place else await self._server.url()
            attempt = await self._writes.put(partial(self._note, key=key, model=put.model, body=body))
            failpoint("sent")
            self.usage = replace(self.usage, calls=self.usage.calls + 1)
            try:
                headers = call.place.headers if call.place else self._headers
                sent = sendable(request, address(url), put.body, headers)
                await self._departure(call, sent)
                received = await receive(self._inner, sent, self._spec.profile.deadline, self._secret)
            except CallFailed as failed:
                await self._fail(attempt, failed.failure)
                if failed.failure.kind == "connect":
                    await self._server.unreachable(url)
                raise self._failed(call, failed.failure, TokenCounts()) from failed.__cause__
            except BaseException as error:  # cancelled, or a bug: at once, since this task may not wait any more
                failure = Failure(family="article", kind=type(error).__name__, detail="", uncertain=True)
                self._ledger.fail(attempt, failure)
                self._count(failure)
                raise
            failpoint("received")
            return await self._keep(call, attempt, received, put, body)

    async def _departure(self, call: AdmittedCall, request: httpx2.Request) -> None:
        """Wait until a call may leave, and note that it leaves: now, and more exactly once `request` is on its way."""
        clock = self._settings.clock
        if wait := call.held(clock.now()):
            await clock.sleep(wait)
        call.sent(clock.now())
        if call.counted:
            tell_departure(request, lambda: call.sent(clock.now()))

    async def _keep(self, call: AdmittedCall, attempt: int, received: Received, put: Put, asked: bytes) -> bytes:
        """Commit a complete answer to what was `asked`, and how it was `put`; raise one that is none."""
        body, headers = received.body, received.headers
        try:
            failure, tokens = self._judged(received, put, asked)
            body = completed(body, put.begun) if put.begun and failure is None else body
        except BaseException as error:  # a bug, or the article's time or memory is used up: at once, see `_send`
            told = Failure(family="article", kind=type(error).__name__, detail="", status=received.status)
            self._ledger.fail(attempt, told, received.body)
            self._count(told)
            raise
        self._spend(tokens, untold=is_success(received.status) and tokens.completion is None)
        if failure is None:
            await self._writes.put(partial(rows.kept, attempt=attempt, body=body, tokens=tokens), of=attempt)
            failpoint("kept")
            self._bad_requests = 0
            self._held = max(self._held, len(asked) if (tokens.prompt or 0) >= LEAST_CONTEXT else 0)
            self._ratio = max(self._ratio, min(1.0, (tokens.prompt or 0) / len(asked)))  # no token is less than a byte
            await self.learning.answered(put, thought=tokens.thought)
            self.served_models |= {tokens.model} if tokens.model else set()
            self.traffic.answered(call, tokens, headers)
            return body
        await self._fail(attempt, failure, body, tokens)
        raise self._failed(call, failure, tokens)

    def _judged(self, received: Received, put: Put, asked: bytes) -> tuple[Failure | None, TokenCounts]:
        """Return why a complete answer is none, or None, and what it says it took."""
        status, body = received.status, received.body
        if unread := crowded(body):
            if is_success(status):
                return unread, _UNTOLD
            body = b""
        today, conventions = self._settings.clock.today(), self._spec.conventions
        failure, tokens = read_failure(status, received.headers, body, today, conventions), read_tokens(body)
        if failure is None:
            failure = cut_prompt(tokens, asked) if len(asked) > self._held else None
        elif self.learning.refused(status, body, put):
            failure = replace(failure, family="article", kind=TAUGHT)
        return failure, tokens

    async def _fail(self, attempt: int, failure: Failure, body: bytes = b"", tokens: TokenCounts = _UNTOLD) -> None:
        """Keep why an attempt has no answer."""
        write = partial(rows.failed, attempt=attempt, failure=failure, body=body, tokens=tokens)
        await self._writes.put(write, of=attempt if body else None)

    def _spend(self, tokens: TokenCounts, *, untold: bool) -> None:
        """Count what an answer, good or bad, says it took."""
        prompt, completion, cached = tokens.prompt or 0, tokens.completion or 0, tokens.cached or 0
        cost = cost_of(self._settings.price, prompt, completion, cached)
        spent = Usage(
            prompt_tokens=prompt, completion_tokens=completion, cached_tokens=cached, untold=untold, cost=cost
        )
        self.usage = total(self.usage, spent)

    def _failed(self, call: AdmittedCall, failure: Failure, tokens: TokenCounts) -> CallFailed:
        """Count a failure, and return it as what to raise: bad requests without end are a bad setting."""
        self._count(failure)
        if failure.kind in {"bad_request", "prompt_cut"}:
            self._bad_requests += 1
            if self._bad_requests >= BAD_REQUESTS:
                failure = replace(failure, family="fatal")
        return CallFailed(self.traffic.failed(call, failure, tokens))

    def _count(self, failure: Failure) -> None:
        one = Usage(failed=1, rate_limited=failure.family == "rate", uncertain=failure.uncertain, cost=0.0)
        self.usage = total(self.usage, one)

    async def aclose(self) -> None:
        """End the server that was started, if any, and close the connections."""
        await self._inner.aclose()
        await self._server.aclose()
