"""Who acts against whom: a small model swaps them, and takes one who listens for the target.

What the words of the quotes say of it comes first; where they say nothing, the model's parties stand.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.evidence.affiliation import is_state
from memcon.evidence.cues import act_in
from memcon.evidence.names import OBJECT, officials_acting, who_acts
from memcon.evidence.party import Named, name_at
from memcon.evidence.telling import first_other, listeners, pronoun_acts, quoted_speaker, speaker_of, spoke_before
from memcon.records import Article, Role
from memcon.resolve.countries import find_countries
from memcon.text.ground import Span

URGED: Final = re.compile(
    r"\b(?:mendesak|desak|meminta|menyerukan|urge\w*|call\w* (?:on|upon)|ask\w*|призва\w*|требу\w*)\b[^.;]{0,80}?"
    r"\b(?:sanksi|embargo|tekanan|sanctions?|pressure|санкци\w*)\b[^.;,]{0,60}?"
    r"\b(?:terhadap|kepada|atas|bagi|agar|supaya|on|against|for|против|на)\s+",
    re.IGNORECASE,
)
"""Before a state against which another is urged to act."""
NEXT: Final = 20
"""How far behind these words, in code points, the state may stand."""


def opponents(kept: list[Named], article: Article, quotes: Sequence[Span]) -> tuple[list[Named], set[str]]:
    """Return the parties of a dispute, and the countries of those who are only spoken to."""
    kept, heard = _without_listeners(kept, article, quotes)
    for amend in (_told_by, _acting, _turned, _with_object, _in_person):
        kept = amend(kept, article, quotes)
    return [*kept, *_punished(kept, article, quotes)], heard


def _without_listeners(kept: list[Named], article: Article, quotes: Sequence[Span]) -> tuple[list[Named], set[str]]:
    """Leave out whom a speaker tells of others: those are the target. Return their countries as well."""
    for quote in quotes:
        for start, end in listeners(article, quote):
            heard = [one for one in kept if start <= one.name[0] < end]
            codes = {one.country for one in heard if one.country}
            codes |= {found.code for found in find_countries(article.text[start:end], article.language)}
            speaks = [one for one in kept if one not in heard and one.role == "actor"]
            actor = speaks[0] if speaks else (span := speaker_of(article, quote)) and name_at(article, span, "actor")
            code = actor.country if actor else None
            target = first_other(article, quotes, {*codes, code}, end) if code else None
            if actor and target:
                return [actor, name_at(article, target, "target")], codes
    return kept, set()


def _acting(kept: list[Named], article: Article, quotes: Sequence[Span]) -> list[Named]:
    """Put the state that the words name before the verb in place of an actor of no state.

    Before both comes who spoke last, where a pronoun acts: a small model takes the words behind the verb for the actor.
    """
    actors = [one for one in kept if one.role == "actor"]
    if pronoun_acts(article, quotes[0]) and not any(not one.inside and one.country for one in actors):
        for name in spoke_before(article, quotes[0]):
            actor = name_at(article, name, "actor", inside=False)
            if code := actor.country:
                target = first_other(article, quotes, {code}, quotes[0][0])
                others = [one for one in kept if one.role == "target" and one.country != code]
                return [actor, name_at(article, target, "target")] if target else [actor, *others]
    if any(one.country for one in actors):
        return kept
    found = who_acts(article, quotes)
    if found is None:
        return kept
    parties: list[tuple[Span | None, Role]] = [(found[0], "actor"), (found[1], "target")]
    told = [name_at(article, at, role) for at, role in parties if at]
    targets = [one for one in kept if one.role == "target" and one.country]
    return told if found[1] else [*told, *targets]


def _told_by(kept: list[Named], article: Article, quotes: Sequence[Span]) -> list[Named]:
    """Make who is quoted the actor, and whom the quoted words are about the target: `"Peru melanggar …", kata Ruto`."""
    actor = next((one for one in kept if one.role == "actor"), None)
    speaker = quoted_speaker(article, quotes[0])
    if actor is None or speaker is None or actor.name[0] >= speaker[0]:
        return kept
    told = name_at(article, speaker, "actor")
    if not told.country or not actor.country or told.country == actor.country:
        return kept
    return [told, dataclasses.replace(actor, role="target")]


def _turned(kept: list[Named], article: Article, quotes: Sequence[Span]) -> list[Named]:
    """Give actor and target each other's role where the actor is the object of the act: `X meminta Turki …`."""
    actor = next((one for one in kept if one.role == "actor"), None)
    target = next((one for one in kept if one.role == "target"), None)
    for start, end in quotes:
        act = act_in(article.text[start:end], 0)
        if not actor or not target or act is None:
            continue
        behind = article.text[start + act : actor.name[0]]
        if target.name[1] <= start + act < actor.name[0] and OBJECT.fullmatch(behind):
            roles: dict[Named, Role] = {actor: "target", target: "actor"}
            return [dataclasses.replace(one, role=roles.get(one, one.role)) for one in kept]
    return kept


def _with_object(kept: list[Named], article: Article, quotes: Sequence[Span]) -> list[Named]:
    """Add the state that is the object of the act where the model names none but who acts: `China accused Peru`."""
    codes = {one.country for one in kept}
    if any(one.role == "target" for one in kept) or not codes - {None}:
        return kept
    for start, end in quotes:
        act = act_in(article.text[start:end], 0)
        found = find_countries(article.text[start + act : end], article.language) if act is not None else ()
        if act is None or not found or found[0].code in codes:
            continue
        at = start + act + found[0].start, start + act + found[0].end
        if OBJECT.fullmatch(article.text[start + act : at[0]]):
            return [*kept, name_at(article, at, "target")]
    return kept


def _in_person(kept: list[Named], article: Article, quotes: Sequence[Span]) -> list[Named]:
    """Put the officials who act by name in place of the state for which they do."""
    for one in kept:
        words = article.text[slice(*one.name)]
        if one.role != "actor" or not one.country or not is_state(words, article.language):
            continue
        acting = [name_at(article, name, "actor") for name in officials_acting(article, quotes, one.country)]
        if acting:
            return [*acting, *(other for other in kept if other is not one)]
    return kept


def _punished(kept: list[Named], article: Article, quotes: Sequence[Span]) -> Iterator[Named]:
    """Yield the state against which the target is urged to act: `AS mendesak PBB menjatuhkan sanksi kepada Peru`."""
    known = {one.country for one in kept}
    if len(known - {None}) < 2:
        return
    for start, end in quotes:
        urged = URGED.search(article.text, start, end)
        found = find_countries(article.text[urged.end() : end], article.language) if urged else ()
        if urged and found and found[0].start < NEXT and found[0].code not in known:
            yield name_at(article, (urged.end() + found[0].start, urged.end() + found[0].end), "target")
