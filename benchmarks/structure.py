"""Print the figures of the package's structure: of this checkout, of another, or of a commit beside it.

    make structure                            this checkout
    make structure ARGS="--base 2932aa5"      a commit before, and this checkout
    make structure ARGS="/path/of/a/checkout"

Each figure is a check on the code, told at its function; several are made of word lists that stand here, and say how
often such a list stands in the code, not whether it is a good one. A target is what the house rules of the project ask.
"""

import argparse
import ast
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from walk import Package, Way, way

ROOT: Final = Path(__file__).resolve().parents[1]
MOST_LINES: Final = 300
FIELDS: Final = frozenset(
    {"kind", "status", "date", "place", "countries", "participants", "initiator", "topics", "summary", "confidence"}
)
"""Fields that every event has; a list of an event's fields holds at least `MANY` of them."""
MANY: Final = 6
TELLING: Final = {
    "id": ("kata", "ujar", "ungkap", "tutur", "jelas", "tegas", "papar", "menyatakan", "mengatakan"),
    "en": ("said", "told", "says", "stated", "added", "announced"),
    "ru": ("сказал", "заявил", "сообщил", "отметил", "подчеркнул", "добавил"),
}
"""Common words of telling; a list of them holds at least three of one language."""
PREPOSITIONS: Final = {
    "id": ("di", "ke", "dari", "dengan", "pada", "kepada", "oleh", "untuk"),
    "en": ("in", "at", "to", "from", "with", "by", "for", "against"),
}
CODES: Final = frozenset((
    "ar", "bg", "cs", "de", "el", "en", "es", "fa", "fr", "he", "hi", "hu", "id", "ja", "ko", "ms", "nl", "pl", "pt",
    "ro", "ru", "sr", "sv", "th", "tl", "tr", "uk", "ur", "vi", "zh",
))  # fmt: skip
"""ISO 639-1 codes of languages in which memcon reads something, less those that are English words (`it`, `is`)."""
FILES: Final = ("events.jsonl", "mentions.jsonl", "rejected.jsonl", "articles.jsonl", "run.json", "review.jsonl")
ENTRY: Final = (("memcon.extraction.article", "memcon.pipeline"), "extract_article", "article")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what is counted, how it came out, and what is wanted."""

    name: str
    value: int
    target: str


class Checkout:
    """A checkout of memcon: its modules' syntax, and its pyproject."""

    def __init__(self, root: Path) -> None:
        self.source = root / "src" / "memcon"
        self.project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
        self.package = Package(self.source)

    def figures(self) -> Iterator[Figure]:
        """Every row of the table."""
        packages = [path for path in self.source.iterdir() if (path / "__init__.py").exists()]
        modules = [path for path in self.source.glob("*.py") if path.stem not in {"__init__", "__main__"}]
        yield Figure("rooms at the top level", len(packages) + len(modules), "about 13 packages and 4 modules")
        yield Figure("  of them packages", len(packages), "13 or 14")
        yield Figure("arrows between rooms (imports)", len(self.arrows()), "under 90")
        lines = [path.read_text("utf-8").count("\n") for path in self.source.rglob("*.py")]
        yield Figure("modules over 300 lines", sum(each > MOST_LINES for each in lines), "0")
        yield Figure("lines of the longest module", max(lines), f"{MOST_LINES}")
        yield Figure("layers of the import contract", self.layers(), "about 12")
        yield Figure("lists of an event's fields", len(self.field_lists()), "1")
        yield Figure("modules that name a run's files", len(self.modules_naming(FILES)), "1")
        for language in TELLING:
            yield Figure(f"lists of words of telling, {language}", self.lists_of(TELLING[language]), "1")
        yield Figure("lists of prepositions, id and en", sum(map(self.lists_of, PREPOSITIONS.values())), "2")
        yield Figure("closed sets of language codes", len(self.language_sets()), "0")
        yield Figure('defaults like language or "id"', self.defaults(), "0")
        yield Figure('comparisons with "dispute"', self.kinds_compared(), "few")
        for place, by_room in (("room", True), ("module", False)):
            went = self.way(by_room=by_room)
            yield Figure(
                f"climbs of an article to a higher {place}", went.climbs, "half of before" if by_room else "fewer"
            )
            yield Figure(
                f"returns of it to a {place} it had left", went.returns, "half of before" if by_room else "fewer"
            )

    def arrows(self) -> set[tuple[str, str]]:
        """Pairs of rooms of which the first imports the second; `__init__` and `__main__` of the package are none."""
        room = {module: module.split(".")[1] for module in self.package.trees if "." in module}
        arrows = {(room[module], room.get(other, "")) for module in room for other in self.package.imports[module]}
        return {(one, other) for one, other in arrows if other and one != other and "__main__" not in {one, other}}

    def layers(self) -> int:
        """Lines of the longest contract of layers; rooms that share a floor stand in one line."""
        contracts = self.project["tool"]["importlinter"]["contracts"]
        return max(len(contract.get("layers", ())) for contract in contracts)

    def field_lists(self) -> set[str]:
        """Places that spell out an event's fields: a collection or table of their names, or a class that has them.

        In the room of records a class that has them is the record itself, and is not counted.
        """
        found = set()
        for module, node in self._nodes():
            if isinstance(node, ast.ClassDef):
                each = {ast.unparse(at.target) for at in node.body if isinstance(at, ast.AnnAssign)}
                if len(each & FIELDS) >= MANY and not module.startswith("memcon.records"):
                    found.add(f"{module}:{node.name}")
            elif isinstance(node, ast.Dict | ast.Set | ast.Tuple | ast.List) and len(_strings(node) & FIELDS) >= MANY:
                found.add(f"{module}:{node.lineno}")
        return found

    def modules_naming(self, names: Sequence[str]) -> set[str]:
        """Modules with one of these strings as a literal, docstrings aside."""
        return {module for module, node in self._nodes() if isinstance(node, ast.Constant) and node.value in names}

    def lists_of(self, words: Sequence[str]) -> int:
        """Strings, patterns and collections of the code, and files of data, with at least three of these words.

        One assignment is one list; quotes.toml, which tells verbs that no quote may swap, is none. Sentences, as in
        docstrings, are none: they have spaces round their words.
        """
        spoken = [re.compile(rf"(?<![^\W\d_]){word}(?![^\W\d_])") for word in words]

        def holds(text: str) -> bool:
            text = re.sub(r"\\[a-zA-Z]", " ", text)  # \b of a pattern is no letter of the word after it
            return sum(bool(each.search(text)) for each in spoken) >= 3

        code = sum(
            holds(" ".join(sorted(_strings(node))))
            for tree in self.package.trees.values()
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
        )
        folders = (self.source / "languages", self.source / "data")
        data = [path for folder in folders for path in folder.rglob("*.toml") if path.name != "quotes.toml"]
        return code + sum(holds(path.read_text("utf-8")) for path in data)

    def language_sets(self) -> set[str]:
        """Collections and literals of two or more strings (of a dict, keys) that all are codes of languages."""
        found = set()
        for module, node in self._nodes():
            if isinstance(node, ast.Dict):
                codes = [key.value for key in node.keys if isinstance(key, ast.Constant)]
            elif isinstance(node, ast.Set | ast.Tuple | ast.List):
                codes = [each.value for each in node.elts if isinstance(each, ast.Constant)]
            else:
                continue
            if len(codes) > 1 and all(isinstance(code, str) and code in CODES for code in codes):
                found.add(f"{module}:{node.lineno}")
        return found

    def defaults(self) -> int:
        """Places where an unknown language becomes Indonesian or English."""
        source = (path.read_text("utf-8") for path in self.source.rglob("*.py"))
        return sum(len(re.findall(r"\bor \(?[\"'](?:id|en)[\"']", text)) for text in source)

    def kinds_compared(self) -> int:
        """Comparisons of something with the kind `dispute`."""
        compared = (node for _, node in self._nodes() if isinstance(node, ast.Compare))
        return sum(any(getattr(each, "value", "") == "dispute" for each in node.comparators) for node in compared)

    def way(self, *, by_room: bool) -> Way:
        """How an article goes through `extract_article`; see `walk`."""
        homes, function, parameter = ENTRY
        home = next(home for home in homes if home in self.package.trees)
        return way(self.package, home, function, parameter, by_room=by_room)

    def _nodes(self) -> Iterator[tuple[str, ast.AST]]:
        for module, tree in self.package.trees.items():
            for node in ast.walk(tree):
                yield module, node


def _strings(node: ast.AST) -> set[str]:
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def of_commit(commit: str, folder: Path) -> Checkout:
    """The checkout of a commit of this repository, laid into `folder`."""
    packed = subprocess.run(
        ["git", "-C", str(ROOT), "archive", commit, "src", "pyproject.toml"], check=True, capture_output=True
    )
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return Checkout(folder)


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path, nargs="?", default=ROOT)
    parser.add_argument("--base", metavar="COMMIT", help="a commit to set beside it")
    parser.add_argument("--places", action="store_true", help="name what was counted, where that is a place")
    given = parser.parse_args(arguments)
    house = Checkout(given.checkout)
    after = list(house.figures())
    before: list[Figure | None] = [None] * len(after)
    if given.base:
        with tempfile.TemporaryDirectory() as folder:
            before[:] = of_commit(given.base, Path(folder)).figures()
    for then, now in zip(before, after, strict=True):
        told = f"{then.value:>7}" if then else ""
        print(f"{now.name:<46}{told}{now.value:>7}   {now.target}")
    if given.places:
        for name, places in (
            ("fields", house.field_lists()),
            ("codes", house.language_sets()),
            ("files", house.modules_naming(FILES)),
        ):
            print(f"\n{name}:", *sorted(places), sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1:])
