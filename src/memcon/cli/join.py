"""`memcon join`: the runs over all shares of a corpus, as one."""

import contextlib
from pathlib import Path
from typing import Annotated

import typer


def join(
    shares: Annotated[
        list[Path], typer.Argument(metavar="SHARE", help="Output folders of the runs over all shares, as out/*.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="OUT", help="Folder to write the whole into.")],
    *,
    partial: Annotated[
        bool, typer.Option("--partial", help="Join what is there, where shares are missing; exit code 3.")
    ] = False,
    review: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Decisions of another review; those in OUT and the shares are always applied."
        ),
    ] = None,
    articles: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="Where the articles lie now; repeatable. Default: where they were read."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace a run of more events; it is kept beside OUT.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No table, no summary; errors still.")] = False,
) -> None:
    """Put the runs over all shares of a corpus together: what one run over all of it would have written, to the byte.

    `memcon extract --shard 3/16 -o out/3` reads a share. Mentions of all shares are merged anew, so that an event that
    is told in several is one, and decisions of reviewers are applied to the whole; files of coders are taken over. No
    model is asked, and no article read but those to which a reviewer added an event and that have changed since.

    A share that is missing, there twice, changed since its run, or made by another version of memcon, another model or
    other settings is told, and nothing is written. run.json has the sums of what the shares tell, and each under
    `settings.shares`; times and figures of traffic are theirs.

    Exit codes: 0 done; 2 wrong use, or no whole corpus; 3 some articles failed, or shares are missing with --partial; 5
    damaged, or changed since its run; 74 disk; and whatever a share ended with.

    Examples:

      memcon join shares/* -o whole

      memcon join shares/* -o whole --partial
    """
    from memcon.cli.standing import StandingRun
    from memcon.cli.terminal.summary import print_run, say
    from memcon.errors import UsageError
    from memcon.extraction.join import join as joined
    from memcon.outputs.coding import take_over
    from memcon.outputs.folder import RunFolder
    from memcon.outputs.left_out import telling
    from memcon.records.run_files import DECISIONS

    if out.exists() and any(out.samefile(share) for share in shares if share.exists()):
        raise UsageError(f"-o {str(out)!r} is one of the shares: name another folder")
    new = not out.exists()
    old = StandingRun(out, [], None, replace=replace)
    own = RunFolder(out).file(DECISIONS)
    reviews = ([own] if own.exists() else []) + ([review] if review else [])
    untold: list[str] = []
    with telling(untold.append):
        try:
            old.check_articles(shares, articles)
            run = joined(shares, partial=partial, review=reviews, articles=articles)
        except BaseException:
            if new:  # what is no whole corpus leaves nothing
                with contextlib.suppress(OSError):
                    out.rmdir()
            raise
        left = old.replaced_by(run)
        if not left:
            take_over(RunFolder(out), map(RunFolder, shares))
    print_run(run, out, quiet=quiet, left=left)
    if run.summary.stopped and not quiet:
        say(f"memcon: stopped: {run.summary.stopped}")
    if not quiet:
        say(*(f"memcon: {words}" for words in untold))
    old.tell(left)
    raise typer.Exit(run.exit_code)
