"""Entry points of other packages: what is found, when it is imported, and how a broken package is told."""

import subprocess
import sys
from pathlib import Path

import pytest

from helpers.plugins import install
from memcon import _plugins
from memcon.errors import UsageError

GROUP = "memcon.exporters"
OWN = {"csv": "ours"}


def test_what_another_package_adds_is_found_by_its_name(site: Path) -> None:
    install(site, "adds-tabs", GROUP, {"tabs": "adds_tabs"}, adds_tabs="write = print\n")
    assert _plugins.choose(GROUP, "tabs", OWN, ["write"]).write is print
    assert _plugins.choose(GROUP, "csv", OWN) == "ours"
    assert _plugins.names(GROUP, OWN) == ["csv", "tabs"]
    assert list(_plugins.load_all(GROUP, OWN)) == ["tabs"]
    assert _plugins.names("memcon.formats", {"text": 1}) == ["text"]


def test_nothing_is_imported_before_it_is_used(site: Path) -> None:
    install(site, "adds-noise", GROUP, {"noise": "adds_noise"}, adds_noise="raise SystemError('imported')\n")
    assert _plugins.names(GROUP, OWN) == ["csv", "noise"]
    assert _plugins.choose(GROUP, "csv", OWN) == "ours"
    with pytest.raises(UsageError, match=r"'noise' of the package adds-noise 0.1 cannot be loaded: SystemError: impo"):
        _plugins.choose(GROUP, "noise", OWN)


@pytest.mark.parametrize(
    ("target", "text", "said"),
    [
        ("absent_module", "", "cannot be loaded: ModuleNotFoundError: No module named 'absent_module'"),
        ("part:absent", "", "cannot be loaded: AttributeError"),
        ("part", "def write(:\n", "cannot be loaded: SyntaxError"),
        ("part", "writes = 1\n", "lacks 'write'"),
    ],
)
def test_a_broken_package_is_named_with_what_is_wrong(site: Path, target: str, text: str, said: str) -> None:
    install(site, "broken", GROUP, {"tabs": target}, part=text)
    sys.modules.pop("part", None)
    for use in (_plugins.load_all, lambda *given: _plugins.choose(given[0], "tabs", *given[1:])):
        with pytest.raises(UsageError, match=r"'tabs' of the package broken 0.1") as caught:
            use(GROUP, OWN, ["write"])
        assert said in str(caught.value)


def test_a_name_that_is_taken_is_refused_and_no_other(site: Path) -> None:
    install(site, "adds-csv", GROUP, {"csv": "adds_csv", "tabs": "adds_csv"}, adds_csv="")
    install(site, "also-tabs", GROUP, {"tabs": "adds_csv", "dots": "adds_csv"})
    with pytest.raises(UsageError, match=r"'csv' of the package adds-csv 0.1 has the name of one of memcon's own"):
        _plugins.choose(GROUP, "csv", OWN)
    with pytest.raises(UsageError, match=r"'tabs' of the package adds-csv 0.1 has the name of one of .* also-tabs 0.1"):
        _plugins.choose(GROUP, "tabs", OWN)
    assert _plugins.choose(GROUP, "dots", OWN).__name__ == "adds_csv"


def test_an_unknown_name_is_told_with_those_that_there_are(site: Path) -> None:
    install(site, "adds-tabs", GROUP, {"tabs": "adds_tabs"})
    with pytest.raises(UsageError, match=r"^export format 'xml' is none of 'csv', 'tabs'$"):
        _plugins.choose(GROUP, "xml", OWN)


def test_help_asks_no_package(site: Path) -> None:
    script = "import sys, memcon.cli; print('memcon._plugins' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
