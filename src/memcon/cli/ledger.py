"""`memcon ledger`: look into the ledger of paid answers, check it, save a damaged one; take answers out, and in."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from memcon.models.ledger.exchange import Given

LedgerPath = Annotated[Path, typer.Option("--ledger", help="The ledger to look at; an extraction may be using it.")]
DEFAULT = Path(".memcon/ledger.sqlite")

ledger = typer.Typer(no_args_is_help=True, help="Look into the ledger of paid answers, check it, save a damaged one.")


@ledger.command()
def stats(
    path: LedgerPath = DEFAULT,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell what the ledger holds: questions, answers, failures and tokens, by model."""
    import dataclasses

    from memcon.models.ledger.batches import Batches
    from memcon.models.ledger.store import open_ledger
    from memcon.models.ledger.summary import summarize
    from memcon.models.prices import cost_of, load_prices
    from memcon.text.safe import safe_line

    with open_ledger(path, offline=True) as opened:
        summary, under_way = summarize(opened), Batches(opened).under_way
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(summary), ensure_ascii=True))
        return
    total, prices = summary.total, load_prices()
    since = f", {summary.first} to {summary.last}" if summary.first else ""
    lines = [
        f"{path}: {total.bytes / 1e6:.1f} MB, {summary.runs} runs{since}",
        f"{total.questions} questions, {total.answers} answered, {total.attempts} attempts",
    ]
    if total.uncertain:
        lines.append(f"{total.uncertain} calls were sent and never answered: they may have been billed")
    for model in summary.models:
        price = prices.find(model.endpoint, model.model)
        cost = cost_of(price, model.prompt_tokens, model.completion_tokens, model.cached_tokens)
        batched = (model.batch_prompt_tokens, model.batch_completion_tokens, model.batch_cached_tokens)
        if price and cost is not None:
            cost -= (cost_of(price, *batched) or 0.0) - (cost_of(price.in_batch(), *batched) or 0.0)
        money = f", ${cost:.4f} at the prices of {price.as_of}" if price and cost is not None else ""
        tokens = f"{model.prompt_tokens} ({model.cached_tokens} cached) + {model.completion_tokens} tokens"
        files = f" ({model.batch_answers} in batches)" if model.batch_answers else ""
        lines.append(f"  {model.model} at {model.endpoint}: {model.answers} answers{files}, {tokens}{money}")
    lines += [f"  learned of {about}: {'; '.join(said)}" for about, said in summary.lessons.items()]
    lines += [f"  without an answer, {kind}: {count}" for kind, count in summary.failures.items()]
    if under_way:
        lines.append(f"{under_way} questions are under way in batches: see `memcon batch status`")
    typer.echo("\n".join(map(safe_line, lines)))


@ledger.command()
def forget(
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FIELD[=VALUE]]...", help="As without, or without=temperature. Default: all."),
    ] = None,
    model: Annotated[str | None, typer.Option(help="What was learned of this model alone.")] = None,
    endpoint: Annotated[str | None, typer.Option(help="What was learned of this endpoint alone.")] = None,
    path: LedgerPath = DEFAULT,
) -> None:
    """Forget what was learned of endpoints, as when one takes now what it refused; answers stay.

    `memcon ledger stats` tells what was learned. What is forgotten is found out again where it matters, by a refusal or
    two. Fields are those of `[takes]` in a file about an endpoint; `--profile` lays some over what is learned, and
    forgets nothing.
    """
    from memcon.errors import UsageError
    from memcon.models.ledger.lessons import forget as forgotten
    from memcon.models.ledger.lessons import is_named, kept_lessons
    from memcon.models.ledger.store import open_ledger
    from memcon.text.safe import safe_line

    if not path.is_file():
        raise UsageError(f"there is no ledger at {str(path)!r}: nothing was learned there")
    with open_ledger(path) as opened:
        about = kept_lessons(opened, endpoint, model)
        for name in fields or ():
            if not any(is_named(each, name) for each in about):
                told = ", ".join(sorted({f"{each.field}={each.value}" for each in about})) or "nothing"
                raise UsageError(f"no lesson is {name!r}: what was learned is {told}")
        gone = forgotten(
            opened, lambda one: one in about and (not fields or any(is_named(one, name) for name in fields))
        )
    for one in gone:
        print(safe_line(f"{one.model} at {one.endpoint}: {one.field}={one.value} is forgotten ({one.said})"))
    if not gone:
        print(safe_line(f"{path}: nothing was learned"))


@ledger.command()
def verify(path: LedgerPath = DEFAULT) -> None:
    """Read every row: pages, keys and answers must be sound. Exit code 5 when one is not."""
    from memcon.errors import DataError
    from memcon.models.ledger.check import problems
    from memcon.models.ledger.store import open_ledger
    from memcon.text.safe import safe_line

    found = 0
    with open_ledger(path, offline=True) as opened:
        for problem in problems(opened):
            found += 1
            print(safe_line(problem))
        answers = opened.stats().answers if not found else 0
    if found:
        raise DataError(f"{path}: {found} problems; `memcon ledger recover {path} --to NEW` saves what is sound")
    print(safe_line(f"{path}: {answers} answers are sound"))


@ledger.command()
def recover(
    damaged: Annotated[Path, typer.Argument(metavar="DAMAGED", help="The damaged ledger; it is only read.")],
    to: Annotated[Path, typer.Option("--to", metavar="NEW", help="A file that does not exist yet.")],
) -> None:
    """Save what can be read of a damaged ledger into a new one. What is lost will be asked for again."""
    from memcon.models.ledger.recover import recover as save
    from memcon.outputs.folder import check_no_part
    from memcon.text.safe import safe_line

    check_no_part(to)
    saved = save(damaged, to)
    counts = f"{saved.questions} questions, {saved.answers} answers, {saved.attempts} attempts"
    counts += f", {saved.batches} batches" if saved.batches else ""
    counts += f", {saved.lessons} lessons about endpoints" if saved.lessons else ""
    lost = f"; {saved.refused} rows were damaged" if saved.refused else ""
    print(safe_line(f"{to}: {counts} saved{lost}"), file=sys.stderr)


