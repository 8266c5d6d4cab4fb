"""What a run tells of itself at its end: the values of its `RunReport`. Knows no files."""

import dataclasses
import datetime as dt
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final

from memcon.errors import MemconError, ProviderStopped
from memcon.events.amend import Reviewed
from memcon.extraction.progress import Tally
from memcon.extraction.reviewed import applied_review
from memcon.models.client import OpenAIModel
from memcon.outputs.run_report import Answers, RunReport

LIBRARIES: Final = ("instructor", "openai", "httpx2", "pydantic", "rapidfuzz", "dateparser", "babel", "pycountry")


def manifest(  # noqa: PLR0913  what stands in the file
    model: OpenAIModel,
    *,
    strategy: str,
    prompts: Sequence[str],
    settings: Mapping[str, Any],
    tally: Tally,
    events: Mapping[str, int],
    started: dt.datetime,
    seconds: float,
    stopped: MemconError | None,
    unread: bool,
    exit_code: int,
    review: Reviewed | None = None,
) -> RunReport:
    """Return how a run went. `settings` is what the caller was told: inputs, limits, ledger, prices.

    `events` are counted by kind.
    """
    spec, usage = model.spec, model.usage
    return RunReport(
        memcon=version("memcon"),
        python=platform.python_version(),
        platform=platform.platform(terse=True),
        libraries={name: version(name) for name in LIBRARIES},
        model=spec.model,
        endpoint=spec.label,
        base_url=spec.base_url,
        profile=dataclasses.asdict(spec.profile),
        takes=model.takes.told(),
        served_models=tuple(model.served_models),
        strategy=strategy,
        prompts=tuple(sorted(prompts)),
        settings={name: written(value) for name, value in settings.items() if value or name != "passed"},
        articles=dict(sorted(tally.states.items())),
        unread=unread,
        failures=dict(sorted(tally.failures.items())),
        copies=tally.copies,
        mentions=tally.mentions,
        rejected=tally.rejected,
        events=dict(sorted(events.items())),
        review=applied_review(review),
        usage=usage if usage.cost is None else dataclasses.replace(usage, cost=round(usage.cost, 6)),
        answers=_answers(model, tally, sum(events.values())),
        repairs=dict(sorted(model.repairs.items())),
        missing=model.missing,
        concurrency=tuple(model.traffic.history),
        started=started.isoformat(timespec="seconds"),
        seconds=round(seconds, 1),
        exit_code=exit_code,
        stopped=written(str(stopped)) if stopped else None,
        stop_reason=reason_of(stopped),
    )


def written(value: Any) -> Any:  # noqa: ANN401  JSON's own types, as the caller gives them
    r"""Return a setting as UTF-8 takes it: bytes of a path that are no Unicode are written as `\xff`."""
    if isinstance(value, str):
        return "".join(_escaped(char) if "\ud800" <= char <= "\udfff" else char for char in value)
    if isinstance(value, list | tuple):
        return [written(one) for one in value]
    return {name: written(one) for name, one in value.items()} if isinstance(value, Mapping) else value


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


def _answers(model: OpenAIModel, tally: Tally, events: int) -> Answers:
    """Return what the answers took, and how much of that an event."""
    prompt, completion, cached = tally.prompt_tokens, tally.completion_tokens, tally.cached_tokens
    cost = model.cost(prompt, completion, cached)
    answers = Answers(prompt_tokens=prompt, completion_tokens=completion, cached_tokens=cached, cost=cost)
    return answers.of_events(events)


def reason_of(stopped: MemconError | None) -> str | None:
    """Return a machine word for why a run ended early."""
    if stopped is None:
        return None
    return stopped.reason if isinstance(stopped, ProviderStopped) else type(stopped).__name__.lower()
