"""Input formats: each is one module that knows how the bytes of a file become articles.

A format has

* `suffixes`: how the names of its files end, as `(".txt",)`, whatever `.gz` follows;
* `recognises(head)`: whether bytes that begin so, the first 4,096, are of this format. It is asked of files whose
  suffix several formats have, of files of no suffix known, of `.txt` files and of standard input;
* `read(content)`: the articles that a `Content` holds, one at a time, with a failed state for each that cannot be read.

To add one: a module here, its name in `FORMATS` (the more special before the more general) and, where it needs
libraries that memcon does not bring by itself, in `EXTRAS`; where a file of it is always one article, in `SINGLE`. It
imports such libraries inside its functions. A reader takes time in proportion to its bytes, keeps no more than a record
in memory, and

* reads `content.chunks` (once, front to back), `content.whole()` (all bytes of one article) or `content.file()` (a file
  that can be sought, spooled where it is a pipe or gzip);
* looks for columns or keys under the names in `content.fields`, where the user gave them;
* gives an `Article` with `path=content.where(number)` for the record of that number or line, and `content.name` as the
  id where a file is one article; ids that a file lacks are `content.record_id(number)`;
* never changes words: what in `text` is not the article's own goes into `beside`, with a reason of
  `records.vocabulary.Aside`; what people should know of how it was read, as that two extractors differ, into `notes`;
* tells how it found `published` in `published_basis`, not in words that begin as those of `articles.published`
  (dateline, attribution, url), which are looked for in the text again; `base.day` reads dates and instants;
* counts by `content.pass_over(why)` what it passes over that holds no article, and may look at `content.wanted.select`
  before it does much work for one that nobody wants;
* raises InputError (machine word, what is wrong and what to do, in one line) for a file that cannot be read at all, and
  yields `base.failed(error)` for a record, so that a bad one costs itself alone. Damage in the midst of a file is told
  after all that stands before it.

It need not care for compression by gzip, for ids given twice, for the language or the day of publication where the
file tells none, for the origin of an article: `articles.read` does, the same for all. Another package adds a format by
an entry point of the group `memcon.formats`; it is asked for files whose names are none of ours, before ours are.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from memcon import _plugins
from memcon.articles.formats import feed, html, jsonl, mhtml, pdf, telegram, text, warc
from memcon.articles.formats.base import Content
from memcon.articles.formats.documents import docx, rtf
from memcon.articles.formats.tables import array, excel, parquet, separated
from memcon.errors import MissingExtra, check_extra
from memcon.records import Article, ArticleState

GROUP: Final = "memcon.formats"
NEEDS: Final = ("suffixes", "recognises", "read")


class Format(Protocol):
    """What a module of a format, or an object like it, has."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Return how the names of its files end, in lower case."""

    def recognises(self, head: bytes) -> bool:
        """Return whether a file that begins so is of this format."""

    def read(self, content: Content) -> Iterator[Article | ArticleState]:
        """Yield what a file holds; see `base.failed` for what could not be read."""


FORMATS: Final[dict[str, Format]] = {
    "warc": warc, "mhtml": mhtml, "feed": feed, "telegram": telegram, "csv": separated, "parquet": parquet,
    "excel": excel, "rtf": rtf, "docx": docx, "pdf": pdf, "json": array, "jsonl": jsonl, "html": html, "text": text,
}  # fmt: skip
"""Ours, by name; where several know a suffix or a beginning, the first that recognises it reads it."""
SINGLE: Final = frozenset({"html", "mhtml", "text"})
"""Those of ours whose files hold one article each."""
THROUGH_DAMAGE: Final = frozenset({"warc"})
"""Those that read the bytes of a file themselves where they can be sought, and so go on after damage in its gzip."""
EXTRAS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "html": ("html", ("trafilatura", "resiliparse", "lxml")),
    "mhtml": ("html", ("trafilatura", "resiliparse", "lxml")),
    "feed": ("html", ("lxml",)),
    "warc": ("warc", ("fastwarc", "brotli", "zstandard", "trafilatura", "resiliparse", "lxml")),
    "parquet": ("tables", ("pyarrow",)),
    "excel": ("tables", ("openpyxl",)),
    "docx": ("documents", ("mammoth",)),
    "rtf": ("documents", ("striprtf",)),
    "pdf": ("documents", ("pypdf",)),
}
"""The extra that a format of ours needs, and the modules that the extra brings, by their names on import."""


