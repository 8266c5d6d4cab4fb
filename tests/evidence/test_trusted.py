"""Of a trusted model a typed choice stands where its words stand; what the words contradict is refused, and told."""

import datetime as dt
from typing import get_args

from memcon.evidence.establish import Established, establish
from memcon.evidence.passage import Passage
from memcon.models import profile
from memcon.records import Article, Candidate, Kind, Party, Status, Trust, Variant
from memcon.text.ground import Folded

PUBLISHED = dt.date(2024, 6, 12)


def trusted(
    text: str,
    *parties: Party,
    kind: Kind = "meeting",
    status: Status = "occurred",
    variant: Variant = "unspecified",
    quote: str | None = None,
    date_words: str | None = None,
    language: str = "en",
    trust: Trust = "model",
) -> Established:
    """Return what becomes of an event that a trusted model points at in `text`."""
    candidate = Candidate(
        kind=kind, status=status, variant=variant, quotes=(quote or text,), near=(0, len(text)), parties=parties,
        date_words=date_words, model="m", prompt="p@0",
    )  # fmt: skip
    article = Article(id="a.txt", text=text, language=language, published=PUBLISHED)
    (event,) = establish(candidate, Passage.of(article, Folded(text), trust=trust))
    return event


def test_whose_word_holds_is_one_set_of_words_in_profiles_and_in_records() -> None:
    assert get_args(profile.Trust) == get_args(Trust)


def test_a_status_stands_without_a_word_that_the_rules_know_and_its_day_lies_ahead() -> None:
    text = "Kenya's president is looking forward to sitting down with Peru's president on 18 June."
    parties = Party(name="Kenya's president"), Party(name="Peru's president")
    event = trusted(text, *parties, status="planned", date_words="18 June")
    assert event.mention
    assert (event.mention.status, event.mention.countries) == ("planned", ("KEN", "PER"))
    assert event.mention.date
    assert event.mention.date.start == dt.date(2024, 6, 18)


def test_an_act_and_its_roles_stand_and_what_the_rules_read_is_told() -> None:
    text = "Kenya accused Peru of violating its airspace."
    parties = Party(name="Kenya", role="actor"), Party(name="Peru", role="target")
    event = trusted(text, *parties, kind="dispute", variant="reject")
    assert event.mention
    assert event.mention.variant == "reject"
    assert [(one.role, one.country) for one in event.mention.participants] == [("actor", "KEN"), ("target", "PER")]
    (doubt,) = event.mention.doubts
    assert (doubt.field, doubt.said, doubt.holds) == ("variant", "reject", "model")
    assert [(one.field, one.reason, one.text) for one in event.rejected] == [("variant", "doubted", "reject")]


def test_a_choice_that_a_rule_overrules_is_told() -> None:
    text = "Presiden Kenya akan bertemu Presiden Peru."
    event = trusted(text, Party(name="Presiden Kenya"), Party(name="Presiden Peru"), language="id", trust="code")
    assert event.mention
    assert event.mention.status == "planned"
    (doubt,) = event.mention.doubts
    assert (doubt.field, doubt.said, doubt.told, doubt.holds) == ("status", "occurred", "planned", "code")
    assert [(one.field, one.reason, one.rule) for one in event.rejected] == [("status", "overruled", doubt.rule)]


def test_where_both_witnesses_agree_there_is_no_doubt() -> None:
    text = "Kenya accused Peru of lying."
    parties = Party(name="Kenya", role="actor"), Party(name="Peru", role="target")
    for trust in get_args(Trust):
        event = trusted(text, *parties, kind="dispute", variant="accuse", trust=trust)
        assert event.mention
        assert event.mention.doubts == ()
        assert event.rejected == ()


def test_a_name_may_stand_anywhere_in_the_article() -> None:
    far = "Dr Amina Odhiambo is Kenya's minister. " + "Rain fell on the hills. " * 60
    text = f"{far}She met Peru's president."
    parties = Party(name="Amina Odhiambo", side="Kenya"), Party(name="Peru's president")
    event = trusted(text, *parties, quote="She met Peru's president.")
    assert event.mention
    assert [one.name for one in event.mention.participants] == ["Amina Odhiambo", "Peru's president"]


def test_a_side_is_the_models_and_an_agency_acts_for_its_organisation() -> None:
    text = "Norway's envoy in Khartoum, Haddad, met David Stone of the UN World Food Programme."
    parties = Party(name="Haddad", side="Norway"), Party(name="David Stone", side="UN World Food Programme")
    event = trusted(text, *parties)
    assert event.mention
    assert event.mention.countries == ("NOR", "UNO")


def test_a_title_that_stands_on_two_sides_of_a_name_is_one() -> None:
    text = "General Yusuf Okello, chief of Kenya's army, met Peru's president."
    one = Party(name="Yusuf Okello", title="General, chief of Kenya's army")
    event = trusted(text, one, Party(name="Peru's president"))
    assert event.mention
    assert event.mention.participants[0].title == "General, chief of Kenya's army"


