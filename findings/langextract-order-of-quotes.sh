#!/usr/bin/env bash
# langextract 1.7.1 calls verbatim quotes exact only as long as they come in the order of the text and do not overlap.
# Version: langextract 1.7.1, `WordAligner`. The same three sentences are all `match_exact` in order; in reverse order two of three
# are `match_fuzzy`; a clause of a sentence that was quoted before is `match_fuzzy` too.
# Who is hurt: whoever keeps only exact matches, as its guide suggests: which of an event's true quotes survive depends on the
# order in which a model listed them.
# Output seen: in order 3 exact of 3; reversed 1 of 3; a clause after its sentence 1 of 2
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check langextract==1.7.1
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version
from langextract.core import data
from langextract.resolver import WordAligner
text = "Berg phoned Haddad on Monday. On Tuesday Norland expelled two diplomats. Sudland protested on Friday."
def exact(quotes):
    groups = WordAligner().align_extractions([[data.Extraction("event", quote) for quote in quotes]], text)
    return sum(found.alignment_status is data.AlignmentStatus.MATCH_EXACT for group in groups for found in group)
quotes = ["Berg phoned Haddad on Monday", "On Tuesday Norland expelled two diplomats", "Sudland protested on Friday"]
nested = ["Berg phoned Haddad on Monday", "Berg phoned Haddad"]
assert all(quote in text for quote in (*quotes, *nested))
seen = exact(quotes), exact(quotes[::-1]), exact(nested)
print("langextract", version("langextract"), ": exact in order, reversed, nested:", *seen)
assert seen == (3, 1, 1), "the order of quotes matters otherwise now"
PYTHON
