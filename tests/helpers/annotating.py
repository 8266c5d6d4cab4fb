"""Documents with events marked in them, in texts of many scripts, and what tools make of them."""

import dataclasses
import io
from collections.abc import Iterable, Mapping
from typing import Final

from hypothesis import strategies as st

from memcon.pages.annotation import find_format
from memcon.pages.annotation.formats.base import reduced
from memcon.pages.annotation.model import (
    EVENT_KINDS,
    RELATIONS,
    ROLES,
    SPAN_LABELS,
    STATUSES,
    VARIANTS,
    Annotation,
    Argument,
    Document,
    Piece,
    Refused,
    Relation,
    Span,
)

SCRIPTS: Final[Mapping[str, str]] = {
    "Latin": "Anna Berg bertemu José Peña di Jakarta.", "Vietnamese": "Ông Nguyễn Văn Đức điện đàm hôm thứ Hai.",
    "decomposed": "Jose\u0301 Pen\u0303a rencontra A\u030angstro\u0308m.", "Cyrillic": "Министр Берг позвонил Хаддаду.",
    "Arabic": "اتصل الوزير بنظيره هاتفيًا يوم الاثنين.", "Hebrew": "השר נפגש עם עמיתו בירושלים.",
    "Persian": "وزیر خارجه می\u200cگوید گفت‌وگو شد.", "Devanagari": "मंत्री ने क्षेत्रीय वार्ता की।",
    "Thai": "รัฐมนตรีหารือทางโทรศัพท์เมื่อวันจันทร์", "Han": "外交部长王毅同伊藤会谈。", "Kana": "外相は電話で会談した。",
    "Hangul": "외교부 장관이 전화 통화를 했다.", "astral": "𝔅erg 🎥👩🏽‍🚀 met 🇳🇴 𠮷田 in 𐎠.",
    "directed": "\u202eabc\u202c \u2066def\u2069 \u200fghi", "ligatures": "ﬁnal oﬃce ﷺ",
}  # fmt: skip
"""Words of twelve scripts, and of those that are counted otherwise by tools."""
ENDS: Final = ("\n", "\r\n", "\r", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\ufeff", "\t", "  ", "\xa0")
"""What stands between them: ends of lines of all sorts, a byte-order mark, tabs and spaces."""
XML_ENDS: Final = tuple(end for end in ENDS if end not in "\x0b\x0c\x1c")
"""Those that XML can have."""
_WORDS: Final = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda one: one.strip()
)


@st.composite
def texts(draw: st.DrawFn, ends: Iterable[str] = ENDS) -> str:
    """Return words of several scripts with ends of lines between them."""
    pieces = draw(st.lists(st.sampled_from([*SCRIPTS.values(), *ends]), min_size=1, max_size=12))
    return "".join(pieces) + draw(st.sampled_from(["x", "𝔛", "ب"]))


@st.composite
def documents(draw: st.DrawFn, ends: Iterable[str] = ENDS) -> Document:
    """Return a document with some events, of any values; what is marked has a character that is no white space."""
    text = draw(texts(ends))

    def place() -> tuple[int, int]:
        start = draw(st.integers(0, len(text) - 1))
        words = text[start : draw(st.integers(start + 1, len(text)))]
        start += len(words) - len(words.lstrip())
        return (start, start + len(words.strip())) if words.strip() else (len(text) - 1, len(text))

    spans: dict[object, Span] = {}
    for number in range(draw(st.integers(0, 5))):
        label, told = draw(st.sampled_from(SPAN_LABELS)), {}
        if label == "participant":
            told = draw(st.dictionaries(st.sampled_from(["country", "title", "name"]), _WORDS))
        start, end = place()
        spans.setdefault((label, start, end), Span(f"T{number + 1}", label, start, end, told))
    annotations: dict[object, Annotation] = {}
    for number in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(EVENT_KINDS))
        start, end = place()
        values = {"status": draw(st.sampled_from(STATUSES)), "variant": draw(st.sampled_from(VARIANTS[kind]))}
        values |= draw(st.dictionaries(st.sampled_from(["date", "place", "countries", "summary", "others"]), _WORDS))
        named = draw(st.lists(st.sampled_from([span.id for span in spans.values()]), unique=True)) if spans else []
        labels = {span.id: span.label for span in spans.values()}
        given = tuple(Argument(_role(draw, labels[name]), name) for name in named)
        mention = draw(st.sampled_from(["", f"a.txt#{kind}-{start}-{end}"]))
        one = Annotation(f"E{number + 1}", kind, start, end, values, given, mention)
        annotations.setdefault((start, end), one)
    names = [one.id for one in annotations.values()]
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), unique=True)) if names else []
    relations = tuple(Relation(draw(st.sampled_from(RELATIONS)), *pair) for pair in pairs if pair[0] != pair[1])
    return Document("a.txt", text, tuple(spans.values()), tuple(annotations.values()), relations, mark="0123abcd")


def _role(draw: st.DrawFn, label: str) -> str:
    people = [role for role in ROLES if role not in SPAN_LABELS or role == "participant"]
    return draw(st.sampled_from(people)) if label == "participant" else label


def written(name: str, documents: Iterable[Document], part: str = "documents") -> bytes:
    """Return documents in a format, which refuses none of them."""
    file = io.BytesIO()
    assert list(find_format(name).write(documents, file, part)) == []
    return file.getvalue()


def comparable(name: str, document: Document) -> Document:
    """Return what of a document a format keeps: ids are named anew by place, and the order means nothing."""
    kept = reduced(document, find_format(name).holds)
    spans = {one.id: f"T {one.label} {one.start} {one.end} {sorted(one.values.items())}" for one in kept.spans}
    events = {one.id: f"E {one.start} {one.end} {one.kind}" for one in kept.annotations}
    return dataclasses.replace(
        kept, where="", looked=None, annotator="",
        spans=tuple(sorted((dataclasses.replace(one, id=spans[one.id]) for one in kept.spans), key=lambda one: one.id)),
        annotations=tuple(
            sorted(
                (
                    dataclasses.replace(
                        one, id=events[one.id],
                        arguments=tuple(
                            sorted({Argument(each.role, spans[each.span]) for each in one.arguments}, key=str)
                        ),
                    )
                    for one in kept.annotations
                ),
                key=lambda one: one.id,
            )
        ),
        relations=tuple(
            sorted(
                {Relation(one.type, events[one.source], events[one.target]) for one in kept.relations},
                key=str,
            )
        ),
    )  # fmt: skip


def refused(pieces: Iterable[Piece]) -> list[Refused]:
    """Return what was refused of pieces."""
    return [piece for piece in pieces if isinstance(piece, Refused)]
