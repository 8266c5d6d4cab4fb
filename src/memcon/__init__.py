"""memcon: reads news and writes the record of contact and conflict between states, every fact tied to its words.

>>> import memcon
>>> run = memcon.extract("seeds")
>>> for event in run.events:
...     print(event.id, event.mentions[0].quotes[0].text)
>>> run.write("out")
"""

TYPE_CHECKING = False  # that of `typing` takes longer to load than Ctrl-C may be without an answer
if TYPE_CHECKING:
    from typing import Any

    from memcon.api import extract, forecast, load, read_articles
    from memcon.errors import MemconError
    from memcon.extraction.forecast import Forecast
    from memcon.extraction.join import join
    from memcon.extraction.ray import RayEngine
    from memcon.extraction.run import Progress, Run
    from memcon.models.limits import Limits
    from memcon.models.usage import TrafficState, Usage
    from memcon.outputs.run_report import RunReport
    from memcon.records import Article, ArticleState, Call, Dispute, Event, Meeting, Mention, Rejected

__all__ = [
    "Article", "ArticleState", "Call", "Dispute", "Event", "Forecast", "Limits", "Meeting", "MemconError", "Mention",
    "Progress", "RayEngine", "Rejected", "Run", "RunReport", "TrafficState", "Usage", "extract", "forecast", "join",
    "load", "read_articles",
]  # fmt: skip

_HOMES = {
    "extract": "api", "forecast": "api", "load": "api", "read_articles": "api",
    "join": "extraction.join", "Forecast": "extraction.forecast",
    "Limits": "models.limits", "MemconError": "errors", "Progress": "extraction.progress", "Run": "extraction.run",
    "RayEngine": "extraction.ray",
    "RunReport": "outputs.run_report", "TrafficState": "models.usage", "Usage": "models.usage",
}  # fmt: skip


def __getattr__(name: str) -> "Any":  # noqa: ANN401  whatever stands there
    """Import a public name when it is first used, so that `import memcon` and `memcon --help` stay quick."""
    if name not in __all__:
        raise AttributeError(f"module 'memcon' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  likewise

    return getattr(import_module(f"memcon.{_HOMES.get(name, 'records')}"), name)


def __dir__() -> list[str]:
    """Name what is public beside what every module has."""
    return sorted({*globals(), *__all__})
