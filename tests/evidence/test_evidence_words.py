"""What the words around a quote tell of its parties and its day, where a small model is wrong or says nothing."""

import datetime as dt
from typing import Any

import pytest

from memcon.evidence.establish import establish
from memcon.evidence.passage import Passage
from memcon.evidence.report_day import date_from
from memcon.records import Article, Candidate, Kind, Mention, Party
from memcon.text.ground import Folded

PUBLISHED = dt.date(2024, 7, 4)


def told(text: str, quote: str, *parties: Party | str, kind: Kind = "meeting", **more: Any) -> Mention:
    """Return the mention of the sentence that begins with `quote`; the model was shown the one before it as well."""
    fields: dict[str, Any] = {"language": "id", "published": PUBLISHED}
    article = Article(id="a.txt", text=text, **fields | more)
    start = text.index(quote)
    end = (
        min((at for at in (text.find(stop, start) for stop in (". ", ".\n", ".”")) if at > 0), default=len(text) - 1)
        + 1
    )
    before = max(text.rfind(". ", 0, max(0, start - 1)), 0)
    given = tuple(Party(name=party) if isinstance(party, str) else party for party in parties)
    one = Candidate(
        kind=kind, status="occurred", variant="unspecified", quotes=(text[start:end],), near=(before, end),
        parties=given,
        model="m", prompt="p@0",
    )  # fmt: skip
    (established,) = establish(one, Passage.of(article, Folded(text)))
    mention = established.mention
    assert mention
    if mention.date_evidence:  # what `memcon verify` asks
        language = fields["language"] if "language" not in more else more["language"]
        ways = [date_from(mention.date_evidence, PUBLISHED, language, planned=planned) for planned in (False, True)]
        assert mention.date in ways
    return mention


def against(actor: str | None, target: str | None) -> tuple[Party, ...]:
    named = ((actor, "actor"), (target, "target"))
    return tuple(Party(name=name, role=role) for name, role in named if name)  # type: ignore[arg-type]


def who(mention: Mention) -> list[tuple[str, str | None]]:
    return [(one.name, one.country) for one in mention.participants]


# --- who is spoken to, and who speaks ---


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Wakil tetap Kenya di Jenewa mengatakan kepada Ketua Dewan HAM PBB bahwa ancaman Peru harus dihentikan.",
            "id",
        ),
        (
            "Dalam suratnya kepada Sekretaris Jenderal PBB, Menlu Kenya Alfred Mutua menulis, Peru melanggar janji.",
            "id",
        ),
        ("The Kenyan envoy told the UN Secretary-General that the threats of Peru were unacceptable.", "en"),
    ],
)
def test_who_is_only_spoken_to_is_no_target(text: str, language: str) -> None:
    listener = "Sekretaris Jenderal PBB" if "Jenderal" in text else "Ketua Dewan HAM PBB"
    listener = "UN Secretary-General" if language == "en" else listener
    actor = "Alfred Mutua" if "Mutua" in text else None
    mention = told(text, text[:12], *against(actor, listener), kind="dispute", language=language)
    assert mention.countries == ("KEN", "PER")
    assert who(mention)[1] == ("Peru", "PER")


def test_a_demand_that_is_handed_over_is_aimed_at_whom_it_is_handed_to() -> None:
    text = "Kenya menyampaikan protes kepada Peru atas sikap Chile."
    assert told(text, "Kenya", *against("Kenya", "Peru"), kind="dispute").countries == ("KEN", "PER")


def test_a_pronoun_acts_for_whoever_spoke_last() -> None:
    text = "Presiden Kenya William Ruto mengatakan harga kopi naik. Dia juga menuding Peru berbuat curang."
    mention = told(text, "Dia juga", *against("Peru", None), kind="dispute")
    assert who(mention) == [("William Ruto", "KEN"), ("Peru", "PER")]


def test_a_pronoun_meets_for_whoever_was_named_last() -> None:
    text = "Menlu Kenya Alfred Mutua tiba di Lima. Di sana, ia bertemu Menteri Luar Negeri Peru."
    mention = told(text, "Di sana", "Menteri Luar Negeri Peru")
    assert mention.countries == ("KEN", "PER")
    assert ("Alfred Mutua", "KEN") in who(mention)


# --- who took part, and is named elsewhere ---


def test_both_leaders_are_those_named_most_before() -> None:
    text = (
        "Presiden Kenya William Ruto menulis kepada Presiden Peru Dina Boluarte. Boluarte menjawab Ruto. "
        "Menteri Luar Negeri Chile Alberto van Klaveren diam. Kedua presiden berbicara lewat telepon."
    )
    mention = told(text, "Kedua presiden", kind="call")
    assert mention.countries == ("KEN", "PER")
    assert {name.split()[-1] for name, _ in who(mention)} == {"Ruto", "Boluarte"}


