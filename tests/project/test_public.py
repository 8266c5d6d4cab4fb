"""What `import memcon` gives: what is listed, all of it, and nothing that costs time before it is used."""

import subprocess
import sys
import types
from pathlib import Path

import pytest

import memcon


def test_what_is_listed_is_there_and_documented() -> None:
    assert memcon.__all__ == sorted(memcon.__all__)
    for name in memcon.__all__:
        value = getattr(memcon, name)
        assert isinstance(value, types.UnionType) or value.__doc__ or name == "Event", name
    with pytest.raises(AttributeError, match="no attribute 'process'"):
        _ = memcon.process


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
