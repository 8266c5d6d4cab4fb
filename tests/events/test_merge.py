"""What is one event and what is not, on hand-made mentions: the traps that the field knows."""

import pytest

from helpers.merging import told
from memcon.events.merge import merge
from memcon.records import Call, Dispute, Event, Meeting, Mention, Status

GENERALS = "CQ Brown/USA, Liu Zhenli/CHN"
MINISTERS = "Sergei Shoigu/RUS, Lloyd Austin/USA"


def articles(events: list[Event]) -> list[list[str]]:
    return [[proof.article for proof in event.mentions] for event in events]


def one(*mentions: Mention) -> Event:
    """The one event of these mentions, whichever comes first."""
    events = merge(mentions)
    assert len(events) == 1, articles(events)
    assert merge(reversed(mentions)) == events
    return events[0]


def apart(*mentions: Mention) -> list[Event]:
    """The events, one a mention."""
    events = merge(mentions)
    assert len(events) == len(mentions), articles(events)
    return events


# --- the day ---


def test_two_calls_of_the_same_ministers_two_days_apart_are_two() -> None:
    first, second = apart(
        told("a", day="2022-10-21", people="Shoigu/RUS, Austin/USA", published="2022-10-22"),
        told("b", day="2022-10-23", people=MINISTERS, published="2022-10-24"),
    )
    assert (first.id, second.id) == ("call-2022-10-21-RUS-USA", "call-2022-10-23-RUS-USA")
    assert first.links == second.links == ()


def test_a_month_does_not_bridge_two_days() -> None:
    events = merge(
        [
            told("a", day="2022-10-21", people=MINISTERS, published="2022-10-22"),
            told("b", day="2022-10-23", people=MINISTERS, published="2022-10-24"),
            told("c", day="2022-10", people=MINISTERS, published="2022-11-05"),
        ]
    )
    assert sorted(len(event.mentions) for event in events) == [1, 2]


def test_four_summonses_of_one_ambassador_are_four() -> None:
    days = ("2023-02-04", "2023-03-01", "2023-03-02", "2023-08-15")
    apart(*(told(d, "dispute", d, "CHN/CHN/actor, Nicholas Burns/USA/target", variant="summon") for d in days))


def test_a_day_and_its_month_are_one_for_the_same_people() -> None:
    event = one(
        told("a", day="2023-12-21", people=GENERALS, published="2023-12-22"),
        told("b", day="2023-12", people="Brown/USA, Liu Zhenli/CHN"),
    )
    assert event.date is not None
    assert (str(event.date.start), event.date.precision) == ("2023-12-21", "day")
    assert event.conflicts == ()


def test_a_month_alone_is_not_enough_for_two_countries() -> None:
    apart(
        told("a", day="2022-11-22", people="Lloyd Austin/USA, Wei Fenghe/CHN", published="2022-11-23"),
        told("b", day="2022-11", countries="CHN USA", published="2023-12-01"),
    )


def test_a_month_told_on_its_third_day_is_three_days() -> None:
    apart(
        told("a", "meeting", "2024-02-20", GENERALS, published="2024-02-21"),
        told("b", "meeting", "2024-02", GENERALS, published="2024-02-03"),
    )


def test_a_year_is_enough_for_the_same_people_of_both_sides() -> None:
    one(
        told("a", "meeting", "2022-11-14", "Joe Biden/USA, Xi Jinping/CHN", published="2022-11-15"),
        told("b", "meeting", "2022", "Biden/USA, Xi/CHN", published="2023-06-01"),
    )


def test_a_wrong_year_is_a_conflict_of_one_event() -> None:
    event = one(
        told("a", day="2022-12-21", people=GENERALS, published="2023-12-22"),
        told("b", day="2023-12-21", people=GENERALS, published="2023-12-22"),
    )
    assert [(c.field, c.values) for c in event.conflicts] == [("date", ("2023-12-21", "2022-12-21"))]
    assert event.id == "call-2023-12-21-CHN-USA"
    assert "another year" in event.merges[0].reason


@pytest.mark.parametrize(
    ("people", "published"),
    [("CQ Brown/USA, Cina/CHN", "2023-12-22"), (GENERALS, "2022-12-22"), (GENERALS, None)],
    ids=["one side only", "told a year earlier", "not known when told"],
)
def test_a_year_between_two_days_is_else_no_slip(people: str, published: str | None) -> None:
    apart(
        told("a", day="2022-12-21", people=people, published=published),
        told("b", day="2023-12-21", people=GENERALS, published="2023-12-22"),
    )


