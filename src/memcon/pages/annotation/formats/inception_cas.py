"""The layers of memcon in INCEpTION as a type system of UIMA, and one CAS with them, read by dkpro-cassis."""

import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeVar
from urllib.parse import unquote

from memcon.pages.annotation.formats.inception_files import Case
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
    with_damage,
)

T = TypeVar("T")
LAYERS: Final[Mapping[str, str]] = {
    "event": "webanno.custom.MemconEvent",
    "span": "webanno.custom.MemconSpan",
    "link": "webanno.custom.MemconEventArgumentsLink",
    "relation": "webanno.custom.MemconRelation",
    "about": "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData",
}
"""Names as INCEpTION gives them to layers of its users, and where UIMA keeps what a document is."""
_ESCAPE: Final = re.compile(r"\\u([0-9a-f]{4})")
_URI: Final = re.compile(r"memcon:([0-9a-f]*):(.*)", re.DOTALL)


def types() -> Any:  # noqa: ANN401  cassis makes its types when it runs
    """Return the type system."""
    import cassis  # noqa: PLC0415  an extra

    system = cassis.TypeSystem(add_document_annotation_type=True)
    text, whole = "uima.cas.String", "uima.tcas.Annotation"
    span = system.create_type(LAYERS["span"], whole)
    for name in ("label", *SPAN_VALUES):
        system.create_feature(span, name, text)
    link = system.create_type(LAYERS["link"], "uima.cas.TOP")
    system.create_feature(link, "role", text)
    system.create_feature(link, "target", span)
    event = system.create_type(LAYERS["event"], whole)
    for name in ("kind", *EVENT_VALUES, "mention"):
        system.create_feature(event, name, text)
    system.create_feature(event, "arguments", "uima.cas.FSArray", elementType=link)
    relation = system.create_type(LAYERS["relation"], whole)
    system.create_feature(relation, "label", text)
    for name in ("Governor", "Dependent"):
        system.create_feature(relation, name, event)
    about = system.create_type(LAYERS["about"], "uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentUri"):
        system.create_feature(about, name, text)
    return system


def read_cas(case: Case) -> Iterator[Piece]:
    """Yield the document of an XMI, and what in it is none."""
    import cassis  # noqa: PLC0415  an extra

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of types that INCEpTION brings along
            system = cassis.load_typesystem(io.BytesIO(case.system))
            cas = cassis.load_cas_from_xmi(io.BytesIO(case.data), typesystem=system, lenient=True)
            text = cas.sofa_string
            layers = {name: _all(cas, system, type_) for name, type_ in LAYERS.items() if name != "link"}
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  of libraries, for bytes of others: they have no common ancestor
        yield Refused(case.where, f"it is no XMI that can be read: {type(error).__name__}: {str(error)[:200]}")
        return
    if not isinstance(text, str):
        yield Refused(case.where, "it has no text")
        return
    yield from with_damage(_Reading(case, text).pieces(layers, event=system.contains_type(LAYERS["event"])))


def _all(cas: Any, system: Any, type_: str) -> list[Any]:  # noqa: ANN401
    """Return what is of a type, in the order in which it stands, which is that of UIMA's ids."""
    return sorted(cas.select(type_), key=lambda one: one.xmiID or 0) if system.contains_type(type_) else []


class _Reading:
    """Reads what is marked in one CAS."""

    def __init__(self, case: Case, text: str) -> None:
        self.case, self.text = case, text
        self.names: dict[int, str] = {}

    def pieces(self, layers: Mapping[str, list[Any]], *, event: bool) -> Iterator[Piece]:
        """Yield what is refused, then the document; `event` says whether its type system has the layer of events."""
        refused: list[Refused] = []
        if not event:
            refused.append(Refused(self.case.where, f"its type system has no {LAYERS['event']}: no event was exported"))
        spans = list(self._each("span", layers, self._span, refused))
        annotations = list(self._each("event", layers, self._event, refused))
        relations = list(self._each("relation", layers, self._relation, refused))
        yield from refused
        uri = next((told for one in layers["about"] if (told := _URI.match(_words(one, "documentUri")))), None)
        yield Document(
            article=unquote(uri[2]) if uri else "", text=self.text, spans=tuple(spans), annotations=tuple(annotations),
            relations=tuple(relations), mark=uri[1] if uri else "", annotator=self.case.annotator,
            where=self.case.where,
        )  # fmt: skip

    def _each(
        self, layer: str, layers: Mapping[str, list[Any]], read: Callable[[Any, int], T], refused: list[Refused]
    ) -> Iterator[T]:
        for number, one in enumerate(layers[layer], start=1):
            try:
                yield read(one, number)
            except ValueError as error:
                refused.append(Refused(f"{self.case.where}, {layer} {number}", str(error)))

    def _place(self, one: Any) -> tuple[int, int]:  # noqa: ANN401
        start, end = getattr(one, "begin", None), getattr(one, "end", None)
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(self.text):
            raise ValueError(f"it is from {start} to {end}, and the text has {len(self.text)} characters")
        return start, end

    def _span(self, one: Any, number: int) -> Span:  # noqa: ANN401
        start, end = self._place(one)
        label = _words(one, "label")
        if label not in SPAN_LABELS:
            raise ValueError(f"its label is {label[:40]!r}, and none of {', '.join(SPAN_LABELS)}")
        self.names[id(one)] = f"T{number}"
        return Span(f"T{number}", label, start, end, _values(one, SPAN_VALUES))

    def _event(self, one: Any, number: int) -> Annotation:  # noqa: ANN401
        start, end = self._place(one)
        kind = _words(one, "kind")
        if kind not in EVENT_KINDS:
            raise ValueError(f"its kind is {kind[:40]!r}, and none of {', '.join(EVENT_KINDS)}")
        arguments = []
        slot = getattr(one, "arguments", None)
        for link in getattr(slot, "elements", slot) or []:
            target, role = getattr(link, "target", None), _words(link, "role")
            if id(target) not in self.names:
                raise ValueError("one of its arguments is no span that can be read")
            if role not in ROLES:
                raise ValueError(f"the role {role[:40]!r} of an argument is none of {', '.join(ROLES)}")
            arguments.append(Argument(role, self.names[id(target)]))
        self.names[id(one)] = f"E{number}"
        values = _values(one, EVENT_VALUES)
        mention = _plain(_words(one, "mention"))
        return Annotation(f"E{number}", kind, start, end, values, tuple(arguments), mention)

    def _relation(self, one: Any, _: int) -> Relation:  # noqa: ANN401
        ends = [self.names.get(id(getattr(one, side, None)), "") for side in ("Governor", "Dependent")]
        label = _words(one, "label")
        if label not in RELATIONS or not all(end.startswith("E") for end in ends):
            raise ValueError(f"the relation {label[:40]!r} is none of {', '.join(RELATIONS)} between two events")
        return Relation(label, ends[0], ends[1])


def _words(one: Any, feature: str) -> str:  # noqa: ANN401
    value = getattr(one, feature, None)
    return value if isinstance(value, str) else ""


def _values(one: Any, names: tuple[str, ...]) -> dict[str, str]:  # noqa: ANN401
    return {name: _plain(words) for name in names if (words := _words(one, name))}


def _plain(words: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), words)
