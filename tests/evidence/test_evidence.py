"""What a model points at becomes a mention whose every fact has its words, or a reason why not."""

import dataclasses
import datetime as dt
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.articles.sentences import body_of, segment
from memcon.compare.verify.mentions import span_problems
from memcon.evidence.establish import Established, establish
from memcon.evidence.passage import Passage
from memcon.records import Article, Candidate, Kind, Party, Trust, spans_of
from memcon.records.jsonl import dump
from memcon.resolve import find_countries
from memcon.text.characters import BLOT
from memcon.text.ground import Folded

TEXT = (
    "NAIROBI – Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa pekan lalu. "
    "Keduanya membahas perdagangan. Ruto akan menerima Menteri Luar Negeri Rwanda Olivier Nduhungirehe di Nairobi "
    "pada 12 Agustus mendatang. Kementerian Luar Negeri Peru memanggil duta besar Bolivia untuk menyampaikan protes. "
    + "Harga kopi naik lagi. " * 60
    + "Presiden Ghana berpidato di Accra."
)
ARTICLE = Article(id="a.txt", text=TEXT, language="id", published=dt.date(2024, 7, 4))
MET = TEXT[TEXT.index("Presiden Kenya") : TEXT.index(" Keduanya")]
PLANNED = TEXT[TEXT.index("Ruto akan") : TEXT.index(" Kementerian")]
SUMMONED = TEXT[TEXT.index("Kementerian") : TEXT.index(" Harga")]


def candidate(quote: str | tuple[str, ...] = MET, *names: str, kind: Kind = "meeting", **more: Any) -> Candidate:
    quotes = (quote,) if isinstance(quote, str) else quote
    fields: dict[str, Any] = {
        "kind": kind, "status": "occurred", "variant": "unspecified", "quotes": quotes, "near": (0, len(TEXT)),
        "parties": tuple(Party(name=name) for name in names), "model": "m", "prompt": "p@0",
    }  # fmt: skip
    return Candidate(**fields | more)


def found(one: Candidate, article: Article = ARTICLE) -> Established:
    (established,) = establish(one, Passage.of(article, Folded(article.text)))
    return established


def reasons(established: Established) -> set[tuple[str, str, str]]:
    return {(refusal.field, refusal.reason, refusal.text) for refusal in established.rejected}


# --- quotes ---


def test_a_quote_is_stored_as_the_article_has_it() -> None:
    mention = found(candidate(MET.upper().replace(" ", "  "), "William Ruto")).mention
    assert mention
    (quote,) = mention.quotes
    assert (quote.text, quote.match) == (MET, "folded")
    assert TEXT[quote.start : quote.end] == MET
    assert mention.id == f"a.txt#meeting-{quote.start}-{quote.end}"


def test_without_a_quote_that_stands_there_is_no_event() -> None:
    invented = "Presiden Kenya William Ruto menelepon Presiden Tanzania pada Senin."
    established = found(candidate(invented, "William Ruto"))
    assert established.mention is None
    ((field, _, text),) = reasons(established)
    assert (field, text) == ("quote", invented)


def test_a_quote_that_reads_on_across_a_line_that_is_not_body_is_kept_in_its_parts() -> None:
    link = "Baca Juga: Harga Beras Naik Lagi"
    halves = "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni pada 7 Mei,", "untuk membahas 12 hal."
    article = article_of(f"Jakarta.\n{halves[0]}\n{link}\n{halves[1]}\n")
    said = candidate(" ".join(halves), "William Ruto", "Yoweri Museveni", near=(0, len(article.text)))
    ((established, passage),) = established_of(article, said)
    assert established.mention
    assert [(quote.text, quote.match) for quote in established.mention.quotes] == [(half, "near") for half in halves]
    assert not established.rejected
    holds_in(article, established)
    for wrong, why in ((f"{halves[0]} {link} {halves[1]}", link), (" ".join(halves).replace("12", "13"), "'12'")):
        ((refused, _),) = established_of(article, dataclasses.replace(said, quotes=(wrong,)))
        (refusal,) = refused.rejected
        assert refused.mention is None
        assert refusal.near
        assert link in refusal.near.text
        assert why in refusal.detail
        assert refusal.detail.endswith("; part of what stands there is not body")
        holds_in(article, refused)
    assert passage.ground("7 Mei untuk") is passage.ground(f"7 Mei,\n{BLOT * len(link)}\nuntuk") is None


