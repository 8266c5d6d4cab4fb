"""What other packages add to memcon by entry points: a strategy, an input format, a table, an endpoint and so on.

Packages are asked when a name of a group is asked for, and imported when it is used, so that `memcon --help` stays
quick and a package that is broken stands in the way of nothing else. Knows nothing of what is added.
"""

import functools
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from memcon.errors import UsageError

GROUPS: Final = {
    "memcon.endpoints": "endpoint",
    "memcon.exporters": "export format",
    "memcon.formats": "input format",
    "memcon.strategies": "strategy",
    "memcon.tables": "table",
    "memcon.writers": "table format",
}
"""The groups of entry points, and what a name in each of them is the name of."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that another package adds, not imported yet."""

    package: str
    """Name and version of the package, as `memcon-example 0.1`."""
    entry: EntryPoint

    @property
    def name(self) -> str:
        """Return the name under which it is asked for."""
        return self.entry.name

    def load(self, needs: Sequence[str] = ()) -> Any:  # noqa: ANN401  whatever the package gives
        """Import it; `needs` are the attributes that it must have.

        Raises:
            UsageError: it cannot be imported, or lacks one of `needs`; names the package.
        """
        try:
            value = self.entry.load()
        except Exception as error:  # code of others: it may raise anything
            raise self.broken(f"cannot be loaded: {type(error).__name__}: {error}") from error
        lacking = [name for name in needs if not hasattr(value, name)]
        if lacking:
            raise self.broken(f"lacks {', '.join(map(repr, lacking))}")
        return value

    def broken(self, what: str) -> UsageError:
        """Return the error of an offer that cannot be used; `what` says why."""
        kind = GROUPS[self.entry.group]
        return UsageError(f"{kind} {self.name!r} of the package {self.package} {what}; mend or uninstall that package")


def offers(group: str) -> tuple[Offer, ...]:
    """Return what other packages add to `group`, one of `GROUPS`, by name; of one name there may be several."""
    return _offers(group, tuple(sys.path))


@functools.cache
def _offers(group: str, _: tuple[str, ...]) -> tuple[Offer, ...]:
    """Look through the packages on the path, once a path: it takes some tens of milliseconds."""
    listed = [
        Offer(f"{entry.dist.name} {entry.dist.version}" if entry.dist else "of no name", entry)
        for entry in entry_points(group=group)
    ]
    return tuple(sorted(listed, key=lambda offer: (offer.name, offer.package)))


def check(offer: Offer, group: str, own: Mapping[str, object]) -> None:
    """Raise UsageError where the name of `offer` is taken: by one of ours, `own`, or by another package."""
    if offer.name in own:
        raise offer.broken("has the name of one of memcon's own")
    others = [other.package for other in offers(group) if other.name == offer.name and other is not offer]
    if others:
        raise offer.broken(f"has the name of one of the package {others[0]}")


def choose(group: str, name: str, own: Mapping[str, Any], needs: Sequence[str] = ()) -> Any:  # noqa: ANN401
    """Return what is called `name`: one of ours, `own`, or what another package adds to `group`, imported now.

    Raises:
        UsageError: there is none of that name, two have it, or its package is broken.
    """
    for offer in offers(group):
        if offer.name == name:
            check(offer, group, own)
            return offer.load(needs)
    if name in own:
        return own[name]
    known = ", ".join(map(repr, names(group, own)))
    raise UsageError(f"{GROUPS[group]} {name!r} is none of {known}")


def load_all(group: str, own: Mapping[str, object], needs: Sequence[str] = ()) -> dict[str, Any]:
    """Import everything that other packages add to `group`, by name.

    Raises:
        UsageError: a name is taken, by one of ours, `own`, or twice, or a package is broken.
    """
    loaded = {}
    for offer in offers(group):
        check(offer, group, own)
        loaded[offer.name] = offer.load(needs)
    return loaded


def names(group: str, own: Mapping[str, object]) -> list[str]:
    """Return all names of `group`: ours, `own`, first, then those that other packages add. Nothing is imported."""
    return [*own, *sorted({offer.name for offer in offers(group)} - own.keys())]
