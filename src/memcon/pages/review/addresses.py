"""Where reviews are served, and where their addresses are kept: in the user's own state folder, for the next start."""

import contextlib
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOST: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class ReviewAddress:
    """Where a review is served."""

    port: int
    token: str
    site: str = ""
    """Scheme, host and port in front of the token; empty for this machine alone."""

    @property
    def address(self) -> str:
        """What to open. Whoever knows it can write."""
        return f"{self.site or f'http://{HOST}:{self.port}'}/{self.token}/"


def place_of(reviewed: Path) -> Path | None:
    """Return where the address of a folder, or a coder's file, is kept: in the user's state; they may be published.

    None for a user who has no home, as in a container.
    """
    try:
        state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    except RuntimeError:
        return None
    name = hashlib.sha256(os.fsencode(os.path.realpath(reviewed))).hexdigest()[:32]
    return Path(state) / "memcon" / "review" / f"{name}.json"


def kept_at(place: Path | None) -> ReviewAddress | None:
    """Return the address that is kept at `place`; None where there is none."""
    if place is None:
        return None
    try:
        found = json.loads(place.read_text("utf-8"))
        served = ReviewAddress(int(found["port"]), str(found["token"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return served if len(served.token) >= 40 and 0 < served.port < 65536 else None


def keep_at(place: Path | None, served: ReviewAddress) -> None:
    """Keep the address for the next start, readable by its owner alone; where that cannot be, the next is another."""
    if place is None:
        return
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.unlink(missing_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"port": served.port, "token": served.token}, file)


def new_token() -> str:
    """Return what nobody can guess: 256 bits."""
    return secrets.token_urlsafe(32)
