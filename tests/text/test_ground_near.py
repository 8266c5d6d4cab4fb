import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.ground_texts import TEXTS, article, quoted
from memcon.text.ground import Folded, WordChange, ground
from memcon.text.ground.word_lists import small_words

ID = (
    "Menteri Luar Negeri Norwegia Lars Østby, yang tidak hadir di Oslo, bertemu dengan Presiden Mali Assimi Diarra "
    'di Bamako pada Kamis (21/12). "Kami tidak akan menyerang dua kapal milik Chad," kata Lars kepada 1.500 tamu. '
    "Apakah Mali menang? Jend. Diarra mengancam akan menutup perbatasan itu."
)
EN = (
    "Gen. Ruth Ellery, who leads the army, met the Norwegian minister in Oslo on 27 November; they didn't discuss the "
    "Treaty of Tordal. She said that three of 1,200 troops would have to leave Chad. It cost $5 million, or 12% more. "
    "Ellery accused Mali of shelling a convoy in the north."
)


def near(quote: str, text: str) -> list[str]:
    """Return the words found, all of which must be a `near` match."""
    found = ground(quote, text)
    assert {one.match for one in found} <= {"near"}
    return [text[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        # lost, added and other punctuation
        ("Lars Østby yang tidak hadir di Oslo bertemu", "Lars Østby, yang tidak hadir di Oslo, bertemu"),
        ("bertemu dengan Presiden Mali, Assimi Diarra", "bertemu dengan Presiden Mali Assimi Diarra"),
        ("di Bamako, pada Kamis 21/12.", "di Bamako pada Kamis (21/12)."),
        ("'Kami tidak akan menyerang dua kapal milik Chad' kata Lars", None),
        ("Kami tidak akan menyerang dua kapal milik Chad. Kata Lars", None),
        ("presiden mali - assimi diarra - di bamako", "Presiden Mali Assimi Diarra di Bamako"),
        # a small word lost, gained, doubled
        ("Lars Østby, tidak hadir di Oslo, bertemu", "Lars Østby, yang tidak hadir di Oslo, bertemu"),
        ("Diarra di Bamako Kamis (21/12)", "Diarra di Bamako pada Kamis (21/12)"),
        ("bertemu dengan dengan Presiden Mali Assimi", "bertemu dengan Presiden Mali Assimi"),
        ("mengancam akan akan menutup perbatasan", "mengancam akan menutup perbatasan"),
        ("bertemu dengan sang Presiden Mali Assimi", "bertemu dengan Presiden Mali Assimi"),
        # words written together or apart
        ("Menteri LuarNegeri Norwegia Lars Østby", "Menteri Luar Negeri Norwegia Lars Østby"),
        ("men gancam akan menutup perbatasan", "mengancam akan menutup perbatasan"),
    ],
)
def test_harmless_differences_in_indonesian(quote: str, expected: str | None) -> None:
    found = ground(quote, ID)
    assert len(found) == 1
    words = ID[found[0].start : found[0].end]
    if expected:
        assert words == expected
    else:
        assert words.startswith("Kami tidak akan")


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("Ruth Ellery, who leads army, met", "Ruth Ellery, who leads the army, met"),
        ("met the Norwegian minister Oslo on 27 November", None),
        ("She said three of 1,200 troops", "She said that three of 1,200 troops"),
        ("have to leave Chad. The cost $5 million", None),
        ("the Norwegian minister in Oslo on the 27 November", "the Norwegian minister in Oslo on 27 November"),
        ("accused Mali of shelling the convoy in the north", "accused Mali of shelling a convoy in the north"),
        ("accused Mali of shelling a a convoy", "accused Mali of shelling a convoy"),
        ("It cost $5 million or 12 % more", "It cost $5 million, or 12% more"),
        ("Gen Ruth Ellery who leads the army", "Gen. Ruth Ellery, who leads the army"),
        ("on 27 November they didn’t discuss the Treaty", "on 27 November; they didn't discuss the Treaty"),
    ],
)
def test_harmless_differences_in_english(quote: str, expected: str | None) -> None:
    assert near(quote, EN) == ([expected] if expected else [])


