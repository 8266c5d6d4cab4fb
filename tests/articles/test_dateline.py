"""Where a report was sent from is no news of that place."""

import pytest

from memcon.articles.dateline import dateline_of

DATELINES = [
    "Jakarta, CNN Indonesia -- ‖Peru memanggil duta besar Bolivia untuk menyampaikan protes keras.",
    "Nairobi (ANTARA News) - ‖Kenya akan menjatuhkan sanksi kepada Uganda pekan depan.",
    "JAKARTA, KOMPAS.com – ‖Presiden Ghana tiba untuk kunjungan tiga hari di ibu kota.",
    "TEMPO.CO, Jakarta - ‖Presiden Ghana tiba untuk kunjungan tiga hari di ibu kota.",
    "Merdeka.com - ‖Presiden Ghana tiba untuk kunjungan tiga hari di ibu kota.",
    "WASHINGTON, DC (VOA) — ‖Presiden Ghana tiba untuk kunjungan tiga hari di ibu kota.",
    "LIMA, Nov 3 (Xinhua) -- ‖The president of Peru met the prime minister of Nepal on Friday.",
    "NAIROBI, Kenya (AP) — ‖Two ministers met on Friday to talk about the border.",
    "Accra, Oct. 5, 2022 (Reuters) - ‖The president met the prime minister of Nepal.",
    "Beijing – ‖China mengecam kunjungan pejabat itu ke pulau sengketa pada hari Senin.",
    "Geneva, Switzerland – ‖The two ministers met for the third time this year.",
    "МОСКВА, 26 ноября. /ТАСС/. ‖Президент Ганы провёл переговоры с премьером Непала.",
    "МОСКВА, 26 ноя - РИА Новости. ‖Президент Ганы провёл переговоры с премьером Непала.",
    "Jakarta , CNN Indonesia - - ‖Menteri Luar Negeri Peru bertemu mitranya dari Ghana .",
]
NONE = [
    "Ruto - Museveni bertemu di Kampala hari ini untuk membahas kerja sama perdagangan.",
    "Menlu RI - Menlu Peru Bertemu di Jakarta Bahas Perbatasan dan Perdagangan Kopi",
    "Peru – Bolivia sepakat berunding soal dagang pekan depan di Jenewa, kata pejabat.",
    "Washington - Moskow saling tuding soal pelanggaran perjanjian nuklir jarak menengah.",
    "Ghana, Togo -- old friends -- have been at odds for a year over the price of gas.",
    "The ministers met in Accra - their third meeting this year - to talk about the border.",
    "Lima – Peru",
]


@pytest.mark.parametrize("marked", DATELINES)
def test_a_dateline_ends_with_its_dash(marked: str) -> None:
    line = marked.replace("‖", "")
    language = "ru" if line.startswith("МОСКВА") else "id"
    assert line[: dateline_of(line, language)] == marked.partition("‖")[0]


@pytest.mark.parametrize(
    ("marked", "language"),
    [
        ("Ciudad de México, 3 de abril de 2024.- ‖La secretaria se reunió con el embajador de Noruega.", "es"),
        ("N'Djamena, 20 avr. 2024 (ATPE) — ‖Le ministre a présidé la commission mixte.", "fr"),
    ],
)
def test_a_dateline_may_have_small_words_and_short_months(marked: str, language: str) -> None:
    assert marked.replace("‖", "")[: dateline_of(marked.replace("‖", ""), language)] == marked.partition("‖")[0]


@pytest.mark.parametrize("line", NONE)
def test_what_only_looks_like_one_is_none(line: str) -> None:
    assert dateline_of(line, "id") == 0


def test_a_line_that_ends_with_a_dash_is_cut_off_and_no_dateline() -> None:
    assert dateline_of("London –") == 0
    assert dateline_of("U.S.aa–") == 0
