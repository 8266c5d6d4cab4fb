"""A party's name where it stands in the article: the words, the title before it, and the country it acts for.

A model's word for a country is the last resort, and counts only where it stands in the article: a small model adds the
country that it knows. First comes what the article says of the same person, here or elsewhere.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.evidence import cues
from memcon.evidence.affiliation import country_of
from memcon.evidence.cased import name_in_another_case
from memcon.evidence.draft import Named
from memcon.evidence.names import people_in, person_of
from memcon.evidence.passage import REACH, Passage
from memcon.evidence.rules import rule
from memcon.records import Party, Role
from memcon.resolve.countries import CountrySpan, find_countries
from memcon.resolve.people.titles import offices
from memcon.text.capitals import LOWER
from memcon.text.ground import Span

BETWEEN: Final = "{words.prepositions.between}[^.;]*$"
"""Before states that something is between, which need not meet."""
STATES: Final = frozenset({"name", "people", "short"})
"""Kinds of country words that are a state's own, and not its capital's."""
NO_PARTY: Final = "{words.names.no_party}|.*{words.names.no_party_end}$"
"""Words for what can be no party: an occasion, a state of things, a sea, a region, *Korea* without saying which."""
HEADLINE: Final = 150
"""Longest headline, in characters."""
OF: Final = r"\s{words.prepositions.of}{_}(?:{words.names.articles}{_})?$"
"""Between a name and the country of its bearer."""
ARTICLE: Final = "^{words.names.articles}{_}"
"""Before an office, and no part of it: *le* président, *la* ministra."""
CASED: Final = re.compile(f"[{LOWER}]")


def ground_party(party: Party, passage: Passage) -> Named | None:
    """Ground a party's name: whole, else without the words before it that a model left out or translated."""
    for words in _shorter(party.name, passage):
        place = passage.ground(words)
        if (place is None or not passage.quote_of(place)) and state_by_any_word.__name__ not in passage.without:
            state = state_by_any_word(passage, party.name)
            if state:
                return name_at(passage, state, party.role)
        if place:
            return _named(party, passage, place)
    cased = name_in_another_case.__name__ not in passage.without and name_in_another_case(passage, party.name, REACH)
    return _named(party, passage, cased) if cased else None


def _named(party: Party, passage: Passage, place: Span) -> Named:
    """Return a party whose name the model copied from `place`."""
    whole = _with_holder(passage, _whole_country(passage, place))
    name = _without_title(passage, whole)
    before = passage.words((whole[0], name[0])).strip(" \t\r\n,،")
    behind = "" if passage.speech.spaced else passage.words((name[1], whole[1])).strip()  # 莫兰总统
    title = _without_article(passage, before) or behind or _apposed(passage, whole, name)
    title = title or _title(party, passage, name)
    country, by = country_of(passage, name, whole, title)
    if country is None and country_by_model.__name__ not in passage.without:
        country = country_by_model(passage, name, party)
        by = country_by_model.__name__ if country else None
    return Named(name, whole, title, country, party.role, passage.quote_of(place) is not None, party.name, by)


def _without_article(passage: Passage, title: str) -> str:
    """Return a title without the article before it, which is no part of an office: *le* président."""
    bare = passage.pattern(ARTICLE).sub("", title)
    return bare if offices(bare) or passage.without_titles(bare) != tuple(bare.split()) else title


def name_at(passage: Passage, span: Span, role: Role | None, *, inside: bool = True) -> Named:
    """Return the party whom the words of the article at `span` name."""
    country, by = country_of(passage, span, span)
    return Named(span, span, None, country, role, inside, passage.words(span), by)


@rule
def state_by_any_word(passage: Passage, name: str) -> Span | None:
    """A state counts as named by any word for it within the quotes: *Japan* by `his Japanese counterpart`."""
    if not passage.is_state(name):
        return None
    code = find_countries(name, passage.language)[0].code
    for quote in passage.quotes:
        for state in passage.countries(quote):
            between = passage.pattern(BETWEEN).search(passage.words((max(quote[0], state.start - 60), state.start)))
            if state.code == code and state.kind in STATES and not between:
                return state.start, state.end
    return None


