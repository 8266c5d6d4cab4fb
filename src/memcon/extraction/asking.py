"""The model as one article asks it: with an eye on the end of the run, and on what its answers took and were worth."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from memcon.errors import ModelError
from memcon.extraction.stop import Stop
from memcon.models.account import Account, booked
from memcon.models.base import Label, Model, ModelAnswer, Prompt

T = TypeVar("T", bound=ModelAnswer)
A = TypeVar("A")


@dataclass(slots=True, kw_only=True)
class Took:
    """What was asked about one article, and what the answers took and were worth. Travels between processes."""

    account: Account = field(default_factory=Account)
    filled: int = 0
    """Questions with an answer of use, labels left out: what they lead to may have none."""
    lost: list[ModelError] = field(default_factory=list)
    """Why others had no answer of use."""
    prompts: set[str] = field(default_factory=set)
    """Versions of the prompts that were sent."""

    def add(self, other: "Took") -> None:
        """Take in what was asked elsewhere about the same article."""
        self.account.add(other.account)
        self.filled += other.filled
        self.lost += other.lost
        self.prompts |= other.prompts


class Asking:
    """A model for one article: asks nothing more once the run is to stop.

    With `again`, a question whose answers in the ledger are of no use is asked anew, without them.
    """

    def __init__(self, model: Model, stop: Stop, took: Took, *, again: bool = False) -> None:
        self._model, self._stop, self._took, self._again = model, stop, took, again

    async def fill(self, shape: type[T], prompt: Prompt) -> T:
        """Ask as the model's `fill`."""
        try:
            answer = await self._asked(lambda: self._model.fill(shape, prompt), prompt)
        except ModelError as error:
            if error.no_use:
                self._took.lost.append(error)
            raise
        self._took.filled += 1
        return answer

    async def label(self, labels: Sequence[str], prompt: Prompt) -> Label:
        """Ask as the model's `label`."""
        return await self._asked(lambda: self._model.label(labels, prompt), prompt)

    async def _asked(self, ask: Callable[[], Awaitable[A]], prompt: Prompt) -> A:
        if self._stop.reason:
            raise self._stop.reason
        self._took.prompts.add(prompt.version)
        return await booked(ask, self._took.account, again=self._again)
