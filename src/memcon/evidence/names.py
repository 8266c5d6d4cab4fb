"""Names of people and lists of states that stand in a text: runs of capitalised words, and what is none of a name."""

import re
from collections.abc import Sequence
from typing import Final

from memcon.evidence.affiliation import (
    country_around,
    country_by_table_of_leaders,
    country_by_words_beside,
    leader_named,
)
from memcon.evidence.passage import Passage, Text, kept
from memcon.resolve.countries import office_word
from memcon.resolve.people.titles import strip
from memcon.text.ground import Span

SMALL: Final = r"(?:bin|binti|al|el|van|von|de|der|da|ibn|ben|- [a-z]+|[Aa]l -)\s"
ABBREVIATED: Final = (
    r"(?:Gen|Lt|Col|Adm|Maj|Brig|Capt|Dr|Mr|Mrs|Ms|Sen|Rep|Gov|Prof|Jend|Letjen|Mayjen|Brigjen|Kol|Ir|Hj|St"
    r"|[A-ZА-ЯЁ])\."
)
CAPITAL: Final = r"[A-ZÀ-ÞА-ЯЁ](?:[\w’'-]|\.(?=\w))*"
RUN: Final = re.compile(
    rf"\b(?:{ABBREVIATED}|{CAPITAL})(?:\s(?:{SMALL})?(?:{ABBREVIATED}(?=\s[A-ZÀ-ÞА-ЯЁ])|{CAPITAL}))*"
)
"""Capitalised words side by side, with the small words of names."""
LEADING: Final = re.compile(
    r"[A-ZА-ЯЁ]{3,6}|(?:Президент|Премьер|Министр|Глав|Посл|Посол|Помощник|Генерал|Канцлер|Представител|Директор|Секретар"
    r"|Корол|Принц|Эмир)[\w-]*"
)
"""Words before a name that are none of it: abbreviations of offices (initials are shorter), Russian titles."""
NO_PERSON: Final = re.compile(
    r"\b(?:Agreement|Program(?:me)?|Partnership|Organi[sz]ation|Treaty|Act|Bank|Compan(?:y|ies)|Corporation|Universit\w+|Summit"
    r"|Forum|Perjanjian|Kesepakatan|Badan|Dewan|Komisi|Konferensi|KTT|Perusahaan|Yayasan|Krisis)\b"
)
"""Capitalised words for what is no person."""
LISTED: Final = re.compile(r"\s*(?:,|,?\s+(?:dan|serta|and|и))\s+")


@kept
def people_in(text: Text, span: Span) -> tuple[tuple[Span, bool], ...]:
    """Return the names of people within `span`, and whether a title or a country stands before each in the same run."""
    runs = (run.span() for run in RUN.finditer(text.text, *span))
    return tuple(person for run in runs if (person := _person_in(text, run)))


def _person_in(text: Text, run: Span) -> tuple[Span, bool] | None:
    """Return the person's name within capitalised words, and whether anything stands before it."""
    states = text.countries(run)
    if not states and text.place(text.words(run)):
        return None  # New York
    own = text.words((states[-1].end if states else run[0], run[1]))
    words = person(strip(own).words)
    bare = " ".join(words).rstrip(".")
    at = text.words(run).find(bare, run[1] - run[0] - len(own)) if words else -1
    if at < 0 or len(bare) < 2 or not words[0][0].isupper() or (states and len(words) < 2):
        return None  # `NATO Allies`
    return (run[0] + at, run[0] + at + len(bare)), at > 0


def person(words: Sequence[str]) -> Sequence[str]:
    """Return what of capitalised words can be a person's name: nothing where they name something else.

    Offices and abbreviations at the beginning are no part of it (*Homeland Security* Alejandro N. Mayorkas), nor is
    what follows a word that comes again: a name and the same name, run into each other.
    """
    first = max((at + 1 for at, word in enumerate(words) if office_word(word.casefold().split("-")[0])), default=0)
    if NO_PERSON.search(" ".join(words[first:])):
        return ()
    while first < len(words) - 1 and LEADING.fullmatch(words[first]):
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
    while first > 0 and LISTED.fullmatch(text.text, states[first - 1][1], states[first][0]):
        first -= 1
    while last + 1 < len(states) and LISTED.fullmatch(text.text, states[last][1], states[last + 1][0]):
        last += 1
    return tuple(states[first : last + 1])
