"""Make what is held: of each subject a table of hashes, and texts where a difference is worth reading.

Left out, since it differs between runs or machines: stderr (times); of `run.json` versions, platform, times, the port,
the pace of calls, the ledger's run and the seal of all this; of the wheel its METADATA and RECORD. The report is made
without `run.json`.
"""

import contextlib
import dataclasses
import hashlib
import inspect
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hatchling.build import build_wheel

import memcon
from golden import inside
from golden.answering import Kept, Recorded, json_lines, recorded
from golden.running import Ran
from golden.running import memcon as command
from helpers.scripted import serving

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
GOLDEN: Final = HERE / "golden.json"
TEXTS: Final = HERE / "texts"

WRITTEN: Final = ("events.jsonl", "mentions.jsonl", "rejected.jsonl", "articles.jsonl")
EMBEDDED: Final = "qwen2.5-coder-1.5b-instruct-q4_k_m"
WEIGHTS: Final = "sha256:cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
"""What stands for the embedded model in the ledger's keys."""
CASSETTES: Final = ("test_seeds_recorded", "test_traps_recorded")
"""Those that were recorded of articles."""
UNSTEADY: Final = (
    "memcon", "python", "platform", "libraries", "base_url", "concurrency", "started", "seconds", "seal",
)  # fmt: skip
"""Of `run.json`."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """Articles, in a folder here or those of seeds/, and who answers about them."""

    name: str
    model: str = "scripted-large"
    seeds: str | None = None
    """A pattern of files in seeds/ that are read as well."""

    @property
    def strategy(self) -> str:
        return "cascade" if self.model == EMBEDDED else "whole"

    @property
    def lines(self) -> Path:
        return HERE / self.name / "articles.jsonl"


CASES: Final = {
    case.name: case
    for case in (
        Case(name="seeds", seeds="*.txt"),
        Case(name="cascade", seeds="00[034]_*.txt", model=EMBEDDED),
        Case(name="rules"),
        Case(name="old"),
        Case(name="new", model="scripted-huge"),
    )
}

REPLAYED: Final = ("seeds", "cascade", "rules")
"""Cases that are read from their ledger as well."""


def sha256(data: bytes | str) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


# --- runs ---


def lay_out(case: Case, folder: Path) -> list[str]:
    """Copy the articles into `folder`, and return their names there."""
    if case.lines.exists():
        shutil.copy(case.lines, folder)
    if case.seeds:
        (folder / "seeds").mkdir()
        for file in (ROOT / "seeds").glob(case.seeds):
            shutil.copy(file, folder / "seeds")
    return sorted(path.name for path in folder.iterdir())


def _script(case: Case, folder: Path) -> Kept | Recorded:
    if case.strategy == "cascade":
        return Recorded(pair for name in CASSETTES for pair in recorded(ROOT / "cassettes" / name))
    texts = {file.name: file.read_text("utf-8") for file in folder.glob("seeds/*.txt")}
    if case.lines.exists():
        for line in json_lines(case.lines):
            if "id" in line:
                texts.setdefault(line["id"], line["text"])
    return Kept(HERE / case.name / "answers.jsonl", texts)


def extract(case: Case, folder: Path) -> Ran:
    """Read the articles of `case` in the empty `folder`, into `out` there."""
    inputs = lay_out(case, folder)
    with serving(_script(case, folder)) as server:
        return _extract(case, folder, inputs, "out", server.url)


def replay(case: Case, folder: Path) -> Ran:
    """Read them again from the ledger alone, into `offline`; at the address that is given nobody answers."""
    inputs = sorted(path.name for path in folder.iterdir() if path.name in {"articles.jsonl", "seeds"})
    return _extract(case, folder, inputs, "offline", "http://127.0.0.1:9/v1", "--offline")


def _extract(case: Case, folder: Path, inputs: Sequence[str], out: str, url: str, *more: str) -> Ran:
    options = ("-o", out, "--model", case.model, "--strategy", case.strategy, "--base-url", url, *more)
    return command(folder, "extract", *inputs, *options, MEMCON_ENDPOINT=_endpoint(case))


def _endpoint(case: Case) -> str:
    return WEIGHTS if case.strategy == "cascade" else "golden"


def outputs(folder: Path, out: str = "out") -> dict[str, str]:
    return {name: sha256((folder / out / name).read_bytes()) for name in WRITTEN}


def run(folder: Path, ran: Ran) -> dict[str, Any]:
    """Return what a run in `folder` wrote and printed, and whether it holds."""
    verified = command(folder, "verify", "out")
    return {
        "code": ran.code, "table": sha256(ran.out), "run.json": sha256(manifest(folder / "out")), **outputs(folder),
        "verify": [verified.code, *verified.out.splitlines()],
    }  # fmt: skip


def manifest(out: Path) -> str:
    """Return what `run.json` says that is the same of every run."""
    told = json.loads((out / "run.json").read_text("utf-8"))
    told = {name: value for name, value in told.items() if name not in UNSTEADY}
    told["settings"] = {name: value for name, value in told["settings"].items() if name != "ledger_run"}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def reasons(out: Path) -> dict[str, list[str]]:
    """Return every reason for which something was refused, or an article failed, in the run in `out`."""
    refused = {f"{line['field']} {line['reason']}" for line in json_lines(out / "rejected.jsonl")}
    failed = {line["reason"] for line in json_lines(out / "articles.jsonl") if line["reason"]}
    return {"rejected": sorted(refused), "failed": sorted(failed)}


def asked(folder: Path) -> list[str]:
    """Return the keys of all questions in the ledger of the run in `folder`."""
    export = command(folder, "ledger", "export").out
    return sorted(json.loads(line)["key"] for line in export.splitlines())


# --- prompts and keys ---


def keys(cassettes: Path) -> list[str]:
    """Return the ledger's keys of the questions in a folder of cassettes, each as often as it was recorded."""
    questions = (json.dumps(question).encode() for question, _ in recorded(cassettes))
    return sorted(inside.question_key(WEIGHTS, inside.canonical(question)) for question in questions)


