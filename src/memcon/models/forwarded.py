"""A question from another process: that which reads an answer need not be the one that has ledger, key and quota.

The process that reads asks through `Forwarding`, a transport like that of the ledger: what it is asked for goes out as
a `ForwardedQuestion` and comes back as a `ForwardedAnswer`, both plain values that travel. How they travel is not known
here. At the other end is `memcon.models.client.OpenAIModel.answer`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx2

from memcon.errors import MemconError
from memcon.models.account import current
from memcon.models.failure import CallFailed
from memcon.models.outgoing import answered
from memcon.models.profile import Profile
from memcon.models.takes import Takes, limit_of, room_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardedQuestion:
    """What is asked."""

    body: bytes
    """Of the request."""
    unwanted: frozenset[str]
    """Keys of answers that the ledger is not to give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardedAnswer:
    """What became of it."""

    body: bytes
    """Of the response; empty where there is none."""
    key: str | None
    """Of an answer that the ledger gave; None for one that was paid for."""
    failed: CallFailed | MemconError | None
    """What to raise in its place."""
    takes: Takes
    """How questions are put to the endpoint, as far as that is known now."""


Forward = Callable[[ForwardedQuestion], Awaitable[ForwardedAnswer]]


class Forwarding(httpx2.AsyncBaseTransport):
    """Has each question answered elsewhere."""

    def __init__(self, profile: Profile, takes: Takes, forward: Forward) -> None:
        self._profile, self._takes, self._forward = profile, takes, forward

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the answer to `request`, and book it as the ledger's transport does. Raises what that raises."""
        account = current()
        body = await request.aread()
        answer = await self._forward(ForwardedQuestion(body=body, unwanted=frozenset(account.unwanted)))
        self._takes = answer.takes
        if answer.failed:
            raise answer.failed
        account.book(answer.key or "", answer.body, paid=answer.key is None)
        return answered(answer.body)

    def limit(self, asked: int) -> int:
        """Return the limit of tokens that is put for one of `asked`."""
        return limit_of(asked, self._takes, room_of(self._profile))