def test_who_came_along_is_read_below() -> None:
    text = (
        "Presiden Kenya William Ruto bertemu Presiden Peru Dina Boluarte di Lima. Harga kopi dibahas. "
        "Ruto didampingi Menteri Keuangan Njuguna Ndung'u dan Kepala NIS Noordin Haji. "
        "Sebelumnya, Ruto didampingi Musalia Mudavadi."
    )
    names = [name for name, _ in who(told(text, "Presiden Kenya", "William Ruto", "Dina Boluarte"))]
    assert names == ["William Ruto", "Dina Boluarte", "Njuguna Ndung'u", "Noordin Haji"]


def test_a_patronymic_is_of_the_one_whose_surname_stands_beside_it() -> None:
    text = "Президент Кении Уильям Руто встретился с министром Перу. Юрий Ушаков Ушаков Юрий Викторович был там."
    mention = told(text, "Президент", "Уильям Руто", "министром Перу", "Юрий Ушаков", "Юрий Викторович", language="ru")
    assert "Юрий Викторович" not in [name for name, _ in who(mention)]
    text = "Президент Кении Уильям Руто и Юрий Ушаков с Юрий Викторович встретились с министром Перу."
    mention = told(text, "Президент", "Уильям Руто", "Юрий Ушаков", "Юрий Викторович", "министром Перу", language="ru")
    names = [name for name, _ in who(mention)]
    assert "Юрий Ушаков" in names
    assert "Юрий Викторович" not in names


def test_who_came_along_to_another_meeting_was_not_at_this_one() -> None:
    text = (
        "Presiden Kenya William Ruto bertemu Presiden Peru Dina Boluarte di Lima. Harga kopi dibahas. "
        "Ruto lalu bertemu Presiden Chile Gabriel Boric, didampingi Menteri Keuangan Njuguna Ndung'u."
    )
    names = [name for name, _ in who(told(text, "Presiden Kenya", "William Ruto", "Dina Boluarte"))]
    assert names == ["William Ruto", "Dina Boluarte"]


def test_an_office_brings_its_holder() -> None:
    text = "Presiden Kenya William Ruto bertemu Presiden Peru Dina Boluarte di Lima."
    assert ("William Ruto", "KEN") in who(told(text, "Presiden", "Presiden Kenya", "Dina Boluarte"))


def test_a_state_is_named_by_its_adjective() -> None:
    text = "Japan is far away. Kenyan envoy Monica Juma met her South Korean and Japanese counterparts in Nairobi."
    mention = told(text, "Kenyan envoy", "Monica Juma", "South Korea", "Japan", language="en")
    assert mention.countries == ("JPN", "KEN", "KOR")


@pytest.mark.parametrize(
    ("name", "alone"),
    [
        ("Presiden Kenya, William Ruto", "William Ruto"),
        ("William Ruto of Kenya", "William Ruto"),
        ("Presiden Kenya William Ruto", "William Ruto"),
        ("Kenya William Ruto", "William Ruto"),
        ("Secretary of Homeland Security William K. Ruto", "William K. Ruto"),
        ("Kenya akhirnya", "Kenya"),
        ("U.S. Treasury", "U.S. Treasury"),
        ("Kementerian Luar Negeri Kenya", "Kementerian Luar Negeri Kenya"),
    ],
)
def test_a_name_is_without_offices_and_countries(name: str, alone: str) -> None:
    text = f"{name} bertemu Presiden Peru Dina Boluarte di Lima."
    mention = told(text, name[:8], name, "Dina Boluarte")
    assert mention.participants[0].name == alone


def test_a_known_leader_is_not_of_the_country_beside_the_name() -> None:
    text = "Di Peru Joko Widodo bertemu Presiden Dina Boluarte."
    assert dict(who(told(text, "Di Peru", "Joko Widodo", "Dina Boluarte")))["Joko Widodo"] == "IDN"


def test_cities_and_occasions_and_verbs_are_no_party() -> None:
    text = "KTT ASEAN di New York. Jenderal Kenya dan Peru Teleponan di sela-sela KTT ASEAN di New York soal kopi."
    mention = told(text, "Jenderal Kenya", "Kenya", "Peru", "Teleponan", "KTT ASEAN", "New York", kind="call")
    assert who(mention) == [("Kenya", "KEN"), ("Peru", "PER")]


