"""A party's name where it stands in the article: the words, the title before it, and the country it acts for.

A model's word for a country is the last resort, and counts only where it stands in the article: a small model adds the
country that it knows. First comes what the article says of the same person, here or elsewhere.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.evidence import cues
from memcon.evidence.affiliation import country_around, country_elsewhere, is_state, leader_named
from memcon.evidence.names import capitalised, person
from memcon.evidence.report_day import REACH
from memcon.records import Article, Participant, Party, Role
from memcon.resolve.countries import CountrySpan, find_countries, resolve_country, resolve_place
from memcon.resolve.dates import resolve_date
from memcon.resolve.people.titles import offices, strip
from memcon.text.ground import Folded, Span, ground_within

PARTICLES: Final = frozenset(
    {
        "bin", "binti", "ibn", "ben", "al", "el", "an", "as", "ad", "van", "von", "de", "der", "den", "da", "di", "dos",
        "du", "la", "le", "y", "e", "of", "the", "dan", "and", "-", "in", "un",
    }
)  # fmt: skip
"""Small words within names."""
BETWEEN: Final = re.compile(r"\b(?:antara|between|among|между)\b[^.;]*$", re.IGNORECASE)
"""Before states that something is between, which need not meet."""
STATES: Final = frozenset({"name", "people", "short"})
"""Kinds of country words that are a state's own, and not its capital's."""
NO_PARTY: Final = re.compile(
    r"(?:Krisis|Konflik|Situasi|Perang|Hubungan|Ketegangan|KTT|Konferensi|Sidang|Forum|Semenanjung|Laut|Selat|Teluk|Kepulauan"
    r"|Kunjungan|Pertemuan|Pembicaraan|Rapat|Perjanjian|Resolusi|Kerja Sama|Визит|Встреча|Переговоры|Кризис|Конфликт"
    r"|Саммит|Конференци\w+|Договор)\b"
    r"|(?:Timur Tengah|Asia|Afrika|Amerika Latin|(?:the )?Middle East|Latin America|Africa|Ближний Восток)\b|Korea$"
    r"|.*\b(?:Summit|Conference|Peninsula|Sea|Straits?|Gulf|Crisis|War|Relations|Talks|Visit|Meeting|Consultations"
    r"|Mechanism|Treaty|Agreement|Resolution)$",
    re.IGNORECASE,
)
"""Words for what can be no party: an occasion, a state of things, a sea, a region, *Korea* without saying which."""
HEADLINE: Final = 150
"""Longest headline, in characters."""
OF: Final = re.compile(r"\s(?:of|dari)\s+(?:the\s+)?$")
"""Between a name and the country of its bearer."""
CASED: Final = re.compile(r"[a-zа-яё]")


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """A party whose name stands in the article."""

    name: Span
    """Without title."""
    whole: Span
    """The words that the model copied, title and all."""
    title: str | None
    country: str | None
    """Code of the state or organisation for which the article says that the party acts."""
    role: Role | None
    inside: bool
    """Whether it stands within the quotes."""
    words: str
    """As the model gives them, or the article."""


def ground_party(party: Party, article: Article, text: Folded, quotes: Sequence[Span]) -> Named | None:
    """Ground a party's name: whole, else without the words before it that a model left out or translated.

    A state counts as named by any word for it within the quotes: *Japan* by `his Japanese counterpart`.
    """
    for words in _shorter(party.name):
        found = ground_within(words, text, quotes, within=REACH)
        if found is None or not any(start <= found.start and found.end <= end for start, end in quotes):
            state = _state_in(article, quotes, party.name)
            if state:
                return name_at(article, state, party.role)
        if found:
            inside = any(start <= found.start and found.end <= end for start, end in quotes)
            whole = _with_holder(article, _whole_country(article, (found.start, found.end)))
            name = _without_title(article, whole)
            title = article.text[whole[0] : name[0]].strip(" \t\r\n,") or _title(party, article, text, name)
            country = _country(article, whole, name, title) or _side(party, article, text, name)
            return Named(name, whole, title, country, party.role, inside, party.name)
    return None


def name_at(article: Article, span: Span, role: Role | None, *, inside: bool = True) -> Named:
    """Return the party whom the words of the article at `span` name."""
    return Named(span, span, None, _country(article, span, span, None), role, inside, article.text[slice(*span)])


def participant(one: Named, article: Article) -> Participant:
    """Return a party as the records have it."""
    return Participant(name=article.text[slice(*one.name)], title=one.title, country=one.country, role=one.role)


def is_party(article: Article, name: Span) -> bool:
    """Say whether words can name someone: they hold a name within a sentence, or tell a state, and are no date."""
    words = article.text[slice(*name)]
    state = resolve_country(words, language=article.language)
    if NO_PARTY.match(words) or (not state and resolve_place(words, language=article.language)):
        return False  # a summit, New York
    if state or not CASED.search(words):
        return True  # the second: a script without capitals, or an abbreviation
    if any(word[0].islower() and word not in PARTICLES for word in words.split()):
        return len(find_countries(words, article.language)) == 1  # `para wakil dari Korea Selatan`
    return not _is_common(article, name) and not resolve_date(
        words, dt.date(2000, 1, 1), language=article.language or "id"
    )


def _is_common(article: Article, name: Span) -> bool:
    """Say whether words have their capitals only since they begin a sentence or stand in a headline."""
    text, words = article.text, article.text[slice(*name)]
    if _is_headline(article, name) and words not in text[: name[0]] + text[name[1] :]:
        return True
    if " " not in words and any(cues.tells(kind, words) for kind in ("call", "meeting")):
        return True  # `Jenderal AS & Rusia Teleponan`
    first = text[: name[0]].rstrip(' "“”(«')[-1:] in {"", ".", "\n", "!", "?", ":", "-", "–", "—"}
    if first and " " not in words and re.search(rf"(?<!\w){re.escape(words.lower())}(?!\w)", text):
        return True  # `Pejabat itu mengatakan`
    return not any(word[0].isupper() for word in words.split()[first and len(words.split()) > 1 :])


def _is_headline(article: Article, name: Span) -> bool:
    """Say whether the line in which a name stands is a headline of words with capitals, and few of them."""
    start = article.text.rfind("\n", 0, name[0]) + 1
    end = article.text.find("\n", name[1])
    line = article.text[start : end if end >= 0 else len(article.text)]
    long = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
    return len(line) <= HEADLINE and len(long) > 3 and all(word[0].isupper() for word in long)


def _whole_country(article: Article, span: Span) -> Span:
    """Return the country word of which `span` is a piece: a model's `Korea` is the article's `Korea Utara`."""
    start, end = max(0, span[0] - 40), span[1] + 40
    for found in find_countries(article.text[start:end], article.language):
        if start + found.start <= span[0] and span[1] <= start + found.end:
            return start + found.start, start + found.end
    return span


def _state_in(article: Article, quotes: Sequence[Span], name: str) -> Span | None:
    """Return the first words within the quotes for the state that `name` is, and nothing more than is."""
    if not is_state(name, article.language):
        return None
    (state,) = find_countries(name, article.language)
    for start, end in quotes:
        for found in find_countries(article.text[start:end], article.language):
            between = BETWEEN.search(article.text[max(start, start + found.start - 60) : start + found.start])
            if found.code == state.code and found.kind in STATES and not between:
                return start + found.start, start + found.end
    return None


def _with_holder(article: Article, whole: Span) -> Span:
    """Add to an office the name right behind it: the model copied `Presiden China` of `Presiden China Xi Jinping`."""
    words = article.text[slice(*whole)]
    left = " ".join(strip(words).words)
    if not offices(words) or (left and not find_countries(left, article.language)):
        return whole
    holder = next(capitalised(article, (whole[1], min(len(article.text), whole[1] + 60))), None)
    return (whole[0], holder[0][1]) if holder and not article.text[whole[1] : holder[0][0]].strip() else whole


def _shorter(name: str) -> Iterator[str]:
    """Yield `name`, then what is left of it from each later capitalised word on."""
    yield name
    words = name.split()
    for at in range(1, len(words)):
        rest = " ".join(words[at:])
        if words[at][:1].isupper() and len(words[at].strip(".")) > 1 and len(rest) > 3 and strip(rest).words:
            yield rest


def _without_title(article: Article, whole: Span) -> Span:
    """Return where the name stands within words that may begin with titles; all of them where all are titles.

    A country before the name is of the title (`Presiden Kenya, William Ruto`), as one behind it is (`Ruto of Kenya`).
    What is left must not be a piece of a country's name: nothing is taken off `U.S. Treasury`.
    """
    whole = _within_brackets(article, whole)
    words = article.text[slice(*whole)]
    countries = find_countries(words, article.language)
    bare = _behind(words, countries) or _before(words, countries)
    if not bare:
        left = strip(words).words
        bare = " ".join((len(left) > 1 and person(left)) or left)
        if is_state(bare, article.language) and len(left) > 1:
            bare = " ".join(left)  # of an office without a name its country is a part: `Kementerian Luar Negeri Peru`
    at = words.rfind(bare) if bare and (bare[0].isupper() or not CASED.match(bare)) else -1
    end = at + len(bare)
    cut = any(found.start < at < found.end or found.start < end < found.end for found in countries)
    cut = cut or (not countries and resolve_place(words, language=article.language) is not None)
    return whole if at < 0 or cut else (whole[0] + at, whole[0] + end)


def _within_brackets(article: Article, whole: Span) -> Span:
    """Return the part of `whole` behind a bracket that was opened before it: of `Menlu) RI` and the like."""
    words = article.text[slice(*whole)]
    close = words.find(")")
    behind = words[close + 1 :].lstrip(" ,")
    return (whole[1] - len(behind), whole[1]) if close >= 0 and "(" not in words[:close] and behind else whole


def _behind(words: str, countries: Sequence[CountrySpan]) -> str:
    """Return the name of at least two words behind the last country within `words`; empty where there is none."""
    name = person(strip(words[countries[-1].end :].lstrip(" ,")).words) if countries else ()
    return " ".join(name) if len(name) > 1 and all(word[0].isupper() or word in PARTICLES for word in name) else ""


def _before(words: str, countries: Sequence[CountrySpan]) -> str:
    """Return what stands before the country that ends `words` (`Ruto of Kenya`), or the country that begins them.

    The second where nothing but words in lower case follow: a model copied a verb with it.
    """
    if not countries:
        return ""
    first, last = countries[0], countries[-1]
    head = OF.sub("", words[: last.start]) if last.end == len(words) and OF.search(words[: last.start]) else ""
    name = person(strip(head).words)
    if len(name) > 1 and all(word[0].isupper() or word in PARTICLES for word in name):
        return " ".join(name)
    rest = words[first.end :]
    return words[: first.end] if first.start == 0 and rest.strip() and rest == rest.lower() and rest[0] == " " else ""


def _title(party: Party, article: Article, text: Folded, name: Span) -> str | None:
    """Return the title that the model gives a party, where it stands in the article."""
    found = ground_within(party.title, text, name, within=REACH) if party.title else None
    return article.text[found.start : found.end] if found else None


def _country(article: Article, whole: Span, name: Span, title: str | None) -> str | None:
    """Return a party's country: from its own words, those around its name here or elsewhere, or the leaders' table."""
    for words in (article.text[slice(*whole)], title, article.text[slice(*name)]):
        if words and (code := resolve_country(words, language=article.language)):
            return code
    words = article.text[slice(*name)]
    found = find_countries(words, article.language)
    if len(found) == 1 and any(word[0].islower() for word in words.split()):
        return found[0].code  # `ilmuwan nuklir Iran`
    return leader_named(article, name) or country_around(article, name) or country_elsewhere(article, name)


def _side(party: Party, article: Article, text: Folded, name: Span) -> str | None:
    """Return the country that the model gives a party, where it stands in the article."""
    if party.side and ground_within(party.side, text, name, within=REACH):
        return resolve_country(party.side, language=article.language)
    return None