def test_two_offices_of_one_name_are_two_parties() -> None:
    text = "The foreign ministers of Kenya and Peru met."
    event = trusted(text, Party(name="foreign ministers", side="Kenya"), Party(name="foreign ministers", side="Peru"))
    assert event.mention
    assert event.mention.countries == ("KEN", "PER")


def test_the_day_of_a_refusal_lies_behind_that_of_what_is_called_off_ahead_but_for_the_nearest_days() -> None:
    text = "Kenya's president said no to Peru's president. On Saturday. On Friday. On Monday."
    parties = Party(name="Kenya's president"), Party(name="Peru's president")
    expected = {
        ("refused", "Saturday"): dt.date(2024, 6, 8), ("refused", "Friday"): dt.date(2024, 6, 14),
        ("cancelled", "Saturday"): dt.date(2024, 6, 15), ("cancelled", "Monday"): dt.date(2024, 6, 10),
    }  # fmt: skip
    for (status, words), day in expected.items():
        event = trusted(text, *parties, status=status, date_words=words)  # type: ignore[arg-type]
        assert event.mention
        assert event.mention.date
        assert event.mention.date.start == day, (status, words)


def test_a_day_without_a_year_that_is_soon_to_come_is_no_day_of_last_year() -> None:
    text = "Kenya's president and Peru's president. On 18 June. On 3 March. In March 2023."
    parties = Party(name="Kenya's president"), Party(name="Peru's president")
    expected = {
        ("occurred", "18 June"): None, ("occurred", "3 March"): dt.date(2024, 3, 3),
        ("occurred", "March 2023"): dt.date(2023, 3, 1),
        ("requested", "18 June"): dt.date(2024, 6, 18), ("planned", "18 June"): dt.date(2024, 6, 18),
        ("cancelled", "3 March"): dt.date(2025, 3, 3),
    }  # fmt: skip
    for (status, words), day in expected.items():
        event = trusted(text, *parties, status=status, date_words=words)  # type: ignore[arg-type]
        assert event.mention
        assert (event.mention.date and event.mention.date.start) == day, (status, words)


def test_a_null_date_stays_null() -> None:
    text = "The spokesman said on Monday that Kenya's president met Peru's president."
    event = trusted(text, Party(name="Kenya's president"), Party(name="Peru's president"))
    assert event.mention
    assert event.mention.date is None


def test_what_its_words_date_after_the_report_has_not_occurred() -> None:
    text = "Kenya's president met Peru's president on 18 June 2024."
    event = trusted(text, Party(name="Kenya's president"), Party(name="Peru's president"), date_words="18 June 2024")
    assert event.mention
    assert (event.mention.status, event.mention.date and event.mention.date.start) == ("planned", dt.date(2024, 6, 18))
    overruled = [(doubt.rule, doubt.said) for doubt in event.mention.doubts if doubt.holds == "code"]
    assert overruled == [("what_lies_ahead_has_not_occurred", "occurred")]


def test_a_dispute_whose_actor_stands_nowhere_is_refused() -> None:
    text = "Peru was accused of lying."
    parties = Party(name="Kenya", role="actor"), Party(name="Peru", role="target")
    event = trusted(text, *parties, kind="dispute", variant="accuse")
    assert event.mention is None
    assert {one.reason for one in event.rejected} == {"absent"}


def test_those_of_one_state_make_no_event_but_a_side_without_a_state_is_one() -> None:
    text = "Kenya's president met Kenya's governors."
    event = trusted(text, Party(name="Kenya's president"), Party(name="Kenya's governors"))
    assert event.mention is None
    text = "Recent expulsions of Peru's envoys by our partners."
    parties = Party(name="our partners", role="actor"), Party(name="Peru's envoys", role="target")
    event = trusted(text, *parties, kind="dispute", variant="expel")
    assert event.mention
    assert event.mention.countries == ("PER",)


def test_the_host_of_others_is_the_place_and_no_side() -> None:
    text = "Envoys of Kenya and Peru met in Oman."
    parties = Party(name="Kenya"), Party(name="Peru"), Party(name="Oman", role="host")
    event = trusted(text, *parties, variant="third_country")
    assert event.mention
    assert event.mention.countries == ("KEN", "PER")
    assert [(one.text, one.reason) for one in event.rejected] == [("Oman", "host")]


def test_a_dispute_is_done_or_planned() -> None:
    text = "Kenya urged Peru to withdraw."
    parties = Party(name="Kenya", role="actor"), Party(name="Peru", role="target")
    event = trusted(text, *parties, kind="dispute", variant="demand", status="requested")
    assert event.mention
    assert event.mention.status == "occurred"
