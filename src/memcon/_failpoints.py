"""Places where a test can kill the process: `MEMCON_FAILPOINT=kept:17` ends it when `kept` is reached the 17th time.

For crash tests alone; without the variable each is one comparison. The names: `sent` (the call is noted, and has not
left), `received` (the answer has come, and is not kept), `kept` (it is committed), `before_rename` and `after_rename`
(of an output file).
"""

import os
from collections import Counter
from typing import Final

_NAME, _, _TIMES = os.environ.get("MEMCON_FAILPOINT", "").partition(":")
KILLED: Final = 137
"""The exit code of a process that SIGKILL ended, as a shell tells it."""
_reached: Counter[str] = Counter()


def failpoint(name: str) -> None:
    """End the process here, without any clean-up, when the environment says so."""
    if name == _NAME:
        _reached[name] += 1
        if _reached[name] >= int(_TIMES or 1):
            os._exit(KILLED)