@pytest.mark.parametrize(
    "quote",
    [
        "yang hadir di Oslo, bertemu dengan Presiden",  # a negation lost
        "tidak bertemu dengan Presiden Mali Assimi Diarra",  # gained
        "Kami akan menyerang dua kapal milik Chad",
        "Kami belum akan menyerang dua kapal milik Chad",  # changed
        "Kami tidak akan menyerang tiga kapal milik Chad",  # a number word
        "Kami tidak akan menyerang kapal milik Chad",
        "di Bamako pada Kamis (22/12)",  # a digit
        "di Bamako pada Kamis (12/21)",
        "kata Lars kepada 1,500 tamu undangan",
        "kata Lars kepada 1500 tamu",
        "kata Lars kepada 1. 500 tamu",
        "di Bamako pada Rabu (21/12)",  # a weekday
        "bertemu dengan Presiden Chad Assimi Diarra",  # a country
        "Menteri Luar Negeri Norwegia Per Østby, yang",  # a name
        "Menteri Luar Negeri Norwegia Østby, yang tidak",  # a name lost
        "bertemu dengan Presiden Mali Assimi Goita Diarra",  # gained
        "menelepon Presiden Mali Assimi Diarra di Bamako",  # a verb
        "bertemu dengan Presiden Mali Assimi Diarra ke Bamako",  # a preposition that turns
        "dan bertemu dengan Presiden Mali Assimi Diarra",  # gained at the edge
        "Kami tidak menyerang dua kapal milik Chad",  # no longer in the future
        "Diarra akan menutup perbatasan itu",  # a threat lost
        "Apakah Mali menang. Jend. Diarra mengancam",  # no longer a question
        "Jend. Diarra mengancam akan menutup perbatasan itu?",  # now a question
        "Presiden Mali bertemu dengan Lars Østby di Bamako",  # another order
        "bertemu dengan Presiden Mali Assimi Diarra Diarra",  # a name said twice is another name
        "bertemu dengan Presiden Presiden Mali Assimi",  # in Indonesian a noun said twice is many
    ],
)
def test_a_changed_meaning_is_refused_in_indonesian(quote: str) -> None:
    assert ground(quote, ID) == ()


@pytest.mark.parametrize(
    "quote",
    [
        "they did discuss the Treaty of Tordal",
        "they discussed the Treaty of Tordal",
        "they didn't discuss Treaty of the Tordal Oslo",
        "met the Norwegian minister in Oslo on 28 November",
        "met the Norwegian minister in Oslo on 27 December",
        "called the Norwegian minister in Oslo",
        "Ellery thanked Mali for shelling a convoy",
        "Ellery accused Niger of shelling a convoy",
        "Ellery accused shelling a convoy in the north",
        "said that two of 1,200 troops would have to leave",
        "said that three of 1,200 troops would leave Chad",
        "said that three of 1.200 troops would have",
        "It cost €5 million, or 12% more",
        "It cost $5 million, or 12 more",
        "It cost $5 billion, or 12% more",
        "met the Swedish minister in Oslo on 27 November",
        "met the Norwegian minister Oslo",  # "talks in Oslo" is not "Oslo talks"
        "the army met the Norwegian minister by Oslo",
        "Ruth Ellery who leads them the army",
    ],
)
def test_a_changed_meaning_is_refused_in_english(quote: str) -> None:
    assert ground(quote, EN) == ()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Serangan di Rusia dikecam oleh Mali pada Kamis.", "Serangan Rusia dikecam oleh Mali pada Kamis"),
        ("Serangan Rusia dikecam oleh Mali pada Kamis.", "Serangan di Rusia dikecam oleh Mali pada Kamis"),
        ("Mereka mengecam serangan di Gaza pada Kamis.", "Mereka mengecam serangan Gaza pada Kamis"),
        ("The Hague hosted the talks. In The Hague talks went on.", "In Hague talks went on"),
        ("Senator Dan Sullivan visited Oslo on Monday.", "Senator Sullivan visited Oslo on Monday"),
        ("They were now here for the talks on Monday.", "They were nowhere for the talks on Monday"),
        ("They were able to meet. None, the less they agreed.", "They were able to meet. Nonetheless they agreed"),
        ("Suhu turun ke -5 derajat di Oslo kemarin", "Suhu turun ke 5 derajat di Oslo kemarin"),
        ("Ratusan orang tewas, 12 12 luka di kota itu", "Ratusan orang tewas, 12 luka di kota itu"),
        ("He was accused of the attack on Monday.", "He accused the attack on Monday"),
        ("Kunjungan pekan ini dibatalkan oleh Oslo.", "Kunjungan pekan dibatalkan oleh Oslo"),
    ],
)
def test_traps(text: str, quote: str) -> None:
    assert ground(quote, text) == ()


