"""Which functions are public: those of a room that another room calls, or that its module lists in `__all__`."""

import ast
import importlib
import inspect
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import memcon

SOURCE: Final = Path(memcon.__file__).parent


def functions(rooms: tuple[str, ...]) -> Iterator[str]:
    """Yield the names of the public functions of these rooms, as `text.safe.safe_line`, sorted."""
    found = {name for name in _called() if name.split(".")[0] in rooms}
    for room in rooms:
        for path in (SOURCE / room).rglob("*.py"):
            module = importlib.import_module(_module(path))
            found |= {at for name in getattr(module, "__all__", ()) if (at := _home(module, name))}
    yield from sorted(found)


def _called() -> Iterator[str]:
    """Yield what a module of one room takes from one of another."""
    modules = {_module(path): path for path in SOURCE.rglob("*.py") if path.name != "__main__.py"}
    for name, path in modules.items():
        tree = ast.parse(path.read_text("utf-8"))
        imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        taken = [
            (node.module or "", alias.name, alias.asname or alias.name) for node in imported for alias in node.names
        ]
        others = {known: f"{of}.{one}" for of, one, known in taken if f"{of}.{one}" in modules}
        used = [(of, one) for of, one, _ in taken if of in modules]
        used += [
            (others[node.value.id], node.attr)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in others
        ]
        for of, one in used:
            at = None if one.startswith("_") else _home(importlib.import_module(of), one)
            if at and at.split(".")[0] != name.removeprefix("memcon.").split(".")[0]:
                yield at


def _home(module: types.ModuleType, name: str) -> str | None:
    """Return where a function of memcon is defined, None for what is none."""
    value = getattr(module, name, None)
    bare = inspect.unwrap(value) if callable(value) and not isinstance(value, type) else None
    home = getattr(bare, "__module__", "")
    return f"{home.removeprefix('memcon.')}.{bare.__name__}" if inspect.isfunction(bare) and "memcon." in home else None


def _module(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
