"""Files of every format, good and broken, in eleven languages: each gives the articles that were put in, no more."""

import random
from collections import Counter
from pathlib import Path

import pytest

from helpers.inputs import Input, inputs
from helpers.inputs.reading import reading
from memcon.articles.read import read_articles
from memcon.records import Article, ArticleState

FILES = inputs()


@pytest.mark.parametrize("one", FILES, ids=lambda one: f"{one.format}-{one.name}")
def test_a_file_gives_what_was_put_in(tmp_path: Path, one: Input) -> None:
    got = reading(one, tmp_path)
    assert (got.articles, got.failed, got.passed) == (len(one.articles), one.failed, one.passed)
    assert got.formats <= {one.format}
    assert (got.right, got.false) == (sum(wanted.published is not None for wanted in one.articles), 0)
    if one.articles:
        assert got.kept / got.body >= 0.97
        assert got.beside / got.given <= 0.02


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 60
    assert len({one.format for one in FILES}) >= 10
    assert len({one.language for one in FILES}) >= 8
    assert sum(bool(one.failed) for one in FILES) >= 15
    assert Counter(one.name for one in FILES).most_common(1)[0][1] == 1


FIRST = {one.format: one for one in reversed(FILES) if not one.failed}
"""A good file of each format."""


@pytest.mark.parametrize("form", FIRST)
def test_a_file_that_is_damaged_anywhere_ends_in_articles_and_lines(tmp_path: Path, form: str) -> None:
    one, chance = FIRST[form], random.Random(form)
    for number in range(10):
        data = bytearray(one.data)
        at, size = chance.randrange(len(data)), chance.randrange(1, 60)
        match number % 3:
            case 0:
                del data[max(1, at) :]
            case 1:
                data[at : at + size] = chance.randbytes(size)
            case _:
                del data[at : at + size]
        path = tmp_path / f"{number}-{one.name}"
        path.write_bytes(data)
        assert all(isinstance(item, Article | ArticleState) for item in read_articles([str(path)], language="en"))