def test_what_a_refused_quote_has_otherwise_across_a_line_that_is_not_body_is_told_without_it() -> None:
    article = article_of("Presiden Ruto bertemu Presiden Museveni di\nBaca Juga: Harga Beras Naik Lagi\nKampala.")
    said = candidate("Presiden Ruto bertemu Presiden Museveni pada Senin.", near=(0, len(article.text)))
    ((refused, _),) = established_of(article, said)
    (refusal,) = refused.rejected
    assert BLOT not in refusal.detail
    holds_in(article, refused)


def test_a_sign_of_the_articles_own_that_looks_like_what_is_taken_out_cuts_no_quote() -> None:
    text = f"Presiden Kenya William Ruto bertemu{BLOT} Presiden Uganda Yoweri Museveni."
    ((established, _),) = established_of(article_of(text), candidate(text, "William Ruto", "Yoweri Museveni"))
    assert established.mention
    assert [(quote.text, quote.match) for quote in established.mention.quotes] == [(text, "exact")]


def established_of(article: Article, said: Candidate) -> list[tuple[Established, Passage]]:
    passage = Passage.of(article, Folded(body_of(article.text, segment(article))))
    return [(established, passage) for established in establish(said, passage)]


def holds_in(article: Article, established: Established) -> None:
    """Check what `memcon verify` does of the words that are cited."""
    nears = [refusal.near for refusal in established.rejected if refusal.near]
    spans = [*(spans_of(established.mention) if established.mention else ()), *nears]
    assert spans
    assert not [*span_problems("mention", article.id, spans, {article.id: article})]


def test_a_quote_with_another_fact_in_it_is_refused_and_the_closest_place_told() -> None:
    established = found(candidate(MET.replace("Selasa", "Rabu"), "William Ruto"))
    assert established.mention is None
    (refusal,) = established.rejected
    assert refusal.near
    assert "Selasa" in refusal.near.text
    assert "Rabu" in refusal.detail


def test_one_quote_that_stands_is_enough() -> None:
    established = found(candidate((MET, "Tidak ada kalimat ini."), "William Ruto", "Yoweri Museveni"))
    assert established.mention
    assert [quote.text for quote in established.mention.quotes] == [MET]
    assert {field for field, _, _ in reasons(established)} == {"quote"}


def test_quotes_stand_in_the_order_of_the_article_and_once() -> None:
    mention = found(candidate((PLANNED, MET, MET), "William Ruto")).mention
    assert mention
    assert [quote.text for quote in mention.quotes] == [MET, PLANNED]


# --- who, and for which state ---


def test_names_have_spans_and_titles_and_countries_are_read_beside_them() -> None:
    mention = found(candidate(MET, "Presiden Kenya William Ruto", "Yoweri Museveni")).mention
    assert mention
    ruto, museveni = mention.participants
    assert (ruto.name, ruto.title, ruto.country) == ("William Ruto", "Presiden Kenya", "KEN")
    assert (museveni.name, museveni.country) == ("Yoweri Museveni", "UGA")
    assert [(name.text, TEXT[name.start : name.end]) for name in mention.names] == [
        ("William Ruto", "William Ruto"), ("Yoweri Museveni", "Yoweri Museveni"),
    ]  # fmt: skip
    assert mention.countries == ("KEN", "UGA")


def test_a_name_that_does_not_stand_near_is_refused_and_the_event_stands() -> None:
    established = found(candidate(MET, "William Ruto", "Paul Kagame"))
    assert established.mention
    names = [participant.name for participant in established.mention.participants]
    assert names == ["William Ruto", "Yoweri Museveni"]  # the second is read from the words
    assert ("name", "absent", "Paul Kagame") in reasons(established)


def test_a_country_that_only_the_model_knows_is_no_side() -> None:
    text = "Kamau Njoroge bertemu Olivier Mugenzi, Selasa."
    article = Article(id="b", text=text, language="id")
    parties = (Party(name="Kamau Njoroge", side="Kenya"), Party(name="Olivier Mugenzi", side="Rwanda"))
    established = found(candidate(text, parties=parties, near=(0, len(text))), article)
    assert established.mention is None
    assert {reason for _, reason, _ in reasons(established)} == {"one_side"}


