"""A run of 500 events in texts of many scripts, in the form of every annotation tool.

`python -m annotators.files FOLDER` writes them into FOLDER, with what must stand where, in code points, for `run.py`.
"""

import io
import itertools
import json
import sys
from pathlib import Path
from typing import Final

from helpers import reviewable
from helpers.annotating import SCRIPTS, XML_ENDS
from helpers.merging import days, person
from memcon.outputs.folder import RunFolder
from memcon.pages.annotation import FORMATS, find_format, of_run
from memcon.pages.annotation.model import Document
from memcon.records import DateEvidence, Evidence, Kind, Mention, Quote

EVENTS: Final = 500
EACH: Final = 5
"""Events of an article."""
KINDS: Final[tuple[tuple[Kind, str], ...]] = (("call", "phone"), ("meeting", "talks"), ("dispute", "protest"))


def text_of(number: int) -> tuple[str, list[tuple[int, int]]]:
    """Return an article of six sentences in as many scripts, parted by ends of lines, and where each stands."""
    scripts = list(SCRIPTS.values())
    text, places = "\ufeff" if number % 7 == 0 else "", []
    for at in range(EACH + 1):
        words = scripts[(number + at) % len(scripts)]
        places.append((len(text), len(text) + len(words)))
        text += words + XML_ENDS[(number * 3 + at) % len(XML_ENDS)]
    return text, places


def mentions() -> tuple[dict[str, str], list[Mention]]:
    """Return the articles by id, and what they tell: every fifth event has a quote over the end of a line."""
    texts, found = {}, []
    for number in range(EVENTS // EACH):
        name = f"{number:03}.txt"
        texts[name], places = text_of(number)
        for at, (start, end) in enumerate(places[:EACH]):
            last = places[at + 1][1] if at == 4 else end
            found.append(_mention(name, texts[name], start, last, number * EACH + at))
    return texts, found


def _mention(name: str, text: str, start: int, end: int, number: int) -> Mention:
    kind, variant = KINDS[number % 3]
    words = text[start:end]
    first, last = words[:3].strip() or words[:1], words[-4:].strip()
    names = [
        Evidence(text=each, start=start + words.index(each), end=start + words.index(each) + len(each))
        for each in dict.fromkeys((first, last))
    ]
    people = [person(f"{each.text}/{country}") for each, country in zip(names, ("NOR", "JOR"), strict=False)]
    return Mention(
        id=f"{name}#{kind}-{start}-{end}", article=name, published=None, kind=kind, status="occurred",
        variant=variant,  # type: ignore[arg-type]
        date=days(f"{1990 + number // 12}-{number % 12 + 1:02}-05"), place=None, countries=("JOR", "NOR"),
        participants=tuple(people), initiator=None, topics=(), summary=f"{number}", confidence=0.8,
        quotes=(Quote(text=words, start=start, end=end, match="exact"),),
        date_evidence=DateEvidence(text=first, start=names[0].start, end=names[0].end, basis="as written"),
        place_evidence=None, names=tuple(names), model="m", prompt="p@0",
    )  # fmt: skip


def write(folder: Path) -> None:
    """Write the run, its files for the tools, and what is expected of them."""
    texts, told = mentions()
    reviewable.TEXTS.clear()
    reviewable.TEXTS.update(texts)
    out = reviewable.write_run(folder / "out", tuple(told))
    documents = [one for one in of_run.documents(RunFolder(out)) if isinstance(one, Document)]
    for name in FORMATS:
        format_ = find_format(name)
        for part in ("documents", *format_.parts):
            file = io.BytesIO()
            assert list(format_.write(documents, file, part)) == [], name
            suffix = format_.suffix if part == "documents" else ""
            (folder / f"{name}{'' if part == 'documents' else '-' + part}{suffix}").write_bytes(file.getvalue())
    expected = {
        one.article: {
            "text": one.text,
            "spans": sorted(
                [*((span.start, span.end) for span in one.spans), *((each.start, each.end) for each in one.annotations)]
            ),
            "events": len(one.annotations),
            "ties": sum(len(each.arguments) for each in one.annotations) + len(one.relations),
        }
        for one in documents
    }
    assert sum(len(one.annotations) for one in documents) == EVENTS
    assert (
        len({*itertools.chain.from_iterable(texts.values())} & {"\r", "\x85", "\u2028", "\u2029", "\ufeff", "𝔅"}) == 6
    )
    (folder / "expected.json").write_text(json.dumps(expected), "utf-8")


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True)
    write(Path(sys.argv[1]))
