"""Exporters of other packages: what writes a run as a whole in the form of another tool, and is no table.

Tables are in `memcon.outputs.tables`, and their formats in `memcon.outputs.writers`. An exporter has

* `text`: whether it writes text, which may go to standard output too;
* `options`: what `--set NAME=VALUE` may say, by name, each with what it does;
* `describe()`: what it writes, in words;
* `write(run, file, options)`: writes the run, to a file of text in UTF-8 without translated line ends, or of bytes.

Another package adds an exporter by an entry point of the group `memcon.exporters`.
"""

from collections.abc import Mapping
from typing import IO, Any, Final, Protocol, cast

from memcon import _plugins
from memcon.outputs import atomic
from memcon.outputs.folder import RunFolder

GROUP: Final = "memcon.exporters"
NEEDS: Final = ("text", "options", "describe", "write")


class Exporter(Protocol):
    """What a module of an exporter, or an object like it, has."""

    @property
    def text(self) -> bool:
        """Whether it writes text."""

    @property
    def options(self) -> Mapping[str, str]:
        """What may be set, by name, and what that does."""

    def describe(self) -> str:
        """Return what it writes, in words."""

    def write(self, run: RunFolder, file: IO[Any], options: Mapping[str, str]) -> None:
        """Write the run; see `memcon.outputs.exporters`."""


def find_exporter(name: str, own: Mapping[str, object]) -> Exporter | None:
    """Return the exporter of that name; None where no package adds one.

    Raises:
        UsageError: its package is broken, or another has that name, or it is one of the formats `own`.
    """
    if all(offer.name != name for offer in _plugins.offers(GROUP)):
        return None
    return cast("Exporter", _plugins.choose(GROUP, name, own, NEEDS))


def write_to(run: RunFolder, exporter: Exporter, file: IO[bytes], options: Mapping[str, str]) -> None:
    """Write the run to a file of bytes that is open, and stays so."""
    if exporter.text:
        with atomic.as_text(file) as text:
            exporter.write(run, text, options)
    else:
        exporter.write(run, file, options)
