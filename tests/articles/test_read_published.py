"""When an article was published is read where sites write it, and nowhere else."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.articles.published import _attributions, find_published, is_stamp, reading
from memcon.resolve.dates.full import full_dates
from memcon.resolve.dates.url import date_in_url

BODY = "Menteri luar negeri kedua negara bertemu di ibu kota. Mereka membahas kerja sama.\n"


def found(text: str, language: str | None = "id", url: str | None = None) -> tuple[str, str] | None:
    published = find_published(text, url=url, language=language)
    return (published.day.isoformat(), published.basis) if published else None


@pytest.mark.parametrize(
    ("head", "language", "day", "words"),
    [
        # stamps
        ("Judul\nKompas Dunia | 3 Maret 2023, 07:05 WIB\n", "id", "2023-03-03", "3 Maret 2023, 07:05 WIB"),
        ("Judul\nJumat, 03 Mar 2023 07:05 WIB\n", "id", "2023-03-03", "Jumat, 03 Mar 2023 07:05 WIB"),
        ("Judul\nJumat, 3 Maret 2023\n", "id", "2023-03-03", "Jumat, 3 Maret 2023"),
        ("Judul\nRedaksi - Jumat, 3/3/2023 | 07.05 WIB\n", "id", "2023-03-03", "Jumat, 3/3/2023 | 07.05 WIB"),
        ("Judul\n\nMarch 3, 2023 7:05 AM EST\n", "en", "2023-03-03", "March 3, 2023 7:05 AM EST"),
        ("Judul\n2023-03-03 07:05:11\n", "en", "2023-03-03", "2023-03-03 07:05:11"),
        ("Заголовок\n3 марта 2023 года, 07:05\n", "ru", "2023-03-03", "3 марта 2023 года, 07:05"),
        ("Заголовок. 3 марта 2023 года 07:05 Москва Встреча\n", "ru", "2023-03-03", "3 марта 2023 года 07:05"),
        ("Titel\n3. März 2023 um 07:05 Uhr\n", "de", "2023-03-03", "3. März 2023 um 07:05"),
        ("Título\n3 de marzo de 2023, 07:05\n", "es", "2023-03-03", "3 de marzo de 2023, 07:05"),
        ("标题\n2023年3月3日 07:05\n", "zh", "2023-03-03", "2023年3月3日 07:05"),
        ("제목\n2023.03.03 07:05\n", "ko", "2023-03-03", "2023.03.03 07:05"),
        ("Tiêu đề\n03/12/2023 07:05\n", "vi", "2023-12-03", "03/12/2023 07:05"),
        ("Заголовок\n07:05 03.03.2023 (обновлено: 07:15 03.03.2023)\n", "ru", "2023-03-03", "07:05 03.03.2023"),
        ("Tiêu đề\n03/03/2023 07:05 GMT+7\n", "vi", "2023-03-03", "03/03/2023 07:05 GMT+7"),
        ("Titre\nBelga, 03-03-2023 à 08h12\n", "fr", "2023-03-03", "03-03-2023 à 08h12"),
        ("Comunicado\nSecretaría de Relaciones Exteriores | 3 de marzo de 2023 | Nota\n", "es", "2023-03-03",
         "Secretaría de Relaciones Exteriores | 3 de marzo de 2023 | Nota"),
        # labels
        ("Judul\nDiterbitkan: 3 Maret 2023\n", "id", "2023-03-03", "Diterbitkan: 3 Maret 2023"),
        ("Judul\nTayang Jumat, 3 Maret 2023 07:05\n", "id", "2023-03-03", "Tayang Jumat, 3 Maret 2023 07:05"),
        ("Title\nPublished: 2023-03-03\n", "en", "2023-03-03", "Published: 2023-03-03"),
        ("Title\nPosted on March 3, 2023 by admin\n", "en", "2023-03-03", "Posted on March 3, 2023 by admin"),
        ("Заголовок\nОпубликовано: 03.03.2023\n", "ru", "2023-03-03", "Опубликовано: 03.03.2023"),
        ("Title\nPublished: 2023-03-03 | Updated: 2023-03-04\n", "en", "2023-03-03",
         "Published: 2023-03-03 | Updated: 2023-03-04"),
        ("Title\nPublished\n3 March 2023\nBy Jane Doe\n", "en", "2023-03-03", "3 March 2023"),
        ("Title\nUpdated: 2023-03-04\n", "en", "2023-03-04", "Updated: 2023-03-04"),
        # datelines
        ("Washington, March 3, 2023 (Reuters) - The minister said so.\n", "en", "2023-03-03",
         "Washington, March 3, 2023 (Reuters)"),
        ("BEIJING, March 3, 2023 (Xinhua) The minister said so.\n", "en", "2023-03-03",
         "BEIJING, March 3, 2023 (Xinhua)"),
        ("JAKARTA, KOMPAS.com – Jumat (3/3/2023), menteri itu tiba.\n", "id", "2023-03-03",
         "JAKARTA, KOMPAS.com – Jumat (3/3/2023)"),
    ],
)  # fmt: skip
def test_stamps_labels_and_datelines(head: str, language: str, day: str, words: str) -> None:
    assert found(head + BODY, language) == (day, f'dateline "{words}"')


@pytest.mark.parametrize(
    ("sentence", "day", "words"),
    [
        ('"Kami siap," katanya, seperti dikutip AFP, Jumat (3/3/2023).', "2023-03-03", "Jumat (3/3/2023)"),
        ("Hal itu dilansir dari Reuters, Jumat, 3 Maret 2023.", "2023-03-03", "Jumat, 3 Maret 2023"),
        ("Demikian dikutip dari laman kementerian, 3 Maret 2023.", "2023-03-03", "3 Maret 2023"),
        ('"Kami siap," kata Retno di Jakarta, Jumat (3/3/2023).', "2023-03-03", "Jumat (3/3/2023)"),
        ("Kata dia, Kamis (2/3/2023). Ini dikutip CNN, Jumat (3/3/2023).", "2023-03-03", "Jumat (3/3/2023)"),
        ("Ini dikutip CNN, Jumat (3/3/2023). Kata dia, Kamis (2/3/2023).", "2023-03-03", "Jumat (3/3/2023)"),
    ],
)
def test_attributions_give_the_last_day(sentence: str, day: str, words: str) -> None:
    assert found(BODY + sentence) == (day, f'attribution "{words}"')


@pytest.mark.parametrize(
    "text",
    [
        "Kedua menteri bertemu pada 3 Maret 2023.",
        "Kedua menteri bertemu di Jakarta, Jumat (3/3/2023).",
        "Pada Jumat (3/3/2023), kedua menteri bertemu.",
        "Tanggal 3 Maret 2023, kedua menteri bertemu di Jakarta dan membahas perbatasan.",
        "Kedua menteri – pada 3 Maret 2023 – bertemu.",
        "Sejak 3 Maret 2023 pukul 07:05 WIB kedua negara bersengketa.",
        "kata dia, kedua menteri akan bertemu Jumat (3/3/2023).",
        "Menurut laporan itu, serangan terjadi Jumat (3/3/2023).",
        "kata dia, Kamis (3/3/2023).",  # it was a Friday
        "kata dia di Jakarta, 3 Maret 2023, hari kemerdekaan.",
        "Jumat, 3 Maret",
        "3 Maret 1945, 07:05\nHari itu dikenang.",
        "Perjanjian 3 Maret 2023 dan 4 April 2023",
        "The ministers met on March 3, 2023, in Jakarta.",
        "On March 3, 2023 - a Friday - the ministers met.",
        "Update 12.30",
    ],
)
@pytest.mark.parametrize("language", ["id", "en", None])
def test_the_day_of_an_event_is_not_that_of_the_report(text: str, language: str | None) -> None:
    assert found(f"Judul\n{text}\n{BODY}", language) is None


def test_places_that_disagree_say_nothing() -> None:
    stamps = "Jumat, 3 Maret 2023 07:05 WIB\nSabtu, 4 Maret 2023 07:05 WIB\n"
    assert found(f"Judul\n{stamps}{BODY}") is None
    assert found(f"Judul\n{stamps}{BODY}", url="https://example.org/2023/03/04/x") == (
        "2023-03-04", 'url "https://example.org/2023/03/04/x"',
    )  # fmt: skip
    assert found("Judul\nJumat, 3 Maret 2023 07:05 WIB\n3 Maret 2023\n" + BODY) == (
        "2023-03-03", 'dateline "Jumat, 3 Maret 2023 07:05 WIB"',
    )  # fmt: skip


@pytest.mark.parametrize(
    ("tail", "day"),
    [
        ("Jakarta, 3 Maret 2023", "2023-03-03"),
        ("Diterbitkan: 3 Maret 2023 07:05", "2023-03-03"),
        ("Budi Santoso\n3 Maret 2023 07:05\nSetuju!", None),
    ],
)
def test_below_the_article_a_day_counts_and_a_comment_does_not(tail: str, day: str | None) -> None:
    published = found("Judul\n" + BODY * 14 + tail)
    assert (published and published[0]) == day


@pytest.mark.parametrize("before", ["\ufeff", "\ufeff\n| ", "- ", "  * "])
def test_marks_and_bullets_before_a_label_are_nothing(before: str) -> None:
    assert found(f"{before}Published: 2023-03-03\nTitle\n{BODY}", "en") is not None


def test_kinds_are_asked_in_their_order() -> None:
    stamp, label = "Jumat, 3 Maret 2023 07:05 WIB\n", "Diterbitkan: 2 Maret 2023\n"
    said, url = "Ini dikutip AFP, Minggu (5/3/2023).\n", "https://example.org/2023/03/04/x"
    days = [
        found(head + BODY + tail, url=given)
        for head, tail, given in [
            (stamp + label, said, url), (stamp, said, url), ("", said, url), ("", f"{said}Sumber: {url}", None),
            ("", said, None),
        ]
    ]  # fmt: skip
    assert [day and day[0] for day in days] == ["2023-03-02", "2023-03-03", "2023-03-04", "2023-03-04", "2023-03-05"]


# --- URLs ---


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2023/03/04/judul", "2023-03-04"),
        ("https://example.org/2023/3/4/judul", "2023-03-04"),
        ("https://example.org/berita-2023-03-04-judul.html", "2023-03-04"),
        ("https://example.org/berita/20230304/judul", "2023-03-04"),
        ("https://example.org/internasional/20230304140932-113-174732/judul", "2023-03-04"),
        ("https://example.org/a/202303041409/judul", "2023-03-04"),
        ("https://example.org/judul-20230304083544051.htm", "2023-03-04"),
        ("https://example.org/judul-185230304083544051.htm", "2023-03-04"),
        ("https://example.org/2023/03/04/judul-20230304.html?from=2020-01-01#2021-01-01", "2023-03-04"),
        ("https://example.org/2023/03/judul", None),
        ("https://example.org/2023/13/04/judul", None),
        ("https://example.org/2023/02/30/judul", None),
        ("https://example.org/1989/02/20/judul", None),
        ("https://example.org/2023/03/04/setahun-sejak-2022-03-04", None),
        ("https://example.org/judul-12345678", None),
        ("https://example.org/judul-20231345", None),
        ("https://example.org/judul-2023030414", None),
        ("https://example.org/judul-202303042509", None),
        ("https://example.org/judul-185231304083544051.htm", None),
        ("https://example.org/judul-185230304253544051.htm", None),
        ("https://example.org/judul-1852303040835440512.htm", None),
        ("https://example.org/d-3391775/judul", None),
        ("", None),
    ],
)
def test_a_url_names_a_day_or_none(url: str, day: str | None) -> None:
    published = date_in_url(url)
    assert (published and published.day.isoformat()) == day
    assert published is None or published.basis == f'url "{url}"'


@pytest.mark.parametrize(
    ("tail", "day"),
    [
        ("Sumber: https://example.org/2023/03/04/x", "2023-03-04"),
        ("Source : <https://example.org/2023/03/04/x>", "2023-03-04"),
        ("https://example.org/2023/03/04/x", "2023-03-04"),
        ("https://example.org/2023/03/04/x\nhttps://example.org/2023/03/04/y", "2023-03-04"),
        ("https://example.org/2023/03/04/x\nhttps://example.org/2023/03/05/y", None),
        ("https://example.org/uploads/2023/03/04/x.jpg", None),
        ("Kesepakatan itu diumumkan lewat laman https://example.org/2023/03/04/x", None),
        ("https://example.org/2023/03/04/x adalah laman lain", None),
    ],
)
def test_only_the_articles_own_url_counts(tail: str, day: str | None) -> None:
    published = found(BODY + tail)
    assert (published and published[0]) == day


# --- the pieces ---


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("Jumat, 3 Maret 2023 07:05 WIB", True),
        ("Kompas Dunia | 3 Maret 2023, 07:05 WIB", True),
        ("Diperbarui 3 Maret 2023", True),
        ("Jumat, 3 Maret 2023", True),
        ("Kedua menteri bertemu 3 Maret 2023 di Jakarta", False),
        ("Kedua menteri bertemu 3 Maret 2023, 07:05 WIB.", False),
        ("Jumat", False),
        ("12:30", False),
    ],
)
def test_a_stamp_says_nothing_but_when(line: str, stamp: bool) -> None:  # noqa: FBT001 (a table)
    assert is_stamp(line, "id") is stamp


@pytest.mark.parametrize(
    ("line", "language", "days"),
    [
        ("3 Maret 2023 dan March 4, 2023", "id", ["2023-03-03", "2023-03-04"]),
        ("3 Mac 2023", "ms", ["2023-03-03"]),
        ("5/4/2023", "id", ["2023-04-05"]),
        ("5/4/2023", "en", []),
        ("5/4/2023", "ja", []),
        ("5/4/2023", "fr", ["2023-04-05"]),
        ("2023-04-05, 6.4.2023", "ru", ["2023-04-05", "2023-04-06"]),
        ("31.02.2023", "ru", []),
        ("5 Nisan 2023", "tr", ["2023-04-05"]),
        ("5 NİSAN 2023 ve İstanbul", "tr", []),  # CLDR's capitals are not Turkish; no date is better than a wrong one
        ("5 avril 2023", "fr", ["2023-04-05"]),
        ("5 avril 2023", "xx", []),
        ("2023-04-05", "xx", ["2023-04-05"]),
        ("5 апреля 1989", "ru", []),
        ("апреля 2023", "ru", []),
    ],
)
def test_full_dates_in_many_languages(line: str, language: str, days: list[str]) -> None:
    assert [one.day.isoformat() for one in full_dates(line, language)] == days


@given(st.text(max_size=200), st.sampled_from(["id", "en", "ru", None, "xx"]))
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_day_or_none(text: str, language: str | None) -> None:
    published = find_published(text, url=text, language=language)
    assert published is None or published.day >= dt.date(1990, 1, 1)
    for one in full_dates(text, language):
        assert 0 <= one.start < one.end <= len(text)


def test_an_attribution_is_told_once() -> None:
    (told,) = _attributions("Pertemuan itu batal, kata Retno, Senin (3/6/2019).", reading("id"))
    assert told.day == dt.date(2019, 6, 3)
