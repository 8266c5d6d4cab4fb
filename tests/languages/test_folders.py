"""A language is a folder of data: it is checked on load, and its words make patterns by its script."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from memcon import _data
from memcon.errors import DataError
from memcon.languages import Language, language, load, script_of, tags
from memcon.languages.lexicon import NEVER, Script, fragment
from memcon.languages.shape import FILES, Facts


@pytest.mark.parametrize("tag", tags())
def test_every_folder_holds_what_the_shape_allows_and_compiles(tag: str) -> None:
    load.check(tag, script_of(tag))


@pytest.mark.parametrize("tag", [tag for tag in tags() if not language(tag).facts.draft])
def test_what_a_language_reads_has_a_folder(tag: str) -> None:
    facts = language(tag).facts
    assert facts.name
    assert {*facts.also_reads, *([facts.falls_back_to] if facts.falls_back_to else [])} <= set(tags())


def test_no_two_languages_claim_one_tag() -> None:
    claimed = [alias for tag in tags() for alias in (tag, *language(tag).facts.aliases)]
    assert len(claimed) == len(set(claimed))


@pytest.mark.parametrize(("given", "tag"), [("id", "id"), ("IND", "id"), ("in", "id"), ("en_US", "en"), ("zsm", "ms")])
def test_a_tag_is_read_as_people_write_it(given: str, tag: str) -> None:
    assert language(given).tag == tag


def test_a_language_without_a_folder_has_empty_classes_and_is_not_indonesian() -> None:
    unknown = language("xx")
    assert unknown.reads == ()
    names = [name for file, shape in FILES.items() for name, _ in load.classes(shape, file)]
    shared = {name for name in names if load.words_of("shared", name)}
    assert not unknown.knows(*(name for name in names if name not in shared))
    assert unknown.pattern("telling.before_name").search("kata Menlu, said the minister") is None


def test_one_setting_says_what_is_read_when_detection_fails() -> None:
    assert language(None).reads == language("").reads == ("id", "en")
    assert language(None).tag == ""


def test_indonesian_reads_english_and_english_does_not_read_indonesian() -> None:
    assert language("id").pattern("telling.before_name").search("according to him")
    assert language("en").pattern("telling.before_name").search("kata dia") is None


def test_malay_has_what_indonesian_has() -> None:
    assert set(language("id").listed("events.dispute.accuse")) <= set(language("ms").listed("events.dispute.accuse"))


@pytest.mark.parametrize(
    ("word", "matches", "does_not"),
    [
        ("kata", ["kata", "Kata dia"], ["katanya", "sekata"]),
        ("refus*", ["refuses", "he refused"], ["unrefused"]),
        ("*temu", ["bertemu"], ["bertemunya"]),
        ("*bicara*", ["pembicaraannya"], ["bicra"]),
        ("call … on", ["call on", "calls? call all of us on"], ["call a b c d on", "call it. on"]),
        ("call …1 on", ["call us on"], ["call all us on"]),
        ("(will|would) be", ["would be"], ["will"]),
        ("(very|) much", ["very much", "much"], ["muchly"]),
        (r"/plans? to\b/", ["plan to", "plans to"], ["replan to", "plan tonight"]),
        ("Jum'at", ["jum’at"], ["jumat"]),
    ],
)
def test_the_syntax_of_words(word: str, matches: list[str], does_not: list[str]) -> None:
    pattern = _made(word, Script())
    assert all(pattern.search(text) for text in matches)
    assert not any(pattern.search(text) for text in does_not)


def test_scripts_without_spaces_have_no_word_boundaries() -> None:
    assert _made("会见 … 外长", Script(spaced=False)).search("王毅会见法国外长")


@pytest.mark.parametrize("text", ["قال", "وقال", "فَقَالَ"])
def test_small_words_are_written_onto_arabic_ones_and_vowels_may_stand(text: str) -> None:
    assert language("ar").facts.glued
    assert _made("قال", script_of("ar")).fullmatch(text)


@pytest.mark.parametrize("text", ["قَالَتْ", "مَقال", "قالَت"])
def test_a_vowel_does_not_end_an_arabic_word(text: str) -> None:
    assert not _made("قال", script_of("ar")).search(text)


@pytest.mark.parametrize("text", ["الرئيس", "للرئيس", "بالرئيس", "والرئيس"])
def test_the_arabic_article_runs_together_with_what_is_before_it(text: str) -> None:
    assert _made("الرئيس", script_of("ar")).fullmatch(text)


def test_an_empty_class_matches_nothing() -> None:
    assert fragment((), Script()) == NEVER
    assert language("en").compile(r"x?{events.voice.object_before}").search("x") is None


def test_a_template_joins_classes() -> None:
    pattern = language("id").compile(r"{events.plan.before}{_}{~3}{events.plan.contact}")
    assert pattern.search("Presiden akan segera bertemu Putin")
    assert pattern.search("Presiden akan pulang. Ia bertemu Putin") is None


def test_letter_case_counts_in_a_template_and_not_in_words() -> None:
    pattern = language("en").compile(r"{telling.before_name} [A-Z]")
    assert pattern.search("SAID Lavrov")
    assert pattern.search("said lavrov") is None


def test_there_is_one_value_of_a_language() -> None:
    assert isinstance(language("en"), Language)
    assert language("en") is language("EN")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of a language `qq`, in place of those that are delivered."""
    (tmp_path / "languages").mkdir()
    shutil.copytree(_data.find("languages/shared"), tmp_path / "languages" / "shared")
    (tmp_path / "languages" / "en").mkdir()
    shutil.copy(_data.find("languages/en/titles.csv"), tmp_path / "languages" / "en")
    made = tmp_path / "languages" / "qq"
    made.mkdir()
    (made / "language.toml").write_text('name = "Q"\n', "utf-8")
    monkeypatch.setattr(_data, "_PACKAGE", tmp_path)
    for cache in (load._facts, load.file_of, load.words_of, load.rows):
        cache.cache_clear()
    yield made
    for cache in (load._facts, load.file_of, load.words_of, load.rows):
        cache.cache_clear()


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("telling.toml", 'before_name = ["a"]\nbefor_name = ["b"]\n', r"qq/telling.toml:2: befor_name: no such key"),
        ("telling.toml", 'before_name = [\n  "a",\n  "b",\n  "a",\n]\n', r"qq/telling.toml:4: before_name: 'a' stands"),
        ("telling.toml", 'before_name = ["a", "/(b/"]\n', r"qq/telling.toml:1: '/\(b/' is no pattern"),
        ("telling.toml", 'after_name = ["a", "(b"]\n', r"qq/telling.toml:1: '\(b' is no pattern"),
        ("events.toml", '[dispute]\naccuse = ["a"]\n\n[disputes]\n', r"qq/events.toml:4: disputes: no such key"),
        ("words.toml", "[prepositions\n", r"qq/words.toml: .*line 1"),
        ("dates.csv", "kind,words\nmonth,a\n", r"qq/dates.csv:1: the header must be kind,value,words"),
        ("dates.csv", "# c\nkind,value,words\nmonth,1\n", r"qq/dates.csv:3: needs 3 columns"),
        ("dates.csv", "kind,value,words\n# c\nweekdy,1,a\n", r"qq/dates.csv:3: no such kind: 'weekdy'"),
        ("dates.csv", "kind,value,words\nmonth,13,a\n", r"qq/dates.csv:2: 'month' has no value '13'"),
        ("countries.csv", "code,kind,rule,words\nRUM,name,,A\n", r"qq/countries.csv:2: no such code: 'RUM'"),
        ("countries.csv", "code,kind,rule,words\nROU,nam,,A\n", r"qq/countries.csv:2: no such kind: 'nam'"),
        ("cities.csv", "code,kind,rule,words\nROU,city,big,A\n", r"qq/cities.csv:2: no such rule: 'big'"),
        ("titles.csv", "kind,words\npresidnt,a\n", r"qq/titles.csv:2: no such kind: 'presidnt'"),
        ("offices.csv", "kind,words\nofice,a\n", r"qq/offices.csv:2: no such kind: 'ofice'"),
        (
            "language.toml",
            '[declension]\nendings = { "a" = ["ei"] }\n',
            r"qq/language.toml:2: .*: the last must be the",
        ),
        ("language.toml", '[declension.endings]\na = ["e", "i"]\n"" = ["u"]\n', r"qq/language.toml:.* as many cases"),
        ("teling.toml", 'after_name = ["a"]\n', r"qq/teling.toml: nothing reads a file of this name"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(folder: Path, file: str, text: str, told: str) -> None:
    (folder / file).write_text(text, "utf-8")
    with pytest.raises(DataError, match=told):
        load.check("qq", Script())


def test_a_folder_needs_nothing_but_its_facts(folder: Path) -> None:
    load.check("qq", Script())
    assert load.facts("qq") == Facts(name="Q")


def _made(word: str, script: Script) -> re.Pattern[str]:
    return re.compile(f"(?i:{fragment((word,), script)})")
