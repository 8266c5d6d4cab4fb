"""A merge on disk gives the bytes of one in memory: of streams of news, of ids in no order, of equal mentions."""

import dataclasses
import random
import resource
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from pydantic import TypeAdapter

from conftest import ROOT
from helpers.merging import told
from memcon.errors import DiskError
from memcon.events.merge import merge
from memcon.events.merge.nodes import Node
from memcon.events.merge.shelves import FEW, HELD, NodeShelves
from memcon.extraction.disk import PART, RUNS, TOGETHER, WRITTEN, Disk
from memcon.extraction.merging import merge_spooled
from memcon.outputs.spool import Spool
from memcon.records import Mention
from memcon.records.jsonl import dump

sys.path.insert(0, str(ROOT / "benchmarks"))  # scripts, that stand in no package
from merge_stream import Noise, Stream

SHAPE = TypeAdapter(Mention)


def on_disk(mentions: Iterable[Mention], in_memory: int = 0) -> bytes:
    spool = Spool(SHAPE)
    for mention in mentions:
        spool.add(mention, mention.article, mention.quotes[0].start, mention.id)
    merged = merge_spooled(spool, in_memory)
    assert sum(merged.kinds.values()) == len(merged.events)
    return b"".join(merged.events.lines())


def same(mentions: list[Mention]) -> None:
    expected = b"".join(map(dump, merge(mentions)))
    assert on_disk(mentions) == on_disk(mentions, in_memory=len(mentions)) == expected


@pytest.mark.parametrize(("seed", "level", "crowded"), [(1, 1.0, False), (2, 4.0, False), (3, 1.0, True)])
def test_a_stream_of_news(seed: int, level: float, crowded: bool) -> None:  # noqa: FBT001
    usual = Noise()
    noise = Noise(**{each.name: min(0.9, level * getattr(usual, each.name)) for each in dataclasses.fields(Noise)})
    stream = Stream(seed, noise)
    stream.crowd(1_200) if crowded else stream.run(1_200)
    mentions = stream.mentions
    random.Random(seed).shuffle(mentions)
    same(mentions)


def test_articles_whose_ids_stand_between_those_of_others() -> None:
    """`a#b` sorts within `a#…`: an article is whole only once its last mention was met."""
    people = "Anna Berg/NOR, Omar Haddad/JOR"
    mentions = [told(name, "call", "2024-04-29", people) for name in ("b", "a", "a#c", "a#call-1", "c")]
    more = [dataclasses.replace(each, id=f"{each.article}#{end}") for each in mentions for end in ("a", "call", "z")]
    same(more)
    assert on_disk(more) == on_disk(reversed(more))


def test_equal_mentions_count_once_and_clashing_ones_each() -> None:
    one = told("a", "call", "2024-04-29", "Anna Berg/NOR, Omar Haddad/JOR")
    other = dataclasses.replace(told("a", "meeting", "2024-05-03", "Jun Ito/JPN, Li Wei/CHN"), id=one.id)
    same([one, other, one, told("b", "call", "2024-04-29", "Anna Berg/NOR, Omar Haddad/JOR"), other])
    assert on_disk([one, one]) == on_disk([one])


def test_nothing_gives_nothing() -> None:
    same([])


def test_what_lies_on_a_shelf_is_what_was_put_there() -> None:
    """Before and after it was written to the file, also where it was replaced; rows come sorted, each once."""
    disk = Disk()
    shelf = disk.shelf(lambda text: text.encode(), lambda data: data.decode())
    texts = [f"{number} " * (number % 700) for number in range(500)]
    assert [shelf.put(text) for text in texts] == list(range(500))
    assert sum(map(len, texts)) > WRITTEN
    shelf.replace(3, "x" * 5_000)
    texts[3] = "x" * 5_000
    assert [shelf[at] for at in range(len(shelf))] == texts
    rows = disk.rows(2)
    for number in (3, 1, 2, 1, -(2**63), 2**63 - 1):
        rows.add(number, "ä")
    assert [number for number, _ in rows] == [-(2**63), 1, 2, 3, 2**63 - 1]


