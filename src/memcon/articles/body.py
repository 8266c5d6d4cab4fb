"""Mark what in an article is not the article: links, widgets, captions, tags, credits. Moves no character.

The rules are general: phrases that sites print (page.toml of the languages) and the look of a line. They know lines,
not layout: a caption without credit, place or colon reads like a paragraph, and stays.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from memcon import languages
from memcon.articles.dateline import dateline_of
from memcon.articles.joined import stamp_within
from memcon.articles.marked import Mark, holding, outside, without_overlaps
from memcon.articles.published import is_stamp, reading
from memcon.articles.site_phrases import Phrases, phrases
from memcon.records.article import Beside
from memcon.records.vocabulary import Aside

LINE: Final = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""What line ends leave. Every other module that speaks of lines means these."""
BLANK: Final = (
    "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
)
"""Characters that no one sees: white space, and what `str.strip` leaves, as a byte-order mark."""
FIRST_LINES: Final = 5
"""Lines of body among which the dateline stands: behind a title and what sites put below it."""

_SECTION: Final = 2
"""Words of the name of a section at the most, which may stand above a title."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank, and its place, without the space round it."""

    start: int
    end: int
    whole: str
    words: str
    """Without the bullets before them."""
    folded: str
    near: bool
    """Whether the line before follows without a blank line between."""


_BULLETS: Final = re.compile(r"[\s>*•·|#\-–—»›▶►◀◄■□●○→⇒+=_~]+")
_FINAL: Final = re.compile(r"[.!?…。！？؟।۔][\"”’»)\]』」]*$")
_NUMBER: Final = re.compile(r"^\(?\d+\)?\s+|(?:(?<!\s)\s+)?[(\[]\s*(?:\d+\s*)?[)\]]$|(?<!\s)\s+\d+$")
_WIDGETS: Final = re.compile(
    r"\w|(?:a\s*(?:[+-]\s*)?){2,4}|\[[\w\s./:_-]{1,40}\]|[<{][^<>{}]{1,60}[>}]"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?:\s*/\s*\d{1,2}:\d{2}(?::\d{2})?)?"
)
_CLOCK: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_URL: Final = re.compile(r"[(<\[]?(?:https?://|www\.)\S+")
_IMAGE: Final = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,500}\)|<img\b[^<>\n]{0,500}>", re.IGNORECASE)
_INITIALS: Final = re.compile(
    r"[a-z]{2,5}(?:\s?/\s?[a-z]{2,5}){1,3}|\((?:[a-z]{2,5}|[^()\[\]]{2,30}/[^()\[\]]{2,30})\)\.?"
)
_CRUMBS: Final = re.compile(r"\w[^.!?\n]{0,30}(?:\s+[>»›/|]\s+\w(?:[^.!?>»›/|\s]|[^\S\n](?!\s*[>»›/|])){0,40}){2,}")
_END_CREDIT: Final = re.compile(r"[(\[（]([^()\[\]（）\n]{2,80})[)\]）]\s?$")
_INITIALS_INSIDE: Final = re.compile(r"(?<=[.!?…”»\"] )[(\[](?:[a-z]{2,5}|[^()\[\]\n]{2,30}/[^()\[\]\n]{2,30})[)\]]$")
_DATELINE: Final = re.compile(r"[^.!?]{2,60}?\s?(?:[–—-]{1,2}|:)\s")


