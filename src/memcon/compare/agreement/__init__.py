"""How far coders agree who reviewed one run: `memcon agreement`.

Where events are told, a sentence at a time; whether an event is one, and what its fields are, an event at a time. Only
what two looked at counts. Everything here is pure but `source`, which reads a run.
"""

from memcon.compare.agreement.agree import Agreement, Measured, Paired, agree
from memcon.compare.agreement.values import Coding, Item, ReadArticle

__all__ = ["Agreement", "Coding", "Item", "Measured", "Paired", "ReadArticle", "agree"]
