"""`memcon verify`: hold a run against its articles."""

from pathlib import Path
from typing import Annotated

import typer


def verify(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.", show_default=False)],
    articles: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="Where the articles lie now; repeatable. Default: where they were read."),
    ] = None,
    sign: Annotated[
        Path | None,
        typer.Option(metavar="KEYFILE", help="Sign a run that holds, with this SSH key: writes OUT/run.json.sig."),
    ] = None,
    signers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The run must be signed by one of these (ssh-keygen's allowed signers)."),
    ] = None,
    export: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Hold only this file of memcon export against the run. Repeatable."),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="An option with which a CSV was exported. Repeatable."),
    ] = None,
) -> None:
    """Check every file of a run against its seal, and every span, code and id against its articles.

    No file may have changed since the run: run.json holds their hashes. Besides, whatever the seal says, each quote,
    name, title, date and place must stand in its article; dates must follow from their words, countries and codes
    from the tables, counts from the lines, and the events from the mentions. Exit code 5 when anything does not hold.

    Anybody can make a seal. To prove to others that a run is yours, sign it: --sign asks your ssh-keygen, in the
    namespace memcon, for a signature over run.json, and so over all that it seals. Others check it with --signers.

    --export holds a table against the run that it was made of, cell by cell. CSV and JSON lines do not tell with which
    filters they were made: of theirs it is told how many rows of the run are not in them.
    """
    import gc

    if export:
        _exports(out, export, settings or [])
        return
    gc.disable()  # nothing here makes cycles, and looking for them takes a fifth of the time
    from memcon.compare.verify import verify as check
    from memcon.errors import DataError
    from memcon.outputs import signature
    from memcon.outputs.folder import RunFolder
    from memcon.text.safe import safe_line

    report = check(out, articles or None, signers=signers)
    gc.freeze()  # nor need what is kept be looked through when the process ends
    for problem in report.problems:
        print(safe_line(problem))
    if report.problems:
        raise DataError(f"{str(out)!r} does not hold: {len(report.problems)} problems")
    counts = f"{report.events} events, {report.mentions} mentions and {report.spans} spans"
    print(safe_line(f"{out}: {counts} hold against {report.articles} articles"))
    if report.signer:
        print(safe_line(f"{out}: signed by {report.signer}"))
    if sign:
        print(safe_line(f"signed: {signature.sign(RunFolder(out), sign)}"))


def _exports(out: Path, files: list[Path], settings: list[str]) -> None:
    """Hold exported files against the run, and raise DataError where one does not hold."""
    from memcon.compare.verify.exports import hold_export
    from memcon.errors import DataError
    from memcon.outputs.folder import RunFolder
    from memcon.text.safe import safe_line

    run = RunFolder(out, quick=True)
    run.check()
    found = 0
    for path in files:
        held = hold_export(run, path, settings)
        for problem in held.problems:
            print(safe_line(f"{path}: {problem}"))
        found += len(held.problems)
        if not held.problems:
            lacks = f"; {held.lacks} rows that the run gives are not in it" if held.lacks else ""
            print(safe_line(f"{path}: {held.rows} rows of {held.table} hold against {out}{lacks}"))
    if found:
        raise DataError(f"{found} problems: what was exported is not what the run gives")
