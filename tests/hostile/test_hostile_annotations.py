"""Archives of annotation tools that unpack to far more than they are: no more is read than is looked at."""

import io
import zipfile
from pathlib import Path

import pytest

from helpers.memory import peak_memory
from memcon.errors import UsageError
from memcon.pages.annotation.formats import brat
from memcon.pages.annotation.formats.base import Files
from memcon.pages.annotation.formats.inception_files import cases
from memcon.pages.annotation.model import Refused

pytestmark = pytest.mark.hostile

BOMB = b"#" * (1 << 26)
ROOM = 1 << 24


def packed(path: Path, files: dict[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", way) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def telling(data: bytes, size: int, told: int) -> bytes:
    """Return an archive that tells another size of a file than it has."""
    old, new = size.to_bytes(4, "little"), told.to_bytes(4, "little")
    assert data.count(old) == 2  # before the file, and in the directory
    return data.replace(old, new)


def test_marks_that_unpack_to_more_than_is_looked_at_are_refused_unread(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.txt": b"a", "a.ann": BOMB})
    (refused,) = brat.read(Files(path))
    assert isinstance(refused, Refused)
    assert refused.why == "67,108,864 bytes for one article, and the most that is read is 4,194,304"
    assert peak_memory(lambda: list(brat.read(Files(path))), ROOM) < ROOM


def test_a_file_of_an_archive_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memcon.pages.annotation.formats.base.LARGEST", 1 << 20)
    files = Files(packed(tmp_path / "a.zip", {"a.json": b" " * (1 << 20), "b.json": b" " * ((1 << 20) + 1)}))
    assert len(files["a.json"]) == 1 << 20
    with pytest.raises(UsageError, match=r"'b\.json' cannot be read: it unpacks to more than 1,048,576 bytes"):
        files["b.json"]


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_unpacks_without_a_bound_is_not_read(tmp_path: Path, way: int) -> None:
    files = Files(packed(tmp_path / "a.zip", {"a.json": b"[]"}, way))
    with pytest.raises(UsageError, match="packed in another way than annotation tools do; unpack it first"):
        files["a.json"]


def test_a_zip_within_a_zip_that_tells_too_small_a_size_takes_no_more_room(tmp_path: Path) -> None:
    inner = packed(tmp_path / "ana.zip", {"a.xmi": BOMB}).read_bytes()
    lying = telling(inner, len(BOMB), 16)
    with zipfile.ZipFile(io.BytesIO(lying)) as archive:
        assert archive.infolist()[0].file_size == 16
    (refused,) = cases({"ana.zip": lying})
    assert isinstance(refused, Refused)
    assert "cannot be unpacked: bad crc-32" in refused.why
    assert peak_memory(lambda: cases({"ana.zip": lying}), ROOM) < ROOM
