"""What the words of a quote say of an event's status and variant. Reads `data/cues.toml`, which a user can extend.

A status other than `occurred` needs words that say so, as every fact does: a small model calls half of all contacts
planned or requested. Where the quote has cues of other variants only, the first of them wins over the model's choice.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from memcon.records import Act, Channel, Form, Kind, Status


def status_of(kind: Kind, chosen: Status, quote: str) -> Status:
    """Return the model's status where the quote has a cue of it, else `occurred`."""
    cues = _cues("status").get(chosen)
    needed = kind != "dispute" or chosen == "planned"  # a demand is a dispute that occurred, and so is a refusal
    return chosen if needed and cues and cues.search(quote) else "occurred"


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


KNOWN: Final = frozenset({"id", "ms", "en", "ru"})
"""Languages of the table."""
WORDS: Final = frozenset({"accuse", "criticise", "reject", "demand"})
"""Acts that may be put in any words."""


def tells(kind: Kind, words: str) -> bool:
    """Say whether a sentence has a word that is used of calls, of meetings, or of any act of dispute."""
    cues = _cues("dispute").values() if kind == "dispute" else (_cues("contact")[kind],)
    return any(cue.search(words) for cue in cues)


def only(kind: Kind, words: str) -> bool:
    """Say whether a sentence has a word that is used of nothing but calls, or of nothing but meetings in person."""
    return bool(_cues("medium")[kind].search(words))


def either(words: str) -> bool:
    """Say whether a sentence has a word that is used of calls and of meetings: talks, discuss."""
    return bool(_cues("medium")["either"].search(words))


def continues(kind: Kind, words: str) -> bool:
    """Say whether a sentence begins as one that goes on about what the one before it told."""
    family = "dispute" if kind == "dispute" else "contact"
    return words.startswith(("“", '"', "«")) or bool(_cues("continues")[family].match(words))


@functools.cache
def _cues(group: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of a group, by what they are cues of, the more telling first."""
    table = tomllib.loads((Path(__file__).parents[1] / "data" / "cues.toml").read_text("utf-8"))
    return {name: re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE) for name, words in table[group].items()}
