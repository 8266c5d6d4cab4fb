"""Documents of word processors: DOCX and RTF, an article each, or an export of a news archive with many.

`docx` and `rtf` give lines; `plain`, `nexis` and `factiva` say which of them are an article, and what they tell of it.
"""
