"""Find when an article was published: in a stamp, a dateline, its own URL, or the date of an attribution.

Pure and conservative. The kinds of evidence are asked in that order; where two places of one kind disagree, that kind
says nothing, and where nothing says it, the answer is None. The day of an event is not the day of its report: a date in
the course of a sentence counts only in an attribution ("dikutip Reuters, Jumat (22/12/2023)"), by which Indonesian
news gives the day on which it was written; of several, the last. What the words of a date mean is left to
`memcon.resolve`.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from memcon.articles.site_phrases import phrases
from memcon.resolve.dates.full import FullDate, full_dates
from memcon.resolve.dates.url import Published, date_in_url

_HEAD: Final = 14  # lines that are not blank
_TAIL: Final = 8
_LONGEST: Final = 600  # characters of a line that are looked at
_BULLETS: Final = " |-–—•·*>#"
_LINE: Final = re.compile(r"[^\n\r\u2028\u2029]*\S[^\n\r\u2028\u2029]*")
_STOPS: Final = ".!?…。”"
_CLOCK: Final = re.compile(
    r"(?:\s*(?:года|г\.|год))?[\s,|/–—-]{0,4}(?:(?:pukul|pkl\.?|jam|at|às|в|um|kl\.?)\s*)?\d{1,2}[:.]\d{2}"
    r"(?:[:.]\d{2})?(?![\d/])"
    r"(?:\s?(?:WIB|WITA|WIT|(?:GMT|UTC)(?:[+-]\d{1,2})?|MSK|МСК|CET|E[SD]?T|P[SD]T|[AaPp]\.?[Mm]\b\.?))*"
)
_PLACE: Final = re.compile(
    r"[(\[]?(?!(?:On|In|At|By|Since|After|Before|From|Until|Pada|Di|Tanggal|Sejak|Mulai|Hingga|Per|Hari|Am|Le|El|Il)\b)\w"
)
"""How a dateline begins: with a name, not with a word before a date."""
_AGENCY: Final = re.compile(r" \([A-Z][\w/. -]{1,30}\)")
_CLOCK_BEFORE: Final = re.compile(r"(?<![\d.:])\d{1,2}[:.]\d{2}(?::\d{2})?[\s,|–-]{1,3}\Z")
_TIME: Final = re.compile(r"\d[:.]\d\d\b(?![./]\d)")  # below an article, a date with a time is that of a comment
_DASH: Final = re.compile(r"\s[-–—]{1,2}\s|\s?--\s?|\s?—\s?")
_AFTER_STOP: Final = re.compile(r"(?:^|[.!?…»\"”]\s+|\s{2,})[(\[]?\Z")
_WORD: Final = re.compile(r"[^\W\d_]+")
_URL: Final = re.compile(r"https?://[^\s<>\"'\])]+")
_PICTURE: Final = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|mp4)\b|/(?:uploads?|images?|img|photos?|foto|media)/", re.IGNORECASE
)
_WEEKDAYS: Final = {
    "senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "jum’at": 4, "sabtu": 5, "minggu": 6,
    "ahad": 6, "isnin": 0, "khamis": 3, "jumaat": 4,
}  # fmt: skip
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b[\s,]*\(?\s*\Z", re.IGNORECASE)
_WEEKDAY_FIRST: Final = re.compile(rf"({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_QUOTED: Final = re.compile(
    r"\b(?:dikutip|dilansir|melansir|mengutip|dinukil|menukil|disadur|dipetik|memetik)\b", re.IGNORECASE
)
_SAID: Final = re.compile(
    rf"{_QUOTED.pattern}|\b(?:kata|ujar|tutur|ucap|ungkap|jelas|tegas|imbuh|papar|sebut|terang|tandas|pungkas|tambah)"
    r"(?:nya)?\b|\b(?:demikian|menurut|keterangan|siaran pers|dilaporkan|diberitakan|lapor)\b",
    re.IGNORECASE,
)
_OTHER_DAY: Final = re.compile(
    r"\b(?:akan|bakal|digelar|berlangsung|dijadwalkan|direncanakan|rencana\w*|bertemu|pertemuan|kunjungan|berkunjung"
    r"|sejak|hingga|sampai|sebelum|setelah|usai|saat|ketika|terjadi|lalu|mendatang|depan|serangan|insiden|tanggal)\b",
    re.IGNORECASE,
)


def find_published(text: str, *, url: str | None = None, language: str | None = None) -> Published | None:
    """Return the day of publication that the text or its own URL states, with its basis; None when neither does."""
    lines = [line[:_LONGEST] for found in _LINE.finditer(text) if (line := found[0].strip().strip("\ufeff"))]
    head, tail = lines[:_HEAD], lines[_HEAD:][-_TAIL:]
    dates = functools.partial(full_dates, language=language)
    return (
        _agreed(_labelled([*head, *tail], dates, phrases().stamps))
        or _agreed(_stamped(head, dates))
        or _agreed(_datelined(head[:8], dates))
        or (date_in_url(url) if url else None)
        or _agreed(_labelled([*head, *tail], dates, phrases().changes))
        or _agreed(found for line in tail if (found := _whole_stamp(line, dates)) and not _TIME.search(line))
        or _agreed(_linked(lines))
        or _attributed(text, dates)
    )


def is_stamp(line: str, language: str | None = None) -> bool:
    """Whether a line says when the article was published or changed, and nothing else. No space round the line."""
    dates = functools.partial(full_dates, language=language)
    return bool(
        _whole_stamp(line, dates)
        or any(next(_labelled([line], dates, labels), None) for labels in (phrases().stamps, phrases().changes))
    )


def _agreed(found: Iterable[Published]) -> Published | None:
    """Return the first when all name one day, else None."""
    all_of_them = list(found)
    return all_of_them[0] if len({one.day for one in all_of_them}) == 1 else None


_Dates = Callable[[str], Sequence[FullDate]]


# --- stamps and datelines ---


def _labelled(lines: Iterable[str], dates: _Dates, labels: re.Pattern[str]) -> Iterator[Published]:
    """Yield the days of lines as "Published: 5 December 2024", "Tayang Kamis, 5 Desember 2024 10.00"."""
    for line in lines:
        bare = line.lstrip(_BULLETS)
        label = labels.match(bare.casefold()) if len(line) <= 160 else None
        if label and len(bare.casefold()) == len(bare):
            rest = bare[label.end() :]
            for found in dates(rest)[:1]:
                near = found.start <= (40 if label["colon"] else 12)
                if near and (label["colon"] or len(rest) - found.end <= 40) and line[-1] not in _STOPS:
                    yield Published(found.day, f'dateline "{line}"')


def _stamped(lines: Iterable[str], dates: _Dates) -> Iterator[Published]:
    """Yield the days of lines that are a stamp, and of a stamp with a time between two sentences."""
    for line in lines:
        whole = _whole_stamp(line, dates)
        if whole:
            yield whole
            continue
        for found in dates(line):
            clock = _CLOCK.match(line, found.end)
            if clock and _AFTER_STOP.search(line[: found.start]):
                yield Published(found.day, f'dateline "{line[found.start : clock.end()]}"')


def _whole_stamp(line: str, dates: _Dates) -> Published | None:
    """Return the day of a line that is a date with a time, or little else than a date."""
    found = dates(line) if len(line) <= 120 and line[-1] not in _STOPS else ()
    if len({one.day for one in found}) != 1:
        return None
    start, end = found[0].start, found[0].end
    clock, before = _CLOCK.match(line, end), _CLOCK_BEFORE.search(line[:start])
    if clock or before:
        words = line[before.start() if before and not clock else start : clock.end() if clock else end]
        return Published(found[0].day, f'dateline "{words}"')
    little = len(_WORD.findall(line[:start] + line[found[-1].end :])) <= 2
    return Published(found[0].day, f'dateline "{line}"') if little else None


def _datelined(lines: Iterable[str], dates: _Dates) -> Iterator[Published]:
    """Yield days, as of "Washington, Oct 5, 2022 (Reuters) -", "JAKARTA, KOMPAS.com – Selasa (15/10/2024)"."""
    for line in lines:
        dash = _DASH.search(line, 0, 110)
        before = line[: dash.start()] if dash else line[:110]
        if not _PLACE.match(before):
            continue
        for found in dates(before):
            agency = _AGENCY.match(before, found.end)
            rest = "" if agency else before[found.end :]
            if (dash or agency) and _capitalised(before[: found.start]) and _capitalised(rest):
                yield Published(found.day, f'dateline "{before[: agency.end()] if agency else before.strip()}"')
        if dash and len(before) <= 60 and _capitalised(before):
            after = line[dash.end() : dash.end() + 60]
            first = next(iter(dates(after)), None)
            if first and not _WEEKDAY_FIRST.sub("", after[: first.start]).strip(" ,("):
                yield Published(first.day, f'dateline "{line[: dash.end() + first.end]}"')


def _capitalised(words: str) -> bool:
    """Whether every word has a capital letter: a place, an agency, no sentence."""
    return all(
        word[0].isupper() or word in {"com", "co", "id", "tv", "dan", "and", "news"} for word in _WORD.findall(words)
    )


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


def _attributed(text: str, dates: _Dates) -> Published | None:
    """Return the last day that an attribution gives with its weekday, as "kata Retno, Senin (3/6/2019)"."""
    return max(_attributions(text, dates), key=lambda one: one.day, default=None)


def _attributions(text: str, dates: _Dates) -> Iterator[Published]:
    for verb in _SAID.finditer(text):
        window = re.split(r"[\n\r]|(?<=[^\W\d_]{3}[.!?])\s|[.!?][”\"]", text[verb.end() : verb.end() + 160])[0]
        for date in dates(window)[:1]:
            before = window[: date.start]
            weekday = _WEEKDAY.search(before) or _WEEKDAY_FIRST.match(window[date.start : date.end])
            named = weekday is None or _WEEKDAYS[weekday[1].casefold()] == date.day.weekday()
            if named and (weekday or _QUOTED.fullmatch(verb[0])) and not _OTHER_DAY.search(before):
                start = min(date.start, weekday.start() if weekday and weekday.re is _WEEKDAY else date.start)
                words = window[start : date.end]
                yield Published(date.day, f'attribution "{words}{")" if words.count("(") > words.count(")") else ""}"')
                yield Published(date.day, f'attribution "{words}{")" if words.count("(") > words.count(")") else ""}"')
