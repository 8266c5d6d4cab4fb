"""What waits on disk comes back whole and in order, whatever the order in which it came."""

import pickle
import resource

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from memcon.errors import DiskError
from memcon.outputs.spool import Spool
from memcon.records import Rejected
from memcon.records.jsonl import dump

SHAPE = TypeAdapter(Rejected)


def refusal(article: str, reason: str = "absent", text: str = "") -> Rejected:
    more = {"kind": None, "near": None, "model": None, "prompt": None}
    return SHAPE.validate_python(
        {"article": article, "field": "quote", "reason": reason, "text": text, "detail": ""} | more
    )


def fill(spool: Spool[Rejected], count: int) -> None:
    for number in range(count):
        spool.add(refusal("x" * 1000), number)


@given(st.lists(st.tuples(st.text(), st.integers(0, 9)), max_size=30))
def test_records_are_sorted_as_python_sorts_them(keys: list[tuple[str, int]]) -> None:
    spool = Spool(SHAPE)
    for name, number in keys:
        spool.add(refusal(name, str(number)), name, number)
    ordered = sorted(keys)  # stable, as the spool is
    assert [(one.article, int(one.reason)) for one in spool] == ordered
    assert list(spool.lines()) == [dump(refusal(name, str(number))) for name, number in ordered]
    assert len(spool) == len(keys)


def test_it_is_a_sequence_that_becomes_a_tuple_when_it_travels() -> None:
    spool = Spool(SHAPE)
    for name in "cab":
        spool.add(refusal(name), name)
    assert spool[0] == refusal("a")
    assert spool[-1] == refusal("c")
    with pytest.raises(IndexError):
        spool[3]
    assert spool[-1:] == (refusal("c"),)
    assert refusal("b") in spool
    assert spool == [*spool] != [*spool][:2]
    assert spool != "cab"
    assert pickle.loads(pickle.dumps(spool)) == (refusal("a"), refusal("b"), refusal("c"))


def test_equal_keys_keep_their_order_and_lone_surrogates_do_no_harm() -> None:
    spool = Spool(SHAPE)
    for text in ("first", "second"):
        spool.add(refusal("\ud800", text=text), "\ud800")
    assert [(one.article, one.text) for one in spool] == [("\ufffd", "first"), ("\ufffd", "second")]


def test_memory_does_not_grow_with_what_is_put_in() -> None:
    spool = Spool(SHAPE)
    spool.add(refusal("x" * 1000), "x")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fill(spool, 30_000)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 15 * 1024  # kilobytes, for thirty megabytes


def test_a_full_disk_is_told() -> None:
    spool = Spool(SHAPE)
    spool.database.execute("PRAGMA max_page_count = 5")
    with pytest.raises(DiskError, match="TMPDIR"):
        fill(spool, 100)
