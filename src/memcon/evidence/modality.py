"""Whether words tell that a contact or an act took place, or that it is negated, denied or only supposed.

Each answer needs words that say it (`events.toml`: happened, negation, denial, condition). Words that are not known
tell nothing, and nothing follows from their absence. Knows nothing of what a model says.
"""

from collections.abc import Iterator
from typing import Final, Literal

from memcon.evidence import cues
from memcon.evidence.passage import Passage
from memcon.languages import Language
from memcon.records import Kind, is_contact
from memcon.text.ground import Span

Absent = Literal["negated", "denied", "hypothetical"]
"""Why words tell of no event: codebook S6, K11, S8."""

STOPS: Final = r"\n.;!?。；！？؟؛"
LONGEST: Final = 1000
"""How far from a quote, in code points, its sentence may reach."""
DEED: Final = "{events.plan.contact|events.happened.contact|events.contact.meeting|events.contact.call}"
CONTACT: Final = f"(?:{DEED}|{{events.plan.noun}})"
NEGATED: Final = (
    f"{{events.negation.verbs}}{{_}}{DEED}",
    rf"{{events.negation.nouns}}{{_}}{{~1}}{{events.plan.noun}}[^,{STOPS}]*",
    rf"{{events.negation.clause}}[^{STOPS}]*",
    r"{events.plan.noun}\w*{_}{~14}{events.negation.after}",
)
"""A negator right before a deed of contact or a word for one, or behind it: what it negates, and no more."""
NO_ACT: Final = (f"{{events.negation.verbs}}{{_}}{cues.ACT}", rf"{{events.negation.clause}}[^{STOPS}]*")
DENIED: Final = (
    rf"{{events.denial.deny}}{{_}}{{~3}}{{events.denial.reports}}[^{STOPS}]*",
    rf"{{events.denial.deny}}{{_}}{{~2}}{DEED}[^{STOPS}]*",
    rf"{{events.denial.reports}}[^{STOPS}]{{0,400}}?{{events.denial.false}}",
)
"""What is denied, to the end of its sentence."""
SUPPOSED: Final = (rf"{{events.condition.words}}[^{STOPS}]*",)
"""A condition and what would follow, to the end of the sentence."""
WOULD: Final = f"{{events.condition.would}}{{_}}{{~3}}{CONTACT}"
"""What would follow of a condition: *it* would be the first meeting."""
TOOK_PLACE: Final = (
    "{events.happened.contact}",
    "{events.happened.marks}{_}{~1}{events.plan.contact}",
    "{events.happened.during}",
)
"""A deed in a form that says that it is done."""
HELD: Final = rf"{{events.plan.noun}}\w*{{_}}{{~14}}(?:[^\s.,;:]+,[^,{STOPS}]{{1,80}},{{_}})?{{events.happened.after}}"
"""A word for a contact, and behind it that it was held: *the talks* took place."""
DONE: Final = ("{events.happened.acts}", f"{{events.happened.marks}}{{_}}{{~1}}{cues.ACT}")
"""An act of dispute in a form that says that it is done."""
BARE: Final = "{events.happened.bare}"
"""A deed in a language whose verbs have no tense: done where a day that lies behind stands with it."""
OF_SUBJECT: Final = r"[^\W\d_a-zß-öø-ÿ][\w'’.-]*[)\"”]?{_}(?:{words.names.adverbs}{_})?{events.happened.bare}"
"""The same right behind a name, where nothing stands that makes it a plan or a wish: *Joe Biden bertemu*."""


def absent(kind: Kind, passage: Passage) -> Absent | None:
    """Return why the quotes tell of no event: it is negated, denied or supposed, and told nowhere else in them."""
    ways: tuple[tuple[Absent, tuple[str, ...]], ...] = (
        ("denied", DENIED if is_contact(kind) else ()),  # of a dispute a denial may be the act itself: K11
        ("hypothetical", SUPPOSED),
        ("negated", NEGATED if is_contact(kind) else NO_ACT),
    )
    for reason, templates in ways:
        spans = [span for quote in passage.quotes for span in _scopes(passage, quote, templates)]
        if spans and _of_event(kind, passage, spans) and not _told(kind, _rest(kind, passage, spans), passage.speech):
            return reason
    return None


def _scopes(passage: Passage, quote: Span, templates: tuple[str, ...]) -> Iterator[Span]:
    """Yield where the words of templates reach into `quote`, read with the sentence about it."""
    sentence = sentence_of(passage, quote)
    for template in templates:
        for start, end in passage.matches(passage.pattern(template), sentence):
            if start < quote[1] and quote[0] < end:
                yield start, end


def sentence_of(passage: Passage, span: Span) -> Span:
    """Return the words from the stop before `span` to that behind it."""
    stop = passage.pattern(rf"[{STOPS}](?=\W|$)")
    first, last = max(0, span[0] - LONGEST), min(len(passage.text), span[1] + LONGEST)
    before = (end for _, end in passage.matches(stop, (first, span[0])))
    behind = stop.search(passage.text, span[1], last)
    return max(before, default=first), behind.start() if behind else last


def _of_event(kind: Kind, passage: Passage, spans: list[Span]) -> bool:
    """Say whether a word of the kind stands within `spans`."""
    word = passage.pattern(CONTACT if is_contact(kind) else cues.ACT)
    return any(word.search(passage.words(span)) for span in spans)


def _rest(kind: Kind, passage: Passage, spans: list[Span]) -> str:
    """Return the words of the quotes without `spans`, but with what stands behind a condition and does not hang on it.

    Every letter that is left out becomes a full stop.
    """
    text = passage.text
    for start, end in spans:
        comma = text.find(",", start, end)
        main = text[comma:end] if comma > 0 and passage.match("{events.condition.words}", (start, end)) else ""
        kept = passage.pattern(WOULD).sub(lambda found: "." * len(found[0]), main)
        told = took_place(kind, kept, passage.speech) or cues.is_plan(kind, kept, passage.speech)
        text = text[:start] + "." * (end - start - len(main)) + (kept if told else "." * len(main)) + text[end:]
    return " ".join(text[start:end] for start, end in passage.quotes)


def _told(kind: Kind, rest: str, speech: Language) -> bool:
    """Say whether what is left of the words tells of an event by itself."""
    if not is_contact(kind):
        return bool(speech.compile(cues.ACT).search(rest))
    others = ("events.status.refused", "events.status.cancelled", "events.status.requested")
    return (
        took_place(kind, rest, speech)
        or is_told(rest, speech, behind=False)
        or cues.status_told(kind, rest, speech) is not None
        or speech.pattern(*others).search(rest) is not None
    )


def held(words: str, speech: Language) -> bool:
    """Say whether a contact is named, and told to have been held, by whatever way: *the visit, put off, took place*."""
    found = speech.compile(HELD).search(words)
    return found is not None and not speech.pattern("events.plan.before", "events.plan.after").search(found[0])


def took_place(kind: Kind, words: str, speech: Language) -> bool:
    """Say whether words tell by their form that what they tell of took place."""
    templates = TOOK_PLACE if is_contact(kind) else DONE
    done = any(speech.compile(template).search(words) for template in templates)
    return done or (is_contact(kind) and held(words, speech))


def is_told(words: str, speech: Language, *, behind: bool) -> bool:
    """Say whether words tell, in a language without tense, of a deed as done: right behind a name, or with its day.

    `behind` says that a day that has passed stands with them.
    """
    name = speech.cased and speech.compile(OF_SUBJECT).search(words) is not None
    return name or (behind and speech.compile(BARE).search(words) is not None)
