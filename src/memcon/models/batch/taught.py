"""What results of batches teach about an endpoint, as answers of single calls do: see `memcon.models.learning`.

All questions of a batch were put as was known when it was sent. A refusal that names what the endpoint does not take
sends its question into the next round, put otherwise; an answer there proves the lesson, which is kept and told.
"""

import dataclasses

from memcon.models.failure import TAUGHT
from memcon.models.learning import MOST, Asked, Learning, Put
from memcon.models.ledger.batches import Batch, Batches, Result
from memcon.models.settings import CallSettings
from memcon.models.spec import ModelSpec
from memcon.models.takes import Takes


class Taught:
    """What is learned from the results of batches at one endpoint."""

    def __init__(self, spec: ModelSpec, batches: Batches, settings: CallSettings) -> None:
        self._batches = batches
        self._learning = Learning(spec, batches.ledger, settings.tell)
        self._at_first = self._learning.takes
        self._sent: dict[int, Takes] = {}
        self._by: set[int] = set()
        self.lately = False
        """Whether a refusal has taught something since this was set to False."""

    def laid_over(self, spec: ModelSpec) -> ModelSpec:
        """Return `spec` with questions put as is known now, whatever of it is proven."""
        fields = frozenset(field.name for field in dataclasses.fields(Takes))
        return dataclasses.replace(spec, takes=self._learning.takes, own=fields)

    def leaves(self, batch: Batch) -> None:
        """Note that a batch is sent, with its questions put as is known now."""
        self._sent.setdefault(batch.number, self._learning.takes)

    def judged(self, batch: Batch, result: Result) -> Result:
        """Return a result, as one to be asked again where its refusal says what to change."""
        status, body = result.status, result.body
        if status in {None, 200} or result.failure is None or result.failure.kind == TAUGHT or len(self._by) > MOST:
            return result
        put = self._put(batch, result)
        if put is None or not self._learning.refused(status or 0, body, put):
            return result
        self._by.add(batch.number)
        self.lately = True
        return dataclasses.replace(result, failure=dataclasses.replace(result.failure, family="article", kind=TAUGHT))

    def answered(self, batch: Batch, result: Result) -> None:
        """Take in an answer that is kept."""
        thinks = result.tokens.thought and not self._learning.takes.reasons
        if (self._learning.doubtful or thinks) and (put := self._put(batch, result)):
            self._learning.answered_in_batch(put, thought=result.tokens.thought)

    def _put(self, batch: Batch, result: Result) -> Put | None:
        """Return the question of a result as it was put; None where it is not ours."""
        asked = self._batches.question(result.key)
        sent = self._sent.get(batch.number, self._at_first)
        return self._learning.put(Asked.read(asked), sent) if asked else None
