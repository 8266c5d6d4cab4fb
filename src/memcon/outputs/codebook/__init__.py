"""The codebook of a run: what stands in its tables, column by column, and how often.

`counts` counts the rows of a table as they pass, `markdown` tells them to people and `datapackage` to programs. What a
column is, is told by the column itself (`outputs.tables`), so that no codebook can say other than the table holds.
"""
