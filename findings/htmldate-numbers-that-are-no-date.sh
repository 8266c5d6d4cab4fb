#!/usr/bin/env bash
# htmldate 1.11.0 takes a number in a page's footer for the day of publication, and the page's own old date for the article's.
# Version: htmldate 1.11.0, defaults. (1) A page without a date but with "1998 visitors" or "Phone 2004" in its footer was
# published on 1 January of that year. (2) In one JSON-LD graph the `datePublished` of the WebPage (the template, 2015) wins
# over that of the NewsArticle (2023), because it stands first.
# Who is hurt: every relative date ("on Thursday") of such an article is resolved years away, without a doubt told.
# Output seen: None · 1998-01-01 · 2004-01-01 · 2015-03-02 for an article of 2023-12-21
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check htmldate==1.11.0
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import htmldate
body = "<article><p>Berg met Haddad on Thursday.</p></article>"
footers = ("", "<footer>Counter 1998 visitors</footer>", "<footer>Phone 2004</footer>")
seen = [htmldate.find_date(f"<html><body>{body}{footer}</body></html>") for footer in footers]
graph = """{"@context": "https://schema.org", "@graph": [
  {"@type": "WebPage", "datePublished": "2015-03-02T10:00:00+00:00"},
  {"@type": "NewsArticle", "datePublished": "2023-12-21T10:00:00+00:00"}]}"""
seen.append(htmldate.find_date(f'<html><head><script type="application/ld+json">{graph}</script></head><body>{body}</body></html>'))
print("htmldate", htmldate.__version__, ":", *seen)
assert seen == [None, "1998-01-01", "2004-01-01", "2015-03-02"], "htmldate has become more careful"
PYTHON