def test_a_near_place_tells_its_differences() -> None:
    (found,) = ground("who leads army, met the the Norwegian minister", EN)
    assert found.diff == (WordChange("", "the"), WordChange("the", ""))
    (found,) = ground("Ruth Ellery who leads the army", EN)
    assert found.diff == ()  # punctuation only


def test_the_evidence_takes_in_the_punctuation_that_the_quote_has() -> None:
    text = '"Kami tidak akan, sungguh, menyerang kapal itu." Lalu ia pergi.'
    assert near('"Kami tidak akan sungguh menyerang kapal itu."', text) == [
        '"Kami tidak akan, sungguh, menyerang kapal itu."'
    ]
    assert near("Kami tidak akan sungguh menyerang kapal itu", text) == [
        "Kami tidak akan, sungguh, menyerang kapal itu"
    ]


def test_a_short_quote_is_never_found_nearly() -> None:
    text = "Pada Kamis, Oslo. Lars, Ruth bertemu."
    assert ground("Kamis Oslo", text) == ()  # ten characters
    assert ground("Lars Ruth, bertemu", text) != ()
    assert ground("perbincangan, keamanan", "perbincangan keamanan") == ()  # two words
    assert ground("会见 大使", "会见大使") == ()


def test_near_places_are_not_looked_for_where_the_quote_stands_as_written() -> None:
    text = "Lars bertemu Ruth di Oslo. Lars, bertemu Ruth, di Oslo."
    assert [one.match for one in ground("Lars bertemu Ruth di Oslo", text)] == ["exact"]
    assert [one.match for one in ground("Lars; bertemu Ruth di Oslo", text)] == ["near", "near"]


# --- ellipses ---


@pytest.mark.parametrize("mark", ["…", "...", " … ", " ... ", " [...] ", " […] ", "(...)", ". . ."])
def test_an_ellipsis_stitches_two_parts_of_a_sentence(mark: str) -> None:
    quote = f"bertemu dengan Presiden Mali{mark}di Bamako pada Kamis"
    (found,) = ground(quote, ID)
    assert ID[found.start : found.end] == "bertemu dengan Presiden Mali Assimi Diarra di Bamako pada Kamis"
    assert (found.match, found.diff) == ("near", (WordChange("…", "Assimi Diarra"),))


def test_several_ellipses_and_those_at_the_ends() -> None:
    assert near("...Lars Østby ... bertemu dengan Presiden … pada Kamis…", ID) == [
        "Lars Østby, yang tidak hadir di Oslo, bertemu dengan Presiden Mali Assimi Diarra di Bamako pada Kamis"
    ]
    assert near("bertemu dengan Presiden Mali…", ID) == ["bertemu dengan Presiden Mali"]
    assert near("… bertemu dengan Presiden Mali", ID) == ["bertemu dengan Presiden Mali"]