def marks(text: str, language: str | None = None, beside: Sequence[Beside] = ()) -> tuple[Mark, ...]:
    """Return what in `text` is not body, in order, without overlaps. Repeats are found by `memcon.articles.sentences`.

    `language` is that of the text: its phrases count, and those that sites of every language print. `beside` is what
    its format has marked, in order: that stays as it is, and of other marks what is left.
    """
    rules = phrases(languages.language(language))
    lines = tuple(_lines(text))
    told = list(without_overlaps(Mark(span.start, span.end, span.reason) for span in beside))
    known = holding(((line.start, line.end) for line in lines), told)
    reasons = [reason or next(_alone(line, rules), None) for line, reason in zip(lines, known, strict=True)]
    title = _mark_head(lines, reasons, rules, language)
    for at in range(title + 1, len(lines)):
        reasons[at] = reasons[at] or next(_by_phrase(lines[at], rules), None) or _stamp(lines[at], language)
    _neighbours(lines, reasons, rules, title)
    _legends(lines, reasons, rules, title)
    whole = [Mark(line.start, line.end, reason) for line, reason in zip(lines, reasons, strict=True) if reason]
    body = [line for line, reason in zip(lines, reasons, strict=True) if not reason]
    inside = [
        *(mark for line in lines for mark in _inside(text, line, rules)),
        *_datelines(body[:FIRST_LINES], language),
        *_joined_stamps(body[:FIRST_LINES], language),
    ]
    rest = outside(without_overlaps([*whole, *inside]), told)
    return tuple(sorted([*told, *rest], key=lambda mark: mark.start))


def _lines(text: str) -> Iterator[_Line]:
    last = 0
    for found in LINE.finditer(text):
        raw = found[0]
        words = raw.strip(BLANK)
        if not words:
            continue
        start = found.start() + raw.index(words)
        bullets = _BULLETS.match(words)
        bare = words[bullets.end() :] if bullets else words
        yield _Line(start, start + len(words), words, bare, bare.casefold(), text.count("\n", last, start) <= 1)
        last = start + len(words)


def _alone(line: _Line, rules: Phrases) -> Iterator[Aside]:
    """Yield why a line cannot be body, wherever it stands; the first reason is the one."""
    words, folded = line.words, line.folded.rstrip(" :：…")
    short = len(words) <= 80
    plain = _NUMBER.sub("", folded) if short else folded
    if _IMAGE.search(words) and not any(map(str.isalnum, _IMAGE.sub("", words))):
        yield "image"
    if not any(map(str.isalnum, words)):
        yield "ornament"
    if _URL.fullmatch(words):
        yield "url"
    if folded in rules.comments or plain in rules.comments:
        yield "comment"
    if not {plain, folded, folded.rstrip(" .…")}.isdisjoint(rules.widgets) or (
        short and _is_widget(line.folded, rules)
    ):
        yield "widget"
    if _is_byline(words, rules):
        yield "byline"


def _by_phrase(line: _Line, rules: Phrases) -> Iterator[Aside]:
    """Yield why a line below the title is not body."""
    folded, short = line.folded, len(line.words) <= 300
    if folded.rstrip(" :：…") in rules.headings:
        yield "section"
    if short and (rules.copyright.match(folded) or rules.copyrights.match(folded)):
        yield "copyright"
    if short and (rules.link_starts.match(folded) or rules.link_labels.match(folded)):
        yield "link"
    if rules.tags.match(folded) or all(word.startswith("#") for word in line.whole.split()):
        yield "tag"
    if short and (rules.credits.match(folded) or rules.agencies.fullmatch(folded)):
        yield "credit"
    if _is_caption(line, rules):
        yield "caption"
    if short and (rules.stamps.fullmatch(folded) or rules.changes.fullmatch(folded)):
        yield "stamp"
    if (short and rules.widget_starts.match(folded)) or rules.feed.fullmatch(line.words):
        yield "widget"
    if len(line.words) <= 120 and _CRUMBS.fullmatch(line.words) and not _FINAL.search(line.words):
        yield "section"


def _mark_head(lines: Sequence[_Line], reasons: list[Aside | None], rules: Phrases, language: str | None) -> int:
    """Mark stamps and paths above the article's title, and return which line the title is.

    The name of a section, or a link, may stand above it, too; it may be a title itself (*Video: …*), and stays. A title
    is evidence, so that no rule of neighbours may take it.
    """
    left = [at for at, reason in enumerate(reasons) if reason is None]
    for at, below in itertools.pairwise(left):
        line, reason = lines[at], next(_by_phrase(lines[at], rules), None)
        if _stamp(line, language):
            reasons[at] = "stamp"
        elif not (_like_title(lines[below]) and len(lines[below].words.split()) > _SECTION):
            return at
        elif reason == "section" and "|" not in line.words:  # Xi Meets Putin | World | Site
            reasons[at] = reason
        elif reason != "link" and len(line.words.split()) > _SECTION:
            return at
    return left[-1] if left else len(lines)