def test_one_article_that_tells_of_two_years_means_two_events() -> None:
    apart(
        told("a", "meeting", "2023-05-09", GENERALS, published="2024-05-10"),
        told("a", "meeting", "2024-05-09", GENERALS, published="2024-05-10"),
    )


# --- undated ---


@pytest.mark.parametrize(("published", "events"), [("2023-12-22", 1), ("2024-01-10", 1), ("2024-03-30", 2), (None, 2)])
def test_an_undated_call_is_the_one_just_before_its_publication(published: str | None, events: int) -> None:
    mentions = [
        told("a", day="2023-12-21", people=GENERALS, published="2023-12-22"),
        told("b", people=GENERALS, published=published),
    ]
    assert len(merge(mentions)) == events


def test_nobody_reports_what_has_yet_to_happen() -> None:
    apart(
        told("a", day="2023-12-21", people=GENERALS, published="2023-12-22"),
        told("b", people=GENERALS, published="2023-12-19"),
    )


def test_nobody_plans_what_is_over() -> None:
    apart(
        told("a", "meeting", "2023-12-21", GENERALS, published="2023-12-10", status="planned"),
        told("b", "meeting", None, GENERALS, published="2023-12-24", status="planned"),
    )


def test_a_plan_without_a_date_is_the_one_soon_after() -> None:
    one(
        told("a", "meeting", "2023-12-21", GENERALS, published="2023-12-18", status="planned"),
        told("b", "meeting", None, GENERALS, published="2023-12-19", status="planned"),
    )


@pytest.mark.parametrize(("published", "events"), [("2023-12-23", 1), ("2023-12-29", 1), ("2024-01-05", 2), (None, 2)])
def test_two_undated_calls_are_one_if_published_together(published: str | None, events: int) -> None:
    mentions = [told("a", people=GENERALS, published="2023-12-22"), told("b", people=GENERALS, published=published)]
    assert len(merge(mentions)) == events


def test_undated_contact_of_two_countries_is_not_one_for_that() -> None:
    apart(
        told("a", countries="CHN USA", published="2023-12-22"),
        told("b", countries="CHN USA", published="2023-12-22"),
    )


# --- people ---


def test_a_misspelt_name_is_one_person_and_a_conflict() -> None:
    event = one(
        told("a", day="2023-12-21", people=GENERALS),
        told("b", day="2023-12-21", people=GENERALS),
        told("c", day="2023-12-21", people="Charles Brown/USA, Liu Henli/CHN"),
    )
    assert [p.name for p in event.participants] == ["CQ Brown", "Liu Zhenli"]
    assert [(c.field, c.values) for c in event.conflicts] == [("participants", ("Liu Zhenli", "Liu Henli"))]


def test_a_family_name_misspelt_before_the_same_given_name_is_one_person() -> None:
    one(
        told("a", "meeting", "2022-06-10", people="Wei Fenghe/CHN, Lloyd Austin/USA"),
        told("b", "meeting", "2022-06-10", people="Wen Fenghe/CHN, Lloyd Austin/USA"),
    )


def test_a_short_name_and_a_full_one_are_no_conflict() -> None:
    event = one(
        told("a", day="2022-10-24", people="Milley/USA, Gerasimov/RUS"),
        told("b", day="2022-10-24", people="Mark Milley/USA, Valery Gerasimov/RUS"),
    )
    assert [p.name for p in event.participants] == ["Mark Milley", "Valery Gerasimov"]
    assert event.conflicts == ()


def test_two_meetings_on_one_day_with_different_hosts_are_two() -> None:
    apart(
        told("a", "meeting", "2024-10-14", "Andrei Belousov/RUS, Dong Jun/CHN"),
        told("a", "meeting", "2024-10-14", "Belousov/RUS, Zhang Youxia/CHN"),
    )


@pytest.mark.parametrize(
    ("language", "forms", "name"),
    [
        ("ru", ("Владимиром Путиным", "Владимир Путин", "Путина"), "Владимир Путин"),
        ("ru", ("Сергеем Лавровым", "Сергея Лаврова"), "Сергеем Лавровым"),
        ("uk", ("Дмитра Кулеби", "Кулебою", "Дмитро Кулеба"), "Дмитро Кулеба"),
        ("pl", ("Radosława Sikorskiego", "Radosław Sikorski"), "Radosław Sikorski"),
        ("tr", ("Hakan Fidan'ın", "Hakan Fidan"), "Hakan Fidan"),
        ("de", ("Annalena Baerbocks", "Annalena Baerbock"), "Annalena Baerbock"),
        ("en", ("Lloyd Austin's", "Austin"), "Austin"),
        ("ar", ("وسامح شكري", "سامح شكري"), "سامح شكري"),
    ],
)
def test_a_person_in_several_cases_is_one_by_the_nominative(language: str, forms: tuple[str, ...], name: str) -> None:
    event = one(
        *(
            told(f"a{n}", day="2022-10-21", people=f"{form}/EGY, CQ Brown/USA", language=language)
            for n, form in enumerate(forms)
        )
    )
    assert [p.name for p in event.participants] == [name, "CQ Brown"]
    assert event.conflicts == ()