def asking() -> dict[str, Any]:
    """Return the versions of the prompts, and of each folder of cassettes the number of keys and their hash."""
    found = {folder.name: keys(folder) for folder in sorted((ROOT / "cassettes").iterdir())}
    return {
        "prompts": inside.prompt_versions(),
        "keys": {name: [len(some), sha256("\n".join(some))] for name, some in found.items()},
    }


# --- what is public ---


def schemas() -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()) for path in sorted((ROOT / "schemas").iterdir())}


def public() -> str:
    """Return every public name with its signature, fields and methods, without the modules where they are defined."""
    return "".join(f"{line}\n" for name in memcon.__all__ for line in _told(name, getattr(memcon, name)))


def _told(name: str, value: Any) -> Iterator[str]:
    if inspect.isfunction(value):
        yield f"{name}{_signature(value)}"
        return
    if not inspect.isclass(value):
        yield f"{name} = {_bare(repr(value))}"
        return
    bases = ", ".join(base.__name__ for base in value.__mro__[1:-1])
    yield f"{name}({bases})"
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            default = "" if field.default is dataclasses.MISSING else f" = {field.default!r}"
            yield f"    {field.name}: {_bare(inspect.formatannotation(field.type))}{default}"
    for part, what in inspect.getmembers(value, lambda one: isinstance(one, property) or inspect.isroutine(one)):
        if not part.startswith("_") and _is_ours(what):
            yield f"    {part}{'' if isinstance(what, property) else _signature(what)}"


def _is_ours(member: Any) -> bool:
    module = getattr(member.fget if isinstance(member, property) else member, "__module__", None) or ""
    return module.partition(".")[0] == "memcon"


def _signature(value: Callable[..., Any]) -> str:
    return _bare(str(inspect.signature(value)))


def _bare(text: str) -> str:
    """Leave out the modules of names, ours and Python's, and constraints that are none."""
    text = re.sub(r"\b\w+=None, |, \w+=None\b", "", text)
    return re.sub(r"\b(?:memcon|pathlib|datetime|collections|typing|pydantic)(?:\.\w+)*\.(?=\w)", "", text)


def helps() -> str:
    """Return the help of every command, as the help itself lists them."""
    return "".join(f"$ memcon {' '.join(path)} --help\n{text}\n" for path, text in _helps(()))


def _helps(path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    ran = command(HERE, *path, "--help")
    assert ran.code == 0
    yield path, ran.out
    _, listed, below = ran.out.partition("\nCommands:\n")
    for name in re.findall(r"^  ([a-z]\S*)", below, re.MULTILINE) if listed else ():
        yield from _helps((*path, name))


# --- pages and notes ---


def report(folder: Path) -> dict[str, Any]:
    """Make the page of the run in `folder`, whose `run.json` is out of the way for that time."""
    hidden = (folder / "out" / "run.json").rename(folder / "run.json")
    try:
        ran = command(folder, "report", "out", "-o", "report.html")
    finally:
        hidden.rename(folder / "out" / "run.json")
    return {"told": ran.out.splitlines(), "page": sha256((folder / "report.html").read_bytes())}


FORMS: Final = {"text": "txt", "markdown": "md", "json": "json", "html": "html"}


def notes(folder: Path) -> dict[str, str]:
    """Return, in each form, what differs between the runs `old/out` and `new/out` in `folder`."""
    given: dict[str, str] = {}
    for form in FORMS:
        ran = command(folder, "diff", "old/out", "new/out", "--format", form)
        assert ran.code == 1
        given[form] = ran.out
    given["stat"] = command(folder, "diff", "old/out", "new/out", "--stat").out
    given["mentions"] = command(folder, "diff", "old/out", "new/out", "--mentions", "--full").out
    return given


# --- the wheel ---


def wheel(folder: Path) -> list[str]:
    """Return base name and hash of every file of the wheel but Python modules and what holds versions and hashes.

    The folders of languages are left out: writers add to them, and `tests/languages` holds what they say.
    """
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(None):
        built = folder / build_wheel(os.fspath(folder))
    with zipfile.ZipFile(built) as archive:
        names = [name for name in archive.namelist() if not name.endswith((".py", "/METADATA", "/RECORD", "/WHEEL"))]
        names = [name for name in names if not name.startswith("memcon/languages/")]
        return sorted(f"{Path(name).name} {sha256(archive.read(name))}" for name in names)


# --- all of it ---


def dump(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"
