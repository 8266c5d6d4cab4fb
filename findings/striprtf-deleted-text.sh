#!/usr/bin/env bash
# striprtf 0.0.35 keeps text that is marked as deleted, and gives characters beyond the first plane as two lone surrogates.
# Version: striprtf 0.0.35. RTF is what Nexis and Factiva export; `\deleted` marks a tracked deletion, which no reader shows.
# Who is hurt: whoever reads such exports: a deleted "did not meet" stands in the text beside what replaced it; and a text
# with an emoji or a rare Chinese character cannot be written as UTF-8 afterwards (UnicodeEncodeError).
# Output seen: 'He did not meet met Haddad.' · 'Xi met \ud83d\udc40 Putin', which UTF-8 refuses
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check striprtf==0.0.35
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version
from striprtf.striprtf import rtf_to_text
kept = rtf_to_text(r"{\rtf1\ansi He {\deleted did not meet}{ met} Haddad.}")
split = rtf_to_text(r"{\rtf1\ansi\uc1 Xi met \u55357?\u56384? Putin}")
print("striprtf", version("striprtf"), ":", repr(kept), ascii(split))
assert kept == "He did not meet met Haddad.", "deleted text is left out now"
try:
    split.encode()
except UnicodeEncodeError:
    print("not to be written as UTF-8")
else:
    raise SystemExit("surrogates are joined now")
PYTHON
