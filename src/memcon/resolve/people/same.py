"""Whether two names in the news are one person's.

Same country, compatible family name, compatible given names, no contradictory office. The tables of spellings, short
forms, surnames and titles are files of `data/`. It does not know who held which office when, nor that an office without
a name is the person who holds it; and it compares names of one script, Cyrillic counting as Latin, but for the most
named people, whose names in Han, Hangul and Arabic letters are short forms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from memcon.resolve.countries import ORGANISATIONS, find_countries, resolve_body
from memcon.resolve.people import Name, read, read_as_written
from memcon.resolve.people.cases import aligned, forms
from memcon.resolve.people.east import How
from memcon.resolve.people.keys import keys_of
from memcon.resolve.people.likeness import match
from memcon.resolve.people.said import said
from memcon.resolve.people.slips import misspelt, slipped
from memcon.resolve.people.spelling import latin, sound
from memcon.resolve.people.tables import distinct_people
from memcon.resolve.people.titles import offices, strip

_AS_WRITTEN: Final = frozenset({"Hani", "Arab"})
"""Scripts in which a short form and another name are only compared as written: what sounds like it is another."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as an article names them."""

    name: str
    title: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-3, or UNO, EUU, NATO, ASEAN, XKX; None when unknown."""
    language: str | None = None
    """ISO 639-1 code of the text, by which the name may be inflected or be a state's; None when unknown."""


@dataclass(frozen=True, slots=True)
class _Profile:
    """What a person's words say."""

    name: Name
    offices: frozenset[str]
    country: str | None
    state: str | None
    """The state or organisation whose bare words the name is."""


def same_person(left: Person, right: Person) -> bool:
    """Tell whether two persons of the news may be taken for one. Symmetric; true of a person and itself.

    An office without a name is the same as an office without a name when office and country are the same; states and
    their organs are no persons (`same_party` compares them).
    """
    if left == right:
        return True
    a, b = _profile(left), _profile(right)
    if a.country and b.country and a.country != b.country and not {a.country, b.country} & ORGANISATIONS:
        return False
    if not a.name.words or not b.name.words:
        same_office = bool(a.offices) and a.offices == b.offices and a.country == b.country is not None
        return same_office and not a.name.words and not b.name.words
    return _same_name(left, right, a, b)


def _same_name(left: Person, right: Person, a: _Profile, b: _Profile) -> bool:
    """Compare two persons who have names, both read as names of the country that is known."""
    country = next((c for c in (a.country, b.country) if c and c not in ORGANISATIONS), a.country or b.country)
    name, other, how = _comparable(left.name, left.language, right.name, right.language, country)
    agreeing = not a.offices or not b.offices or not a.offices.isdisjoint(b.offices)
    if how is not None:
        found = how == "full" or agreeing or not (name.shared or other.shared)
    elif a.country is None or a.country != b.country:
        found = False
    else:
        one_office = not a.offices.isdisjoint(b.offices) or (left.title is not None and left.title == right.title)
        found = (one_office and misspelt(name, other)) or (agreeing and slipped(name, other))
    return found and frozenset({name.short, other.short}) not in distinct_people()


@lru_cache(maxsize=16384)
def _comparable(
    left: str, left_language: str | None, right: str, right_language: str | None, country: str | None
) -> tuple[Name, Name, How | None]:
    """Return two names as they may be compared, and how they match: in the first way in which they do, else as read.

    Each is given as written, with the language of its text; one name has many titles, and is compared once.
    """
    first = None
    known = read(left, country, left_language), read(right, country, right_language)
    written = read_as_written(left, country, left_language), read_as_written(right, country, right_language)
    for one, other in _ways(known, written):
        if how := match(one, other):
            return one, other, how
        nominatives = aligned(one, other)
        if nominatives and (how := match(*nominatives)):
            return *nominatives, how
        first = first or nominatives or (one, other)
    name, second = first or (read(left, country), read(right, country))
    return name, second, None


def _ways(known: tuple[Name, Name], written: tuple[Name, Name]) -> Iterator[tuple[Name, Name]]:
    """Yield two names as what short forms stand for, then as they are written, then as they are said.

    In Chinese characters they are only compared as written where one is a short form: what sounds like it is another.
    """
    one, other = written
    as_written = known[0] is one, known[1] is other
    if any(
        not mine and len(short.words) == 1 < len(full.words) and short.script == theirs.script and len(theirs.words) > 1
        for mine, short, full, theirs in zip(as_written, (one, other), known, (other, one), strict=True)
    ):
        yield known  # トランプ is Donald Trump, so that イバンカ・トランプ is another
        return
    if as_written[0] == as_written[1] or one.script != other.script or one.script not in _AS_WRITTEN:
        yield known
    if not all(as_written) and any(as_written):
        yield one, other
    if {one.script, other.script} == {"Latn", "Cyrl"}:
        yield said(one), said(other)


def same_party(left: Person, right: Person) -> bool:
    """Tell whether two participants are one: the same person, or bare words for one state ("China", "Tiongkok").

    The organs of a state that are no office of one person count as the state: its government, army, ministry.
    """
    return same_person(left, right) or (
        _profile(left).state is not None and _profile(left).state == _profile(right).state
    )


def family_name(person: Person) -> str:
    """Return the family name as it sounds, the same for its spellings; empty where there is no person's name."""
    return sound(_profile(person).name.family)


def name_keys(person: Person) -> frozenset[str]:
    """Return keys to look persons up by: two persons for whom `same_person` holds usually share one.

    An office without a name has the key `office …`; the bare words of a state have none.
    """
    profile = _profile(person)
    if profile.state:
        return frozenset()
    if not profile.name.words:
        return frozenset(f"office {office}" for office in profile.offices)
    keys = keys_of(profile.name)
    if person.name.isascii():
        return keys
    written = read_as_written(person.name, profile.country, person.language)
    return keys | keys_of(written) if written.script != profile.name.script and written.words else keys


def inflected(people: Sequence[Person]) -> frozenset[int]:
    """Return the places of those whose name has a word in a case that another has in the nominative: Путиным, Путин."""
    cases = [_cases(person.name, person.language) for person in people]
    if not any(made for words in cases for made in words.values()):
        return frozenset()
    having: dict[str, set[int]] = {}
    for at, words in enumerate(cases):
        for word in words:
            having.setdefault(word, set()).add(at)
    met = {(word, form) for words in cases for word, made in words.items() for form in made if form in having}
    told = {(word, form) for word, form in met if having[form] - having[word]}
    return frozenset(
        at for at, words in enumerate(cases) if any((word, form) in told for word in words for form in words[word])
    )


@lru_cache(maxsize=16384)
def _cases(name: str, language: str | None) -> dict[str, frozenset[str]]:
    """Return the words of a name, and what each may be in the nominative."""
    found: dict[str, frozenset[str]] = {}
    for at, word in enumerate(strip(name).words):
        made = frozenset(form.letters for form in forms(word, language, first=not at))
        found[latin(word)] = found.get(latin(word), frozenset()) | made
    return found


@lru_cache(maxsize=16384)
def _profile(person: Person) -> _Profile:
    name = read(person.name, person.country, person.language)
    told = f"{person.title or ''} ; {name.titles}"
    found = offices(told)
    country = person.country
    if country is None:
        codes = {span.code for span in find_countries(told, person.language)}
        country = codes.pop() if len(codes) == 1 else None
        name = read(person.name, country, person.language)
    state = resolve_body(person.name, person.language) if not found else None
    if state and country in {None, state}:
        return _Profile(Name((), state, east=False, titles=person.name, suffixes=frozenset()), found, state, state)
    return _Profile(name, found, country, None)