def test_a_case_of_one_name_is_not_another_s() -> None:
    brothers = ("Lechem Kaczyńskim", "Jarosław Kaczyński")
    apart(*(told(n, "meeting", "2008-08-12", f"{n}/POL, Saakaszwili/GEO", language="pl") for n in brothers))


def test_two_people_of_one_family_name_are_two() -> None:
    apart(
        told("a", "dispute", "2023-02-06", "Wang Yi/CHN/actor, AS/USA/target"),
        told("b", "dispute", "2023-02-06", "Wang Wenbin/CHN/actor, AS/USA/target"),
    )


def test_a_family_name_alone_does_not_make_two_people_one() -> None:
    events = merge(
        [
            told("a", "meeting", "2024-05-20", "Wang Yi/CHN, Sergei Lavrov/RUS"),
            told("b", "meeting", "2024-05-20", "Wang/CHN, Lavrov/RUS"),
            told("c", "meeting", "2024-05-20", "Wang Wenbin/CHN, Sergei Lavrov/RUS"),
        ]
    )
    assert sorted(len(event.mentions) for event in events) == [1, 2]


def test_a_report_without_names_is_the_meeting_of_that_day() -> None:
    event = one(
        told("a", "meeting", "2024-10-14", "Andrei Belousov/RUS, Dong Jun/CHN"),
        told("b", "meeting", "2024-10-14", "Rusia/RUS, China/CHN"),
        told("c", "meeting", "2024-10-14", countries="CHN RUS"),
    )
    assert [p.name for p in event.participants] == ["Andrei Belousov", "Dong Jun"]


def test_a_person_of_unknown_country_may_be_of_either_side() -> None:
    one(
        told("a", "meeting", "2023-06-18", "Antony Blinken/USA, Qin Gang/CHN"),
        told("b", "meeting", "2023-06-18", "Blinken, Qin Gang", countries="CHN USA"),
    )


def test_an_office_stands_for_whoever_holds_it() -> None:
    event = one(
        told(
            "a",
            "meeting",
            "2023-06",
            "Menteri Luar Negeri AS/USA, Menteri Luar Negeri China/CHN",
            published="2023-07-01",
        ),
        told(
            "b", "meeting", "2023-06", "US Foreign Minister/USA, Chinese Foreign Minister/CHN", published="2023-07-02"
        ),
    )
    assert len(event.participants) == 2


def test_names_in_a_script_that_cannot_be_compared_are_no_contradiction() -> None:
    one(
        told("a", day="2023-12-21", people="CQ Brown/USA, Liu Zhenli/CHN"),
        told("b", day="2023-12-21", people="CQ Brown/USA, 刘振立/CHN"),
    )


# --- countries ---


def test_a_mention_may_name_fewer_sides() -> None:
    event = one(
        told("a", "meeting", "2023-08-18", "Joe Biden/USA, Yoon Suk Yeol/KOR, Fumio Kishida/JPN"),
        told("b", "meeting", "2023-08-18", "Joe Biden/USA, Fumio Kishida/JPN"),
        told("c", "meeting", "2023-08-18", "Biden/USA"),
    )
    assert event.countries == ("JPN", "KOR", "USA")


def test_one_country_does_not_bridge_two_calls_of_a_day() -> None:
    events = merge(
        [
            told("a", day="2022-10-23", people="Sergei Shoigu/RUS, Ben Wallace/GBR"),
            told("b", day="2022-10-23", people="Sergei Shoigu/RUS, Hulusi Akar/TUR"),
            told("c", day="2022-10-23", people="Shoigu/RUS"),
        ]
    )
    assert [event.countries for event in events] == [("GBR", "RUS"), ("RUS", "TUR")]


def test_talks_beside_a_summit_are_not_the_summit() -> None:
    apart(
        told("a", "meeting", "2023-09-09", countries="BRA CHN FRA GBR IDN IND JPN USA"),
        told("b", "meeting", "2023-09-09", countries="FRA USA"),
    )


