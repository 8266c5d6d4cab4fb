"""The lines of one .ann of brat, read: text-bound annotations, events, attributes, notes, relations."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, cast

from memcon.pages.annotation.formats.base import MARK
from memcon.pages.annotation.model import (
    EVENT_KINDS,
    EVENT_VALUES,
    RELATIONS,
    ROLES,
    SPAN_LABELS,
    SPAN_VALUES,
    Annotation,
    Argument,
    Document,
    Piece,
    Refused,
    Relation,
    Span,
)
from memcon.pages.annotation.units import LINE_ENDS, fragments
from memcon.records import Kind

_ESCAPED: Final = re.compile(rf"[\\;=\t{LINE_ENDS}]|\A\s|\s\Z")
_ESCAPE: Final = re.compile(r"\\u([0-9a-f]{4})")
_NOTED: Final = frozenset({*EVENT_VALUES, *SPAN_VALUES, "mention"})
_RELATION: Final = {"SameEvent" if name == "same" else name.capitalize(): name for name in RELATIONS}
_LETTERS: Final = "TEARMN*#"


def note_words(values: Mapping[str, str]) -> str:
    """Return values as a note has them, in one line: `date = 2024-04-29; countries = JOR, NOR`."""
    return "; ".join(f"{name} = {_escaped(words)}" for name, words in values.items())


def _escaped(words: str) -> str:
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", words)


def read_note(words: str) -> dict[str, str]:
    """Return the values that a note tells; ValueError where it is not of that form."""
    told = {}
    for part in words.split(";"):
        if part.strip():
            name, equals, value = part.partition("=")
            if not equals or name.strip() not in _NOTED:
                raise ValueError(f"the note says {part.strip()[:60]!r}: write NAME = VALUE; NAME = VALUE")
            if value.strip():
                told[name.strip()] = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value.strip())
    return told


class Lines:
    """Reads the lines of one .ann; what is none is refused with its line, and nothing else is lost by it."""

    def __init__(self, where: str, text: str, lines: str) -> None:
        self.where, self.text = where, text
        *whole, rest = lines.split("\n")
        self._lines = [(number, line) for number, line in enumerate(whole, start=1) if line.strip()]
        self._cut = len(whole) + 1 if rest else 0
        self._bounds: dict[str, tuple[str, int, int]] = {}
        self._values: dict[str, dict[str, str]] = {}
        self._events: list[tuple[int, str, list[str]]] = []
        self._relations: list[tuple[int, str, str, str]] = []
        self._ids: set[str] = set()

    def pieces(self, known: Mapping[str, str]) -> Iterator[Piece]:
        """Yield what is refused, then the document; `known` is what was written of it beside brat's files."""
        if self._cut:
            yield Refused(f"{self.where}:{self._cut}", "it has no end of a line, which brat writes: a part is missing")
        for number, line in self._lines:
            try:
                self._read(number, line.rstrip("\r"))
            except ValueError as error:
                yield Refused(f"{self.where}:{number}", str(error))
        triggers: set[str] = set()
        annotations = []
        for number, name, told in self._events:
            try:
                annotations.append(self._annotation(name, told, triggers))
            except ValueError as error:
                yield Refused(f"{self.where}:{number}", str(error))
        spans = []
        for name, (type_, start, end) in self._bounds.items():
            if type_.lower() in SPAN_LABELS:
                spans.append(Span(name, type_.lower(), start, end, self._values.get(name, {})))  # type: ignore[arg-type]
            elif name not in triggers:
                yield Refused(self.where, f"{name} marks {type_!r} and is of no event: mark an event there, or nothing")
        relations = []
        events = {one.id for one in annotations}
        for number, type_, source, target in self._relations:
            if {source, target} <= events:
                relations.append(Relation(type_, source, target))
            else:
                yield Refused(f"{self.where}:{number}", f"it ties {source} and {target}, which are no two events")
        yield Document(
            article=known.get("article", ""), text=self.text, spans=tuple(spans), annotations=tuple(annotations),
            relations=tuple(relations), mark=known.get(MARK, ""), where=self.where,
        )  # fmt: skip

    def _read(self, number: int, line: str) -> None:
        name, _, rest = line.partition("\t")
        if not name or name[0] not in _LETTERS:
            raise ValueError(f"it begins with {name[:20]!r}, which is no id of brat's")
        if name != "*" and name in self._ids:
            raise ValueError(f"the id {name!r} stands twice")
        self._ids.add(name)
        told = rest.split("\t")[0].split(" ")
        match name[0]:
            case "T":
                self._bounds[name] = self._bound(rest)
            case "E":
                self._events.append((number, name, told))
            case "A" | "M":
                self._attribute(told)
            case "#":
                self._note(rest)
            case "R":
                self._relation(number, told)
            case "*":
                self._relations += [(number, "same", told[1], other) for other in told[2:]]

    def _bound(self, rest: str) -> tuple[str, int, int]:
        """Return type, start and end of a text-bound annotation whose fragments only ends of lines part."""
        head, tab, words = rest.partition("\t")
        type_, _, offsets = head.partition(" ")
        try:
            spans = [tuple(map(int, one.split(" "))) for one in offsets.split(";")]
            start, end = spans[0][0], spans[-1][1]
            whole = all(len(one) == 2 for one in spans) and 0 <= start < end <= len(self.text)
        except (ValueError, IndexError):
            whole = False
        if not whole or not tab:
            raise ValueError(f"{head[:60]!r} is no type with offsets in a text of {len(self.text)} characters")
        if spans != list(fragments(self.text, start, end)):
            raise ValueError("it is in parts, or goes over the end of a line: memcon's spans are of one piece")
        cut = " ".join(self.text[first:last] for first, last in spans)
        if cut != words:
            raise ValueError(f"from {start} to {end} the text has {cut[:60]!r}, and the line {words[:60]!r}")
        return type_, start, end

    def _attribute(self, told: list[str]) -> None:
        if len(told) != 3:
            raise ValueError("an attribute is TYPE ID VALUE")
        field = "status" if told[0] == "Status" else "variant" if told[0].endswith("Variant") else ""
        if not field:
            raise ValueError(f"the attribute {told[0][:40]!r} is none of annotation.conf")
        self._values.setdefault(told[1], {})[field] = told[2]

    def _note(self, rest: str) -> None:
        head, tab, words = rest.partition("\t")
        kind, _, target = head.partition(" ")
        if not tab or not target:
            raise ValueError("a note is TYPE ID, and behind a tab its words")
        if kind == "AnnotatorNotes":
            self._values.setdefault(target, {}).update(read_note(words))

    def _relation(self, number: int, told: list[str]) -> None:
        if len(told) != 3 or told[0] not in _RELATION:
            raise ValueError(f"{' '.join(told)[:60]!r} is no relation of annotation.conf")
        self._relations.append((number, _RELATION[told[0]], told[1].partition(":")[2], told[2].partition(":")[2]))

    def _annotation(self, name: str, told: list[str], triggers: set[str]) -> Annotation:
        """Return an event: `KIND:TRIGGER ROLE:SPAN …`; ValueError where it names what is not there."""
        kind, _, trigger = told[0].partition(":")
        if kind.lower() not in EVENT_KINDS or self._bounds.get(trigger, ("",))[0] != kind:
            raise ValueError(f"{told[0][:40]!r} is no event on a trigger that can be read")
        triggers.add(trigger)
        arguments = []
        for one in filter(None, told[1:]):
            role, _, span = one.partition(":")
            role = role.rstrip("0123456789").lower()
            if role not in ROLES or self._bounds.get(span, ("",))[0].lower() not in SPAN_LABELS:
                raise ValueError(f"{one[:40]!r} is no role with a span that can be read")
            arguments.append(Argument(role, span))
        _, start, end = self._bounds[trigger]
        values = dict(self._values.get(name, {}))
        mention = values.pop("mention", "")
        ordered = {field: values[field] for field in EVENT_VALUES if field in values}
        return Annotation(name, cast("Kind", kind.lower()), start, end, ordered, tuple(arguments), mention)
