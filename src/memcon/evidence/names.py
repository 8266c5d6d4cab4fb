"""Who the words of a quote themselves name: officials, the states of a list, who acts, and who only tells.

A small model copies most names well, and leaves some out: the second of two, the rest of a list. What it took for a
party and only told of the event (`Menurut Retno, …`) is none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.evidence.affiliation import country_around, leader_named
from memcon.evidence.cues import act_in, unofficial
from memcon.records import Article
from memcon.resolve.countries import find_countries, office_word, resolve_place
from memcon.resolve.people.leaders import country_of_leader
from memcon.resolve.people.titles import strip
from memcon.text.ground import Span

_SMALL: Final = r"(?:bin|binti|al|el|van|von|de|der|da|ibn|ben|- [a-z]+|[Aa]l -)\s"
_ABBREVIATED: Final = (
    r"(?:Gen|Lt|Col|Adm|Maj|Brig|Capt|Dr|Mr|Mrs|Ms|Sen|Rep|Gov|Prof|Jend|Letjen|Mayjen|Brigjen|Kol|Ir|Hj|St"
    r"|[A-ZА-ЯЁ])\."
)
_CAPITAL: Final = r"[A-ZÀ-ÞА-ЯЁ](?:[\w’'-]|\.(?=\w))*"
_RUN: Final = re.compile(
    rf"\b(?:{_ABBREVIATED}|{_CAPITAL})(?:\s(?:{_SMALL})?(?:{_ABBREVIATED}(?=\s[A-ZÀ-ÞА-ЯЁ])|{_CAPITAL}))*"
)
"""Capitalised words side by side, with the small words of names."""
_LEADING: Final = re.compile(
    r"[A-ZА-ЯЁ]{3,6}|(?:Президент|Премьер|Министр|Глав|Посл|Посол|Помощник|Генерал|Канцлер|Представител|Директор|Секретар"
    r"|Корол|Принц|Эмир)[\w-]*"
)
"""Words before a name that are none of it: abbreviations of offices (initials are shorter), Russian titles."""
_NO_PERSON: Final = re.compile(
    r"\b(?:Agreement|Program(?:me)?|Partnership|Organi[sz]ation|Treaty|Act|Bank|Compan(?:y|ies)|Corporation|Universit\w+|Summit"
    r"|Forum|Perjanjian|Kesepakatan|Badan|Dewan|Komisi|Konferensi|KTT|Perusahaan|Yayasan|Krisis)\b"
)
"""Capitalised words for what is no person."""
_LISTED: Final = re.compile(r"\s*(?:,|,?\s+(?:dan|serta|and|и))\s+")
_TELLS_BEFORE: Final = re.compile(
    r"\b(?:kata|ujar|menurut|tutur|ucap|ungkap|jelas|tegas|sebut|imbuh|papar|according to|said|says|told by|по словам"
    r"|сообщил\w*|заявил\w*|сказал\w*)\s+(?:[\w.’'()-]+\s+){0,8}$",
    re.IGNORECASE,
)
_TELLS_AFTER: Final = re.compile(
    r"\s*(?:\([^()]{1,40}\)\s*|,[^,]{1,60},\s*)?(?:juga |pun |also |turut )?"
    r"(?:mengatakan|menyatakan|menyebut(?:kan)?|mengungkapkan|menjelaskan|menuturkan|mengaku|mengumumkan|menambahkan"
    r"|menilai|menulis|said|says|told|announced|added|noted|wrote|сообщил\w*|заявил\w*|отметил\w*|написал\w*)\b(?!\s+(?:kepada|to)\b)",
    re.IGNORECASE,
)
_APPOSED: Final = re.compile(r"\s*[,(]\s*([^,;.()\n“”\"]{2,110})[,)]")
OBJECT: Final = re.compile(r"\w+(?:\s(?:kepada|terhadap|against|on|upon|against the|the|pemerintah))?\s")
"""A verb and what may stand between it and its object."""
_MEETS: Final = re.compile(
    r"\b(?:dengan|bertemu|menemui|mengunjungi|with|met|meets?|visit(?:s|ed)?|с|со)\s+(?:[^\s,.;]+\s+){0,5}$",
    re.IGNORECASE,
)
"""Before one who is met."""
_SANCTIONS: Final = re.compile(
    r"\b(?:memberlakukan|menjatuhkan|mengenakan|menerapkan|impos\w+|slapp\w+|вв[её]л\w*|ввод\w+)\b[^.;,]{0,40}"
    r"\b(?:sanksi|embargo|sanctions?|санкци\w*)\b[^.;,]{0,40}?"
    r"\b(?:terhadap|kepada|atas|pada|on|against|против|в отношении)\s+(?:the\s+)?",
    re.IGNORECASE,
)
"""Before the state against which sanctions are imposed."""
_PREPOSITION: Final = re.compile(
    r"\b(?:terhadap|kepada|dengan|dari|oleh|di|ke|untuk|bagi|against|to|with|from|by|in|at|for|of|с|к|в|от)\s+$"
)
_DOES_WITHIN: Final = 30
"""Code points between who acts and the verb of the act: a particle, an auxiliary, an adverb."""


def only_tells(article: Article, name: Span) -> bool:
    """Say whether the bearer of a name is one who tells of something, and does not speak *to* another."""
    before = article.text[max(0, name[0] - 90) : name[0]]
    before = re.split(r"[.!?;,\n“”\"]", before)[-1]
    return bool(_TELLS_BEFORE.search(before) or _TELLS_AFTER.match(article.text, name[1], name[1] + 120))


def is_unofficial(article: Article, whole: Span, name: Span) -> bool:
    """Say whether a party's words, those right before its name or the apposition after it tell of no official."""
    before = re.split(r"[.!?;,\n“”\"]", article.text[max(0, name[0] - 60) : name[0]])
    office = before[-1] if before[-1].strip() or len(before) < 2 else before[-2]
    after = _APPOSED.match(article.text, name[1], name[1] + 120)
    told = (article.text[slice(*whole)], " ".join(office.split()[-9:]), after[1] if after else "")
    return any(unofficial(words) for words in told)


