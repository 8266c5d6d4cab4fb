"""What the words of a sentence alone make likely: contact, a dispute, or nothing."""

import pytest

from memcon.evidence.passage import Text
from memcon.evidence.reporting import BUCKETS, NamedParties, Odds, Standing, facts, odds, pieces


def told(words: str, language: str) -> Odds:
    text = Text(words, language)
    return odds(text, NamedParties.named_in(text), Standing(3, 12))


CONTACT = [
    ("Menteri Luar Negeri Jepang Yoko Kamikawa menelepon Menteri Luar Negeri Filipina Enrique Manalo.", "id"),
    ("The defence ministers of Kenya and Peru met in Geneva on Monday.", "en"),
    ("Президент Чили провёл переговоры с премьер-министром Норвегии в Осло.", "ru"),
    ("El canciller de Perú se reunió con su homólogo de Kenia en Lima.", "es"),
    ("التقى وزير الخارجية الأردني نظيره الكيني في عمان.", "ar"),
    ("Ngoại trưởng Kenya đã hội đàm với Ngoại trưởng Peru tại Lima.", "vi"),
]
DISPUTE = [
    ("Kenya mengecam Peru atas penangkapan nelayannya.", "id"),
    ("Norway expelled two Chilean diplomats and accused Chile of spying.", "en"),
    ("Норвегия обвинила Чили в шпионаже и выслала двух дипломатов.", "ru"),
    ("Kenia condenó el ataque de Perú y convocó a su embajador.", "es"),
    ("اتهمت كينيا بيرو بانتهاك مجالها الجوي.", "ar"),
    ("Kenya cáo buộc Peru xâm phạm không phận.", "vi"),
]
NOTHING = [
    ("Tim nasional Brasil, yang dilatih Carlo Ancelotti, memainkan dua babak di Rio de Janeiro.", "id"),
    ("The museum in Oslo has 300 paintings by Edvard Munch, and opens at ten.", "en"),
    ("Население Чили составляет 19 миллионов человек, и большинство живёт в городах.", "ru"),
    ("El precio del cobre en Chile subió un tres por ciento, según el banco central.", "es"),
]


@pytest.mark.parametrize(("words", "language"), CONTACT)
def test_contact_is_the_likeliest_of_a_sentence_that_reports_it(words: str, language: str) -> None:
    found = told(words, language)
    assert found.contact > max(0.0, found.dispute)


@pytest.mark.parametrize(("words", "language"), DISPUTE)
def test_a_dispute_is_the_likeliest_of_a_sentence_that_reports_it(words: str, language: str) -> None:
    found = told(words, language)
    assert found.dispute > max(0.0, found.contact)


@pytest.mark.parametrize(("words", "language"), NOTHING)
def test_what_reports_nothing_is_unlikely_to(words: str, language: str) -> None:
    assert told(words, language).most < -1.5


def test_where_a_sentence_stands_counts_and_what_stands_before_it() -> None:
    words = Text("Keduanya membahas kerja sama perdagangan.", "id")
    parties = NamedParties.named_in(words)
    alone = facts(words, parties, Standing(0, 10, headline=True))
    after = facts(words, parties, Standing(5, 10, before=Text(CONTACT[0][0], "id")))
    assert (alone["headline"], alone["first_three"], alone["position"]) == (1.0, 1.0, 0.0)
    assert (after["headline"], after["first_three"], after["position"]) == (0.0, 0.0, 0.5)
    assert after["before.tells.call"] == 1.0
    assert "before.tells.call" not in alone


def test_pieces_are_those_of_words_without_digits_whatever_their_case() -> None:
    assert pieces("KENYA, 2024") == pieces("kenya") == pieces("«Kenya»")
    assert len(pieces("kenya")) == 5 + 4 + 3  # " kenya " has five pieces of three code points, and so on
    assert all(0 <= piece < BUCKETS for piece in pieces("Ngoại trưởng hội đàm 会谈"))
    assert not pieces("2024 …")
