"""What a run's progress comes to: speeds over the last minute, time left; as text or JSON. Prints nothing."""

import dataclasses
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

from memcon.extraction.progress import Progress

INDENT: Final = 10
"""Columns of the names at the left of a live view."""
WINDOW: Final = 60.0
"""Seconds over which speeds are taken."""


@dataclasses.dataclass(frozen=True, slots=True)
class RunFigures:
    """One state of a run, with what follows from those before it."""

    progress: Progress
    total: int | None
    """Articles of the input, where they have been counted."""
    requests_a_minute: float
    tokens_a_minute: float
    seconds_left: float | None
    last: str | None
    """The article that ended last."""

    @property
    def waiting(self) -> str:
        """Return why the next call waits, and for how long; empty when it only waits for its turn."""
        state = self.progress.traffic
        if state.why in {"", "in flight", "first call"}:
            return ""
        return f"{state.why}, {state.wait:.0f} s" if state.wait >= 1 else state.why

    def lines(self, columns: int = 80) -> list[str]:
        """Return what a terminal shows, in lines of at most so many columns."""
        now, usage, state = self.progress, self.progress.usage, self.progress.traffic
        tokens = usage.prompt_tokens + usage.completion_tokens
        articles = [
            f"{now.finished:,}" + (f" of {self.total:,}" if self.total is not None else ""),
            f"{now.failed:,} failed" if now.failed else "",
            f"{now.mentions:,} mentions",
            f"{_duration(self.seconds_left)} left" if self.seconds_left is not None else "",
            f"last: {_cut(self.last, 30)}" if self.last else "",
        ]
        calls = [
            f"{usage.calls:,} ({self.requests_a_minute:,.0f}/min)",
            f"{state.in_flight} in flight of {state.limit}",
            f"{usage.replayed:,} from the ledger" if usage.replayed else "",
            f"{tokens:,} tokens ({self.tokens_a_minute:,.0f}/min)",
            f"${usage.cost:,.2f}" if usage.cost else "",
        ]
        waits = [state.why, f"{state.wait:.0f} s more" if state.wait >= 1 else ""] if self.waiting else []
        return [
            *_packed("articles", articles, columns),
            *_packed("calls", calls, columns),
            *_packed("waiting", waits, columns),
            *_packed("time", [_duration(now.seconds)], columns),
        ]

    def line(self) -> str:
        """Return one line for a log."""
        now, usage = self.progress, self.progress.usage
        of = f" of {self.total}" if self.total is not None else ""
        left = f", {_duration(self.seconds_left)} left" if self.seconds_left is not None else ""
        cost = f", ${usage.cost:.2f}" if usage.cost else ""
        waiting = f"; waiting: {self.waiting}" if self.waiting else ""
        return (
            f"{now.finished}{of} articles, {now.mentions} mentions, {now.failed} failed, {usage.calls} calls"
            f" ({self.requests_a_minute:.0f}/min), {usage.replayed} from the ledger, {now.traffic.in_flight} in flight,"
            f" {usage.prompt_tokens + usage.completion_tokens} tokens{cost}, {now.seconds:.0f} s{left}{waiting}"
        )

    def json(self) -> dict[str, Any]:
        """Return the state for a program that watches."""
        now = self.progress
        return {
            "articles": now.finished, "total": self.total, "failed": now.failed, "mentions": now.mentions,
            "article": now.article, "seconds": round(now.seconds, 1), "seconds_left": _rounded(self.seconds_left),
            "in_flight": now.traffic.in_flight, "limit": now.traffic.limit, "waiting": self.waiting or None,
            "requests_a_minute": round(self.requests_a_minute, 1), "tokens_a_minute": round(self.tokens_a_minute),
            **dataclasses.asdict(now.usage),
        }  # fmt: skip


class Meter:
    """Turns one state of progress after the other into figures."""

    def __init__(self) -> None:
        self.total: int | None = None
        """Articles of the input, once they have been counted."""
        self._window: deque[Progress] = deque()
        self._last: str | None = None

    def read(self, progress: Progress) -> RunFigures:
        """Return the figures of `progress`, which must not be older than those read before."""
        window = self._window
        if not window or progress.seconds - window[-1].seconds >= 0.5:
            window.append(progress)
        while len(window) > 1 and progress.seconds - window[0].seconds > WINDOW:
            window.popleft()
        first = window[0]
        minutes = (progress.seconds - first.seconds) / 60
        calls = progress.usage.calls - first.usage.calls
        tokens = _tokens(progress) - _tokens(first)
        done = progress.finished - first.finished
        left = None
        if self.total is not None and done > 0 and minutes > 0:
            left = max(0, self.total - progress.finished) * minutes * 60 / done
        speeds = (calls / minutes, tokens / minutes) if minutes > 0 else (0.0, 0.0)
        self._last = progress.article or self._last
        return RunFigures(progress, self.total, *speeds, left, self._last)


def _packed(name: str, fields: Sequence[str], columns: int) -> list[str]:
    """Return the fields that are not empty in as few lines as they need, the first one named."""
    room = max(10, columns - INDENT)
    lines: list[str] = []
    for field in (_cut(field, room) for field in fields if field):
        if lines and len(lines[-1]) + len(" · ") + len(field) <= room:
            lines[-1] += f" · {field}"
        else:
            lines.append(field)
    return [f"{name if not number else '':{INDENT}}{line}" for number, line in enumerate(lines)]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _tokens(progress: Progress) -> int:
    return progress.usage.prompt_tokens + progress.usage.completion_tokens


def _rounded(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)


def _duration(seconds: float) -> str:
    minutes, whole = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole} s" if minutes else f"{whole} s"
