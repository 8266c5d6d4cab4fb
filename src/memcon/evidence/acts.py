"""Who acts on whom: the words of an act of dispute, what stands before and behind them, and who meets another."""

from collections.abc import Iterator, Sequence
from typing import Final, overload

from memcon.evidence.cues import act_in
from memcon.evidence.names import officials_in, people_in
from memcon.evidence.passage import Passage, Text
from memcon.evidence.telling import only_tells
from memcon.resolve.countries import CountrySpan, office_word
from memcon.resolve.people.leaders import country_of_leader
from memcon.text.ground import Span

OBJECT: Final = (
    r"\w+(?:\s(?:{words.prepositions.toward|words.prepositions.against}(?:\s{words.names.articles})?"
    r"|{words.names.articles}|(?P<office>\w+)))?{_}"
)
"""A verb and what may stand between it and its object: a preposition, an article, a word for a government."""
MARKED: Final = r"\w+\s{words.prepositions.toward|words.prepositions.against}{_}(?:{words.names.articles}{_})?"
"""The same with a preposition, which tells what it is."""
PASSIVE: Final = "{events.voice.passive|events.voice.receives}{_}{~3}$"
"""Between a state and a verb that is done to it, or an act that it receives."""
FROM_WHOM: Final = "{events.voice.from_whom|words.prepositions.by}{_}{~3}$"
"""Between such an act and who does it: Japan received a protest *from* Kenya."""
PASSIVE_VERB: Final = "{events.voice.passive_verbs}"
"""Such a verb by itself."""
MEETS: Final = "{events.meets.verbs|words.prepositions.with}{_}{~5}$"
"""Before one who is met."""
SANCTIONS: Final = (
    r"{events.sanctions.impose}[^.;,]{0,40}{events.sanctions.noun}[^.;,]{0,40}?"
    r"{words.prepositions.against|events.sanctions.on}{_}(?:{words.names.articles}{_})?"
)
"""Before the state against which sanctions are imposed."""
PREPOSITION: Final = (
    "{words.prepositions.at|words.prepositions.to|words.prepositions.from|words.prepositions.toward"
    "|words.prepositions.against|words.prepositions.with|words.prepositions.by|words.prepositions.for"
    "|words.prepositions.of|events.voice.object_before}{_}$"
)
"""Before a state that does not act."""
BEFORE_OBJECT: Final = "{events.voice.object_before|words.prepositions.against|words.prepositions.toward}{_}$"
"""Before an object that stands before its verb: 东京对莫斯科表示抗议."""
SUFFERS: Final = (
    "{events.voice.passive}{_}{~2}$",
    "{events.voice.passive_verbs}(?:{_}{words.prepositions.by})?{_}$",
    "{words.prepositions.by}{_}{~4}$",
    "{events.voice.passive|events.voice.receives}{_}{~3}$",
)
"""Before a passive verb; from one that is passive by itself to who acts; behind a verb, before who acts; and before
who acts where that is before the verb: `Trung Quốc bị Philippines chỉ trích`."""
AGENT_ALONE: Final = "{events.voice.passive}{_}{~3}{words.prepositions.by}{_}{~3}$"
"""Before who acts, where the subject of a passive verb is no state: sanctions *were imposed by* Peru against Kenya."""
AIMED: Final = "{words.prepositions.against}{_}{~3}$"
"""Before the state that such an act is aimed at."""
OF: Final = r"(?P<office>\w+){_}{words.prepositions.of}{_}(?:{words.names.articles}{_})?$"
"""Before a state whose office acts: the president *of* Kenya."""
AFTER_SPEECH: Final = r"[,»”\"」]\s*(?:\w{1,4}\s+)?$"
"""Before a verb behind what was said, with room for an auxiliary: `« … », a averti le ministre turc`."""
RECEIVES: Final = "{events.voice.receives}{_}{~3}$"
"""Between who receives an act and the act, or, where verbs stand first, before both."""
PASSIVE_AHEAD: Final = "{events.voice.passive|events.voice.passive_verbs}{_}{~2}$"
"""Before who suffers, where verbs stand first."""
DOES_WITHIN: Final = 30
"""Code points between who acts and the verb of the act: a particle, an auxiliary, an adverb."""
OFFICE_WITHIN: Final = 90
"""The same where the state is that of an office, whose bearer's name stands between."""


