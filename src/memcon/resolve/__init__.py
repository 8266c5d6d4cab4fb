"""What words mean in the world: dates, countries, people. Pure functions over the words of an article."""

from memcon.resolve.countries import CountrySpan, find_countries, resolve_country, resolve_place
from memcon.resolve.dates import ResolvedDate, find_dates, resolve_date
from memcon.resolve.people.same import Person, family_name, name_keys, same_party, same_person

__all__ = [
    "CountrySpan",
    "Person",
    "ResolvedDate",
    "family_name",
    "find_countries",
    "find_dates",
    "name_keys",
    "resolve_country",
    "resolve_date",
    "resolve_place",
    "same_party",
    "same_person",
]
