"""What a depositor decides: which tables, quotes or none, texts or none, under which licence, by whom."""

import re
from dataclasses import dataclass
from typing import Final

from memcon.errors import UsageError
from memcon.outputs.codebook.book import TITLE

_LICENCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_ORCID: Final = re.compile(r"(?:https://orcid\.org/)?((?:\d{4}-){3}\d{3}[\dX])")
TABLES: Final = ("events", "dyads", "dyad-month", "dyad-year", "participants", "mentions", "links", "articles")
"""Without a wish: what a row of the others, of networks and of other data sets, holds is in these."""


@dataclass(frozen=True, slots=True)
class Creator:
    """Who made the data set."""

    family: str
    given: str
    affiliation: str = ""
    orcid: str = ""
    """As 0000-0002-1825-0097."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What goes into a deposit, and what its papers say."""

    tables: tuple[str, ...] = TABLES
    formats: tuple[str, ...] = ()
    """Formats beside CSV in which each table is written too."""
    quotes: bool = True
    text: bool = False
    articles: tuple[str, ...] = ()
    """Where the articles lie now; by default where they were read."""
    licence: str = ""
    """Identifier of SPDX, as CC-BY-4.0."""
    title: str = TITLE
    creators: tuple[Creator, ...] = ()


def read_licence(given: str) -> str:
    """Return the identifier of a licence; UsageError for what can be none."""
    if given and not _LICENCE.fullmatch(given):
        raise UsageError(f"--licence {given!r} is no identifier of SPDX, as CC-BY-4.0 or CC0-1.0")
    return given


def read_creator(given: str) -> Creator:
    """Return who is told by `Family, Given; affiliation; ORCID`, of which the last two may be left out.

    Raises:
        UsageError: there is no name, or the ORCID is none.
    """
    name, *more = [part.strip() for part in given.split(";")]
    family, _, first = (part.strip() for part in name.partition(","))
    if not family or len(more) > 2:
        raise UsageError(f"--creator {given!r}: write 'Family, Given; affiliation; ORCID', the last two if you like")
    affiliation, orcid = (*more, "", "")[:2]
    if _ORCID.fullmatch(affiliation) and not orcid:
        affiliation, orcid = "", affiliation
    if not orcid:
        return Creator(family, first, affiliation)
    found = _ORCID.fullmatch(orcid)
    if not found or found[1][-1] != _check_digit(found[1]):
        raise UsageError(f"--creator {given!r}: {orcid!r} is no ORCID, as 0000-0002-1825-0097")
    return Creator(family, first, affiliation, found[1])


def _check_digit(orcid: str) -> str:
    """Return the last sign of an ORCID by the others (ISO 7064, MOD 11-2)."""
    total = 0
    for digit in orcid[:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    result = (12 - total % 11) % 11
    return "X" if result == 10 else str(result)
