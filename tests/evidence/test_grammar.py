"""What grammar tells of status, act and roles: negation, denial, condition, voice, case, the clause of another act."""

import datetime as dt

import pytest

from memcon.evidence.establish import Established, establish
from memcon.evidence.passage import Passage
from memcon.records import Article, Candidate, Kind, Party, Status, Variant
from memcon.text.ground import Folded

PUBLISHED = dt.date(2024, 7, 4)


def weak(
    text: str,
    language: str,
    *parties: Party,
    kind: Kind = "meeting",
    status: Status = "occurred",
    variant: Variant = "unspecified",
) -> Established:
    """Return what becomes of what a weak model says about `text`."""
    candidate = Candidate(
        kind=kind, status=status, variant=variant, quotes=(text,), near=(0, len(text)), parties=parties, model="m",
        prompt="p@0",
    )  # fmt: skip
    article = Article(id="a.txt", text=text, language=language, published=PUBLISHED)
    return establish(candidate, Passage.of(article, Folded(text)))[0]


def status_of(text: str, language: str, status: Status, kind: Kind = "meeting") -> str:
    """Return the status that is established, or the reason why the event is refused."""
    event = weak(text, language, kind=kind, status=status, variant="criticise" if kind == "dispute" else "unspecified")
    return event.mention.status if event.mention else event.rejected[-1].reason


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The presidents of Kenya and Peru did not meet at the forum.", "negated"),
        ("en", "No talks were held between Kenya and Peru.", "negated"),
        ("id", "Presiden Kenya tidak bertemu Presiden Peru di forum itu.", "negated"),
        ("ru", "Президент Кении не встретился с президентом Перу.", "negated"),
        ("es", "El presidente de Kenia no se reunió con el presidente de Perú.", "negated"),
        ("en", "Kenya denied reports that its president had met the president of Peru.", "denied"),
        ("id", "Kenya membantah kabar pertemuan presidennya dengan Presiden Peru.", "denied"),
        ("ru", "Кения опровергла сообщения о встрече с президентом Перу.", "denied"),
        ("en", "If the presidents of Kenya and Peru met, it would be the first time.", "hypothetical"),
        ("id", "Jika Presiden Kenya bertemu Presiden Peru, ini akan menjadi pertemuan pertama.", "hypothetical"),
        ("en", "The presidents of Kenya and Peru met, but no agreement was reached at the meeting.", "occurred"),
        ("id", "Presiden Kenya bertemu Presiden Peru, tetapi tidak ada kesepakatan yang dicapai.", "occurred"),
        ("en", "The presidents of Kenya and Peru met to discuss what follows if the talks fail.", "occurred"),
    ],
)
def test_what_is_negated_denied_or_supposed_is_no_event_and_nothing_else_is(
    language: str, text: str, expected: str
) -> None:
    assert status_of(text, language, "occurred") == expected


@pytest.mark.parametrize(
    ("language", "text", "said", "expected"),
    [
        ("en", "The presidents of Kenya and Peru met in Lima.", "planned", "occurred"),
        ("en", "The presidents of Kenya and Peru are pencilled in for Lima.", "planned", "planned"),
        ("ru", "Президенты Кении и Перу встретились в Лиме.", "requested", "occurred"),
        ("ru", "Президенты Кении и Перу свидятся в Лиме.", "planned", "planned"),
        ("id", "Presiden Kenya William Ruto bertemu Presiden Peru.", "planned", "occurred"),
        ("id", "Presiden Kenya hendak temui Presiden Peru.", "planned", "planned"),
        ("de", "Die Präsidenten von Kenia und Peru trafen sich in Lima.", "planned", "planned"),
        ("en", "The visit of Kenya's president to Peru, postponed twice, took place.", "planned", "occurred"),
        ("en", "Kenya asked Peru to meet, and Peru would have none of it.", "refused", "refused"),
    ],
)
def test_a_status_is_changed_by_words_that_say_otherwise_and_never_for_want_of_one(
    language: str, text: str, said: Status, expected: str
) -> None:
    assert status_of(text, language, said) == expected


@pytest.mark.parametrize(
    ("language", "text", "said", "expected"),
    [
        ("en", "Kenya accused Peru of violating its airspace.", "violate_border", "accuse"),
        ("en", "Kenya accused Peru of violating its airspace.", "accuse", "accuse"),
        ("en", "Kenya threatened to expel the diplomats of Peru.", "expel", "threaten"),
        ("en", "Kenya warned Peru that it would answer in kind.", "threaten", "threaten"),
        ("en", "Kenya condemned the raid and expelled two diplomats of Peru.", "expel", "expel"),
        ("id", "Kenya menuduh Peru melanggar wilayah udaranya.", "violate_border", "accuse"),
        ("en", "Kenya has lambasted Peru over its visas.", "criticise", "criticise"),
        ("en", "Kenya hoisted its flag over an islet of Peru.", "seize", "seize"),
    ],
)
def test_the_verb_of_the_clause_is_the_act_and_what_it_is_about_is_none(
    language: str, text: str, said: Variant, expected: str
) -> None:
    names = ("Kenya", "Peru")
    parties = (Party(name=names[0], role="actor"), Party(name=names[1], role="target"))
    mention = weak(text, language, *parties, kind="dispute", variant=said).mention
    assert mention
    assert mention.variant == expected


