"""Agreement as JSON and as rows of CSV, for scripts. Figures are not rounded; null or an empty cell is none."""

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

from memcon.compare.agreement.agree import Agreement, Measured, Paired
from memcon.compare.evaluate.chance import Interval

COLUMNS: Final = (
    "about", "by", "group", "field", "coders", "units", "share", "share_low", "share_high", "coefficient", "value",
    "low", "high",
)  # fmt: skip
"""Of a row; `coders` are `all`, or two names; `coefficient` is `alpha` of all, `kappa` of two."""


def as_json(agreement: Agreement) -> dict[str, Any]:
    """Return the figures: `measured` are alpha and the share that agrees, `pairs` kappa of two coders."""
    return {
        "coders": [dataclasses.asdict(one) for one in agreement.coders],
        "events": agreement.shared,
        "articles": agreement.articles,
        "articles_left_out": agreement.left,
        "sentences": agreement.sentences,
        "seed": agreement.seed,
        "rounds": agreement.rounds,
        "measured": [_measured(one) for one in agreement.measured],
        "pairs": [_paired(one) for one in agreement.pairs],
    }


def _measured(one: Measured) -> dict[str, Any]:
    return {
        "about": one.about, "by": one.group.by, "group": one.group.name, "field": one.field, "units": one.units,
        "share": one.share, "share_interval": _ends(one.share_within), "alpha": one.alpha,
        "alpha_interval": _ends(one.alpha_within),
    }  # fmt: skip


def _paired(one: Paired) -> dict[str, Any]:
    return {
        "about": one.about, "by": one.group.by, "group": one.group.name, "field": one.field,
        "coders": [one.one, one.other], "units": one.units, "share": one.share, "kappa": one.kappa,
        "kappa_interval": _ends(one.within),
    }  # fmt: skip


def _ends(span: Interval | None) -> list[float] | None:
    return None if span is None else [span.low, span.high]


def rows(agreement: Agreement) -> Iterator[tuple[object, ...]]:
    """Yield the rows of CSV, by COLUMNS."""
    for one in agreement.measured:
        shares, alphas = _ends(one.share_within) or ("", ""), _ends(one.alpha_within) or ("", "")
        head = one.about, one.group.by, one.group.name, one.field, "all", one.units, _cell(one.share)
        yield (*head, *shares, "alpha", _cell(one.alpha), *alphas)
    for each in agreement.pairs:
        names = f"{each.one} | {each.other}"
        head = each.about, each.group.by, each.group.name, each.field, names, each.units, _cell(each.share)
        yield (*head, "", "", "kappa", _cell(each.kappa), *(_ends(each.within) or ("", "")))


def _cell(value: float | None) -> object:
    return "" if value is None else value
