"""`memcon sample`: draw what coders are to look at, so that what they say tells of the whole run."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from memcon.cli.reading import number

if TYPE_CHECKING:
    from memcon.compare.estimate.source import MachineRun
    from memcon.records.sample import Axis, Sample


def sample(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.", show_default=False)],
    *,
    size: Annotated[int, number(metavar="N", min=1, help="How many articles, or events, to draw.")] = 200,
    by: Annotated[
        str,
        typer.Option(
            metavar="AXES", help="Strata: kind, country, language, confidence, with commas between. Default: none."
        ),
    ] = "",
    draw: Annotated[
        Literal["articles", "events"],
        typer.Option(help="Articles, which are read whole, or events, which tell precision alone."),
    ] = "articles",
    coders: Annotated[str, typer.Option(metavar="NAMES", help="Who looks at them, with commas between: ana,ben.")] = "",
    overlap: Annotated[
        float, typer.Option(metavar="SHARE", min=0, max=1, help="The share that every coder looks at.")
    ] = 0.0,
    seed: Annotated[int, typer.Option(help="Another seed draws another sample.")] = 0,
    more: Annotated[
        int | None, number(metavar="N", min=1, help="Draw so many more to the sample that there is.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Draw anew, though coders have begun with the sample that there is.")
    ] = False,
) -> None:
    """Draw a sample of a run for coders to read, from which `memcon estimate` tells precision and recall of the whole.

    Written is OUT/coding/sample.json: what was drawn and with which probability, and the queue of each coder, which
    `memcon review OUT --who NAME` follows. Same run, seed and options, same bytes, on every machine.

    Without --by, all articles are drawn from alike. With it, articles are sorted into strata by their least sure event,
    and all strata are drawn from; articles in which the machine found nothing are a stratum of their own, of which half
    as many are read. Strata too small to draw five from are put together. A queue is in random order and goes through
    all strata: who stops early has read a smaller sample of the same design.

    --more adds to the sample and keeps what was drawn. It takes no other options, as they would change the design.

    Exit codes: 0 drawn; 2 wrong use, or coders have begun, or the sample is of another run; 5 damaged data; 74 disk.

    Examples:

      memcon sample out

      memcon sample out --size 300 --by kind,language --coders ana,ben --overlap 0.2

      memcon sample out --draw events --by confidence --size 150

      memcon sample out --more 50
    """
    from memcon.compare.estimate.sampling import Wanted, extended, sampled
    from memcon.compare.estimate.source import check_sample, read_machine, read_sample, write_sample
    from memcon.errors import UsageError
    from memcon.outputs.folder import RunFolder

    folder = RunFolder(out)
    run = read_machine(folder)
    if more is not None:
        held = read_sample(folder)
        if held is None:
            raise UsageError("there is no sample to draw more to: `memcon sample OUT` draws one")
        if by or coders or replace or draw != "articles" or overlap or seed:
            raise UsageError("--more keeps the design of the sample: it takes no other option")
        check_sample(held, run)
        made = extended(held, run.frame, more)
    else:
        names = _names(coders, overlap)
        wanted = Wanted(
            size=size, seed=seed, unit="article" if draw == "articles" else "event", by=_axes(by), coders=names,
            overlap=overlap,
        )  # fmt: skip
        _check_free(run, replace=replace)
        made = sampled(run.frame, run.seal(), run.left_out, wanted)
    write_sample(folder, made)
    _tell(made, out)


def _axes(text: str) -> "tuple[Axis, ...]":
    """Return what strata differ in, in the order that files have them."""
    from typing import get_args

    from memcon.errors import UsageError
    from memcon.records.sample import Axis

    words = {word.strip() for word in text.split(",") if word.strip()}
    known: tuple[Axis, ...] = get_args(Axis)
    if odd := sorted(words - {*known}):
        raise UsageError(f"--by {odd[0]!r} is none of {', '.join(known)}")
    return tuple(axis for axis in known if axis in words)


def _names(text: str, overlap: float) -> tuple[str, ...]:
    from memcon.cli.people import person
    from memcon.errors import UsageError
    from memcon.records.run_files import coder_slug

    names = tuple(dict.fromkeys(name for word in text.split(",") if (name := person("--coders", word))))
    slugs = {coder_slug(name): name for name in names}
    if "" in slugs:
        raise UsageError(f"--coders {slugs['']!r} has no letter and no digit: a file is named by it")
    if len(slugs) < len(names):
        raise UsageError("--coders: two names give one file name; they must differ by a letter")
    if overlap and len(names) < 2:
        raise UsageError("--overlap is what several coders look at: name them with --coders ana,ben")
    return names


def _check_free(run: "MachineRun", *, replace: bool) -> None:
    """Raise UsageError where coders have begun with the sample that would be replaced."""
    from memcon.compare.estimate.source import begun
    from memcon.errors import UsageError
    from memcon.records import run_files

    if not replace and run.folder.has(run_files.SAMPLE) and (names := begun(run.folder)):
        raise UsageError(
            f"{', '.join(map(repr, names))} began with the sample that there is: --more N draws more to it, --replace "
            "draws anew"
        )


def _tell(made: "Sample", out: Path) -> None:
    import sys

    from memcon.records import run_files
    from memcon.text.safe import safe_line

    plural = "articles" if made.unit == "article" else "events"
    lines = [f"drawn     {len(made.units):,} of {made.frame:,} {plural}, seed {made.seed}"]
    if made.by:
        lines += [f"stratum   {one.drawn:,} of {one.size:,}: {one.name}" for one in made.strata]
    lines += [f"queue     {queue.coder}: {len(queue.articles):,} articles" for queue in made.queues]
    if made.left_out:
        lines.append(f"left out  {made.left_out:,} articles that the run could not read")
    lines.append(f"written   {out / run_files.SAMPLE}")
    for line in lines:
        print(safe_line(line), file=sys.stderr)