def test_an_ellipsis_takes_the_nearest_part_that_follows() -> None:
    text = "Lars tiba di Oslo. Lars, kata Ruth, bertemu menteri di Oslo, lalu ke Bergen, lalu ke Oslo."
    assert near("Lars … bertemu menteri di … ke Bergen", text) == [
        "Lars, kata Ruth, bertemu menteri di Oslo, lalu ke Bergen"
    ]


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("Lars Østby … tidak akan menyerang dua kapal", ID),  # two sentences
        ("pada Kamis … menyerang dua kapal milik Chad", ID),
        ("perbatasan itu … Jend. Diarra mengancam", ID),  # the wrong way round
        ("Kami … menyerang dua kapal milik Chad", ID),  # a negation left out
        ("Diarra … menutup perbatasan itu", ID),  # a threat left out
        ("Diarra … akan membuka perbatasan itu", ID),  # the second part does not stand there
        ("minister in Oslo … the Treaty of Tordal", EN),  # n't left out
        ("Ruth … met … minister … Oslo", EN),  # scattered words
        ("Putin … Xi", "Putin met Xi"),
        ("Mali rugi … Chad untung besar", "Mali rugi\n\nChad untung besar"),
        ("Mali rugi besar … Chad untung besar", "Mali rugi besar hari ini\nChad untung besar"),
        ("会见持续了两小时 … 会谈仍在继续", "会见持续了两小时。他说会谈仍在继续。"),
    ],
)
def test_an_ellipsis_that_changes_the_meaning_is_refused(quote: str, text: str) -> None:
    assert ground(quote, text) == ()


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        (
            "Menlu Norwegia … bertemu dengan Mali",
            "Menlu Norwegia, yang tidak ke Oslo, bertemu dengan Mali.",
        ),
        (
            "Menlu Norwegia, … bertemu dengan Mali",
            "Menlu Norwegia, yang tidak ke Oslo, bertemu dengan Mali.",
        ),
        ("Ruth Ellery … met the minister", "Ruth Ellery (who will not run again) met the minister."),
        ("Diarra met … Gen. Ellery in Oslo", "Diarra met his friend Gen. Ellery in Oslo."),
        ("the envoys of Mali … J. Ellery in Oslo", "the envoys of Mali saw the U.S. envoy J. Ellery in Oslo"),
        ("said the talks … went on in Oslo", "said the talks, begun\nin May, went on in Oslo"),
    ],
)
def test_an_aside_may_be_left_out_whatever_it_says(quote: str, text: str) -> None:
    assert len(near(quote, text)) == 1


# --- other scripts ---


@pytest.mark.parametrize("language", TEXTS)
def test_punctuation_and_spacing_never_matter(language: str) -> None:
    text, sentence = article(language), quoted(language)
    bare = re.sub(r"[,;:،，：「」“”«»\"—]", " ", sentence)
    (found,) = ground(bare, text)
    # The punctuation at the sentence's end may or may not belong to it.
    assert text[found.start : found.end].strip("。.”»") == sentence.strip("。.”»")


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("Russian", "принял", "не принял"),
        ("Russian", "Норвегии", "Швеции"),
        ("Russian", "Чёрный", "Белый"),
        ("Arabic", "٣", "٤"),
        ("Arabic", "استقبل", "لم يستقبل"),
        ("Arabic", "النرويج", "السويد"),
        ("Arabic", "وزير الخارجية", "وزير الدفاع"),
        ("Chinese", "3日", "4日"),
        ("Chinese", "会见了", "没有会见"),
        ("Chinese", "李文华", "李文"),
        ("Chinese", "挪威", "瑞典"),
        ("Thai", "ให้การต้อนรับ", "ไม่ให้การต้อนรับ"),
        ("Thai", "วันพุธ", "วันศุกร์"),
        ("Thai", "นอร์เวย์", "สวีเดน"),
        ("Vietnamese", "thứ Tư", "thứ Ba"),
        ("Vietnamese", "vẫn tiếp tục", "không tiếp tục"),
        ("Vietnamese", "Hằng", "Hạng"),
        ("Korean", "3일", "4일"),
        ("Korean", "노르웨이", "스웨덴"),
        ("Korean", "계속되고 있다", "계속되고 있지 않다"),
    ],
)
def test_a_changed_word_is_refused_in_every_script(language: str, old: str, new: str) -> None:
    assert old in quoted(language)
    assert ground(quoted(language).replace(old, new), article(language)) == ()