@rule
def country_by_model(passage: Passage, name: Span, party: Party) -> str | None:
    """The model's word for a party's country counts where it stands in the article: last, of a weak model."""
    return passage.country(party.side) if party.side and passage.ground(party.side, name) else None


def names_somebody(passage: Passage, name: Span) -> bool:
    """Say whether words can name someone: they hold a name within a sentence, or tell a state, and are no date."""
    words = passage.words(name)
    state = passage.country(words)
    of_people = any(country.kind == "people" for country in passage.countries(name))
    if passage.pattern(NO_PARTY).match(words) or (not state and not of_people and passage.place(words)):
        return False  # a summit, New York
    if state or not CASED.search(words):
        return True  # the second: a script without capitals, or an abbreviation
    if any(word[0].islower() and word not in passage.speech.listed("words.names.particles") for word in words.split()):
        return len(passage.countries(name)) == 1  # `para wakil dari Korea Selatan`
    return not _is_common(passage, name) and not passage.date(words, dt.date(2000, 1, 1))


def _is_common(passage: Passage, name: Span) -> bool:
    """Say whether words have their capitals only since they begin a sentence or stand in a headline."""
    text, words = passage.text, passage.words(name)
    if _is_headline(passage, name) and words not in text[: name[0]] + text[name[1] :]:
        return True
    if " " not in words and any(cues.tells(kind, words, passage.speech) for kind in ("call", "meeting")):
        return True  # `Jenderal AS & Rusia Teleponan`
    first = text[: name[0]].rstrip(' "“”(«')[-1:] in {"", ".", "\n", "!", "?", ":", "-", "–", "—"}
    if first and " " not in words and re.search(rf"(?<!\w){re.escape(words.lower())}(?!\w)", text):
        return True  # `Pejabat itu mengatakan`
    return not any(word[0].isupper() for word in words.split()[first and len(words.split()) > 1 :])


def _is_headline(passage: Passage, name: Span) -> bool:
    """Say whether the line in which a name stands is a headline of words with capitals, and few of them."""
    start = passage.text.rfind("\n", 0, name[0]) + 1
    end = passage.text.find("\n", name[1])
    line = passage.words((start, end if end >= 0 else len(passage.text)))
    long = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
    return len(line) <= HEADLINE and len(long) > 3 and all(word[0].isupper() for word in long)


def _whole_country(passage: Passage, span: Span) -> Span:
    """Return the country word of which `span` is a piece: a model's `Korea` is the article's `Korea Utara`."""
    around = max(0, span[0] - 40), min(len(passage.text), span[1] + 40)
    states = (state for state in passage.countries(around) if state.start <= span[0] and span[1] <= state.end)
    return next(((state.start, state.end) for state in states), span)


def _with_holder(passage: Passage, whole: Span) -> Span:
    """Add to an office the name right behind it: the model copied `Presiden China` of `Presiden China Xi Jinping`."""
    words = passage.words(whole)
    left = " ".join(passage.without_titles(words))
    if not offices(words) or (left and not find_countries(left, passage.language)):
        return whole
    people = people_in(passage, (whole[1], min(len(passage.text), whole[1] + 60)))
    if people and not passage.words((whole[1], people[0][0][0])).strip():
        return whole[0], people[0][0][1]
    return whole


def _shorter(name: str, passage: Passage) -> Iterator[str]:
    """Yield `name`, then what is left of it from each later capitalised word on."""
    yield name
    words = name.split()
    for at in range(1, len(words)):
        rest = " ".join(words[at:])
        capital = words[at][:1].isupper() and len(words[at].strip(".")) > 1
        if capital and len(rest) > 3 and passage.without_titles(rest):
            yield rest


