"""`memcon extract`: articles in, events out."""

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer


def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Text files, folders, globs, JSON lines (id, text; optional title, published, language, url, source),"
            " each also gzipped; - for standard input.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="OUT", help="Folder to write into; its old files are replaced.")
    ],
    model: Annotated[
        str | None,
        typer.Option(help="Model at --base-url, 'embedded', or a GGUF file. Default: MEMCON_MODEL, else embedded."),
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(help="An OpenAI-compatible endpoint. Default: MEMCON_BASE_URL. Key: OPENAI_API_KEY.")
    ] = None,
    strategy: Annotated[
        Literal["whole", "cascade"] | None,
        typer.Option(help="One question an article, or many small ones. Default: what suits the model."),
    ] = None,
    ledger: Annotated[
        Path, typer.Option(help="Where paid answers are kept; a second run over it pays nothing twice.")
    ] = Path(".memcon/ledger.sqlite"),
    offline: Annotated[bool, typer.Option("--offline", help="Answer from the ledger alone; send nothing.")] = False,
    language: Annotated[str | None, typer.Option(help="Language of articles that do not tell theirs, as 'id'.")] = None,
    published: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Publication date of articles that do not tell theirs."),
    ] = None,
    max_chars: Annotated[int, typer.Option(min=1, help="Articles longer than this fail.")] = 1_000_000,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no table; errors still.")] = False,
) -> None:
    """Extract meetings, calls and disputes from articles.

    Writes events.jsonl (merged), mentions.jsonl (by article), rejected.jsonl (what did not hold, and why),
    articles.jsonl (how each article ended) and run.json into OUT.

    Nothing is paid twice: stop at any moment with Ctrl-C, and the same command goes on where it was.

    Examples:

      memcon extract articles/ -o out

      memcon extract news.jsonl.gz -o out --model gpt-4.1-mini

      memcon extract - -o out --published 2024-12-05 < article.txt
    """
    from memcon import api
    from memcon.cli.show import Shown, print_run
    from memcon.read import read_articles

    _check_out(out)
    day = published.date() if published else None
    articles = read_articles(inputs, language=language, published=day, max_chars=max_chars, stdin=sys.stdin.buffer)
    with Shown(quiet=quiet) as shown:
        run = api.extract(
            shown.counted(articles),
            model=model,
            base_url=base_url,
            strategy=strategy,
            ledger=ledger,
            offline=offline,
            on_progress=shown.progress,
            notice=shown.notice,
            watch=shown.watch,
        )
    run.write(out)
    print_run(run, out, quiet=quiet)
    raise typer.Exit(run.exit_code)


def _check_out(out: Path) -> None:
    """Make the output folder, so that what keeps it from being written is told before anything is paid."""
    from memcon.errors import UsageError
    from memcon.files import make_folder

    if out.exists() and not out.is_dir():
        raise UsageError(f"-o {str(out)!r} is a file: name a folder")
    make_folder(out)
