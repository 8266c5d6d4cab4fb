"""`memcon batch`: batches that were left under way: how far they are, what they have answered, and their end."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from memcon.models.batch.office import Office
    from memcon.models.ledger.batches import Batch

LedgerPath = Annotated[Path, typer.Option("--ledger", help="The ledger that the batches were sent from.")]
Numbers = Annotated[
    list[int] | None, typer.Argument(metavar="[NUMBER]...", help="As `memcon batch status` tells. Default: all.")
]
DEFAULT = Path(".memcon/ledger.sqlite")

batch = typer.Typer(
    no_args_is_help=True, help="Batches that `memcon extract --batch` left under way: status, collect, cancel."
)


@batch.command()
def status(
    path: LedgerPath = DEFAULT,
    every: Annotated[bool, typer.Option("--all", help="Those too whose answers are all here.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON a batch.")] = False,
) -> None:
    """Tell how far each batch is, as the ledger knows it: nothing is asked for, and an extraction may be using it.

    A batch is ready (written down), uploaded, creating (about to be made, or made), running, ended (over there, and
    its results not all here) or done. `collect` asks the provider.
    """
    import dataclasses
    import json

    from memcon.models.ledger.batch_tables import UNDER_WAY
    from memcon.models.ledger.batches import Batches
    from memcon.models.ledger.store import moment, open_ledger
    from memcon.text.safe import safe_line

    _check_there(path)
    with open_ledger(path, offline=True) as opened:
        batches = Batches(opened)
        rows = [(one, batches.counts(one.number)) for one in batches.all(*(() if every else UNDER_WAY))]
    if as_json:
        for one, counts in rows:
            print(json.dumps({**dataclasses.asdict(one), "lines": counts}, ensure_ascii=True))
        return
    for one, counts in rows:
        what = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
        there = f" as {one.remote}, {one.status}" if one.remote else ""
        why = f" ({one.detail})" if one.detail else ""
        where = f"{one.model} at {one.endpoint}, {moment(one.made)}"
        print(safe_line(f"{one.number}: {one.state}{there}: {what}; {where}{why}"))
    if not rows:
        print("no batch is under way")


@batch.command()
def collect(
    path: LedgerPath = DEFAULT,
    wait: Annotated[bool, typer.Option("--wait", help="Until nothing is under way; Ctrl-C leaves.")] = False,
) -> None:
    """Ask the provider how far batches are, and keep the answers of those that are over in the ledger.

    A batch that was not sent, since the process died, is sent. Then `memcon extract --batch`, as before, goes on with
    what is still missing. Exit code 4 when a batch's results cannot be fetched now: they are kept at the provider.
    """

    async def work(office: "Office") -> None:
        await office.send()
        if wait:
            await office.wait()
        else:
            for why in (await office.look()).values():
                raise why

    _each(path, work)


@batch.command()
def cancel(numbers: Numbers = None, path: LedgerPath = DEFAULT) -> None:
    """End batches that are under way. What they have answered is paid for: `collect` fetches it."""
    from memcon.text.safe import safe_line

    async def work(office: "Office") -> None:
        for one in _chosen(office.open, numbers):
            print(safe_line(f"{one.number}: {await office.cancel(one)}"))

    _each(path, work, numbers)


@batch.command()
def forget(
    numbers: Annotated[list[int], typer.Argument(metavar="NUMBER...", help="As `memcon batch status` tells.")],
    path: LedgerPath = DEFAULT,
) -> None:
    """Give up batches that the provider does not know any more, or whose files it cannot give.

    Their questions may be asked again, and paid for again. What is under way there is not ended by it.
    """
    from memcon.models.batch.office import forget as give_up
    from memcon.models.ledger.batch_tables import UNDER_WAY
    from memcon.models.ledger.batches import Batches
    from memcon.models.ledger.store import open_ledger
    from memcon.text.safe import safe_line

    _check_there(path)
    with open_ledger(path) as opened:
        batches = Batches(opened)
        for one in _chosen(batches.all(*UNDER_WAY), numbers):
            print(safe_line(f"{one.number}: {give_up(batches, one)}"))


def _chosen(batches: "list[Batch]", numbers: list[int] | None) -> "list[Batch]":
    return [one for one in batches if not numbers or one.number in numbers]


def _check_there(path: Path) -> None:
    """Raise UsageError where there is no ledger at `path`: batches are told by none that is made now."""
    from memcon.errors import UsageError
    from memcon.models.ledger.file import is_new

    if is_new(path):
        raise UsageError(f"there is no ledger at {str(path)!r}: --ledger names the one that the batches were sent from")


def _each(path: Path, work: "Callable[[Office], Awaitable[None]]", numbers: list[int] | None = None) -> None:
    """Open an office for each model that has such batches under way in the ledger at `path`, and do the work there.

    One that cannot be opened, as of an endpoint that is not the environment's, keeps none of the others from its work.
    """
    import asyncio
    import contextlib
    import sys

    from memcon import api
    from memcon.errors import Interrupted, UsageError
    from memcon.models.batch.office import open_office
    from memcon.models.ledger.batch_tables import UNDER_WAY
    from memcon.models.ledger.batches import Batches
    from memcon.models.ledger.store import open_ledger
    from memcon.text.safe import safe_line

    def tell(line: str) -> None:
        print(safe_line(line), file=sys.stderr, flush=True)

    async def all_(batches: Batches) -> None:
        models = {(one.endpoint, one.model): one for one in _chosen(batches.all(*UNDER_WAY), numbers)}
        refused: list[UsageError] = []
        for one in models.values():
            async with contextlib.AsyncExitStack() as stack:
                try:
                    office = await stack.enter_async_context(
                        open_office(one, batches, asyncio.Event(), api.CLOCK, tell)
                    )
                except UsageError as other:
                    refused.append(other)
                    continue
                await work(office)
        if not models:
            tell("no batch is under way")
        for why in refused:
            raise why

    _check_there(path)
    with open_ledger(path) as opened:
        try:
            asyncio.run(all_(Batches(opened)))
        except (KeyboardInterrupt, asyncio.CancelledError):
            raise Interrupted("left: batches go on without memcon, and what has come is kept") from None
