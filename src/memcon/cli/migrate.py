"""`memcon migrate`: the files of an older memcon as this one writes them."""

from pathlib import Path
from typing import Annotated

import typer


def migrate(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.", show_default=False)],
) -> None:
    """Write the files of a run as this memcon writes them, where an older one wrote them.

    Every command reads the files of an older memcon as they are; other programs do better with the newest form, which
    `memcon schema` tells. Nothing is asked, merged or lost, and of a run that is migrated already nothing is written.

    The files are held against their seal first, and sealed anew: run.json then has other hashes. A signature was over
    the old ones, and is removed: sign again with `memcon verify --sign`. All files are replaced, or none.

    Exit codes: 0 done, or nothing was to do; 2 no run; 5 damaged, changed since the run, or of a newer memcon; 74 disk;
    75 `memcon review` has the decisions.
    """
    import sys

    from memcon.outputs.folder import RunFolder
    from memcon.outputs.migrate import migrate as migrated
    from memcon.records import SCHEMA_VERSION, run_files
    from memcon.text.safe import safe_line

    done = migrated(RunFolder(out))
    if not done.files:
        print(safe_line(f"{out}: of version {SCHEMA_VERSION} already"))
        return
    seal = "sealed anew" if done.sealed else "without a seal, as it was"
    if run_files.REPORT not in done.files and done.sealed:
        seal = "the seal as it was"
    print(safe_line(f"{out}: version {done.was} is {SCHEMA_VERSION} now, {seal}: {', '.join(done.files)}"))
    if done.unsigned:
        print("memcon: the signature was of the files before, and is gone: memcon verify --sign", file=sys.stderr)
