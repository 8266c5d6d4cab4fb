"""Days that machines write in pages, and instants as days of the outlet. Pure."""

import datetime as dt
import email.utils
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

from memcon.languages import zone_offsets
from memcon.records.given import read_zone, zone_of
from memcon.resolve.dates.full import full_dates
from memcon.resolve.dates.url import FIRST_YEAR, LAST_YEAR

_ISO: Final = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
    r"(?:(?:T|\s+|,\s*)(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?\Z",
    re.IGNORECASE,
)
_COMPACT: Final = re.compile(r"\s*((?:19|20)\d{2})(\d{2})(\d{2})(?:T?\d{4}(?:\d{2})?(Z)?)?\s*\Z")
_EITHER: Final = re.compile(r"(?:0?[1-9]|1[0-2])/(?:0?[1-9]|1[0-2])/\d{4}\b")
"""Of which nobody knows which is the month: systems write it first whatever the language of the page."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of publication."""

    day: dt.date
    basis: str
    days: frozenset[dt.date] = frozenset()
    """Which days it can be besides, for an instant whose zone nobody tells."""


@dataclass(frozen=True)
class Outlet:
    """By what the zone of an outlet is told."""

    language: str | None
    timezone: str | None
    """As the user told it."""
    url: str | None
    head: str
    """The lines round the title, which may name a zone."""

    @cached_property
    def zone(self) -> tuple[dt.tzinfo, str]:
        """Return the zone, and how it is called; UTC where nothing tells it."""
        if self.timezone:
            return read_zone(self.timezone), self.timezone
        for name, offset in zone_offsets().items():
            if re.search(rf"\d[\s(]*{re.escape(name)}(?!\w)", self.head):
                return read_zone(offset), name
        own = zone_of(self.language)
        if own is not dt.UTC:
            return own, str(own)
        return _of_land(self.url) or (dt.UTC, "UTC")


def _of_land(url: str | None) -> tuple[dt.tzinfo, str] | None:
    """Return the zone of the land that an address names, where it has one alone (CLDR)."""
    from babel.core import get_global

    host = urlsplit(url).hostname if url else None
    land = (host or "").rpartition(".")[2].upper()
    zones = get_global("territory_zones").get("GB" if land == "UK" else land, ())
    return (read_zone(zones[0]), zones[0]) if len(zones) == 1 else None


def days_of(key: str, value: str, outlet: Outlet, *, local: bool = False) -> Iterator[Day]:
    """Yield the day that a value tells; with `local`, none of an instant that is no time of the outlet's own."""
    value = " ".join(value.split())[:100]
    basis = f'{key} "{value}"' if key != "time" else f'"{value}"'
    moment = _moment(value)
    if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return
    if isinstance(moment, dt.datetime) and moment.tzinfo and (not moment.utcoffset() or outlet.timezone):
        if local:
            return
        where, name = outlet.zone
        day, utc = moment.astimezone(where).date(), moment.astimezone(dt.UTC).date()
        days = frozenset(moment.astimezone(dt.timezone(dt.timedelta(hours=ahead))).date() for ahead in (-12, 0, 14))
        yield Day(day, f"{basis}, the day in {name}" if day != utc or name == "UTC" else basis, days)
    elif moment:
        yield Day(moment.date() if isinstance(moment, dt.datetime) else moment, basis)
    elif not _EITHER.match(value):
        found = {one.day for tag in (outlet.language, "en") for one in full_dates(value, tag)}
        if len(found) == 1:
            yield Day(found.pop(), basis)


def _moment(value: str) -> dt.date | None:
    """Return the day, or the time with its zone, that a value in a form of machines tells."""
    with suppress(ValueError, OverflowError, OSError):
        if found := _ISO.match(value.strip()):
            year, _, month, day, hour, minute, second, offset = found.groups()
            if not hour or not offset:
                return dt.date(int(year), int(month), int(day))
            zone = dt.UTC if offset.isalpha() else read_zone(f"{offset[:3]}:{offset[3:].strip(':') or '00'}")
            return dt.datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=zone)
        if found := _COMPACT.match(value):
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if value.isdecimal() and len(value) in {10, 13}:
            return dt.datetime.fromtimestamp(int(value) / (1000 if len(value) > 10 else 1), dt.UTC)
        if "," in value and value[-1:].isalnum():
            return email.utils.parsedate_to_datetime(value)
    return None


def calendar(year: str, month: str, day: str) -> Iterator[dt.date]:
    """Yield the day of these digits, where there is one."""
    with suppress(ValueError):
        yield dt.date(int(year), int(month), int(day))
