"""Exporters: each is one module that writes a run in the form of other tools. `csv`, `dyads`, and others'.

An exporter has

* `text`: whether it writes text, which may go to standard output too;
* `options`: what `--set NAME=VALUE` may say, by name, each with what it does;
* `describe()`: what it writes, in words: its first line says what a row is, then each column is explained;
* `write(run, file, options)`: writes the run, to a file of text in UTF-8 without translated line ends, or of bytes.

Another package adds an exporter by an entry point of the group `memcon.exporters`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final, Protocol, cast

from memcon import _plugins
from memcon.errors import UsageError
from memcon.outputs import atomic
from memcon.outputs.exporters import csv, dyads
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


EXPORTERS: Final[dict[str, Exporter]] = {"csv": csv, "dyads": dyads}
"""Ours, by name."""


def find_exporter(name: str) -> Exporter:
    """Return the exporter of that name, ours or another package's.

    Raises:
        UsageError: there is none; says which there are, or what is wrong with the package.
    """
    return cast("Exporter", _plugins.choose(GROUP, name, EXPORTERS, NEEDS))


def read_options(exporter: Exporter, given: Sequence[str]) -> dict[str, str]:
    """Return options given as `NAME=VALUE`.

    Raises:
        UsageError: one is not of that form, or the exporter has no option of that name.
    """
    options = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or name not in exporter.options:
            known = ", ".join(map(repr, exporter.options)) or "no option"
            raise UsageError(f"--set {one!r}: write NAME=VALUE; this format knows {known}")
        options[name] = value
    return options


def export(run: RunFolder, exporter: Exporter, path: Path, options: Mapping[str, str]) -> None:
    """Write the run to `path`, all or none.

    Raises:
        DataError: the run is damaged.
        DiskError: the file cannot be written.
    """
    with atomic.new_file(path) as file:
        write_to(run, exporter, file, options)


def write_to(run: RunFolder, exporter: Exporter, file: IO[bytes], options: Mapping[str, str]) -> None:
    """Write the run to a file of bytes that is open, and stays so."""
    if exporter.text:
        with atomic.as_text(file) as text:
            exporter.write(run, text, options)
    else:
        exporter.write(run, file, options)
