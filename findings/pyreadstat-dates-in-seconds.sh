#!/usr/bin/env bash
# pyreadstat 1.3.7 writes every date of a column in seconds as 1 January 1970, to Stata and to SPSS files.
# Version: pyreadstat 1.3.7, pandas 3.1.1, whose readers of JSON lines, Parquet and Stata give such columns (datetime64[s]).
# The same dates in nanoseconds are written rightly.
# Who is hurt: whoever hands a table of events to colleagues who use Stata or SPSS: all events happened on one day.
# Output seen: dta s: 1970-01-01 1970-01-01 · dta ns: 2023-12-21 2024-02-01 · sav the same
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import pandas as pd, pyreadstat
print("pyreadstat", pyreadstat.__version__)
days = pd.to_datetime(["2023-12-21", "2024-02-01"])
for suffix, write, read in (("dta", pyreadstat.write_dta, pyreadstat.read_dta), ("sav", pyreadstat.write_sav, pyreadstat.read_sav)):
    seen = {}
    for unit in ("s", "ns"):
        write(pd.DataFrame({"day": days.astype(f"datetime64[{unit}]")}), f"{unit}.{suffix}")
        seen[unit] = [str(pd.Timestamp(day).date()) for day in read(f"{unit}.{suffix}")[0]["day"]]
        print(suffix, unit, *seen[unit])
    assert seen["ns"] == ["2023-12-21", "2024-02-01"]
    assert seen["s"] == ["1970-01-01", "1970-01-01"], "dates in seconds are kept now"
PYTHON
