"""One change as pieces of a note: what a value was and is, and from which words it was read. Knows no events."""

from collections.abc import Sequence

from memcon.compare.diff.values import FieldChange
from memcon.compare.render.note import Piece
from memcon.compare.render.word_diff import word_diff
from memcon.events.matching.values import Words
from memcon.events.matching.wording import say, say_json, trimmed, where
from memcon.records import DateEvidence, Participant, Quote
from memcon.records.fields import FIELDS


def quote_pieces(words: Words, most: int | None) -> tuple[Piece, ...]:
    """Return a quote of at most `most` characters and where it stands."""
    return Piece(f"“{trimmed(words.text, most)}”", "words"), Piece(" "), Piece(where(words), "ref")


def value_pieces(change: FieldChange) -> tuple[Piece, ...]:
    """Return `old → new`, or a sign and the value where it went or came."""
    row = FIELDS.get(change.field)
    if row is None:
        old, new = (say_json(value) if isinstance(value, str | None) else "" for value in (change.old, change.new))
        if change.old is None or change.new is None:
            return (Piece(f"− {old}", "old"),) if change.new is None else (Piece(f"+ {new}", "new"),)
        return Piece(old, "old"), Piece(" → "), Piece(new, "new")
    if row.many and change.old is None:
        return (Piece(f"+ {say(change.new)}", "new"),)
    if row.many and change.new is None:
        return (Piece(f"− {say(change.old)}", "old"),)
    return Piece(say(change.old), "old"), Piece(" → "), Piece(say(change.new), "new")


def change_pieces(change: FieldChange, most: int | None) -> tuple[Piece, ...]:
    """Return a change with its words, of a quote at most `most` characters."""
    old, new = change.old, change.new
    if isinstance(old, Participant) and isinstance(new, Participant):
        return _person(old, new, most)
    if change.field == "mentions":
        sign, style = ("+", "new") if old is None else ("−", "old")
        words = (change.new_words or change.old_words)[0]
        return Piece(f"{sign} ", "new" if style == "new" else "old"), *quote_pieces(words, most)
    if change.field == "quotes":
        return _quote(change, most)
    row = FIELDS.get(change.field)
    if row and row.sort == "span":
        return *_span(old, new), Piece(" "), Piece(change.article or "", "ref")
    if isinstance(old, str) and isinstance(new, str) and row and row.sort == "text":
        return word_diff(old, new)
    pieces = value_pieces(change)
    return (*pieces, *_from(change)) if row and row.read_from in {"date", "place"} else pieces


def _person(old: Participant, new: Participant, most: int | None) -> tuple[Piece, ...]:
    """Return what became of one person: the name, and the parts that differ."""
    pieces = (
        [Piece(trimmed(new.name, most))]
        if old.name == new.name
        else [Piece(trimmed(old.name, most), "old"), Piece(" → "), Piece(trimmed(new.name, most), "new")]
    )
    for part in ("country", "title", "role"):
        a, b = getattr(old, part), getattr(new, part)
        if a != b:
            pieces += [Piece(f", {part} "), Piece(say(a), "old"), Piece(" → "), Piece(say(b), "new")]
    return tuple(pieces)


def _quote(change: FieldChange, most: int | None) -> tuple[Piece, ...]:
    old, new = change.old, change.new
    if isinstance(old, Quote) and isinstance(new, Quote):
        if old.text == new.text:
            text: tuple[Piece, ...] = (Piece(f"“{trimmed(new.text, most)}”", "words"),)
        else:
            text = word_diff(old.text, new.text)
        moved = "" if old.start == new.start else f"{old.start}–{old.end} → "
        return *text, Piece(" "), Piece(f"{change.article}:{moved}{new.start}–{new.end}", "ref")
    sign = Piece("+ ", "new") if old is None else Piece("− ", "old")
    return sign, *quote_pieces((change.new_words or change.old_words)[0], most)


def _span(old: object, new: object) -> tuple[Piece, ...]:
    return Piece(_spoken(old), "old"), Piece(" → "), Piece(_spoken(new), "new")


def _spoken(value: object) -> str:
    if value is None:
        return "none"
    text = getattr(value, "text", "")
    return f"“{text}” ({value.basis})" if isinstance(value, DateEvidence) else f"“{text}”"


def _from(change: FieldChange) -> tuple[Piece, ...]:
    """Return the words of an old and a new value, once where they are the same."""
    old, new = (_first(words) for words in (change.old_words, change.new_words))
    if not old and not new:
        return ()
    if old == new:
        return (Piece(f"  from {new}", "words"),)
    return (Piece(f"  from {' → '.join(part or 'nothing' for part in (old, new))}", "words"),)


def _first(words: Sequence[Words]) -> str:
    if not words:
        return ""
    basis = f" ({words[0].basis})" if words[0].basis else ""
    return f"“{trimmed(words[0].text, 60)}”{basis}"
