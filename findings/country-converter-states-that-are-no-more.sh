#!/usr/bin/env bash
# country_converter 1.3.2: `to="GWcode"` gives the numbers of states that are no more for Vietnam, Yemen and Czechia, and the way back fails.
# Version: country_converter 1.3.2 with pandas 2.3.3 (with pandas 3.1.1 `CountryConverter()` ends with a TypeError: empty ISO2).
# In the list of Gleditsch and Ward 817 is South Vietnam (to 1975-04-30), 680 South Yemen (to 1990-05-21), 315 Czechoslovakia (to
# 1992-12-31); those of today are 816, 678 and 316, which it does not know: convert(816, src="GWcode") is "not found".
# Who is hurt: whoever joins events with data by Gleditsch and Ward: since 1993 the three states match nothing, or dead states; and
# rows of UCDP or cshapes for them lose their names.
# Output seen: VNM 817 · YEM 680 · CZE 315 · 816, 678, 316 not found
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check country_converter==1.3.2 pandas==2.3.3
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import logging
from importlib.metadata import version
import country_converter
logging.disable(logging.CRITICAL)
states = country_converter.CountryConverter()
there = {code: states.convert(code, to="GWcode") for code in ("VNM", "YEM", "CZE")}
back = {number: states.convert(number, src="GWcode", to="ISO3") for number in (816, 678, 316)}
print("country_converter", version("country_converter"), ":", there, back)
assert there == {"VNM": 817, "YEM": 680, "CZE": 315}, "its numbers are others now"
assert set(back.values()) == {"not found"}, "it knows today's numbers now"
PYTHON
