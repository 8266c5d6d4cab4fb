"""What a provider tells of a batch, read as the little that can be kept: anything may stand there."""

import re
from collections.abc import Mapping
from typing import Any, Final

from memcon.models.failure import CallFailed, Failure, safe

_ID: Final = re.compile(r"[!-~]{1,512}")
"""Printable ASCII, which fits in a URL when it is quoted."""


def good_id(value: object) -> str | None:
    """Return what a provider calls a thing; None where that is no id that can be kept and asked for."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def read_word(value: object, limit: int = 60) -> str | None:
    """Return a word of a provider fit for the ledger and a message; None where there is none."""
    return safe(value, limit) if isinstance(value, str) else None


def file_of(told: Mapping[str, Any], name: str) -> str | None:
    """Return the id of a file that is told of a batch; None where there is none.

    Raises:
        CallFailed: it is no id, and the answers in the file are not to be given up for that.
    """
    file = told.get(name)
    if not isinstance(file, str) or not file:
        return None
    if good_id(file) is None:
        raise CallFailed(Failure(family="article", kind="bad_id", detail=f"no id of a file: {safe(file, 60)}"))
    return file


def why_of(errors: object) -> str | None:
    """Return why a provider would not work on a batch: the first code and message of its list."""
    data = errors.get("data") if isinstance(errors, dict) else None
    first = data[0] if isinstance(data, list) and data else None
    return (
        safe(f"{read_word(first.get('code'))}: {read_word(first.get('message'), 300)}")
        if isinstance(first, dict)
        else None
    )
