"""The ways to read an article with a model: `whole` in one answer, `cascade` and `words-first` in small questions.

Each leads from an article and its sentences to candidates, which the pure stages then ground and resolve. Another is a
module here with a `STRATEGY`, or an entry point of another package that names one, in the group `memcon.strategies`.
"""

from typing import Final

from memcon import _plugins
from memcon.extraction.strategies import cascade, whole
from memcon.extraction.strategies.base import ArticleReading, Strategy, Unanswered

STRATEGIES: Final = {"whole": whole.STRATEGY, "cascade": cascade.STRATEGY, "words-first": cascade.WORDS_FIRST}
"""Our own, by the name that a profile and `--strategy` use."""

__all__ = ["STRATEGIES", "ArticleReading", "Strategy", "Unanswered", "find_strategy"]


def find_strategy(name: str) -> Strategy:
    """Return the strategy called `name`, ours or another package's.

    Raises:
        UsageError: there is none; says which there are, or what is wrong with the package.
    """
    strategy: Strategy = _plugins.choose("memcon.strategies", name, STRATEGIES, needs=("read", "foresee"))
    return strategy
