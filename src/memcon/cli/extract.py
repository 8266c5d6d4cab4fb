"""`memcon extract`: articles in, events out."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from memcon.cli.reading import (
    DateField,
    Fitted,
    IdField,
    Inputs,
    Language,
    MaxChars,
    Once,
    OneOf,
    Published,
    SelectBy,
    TextField,
    Timezone,
    TitleField,
    number,
)


def extract(
    ctx: typer.Context,
    inputs: Inputs,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", "-o", metavar="OUT", help="Folder to write into, or its URL; old files are replaced: --replace."
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(help="Model at --base-url, 'embedded', or a GGUF file. Default: MEMCON_MODEL, else embedded."),
    ] = None,
    base_url: Annotated[
        list[str] | None,
        typer.Option(
            help="An OpenAI-compatible endpoint; several share the work. Default: MEMCON_BASE_URL. Key: OPENAI_API_KEY."
        ),
    ] = None,
    profile: Annotated[
        Path | None,
        typer.Option(help="File about the endpoint, as `memcon endpoints` prints. Default: MEMCON_PROFILE."),
    ] = None,
    strategy: Annotated[
        str | None,
        typer.Option(
            metavar="<whole|cascade>",
            help="One question an article, many small ones, fewer (words-first), or what a package adds."
            " Default: what suits the model.",
        ),
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(help="Where paid answers are kept. Default: .memcon/ledger.sqlite; a shard has its own there."),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Answer from the ledger alone; send nothing.")] = False,
    reparse: Annotated[
        bool,
        typer.Option("--reparse", help="As --offline, but articles whose answers are missing are pending, not failed."),
    ] = False,
    batch: Annotated[
        bool,
        typer.Option("--batch", help="Send questions as files to the endpoint's Batch API: half the price, in a day."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell calls, tokens and cost; send nothing, write nothing.")
    ] = False,
    concurrency: Annotated[
        int | None, number(min=1, help="Calls in flight, at most. Default: the model's profile.")
    ] = None,
    rpm: Annotated[float | None, number(min=0.01, help="Requests a minute, at most.")] = None,
    tpm: Annotated[float | None, number(min=1, help="Tokens a minute, at most.")] = None,
    max_cost: Annotated[float | None, number(min=0, help="Dollars that this run may spend.")] = None,
    max_tokens: Annotated[int | None, number(min=0, help="Tokens that this run may spend.")] = None,
    max_requests: Annotated[int | None, number(min=0, help="Requests that this run may send.")] = None,
    max_useless: Annotated[
        int | None,
        number(min=0, help="Paid articles in a row without one of use that stop a run. Default: 10."),
    ] = None,
    output_tokens: Annotated[
        int | None,
        number(min=16, help="Tokens an answer may take when asked for again since it was cut."),
    ] = None,
    prices: Annotated[Path | None, typer.Option(help="TOML file of prices over the built-in ones.")] = None,
    max_wait: Annotated[
        float | None,
        number(min=0, help="Seconds to wait out an outage or a rate limit, then stop. Default: 900."),
    ] = None,
    timeout: Annotated[
        float | None,
        number(min=0.01, help="Seconds that one call may take. Default: 300, on this machine 900."),
    ] = None,
    grace: Annotated[
        float, number(min=0, help="Seconds that calls in flight have to end after Ctrl-C or SIGTERM.")
    ] = 30.0,
    text_field: TextField = None,
    id_field: IdField = None,
    date_field: DateField = None,
    title_field: TitleField = None,
    language: Language = None,
    published: Published = None,
    timezone: Timezone = None,
    max_chars: MaxChars = 1_000_000,
    select: SelectBy = None,
    shard: OneOf = None,
    copies_once: Once = False,
    confidence: Fitted = None,
    engine: Annotated[
        Literal["ray"] | None,
        typer.Option(help="Who reads the answers: workers of Ray. Default: this process."),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="With --engine ray: of a cluster. Default: Ray on this machine."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=10_000, help="With --engine ray: how many. Default: one a processor of the cluster."),
    ] = None,
    retry_slow: Annotated[
        bool, typer.Option("--retry-slow", help="Read again what took too long in the run that OUT holds.")
    ] = False,
    retry_failed: Annotated[
        bool,
        typer.Option("--retry-failed", help="Ask again what had no answer of use in the run that OUT holds."),
    ] = False,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Replace a run of another model or of more events; it is kept beside OUT."),
    ] = False,
    review: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Decisions of another review; those in OUT/review.jsonl are always applied."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no table; errors still.")] = False,
    json_progress: Annotated[
        bool, typer.Option("--json-progress", help="Progress as JSON lines on stderr, one a second.")
    ] = False,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="ARTICLE", help="Of the article with this id alone: what each rule made of what the model said."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="With --explain: as JSON, whole.")] = False,
) -> None:
    """Extract meetings, calls and disputes from articles.

    Writes events.jsonl (merged), mentions.jsonl (by article), rejected.jsonl (what did not hold, and why),
    articles.jsonl (how each article ended) and run.json into OUT.

    Nothing is paid twice. Every answer is kept in the ledger before it is read: stop at any moment, with Ctrl-C or
    the power switch, and the same command goes on where it was. Ctrl-C once lets calls in flight end (--grace),
    twice stops now.

    Money: --dry-run tells calls, tokens and cost beforehand, and needs no key. --max-cost, --max-tokens and
    --max-requests stop the run before they are overrun: a call leaves only when the most that it can take is left.
    Raise them and run again to go on. What the ledger holds costs nothing.

    Money for nothing: when --max-useless articles in a row were paid for and had no answer of use, or a share of all
    that chance does not explain, the run stops with 4 and says what the answers looked like; with 0 it never does.
    --retry-failed asks again what had no answer of use in the run that OUT holds, articles and sentences of a cascade:
    the ledger keeps the bad answers, and gives them no more.

    Speed: calls in flight grow up to --concurrency while all goes well, and fall when the endpoint says 429; --rpm
    and --tpm are kept to the minute. A rate limit or an outage is waited out for --max-wait seconds.

    Batches: --batch sends the questions as files, 50,000 each, to the Batch API that many endpoints have, and waits for
    the answers, up to a day a round; `whole` takes one round, `cascade` two. Ctrl-C leaves them under way and exits
    with 130; the same command waits for them and goes on. `memcon batch status` tells how far they are, `collect`
    fetches what is there, `cancel` ends them. OUT is written when all is in.

    A run that stands in OUT is not lost in silence: where it asked another model, the new run found fewer events by
    more than a tenth, or it was written while the new one ran, you are asked first; where nobody can be asked,
    --replace says yes. Its files are then kept beside OUT, in OUT.kept-1. To apply a review alone, `memcon apply OUT`
    asks no model.

    Corrections: what `memcon review` left in OUT/review.jsonl is applied to the new events, and the summary says how
    many decisions held and where the evidence has changed since. --review FILE brings those of another folder.

    Without a network: --offline answers from the ledger alone and says what is missing; --reparse does the same
    after an update of memcon, and leaves the rest pending.

    An article for which memcon's own code takes more than a minute of the processor fails as `too_slow`, the others
    go on, and the next run into OUT passes it by unless --retry-slow is given.

    Many machines: --shard 3/16 reads the articles whose ids hash there, by a hash that stays; 16 such runs, each into a
    folder and with a ledger of its own, are put together by `memcon join`, to the bytes of one run.

    Object storage: INPUT and OUT may be URLs, as s3://bucket/news.jsonl.gz and s3://bucket/out (pip install
    'memcon[remote]'). The ledger stays on a disk of this machine, and so do keys. What stands at OUT is fetched first,
    and run.json is put there last: where a write fails, the same command does it again, and asks nothing twice.

    Many processors: --engine ray has articles read by workers of Ray (pip install 'memcon[ray]'), on this machine or on
    the cluster at --address, where the same memcon is installed. Ledger, pace and outputs stay with this command, and
    so does all that is said above; a worker that dies costs no answer.

    Why is an event there, or not? --explain ARTICLE prints, for each thing that the model pointed at in that article,
    which rules spoke on it, in order, with what stood there before and after; it needs no -o and writes no file. With
    --offline it costs nothing.

    Exit codes: 0 done; 2 wrong use; 3 some articles failed; 4 stopped by the provider or a budget; 5 damaged data;
    74 disk; 75 the ledger is in use; 129, 130, 143 interrupted. After 4 and from 74 on the same command resumes.

    Examples:

      memcon extract articles/ -o out

      memcon extract news.jsonl.gz -o mini --model gpt-4.1-mini

      memcon extract - -o one --published 2024-12-05 < article.txt

      memcon extract articles/ -o out --dry-run

      memcon extract articles/ -o out --max-cost 5 --prices my-prices.toml

      memcon extract articles/ -o out --ledger project.sqlite --rpm 500

      memcon extract articles/ -o mini --model gpt-4.1-mini --batch

      memcon extract articles/ -o out --ledger project.sqlite --offline

      memcon extract news.jsonl.gz -o large --engine ray --address auto --workers 64

      memcon extract articles/ --offline --explain 003.txt
    """
    from memcon import api
    from memcon.articles.sources import passed_over
    from memcon.cli.reading import reading, told_passed, told_skipped
    from memcon.cli.standing import OutputFolder, StandingRun, reviews_of, slow_before
    from memcon.cli.terminal.progress import ProgressDisplay
    from memcon.cli.terminal.summary import print_explanation, print_forecast, print_run
    from memcon.errors import DataError, UsageError
    from memcon.extraction.ray import RayEngine
    from memcon.models.limits import Limits

    fields = (text_field, id_field, date_field, title_field)
    read = reading(inputs, language, published, timezone, max_chars, select, *fields, shard=shard)
    read.check_copies(copies_once)
    ledger = ledger or read.ledger
    folder = OutputFolder.of(out, ctx) if out is not None else None
    articles = read.articles(slow_before(folder.path if folder else None, retry=retry_slow))
    failed = folder.path if folder and retry_failed else None
    skipped = passed_over(inputs)
    limits = Limits(
        concurrency=concurrency, rpm=rpm, tpm=tpm, max_wait=max_wait, timeout=timeout, max_cost=max_cost,
        max_tokens=max_tokens, max_requests=max_requests, output_tokens=output_tokens, grace=grace,
        max_useless=max_useless,
    )  # fmt: skip
    if (address or workers) and not engine:
        raise UsageError("--address and --workers are of --engine ray: give that too")
    if batch and explain is not None:
        raise UsageError("--explain asks about one article at once: leave --batch out")
    if dry_run:
        with ProgressDisplay(quiet=True, as_json=False) as shown:
            forecast = api.forecast(
                shown.told(articles), model=model, base_url=base_url, profile=profile, strategy=strategy,
                ledger=ledger, batch=batch, limits=limits, prices=prices, retry_failed=failed, copies_once=copies_once,
            )  # fmt: skip
        print_forecast(forecast, read.wanted.passed)
        return
    if explain is not None:
        with ProgressDisplay(quiet=True, as_json=False) as shown:
            extraction = api.explain(
                articles, explain, model=model, base_url=base_url, profile=profile, strategy=strategy, ledger=ledger,
                offline=offline or reparse, limits=limits, notice=shown.notice, watch=shown.watch,
            )  # fmt: skip
        print_explanation(extraction, as_json=as_json)
        raise typer.Exit(3 if extraction.state.state == "failed" else 0)
    if folder is None:
        raise UsageError("name a folder to write into with -o OUT")
    old = StandingRun(folder, inputs, ledger, replace=replace)
    old.check_model(model, base_url, profile)
    with ProgressDisplay(quiet=quiet, as_json=json_progress) as shown:
        for line in told_skipped(skipped):
            shown.tell(line)
        shown.expect(inputs, shares=read.wanted.shard.of if read.wanted.shard else 1)
        run = api.extract(
            shown.told(articles),
            model=model, base_url=base_url, profile=profile, strategy=strategy, ledger=ledger, offline=offline,
            reparse=reparse, batch=batch, limits=limits, prices=prices,
            on_progress=shown.progress, notice=shown.notice, watch=shown.watch,
            tell=None if batch and quiet else shown.tell,
            review=reviews_of(folder.path, review), settings=read.settings(skipped.counts),
            retry_failed=failed, copies_once=copies_once, confidence=confidence,
            engine=RayEngine(address=address, workers=workers) if engine else None,
        )  # fmt: skip
        if read.wanted.passed:
            shown.tell(told_passed(read.wanted.passed))
    if isinstance(run.stopped, DataError):  # the ledger is damaged: what stands in the folder is better than nothing
        raise run.stopped
    left = old.replaced_by(run)
    print_run(run, folder.shown(), quiet=quiet, left=left)
    old.tell(left)
    raise typer.Exit(run.exit_code)
