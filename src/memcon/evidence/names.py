"""Names of people and lists of states that stand in a text: runs of capitalised words, and what is none of a name."""

from collections.abc import Sequence
from typing import Final

from memcon.evidence.affiliation import (
    country_around,
    country_by_table_of_leaders,
    country_by_words_beside,
    leader_named,
)
from memcon.evidence.passage import Passage, Text, kept
from memcon.languages import Language
from memcon.resolve.countries import office_word
from memcon.text.capitals import CAPITALISED, LOWER, UPPER
from memcon.text.ground import Span

RANK: Final = rf"(?:(?=[{UPPER}]){{words.names.abbreviations}}|[{UPPER}])\."
"""A rank or an initial, with its stop."""
SMALL: Final = rf"(?:{{words.names.joining}}|- [{LOWER}]+|[Aa]l -)\s"
RUN: Final = rf"\b(?:{RANK}|{CAPITALISED})(?:\s(?:{SMALL})?(?:{RANK}(?=\s[{UPPER}])|{CAPITALISED}))*"
"""Capitalised words side by side, with the small words of names."""
LEADING: Final = rf"[{UPPER}]{{3,6}}|{{words.names.leading}}"
"""Words before a name that are none of it: abbreviations of offices (initials are shorter), Russian titles."""
LISTED: Final = (
    r"(?:\s*[,،、，]|(?:\s*[,،，])?{_}{words.conjunctions.and}){_}"
    "(?:(?:{words.prepositions.of|words.prepositions.toward}){_})?"
)
"""Between two members of a list."""


@kept
def people_in(text: Text, span: Span) -> tuple[tuple[Span, bool], ...]:
    """Return the names of people within `span`, and whether a title or a country stands before each in the same run."""
    runs = (run.span() for run in text.pattern(RUN).finditer(text.text, *span))
    return tuple(person for run in runs if (person := _person_in(text, run)))


def _person_in(text: Text, run: Span) -> tuple[Span, bool] | None:
    """Return the person's name within capitalised words, and whether anything stands before it."""
    states = text.countries(run)
    if not states and text.place(text.words(run)):
        return None  # New York
    own = text.words((states[-1].end if states else run[0], run[1]))
    words = person_of(text.without_titles(own), text.speech)
    bare = " ".join(words).rstrip(".")
    at = text.words(run).find(bare, run[1] - run[0] - len(own)) if words else -1
    if at < 0 or len(bare) < 2 or not words[0][0].isupper() or (states and len(words) < 2):
        return None  # `NATO Allies`
    return (run[0] + at, run[0] + at + len(bare)), at > 0


def person_of(words: Sequence[str], speech: Language) -> Sequence[str]:
    """Return what of capitalised words can be a person's name: nothing where they name something else.

    Offices and abbreviations at the beginning are no part of it (*Homeland Security* Alejandro N. Mayorkas), nor is
    what follows a word that comes again: a name and the same name, run into each other.
    """
    particles = speech.listed("words.names.particles")  # María del Carmen
    first = max(
        (
            at + 1
            for at, word in enumerate(words)
            if word not in particles and office_word(word.casefold().split("-")[0], speech.tag or None)
        ),
        default=0,
    )
    if speech.pattern("words.names.no_person").search(" ".join(words[first:])):
        return ()
    while first < len(words) - 1 and speech.compile(LEADING).fullmatch(words[first]):
        first += 1
    words = words[first:]
    again = next((at for at, word in enumerate(words) if word in words[:at]), len(words))
    return words[:again]


@kept
def officials_in(passage: Passage, span: Span) -> tuple[tuple[Span, str], ...]:
    """Return the names of people within `span` whose country the words around them or the table of leaders tell."""
    by_table = country_by_table_of_leaders.__name__ not in passage.without
    by_words = country_by_words_beside.__name__ not in passage.without
    officials = []
    for name, titled in people_in(passage, span):
        full = by_words and (titled or " " in passage.words(name))
        code = (by_table and leader_named(passage, name)) or (country_around(passage, name) if full else None)
        if code:
            officials.append((name, code))
    return tuple(officials)


def list_of(text: Text, span: Span, member: Span) -> tuple[Span, ...]:
    """Return the country words of the list within `span` in which `member` stands; it alone where it is in none."""
    states = [(state.start, state.end) for state in text.countries(span)]
    own = (i for i, each in enumerate(states) if each[0] <= member[0] < each[1] or member[0] <= each[0] < member[1])
    first = next(own, None)
    if first is None:
        return (member,)
    last = first
    while first > 0 and text.pattern(LISTED).fullmatch(text.text, states[first - 1][1], states[first][0]):
        first -= 1
    while last + 1 < len(states) and text.pattern(LISTED).fullmatch(text.text, states[last][1], states[last + 1][0]):
        last += 1
    return tuple(states[first : last + 1])