def act_at(text: Text, span: Span) -> int | None:
    """Return where the first word of an act of dispute stands within `span`; None without one."""
    at = act_in(text.words(span), 0, text.speech)
    return None if at is None else span[0] + at


def is_object(text: Text, act: int, start: int) -> bool:
    """Say whether what begins at `start` is the object of the act at `act`: nothing but small words stand between."""
    between = text.pattern(OBJECT).fullmatch(text.text, act, start)
    return between is not None and (
        between["office"] is None or office_word(between["office"].casefold(), text.language)
    )


def is_marked_object(text: Text, act: int, start: int) -> bool:
    """Say whether a preposition between the act and what begins at `start` marks its object: *acusó* a *Perú*."""
    return text.pattern(MARKED).fullmatch(text.text, act, start) is not None


def does(text: Text, act: int, state: Span) -> bool:
    """Say whether what stands at `state` may do the act behind it: no preposition is before it, no verb passive."""
    passive = text.search(PASSIVE, (state[1], act)) or text.match(PASSIVE_VERB, (act, len(text.text)))
    return not passive and not text.pattern(PREPOSITION).search(text.before(state[0], DOES_WITHIN))


def who_acts(passage: Passage) -> tuple[Span, Span | None] | None:
    """Return the state, or the words for it, that does a verb of dispute, and at whom it is aimed where that is told.

    The state stands right before the verb; where a language has its verbs first, right behind it.
    """
    for quote in passage.quotes:
        states = passage.countries(quote)
        if passage.speech.facts.verb_first and (pair := _behind_the_verb(passage, quote, states)):
            return pair
        for state in states:
            act = _act_of(passage, quote, state.end, state.start)
            if act is not None:
                others = [other for other in states if other.code != state.code]
                behind = (other for other in others if other.start > max(act, state.start))
                return _span(state), _span(next(behind, None) or _object_before(passage, act, others))
        if pair := _behind_the_verb(passage, quote, states):
            return pair
    return None


def _behind_the_verb(text: Text, quote: Span, states: Sequence[CountrySpan]) -> tuple[Span, Span | None] | None:
    """Return the state behind a verb that stands first in its language, or behind what was said, and the other one."""
    act = act_at(text, quote)
    actor = next((state for state in states if act is not None and state.start > act), None)
    said = act is not None and text.pattern(AFTER_SPEECH).search(text.words((quote[0], act)))
    first = text.speech.facts.verb_first and actor is not None and actor is states[0]
    if actor is None or not (said or first):
        return None
    return _span(actor), _span(next((other for other in states if other.code != actor.code), None))


def who_suffers(passage: Passage) -> tuple[Span, Span] | None:
    """Return who acts and whom the act is aimed at, where the words are passive: `Peru dituduh oleh Kenya`."""
    before_verb, to_agent, behind_verb, before_agent = map(passage.pattern, SUFFERS)
    for quote in passage.quotes:
        states = passage.countries(quote)
        for at, patient in enumerate(states):
            act = _act_of(passage, quote, patient.end, patient.start)
            for agent in states[at + 1 :]:
                if agent.code == patient.code:
                    continue
                if act is not None and agent.start > act:
                    passive = before_verb.search(passage.words((patient.end, act)))
                    by = behind_verb.search(passage.words((act, agent.start)))
                    given = _receives(passage, (patient.end, act), (act, agent.start))
                    if given or (passive and by) or to_agent.fullmatch(passage.text, act, agent.start):
                        return (agent.start, agent.end), (patient.start, patient.end)
                elif before_agent.search(passage.words((patient.end, agent.start))) and (
                    _act_of(passage, quote, agent.end, quote[0]) is not None
                ):
                    return (agent.start, agent.end), (patient.start, patient.end)
        if len(states) > 1 and act_at(passage, quote) is not None and _acts_alone(passage, quote, states):
            return _span(states[0]), _span(states[1])
        if passage.speech.facts.verb_first and (suffers := _suffers_behind(passage, quote, states)):
            return suffers
    return None


def _receives(text: Text, before_act: Span, behind_act: Span) -> bool:
    """Say whether an act is received by who stands before it, from who stands behind."""
    gets = text.pattern(RECEIVES).search(text.words(before_act))
    return gets is not None and text.pattern(FROM_WHOM).search(text.words(behind_act)) is not None


