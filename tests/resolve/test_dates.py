"""Resolving dates: what the table cannot say. Conventions at their edges, bases, spans of running text, properties."""

import datetime as dt
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.resolve import ResolvedDate, find_dates, resolve_date

TUESDAY = dt.date(2022, 10, 25)

days = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2090, 12, 31))
languages = st.sampled_from(["id", "en", "ms", "ru", "zh", "ar", "vi", "de", "xx", "en-US", "", None])
vocabulary = """
    Senin Selasa Minggu minggu Jumat Monday Sunday понедельник lalu ini depan last next this прошлый pekan bulan
    tahun week month year hari days лет dua tiga two 3 24 31 2022 2014 1.000 Mei May Oktober October Feb мая
    awal akhir early late end of the in pada di tanggal kemarin yesterday besok ago yang hingga to - – / . , ( )
    dan and atau or WIB pukul 10.30 setiap every sebelum before beberapa several Q3 kuartal pertama first malam
    pagi night earlier past terakhir lagi 24/10 9/8/2022 2022-10-24 14.10.2024 weekend s/d sejak since Rp ke-3
    24th антара latter half itu that назад weeks 21-23
"""
own_words = st.lists(st.sampled_from(vocabulary.split()), max_size=9).map(" ".join)


def known(
    words: str, published: dt.date | None = TUESDAY, language: str = "id", *, planned: bool = False
) -> ResolvedDate:
    found = resolve_date(words, published, language, planned=planned)
    assert found is not None
    return found


# --- what the basis says ---


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("Senin", "weekday on or before published 2022-10-25"),
        ("Senin lalu", "weekday before published 2022-10-25"),
        ("Senin pekan lalu", "Monday of the week 1 week before published 2022-10-25"),
        ("24 Oktober 2022", "as written"),
        ("24 Februari", "day without year, nearest not after published 2022-10-25"),
        ("tanggal 3", "day without month, nearest not after published 2022-10-25"),
        ("Agustus", "month nearest not after published 2022-10-25"),
        ("dua hari lalu", "2 days before published 2022-10-25"),
        ("pekan ini", "week of published 2022-10-25"),
        ("tahun depan", "1 year after published 2022-10-25"),
        ("akhir pekan lalu", "weekend of the week 1 week before published 2022-10-25"),
        ("17-19 Agustus", "range, day without year, nearest not after published 2022-10-25"),
        ("3 Mei tahun lalu", "day and month of a year, 1 year before published 2022-10-25"),
        ("awal bulan lalu", "part of a month, 1 month before published 2022-10-25"),
        ("tanggal 3 bulan lalu", "day of a month, 1 month before published 2022-10-25"),
        ("akhir tahun", "part of a year, nearest not after published 2022-10-25"),
        ("Mei ini", "month in the year of published 2022-10-25"),
        ("sepekan terakhir", "1 week up to published 2022-10-25"),
        ("kuartal lalu", "1 quarter before published 2022-10-25"),
        ("malam Minggu", "eve of the weekday on or before published 2022-10-25"),
    ],
)
def test_the_basis_says_how_words_became_days(words: str, basis: str) -> None:
    assert known(words).basis == basis


def test_a_plan_has_a_basis_of_its_own() -> None:
    assert known("Kamis", planned=True).basis == "weekday on or after published 2022-10-25"
    assert known("3 Mei", planned=True).basis == "day without year, nearest not before published 2022-10-25"


def test_a_weekday_that_contradicts_its_date_keeps_the_date_and_says_so() -> None:
    found = known("Jumat (21/12/2023)", None)
    assert found.start == dt.date(2023, 12, 21)
    assert found.basis == "as written; the words also say Friday, but that day was a Thursday"
    assert known("Kamis (21/12/2023)", None).basis == "as written"


def test_weekdays_that_contradict_a_range_of_dates_are_told() -> None:
    found = known("Senin-Rabu (25-27/10/2022)")
    assert (found.start, found.end) == (dt.date(2022, 10, 25), dt.date(2022, 10, 27))
    assert "the words also say 2022-10-24" in found.basis
    assert "also" not in known("Senin-Rabu (24-26/10/2022)").basis


def test_a_date_outweighs_yesterday_and_says_so() -> None:
    found = known("kemarin (20/10)")
    assert found.start == dt.date(2022, 10, 20)
    assert found.basis.endswith("the words also say 2022-10-24 (1 day before published 2022-10-25)")


