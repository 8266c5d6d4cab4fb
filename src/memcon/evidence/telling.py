"""Who tells, speaks, listens or is meant by a pronoun: what a small model takes for actor and target.

`X mengatakan kepada Y bahwa Z …` is about Z: Y only listens. `Dia menuding Z` is by whoever spoke last.
"""

import re
from typing import Final

from memcon.evidence.cues import act_in, unofficial
from memcon.evidence.names import people_in
from memcon.evidence.passage import Passage, Text
from memcon.resolve.countries import CountrySpan
from memcon.text.ground import Span

TELLS_BEFORE: Final = "{telling.before_name}{_}{~8}$"
TELLS_AFTER: Final = (
    r"\s*(?:\([^()]{1,40}\)\s*|[,،][^,،]{1,60}[,،]\s*)?(?:{words.names.adverbs}{_})?"
    r"{telling.after_name}(?!{_}{words.prepositions.toward})(?!{_}{words.pronouns.he}{_})"
)
APPOSITION: Final = re.compile(r"\s*[,،(]\s*([^,،;؛.()\n“”\"]{2,110})[,،)]")
SPEAKS_TO: Final = r"{telling.to_listener}(?:\s+[\w-]+){0,2}?{_}{words.prepositions.toward}{_}|{telling.told}{_}"
"""Before one who listens or reads. A protest or a demand is handed to whom it is aimed at, and is not among them."""
LISTENER: Final = 70
"""How far behind these words, in code points, the listener's name may begin: an office stands before it."""
CLAUSE: Final = r"[,;:!?\n“”\"，；：！？。،]|{words.conjunctions.that|words.conjunctions.so_that}"
"""Where the words for a listener end, but for an apposition."""
LISTENER_APPOSED: Final = r",\s(?![^,]*{telling.after_name|telling.to_listener})[^,.;:\n“”\"]{2,40}(?=,)"
"""The listener's name behind the office: *, António Guterres,*."""
QUOTED: Final = r"[”\"»」』],?\s*(?:[–-]\s*)?{telling.before_name}{_}"
"""Behind quoted words, before who said them."""
PRONOUN: Final = r"[\s\"“«]*{words.pronouns.he}{_}(?:[^\W\d_]+\s+){0,2}?(?=\w)"
"""A sentence whose subject was named before."""
BACK: Final = 500
"""Code points before a quote in which a pronoun's bearer is looked for: two or three sentences."""
ACTS_WITHIN: Final = 40
"""Code points between the beginning of a sentence and the act of its pronoun."""
PLACED: Final = (
    "{words.prepositions.at|words.prepositions.to|words.prepositions.for|words.prepositions.from}{_}"
    "(?:{words.names.articles}{_})?$"
)
"""Before a country that is no speaker."""
STOP: Final = re.compile(r"[.!?;,،؛؟\n“”\"。！？；，：「」『』（）]")


def only_tells(passage: Passage, name: Span) -> bool:
    """Say whether the bearer of a name is one who tells of something, and does not speak *to* another."""
    before = STOP.split(passage.before(name[0], 90))
    clause = before[-1] if before[-1].strip() or len(before) < 2 else f"{before[-2]} "  # `said the minister, X`
    return bool(
        passage.pattern(TELLS_BEFORE).search(clause)
        or passage.pattern(TELLS_AFTER).match(passage.text, name[1], name[1] + 120)
    )


def is_unofficial(passage: Passage, whole: Span, name: Span) -> bool:
    """Say whether a party's words, those right before its name or the apposition after it tell of no official."""
    before = STOP.split(passage.before(name[0], 60))
    office = before[-1] if before[-1].strip() or len(before) < 2 else before[-2]
    after = APPOSITION.match(passage.text, name[1], name[1] + 120)
    told = (passage.words(whole), " ".join(office.split()[-9:]), after[1] if after else "")
    return any(unofficial(words, passage.speech) for words in told)


def listeners(text: Text, quote: Span) -> tuple[Span, ...]:
    """Return the parts of a quote in which one who is spoken to is named, each to the end of the name's clause."""
    heard = []
    for speaks in text.pattern(SPEAKS_TO).finditer(text.text, *quote):
        last = min(quote[1], speaks.end() + LISTENER)
        clause = text.pattern(CLAUSE).search(text.text, speaks.end(), last)
        end = clause.start() if clause else last
        apposed = text.pattern(LISTENER_APPOSED).match(text.words((end, min(quote[1], end + LISTENER))))
        heard.append((speaks.end(), end + apposed.end() if apposed else end))
    return tuple(heard)


def speaker_of(text: Text, quote: Span) -> Span | None:
    """Return the last country named before the first words of speaking to someone; None where there is none."""
    speaks = text.search(SPEAKS_TO, quote)
    if speaks is None:
        return None
    own = [state for state in text.countries((quote[0], speaks.start())) if not _is_placed(text, quote, state)]
    return (own[-1].start, own[-1].end) if own else None


def quoted_speaker(passage: Passage, quote: Span) -> Span | None:
    """Return the name of who is quoted, behind the words: `…," kata Menlu Yunani Nikos Dendias.`; None without one."""
    tells = passage.search(QUOTED, quote)
    return next((name for name, _ in people_in(passage, (tells.end(), quote[1]))), None) if tells else None


def pronoun_acts(text: Text, quote: Span) -> bool:
    """Say whether a quote begins with a pronoun that does an act of dispute: *Dia juga menuding*."""
    act = act_in(text.words(quote), 0, text.speech) if text.match(PRONOUN, quote) else None
    return act is not None and act <= ACTS_WITHIN


def spoke_before(passage: Passage, quote: Span) -> tuple[Span, ...]:
    """Return the names of those who spoke before a quote, the last first."""
    people = people_in(passage, (max(0, quote[0] - BACK), quote[0]))
    return tuple(name for name, _ in people if only_tells(passage, name))[::-1]


def first_other(passage: Passage, codes: set[str | None], after: int) -> Span | None:
    """Return the first country that the quotes name from `after` on and that is none of `codes`."""
    for quote in passage.quotes:
        for state in passage.countries(quote):
            if state.start >= after and state.code not in codes:
                return state.start, state.end
    return None


def _is_placed(text: Text, quote: Span, state: CountrySpan) -> bool:
    return bool(text.pattern(PLACED).search(text.words((quote[0], state.start))))
