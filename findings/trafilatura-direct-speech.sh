#!/usr/bin/env bash
# trafilatura 2.3.1 drops a quotation that stands in a bare <div> between paragraphs, once the article is long enough.
# Version: trafilatura 2.3.1 with lxml_html_clean. The same quotation is kept in the same page with two paragraphs round it
# each side, and lost with three: short pages take another way through the extractor.
# Who is hurt: whoever extracts news: what a minister denies is gone from exactly the longer articles, while a test with a short
# page passes.
# Output seen: kept with 1 and 2 paragraphs each side; lost with 3, 4 and 6
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import trafilatura
before = "<p>The ministers of both states spoke for two hours about the border, the prisoners and the gas transit, and agreed to meet again in spring.</p>"
after = before.replace("spring", "autumn")
speech = "<div>“We did not agree to anything,” the minister told reporters after the talks.</div>"
seen = {}
for count in (1, 2, 3, 4, 6):
    page = f"<html><body><article><h1>Talks in Oslo</h1>{before * count}{speech}{after * count}</article></body></html>"
    seen[count] = "did not agree" in (trafilatura.extract(page) or "")
print("trafilatura", trafilatura.__version__, ": kept by paragraphs each side:", seen)
assert seen == {1: True, 2: True, 3: False, 4: False, 6: False}, "direct speech is treated otherwise now"
PYTHON
