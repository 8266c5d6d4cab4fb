"""A new ledger that is there once all of it is, and not before: what fails leaves nothing behind."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from memcon.errors import DiskError, UsageError
from memcon.models.ledger.file import translated


def check_new(target: Path) -> None:
    """Raise UsageError where something is at `target`, or beside it what SQLite would take for a part of it."""
    real = Path(os.path.realpath(target))  # of a link, what it leads to
    for path in (real, *(real.with_name(real.name + end) for end in ("-wal", "-shm", "-journal"))):
        if os.path.lexists(path):
            named = str(target) if path == real else str(path)
            raise UsageError(f"{named!r} exists: name a new file, an old one is never overwritten")


@contextlib.contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Give a path beside `target` for a ledger that becomes `target` when it is whole, and is gone when it fails.

    Raises:
        UsageError: something is at `target` by then.
        DiskError: it cannot be put there.
    """
    target = Path(os.path.realpath(target))  # of a link, what it leads to
    beside = target.with_name(f".{target.name[:200]}.{secrets.token_hex(6)}.tmp")
    made = [beside.with_name(beside.name + end) for end in ("", "-wal", "-shm", ".lock")]
    try:
        yield beside
        check_new(target)
        with translated(target):
            beside.rename(target)
    except DiskError as error:  # which is of a name that nobody gave
        raise DiskError(str(error).replace(str(beside), str(target))) from None
    finally:
        for path in made:
            path.unlink(missing_ok=True)
