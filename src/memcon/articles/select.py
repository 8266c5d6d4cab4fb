"""Which articles are wanted, told before anything is asked about them: by site, language, day, words. Pure.

`--select site=kompas.com --select language=id --select word=Jakarta`: what is told twice of one key is either, of
several keys all must hold. Archives look at the site and the words of a page before they look for its article, which
takes a hundred times as long.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import urlsplit

from memcon.articles.shard import Shard
from memcon.errors import UsageError
from memcon.languages.detect import normal_code
from memcon.records import Article

KEYS: Final = ("site", "language", "from", "to", "word")
_EXAMPLE: Final = "write site=kompas.com, language=id, from=2023-01-01, to=2023-12-31 or word=Jakarta"


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

    @classmethod
    def of(cls, told: Iterable[str]) -> Self:
        """Return what `KEY=VALUE`s say.

        Raises:
            UsageError: one of them has another key, or a value that is none.
        """
        values: dict[str, list[str]] = {key: [] for key in KEYS}
        for one in told:
            key, _, value = one.partition("=")
            if key not in values or not value.strip():
                raise UsageError(f"--select {one!r} selects nothing: {_EXAMPLE}")
            values[key].append(value.strip())
        return cls(
            sites=frozenset(site.lower().removeprefix("www.") for site in values["site"]),
            languages=frozenset(_language(code) for code in values["language"]),
            since=min((_day(day) for day in values["from"]), default=None),
            until=max((_day(day) for day in values["to"]), default=None),
            words=tuple(word.casefold() for word in values["word"]),
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

    def why_not(self, article: Article) -> str | None:
        """Return by what an article is not wanted, in a word or two; None where it is."""
        if not self.site_passes(article.url):
            return "of another site"
        if self.languages and article.language not in self.languages:
            return "in another language"
        if (self.since or self.until) and article.published is None:
            return "without a date"
        if article.published and not (self.since or article.published) <= article.published <= (
            self.until or article.published
        ):
            return "of another day"
        return None if self.words_pass(article.title, article.text) else "without the words"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of the articles of a reading, and what was passed over for it."""

    select: Select = field(default_factory=Select)
    passed: Counter[str] = field(default_factory=Counter)
    """What was read and holds no article, or none that is wanted, counted by words that say why."""
    shard: Shard | None = None
    """The share whose articles alone are read; None for all of them."""

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


def _language(code: str) -> str:
    known = normal_code(code)
    if known is None:
        raise UsageError(f"--select language={code!r} is no language code; write `id`, `en` or another of ISO 639")
    return known


def _day(day: str) -> dt.date:
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"--select {day!r} is no day; write it as 2023-12-31") from None
