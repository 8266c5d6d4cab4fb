"""What the answers to one question took, booked as they are given, whether from the ledger or for money.

The account of a question travels in the context of its task, so that no layer between need know of it. It also says
which answers of the ledger are not to be given back, since they have been read and are of no use.
"""

import contextlib
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final, TypeVar

from memcon.errors import ModelError
from memcon.models.response import read_tokens

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Account:
    """What answers took, as they say, whenever they were paid for."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    """Of the prompts, served from the endpoint's cache."""
    paid: int = 0
    """Answers that this run has paid for."""
    last: bytes = b""
    """The last answer, as received."""
    replayed: set[str] = field(default_factory=set)
    """Keys of the answers that the ledger gave."""
    unwanted: set[str] = field(default_factory=set)
    """Keys of answers that the ledger is not to give."""

    def book(self, key: str, body: bytes, *, paid: bool) -> None:
        """Take in an answer."""
        tokens = read_tokens(body)
        self.prompt_tokens += tokens.prompt or 0
        self.completion_tokens += tokens.completion or 0
        self.cached_tokens += tokens.cached or 0
        self.last = body
        self.paid += paid
        if not paid:
            self.replayed.add(key)

    def add(self, other: "Account") -> None:
        """Take in another account."""
        self.prompt_tokens += other.prompt_tokens
        self.completion_tokens += other.completion_tokens
        self.cached_tokens += other.cached_tokens
        self.paid += other.paid
        self.last = other.last or self.last


_CURRENT: Final[ContextVar[Account | None]] = ContextVar("account", default=None)


def current() -> Account:
    """Return the account of the question that this task asks; one that nobody reads where it has none."""
    return _CURRENT.get() or Account()


@contextlib.contextmanager
def opened(account: Account) -> Iterator[None]:
    """Have what is asked here booked in `account`."""
    token = _CURRENT.set(account)
    try:
        yield
    finally:
        _CURRENT.reset(token)


async def booked(ask: Callable[[], Awaitable[T]], total: Account, *, again: bool) -> T:
    """Return what `ask` returns, and book in `total` what its answers took.

    With `again`, a question whose answers of the ledger are of no use is asked once more, without them.
    """
    account = Account()
    try:
        with opened(account):
            return await ask()
    except ModelError as error:
        if not (again and error.no_use and account.replayed):
            raise
        account = Account(unwanted=account.replayed)
        with opened(account):
            return await ask()
    finally:
        total.add(account)