@pytest.mark.parametrize(
    ("words", "country"),
    [("Uganda", "UGA"), ("William Ruto", "KEN"), ("Museveni", "UGA"), ("Tanzania", None), ("Rwanda", None)],
)
def test_who_asked_for_the_contact_is_a_side_that_the_article_names(words: str, country: str | None) -> None:
    mention = found(candidate(MET, "William Ruto", "Yoweri Museveni", initiator=words)).mention
    assert mention
    assert mention.initiator == country


@pytest.mark.parametrize("text", ["Presiden Kenya William Ruto bertemu para gubernur.", "Kedua menteri bertemu lagi."])
def test_contact_is_between_states(text: str) -> None:
    article = Article(id="b", text=text, language="id")
    established = found(candidate(text, near=(0, len(text))), article)
    assert established.mention is None
    assert {(field, reason) for field, reason, _ in reasons(established)} == {("event", "one_side")}


# --- when and where ---


def test_a_date_is_resolved_from_words_that_stand_in_the_quote() -> None:
    mention = found(candidate(MET, "William Ruto", date_words="Selasa pekan lalu")).mention
    assert mention
    assert mention.date
    assert mention.date_evidence
    assert (mention.date.start, mention.date.end, mention.date.precision) == (
        dt.date(2024, 6, 25), dt.date(2024, 6, 25), "day",
    )  # fmt: skip
    assert TEXT[mention.date_evidence.start : mention.date_evidence.end] == mention.date_evidence.text
    assert mention.date_evidence.basis


def test_without_a_day_of_publication_a_relative_date_is_none() -> None:
    article = Article(id="a.txt", text=TEXT, language="id")
    established = found(candidate(MET, "William Ruto", date_words="Selasa pekan lalu"), article)
    assert established.mention
    assert established.mention.date is None
    assert established.mention.date_evidence is None
    assert "no_date" in {reason for field, reason, _ in reasons(established) if field == "date"}


def test_an_article_that_gives_no_date_gives_none() -> None:
    mention = found(candidate(SUMMONED, "Kementerian Luar Negeri Peru", kind="dispute", variant="summon")).mention
    assert mention
    assert mention.date is None


def test_words_of_a_date_that_do_not_stand_near_are_refused() -> None:
    established = found(candidate(SUMMONED, kind="dispute", variant="summon", date_words="17 Mei 2019"))
    assert established.mention
    assert established.mention.date is None
    assert ("date", "absent", "17 Mei 2019") in reasons(established)


def test_a_plan_is_dated_forwards() -> None:
    one = candidate(PLANNED, "Olivier Nduhungirehe", status="planned", date_words="12 Agustus")
    mention = found(one).mention
    assert mention
    assert mention.status == "planned"
    assert mention.date
    assert mention.date.start == dt.date(2024, 8, 12)


def test_a_status_needs_words_that_say_so() -> None:
    mention = found(candidate(MET, "William Ruto", status="planned")).mention
    assert mention
    assert mention.status == "occurred"


def test_a_place_has_its_words_and_its_country() -> None:
    mention = found(candidate(MET, "William Ruto", place_words="Kampala")).mention
    assert mention
    assert mention.place
    assert mention.place_evidence
    assert (mention.place.name, mention.place.country) == ("Kampala", "UGA")
    assert TEXT[mention.place_evidence.start : mention.place_evidence.end] == "Kampala"


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "Kenya's foreign minister met his counterpart from Peru in Geneva on Monday.", "Geneva"),
        ("en", "Kenya's foreign minister met the ambassador to Nairobi, Peru's Ana Ruiz, on Monday.", None),
        ("en", "Kenya's president will visit Peru next month.", "Peru"),
        ("en", "Kenya's foreign minister spoke to Lima and met Peru's ambassador.", None),
        ("id", "Menlu Kenya bertemu mitranya dari Peru di kota perbatasan Villamontes, Senin.", "Villamontes"),
        ("ru", "Президент Кении принял министра иностранных дел Перу в Найроби.", "Найроби"),
        ("vi", "Thủ tướng Kenya thăm Việt Nam tuần tới.", "Việt Nam"),
        ("es", "El canciller de Kenia se reunió con su homólogo de Perú en Bogotá.", "Bogotá"),
        ("ar", "التقى وزير خارجية كينيا نظيره من بيرو في جنيف يوم الاثنين.", "جنيف"),
        ("fr", "La ministre du Kenya a rencontré son homologue du Pérou à Genève.", "Genève"),
        ("zh", "肯尼亚外长在北京会见秘鲁外长。", "北京"),
    ],
)
def test_a_meeting_of_which_the_model_tells_no_place_is_where_its_words_say(
    language: str, text: str, place: str | None
) -> None:
    article = Article(id="a.txt", text=text, language=language, published=dt.date(2024, 7, 4))
    mention = found(candidate(text, near=(0, len(text))), article).mention
    assert mention
    assert (mention.place.name if mention.place else None) == place
    assert bool(mention.place) == bool(mention.place_evidence)


