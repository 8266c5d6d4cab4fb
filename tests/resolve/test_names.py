"""Names: an authored table of pairs, and properties of any two persons."""

import itertools
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.naming import TABLES, pairs, people
from memcon._data import rows
from memcon.languages import tags
from memcon.resolve import Person, family_name, name_keys, same_party, same_person
from memcon.resolve.people import read
from memcon.resolve.people.cases import may_have_forms
from memcon.resolve.people.same import inflected
from memcon.resolve.people.slips import misspelt
from memcon.resolve.people.spelling import alike, bones, latin, near, sound
from memcon.resolve.people.titles import offices, strip

PAIRS = pairs()
PERSONS = [person for left, right, _ in PAIRS for person in (left, right)]


def test_pairs_are_told_together_and_apart() -> None:
    assert len(PAIRS) > 500
    wrong = [(left, right, same) for left, right, same in PAIRS if same_person(left, right) != same]
    assert wrong == []


def test_different_people_of_one_country_are_told_apart() -> None:
    pairs_ = [(code, *pair) for code, names in people().items() for pair in itertools.combinations(names, 2)]
    assert len(pairs_) > 10_000
    assert [
        pair for pair in pairs_ if same_person(Person(pair[1], None, pair[0]), Person(pair[2], None, pair[0]))
    ] == []
    assert [pair for pair in pairs_ if same_person(Person(pair[1]), Person(pair[2]))] == []
    one_office = [(Person(a, "Menlu", code), Person(b, "Menlu", code)) for code, a, b in pairs_]
    assert [pair for pair in one_office if same_person(*pair)] == []


def test_spellings_of_one_name_are_one_and_of_two_are_two() -> None:
    with (TABLES / "spellings.tsv").open(encoding="utf-8") as lines:
        rows_ = [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")][1:]
    for code, pattern, cell in rows_:
        groups = [
            [Person(pattern.replace("*", name), None, code) for name in group.split()] for group in cell.split("|")
        ]
        one = [pair for group in groups for pair in itertools.combinations(group, 2)]
        two = [pair for a, b in itertools.combinations(groups, 2) for pair in itertools.product(a, b)]
        assert [pair for pair in one if not same_person(*pair)] == []
        assert [pair for pair in two if same_person(*pair)] == []


def test_names_in_another_case_share_a_key() -> None:
    told = [(a, b) for a, b, same in PAIRS if same and a.language and b.language and a.name != b.name]
    missed = [(a, b) for a, b in told if name_keys(a).isdisjoint(name_keys(b))]
    assert len(missed) <= 0.01 * len(told), missed


@pytest.mark.parametrize("language", ["de", "pl", "ru", "tr", "uk"])
def test_endings_make_no_two_people_one(language: str) -> None:
    pairs_ = [(code, *pair) for code, names in people().items() for pair in itertools.combinations(names, 2)]
    people_ = [(Person(a, None, code, language), Person(b, None, code, language)) for code, a, b in pairs_]
    assert [pair for pair in people_ if same_person(*pair)] == []


@pytest.mark.parametrize(
    ("language", "name", "nominative"),
    [
        ("ru", "Владимиром Путиным", "Владимир Путин"),
        ("pl", "Andrzejem Dudą", "Andrzej Duda"),
        ("tr", "Recep Tayyip Erdoğan'ın", "Erdoğan"),
        ("de", "Angela Merkels", "Angela Merkel"),
        ("ar", "وسامح شكري", "سامح شكري"),
        ("en", "Dmytro Kuleba’s", "Dmytro Kuleba"),
    ],
)
def test_which_of_two_forms_is_the_nominative(language: str, name: str, nominative: str) -> None:
    one, other = Person(name, None, None, language), Person(nominative, None, None, language)
    assert inflected((one, other)) == {0}
    assert inflected((other, one, other)) == {1}
    assert inflected((one, one)) == frozenset()


def test_pairs_are_symmetric_and_each_is_itself() -> None:
    for left, right, _ in PAIRS:
        assert same_person(left, right) == same_person(right, left)
        assert same_person(left, left)
        assert same_person(right, right)


def test_one_person_shares_a_key_with_themself() -> None:
    same = [(left, right) for left, right, same in PAIRS if same]
    missed = [(left.name, right.name) for left, right in same if name_keys(left).isdisjoint(name_keys(right))]
    assert len(missed) <= 0.01 * len(same), missed


def test_keys_divide_people() -> None:
    """A key leads to a handful of people, else it is no use to look persons up by."""
    people: dict[str, set[str]] = {}
    for person in PERSONS:
        for key in name_keys(person):
            people.setdefault(key, set()).add(person.name)
    assert max(map(len, people.values())) <= 0.05 * len({person.name for person in PERSONS})


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (Person("China", None, "CHN"), Person("Tiongkok", None, "CHN"), True),
        (Person("Beijing", None, "CHN"), Person("Negeri Tirai Bambu", None, None), True),
        (Person("militer AS", None, "USA"), Person("Amerika Serikat", None, "USA"), True),
        (Person("Kementerian Luar Negeri China", None, "CHN"), Person("China", None, "CHN"), True),
        (Person("China", None, "CHN"), Person("Taiwan", None, "TWN"), False),
        (Person("China", None, "CHN"), Person("Wang Yi", "Menlu", "CHN"), False),
        (Person("China", None, "CHN"), Person("Menlu China", None, "CHN"), False),
        (Person("Menhan AS", None, None), Person("US Defense Secretary", None, "USA"), True),
        (Person("Menhan AS", None, None), Person("Menhan Rusia", None, None), False),
        (Person("Menhan AS", None, "USA"), Person("Menlu AS", None, "USA"), False),
        (Person("Menhan", None, None), Person("Menhan", "x", None), False),
        (Person("Menhan AS", None, "USA"), Person("Lloyd Austin", "Menhan", "USA"), False),
        (Person("Lloyd Austin", None, "USA"), Person("Austin", None, None), True),
    ],
)
def test_parties_are_people_or_states(left: Person, right: Person, *, same: bool) -> None:
    assert same_party(left, right) is same_party(right, left) is same


