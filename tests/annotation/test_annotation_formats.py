"""Documents written for a tool and read from its form again are the same, whatever their texts are."""

import contextlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.annotating import ENDS, SCRIPTS, XML_ENDS, comparable, documents, refused, written
from helpers.steps import steps
from memcon.errors import UsageError
from memcon.pages.annotation import FORMATS, find_format
from memcon.pages.annotation.formats.base import Files, reduced
from memcon.pages.annotation.model import Annotation, Document, Span
from memcon.pages.annotation.units import LINE_ENDS, Utf16, fragments

ROUND_TRIPS = sorted(FORMATS.keys() - {"coding-sheet"})


def answered(name: str, data: bytes) -> dict[str, bytes]:
    """Return the files that a tool gives back where nobody changed anything: those of Label Studio have annotations."""
    if name == "label-studio":
        tasks = json.loads(data)
        for task in tasks:
            results = [one["result"] for one in task.pop("predictions")] or [[]]
            task["annotations"] = [{"completed_by": 1, "result": results[0]}]
        data = json.dumps(tasks).encode()
    if name == "prodigy":
        data = b"".join(
            json.dumps(json.loads(line) | {"answer": "accept"}).encode() + b"\n" for line in data.splitlines()
        )
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {one: archive.read(one) for one in archive.namelist()}
    return {"a" + find_format(name).suffix: data}


