"""Exports of Factiva (Dow Jones): many articles in one document, each up to a line with its accession number.

Two forms are read. *Article Format*: maybe a section, the headline, maybe an author, then lines *512 words*, the date,
maybe a time, the source, its code, pages, the language, the copyright, the text, and a line with the number, *Document
LBA0000020231221ejcl00a1b*. *Full Article plus Indexing*: a table with a code and its words a row (HD headline, BY
author, WC words, PD date, SN source, LA language, CY copyright, LP and TD the text, CO IN NS RE subjects, AN the
number). Source of the rules: the readers of chennesy/factiva_parser, Piece-Of-Schmidt/roboT and
boomboom5454/Saudi-Project. Which line above the count of words is the headline is nowhere told: the longest that names
no author.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from memcon import _data
from memcon.articles.formats.documents.lines import Line, Parts, dates_in, is_copyright
from memcon.articles.formats.documents.tongues import code_named
from memcon.records import Aside

_NUMBER: Final = re.compile(r"\A(?:[^\W\d_]++\s++)?([A-Z0-9]{4,12}(?:19|20)\d{6}[a-z][a-z0-9]{6,11})\Z")
_CODED: Final = re.compile(
    r"(HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN|SE|VOL|ART|CX|CLM|DE)\t\s*+(.*)\Z",
    re.DOTALL,
)
_REASONS: Final[dict[str, Aside | None]] = {
    "HD": None, "LP": None, "TD": None, "ART": "caption", "BY": "byline", "CR": "credit", "CY": "copyright",
    "PD": "stamp", "ET": "stamp",
}  # fmt: skip
"""Of the codes; all others are about the article."""
_COUNT: Final = re.compile(r"\d[\d.,\s\xa0]*\s?[^\W\d_]{1,12}\Z")
"""*1,024 words*, *512 Wörter*, *800字*."""
_CLOCK: Final = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s+[A-Z]{2,5})?\Z")
_SHORT: Final = re.compile(r"[A-Z][A-Z0-9]{1,11}\Z")
"""The code of a source: *LBA*."""
_HEAD: Final = 4
"""Lines above the count of words at the most: section, headline, a second one, author."""
_FACTS: Final = 9
"""Lines between the date and the text at the most."""


def recognises(lines: Sequence[Line]) -> bool:
    """Return whether lines are such an export: an accession number stands alone, or behind one word."""
    return any(_number(line) for line in lines)


def articles(lines: Sequence[Line]) -> Iterator[Parts]:
    """Yield the articles, in order; what stands below the last number is one where it has a head."""
    start = 0
    for at, line in enumerate(lines):
        if number := _number(line):
            yield _parts(lines[start : at + 1], number)
            start = at + 1
    rest = lines[start:]
    if _counted(rest) is not None or sum(bool(_CODED.match(line.text)) for line in rest) > 2:
        yield _parts(rest, None)


def _number(line: Line) -> str | None:
    coded = _CODED.match(line.text)
    found = _NUMBER.match((coded[2] if coded and coded[1] == "AN" else line.text).strip())
    return found[1] if found else None


def _parts(lines: Sequence[Line], number: str | None) -> Parts:
    coded = any(line.text.startswith(("HD\t", "LP\t", "TD\t")) for line in lines)
    return _of_codes(lines, number) if coded else _of_lines(lines, number)


# --- a table of codes ---


def _of_codes(lines: Sequence[Line], number: str | None) -> Parts:
    """Read the rows of a table; the column of codes beside headline and text is no text."""
    code = ""
    told: dict[str, list[str]] = {}
    marked: list[tuple[Line, Aside | None]] = []
    for line in lines:
        found = _CODED.match(line.text)
        code = found[1] if found else code
        if not code:
            continue  # what stands above the first article
        words = found[2].strip() if found else line.text
        reason = _REASONS.get(code, "metadata")
        told.setdefault(code, []).append(words)
        if reason is None and words:
            marked.append((Line(words, gap=line.gap or found is not None, page=line.page), None))
        elif reason:
            marked.append((line, reason))
    first = {name: next((word for word in words if word), None) for name, words in told.items()}
    return Parts(
        marked, title=first.get("HD"), source=first.get("SN"), day=first.get("PD"), language=first.get("LA"),
        length=first.get("WC"), id=number, whole=number is not None,
    )  # fmt: skip


# --- lines ---


def _counted(lines: Sequence[Line]) -> int | None:
    """Return which line counts the words: the line below it is the date."""
    for at, line in enumerate(lines[:-1]):
        if _COUNT.match(line.text) and _is_date(lines[at + 1]):
            return at
    return None


def _is_date(line: Line) -> bool:
    return len(line.text) <= 60 and bool(dates_in(line.text))


def _of_lines(lines: Sequence[Line], number: str | None) -> Parts:
    count = _counted(lines)
    if count is None:
        return Parts([(line, "metadata" if _number(line) else None) for line in lines], id=number)
    top = max((at for at in range(count) if lines[at].page), default=0)
    above = range(max(top, count - _HEAD), count)
    headline = max(above, key=lambda at: (not _names_author(lines[at]), len(lines[at].text)), default=count)
    source = count + 2 + bool(count + 2 < len(lines) and _CLOCK.match(lines[count + 2].text))
    tongue, text = _facts(lines, source)
    marked: list[tuple[Line, Aside | None]] = []
    for at, line in enumerate(lines[above.start :], above.start):
        marked.append((line, _reason(lines, at, headline, count, text)))
    return Parts(
        marked, title=lines[headline].text if headline < count else None, day=lines[count + 1].text,
        source=lines[source].text if source < min(text, len(lines)) else None, length=lines[count].text,
        language=lines[tongue].text if tongue is not None else None, id=number, whole=number is not None,
    )  # fmt: skip


def _reason(lines: Sequence[Line], at: int, headline: int, count: int, text: int) -> Aside | None:
    """Return why a line is not the text: above the headline a section, below it an author."""
    line = lines[at]
    if at == headline or (at >= text and not _number(line)):
        return None
    if at < count:
        return "section" if at < headline else "byline"
    if at == count + 1:
        return "stamp"
    return "copyright" if count < at < text and is_copyright(line.text) else "metadata"


def _facts(lines: Sequence[Line], source: int) -> tuple[int | None, int]:
    """Return which line below the source names the language, and where the text begins.

    It begins below the copyright, which stands below the language; where there is neither, below the source's code.
    """
    near = range(source + 1, min(len(lines), source + _FACTS))
    tongue = next((at for at in near if len(lines[at].text) <= 40 and code_named(lines[at].text)), None)
    if tongue is not None:
        begins = tongue + 1
        return tongue, begins + bool(begins < len(lines) and is_copyright(lines[begins].text))
    right = next((at for at in near if is_copyright(lines[at].text)), None)
    if right is not None:
        return None, right + 1
    code = next((at for at in near[:2] if _SHORT.match(lines[at].text)), None)
    return None, (code if code is not None else source) + 1


def _names_author(line: Line) -> bool:
    return line.text.casefold().startswith(_bylines())


@functools.cache
def _bylines() -> tuple[str, ...]:
    return tuple(_data.toml("data/news_exports.toml")["factiva"]["byline"])
