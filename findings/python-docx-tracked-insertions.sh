#!/usr/bin/env bash
# python-docx 1.2.0 leaves tracked insertions out of a paragraph's text, although they are what Word shows and prints.
# Version: python-docx 1.2.0. `Paragraph.text` joins the runs that are children of the paragraph; a run within `w:ins` is none.
# Who is hurt: whoever reads exports or ministries' releases that were edited with changes tracked: an inserted "not" is gone,
# and the sentence says the opposite, grammatically and without a gap.
# Output seen: 'Berg did meet Haddad.' for a document that reads 'Berg did not meet Haddad.'
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check python-docx==1.2.0
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
document = docx.Document()
paragraph = document.add_paragraph("Berg did ")
paragraph._p.append(parse_xml(
    f'<w:ins {nsdecls("w")} w:id="1" w:author="editor" w:date="2024-02-01T00:00:00Z">'
    '<w:r><w:t xml:space="preserve">not </w:t></w:r></w:ins>'))
paragraph.add_run("meet Haddad.")
document.save("release.docx")
seen = docx.Document("release.docx").paragraphs[0].text
print("python-docx", version("python-docx"), ":", repr(seen))
assert seen == "Berg did meet Haddad.", "tracked insertions are read now"
PYTHON
