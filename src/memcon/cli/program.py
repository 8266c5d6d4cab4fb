"""The command line as a program: an error of ours is one line and an exit code, no traceback."""

import codecs
import contextlib
import errno
import gc
import io
import logging
import os
import signal
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

from memcon.cli.interrupts import watched
from memcon.errors import DiskError, Interrupted, MemconError, UsageError, is_without_temporary, reason_of

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

_REFUSED: Final = frozenset(
    {
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.ENAMETOOLONG,
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
    }
)
"""What the operating system may refuse of any path, and is no bug of ours."""

_LACKING: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the machine lacks, of whatever file: not all of these errors name one."""
_UNMAPPED: Final = "failed to map segment"
"""What the loader of libraries says where memory does not suffice for one."""


def run() -> None:
    """Run the command line and exit with its code; see `memcon.errors` for the codes."""
    if not sys.warnoptions:
        warnings.showwarning = lambda *_, **__: None  # those of libraries are for us, and not for a user's screen
        logging.lastResort = logging.NullHandler()  # likewise what they log, with words of files
    _open_streams()
    try:
        with watched():  # until all that is told is written: its reader may keep it waiting for ever
            _run()
    except Interrupted as error:
        with contextlib.suppress(ValueError):  # a program that runs us in a thread of its own
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # the next one ends this process
        _to_nobody()
        print(f"memcon: {_safe(error)}", file=sys.stderr)
        gc.freeze()  # what is kept need not be looked through on the way out: of a large run that takes a second
        sys.exit(error.exit_code)


def _run() -> None:
    """Run the command line, tell what ended it, and exit with the code of that."""
    from memcon.cli import app
    from memcon.outputs.left_out import telling

    try:
        _check_docstrings()
        try:
            with telling(_tell):
                app(prog_name="memcon")  # exits by itself: 2 for a wrong command
        finally:
            sys.stdout.flush()
    except Interrupted:
        raise
    except MemconError as error:
        if isinstance(error, DiskError):
            sys.unraisablehook = lambda _: None  # what is half made fails once more when it is cleared away
        print(f"memcon: {_safe(error)}", file=sys.stderr)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001  a bug: told whole, with a code that tells it from every other end
        if told := _of_the_machine(error):
            sys.unraisablehook = lambda _: None  # likewise
            print(f"memcon: {_safe(told)}", file=sys.stderr)
            sys.exit(told.exit_code)
        import traceback

        traceback.print_exc()
        print("memcon: this is a bug of memcon: please report it with the lines above", file=sys.stderr)
        sys.exit(MemconError.exit_code)


def _tell(words: str) -> None:
    """Tell what of the decisions that a command reads it leaves out."""
    from memcon.text.safe import safe_line

    print(safe_line(f"memcon: {words}"), file=sys.stderr, flush=True)


def _check_docstrings() -> None:
    if sys.flags.optimize > 1:
        raise UsageError("rules and questions are made of docstrings: run it without -OO or PYTHONOPTIMIZE=2")


def _of_the_machine(error: Exception) -> MemconError | None:
    """Return what is to be told of an error that is the machine's, and no bug."""
    if isinstance(error, FileNotFoundError) and not _here():
        return UsageError("the folder that this was started in is gone: change to another")
    if isinstance(error, MemoryError) or (isinstance(error, ImportError) and _UNMAPPED in str(error)):
        return DiskError("memory does not suffice: give it more, as with `ulimit -v unlimited`")
    if isinstance(error, OSError) and (_is_refused(error) or is_without_temporary(error)):
        place = f"{str(error.filename)!r}: " if error.filename is not None else ""
        return DiskError(f"{place}{reason_of(error)}")
    return None


def _is_refused(error: OSError) -> bool:
    return error.errno in _REFUSED and (error.filename is not None or error.errno in _LACKING)


def _here() -> bool:
    """Return whether the current folder is still there."""
    with contextlib.suppress(FileNotFoundError):
        return bool(Path.cwd())
    return False


def _safe(error: MemconError) -> str:
    from memcon.text.safe import safe_line

    return safe_line(str(error))


class _Stderr(io.FileIO):
    """Standard error, which may reach nobody, as after the end of its terminal: that alone ends no command."""

    def write(self, data: "Buffer", /) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


class _Stdout(io.FileIO):
    """Standard output, which says so where it cannot be written; what is left for it then goes to nobody.

    So it does where its reader has gone, as of `memcon schema | head -1`, which is no fault: the command goes on to its
    end, and exits with the code that it has, so that no reader changes a verdict.
    """

    def write(self, data: "Buffer", /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            _to_nobody()
            return memoryview(data).nbytes
        except OSError as error:
            _to_nobody()
            reason = (error.strerror or str(error)).lower()
            raise DiskError(f"standard output cannot be written: {reason}") from None


def _to_nobody() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # as Python documents for SIGPIPE


def _open_streams() -> None:
    """Put `_Stdout` in its place, and open what the caller has closed: no file of ours may take its number.

    What is written to a closed standard output fails, as it does elsewhere; errors are then told to nobody.
    """
    for number, mode in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # takes the lowest number that is free
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8", closefd=False)
    if sys.stderr is sys.__stderr__ or sys.stderr is None:
        coding = "utf-8" if sys.stderr is None else sys.stderr.encoding
        told = io.BufferedWriter(_Stderr(2, "wb", closefd=False))
        sys.stderr = io.TextIOWrapper(told, coding, "backslashreplace", line_buffering=True)
    out = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    if out is sys.__stdout__ or sys.stdout is None:  # else a test, or a program that runs us, reads it
        raw = io.BufferedWriter(_Stdout(1, "wb", closefd=False))
        codecs.register_error("memcon", _escaped)
        errors = "memcon" if out.errors == "strict" else out.errors
        sys.stdout = io.TextIOWrapper(raw, out.encoding, errors, line_buffering=out.isatty())


def _escaped(error: UnicodeError) -> tuple[str, int]:
    r"""Return what an encoding lacks as `\uXXXX`, which JSON reads."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2)), error.end
