"""The XMI files of an export of INCEpTION, each with its type system: beside it, or in the zip of its annotator."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from memcon.pages.annotation.formats.base import UNPACKING, unpacked
from memcon.pages.annotation.model import Refused

_SYSTEM: Final = "typesystem.xml"
_DECLARED: Final = re.compile(r"""<\?xml[^>]{0,200}encoding=["']([^"']{1,40})["']""")
MOST: Final = 2**28
"""Bytes of a zip within a zip, unpacked."""


@dataclass(frozen=True, slots=True)
class Case:
    """An XMI as it is to be read."""

    where: str
    annotator: str
    system: bytes
    data: bytes


def cases(files: Mapping[str, bytes]) -> Iterator[Case | Refused]:
    """Yield each XMI that has a type system in its folder or above it."""
    for name in sorted(files):
        if name.lower().endswith(".zip"):
            try:
                inner = _unpacked(files[name])
            except (*UNPACKING, ValueError) as error:
                yield Refused(name, f"it cannot be unpacked: {str(error).lower()}")
                continue
            annotator = name.rpartition("/")[2][:-4]
            yield from _in_folder(inner, f"{name}: ", annotator)
    yield from _in_folder(files, "", "")


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(one.file_size for one in archive.infolist()) > MOST:
            raise ValueError(f"it holds more than {MOST >> 20} MiB")
        return {one.filename: unpacked(archive, one) for one in archive.infolist() if not one.is_dir()}


def _in_folder(files: Mapping[str, bytes], before: str, annotator: str) -> Iterator[Case | Refused]:
    systems = {name.rpartition("/")[0]: name for name in sorted(files) if name.lower().endswith(_SYSTEM)}
    for name in sorted(files):
        if name.lower().endswith((".xmi", ".xml")) and name not in systems.values():
            folder = name.rpartition("/")[0]
            while folder not in systems and folder:
                folder = folder.rpartition("/")[0]
            where = before + name
            if folder not in systems:
                yield Refused(where, "there is no TypeSystem.xml beside it: export as UIMA CAS XMI")
                continue
            system, data = files[systems[folder]], files[name]
            unsafe = next((why for one in (system, data) if (why := _unsafe(one))), "")
            yield Refused(where, unsafe) if unsafe else Case(where, annotator, system, data)


def _unsafe(data: bytes) -> str:
    """Return why XML is not read: its entities could stand for anything, which no UIMA has; empty where it is."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return f"it, or its type system, is no UTF-8: byte {error.start}"
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        return f"it, or its type system, says that it is {declared[1]!r}, and no UTF-8"
    return "it, or its type system, has a DOCTYPE, which no UIMA has" if "<!DOCTYPE" in text else ""