def test_a_call_has_no_place_by_its_words() -> None:
    text = "Kenya's foreign minister phoned his counterpart from Peru in Lima."
    article = Article(id="a.txt", text=text, language="en", published=dt.date(2024, 7, 4))
    mention = found(candidate(text, kind="call", near=(0, len(text))), article).mention
    assert mention
    assert mention.place is None


def test_a_place_far_from_the_quote_is_refused() -> None:
    established = found(candidate(MET, "William Ruto", place_words="Accra"))
    assert established.mention
    assert established.mention.place is None
    assert ("place", "absent", "Accra") in reasons(established)


# --- whatever a model says ---

WORDS = st.sampled_from(TEXT[: TEXT.index(" Harga")].split())
PIECES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
FROM_TEXT = st.tuples(st.integers(0, 500), st.integers(1, 200)).map(lambda at: TEXT[at[0] : at[0] + at[1]])
SAID = st.one_of(FROM_TEXT, PIECES, st.text(max_size=30))
STATUSES = st.sampled_from(["occurred", "planned", "requested", "refused", "cancelled"])


@given(
    quotes=st.lists(SAID, min_size=1, max_size=3), names=st.lists(SAID, max_size=3), sides=SAID, date=st.none() | SAID,
    place=st.none() | SAID, status=STATUSES, kind=st.sampled_from(["meeting", "call", "dispute"]),
    asides=st.lists(st.tuples(st.integers(0, 500), st.integers(1, 40)), max_size=4),
    trust=st.sampled_from(get_args(Trust)),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_nothing_is_in_a_mention_that_is_not_in_the_article(
    *, quotes: list[str], names: list[str], sides: str, date: str | None, place: str | None, status: Any, kind: Kind,
    asides: list[tuple[int, int]], trust: Trust,
) -> None:  # fmt: skip
    parties = tuple(Party(name=name, title=sides, side=sides) for name in names)
    one = candidate(
        tuple(quotes), kind=kind, variant="criticise" if kind == "dispute" else "unspecified", parties=parties,
        date_words=date, place_words=place, status=status, initiator=sides,
    )  # fmt: skip
    body = TEXT
    for at, length in asides:
        body = body[:at] + BLOT * len(body[at : at + length]) + body[at + length :]
    for established in establish(one, Passage.of(ARTICLE, Folded(body), trust=trust)):
        holds(established, body)
        assert trust == "model" or not established.mention or len(established.mention.countries) > 1


def holds(established: Established, body: str) -> None:
    """Check that a mention cites the article's words at their place, all of them body, and a refusal its words."""
    mention = established.mention
    for refusal in established.rejected:
        assert refusal.near is None or TEXT[refusal.near.start : refusal.near.end] == refusal.near.text
        assert refusal.detail
    if mention is None:
        assert established.rejected
        return
    spans = [*mention.quotes, *mention.names, mention.date_evidence, mention.place_evidence]
    for span in spans:
        assert span is None or TEXT[span.start : span.end] == body[span.start : span.end] == span.text
    assert BLOT not in dump(mention).decode()
    assert {country.code for country in find_countries(TEXT, "id")} >= set(mention.countries)
    assert mention.initiator in {None, *mention.countries}
    assert (mention.date is None) == (mention.date_evidence is None)
    assert [participant.name for participant in mention.participants] == [name.text for name in mention.names]


# --- what the words alone tell ---


def article_of(text: str, **more: Any) -> Article:
    fields: dict[str, Any] = {"language": "id", "published": dt.date(2024, 7, 4)}
    return Article(id="b.txt", text=text, **fields | more)


def told(text: str, *names: str, kind: Kind = "meeting", quote: str | None = None, **more: Any) -> Any:
    """Return the mention of a sentence of `text`, by default of the first."""
    quote = quote or text[: text.index(".") + 1]
    status = more.pop("status", "occurred")
    parties = more.pop("parties", tuple(Party(name=name) for name in names))
    start = text.index(quote)
    one = candidate(quote, kind=kind, parties=parties, near=(start, start + len(quote)), status=status)
    return found(one, article_of(text, **more)).mention


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Penasihat Keamanan Nasional Kenya, Monica Juma, bertemu Menlu Peru.", "Monica Juma", "KEN"),
        ("Duta Besar Kenya untuk PBB Martin Kimani menemui pejabat Peru.", "Martin Kimani", "KEN"),
        (
            "Kepala Staf Gabungan Kenya (KDF), Jenderal Charles Kahariri, menemui Menhan Peru.",
            "Charles Kahariri",
            "KEN",
        ),
        ("Presiden Joko Widodo bertemu Presiden Peru di Lima.", "Joko Widodo", "IDN"),
        ("Menlu Retno bertemu Menlu Peru. Retno Marsudi lalu pulang.", "Retno", "IDN"),
    ],
)
def test_whose_official_a_name_is(text: str, name: str, country: str) -> None:
    mention = told(text, name, "Peru", quote=text[: text.index(" Peru") + 5])
    assert {one.name: one.country for one in mention.participants}[name] == country