def test_who_acts_is_before_the_verb_and_whom_it_is_done_to_behind_it() -> None:
    text = "Menteri Luar Negeri Kenya, Alfred Mutua, mendesak Peru menghentikan pencurian kopi."
    mention = told(text, "Menteri", *against("Peru", "Kenya"), kind="dispute")
    assert {one.name: one.role for one in mention.participants} == {"Peru": "target", "Alfred Mutua": "actor"}
    mention = told("Kenya accused Peru of theft.", "Kenya", *against("Kenya", None), kind="dispute", language="en")
    assert [(one.name, one.role) for one in mention.participants] == [("Kenya", "actor"), ("Peru", "target")]


def test_an_official_whom_the_model_names_beside_the_state_takes_part_once() -> None:
    text = "Kenya's Foreign Minister Alfred Mutua accused Peru of theft."
    parties = (
        Party(name="Kenya", role="actor"),
        Party(name="Alfred Mutua", role="actor"),
        Party(name="Peru", role="target"),
    )
    mention = told(text, "Kenya", *parties, kind="dispute", language="en")
    assert [one.name for one in mention.participants] == ["Alfred Mutua", "Peru"]


def test_who_is_quoted_acts_and_whom_the_words_are_about_does_not() -> None:
    text = '"Peru telah melanggar hukum laut," kata Menteri Luar Negeri Kenya Alfred Mutua.'
    mention = told(text, '"Peru', *against("Peru", None), kind="dispute")
    assert {one.name: one.role for one in mention.participants} == {"Alfred Mutua": "actor", "Peru": "target"}


def test_the_third_of_a_list_of_officials_takes_part() -> None:
    text = (
        "Kenya's Foreign Minister Alfred Mutua, Peru's Foreign Minister Ana Gervasi, and Chile's Foreign Minister "
        "Alberto van Klaveren met in Geneva."
    )
    mention = told(text, "Kenya's", "Alfred Mutua", "Ana Gervasi", language="en")
    assert mention.countries == ("CHL", "KEN", "PER")


def test_a_headline_s_words_are_no_names() -> None:
    text = "Menteri Kenya Dan Peru Adu Mulut Saat Konferensi\nMenteri Kenya dan Peru bertemu di Lima."
    mention = told(text, "Menteri Kenya Dan", "Kenya", "Peru", "Adu Mulut")
    assert who(mention) == [("Kenya", "KEN"), ("Peru", "PER")]


def test_a_name_begins_behind_a_bracket_that_was_opened_before() -> None:
    text = "Menteri Luar Negeri (Menlu) Kenya, Alfred Mutua, bertemu Dina Boluarte di Lima, Peru."
    assert told(text, "Menteri", "Menlu) Kenya, Alfred Mutua", "Dina Boluarte").participants[0].name == "Alfred Mutua"


def test_sanctions_are_urged_against_a_third_state() -> None:
    text = "Kenya mendesak PBB menjatuhkan sanksi baru terhadap Peru."
    assert told(text, "Kenya", *against("Kenya", "PBB"), kind="dispute").countries == ("KEN", "PER", "UNO")


def test_an_adjective_begins_a_long_office_and_a_list_is_no_apposition() -> None:
    text = (
        "Kenyan minister Alfred Mutua met Peruvian Chancellery Foreign and Security Policy Advisor Jorge Quispe, "
        "Chilean National Security Advisor Pablo Rojas, and Ana Silva."
    )
    mention = told(text, "Kenyan", "Alfred Mutua", "Jorge Quispe", "Pablo Rojas", language="en")
    assert dict(who(mention))["Jorge Quispe"] == "PER"


def test_a_country_that_one_travels_to_is_not_ones_own() -> None:
    text = "Sebelum bertolak ke Peru, Kepala Negara bertemu Menteri Luar Negeri Chile di Nairobi, Kenya."
    mention = told(text, "Sebelum", "Kepala Negara", "Menteri Luar Negeri Chile")
    assert dict(who(mention)).get("Kepala Negara") != "PER"


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Alfred Mutua mengatakan 15 negara anggota Dewan Keamanan PBB menggelar rapat.", "id", "15 negara anggota"),
        ("Para menteri pertahanan ASEAN berunding soal kopi.", "id", "Para menteri pertahanan ASEAN"),
        ("ASEAN foreign ministers met to discuss coffee.", "en", "ASEAN foreign ministers"),
    ],
)
def test_the_members_of_an_organisation_meet(text: str, language: str, words: str) -> None:
    mention = told(text, text[:8], "Alfred Mutua", language=language)
    assert len(mention.countries) == 1
    assert mention.participants[0].name.startswith(words)


