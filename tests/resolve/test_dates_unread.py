"""Nothing unread next to what is read: a word that is not understood never leaves another date, in any language."""

import datetime as dt
import itertools
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon import languages
from memcon.resolve.dates import NoDate, ResolvedDate, read_date, resolve_date, unread_beside

DAY: Final = dt.date(2024, 6, 12)
CORES: Final = {
    "id": ("Jumat", "7 Juni", "pekan lalu", "dua hari lalu", "Mei 2023"),
    "ms": ("Jumaat", "7 Jun", "minggu lalu", "dua hari lalu", "Mei 2023"),
    "en": ("Friday", "7 June", "last week", "two days ago", "May 2023"),
    "ru": ("пятница", "7 июня", "прошлая неделя", "два дня назад", "май 2023 года"),
    "uk": ("п'ятниця", "7 червня", "минулого тижня", "два дні тому", "травень 2023 року"),
    "de": ("Freitag", "7. Juni", "vergangene Woche", "vor zwei Tagen", "Mai 2023"),
    "fr": ("vendredi", "7 juin", "semaine dernière", "il y a deux jours", "mai 2023"),
    "es": ("viernes", "7 de junio", "semana pasada", "hace dos días", "mayo de 2023"),
    "pt": ("sexta-feira", "7 de junho", "semana passada", "há dois dias", "maio de 2023"),
    "it": ("venerdì", "7 giugno", "settimana scorsa", "due giorni fa", "maggio 2023"),
    "nl": ("vrijdag", "7 juni", "vorige week", "twee dagen geleden", "mei 2023"),
    "tr": ("cuma", "7 Haziran", "geçen hafta", "iki gün önce", "Mayıs 2023"),
    "ar": ("الجمعة", "7 يونيو", "الأسبوع الماضي", "قبل يومين", "مايو 2023"),
    "vi": ("thứ sáu", "7/6", "tuần trước", "hai ngày trước", "tháng 5 năm 2023"),
    "pl": ("piątek", "7 czerwca", "zeszły tydzień", "dwa dni temu", "maj 2023"),
    "hi": ("शुक्रवार", "7 जून", "पिछले सप्ताह", "दो दिन पहले", "मई 2023"),
    "fa": ("جمعه", "۱۸ خرداد", "هفته گذشته", "سه روز پیش", "دی ۱۴۰۲"),
    "he": ("יום שישי", "7 ביוני", "שבוע שעבר", "לפני יומיים", "מאי 2023"),
    "zh": ("周五", "6月7日", "上周", "两天前", "2023年5月"),
    "ja": ("金曜日", "6月7日", "先週", "2日前", "2023年5月"),
    "ko": ("금요일", "6월 7일", "지난주", "이틀 전", "2023년 5월"),
}
"""Words of dates, in each language: a weekday, a day, a week, so many days ago, a month."""
LETTERS: Final = {
    "ru": "бвгджз", "uk": "бвгджз", "ar": "ذثغظضش", "fa": "ذثغظضش", "hi": "ठढणथफझ", "he": "גטצקזד", "ko": "쀍뷁쓩훼",
}  # fmt: skip
"""Of which words are made up that no language has."""
SPACED: Final = frozenset(CORES) - {"zh", "ja"}
NONE_BESIDE: Final = {
    "id": ("tiap", "sebelum", "hingga"), "en": ("every", "before", "until"), "ru": ("каждую", "до", "после"),
    "uk": ("кожної", "до", "після"), "de": ("jeden", "vor", "bis"), "fr": ("chaque", "avant", "jusqu'à"),
    "es": ("cada", "antes de", "hasta"), "pt": ("cada", "antes de", "até"), "it": ("ogni", "prima di", "entro"),
    "nl": ("elke", "voor", "tot"), "tr": ("her", "her", "her"), "ar": ("كل", "بعد", "حتى"),
    "pl": ("każdy", "przed", "do"), "hi": ("हर", "हर", "प्रत्येक"), "fa": ("هر", "پیش از", "پس از"),
    "he": ("כל", "לפני", "אחרי"),
    "vi": ("mỗi", "trước", "đến"), "zh": ("每", "截至", "农历"), "ja": ("毎", "旧暦", "隔週"),
    "ko": ("매주", "음력", "격주"),
}  # fmt: skip
"""Words before a day that make it none."""


def known(words: str, tag: str) -> ResolvedDate:
    found = resolve_date(words, DAY, tag)
    assert found is not None, words
    return found


@pytest.mark.parametrize(("tag", "words"), [(tag, words) for tag, cores in CORES.items() for words in cores])
def test_the_cores_are_dates(tag: str, words: str) -> None:
    known(words, tag)


@pytest.mark.parametrize("tag", NONE_BESIDE)
def test_what_recurs_or_bounds_is_no_date(tag: str) -> None:
    space = " " if tag in SPACED else ""
    for word in NONE_BESIDE[tag]:
        words = f"{word}{space}{CORES[tag][0 if tag not in ('zh', 'ja', 'ko') or '历暦음'.find(word[-1:]) < 0 else 1]}"
        assert resolve_date(words, DAY, tag) is None, words


@pytest.mark.parametrize("tag", sorted(SPACED))
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_word_that_is_not_understood_never_leaves_another_date(tag: str, data: st.DataObject) -> None:
    """A made-up word beside a date: the date is the same, or none, and then the reason is told."""
    letters = LETTERS.get(tag, "qxzvkwj")
    core = data.draw(st.sampled_from(CORES[tag]))
    word = data.draw(st.text(letters, min_size=4, max_size=9))
    cased = data.draw(st.sampled_from([word, word.capitalize()]))
    words = data.draw(st.sampled_from([f"{cased} {core}", f"{core} {cased}"]))
    found = read_date(words, DAY, tag)
    if isinstance(found, NoDate):
        assert found.reason
    else:
        assert found.same_days(known(core, tag)), words
        assert cased[0].isupper() or languages.language(tag).numbered_dates, words


@pytest.mark.parametrize("tag", sorted(CORES))
def test_a_word_of_the_language_beside_a_date_is_understood_or_makes_it_none(tag: str) -> None:
    """Each word that turns or stands beside a date, before each core; one that is of another kind too may shift it."""
    rows = [(kind, word) for kind, _, cell in languages.rows_of(tag, "dates") for word in cell.split("|")]
    shifting = {word for kind, word in rows if kind not in ("turns", "every", "beside")}
    space = " " if tag in SPACED else ""
    for (kind, word), core in itertools.product(rows, CORES[tag][:2]):
        if kind not in ("turns", "every", "beside") or word in shifting:
            continue
        written = word.replace(" - ", "-").replace(" .", ".").replace(" '", "'")
        found = resolve_date(f"{written}{space}{core}", DAY, tag)
        if found is not None:
            assert found.same_days(known(core, tag)), (word, core)
            assert kind == "beside" or not word.replace(" ", "").isalpha() or tag in ("zh", "ja", "ko"), (word, core)


@pytest.mark.parametrize(
    ("tag", "words", "unread"),
    [
        ("en", "June 5 or 6", ("or",)),
        ("en", "wobbly Friday", ("wobbly",)),
        ("ru", "непрошлый понедельник", ("непрошлый",)),
        ("zh", "每周五", ("每",)),
    ],
)
def test_the_words_that_were_not_understood_are_told(tag: str, words: str, unread: tuple[str, ...]) -> None:
    assert unread_beside(words, tag) == unread
    assert unread_beside(CORES[tag][0], tag) == ()