def by_suffix(name: str) -> str | None:
    """Return the name of the format that the name of a file tells; None when only the content can tell.

    Ours are asked first, and packages imported only for a name that is none of ours. Of several, the longest
    suffix tells it, and of those that share one the most general.
    """
    stem = name.lower().removesuffix(".gz")
    named = _named(name)
    every = FORMATS if set(named) <= FORMATS.keys() else others()
    ends = {each: max(len(end) for end in every[each].suffixes if stem.endswith(end)) for each in named}
    return max(reversed(named), key=lambda each: ends[each], default=None)


def _named(name: str) -> list[str]:
    """Return the names of the formats whose files are named so."""
    stem = name.lower().removesuffix(".gz")
    ours = [each for each, form in FORMATS.items() if stem.endswith(form.suffixes)]
    return ours or [each for each, form in others().items() if stem.endswith(tuple(form.suffixes))]


def format_of(name: str, head: bytes) -> str:
    """Return the name of the format of a file of that name that begins so.

    A name tells it where one format alone has its suffix. Of several, the one that recognises the beginning reads it,
    else the one that `by_suffix` says. A `.txt` may hold what another format of ours is sure of; JSON in it is the text
    of an article.
    """
    named = _named(name)
    if named == ["text"]:
        return _recognised({each: form for each, form in FORMATS.items() if each != "jsonl"}, head)
    if named:
        every = others() | FORMATS
        return next((each for each in named if every[each].recognises(head)), by_suffix(name) or named[0])
    return by_content(head)


def by_content(head: bytes) -> str:
    """Return the name of the format of a file that begins so: of another package's where one recognises it."""
    return _recognised(others() | FORMATS, head)


def _recognised(among: Mapping[str, Format], head: bytes) -> str:
    return next((each for each, form in among.items() if each != "text" and form.recognises(head)), "text")


def check_installed(name: str) -> None:
    """Raise MissingExtra where a format of ours needs libraries that are not installed."""
    if name in EXTRAS:
        extra, modules = EXTRAS[name]
        check_extra(extra, f"the input format {name!r}", *modules)


def is_installed(name: str) -> bool:
    """Return whether the libraries of a format are installed."""
    try:
        check_installed(name)
    except MissingExtra:
        return False
    return True


def extra_of(suffix: str) -> str:
    """Return the extra that must be installed for files named so to be read; empty where none, or none helps."""
    needed = (EXTRAS[name][0] for name in _named(suffix) if name in EXTRAS and not is_installed(name))
    return next(needed, "")


def suffixes() -> tuple[str, ...]:
    """Return how the names of files end that a folder stands for: those of all formats but `.json` and `.xml`.

    Such a file in a folder is mostly something else, as the settings of a program or the `run.json` of a run. Formats
    whose libraries are not installed are left out: their files are told as passed over.
    """
    ready = [form for name, form in FORMATS.items() if is_installed(name)]
    every = (suffix for form in (text, *ready, *others().values()) for suffix in form.suffixes)
    return tuple(suffix for suffix in dict.fromkeys(every) if suffix not in {".json", ".xml"})


def others() -> dict[str, Format]:
    """Return the formats that other packages add, by name.

    Raises:
        UsageError: one of them is broken, or has a name that is taken; names the package.
    """
    return _plugins.load_all(GROUP, FORMATS, NEEDS)