@pytest.mark.parametrize("name", ROUND_TRIPS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_again(name: str, data: st.DataObject) -> None:
    """Offsets, values, roles and relations, in texts with any ends of lines, astral and combining characters."""
    document = data.draw(documents(XML_ENDS if name == "inception" else ENDS))
    back = list(find_format(name).read(answered(name, written(name, [document]))))
    assert [comparable(name, one) if isinstance(one, Document) else one for one in back] == [comparable(name, document)]


@pytest.mark.parametrize("name", ROUND_TRIPS)
def test_the_same_documents_give_the_same_bytes(name: str) -> None:
    document = Document("a/b.txt", "x🎥y", annotations=(Annotation("E1", "call", 1, 2, {"status": "occurred"}),))
    assert written(name, [document]) == written(name, [document])


@given(document=documents())
@settings(max_examples=200, deadline=None)
def test_offsets_in_units_of_utf_16_are_those_of_the_encoded_text(document: Document) -> None:
    units, encoded = Utf16(document.text), document.text.encode("utf-16-le")
    for at in range(len(document.text) + 1):
        assert units.to_units(at) == len(document.text[:at].encode("utf-16-le")) // 2
        assert units.to_points(units.to_units(at)) == at
    inside = [
        at
        for at in range(len(encoded) // 2)
        if 0xDC00 <= int.from_bytes(encoded[2 * at : 2 * at + 2], "little") < 0xE000
    ]
    assert [units.to_points(at) for at in inside] == [None] * len(inside)
    assert units.to_points(len(encoded) // 2 + 1) is None


def test_a_span_is_split_at_every_end_of_a_line() -> None:
    text = f"a{LINE_ENDS}b"
    assert list(fragments(text, 0, len(text))) == [(0, 1), (len(text) - 1, len(text))]
    assert sorted({*LINE_ENDS}) == [one for one in map(chr, range(0x3000)) if len(f"a{one}b".splitlines()) == 2]


def test_marks_without_an_end_are_refused_unread() -> None:
    files = {"a.txt": b"Mente", "a.ann": b"T1\tCall 0 5\tMente\n" * 300_000, "b.txt": b"Mente", "b.ann": b""}
    first, second = find_format("brat").read(files)
    assert (str(first), isinstance(second, Document)) == (
        "a.ann: 5,400,000 bytes for one article, and the most that is read is 4,194,304", True,
    )  # fmt: skip


def test_brat_is_told_what_it_cannot_hold() -> None:
    document = Document("a.txt", "a\n\nb", spans=(Span("T1", "quote", 1, 3),))
    told = list(find_format("brat").write([document], io.BytesIO(), "documents"))
    assert [str(one) for one in refused(told)] == ["a.txt: 'T1' has no words but ends of lines, which brat cannot hold"]


TEXT = "A 🎥 met B.\nC called D."
WRONG_BRAT = {
    "T1\tCall 2 8\tmet B": "from 2 to 8 the text has '🎥 met ', and the line 'met B'",  # as UTF-16 would have it
    "T1\tCall 4 9999\tmet": "is no type with offsets",
    "T1\tCall 4 x\tmet": "is no type with offsets",
    "T1\tCall 4 3\tmet": "is no type with offsets",
    "T1\tCall 4 6;8 9\tme B": "it is in parts",
    "T1\tCall 4 12\tmet B.\nC": "it is in parts",
    "?": "which is no id of brat's",
    "E1\tCall:T9": "no event on a trigger",
    "A1\tStatus": "an attribute is TYPE ID VALUE",
    "#1\tAnnotatorNotes E1\tnonsense": "write NAME = VALUE",
    "R1\tSameEvent Arg1:E8 Arg2:E9": "which are no two events",
    "R1\tNext Arg1:E8 Arg2:E9": "is no relation",
    "T1\tPerson 0 1\tA": "is of no event",
}


@pytest.mark.parametrize("line", WRONG_BRAT)
def test_a_line_of_brat_that_is_none_is_refused_and_no_other(line: str) -> None:
    lines = f"T7\tMeeting 0 10\t{TEXT[:10]}\nE7\tMeeting:T7\n{line}\n"
    back = list(find_format("brat").read({"a.txt": TEXT.encode(), "a.ann": lines.encode()}))
    assert WRONG_BRAT[line] in " ".join(one.why for one in refused(back))
    assert [one.id for one in back[-1].annotations] == ["E7"]  # type: ignore[union-attr]


def test_an_id_that_stands_twice_is_refused() -> None:
    lines = "T1\tMeeting 0 1\tA\nT1\tMeeting 0 1\tA\nE1\tMeeting:T1\n"
    back = list(find_format("brat").read({"a.txt": TEXT.encode(), "a.ann": lines.encode()}))
    assert [str(one) for one in refused(back)] == ["a.ann:2: the id 'T1' stands twice"]


def result(**value: object) -> dict[str, object]:
    return {"id": "x", "from_name": "label", "type": "labels", "value": {"labels": ["call"], **value}}


WRONG_RESULTS = [
    (result(start=4, end=9, text="met B"), None),
    (result(start=5, end=10, text="met B"), "from 5 to 10 the text has 'et B.', and the region 'met B'"),
    (result(start=4, end=10**9), "from 4 to 1000000000, and the text has"),
    (result(start=4, end=10**30), "is no offset"),
    (result(start=-1, end=3), "is no offset"),
    (result(start=True, end=3), "is no offset"),
    (result(start=4.0, end=9.0), None),
    (result(start="4", end=3), "is no offset"),
    (result(start=4, end=4), "from 4 to 4"),
    (result(start=4, end=9, labels=["other"]), "needs one of the configuration"),
    ({"type": "brush"}, "which the configuration of memcon has not"),
    ({"type": "relation", "from_id": "x", "to_id": "y", "labels": ["same"]}, "means nothing"),
    ("nonsense", "which the configuration of memcon has not"),
]


@pytest.mark.parametrize(("wrong", "why"), WRONG_RESULTS)
def test_a_result_of_label_studio_that_is_none_is_refused_and_no_other(wrong: object, why: str | None) -> None:
    sound = {**result(start=0, end=1, text="A"), "id": "sound"}
    task = {"data": {"text": TEXT}, "annotations": [{"result": [sound, wrong]}]}
    back = list(find_format("label-studio").read({"a.json": json.dumps([task]).encode()}))
    assert [one.why for one in refused(back) if why and why in one.why] == [one.why for one in refused(back)]
    assert bool(refused(back)) == (why is not None)
    assert "sound" in [one.id for one in back[-1].annotations]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ROUND_TRIPS)
def test_a_file_cut_anywhere_is_read_without_an_exception(name: str, tmp_path: Path) -> None:
    data = written(name, [Document(f"{script}.txt", text) for script, text in SCRIPTS.items()])
    for at in range(0, len(data), max(1, len(data) // 200)):
        (tmp_path / "cut").write_bytes(data[:at])
        with contextlib.suppress(UsageError):  # an archive that is none
            for piece in find_format(name).read(Files(tmp_path / "cut")):
                assert isinstance(piece, Document) or piece.why


@pytest.mark.parametrize("name", ROUND_TRIPS)
@pytest.mark.parametrize("data", [b"", b"[", b"[1]", b"{}", b"null", b"\xff\xfe", b"[" * 100_000, b'[{"data": 3}]'])
def test_what_is_no_export_is_refused_or_empty(name: str, data: bytes) -> None:
    pieces = list(find_format(name).read({f"a{find_format(name).suffix}": data}))
    assert refused(pieces) == pieces


@pytest.mark.parametrize("name", ROUND_TRIPS)
def test_ten_times_the_spans_are_ten_times_the_steps(name: str) -> None:
    """Written and read, with many events on the same words, which is what somebody could do with a keyboard stuck."""

    def work(count: int) -> object:
        told = {"status": "occurred", "variant": "phone"}
        marked = tuple(Annotation(f"E{at + 1}", "call", at, at + 1, told) for at in range(count))
        data = written(name, [Document("a", "xy" * count, annotations=marked)])
        return list(find_format(name).read(answered(name, data)))

    few = steps(lambda: work(100), 10_000_000)
    assert steps(lambda: work(1000), 40_000_000) <= few * 11


@pytest.mark.parametrize("name", ROUND_TRIPS)
def test_every_format_says_what_it_cannot_hold(name: str) -> None:
    """Which is what a document loses on the way: what is reduced is not what it was, or nothing is said to be lost."""
    format_ = find_format(name)
    assert format_.lost
    assert reduced(Document("a", "b"), format_.holds) == Document("a", "b")
