"""What the words of a quote say of an event's status and variant. Reads `data/cues.toml`, which a user can extend.

A status other than `occurred` needs words that say so, as every fact does: a small model calls half of all contacts
planned or requested. Where the quote has cues of other variants only, the first of them wins over the model's choice.
"""

import functools
import re
from collections.abc import Mapping
from typing import Final

from memcon import _data
from memcon.records import Act, Channel, Form, Kind, Status


def status_of(kind: Kind, chosen: Status, quote: str) -> Status:
    """Return what the quote tells: called off, or a plan; else the model's status where the quote has a cue of it.

    Else `occurred`: a small model calls half of what happened planned, and some of what is planned occurred.
    """
    if kind != "dispute" and any(pattern.search(quote) for pattern in _plans("cancel")):
        return "cancelled"
    if is_plan(kind, quote):
        return "planned"
    cue = _cues("status").get(chosen)
    needed = kind != "dispute"  # a demand is a dispute that occurred, and so is a refusal
    return chosen if needed and cue and cue.search(quote) else "occurred"


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
    if kind != "dispute":
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
def _plans(family: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of plans of contact or of dispute, or of contact called off."""
    words = {name: "|".join(listed) for name, listed in _table()["plan"].items()}
    off = "|".join(_table()["cancel"]["words"])
    acts = "|".join(word for listed in _table()["dispute"].values() for word in listed)

    def pattern(first: str, between: int, second: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{first})(?:[ -]+[^\s.,;:]+){{0,{between}}}?[ ]+(?:{second})", re.IGNORECASE)

    if family == "cancel":
        return pattern(off, 3, words["contact"]), pattern(rf"(?:{words['noun']})\w*", 8, off)
    if family == "dispute":
        return (pattern(words["before"], 2, acts),)
    return pattern(words["before"], 3, words["contact"]), pattern(rf"(?:{words['noun']})\w*", 4, words["after"])


def variant_of(kind: Kind, chosen: Channel | Form | Act, quote: str, language: str | None) -> Channel | Form | Act:
    """Return the model's choice where the quote has cues of it, else the first variant that it has cues of.

    Without any cue a dispute is no more than criticism, in the languages of the table: a deed needs words that tell it.
    """
    found = [name for name, cue in _cues(kind).items() if cue.search(quote)]
    if chosen in found or (kind == "dispute" and not found and language not in KNOWN):
        return chosen
    if found:
        return found[0]  # type: ignore[return-value]  # a test holds the table's names to the records'
    return "criticise" if kind == "dispute" and chosen not in WORDS else chosen


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
    cues = _cues("dispute").values() if kind == "dispute" else (_cues("contact")[kind],)
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
    family = "dispute" if kind == "dispute" else "contact"
    return words.startswith(("“", '"', "«")) or bool(_cues("continues")[family].match(words))


@functools.cache
def _cues(group: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of a group, by what they are cues of, the more telling first."""
    return {name: re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE) for name, words in _table()[group].items()}


@functools.cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    return _data.toml("data/cues.toml")