def test_the_rolls_of_a_summit_may_differ() -> None:
    one(
        told("a", "meeting", "2023-09-09", countries="BRA CHN FRA GBR IDN IND JPN USA"),
        told("b", "meeting", "2023-09-09", countries="BRA CHN DEU FRA GBR IDN IND USA"),
    )


def test_a_country_too_many_is_a_conflict() -> None:
    event = one(
        told("a", day="2023-12-21", people=GENERALS),
        told("b", day="2023-12-21", people=GENERALS),
        told("c", day="2023-12-21", people=GENERALS, countries="CHN TWN USA"),
    )
    assert event.countries == ("CHN", "USA")
    assert [(c.field, c.values) for c in event.conflicts] == [("countries", ("CHN/USA", "CHN/TWN/USA"))]


# --- kinds ---


def test_a_video_call_and_a_virtual_meeting_are_one_call() -> None:
    event = one(
        told("a", "call", "2023-12-21", GENERALS, variant="video"),
        told("b", "meeting", "2023-12-21", GENERALS, quote="kedua jenderal mengadakan pertemuan virtual"),
    )
    assert isinstance(event, Call)
    assert (event.channel, event.codes.cameo) == ("video", "041")
    assert [(c.field, c.values) for c in event.conflicts] == [("kind", ("call", "meeting"))]


@pytest.mark.parametrize(
    ("quote", "events"),
    [
        ("Austin dan Wei bertemu melalui konferensi video", 1),
        ("keduanya bertemu secara daring pada Kamis", 1),
        ("the two met by secure video on Thursday", 1),
        ("министры провели встречу по видеосвязи", 1),
        ("两国防长举行视频会晤", 1),
        ("kedua menteri menggelar rapat daring", 1),
        ("lewat sambungan Zoom keduanya berbicara", 1),
        ("video pertemuan keduanya beredar di media online", 2),
        ("keduanya bertemu pada Kamis", 2),
    ],
)
def test_words_that_make_a_meeting_a_virtual_one(quote: str, events: int) -> None:
    mentions = [
        told("a", "call", "2023-12-21", GENERALS, variant="phone"),
        told("b", "meeting", "2023-12-21", GENERALS, quote=quote),
    ]
    assert len(merge(mentions)) == events


def test_a_call_and_a_meeting_are_two_where_nobody_says_virtual() -> None:
    apart(
        told("a", "call", "2023-12-21", GENERALS, variant="phone"),
        told("b", "meeting", "2023-12-21", GENERALS, quote="keduanya bertemu pada Kamis"),
    )


def test_a_video_call_and_a_meeting_in_a_place_are_two() -> None:
    apart(
        told("a", "call", "2023-12-21", GENERALS, variant="video"),
        told("b", "meeting", "2023-12-21", GENERALS, place="Singapura/SGP"),
    )


def test_meetings_of_one_day_in_two_countries_are_two_unless_the_people_are_the_same() -> None:
    paris = told("a", "meeting", "2023-12-21", countries="CHN USA", place="Paris/FRA")
    geneva = told("b", "meeting", "2023-12-21", countries="CHN USA", place="Jenewa/CHE")
    apart(paris, geneva)
    event = one(
        told("a", "meeting", "2023-12-21", GENERALS, place="Paris/FRA"),
        told("b", "meeting", "2023-12-21", GENERALS, place="Jenewa/CHE"),
    )
    assert [(c.field, c.values) for c in event.conflicts] == [("place", ("Paris", "Jenewa"))]


# --- status ---


@pytest.mark.parametrize("status", ["planned", "requested", "refused", "cancelled"])
def test_contact_that_has_not_happened_is_another_event(status: str) -> None:
    apart(
        told("a", "meeting", "2023-06-18", GENERALS, published="2023-06-17", status=status),  # type: ignore[arg-type]
        told("b", "meeting", "2023-06-18", GENERALS, published="2023-06-19"),
    )


# --- disputes ---


def dispute(article: str, variant: str, actor: str, target: str, day: str | None = None, **more: str) -> Mention:
    people = f"{actor}/actor, {target}/target"
    return told(article, "dispute", day, people, variant=variant, **more)  # type: ignore[arg-type]


def test_an_answer_is_another_act() -> None:
    apart(
        dispute("a", "accuse", "Rusia/RUS", "Ukraina/UKR", "2022-10-24"),
        dispute("b", "accuse", "Ukraina/UKR", "Rusia/RUS", "2022-10-24"),
    )


