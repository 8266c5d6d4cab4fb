"""How likely a sentence reports contact, or a dispute, between states, by its words alone: two logistic regressions.

What they weigh is read from the tables of the sentence's language, so that a weight learnt in one counts in all: which
classes of words it has, whom it names, where it stands, what the sentence before it tells. Beside these they weigh
pieces of its words, by hash. They were taught on sentences that readers labelled, none of an article that memcon is
measured on: docs/measures/reporting.md, `benchmarks/teach_reporting.py`.
"""

import csv
import functools
import itertools
import math
import re
import zlib
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

from memcon import _data
from memcon.evidence import cues
from memcon.evidence.acts import acts_outright
from memcon.evidence.passage import Text
from memcon.languages.shape.events import EventsFile
from memcon.records import Kind
from memcon.resolve.dates import find_dates
from memcon.text.capitals import LETTER, LOWER, UPPER

BUCKETS: Final = 1 << 14
"""Weights of pieces of words, of each family: a piece has that of its CRC-32 modulo this."""
PIECES: Final = (3, 4, 5)
"""Lengths of a piece in code points; a word begins and ends with a space."""
PIECES_WEIGH: Final = 5.0
"""Length of the vector of a sentence's pieces, beside the other facts, most of which are 0 or 1."""
CLASSES: Final = tuple(
    f"events.{table}.{name}"
    for table, field in EventsFile.model_fields.items()
    for name in getattr(field.annotation, "model_fields", ())
)
"""The classes of words of `events.toml`."""
KINDS: Final[tuple[Kind, ...]] = ("call", "meeting", "dispute")
NAME: Final = re.compile(rf"(?<=[^\W\d_{UPPER},(] )[{UPPER}][{LETTER}’'-]+")
"""A capitalised word within a sentence."""
CASED: Final = re.compile(f"[{LOWER}]")
_QUOTES: Final = '“"«「”'


@dataclass(frozen=True, slots=True)
class NamedParties:
    """Whom a sentence names."""

    countries: int
    """Different countries and organisations."""
    names: int
    """Capitalised words within the sentence; 2 in scripts without capitals."""
    outright: bool = False
    """Whether one acts on another in so many words: `Kenya menuduh Peru …`."""

    @classmethod
    def named_in(cls, sentence: Text) -> Self:
        """Count the parties that a sentence names."""
        names = len(NAME.findall(sentence.text)) if CASED.search(sentence.text) else 2
        countries = len({country.code for country in sentence.countries(sentence.whole)})
        return cls(countries, names, countries > 0 and acts_outright(sentence))

    @property
    def any(self) -> bool:
        """Whether anyone is named who could take part; a sentence about nobody reports no event of its own."""
        return self.countries > 0 or self.names > 1

    @property
    def two(self) -> bool:
        """Whether two could be: two countries, or one and two names."""
        return self.countries > 1 or (self.countries == 1 and self.names > 1)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sentence stands in the body of its article."""

    number: int = 0
    """From 0."""
    of: int = 1
    """Sentences of the body."""
    headline: bool = False
    before: Text | None = None
    """The sentence before it."""


@dataclass(frozen=True, slots=True)
class Odds:
    """Log-odds that a sentence reports something."""

    contact: float
    dispute: float

    @property
    def most(self) -> float:
        """The larger."""
        return max(self.contact, self.dispute)


def odds(sentence: Text, parties: NamedParties, standing: Standing) -> Odds:
    """Return how likely a sentence reports contact, and a dispute. Takes time in proportion to its words."""
    weights = _weights()
    found = facts(sentence, parties, standing)
    contact, dispute = weights["intercept"]
    for name, value in found.items():
        for_contact, for_dispute = weights.get(name, (0.0, 0.0))
        contact += for_contact * value
        dispute += for_dispute * value
    if hashes := pieces(sentence.text):
        unit = PIECES_WEIGH / math.sqrt(len(hashes))
        for_contact, for_dispute = weights["pieces"]  # the weight of one step of their bytes
        table = _piece_weights()
        contact += for_contact * unit * sum(table[each] for each in hashes)
        dispute += for_dispute * unit * sum(table[BUCKETS + each] for each in hashes)
    return Odds(contact, dispute)


def facts(sentence: Text, parties: NamedParties, standing: Standing) -> dict[str, float]:
    """Return what is known of a sentence beside its letters, by the names of the weights; what is absent is 0."""
    words, speech = sentence.text, sentence.speech
    found: dict[str, float] = {name: 1.0 for name in CLASSES if speech.pattern(name).search(words)}
    found[f"countries.{min(parties.countries, 4)}"] = 1.0
    found["names"] = min(parties.names, 8) / 4
    found["two"] = float(parties.two)
    found["outright"] = float(parties.outright)
    for kind in KINDS:
        if cues.tells(kind, words, speech):
            found[f"tells.{kind}"] = 1.0
            found[f"tells.{kind}.countries.{min(parties.countries, 2)}"] = 1.0
        if standing.before and cues.tells(kind, standing.before.text, speech):
            found[f"before.tells.{kind}"] = 1.0
    found["opinion"] = float(cues.is_opinion(words, speech))
    found["unofficial"] = float(cues.unofficial(words, speech))
    found["characters"] = min(len(words), 500) / 200
    found["short"] = float(len(words) < 50)
    found["begins_quoted"] = float(words.startswith(tuple(_QUOTES[:4])))
    found["quoted"] = float(any(sign in words for sign in _QUOTES))
    found["digits"] = min(sum(map(str.isdigit, words)), 12) / 6
    found["dated"] = float(bool(find_dates(words, None, sentence.language)))
    found["first_three"] = float(standing.number < 3)
    found["position"] = standing.number / standing.of
    found["headline"] = float(standing.headline)
    found["sentences"] = min(standing.of, 60) / 30
    return found


def pieces(text: str) -> frozenset[int]:
    """Return the numbers of the pieces of the words of a text, those with a digit left out."""
    words = ("".join(sign for sign in word if sign.isalnum() or sign in "-'") for word in text.lower().split())
    whole = (f" {word} " for word in words if word and not any(map(str.isdigit, word)))
    return frozenset(zlib.crc32(piece.encode()) % BUCKETS for word in whole for piece in _cut(word))


def _cut(word: str) -> Iterator[str]:
    for length in PIECES:
        yield from (word[at : at + length] for at in range(len(word) - length + 1))


@functools.cache
def _weights() -> Mapping[str, tuple[float, float]]:
    rows = itertools.islice(csv.reader(_data.text("data/reporting.csv").splitlines()), 1, None)
    return {name: (float(contact), float(dispute)) for name, contact, dispute in rows}


@functools.cache
def _piece_weights() -> "array[int]":
    return array("b", _data.raw("data/reporting.pieces"))
