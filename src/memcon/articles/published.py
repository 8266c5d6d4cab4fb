"""Find when an article was published: in a stamp, a dateline, its own URL, or the date of an attribution.

Pure and conservative. The kinds of evidence are asked in that order; where two places of one kind disagree, that kind
says nothing, and where nothing says it, the answer is None. The day of an event is not the day of its report: a date in
the course of a sentence counts only in an attribution ("dikutip Reuters, Jumat (22/12/2023)"), by which Indonesian
news gives the day on which it was written; of several, the last. What the words of a date mean is left to
`memcon.resolve`.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from memcon import languages
from memcon._data import words
from memcon.articles.dateline import small_words
from memcon.articles.joined import stamp_within
from memcon.articles.site_phrases import Phrases, phrases
from memcon.resolve.dates.full import FullDate, full_dates
from memcon.resolve.dates.url import Published, date_in_url

IN_TEXT: Final = ("dateline ", "attribution ", "url ")
"""How a basis begins that is found here, in the text or the url."""
LITTLE: Final = 2
"""Words that may stand beside the day in a line that is a stamp."""
_HEAD: Final = 14  # lines that are not blank
_TAIL: Final = 8
_LONGEST: Final = 600  # characters of a line that are looked at
_BULLETS: Final = " |-–—•·*>#"
_LINE: Final = re.compile(r"[^\n\r\u2028\u2029]+")
_STOPS: Final = ".!?…。”"
_AGENCY: Final = re.compile(r" \([A-Z][\w/. -]{1,30}\)")
_CLOCK_BEFORE: Final = re.compile(r"(?<![\d.:])\d{1,2}[:.]\d{2}(?::\d{2})?[\s,|–-]{1,3}\Z")
_TIME: Final = re.compile(r"\d[:.]\d\d\b(?![./]\d)")  # below an article, a date with a time is that of a comment
_DASH: Final = re.compile(r"\s[-–—]{1,2}\s|\.[-–]\s|\s?--\s?|\s?—\s?")
_AFTER_STOP: Final = re.compile(r"(?:^|[.!?…»\"”]\s+|(?<!\s)\s{2,})[(\[]?\Z")
_WORD: Final = re.compile(r"[^\W\d_]+")
_URL: Final = re.compile(r"https?://[^\s<>\"'\])]+")
_PICTURE: Final = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|mp4)\b|/(?:uploads?|images?|img|photos?|foto|media)/", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a language beside days of publication, as patterns."""

    clock: re.Pattern[str]
    """What follows a day: its time."""
    place: re.Pattern[str]
    """How a dateline begins: with a name, not with a word before a date."""
    cased: bool
    """Whether capitals tell names."""
    small: frozenset[str]
    """Words of datelines that have no capital."""
    day: frozenset[str]
    """The word for day before its number: *Hà Nội, ngày 22 tháng 7 năm 2024*."""
    weekdays: Mapping[str, int]
    weekday: re.Pattern[str]
    """A weekday before the day, or at its beginning."""
    weekday_first: re.Pattern[str]
    quoted: re.Pattern[str]
    said: re.Pattern[str]
    other_day: re.Pattern[str]


