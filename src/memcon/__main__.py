"""The command line: `memcon` and `python -m memcon`. An error of ours is one line and an exit code, no traceback."""

import os
import sys

from memcon.errors import MemconError


def main() -> None:
    """Run the command line and exit with its code; see `memcon.errors` for the codes."""
    from memcon.cli import app

    try:
        app(prog_name="memcon")  # exits by itself: 2 for a wrong command, 130 for Ctrl-C
    except MemconError as error:
        from memcon.text.safe import safe_line

        print(f"memcon: {safe_line(str(error))}", file=sys.stderr)
        sys.exit(error.exit_code)
    except Exception:  # noqa: BLE001  a bug: told whole, with a code that tells it from every other end
        import traceback

        traceback.print_exc()
        print("memcon: this is a bug of memcon: please report it with the lines above", file=sys.stderr)
        sys.exit(MemconError.exit_code)
    finally:
        _flush()


def _flush() -> None:
    """Write what is left for stdout, to nobody where the reader has gone: `memcon schema | head -1` is no error."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # as Python documents for SIGPIPE


if __name__ == "__main__":
    main()
