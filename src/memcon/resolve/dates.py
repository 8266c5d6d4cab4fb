"""Resolve the words of a date over the day of publication. Knows nothing of events, files or models."""

import datetime as dt
import re
from typing import Final

from memcon.resolve.date_values import ResolvedDate, date_of, day

__all__ = ["ResolvedDate", "find_dates", "resolve_date"]

ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")


def resolve_date(
    words: str, published: dt.date | None = None, language: str | None = "id", *, planned: bool = False
) -> ResolvedDate | None:
    """Return the days that `words` speak of, or None when they name none."""
    del published, language, planned
    found = ISO.search(words)
    return day(date_of(*map(int, found.groups())), "as written") if found else None


def find_dates(text: str, published: dt.date | None = None, language: str | None = "id") -> tuple[tuple[int, int], ...]:
    """Return the spans of the date expressions of `text`."""
    del published, language
    return tuple(found.span() for found in ISO.finditer(text))
