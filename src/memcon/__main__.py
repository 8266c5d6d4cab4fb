"""The command line: `memcon` and `python -m memcon`. An error of ours is one line and an exit code, no traceback."""

import sys

from memcon.errors import MemconError


def main() -> None:
    """Run the command line and exit with its code; see `memcon.errors` for the codes."""
    from memcon.cli import app

    try:
        code = app(standalone_mode=False)
    except MemconError as error:
        from memcon.safe import safe_line

        print(f"memcon: {safe_line(str(error))}", file=sys.stderr)
        code = error.exit_code
    except (KeyboardInterrupt, EOFError):
        print("memcon: interrupted", file=sys.stderr)
        code = 130
    sys.exit(code or 0)


if __name__ == "__main__":
    main()
