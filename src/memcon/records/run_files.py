"""The names of the files in a run's folder. They stand here alone; who reads and writes them is `outputs.folder`."""

import unicodedata
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
TORN: Final = ".torn-"
"""What the name of a file of decisions goes on with, and a number, where a last line is kept that a crash cut off."""

CODING: Final = "coding"
"""The folder of what coders decide, a file each, and of what they are to look at; it outlives each run beside it."""
SAMPLE: Final = f"{CODING}/sample.json"
"""Which articles coders are to look at, and with what probability each was drawn."""

WRITTEN: Final = (MENTIONS, REJECTED, ARTICLES, EVENTS, REPORT)
"""What a run writes, in the order in which its files take their places."""
ALL: Final = frozenset({*WRITTEN, DECISIONS, SIGNATURE})


def is_own(name: str) -> bool:
    """Return whether a file of that name, in the folder of a run, is the run's."""
    return name in ALL or name.startswith(f"{DECISIONS}{TORN}")


def is_run(names: Collection[str]) -> bool:
    """Return whether a folder that holds files of these names is a run's, and not one of somebody's articles."""
    return REPORT in names and ARTICLES in names


LONGEST_SLUG: Final = 200
"""Bytes in UTF-8 of a coder's name in a file name: file systems hold 255."""


def coder_slug(who: str) -> str:
    """Return what the file of a coder is named by: letters, marks and digits of any script, without case; "" for none.

    Two names may give the same; who opens the file sees whose it is (`outputs.coding`).
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", who).casefold())
    kept = "".join(sign if sign.isalnum() or unicodedata.category(sign)[0] == "M" else " " for sign in text)
    return "-".join(kept.split()).encode()[:LONGEST_SLUG].decode(errors="ignore").rstrip("-")


def coder_file(slug: str) -> str:
    """Return where in the folder of a run the decisions of a coder lie, by `coder_slug`."""
    return f"{CODING}/{slug}.jsonl"


def is_coder_file(name: str) -> bool:
    """Return whether the file of that name, in `CODING`, is a coder's."""
    return name.endswith(".jsonl") and not name.startswith(".")
