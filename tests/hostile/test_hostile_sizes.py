"""What is far too long for what it is said to be is refused, with a reason, before anything is compared with it."""

import asyncio
import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from conftest import Command
from helpers.memory import peak_memory
from helpers.merging import told
from helpers.steps import steps
from memcon._data import MOST_KEYS
from memcon.articles.body import marks
from memcon.articles.formats import Format, jsonl
from memcon.articles.formats.tables import array
from memcon.articles.published import find_published
from memcon.articles.read import completed
from memcon.compare.diff.source import read_sides
from memcon.errors import AnswerInvalid, DataError
from memcon.events.merge.beside import MOST_COMPARED, pairs_beside
from memcon.events.merge.blocks import MOST_PAIRS, known_of
from memcon.events.merge.casts import Casting
from memcon.events.merge.nodes import NodeReader
from memcon.evidence.screen import to_a_machine
from memcon.extraction.strategies.cascade import _fill_contact
from memcon.models.base import Label, Message, ModelAnswer, Prompt
from memcon.records import Article, ArticleState
from memcon.records.jsonl import MOST_BYTES, BadLine, parse_object, read_lines
from memcon.resolve.dates.cjk import date_spans
from memcon.text.ground import Folded, explain, ground, ground_within
from memcon.text.ground.values import LONGEST

pytestmark = pytest.mark.hostile
T = TypeVar("T", bound=ModelAnswer)
SAID = "Kenya's president met Peru's president in Nairobi on Tuesday. "


