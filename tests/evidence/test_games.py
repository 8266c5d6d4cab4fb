"""Games, films and ships named for states are no events, whatever model reads them."""

import datetime as dt

import pytest

from memcon.evidence.establish import establish
from memcon.evidence.passage import Passage
from memcon.records import Article, Candidate, Party, Trust
from memcon.text.ground import Folded

GAMES = [
    ("id", "Iran mengalahkan Amerika Serikat 2-1 di Doha.", "Iran", "Amerika Serikat"),
    ("id", "Indonesia menaklukkan Vietnam di babak semifinal Piala AFF.", "Indonesia", "Vietnam"),
    ("en", "Iran beat the United States 2-1 in Doha.", "Iran", "United States"),
    ("en", "Morocco defeated Portugal in the World Cup quarter-final.", "Morocco", "Portugal"),
    ("de", "Deutschland besiegte Brasilien mit 7:1.", "Deutschland", "Brasilien"),
    ("fr", "Le Maroc a battu le Portugal 1-0 en quart de finale.", "Maroc", "Portugal"),
    ("es", "Argentina venció a Francia 4-2 en la tanda de penales.", "Argentina", "Francia"),
    ("pt", "O Brasil goleou a Bolívia por 5-1.", "Brasil", "Bolívia"),
    ("it", "L'Italia ha battuto la Spagna 2-0.", "Italia", "Spagna"),
    ("nl", "Nederland versloeg Qatar met 2-0.", "Nederland", "Qatar"),
    ("ru", "Россия обыграла Канаду со счётом 4:3.", "Россия", "Канаду"),
    ("uk", "Україна перемогла Швецію 2:1.", "Україна", "Швецію"),
    ("tr", "Türkiye, Hırvatistan'ı 2-1 yendi.", "Türkiye", "Hırvatistan"),
    ("ar", "فازت السعودية على الأرجنتين 2-1.", "السعودية", "الأرجنتين"),
    ("zh", "日本队2比1击败德国队。", "日本", "德国"),
    ("ja", "日本がドイツを2-1で破った。", "日本", "ドイツ"),
    ("ko", "한국이 포르투갈을 2-1로 꺾었다.", "한국", "포르투갈"),
    ("vi", "Việt Nam đánh bại Thái Lan 2-1.", "Việt Nam", "Thái Lan"),
]
EVENTS = [
    ("en", "Kenya attacked Somalia, and lost 10-15 tanks.", "Kenya", "Somalia"),
    ("en", "Kenya accused Peru of spying during the World Cup.", "Kenya", "Peru"),
    ("en", "Kenya defeated Somalia on 2-3 May after it attacked its border.", "Kenya", "Somalia"),
    ("id", "Kenya menuduh Peru menyerang kapalnya pada 2-1-2024.", "Kenya", "Peru"),
    ("ru", "Кения обвинила Перу в нападении.", "Кения", "Перу"),
]


def outcome(language: str, text: str, one: str, two: str, trust: Trust) -> tuple[set[str], set[str | None]]:
    """Return the sides of the event that came of a text, none where none did, and the rules that refused something."""
    article = Article(id="a", text=text, language=language, published=dt.date(2024, 5, 8))
    sides = (
        Party(name=one, title=None, side=one, role="actor"),
        Party(name=two, title=None, side=two, role="target"),
    )
    candidate = Candidate(
        kind="dispute",
        status="occurred",
        variant="attack",
        quotes=(text,),
        near=(0, len(text)),
        model="m",
        prompt="p@0",
        parties=sides,
    )
    passage = Passage.of(article, Folded(text), trust=trust)
    (made,) = establish(candidate, passage)
    return set(made.mention.countries if made.mention else ()), {refusal.rule for refusal in made.rejected}


@pytest.mark.parametrize("trust", ["model", "code"])
@pytest.mark.parametrize(("language", "text", "one", "two"), GAMES)
def test_a_game_between_teams_is_no_event(language: str, text: str, one: str, two: str, trust: Trust) -> None:
    sides, rules = outcome(language, text, one, two, trust)
    assert not sides
    assert "game_is_no_event" in rules


@pytest.mark.parametrize("trust", ["model", "code"])
@pytest.mark.parametrize(("language", "text", "one", "two"), EVENTS)
def test_what_only_looks_like_a_score_or_a_cup_is_no_game(
    language: str, text: str, one: str, two: str, trust: Trust
) -> None:
    _, rules = outcome(language, text, one, two, trust)
    assert "game_is_no_event" not in rules


@pytest.mark.parametrize("trust", ["model", "code"])
@pytest.mark.parametrize("one", ["USS Georgia", "The film Argentina, 1985"])
def test_a_ship_and_a_film_are_no_state_that_acts(one: str, trust: Trust) -> None:
    sides, _ = outcome("en", f"{one} attacked Peru.", one, "Peru", trust)
    assert sides <= {"PER"}
