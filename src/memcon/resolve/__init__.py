"""What words mean in the world: dates, countries, people. Pure functions over the words of an article."""

from memcon.resolve.dates import ResolvedDate, find_dates, resolve_date

__all__ = ["ResolvedDate", "find_dates", "resolve_date"]