def test_a_weekday_outweighs_yesterday_by_one_day_only() -> None:
    late = dt.date(2022, 10, 26)  # published a day after it was written
    assert known("kemarin, Senin", late).start == dt.date(2022, 10, 24)
    assert known("besok, Kamis", TUESDAY).start == dt.date(2022, 10, 27)
    assert resolve_date("kemarin, Jumat", late) is None


# --- conventions at their edges ---


def test_a_weekday_brings_a_date_without_year_across_publication() -> None:
    """Published in UTC a day before: Tuesday 25 October is the day to come, not that of a year before."""
    assert known("Selasa (25/10)", dt.date(2022, 10, 24)).start == dt.date(2022, 10, 25)
    assert known("Senin (24/10)", TUESDAY, planned=True).start == dt.date(2022, 10, 24)
    assert known("Senin (25/10)", dt.date(2022, 10, 24)).start == dt.date(2021, 10, 25)
    assert known("Minggu (25/12)", dt.date(2022, 10, 24)).start == dt.date(2021, 12, 25), "62 days ahead is too far"


def test_this_weekday_of_a_plan_is_never_past() -> None:
    thursday = dt.date(2022, 10, 27)
    assert known("Senin ini", thursday).start == dt.date(2022, 10, 24)
    assert known("Senin ini", thursday, planned=True).start == dt.date(2022, 10, 31)


def test_in_two_days_is_a_date_only_of_a_plan() -> None:
    assert known("in two days", TUESDAY, "en", planned=True).start == dt.date(2022, 10, 27)
    assert resolve_date("in two days", TUESDAY, "en") is None


def test_day_and_month_in_english_by_weekday_by_region_or_not_at_all() -> None:
    assert resolve_date("5/4/2024", None, "en") is None
    assert known("5/4/2024", None, "en-US").start == dt.date(2024, 5, 4)
    assert known("5/4/2024", None, "en_AU").start == dt.date(2024, 4, 5)
    assert known("Saturday 5/4/2024", None, "en").start == dt.date(2024, 5, 4)
    assert resolve_date("Sunday 5/4/2024", None, "en") is None
    assert known("Wednesday (9/8)", dt.date(2023, 8, 10), "en").start == dt.date(2023, 8, 9)


def test_words_in_the_other_language_are_read_too() -> None:
    assert known("Oct. 14, 2024", None, "id").start == dt.date(2024, 10, 14)
    assert known("14 Oktober 2024", None, "en").start == dt.date(2024, 10, 14)


def test_a_datetime_is_taken_for_its_day() -> None:
    assert known("kemarin", dt.datetime(2022, 10, 25, 23, 59, tzinfo=dt.UTC)).start == dt.date(2022, 10, 24)


def test_full_width_digits_invisible_signs_and_line_ends_change_nothing() -> None:
    assert known("２４ Oktober ２０２２").start == dt.date(2022, 10, 24)
    assert known("Se\u00adnin\u200b\n(24\u00a0/10 / 2022)").start == dt.date(2022, 10, 24)


def test_two_digits_of_a_year() -> None:
    assert known("25/10/22").start == dt.date(2022, 10, 25)
    assert known("25/10/98").start == dt.date(1998, 10, 25)


@pytest.mark.parametrize("words", ["9999-12-31", "0001-01-01", "31/12/9999", "tahun 9999", "15 Mei 1023"])
def test_years_out_of_range_are_no_dates(words: str) -> None:
    assert resolve_date(words, TUESDAY) is None


@pytest.mark.parametrize(
    "words", ["900 tahun lalu", "99 abad lalu", "9999 tahun lalu", "9999 pekan lagi", "9999 hari lalu"]
)
def test_far_away_is_out_of_range_or_a_day(words: str) -> None:
    found = resolve_date(words, TUESDAY)
    assert found is None or 1800 <= found.start.year <= found.end.year <= 2100


@pytest.mark.parametrize(
    "words",
    [
        "setiap ",
        "hingga ",
        "awal-",
        "2014 dan ",
        "Senin (",
        "1, ",
        "1/",
        "malam ",
        "the ",
        "Mei dan ",
        "beberapa pekan ",
    ],
)
def test_no_text_is_too_deep(words: str) -> None:
    for start, end in find_dates(words * 3000, TUESDAY, "id"):
        assert 0 < end - start < 60