def _stamp(line: _Line, language: str | None) -> Aside | None:
    return "stamp" if len(line.words) <= 160 and is_stamp(line.words, language) else None


def _is_widget(folded: str, rules: Phrases) -> bool:
    return any(pattern.fullmatch(folded) for pattern in (_WIDGETS, rules.page_numbers, rules.counts))


def _is_byline(words: str, rules: Phrases) -> bool:
    return len(words) <= 100 and bool(rules.byline.fullmatch(words) or _INITIALS.fullmatch(words))


def _is_caption(line: _Line, rules: Phrases) -> bool:
    if len(line.words) > 700:
        return False
    if rules.caption_labels.match(line.folded) or rules.caption_starts.match(line.folded):
        return True
    credit = _END_CREDIT.search(line.folded)
    if credit and rules.makers.search(credit[1]):
        return True
    return len(line.words) <= 300 and bool(rules.places.search(line.folded))


def _neighbours(lines: Sequence[_Line], reasons: list[Aside | None], rules: Phrases, title: int) -> None:
    """Add what only its neighbours tell: titles under a heading of links, legends above their credit.

    The article's own title is neither, whatever stands below it.
    """
    ended = 0  # where the last list of links ended: a heading inside it begins no other
    for at, (line, reason) in enumerate(zip(lines, reasons, strict=True)):
        alone = reason == "link" and rules.link_alone.fullmatch(line.folded)
        if reason == "section" or alone:
            for below in range(max(at + 1, ended), len(lines)):
                ended = below
                if reasons[below] is None and (below == title or not _like_title(lines[below])):
                    break
                reasons[below] = reasons[below] or "link"
        elif (
            reason == "caption"
            and at > max(1, title + 1)
            and line.near
            and reasons[at - 1] is None
            and _like_title(lines[at - 1], 250)
        ):
            reasons[at - 1] = "caption"
        elif reason == "widget" and _CLOCK.fullmatch(line.words) and reasons[at + 1 : at + 2] == [None]:
            below = at + 1
            if below != title and lines[below].near and _like_title(lines[below], 200):
                reasons[below] = "caption"


def _legends(lines: Sequence[_Line], reasons: list[Aside | None], rules: Phrases, title: int) -> None:
    """Add the legend of the picture above the text, which a site ends by "(Sumber: …)" as others end the text."""
    body = [at for at, reason in enumerate(reasons) if reason is None]
    for place, at in enumerate(body[1:5], 1):
        dateline = _DATELINE.match(lines[at].words)
        if at != title and place <= len(body) - 3 and not dateline and rules.sources.search(lines[at].folded):
            reasons[at] = "caption"


def _like_title(line: _Line, longest: int = 160) -> bool:
    return len(line.words) <= longest and not _FINAL.search(line.words)


def _inside(text: str, line: _Line, rules: Phrases) -> Iterator[Mark]:
    """Yield what is not body in the midst of a line."""
    patterns: tuple[tuple[re.Pattern[str], Aside], ...] = (
        (rules.link_in_brackets, "link"),
        (rules.link_inside, "link"),
        (_INITIALS_INSIDE, "byline"),
        (_IMAGE, "image"),
    )
    for pattern, reason in patterns:
        for found in pattern.finditer(text, line.start, line.end):
            yield Mark(found.start(), found.start() + len(found[0].rstrip()), reason)


def _datelines(lines: Iterable[_Line], language: str | None) -> Iterator[Mark]:
    """Yield the dateline: one line at the most has it."""
    for line in lines:
        if length := dateline_of(line.whole, language):
            yield Mark(line.start, line.start + len(line.whole[:length].rstrip()), "dateline")
            return


def _joined_stamps(lines: Iterable[_Line], language: str | None) -> Iterator[Mark]:
    """Yield the stamp that stands between a title and its text in one line: one line at the most has it."""
    for line in lines:
        if found := stamp_within(line.whole, reading(language)):
            yield Mark(line.start + found[0], line.start + found[1], None)
            return
