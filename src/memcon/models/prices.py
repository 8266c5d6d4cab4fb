"""What tokens cost, from a dated table that the user can lay another over. A model without a price has none: no guess.

The table is `data/prices.toml`, where every field is explained. Knows nothing of calls and budgets.
"""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any, Final

from memcon import _data
from memcon.errors import UsageError
from memcon.models.patterns import checked, found

_MILLION: Final = 1_000_000


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """US dollars for a million tokens of one model, and when that was read."""

    host: str
    """A regular expression of the endpoint's host."""
    model: str
    """A regular expression of the model's name."""
    input: float
    cached: float
    """For the part of the prompt that the provider's cache served."""
    output: float
    as_of: dt.date
    batch: float = 1.0
    """The share of all this that a question in a batch costs."""

    def in_batch(self) -> "Price":
        """Return what these tokens cost in a batch."""
        amounts = {name: getattr(self, name) * self.batch for name in ("input", "cached", "output")}
        return dataclasses.replace(self, **amounts, batch=1.0)


@dataclasses.dataclass(frozen=True, slots=True)
class Prices:
    """A table of prices; later entries win."""

    entries: tuple[Price, ...]

    def find(self, host: str, model: str) -> Price | None:
        """Return the price of `model` at `host`, None where the table has none."""
        matching = (one for one in reversed(self.entries) if found(one.host, host) and found(one.model, model))
        return next(matching, None)


def load_prices(path: Path | None = None) -> Prices:
    """Return the built-in table, with the entries of the TOML file at `path` laid over it.

    Raises:
        UsageError: the file cannot be read or an entry is wrong; says which and why.
    """
    entries = _read(_data.find("data/prices.toml"))
    return Prices(entries + (_read(path) if path else ()))


def cost_of(price: Price | None, prompt: int, completion: int, cached: int) -> float | None:
    """Return what tokens cost in US dollars; None without a price. `cached` are a part of `prompt`."""
    if price is None:
        return None
    cached = min(cached, prompt)
    return ((prompt - cached) * price.input + cached * price.cached + completion * price.output) / _MILLION


def _read(path: Path) -> tuple[Price, ...]:
    try:
        document = _data.given_toml(path)
    except (OSError, ValueError) as error:
        why = (error.strerror or str(error)).lower() if isinstance(error, OSError) else error
        raise UsageError(f"prices {str(path)!r}: cannot be read: {why}") from None
    entries = document.get("price")
    if not isinstance(entries, list) or not entries:
        raise UsageError(f"prices {str(path)!r}: holds no [[price]]")
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            raise UsageError(f"prices {str(path)!r}: entry {number}: must be a table, [[price]], not {entry!r}")
    return tuple(_price(entry, f"prices {str(path)!r}: entry {number}") for number, entry in enumerate(entries, 1))


def _price(entry: dict[str, Any], where: str) -> Price:
    wanted = {"model", "input", "output", "as_of"}
    if missing := wanted - entry.keys():
        raise UsageError(f"{where}: lacks {', '.join(sorted(missing))}")
    if unknown := entry.keys() - wanted - {"host", "cached", "batch"}:
        raise UsageError(f"{where}: {', '.join(sorted(unknown))} is no field of a price")
    patterns = {name: entry.get(name, "") for name in ("host", "model")}
    amounts = {name: entry.get(name, entry["input"]) for name in ("input", "cached", "output")}
    for name, pattern in patterns.items():
        if not isinstance(pattern, str):
            raise UsageError(f"{where}: {name} must be a regular expression in quotes, not {pattern!r}")
        try:
            checked(pattern)
        except ValueError as error:
            raise UsageError(f"{where}: {name} is no regular expression: {error}") from None
    for name, amount in amounts.items():
        if not isinstance(amount, int | float) or isinstance(amount, bool) or not 0 <= amount < _MILLION:
            raise UsageError(f"{where}: {name} must be dollars for a million tokens, not {amount!r}")
    share = entry.get("batch", 1.0)
    if not isinstance(share, int | float) or isinstance(share, bool) or not 0 <= share <= 1:
        raise UsageError(f"{where}: batch must be the share of the price that a batch costs, as 0.5, not {share!r}")
    if not isinstance(entry["as_of"], dt.date):
        raise UsageError(f"{where}: as_of must be a date, as 2026-06-21, not {entry['as_of']!r}")
    fields: dict[str, Any] = {**patterns, **{name: float(amount) for name, amount in amounts.items()}}
    return Price(**fields, as_of=entry["as_of"], batch=float(share))