@ledger.command()
def merge(
    ledgers: Annotated[list[Path], typer.Argument(metavar="LEDGER", help="Ledgers to join; they are only read.")],
    to: Annotated[Path, typer.Option("--to", metavar="LEDGER", help="Where all goes; made where there is none.")],
) -> None:
    """Join ledgers, as those of shards: every answer, every attempt, every lesson about an endpoint.

    Of equal questions the first answer stays: that of --to, then those of the ledgers as they are named. The others
    stay among the attempts, so that what was paid is still told. Joining the same ledger again changes nothing. All of
    it is kept, or none: 5 where a ledger is damaged, 2 where its questions are under way in batches.

      memcon ledger merge .memcon/ledger-*-of-16.sqlite --to .memcon/ledger.sqlite
    """
    from contextlib import nullcontext

    from memcon.errors import UsageError
    from memcon.models.ledger.merge import merge_ledgers
    from memcon.models.ledger.store import open_ledger
    from memcon.models.ledger.whole import whole
    from memcon.outputs.folder import check_no_part
    from memcon.text.safe import safe_line

    check_no_part(to)
    if missing := next((path for path in ledgers if not path.is_file()), None):
        raise UsageError(f"there is no file {str(missing)!r}")
    if to.exists() and any(to.samefile(path) for path in ledgers):
        raise UsageError(f"{str(to)!r} is one of those to be joined: name another file with --to")
    with nullcontext(to) if to.exists() else whole(to) as made, open_ledger(made) as opened:
        done = merge_ledgers(opened, ledgers)
    told = f"{done.answers} answers, {done.attempts} attempts and {done.lessons} lessons from {len(ledgers)} ledgers"
    told += f", {done.repeated} answers to questions that had one" if done.repeated else ""
    told += f", {done.known} attempts were there" if done.known else ""
    print(safe_line(f"{to}: {told}"), file=sys.stderr)


@ledger.command()
def export(
    path: LedgerPath = DEFAULT,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="A file; standard output by default.")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="Failed attempts too.")] = False,
) -> None:
    """Write every answer with its question as JSON lines, in the order they were asked."""
    from memcon.models.ledger.batches import Batches
    from memcon.models.ledger.exchange import export_answers
    from memcon.models.ledger.store import open_ledger
    from memcon.outputs.atomic import write_lines
    from memcon.outputs.folder import check_replaceable
    from memcon.records.jsonl import dump
    from memcon.text.safe import safe_line

    if out is not None:
        check_replaceable(out)
    with open_ledger(path, offline=True) as opened:
        if waiting := Batches(opened).under_way:
            told = f"{waiting} questions are under way in batches, and no answers yet: `memcon batch collect` first"
            print(safe_line(f"memcon: {told}"), file=sys.stderr)
        rows = export_answers(opened, failed=failed)
        if out is not None:
            write_lines(out, rows)
            return
        for row in rows:
            line = json.dumps(row).encode() + b"\n" if sys.stdout.isatty() else dump(row)  # escapes for a terminal
            sys.stdout.buffer.write(line)


LONGEST_LINE: Final = 256 << 20
"""Bytes of a line of an export, an answer with its question."""


@ledger.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="What export wrote, also gzipped.")],
    path: Annotated[Path, typer.Option("--ledger", help="Where the answers go; made where there is none.")] = DEFAULT,
) -> None:
    """Bring the answers of an export into a ledger; an answer that it holds stays as it is.

    All lines are checked: a question must be what its key says. Exit code 5 when one is damaged, and nothing is kept.
    """
    from memcon.errors import UsageError
    from memcon.models.ledger.exchange import import_answers
    from memcon.models.ledger.store import open_ledger
    from memcon.outputs.folder import check_no_part
    from memcon.text.safe import safe_line

    check_no_part(path)
    if missing := next((file for file in files if not file.is_file()), None):
        raise UsageError(f"there is no file {str(missing)!r}")
    with open_ledger(path) as opened:
        brought = import_answers(opened, (line for file in files for line in _exported(file)))
    told = f"{brought.answers} answers imported, {brought.known} were there"
    told += f", {brought.lessons} lessons about endpoints" if brought.lessons else ""
    told += f", {brought.without} attempts without an answer left out" if brought.without else ""
    print(safe_line(f"{path}: {told}"), file=sys.stderr)


def _exported(path: Path) -> Iterator["Given"]:
    """Yield the lines of an export."""
    import gzip
    import zlib

    from memcon.errors import DataError, UsageError
    from memcon.models.ledger.exchange import Given
    from memcon.records.jsonl import CHUNK, BadLine, parse_object, split_lines

    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
            for line in split_lines(iter(lambda: file.read(CHUNK), b""), LONGEST_LINE):
                where = f"{str(path)!r}, line {line.number}"
                if line.data is None:
                    raise DataError(f"{where}: longer than {LONGEST_LINE >> 20} MiB, as no answer is")
                try:
                    yield Given(where, parse_object(line.data or b""))
                except BadLine as error:
                    raise DataError(f"{where}: {error}") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError(f"{str(path)!r}: the gzip data is damaged ({error})") from None
    except OSError as error:
        raise UsageError(f"{str(path)!r} cannot be read: {(error.strerror or str(error)).lower()}") from None
