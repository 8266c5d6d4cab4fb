"""Find every regular expression of memcon: in its code, and made of the words of each language.

`PYTHONPATH=src:tests python -m helpers.patterns` prints them as JSON: pattern, flags, where it is from. In a process of
its own, since it watches `re` while memcon is imported.
"""

import functools
import importlib
import json
import pkgutil
import re
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NamedTuple

import memcon

SOURCE: Final = Path(memcon.__file__).parent
_USED: Final = re.compile(r"\b(\w+)(?:\[\d\])?\)?\.(search|match|fullmatch|finditer|findall|sub|subn|split)\(")
_SLOT: Final = re.compile(r"\{[a-z_~0-9.|-]*[a-z]\.[a-z_]")
"""A class of words in a template of `languages`."""


class Pattern(NamedTuple):
    """A regular expression, and the module or the name that it is from: `text/tokens.py`, `evidence.cues.SAYS en`."""

    pattern: str
    flags: int
    source: str
    name: str
    """Of the constant that holds it, empty where none does."""


@functools.cache
def methods() -> dict[str, frozenset[str]]:
    """Return how the patterns of each constant are used in the code: `search`, `fullmatch` …"""
    found = defaultdict[str, set[str]](set)
    for path in SOURCE.rglob("*.py"):
        for name, method in _USED.findall(path.read_text("utf-8")):
            found[name].add(method)
    return {name: frozenset(used) for name, used in found.items()}


def collected() -> list[Pattern]:
    """Return the patterns, each once; to be called before anything of memcon is imported."""
    made: dict[tuple[str, int], str] = {}
    compiled: Any = re._compile  # type: ignore[attr-defined]

    def watched(pattern: Any, flags: int) -> Any:
        frame: Any = sys._getframe(1)
        while frame.f_code.co_filename == re.__file__:
            frame = frame.f_back
        file = Path(frame.f_code.co_filename)
        if isinstance(pattern, str) and file.is_relative_to(SOURCE):
            made.setdefault((pattern, int(flags)), file.relative_to(SOURCE).as_posix())
        return compiled(pattern, flags)

    re._compile = watched  # type: ignore[attr-defined]
    try:
        names = [found.name for found in pkgutil.walk_packages(memcon.__path__, "memcon.")]
        modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    finally:
        re._compile = compiled  # type: ignore[attr-defined]
    held: dict[tuple[str, int], str] = {
        (value.pattern, int(value.flags & ~re.UNICODE)): name
        for module in modules for name, value in vars(module).items() if isinstance(value, re.Pattern)
    }  # fmt: skip
    own = [Pattern(*key, source, held.get(key, "")) for key, source in made.items()]
    return [*own, *_of_words(modules)]


def _of_words(modules: list[ModuleType]) -> list[Pattern]:
    """Return what each template of the code makes of the words of each language, and each class of words alone."""
    from memcon import languages  # noqa: PLC0415
    from memcon.languages import load  # noqa: PLC0415
    from memcon.languages.shape import FILES  # noqa: PLC0415

    templates = {
        (text, f"{module.__name__.removeprefix('memcon.')}.{name}", name)
        for module in modules for name, value in vars(module).items()
        for text in (value if isinstance(value, tuple) else (value,))
        if isinstance(text, str) and _SLOT.search(text)
    }  # fmt: skip
    classes = [
        name for file, shape in FILES.items() for name, sort in load.classes(shape, file) if sort == "Words"
    ]  # fmt: skip
    templates |= {("{" + name + "}", name, "") for name in classes}
    made: dict[str, Pattern] = {}
    for tag in (*languages.tags(), None):
        lang = languages.language(tag)
        for text, source, name in sorted(templates):
            compiled = lang.compile(text)
            found = Pattern(compiled.pattern, compiled.flags & ~re.UNICODE, f"{source} {tag or '-'}", name)
            made.setdefault(found.pattern, found)
    return list(made.values())


if __name__ == "__main__":
    sys.stdout.write(json.dumps(collected()))
