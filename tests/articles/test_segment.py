"""An article is cut where its sentences end, and nothing of it is lost."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.articles.body import BLANK
from memcon.articles.sentences import LONGEST, is_headline, not_body, segment
from memcon.records import Article


def cut(text: str) -> list[str]:
    return [text[one.start : one.end] for one in segment(Article(id="a", text=text))]


def check(text: str) -> None:
    """The sentences are in order, begin and end with something visible, and hold all that is visible."""
    sentences = segment(Article(id="a", text=text))
    assert [one.number for one in sentences] == list(range(1, len(sentences) + 1))
    held = 0
    for one in sentences:
        assert held <= one.start < one.end <= len(text)
        assert not text[held : one.start].strip(BLANK)
        words = text[one.start : one.end]
        assert words == words.strip(BLANK)
        assert len(words) <= LONGEST
        held = one.end
    assert not text[held:].strip(BLANK)


# Sentences are parted by ‖ in the tables; a text without it is one sentence.
INDONESIAN = [
    "Jend. TNI Andika bertemu Letjen. Mark di Jakarta.‖ Mereka membahas latihan.",
    "Prof. Dr. H. R.M. Sudirman, S.H., M.H. memimpin rapat.‖ Ia menolak usul itu.",
    "Letjen TNI (Purn.) Prabowo Subianto tiba pukul 14.00 WIB.‖ Menlu menyambutnya.",
    "Bantuan senilai Rp 1.000.000 (US$ 17 miliar) dan Rp. 5 miliar disetujui.‖ Harga naik 3,5 persen.",
    "Kantornya di Jl. Pejambon No. 6, Jakarta.‖ Duta besar dipanggil.",
    "Bantuan berupa beras, obat, dll. dikirim ke Gaza.‖ Bantuan lain menyusul.",
    "Ia menjual beras, obat, dll.‖ Namun, bantuan belum tiba.",
    "Surat itu ditandatangani a.n. Menteri oleh pejabat.‖ Isinya rahasia.",
    "“Kami siap.‖ Kami tidak takut,” kata Menlu.‖ Ia lalu pergi.",
    '"Apakah mereka datang?" tanya wartawan.‖ "Tidak," jawabnya.',
    '"Kami menolak!" tegasnya.‖ Ia lalu pergi.',
    "“Kami siap bekerja sama.”‖ Demikian kata Menlu.",
    "Ia berkata... lalu diam.‖ Dunia menunggu...‖ Perang pecah.",
    '"Rusia ... Ukraina" tertulis di sana.‖ Itu saja.',
    "Laman Kemlu.go.id dan KOMPAS.com memuatnya.‖ Antara juga.",
    "Keduanya bersepakat.‖Mereka bertemu lagi besok.",
    "1. Menghentikan tembakan.‖ 2. Menarik pasukan.",
    "Korban 1.200 orang.‖ 300 lainnya hilang.",
    "Pertemuan (yang ketiga.) selesai.‖ Kedua pihak puas.",
    "Presiden ke-7 RI Ir. H. Joko Widodo hadir.‖ Ia pulang.",
    "PM Vladimir V. Putin tiba.‖ Ia disambut.",
    "Pukul 10.00 s.d. 12.00 WIB rapat tertutup.‖ Setelah itu terbuka.",
]  # fmt: skip
TOKENISED = [
    "Jakarta , CNN Indonesia - -‖ Menteri Luar Negeri bertemu Menlu AS .‖ Mereka membahas Laut China Selatan .",
    'Ia berkata , " Kami siap . "‖ Mereka pergi .',
    '" Kami siap .‖ Kami kuat . " kata Menlu .‖ Ia pergi .',
    'Menlu bertanya , " Kapan ? " kata saksi .‖ " Besok , " jawabnya .',
    "Harga Rp 1 . 000 per kilo .‖ Naik lagi .",
    "Senin ( 23 / 10 ) .‖ Ia tiba di Jakarta .",
    "Jend . Gatot bertemu Dr . Wiranto .‖ Rapat selesai .",
]
ENGLISH = [
    "Gen. Mark A. Milley spoke with Gen. Valery Gerasimov on Oct. 24.‖ They agreed to keep in touch.",
    "U.S. Secretary of State Antony J. Blinken met Lt. Gen. (Ret.) Smith.‖ He left.",
    "He lives in the U.S.‖ The minister does not.",
    "The U.S. Navy and the U.K. Royal Navy met at 9 a.m. Monday.‖ Both left at 5 p.m.‖ They returned.",
    "Talks with Huawei Inc. and ZTE Corp. Chairman Li failed.‖ Nothing changed.",
    "See No. 5 and p. 12.‖ “No.”‖ He left.",
    "Dr. Lee, Ph.D., of St. Petersburg vs. Mr. Kim Jr. was heard.‖ Nobody came.",
    "“We are ready,” he said.‖ “Are you?” she asked.‖ “Yes!”‖ Then they left.",
    "The war ended.[1][2]‖ Peace came.[3]",
    "It rose by 3.5 percent.‖ It fell later.",
    "Mr. Xi (习近平) arrived.‖ He stayed.",
    "The minister — Mr. Wang. — arrived in Berlin.",
    "Write to Jane.Doe@example.org or visit https://www.example.50.com/a.html.‖ They answer.",
    "“It was ... well . . . not what I mean,” he said.‖ Silence . . . .‖ They left....‖ Nobody spoke.",
    "See N°. 12, No. 5.‖ It is there.",
]
OTHERS = [
    "В 2024 г. Россия и США провели переговоры.‖ Они начались 5 янв. 2024 г. в Женеве.‖ Он уехал.",
    "Помог ген. Герасимов и им. Ленина.‖ Стороны довольны.",
    "— Мы готовы! — сказал он.‖ Они ушли.",
    "Встреча стоила 5 млн руб.‖ Она длилась час.",
    "习近平会见普京。‖双方讨论了乌克兰问题！‖“你们同意吗？”‖他问道。",
    "岸田首相は「準備ができている。」と述べた。",
    "التقى الوزير نظيره.‖ هل اتفقا؟‖ نعم.",
    "मोदी ने बाइडेन से मुलाकात की।‖ वे दिल्ली में मिले।",
    "J.-P. Lambertin parle.‖ Il part.",
    "La empresa Sur, S. A., construye.‖ Cuesta poco.",
    "El Sr. Pérez y la Sra. Gómez llegaron.‖ ¿Hablaron?‖ Sí.",
    "นายกรัฐมนตรีพบประธานาธิบดี ทั้งสองหารือเรื่องการค้า",
]


@pytest.mark.parametrize("marked", INDONESIAN + TOKENISED + ENGLISH + OTHERS)
def test_sentences_end_where_a_reader_says(marked: str) -> None:
    text = marked.replace("‖", "")
    check(text)
    assert cut(text) == [part.strip() for part in marked.split("‖")]


def test_lines_end_sentences() -> None:
    text = "Judul tanpa titik\r\nKalimat satu. Kalimat dua\n\n\nKalimat tiga,\u2028masih tiga"
    assert cut(text) == ["Judul tanpa titik", "Kalimat satu.", "Kalimat dua", "Kalimat tiga,", "masih tiga"]


def test_lines_of_a_fixed_width_do_not() -> None:
    words = (
        "The ministers of both countries met in Geneva on Monday to discuss the border and the fate of prisoners taken "
    )
    text = (words * 6 + "in May. They will meet again.").strip()
    rows, row = [], ""
    for word in text.split():
        if len(row) + len(word) > 70:
            rows.append(row)
            row = ""
        row = f"{row} {word}".strip()
    wrapped = "\n".join([*rows, row, "", "The end came soon."])
    check(wrapped)
    assert [" ".join(one.split()) for one in cut(wrapped)] == [
        text.removesuffix(" They will meet again."), "They will meet again.", "The end came soon.",
    ]  # fmt: skip


def test_a_list_of_short_lines_is_not_a_text_of_fixed_width() -> None:
    rows = [f"{number} Menteri negara itu tiba di ibu kota untuk pertemuan puncak" for number in range(12)]
    assert cut("\n".join(row + "." for row in rows)) == [row + "." for row in rows]


def test_the_number_of_an_item_goes_with_the_line_below_it() -> None:
    text = "Isi:\n1.\nPara pihak menarik pasukan.\n\n2)\nPara pihak bertukar tawanan.\n3."
    check(text)
    assert cut(text) == ["Isi:", "1.\nPara pihak menarik pasukan.", "2)\nPara pihak bertukar tawanan.", "3."]


def test_the_title_that_is_given_is_a_sentence_in_the_line_of_the_text() -> None:
    title = "Menlu Peru Temui Menlu Ghana"
    text = f" {title.replace(' ', '  ')} Menteri Luar Negeri Peru menemui mitranya. Ia pulang."
    given, other = (Article(id="a", text=text, title=one) for one in (title, "Menlu Peru Temui Menlu Togo"))
    assert next(text[one.start : one.end] for one in segment(given)) == title.replace(" ", "  ")
    assert len(segment(given)) == len(segment(other)) + 1 == 3


def test_what_no_one_sees_is_in_no_sentence() -> None:
    text = "\ufeff\u200bSatu.\xa0\u200b \u2060 Dua. \xad\n\u200e\n"
    check(text)
    assert cut(text) == ["Satu.", "Dua."]


def test_a_text_without_stops_is_cut_at_commas_and_spaces() -> None:
    listed = ", ".join(f"negara {number}" for number in range(400))
    check(listed)
    parts = cut(listed)
    assert len(parts) > 4
    assert all(part.endswith(",") for part in parts[:-1])
    spaced = "kata " * 1000
    check(spaced)
    assert all(len(part) > LONGEST // 2 for part in cut(spaced)[:-1])
    joined = "x" * 2500
    check(joined)
    assert [len(part) for part in cut(joined)] == [1000, 1000, 500]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\x85", "\x0b"])
def test_a_link_ends_with_its_line_whatever_ends_lines(end: str) -> None:
    text = f"Satu.{end}Dua… Baca juga: tiga{end}Empat. ![](a{end}b) Lima."
    check(text)
    assert cut(text)[:4] == ["Satu.", "Dua…", "Baca juga: tiga", "Empat."]


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert segment(Article(id="a", text=text)) == ()


# --- repeats ---

FIRST = "Menteri luar negeri kedua negara bertemu di Jakarta pada hari Kamis."
SECOND = "Mereka membahas sengketa perbatasan yang sudah lama berlangsung."


def bodies(text: str) -> list[tuple[str, bool]]:
    return [(text[one.start : one.end], one.body) for one in segment(Article(id="a", text=text))]


def test_a_text_printed_twice_is_body_once() -> None:
    text = f"{FIRST} {SECOND}\nIa pergi.\n{FIRST.upper()}  {SECOND}\nIa  pergi.\nSelesai sudah."
    assert [body for _, body in bodies(text)] == [True, True, True, False, False, False, True]
    assert {mark.reason for mark in not_body(Article(id="a", text=text))} == {"repeat"}


def test_a_short_sentence_may_stand_twice() -> None:
    text = f"Ia diam. {FIRST} Ia diam. {SECOND} Ia diam."
    assert all(body for _, body in bodies(text))


def test_what_was_a_link_is_no_repeat() -> None:
    text = f"Judul berita hari ini\nBaca juga: {FIRST[:-1]}\nBaca juga: {FIRST[:-1]}\n{FIRST[:-1]}\n{SECOND}"
    assert [body for _, body in bodies(text)] == [True, False, False, True, True]


def test_marks_part_a_line() -> None:
    text = f"{FIRST} (Baca juga: Judul lain yang menarik) {SECOND} ![](a.jpg)"
    assert bodies(text) == [
        (FIRST, True), ("(Baca juga: Judul lain yang menarik)", False), (SECOND, True), ("![](a.jpg)", False),
    ]  # fmt: skip


# --- properties ---

PIECES = st.sampled_from(
    [*"abcÄя習。？！؟।…\".“”‘’()[]!?,;:–-*\n\r\u2028 \t\xa0\u200b\ufeff0159", "Jend.", "No.", "dll.", "U.S.",
     "Baca juga:", "![](", "...", "The ", "Ia ", "http://x.y/z ", "(kiri)", "Foto: ", "12:30", "\n\n", "Kamis "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_held_by_its_sentences(text: str) -> None:
    check(text)
    marked = {(mark.start, mark.end) for mark in not_body(Article(id="a", text=text))}
    assert marked == {(one.start, one.end) for one in segment(Article(id="a", text=text)) if not one.body}


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=100, deadline=None)
def test_lines_are_cut_alike_wherever_they_stand(text: str) -> None:
    line = " ".join(text.split()) or "x"
    assert cut(f"Judul\n{line}\n")[1:] == cut(f"Judul\n\n{line}")[1:]


HOSTILE = [
    ".", "(", '"', " ", "\n", "![", "![](", "<img ", ".)", "a", "a ", "A. ", "Ia pergi. ", "a, ", "Foto: (", "page 1 ",
    "。", "\u200b \ufeff", "(baca: ", " - ", "2024 Jan ", "kata Senin (", "2024-01-01 10:00 ", "a\t\t\t\t", "1 ", "!” ",
    "By A ", "Baca juga ", "(kiri) ", "> a ", "a\n", "\r", "1. ", "A.B.",
    "Aaaa.", "aaa.A ", " .", "https://",
    " • ", ": 1. ", "US. ", "the US. ", "Joseph. F. ", "4 March 2024 18:40 A ", "1.\n", "kata Senin (1/1/2024), ",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_texts_are_cut_like_any_other(unit: str) -> None:
    """A rule that takes quadratic time would sit here for hours."""
    check("Judul\n" + unit * (60_000 // len(unit)) + "x")


def test_words_in_any_order_are_held() -> None:
    words = ["Jend.", "a.n.", "(kiri)", "Rp.", "5", "dll.", *'"“”.?!…)', "[1]", "Foto:", "10:30", "\n", "U.S.", "The"]
    chance = random.Random(5)
    for _ in range(200):
        check(" ".join(chance.choices(words, k=40)))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ruto receives Museveni\nThe two met in Nairobi.", None),
        ("Ruto receives Museveni?\nThe two met in Nairobi.", None),
        ("Ruto receives Museveni\r\n\r\nThe two met in Nairobi.", None),
        ("鲁托会见穆塞韦尼\n两人在内罗毕会面。", None),
        ("Ruto received Museveni.\nThe two met in Nairobi.", "Ruto received Museveni."),
    ],
)
def test_a_headline_is_the_title_or_a_first_line_that_no_stop_ends(text: str, title: str | None) -> None:
    article = Article(id="a", text=text, title=title)
    first, *others = segment(article)
    assert is_headline(article, first)
    assert not any(is_headline(article, one) for one in others)


@pytest.mark.parametrize(
    "text",
    [
        "Ruto received Museveni.\nThe two met in Nairobi.",
        "Ruto received Museveni “at home.”\nThe two met in Nairobi.",
        "鲁托会见了穆塞韦尼。\n两人在内罗毕会面。",
        "Ruto receives Museveni",
        "Ruto receives Museveni. The two met in Nairobi.",
    ],
)
def test_a_first_sentence_is_no_headline(text: str) -> None:
    article = Article(id="a", text=text)
    assert not any(is_headline(article, one) for one in segment(article))
