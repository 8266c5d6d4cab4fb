"""Follow one value through the calls of a package, and count how often it goes back to a place that it has left.

A value is followed as the code is written: into each function that it is handed to, in the order of the code, each
function once. It is handed on when an argument is the value itself, a part of it (an attribute, a slice), or an object
that carries it: made by a constructor or `replace`, or returned by a function as an object that has a text. What else
is made of it is another value. A question asked of an object that carries it, a method or a property, is no move; what
that method hands it to is. Functions that are handed over in a list of the module, as rules, are followed one after the
other. What else is chosen while the program runs (a strategy, a protocol) is not followed, nor are functions within
functions.

A stay is a run of calls into one place: a module, or a room, which is a module or package at the top level. A *return*
is a stay in a place that the value had left. A *climb* is a stay in a place of a higher floor than the stay before it,
where the floor of a module is the longest chain of imports below it, and that of a room the highest of its modules.

Another tool, which follows other names and stops after 400 steps, counted 9 climbs and 61 returns of `article` through
`extract_article` at commit 2932aa5, where this one counts 40 and 75 between rooms, 70 and 115 between modules: compare
its figures with each other only.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final

Function = ast.FunctionDef | ast.AsyncFunctionDef
Held = dict[str, str | None]
"""The names that stand for the value, each with its class as `module:Class` where it is known."""
Called = tuple[str, Function, str | None]
"""The module of a function, the function, and the class that it is a method of."""
CARRIED: Final = frozenset({"article", "body", "text"})
"""Fields of an object that carries the value."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a value went: the places of its stays in turn, and what that comes to."""

    stays: tuple[str, ...]
    climbs: int
    returns: int


