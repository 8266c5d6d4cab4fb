"""Writers: each module writes rows of typed columns in one format, and knows no table.

A writer has

* `suffix`: the end of the names of its files, as `.csv`;
* `text`: whether it writes text in UTF-8, which may go to standard output too;
* `options`: what `--set NAME=VALUE` may say, by name, each with what it does;
* `write(file, sheet, options)`: writes a `Sheet` to a file of bytes that can be sought in, a batch of rows at a time.

A writer is added by its module and its name here; another package adds one by an entry point of `memcon.writers`.
Modules that need a package which may not be there import it when they write.
"""

from collections.abc import Mapping
from typing import IO, Final, Protocol, cast

from memcon import _plugins
from memcon.outputs.writers import csv, duckdb, excel, graphml, jsonl, parquet, sqlite, stata, tsv
from memcon.outputs.writers.sheet import Sheet

GROUP: Final = "memcon.writers"
NEEDS: Final = ("suffix", "text", "options", "write")


class Writer(Protocol):
    """What a module of a writer, or an object like it, has."""

    @property
    def suffix(self) -> str:
        """The end of the names of its files."""

    @property
    def text(self) -> bool:
        """Whether it writes text."""

    @property
    def options(self) -> Mapping[str, str]:
        """What may be set, by name, and what that does."""

    def write(self, file: IO[bytes], sheet: Sheet, options: Mapping[str, str], /) -> None:
        """Write the rows; see `memcon.outputs.writers`."""


WRITERS: Final[dict[str, Writer]] = {
    "csv": csv,
    "tsv": tsv,
    "parquet": parquet,
    "excel": excel,
    "stata": stata,
    "sqlite": sqlite,
    "duckdb": duckdb,
    "graphml": graphml,
    "jsonl": jsonl,
}
"""Ours, by name."""


def find_writer(name: str) -> Writer:
    """Return the writer of that format, ours or another package's.

    Raises:
        UsageError: there is none; says which there are, or what is wrong with the package.
    """
    return cast("Writer", _plugins.choose(GROUP, name, WRITERS, NEEDS))