def _without_title(passage: Passage, whole: Span) -> Span:
    """Return where the name stands within words that may begin with titles; all of them where all are titles.

    A country before the name is of the title (`Presiden Kenya, William Ruto`), as one behind it is (`Ruto of Kenya`).
    What is left must not be a piece of a country's name: nothing is taken off `U.S. Treasury`.
    """
    whole = _within_brackets(passage, whole)
    words, states = passage.words(whole), passage.countries(whole)
    bare = _behind(passage, whole, states) or _before(passage, whole, states) or _bare(passage, words)
    at = whole[0] + words.rfind(bare) if bare and (bare[0].isupper() or not CASED.match(bare)) else -1
    end = at + len(bare)
    if at < whole[0] or any(state.start < at < state.end or state.start < end < state.end for state in states):
        return whole
    return whole if not states and passage.place(words) is not None else (at, end)


def _bare(passage: Passage, words: str) -> str:
    """Return what is left of words without their titles: of an office without a name its country is a part."""
    left = passage.without_titles(words)
    bare = " ".join((len(left) > 1 and person_of(left, passage.speech)) or left)
    return " ".join(left) if len(left) > 1 and passage.is_state(bare) else bare  # `Kementerian Luar Negeri Peru`


def _within_brackets(passage: Passage, whole: Span) -> Span:
    """Return the part of `whole` behind a bracket that was opened before it: of `Menlu) RI` and the like."""
    words = passage.words(whole)
    close = words.find(")")
    behind = words[close + 1 :].lstrip(" ,")
    return (whole[1] - len(behind), whole[1]) if close >= 0 and "(" not in words[:close] and behind else whole


def _behind(passage: Passage, whole: Span, states: Sequence[CountrySpan]) -> str:
    """Return the name of at least two words behind the last country within `whole`; empty where there is none."""
    name = _person(passage, passage.words((states[-1].end, whole[1])).lstrip(" ,")) if states else ()
    return " ".join(name) if _is_full(name, passage) else ""


def _before(passage: Passage, whole: Span, states: Sequence[CountrySpan]) -> str:
    """Return what stands before the country that ends `whole` (`Ruto of Kenya`), or the country that begins it.

    The second where nothing but words in lower case follow: a model copied a verb with it.
    """
    if not states:
        return ""
    first, last = states[0], states[-1]
    head = passage.words((whole[0], last.start)) if last.end == whole[1] else ""
    name = _person(passage, passage.pattern(OF).sub("", head)) if passage.pattern(OF).search(head) else ()
    if _is_full(name, passage):
        return " ".join(name)
    rest = passage.words((first.end, whole[1]))
    is_verb = CASED.search(rest) and rest == rest.lower() and rest[0] == " "
    return passage.words((whole[0], first.end)) if first.start == whole[0] and is_verb else ""


def _person(passage: Passage, words: str) -> Sequence[str]:
    """Return what of words is a person's name."""
    return person_of(passage.without_titles(words), passage.speech)


def _is_full(name: Sequence[str], passage: Passage) -> bool:
    """Say whether words are a name of at least two."""
    particles = passage.speech.listed("words.names.particles")
    return len(name) > 1 and all(word[0].isupper() or word in particles for word in name)


def _apposed(passage: Passage, whole: Span, name: Span) -> str | None:
    """Return the office that stands behind a name and a comma: `كريم الحداد، وزير الخارجية اللبناني`."""
    behind = passage.words((name[1], whole[1]))
    office = behind.strip(" ,،")
    is_office = bool(offices(office)) or not passage.without_titles(office)
    return office if behind[:1] in {",", "،"} and is_office else None


def _title(party: Party, passage: Passage, name: Span) -> str | None:
    """Return the title that the model gives a party, where it stands in the article."""
    place = passage.ground(party.title, name) if party.title else None
    return passage.words(place) if place else None