def test_one_act_under_two_names_is_one() -> None:
    event = one(
        dispute("a", "criticise", "Sergei Lavrov/RUS", "AS/USA", "2022-10-24"),
        dispute("b", "accuse", "Lavrov/RUS", "Amerika Serikat/USA", "2022-10-24"),
    )
    assert isinstance(event, Dispute)
    assert [(c.field, c.values) for c in event.conflicts] == [("act", ("accuse", "criticise"))]


def test_one_act_under_two_names_needs_the_same_day() -> None:
    apart(
        dispute("a", "criticise", "Sergei Lavrov/RUS", "AS/USA", published="2022-10-24"),
        dispute("b", "accuse", "Lavrov/RUS", "Amerika Serikat/USA", published="2022-10-24"),
    )


def test_words_and_deeds_of_one_day_are_two() -> None:
    apart(
        dispute("a", "criticise", "AS/USA", "Rusia/RUS", "2022-10-24"),
        dispute("b", "sanction", "AS/USA", "Rusia/RUS", "2022-10-24"),
    )


def test_three_names_for_one_act_do_not_chain() -> None:
    events = merge(
        [
            dispute("a", "accuse", "China/CHN", "AS/USA", "2023-02-04"),
            dispute("b", "criticise", "China/CHN", "AS/USA", "2023-02-04"),
            dispute("c", "protest", "China/CHN", "AS/USA", "2023-02-04"),
            dispute("d", "summon", "China/CHN", "AS/USA", "2023-02-04"),
        ]
    )
    for event in events:
        acts = {proof.article for proof in event.mentions}
        assert not {"a", "d"} <= acts
    assert len(events) == 2


def test_a_side_that_one_mention_leaves_out() -> None:
    one(
        dispute("a", "sanction", "AS/USA", "Rusia/RUS", "2022-10-24"),
        told("b", "dispute", "2022-10-24", "Rusia/RUS/target", variant="sanction"),
    )


def test_undated_disputes_of_two_countries_stay_two_across_articles() -> None:
    apart(
        dispute("a", "criticise", "Rusia/RUS", "AS/USA", published="2022-10-24"),
        dispute("b", "criticise", "Rusia/RUS", "AS/USA", published="2022-10-24"),
    )


def test_a_deed_that_is_rarely_done_twice_is_one_within_its_time() -> None:
    one(
        dispute("a", "cut_ties", "Arab Saudi/SAU", "Qatar/QAT", "2017-06-05", published="2017-06-06"),
        dispute("b", "cut_ties", "Arab Saudi/SAU", "Qatar/QAT", "2017-06", published="2017-09-01"),
        dispute("c", "cut_ties", "Riyadh/SAU", "Doha/QAT", published="2017-06-07"),
    )
    apart(
        dispute("a", "attack", "Rusia/RUS", "Ukraina/UKR", "2022-10-10", published="2022-10-11"),
        dispute("b", "attack", "Rusia/RUS", "Ukraina/UKR", "2022-10", published="2022-12-01"),
        dispute("c", "attack", "Rusia/RUS", "Ukraina/UKR", published="2022-10-11"),
    )


def test_a_speaker_told_twice_that_week_without_a_date_is_one() -> None:
    one(
        dispute("a", "criticise", "Sergei Lavrov/RUS", "AS/USA", published="2022-10-24"),
        dispute("b", "criticise", "Lavrov/RUS", "AS/USA", published="2022-10-25"),
    )


def test_a_slip_of_the_year_in_what_one_speaker_said() -> None:
    event = one(
        dispute("a", "criticise", "Sergei Lavrov/RUS", "AS/USA", "2022-10-24", published="2022-10-25"),
        dispute("b", "criticise", "Sergei Lavrov/RUS", "AS/USA", "2021-10-24", published="2022-10-25"),
    )
    assert event.conflicts[0].values == ("2022-10-24", "2021-10-24")


# --- within an article ---


def test_an_undated_mention_is_the_dated_one_of_its_article() -> None:
    event = one(
        told("a", day="2023-12-21", people=GENERALS, published="2023-12-22"),
        told("a", people="Brown/USA, Liu/CHN", published="2023-12-22"),
    )
    assert event.merges[0].reason.startswith("same article; one undated; ")


def test_a_call_told_again_without_names_is_one_on_the_same_screen() -> None:
    one(told("a", people=GENERALS, at=100), told("a", countries="CHN USA", at=700))
    apart(told("a", people=GENERALS, at=100), told("a", countries="CHN USA", at=2700))


