#!/usr/bin/env bash
# pycountry 26.2.16: `search_fuzzy` answers country words of other languages with other countries, first and without a score.
# Version: pycountry 26.2.16. It searches names of subdivisions too, so a province that holds the letters wins: "Yaman" (Yemen in
# Indonesian) gives Japan, "Cina" (China) Czechia, "Dutch" Sint Maarten, "British" the British Indian Ocean Territory.
# Who is hurt: whoever codes actors by the first answer: an answer comes for nearly everything, and it is a real code.
# Output seen: Yaman JPN · Cina CZE · Dutch SXM · British IOT
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pycountry==26.2.16
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version
import pycountry
seen = {words: pycountry.countries.search_fuzzy(words)[0].alpha_3 for words in ("Yaman", "Cina", "Dutch", "British")}
print("pycountry", version("pycountry"), ":", seen)
assert seen == {"Yaman": "JPN", "Cina": "CZE", "Dutch": "SXM", "British": "IOT"}, "search_fuzzy answers otherwise now"
PYTHON
