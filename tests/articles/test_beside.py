"""What the format of an article marks as not its own words is no body, stays in the text, and lasts through files."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memcon.articles.body import marks
from memcon.articles.marked import Mark, outside, without_overlaps
from memcon.articles.read import read_articles
from memcon.articles.reread import read_again
from memcon.articles.sentences import body_of, not_body, segment
from memcon.errors import UsageError
from memcon.extraction.article import state_of
from memcon.outputs.atomic import write_lines
from memcon.records import Article, ArticleState, Beside, ImportedArticle, Origin

TEXT = """The ministers met in Oslo on Tuesday.
Anna Berg in the palace last year
They agreed on a border commission. Subscribe now and read more. It meets in May.
"""
CAPTION = Beside(start=TEXT.index("Anna"), end=TEXT.index("\nThey"), reason="caption")
ADVERT = Beside(start=TEXT.index("Subscribe"), end=TEXT.index(" It meets"), reason="advertisement")


def made(**more: object) -> Article:
    return Article(id="a", text=TEXT, language="en", beside=(ADVERT, CAPTION), **more)  # type: ignore[arg-type]


def test_what_a_format_marks_is_no_body_and_keeps_its_reason() -> None:
    article = made()
    assert article.beside == (CAPTION, ADVERT)
    assert [(article.text[mark.start : mark.end], mark.reason) for mark in not_body(article)] == [
        ("Anna Berg in the palace last year", "caption"),
        ("Subscribe now and read more.", "advertisement"),
    ]
    assert "Anna" not in body_of(article.text, segment(article))
    body = [article.text[one.start : one.end] for one in segment(article) if one.body]
    assert body == ["The ministers met in Oslo on Tuesday.", "They agreed on a border commission.", "It meets in May."]


def test_a_marked_line_is_no_title() -> None:
    text = "A picture of a palace\nPublished: 5 December 2024\nMinisters meet in Oslo\n\nThey met in Oslo.\n"
    first = Beside(start=0, end=21, reason="caption")
    reasons = [mark.reason for mark in marks(text, "en", (first,))]
    assert reasons[:2] == ["caption", "stamp"]


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 4), (0, 10_000)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(UsageError, match="'beside' is"):
        Article(id="a", text=TEXT, beside=(Beside(start=start, end=end, reason="link"),))


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=8)


@given(SPANS, SPANS)
def test_marks_of_rules_keep_what_no_format_has_marked(
    found: list[tuple[int, int]], told: list[tuple[int, int]]
) -> None:
    mine = list(without_overlaps(Mark(at, at + size, "link") for at, size in found))
    theirs = list(without_overlaps(Mark(at, at + size, "caption") for at, size in told))
    left = list(outside(mine, theirs))

    def held(all_of: list[Mark]) -> set[int]:
        return {at for mark in all_of for at in range(mark.start, mark.end)}

    assert held(left) == held(mine) - held(theirs)
    assert sum(mark.end - mark.start for mark in left) == len(held(left))


def test_an_imported_file_is_read_back_whole(tmp_path: Path) -> None:
    origin = Origin(path="pages.warc", record=7, format="warc")
    article = made(
        title="Ministers meet", published=dt.date(2024, 12, 5), published_basis='meta "2024-12-05"', source="Site",
        url="https://example.org/a", notes=("two readers differ",), origin=origin,
    )  # fmt: skip
    path = tmp_path / "articles.jsonl"
    write_lines(path, [ImportedArticle.of(article)])
    (again,) = read_articles([str(path)])
    assert isinstance(again, Article)
    assert ImportedArticle.of(again) == ImportedArticle.of(article)
    assert again.path == f"{path}:1"
    state = state_of(again, "empty")
    (found,) = read_again({"a": state}, None).texts.values()
    assert segment(found) == segment(article)


@pytest.mark.parametrize(
    "beside",
    [
        [{"start": 0, "end": 4, "reason": "nonsense"}],
        [{"start": 0, "end": 4000, "reason": "link"}],
        [{"start": 4, "end": 4, "reason": "link"}],
        ["link"],
        7,
    ],
)
def test_marks_that_cannot_be_are_told(tmp_path: Path, beside: object) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "They met.", "beside": beside}), "utf-8")
    (state,) = read_articles([str(path)])
    assert isinstance(state, ArticleState)
    assert state.reason == "bad_field"
    assert "import again" in (state.detail or "")


def test_keys_of_ours_that_others_have_too_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "They met.", "notes": "check", "origin": "Reuters"}), "utf-8")
    (article,) = read_articles([str(path)])
    assert isinstance(article, Article)
    assert (article.notes, article.origin) == ((), Origin(path=str(path), record=1, format="jsonl"))


def test_the_articles_of_a_folder_are_found_again_by_their_paths(tmp_path: Path) -> None:
    for year in ("2023", "2024"):
        (tmp_path / "in" / year).mkdir(parents=True)
        (tmp_path / "in" / year / "001.txt").write_text("They met.", "utf-8")
    articles = [one for one in read_articles([str(tmp_path / "in")]) if isinstance(one, Article)]
    states = {one.id: state_of(one, "empty") for one in articles}
    assert list(states) == ["2023/001.txt", "2024/001.txt"]
    again = read_again(states, None)
    assert {name: one.path for name, one in again.texts.items()} == {one.id: one.path for one in articles}
    assert not again.others