def test_an_undated_mention_goes_to_one_of_two_calls() -> None:
    events = merge(
        [
            told("a", day="2022-10-21", people=MINISTERS, at=100),
            told("a", day="2022-10-24", people="Mark Milley/USA, Valery Gerasimov/RUS", at=3000),
            told("a", people="Milley/USA", countries="RUS USA", at=3400),
        ]
    )
    assert [len(event.mentions) for event in events] == [1, 2]


def test_what_names_nobody_and_no_day_is_what_the_article_tells_most_of() -> None:
    events = merge(
        [
            told("a", day="2024-11-27", people="CQ Brown/USA, Valery Gerasimov/RUS", at=100),
            told("a", people="Brown/USA, Gerasimov/RUS", at=500),
            told("a", day="2023-03", countries="RUS USA", at=1300),
            told("a", countries="RUS USA", at=1400),
        ]
    )
    assert [len(event.mentions) for event in events] == [1, 3]


def test_far_apart_one_person_in_common_is_not_enough() -> None:
    apart(
        told("a", "meeting", people="Zhang Youxia/CHN, Andrei Belousov/RUS", at=100),
        told("a", "meeting", people="Belousov/RUS", countries="CHN RUS", at=2500),
    )
    one(
        told("a", "meeting", people="Zhang Youxia/CHN, Andrei Belousov/RUS", at=100),
        told("a", "meeting", people="Zhang Youxia/CHN, Belousov/RUS", at=2500),
    )


def test_what_an_article_tells_apart_is_not_joined_for_its_day_of_publication() -> None:
    apart(
        told("a", "meeting", "2024-10-14", "Dong Jun/CHN, Andrei Belousov/RUS", at=100, published="2024-10-15"),
        told("a", "meeting", people="Belousov/RUS", countries="CHN RUS", at=2500, published="2024-10-15"),
    )


def test_a_sentence_printed_twice_is_one_act() -> None:
    quote = "Moskow menuduh Washington memperpanjang perang dengan memasok senjata kepada Kiev"
    one(
        dispute("a", "accuse", "Moskow/RUS", "Washington/USA", quote=quote),
        dispute("a", "accuse", "Rusia/RUS", "AS/USA", quote=quote),
    )


def test_two_undated_acts_in_one_article_are_two() -> None:
    apart(
        dispute("a", "accuse", "Rusia/RUS", "AS/USA"),
        dispute("a", "demand", "Rusia/RUS", "AS/USA"),
        dispute("a", "accuse", "AS/USA", "Rusia/RUS"),
    )


def test_an_act_and_its_elaboration_are_one_wherever_they_stand() -> None:
    first, last = 100, 4000
    event = one(
        told("a", "dispute", "2024-05-06", "Rusia/RUS/actor, AS/USA/target", variant="criticise", at=first),
        told("a", "dispute", people="Moskow/RUS/actor, AS/USA/target", variant="accuse", at=last),
        told("a", "dispute", people="Rusia/RUS/actor, Washington/USA/target", variant="criticise", at=2000),
    )
    assert isinstance(event, Dispute)
    assert (event.act, str(event.date and event.date.start)) == ("accuse", "2024-05-06")
    assert [(c.field, c.values) for c in event.conflicts] == [("act", ("accuse", "criticise"))]
    one(
        told("a", "dispute", people="Rusia/RUS/actor, AS/USA/target", variant="warn", at=first),
        told("a", "dispute", people="Rusia/RUS/actor, AS/USA/target", variant="threaten", at=last),
    )


def test_several_who_say_the_same_for_one_side_all_take_part() -> None:
    event = one(
        told("a", "dispute", people="Sergei Lavrov/RUS/actor, AS/USA/target", variant="accuse", at=100),
        told("a", "dispute", people="Maria Zakharova/RUS/actor, AS/USA/target", variant="criticise", at=4000),
        told("a", "dispute", people="Lavrov/RUS/actor, AS/USA/target", variant="accuse", at=6000),
    )
    assert {p.name for p in event.participants} == {"Sergei Lavrov", "Maria Zakharova", "AS"}