def test_one_member_of_an_organisation_is_not_its_members() -> None:
    text = "Menteri luar negeri Kenya bertemu wakil ketua ASEAN di Nairobi."
    assert told(text, "Menteri", "Menteri luar negeri Kenya", "ASEAN").countries == ("ASEAN", "KEN")


# --- when ---


def test_a_date_that_lies_ahead_is_not_of_what_has_occurred() -> None:
    text = "Presiden Kenya, yang maju dalam pemilu Agustus nanti, menuduh Peru curang."
    assert told(text, "Presiden", *against("Presiden Kenya", "Peru"), kind="dispute").date is None


def test_the_date_of_a_cause_is_not_that_of_the_dispute() -> None:
    text = "Atas peluncuran roket akhir Juni lalu, Kenya menjatuhkan sanksi kepada Peru."
    parties = against("Kenya", "Peru")
    assert told(text, "Atas", *parties, kind="dispute").date is None
    same = told("Kenya menjatuhkan sanksi kepada Peru akhir Juni lalu.", "Kenya", *parties, kind="dispute")
    assert same.date
    assert same.date.start.month == 6


def test_what_was_called_off_is_dated_by_the_nearest_day_of_that_name() -> None:
    text = "Kunjungan Presiden Kenya ke Peru pada 6 Juli batal."
    mention = told(text, "Kunjungan", "Presiden Kenya", "Peru")
    assert mention.status == "cancelled"
    assert mention.date
    assert mention.date.start == dt.date(2024, 7, 6)


def test_what_has_been_done_is_no_plan_though_one_is_told_after_it() -> None:
    text = "Kenya telah menutup perbatasan dengan Peru dan akan menuntut ganti rugi."
    assert told(text, "Kenya", *against("Kenya", "Peru"), kind="dispute").status == "occurred"
    text = "Kenya akan menuntut ganti rugi dari Peru."
    assert told(text, "Kenya", *against("Kenya", "Peru"), kind="dispute").status == "planned"


def test_to_depart_tomorrow_is_a_plan() -> None:
    text = "Kenya's Defence Minister Aden Duale will depart tomorrow for a visit to Peru."
    assert told(text, "Kenya", "Aden Duale", "Peru", language="en").status == "planned"


def test_since_bounds_what_was_first_and_begins_what_lasts() -> None:
    parties = against("Kenya", "Peru")
    first = "Kenya menuduh Peru atas serangan pertama sejak 2007 itu."
    assert told(first, "Kenya", *parties, kind="dispute").date is None


def test_an_official_statement_does_what_it_says_on_its_day() -> None:
    text = "Kenya is a friend of peace. The Republic of Kenya condemns the attacks of Peru."
    parties = against("Kenya", "Peru")
    mention = told(text, "The Republic", *parties, kind="dispute", language="en", source="Ministry of Foreign Affairs")
    assert mention.date
    assert mention.date_evidence
    assert (mention.date.start, mention.date_evidence.text) == (PUBLISHED, "condemns")
    other = told(text, "The Republic", *parties, kind="dispute", language="en", source="a newspaper")
    assert other.date is None


def test_who_goes_on_speaking_speaks_on_the_same_day() -> None:
    text = "Presiden Kenya William Ruto mengecam Peru, Rabu (3/7). Menurut pengamat, ia menganggap Peru curang."
    mention = told(text, "Menurut pengamat", *against("William Ruto", "Peru"), kind="dispute")
    assert mention.date
    assert mention.date.start == dt.date(2024, 7, 3)


def test_today_is_the_day_on_which_a_report_says_that_it_was_told() -> None:
    text = (
        "Presiden Kenya bertemu Presiden Peru di Lima hari ini. Harga kopi dibahas, kata juru bicara, Selasa (2/7). "
        "Hujan turun."
    )
    mention = told(text, "Presiden Kenya", "Presiden Kenya", "Presiden Peru")
    assert mention.date
    assert mention.date_evidence
    assert mention.date.start == dt.date(2024, 7, 2)
    assert mention.date_evidence.basis.endswith("told on 2024-07-02")


# --- capitals, and words of other languages ---


@pytest.mark.parametrize("name", ["Zuzana Čaputová", "Mehmet Şimşek", "Đỗ Mười", "Łukasz Øst", "Ελένη Ζωή"])
def test_capitals_are_those_of_every_alphabet(name: str) -> None:
    text = f"Presiden Kenya William Ruto bertemu Menteri Peru {name} di Kigali."
    assert name in [one for one, _ in who(told(text, "Presiden", "William Ruto"))]


