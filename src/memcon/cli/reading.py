"""The options by which commands read articles, the same for all of them, and the reading itself."""

import datetime as dt
import functools
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

if TYPE_CHECKING:
    from memcon.articles.formats.base import Fields
    from memcon.articles.select import Wanted
    from memcon.articles.skipped import Skipped
    from memcon.records import Article, ArticleState


def _countable(value: float | None) -> float | None:
    from memcon.models.limits import MOST, is_countable

    if value is not None and not is_countable(value):
        raise typer.BadParameter(f"{value} is more than {MOST:,}")
    return value


number: Final = functools.partial(typer.Option, callback=_countable)
"""Makes an option that takes a number, up to `models.limits.MOST`."""

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Text files, folders, globs, JSON lines (id, text; optional title, published, language, url, source), and"
        " whatever `memcon export --list` tells as input, each also gzipped; - for standard input.",
        show_default=False,
    ),
]
TextField = Annotated[
    str | None, typer.Option("--text-field", metavar="NAME", help="Column or key that holds an article's text.")
]
IdField = Annotated[str | None, typer.Option("--id-field", metavar="NAME", help="Column or key that holds its id.")]
DateField = Annotated[
    str | None, typer.Option("--date-field", metavar="NAME", help="Column or key that holds its publication date.")
]
TitleField = Annotated[
    str | None, typer.Option("--title-field", metavar="NAME", help="Column or key that holds its title.")
]
Language = Annotated[str | None, typer.Option(help="Language of articles that do not tell theirs, as 'id'.")]
Published = Annotated[
    dt.datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Publication date of articles that do not tell theirs."),
]
Timezone = Annotated[
    str | None, typer.Option(help="Zone whose days instants of publication are, as 'Asia/Jakarta' or '+07:00'.")
]
SelectBy = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="KEY=VALUE",
        help="Only articles of site=, source=, language=, from=, to= (days), with word=, country= (IDN, or JPN+PHL for"
        " both); a key twice is either; =@FILE is its lines.",
    ),
]
MaxChars = Annotated[int, typer.Option(min=1, max=1 << 40, help="Articles longer than this fail.")]
OneOf = Annotated[
    str | None,
    typer.Option(
        "--shard", metavar="K/N", help="The K-th of N shares of the articles alone; `memcon join` puts them together."
    ),
]

Once = Annotated[
    bool,
    typer.Option(
        "--copies-once",
        help="Ask about an article once: copies of it, as an agency's report in other papers, take its answers.",
    ),
]
Fitted = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Confidence as it was fitted anew: a file of `memcon calibrate`.")
]


_NAMED: Final = 5
"""Of what is no file, told by name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a command was told to read."""

    inputs: list[str]
    language: str | None
    published: dt.date | None
    timezone: str | None
    max_chars: int
    fields: "Fields"
    selected: list[str]
    """What the user told of `wanted`."""
    wanted: "Wanted"

    @property
    def ledger(self) -> Path:
        """Return where paid answers are kept by default: each share has a ledger of its own."""
        shard = self.wanted.shard
        name = f"ledger-{shard.number}-of-{shard.of}" if shard else "ledger"
        return Path(".memcon") / f"{name}.sqlite"

    def check_copies(self, once: bool) -> None:  # noqa: FBT001  as the option is given
        """Raise UsageError where copies cannot be found: of a share, its originals may be in another."""
        from memcon.errors import UsageError

        if once and self.wanted.shard:
            raise UsageError("--copies-once looks at all articles, and --shard at some of them: leave one out")

    def articles(self, slow: Container[str] = ()) -> "Iterator[Article | ArticleState]":
        """Yield the articles; see `articles.read.read_articles`."""
        import sys

        from memcon.articles.read import read_articles

        return read_articles(
            self.inputs, language=self.language, published=self.published, max_chars=self.max_chars,
            stdin=sys.stdin.buffer, slow=slow, timezone=self.timezone, fields=self.fields, wanted=self.wanted,
        )  # fmt: skip

    def settings(self, skipped: dict[str, int]) -> dict[str, Any]:
        """Return what `run.json` keeps of it; `skipped` are files of folders that no format reads, by suffix."""
        import dataclasses

        fields = {name: value for name, value in dataclasses.asdict(self.fields).items() if value}
        always = {
            "inputs": self.inputs, "language": self.language, "published": self.published, "max_chars": self.max_chars,
        }  # fmt: skip
        told = {
            "timezone": self.timezone, "fields": fields, "select": self.selected, "skipped": skipped,
            "shard": self.wanted.shard and self.wanted.shard.told(),
        }  # fmt: skip
        given = {name: value for name, value in told.items() if value}
        return always | given | {"passed": self.wanted.passed}  # which is counted while articles are read


def reading(
    inputs: list[str],
    language: str | None,
    published: dt.datetime | None,
    timezone: str | None,
    max_chars: int,
    select: list[str] | None,
    *fields: str | None,
    shard: str | None = None,
) -> Reading:
    """Return how to read; `fields` are those of text, id, date and title. Raises UsageError for what is no `shard`."""
    from memcon.articles.formats.base import Fields
    from memcon.articles.select import Wanted

    day, wanted = published.date() if published else None, Wanted.of(select or (), shard)
    return Reading(inputs, language, day, timezone, max_chars, Fields(*fields), select or [], wanted)


def told_passed(passed: Counter[str]) -> str:
    """Return in words what was passed over in the files that were read, the most first."""
    most = passed.most_common()
    more = f" and {sum(count for _, count in most[8:]):,} others" if len(most) > 8 else ""
    return "passed over in files: " + ", ".join(f"{count:,} {why}" for why, count in most[:8]) + more


def told_skipped(found: "Skipped") -> list[str]:
    """Return in lines what was passed over in folders, by suffix, the most first, and what is no file, by name."""
    from memcon.articles import formats

    skipped, lines = found.by_suffix, []
    shown = ", ".join(f"{count:,} {suffix}" for suffix, count in list(skipped.items())[:8])
    more = f" and {sum(list(skipped.values())[8:]):,} others" if len(skipped) > 8 else ""
    missing = sorted({formats.extra_of(suffix) for suffix in skipped} - {""})
    hint = f"; for some of them: pip install 'memcon[{','.join(missing)}]'" if missing else ""
    if skipped:
        lines.append(f"passed over in folders: {shown}{more}{hint}")
    if found.odd:
        names = ", ".join(repr(f"…{path[-99:]}" if len(path) > 100 else path) for path in found.odd[:_NAMED])
        others = f" and {len(found.odd) - _NAMED:,} more" if len(found.odd) > _NAMED else ""
        lines.append(f"passed over, since they are no files but pipes, sockets or devices: {names}{others}")
    return lines