@pytest.mark.parametrize(
    ("variant", "day", "people"),
    [
        ("accuse", "2024-05-07", "Rusia/RUS/actor, AS/USA/target"),  # another day
        ("accuse", "2024-05-06", "AS/USA/actor, Rusia/RUS/target"),  # the answer
        ("accuse", "2024-05-06", "Rusia/RUS/actor, Ukraina/UKR/target"),  # another target
        ("demand", "2024-05-06", "Rusia/RUS/actor, AS/USA/target"),
        ("reject", "2024-05-06", "Rusia/RUS/actor, AS/USA/target"),
        ("warn", "2024-05-06", "Rusia/RUS/actor, AS/USA/target"),
        ("expel", "2024-05-06", "Rusia/RUS/actor, AS/USA/target"),
    ],
)
def test_what_an_article_tells_beside_an_act_is_no_elaboration_of_it(variant: str, day: str, people: str) -> None:
    first = told("a", "dispute", "2024-05-06", "Rusia/RUS/actor, AS/USA/target", variant="criticise", at=100)
    apart(first, told("a", "dispute", day, people, variant=variant, at=4000))  # type: ignore[arg-type]


def test_two_deeds_of_one_day_under_near_names_need_that_day() -> None:
    apart(
        told("a", "dispute", people="Turki/TUR/actor, Belanda/NLD/target", variant="suspend", at=100),
        told("a", "dispute", people="Turki/TUR/actor, Belanda/NLD/target", variant="cut_ties", at=4000),
    )
    one(
        told("a", "dispute", people="Turki/TUR/actor, Belanda/NLD/target", variant="bar", at=100),
        told("a", "dispute", people="Ankara/TUR/actor, Belanda/NLD/target", variant="bar", at=4000),
    )


def test_two_deeds_that_an_article_tells_apart_are_two_and_one_told_twice_is_one() -> None:
    ship = "Chili/CHL/actor, Peru/PER/target"
    apart(
        told("a", "dispute", "2024-05-06", ship, variant="obstruct", at=100, quote="Kapal Chili menghadang kapal Peru"),
        told("a", "dispute", "2024-05-06", ship, variant="seize", at=200, quote="lalu awaknya dibawa ke pelabuhan"),
    )
    one(
        told("a", "dispute", "2024-05-06", ship, variant="obstruct", at=100, quote="Kapal Chili menahan kapal Peru"),
        told("a", "dispute", "2024-05-06", ship, variant="seize", at=100, quote="Kapal Chili menahan kapal Peru"),
    )


@pytest.mark.parametrize(
    ("language", "minister", "state"),
    [
        ("zh", "蒙古国外长额尔登巴特/MNG", "蒙古国/MNG"),
        ("ar", "كريم بلقاسم/DZA", "الجزائر/DZA"),
        ("ru", "Андрей Козич/BLR", "Минск/BLR"),
        ("ko", "김민수/KOR", "한국/KOR"),
        ("ja", "山田太郎/JPN", "日本/JPN"),
        ("vi", "Nguyễn Văn Lộc/VNM", "Việt Nam/VNM"),
    ],
)
def test_a_state_by_its_bare_words_is_nobody_else_than_its_minister_in_any_script(
    language: str, minister: str, state: str
) -> None:
    one(
        told("a", "meeting", "2024-05-06", f"{minister}, Marta Lagos/PER", language=language),
        told("b", "meeting", "2024-05-06", f"{state}, Marta Lagos/PER", language=language),
    )


def test_names_that_one_article_gives_an_act_join_those_of_another() -> None:
    one(
        told("a", "dispute", "2024-05-06", "Rusia/RUS/actor, AS/USA/target", variant="protest", at=100),
        told("a", "dispute", "2024-05-06", "Rusia/RUS/actor, AS/USA/target", variant="accuse", at=200),
        told("b", "dispute", "2024-05-06", "Rusia/RUS/actor, AS/USA/target", variant="accuse"),
    )


@pytest.mark.parametrize("status", ["planned", "requested", "refused", "cancelled"])
def test_a_journey_and_the_meeting_that_it_was_for_are_one_plan(status: Status) -> None:
    event = one(
        told("a", "meeting", people="Blinken/USA/visitor", countries="CHN USA", status=status, variant="visit", at=100),
        told("a", "meeting", "2023-02-05", "Antony Blinken/USA, Wang Yi/CHN", status=status, at=4000),
    )
    assert isinstance(event, Meeting)
    assert (event.form, [p.name for p in event.participants]) == ("visit", ["Antony Blinken", "Wang Yi"])


def test_a_journey_and_another_plan_are_two() -> None:
    visit = told("a", "meeting", "2023-02-05", "Blinken/USA", "CHN USA", status="planned", variant="visit", at=100)
    for other in (
        told("a", "meeting", "2023-03-05", "Antony Blinken/USA, Wang Yi/CHN", status="planned", at=4000),
        told("a", "meeting", people="Lloyd Austin/USA, Wei Fenghe/CHN", status="planned", at=4000),
        told("a", "meeting", countries="CHN USA", status="planned", at=4000),
        told("a", "call", people="Antony Blinken/USA, Wang Yi/CHN", status="planned", at=4000),
        told("a", "meeting", people="Antony Blinken/USA, Wang Yi/CHN", status="cancelled", at=4000),
        told(
            "a", "meeting", people="Antony Blinken/USA, Wang Yi/CHN", countries="CHN RUS USA", status="planned", at=9000
        ),
    ):
        apart(visit, other)


