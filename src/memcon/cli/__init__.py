"""The commands, one module each: they parse, call the library, and print. Data to stdout, all else to stderr.

Heavy imports stand inside the commands, so that `memcon --help` is quick.
"""

from typing import Annotated

import typer

from memcon.cli.agreement import agreement
from memcon.cli.annotations import annotations
from memcon.cli.apply import apply
from memcon.cli.batch import batch
from memcon.cli.calibrate import calibrate
from memcon.cli.codebook import codebook
from memcon.cli.deposit import deposit
from memcon.cli.diff import diff
from memcon.cli.doctor import doctor
from memcon.cli.endpoints import endpoints
from memcon.cli.estimate import estimate
from memcon.cli.evaluate import evaluate
from memcon.cli.export import export
from memcon.cli.extract import extract
from memcon.cli.import_ import import_
from memcon.cli.join import join
from memcon.cli.languages import languages
from memcon.cli.ledger import ledger
from memcon.cli.migrate import migrate
from memcon.cli.model import model
from memcon.cli.report import report
from memcon.cli.review import review
from memcon.cli.sample import sample
from memcon.cli.schema import schema
from memcon.cli.verify import verify

app = typer.Typer(
    name="memcon",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help is quick and pipes well
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:  # noqa: FBT001  typer calls it so
    if wanted:
        from importlib.metadata import version

        typer.echo(f"memcon {version('memcon')}")
        raise typer.Exit


@app.callback()
def main(
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Read news and write the record of contact and conflict between states: meetings, calls and disputes.

    Every fact in the record is tied to the words that prove it. Without any setting, a small language model
    on this machine reads the articles: no key, no network.

    Start with: memcon extract ARTICLES -o out
    """


app.command()(extract)
app.command()(join)
app.command("import")(import_)
app.command()(verify)
app.command()(diff)
app.command()(review)
app.command()(annotations)
app.command()(agreement)
app.command()(apply)
app.command()(sample)
app.command()(estimate)
app.command()(evaluate)
app.command()(calibrate)
app.command()(report)
app.command()(export)
app.command()(codebook)
app.command()(deposit)
app.command()(migrate)
app.command()(schema)
app.command()(doctor)
app.command()(endpoints)
app.command()(languages)
app.add_typer(batch, name="batch")
app.add_typer(ledger, name="ledger")
app.add_typer(model, name="model")
