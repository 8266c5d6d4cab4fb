"""Exports of Nexis Uni (LexisNexis): many articles in one document, each up to a line *End of Document*.

An article is: headline, publication, date (*July 1, 2019 Monday 9:20 AM GMT*), copyright, lines with a label and a
no-break space (*Section:*, *Length:*, *Byline:*), the line *Body*, the text, maybe *Graphic* with captions, and
*Classification* with *Language:* and *Load-Date:*. Before the first may stand a cover with the list of all. Source of
the rules: the sample file and `lnt_parse_uni` of JBGruber/LexisNexisTools, `readLexisNexisAdvance` of pmyteh/R.TeMiS.
The words stand in data/news_exports.toml.
"""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from memcon import _data
from memcon.articles.formats.documents.lines import Line, Parts, dates_in, is_copyright
from memcon.records import Aside

_LABEL: Final = re.compile(r"([^\W\d_][\w'/ -]{1,40}?)\s?:(?:[\xa0\s]\s*+(.*))?\Z", re.DOTALL)
_COUNTED: Final = re.compile(r"(\w+) \(\d+\)\Z")
"""*Documents (10)*."""
_DATE_LINE: Final = 120
"""Characters of the line that tells the date, with weekday, time and edition."""
_BEFORE: Final = 25
"""Characters before the date in it: a weekday."""
_HEAD: Final = 12
"""Lines at the beginning of an article among which its date stands."""


@functools.cache
def _words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in _data.toml("data/news_exports.toml")["nexis"].items()}


def recognises(lines: Sequence[Line]) -> bool:
    """Return whether lines are such an export: it ends an article by its words, and tells a body or a load date."""
    words = _words()
    if not any(_is(line, "end") for line in lines):
        return False
    return any(_is(line, "body") or _label(line)[0] in words["load_date"] for line in lines)


def articles(lines: Sequence[Line]) -> Iterator[Parts]:
    """Yield the articles, in order; what stands below the last end is one where it has a body."""
    start = 0
    for at, line in enumerate(lines):
        if _is(line, "end"):
            if at > start:
                yield _parts(lines[start : at + 1], whole=True)
            start = at + 1
    if any(_is(line, "body") for line in lines[start:]):
        yield _parts(lines[start:], whole=False)


def _parts(lines: Sequence[Line], *, whole: bool) -> Parts:
    body = next((at for at, line in enumerate(lines) if _is(line, "body")), _below_labels(lines))
    head, rest = lines[:body], lines[body:]
    first, dated = _title_and_date(head)
    told = dict(reversed([_label(line) for line in (*head[first:], *rest)]))
    above = dated if dated is not None else min(first + 2, len(head))
    source = above - 1 if above - 1 > first and dated is not None else (first + 1 if dated is None else None)
    marked: list[tuple[Line, Aside | None]] = []
    for at, line in enumerate(head[first:], first):
        own = at == first or (dated is not None and first < at < above - 1)
        marked.append((line, None if own else "stamp" if at == dated else _reason(line)))
    marked += _below(rest)
    return Parts(
        marked, title=head[first].text if first < len(head) else None,
        source=head[source].text if source is not None and source < len(head) else None,
        day=head[dated].text if dated is not None else None, language=_told(told, "language"),
        length=_told(told, "length"), loaded=_told(told, "load_date"), whole=whole,
    )  # fmt: skip


def _title_and_date(head: Sequence[Line]) -> tuple[int, int | None]:
    """Return which line of a head is the headline, and which tells the date, None where none does.

    The headline is the first line; below a cover, that above the publication, which stands above the date.
    """
    cover = max((at for at, line in enumerate(head) if _is_cover(line)), default=-1)
    if cover < 0:
        dated = (at for at, line in enumerate(head[1:_HEAD], 1) if _is_date(line))
        return 0, next(dated, None)
    labelled = next((at for at in range(cover + 1, len(head)) if _label(head[at])[0]), len(head))
    page = next((at for at in range(labelled - 1, cover, -1) if head[at].page), None)
    dated_at = next((at for at in range(labelled - 1, cover, -1) if _is_date(head[at])), None)
    if page is not None:
        return page, dated_at if dated_at is not None and dated_at > page else None
    return (max(cover + 1, dated_at - 2), dated_at) if dated_at is not None else (min(cover + 1, len(head)), None)


def _is_cover(line: Line) -> bool:
    counted = _COUNTED.match(line.text)
    name = counted[1].casefold() if counted else _label(line)[0]
    return name in _words()["cover"]


def _is_date(line: Line) -> bool:
    if len(line.text) > _DATE_LINE or (_label(line)[0] and not line.text[:1].isdigit() and ":" in line.text[:_BEFORE]):
        return False
    found = dates_in(line.text)
    return bool(found) and found[0].start <= _BEFORE


def _below_labels(lines: Sequence[Line]) -> int:
    """Return where the text begins in an article without the line *Body*: below the labels of its head."""
    labels = [at for at, line in enumerate(lines[:_HEAD]) if _label(line)[0] in _head_labels()]
    return labels[-1] + 1 if labels else min(3, len(lines))


@functools.cache
def _head_labels() -> frozenset[str]:
    words = _words()
    return words["length"] | words["byline"] | words["dateline"] | {"section", "rubrique", "rubrik", "highlight"}


def _reason(line: Line) -> Aside:
    label = _label(line)[0]
    if label in _words()["byline"]:
        return "byline"
    if label in _words()["dateline"]:
        return "dateline"
    return "copyright" if not label and is_copyright(line.text) else "metadata"


def _below(rest: Sequence[Line]) -> Iterator[tuple[Line, Aside | None]]:
    """Yield the lines from *Body* on: the text, captions below *Graphic*, and what tells of the article."""
    ends = [at for at, line in enumerate(rest) if _is(line, "classification")]
    end = ends[-1] if ends else len(rest)
    while not ends and end and (_is(rest[end - 1], "end") or _is_fact(rest[end - 1])):
        end -= 1
    pictures = [at for at, line in enumerate(rest[:end]) if _is(line, "graphic")]
    graphic = pictures[-1] if pictures else end
    for at, line in enumerate(rest):
        if at >= end or (at == 0 and _is(line, "body")):
            yield line, "metadata"
        else:
            yield line, "caption" if at >= graphic else None


def _is_fact(line: Line) -> bool:
    words = _words()
    return _label(line)[0] in words["load_date"] | words["language"] | {"publication-type", "journal code", "subject"}


def _is(line: Line, what: str) -> bool:
    return line.text.casefold() in _words()[what]


def _label(line: Line) -> tuple[str, str]:
    """Return the label of a line and what follows it; empty where it has none."""
    found = _LABEL.match(line.text) if ":" in line.text[:45] else None
    return (found[1].casefold(), (found[2] or "").strip()) if found else ("", "")


def _told(told: Mapping[str, str], what: str) -> str | None:
    return next((told[name] for name in sorted(_words()[what]) if told.get(name)), None)
