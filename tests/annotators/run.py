"""Read what memcon wrote in each tool's own reader, in the tools' environment, and give back what the tool writes.

`python run.py FOLDER PYTHON`: FOLDER is what `annotators.files` wrote, PYTHON that of doccano's environment. Every span
must be where it was, in the tool's own view of the text; what each tool writes of it is put into FOLDER/back.
"""

import functools
import importlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Expected = dict[str, Any]
Reader = Callable[[Path, Expected], list[str]]
MARKED = re.compile(r'<custom:Memcon(?:Span|Event)\b[^>]* begin="([0-9]+)" end="([0-9]+)"')
"""A mark in an XMI, as it stands there."""


def main(folder: Path, python: str) -> int:
    """Read everything, and say what became of it."""
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    (folder / "back").mkdir()
    faults = 0
    readers: dict[str, Reader] = {
        "brat": brat,
        "label-studio": label_studio,
        "inception": cassis,
        "prodigy": spacy,
        "doccano": functools.partial(doccano, python),
    }
    for name, read in readers.items():
        began = time.monotonic()
        wrong = read(folder, expected)
        faults += len(wrong)
        became = f"{len(wrong)} faults" if wrong else f"{len(expected)} articles, nothing shifted"
        print(f"{name:14} {time.monotonic() - began:6.1f} s  {became}")
        for line in wrong[:5]:
            print(f"    {line[:500]}")
    return int(faults > 0)


def unlike(article: str, expected: Expected, text: str, spans: list[tuple[int, int]]) -> list[str]:
    """Return what is not as it was written; offsets are code points."""
    wrong = [] if text == expected["text"] else [f"{article}: another text"]
    told = sorted(map(list, spans))
    return wrong if told == expected["spans"] else [*wrong, f"{article}: {told} and not {expected['spans']}"]


def brat(folder: Path, expected: Expected) -> list[str]:
    """Read by brat's own checking parser, which refuses a line whose words are not those of the text."""
    import brat.server

    sys.path.insert(0, str(Path(next(iter(brat.server.__path__))) / "src"))
    annotation: Any = importlib.import_module("annotation")
    opened = annotation.codecs_open  # it asks for Python 2's mode rU, which no Python has from 3.11 on
    annotation.codecs_open = lambda name, mode, **more: opened(name, mode.replace("U", ""), **more)
    data = Path(tempfile.mkdtemp())
    with zipfile.ZipFile(folder / "brat.zip") as archive:
        archive.extractall(data)
    wrong = []
    for name, told in json.loads((data / "memcon.json").read_text("utf-8")).items():
        article = told["article"]
        read = annotation.TextAnnotations(str(data / name), read_only=True)
        wrong += [f"{article}: line {number} is refused" for number in read.failed_lines]
        bounds = list(read.get_textbounds())
        wrong += unlike(article, expected[article], read.get_document_text(), [_whole(one.spans) for one in bounds])
        events = list(read.get_events())
        ties = sum(len(one.args) for one in events) + len(list(read.get_relations()))
        if (len(events), ties) != (expected[article]["events"], expected[article]["ties"]):
            wrong.append(f"{article}: {len(events)} events, {ties} ties")
        (data / f"{name}.ann").write_text(str(read), "utf-8", newline="")  # as brat writes it again
    _packed(data, folder / "back" / "brat.zip")
    shutil.rmtree(data)
    return wrong


def _whole(spans: list[tuple[int, int]]) -> tuple[int, int]:
    return spans[0][0], spans[-1][1]


def _packed(data: Path, to: Path) -> None:
    with zipfile.ZipFile(to, "w") as archive:
        for path in sorted(data.iterdir()):
            archive.write(path, path.name)


def label_studio(folder: Path, expected: Expected) -> list[str]:
    """Validate configuration and tasks, and convert annotations, by Label Studio's own package."""
    from label_studio_sdk.converter import Converter
    from label_studio_sdk.label_interface import LabelInterface

    config = (folder / "label-studio-config").read_text("utf-8")
    tasks = json.loads((folder / "label-studio.json").read_text("utf-8"))
    interface = LabelInterface(config)
    interface.validate()
    wrong = []
    for number, task in enumerate(tasks, start=1):
        article, result = task["data"]["article"], task["predictions"][0]["result"]
        wrong += [
            f"{article}: {one}" for one in interface.validate_prediction(task["predictions"][0], return_errors=True)
        ]
        task |= {"id": number, "annotations": [{"id": number, "completed_by": 1, "result": result}]}
        del task["predictions"]
    (folder / "back" / "label-studio.json").write_text(json.dumps(tasks), "utf-8")
    made = Path(tempfile.mkdtemp())
    converter = Converter(config, str(made), download_resources=False)
    converter.convert_to_json(str(folder / "back" / "label-studio.json"), str(made), is_dir=False)
    for one in json.loads((made / "result.json").read_text("utf-8")):
        article = one["data"]["article"]
        labels = [each for each in one["annotations"][0]["result"] if each["type"] == "labels"]
        text = one["data"]["text"]
        wrong += unlike(article, expected[article], text, [(e["value"]["start"], e["value"]["end"]) for e in labels])
        cut = [text[e["value"]["start"] : e["value"]["end"]] == e["value"]["text"] for e in labels]
        wrong += [] if all(cut) else [f"{article}: other words"]
    shutil.rmtree(made)
    return wrong