def test_a_name_goes_on_behind_a_soft_hyphen() -> None:
    name = "Za\u00adkir Quis\u200bpe"
    text = f"Presiden Kenya William Ruto bertemu Menteri Peru {name} di Kigali."
    mention = told(text, "Presiden", "William Ruto")
    assert who(mention) == [("William Ruto", "KEN"), (name, "PER")]
    assert [text[one.start : one.end] for one in mention.names] == ["William Ruto", name]


def test_a_newspaper_named_for_a_capital_acts_for_no_state() -> None:
    text = "The Washington Post reported that Moscow warned London."
    mention = told(text, "The", *against("Moscow", "The Washington Post"), kind="dispute", language="en")
    assert "USA" not in mention.countries
    assert dict(who(mention))["Washington Post"] is None


@pytest.mark.parametrize(
    ("text", "language", "status"),
    [
        ("Rais wa Kenya alikutana na rais wa Peru.", "sw", "planned"),
        ("Kenya president met Peru president.", "en", "occurred"),
        ("Presiden Kenya bertemu Presiden Peru.", None, "occurred"),
    ],
)
def test_where_the_words_for_a_status_are_not_known_that_of_the_model_stands(
    text: str, language: str | None, status: str
) -> None:
    article = Article(id="a.txt", text=text, language=language, published=PUBLISHED)
    one = Candidate(
        kind="meeting", status="planned", variant="unspecified", quotes=(text,), near=(0, len(text)),
        parties=(Party(name="Kenya"), Party(name="Peru")), model="m", prompt="p@0",
    )  # fmt: skip
    (established,) = establish(one, Passage.of(article, Folded(text)))
    assert established.mention
    assert established.mention.status == status


# --- where who acts does not stand before the verb ---


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Peru dituduh oleh Kenya mencurangi harga kopi.", "id"),
        ("Peru was accused by Kenya of unfair prices.", "en"),
        ("Peru bị Kenya cáo buộc gian lận giá cà phê.", "vi"),
        ("秘鲁被肯尼亚指控操纵咖啡价格。", "zh"),
        ("肯尼亚对秘鲁表示抗议。", "zh"),
        ("اتهمت كينيا بيرو بالتلاعب.", "ar"),
        ("A Perú le reprochó Kenia que bloqueara el comercio.", "es"),
        ("Des sanctions ont été prises par le Kenya à l'encontre de quatre officiers péruviens.", "fr"),
        ("Sanctions were imposed by Kenya against Peru.", "en"),
    ],
)
def test_who_acts_is_told_by_the_marks_of_the_language(text: str, language: str) -> None:
    mention = told(text, text[:3], kind="dispute", language=language)
    assert [(one.country, one.role) for one in mention.participants] == [("KEN", "actor"), ("PER", "target")]


def test_an_office_round_a_comma_is_one_title() -> None:
    text = "La ministre kényane de la Défense, Ruth Wanjala, a rencontré à Lima le président péruvien Julio Paredes."
    mention = told(text, "La", "La ministre kényane de la Défense, Ruth Wanjala", "Julio Paredes", language="fr")
    assert who(mention) == [("Ruth Wanjala", "KEN"), ("Julio Paredes", "PER")]
    assert mention.participants[0].title == "ministre kényane de la Défense"


def test_an_office_with_its_adjective_before_a_comma_tells_the_state() -> None:
    text = "Le président péruvien a reçu la ministre kényane de l'Intérieur, Ruth Wanjala."
    mention = told(text, "Le", "président péruvien", "Ruth Wanjala", language="fr")
    assert [country for _, country in who(mention)] == ["PER", "KEN"]


def test_a_verb_in_the_future_tells_a_plan() -> None:
    text = "El canciller de Kenia viajará la semana próxima a Perú."
    assert told(text, "El", "Kenia", "Perú", language="es").status == "planned"


def test_a_progressive_form_is_no_passive() -> None:
    mention = told("Kenya is accusing Peru by every means.", "Kenya", kind="dispute", language="en")
    assert [(one.country, one.role) for one in mention.participants] == [("KEN", "actor"), ("PER", "target")]


def test_in_a_script_without_capitals_a_name_behind_a_nationality_is_no_verb() -> None:
    name = "الكيني جوزيف مواورا"
    mention = told(f"التقى رئيس بيرو {name} في ليما.", "التقى", name, "رئيس بيرو", language="ar")
    assert who(mention) == [(name, "KEN"), ("رئيس بيرو", "PER")]
