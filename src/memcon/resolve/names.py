"""Whether two names in the news are one person's.

Same country, compatible family name, compatible given names, no contradictory office. The tables of spellings, short
forms, surnames and titles are files of `data/`. It does not know who held which office when, nor that an office without
a name is the person who holds it.
"""

from dataclasses import dataclass
from functools import lru_cache

from memcon.resolve.countries import ORGANISATIONS, find_countries, resolve_country
from memcon.resolve.people import Name, match, misspelt, read
from memcon.resolve.spelling import bones, sound
from memcon.resolve.tables import rows
from memcon.resolve.titles import offices


@dataclass(frozen=True, slots=True)
class Person:
    """A person as an article names them."""

    name: str
    title: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-3, or UNO, EUU, NATO, ASEAN, XKX; None when unknown."""


@dataclass(frozen=True, slots=True)
class _Profile:
    """What a person's words say."""

    name: Name
    offices: frozenset[str]
    country: str | None


def same_person(left: Person, right: Person) -> bool:
    """Tell whether two persons of the news may be taken for one. Symmetric; true of a person and itself.

    An office without a name is the same as an office without a name only when office and country are the same.
    """
    if left == right:
        return True
    a, b = _profile(left), _profile(right)
    if a.country and b.country and a.country != b.country and not {a.country, b.country} & ORGANISATIONS:
        return False
    if not a.name.words or not b.name.words:
        same_words = a.name.words == b.name.words and a.offices == b.offices
        return same_words and bool(a.offices) and a.country == b.country and a.country is not None
    if frozenset({a.name.key, b.name.key}) in _distinct():
        return False
    agreeing = not a.offices or not b.offices or bool(a.offices & b.offices)
    how = match(a.name, b.name)
    if how == "full":
        return True
    if how == "part":
        return agreeing or not (a.name.shared or b.name.shared)
    same_office = bool(a.offices & b.offices) or bool(left.title and left.title == right.title)
    return a.country == b.country and a.country is not None and same_office and misspelt(a.name, b.name)


def same_party(left: Person, right: Person) -> bool:
    """Tell whether two participants are one: the same person, or a state's bare words on both sides ("China", "Tiongkok")."""
    if same_person(left, right):
        return True
    a, b = _state(left), _state(right)
    return a is not None and a == b


def family_name(person: Person) -> str:
    """Return the family name as it sounds, the same for its spellings; of a name without one, the name itself."""
    return sound(_profile(person).name.family)


def name_keys(person: Person) -> frozenset[str]:
    """Return keys to look persons up by: two persons for whom `same_person` holds usually share one."""
    profile = _profile(person)
    if not profile.name.words:
        return frozenset(f"office {office}" for office in profile.offices)
    return frozenset(bones(sound(word)) if len(word) > 4 else sound(word) for word in profile.name.keys)


@lru_cache(maxsize=65536)
def _profile(person: Person) -> _Profile:
    name = read(person.name, person.country)
    told = f"{person.title or ''} ; {name.titles}"
    country = person.country
    if country is None:
        codes = {span.code for span in find_countries(told)}
        country = codes.pop() if len(codes) == 1 else None
        name = read(person.name, country)
    return _Profile(name, offices(told), country)


@lru_cache(maxsize=65536)
def _state(person: Person) -> str | None:
    """Return the state that a participant without a person's name or office is."""
    if person.title and offices(person.title):
        return None
    code = resolve_country(person.name)
    if code is None or offices(person.name) or (person.country or code) != code:
        return None
    return code


@lru_cache(maxsize=1)
def _distinct() -> frozenset[frozenset[str]]:
    return frozenset(frozenset({read(a, None).key, read(b, None).key}) for a, b in rows("distinct_people"))