def test_a_plan_lies_ahead_of_its_first_report() -> None:
    events = merge(
        [
            told("a", "meeting", "2023-06-18", GENERALS, status="planned", published="2023-06-01"),
            told("b", "meeting", "2023-06", GENERALS, status="planned", published="2023-06-10"),
            told("c", "meeting", people=GENERALS, status="planned", published="2023-06-17"),
            told("d", "meeting", "2023-06-18", GENERALS, published="2023-06-19"),
            told("e", "meeting", people=GENERALS, published="2023-06-20"),
        ]
    )
    assert [(event.status, len(event.mentions), event.links[0].type) for event in events] == [
        ("planned", 3, "fulfilled_by"),
        ("occurred", 2, "fulfils"),
    ]
    assert all(event.date and event.reported and event.date.end > event.reported.first for event in events[:1])  # type: ignore[operator]


def test_an_article_of_hundreds_of_mentions_is_compared_by_neighbours() -> None:
    mentions = [told("a", day="2023-12-21", people=GENERALS, at=100 * n) for n in range(260)]
    event = one(*mentions)
    assert len(event.merges) == 259


# --- the same words ---


def test_the_same_words_in_two_articles_are_one_event() -> None:
    quote = "Kepala Staf Gabungan AS dan mitranya dari China berbicara untuk pertama kali sejak 2022"
    event = one(
        told("a", countries="CHN USA", quote=quote, published="2023-12-22"),
        told("b", countries="CHN USA", quote=quote.upper(), published="2024-02-22"),
    )
    assert event.merges[0].reason == "same words; both undated; CHN/USA"


def test_a_few_words_in_common_prove_nothing() -> None:
    apart(
        told("a", countries="CHN USA", quote="keduanya berbicara", published="2023-12-22"),
        told("b", countries="CHN USA", quote="keduanya berbicara", published="2023-12-22"),
    )


def test_one_sentence_about_two_acts_is_two() -> None:
    quote = "Amerika Serikat mengecam serangan itu dan menjatuhkan sanksi kepada Rusia pada hari yang sama"
    events = merge(
        [
            dispute("a", "criticise", "AS/USA", "Rusia/RUS", quote=quote, published="2023-12-22"),
            dispute("a", "sanction", "AS/USA", "Rusia/RUS", quote=quote, published="2023-12-22"),
            dispute("b", "criticise", "AS/USA", "Rusia/RUS", quote=quote, published="2023-12-22"),
            dispute("b", "sanction", "AS/USA", "Rusia/RUS", quote=quote, published="2023-12-22"),
        ]
    )
    assert articles(events) == [["a", "b"], ["a", "b"]]


# --- crowds ---


def test_a_day_in_all_the_news_is_one_event() -> None:
    days = [told(f"d{n}", "meeting", "2023-11-15", "Biden/USA, Xi/CHN", place=f"ruang {n}") for n in range(240)]
    loose = [
        told(
            f"m{n}",
            "meeting",
            "2023-11",
            "Joe Biden/USA, Xi Jinping/CHN",
            published=f"2024-0{1 + n % 9}-{1 + n // 9:02}",
        )
        for n in range(200)
    ]
    event = one(*days, *loose)
    assert len(event.merges) == 439
    assert [c.field for c in event.conflicts] == ["place"]


def test_two_meetings_of_a_crowded_day_stay_two() -> None:
    first = [told(f"a{n}", "meeting", "2023-11-15", "Biden/USA, Xi/CHN", place=f"ruang {n}") for n in range(120)]
    second = [told(f"b{n}", "meeting", "2023-11-15", "Blinken/USA, Wang Yi/CHN", place=f"aula {n}") for n in range(120)]
    assert [len(event.mentions) for event in merge([*first, *second])] == [120, 120]


def test_people_of_whom_no_country_is_known_are_strangers_if_none_is_the_same() -> None:
    apart(
        told("a", "meeting", "2023-06-18", "Antony Blinken, Qin Gang", countries="CHN USA"),
        told("b", "meeting", "2023-06-18", "Joe Biden/USA, Xi Jinping/CHN"),
    )