@functools.cache
def _words(lang: languages.Language) -> _Words:
    zones = "|".join(map(re.escape, languages.shared_words("zones", "names")))
    years = "|".join(map(re.escape, languages.everywhere("page.stamp.year"))) or "(?!)"
    clocks = "|".join(map(re.escape, sorted(languages.everywhere("page.stamp.clock"), key=len, reverse=True)))
    no_place = "|".join(map(re.escape, lang.printed("page.dateline.no_place"))) or "(?!)"
    weekdays = {
        word.replace("'", sign): int(value)
        for kind, value, cell in lang.rows("dates")
        if kind in {"weekday", "minggu"}
        for word in words(cell)
        for sign in "'’"
    }
    days = "|".join(map(re.escape, weekdays)) or "(?!)"
    return _Words(
        clock=re.compile(
            rf"(?:\s*(?:{years}))?[\s,|/–—-]{{0,4}}(?:(?:{clocks})\s*)?\d{{1,2}}(?:[:.]|\s?h\s?)\d{{2}}(?:[:.]\d{{2}})?(?![\d/])"
            rf"(?:\s?(?:(?:{zones})\b(?:[+-]\d{{1,2}})?|[AaPp]\.?[Mm]\b\.?))*"
        ),
        place=re.compile(rf"[(\[]?(?!(?:{no_place})\b)\w"),
        cased=lang.cased,
        small=small_words(lang),
        day=frozenset(lang.facts.dates.dated_units),
        weekdays=weekdays,
        weekday=re.compile(rf"\b({days})\b[\s,]*\(?\s*\Z", re.IGNORECASE),
        weekday_first=re.compile(rf"({days})\b", re.IGNORECASE),
        quoted=lang.pattern("telling.quoting"),
        said=lang.pattern("telling.quoting", "telling.attribution"),
        other_day=lang.pattern("page.attribution.other_day"),
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text is read: its language's words, its phrases, and its dates."""

    language: languages.Language
    words: _Words
    phrases: Phrases
    dates: Callable[[str], Sequence[FullDate]]


@functools.cache
def reading(language: str | None) -> Reading:
    """Return how texts of a language are read, made once."""
    lang = languages.language(language)
    return Reading(lang, _words(lang), phrases(lang), functools.partial(full_dates, language=language))


def find_published(text: str, *, url: str | None = None, language: str | None = None) -> Published | None:
    """Return the day of publication that the text or its own URL states, with its basis; None when neither does."""
    lines = [line[:_LONGEST] for found in _LINE.finditer(text) if (line := found[0].strip().strip("\ufeff"))]
    head, tail = lines[:_HEAD], lines[_HEAD:][-_TAIL:]
    read = reading(language)
    return (
        _agreed(_labelled([*head, *tail], read, read.phrases.stamps))
        or _agreed(_stamped(head, read))
        or _agreed(_datelined(head[:8], read))
        or (date_in_url(url) if url else None)
        or _agreed(_labelled([*head, *tail], read, read.phrases.changes))
        or _agreed(found for line in tail if (found := _whole_stamp(line, read)) and not _TIME.search(line))
        or _agreed(_linked(lines))
        or _attributed(text, read)
    )


def published_beside(
    lines: Iterable[str], language: str | None = None, *, words: int = LITTLE, labelled: bool = False
) -> Published | None:
    """Return the day that lines beside an article tell: with a label, or else as stamps, where `labelled` is not set.

    A stamp has `words` at the most beside its day and time.
    """
    read = reading(language)
    stripped = (line.strip() for line in lines)
    bare = [line for line in stripped if line and not read.phrases.changes.match(line.lstrip(_BULLETS).casefold())]
    told = _agreed(_labelled(bare, read, read.phrases.stamps))
    return told or (None if labelled else _agreed(found for line in bare if (found := _whole_stamp(line, read, words))))


def is_stamp(line: str, language: str | None = None) -> bool:
    """Whether a line says when the article was published or changed, and nothing else. No space round the line."""
    read = reading(language)
    return bool(
        _whole_stamp(line, read)
        or any(next(_labelled([line], read, labels), None) for labels in (read.phrases.stamps, read.phrases.changes))
    )


def _agreed(found: Iterable[Published]) -> Published | None:
    """Return the first when all name one day, else None."""
    all_of_them = list(found)
    return all_of_them[0] if len({one.day for one in all_of_them}) == 1 else None


# --- stamps and datelines ---


def _labelled(lines: Iterable[str], read: Reading, labels: re.Pattern[str]) -> Iterator[Published]:
    """Yield the days of lines as "Published: 5 December 2024", "Tayang Kamis, 5 Desember 2024 10.00"."""
    for line in lines:
        bare = line.lstrip(_BULLETS)
        label = labels.match(bare.casefold()) if len(line) <= 160 else None
        if label and len(bare.casefold()) == len(bare):
            rest = bare[label.end() :]
            for found in read.dates(rest)[:1]:
                near = found.start <= (40 if label["colon"] else 12)
                if near and (label["colon"] or len(rest) - found.end <= 40) and line[-1] not in _STOPS:
                    yield Published(found.day, f'dateline "{line}"')


def _stamped(lines: Iterable[str], read: Reading) -> Iterator[Published]:
    """Yield the days of lines that are a stamp, and of one with a time between sentences, or a title and the first."""
    for line in lines:
        whole = _whole_stamp(line, read)
        if whole:
            yield whole
            continue
        between = [
            Published(found.day, f'dateline "{line[found.start : clock.end()]}"')
            for found in read.dates(line)
            if (clock := read.words.clock.match(line, found.end)) and _AFTER_STOP.search(line[: found.start])
        ]
        yield from between or _joined(line, read)


def _joined(line: str, read: Reading) -> Iterator[Published]:
    """Yield the day of a stamp between a title and its text."""
    if stamp := stamp_within(line, read):
        words = line[slice(*stamp)]
        yield from (Published(found.day, f'dateline "{words}"') for found in read.dates(words)[:1])


def _whole_stamp(line: str, read: Reading, words: int = LITTLE) -> Published | None:
    """Return the day of a line that is a date with a time, or little else than a date."""
    found = read.dates(line) if len(line) <= 120 and line[-1] not in _STOPS else ()
    if len({one.day for one in found}) != 1:
        return None
    start, end = found[0].start, found[0].end
    clock, before = read.words.clock.match(line, end), _CLOCK_BEFORE.search(line[:start])
    if clock or before:
        stamp = line[before.start() if before and not clock else start : clock.end() if clock else end]
        return Published(found[0].day, f'dateline "{stamp}"')
    before_day, after_day = line[:start].rpartition("|")[2], line[found[-1].end :].partition("|")[0]
    beside = _WORD.findall(before_day + after_day)  # in a line parted by bars what stands between them
    known = read.words.day if read.words.cased else read.words.small
    little = sum(word.casefold() not in known for word in beside) <= words
    return Published(found[0].day, f'dateline "{line}"') if little else None


def _datelined(lines: Iterable[str], read: Reading) -> Iterator[Published]:
    """Yield days, as of "Washington, Oct 5, 2022 (Reuters) -", "JAKARTA, KOMPAS.com – Selasa (15/10/2024)"."""
    for line in lines:
        dash = _DASH.search(line, 0, 110)
        before = line[: dash.start()] if dash else line[:110]
        if not read.words.place.match(before):
            continue
        for found in read.dates(before):
            agency = _AGENCY.match(before, found.end)
            rest = "" if agency else before[found.end :]
            if (dash or agency) and _capitalised(before[: found.start], read) and _capitalised(rest, read):
                yield Published(found.day, f'dateline "{before[: agency.end()] if agency else before.strip()}"')
        if dash and len(before) <= 60 and _capitalised(before, read):
            after = line[dash.end() : dash.end() + 60]
            first = next(iter(read.dates(after)), None)
            if first and not read.words.weekday_first.sub("", after[: first.start]).strip(" ,("):
                yield Published(first.day, f'dateline "{line[: dash.end() + first.end]}"')


def _capitalised(line: str, read: Reading) -> bool:
    """Whether every word has a capital letter: a place, an agency, no sentence."""
    return all(word[0].isupper() or word in read.words.small for word in _WORD.findall(line))


# --- URLs in the text ---


def _linked(lines: Iterable[str]) -> Iterator[Published]:
    """Yield the days of URLs that are the article's own: alone on their line, or after "Sumber:" and the like."""
    for line in lines:
        url = _URL.search(line)
        if (
            url
            and not _PICTURE.search(url[0])
            and url.end() >= len(line) - 2
            and len(_WORD.findall(line[: url.start()])) <= 2
        ):
            found = date_in_url(url[0])
            if found:
                yield found


# --- attributions ---


def _attributed(text: str, read: Reading) -> Published | None:
    """Return the last day that an attribution gives with its weekday, as "kata Retno, Senin (3/6/2019)"."""
    return max(_attributions(text, read), key=lambda one: one.day, default=None)


def _attributions(text: str, read: Reading) -> Iterator[Published]:
    for verb in read.words.said.finditer(text):
        window = re.split(r"[\n\r]|(?<=[^\W\d_]{3}[.!?])\s|[.!?][”\"]", text[verb.end() : verb.end() + 160])[0]
        for date in read.dates(window)[:1]:
            before = window[: date.start]
            weekday = read.words.weekday.search(before) or read.words.weekday_first.match(window[date.start : date.end])
            named = weekday is None or read.words.weekdays[weekday[1].casefold()] == date.day.weekday()
            if named and (weekday or read.words.quoted.fullmatch(verb[0])) and not read.words.other_day.search(before):
                start = min(date.start, weekday.start() if weekday and weekday.re is read.words.weekday else date.start)
                told = window[start : date.end]
                yield Published(date.day, f'attribution "{told}{")" if told.count("(") > told.count(")") else ""}"')