@pytest.mark.parametrize(
    ("language", "text", "actor", "target"),
    [
        ("ru", "Перу обвинила Кения.", "Кения", "Перу"),
        ("es", "A Perú lo acusó Kenia de espionaje.", "Kenia", "Perú"),
        ("ru", "Перу было обвинено Кенией.", "Кенией", "Перу"),
        ("id", "Peru dituduh Kenya melakukan spionase.", "Kenya", "Peru"),
        ("en", "Peru received an accusation of espionage from Kenya.", "Kenya", "Peru"),
        ("id", "Peru menerima tuduhan spionase dari Kenya.", "Kenya", "Peru"),
        ("es", "Perú recibió una acusación formal de Kenia.", "Kenia", "Perú"),
        ("ru", "Перу получило официальные обвинения от Кении.", "Кении", "Перу"),
        ("ar", "تلقت بيرو اتهاما رسميا من كينيا.", "كينيا", "بيرو"),
        ("zh", "秘鲁收到肯尼亚外交部的指责。", "肯尼亚", "秘鲁"),
        ("vi", "Peru nhận được cáo buộc chính thức từ Kenya.", "Kenya", "Peru"),
    ],
)
def test_roles_that_case_and_voice_tell_are_not_turned_by_the_order_of_words(
    language: str, text: str, actor: str, target: str
) -> None:
    parties = Party(name=actor, role="actor"), Party(name=target, role="target")
    mention = weak(text, language, *parties, kind="dispute", variant="accuse").mention
    assert mention
    assert {one.role: one.country for one in mention.participants} == {"actor": "KEN", "target": "PER"}


def test_a_weak_model_that_swaps_bare_states_is_mended_where_the_order_is_fixed() -> None:
    parties = Party(name="Peru", role="actor"), Party(name="Kenya", role="target")
    mention = weak("Kenya accused Peru of espionage.", "en", *parties, kind="dispute", variant="accuse").mention
    assert mention
    assert {one.role: one.country for one in mention.participants} == {"actor": "KEN", "target": "PER"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Kenya said that it would close its ports to Peru if the seized ships were not returned."),
        ("id", "Kenya menyatakan akan menutup pelabuhan bagi Peru jika kapal yang disita tidak dikembalikan."),
        ("ru", "Кения заявила, что закроет порты для Перу, если задержанные суда не вернут."),
    ],
)
def test_a_condition_that_a_state_sets_is_a_threat_and_not_what_it_is_about(language: str, text: str) -> None:
    names = {"ru": ("Кения", "Перу")}.get(language, ("Kenya", "Peru"))
    parties = (Party(name=names[0], role="actor"), Party(name=names[1], role="target"))
    mention = weak(text, language, *parties, kind="dispute", variant="threaten").mention
    assert mention
    assert (mention.variant, mention.status) == ("threaten", "occurred")


@pytest.mark.parametrize(
    ("language", "text", "named", "stands"),
    [
        ("ru", "С Рамоном Видалем встретился президент Кении Джон Мбеки.", "Рамон Видаль", "Рамоном Видалем"),
        ("uk", "Президент Кенії зустрівся з Андрієм Шевчуком у Лімі.", "Андрій Шевчук", "Андрієм Шевчуком"),
        ("pl", "Prezydent Kenii spotkał się z Janem Kowalskim.", "Jan Kowalski", "Janem Kowalskim"),
        ("ru", "С Валентиной Громовой встретился президент Кении.", "Валентин Громов", None),
        ("ru", "С Рамоном Видалем встретился президент Кении.", "Рамон Ортис", None),
    ],
)
def test_a_name_in_the_nominative_stands_where_the_article_has_it_in_another_case(
    language: str, text: str, named: str, stands: str | None
) -> None:
    candidate = Candidate(
        kind="meeting", status="occurred", variant="unspecified", quotes=(text,), near=(0, len(text)),
        parties=(Party(name=named, side="Кении"),), model="m", prompt="p@0",
    )  # fmt: skip
    article = Article(id="a.txt", text=text, language=language, published=PUBLISHED)
    established = establish(candidate, Passage.of(article, Folded(text), trust="model"))[0]
    refused = [refusal.text for refusal in established.rejected if refusal.field == "name"]
    assert refused == ([] if stands else [named])
    if stands and established.mention:
        assert [one.name for one in established.mention.participants] == [stands]


def test_a_word_of_telling_in_the_next_sentence_says_nothing_of_a_day() -> None:
    text = "Kenya's president phoned the president of Peru on Monday.\nRuto said that the ports would open."
    quote = text.partition(".")[0]
    candidate = Candidate(
        kind="call", status="occurred", variant="phone", quotes=(quote,), near=(0, len(quote)), date_words="on Monday",
        parties=(Party(name="Kenya"), Party(name="Peru")), model="m", prompt="p@0",
    )  # fmt: skip
    article = Article(id="a.txt", text=text, language="en", published=PUBLISHED)
    mention = establish(candidate, Passage.of(article, Folded(text)))[0].mention
    assert mention
    assert mention.date
    assert mention.date.start == dt.date(2024, 7, 1)


def test_an_announced_deed_is_planned_and_a_threat_has_occurred() -> None:
    assert status_of("Kenya will expel two diplomats of Peru.", "en", "occurred", "dispute") == "planned"
    assert status_of("Kenya threatened to expel diplomats of Peru.", "en", "planned", "dispute") == "occurred"
    assert status_of("Кения вышлет двух дипломатов Перу.", "ru", "occurred", "dispute") == "planned"