def test_words_too_long_for_a_date_are_none() -> None:
    assert resolve_date("Senin " + "x " * 300, TUESDAY) is None


def test_own_languages_never_import_dateparser() -> None:
    code = (
        "import sys, datetime as dt; from memcon.resolve import find_dates, resolve_date\n"
        "assert resolve_date('Senin lalu', dt.date(2022, 10, 25), 'id')\n"
        "assert resolve_date('recently', dt.date(2022, 10, 25), 'en') is None\n"
        "assert find_dates('Pada Senin lalu', dt.date(2022, 10, 25), 'id')\n"
        "assert 'dateparser' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# --- running text ---


def texts_of(text: str, language: str = "id", published: dt.date | None = TUESDAY) -> list[str]:
    return [text[start:end] for start, end in find_dates(text, published, language)]


def test_dates_of_running_text_in_order() -> None:
    text = (
        "Menhan Lloyd Austin menelepon Sergei Shoigu pada Minggu (23/10) waktu setempat. Keduanya terakhir berbicara "
        "Jumat pekan lalu, kata Pentagon.\nPada akhir 2019, dan sejak 2014, hubungan memburuk. Mei Lan tiba 75 tahun "
        "lalu."
    )
    assert texts_of(text) == [
        "Minggu (23/10) waktu setempat",
        "Jumat pekan lalu",
        "akhir 2019",
        "2014",
        "75 tahun lalu",
    ]


def test_names_numbers_and_bounds_of_running_text_are_no_dates() -> None:
    text = (
        "Menhan Dong Jun, 62 tahun, dan Mei Lan membahas Resolusi 2758, UU Nomor 34 Tahun 2004, Rp 2.022 dan F-16 "
        "pukul 10.30. Setiap Senin, hingga Jumat, sebelum 3 Mei, beberapa pekan lalu."
    )
    assert texts_of(text) == []
    english = (
        "Theresa May may visit. The Sunday Times says 24/7 talks on Good Friday; 9/11; in 5/6 of cases. By Friday."
    )
    assert texts_of(english, "en") == []


def test_offsets_are_of_the_text_as_stored() -> None:
    text = "Pada \u200bKa\u00admis (20／10) pagi"
    ((start, end),) = find_dates(text, TUESDAY, "id")
    assert text[start:end] == "Ka\u00admis (20／10) pagi"


def test_sayings_that_do_not_agree_are_offered_apart() -> None:
    assert texts_of("on Monday and Friday", "en") == ["Monday", "Friday"]
    assert texts_of("dari Senin hingga Rabu") == ["Senin hingga Rabu"]


def test_a_date_ends_with_its_line() -> None:
    assert texts_of("Selasa\n24 Oktober 2022") == ["Selasa", "24 Oktober 2022"]


def test_without_publication_only_whole_dates_are_found() -> None:
    assert texts_of("Kamis, 4 Desember, dan 5 Mei 2023", published=None) == ["5 Mei 2023"]


def test_languages_without_a_grammar_find_none() -> None:
    assert find_dates("14 oktober 2024", TUESDAY, "sv") == ()


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("zh", "外长10月14日抵达安卡拉，周二（15日）会见总统。", ["10月14日", "周二（15日）"]),
        ("zh", "二〇二四年十月十四日双方举行会谈，翌年再议。", ["二〇二四年十月十四日"]),
        ("ja", "外相は昨日、首相と会談した。", ["昨日"]),
        ("ko", "외교장관이 지난주 금요일 회담했다.", ["지난주 금요일"]),
    ],
)
def test_dates_of_characters_are_found_in_running_text(language: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_dates(text, dt.date(2024, 10, 16), language)] == found


def test_a_text_of_unknown_language_is_read_as_the_one_setting_says() -> None:
    assert [resolve_date(words, TUESDAY) for words in ("24 Oktober 2022", "24 October 2022")] == [
        resolve_date(words, TUESDAY, "id") for words in ("24 Oktober 2022", "24 October 2022")
    ]
    assert resolve_date("24 Oktober 2022", TUESDAY, "xx") is None
    assert texts_of("В понедельник, 24 октября, они встретились", "ru") == ["понедельник, 24 октября"]


# --- properties ---


