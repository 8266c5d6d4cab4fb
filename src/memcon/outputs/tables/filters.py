"""Which events are wanted: by confidence, status, kind, review, day and country. What is left out has a reason."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from memcon.outputs.tables.column import Plain

Reason = str


@dataclass(frozen=True, slots=True)
class Filters:
    """What an event must be to be exported; empty ones let all pass."""

    min_confidence: float | None = None
    """At least so probable; an event without a probability is left out."""
    status: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    reviewed: bool = False
    """Reviewers decided something of it."""
    since: dt.date | None = None
    """It may have been, or be to come, on that day or later."""
    until: dt.date | None = None
    """It may have been on that day or before."""
    country: frozenset[str] = frozenset()
    """One of its sides is one of these."""

    def why_not(self) -> Callable[[Plain], Reason | None]:
        """Return what says of an event why it is not wanted, None where it is."""
        tests = [(reason, test) for reason, wanted, test in self._tests() if wanted]

        def why(event: Plain) -> Reason | None:
            for reason, test in tests:
                if not test(event):
                    return reason
            return None

        return why

    def _tests(self) -> list[tuple[Reason, bool, Callable[[Plain], bool]]]:
        least = self.min_confidence or 0.0
        since = self.since.isoformat() if self.since else _FIRST
        until = self.until.isoformat() if self.until else _LAST
        confident = self.min_confidence is not None
        return [
            ("kind", bool(self.kind), lambda event: event["kind"] in self.kind),
            ("status", bool(self.status), lambda event: event["status"] in self.status),
            ("reviewed", self.reviewed, lambda event: bool(event["review"])),
            ("no confidence told", confident, lambda event: event["confidence"] is not None),
            ("confidence", confident, lambda event: event["confidence"] >= least),
            ("country", bool(self.country), lambda event: not self.country.isdisjoint(event["countries"])),
            # an undated event lies between its bounds, and what has none may lie anywhere
            ("since", bool(self.since), lambda event: (bounds(event)[1] or _LAST) >= since),
            ("until", bool(self.until), lambda event: (bounds(event)[0] or _FIRST) <= until),
        ]

    def told(self) -> dict[str, str]:
        """Return what is asked for, as the options of the command have it: for the file that is made."""
        given = {
            "min-confidence": "" if self.min_confidence is None else repr(self.min_confidence),
            "status": ",".join(sorted(self.status)),
            "kind": ",".join(sorted(self.kind)),
            "reviewed": "yes" if self.reviewed else "",
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "country": ",".join(sorted(self.country)),
        }
        return {name: value for name, value in given.items() if value}


def filters_of(told: Mapping[str, str]) -> Filters:
    """Return the filters that `Filters.told` tells of; ValueError for what it does not write."""

    def words(name: str) -> frozenset[str]:
        return frozenset(told[name].split(",")) if name in told else frozenset()

    return Filters(
        min_confidence=float(told["min-confidence"]) if "min-confidence" in told else None,
        status=words("status"),
        kind=words("kind"),
        reviewed="reviewed" in told,
        since=dt.date.fromisoformat(told["since"]) if "since" in told else None,
        until=dt.date.fromisoformat(told["until"]) if "until" in told else None,
        country=words("country"),
    )


def bounds(event: Plain) -> tuple[str | None, str | None]:
    """Return the days between which an event lies: its date, or else what bounds it; None where nothing does."""
    if date := event["date"]:
        return date["start"], date["end"]
    return event["earliest"], event["latest"]


_FIRST: Final = "0000"
_LAST: Final = "9999-99"
