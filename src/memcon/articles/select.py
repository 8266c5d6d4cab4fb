"""Which articles are wanted, told before anything is asked about them: by site, source, language, day, words, states.

`--select site=kompas.com --select language=id --select word=Jakarta`: what is told twice of one key is either, of
several keys all must hold; `word=@words.txt` is all lines of a file, and `country=JPN+PHL` is both. Archives look at
the site and the words of a page before they look for its article, which takes a hundred times as long.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from memcon import _data
from memcon.articles.shard import Shard
from memcon.errors import UsageError
from memcon.languages.detect import normal_code
from memcon.records import Article
from memcon.records.article import publisher
from memcon.resolve.codes import iso_numeric
from memcon.resolve.countries import ORGANISATIONS, find_countries, resolve_country

KEYS: Final = ("site", "source", "language", "from", "to", "word", "country")
_EXAMPLE: Final = (
    "write site=kompas.com, source=Reuters, language=id, from=2023-01-01, to=2023-12-31, word=Jakarta, country=IDN,"
    " country=JPN+PHL for both, or word=@FILE for the lines of a file"
)


@dataclass(frozen=True, slots=True)
class Select:
    """What articles must be of; nothing told, all are."""

    sites: frozenset[str] = frozenset()
    """In lower case; those below them too: `kompas.com` for `nasional.kompas.com`."""
    languages: frozenset[str] = frozenset()
    since: dt.date | None = None
    """The first day of publication."""
    until: dt.date | None = None
    """The last one."""
    words: tuple[str, ...] = ()
    """Folded; one of them must stand in the text or the title, in a word of any form."""
    sources: tuple[str, ...] = ()
    """Folded; one of them must stand in the source, where there is none in its site."""
    countries: frozenset[frozenset[str]] = frozenset()
    """Codes; all of one of them must be named in the text or the title, by `resolve.countries.find_countries`."""

    @classmethod
    def of(cls, told: Iterable[str]) -> Self:
        """Return what `KEY=VALUE`s say.

        Raises:
            UsageError: one of them has another key, or a value that is none.
        """
        values: dict[str, list[str]] = {key: [] for key in KEYS}
        for one in told:
            key, _, value = one.partition("=")
            if key not in values or not _bare(value):
                raise UsageError(f"--select {one!r} selects nothing: {_EXAMPLE}")
            values[key] += _lines(value) if value.startswith("@") else [_bare(value)]
        return cls(
            sites=frozenset(map(_site, values["site"])),
            languages=frozenset(_language(code) for code in values["language"]),
            since=min((_day(day) for day in values["from"]), default=None),
            until=max((_day(day) for day in values["to"]), default=None),
            words=tuple(word.casefold() for word in values["word"]),
            sources=tuple(source.casefold() for source in values["source"]),
            countries=frozenset(_codes(states) for states in values["country"]),
        )

    def site_passes(self, url: str | None) -> bool:
        """Return whether an address is of one of the sites."""
        if not self.sites:
            return True
        try:
            host = urlsplit(url or "").hostname or ""
        except ValueError:
            return False
        parts = host.split(".")
        return any(".".join(parts[at:]) in self.sites for at in range(len(parts)))

    def words_pass(self, *texts: str | None) -> bool:
        """Return whether one of the words stands in one of the texts."""
        return not self.words or any(word in text.casefold() for text in texts if text for word in self.words)

    def source_passes(self, article: Article) -> bool:
        """Return whether one of the sources stands in that of an article."""
        given = (publisher(article.source, article.url) or "").casefold()
        return not self.sources or any(source in given for source in self.sources)

    def countries_pass(self, article: Article) -> bool:
        """Return whether all states of one of the groups are named in an article."""
        if not self.countries:
            return True
        text = f"{article.title}\n{article.text}" if article.title else article.text
        named = {span.code for span in find_countries(text, article.language)}
        return any(group <= named for group in self.countries)

    def why_not(self, article: Article) -> str | None:
        """Return by what an article is not wanted, in a word or two; None where it is."""
        return next(self._misses(article), None)

    def _misses(self, article: Article) -> Iterator[str]:
        """Yield what an article lacks, the quickest looks first."""
        day = article.published
        if not self.site_passes(article.url):
            yield "of another site"
        if not self.source_passes(article):
            yield "of another source"
        if self.languages and article.language not in self.languages:
            yield "in another language"
        if (self.since or self.until) and day is None:
            yield "without a date"
        if day and not (self.since or day) <= day <= (self.until or day):
            yield "of another day"
        if not self.words_pass(article.title, article.text):
            yield "without the words"
        if not self.countries_pass(article):
            yield "without the countries"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of the articles of a reading, and what was passed over for it."""

    select: Select = field(default_factory=Select)
    passed: Counter[str] = field(default_factory=Counter)
    """What was read and holds no article, or none that is wanted, counted by words that say why."""
    shard: Shard | None = None
    """The share whose articles alone are read; None for all of them."""
    apart: bool = False
    """Whether one id may stand in several files: each of their articles comes."""

    @classmethod
    def of(cls, told: Sequence[str], shard: str | None = None) -> Self:
        """Return what is wanted by `--select` and `--shard`. Raises UsageError where one of them says nothing."""
        return cls(Select.of(told), shard=Shard.parse(shard) if shard else None)

    def has(self, name: str) -> bool:
        """Return whether what has that id is read at all; what is of another share is not even counted."""
        return self.shard is None or self.shard.holds(name)

    def takes(self, item: object) -> bool:
        """Return whether an article is wanted, and count it where it is not; whatever else is read is wanted."""
        why = self.select.why_not(item) if isinstance(item, Article) else None
        if why is not None:
            self.passed[why] += 1
        return why is None


def _bare(words: str) -> str:
    """Return words without white space at their ends, and without marks of the order of bytes, which nobody sees."""
    return words.replace("\ufeff", "").strip()


def _site(name: str) -> str:
    site = name.lower().removeprefix("www.")
    if not site:
        raise UsageError(f"--select site={name!r} is no site: {_EXAMPLE}")
    return site


def _language(code: str) -> str:
    known = normal_code(code)
    if known is None:
        raise UsageError(f"--select language={code!r} is no language code; write `id`, `en` or another of ISO 639")
    return known


def _lines(value: str) -> list[str]:
    """Return the lines of the file that a value names, without blank ones."""
    path = Path(value[1:].strip())
    try:
        lines = [_bare(line) for line in _data.given(path).splitlines()]
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise UsageError(f"--select {value!r} cannot be read: {why.lower()}") from None
    if not any(lines):
        raise UsageError(f"--select {value!r} is a file without a line")
    return [line for line in lines if line]


def _codes(states: str) -> frozenset[str]:
    """Return the codes of states and organisations that are told by codes or names, joined by a plus sign."""
    return frozenset(_code(name.strip()) for name in states.split("+"))


def _code(name: str) -> str:
    if name.upper() == "XKX" or name.upper() in ORGANISATIONS or iso_numeric(name.upper()):
        return name.upper()
    code = resolve_country(name)
    if code is None:
        raise UsageError(f"--select country={name!r} is no state that is known; write its code, as IDN or JPN")
    return code


def _day(day: str) -> dt.date:
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"--select {day!r} is no day; write it as 2023-12-31") from None
