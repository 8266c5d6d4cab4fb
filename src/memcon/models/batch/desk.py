"""Where questions without an answer are taken in: into batches within the provider's limits and the user's budget."""

from typing import Final

from memcon.errors import ProviderStopped
from memcon.models.batch.sender import size_of
from memcon.models.failure import Failure
from memcon.models.ledger.batches import Asked, Batches
from memcon.models.settings import CallSettings
from memcon.models.spec import ModelSpec
from memcon.models.traffic.budget import Budget, Need, spent

REQUESTS: Final = 50_000
BYTES: Final = 200_000_000
"""Most that one file may hold, as OpenAI's guide to batches has it ("Rate limits"): 50,000 requests, 200 MB."""
CHUNK: Final = 200
"""Questions that are written down at once."""


class Desk:
    """Takes questions in while `taking`; tells of each, at any time, why it has no answer, where that is settled."""

    def __init__(self, spec: ModelSpec, batches: Batches, settings: CallSettings) -> None:
        """Open an empty desk.

        Raises:
            UsageError: a budget in dollars for a model without a price.
        """
        self._spec, self._batches = spec, batches
        self._budget = Budget(settings.limits, settings.price, repr(spec.model))
        self._needs: dict[str, Need] = {}
        self._limited = settings.limits.has_budget
        self._waiting: dict[str, Asked] = {}
        self._number: int | None = None
        self._requests = self._bytes = 0
        self.most = REQUESTS
        """Requests of one file: less, where the provider does not take as many."""
        self.taking = False
        self.taken = 0
        self.lack: ProviderStopped | None = None
        """Why a question was not taken in."""

    def unanswered(self, key: str, body: bytes, sent: bytes, prompt: int, completion: int) -> Failure | None:
        """Take in a question, once; see `settings.Unanswered`."""
        if key in self._waiting:
            return None
        standing = self._batches.standing(key)
        if standing.under_way:
            return None
        refused = standing.last is not None and standing.last.family == "article"
        if refused or standing.failures >= self._spec.profile.attempts:
            return standing.last
        if self.taking and not self.lack:
            self._take(Asked(key, body, sent), Need(prompt, completion))
        return None

    def _take(self, asked: Asked, need: Need) -> None:
        if lack := self._budget.lacks(need):
            self.lack = spent(lack)
            return
        self._budget.reserve(need)
        if self._limited:
            self._needs[asked.key] = need
        size = size_of(asked)
        if self._requests + 1 > self.most or self._bytes + size > BYTES:
            self.close()
        self._waiting[asked.key] = asked
        self._requests += 1
        self._bytes += size
        self.taken += 1
        if len(self._waiting) >= CHUNK:
            self._write()

    def settle(self, key: str, prompt: int, completion: int, cached: int) -> None:
        """Put what a question took in place of what was reserved for it."""
        if need := self._needs.get(key):
            self._budget.settle(need, prompt, completion, cached)
            self._needs[key] = Need(0, 0)  # an answer may come after a failure

    def close(self) -> None:
        """Have what was taken in be sent: no further question goes into this batch."""
        self._write()
        if self._number is not None:
            self._batches.move(self._number, "ready", requests=self._requests)
        self._number, self._requests, self._bytes = None, 0, 0

    def _write(self) -> None:
        if not self._waiting:
            return
        spec = self._spec
        if self._number is None:
            self._number = self._batches.begin(spec.label, spec.model, spec.base_url or "")
        self._batches.add(self._number, spec.label, spec.model, list(self._waiting.values()))
        self._waiting.clear()
