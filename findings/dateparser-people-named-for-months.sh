#!/usr/bin/env bash
# dateparser 1.5.0: `search_dates` finds 30 June in the name of a Chinese minister.
# Version: dateparser 1.5.0. "Dong Jun" in a sentence without any date gives June, in English and in Indonesian; the day is that of
# the reference date, moved to the end of the month where it has to be.
# Who is hurt: whoever dates events by searching sentences: a person's name becomes the day of his meeting.
# Output seen: [('Jun', 2024-06-30)] twice
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check dateparser==1.5.0
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import datetime as dt, dateparser
from dateparser.search import search_dates
told = {"RELATIVE_BASE": dt.datetime(2024, 5, 31)}
sentences = {"en": "Defence minister Dong Jun met Austin.", "id": "Menteri Pertahanan China Dong Jun bertemu Austin."}
seen = [[(words, str(day.date())) for words, day in search_dates(text, languages=[tag], settings=told) or ()] for tag, text in sentences.items()]
print("dateparser", dateparser.__version__, ":", *seen)
assert seen == [[("Jun", "2024-06-30")]] * 2, "names are no dates any more"
PYTHON