def test_states_are_no_persons() -> None:
    assert not same_person(Person("China", None, "CHN"), Person("Tiongkok", None, "CHN"))
    assert name_keys(Person("militer AS", None, "USA")) == frozenset()
    assert family_name(Person("militer AS", None, "USA")) == ""
    assert name_keys(Person("Menhan AS")) == {"office defence minister"}


def test_a_family_name_is_one_for_all_its_spellings() -> None:
    spellings = ["Volodymyr Zelensky", "Zelenskyy", "Presiden Zelenskiy", "Владимир Зеленский"]
    assert {family_name(Person(name, None, "UKR")) for name in spellings} == {"zelenski"}
    assert family_name(Person("Kim Jong Un", None, "PRK")) == family_name(Person("Kim", None, "PRK")) == "kim"
    assert family_name(Person("Ri Son Gwon", None, "PRK")) == family_name(Person("Lee Son-kwon", None, "PRK"))


def test_what_a_country_says_divides_namesakes_but_an_organisations_official_has_a_country() -> None:
    assert not same_person(Person("Wang Yi", None, "CHN"), Person("Wang Yi", None, "TWN"))
    assert same_person(Person("Josep Borrell", None, "EUU"), Person("Josep Borrell", None, "ESP"))
    assert same_person(Person("Lavrov", "Menlu Rusia"), Person("Sergey Lavrov", None, "RUS"))
    assert not same_person(Person("Wang", "Menlu China"), Person("Wang", "Menlu Taiwan"))


def test_a_slip_of_the_pen_is_one_person_only_in_one_office() -> None:
    general = Person("Liu Zhenli", "Kepala Staf Gabungan", "CHN")
    assert same_person(general, Person("Liu Henli", "Chief of the Joint Staff Department", "CHN"))
    assert not same_person(general, Person("Liu Henli", "juru bicara", "CHN"))
    assert not same_person(general, Person("Liu Henli", "Kepala Staf Gabungan", None))
    assert same_person(Person("Lui Zhenli", "Jenderal", "CHN"), Person("Liu Zhenli", "Jenderal", "CHN"))
    assert same_person(Person("Jens Stoltenbreg", None, "NATO"), Person("Jens Stoltenberg", None, "NATO"))
    assert same_person(Person("Lavorv", "Menlu", "RUS"), Person("Sergei Lavrov", "Menlu", "RUS"))
    assert same_person(Person("Sergie Lavrov", "Menlu", "RUS"), Person("Sergei Lavrov", "Menlu", "RUS"))
    assert not same_person(Person("Mike Johnson", None, "USA"), Person("Mike Johnston", None, "USA"))
    assert not same_person(Person("Liu", "Menhan", "CHN"), Person("Lu Zhenli", "Menhan", "CHN"))


