"""The command line: `memcon` and `python -m memcon`. Nothing is loaded before Ctrl-C ends it in order.

Python gives signals back to the system on its way out, and then one would be the end's cause: a process that has done
all but leave ends under its own code.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType


def main() -> None:
    """Run the command line and exit with its code; see `memcon.errors` for the codes."""
    try:
        from memcon.cli.program import run

        run()
    except KeyboardInterrupt:  # while all this is loaded
        if sys.stderr:
            sys.stderr.write("memcon: stopped by Ctrl-C\n")
        sys.exit(130)


def command() -> None:
    """Be the command `memcon`: as `main`, for a process that has nothing else to do."""
    try:
        main()
    finally:
        _leave()


def _leave() -> None:
    """Have a signal that comes now end the process at once with its code: nothing is left to do but to go."""
    import atexit
    import signal

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _gone)
            atexit.register(signal.signal, number, signal.SIG_IGN)  # while Python takes itself apart
    eval("None")  # noqa: S307  CPython ends itself by SIGINT where a KeyboardInterrupt, though it was caught, last went
    # through code that is a string, as that of dataclasses; the next such code makes it forget


def _gone(number: int, _: "FrameType | None") -> None:
    import os

    os._exit(128 + number)


if __name__ == "__main__":
    command()
