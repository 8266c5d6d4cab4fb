#!/usr/bin/env bash
# countryguess 0.4.9: `guess_country` gives a state for names that are none of its states, by likeness of letters and without a score.
# Version: countryguess 0.4.9, default settings. "Chechen Republic" is Czechia, "Republic of Chechnya" and "Republic of Vietnam" are
# Kenya, "Federal Republic of Yugoslavia" is Somalia, "Republic of Crimea" Armenia; and "Korea Utara", North Korea in Indonesian,
# is South Korea.
# Who is hurt: whoever codes actors or archives with it: states that are no more, breakaway regions and names of other languages
# become events of a state that had no part, and nothing in the answer tells these from a name that it knows.
# Output seen: Chechen Republic CZE · Republic of Vietnam KEN · Federal Republic of Yugoslavia SOM · Korea Utara KOR
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check countryguess==0.4.9
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version
from countryguess import guess_country
wrong = {
    "Chechen Republic": "CZE",
    "Republic of Vietnam": "KEN",
    "Federal Republic of Yugoslavia": "SOM",
    "Korea Utara": "KOR",
}
seen = {name: (guess_country(name) or {}).get("iso3") for name in wrong}
print("countryguess", version("countryguess"), ":", seen)
assert seen == wrong, "it guesses otherwise now"
PYTHON