@dataclass
class Package:
    """The modules of a package under a `src` folder: their syntax, what each name in them stands for, their imports."""

    root: Path
    trees: dict[str, ast.Module] = field(default_factory=dict)
    names: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    """Of each module its names that were imported from the package: module and name there, or module and nothing."""
    imports: dict[str, set[str]] = field(default_factory=dict)
    """Of each module, which modules of the package it imports."""

    def __post_init__(self) -> None:
        for path in sorted(self.root.rglob("*.py")):
            parts = path.relative_to(self.root.parent).with_suffix("").parts
            self.trees[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = ast.parse(path.read_text("utf-8"))
        for module in self.trees:
            self._read_imports(module)

    def _read_imports(self, module: str) -> None:
        names = self.names[module] = {}
        imports = self.imports[module] = set()
        for node in ast.walk(self.trees[module]):
            if isinstance(node, ast.Import):
                found = [(alias.asname or alias.name, alias.name, "") for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found = [(alias.asname or alias.name, *self._of(node.module, alias.name)) for alias in node.names]
            else:
                continue
            for name, home, there in found:
                if home in self.trees:
                    names[name] = (home, there)
                    imports.add(home)
        imports.discard(module)

    def _of(self, module: str, name: str) -> tuple[str, str]:
        inner = f"{module}.{name}"
        return (inner, "") if inner in self.trees else (module, name)

    @cached_property
    def floors(self) -> dict[str, int]:
        """The longest chain of imports below each module; modules that import one another while running are cut."""
        floors: dict[str, int] = {}

        def floor(module: str, above: frozenset[str]) -> int:
            if module not in floors:
                below = self.imports[module] - above - {module}
                floors[module] = 1 + max((floor(each, above | {module}) for each in sorted(below)), default=0)
            return floors[module]

        for module in sorted(self.trees):
            floor(module, frozenset())
        return floors

    def definition(self, module: str, name: str, hops: int = 5) -> tuple[str, ast.AST] | None:
        """Where the name of a module is defined, through what is imported again; None for what is not of here."""
        for node in self.trees[module].body:
            if isinstance(node, Function | ast.ClassDef) and node.name == name:
                return module, node
        home, there = self.names[module].get(name, ("", ""))
        return self.definition(home, there, hops - 1) if home and there and hops else None

    def functions(self, module: str, named: ast.expr) -> Iterator[tuple[str, Function]]:
        """Yield the functions that an expression names: itself, or a constant that lists them, in their order."""
        if isinstance(named, ast.Name):
            found = self.definition(module, named.id)
            home, there = self.names[module].get(named.id, ("", ""))
            if found and isinstance(found[1], Function):
                yield found[0], found[1]
            elif home and there:
                yield from self.functions(home, ast.Name(there))
            elif constant := self._constant(module, named.id):
                yield from self.functions(module, constant)
        elif isinstance(named, ast.Attribute) and isinstance(named.value, ast.Name):
            home, there = self.names[module].get(named.value.id, ("", ""))
            if home and not there:
                yield from self.functions(home, ast.Name(named.attr))
        else:
            listing = ast.Tuple | ast.List | ast.Dict | ast.Starred
            inner = [named.value] if isinstance(named, ast.Subscript) else list(ast.iter_child_nodes(named))
            for each in inner if isinstance(named, listing | ast.Subscript) else ():
                if isinstance(each, ast.expr):
                    yield from self.functions(module, each)

    def _constant(self, module: str, name: str) -> ast.expr | None:
        for node in self.trees[module].body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(each, ast.Name) and each.id == name for each in targets):
                return getattr(node, "value", None)
        return None


def way(package: Package, module: str, function: str, parameter: str, *, by_room: bool = False) -> Way:
    """How `parameter` of a function goes through the modules, or the rooms, of the package."""
    found = package.definition(module, function)
    if found is None or not isinstance(found[1], Function):
        raise ValueError(f"{module} has no function {function!r}")
    walk = _Walk(package)
    walk.enter(found[0], found[1], {parameter: None})
    place = {at: ".".join(at.split(".")[:2]) if by_room else at for at in package.trees}
    floors: dict[str, int] = {}
    for at, floor in package.floors.items():
        floors[place[at]] = max(floor, floors.get(place[at], 0))
    stays = tuple(at for at, _ in groupby(place[called] for called in walk.calls))
    climbs = sum(floors[after] > floors[before] for before, after in pairwise(stays))
    return Way(stays, climbs, len(stays) - len(set(stays)))


@dataclass
class _Walk:
    """The calls so far, by the module of what was called, and the functions that were entered."""

    package: Package
    calls: list[str] = field(default_factory=list)
    entered: set[tuple[str, int]] = field(default_factory=set)

    def enter(self, module: str, function: Function, held: Held, *, counts: bool = True) -> None:
        """Note the call of a function whose arguments `held` are the value, and follow it the first time."""
        if counts:
            self.calls.append(module)
        if (module, function.lineno) in self.entered:
            return
        self.entered.add((module, function.lineno))
        typed = {each.arg: self._annotated(module, each.annotation) for each in _arguments(function)}
        held = {name: typed.get(name) or kind for name, kind in held.items()}
        for statement in function.body:
            self._follow(module, statement, held)

    def _follow(self, module: str, node: ast.AST, held: Held) -> None:
        """Follow the value through one statement or expression; what is bound to it is added to `held`."""
        if isinstance(node, Function | ast.ClassDef | ast.Lambda):
            return
        for child in ast.iter_child_nodes(node):
            self._follow(module, child, held)
        for target, value in _bound(node):
            if self._is_held(module, value, held) and isinstance(target, ast.Name):
                held[target.id] = self._kind(module, value, held)
        if isinstance(node, ast.Call):
            self._call(module, node, held)

    def _call(self, module: str, call: ast.Call, held: Held) -> None:
        called = self._called(module, call.func, held)
        if called is None:
            return
        home, function, owner = called
        given = [each.arg for each in _arguments(function)]
        inside: Held = {}
        if owner:
            itself = given.pop(0)
            if isinstance(call.func, ast.Attribute):
                inside[itself] = owner
        by_name = {each.arg: each.value for each in call.keywords if each.arg}
        handed = False
        for name, argument in [*zip(given, call.args, strict=False), *by_name.items()]:
            if self._is_held(module, argument, held):
                inside[name] = self._kind(module, argument, held)
                handed = True
        if inside:
            self.enter(home, function, inside, counts=handed)
        if handed:
            self._listed(module, call, {kind for kind in inside.values() if kind})

    def _listed(self, module: str, call: ast.Call, kinds: set[str]) -> None:
        """Follow the value into functions that are handed over with it, where they take an object of its class."""
        listed = [each for argument in call.args for each in self.package.functions(module, argument)]
        for home, function in {(at, each.lineno): (at, each) for at, each in listed}.values():
            typed = {each.arg: self._annotated(home, each.annotation) for each in _arguments(function)}
            inside: Held = {name: kind for name, kind in typed.items() if kind in kinds}
            if inside:
                self.enter(home, function, inside)

    def _is_held(self, module: str, value: ast.expr, held: Held) -> bool:
        """Whether an expression is the value, a part of it, or an object made to carry it."""
        if isinstance(value, ast.Await | ast.Starred):
            return self._is_held(module, value.value, held)
        if isinstance(value, ast.Attribute | ast.Subscript):
            return self._is_held(module, value.value, held)
        if isinstance(value, ast.Call):
            made = self._made(module, value.func, held) is not None or ast.unparse(value.func).endswith("replace")
            asked = [value.func.value] if isinstance(value.func, ast.Attribute) else []
            arguments = (*asked, *value.args, *(each.value for each in value.keywords))
            return made and any(self._is_held(module, each, held) for each in arguments)
        return isinstance(value, ast.Name) and value.id in held

    def _kind(self, module: str, value: ast.expr, held: Held) -> str | None:
        """The class of an expression that is held, where names and constructors tell it."""
        if isinstance(value, ast.Name):
            return held.get(value.id)
        return self._made(module, value.func, held) if isinstance(value, ast.Call) else None

    def _made(self, module: str, called: ast.expr, held: Held) -> str | None:
        """The class that a constructor makes, or that a function says it returns where objects of it have a text."""
        if kind := self._class(module, called):
            return kind
        found = self._called(module, called, held)
        if found and isinstance(found[1].returns, ast.Name) and found[1].returns.id == "Self":
            return found[2]
        returned = self._annotated(found[0], found[1].returns) if found else None
        home, _, name = (returned or "").partition(":")
        defined = self.package.definition(home, name) if home else None
        fields = {
            ast.unparse(each.target)
            for each in getattr(defined and defined[1], "body", ())
            if isinstance(each, ast.AnnAssign)
        }
        return returned if fields & CARRIED else None

    def _called(self, module: str, called: ast.expr, held: Held) -> Called | None:
        """The function that is called; a method where the value is asked, or where a class is named."""
        if isinstance(called, ast.Name):
            found = self.package.definition(module, called.id)
            if found and isinstance(found[1], Function):
                return found[0], found[1], None
            return self._method(self._class(module, called), "__init__")
        if not isinstance(called, ast.Attribute) or not isinstance(called.value, ast.Name):
            return None
        home, there = self.package.names[module].get(called.value.id, ("", ""))
        found = self.package.definition(home, called.attr) if home and not there else None
        if found and isinstance(found[1], Function):
            return found[0], found[1], None
        return self._method(held.get(called.value.id) or self._class(module, called.value), called.attr)

    def _method(self, owner: str | None, name: str) -> Called | None:
        home, _, kind = (owner or "").partition(":")
        found = self.package.definition(home, kind) if home else None
        body = found[1].body if found and isinstance(found[1], ast.ClassDef) else []
        methods = (each for each in body if isinstance(each, Function) and each.name == name)
        return next(((home, each, owner) for each in methods if _arguments(each)), None)

    def _class(self, module: str, named: ast.expr) -> str | None:
        """The class of the package that an expression names, as `module:Class`."""
        found = self.package.definition(module, named.id) if isinstance(named, ast.Name) else None
        return f"{found[0]}:{found[1].name}" if found and isinstance(found[1], ast.ClassDef) else None

    def _annotated(self, module: str, annotation: ast.expr | None) -> str | None:
        names = (each for each in ast.walk(annotation) if isinstance(each, ast.Name)) if annotation else ()
        return next((kind for name in names if (kind := self._class(module, name))), None)


def _arguments(function: Function) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def _bound(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What a statement binds, and to what."""
    if isinstance(node, ast.Assign):
        yield from ((target, node.value) for target in node.targets)
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value:
        yield node.target, node.value
