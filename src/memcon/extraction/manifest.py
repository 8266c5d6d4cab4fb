"""What `run.json` holds: all that is needed to repeat a run, to know what it cost, and to tell why it ended.

Knows no key: a model's spec has none. Times and figures of traffic are of this run; everything else would be the same.
"""

import dataclasses
import datetime as dt
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final

from memcon.errors import MemconError, ProviderStopped
from memcon.events.amend import Reviewed
from memcon.extraction.progress import Tally
from memcon.models.client import OpenAIModel
from memcon.records import Event

LIBRARIES: Final = ("instructor", "openai", "httpx2", "pydantic", "rapidfuzz", "dateparser", "babel", "pycountry")


def manifest(  # noqa: PLR0913  what stands in the file
    model: OpenAIModel,
    *,
    strategy: str,
    prompts: Sequence[str],
    settings: Mapping[str, Any],
    tally: Tally,
    events: Sequence[Event],
    started: dt.datetime,
    seconds: float,
    stopped: MemconError | None,
    unread: bool,
    exit_code: int,
    review: Reviewed | None = None,
) -> dict[str, Any]:
    """Return the content of `run.json`. `settings` is what the caller was told: inputs, limits, ledger, prices."""
    spec, usage = model.spec, dataclasses.asdict(model.usage)
    if usage["cost"] is not None:
        usage["cost"] = round(usage["cost"], 6)
    return {
        "schema_version": 1,
        "memcon": version("memcon"),
        "python": platform.python_version(),
        "platform": platform.platform(terse=True),
        "libraries": {name: version(name) for name in LIBRARIES},
        "model": spec.model,
        "endpoint": spec.label,
        "base_url": spec.base_url,
        "profile": dataclasses.asdict(spec.profile),
        "served_models": list(model.served),
        "strategy": strategy,
        "prompts": sorted(prompts),
        "settings": dict(settings),
        "articles": dict(sorted(tally.states.items())),
        "unread": unread,
        "failures": dict(sorted(tally.failures.items())),
        "mentions": tally.mentions,
        "rejected": tally.rejected,
        "events": dict(sorted(Counter(event.kind for event in events).items())),
        "review": _review(review),
        "usage": usage,
        "missing": dataclasses.asdict(model.missing),
        "concurrency": [dataclasses.asdict(change) for change in model.traffic.history],
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "exit_code": exit_code,
        "stopped": str(stopped) if stopped else None,
        "stop_reason": _reason(stopped),
    }


def _review(review: Reviewed | None) -> dict[str, Any] | None:
    """Return how many decisions were applied, the last of them, and what became of them."""
    if review is None:
        return None
    told = Counter(outcome.state for outcome in review.outcomes)
    last = review.outcomes[-1].decision.id if review.outcomes else None
    return {"decisions": len(review.outcomes), "last": last, **dict(sorted(told.items()))}


def _reason(stopped: MemconError | None) -> str | None:
    """Return a machine word for why a run ended early."""
    if stopped is None:
        return None
    return stopped.reason if isinstance(stopped, ProviderStopped) else type(stopped).__name__.lower()
