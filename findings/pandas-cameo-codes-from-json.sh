#!/usr/bin/env bash
# pandas 3.1.1 turns event codes that stand in quotes in JSON lines into numbers, and ten of them into other codes of CAMEO.
# Version: pandas 3.1.1, `read_json(lines=True)` with defaults: a column of "041", "010" becomes 41, 10. Quotes do not help, as they
# would not in CSV; but in JSON a string is a string. CAMEO's 010 to 020 (make a statement, … make an appeal) become 10 to 20, which
# are root codes of their own: demand, disapprove, reject, … use of unconventional mass violence.
# Who is hurt: an appeal is counted as mass violence. `dtype={"cameo": str}` keeps the text.
# Output seen: [41, 10, 20]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pandas==3.1.1
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import io, pandas as pd
lines = '{"cameo": "041"}\n{"cameo": "010"}\n{"cameo": "020"}\n'
seen = pd.read_json(io.StringIO(lines), lines=True)["cameo"].tolist()
kept = pd.read_json(io.StringIO(lines), lines=True, dtype={"cameo": str})["cameo"].tolist()
print("pandas", pd.__version__, ":", seen, "· with dtype:", kept)
assert kept == ["041", "010", "020"]
assert seen == [41, 10, 20], "strings of JSON stay strings now"
PYTHON
