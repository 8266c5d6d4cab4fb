"""Words that tell what an event is, how it stands and of what kind it is: `data/cues.toml`, which a user can extend."""

import functools
import re
from collections.abc import Mapping
from typing import Final

from memcon import _data
from memcon.records import Act, Channel, Form, Kind, Status, family, is_contact


def status_told(kind: Kind, quote: str) -> Status | None:
    """Return the status that a quote tells by itself: called off, or a plan; None where it tells neither."""
    if is_contact(kind) and any(pattern.search(quote) for pattern in _plans("cancel")):
        return "cancelled"
    return "planned" if is_plan(kind, quote) else None


def has_status(status: Status, quote: str) -> bool:
    """Say whether a quote has a cue of a status."""
    cue = _cues("status").get(status)
    return cue is not None and cue.search(quote) is not None


def summons(words: str) -> bool:
    """Say whether a sentence tells that an ambassador was summoned: a dispute and no meeting (PLOVER manual)."""
    return bool(_cues("dispute")["summon"].search(words))


def is_opinion(words: str) -> bool:
    """Say whether a sentence tells what a scholar or another of no state thinks that should or may be done."""
    return unofficial(words) and bool(_cues("opinion")["words"].search(words))


def unofficial(words: str) -> bool:
    """Say whether words tell someone who acts for no state: a scholar, a founder, a newspaper."""
    return bool(_cues("unofficial")["words"].search(words))


def is_plan(kind: Kind, quote: str) -> bool:
    """Say whether a quote tells of a contact, or of an act of dispute, as of one to come: *akan bertemu*."""
    if is_contact(kind):
        return any(pattern.search(quote) for pattern in _plans("contact"))
    (pattern,) = _plans("dispute")
    found = pattern.search(quote)
    if found is None:
        return False
    start = found.start()  # a threat to strike is a threat that occurred, and so is what has been done before a plan
    if DONE.search(quote, 0, start):
        return False
    return not any(_cues("dispute")[act].search(quote, 0, start) for act in SAID)


@functools.cache
def _plans(what: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of plans of contact or of dispute, or of contact called off."""
    words = {name: "|".join(listed) for name, listed in _table()["plan"].items()}
    off = "|".join(_table()["cancel"]["words"])
    acts = "|".join(word for listed in _table()["dispute"].values() for word in listed)

    def pattern(first: str, between: int, second: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{first})(?:[ -]+[^\s.,;:]+){{0,{between}}}?[ ]+(?:{second})", re.IGNORECASE)

    if what == "cancel":
        return pattern(off, 3, words["contact"]), pattern(rf"(?:{words['noun']})\w*", 8, off)
    if what == "dispute":
        return (pattern(words["before"], 2, acts),)
    return pattern(words["before"], 3, words["contact"]), pattern(rf"(?:{words['noun']})\w*", 4, words["after"])


def variants_told(kind: Kind, quote: str) -> tuple[Channel | Form | Act, ...]:
    """Return the variants of which a quote has cues, the more telling first."""
    return tuple(name for name, cue in _cues(kind).items() if cue.search(quote))  # type: ignore[misc]  # a test holds the table's names to the records'


DONE: Final = re.compile(r"\b(?:telah|sudah|has|have|had)\s+(?!\w*(?:rencana|jadwal|plann))\w+", re.IGNORECASE)
"""Words of what has been done."""
KNOWN: Final = frozenset({"id", "ms", "en", "ru"})
"""Languages of the table."""
SAID: Final[tuple[Act, ...]] = ("threaten", "warn", "accuse", "demand")
"""Acts of words, whose object is what somebody may do."""
WORDS: Final = frozenset({"accuse", "criticise", "reject", "demand"})
"""Acts that may be put in any words."""


def tells(kind: Kind, words: str) -> bool:
    """Say whether a sentence has a word that is used of calls, of meetings, or of any act of dispute."""
    cues = (_cues("contact")[kind],) if is_contact(kind) else _cues("dispute").values()
    return any(cue.search(words) for cue in cues)


def act_in(words: str, start: int) -> int | None:
    """Return where the first word of an act of dispute stands in `words`, from `start` on; None without one."""
    found = (cue.search(words, start) for cue in _cues("dispute").values())
    return min((one.start() for one in found if one), default=None)


def only(kind: Kind, words: str) -> bool:
    """Say whether a sentence has a word that is used of nothing but calls, or of nothing but meetings in person."""
    return bool(_cues("medium")[kind].search(words))


def either(words: str) -> bool:
    """Say whether a sentence has a word that is used of calls and of meetings: talks, discuss."""
    return bool(_cues("medium")["either"].search(words))


def of_two(words: str) -> bool:
    """Say whether a sentence begins with those two of whom one before it told."""
    return bool(_cues("continues")["two"].match(words))


def calls_on(words: str) -> bool:
    """Say whether a sentence has someone *call on* another *to* do something: a demand, no call and no visit."""
    by_phone = any(cue.search(words) for cue in _cues("call").values())
    return bool(_cues("demand")["words"].search(words)) and not by_phone and not only("meeting", words)


def continues(kind: Kind, words: str) -> bool:
    """Say whether a sentence begins as one that goes on about what the one before it told."""
    return words.startswith(("“", '"', "«")) or bool(_cues("continues")[family(kind)].match(words))


@functools.cache
def _cues(group: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of a group, by what they are cues of, the more telling first."""
    return {name: re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE) for name, words in _table()[group].items()}


@functools.cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    return _data.toml("data/cues.toml")
