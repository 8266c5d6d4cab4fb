"""Which events are wanted: the options of `memcon export`, and of what tells how good an export is."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from memcon.outputs.tables.filters import Filters

MinConfidence = Annotated[float | None, typer.Option(metavar="P", min=0, max=1, help="Events at least so probable.")]
Statuses = Annotated[
    list[str] | None, typer.Option(metavar="WORD", help="Events of this status, as occurred. Repeatable.")
]
Kinds = Annotated[list[str] | None, typer.Option(metavar="WORD", help="Events of this kind. Repeatable.")]
Since = Annotated[
    dt.datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Events that may be of this day or later."),
]
Until = Annotated[
    dt.datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Events that may be of this day or before."),
]
Countries = Annotated[
    list[str] | None, typer.Option(metavar="CODE", help="Events of which this is a side. Repeatable.")
]


def read_filters(
    min_confidence: float | None,
    status: list[str] | None,
    kind: list[str] | None,
    country: list[str] | None,
    since: dt.datetime | None,
    until: dt.datetime | None,
    *,
    reviewed: bool = False,
) -> "Filters":
    """Return what events must be, or raise UsageError for a word that no event has."""
    from memcon.errors import UsageError
    from memcon.outputs.tables import words
    from memcon.outputs.tables.filters import Filters

    for name, given, known in (("status", status, words.STATUSES), ("kind", kind, words.KINDS)):
        if unknown := sorted({*(given or ())} - known.keys()):
            raise UsageError(f"--{name} {unknown[0]!r} is none of {', '.join(map(repr, known))}")
    codes = frozenset(code.upper() for code in country or ())
    if odd := sorted(code for code in codes if not (code.isalpha() and 3 <= len(code) <= 5)):
        raise UsageError(f"--country {odd[0]!r} is no code: ISO 3166-1 alpha-3, as IDN, or UNO, EUU, NATO, ASEAN, XKX")
    if since and until and until < since:
        raise UsageError(f"--until {until:%Y-%m-%d} lies before --since {since:%Y-%m-%d}")
    return Filters(
        min_confidence=min_confidence,
        status=frozenset(status or ()),
        kind=frozenset(kind or ()),
        reviewed=reviewed,
        since=since.date() if since else None,
        until=until.date() if until else None,
        country=codes,
    )
