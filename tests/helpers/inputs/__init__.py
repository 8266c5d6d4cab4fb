"""Files as people have them, good and broken, in all formats that are read and eleven languages: what is to be read of
each is known, since it was put in. `inputs()` gives all of them; `memcon`'s reading is held against them by a test, and
shown as a table by `benchmarks/bench_import.py`.
"""

from helpers.inputs.broken import broken
from helpers.inputs.good import good
from helpers.inputs.wanted import Input, Wanted

__all__ = ["Input", "Wanted", "inputs"]


def inputs() -> list[Input]:
    """Return all files, in one order."""
    return [*good(), *broken()]
