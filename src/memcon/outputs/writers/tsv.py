r"""Tab-separated text, as the field's data sets are given away: else as CSV.

A cell never has a tab: in words of articles it is a space, and nothing else can have one.
"""

from collections.abc import Mapping
from typing import IO, Final

from memcon.outputs.writers import csv
from memcon.outputs.writers.sheet import Sheet

suffix: Final = ".tsv"
text: Final = True
options: Final = csv.options


def write(file: IO[bytes], sheet: Sheet, options: Mapping[str, str]) -> None:
    """Write a header and a line a row.

    Raises:
        UsageError: the option `formulas` has a value that it cannot have.
    """
    csv.write(file, sheet, options, delimiter="\t")
