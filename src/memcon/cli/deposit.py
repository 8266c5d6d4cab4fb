"""`memcon deposit`: a folder that an archive of research data takes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from memcon.outputs.run_report import RunReport

LEFT_OUT: Final = "CITATION.cff and .zenodo.json are left out"


def deposit(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a run.", show_default=False)],
    *,
    to: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="The folder to make; it must be new, or empty."),
    ] = None,
    as_: Annotated[
        list[str] | None,
        typer.Option(
            "--as", metavar="TABLE", help="Tables to put in; repeatable. Default: all but edges and those of the field."
        ),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(metavar="FORMAT", help="Write each table in this format beside CSV, as parquet; repeatable."),
    ] = None,
    licence: Annotated[
        str, typer.Option(metavar="SPDX", help="Under which licence you give the data, as CC-BY-4.0.")
    ] = "",
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What the data set is called.")] = None,
    creator: Annotated[
        list[str] | None,
        typer.Option(metavar="PERSON", help="'Family, Given; affiliation; ORCID'; repeatable."),
    ] = None,
    no_quotes: Annotated[
        bool, typer.Option("--no-quotes", help="Leave the words of quotes out; their offsets stay.")
    ] = False,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Put the articles in, as they are now where they were read.")
    ] = False,
    articles: Annotated[
        list[str] | None,
        typer.Option(metavar="INPUT", help="Where the articles lie now; repeatable. Default: where they were read."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing; errors still.")] = False,
) -> None:
    """Make a folder of a run that Dataverse or Zenodo take: memcon deposit out -o deposit.

    It holds the tables as CSV, events and mentions as JSON lines, codebook.md, datapackage.json, run.json without paths
    of this machine, the prompts, schemas, a README, a licence note with what others ask whose data are in it (cities,
    numbers of states, scores), and SHA256SUMS. With --creator, CITATION.cff and .zenodo.json too.

    Words of articles: the quotes that prove events are in it, a sentence or two each; --no-quotes leaves them out. The
    articles themselves are not, but for --with-text: whether you may hand them on is for you to know.

    A run that is not what its seal is of is refused: memcon verify tells what has changed. The same run gives the same
    bytes. The folder is made whole or not at all, and never over another.

    Exit codes: 0 done; 2 wrong use, or the folder is not empty; 5 the run is damaged, or changed; 74 disk.

    Examples:

      memcon deposit out -o deposit

      memcon deposit out -o deposit --licence CC-BY-4.0 --creator 'Berg, Anna; University of Oslo'

      memcon deposit out -o deposit --no-quotes --also parquet
    """
    import gc

    from memcon.cli.terminal.summary import say
    from memcon.errors import UsageError
    from memcon.outputs.codebook.book import TITLE
    from memcon.outputs.deposit import folder
    from memcon.outputs.deposit.wishes import TABLES, Wishes, read_creator, read_licence
    from memcon.outputs.folder import RunFolder, check_name

    if to is None:
        raise UsageError("name a folder to make with -o FOLDER")
    check_name(to)
    wishes = Wishes(
        tables=tuple(dict.fromkeys(as_ or TABLES)), formats=tuple(dict.fromkeys(also or ())),
        quotes=not no_quotes, text=with_text, articles=tuple(articles or ()), licence=read_licence(licence),
        title=title or TITLE, creators=tuple(map(read_creator, creator or ())),
    )  # fmt: skip
    run = RunFolder(out, quick=True)
    run.check()
    told = run.report()
    prompts, unknown = _prompts(told)
    gc.disable()  # rows make no cycles, and looking for them takes a tenth of the time
    done = folder.deposit(run, to, wishes, prompts)
    if quiet:
        return
    say(f"written   {to}/: {len(done.files)} files, {done.size / 1e6:,.1f} MB; `sha256sum -c` holds them")
    notes = [f"prompts that this memcon does not have are left out: {', '.join(unknown)}"] if unknown else []
    notes += ["no licence is told: --licence CC-BY-4.0, or another"] if not wishes.licence else []
    notes += [] if wishes.creators else [f"{LEFT_OUT}: --creator 'Family, Given; affiliation; ORCID'"]
    notes += ["names of reviewers are in it"] if told and told.review else []
    say(*(f"memcon: {note}" for note in (*done.notes, *notes)))


def _prompts(report: "RunReport | None") -> tuple[dict[str, str], list[str]]:
    """Return the texts of the prompts that a run asked, by name, and which this memcon does not have, by version."""
    from memcon.errors import UsageError
    from memcon.extraction.strategies import find_strategy

    if report is None or not report.prompts:
        return {}, []
    try:
        known = {one.version: one for one in find_strategy(report.strategy).prompts()}
    except UsageError:  # of a package that is not here
        known = {}
    texts = {known[version].name: known[version].text for version in report.prompts if version in known}
    return texts, [version for version in report.prompts if version not in known]
