"""Pages of the site that follow from the code, or from files above docs/: a hook of mkdocs, and no page itself.

Made anew at each build, so that they cannot drift: the commands from their help, the files and fields from their JSON
Schemas, the library from `memcon.__all__`; README, ARCHITECTURE, CONTRIBUTING, GLOSSARY, CHANGELOG and the tables of
benchmarks/ as they stand, with their links turned to the site's.
"""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from typer.testing import CliRunner

ROOT: Final = Path(__file__).resolve().parents[1]
TAKEN: Final = {
    "README.md": "index.md",
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "GLOSSARY.md": "glossary.md",
    "CHANGELOG.md": "changelog.md",
    "benchmarks/gold/README.md": "measures/gold.md",
} | {f"benchmarks/{path.name}": f"measures/{path.name}" for path in (ROOT / "benchmarks").glob("*.md")}
"""Files of the repository that are pages as they are, and the names of these pages."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages, as mkdocs calls it."""
    for name, text in pages().items():
        files.append(File.generated(config, name, content=text))
    return files


def pages() -> dict[str, str]:
    """Return the text of each generated page by its name in docs/."""
    taken = {page: _linked((ROOT / name).read_text("utf-8"), page) for name, page in TAKEN.items()}
    return taken | {
        "reference/commands.md": "\n".join(_commands()),
        "reference/records.md": "\n".join(_records()),
        "reference/api.md": "\n".join(_library()),
        "reference/languages.md": LANGUAGES.format(_printed("languages")),
    }


def _linked(text: str, page: str) -> str:
    """Turn links to files of the repository into links to pages of the site; what is no page stays as words."""
    up = "../" * page.count("/")

    def turn(found: re.Match[str]) -> str:
        words, target, anchor = found["words"], found["target"], found["anchor"] or ""
        if re.match(r"[a-z]+:", target) or (not target and anchor):
            return found[0]
        at = TAKEN.get(target) or (target.removeprefix("docs/") if target.startswith("docs/") else None)
        if at is None:
            return f"{words[1:-1]}" if words.startswith("[`") else f"{words[1:-1]} (`{target}`)"
        return f"{words}({up}{at}{anchor})"

    return re.sub(r"(?P<words>\[[^\]\n]*(?:\n[^\]\n]*)?\])\((?P<target>[^)#\s]*)(?P<anchor>#[^)\s]*)?\)", turn, text)


# --- commands ---


def _commands() -> Iterator[str]:
    yield "# Commands\n\nWhat `memcon COMMAND --help` says. Exit codes: [errors and exit codes](errors.md).\n"
    yield from _command()


LANGUAGES: Final = """# Languages

What `memcon languages` prints: of each folder of `src/memcon/languages/`, how many of the classes of words of each
file it fills, how many words tell states and titles, how dates are read, how many examples it has, and which other
languages are read in its texts. A class without words is a rule that is silent in that language; `memcon languages
TAG` lists them with what they mean. In a draft the examples need not hold yet.

```text
{}
```

Another language is a folder: [how to add one](../contributing.md#add-a-language). Texts in languages without a folder
are read too: quotes are grounded, countries looked up by their names in CLDR, and dates by dateparser.
"""


def _printed(*arguments: str) -> str:
    """What a command of memcon prints."""
    from memcon.cli import app  # noqa: PLC0415  slow, and not needed for the other pages

    ran = CliRunner().invoke(app, arguments, prog_name="memcon", env={"COLUMNS": "100", "TERM": "dumb"})
    if ran.exit_code:
        raise RuntimeError(f"memcon {' '.join(arguments)}: {ran.output}")
    return ran.output.strip()


def _command(*path: str) -> Iterator[str]:
    """The help of a command and of those below it."""
    told = _printed(*path, "--help")
    if path:
        yield f"{'#' * (len(path) + 1)} memcon {' '.join(path)}\n"
    yield f"```text\n{told}\n```\n"
    _, _, below = told.partition("\nCommands:\n")
    for name in re.findall(r"^  ([a-z]\S*)", below, re.MULTILINE):
        yield from _command(*path, name)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


# --- files and fields ---