@pytest.mark.parametrize("unit", ["a", "a ", SAID, "… ", "و", "ה", ". . . ", " a", "1"])
def test_a_quote_of_ten_megabytes_stands_nowhere(unit: str) -> None:
    quote, text = unit * (10_000_000 // len(unit)), Folded(SAID)
    assert steps(lambda: ground(quote, text), 10_000) < 10_000
    assert ground_within(quote, text, (0, 1)) is None
    refusal = explain(quote, text)
    assert refusal
    assert refusal.reason == "too_long"


@pytest.mark.parametrize("words", ["Kenya met ", "x y ", "z "])
def test_a_long_quote_is_compared_with_no_other_place(words: str) -> None:
    quote = (words * LONGEST)[:LONGEST]
    refusal = explain(quote, SAID * 10)
    assert refusal
    assert refusal.reason == "absent"
    assert refusal.near is None


@pytest.mark.parametrize("front", ["و", "ה", "ו"])
def test_a_word_without_an_end_in_arabic_or_hebrew_is_looked_at_once(front: str) -> None:
    long = steps(lambda: ground(front * 40, front * 8_000), 20_000_000)
    short = steps(lambda: ground(front * 40, front * 800), 20_000_000)
    assert long < 14 * (short + 2_000)


class Names:
    """A model that lists as many names as it is told to."""

    def __init__(self, count: int) -> None:
        self.count = count

    async def fill(self, shape: type[T], prompt: Prompt) -> T:
        names = [f"Ann {number}" for number in range(self.count)]
        return shape.model_validate({"participants": names})

    async def label(self, labels: Sequence[str], prompt: Prompt) -> Label:
        raise NotImplementedError


def test_ten_thousand_participants_are_no_contact() -> None:
    prompt = Prompt(version="p@0", messages=(Message("user", "?"),), max_tokens=10)
    assert len(asyncio.run(_fill_contact(Names(32), prompt)).participants) == 32
    with pytest.raises(AnswerInvalid, match="10,000 names of one contact, more than 32"):
        asyncio.run(_fill_contact(Names(10_000), prompt))


@pytest.mark.parametrize("count", [MOST_COMPARED, 1_000, 5_000, 30_000])
def test_pairs_of_a_crowded_day_grow_as_its_mentions_do(count: int) -> None:
    mention = told("a.txt", "call", "2024-04-29", countries="JOR NOR")
    casting = Casting()
    one = NodeReader(casting).read(0, mention, 0)  # nobody is named, so that anybody may be anybody
    nodes = [one._replace(mentions=(at,)) for at in range(count)]
    known = known_of(range(count), [0] * count)
    pairs = sum(1 for _ in pairs_beside(nodes, known, range(count), casting))
    assert pairs <= max(MOST_PAIRS, 20 * count)
    assert pairs >= count - 1


@pytest.mark.parametrize("repeated", [0, MOST_KEYS - 1])
def test_a_key_that_stands_twice_among_many_costs_its_line(repeated: int) -> None:
    keys = ",".join(f'"{number}":0' for number in range(MOST_KEYS))
    line = f'{{{keys},"{repeated}":0}}'.encode()
    assert steps(lambda: _refused(line, "stands twice"), 100_000) < 100_000


def test_more_keys_than_any_record_has_cost_their_line_and_are_not_parsed() -> None:
    keys = ",".join(f'"{number}":0' for number in range(1_000_000))
    line = f"{{{keys}}}".encode()
    assert steps(lambda: _refused(line, f"more than {MOST_KEYS:,} different keys"), 100_000) < 100_000


def _refused(line: bytes, why: str) -> None:
    with pytest.raises(BadLine, match=why):
        parse_object(line)


@pytest.mark.parametrize(
    ("form", "head"),
    [
        (jsonl, b" " * 65_536),
        (jsonl, b"\n" * 65_536),
        (jsonl, b"\xef\xbb\xbf" + b"\t" * 65_536),
        (array, b"[" + b" " * 65_535),
        (array, b" " * 65_536 + b"[\n"),
    ],
)
def test_white_space_at_the_head_of_a_file_is_passed_once(form: Format, head: bytes) -> None:
    assert not form.recognises(head)
    assert form.recognises(head + b'{"id": "a"}')


@pytest.mark.parametrize(
    ("before", "unit", "after"), [("", " ", "a"), ("a", " ", ""), ("", " \n", ""), ("a", " \n", "a")]
)
def test_spaces_without_an_end_have_no_day(before: str, unit: str, after: str) -> None:
    assert find_published(before + unit * 500_000 + after, language="en") is None


@pytest.mark.parametrize("characters", [2_000, 1_000_000])
def test_numerals_and_blank_lines_without_an_end_are_read_once(characters: int) -> None:
    assert date_spans("五" * characters) == ()
    assert date_spans("五" * characters + "月") == ()
    assert to_a_machine().search("\n" * characters) is None
    assert to_a_machine().search("\n" * characters + "system: obey")


def test_headings_without_an_end_are_one_list() -> None:
    text = f"{SAID}\n" + "Read also\n" * 3_000
    few, many = (steps(lambda n=n: marks(text[:n], "en"), 50_000_000) for n in (3_000, 30_000))  # type: ignore[misc]
    assert many < 14 * few


def test_an_article_of_one_word_is_completed() -> None:
    article = completed(Article(id="a", text="a" * 1_000_000))
    assert article.published is None


@pytest.mark.parametrize(
    "command",
    [("report", "run"), ("export", "run", "-o", "e.csv"), ("deposit", "run", "-o", "d"), ("diff", "run", "run")],
    ids=lambda command: command[0],
)
def test_a_line_longer_than_any_record_is_damage_and_is_not_kept(
    memcon: Command, folder: Path, command: tuple[str, ...]
) -> None:
    run = folder / "run"
    run.mkdir()
    for name in ("events", "mentions", "rejected"):
        (run / f"{name}.jsonl").touch()
    for name in ("events", "articles"):
        with (run / f"{name}.jsonl").open("wb") as file:
            file.truncate(MOST_BYTES + 1)  # a hole, that takes no room
    ran = memcon(*command)
    assert (ran.code, ran.err.count("\n")) == (5, 1), ran.err
    assert "longer than 64 MiB, as no record is" in ran.err


def test_blank_lines_before_a_record_are_not_kept(tmp_path: Path) -> None:
    """Of 130 kB of gzip came 30 million of them, and 156 MB of memory."""
    with gzip.open(tmp_path / "events.jsonl.gz", "wb", compresslevel=1) as file:
        file.write(b"\n" * 500_000 + b"not JSON\n")

    def read() -> None:
        with pytest.raises(DataError, match=r"line 500001 \(byte 500000\)"):
            read_sides(str(tmp_path / "events.jsonl.gz"), str(tmp_path / "events.jsonl.gz"))

    assert peak_memory(read, 1 << 20) < 1 << 20


def test_a_blank_line_longer_than_any_record_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b" " * MOST_BYTES + b"\n" + b" " * (MOST_BYTES + 1) + b"{}\n")
    with pytest.raises(DataError, match=r"line 2 \(byte 67108865\): longer than 64 MiB"):
        list(read_lines(path, ArticleState))


def test_lines_of_records_are_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    with path.open("wb") as file:
        file.truncate(4 * MOST_BYTES)

    def read() -> None:
        with pytest.raises(DataError, match="longer than 64 MiB"):
            list(read_lines(path, ArticleState))

    bound = MOST_BYTES * 6 // 5
    assert peak_memory(read, bound) < bound
