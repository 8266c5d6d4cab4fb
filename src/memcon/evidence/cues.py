"""Words that tell what an event is and how it stands, by the classes of `events.toml` in the folder of its language.

Where a language has no word of a class nothing is told: the model's word stands.
"""

from collections.abc import Mapping
from typing import Final

from memcon.languages import Language
from memcon.languages.shape.events import CallWords, DisputeWords, MeetingWords
from memcon.records import Act, Channel, Form, Kind, Status, family, is_contact

_SHAPES: Final[Mapping[Kind, type[CallWords | MeetingWords | DisputeWords]]] = {
    "call": CallWords, "meeting": MeetingWords, "dispute": DisputeWords,
}  # fmt: skip
VARIANTS: Final = {kind: tuple(shape.model_fields) for kind, shape in _SHAPES.items()}
"""Of each kind, the more telling first."""
ACT: Final = "{" + "|".join(f"events.dispute.{act}" for act in VARIANTS["dispute"]) + "}"
"""A word of any act of dispute."""
CALLED_OFF: Final = (
    "{events.cancel.words}{_}{~3}{events.plan.contact}",
    r"{events.plan.noun}\w*{_}{~8}{events.cancel.words}",
)
TO_COME: Final = (
    "{events.plan.before}{_}{~3}{events.plan.contact}",
    r"{events.plan.noun}\w*{_}{~4}{events.plan.after}",
    "{events.plan.future}",
)
ACT_TO_COME: Final = f"(?:{{events.plan.before}}{{_}}{{~2}}{ACT}|{{events.plan.acts}})"
SAID: Final = "{events.dispute.threaten|events.dispute.warn|events.dispute.accuse|events.dispute.demand}"
"""Acts of words, whose object is what somebody may do."""
ABOUT: Final = r"{events.voice.about}[^,;.!?]*"
"""A clause about what another does: *phản đối việc Trung Quốc tập trận*."""
SAYS: Final = (
    "(?={events.happened.acts|events.happened.bare})(?:"
    + "|".join(
        f"{{events.dispute.{act}}}"
        for act in ("threaten", "warn", "protest", "demand", "reject", "accuse", "criticise")
    )
    + ")"
)
"""An act of words in a form in which somebody does it."""
CONTENT: Final = r"(?:(?!{_}{words.conjunctions.and}{_})[^,;.!?，。；])*"
"""What stands behind it, to the end of its clause."""
SAYING: Final = frozenset({"threaten", "warn", "protest", "demand", "reject", "accuse", "criticise"})
"""Acts of words; the others are deeds."""
WORDS: Final = frozenset({"accuse", "criticise", "reject", "demand"})
"""Acts that may be put in any words."""


def status_told(kind: Kind, quote: str, speech: Language) -> Status | None:
    """Return the status that a quote tells by itself: called off, refused, a plan, asked for; None where none."""
    if not is_contact(kind):
        return "planned" if is_plan(kind, quote, speech) else None
    if any(speech.compile(template).search(quote) for template in CALLED_OFF):
        return "cancelled"
    if _is_of("refused", kind, quote, speech, within=10):
        return "refused"
    if is_plan(kind, quote, speech):
        return "planned"
    return "requested" if _is_of("requested", kind, quote, speech, within=8) else None


def _is_of(status: Status, kind: Kind, quote: str, speech: Language, *, within: int) -> bool:
    """Say whether a word of a status has one for the contact in it, or so many words behind it: *asked* to meet."""
    word, contact = f"{{events.status.{status}}}", f"{{events.contact.{kind}}}"
    behind = speech.compile(f"{word}{{_}}{{~{within}}}{contact}").search(quote)
    return behind is not None or any(
        speech.compile(contact).search(found[0]) for found in speech.compile(word).finditer(quote)
    )


def has_status(status: Status, quote: str, speech: Language) -> bool:
    """Say whether a quote has any word that goes with a status other than `occurred`."""
    names = ("events.plan.loose", "events.plan.after") if status == "planned" else (f"events.status.{status}",)
    return speech.pattern(*names).search(quote) is not None


