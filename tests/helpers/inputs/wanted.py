"""What is to be read of a file."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """An article of a file."""

    title: str
    body: tuple[str, ...]
    """Its paragraphs."""
    published: dt.date | None
    """None where the file tells none."""
    neutral: tuple[str, ...] = ()
    """Words that count neither as body nor as furniture."""


@dataclass(frozen=True)
class Input:
    """A file, and what is to be read of it."""

    name: str
    format: str
    language: str
    data: bytes
    articles: tuple[Wanted, ...]
    failed: tuple[str, ...] = ()
    """Reasons of what cannot be read."""
    passed: int = 0
    """What holds no article and is passed over."""
