"""What people and archives read of a deposit: README, licence note, and the metadata that Zenodo and GitHub take."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from memcon.outputs.codebook.book import as_json
from memcon.outputs.codebook.counts import Counts
from memcon.outputs.codebook.sources import sources
from memcon.outputs.deposit.wishes import Creator, Wishes
from memcon.outputs.run_report import RunReport
from memcon.records import run_files

CODEBOOK: Final = "codebook.md"
PACKAGE: Final = "datapackage.json"
SUMS: Final = "SHA256SUMS"
LICENCE: Final = "LICENCE.md"
README: Final = "README.md"
CITATION: Final = "CITATION.cff"
ZENODO: Final = ".zenodo.json"
DATA: Final = "data"
TEXTS: Final = f"{DATA}/texts.jsonl"
_QUOTED: Final = "The quotes that prove an event are in it, a sentence or two each, as short quotations with source."
_UNQUOTED: Final = (
    "Quotes are left out: their words are empty. Their offsets and the hash of each article's text stay, so that who"
    " has the articles finds them again. Names, titles, and words that tell day and place are in it."
)
_TEXT: Final = f"The articles themselves are in `{TEXTS}`; the rights in them are their publishers'."
KEYWORDS: Final = ("event data", "international relations", "diplomacy", "news", "PLOVER", "CAMEO")


def readme(report: RunReport | None, counted: Sequence[Counts], files: Iterable[str], wishes: Wishes) -> bytes:
    """Return what a user of the data reads first."""
    tables = "\n".join(f"| `{DATA}/{each.table.name}.csv` | {each.table.row} | {each.rows:,} |" for each in counted)
    beside = "\n".join(f"| `{name}` | {_what(name)} |" for name in files if _what(name))
    made = f" memcon {report.memcon} extracted them, asking {report.model}." if report and report.memcon else ""
    one = counted[0].table.name
    return f"""# {wishes.title}

Events that articles report: meetings, calls and disputes between states, each tied to the words that prove it.{made}

| table | a row is | rows |
|---|---|---|
{tables}

| file | |
|---|---|
{beside}

## Before you count

What each variable and value means is in [{CODEBOOK}]({CODEBOOK}). Filter by `status`: what is planned, requested,
refused or cancelled did not happen. An event of one state against two is one row of `events` and two of `dyads`. A
model read the articles: look at the quotes before you publish figures.

## Words of articles

{_words(wishes)}

## Check it

```sh
sha256sum -c {SUMS}
frictionless validate {PACKAGE}
memcon verify {DATA} --export {DATA}/{one}.csv
```

`{DATA}/` is the folder of a run without what was refused: `memcon export {DATA} --as TABLE` makes other tables of it.

## Licence

See [{LICENCE}]({LICENCE}).
""".encode()


def _what(name: str) -> str:
    """Return what a file of the deposit is, where no table of the README says so already."""
    known: Mapping[str, str] = {
        CODEBOOK: "every variable with what it means, its values and how often each stands",
        PACKAGE: "the same for programs: Data Package of Frictionless Data",
        LICENCE: "what may be done with the data, and whose data are in it",
        CITATION: "how to cite it",
        ZENODO: "metadata for Zenodo",
        TEXTS: "the articles, a line each: offsets of quotes count in their `text`",
        f"{DATA}/{run_files.EVENTS}": "events as memcon writes them, a line each, with all their proofs",
        f"{DATA}/{run_files.MENTIONS}": "what each article reports, before merging",
        f"{DATA}/{run_files.ARTICLES}": "which articles were read, by id, address and hash of their text",
        f"{DATA}/{run_files.REPORT}": "how the run was made: versions, model, settings, counts; without local paths",
    }
    folder, _, file = name.rpartition("/")
    if folder == "prompts":
        return "what the model was asked"
    if folder == "schemas":
        return f"JSON Schema of {file.removesuffix('.json')}"
    return known.get(name, "" if name.endswith(".csv") else f"the table as {name.rpartition('.')[2]}" if folder else "")


def _words(wishes: Wishes) -> str:
    quotes = _QUOTED if wishes.quotes else _UNQUOTED
    text = _TEXT if wishes.text else "The articles themselves are not in it."
    return f"{quotes} {text}"


def licence(wishes: Wishes) -> bytes:
    """Return what may be done with the data, as far as the depositor said, and what others ask whose data are in it."""
    own = (
        f"The depositors give this data set under {wishes.licence}, as far as the rights in it are theirs."
        if wishes.licence
        else "The depositors have not said under which licence they give this data set: ask them."
    )
    others = [f"* [{one.title}]({one.url}): {one.licence}. {one.asks} In {_code(one.columns)}." for one in sources()]
    parts = (
        "# Licence",
        own,
        "## Whose data are in it",
        "\n".join(others),
        "ISO 3166-1 codes of countries are facts. memcon itself is under Apache-2.0, its prompts too.",
        f"## Words of articles\n\n{_words(wishes)}",
    )
    return ("\n\n".join(parts) + "\n").encode()


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def zenodo(wishes: Wishes) -> bytes:
    """Return the metadata of a deposit as Zenodo takes it."""
    told: dict[str, Any] = {
        "title": wishes.title,
        "upload_type": "dataset",
        "description": f"{wishes.title}. Extracted with memcon; see {README} and {CODEBOOK}.",
        "creators": [
            {"name": _name(one)}
            | ({"affiliation": one.affiliation} if one.affiliation else {})
            | ({"orcid": one.orcid} if one.orcid else {})
            for one in wishes.creators
        ],
        "keywords": [*KEYWORDS],
    }
    if wishes.licence:
        told |= {"access_right": "open", "license": wishes.licence.lower()}
    return as_json(told)


def _name(one: Creator) -> str:
    return f"{one.family}, {one.given}" if one.given else one.family


def citation(wishes: Wishes) -> bytes:
    """Return how to cite the deposit, in Citation File Format 1.2.0. Its words are JSON's, which is YAML too."""
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use these data, please cite them, and memcon."',
        "type: dataset",
        f"title: {_yaml(wishes.title)}",
        "authors:",
    ]
    for one in wishes.creators:
        given = {"given-names": one.given, "affiliation": one.affiliation}
        lines += [f"  - family-names: {_yaml(one.family)}" if one.given else f"  - name: {_yaml(one.family)}"]
        lines += [f"    {name}: {_yaml(value)}" for name, value in given.items() if value]
        lines += [f'    orcid: "https://orcid.org/{one.orcid}"'] if one.orcid else []
    lines += [f"license: {_yaml(wishes.licence)}"] if wishes.licence else []
    lines += ["keywords:", *(f"  - {_yaml(word)}" for word in KEYWORDS)]
    return ("\n".join(lines) + "\n").encode()


def _yaml(text: str) -> str:
    return json.dumps(text)
