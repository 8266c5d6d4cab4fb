"""What `import memcon` gives: what is listed, all of it, and nothing that costs time before it is used."""

import ast
import dataclasses
import subprocess
import sys
import types
import typing
from pathlib import Path

import pytest

import memcon
from memcon.records import run_files


def test_what_is_listed_is_there_and_documented() -> None:
    assert memcon.__all__ == sorted(memcon.__all__)
    for name in memcon.__all__:
        value = getattr(memcon, name)
        assert isinstance(value, types.UnionType) or value.__doc__ or name == "Event", name
    with pytest.raises(AttributeError, match="no attribute 'process'"):
        _ = memcon.process


def test_dir_shows_what_is_public_before_it_is_used() -> None:
    script = "import memcon; print(*dir(memcon))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {*memcon.__all__, "__doc__"} <= set(ran.stdout.split())


def test_nothing_else_is_public() -> None:
    """Submodules appear as they are imported; everything else without an underscore is listed."""
    script = "import memcon; print(*[n for n in vars(memcon) if not n.startswith('_')])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) <= {"Any", "TYPE_CHECKING", "import_module"}


def test_importing_is_quick() -> None:
    script = "import sys, memcon; print(sorted({'openai', 'instructor', 'pydantic', 'rich'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_no_public_name_is_a_module_s() -> None:
    """Importing `memcon.articles.read` sets `memcon.articles.read`: a function of that name would be gone."""
    modules = {path.stem for path in Path(memcon.__file__).parent.iterdir()}
    assert not modules & set(memcon.__all__)


@pytest.mark.parametrize("name", ["Progress", "Run", "RunReport"])
def test_what_a_run_gives_is_of_public_types(name: str) -> None:
    """But for what reviewers decided, `Run.review`, and the parts of a report that are only read."""
    kept = {"Reviewed", "AppliedReview", "Answers", "Missing", "LimitChange", "Seal"}
    cls = getattr(memcon, name)
    hints = typing.get_type_hints(cls, include_extras=False)
    for field in dataclasses.fields(cls):
        for each in classes(hints[field.name]):
            assert each.__name__ in {*memcon.__all__, *kept}, f"{name}.{field.name}"


def classes(hint: object) -> typing.Iterator[type]:
    """Yield the classes of memcon in an annotation."""
    if isinstance(hint, type) and hint.__module__.startswith("memcon."):
        yield hint
    for part in typing.get_args(hint):
        yield from classes(part)


def test_the_names_of_a_run_s_files_stand_in_one_module() -> None:
    """Docstrings and the help of commands tell them to people; what opens a file takes its name from `run_files`."""
    source = Path(memcon.__file__).parent
    for path in source.rglob("*.py"):
        if path == Path(run_files.__file__) or path.is_relative_to(source / "cli"):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        said = [
            node.value for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        ]  # fmt: skip
        assert not [text for text in said if any(name in text for name in run_files.ALL)], path
