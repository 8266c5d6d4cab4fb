"""Who acts on whom: the words of an act of dispute, what stands before and behind them, and who meets another."""

import re
from collections.abc import Iterator
from typing import Final

from memcon.evidence.cues import act_in
from memcon.evidence.names import officials_in, people_in
from memcon.evidence.passage import Passage, Text
from memcon.evidence.telling import only_tells
from memcon.resolve.people.leaders import country_of_leader
from memcon.text.ground import Span

OBJECT: Final = re.compile(r"\w+(?:\s(?:kepada|terhadap|against|on|upon|against the|the|pemerintah))?\s")
"""A verb and what may stand between it and its object."""
MEETS: Final = re.compile(
    r"\b(?:dengan|bertemu|menemui|mengunjungi|with|met|meets?|visit(?:s|ed)?|с|со)\s+(?:[^\s,.;]+\s+){0,5}$",
    re.IGNORECASE,
)
"""Before one who is met."""
SANCTIONS: Final = re.compile(
    r"\b(?:memberlakukan|menjatuhkan|mengenakan|menerapkan|impos\w+|slapp\w+|вв[её]л\w*|ввод\w+)\b[^.;,]{0,40}"
    r"\b(?:sanksi|embargo|sanctions?|санкци\w*)\b[^.;,]{0,40}?"
    r"\b(?:terhadap|kepada|atas|pada|on|against|против|в отношении)\s+(?:the\s+)?",
    re.IGNORECASE,
)
"""Before the state against which sanctions are imposed."""
PREPOSITION: Final = re.compile(
    r"\b(?:terhadap|kepada|dengan|dari|oleh|di|ke|untuk|bagi|against|to|with|from|by|in|at|for|of|с|к|в|от)\s+$"
)
DOES_WITHIN: Final = 30
"""Code points between who acts and the verb of the act: a particle, an auxiliary, an adverb."""


def act_at(text: Text, span: Span) -> int | None:
    """Return where the first word of an act of dispute stands within `span`; None without one."""
    at = act_in(text.words(span), 0)
    return None if at is None else span[0] + at


def who_acts(passage: Passage) -> tuple[Span, Span | None] | None:
    """Return the state, or the words for it, right before a verb of dispute, and the first other after the verb."""
    for quote in passage.quotes:
        states = passage.countries(quote)
        for state in states:
            act = _act_of(passage, quote, state.end, state.start)
            if act is not None:
                others = (one for one in states if one.start > max(act, state.start) and one.code != state.code)
                return (state.start, state.end), next(((one.start, one.end) for one in others), None)
    return None


def acts_outright(text: Text) -> bool:
    """Say whether a sentence has one state, or its leader, act on another in so many words: `Kenya menuduh Peru …`."""
    states = text.countries(text.whole)
    actors = [(state.start, state.end, state.code) for state in states]
    people = (name for name, _ in people_in(text, text.whole))
    actors += [(*name, code) for name in people if (code := country_of_leader(text.words(name), text.language))]
    for start, end, code in sorted(actors):
        act = _act_of(text, text.whole, end, start)
        if act is not None and any(
            state.start > act and state.code != code and OBJECT.fullmatch(text.text, act, state.start)
            for state in states
        ):
            return True
    sanctions = SANCTIONS.search(text.text)
    return sanctions is not None and any(
        actor[1] <= sanctions.start() and state.start == sanctions.end() and state.code != actor[2]
        for actor in actors
        for state in states
    )


def _act_of(text: Text, span: Span, end: int, start: int) -> int | None:
    """Return where the act stands that is done by who is named from `start` to `end`; None where they do none."""
    at = act_in(text.words(span), end - span[0])
    act = None if at is None else span[0] + at
    if act is None or act - end > DOES_WITHIN or "," in text.words((end, act)):
        return None
    return None if PREPOSITION.search(text.words((span[0], start))) else act


def meets_another(text: Text, span: Span, known: set[str]) -> bool:
    """Say whether the words at `span` have someone meet one of a state that is none of the `known`."""
    return any(
        state.code not in known and MEETS.search(text.words((span[0], state.start))) for state in text.countries(span)
    )


def officials_acting(passage: Passage, code: str) -> Iterator[Span]:
    """Yield the officials of a state who are named before the act of dispute in the quotes, and do not only tell."""
    for quote in passage.quotes:
        act = act_at(passage, quote)
        if act is None:
            continue
        for name, own in officials_in(passage, (quote[0], act)):
            if own == code and not only_tells(passage, name):
                yield name
