"""Places where a test can kill the process: `MEMCON_FAILPOINT=kept:17` ends it when `kept` is reached the 17th time.

For crash tests alone; without the variable each is one comparison. The names: `sent` (the call is noted, and has not
left), `received` (the answer has come, and is not kept), `kept` (it is committed), `before_rename` and `after_rename`
(of an output file).
"""

import os
from collections import Counter
from typing import Final

KILLED: Final = 137
"""The exit code of a process that SIGKILL ended, as a shell tells it."""
_ends: dict[str, int] = {}
_reached: Counter[str] = Counter()


def arm(point: str) -> None:
    """End this process at `point`, written as in the environment; for one that was forked after the import."""
    name, _, times = point.partition(":")
    _ends[name] = int(times or 1)


def failpoint(name: str) -> None:
    """End the process here, without any clean-up, when the environment says so."""
    if name in _ends:
        _reached[name] += 1
        if _reached[name] >= _ends[name]:
            os._exit(KILLED)


arm(os.environ.get("MEMCON_FAILPOINT", ""))