def test_the_other_states_of_a_list_take_part() -> None:
    mention = told(
        "Kenya, Uganda, Rwanda dan Burundi memutuskan hubungan dengan Peru.", kind="dispute",
        parties=(Party(name="Kenya", role="actor"), Party(name="Peru", role="target")),
    )  # fmt: skip
    assert mention.countries == ("BDI", "KEN", "PER", "RWA", "UGA")
    assert [one.role for one in mention.participants].count("actor") == 4


def test_who_only_tells_of_a_meeting_does_not_take_part() -> None:
    text = "Menurut Monica Juma, Presiden Kenya William Ruto bertemu Presiden Peru Dina Boluarte."
    assert [one.name for one in told(text, "Monica Juma", "William Ruto", "Dina Boluarte").participants] == [
        "William Ruto", "Dina Boluarte",
    ]  # fmt: skip


def test_an_official_whom_the_model_left_out_takes_part() -> None:
    mention = told("Presiden Kenya William Ruto menelepon Presiden Peru Dina Boluarte.", "William Ruto", kind="call")
    assert {one.name for one in mention.participants} == {"William Ruto", "Dina Boluarte"}


def test_both_states_are_those_of_which_the_article_speaks() -> None:
    text = (
        "Kenya dan Peru berselisih soal kopi. Peru mendesak Kenya menurunkan harga. "
        "Kedua negara berencana mengadakan pembicaraan di Jenewa."
    )
    mention = told(text, quote=text[text.index("Kedua") :])
    assert (mention.countries, mention.status) == (("KEN", "PER"), "planned")


def test_the_members_of_an_organisation_meet_without_another_side() -> None:
    mention = told("Para menteri luar negeri ASEAN mengadakan pertemuan.", "menteri luar negeri ASEAN")
    assert mention.countries == ("ASEAN",)


def test_a_group_of_no_state_acts_for_none() -> None:
    parties = (Party(name="kelompok tani", role="actor"), Party(name="Peru", role="target"))
    text = "Sejumlah kelompok tani marah. Pemerintah Kenya mengecam Peru soal kopi."
    mention = told(text, kind="dispute", parties=parties, quote=text[text.index("Pemerintah") :])
    assert [(one.name, one.role) for one in mention.participants] == [("Kenya", "actor"), ("Peru", "target")]


@pytest.mark.parametrize(
    ("kind", "text", "status"),
    [
        ("meeting", "Presiden Kenya akan bertemu Presiden Peru di Lima.", "planned"),
        ("meeting", "Pertemuan Kenya dan Peru itu dijadwalkan berlangsung di Lima.", "planned"),
        ("meeting", "The president of Kenya is due to visit Peru.", "planned"),
        ("meeting", "Президент Кении намерен встретиться с президентом Перу.", "planned"),
        ("meeting", "Kenya dan Peru bertemu dan sepakat akan menurunkan harga kopi.", "occurred"),
        ("dispute", "Kenya akan menjatuhkan sanksi kepada Peru.", "planned"),
        ("dispute", "Kenya mengancam akan menyerang Peru.", "occurred"),
    ],
)
def test_a_plan_is_told_by_its_words(kind: Kind, text: str, status: str) -> None:
    names = (Party(name="Kenya", role="actor"), Party(name="Peru", role="target"))
    if "Кении" in text:
        mention = told(text, "президент Кении", "президентом Перу", language="ru")
    else:
        mention = told(text, kind=kind, parties=names) if kind == "dispute" else told(text, "Kenya", "Peru", kind=kind)
    assert mention.status == status


