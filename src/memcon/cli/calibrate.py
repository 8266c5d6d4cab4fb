"""`memcon calibrate`: confidence fitted anew on reviewed events."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from memcon.compare.calibrate import Calibrated


def calibrate(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a reviewed run.", show_default=False)],
    *,
    to: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write, for `memcon extract`.")
    ] = Path("confidence.json"),
) -> None:
    """Fit confidence anew on the events of a run that were reviewed, so that 0.8 means right eight times of ten.

    What reviewers accepted or edited is right, what they rejected is wrong, one mention at a time. Of contacts and of
    disputes an intercept and a slope of the log-odds are fitted, and written into FILE, which the next run takes:
    memcon extract ARTICLES -o new --confidence FILE. Its run.json holds the fit and the hash of FILE.

    A fit needs ten right and ten wrong mentions of contacts, or of disputes; with fewer, a slope is mostly chance, and
    that family stays as it is. Review a sample (`memcon sample`): of events that were picked, confidence learns how
    they were picked. The calibration error is told before, and after as each fifth of the articles is told by the rest.

    Exit codes: 0 written; 2 too little is reviewed, or no whole run; 5 damaged data; 74 FILE cannot be written.

    Examples:

      memcon calibrate out

      memcon calibrate out -o ours.json
    """
    from memcon.compare.calibrate import calibrated, judged
    from memcon.compare.estimate.source import read_machine, read_readings
    from memcon.outputs.confidence import fit_of, write_fit
    from memcon.outputs.folder import RunFolder

    folder = RunFolder(out)
    run = read_machine(folder)
    folder.check_apart(to)
    report = folder.report()
    mentions = {mention.id: mention for mention in run.mentions}
    outcomes = [told[0] for told in read_readings(run).told.values()]
    cases = list(judged(outcomes, mentions, fit_of(report.settings) if report else None))
    made = calibrated(cases, mentions=run.seal().mentions, model=report.model if report else "")
    write_fit(to, made.fit)
    _tell(made, to)


def _tell(made: "Calibrated", to: Path) -> None:
    import sys

    from memcon.text.safe import safe_line

    lines = []
    for name, one in (("contact", made.fit.contact), ("dispute", made.fit.dispute)):
        if one is not None:
            lines.append(
                f"{name:9} {one.right:,} of {one.mentions:,} mentions right: log-odds become "
                f"{one.intercept:+.2f} {one.slope:+.2f} x log-odds"
            )
    lines += [f"left      {line}" for line in made.left]
    lines.append(
        f"error     {made.fit.error_before:.3f} before, {made.fit.error_after:.3f} after (expected calibration error, "
        "each fifth of the articles by the others)"
    )
    lines.append(f"written   {to}")
    for line in lines:
        print(safe_line(line), file=sys.stderr)