def _records() -> Iterator[str]:
    yield "# Files and fields\n"
    yield "Every file of a run is UTF-8; those that end in `.jsonl` hold one record a line. The JSON Schemas are in"
    yield "`schemas/`, and `memcon schema` prints them; this page is made of them. A field that is not always known is"
    yield "`null`, never left out. What the words mean: [glossary](../glossary.md).\n"
    inherited = _docstrings()
    told: dict[str, str] = {}
    for name, file in (("event", "events.jsonl"), ("mention", "mentions.jsonl"), ("rejected", "rejected.jsonl"),
                       ("article", "articles.jsonl"), ("run", "run.json"), ("decision", "review.jsonl")):  # fmt: skip
        schema = json.loads((ROOT / "schemas" / f"{name}.json").read_text("utf-8"))
        defined = schema.pop("$defs", {})
        yield f"## {file}\n"
        if "oneOf" in schema:
            kinds = [each["$ref"].rpartition("/")[2] for each in schema["oneOf"]]
            yield f"A line is one of {', '.join(f'[{kind}](#{_anchor(kind)})' for kind in kinds)}.\n"
        else:
            yield from _fields(schema, inherited)
        for kind, each in defined.items():
            if kind not in told or "properties" in each:
                told.setdefault(kind, "\n".join((f"### {kind}\n", *_fields(each, inherited))))
    yield "## Parts\n"
    yield from (told[kind] for kind in sorted(told))


def _fields(schema: dict[str, Any], inherited: dict[str, str]) -> Iterator[str]:
    if schema.get("description"):
        yield f"{_escaped(' '.join(schema['description'].split()))}\n"
    if "properties" not in schema:
        yield f"{_kind(schema)}\n"
        return
    yield "| field | value | |\n|---|---|---|"
    for name, each in schema["properties"].items():
        meaning = each.get("description") or (inherited.get(name, "") if "mentions" in schema["properties"] else "")
        yield f"| `{name}` | {_kind(each)} | {_escaped(' '.join(meaning.split()))} |"
    yield ""


def _kind(schema: dict[str, Any]) -> str:
    """What a value is, in words."""
    if "$ref" in schema:
        kind = schema["$ref"].rpartition("/")[2]
        return f"[{kind}](#{_anchor(kind)})"
    if either := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(dict.fromkeys(_kind(each) for each in either))
    if "const" in schema or "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}" if schema.get("items") else "list"
    kind = str(schema.get("format") or schema.get("type", "any"))
    return {"string": "text", "integer": "whole number", "null": "`null`"}.get(kind, kind)


def _anchor(kind: str) -> str:
    return kind.casefold()


def _docstrings() -> dict[str, str]:
    """What the fields that all kinds of events share mean, which their schemas do not repeat."""
    from memcon.records import Event  # noqa: PLC0415

    meeting = next(kind for kind in Event.__args__[0].__args__ if kind.__name__ == "Meeting")
    body = ast.parse(inspect.cleandoc(inspect.getsource(meeting.__mro__[1]))).body[0]
    found: dict[str, str] = {}
    statements = body.body if isinstance(body, ast.ClassDef) else []
    for field, after in pairwise(statements):
        if isinstance(field, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            found[ast.unparse(field.target)] = str(after.value.value)
    return found


# --- the library ---


def _library() -> Iterator[str]:
    import memcon  # noqa: PLC0415

    yield "# Library\n\n`import memcon` gives these names, and nothing else is promised to stay. Examples:"
    yield "[as a library](../library.md).\n"
    values = {name: getattr(memcon, name) for name in memcon.__all__}
    functions = [name for name in values if inspect.isfunction(values[name])]
    classes = [name for name in values if inspect.isclass(values[name])]
    for title, names in (("Functions", functions), ("Classes", classes)):
        yield f"## {title}\n"
        for name in names:
            yield f"::: {values[name].__module__}.{name}\n    options:\n      inherited_members: true\n"
    rest = sorted(set(values) - set(functions) - set(classes))
    yield f"## Types\n\n{', '.join(f'`{name}`' for name in rest)}: a `Meeting`, a `Call` or a `Dispute`, told apart by"
    yield "`kind`.\n"