def _suffers_behind(text: Text, quote: Span, states: Sequence[CountrySpan]) -> tuple[Span, Span] | None:
    """Return who acts and who suffers, where a passive verb stands before both: استُدعي السفير الدنماركي إلى …."""
    agent = next((state for state in states if state.code != states[0].code), None)
    act = act_at(text, quote)
    if agent is None or act is None:
        return None
    before, between = text.words((quote[0], states[0].start)), text.words((states[0].end, agent.start))
    passive = text.pattern(PASSIVE_AHEAD).search(before)
    by = act < states[0].start and text.pattern(SUFFERS[2]).search(between)
    given = states[0].end <= act and _receives(text, (quote[0], states[0].start), (act, agent.start))
    return (_span(agent), _span(states[0])) if passive or by or given else None


def _acts_alone(text: Text, quote: Span, states: Sequence[CountrySpan]) -> bool:
    """Say whether the first of `states` acts in a passive without another before it, and the second is aimed at."""
    agent, target = states[:2]
    return bool(
        agent.code != target.code
        and text.pattern(AGENT_ALONE).search(text.words((quote[0], agent.start)))
        and text.pattern(AIMED).search(text.words((agent.end, target.start)))
    )


def is_object_before(text: Text, start: int) -> bool:
    """Say whether the words before a state mark it as the object of a verb behind it: *a Egipto le reprochó*."""
    return bool(text.pattern(BEFORE_OBJECT).search(text.before(start, DOES_WITHIN)))


def _object_before(text: Text, act: int, others: Sequence[CountrySpan]) -> CountrySpan | None:
    """Return the last of `others` that stands before the act and is marked as its object."""
    objects = (other for other in others if other.end <= act and is_object_before(text, other.start))
    return max(objects, key=lambda other: other.start, default=None)


@overload
def _span(state: CountrySpan) -> Span: ...
@overload
def _span(state: CountrySpan | None) -> Span | None: ...
def _span(state: CountrySpan | None) -> Span | None:
    return (state.start, state.end) if state else None


def acts_outright(text: Text) -> bool:
    """Say whether a sentence has one state, or its leader, act on another in so many words: `Kenya menuduh Peru …`."""
    states = text.countries(text.whole)
    actors = [(state.start, state.end, state.code) for state in states]
    people = (name for name, _ in people_in(text, text.whole))
    actors += [(*name, code) for name in people if (code := country_of_leader(text.words(name), text.language))]
    for start, end, code in sorted(actors):
        act = _act_of(text, text.whole, end, start)
        if act is not None and any(
            state.start > act and state.code != code and is_object(text, act, state.start) for state in states
        ):
            return True
    sanctions = text.pattern(SANCTIONS).search(text.text)
    return sanctions is not None and any(
        actor[1] <= sanctions.start() and state.start == sanctions.end() and state.code != actor[2]
        for actor in actors
        for state in states
    )


def _act_of(text: Text, span: Span, end: int, start: int) -> int | None:
    """Return where the act stands that is done by who is named from `start` to `end`; None where they do none."""
    at = act_in(text.words(span), end - span[0], text.speech)
    act = None if at is None else span[0] + at
    if act is None or "," in text.words((end, act)):
        return None
    within = OFFICE_WITHIN if _beside_office(text, span, (start, end)) else DOES_WITHIN
    before = text.words((span[0], start))
    office = text.pattern(OF).search(before)
    of_office = office is not None and office_word(office["office"].casefold(), text.language)
    return act if act - end <= within and (of_office or not text.pattern(PREPOSITION).search(before)) else None


def _beside_office(text: Text, span: Span, state: Span) -> bool:
    """Say whether a word for an office stands right before or behind a state: *le ministre allemand*, 乌克兰外长."""
    before, after = text.words((span[0], state[0])).split()[-1:], text.words((state[1], span[1])).split()[:1]
    return any(office_word(word.strip(".,'’").casefold(), text.language) for word in (*before, *after))


def meets_another(text: Text, span: Span, known: set[str]) -> bool:
    """Say whether the words at `span` have someone meet one of a state that is none of the `known`."""
    return any(
        state.code not in known and text.pattern(MEETS).search(text.words((span[0], state.start)))
        for state in text.countries(span)
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
