"""The constants that were fitted on articles which are not kept are listed, and the list names what is there."""

import importlib
import re

from conftest import ROOT

PAGE = (ROOT / "docs" / "adr" / "0006-thresholds.md").read_text("utf-8")
ROWS = re.findall(r"^ *\| `([a-z_.]+)` \| (.+) \|$", PAGE, re.MULTILINE)


def test_every_fitted_constant_that_is_listed_exists() -> None:
    assert len(ROWS) > 10
    listed = [(module, name) for module, names in ROWS for name in re.findall(r"`(\w+)`", names)]
    gone = [each for each in listed if not hasattr(importlib.import_module(f"memcon.{each[0]}"), each[1])]
    assert gone == []