def is_plan(kind: Kind, quote: str, speech: Language) -> bool:
    """Say whether a quote tells of a contact, or of an act of dispute, as of one to come: *akan bertemu*."""
    if is_contact(kind):
        return any(speech.compile(template).search(quote) for template in TO_COME)
    plan = speech.compile(ACT_TO_COME).search(quote)
    if plan is None:
        return False
    # a threat to strike is a threat that occurred, and so is what has been done before a plan
    before = speech.compile(f"{SAID}|{{words.time.done}}")
    return before.search(quote, 0, plan.start()) is None


def variants_told(kind: Kind, quote: str, speech: Language) -> tuple[Channel | Form | Act, ...]:
    """Return the variants of which a quote has words, the more telling first; an act within another's clause is none.

    Such a clause is what follows an act of words that somebody does: *accused* Peru of violating its airspace. Where a
    language says how one begins (`events.voice.about`), deeds within it are not told either.
    """
    main = _main_clauses(quote, speech) if kind == "dispute" else quote
    done = speech.compile(ABOUT).sub(" ", main) if kind == "dispute" and speech.knows("events.voice.about") else main
    told = (
        name
        for name in VARIANTS[kind]
        if speech.pattern(f"events.{kind}.{name}").search(main if name in SAYING else done)
    )
    return tuple(told)  # type: ignore[arg-type]  # a test holds the names of the shapes to the records'


def _main_clauses(quote: str, speech: Language) -> str:
    """Return a quote without what is said, threatened or condemned in it: the words behind an act of words."""
    main, at = "", 0
    saying = speech.compile(SAYS)
    while at < len(quote) and (says := saying.search(quote, at)):
        clause = speech.compile(CONTENT).match(quote, says.end())
        main += quote[at : says.end()]
        at = clause.end() if clause else says.end()
    return main + " " + quote[at:]


def summons(words: str, speech: Language) -> bool:
    """Say whether a sentence tells that an ambassador was summoned: a dispute and no meeting (PLOVER manual)."""
    return bool(speech.pattern("events.dispute.summon").search(words))


def is_opinion(words: str, speech: Language) -> bool:
    """Say whether a sentence tells what a scholar or another of no state thinks that should or may be done."""
    return unofficial(words, speech) and bool(speech.pattern("events.people.opinion").search(words))


def unofficial(words: str, speech: Language) -> bool:
    """Say whether words tell someone who acts for no state: a scholar, a founder, a newspaper."""
    return bool(speech.pattern("events.people.unofficial").search(words))


def tells(kind: Kind, words: str, speech: Language) -> bool:
    """Say whether a sentence has a word that is used of calls, of meetings, or of any act of dispute."""
    return bool(speech.compile(f"{{events.contact.{kind}}}" if is_contact(kind) else ACT).search(words))


def act_in(words: str, start: int, speech: Language) -> int | None:
    """Return where the first word of an act of dispute stands in `words`, from `start` on; None without one."""
    act = speech.compile(ACT).search(words, start)
    return act.start() if act else None


def only(kind: Kind, words: str, speech: Language) -> bool:
    """Say whether a sentence has a word that is used of nothing but calls, or of nothing but meetings in person."""
    return bool(speech.pattern(f"events.medium.{kind}").search(words))


def either(words: str, speech: Language) -> bool:
    """Say whether a sentence has a word that is used of calls and of meetings: talks, discuss."""
    return bool(speech.pattern("events.medium.either").search(words))


def of_two(words: str, speech: Language) -> bool:
    """Say whether a sentence begins with those two of whom one before it told."""
    return bool(speech.pattern("events.continues.two").match(words))


def calls_on(words: str, speech: Language) -> bool:
    """Say whether a sentence has someone *call on* another *to* do something: a demand, no call and no visit."""
    by_phone = speech.pattern("events.call.video", "events.call.phone").search(words)
    demands = speech.pattern("events.demand.words").search(words)
    return bool(demands) and not by_phone and not only("meeting", words, speech)


def continues(kind: Kind, words: str, speech: Language) -> bool:
    """Say whether a sentence begins as one that goes on about what the one before it told."""
    return words.startswith(("“", '"', "«", "「")) or bool(
        speech.pattern(f"events.continues.{family(kind)}").match(words)
    )
