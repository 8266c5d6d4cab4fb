"""Rules have names: refusals cite them, what they change is told, and one can be left out."""

import datetime as dt
from collections.abc import Iterable

import pytest

from memcon.errors import UsageError
from memcon.evidence.establish import ORDER, SCREENED, Established, establish
from memcon.evidence.passage import Passage, Text, kept
from memcon.evidence.rules import RULES, left_out
from memcon.records import Article, Candidate, Kind, Party
from memcon.text.ground import Folded, Span

TELLS = "Menurut Monica Juma, Presiden Kenya William Ruto bertemu Presiden Peru Dina Boluarte di Lima, Selasa (2/7)."


def established(
    text: str, *names: str | Party, kind: Kind = "meeting", without: Iterable[str] = (), **more: object
) -> Established:
    """Return what becomes of an event whose quote is all of `text`."""
    article = Article(id="a.txt", text=text, language="id", published=dt.date(2024, 7, 4))
    parties = tuple(Party(name=name) if isinstance(name, str) else name for name in names)
    fields: dict[str, object] = {"variant": "criticise" if kind == "dispute" else "unspecified", "status": "occurred"}
    candidate = Candidate(
        kind=kind, quotes=(text,), near=(0, len(text)), parties=parties, model="m", prompt="p@0", **(fields | more),  # type: ignore[arg-type]
    )  # fmt: skip
    (event,) = establish(candidate, Passage.of(article, Folded(text), without=left_out(without)))
    return event


def asked_for() -> set[str]:
    """Return the names of all rules that are asked about a whole draft."""
    orders = [steps for by_family in ORDER.values() for steps in by_family.values()]
    return {step.__name__ for steps in (SCREENED, *orders) for step in steps}


def names(event: Established) -> list[str]:
    return [participant.name for participant in event.mention.participants] if event.mention else []


# --- names ---


def test_every_rule_that_is_asked_is_entered_and_says_what_it_does() -> None:
    assert asked_for() <= RULES.keys()
    for rule in RULES.values():
        assert rule.says.endswith((".", "`.")), rule.name
        assert len(rule.says) < 240, rule.name


def test_no_rule_is_entered_that_nobody_asks() -> None:
    within = {
        "quote_stands", "two_days_are_two_contacts", "state_by_any_word", "country_by_own_words", "country_by_model",
        "country_by_table_of_leaders", "country_by_words_beside", "country_by_words_elsewhere",
        "name_in_another_case",
    }  # fmt: skip
    assert RULES.keys() - asked_for() == within


def test_a_refusal_cites_its_rule() -> None:
    event = established(TELLS, "Monica Juma", "William Ruto", "Dina Boluarte", "Paul Kagame", place_words="Nairobi")
    cited = {(refusal.text, refusal.rule) for refusal in event.rejected}
    assert cited == {
        ("Monica Juma", "teller_is_no_party"), ("Paul Kagame", "name_stands"), ("Nairobi", "place_stands"),
    }  # fmt: skip
    assert {rule for _, rule in cited} <= RULES.keys()


def test_the_refusal_of_an_event_cites_its_rule() -> None:
    event = established("Presiden Kenya William Ruto bertemu para gubernur.", "William Ruto")
    assert event.mention is None
    assert [refusal.rule for refusal in event.rejected] == ["event_has_two_sides"]
    assert event.spoke[-1].rule == "event_has_two_sides"


# --- what is told of them ---


def test_a_rule_that_changes_something_tells_what_stood_there_before() -> None:
    event = established("Presiden Kenya akan bertemu Presiden Peru.", "Presiden Kenya", "Presiden Peru")
    changes = {spoke.rule: list(spoke.changes) for spoke in event.spoke}
    assert changes["words_tell_a_plan_or_its_end"] == [("status", "occurred", "planned")]
    assert changes["parties_stand_for_their_states"] == [("countries", "", "KEN PER")]
    assert "words_tell_the_variant" not in changes


def test_a_rule_that_has_nothing_to_say_is_not_told_of() -> None:
    event = established(TELLS, "William Ruto", "Dina Boluarte")
    assert all(list(spoke.changes) for spoke in event.spoke)


def test_the_country_of_a_party_tells_by_which_rule() -> None:
    event = established(TELLS.replace("Dina Boluarte", "Zakir Quispe"), "William Ruto", "Zakir Quispe")
    parties = next(after for spoke in event.spoke for field, _, after in spoke.changes if field == "parties")
    assert parties == "William Ruto (KEN by country_by_table_of_leaders), Zakir Quispe (PER by country_by_words_beside)"


# --- one left out ---


def test_without_a_rule_what_it_refuses_stands() -> None:
    party = ("Monica Juma", "William Ruto", "Dina Boluarte")
    assert names(established(TELLS, *party)) == ["William Ruto", "Dina Boluarte"]
    assert names(established(TELLS, *party, without={"teller_is_set_aside"})) == list(party)


def test_without_a_rule_what_it_adds_is_missing() -> None:
    text = "Kenya, Uganda dan Rwanda memutuskan hubungan dengan Peru."
    parties = Party(name="Kenya", role="actor"), Party(name="Peru", role="target")
    assert names(established(text, *parties, kind="dispute")) == ["Kenya", "Uganda", "Rwanda", "Peru"]
    without = established(text, *parties, kind="dispute", without={"list_names_more_states"})
    assert names(without) == ["Kenya", "Peru"]


@pytest.mark.parametrize("name", ["no_such_rule", "quote_stands"])
def test_a_rule_that_is_not_there_or_is_needed_cannot_be_left_out(name: str) -> None:
    with pytest.raises(UsageError, match=name):
        left_out({name})


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if not rule.needed])
def test_any_other_rule_can(name: str) -> None:
    assert established(TELLS, "Monica Juma", "William Ruto", "Dina Boluarte", without={name}).rejected is not None


# --- what they read ---


def test_a_passage_answers_in_offsets_of_its_text() -> None:
    text = "Harga kopi naik. Kenya mengecam Peru pada 2 Juli 2024."
    passage = Passage.of(Article(id="a", text=text, language="id"), Folded(text)).at([(17, len(text))], (0, len(text)))
    assert [passage.words((state.start, state.end)) for state in passage.countries((17, 40))] == ["Kenya", "Peru"]
    assert [passage.words(span) for span in passage.days((17, len(text)))] == ["2 Juli 2024"]
    assert passage.told == text[17:]
    assert passage.quote_of((17, 22)) == (17, len(text))
    assert passage.quote_of((0, 5)) is None
    assert passage.evidence((17, 22)).text == "Kenya"


def test_a_find_is_kept_by_its_slice() -> None:
    searched: list[Span] = []

    @kept
    def vowels(text: Text, span: Span) -> int:
        searched.append(span)
        return sum(letter in "aeiou" for letter in text.words(span))

    text = Text("Kenya", "id")
    assert [vowels(text, (0, 5)), vowels(text, (0, 5)), vowels(text, (0, 2))] == [2, 2, 1]
    assert searched == [(0, 5), (0, 2)]


def test_a_capital_before_a_name_is_read_though_it_is_an_ordinary_word_too() -> None:
    event = established(
        "Presiden Kenya William Ruto bertemu Menlu Peru di Lima Zakir.", "Zakir", "William Ruto", "Peru"
    )
    assert names(event)[:1] == ["Zakir"]
