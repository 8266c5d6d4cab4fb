"""`memcon estimate`: how good a whole run is, from what coders say of a sample of it."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from memcon.cli.filters import Countries, Kinds, MinConfidence, Since, Statuses, Until, read_filters
from memcon.cli.terminal.screen import write_lines

if TYPE_CHECKING:
    from memcon.compare.estimate import Estimate

Format = Literal["text", "json", "markdown", "html"]


def estimate(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.", show_default=False)],
    *,
    min_confidence: MinConfidence = None,
    status: Statuses = None,
    kind: Kinds = None,
    since: Since = None,
    until: Until = None,
    country: Countries = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write it.")] = "text",
) -> None:
    """Tell precision and recall of a whole run, with 95 % intervals, from what coders say of a sample of it.

    The sample is drawn by `memcon sample`, decisions are those of OUT/review.jsonl and of coders in OUT/coding. An
    event counts in each article that tells of it, as in `memcon evaluate`. Accepted or edited, it is right; rejected,
    or told twice in one article, it is wrong; added, it was missed. Its fields are counted by themselves: an edited one
    is wrong.

    An article counts when it was read whole: somebody marked it so, and decided on each event that was found in it.
    Where several did and nobody settled it, each of them counts in part. Of a sample of events, each event counts that
    was decided on, and recall cannot be told.

    Options of `memcon export` tell how good that export is: what --min-confidence leaves out is missed, while the other
    filters ask what there is as well as what was found. Beside each figure stands how many more halve its interval.

    Exit codes: 0 told; 2 no sample, too little read, or the sample is of another run; 5 damaged data.

    Examples:

      memcon estimate out

      memcon estimate out --min-confidence 0.8 --kind dispute

      memcon estimate out --format json
    """
    from memcon.compare.estimate import estimate as estimated
    from memcon.compare.estimate.source import check_sample, read_machine, read_readings, read_sample
    from memcon.errors import UsageError
    from memcon.outputs.folder import RunFolder

    filters = read_filters(min_confidence, status, kind, country, since, until)
    folder = RunFolder(out)
    run = read_machine(folder)
    sample = read_sample(folder)
    if sample is None:
        raise UsageError(
            "there is no sample, and what was looked at by choice tells of nothing else: memcon sample OUT"
        )
    check_sample(sample, run)
    told = estimated(sample, run.frame, read_readings(run), filters)
    write_lines(_lines(told, form, str(out)))


def _lines(told: "Estimate", form: Format, name: str) -> Iterable[str]:
    if form == "json":
        import json

        from memcon.compare.estimate.to_json import as_json

        return json.dumps(as_json(told), indent=2).split("\n")
    from memcon.compare.estimate.to_note import estimate_note

    note = estimate_note(told)
    if form == "html":
        from memcon.compare.render.html import html_lines

        return html_lines(note, title="memcon estimate", caption=name)
    if form == "markdown":
        from memcon.compare.render.markdown import markdown_lines

        return markdown_lines(note)
    from memcon.compare.render.text import text_lines

    return text_lines(note)
