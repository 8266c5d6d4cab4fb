"""One event in the coding schemes of the field: PLOVER 2.0, CAMEO and ACE-2005.

The table is `data/codes.csv`, one row for each kind, status and channel, form or act; its `note` says which rule of
which codebook decides, and where the record is coarser than the scheme. It knows nothing of texts: a code that needs
more than the record holds (what was threatened, with which weapon) stays at the level that is sure. Sources: the PLOVER
manual, draft 2.0 of 2024-02-04 (openeventdata/PLOVER), followed where its own table CAMEO2PLOVER-2021 disagrees, and
the CAMEO codes of ICEWS with their usage notes (andybega/icews). ACE codes the type of an event whatever its tense,
polarity and modality, so a planned meeting is a `Contact.Meet` as well.
"""

import csv
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from memcon import _data
from memcon.records import Act, Channel, Codes, Form, Kind, Status

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One row of the table: what a kind, status and variant become, and why."""

    codes: Codes
    note: str


@cache
def code_table() -> "Mapping[tuple[str, str, str], CodeRow]":
    """Return the whole table by (kind, status, variant), as `codes.csv` has it."""
    text = _data.text("data/codes.csv")
    table = {}
    for row in csv.DictReader(text.splitlines()):
        codes = Codes(
            plover=row["plover"] or None,
            plover_mode=row["plover_mode"] or None,
            cameo=row["cameo"] or None,
            ace=row["ace"] or None,
        )
        table[row["kind"], row["status"], row["variant"]] = CodeRow(codes, row["note"])
    return MappingProxyType(table)


def codes_of(kind: Kind, status: Status, variant: Channel | Form | Act) -> Codes:
    """Return the codes of an event; `variant` is the channel of a call, the form of a meeting, the act of a dispute.

    Raises ValueError where `variant` is none of that kind's.
    """
    row = code_table().get((kind, status, variant))
    if row is None:
        raise ValueError(f"{variant!r} is no variant of a {status!r} {kind!r}")
    return row.codes
