"""`memcon doctor`: what is here, what is wrong, and what to do."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from memcon.cli.doctor.finding import Finding


def doctor(
    model: Annotated[str | None, typer.Option(help="As of extract.", show_default=False)] = None,
    base_url: Annotated[str | None, typer.Option(help="As of extract.", show_default=False)] = None,
    ledger: Annotated[Path, typer.Option(help="As of extract.")] = Path(".memcon/ledger.sqlite"),
    out: Annotated[Path, typer.Option("--output", "-o", help="As of extract.")] = Path("out"),
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array of findings.")] = False,
) -> None:
    """Look whether an extraction would work here, and say what to do where it would not.

    Versions, processors, memory, disk, terminal; the embedded model with every byte of its weights, or the endpoint, of
    which nothing is asked that costs; the ledger. Nothing is fetched. The exit code is 0, or what an extraction would
    end with for the first thing that is wrong.

    Examples:

      memcon doctor

      memcon doctor --model some-model --base-url https://llm.example.org/v1
    """
    import dataclasses
    import json

    from memcon.cli.terminal.screen import write_lines

    found = _look(model, base_url, ledger, out)
    if as_json:
        write_lines([json.dumps([dataclasses.asdict(one) for one in found], indent=1)])
    else:
        write_lines(line for one in found for line in one.lines())
    raise typer.Exit(next((one.exit_code for one in found if one.exit_code), 0))


def _look(model: str | None, base_url: str | None, ledger: Path, out: Path) -> "list[Finding]":
    """Return what is found, in the order in which a run would need it."""
    import os

    from memcon.cli.doctor import machine
    from memcon.cli.doctor import model as of_model
    from memcon.cli.doctor.finding import Finding, look
    from memcon.cli.terminal.progress import DownloadDisplay
    from memcon.errors import MemconError
    from memcon.models.spec import choose_spec

    try:
        spec = choose_spec(model, base_url, os.environ)
        asked = Finding(name="model", state="ok", told=str(spec))
    except MemconError as error:
        spec, asked = None, Finding(name="model", state="wrong", told=str(error), exit_code=error.exit_code)
    embedded = spec is not None and spec.base_url is None
    found = [look("python", machine.python), look("cores", machine.processors)]
    found += [
        look("memory", lambda: machine.memory(of_model.memory_of(spec) if spec else None)),
        look("disk", lambda: machine.disk(out)),
    ]
    found += [look("terminal", machine.terminal), asked]
    if spec and embedded:
        with DownloadDisplay() as checking:
            found += [look("engine", of_model.engine), look("weights", lambda: of_model.weights(spec, checking.watch))]
    elif spec:
        found.append(look("endpoint", lambda: of_model.endpoint(spec)))
    return [*found, look("ledger", lambda: of_model.ledger(ledger))]
