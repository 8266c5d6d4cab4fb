"""How the field's own data sets write what an event has: countries, numbers, sectors, places, and who is named.

Sources stand at the head of `data/country_forms.csv` and `data/sectors.csv`. Knows no table.
"""

from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from memcon._data import rows
from memcon.outputs.tables.column import Plain
from memcon.resolve.countries import cities
from memcon.resolve.people.titles import is_rank, offices

GOVERNMENT: Final = ("GOV", "Government")


class Sector(NamedTuple):
    """A sector of society, in the words of both."""

    plover: str
    icews: str


class Where(NamedTuple):
    """The city of an event, by GeoNames; empty where it is not known."""

    city: str | None = None
    province: str | None = None


def plover_country(code: str) -> str:
    """Return the code that PLOVER has for a country: KOS, and the state that controls a dependency."""
    return _forms().get(code, ("", ""))[0] or code


def icews_country(code: str | None) -> str | None:
    """Return the name that ICEWS has for a country; None where it has none, as for an organisation."""
    return _forms().get(code or "", ("", ""))[1] or None


def sector(person: Plain) -> Sector | None:
    """Return the sector of a participant: by office or rank, else the government of the state; None of no state."""
    if person.get("actor_type") != "state":
        return None
    title = person["title"] or ""
    told = sorted(offices(title)) or (["rank"] if is_rank(title) else [])
    return next((_sectors()[office] for office in told if office in _sectors()), Sector(*GOVERNMENT))


def where(event: Plain) -> Where:
    """Return city and province of an event whose place has a number of GeoNames."""
    place = event["place"]
    found = cities.city(place["geonames"]) if place and place.get("geonames") else None
    return Where(found.name, cities.division_name(found.country, found.division)) if found else Where()


def of_country(event: Plain, countries: Iterable[str]) -> list[Plain]:
    """Return the participants who stand for one of these countries, in the order of the event."""
    wanted = {*countries}
    return [person for person in event["participants"] if person["country"] in wanted]


def with_role(event: Plain, role: str) -> tuple[str, ...]:
    """Return the countries of an event whose participants have a role, sorted."""
    return tuple(sorted({one["country"] for one in event["participants"] if one["role"] == role and one["country"]}))


@cache
def _forms() -> dict[str, tuple[str, str]]:
    return {code: (plover, icews) for code, plover, icews in rows("data/country_forms.csv")}


@cache
def _sectors() -> dict[str, Sector]:
    return {office: Sector(plover, icews) for office, plover, icews in rows("data/sectors.csv")}