def test_what_is_held_is_written_when_it_is_held_no_more() -> None:
    """Whatever is put, replaced and read in whatever order: what was there last comes back, of one written once."""
    for held in (1, 2, 7):
        written: list[str] = []

        def write(text: str, written: list[str] = written) -> bytes:
            written.append(text)
            return text.encode()

        shelf, expected, rng = (
            Disk().shelf(write, lambda data: data.decode(), held),
            dict[int, str](),
            random.Random(held),
        )
        for step in range(3_000):
            at = rng.randrange(len(expected) + 1)
            text = f"{step} " * rng.randrange(60)
            if at == len(expected):
                assert shelf.put(text) == at
                expected[at] = text
            elif rng.random() < 0.5:
                shelf.replace(at, text)
                expected[at] = text
            else:
                assert shelf[at] == expected[at]
        assert [shelf[at] for at in range(len(shelf))] == [expected[at] for at in range(len(expected))]
        written.clear()
        for step in range(100):
            shelf.replace(0, f"{step}")
        assert [shelf[at] for at in range(len(shelf))] == ["99", *(expected[at] for at in range(1, len(expected)))]
        assert written.count("99") == 1
        assert "98" not in written


@pytest.mark.parametrize("count", [1, FEW, FEW + 1, 5_000])
def test_a_node_of_many_mentions_comes_back(count: int) -> None:
    from memcon.events.merge.casts import Casting  # noqa: PLC0415
    from memcon.events.merge.nodes import NodeReader  # noqa: PLC0415

    one = NodeReader(Casting()).read(7, told("a", "call", "2024-04-29", "Anna Berg/NOR, Omar Haddad/JOR"), 7)
    node = one._replace(mentions=tuple(range(7, 7 + count)))
    shelf = NodeShelves(Disk()).new()
    for _ in range(2 * HELD + 1):  # more than are held
        shelf.put(node)
    found: Node = shelf[0]
    assert (len(found.mentions), found.mentions[0], tuple(found.mentions)) == (count, 7, node.mentions)
    assert found.mentions[-1] == 6 + count
    plain = {
        name: getattr(found, name) for name in ("article", "kinds", "status", "lo", "hi", "acts", "place", "quotes")
    }
    assert plain == {name: getattr(node, name) for name in plain}
    assert (found.cast.number, found.cast.sides, found.cast.core) == (node.cast.number, node.cast.sides, node.cast.core)
    assert tuple(shelf[shelf.put(found)].mentions) == node.mentions


@pytest.mark.parametrize("count", [1, TOGETHER - 1, TOGETHER, 3 * TOGETHER + PART + 1, (RUNS + 2) * TOGETHER + 7])
def test_rows_come_back_sorted_and_once_however_many_runs_they_fill(count: int) -> None:
    rng = random.Random(count)
    given = [(rng.randrange(count), f"{rng.randrange(3)}", rng.randrange(2)) for _ in range(count)]
    rows = Disk().rows(3)
    for row in given:
        rows.add(*row)
    assert [*rows] == sorted(set(given))
    assert [*rows] == []


@contextmanager
def small_files() -> Iterator[None]:
    """No file may grow beyond what the mentions need that wait already."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN // 2, hard))
    try:
        with pytest.raises(DiskError, match="TMPDIR"):
            yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told() -> None:
    spool = Spool(SHAPE)
    for number in range(200):
        mention = told(f"{number}", "call", "2024-04-29", "Anna Berg/NOR, Omar Haddad/JOR")
        spool.add(mention, mention.article, 0, mention.id)
    with small_files():
        merge_spooled(spool, in_memory=0)


def test_a_full_disk_is_told_of_rows() -> None:
    rows = Disk().rows(1)
    with small_files():
        for number in range(TOGETHER):
            rows.add(number)
