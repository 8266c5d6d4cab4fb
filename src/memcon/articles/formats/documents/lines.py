"""The lines of a document, and how an article is made of them. Knows no file and no archive."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from memcon.articles.formats import base
from memcon.articles.formats.base import Content
from memcon.articles.formats.documents.tongues import code_named
from memcon.errors import InputError
from memcon.languages.detect import identify
from memcon.records import Article, ArticleState, Aside, Beside
from memcon.records.given import zone_of
from memcon.resolve.dates.full import FullDate, full_dates

INTERFACES: Final = ("en", "de", "fr", "es", "pt", "it", "nl")
"""Languages of the archives' own pages: in one of them a date may stand beside an article in another."""
_GMT: Final = re.compile(r"\b(\d{1,2}):(\d{2})(?::\d{2})?\s*+([AP])?\.?M?\.?\s*+(?:GMT|UTC)\b", re.IGNORECASE)
_GLUED: Final = re.compile(r"(?<=\d\.)(?=[^\W\d_])")
"""*10.Dezember 2019*: Nexis prints it so."""
_COPYRIGHT: Final = re.compile(r"copyright|©|\(c\)|all rights reserved|alle rechte|tous droits", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the space round it."""

    text: str
    gap: bool = True
    """Whether a paragraph ends above it."""
    page: bool = False
    """Whether a page begins with it."""
    heading: bool = False
    """Whether it has the style of a heading."""
    aside: Aside | None = None
    """Why it is no text by its place on a page."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What is known of one article of a document."""

    lines: Sequence[tuple[Line, Aside | None]]
    """Its lines, each with why it is not the article's own text; None for what is."""
    title: str | None = None
    source: str | None = None
    day: str | None = None
    """The line that tells when it was published."""
    language: str | None = None
    """The language by its name, as the archive tells it."""
    length: str | None = None
    loaded: str | None = None
    """When the archive took it in, which is no day of publication."""
    id: str | None = None
    whole: bool = True
    """False where its end is missing."""
    notes: tuple[str, ...] = ()


def lines_of(paragraphs: Iterable[str], *, gap: bool) -> Iterator[Line]:
    """Yield the lines of paragraphs that are not blank; a form feed begins a page.

    `gap` tells that each paragraph is one; without it they may be lines of a text broken at a fixed width, and only
    a blank one ends a paragraph.
    """
    parted, page = True, False
    for paragraph in paragraphs:
        parted = parted or gap
        for number, line in enumerate(re.split(r"(\f)|\r\n|[\n\r\v\x85\u2028\u2029]", paragraph)):
            page = page or line == "\f"
            bare = (line or "").strip("\f").strip()
            if bare:
                yield Line(bare, gap=parted or page, page=page)
                parted, page = False, False
            elif not number:
                parted = True


def article_of(parts: Parts, content: Content, number: int) -> Article | ArticleState:
    """Return the article of a document, that of this `number` of several, or 0; or why it is none."""
    where = content.where(number)
    name = parts.id or (content.record_id(number) if number else content.name)
    try:
        return _article(parts, content, where, name)
    except InputError as error:
        if not number:
            raise
        return base.failed(error, name)


def _article(parts: Parts, content: Content, where: str, name: str) -> Article:
    text, beside = joined(parts.lines)
    own = "\n".join(line.text for line, why in parts.lines if why is None and line.text != parts.title)
    if parts.lines and not own.strip():
        raise InputError(where, "empty_text", "an export's document without a text of its own: a picture, or a link")
    base.check_text(where, text, content.max_chars, of="the document")
    base.check_id(where, name)
    language = code_named(parts.language or "") or content.language or identify(own)
    day = day_told(parts.day, language, content.timezone) if parts.day else None
    return Article(
        id=name, text=text, title=parts.title, source=parts.source, language=language, path=where, beside=beside,
        published=day, published_basis=f'the export\'s own line "{parts.day}"' if day else None,
        notes=tuple(_notes(parts, text.count("\ufffd"), told=day is not None)),
    )  # fmt: skip


def joined(lines: Sequence[tuple[Line, Aside | None]]) -> tuple[str, tuple[Beside, ...]]:
    """Return the text of lines, and what of it is beside the article."""
    parts: list[str] = []
    spans: list[Beside] = []
    size = 0
    for line, why in lines:
        if parts:
            parts.append("\n\n" if line.gap else "\n")
            size += len(parts[-1])
        if why:
            spans.append(Beside(start=size, end=size + len(line.text), reason=why))
        parts.append(line.text)
        size += len(line.text)
    return "".join(parts), tuple(spans)


def dates_in(line: str, language: str | None = None) -> tuple[FullDate, ...]:
    """Return the days that a line of an archive tells, in the language of the article or of an archive's pages."""
    words = _GLUED.sub(" ", line.replace("\xa0", " "))
    own = full_dates(words, language)
    if own:
        return own
    others = (full_dates(words, tag) for tag in INTERFACES)
    named = (tuple(one for one in found if _has_letters(words[one.start : one.end])) for found in others)
    return next((found for found in named if found), ())


def _has_letters(words: str) -> bool:
    """Whether a date names its month: 5/3/2024 is another day in another language."""
    return any(map(str.isalpha, words))


def day_told(line: str, language: str | None, timezone: str | None) -> dt.date | None:
    """Return the day of publication in a line; one with a time of Greenwich is a day of the zone of the article."""
    found = dates_in(line, language)
    if not found:
        return None
    clock = _GMT.search(line)
    if clock is None:
        return found[0].day
    hour = int(clock[1]) % 12 + 12 * (clock[3].upper() == "P") if clock[3] else int(clock[1])
    try:
        instant = dt.datetime.combine(found[0].day, dt.time(hour, int(clock[2])), dt.UTC)
    except ValueError:
        return found[0].day
    return instant.astimezone(zone_of(language, timezone)).date()


def is_copyright(line: str) -> bool:
    """Return whether a line below a headline says whose the text is."""
    return len(line) <= 400 and _COPYRIGHT.search(line) is not None


def _notes(parts: Parts, lost: int, *, told: bool) -> Iterator[str]:
    yield from parts.notes
    if lost:
        yield f"{lost:,} characters could not be decoded and stand as U+FFFD"
    facts = [f"length {parts.length}"] if parts.length else []
    facts += [f"loaded {parts.loaded}, which is not when it was published"] if parts.loaded else []
    if facts:
        yield f"the export tells: {'; '.join(facts)}"
    if parts.day and not told:
        yield f"the export's date {parts.day[:80]!r} is none that can be read"
    if not parts.whole:
        yield "its end is missing: the export may be cut"
