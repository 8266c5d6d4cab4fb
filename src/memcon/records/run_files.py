"""The names of the files in a run's folder. They stand here alone; who reads and writes them is `outputs.folder`."""

from collections.abc import Collection
from typing import Final, Literal, get_args

Lines = Literal["events", "mentions", "rejected", "articles"]
"""What the files of JSON lines hold, a record a line."""


LINES: Final[tuple[Lines, ...]] = get_args(Lines)


def file_of(what: Lines) -> str:
    """Return the name of the file that holds the records `what`."""
    return f"{what}.jsonl"


EVENTS: Final = file_of("events")
MENTIONS: Final = file_of("mentions")
REJECTED: Final = file_of("rejected")
ARTICLES: Final = file_of("articles")
REPORT: Final = "run.json"
"""One value: how the run went."""
SIGNATURE: Final = f"{REPORT}.sig"
"""Who answers for the run: a signature of OpenSSH over `run.json`, made when a user asks for it."""
DECISIONS: Final = "review.jsonl"
"""What reviewers decided of the run; appended to, and never replaced."""

WRITTEN: Final = (MENTIONS, REJECTED, ARTICLES, EVENTS, REPORT)
"""What a run writes, in the order in which its files take their places."""
ALL: Final = frozenset({*WRITTEN, DECISIONS, SIGNATURE})


def is_run(names: Collection[str]) -> bool:
    """Return whether a folder that holds files of these names is a run's, and not one of somebody's articles."""
    return REPORT in names and ARTICLES in names
