"""What may be handed on of a run: its records without paths of the machine, and without quotes where that is wanted.

Where an article or weights lie on somebody's disk tells names of people and projects, and finds nothing elsewhere. Of a
path that begins at the root, at home or above, the name of the file stays, with the line in it; one below the folder
where the command was called stays as it is.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from pydantic_core import to_json

from memcon.outputs.run_report import RunReport, read_report
from memcon.outputs.tables.column import Plain
from memcon.outputs.tables.reading import Reading
from memcon.records import run_files

_ROOT: Final = re.compile(r"file:|~[\w.-]*[\\/]|\.\.[\\/]|[A-Za-z]:[\\/]|\\\\|/")
"""How a path begins that is not below the folder of the command."""
_WITHIN: Final = re.compile(
    r"(?<=['\"`])(?:~?/|[A-Za-z]:[\\/])[^'\"`\n]+|(?<![\w:/.~<])~?/(?:[^\s/'\"<>,;:]+/)+[^\s/'\"<>,;:]*"
)
"""A path within a sentence: quoted, or of two folders at least."""


def bare(text: str) -> str:
    """Return text without the folders of this machine: of a path its last part, and so of those in a sentence."""
    if _ROOT.match(text) and "\n" not in text:
        return _last(text)
    return _WITHIN.sub(lambda found: _last(found[0]), text)


def _last(path: str) -> str:
    parts = [part for part in re.split(r"[\\/]+", path) if part not in {"", "~", "..", "file:"}]
    return parts[-1] if parts else "."


def bared(value: Any) -> Any:  # noqa: ANN401  a value of JSON
    """Return a value of JSON with every text in it made bare, however deep."""
    match value:
        case str():
            return bare(value)
        case dict():
            return {name: bared(one) for name, one in value.items()}
        case list():
            return [*map(bared, value)]
    return value


def report_without_paths(report: RunReport) -> RunReport:
    """Return how a run went, without paths of the machine."""
    return read_report(run_files.REPORT, to_json(bared(report.as_json())))


def events(reading: Reading, *, quotes: bool) -> Iterator[bytes]:
    """Yield the lines of the events; without `quotes` the words of quotes are empty, and their offsets stay."""
    for event in reading.events():
        if not quotes:
            for proof in event["mentions"]:
                _emptied(proof)
        yield _line(event)


def mentions(reading: Reading, *, quotes: bool) -> Iterator[bytes]:
    """Yield the lines of the mentions, likewise."""
    for mention in reading.mentions():
        if not quotes:
            _emptied(mention)
        yield _line(mention)


def articles(reading: Reading) -> Iterator[bytes]:
    """Yield the lines that tell how inputs ended, without paths of the machine."""
    for article in reading.articles():
        for name in ("path", "url", "detail"):
            if article[name]:
                article[name] = bare(article[name])
        yield _line(article)


def _emptied(holder: Plain) -> None:
    for quote in holder["quotes"]:
        quote["text"] = ""


def _line(record: Plain) -> bytes:
    return to_json(record) + b"\n"
