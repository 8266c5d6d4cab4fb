"""A run in the forms of annotation tools, and what annotators made of it there as decisions of a review.

`model` is an article with its events marked in its text, which every format (`formats`) writes and reads; `of_run`
makes it of a run, `changes` tells requests of a review by what was written and what came back, `taking` makes them.
"""

import importlib
from typing import Final, cast

from memcon.errors import UsageError
from memcon.pages.annotation.formats.base import Format

FORMATS: Final = {
    "brat": "brat",
    "label-studio": "label_studio",
    "inception": "inception",
    "doccano": "doccano",
    "prodigy": "prodigy",
    "coding-sheet": "coding_sheet",
}
"""The names of the formats, and of each its module in `formats`, which is imported when it is used."""


def find_format(name: str) -> Format:
    """Return the format of that name. Raises UsageError where there is none."""
    if name not in FORMATS:
        raise UsageError(f"{name!r} is no format of an annotation tool: {', '.join(FORMATS)}")
    return cast("Format", importlib.import_module(f"memcon.pages.annotation.formats.{FORMATS[name]}"))
