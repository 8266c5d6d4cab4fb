"""The model as one article asks it: with an eye on the end of the run, and on what its answers took and were worth."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from memcon.errors import ModelError
from memcon.extraction.stop import Stop
from memcon.models.account import Account, booked
from memcon.models.base import Label, Model, ModelAnswer, Prompt

T = TypeVar("T", bound=ModelAnswer)
A = TypeVar("A")


class Asking:
    """A model for one article: asks nothing more once the run is to stop.

    With `again`, a question whose answers in the ledger are of no use is asked anew, without them.
    """

    def __init__(self, model: Model, stop: Stop, prompts: set[str], *, again: bool = False) -> None:
        self._model, self._stop, self._prompts, self._again = model, stop, prompts, again
        self.account = Account()
        self.filled = 0
        """Questions with an answer of use, labels left out: what they lead to may have none."""
        self.lost: list[ModelError] = []
        """Why others had no answer of use."""

    async def fill(self, shape: type[T], prompt: Prompt) -> T:
        """Ask as the model's `fill`."""
        try:
            answer = await self._asked(lambda: self._model.fill(shape, prompt), prompt)
        except ModelError as error:
            if error.no_use:
                self.lost.append(error)
            raise
        self.filled += 1
        return answer

    async def label(self, labels: Sequence[str], prompt: Prompt) -> Label:
        """Ask as the model's `label`."""
        return await self._asked(lambda: self._model.label(labels, prompt), prompt)

    async def _asked(self, ask: Callable[[], Awaitable[A]], prompt: Prompt) -> A:
        if self._stop.reason:
            raise self._stop.reason
        self._prompts.add(prompt.version)
        return await booked(ask, self.account, again=self._again)
