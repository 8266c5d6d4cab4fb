"""The two ways to read an article with a model: `whole` in one answer, `cascade` in small questions.

Both are functions from an article and its sentences to candidates, which the pure stages then ground and resolve.
"""

from typing import Final

from memcon.extraction.strategies import cascade, whole
from memcon.extraction.strategies.reading import Reading, Strategy

STRATEGIES: Final[dict[str, Strategy]] = {"whole": whole.read_article, "cascade": cascade.read_article}
"""By the name that a profile and `--strategy` use."""

__all__ = ["STRATEGIES", "Reading", "Strategy"]