def test_nothing_has_occurred_after_its_report_or_since_a_date() -> None:
    after = "Presiden Kenya bertemu Presiden Peru menjelang pemilu 20 Agustus 2024."
    assert told(after, "Presiden Kenya", "Presiden Peru").date is None
    since = "Presiden Kenya bertemu Presiden Peru untuk pertama kalinya sejak Mei 2015."
    assert told(since, "Presiden Kenya", "Presiden Peru").date is None


def test_the_lede_has_the_day_that_is_told_below_it() -> None:
    text = 'Kenya mengecam Peru soal kopi. Harga turun. "Ini tak adil," kata juru bicara itu, Rabu (3/7).'
    parties = (Party(name="Kenya", role="actor"), Party(name="Peru", role="target"))
    mention = told(text, kind="dispute", parties=parties)
    assert mention.date.start == dt.date(2024, 7, 3)
    assert "told below" in mention.date_evidence.basis
    later = "Harga kopi turun tajam tahun ini, dan para petani di banyak negara mengeluh kepada pemerintah mereka. " * 2
    assert told(later + text, kind="dispute", parties=parties, quote="Kenya mengecam Peru soal kopi.").date is None


def test_confidence_is_more_where_two_states_are_named() -> None:
    two = candidate(MET, "William Ruto", "Yoweri Museveni", confidence=0.9)
    one = candidate(MET, "William Ruto", confidence=0.9)
    none = candidate(MET, "William Ruto")
    both, alone, untold = (found(each).mention for each in (two, one, none))
    assert both
    assert alone
    assert untold
    assert 0 < (alone.confidence or 0) <= (both.confidence or 0) < 1
    assert untold.confidence is None


TWO = (
    "Presiden Kenya William Ruto menelepon Presiden Uganda Yoweri Museveni pada Senin"
    " dan Presiden Peru Dina Boluarte pada Selasa."
)


def test_two_calls_of_one_sentence_are_told_apart_where_each_has_its_day() -> None:
    names = ("William Ruto", "Yoweri Museveni", "Dina Boluarte")

    def events(text: str, *names: str) -> tuple[Established, ...]:
        one = candidate(text, *names, kind="call", near=(0, len(text)))
        return establish(one, Passage.of(article_of(text), Folded(text)))

    mentions = [event.mention for event in events(TWO, *names)]
    assert [(m.countries, m.date.start.day) for m in mentions if m and m.date] == [
        (("KEN", "UGA"), 1), (("KEN", "PER"), 2),
    ]  # fmt: skip
    assert len(events(TWO, *names[:2])) == 1
    assert len(events(TWO.replace(" pada Senin", ""), *names)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Presiden Kenya William Ruto bertemu pendiri perusahaan asal Peru, Jorge Quispe, di Lima.",
        "Presiden Kenya William Ruto bertemu Jorge Quispe, pengusaha kopi Peru, di Lima.",
        "The president of Kenya met Jorge Quispe (founder of a company in Peru) in Lima.",
    ],
)
def test_who_acts_for_no_state_is_no_side(text: str) -> None:
    assert told(text, "president of Kenya" if "The" in text else "William Ruto", "Jorge Quispe") is None


def test_what_a_scholar_says_is_no_dispute() -> None:
    parties = (Party(name="pengamat politik Kenya", role="actor"), Party(name="Peru", role="target"))
    assert told("Menurut pengamat politik Kenya, Peru bersalah.", kind="dispute", parties=parties) is None


@pytest.mark.parametrize(
    "text",
    ["Presiden Kenya membatalkan kunjungan ke Peru.", "The visit of the president of Kenya to Peru was cancelled."],
)
def test_a_contact_called_off_is_cancelled(text: str) -> None:
    name = "president of Kenya" if "The" in text else "Presiden Kenya"
    assert told(text, name, "Peru").status == "cancelled"