def cassis(folder: Path, expected: Expected) -> list[str]:
    """Load every CAS by dkpro-cassis, hold what it covers against the text, and write it anew."""
    import cassis as uima

    wrong, data = [], Path(tempfile.mkdtemp())
    with zipfile.ZipFile(folder / "inception.zip") as archive:
        system = uima.load_typesystem(io.BytesIO(archive.read("TypeSystem.xml")))
        for name in archive.namelist():
            if not name.endswith(".xmi"):
                continue
            cas = uima.load_cas_from_xmi(io.BytesIO(archive.read(name)), typesystem=system)
            types = ("webanno.custom.MemconSpan", "webanno.custom.MemconEvent")
            marks = [one for type_ in types for one in cas.select(type_)]
            (about,) = cas.select("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")
            article = about.documentTitle
            wrong += unlike(article, expected[article], cas.sofa_string, [(one.begin, one.end) for one in marks])
            units = cas.sofa_string.encode("utf-16-le")
            places = MARKED.findall(archive.read(name).decode())
            told = [(_points(units, int(start)), _points(units, int(end))) for start, end in places]
            wrong += unlike(article, expected[article], cas.sofa_string, told)
            raw = cas.to_xmi()
            (data / name).write_text(raw, "utf-8", newline="")
    (data / "TypeSystem.xml").write_text(system.to_xml(), "utf-8", newline="")
    _packed(data, folder / "back" / "inception.zip")
    shutil.rmtree(data)
    return wrong


def spacy(folder: Path, expected: Expected) -> list[str]:
    """Make of every task of Prodigy the Doc of its tokens, as Prodigy does, and find every span by its offsets."""
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab

    wrong, vocab, kept, tasks = [], Vocab(), DocBin(), []
    for line in (folder / "prodigy.jsonl").read_text("utf-8").split("\n")[:-1]:
        task = json.loads(line)
        tokens, article = task["tokens"], task["article"]
        doc = Doc(vocab, words=[one["text"] for one in tokens], spaces=[one["ws"] for one in tokens])
        found = [doc.char_span(one["start"], one["end"], one["label"]) for one in task["spans"]]
        wrong += [f"{article}: a span is of no tokens" for one in found if one is None]
        found = [one for one in found if one is not None]
        wrong += unlike(article, expected[article], doc.text, [(one.start_char, one.end_char) for one in found])
        for span, one in zip(task["spans"], found, strict=False):
            if (one.start, one.end - 1) != (span["token_start"], span["token_end"]):
                wrong.append(f"{article}: other tokens than {span}")
        doc.spans["sc"] = found
        kept.add(doc)
        tasks.append(task)
    docs = DocBin().from_bytes(kept.to_bytes()).get_docs(vocab)
    with (folder / "back" / "prodigy.jsonl").open("w", encoding="utf-8") as file:
        for task, doc in zip(tasks, docs, strict=True):
            for span, one in zip(task["spans"], doc.spans["sc"], strict=False):
                span |= {"start": one.start_char, "end": one.end_char, "label": one.label_}
            file.write(json.dumps({**task, "text": doc.text, "answer": "accept"}) + "\n")
    return wrong


def doccano(python: str, folder: Path, expected: Expected) -> list[str]:
    """Import into a database of doccano by its own task, and export again, each as its page does."""
    home = Path(tempfile.mkdtemp())
    told = Path(__file__).with_name("doccano_project.py")
    ran = subprocess.run(
        [python, str(told), str(folder / "doccano.jsonl"), str(folder / "back" / "doccano.zip")],
        env={**os.environ, "DOCCANO_HOME": str(home), "DATABASE_URL": f"sqlite:///{home}/db.sqlite3"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    shutil.rmtree(home)
    if ran.returncode:
        return [f"doccano: {ran.stdout[-300:]}{ran.stderr[-1000:]}"]
    wrong = []
    with zipfile.ZipFile(folder / "back" / "doccano.zip") as archive:
        (name,) = archive.namelist()
        for line in archive.read(name).decode().split("\n")[:-1]:
            one = json.loads(line)
            article, text = one["article"], one["text"]
            units = text.encode("utf-16-le")
            spans = [(_points(units, e["start_offset"]), _points(units, e["end_offset"])) for e in one["entities"]]
            wrong += unlike(article, expected[article], text, spans)
            if len(one["relations"]) != expected[article]["ties"]:
                wrong.append(f"{article}: {len(one['relations'])} ties")
    return wrong


def _points(units: bytes, offset: int) -> int:
    """Return an offset of UTF-16, as a browser has it, in code points: by decoding what lies before it."""
    return len(units[: 2 * offset].decode("utf-16-le"))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