WORDS = [word for text in (ID, EN) for word in re.findall(r"\w+", text)]


@given(st.sampled_from([ID, EN]), st.data())
@settings(max_examples=100, deadline=None)
def test_a_quote_with_a_word_changed_is_never_grounded(text: str, data: st.DataObject) -> None:
    sentences = [one.strip() for one in re.split(r"(?<=[.?]) (?=[A-Z\"])", text) if len(one) > 30]
    sentence = data.draw(st.sampled_from(sentences))
    words = list(re.finditer(r"\w+", sentence))
    word = data.draw(st.sampled_from(words))
    other = data.draw(st.sampled_from(WORDS).filter(lambda one: one.lower() != word[0].lower()))
    quote = sentence[: word.start()] + other + sentence[word.end() :]
    articles = {"the", "a", "an"}
    twice = Folded(text).small.may_be_said_twice(other.lower()) and re.search(rf"(?i)\b{other} {other}\b", quote)
    if {word[0].lower(), other.lower()} <= articles or twice or quote.lower() in text.lower():
        return
    assert ground(quote, text) == ()


@given(st.sampled_from([ID, EN]), st.data())
@settings(max_examples=100, deadline=None)
def test_only_small_words_may_be_lost_or_gained(text: str, data: st.DataObject) -> None:
    words, small = text.split(" "), Folded(text).small
    first = data.draw(st.integers(0, len(words) - 8))
    passage = words[first : first + 8]
    at = data.draw(st.integers(1, 6))
    lost, gained = passage[at], data.draw(st.sampled_from(WORDS))
    shorter = " ".join(passage[:at] + passage[at + 1 :])
    if ground(shorter, text):
        assert re.sub(r"\W", "", lost).lower() in small
    longer = " ".join([*passage[:at], gained, *passage[at:]])
    if ground(longer, text):
        neighbours = {re.sub(r"\W", "", one).lower() for one in passage[at - 1 : at + 1]}
        assert small.may_be_said_twice(gained.lower())
        assert gained.lower() in small.light | small.preposition | neighbours


def test_small_words_hold_none_that_matter() -> None:
    small = small_words(Folded(f"{ID} {EN}").words)
    for word in ("tidak", "bukan", "akan", "ke", "dari", "oleh", "ini", "sebagai", "hanya", "semua", "atau"):
        assert word not in small
    for word in ("not", "no", "to", "by", "from", "or", "only", "was", "is", "will", "this", "for", "as", "all"):
        assert word not in small


def test_words_are_small_only_in_a_text_of_their_language() -> None:
    spanish = "El ministro pidió a Mali que si la tregua dura, hable en Oslo con la señora Di Marco an der Spree of the"
    assert "the" not in small_words(Folded(spanish * 3 + " a" * 40).words)
    assert small_words(()) == small_words(("Oslo",))
    assert "an" not in Folded("Er appellierte an die Parteien, in Oslo also zu verhandeln.").small
    assert "dan" not in Folded("Er vielen meer dan honderd doden, of minder, in Oslo.").small
    assert ground("Er appellierte die Parteien in Oslo", "Er appellierte an die Parteien in Oslo") == ()
    assert ground("Er vielen meer honderd doden, of minder", "Er vielen meer dan honderd doden, of minder") == ()
    english = "The minister appealed to the parties at Oslo."
    assert len(ground("The minister appealed to parties at Oslo", english)) == 1


def test_skeletons_find_whole_tokens_only() -> None:
    view = Folded("satu duatiga empat")
    assert view.letters.places("dua") == []
    assert view.letters.places("tiga") == []
    assert view.letters.places("empa") == []
    assert view.letters.places("") == []
    assert view.letters.places("duatigaempat") == [(1, 2)]
