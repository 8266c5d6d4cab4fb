"""What a refusal says of its article stands there, and is looked for once a word, however long it is."""

import pytest

from memcon.compare.verify.refusals import refusal_problems
from memcon.records import Article, Rejected


class Searched(str):
    """A text that counts how often something is looked for in it."""

    __slots__ = ("times",)
    times: int

    def __contains__(self, words: object) -> bool:
        self.times += 1
        return str.__contains__(self, words)  # type: ignore[operator]


def problems(text: str, said: str) -> tuple[list[str], int]:
    searched = Searched(text)
    searched.times = 0
    article = Article(id="a", text="")
    object.__setattr__(article, "text", searched)
    line = Rejected(
        article="a",
        kind="call",
        field="event",
        reason="negated",
        detail="",
        text=said,
        near=None,
        model="m",
        prompt="p",
    )
    return list(refusal_problems([line], {"a": article})), searched.times


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("Berg did not call Haddad", True),
        ("Berg did not call Haddad The talks were off", True),
        ("erg did not call Had", True),  # quotes may be cut within a word
        ("Berg did not call Stone", False),
    ],
)
def test_the_words_of_a_refusal_are_those_of_its_article(said: str, held: bool) -> None:  # noqa: FBT001
    found, _ = problems("Berg did not call Haddad. The talks were off.", said)
    assert (found == []) is held


def test_a_refusal_of_any_length_is_looked_for_in_bounded_time() -> None:
    text = ("a" * 60 + " ") * 200 + " ab"
    assert problems(text, "ab " * 40_000) == ([], 0)
    found, times = problems(text, " ".join("a" * (at % 59 + 1) + "b" * at for at in range(2000)))
    assert found
    assert times == 0
