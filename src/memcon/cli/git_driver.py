"""What git calls for the files of a run: `external` for `git diff`, `textconv` for `git log -p`, `merge`.

Set up by `memcon diff --install-git`. Knows nothing of how events are compared or merged.
"""

import gc
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from memcon.cli.interrupts import watched
from memcon.cli.terminal.screen import screen
from memcon.errors import Interrupted, MemconError
from memcon.text.safe import safe_line


def external(arguments: Sequence[str]) -> int:
    """Print the comparison for `git diff`: path, old file, its hash and mode, new file, its hash and mode, new path."""
    from memcon.compare.diff import diff
    from memcon.compare.diff.source import read_sides
    from memcon.compare.diff.to_note import diff_note
    from memcon.compare.render.text import text_lines

    path, *files = arguments
    if len(files) < 6:
        print(f"* Unmerged path {safe_line(path)}")
        return 0
    old, new, target = files[0], files[3], files[6] if len(files) > 6 else path
    colour = _coloured()
    width, _ = screen()
    names = f"a/{safe_line(path)} b/{safe_line(target)}"
    print(f"\x1b[1mdiff --memcon {names}\x1b[m" if colour else f"diff --memcon {names}")
    try:
        first, second = read_sides(old, new)
    except MemconError as error:
        print(f"not compared event by event: {safe_line(str(error))}")
        sys.stdout.flush()
        plain = ["git", "diff", "--no-index", "--no-ext-diff", "--no-textconv"]
        paint = f"--color={'always' if colour else 'never'}"
        subprocess.run([*plain, paint, "--", old, new], check=False)  # noqa: S603
        return 0
    for line in text_lines(diff_note(diff(first.records, second.records)), width=width, colour=colour):
        print(line)
    return 0


def _coloured() -> bool:
    """Return whether git would colour: as it is configured, for a terminal or its own pager."""
    seen = sys.stdout.isatty() or os.environ.get("GIT_PAGER_IN_USE", "") in {"1", "true"}
    asked = ["git", "config", "--get-colorbool", "color.diff", str(seen).lower()]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() == "true"


def textconv(arguments: Sequence[str]) -> int:
    """Print one version of a file as lines that a line-wise diff reads well; a damaged line stays as it is."""
    from memcon.compare.diff.source import read_leniently
    from memcon.compare.diff.textconv import textconv_lines

    records, damaged = read_leniently(Path(arguments[0]))
    for line in textconv_lines(records, damaged):
        print(line)
    return 0


def merge(arguments: Sequence[str]) -> int:
    """Merge base, ours and theirs into the file of ours; 1 where a person has to decide, and both versions are kept."""
    from memcon.compare.diff.source import read_sides
    from memcon.compare.diff.three_way_merge import three_way_merge
    from memcon.outputs.atomic import write_files
    from memcon.records.jsonl import dump

    base, ours, theirs, path = arguments
    merged = three_way_merge(*(side.records for side in read_sides(base, ours, theirs, strict=True)))
    write_files({Path(ours): map(dump, merged.records)})
    for conflict in merged.conflicts:
        print(f"memcon: {safe_line(path)}: {safe_line(conflict)}", file=sys.stderr)
    if merged.conflicts:
        hint = f"memcon diff :2:{path} :3:{path} shows both sides; delete the lines that are wrong, then git add"
        print(f"memcon: {safe_line(hint)}", file=sys.stderr)
    return 1 if merged.conflicts else 0


def main() -> None:
    """Answer git. Whatever goes wrong is one line; git then stops, or calls the merge a conflict and keeps ours."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    gc.disable()  # nothing here makes cycles
    verb, *arguments = sys.argv[1:]
    try:
        with watched():
            code = {"external": external, "textconv": textconv, "merge": merge}[verb](arguments)
            sys.stdout.flush()
    except MemconError as error:
        print(f"memcon: {safe_line(str(error))}", file=sys.stderr)
        code = error.exit_code if isinstance(error, Interrupted) else 2
    except BrokenPipeError:  # the pager was left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


if __name__ == "__main__":
    main()