@pytest.mark.parametrize(
    ("name", "words", "suffixes"),
    [
        ("Jenderal TNI (Purn.) Prabowo Subianto", ("Prabowo", "Subianto"), set()),
        ("Menteri Pertahanan Amerika Serikat Lloyd Austin", ("Lloyd", "Austin"), set()),
        ("Russian Defence Minister Sergei Shoigu", ("Sergei", "Shoigu"), set()),
        ("Air Force Gen. Charles Q. Brown Jr.", ("Charles", "Q.", "Brown"), {"jr"}),
        ("Prof. Dr. Mahfud MD, S.H., M.H.", ("Mahfud", "MD"), set()),
        ("Lloyd Austin, Menhan AS", ("Lloyd", "Austin"), set()),
        ("Austin, Lloyd", ("Lloyd", "Austin"), set()),
        ("Charles “CQ” Brown", ("Charles", "Brown"), set()),
        ("Raja Charles III", ("Charles",), {"iii"}),
        ("Jack Ma", ("Jack", "Ma"), set()),
        ("XI JINPING", ("XI", "JINPING"), set()),
        ("Martin Luther King Junior", ("Martin", "Luther", "King"), {"jr"}),
        ("Budi Santoso, M.Si", ("Budi", "Santoso"), set()),
        ("Retno Marsudi M.Sc.", ("Retno", "Marsudi"), set()),
        ("Menteri Luar Negeri", (), set()),
        ("the Russian defence minister", (), set()),
        ("", (), set()),
        ("(Purn.)", (), set()),
        ("Marine Le Pen", ("Marine", "Le", "Pen"), set()),
    ],
)
def test_titles_are_no_part_of_a_name(name: str, words: tuple[str, ...], suffixes: set[str]) -> None:
    stripped = strip(name)
    assert stripped.words == words
    assert set(stripped.suffixes) == suffixes


@pytest.mark.parametrize(
    ("name", "language", "words", "titles"),
    [
        (
            "la ministra alemana de Defensa, Karin Vogtländer",
            "es",
            "Karin Vogtländer",
            "la ministra alemana de Defensa",
        ),
        (
            "Samira Ouahbi, ministre tunisienne de la Justice",
            "fr",
            "Samira Ouahbi",
            "ministre tunisienne de la Justice",
        ),
        ("la primera ministra", "es", "", "la primera ministra"),
    ],
)
def test_an_office_may_be_parted_from_its_holder_by_a_comma(name: str, language: str, words: str, titles: str) -> None:
    stripped = strip(name, language)
    assert (" ".join(stripped.words), stripped.titles) == (words, titles)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Menhan AS", {"defence minister"}),
        ("US Secretary of Defense", {"defence minister"}),
        ("министр обороны России", {"defence minister"}),
        ("Ketua Kepala Staf Gabungan", {"chief of staff"}),
        ("Chairman of the Joint Chiefs of Staff", {"chief of staff"}),
        ("Juru bicara Kementerian Luar Negeri China", {"spokesperson:"}),
        ("Juru bicara Menteri Pertahanan", {"spokesperson:"}),
        ("Wakil Menteri Luar Negeri", {"deputy foreign minister"}),
        ("Deputi Kanselir", {"deputy:prime minister"}),
        ("Menlu sekaligus anggota Politbiro", {"foreign minister"}),
        ("Menteri Luar Negeri merangkap Wakil Perdana Menteri", {"foreign minister", "deputy prime minister"}),
        ("Jenderal", set()),
        ("pejabat", set()),
        ("", set()),
    ],
)
def test_titles_tell_offices(title: str, told: set[str]) -> None:
    assert offices(title) == told


@pytest.mark.parametrize(
    ("name", "country", "words"),
    [
        ("Mohammed bin Salman Al Saud", "SAU", ("mohammed", "binsalman", "saud")),
        ("Luiz Inácio Lula da Silva", "BRA", ("luiz", "inacio", "lula", "silva")),
        ("Abdel Fattah el-Sisi", "EGY", ("abdelfattah", "sisi")),
        ("Von der Leyen", "EUU", ("leyen",)),
        ("JD Vance", "USA", ("j", "d", "vance")),
        ("Шойгу Сергей Кужугетович", "RUS", ("sergei", "kuzhugetovich", "shoigu")),
        ("Володимира Зеленського", "UKR", ("volodimira", "zelenskogo")),
        ("欧阳修先生", "CHN", ("欧阳", "修")),
        ("강순남 위원장", "PRK", ("강", "순남")),
        ("김정은 위원장", "PRK", ("kim", "jong", "un")),
        ("弗拉基米尔·普京", "CHN", ("弗拉基米尔", "普京")),
        ("Kim Beazley", None, ("kim", "beazley")),
        ("SBY", "IDN", ("susilo", "bambang", "yudhoyono")),
        ("SBY", "USA", ("sby",)),
        ("-", None, ()),
    ],
)
def test_names_are_read(name: str, country: str | None, words: tuple[str, ...]) -> None:
    assert read(name, country).words == words


