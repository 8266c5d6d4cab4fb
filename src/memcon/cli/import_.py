"""`memcon import`: from what people have to one file of articles, whose texts stay."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from memcon.cli.reading import (
    DateField,
    IdField,
    Inputs,
    Language,
    MaxChars,
    Published,
    SelectBy,
    TextField,
    Timezone,
    TitleField,
)

if TYPE_CHECKING:
    from memcon.articles.skipped import Skipped
    from memcon.cli.terminal.importing import ImportDisplay


def import_(
    inputs: Inputs,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The file of JSON lines to write.")
    ] = None,
    text_field: TextField = None,
    id_field: IdField = None,
    date_field: DateField = None,
    title_field: TitleField = None,
    language: Language = None,
    published: Published = None,
    timezone: Timezone = None,
    max_chars: MaxChars = 1_000_000,
    select: SelectBy = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary; errors still.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON on standard output.")] = False,
) -> None:
    """Read articles of any format and write them as JSON lines: memcon import pages/ -o articles.jsonl.

    `memcon extract` reads the same inputs directly. Import them first where you want to look at what was read, or to
    keep it: evidence rests on the very characters of an article, and the file that import writes keeps them whatever
    becomes of the pages, and whatever the next version of a library makes of them.

    A line has id, title, published with its basis (where the date was found), language, source, url, text, beside
    (spans of the text that are not the article's own words, with reasons: captions, links, advertisements), notes and
    origin (file, record, format). `memcon schema imported` describes it.

    The content of a file tells its format where its name does not. A folder stands for all files in it that memcon can
    read, however deep; the id of an article is then the path of its file below the folder. What is passed over is
    counted by suffix. Formats and the extras that they need: memcon export --list; pip install 'memcon[all]' has all.

    --select keeps what you want: site=kompas.com, source=Reuters, language=id, from=2023-01-01, to=2023-12-31,
    word=Jakarta, country=IDN, country=JPN+PHL for both. A key twice means either, several keys mean all of them,
    word=@words.txt each line of a file. What is passed over is counted by why; `memcon extract` takes the same.

    What cannot be read is told in a line each, with what to do, the first twenty of a reason; all else is written. The
    file is written whole or not at all: Ctrl-C leaves what stood there.

    Exit codes: 0 done; 2 wrong use; 3 some articles could not be read; 74 disk; 129, 130, 143 interrupted.

    Examples:

      memcon import pages/ -o articles.jsonl

      memcon import news.jsonl.gz more/*.txt -o articles.jsonl --language id

      memcon import corpus.jsonl -o articles.jsonl --text-field body --date-field day

      memcon extract articles.jsonl -o out
    """
    from memcon.articles.sources import check_apart, passed_over
    from memcon.cli.reading import reading
    from memcon.cli.terminal.importing import ImportDisplay
    from memcon.errors import UsageError
    from memcon.outputs import atomic
    from memcon.outputs.folder import check_replaceable

    read = reading(
        inputs, language, published, timezone, max_chars, select, text_field, id_field, date_field, title_field
    )
    articles = read.articles()
    if to is None:
        raise UsageError("name a file to write with -o FILE")
    check_apart([to], inputs)
    check_replaceable(to)
    atomic.check_place(to)
    with ImportDisplay(quiet=quiet) as shown:
        atomic.write_lines(to, shown.lines(articles))
    _tell(shown, to, passed_over(inputs), read.wanted.passed, quiet=quiet, as_json=as_json)
    raise typer.Exit(3 if shown.failed else 0)


def _tell(
    shown: "ImportDisplay", to: Path, skipped: "Skipped", passed: Counter[str], *, quiet: bool, as_json: bool
) -> None:
    import json

    if as_json:
        print(json.dumps(shown.summary(skipped, passed), ensure_ascii=False))
    elif not quiet:
        shown.print_summary(to, skipped, passed)