def capitalised(article: Article, span: Span) -> Iterator[tuple[Span, bool]]:
    """Yield the names of people within `span`, and whether a title or a country stands before each in the same run."""
    for run in _RUN.finditer(article.text, *span):
        country = find_countries(run[0], article.language)
        if not country and resolve_place(run[0], language=article.language):
            continue  # New York
        own = run[0][country[-1].end :] if country else run[0]
        words = person(strip(own).words)
        bare = " ".join(words).rstrip(".")
        at = run[0].find(bare, len(run[0]) - len(own)) if words else -1
        if at < 0 or len(bare) < 2 or not words[0][0].isupper() or (country and len(words) < 2):
            continue  # `NATO Allies`
        yield (run.start() + at, run.start() + at + len(bare)), at > 0


def person(words: Sequence[str]) -> Sequence[str]:
    """Return what of capitalised words can be a person's name: nothing where they name something else.

    Offices and abbreviations at the beginning are no part of it (*Homeland Security* Alejandro N. Mayorkas), nor is
    what follows a word that comes again: a name and the same name, run into each other.
    """
    first = max((at + 1 for at, word in enumerate(words) if office_word(word.casefold().split("-")[0])), default=0)
    if _NO_PERSON.search(" ".join(words[first:])):
        return ()
    while first < len(words) - 1 and _LEADING.fullmatch(words[first]):
        first += 1
    words = words[first:]
    again = next((at for at, word in enumerate(words) if word in words[:at]), len(words))
    return words[:again]


def officials_in(article: Article, span: Span) -> Iterator[tuple[Span, str]]:
    """Yield the names of people within `span` whose country the words around them or the table of leaders tell."""
    for name, titled in capitalised(article, span):
        full = titled or " " in article.text[slice(*name)]
        code = leader_named(article, name) or (country_around(article, name) if full else None)
        if code:
            yield name, code


def list_of(article: Article, span: Span, one: Span) -> tuple[Span, ...]:
    """Return the country words of the list within `span` in which `one` stands; `one` alone where it is in none."""
    found = [
        (span[0] + each.start, span[0] + each.end)
        for each in find_countries(article.text[slice(*span)], article.language)
    ]
    at = next((i for i, each in enumerate(found) if each[0] <= one[0] < each[1] or one[0] <= each[0] < one[1]), None)
    if at is None:
        return (one,)
    first = last = at
    while first > 0 and _LISTED.fullmatch(article.text, found[first - 1][1], found[first][0]):
        first -= 1
    while last + 1 < len(found) and _LISTED.fullmatch(article.text, found[last][1], found[last + 1][0]):
        last += 1
    return tuple(found[first : last + 1])


def who_acts(article: Article, quotes: Sequence[Span]) -> tuple[Span, Span | None] | None:
    """Return the state, or the words for it, right before a verb of dispute, and the first other after the verb."""
    for start, end in quotes:
        words = article.text[start:end]
        found = find_countries(words, article.language)
        for at, actor in enumerate(found):
            act = act_in(words, actor.end)
            between = words[actor.end : act] if act is not None else ""
            if (
                act is None
                or act - actor.end > _DOES_WITHIN
                or "," in between
                or _PREPOSITION.search(words[: actor.start])
            ):
                continue
            others = (one for one in found[at + 1 :] if one.start > act and one.code != actor.code)
            target = next(((start + one.start, start + one.end) for one in others), None)
            return (start + actor.start, start + actor.end), target
    return None


def acts_outright(words: str, language: str | None) -> bool:
    """Say whether a sentence has one state, or its leader, act on another in so many words: `Kenya menuduh Peru …`."""
    states = find_countries(words, language)
    article = Article(id="", text=words, language=language)
    people = [name for name, _ in capitalised(article, (0, len(words)))]
    actors = [(one.start, one.end, one.code) for one in states]
    actors += [(*name, code) for name in people if (code := country_of_leader(words[slice(*name)], language))]
    for start, end, code in sorted(actors):
        act = act_in(words, end)
        if act is None or act - end > _DOES_WITHIN or "," in words[end:act] or _PREPOSITION.search(words[:start]):
            continue
        if any(one.start > act and one.code != code and OBJECT.fullmatch(words[act : one.start]) for one in states):
            return True
    sanctions = _SANCTIONS.search(words)
    return sanctions is not None and any(
        actor[1] <= sanctions.start() and one.start == sanctions.end() and one.code != actor[2]
        for actor in actors
        for one in states
    )


def meets_another(words: str, before: str, language: str | None) -> bool:
    """Say whether a sentence has someone meet one of a state that the sentence `before` does not name."""
    known = {one.code for one in find_countries(before, language)}
    return any(one.code not in known and _MEETS.search(words[: one.start]) for one in find_countries(words, language))


def officials_acting(article: Article, quotes: Sequence[Span], code: str) -> Iterator[Span]:
    """Yield the officials of a state who are named before the act of dispute in the quotes, and do not only tell."""
    for start, end in quotes:
        act = act_in(article.text[start:end], 0)
        if act is None:
            continue
        for name, own in officials_in(article, (start, start + act)):
            if own == code and not only_tells(article, name):
                yield name