@settings(deadline=None, max_examples=300)
@given(
    words=st.one_of(own_words, st.text(max_size=60)),
    published=st.none() | days,
    language=languages,
    planned=st.booleans(),
)
def test_any_words_give_a_sound_range_or_none(
    *, words: str, published: dt.date | None, language: str | None, planned: bool
) -> None:
    found = resolve_date(words, published, language, planned)
    if found is None:
        return
    assert found.start.year >= 1800
    assert found.end.year <= 2100
    assert found.start <= found.end
    length = (found.end - found.start).days + 1
    first, last = found.start, found.end + dt.timedelta(1)
    match found.precision:
        case "day":
            assert length == 1
        case "week":
            assert length == 7
            assert first.weekday() == 0
        case "month":
            assert first.day == last.day == 1
            assert length <= 31
        case "year":
            assert (first.month, first.day, last.month, last.day) == (1, 1, 1, 1)
        case _:
            assert length > 1
    assert found.basis


@settings(deadline=None, max_examples=200)
@given(words=own_words, one=days, other=days, planned=st.booleans(), later=st.booleans())
def test_what_needs_no_publication_does_not_depend_on_it(
    *, words: str, one: dt.date, other: dt.date, planned: bool, later: bool
) -> None:
    absolute = resolve_date(words, None, "id")
    if absolute is not None:
        found = [resolve_date(words, one, "id", planned), resolve_date(words, other, "id", later)]
        assert all(each is not None and absolute.same_days(each) for each in found)


@settings(deadline=None, max_examples=200)
@given(days, days, st.sampled_from(["id", "en", "ru"]))
def test_a_written_day_is_that_day(when: dt.date, published: dt.date, language: str) -> None:
    for words in (when.isoformat(), f"{when.day}/{when.month}/{when.year}", f"{when:%d.%m.%Y}"):
        if language != "en" or when.day > 12 or "/" not in words:
            assert known(words, published, language).start == when


@settings(deadline=None, max_examples=200)
@given(published=days, number=st.integers(0, 6), planned=st.booleans())
def test_a_weekday_is_within_a_week_of_publication(*, published: dt.date, number: int, planned: bool) -> None:
    name = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"][number]
    found = known(name, published, planned=planned)
    assert found.start.weekday() == number
    assert 0 <= (found.start - published).days * (1 if planned else -1) <= 6


@settings(deadline=None, max_examples=100)
@given(st.one_of(own_words, st.text(max_size=200)), st.none() | days, languages)
def test_every_span_found_resolves(text: str, published: dt.date | None, language: str | None) -> None:
    end_before = 0
    for start, end in find_dates(text, published, language):
        assert end_before <= start < end <= len(text)
        assert resolve_date(text[start:end], published, language) is not None
        end_before = end


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("năm ngày trước", "2024-06-07 2024-06-07"),
        ("ngày 5 tháng 5 năm 2023", "2023-05-05 2023-05-05"),
        ("hai mươi lăm ngày trước", "2024-05-18 2024-05-18"),
        ("ngày 10-6", "2024-06-10 2024-06-10"),
        ("ngày 8-10/6", "2024-06-08 2024-06-10"),
        ("cách đây năm năm", "2019-01-01 2019-12-31"),
    ],
)
def test_a_word_of_two_meanings_has_that_which_its_neighbour_asks_for(words: str, days: str) -> None:
    found = resolve_date(words, dt.date(2024, 6, 12), "vi")
    assert found is not None
    assert f"{found.start} {found.end}" == days


def test_a_time_of_day_marks_a_date_in_numbers() -> None:
    text = "Sáng 12/6, hai bên hội đàm; tỷ số 2/1. Tối 11-6, ngày 7/6 triệu tập đại sứ, tỷ lệ 3-2."
    assert [text[slice(*span)] for span in find_dates(text, dt.date(2024, 6, 12), "vi")] == ["12/6", "11-6", "7/6"]


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "/", __file__, "none"])
def test_the_zone_of_the_machine_says_nothing_of_a_day(zone: str) -> None:
    """In a process of its own: a language without a grammar asks a library, which keeps the zone that it finds."""
    script = (
        "import datetime as dt; from memcon.resolve import resolve_date\n"
        "for words in ('igår', '7 juni', '7 juni 2023', '7 juni 2023 MSK', 'igår 23:00 EST'):\n"
        "    print(resolve_date(words, dt.date(2024, 6, 12), 'sv').start)"
    )
    command, env = [sys.executable, "-c", script], os.environ | {"TZ": zone}
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert ran.stdout.split() == ["2024-06-11", "2024-06-07", "2023-06-07", "2023-06-07", "2024-06-11"], ran.stderr
