"""What a site prints round an article is marked, the article itself is not, and no character moves."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.articles.body import marks
from memcon.articles.sentences import not_body, segment
from memcon.records import Article

TITLE = "Menlu Kedua Negara Bertemu di Jakarta"
LEAD = "Menteri luar negeri kedua negara bertemu di Jakarta untuk membahas sengketa perbatasan yang lama."
END = "Keduanya sepakat untuk bertemu lagi pada bulan depan di ibu kota negara tetangga."


def written_in(line: str) -> str:
    """The language of a line of these tests, by a letter or word that tells it."""
    told = {"fr": "Lire", "vi": "Xem", "zh": "[\u4e00-\u9fff]", "ru": "[а-я]"}
    return next((tag for tag, sign in told.items() if re.search(sign, line)), "id")


def reason(line: str, language: str | None = "id") -> str | None:
    """Why a line between two paragraphs is not body; None when it is."""
    text = f"{TITLE}\n\n{LEAD}\n\n{line}\n\n{END}"
    start = text.index(line)
    found = [one for one in marks(text, language) if one.start < start + len(line) and start < one.end]
    assert all(text[one.start : one.end].strip() == text[one.start : one.end] for one in found)
    if not found:
        return None
    assert (found[0].start, found[-1].end) == (start, start + len(line)), (
        f"only {text[found[0].start : found[0].end]!r}"
    )
    return found[0].reason


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Baca juga: Presiden Ancam Perang", "link"),
        ("BACA JUGA : Presiden Ancam Perang", "link"),
        ("Baca Juga Presiden Ancam Perang", "link"),
        ("» Baca juga: Presiden Ancam Perang", "link"),
        ("**Lihat juga: Presiden Ancam Perang**", "link"),
        ("Simak Video: Presiden Ancam Perang", "link"),
        ("Read also: President Threatens War", "link"),
        ("See Also: President Threatens War", "link"),
        ("Read more: President Threatens War", "link"),
        ("Related: President Threatens War", "link"),
        ("Читайте также: Президент грозит войной", "link"),
        ("Lire aussi : Le président menace", "link"),
        ("Xem thêm: Tổng thống đe dọa", "link"),
        ("相关阅读：总统威胁开战", "link"),
        ("loading...", "widget"),
        ("Loading…", "widget"),
        ("A", "widget"),
        ("A A A", "widget"),
        ("A- A+", "widget"),
        ("[iklan_3]", "widget"),
        ("[Gambas:Video 20detik]", "widget"),
        ("ADVERTISEMENT", "widget"),
        ("Advertisement", "widget"),
        ("SCROLL TO CONTINUE WITH CONTENT", "widget"),
        ("Scroll untuk melanjutkan membaca", "widget"),
        ("Реклама", "widget"),
        ("Bagikan:", "widget"),
        ("Share this article", "widget"),
        ("Copy Link", "widget"),
        ("12 shares", "widget"),
        ("3 menit baca", "widget"),
        ("Halaman 1 dari 3", "widget"),
        ("Page 1 2 3", "widget"),
        ("02:45", "widget"),
        ("00:00 / 02:45", "widget"),
        ("Ikuti berita terbaru kami di Google News dan WhatsApp", "widget"),
        ("Dapatkan update berita setiap hari. Mari bergabung di grup Telegram kami.", "widget"),
        ("Sign up for our newsletter to get the day's top stories", "widget"),
        ("Follow us on Twitter and Facebook.", "widget"),
        ("Подписывайтесь на наш Telegram-канал", "widget"),
        ("Artikel ini telah tayang di Contoh.com dengan judul \"Menlu Bertemu\"", "widget"),
        ("The post Menlu Bertemu appeared first on Contoh.", "widget"),
        ("(Reporting by Jane Doe; Editing by John Roe)", "widget"),
        ("Reporting by Jane Doe and Max Mustermann; Editing by John Roe", "widget"),
        ("Posting Komentar", "comment"),
        ("Komentar (12)", "comment"),
        ("0 Komentar", "comment"),
        ("Comments", "comment"),
        ("Leave a Reply", "comment"),
        ("Комментарии (3)", "comment"),
        ("Tag: perang, damai, PBB", "tag"),
        ("TAGS: war | peace", "tag"),
        ("Теги: война, мир", "tag"),
        ("#perang #damai", "tag"),
        ("Sumber: https://example.org/berita", "credit"),
        ("Sumber : Reuters / AFP", "credit"),
        ("Penulis: Andi Budi Editor: Cici", "credit"),
        ("Editor : Cici", "credit"),
        ("Reporter: Andi", "credit"),
        ("Источник: ТАСС", "credit"),
        ("https://example.org/berita/1", "url"),
        ("<https://example.org/berita/1>", "url"),
        ("![foto](https://example.org/a.jpg)", "image"),
        ("![]() |", "image"),
        ("<img src=\"a.jpg\">", "image"),
        ("> >", "ornament"),
        ("* * *", "ornament"),
        ("-----", "ornament"),
        ("|", "ornament"),
        ("Foto: Reuters/Jane Doe", "caption"),
        ("FOTO/AFP", "caption"),
        ("Photo: AP", "caption"),
        ("Photo by Jane Doe on Unsplash", "caption"),
        ("Ilustrasi: kapal perang", "caption"),
        ("FILE PHOTO: The minister arrives in Geneva, May 5, 2020. REUTERS/Jane Doe", "caption"),
        ("FILE - The minister arrives in Geneva, May 5, 2020.", "caption"),
        ("Menlu (kiri) dan Menlu AS (kanan) berjabat tangan", "caption"),
        ("Foreign minister, left, shakes hands with his counterpart, right, in Geneva.", "caption"),
        ("Foreign Minister Doe (L) and his counterpart (R) in Geneva", "caption"),
        ("Menlu saat tiba di Jenewa (Foto: Antara)", "caption"),
        ("Menlu saat tiba di Jenewa. (ANTARA FOTO/Budi)", "caption"),
        ("Menlu saat tiba di Jenewa [Reuters/Jane Doe]", "caption"),
        ("The minister arrives in Geneva. (AP Photo/Jane Doe)", "caption"),
        ("The minister arrives in Geneva (Getty Images)", "caption"),
        ("Министр прибыл в Женеву. Фото: ТАСС", None),  # nothing at its start or in brackets says so
        ("Фото: пресс-служба министерства", "caption"),
        ("Copyright © 2024 Contoh", "copyright"),
        ("© 2024 Contoh.com", "copyright"),
        ("All rights reserved.", "copyright"),
        ("Dilarang keras mengambil konten tanpa izin tertulis dari Contoh.", "copyright"),
        ("Terpopuler", "section"),
        ("Most Read", "section"),
        ("Home > World > Asia", "section"),
        ("Beranda / Internasional / Asia", "section"),
        ("(abc/def)", "byline"),
        ("(abc / def)", "byline"),
        ("By Jane Doe and John Roe", "byline"),
        ("Oleh Andi Budi", "byline"),
        ("Jumat, 3 Maret 2023 07:05 WIB", "stamp"),
        ("Diperbarui: 3 Maret 2023", "stamp"),
        ("Published", "stamp"),
        ("Diperbarui:", "stamp"),
        ("07:05 03.03.2023", "stamp"),
        ("REUTERS | ANTARA", "credit"),
        ("(AFP/Reuters)", "byline"),
        ("(abc)", "byline"),
        ("Reuters", "credit"),
    ],
)  # fmt: skip
def test_what_sites_print_round_an_article(line: str, why: str | None) -> None:
    assert reason(line, written_in(line)) == why
    assert reason(line, None) == why  # where the language is unknown, phrases of any count


def test_phrases_of_another_language_are_body() -> None:
    assert reason("Lire aussi : Le président menace", "fr") == "link"
    assert reason("Lire aussi : Le président menace", "ru") is None
    assert reason("Read also: The president threatens", "ru") == "link"  # sites of every language speak English
    assert reason("Additional reporting by Jane Doe; Editing by John Roe", "ru") == "widget"


@pytest.mark.parametrize(
    "line",
    [
        "Dia membaca juga surat dari Presiden.",
        "Keduanya melihat juga latihan militer itu.",
        "Related parties met in Geneva to discuss the truce.",
        "Read the statement carefully, the minister said.",
        "More talks are planned for May.",
        "Video call antara kedua jenderal berlangsung satu jam.",
        "Video itu memperlihatkan rudal Rusia.",
        "Sumber diplomatik menyebut pertemuan itu gagal.",
        "Source close to the talks said they failed.",
        "Editor surat kabar itu ditangkap polisi.",
        "By Monday, both sides had withdrawn their troops.",
        "By Jane Doe's account, both sides had withdrawn.",
        "Oleh karena itu, kedua negara memutus hubungan.",
        "Foto itu memperlihatkan Menlu dan Dubes.",
        "Photo opportunities were cancelled after the row.",
        "Sayap kiri menolak perjanjian itu, kata dia.",
        "The left, he said, rejects the treaty.",
        "Ia melakukan kunjungan kehormatan (courtesy call).",
        "Senator Doe (R) criticised China for the raid.",
        "Kedua menteri bertemu pada 3 Maret 2023, 07:05 WIB.",
        "Kedua menteri bertemu pada Jumat (3/3/2023)",
        "Balas Dendam",
        "Dua Kali Ditolak",
        "“Kami siap”",
        "Tag negara teroris dicabut AS.",
        "Komentar itu dikecam Beijing.",
        "Comments by the minister drew a protest from Beijing.",
        "Share prices fell after the sanctions.",
        "Follow-up talks will be held in May.",
        "Copyright talks between China and the US collapsed.",
        "Rudal itu ditembakkan dari kapal (foto satelit menunjukkannya), kata Pentagon.",
        "Kantor berita Antara (Indonesia) dan Bernama (Malaysia) memberitakannya.",
        "The ministers met in Geneva (Switzerland)",
        "Ia bertemu Menhan AS/Menlu Inggris di London",
        "Jakarta - Menlu bertemu Dubes Jepang",
        "Reporting by the BBC showed that troops had crossed the border.",
        "习近平会见普京。",
        "#MeToo disebut Menlu dalam pidatonya.",
    ],
)  # fmt: skip
def test_the_article_itself_is_body(line: str) -> None:
    assert reason(line) is None


@pytest.mark.parametrize(
    "title",
    ["Video: Menlu Bertemu di Jakarta", "Foto: Menlu Bertemu di Jakarta", "Sumber: Menlu Bertemu", "Menlu (kiri) Tiba",
     "Related: Ministers Meet", "Baca Juga Surat Presiden"],
)  # fmt: skip
def test_the_title_is_body_whatever_it_says(title: str) -> None:
    assert marks(f"loading...\n\n> >\n{title}\n\n{LEAD}\n{END}")[-1].end <= len("loading...\n\n> >\n")


def rows(text: str, language: str = "id") -> list[tuple[str, str | None]]:
    why = {(one.start, one.end): one.reason for one in not_body(Article(id="a", text=text, language=language))}
    return [
        (text[one.start : one.end], why.get((one.start, one.end)))
        for one in segment(Article(id="a", text=text, language=language))
    ]


def reasons(text: str) -> list[str | None]:
    return [why for _, why in rows(text)]


def test_titles_below_a_heading_of_links_are_links() -> None:
    text = f"{TITLE}\n{LEAD}\nTERPOPULER\nPresiden Ancam Perang\n\nRusia Serang Kota\n{END}\n"
    assert reasons(text) == [None, None, "section", "link", "link", None]
    text = f"{TITLE}\n{LEAD}\nBaca juga:\n- Presiden Ancam Perang\n- Rusia Serang Kota\n{END}"
    assert reasons(text) == [None, None, "section", "link", "link", None]
    text = f"{TITLE}\n{LEAD}\nSimak:\nPresiden Ancam Perang\n{END}"
    assert reasons(text) == [None, None, "link", "link", None]


def test_a_link_label_on_a_line_of_its_own_stays_there() -> None:
    text = f"{TITLE}\n{LEAD}\nЧитайте также\nПрезидент пригрозил войной\n{END}"
    assert rows(text, "ru")[2:4] == [("Читайте также", "section"), ("Президент пригрозил войной", "link")]


def test_a_legend_above_its_credit_is_a_caption() -> None:
    legend = "Menlu kedua negara berjabat tangan di Jenewa"
    assert reasons(f"{TITLE}\n{LEAD}\n{legend}\nFoto: Reuters\n{END}") == [None, None, "caption", "caption", None]
    assert reasons(f"{TITLE}\n{LEAD}\n{legend}\n\nFoto: Reuters\n{END}") == [None, None, None, "caption", None]
    assert reasons(f"{TITLE}\nFoto: Reuters\n{LEAD}\n{END}") == [None, "caption", None, None]


def test_the_title_of_a_video_is_a_caption() -> None:
    assert reasons(f"{TITLE}\n{LEAD}\n02:45\nXi dan Biden bertemu di Bali\n{END}") == [
        None,
        None,
        "widget",
        "caption",
        None,
    ]
    assert reasons(f"{TITLE}\n{LEAD}\n02:45\n{END}") == [None, None, "widget", None]
    assert reasons(f"{TITLE}\n{LEAD}\n02:45") == [None, None, "widget"]


def test_a_source_in_brackets_credits_the_picture_above_the_text_and_the_text_below() -> None:
    picture = "Menlu dan Dubes di Jenewa, 3 Maret 2020. Keduanya menandatangani perjanjian. (Sumber: Reuters)"
    credited = f"{END} (Sumber: Reuters)"
    text = f"{TITLE}\n{picture}\nJAKARTA, CONTOH.TV – {LEAD}\nPertemuan berlangsung sehari.\n{credited}"
    assert reasons(text) == [None, "caption", "dateline", None, None, None, None]
    assert (
        reasons(f"{TITLE}\nJAKARTA, CONTOH – {LEAD} (Sumber: Reuters)\n{END}\nSatu.\nDua.\nTiga.").count("caption") == 0
    )


def test_what_stands_inside_a_line_is_marked_alone() -> None:
    assert rows(f"{TITLE}\n{LEAD} Baca juga: Presiden Ancam Perang")[1:] == [
        (LEAD, None), ("Baca juga: Presiden Ancam Perang", "link"),
    ]  # fmt: skip
    assert rows(f"{TITLE}\n{LEAD} Baca juga Presiden Ancam Perang")[2] == ("Baca juga Presiden Ancam Perang", "link")
    assert reasons(f"{TITLE}\n{LEAD} Baca juga surat itu, kata dia.") == [None, None, None]
    assert rows(f"{TITLE}\n{LEAD} [Baca: Presiden Ancam Perang] {END}")[2] == ("[Baca: Presiden Ancam Perang]", "link")
    assert rows(f"{TITLE}\n{LEAD} (abc/def)")[2] == ("(abc/def)", "byline")
    assert rows(f"{TITLE}\n{LEAD} (abc)\n{END}")[2] == ("(abc)", "byline")
    assert rows(f"{TITLE}\n{LEAD} ![x](y.jpg) {END}")[2] == ("![x](y.jpg)", "image")
    assert rows(f'{TITLE}\n{LEAD} "')[2] == ('"', "ornament")


LINES = st.sampled_from(
    ["Foto: x", "Baca juga:", LEAD, TITLE, "", "03:12", "(kiri) x", "TERBARU", "> >", "Tag: a", "![](a) ", "\ufeff",
     "(Sumber: a)", "Jumat, 3 Maret 2023"]
)  # fmt: skip


@given(st.lists(LINES, max_size=12).map("\n".join))
@settings(max_examples=200, deadline=None)
def test_marks_are_in_order_apart_and_stay_in_their_lines(text: str) -> None:
    end = 0
    for one in marks(text, "id"):
        assert end <= one.start < one.end <= len(text)
        assert "\n" not in text[one.start : one.end]
        assert text[one.start : one.end] == text[one.start : one.end].strip()
        end = one.end


# --- the title ---

HEADS = [
    "{title}\nFoto: Reuters\n",
    "> >\n{title}\nFoto: Reuters/Budi\n",
    "loading...\n{title}\n(kiri) Menlu Peru\n",
    "Kompas dunia | 15 Oktober 2024, 12:18 WIB\n{title}\nFoto: Antara/Budi\n",
    "4 Maret 2024 18:40 WIB\n{title}\n(ANTARA/Budi)\n",
    "Internasional\n{title}\nFoto: Antara/Budi\n",
    "Home > News > Dunia\n{title}\nFoto: Antara/Budi\n",
    "Baca juga: Presiden Ancam Perang\n{title}\nFoto: Antara/Budi\n",
    "03:12\n{title}\n",
    "Berita Terkait\n{title}\nFoto: Antara/Budi\n",
    "Video: {title}\nKeduanya membahas perbatasan dan perdagangan\n",
    "{title} | Dunia | Kabar\nKeduanya membahas perbatasan dan perdagangan\n",
    "Dunia\nVideo: {title}\n",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_title_is_body_whatever_a_site_prints_round_it(head: str) -> None:
    text = head.format(title=TITLE) + f"{LEAD} {END}\n{END}\n"
    start = text.index(TITLE)
    assert not [one for one in marks(text, "id") if one.start < start + len(TITLE) and start < one.end]


def test_a_title_printed_twice_is_body_once() -> None:
    text = f"{TITLE}\n{TITLE}\nFoto: Antara\n{LEAD}\n{END}\n"
    article = Article(id="a", text=text, language="id")
    body = [text[one.start : one.end] for one in segment(article) if one.body]
    assert body == [TITLE, LEAD, END]


JOINED = [
    ("Menlu Peru Bertemu Menlu Ghana ‖Senin, 4 Maret 2024 18:40 WIB‖ Menteri Luar Negeri Peru menemui mitranya.", "id"),
    ("Talks held. ‖4 March 2024, 18:40 Accra, Palace‖ The ministers of Peru and Ghana met to talk of coffee.", "en"),
    ("‖11 июня 2024 года 14:05‖ Президент принял посла Перу и обсудил с ним поставки кофе.", "ru"),
]


@pytest.mark.parametrize(("marked", "language"), JOINED)
def test_a_stamp_parts_a_title_from_the_text_in_its_line(marked: str, language: str) -> None:
    line = marked.replace("‖", "")
    (mark,) = marks(line + "\n" + END, language)
    assert (line[mark.start : mark.end], mark.reason) == (marked.split("‖")[1], None)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("On 4 March 2024, 18:40 GMT The Hague was silent, and nobody there knew what had come to pass.", "en"),
        ("The ministers met on 4 March 2024 at 18:40 Lima time to talk about the border and about coffee.", "en"),
        ("The ministers met in Lima. They had last met on 4 March 2024 to talk about the border and coffee.", "en"),
        ("Стороны встретились 4 марта 2024 года в 18:40 Москве вручили ноту протеста и отозвали посла.", "ru"),
    ],
)
def test_a_day_in_a_sentence_is_no_stamp(line: str, language: str) -> None:
    assert marks(line + "\n" + END, language) == ()