def test_spellings_sound_alike() -> None:
    for left, right in [
        ("sergei", "sergey"),
        ("soeharto", "suharto"),
        ("abdurrahman", "abdulrahman"),
        ("lavrov", "lawrow"),
    ]:
        assert sound(left) == sound(right)
        assert alike(left, right)
    assert sound("xi") == "xi"
    assert sound("习近平") == bones("习近平") == "习近平"
    assert not alike("zakharov", "zakharova")
    assert not alike("wang", "wong")
    assert latin("Ə́Łß") == "alss"
    assert near("zhenli", "henli")
    assert not near("li", "lu")


@pytest.mark.parametrize("hand", ["carried", "crossed"])
def test_an_initial_that_is_not_said_in_another_script_is_like_no_name(hand: Literal["carried", "crossed"]) -> None:
    assert not alike("jimmi", "", hand)
    assert not alike("", "ivanov", hand)
    bush = Person("George H. W. Bush", None, "USA")
    for name in ("Джимми Картер", "Джаред Кушнер", "Джанет Йеллен"):
        assert not same_person(Person(name, None, "USA", "ru"), bush)
        assert not same_person(bush, Person(name, None, "USA"))


def test_tables_are_well_formed() -> None:
    for kind, cell in rows("data/given_names.csv"):
        assert kind in {"common", "rare"}
        assert len(set(cell.split("|"))) > 1, cell
    for name, country, full in rows("data/short_forms.csv"):
        assert same_person(Person(name, None, country or None), Person(full, None, country or None)), name
    for left, right in rows("data/distinct_people.csv"):
        assert not same_person(Person(left), Person(right))


NAMES = st.sampled_from([person.name for person in PERSONS])
TITLES = st.one_of(
    st.none(), st.sampled_from(["Menlu", "Menhan", "Presiden", "Jenderal", "juru bicara Menlu"]), st.text(max_size=12)
)
COUNTRIES = st.sampled_from([None, "CHN", "USA", "RUS", "KOR", "IDN", "VNM", "SAU", "EUU"])


@given(left=NAMES, right=NAMES, titles=st.tuples(TITLES, TITLES), countries=st.tuples(COUNTRIES, COUNTRIES))
@settings(max_examples=300, deadline=None)
def test_any_two_persons_compare_the_same_both_ways(
    left: str, right: str, titles: tuple[str | None, str | None], countries: tuple[str | None, str | None]
) -> None:
    a, b = Person(left, titles[0], countries[0]), Person(right, titles[1], countries[1])
    assert same_person(a, b) == same_person(b, a)
    assert same_party(a, b) == same_party(b, a)
    assert same_person(a, a)
    if same_person(a, b):
        assert same_party(a, b)
    if countries[0] and countries[1] and "EUU" not in countries and countries[0] != countries[1]:
        assert not same_person(a, b)


@given(left=st.text(max_size=25), right=st.text(max_size=25), title=TITLES, country=COUNTRIES)
@settings(max_examples=200, deadline=None)
def test_any_words_are_compared(left: str, right: str, title: str | None, country: str | None) -> None:
    a, b = Person(left, title, country), Person(right, None, country)
    assert same_person(a, b) == same_person(b, a)
    assert same_party(a, a)
    assert isinstance(family_name(a), str)
    assert all(name_keys(a))


@given(name=NAMES, country=COUNTRIES)
@settings(max_examples=100, deadline=None)
def test_space_about_a_name_does_not_matter_to_its_keys(name: str, country: str | None) -> None:
    assert name_keys(Person(name, None, country)) == name_keys(Person(f" {name} ", None, country))


@pytest.mark.parametrize("language", tags())
def test_no_name_has_forms_that_may_have_none(language: str) -> None:
    names = {person.name for one, other, _ in PAIRS for person in (one, other)}
    apostrophes = {f"{name}’{ending}" for name in sorted(names)[:200] for ending in ("s", "ın", "nin")}
    missed = [
        name
        for name in names | apostrophes
        if any(read(name, None, language).forms) and not may_have_forms(name, language)
    ]
    assert not missed


def test_a_name_without_words_is_a_slip_of_nobody_s() -> None:
    nobody, somebody = read(" \n \n", None), read("Anna Berg", None)
    assert not nobody.words
    assert not any(misspelt(*pair) for pair in itertools.product((nobody, somebody), repeat=2))
