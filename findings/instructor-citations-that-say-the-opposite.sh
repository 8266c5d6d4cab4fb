#!/usr/bin/env bash
# instructor 1.17.0: a citation that leaves out "not" is corrected into the source's words and counts as grounded; short ones
# match anything.
# Version: instructor 1.17.0, `CitationMixin` (at most five edits, whatever the length). The quote "Berg did meet Haddad" becomes
# "Berg did not meet Haddad", "on 19 February" becomes "on 12 February", and "Xi Qi", which stands nowhere, becomes "he mi".
# Who is hurt: whoever takes a kept citation as proof: the answer that rested on the wrong words stays, beside a quote that
# denies it.
# Output seen: as above
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check instructor==1.17.0
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version
from instructor.dsl.citation import CitationMixin
from pydantic import BaseModel
class Fact(CitationMixin, BaseModel):
    who: str
article = "The ministry said that Berg did not meet Haddad in Geneva on 12 February."
quotes = ("Berg did meet Haddad", "on 19 February", "Xi Qi")
seen = [Fact.model_validate({"who": "x", "substring_quotes": [quote]}, context={"context": article}).substring_quotes for quote in quotes]
print("instructor", version("instructor"), ":", dict(zip(quotes, seen)))
assert seen == [["Berg did not meet Haddad"], ["on 12 February"], ["he mi"]], "citations are checked otherwise now"
PYTHON
