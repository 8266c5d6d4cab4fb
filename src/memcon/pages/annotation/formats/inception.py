"""INCEpTION: an XMI of UIMA for each article, with the type system of its layers. Offsets are units of UTF-16.

dkpro-cassis turns them (extra `uima`). An event is of the layer MemconEvent, with what is told of it as features and
its spans as a slot feature; ties between events are of the layer MemconRelation.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, Final
from urllib.parse import quote

from memcon.errors import check_extra
from memcon.pages.annotation.formats.base import Holds, file_name, put
from memcon.pages.annotation.formats.inception_cas import LAYERS, read_cas, types
from memcon.pages.annotation.formats.inception_files import cases
from memcon.pages.annotation.model import Annotation, Document, Piece, Refused

suffix: Final = ".zip"
text: Final = False
holds: Final = Holds()
lost: Final = "whether somebody looked at an article; an article with characters that XML cannot have is refused"
parts: Final[Mapping[str, str]] = {"config": "the type system alone, XML, for the layers of the project"}
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""


def write(documents: Iterable[Document], file: IO[bytes], part: str) -> Iterator[Piece]:
    """Write a zip with the type system and an XMI an article, or the type system alone."""
    check_extra("uima", "INCEpTION's XMI", "cassis")
    system = types()
    told = system.to_xml().encode()
    if part == "config":
        file.write(told)
        return
    with zipfile.ZipFile(file, "w") as archive:
        put(archive, "TypeSystem.xml", told)
        for number, document in enumerate(documents, start=1):
            wrong = _NO_XML.search(document.text)
            if wrong:
                why = f"its character {wrong.start()} is U+{ord(wrong[0]):04X}, which XML cannot hold"
                yield Refused(document.article, why)
            else:
                put(archive, f"{file_name(number, document.article)}.xmi", _cas(document, system).to_xmi().encode())


def _cas(document: Document, system: Any) -> Any:  # noqa: ANN401  cassis makes its types when it runs
    import cassis  # noqa: PLC0415  an extra

    event, span, link, relation, about = (system.get_type(LAYERS[name]) for name in LAYERS)
    cas = cassis.Cas(typesystem=system)
    cas.sofa_string, cas.sofa_mime = document.text, "text/plain"
    uri = f"memcon:{document.mark}:{quote(document.article, safe='')}"
    cas.add(about(begin=0, end=len(document.text), documentTitle=_xml(document.article), documentUri=uri, language="x"))
    made = {
        one.id: span(begin=one.start, end=one.end, label=one.label, **_features(one.values)) for one in document.spans
    }
    cas.add_all(list(made.values()))
    events = {}
    for one in document.annotations:
        links = [link(role=each.role, target=made[each.span]) for each in one.arguments]
        slot = system.get_type("uima.cas.FSArray")(elements=links)
        events[one.id] = event(begin=one.start, end=one.end, arguments=slot, **_event_features(one))
    cas.add_all(list(events.values()))
    for tie in document.relations:
        source, target = events[tie.source], events[tie.target]
        cas.add(relation(begin=target.begin, end=target.end, Governor=source, Dependent=target, label=tie.type))
    return cas


def _event_features(one: Annotation) -> dict[str, str]:
    told = _features(one.values) | {"kind": one.kind}
    return told | ({"mention": _xml(one.mention)} if one.mention else {})


def _features(values: Mapping[str, str]) -> dict[str, str]:
    return {name: _xml(words) for name, words in values.items()}


def _xml(words: str) -> str:
    """Return words with a backslash, `u` and four digits for what XML cannot hold, and for a backslash."""
    return re.sub(rf"\\|{_NO_XML.pattern}", lambda found: f"\\u{ord(found[0]):04x}", words)


def read(files: Mapping[str, bytes]) -> Iterator[Piece]:
    """Yield the documents of XMI files with the type system beside them, in zips of annotators too."""
    check_extra("uima", "INCEpTION's XMI", "cassis")
    for case in cases(files):
        if isinstance(case, Refused):
            yield case
        else:
            yield from read_cas(case)
