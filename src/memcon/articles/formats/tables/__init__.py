"""Tables: a row an article. `separated` (CSV, TSV), `parquet`, `excel` and `array` (a JSON array of objects).

Which column holds what is told by the user, or by a plain name in the header (`columns`); a table without a column of
text is refused with the columns that it has, and never read as prose.
"""
