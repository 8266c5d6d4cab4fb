"""Who reads the articles of a run: this process, or others that are not known here."""

from typing import Protocol

from memcon.extraction.article import Extraction, extract_in_time
from memcon.extraction.asking import Asking, Took
from memcon.extraction.stop import Stop
from memcon.extraction.strategies import Strategy
from memcon.models.client import ModelClient
from memcon.records import Article


class ArticleReader(Protocol):
    """Reads articles, several side by side."""

    @property
    def at_once(self) -> int:
        """How many articles to give it at once."""

    async def read(self, article: Article, took: Took, *, again: bool) -> Extraction:
        """Return what the article gave, and book in `took` what was asked for it.

        With `again`, a question whose answers in the ledger are of no use is asked anew. Raises as `extract_in_time`.
        """


class LocalReader:
    """Reads in this process."""

    def __init__(self, model: ModelClient, strategy: Strategy, stop: Stop) -> None:
        self._model, self._strategy, self._stop = model, strategy, stop

    @property
    def at_once(self) -> int:
        """As many as calls may be in flight."""
        return self._model.spec.calls

    async def read(self, article: Article, took: Took, *, again: bool) -> Extraction:
        """Read `article` within its budget; see `ArticleReader`."""
        asking, spec = Asking(self._model, self._stop, took, again=again), self._model.spec
        return await extract_in_time(article, asking, self._strategy, name=spec.model, trust=spec.profile.trust)
